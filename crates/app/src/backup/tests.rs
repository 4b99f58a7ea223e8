//! Copies of real files, with a clock that the test sets.

use super::keep::superfluous;
use super::name::Named;
use super::*;
use crate::registry::EditRequest;
use crate::{Host, Registry};
use baton_model::Timestamp;
use baton_store_sqlite::{OpenOptions, SqliteStore};
use std::fs;
use std::sync::{Arc, Mutex};

/// A host whose day goes on when the test says so.
#[derive(Clone)]
struct Calendar(Arc<Mutex<u32>>);

impl Host for Calendar {
    fn author(&self) -> String {
        "maria".to_owned()
    }

    fn now(&self) -> Timestamp {
        let day = self.0.lock().unwrap();
        Timestamp::new(format!("2026-11-{:02}T08:00:{:02}Z", *day, *day)).unwrap()
    }

    fn operation_id(&self) -> String {
        uuid::Uuid::now_v7().to_string()
    }
}

struct Desk {
    registry: Registry,
    day: Arc<Mutex<u32>>,
    folder: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let day = Arc::new(Mutex::new(1));
        let options = OpenOptions {
            create: true,
            read_only: false,
        };
        let store = SqliteStore::open(folder.path().join("r.baton"), options).await;
        let host = Calendar(Arc::clone(&day));
        let registry = Registry::open(Box::new(store.unwrap()), Box::new(host)).await;
        Self {
            registry: registry.unwrap(),
            day,
            folder,
        }
    }

    fn copies(&self) -> PathBuf {
        self.folder.path().join("copies")
    }

    async fn team(&self, id: &str, name: &str) {
        let edit = serde_json::json!([{"op": "put", "kind": "team", "id": id, "record": {"id": id, "name": name},
            "operation_id": format!("{id}-{name}")}]);
        let edits = serde_json::from_value(edit).unwrap();
        self.registry.edit(EditRequest::edit(edits)).await.unwrap();
    }

    async fn examined(&self, copy: &Backup) -> BackupExamined {
        let options = OpenOptions {
            create: false,
            read_only: true,
        };
        let store = SqliteStore::open(&copy.path, options).await.unwrap();
        examine(&store, Some(&self.registry)).await.unwrap()
    }
}

#[tokio::test]
async fn a_day_on_which_something_changed_has_one_copy() {
    let desk = Desk::new().await;
    let copies = desk.copies();
    let daily = || daily(&desk.registry, &copies);
    assert_eq!(
        daily().await.unwrap(),
        None,
        "nothing is there to be copied"
    );
    desk.team("care", "Care").await;
    let first = daily().await.unwrap().unwrap();
    assert_eq!(
        (first.revision, first.made.as_str()),
        (Some(1), "2026-11-01T08:00:01Z")
    );
    desk.team("risk", "Risk").await;
    assert_eq!(daily().await.unwrap(), None, "today has its copy");
    *desk.day.lock().unwrap() = 2;
    assert_eq!(daily().await.unwrap().unwrap().revision, Some(2));
    *desk.day.lock().unwrap() = 3;
    assert_eq!(
        daily().await.unwrap(),
        None,
        "nothing changed since yesterday's"
    );
    let made = list(&desk.copies(), &desk.folder.path().join("r.baton")).unwrap();
    let revisions: Vec<_> = made.iter().map(|copy| copy.revision).collect();
    assert_eq!(revisions, [Some(2), Some(1)]);
}

#[tokio::test]
async fn old_days_go_and_what_is_no_copy_stays() {
    let desk = Desk::new().await;
    fs::create_dir(desk.copies()).unwrap();
    fs::write(desk.copies().join("notes.txt"), "mine").unwrap();
    for day in 1..=17 {
        *desk.day.lock().unwrap() = day;
        desk.team("care", &format!("Care {day}")).await;
        daily(&desk.registry, &desk.copies())
            .await
            .unwrap()
            .unwrap();
    }
    let made = list(&desk.copies(), &desk.folder.path().join("r.baton")).unwrap();
    assert_eq!(made.len(), DAYS);
    assert_eq!(made.last().unwrap().made, "2026-11-04T08:00:04Z");
    assert!(desk.copies().join("notes.txt").exists());
}

#[tokio::test]
async fn a_copy_tells_what_would_come_back() {
    let desk = Desk::new().await;
    desk.team("care", "Care").await;
    desk.team("risk", "Risk").await;
    let copy = take(&desk.registry, &desk.copies()).await.unwrap();
    assert_eq!(
        take(&desk.registry, &desk.copies()).await.unwrap(),
        copy,
        "one of this revision is enough"
    );
    desk.team("care", "Customer care").await;
    desk.team("night", "Night").await;
    let found = desk.examined(&copy).await;
    assert!(found.healthy && found.problems.is_empty());
    assert_eq!((found.revision, found.records), (2, 2));
    assert_eq!((found.removed, found.changed, found.returned), (1, 1, 0));
    assert_eq!(found.changed_at.as_deref(), Some("2026-11-01T08:00:01Z"));
}

#[tokio::test]
async fn a_damaged_copy_is_named() {
    let desk = Desk::new().await;
    desk.team("care", "Care").await;
    let copy = take(&desk.registry, &desk.copies()).await.unwrap();
    let mut bytes = fs::read(&copy.path).unwrap();
    let at = bytes.windows(4).rposition(|word| word == b"Care").unwrap();
    bytes[at] = b'B';
    fs::write(&copy.path, bytes).unwrap();
    let found = desk.examined(&copy).await;
    assert!(!found.healthy && !found.problems.is_empty());
    assert_eq!((found.removed, found.changed, found.returned), (0, 0, 0));
}

#[test]
fn of_earlier_days_the_last_copy_is_kept() {
    let made_on = |day: &str, revision: u32| Named {
        made: format!("{day}T08-00-00Z"),
        revision,
    };
    let names = [
        made_on("2026-11-01", 1),
        made_on("2026-11-02", 2),
        made_on("2026-11-02", 3),
        made_on("2026-11-03", 4),
        made_on("2026-11-04", 5),
        made_on("2026-11-04", 6),
    ];
    let gone = |days| -> Vec<u32> {
        superfluous(&names, "2026-11-04", days)
            .iter()
            .map(|name| name.revision)
            .collect()
    };
    assert_eq!(gone(10), [2]);
    assert_eq!(gone(2), [3, 2, 1]);
    assert_eq!(gone(1), [4, 3, 2, 1]);
}

#[test]
fn copies_of_two_registries_do_not_meet() {
    let all = Path::new("/data/backups");
    let here = folder_of(all, Path::new("/home/maria/support.baton"));
    let there = folder_of(all, Path::new("/srv/support.baton"));
    assert!(here.to_str().unwrap().starts_with("/data/backups/support-"));
    assert_ne!(here, there);
}

#[test]
fn what_lies_beside_a_registry_is_listed_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let registry = folder.path().join("r.baton");
    for name in [
        "r.baton",
        "r.baton.backup-v1",
        "r.baton.replaced-2",
        "r.baton.replaced-2-wal",
        "r.baton-wal",
        "other.baton.backup-v1",
    ] {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    let mut found: Vec<_> = list(&folder.path().join("none"), &registry)
        .unwrap()
        .into_iter()
        .map(|copy| {
            (
                copy.path.file_name().unwrap().to_owned(),
                copy.reason,
                copy.kilobytes,
            )
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        found,
        [
            ("r.baton.backup-v1".into(), BackupReason::BeforeFormat, 1),
            ("r.baton.replaced-2".into(), BackupReason::BeforeRestore, 1),
        ]
    );
}
