//! From older formats to the current one, forward only.

use crate::error::store_error;
use baton_store::StoreError;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::path::Path;

/// Marks a SQLite file as a registry: `BATN` in the header's application id.
pub(crate) const APPLICATION_ID: i64 = 0x4241_544E;

/// One step from a format to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// The format that the step leads to.
    pub(crate) format: u32,
    /// The statements.
    pub(crate) sql: &'static str,
}

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    format: 1,
    sql: concat!(
        include_str!("../migrations/0001_tables.sql"),
        include_str!("../migrations/0001_views.sql")
    ),
}];

/// The format that this program writes.
pub const FORMAT: u32 = MIGRATIONS[MIGRATIONS.len() - 1].format;

/// The format of an open database; 0 for one without tables.
pub(crate) async fn format(connection: &mut SqliteConnection) -> Result<u32, sqlx::Error> {
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(connection)
        .await?;
    Ok(u32::try_from(version).unwrap_or(u32::MAX))
}

/// Takes all steps that are missing, in one transaction. Another process may have been
/// faster: then nothing is left to do.
pub(crate) async fn migrate(
    path: &Path,
    connection: &mut SqliteConnection,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    let failed = |error: sqlx::Error| store_error(path, &error);
    let mut transaction = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(failed)?;
    let found = format(&mut transaction).await.map_err(failed)?;
    for step in migrations.iter().filter(|step| step.format > found) {
        sqlx::raw_sql(step.sql)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        let mark = format!("PRAGMA user_version = {}", step.format);
        sqlx::raw_sql(AssertSqlSafe(mark))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::open;
    use crate::{SqliteStore, file};
    use baton_store::OpenOptions;
    use baton_store::RegistryStore;
    use baton_store::conformance::{Author, every_kind};

    const CREATE: OpenOptions = OpenOptions {
        create: true,
        read_only: false,
    };
    /// A format that is not there yet: a table more, and a column more in one that exists.
    const NEXT: &[Migration] = &[
        MIGRATIONS[0],
        Migration {
            format: FORMAT + 1,
            sql: "CREATE TABLE extra (id TEXT PRIMARY KEY) STRICT; \
                  ALTER TABLE record ADD COLUMN note TEXT NOT NULL DEFAULT '';",
        },
    ];

    async fn filled(path: &Path) -> Author {
        let store = SqliteStore::open(path, CREATE).await.unwrap();
        let mut ana = Author::new("ana");
        ana.commit(&store, &every_kind().unwrap()).await.unwrap();
        store.close().await;
        ana
    }

    async fn reopened(path: &Path) -> (SqliteStore, Author) {
        let store = SqliteStore::open(path, OpenOptions::default())
            .await
            .unwrap();
        let mut reader = Author::new("reader");
        reader.read(&store).await.unwrap();
        (store, reader)
    }

    #[tokio::test]
    async fn an_older_file_is_copied_then_migrated_with_the_same_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let ana = filled(&path).await;
        let opened = open(&path, CREATE, NEXT).await.unwrap();
        assert_eq!((opened.format, opened.read_only), (FORMAT + 1, None));
        let mut names: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
            .collect();
        names.sort();
        assert_eq!(names, ["r.baton", "r.baton.backup-v1"]);

        let (store, copied) = reopened(&file::beside(&path, ".backup-v1")).await;
        assert_eq!(copied.document, ana.document);
        assert_eq!(store.verify().await.unwrap(), []);
        let (_, migrated) = reopened(&path).await;
        assert_eq!(migrated.document, ana.document);
    }

    #[tokio::test]
    async fn a_newer_file_is_read_but_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let ana = filled(&path).await;
        let newer = open(&path, CREATE, NEXT).await.unwrap();
        newer.readers.close().await;
        newer.writer.unwrap().close().await;
        let before = std::fs::read(&path).unwrap();

        let (store, mut reader) = reopened(&path).await;
        assert_eq!(reader.document, ana.document);
        assert_eq!(
            store.info().read_only.unwrap(),
            "it was written by a newer Baton (format 2; this one knows formats up to 1)"
        );
        let refused = reader.commit(&store, &[]).await.unwrap_err().to_string();
        assert!(
            refused.contains("open for reading only: it was written by a newer Baton"),
            "{refused}"
        );
        assert_eq!(
            store
                .log(&baton_store::LogQuery::newest(9))
                .await
                .unwrap()
                .len(),
            1
        );
        store.close().await;
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[tokio::test]
    async fn a_file_that_becomes_newer_while_it_is_open_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let mut ana = filled(&path).await;
        let store = SqliteStore::open(&path, CREATE).await.unwrap();
        open(&path, CREATE, NEXT).await.unwrap();
        let commit = ana.prepare(&[]).unwrap();
        let newer = StoreError::NewerFormat {
            found: 2,
            supported: 1,
        };
        assert_eq!(store.commit(&commit).await, Err(newer));
        assert_eq!(store.head().await, Ok(1));
    }

    #[tokio::test]
    async fn records_of_unknown_kinds_in_a_newer_file_are_left_out_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let ana = filled(&path).await;
        let newer = open(&path, CREATE, NEXT).await.unwrap();
        let checksum = baton_store::checksum::record("dream", "x", 1, "{}");
        sqlx::query("INSERT INTO record (kind, id, revision, json, checksum) VALUES ('dream', 'x', 1, '{}', $1)")
            .bind(checksum)
            .execute(newer.writer.as_ref().unwrap())
            .await
            .unwrap();
        let (store, reader) = reopened(&path).await;
        assert_eq!(reader.document, ana.document);
        let unread = store.load().await.unwrap().unread;
        assert_eq!(
            unread[0].to_string(),
            "record, row dream x, column kind: is no known kind"
        );
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_the_file_as_it_was() {
        const BROKEN: &[Migration] = &[
            MIGRATIONS[0],
            Migration {
                format: 2,
                sql: "CREATE TABLE extra (id TEXT); DROP TABLE nothing;",
            },
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let ana = filled(&path).await;
        assert!(open(&path, CREATE, BROKEN).await.is_err());
        let (store, reader) = reopened(&path).await;
        assert_eq!(reader.document, ana.document);
        assert_eq!(store.info().schema_version, 1);
        assert_eq!(store.verify().await.unwrap(), []);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_that_open_at_once_all_get_the_same_registry() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        for migrations in [MIGRATIONS, NEXT] {
            let all: Vec<_> = (0..6)
                .map(|_| {
                    let path = path.clone();
                    tokio::spawn(async move { open(&path, CREATE, migrations).await })
                })
                .collect();
            for one in all {
                let opened = one.await.unwrap().unwrap();
                assert_eq!(opened.format, migrations.last().unwrap().format);
                assert_eq!(opened.read_only, None);
            }
        }
    }

    #[tokio::test]
    async fn the_tables_have_the_columns_that_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let opened = open(&path, CREATE, MIGRATIONS).await.unwrap();
        for table in baton_store::facts::tables() {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
                    .bind(table.name)
                    .fetch_all(&opened.readers)
                    .await
                    .unwrap();
            assert_eq!(columns, table.columns, "{}", table.name);
        }
    }

    const CHILD: &str = "BATON_TEST_MIGRATED_FILE";

    /// The process that is killed; without a file it has nothing to do.
    #[tokio::test]
    async fn child_migrates() {
        let Ok(path) = std::env::var(CHILD) else {
            return;
        };
        open(Path::new(&path), CREATE, NEXT).await.unwrap();
    }

    fn child(path: &Path) -> std::process::Child {
        std::process::Command::new(std::env::current_exe().unwrap())
            .args(["migrate::tests::child_migrates", "--exact"])
            .env(CHILD, path)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    }

    #[tokio::test]
    async fn a_migration_that_is_killed_happened_or_did_not() {
        const KILLS: u32 = 40;
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source.baton");
        let ana = filled(&source).await;
        let at = |kill: u32| {
            let path = folder.path().join(format!("r-{kill}.baton"));
            std::fs::copy(&source, &path).unwrap();
            path
        };
        // How long a process takes that nobody kills.
        let begin = std::time::Instant::now();
        assert!(child(&at(0)).wait().unwrap().success());
        let whole = begin.elapsed();
        for kill in 1..=KILLS {
            let path = at(kill);
            let mut child = child(&path);
            std::thread::sleep(whole * kill / KILLS);
            child.kill().unwrap();
            child.wait().unwrap();
            let (store, reader) = reopened(&path).await;
            assert_eq!(reader.document, ana.document);
            assert_eq!(store.verify().await.unwrap(), []);
            store.close().await;
            // What was left half done does not stop the next one.
            let opened = open(&path, CREATE, NEXT).await.unwrap();
            assert_eq!(opened.format, FORMAT + 1);
        }
    }
}
