//! Registries on a PostgreSQL server: how they are opened, remembered and copied, and what is refused.

use super::{Desktop, new_team};
use crate::desk::Desk;
use crate::follow::{news, why_away};
use crate::passwords::{Nowhere, Passwords};
use crate::places;
use baton_app::ErrorCode;
use baton_app::presence::Whereabouts;
use baton_app::registry::EditRequest;
use baton_model::{Kind, RecordKey, TopologyId};
use baton_place::{Address, Place};
use cluster::Cluster;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tauri::async_runtime::block_on;

#[path = "../../../crates/store-postgres/tests/cluster/mod.rs"]
mod cluster;

/// A keychain in memory.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<String, String>>);

impl Passwords for Kept {
    fn find(&self, account: &str) -> Option<String> {
        self.0.lock().unwrap().get(account).cloned()
    }

    fn keep(&self, account: &str, password: &str) -> Result<(), &'static str> {
        let mut kept = self.0.lock().unwrap();
        kept.insert(account.to_owned(), password.to_owned());
        Ok(())
    }
}

impl Kept {
    /// Storing a password is waited for by nobody else.
    async fn wait_for(&self, account: &str) -> Option<String> {
        for _ in 0..100 {
            if let Some(found) = self.find(account) {
                return Some(found);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        None
    }
}

fn desk_in(folder: &Path, first: &str, passwords: Arc<dyn Passwords>) -> Desk {
    Desk::new(Some(first.into())).keeping(folder, passwords)
}

/// An address where nothing listens.
const NOBODY: &str = "postgres://ana@127.0.0.1:1/desk?schema=care";

fn code(refused: &crate::refused::Refused) -> Value {
    serde_json::to_value(refused).unwrap()["code"].clone()
}

#[test]
fn a_server_is_listed_among_recent_registries_and_files_only_while_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone.baton").display().to_string();
    let file = folder.path().join("registry.baton").display().to_string();
    let desk = desk_in(folder.path(), &file, Arc::new(Nowhere));
    desk.remember(|remembered| {
        remembered.recent = [gone.as_str(), NOBODY]
            .map(|text| Place::parse(text).unwrap())
            .to_vec();
    });
    let info = block_on(async {
        desk.open_first().await;
        desk.info().await.unwrap()
    });
    assert_eq!(info.recent, [file.as_str(), NOBODY]);
    assert!(desk.knows(&Place::parse(NOBODY).unwrap()));
    assert!(!desk.knows(&Place::parse("postgres://ana@127.0.0.1:1/desk").unwrap()));
    let again = places::first(None, desk.remembered().recent.last()).unwrap();
    assert_eq!(again.to_string(), NOBODY, "the server is not asked first");
}

#[test]
fn a_server_that_does_not_answer_is_told_and_nothing_is_restored_over_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path(), NOBODY, Arc::new(Nowhere));
    block_on(async {
        desk.open_first().await;
        let refused = desk.open().await.err().unwrap();
        assert_eq!(code(&refused), "unreachable");
        let told = serde_json::to_value(&refused).unwrap();
        assert_eq!(told["details"]["address"], NOBODY);
        let refused = desk.restore(&folder.path().join("x")).await.unwrap_err();
        let told = serde_json::to_value(&refused).unwrap();
        assert_eq!(told["code"], "invalid_input");
        assert!(
            told["hints"][0]
                .as_str()
                .unwrap()
                .contains("baton registry copy")
        );
    });
}

#[test]
fn only_servers_that_were_open_are_opened_without_connecting() {
    let desktop = Desktop::new();
    desktop.ask("snapshot", json!({})).unwrap();
    let ask = |command: &str, arguments: Value| desktop.ask(command, arguments).unwrap_err();
    let refused = ask("open_registry", json!({"path": NOBODY}));
    assert_eq!(refused["code"], "invalid_input");
    let wrong = json!({"address": "postgres://ana:s3cret@db:port/x", "password": "other", "keep": false, "create": false});
    let refused = ask("connect_registry", wrong);
    assert_eq!(refused["code"], "invalid_input");
    let said = refused.to_string();
    assert!(
        !said.contains("s3cret") && !said.contains("other"),
        "{said}"
    );
}

#[test]
fn a_registry_on_a_server_is_made_opened_edited_copied_and_followed() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registry.baton").display().to_string();
    let kept = Arc::new(Kept::default());
    let text = cluster.address("care");
    let address = || Address::parse(&text).unwrap();
    block_on(async {
        let desk = desk_in(folder.path(), &file, kept.clone());
        desk.open_first().await;
        let missing = desk.connect(address(), None, false).await.unwrap_err();
        assert_eq!(code(&missing), "not_found");
        assert_eq!(desk.info().await.unwrap().info.registry, file, "still open");

        let given = address().with_password("s3cret");
        let made = desk.connect(given, Some("s3cret".to_owned()), true).await;
        let made = made.unwrap();
        assert_eq!(
            (made.info.registry.as_str(), made.info.revision),
            (text.as_str(), 0)
        );
        assert_eq!(made.recent, [text.as_str(), file.as_str()]);
        let account = address().account();
        assert_eq!(kept.wait_for(&account).await.as_deref(), Some("s3cret"));
        let written = fs::read_to_string(folder.path().join("desktop.json")).unwrap();
        assert!(!written.contains("s3cret"), "{written}");

        let open = desk.open().await.unwrap();
        let edits = serde_json::from_value(new_team("night-watch", "Night watch")).unwrap();
        let done = open.registry.edit(EditRequest::edit(edits)).await;
        assert_eq!(open.answer(done, false).await.unwrap().revision, 1);

        let place = desk.place().await.unwrap();
        let copies = desk.backups_of(&place);
        let copy = baton_app::backup::take(&open.registry, &copies)
            .await
            .unwrap();
        assert!(copy.path.starts_with(folder.path().join("copies")));
        let refused = desk.restore(&copy.path).await.unwrap_err();
        assert_eq!(code(&refused), "invalid_input");
        assert_eq!(desk.open().await.unwrap().registry.info().revision, 1);

        // Another program opens it as the one that was open last.
        let other = desk_in(folder.path(), &text, kept.clone());
        other.open_first().await;
        let there = other.open().await.unwrap();
        let edits = serde_json::from_value(new_team("day-watch", "Day watch")).unwrap();
        there.registry.edit(EditRequest::edit(edits)).await.unwrap();
        let told = news(&open).await.unwrap().unwrap();
        assert_eq!(told.reply.diff[0].id, "day-watch");

        // Both are seen by each other, and neither by itself.
        let place = |topology: &str| Whereabouts {
            topology: Some(TopologyId::new(topology).unwrap()),
            selection: vec![RecordKey::new(Kind::Team, "day-watch")],
        };
        assert_eq!(
            open.registry.meet("main", place("here")).await,
            Some(vec![])
        );
        let met = there.registry.meet("main", place("there")).await.unwrap();
        assert_eq!(met.len(), 1);
        assert_eq!(
            (&met[0].place, met[0].login.as_str()),
            (&place("here"), "baton")
        );
        // Two windows of one program are one person.
        let met = there.registry.meet("second", place("there")).await.unwrap();
        assert_eq!(met.len(), 1);
        let met = open.registry.meet("main", Whereabouts::default()).await;
        assert_eq!(met.unwrap().len(), 2);

        drop(cluster);
        let alone = open.registry.meet("main", Whereabouts::default()).await;
        assert_eq!(alone, Some(vec![]), "who cannot be asked for is not seen");
        let away = why_away(&news(&open).await).unwrap();
        assert_eq!(away.code, ErrorCode::Unreachable);
        let turn = desk.turn();
        assert!(
            !desk.note_away(turn - 1, Some(away.clone())),
            "of another registry"
        );
        assert!(desk.note_away(turn, Some(away.clone())));
        assert!(
            !desk.note_away(turn, Some(away)),
            "the windows have heard it"
        );
        assert!(desk.is_away() && desk.info().await.unwrap().away.is_some());
        assert!(desk.note_away(turn, None) && !desk.is_away());
    });
}

#[test]
fn a_password_that_is_wanted_is_asked_for_and_the_kept_one_is_used() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let Some(mut psql) = psql(&cluster) else {
        return;
    };
    let wants_one = "CREATE ROLE ana LOGIN SUPERUSER PASSWORD 's3cret';
         COPY (SELECT 'host all all 127.0.0.1/32 scram-sha-256') TO PROGRAM 'cat > pg_hba.conf';
         SELECT pg_reload_conf();";
    assert!(psql.arg("-c").arg(wants_one).status().unwrap().success());
    let text = cluster.address("care").replace("baton@", "ana@");
    let folder = tempfile::tempdir().unwrap();
    let kept = Arc::new(Kept::default());
    block_on(async {
        let desk = desk_in(folder.path(), &text, kept.clone());
        // The server reads its file a moment later.
        tokio::time::sleep(Duration::from_millis(500)).await;
        desk.open_first().await;
        let refused = desk.open().await.err().unwrap();
        let told = serde_json::to_value(&refused).unwrap();
        assert_eq!(
            (&told["code"], &told["details"]["address"]),
            (&json!("credentials"), &json!(text))
        );

        let address = Address::parse(&text).unwrap();
        let wrong = address.clone().with_password("guess");
        let refused = desk.connect(wrong, Some("guess".to_owned()), true).await;
        assert_eq!(code(&refused.unwrap_err()), "credentials");
        assert_eq!(
            kept.find(&address.account()),
            None,
            "only what let in is kept"
        );

        let right = address.clone().with_password("s3cret");
        desk.connect(right, Some("s3cret".to_owned()), true)
            .await
            .unwrap();
        kept.wait_for(&address.account()).await.unwrap();
        let place = Place::parse(&text).unwrap();
        desk.change(&place).await.unwrap();
        let forgetful = desk_in(folder.path(), &text, Arc::new(Nowhere));
        let refused = forgetful.change(&place).await.unwrap_err();
        assert_eq!(code(&refused), "credentials");
    });
}

/// The server's own client, as its owner.
fn psql(cluster: &Cluster) -> Option<Command> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let found = versions
        .flatten()
        .map(|version| version.path().join("bin/psql"))
        .find(|path| path.exists())?;
    let mut command = Command::new(found);
    let port = cluster.port().to_string();
    command.args([
        "-X",
        "-q",
        "-h",
        "127.0.0.1",
        "-U",
        "baton",
        "-d",
        "postgres",
        "-p",
        &port,
    ]);
    Some(command)
}
