//! The outbox: what causes a notice, who gets it, and that what was told stays told.

use crate::common::{document, edit, in_memory, team_now};
use baton_app::Registry;
use baton_app::contract::publish::{PublishRequest, publish};
use baton_app::edit::{rewind::rewind, undo::undo};
use baton_app::notice::allow::AllowedWords;
use baton_app::notice::hit::{hit, teams_hit};
use baton_app::notice::list::notices;
use baton_app::notice::send::{SendOptions, SendReport, send_notices};
use baton_app::notice::sunset::remind;
use baton_model::{ContractVersion, NoticeState, NoticeTopic, Team, TeamId, parse_edits};
use std::path::Path;
use std::time::Duration;

const OWNED: &str = r#"
{"op":"put","kind":"team","id":"a","record":{"name":"A"}}
{"op":"put","kind":"team","id":"b","record":{"name":"B"}}
{"op":"put","kind":"team","id":"c","record":{"name":"C"}}
{"op":"put","kind":"topology","id":"t","record":{"name":"T"}}
{"op":"put","kind":"agent","id":"x","record":{"name":"X","team":"a"}}
{"op":"put","kind":"agent","id":"y","record":{"name":"Y","team":"b"}}
{"op":"put","kind":"agent","id":"z","record":{"name":"Z"}}
{"op":"put","kind":"contract","id":"k","record":{"name":"K","team":"c"}}
{"op":"put","kind":"contract_version","record":{"contract":"k","version":"1.0.0","state":"published"}}
{"op":"put","kind":"contract_version","record":{"contract":"k","version":"2.0.0","state":"published"}}
{"op":"put","kind":"handoff","id":"h","record":{"topology":"t","from":"x","to":"y","contract":"k","version":"1.0.0","owner_model":"downstream","owners":["b"]}}
"#;

async fn apply(registry: &Registry, lines: &str) {
    let edits = registry.read(|document| parse_edits(lines, document));
    edit(registry, edits.unwrap()).await.unwrap();
}

async fn owned() -> Registry {
    let registry = in_memory().await;
    apply(&registry, OWNED).await;
    registry
}

/// `topic team` of every notice, in order of id.
fn told(registry: &Registry) -> Vec<String> {
    let document = document(registry);
    let words = document.notices().map(|notice| {
        let topic = serde_json::to_value(notice.topic).unwrap();
        format!("{} {}", topic.as_str().unwrap(), notice.to)
    });
    words.collect()
}

#[tokio::test]
async fn edits_tell_those_whom_they_concern() {
    let deprecate = |version: &str, rest: &str| {
        format!(
            r#"{{"op":"put","kind":"contract_version","record":{{"contract":"k","version":"{version}","state":"deprecated"{rest}}}}}"#
        )
    };
    let cases: [(&str, String, &[&str]); 8] = [
        (
            "an agent changes hands",
            r#"{"op":"put","kind":"agent","id":"x","record":{"name":"X","team":"b"}}"#.to_owned(),
            &["owner_changed a", "owner_changed b"],
        ),
        (
            "a first owner is no change",
            r#"{"op":"put","kind":"agent","id":"z","record":{"name":"Z","team":"b"}}"#.to_owned(),
            &[],
        ),
        (
            "another field is no change",
            r#"{"op":"put","kind":"agent","id":"x","record":{"name":"XX","team":"a"}}"#.to_owned(),
            &[],
        ),
        (
            "a handoff loses its owner",
            r#"{"op":"put","kind":"handoff","id":"h","record":{"topology":"t","from":"x","to":"y","contract":"k","version":"1.0.0"}}"#.to_owned(),
            &["owner_changed b"],
        ),
        (
            "several records, one notice a team",
            r#"{"op":"put","kind":"agent","id":"x","record":{"name":"X","team":"c"}}
{"op":"put","kind":"agent","id":"y","record":{"name":"Y","team":"c"}}"#.to_owned(),
            &["owner_changed a", "owner_changed b", "owner_changed c"],
        ),
        (
            "a team that goes in the same group is told nothing",
            r#"{"op":"put","kind":"agent","id":"x","record":{"name":"X","team":"c"}}
{"op":"delete","kind":"team","id":"a"}"#.to_owned(),
            &["owner_changed c"],
        ),
        (
            "deprecation: sender, receiver, owner",
            deprecate("1.0.0", r#","sunset_date":"2027-06-30""#),
            &["deprecation a", "deprecation b", "deprecation c"],
        ),
        (
            "deprecation of what nobody pins: the owner",
            deprecate("2.0.0", ""),
            &["deprecation c"],
        ),
    ];
    for (case, lines, expected) in cases {
        let registry = owned().await;
        apply(&registry, &lines).await;
        assert_eq!(told(&registry), expected, "{case}");
        let revision = document(&registry).revision();
        assert_eq!(revision, 2, "{case}: one group");
        undo(&registry).await.unwrap();
        assert_eq!(told(&registry), <[&str; 0]>::default(), "{case}: undone");
    }
}

#[tokio::test]
async fn a_team_that_goes_takes_its_notices_with_it() {
    let registry = owned().await;
    hand_over(&registry, "b").await;
    assert_eq!(told(&registry), ["owner_changed a", "owner_changed b"]);
    apply(&registry, r#"{"op":"delete","kind":"team","id":"a"}"#).await;
    assert_eq!(told(&registry), ["owner_changed b"]);
    undo(&registry).await.unwrap();
    assert_eq!(told(&registry), ["owner_changed a", "owner_changed b"]);
}

#[tokio::test]
async fn an_end_that_moves_is_told_again_and_other_edits_are_not() {
    let registry = owned().await;
    let deprecate = |date: &str, note: &str| {
        format!(
            r#"{{"op":"put","kind":"contract_version","record":{{"contract":"k","version":"2.0.0","state":"deprecated","notice_date":"{note}","sunset_date":"{date}"}}}}"#
        )
    };
    apply(&registry, &deprecate("2027-06-30", "2026-11-21")).await;
    apply(&registry, &deprecate("2027-06-30", "2026-11-22")).await;
    assert_eq!(told(&registry).len(), 1);
    apply(&registry, &deprecate("2027-07-30", "2026-11-22")).await;
    assert_eq!(told(&registry).len(), 2);
}

#[tokio::test]
async fn a_sunset_is_told_in_time_and_once() {
    // The clock of these tests stands at 2026-11-21.
    for (sunset, days, expected) in [
        ("2026-12-21", 30, 1),
        ("2026-12-22", 30, 0),
        ("2026-12-22", 31, 1),
        ("2026-11-21", 0, 1),
        ("2026-11-20", 30, 0),
    ] {
        let registry = owned().await;
        apply(&registry, &format!(r#"{{"op":"put","kind":"contract_version","record":{{"contract":"k","version":"2.0.0","state":"deprecated","sunset_date":"{sunset}"}}}}"#)).await;
        for _ in 0..2 {
            remind(&registry, days).await.unwrap();
            let near = told(&registry);
            let near = near.iter().filter(|told| told.starts_with("sunset_near"));
            assert_eq!(near.count(), expected, "{sunset} {days}");
        }
    }
}

#[tokio::test]
async fn whoever_owns_what_breaks_is_told_once_with_the_reason() {
    let registry = owned().await;
    apply(&registry, r#"{"op":"put","kind":"contract_version","record":{"contract":"k","version":"3.0.0","payload_schema":{"type":"object","required":["order"]}}}"#).await;
    let now = document(&registry);
    let today = baton_model::Date::new("2026-11-21").unwrap();
    let hits = |version: &str| {
        let version = now.find::<ContractVersion>(version).unwrap();
        (version, teams_hit(&now, &today, version).unwrap())
    };
    // The handoff sends anything; 3.0.0 takes objects with an order only.
    let (version, teams) = hits("k@3.0.0");
    let named: Vec<&str> = teams.iter().map(|(team, _)| team.as_str()).collect();
    assert_eq!(named, ["b"]);
    edit(&registry, hit(&now, version, &teams).unwrap())
        .await
        .unwrap();
    assert_eq!(told(&registry), ["hit b"]);
    let text = &notices(&registry, true)[0].text;
    assert!(text.contains("K 3.0.0") && text.contains("h: "), "{text}");
    assert!(
        hit(&document(&registry), version, &teams)
            .unwrap()
            .is_empty()
    );
    assert_eq!(hits("k@2.0.0").1, [], "the same schema breaks nobody");
}

#[tokio::test]
async fn publishing_what_breaks_tells_the_teams_in_the_same_group() {
    let registry = owned().await;
    apply(&registry, r#"{"op":"put","kind":"contract_version","record":{"contract":"k","version":"3.0.0","payload_schema":{"type":"object","required":["order"]}}}"#).await;
    let request = PublishRequest {
        contract: "k".to_owned(),
        version: "3.0.0".to_owned(),
        ..PublishRequest::default()
    };
    let done = publish(&registry, &request).await.unwrap();
    assert_eq!(told(&registry), ["hit b"]);
    assert_eq!(done.reply.revision, 3, "one group");
}

fn options(folder: &Path, retry: bool) -> SendOptions {
    let allowed = AllowedWords {
        folders: vec![folder.to_owned()],
        ..AllowedWords::default()
    };
    SendOptions {
        allowed: allowed.understood().unwrap(),
        timeout: Duration::from_secs(5),
        retry,
    }
}

async fn give_contacts(registry: &Registry, team: &str, contacts: &[(&str, String)]) {
    let contacts: Vec<_> = contacts
        .iter()
        .map(|(channel, address)| serde_json::json!({"channel": channel, "address": address}))
        .collect();
    let record = serde_json::json!({"name": team_now(registry, team).name, "contacts": contacts});
    let line = serde_json::json!({"op": "put", "kind": "team", "id": team, "record": record});
    apply(registry, &line.to_string()).await;
}

async fn hand_over(registry: &Registry, to: &str) {
    let line =
        format!(r#"{{"op":"put","kind":"agent","id":"x","record":{{"name":"X","team":"{to}"}}}}"#);
    apply(registry, &line).await;
}

async fn send(registry: &Registry, folder: &Path) -> SendReport {
    send_notices(registry, &options(folder, false))
        .await
        .unwrap()
}

#[tokio::test]
async fn what_was_sent_stays_sent() {
    let registry = owned().await;
    let folder = tempfile::tempdir().unwrap();
    let into = format!("file:{}", folder.path().display());
    give_contacts(
        &registry,
        "b",
        &[("email", into), ("phone", "1".to_owned())],
    )
    .await;
    let before = document(&registry).revision();
    hand_over(&registry, "b").await;

    let report = send(&registry, folder.path()).await;
    assert_eq!(report.sent.len(), 1, "{report:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let states = |registry: &Registry| -> Vec<(String, NoticeState)> {
        let rows = notices(registry, true);
        rows.iter()
            .map(|row| (row.to.to_string(), row.state))
            .collect()
    };
    let sent = ("b".to_owned(), NoticeState::Sent);
    assert!(states(&registry).contains(&sent));
    assert_eq!(send(&registry, folder.path()).await.sent, [], "once");

    // Undo takes back the change of hands, passes over the sending, and leaves the notice that was read.
    undo(&registry).await.unwrap();
    let team: Option<TeamId> = document(&registry)
        .find::<baton_model::Agent>("x")
        .unwrap()
        .team
        .clone();
    assert_eq!(team.unwrap().as_str(), "a");
    assert_eq!(states(&registry), std::slice::from_ref(&sent));
    rewind(&registry, before, false).await.unwrap();
    assert_eq!(states(&registry), [sent]);
}

#[tokio::test]
async fn a_channel_that_fails_is_tried_again_and_the_others_are_not() {
    let registry = owned().await;
    let folder = tempfile::tempdir().unwrap();
    // A file stands where one of the folders should be.
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "").unwrap();
    let good = format!("file:{}", folder.path().join("good").display());
    let bad = format!("file:{}", blocked.join("mail").display());
    give_contacts(&registry, "b", &[("email", good), ("email", bad)]).await;
    hand_over(&registry, "b").await;

    let report = send(&registry, folder.path()).await;
    assert_eq!(
        (report.sent.len(), report.failed.len()),
        (1, 0),
        "{report:?}"
    );
    assert!(
        report
            .held
            .iter()
            .any(|held| held.reason.contains("--allow-folder"))
    );
    let told = |registry: &Registry| {
        let rows = notices(registry, true);
        rows.into_iter().find(|row| row.to.as_str() == "b").unwrap()
    };
    assert_eq!(told(&registry).state, NoticeState::Pending);

    std::fs::remove_file(&blocked).unwrap();
    let report = send(&registry, folder.path()).await;
    assert_eq!(
        report.sent.len(),
        1,
        "only the one that was missing: {report:?}"
    );
    assert_eq!(told(&registry).state, NoticeState::Sent);
    assert_eq!(told(&registry).reached.len(), 2);
}

#[tokio::test]
async fn a_team_without_a_channel_holds_up_nobody() {
    let registry = owned().await;
    let folder = tempfile::tempdir().unwrap();
    hand_over(&registry, "b").await;
    let report = send(&registry, folder.path()).await;
    assert_eq!(
        (report.sent.len(), report.failed.len(), report.held.len()),
        (0, 0, 2)
    );
    let team: Team = team_now(&registry, "b");
    assert!(team.contacts.is_empty());
    let pending = notices(&registry, false);
    assert!(
        pending
            .iter()
            .all(|row| row.state == NoticeState::Pending && row.attempts == 0)
    );
    assert!(
        pending
            .iter()
            .all(|row| row.topic == Some(NoticeTopic::OwnerChanged))
    );
}
