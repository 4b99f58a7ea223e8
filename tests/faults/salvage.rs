//! Damaged registries: what is found is named, and what can be read is saved without inventing anything.

use crate::BATON;
use crate::dice::{Dice, all};
use baton_model::{Document, EditCommand, Held, Kind, Record, RecordKey, Timestamp};
use baton_store::conformance::{Author, every_kind};
use baton_store::{RegistryStore, StoreError, checksum};
use baton_store_sqlite::{GoneRecord, OpenOptions, Salvaged, Salvager, SqliteStore, salvage};
use baton_tests::{Desk, sha256};
use memchr::memmem;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const PAGE: usize = 4096;
const CREATE: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};

/// A registry of a few hundred records and many commits, and everything that was ever true of it.
struct Whole {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
    /// Records as they stand, by hash of their JSON.
    now: BTreeMap<RecordKey, String>,
    /// Every state that a record ever had.
    ever: BTreeSet<(RecordKey, String)>,
    /// Where the rows of records begin in the file, of those that lie on one page.
    places: BTreeMap<RecordKey, Vec<usize>>,
}

fn team(id: &str, purpose: &str) -> EditCommand {
    let fields = json!({"id": id, "name": format!("Team {id}"), "purpose": purpose});
    EditCommand::put(Record::from_json(Kind::Team, fields).unwrap())
}

fn hash_of(json: &Value) -> String {
    sha256(json.to_string().as_bytes())
}

impl Whole {
    async fn made(dice: &mut Dice) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let store = SqliteStore::open(&path, CREATE).await.unwrap();
        let mut ana = Author::new("ana");
        let mut ever = BTreeSet::new();
        let mut keep = |author: &Author| {
            ever.extend(
                author
                    .document
                    .all()
                    .map(|held| (held.record.key(), hash_of(&held.record.to_json()))),
            );
        };
        ana.commit(&store, &every_kind().unwrap()).await.unwrap();
        keep(&ana);
        for commit in 0..60 {
            let words = "what this team is there for ".repeat(1 + dice.below(14));
            let edits: Vec<EditCommand> = (0..6)
                .map(|_| {
                    let id = format!("t-{}", dice.below(220));
                    let key = RecordKey::new(Kind::Team, id.clone());
                    if ana.document.get(&key).is_some() && dice.percent(20) {
                        EditCommand::delete(&key)
                    } else {
                        team(&id, &format!("{words}{commit}"))
                    }
                })
                .collect();
            // Two edits of one record in a group may not fit together.
            if baton_model::apply(&ana.document, &edits).is_ok() {
                ana.commit(&store, &edits).await.unwrap();
                keep(&ana);
            }
        }
        store.close().await;
        let bytes = std::fs::read(&path).unwrap();
        let now = ana
            .document
            .all()
            .map(|held| (held.record.key(), hash_of(&held.record.to_json())))
            .collect();
        let places = places(&ana.document, &bytes);
        Self {
            folder,
            bytes,
            now,
            ever,
            places,
        }
    }

    /// Writes a damaged copy and salvages it.
    async fn salvaged(&self, damaged: &[u8]) -> (PathBuf, Result<Salvaged, StoreError>) {
        let from = self.folder.path().join("damaged.baton");
        let to = self.folder.path().join("saved.baton");
        let _ = std::fs::remove_file(&to);
        std::fs::write(&from, damaged).unwrap();
        let by = Salvager {
            author: "ana".to_owned(),
            at: Timestamp::new("2026-03-02T09:00:00Z").unwrap(),
            operation_id: "salvage".to_owned(),
        };
        let found = salvage(&from, &to, &by).await;
        assert!(std::fs::read(&from).unwrap() == damaged, "it was touched");
        assert!(!self.folder.path().join("damaged.baton-wal").exists());
        (to, found)
    }
}

/// Where the text of each record begins in the file, found by text and checksum, which stand beside each other in a row and
/// nowhere else. A page that was given up may hold the same row, so there may be several.
fn places(document: &Document, bytes: &[u8]) -> BTreeMap<RecordKey, Vec<usize>> {
    let place_of = |held: &Held| {
        let key = held.record.key();
        let json = held.record.to_json().to_string();
        let sum = checksum::record(key.kind.name(), &key.id, held.revision, &json);
        let content = json + &sum;
        let found: Vec<usize> = memmem::find_iter(bytes, content.as_bytes()).collect();
        (key, found)
    };
    document
        .all()
        .map(place_of)
        .filter(|(_, found)| !found.is_empty())
        .collect()
}

async fn records(path: &Path) -> BTreeMap<RecordKey, String> {
    let store = SqliteStore::open(path, OpenOptions::default())
        .await
        .unwrap();
    let loaded = store.load().await.unwrap();
    store.close().await;
    loaded
        .records
        .iter()
        .map(|held| (held.record.key(), hash_of(&held.record.to_json())))
        .collect()
}

/// Pages are overwritten at random places, all of each or a part.
#[tokio::test]
async fn what_lies_on_pages_that_were_not_overwritten_is_saved_and_nothing_else() {
    let mut dice = Dice::of(0x7361_6c76);
    let whole = Whole::made(&mut dice).await;
    let pages = whole.bytes.len() / PAGE;
    assert!(whole.places.len() > 100 && pages > 60, "{pages} pages");
    let rounds = if all() { 400 } else { 24 };
    let (mut saved, mut gone) = (0, 0);
    for round in 0..rounds {
        let mut damaged = whole.bytes.clone();
        let mut hit = BTreeSet::new();
        // From one page to nearly half of all.
        for _ in 0..=dice.below(1 + pages * (round % 8) / 12) {
            // Now and then the first page too, which says where everything is.
            let page = dice.below(pages);
            let (from, length) = if dice.percent(50) {
                (0, PAGE)
            } else {
                (dice.below(PAGE - 64), 1 + dice.below(64))
            };
            for byte in &mut damaged[page * PAGE + from..][..length] {
                *byte = dice.next() as u8;
            }
            hit.insert(page);
        }
        if dice.percent(20) {
            damaged.truncate(dice.below(damaged.len()));
            hit.extend(damaged.len() / PAGE..pages);
        }
        let is_hit = |places: &Vec<usize>| places.iter().any(|place| hit.contains(&(place / PAGE)));
        let (to, found) = whole.salvaged(&damaged).await;
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                assert!(
                    matches!(error, StoreError::NotARegistry { .. }),
                    "round {round}: {error}"
                );
                assert!(whole.places.values().all(is_hit), "round {round}: {error}");
                assert!(!to.exists());
                continue;
            }
        };
        let kept = records(&to).await;
        assert_eq!(kept.len(), found.records, "round {round}");
        for (key, places) in &whole.places {
            if !is_hit(places) {
                assert_eq!(
                    kept.get(key),
                    whole.now.get(key),
                    "round {round}: {key} stood at {places:?}"
                );
            }
        }
        let older: BTreeSet<&RecordKey> = found.perhaps_older.iter().collect();
        for (key, hash) in &kept {
            if older.contains(key) {
                assert!(
                    whole.ever.contains(&(key.clone(), hash.clone())),
                    "round {round}: {key} is invented"
                );
            } else {
                assert_eq!(
                    Some(hash),
                    whole.now.get(key),
                    "round {round}: {key} is not as it was"
                );
            }
        }
        // A name may come from an index without checksums, of which some pages were hit.
        let named = |lost: &GoneRecord| whole.now.contains_key(&lost.key);
        let strange = found.gone.iter().filter(|lost| !named(lost)).count();
        assert!(strange <= hit.len(), "round {round}: {:?}", found.gone);
        assert!(!found.gone.iter().any(|lost| kept.contains_key(&lost.key)));
        if found.complete {
            assert_eq!(
                kept, whole.now,
                "round {round}: it says that nothing is gone"
            );
        } else {
            assert!(!found.damage.is_empty() || !found.to_mend.is_empty());
        }
        saved += kept.len();
        gone += found.gone.len();
    }
    eprintln!("{rounds} damaged registries salvaged: {saved} records saved, {gone} named as gone");
    assert!(gone > 0, "no record was ever lost");
}

#[tokio::test]
async fn an_undamaged_registry_is_saved_with_its_whole_history() {
    let mut dice = Dice::of(7);
    let whole = Whole::made(&mut dice).await;
    let (to, found) = whole.salvaged(&whole.bytes).await;
    let found = found.unwrap();
    assert!(found.complete, "{found:?}");
    assert_eq!(found.commits, found.commits_before);
    assert_eq!(records(&to).await, whole.now);
    let open = async |path: &Path| {
        let store = SqliteStore::open(path, OpenOptions::default())
            .await
            .unwrap();
        let log = store.changes_since(0, u32::MAX).await.unwrap();
        assert_eq!(store.verify().await.unwrap(), []);
        store.close().await;
        log
    };
    assert_eq!(
        open(&to).await,
        open(&whole.folder.path().join("r.baton")).await
    );
}

/// Edits that wait in the log beside a registry whose program was killed are saved with the rest.
#[tokio::test]
async fn edits_that_wait_beside_the_file_are_saved_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.baton");
    let store = SqliteStore::open(&path, CREATE).await.unwrap();
    let mut ana = Author::new("ana");
    ana.commit(&store, &every_kind().unwrap()).await.unwrap();
    ana.commit(&store, &[team("late", "came last")])
        .await
        .unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::copy(&path, at("k.baton")).unwrap();
    std::fs::copy(at("r.baton-wal"), at("k.baton-wal")).unwrap();
    store.close().await;
    let file = std::fs::read(at("k.baton")).unwrap();
    assert!(memmem::find(&file, b"came last").is_none());
    let by = Salvager {
        author: "bo".to_owned(),
        at: Timestamp::new("2026-03-02T09:00:00Z").unwrap(),
        operation_id: "salvage".to_owned(),
    };
    let before = std::fs::read(at("k.baton-wal")).unwrap();
    let found = salvage(&at("k.baton"), &at("saved.baton"), &by)
        .await
        .unwrap();
    assert!(found.complete, "{found:?}");
    assert_eq!((found.revision, found.commits), (2, 2));
    assert_eq!(std::fs::read(at("k.baton-wal")).unwrap(), before);
    assert!(!at("k.baton-shm").exists());
}

#[test]
fn the_command_tells_what_is_gone_and_leaves_the_damaged_file_alone() {
    let desk = Desk::from_template(BATON, "sample-support");
    let whole = desk.json(&["doctor"]).expect(0).value()["records"].clone();
    let complete = desk
        .json(&["doctor", "--salvage", "same.baton"])
        .expect(0)
        .value();
    assert_eq!(
        (&complete["complete"], &complete["records"]),
        (&json!(true), &whole)
    );
    let taken = desk.json(&["doctor", "--salvage", "same.baton"]).expect(2);
    assert_eq!(taken.error().0, "already_exists");

    // The text of an agent and of what the log says of it.
    let mut bytes = std::fs::read(desk.registry()).unwrap();
    let words = b"\"triage-desk\"";
    let found: Vec<usize> = memmem::find_iter(&bytes, words).collect();
    for at in found {
        bytes[at + 1..at + 7].copy_from_slice(b"xxxxxx");
    }
    std::fs::write(desk.registry(), &bytes).unwrap();
    let refused = desk.json(&["list", "agent"]).expect(4);
    assert!(refused.error().2.join(" ").contains("--salvage"));
    let told = desk
        .json(&["doctor", "--salvage", "saved.baton"])
        .expect(1)
        .value();
    assert_eq!(told["complete"], json!(false));
    let gone = told["gone"].as_array().unwrap();
    assert!(
        gone.iter().any(|gone| gone["id"] == "triage-desk"
            && gone["kind"] == "agent"
            && gone["row"].is_u64()),
        "{told}"
    );
    let kept = told["records"].as_u64().unwrap() as usize;
    assert_eq!(
        kept + gone.len(),
        whole.as_u64().unwrap() as usize,
        "{told}"
    );
    assert!(
        std::fs::read(desk.registry()).unwrap() == bytes,
        "it was touched"
    );
    let saved = ["--registry", "saved.baton"];
    desk.json(&[&saved[..], &["list", "handoff"]].concat())
        .expect(0);
    desk.json(&[&saved[..], &["check"]].concat());
    let text = desk
        .run(&["doctor", "--salvage", "text.baton"])
        .expect(1)
        .stdout;
    assert!(
        text.contains("gone") && text.contains("triage-desk") && text.contains("kept"),
        "{text}"
    );

    let garbage = desk.write("garbage.baton", vec![7_u8; 50_000]);
    let garbage = garbage.to_str().unwrap();
    let reply = desk.json(&["--registry", garbage, "doctor", "--salvage", "none.baton"]);
    assert_eq!(reply.expect(2).error().0, "invalid_file");
    assert!(!desk.path("none.baton").exists());
}

/// One bit of a record's text or of a commit's: the check names the row.
#[tokio::test]
async fn a_flipped_bit_in_a_record_names_its_row() {
    let mut dice = Dice::of(0x666c_6970);
    let whole = Whole::made(&mut dice).await;
    let path = whole.folder.path().join("flipped.baton");
    let keys: Vec<&RecordKey> = whole.places.keys().collect();
    for _ in 0..if all() { 300 } else { 12 } {
        let key = keys[dice.below(keys.len())];
        let mut bytes = whole.bytes.clone();
        // Its id stands at the beginning of its text.
        let (letter, bit) = (7 + dice.below(key.id.len()), 1 << dice.below(5));
        for place in &whole.places[key] {
            bytes[place + letter] ^= bit;
        }
        std::fs::write(&path, &bytes).unwrap();
        let store = SqliteStore::open(&path, OpenOptions::default())
            .await
            .unwrap();
        let loaded = store.load().await;
        let problems = store.verify().await.unwrap();
        store.close().await;
        assert!(
            matches!(loaded, Err(StoreError::Corrupt(_))),
            "{key}: {loaded:?}"
        );
        let named = problems
            .iter()
            .any(|problem| problem.table == "record" && problem.row.contains(key.id.as_str()));
        assert!(named, "{key}: {problems:?}");
    }
}
