//! Files that are not as they were written: what is said, and what is left untouched.

use baton_store::conformance::{Author, every_kind};
use baton_store::{Problem, RegistryStore, StoreError};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::path::{Path, PathBuf};

const CREATE: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};

/// A registry with every kind of record, two authors and three commits; closed.
async fn filled(folder: &Path) -> (PathBuf, Author) {
    let path = folder.join("r.baton");
    let store = SqliteStore::open(&path, CREATE).await.unwrap();
    let mut ana = Author::new("ana");
    ana.commit(&store, &every_kind().unwrap()).await.unwrap();
    let rename = |name: &str| {
        let fields = serde_json::json!({"id": "platform", "name": name});
        baton_model::EditCommand::put(
            baton_model::Record::from_json(baton_model::Kind::Team, fields).unwrap(),
        )
    };
    ana.commit(&store, &[rename("Base")]).await.unwrap();
    let mut bo = Author::new("bo");
    bo.read(&store).await.unwrap();
    bo.commit(&store, &[rename("Foundation")]).await.unwrap();
    store.close().await;
    (path, bo)
}

/// Changes the file behind the store's back, with its triggers and references switched off.
async fn tamper(path: &Path, sql: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let text = format!(
        "DROP TRIGGER change_log_is_never_changed; DROP TRIGGER change_log_is_never_shortened; {sql}"
    );
    sqlx::raw_sql(AssertSqlSafe(text))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn problems(path: &Path) -> Vec<String> {
    let store = SqliteStore::open(path, OpenOptions::default())
        .await
        .unwrap();
    let found = store
        .verify()
        .await
        .unwrap()
        .iter()
        .map(Problem::to_string)
        .collect();
    store.close().await;
    found
}

#[tokio::test]
async fn what_is_no_registry_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(
        at("garbage"),
        b"this is not a database, however long it is ".repeat(400),
    )
    .unwrap();
    std::fs::write(at("short"), b"x").unwrap();
    std::fs::write(at("empty"), b"").unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(at("other"))
        .create_if_missing(true);
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("CREATE TABLE recipes (name TEXT)")
        .execute(&mut other)
        .await
        .unwrap();
    other.close().await.unwrap();

    for (name, reason) in [
        ("garbage", "its content is no SQLite database"),
        ("short", "the file is too short"),
        ("empty", "the file is empty"),
        ("folder", "it is a folder"),
        ("other", "it is the database of another program"),
    ] {
        let path = at(name);
        let before = std::fs::read(&path).ok();
        let expected = StoreError::NotARegistry {
            path: path.clone(),
            reason: reason.to_owned(),
        };
        let error = SqliteStore::open(&path, CREATE).await.unwrap_err();
        assert_eq!(error, expected);
        assert_eq!(std::fs::read(&path).ok(), before, "{name} was touched");
    }
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        5,
        "a file was left behind"
    );
}

#[tokio::test]
async fn a_registry_is_made_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.baton");
    for options in [
        OpenOptions::default(),
        OpenOptions {
            create: true,
            read_only: true,
        },
    ] {
        let error = SqliteStore::open(&path, options).await.unwrap_err();
        assert_eq!(error, StoreError::Missing { path: path.clone() });
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let names = "what? #1 100% ü.baton";
    SqliteStore::open(folder.path().join(names), CREATE)
        .await
        .unwrap()
        .close()
        .await;
    assert!(folder.path().join(names).exists());
}

#[tokio::test]
async fn a_truncated_file_is_named_as_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = filled(folder.path()).await;
    let whole = std::fs::read(&path).unwrap();
    for keep in [whole.len() / 2, 4096 * 3, 4096 + 100, 700] {
        std::fs::write(&path, &whole[..keep]).unwrap();
        let error = match SqliteStore::open(&path, CREATE).await {
            Ok(store) => store.load().await.unwrap_err(),
            Err(error) => error,
        };
        assert!(
            matches!(
                error,
                StoreError::Corrupt(_) | StoreError::NotARegistry { .. }
            ),
            "{keep} bytes: {error:?}"
        );
        assert_eq!(
            std::fs::read(&path).unwrap().len(),
            keep,
            "the file was touched"
        );
    }
}

#[tokio::test]
async fn a_changed_record_names_its_row_on_load_and_in_verify() {
    for (sql, loads, expected) in [
        (
            "UPDATE record SET json = replace(json, 'Foundation', 'Foundatiom') WHERE kind = 'team'",
            Some(
                "record, row team platform, column checksum: does not fit the row: it was changed after it was written",
            ),
            "record, row team platform, column checksum: does not fit the row: it was changed after it was written",
        ),
        (
            "UPDATE record SET revision = 2 WHERE kind = 'agent' AND id = 'triage'",
            Some(
                "record, row agent triage, column checksum: does not fit the row: it was changed after it was written",
            ),
            "record, row agent triage: is missing; the change log has it at revision 1",
        ),
        (
            "DELETE FROM record WHERE kind = 'note'",
            None,
            "record, row note hint: is missing; the change log has it at revision 1",
        ),
        (
            "UPDATE handoff_owner SET team = 'care' WHERE position = 2",
            None,
            "handoff_owner, row triage-billing, position 2, column team: holds \"care\", the record says \"platform\"",
        ),
        (
            "DELETE FROM agent_capability WHERE tag = 'routing'",
            None,
            "agent_capability, row triage, position 1: is missing",
        ),
        (
            "INSERT INTO agent_accepts VALUES ('billing@2.0.0', 9, 'refund-request', '*')",
            None,
            "agent_accepts, row billing@2.0.0, position 9: belongs to no record",
        ),
        ("DELETE FROM person", None, "person, row ana: is missing"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = filled(folder.path()).await;
        tamper(&path, sql).await;
        let found = problems(&path).await;
        assert!(found.iter().any(|p| p == expected), "{sql}: {found:#?}");
        let store = SqliteStore::open(&path, CREATE).await.unwrap();
        let loaded = store.load().await.err().map(|error| error.to_string());
        assert_eq!(
            loaded,
            loads.map(|text| format!("the registry is damaged: {text}")),
            "{sql}"
        );
        assert!(store.salvage().await.unwrap().records.len() > 25);
    }
}

#[tokio::test]
async fn a_changed_history_is_found() {
    for (sql, expected) in [
        (
            "UPDATE change_log SET author = 'bo', author_seq = 2 WHERE revision = 2",
            "change_log, row 2, column hash",
        ),
        (
            "UPDATE change_log SET at = '2026-03-02T09:00:00Z' WHERE revision = 2",
            "change_log, row 2, column hash",
        ),
        (
            "UPDATE change_log SET operation_id = 'x' WHERE revision = 2",
            "change_log, row 2, column hash",
        ),
        (
            "UPDATE change_log SET action = 'fix' WHERE revision = 2",
            "change_log, row 2, column hash",
        ),
        (
            "UPDATE change_log SET action_of = '[1' WHERE revision = 2",
            "change_log, row 2, column action_of",
        ),
        (
            "UPDATE change_log SET summary = 'nothing' WHERE revision = 2",
            "change_log, row 2, column hash",
        ),
        (
            "UPDATE change_log SET mark = 'x' WHERE revision = 3",
            "change_log, row 3, column hash",
        ),
        (
            "UPDATE change_log SET command = '{}' WHERE revision = 2",
            "change_log, row 2, column hash",
        ),
        (
            "UPDATE change_log SET changes = '[]' WHERE revision = 3",
            "change_log, row 3, column hash",
        ),
        (
            "UPDATE change_log SET previous_hash = '' WHERE revision = 2",
            "change_log, row 2, column previous_hash",
        ),
        (
            "UPDATE change_log SET hash = '' WHERE revision = 1",
            "change_log, row 1, column hash",
        ),
        (
            "DELETE FROM change_log WHERE revision = 2",
            "chain_head, row ana, column count",
        ),
        (
            "DELETE FROM change_log WHERE revision = 3",
            "chain_head, row bo, column count",
        ),
        (
            "UPDATE chain_head SET count = 1 WHERE author = 'ana'",
            "chain_head, row ana, column seal",
        ),
        (
            "DELETE FROM chain_head WHERE author = 'bo'",
            "chain_head, row bo: the head is missing",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = filled(folder.path()).await;
        tamper(&path, sql).await;
        let found = problems(&path).await;
        assert!(
            found.iter().any(|p| p.starts_with(expected)),
            "{sql}: {found:#?}"
        );
    }
}

#[tokio::test]
async fn the_log_refuses_changes_from_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = filled(folder.path()).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for sql in [
        "UPDATE change_log SET summary = ''",
        "DELETE FROM change_log",
    ] {
        let error = sqlx::raw_sql(sql)
            .execute(&mut connection)
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("the change log is append-only"),
            "{error}"
        );
    }
}

/// Bits flipped anywhere in the file: either nothing of what is loaded has changed, or it is
/// noticed. Never a panic, never other records without a word.
#[tokio::test]
async fn no_flipped_bit_changes_records_unseen() {
    const FLIPS: u64 = 150;
    let folder = tempfile::tempdir().unwrap();
    let (path, author) = filled(folder.path()).await;
    let whole = std::fs::read(&path).unwrap();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    // Most of a small file is room that nothing stands in.
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut noticed = 0;
    for _ in 0..FLIPS {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut bytes = whole.clone();
        let at = used[(seed >> 3) as usize % used.len()];
        bytes[at] ^= 1 << (seed & 7);
        std::fs::write(&path, &bytes).unwrap();
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("r.baton{suffix}")));
        }
        let Ok(store) = SqliteStore::open(&path, OpenOptions::default()).await else {
            noticed += 1;
            continue;
        };
        let mut reader = Author::new("reader");
        let loaded = reader.read(&store).await;
        let same = loaded.is_ok() && reader.document == author.document;
        let found = store.verify().await;
        let clean = found.as_ref().is_ok_and(Vec::is_empty);
        assert!(
            same || !clean,
            "byte {at}: other records, and nobody says so"
        );
        noticed += u64::from(!clean);
        store.close().await;
    }
    assert!(
        noticed > FLIPS / 3,
        "only {noticed} of {FLIPS} were noticed at all"
    );
}

const READER: &str = "BATON_TEST_READER_FILE";

/// Opens a registry in a folder that this user cannot write; started by the test below.
#[tokio::test]
async fn child_reader() {
    let Ok(path) = std::env::var(READER) else {
        return;
    };
    let store = SqliteStore::open(&path, CREATE).await.unwrap();
    let reason = store.info().read_only.expect("it can be written");
    assert!(reason.contains("cannot be written"), "{reason}");
    let mut reader = Author::new("reader");
    reader.read(&store).await.unwrap();
    assert!(reader.document.len() > 30);
    assert_eq!(store.verify().await.unwrap(), []);
    let refused = reader.prepare(&[]).unwrap();
    assert_eq!(
        store.commit(&refused).await,
        Err(StoreError::ReadOnly { reason })
    );
    let copy = std::env::temp_dir().join(format!("baton-reader-{}", std::process::id()));
    store.backup(&copy).await.unwrap();
    std::fs::remove_file(copy).unwrap();
}

/// The one who may do everything is not stopped by permissions, so another user opens the file.
#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_written_is_opened_for_reading() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let (path, _) = filled(&inner).await;
    let program = folder.path().join("reader");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mode = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(folder.path(), 0o755);
    mode(&program, 0o755);
    let is_root = std::fs::metadata(folder.path()).unwrap().uid() == 0;
    // A folder that cannot be written, then a file that cannot.
    for (folder_mode, file_mode) in [(0o555, 0o644), (0o777, 0o444)] {
        mode(&path, file_mode);
        mode(&inner, folder_mode);
        let mut command = std::process::Command::new(&program);
        command
            .args(["faults::child_reader", "--exact", "--nocapture"])
            .env(READER, &path);
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        let output = command.output().unwrap();
        mode(&inner, 0o755);
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            output.status.success(),
            "folder {folder_mode:o}, file {file_mode:o}: {said}"
        );
        assert!(said.contains("1 passed"), "{said}");
    }
}

/// A log that outlived its registry is not read into a new one.
#[tokio::test]
async fn a_deleted_registry_does_not_come_back_from_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.baton");
    let store = SqliteStore::open(&path, CREATE).await.unwrap();
    let mut ana = Author::new("ana");
    ana.commit(&store, &every_kind().unwrap()).await.unwrap();
    // As a program leaves it that is killed before it closes.
    let log = std::fs::read(folder.path().join("r.baton-wal")).unwrap();
    store.close().await;
    assert!(!folder.path().join("r.baton-wal").exists());
    std::fs::write(folder.path().join("r.baton-wal"), &log).unwrap();
    std::fs::remove_file(&path).unwrap();

    let refused = SqliteStore::open(&path, CREATE).await.unwrap_err();
    assert_eq!(
        refused,
        StoreError::LeftLog {
            log: folder.path().join("r.baton-wal")
        }
    );
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["r.baton-wal"], "nothing but the log is there");

    std::fs::remove_file(folder.path().join("r.baton-wal")).unwrap();
    let store = SqliteStore::open(&path, CREATE).await.unwrap();
    assert_eq!(store.load().await.unwrap().records.len(), 0);
    store.close().await;
}
