//! The views are as `docs/registry.md` says, and its example queries run.

use baton_store::conformance::{Author, every_kind};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

const PAGE: &str = include_str!("../../../docs/registry.md");

async fn registry(folder: &std::path::Path) -> SqliteConnection {
    let path = folder.join("r.baton");
    let store = SqliteStore::open(
        &path,
        OpenOptions {
            create: true,
            read_only: false,
        },
    )
    .await
    .unwrap();
    Author::new("ana")
        .commit(&store, &every_kind().unwrap())
        .await
        .unwrap();
    store.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .read_only(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test]
async fn every_view_is_documented_with_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = registry(folder.path()).await;
    let views: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert!(views.len() >= 20);
    for view in views {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
                .bind(&view)
                .fetch_all(&mut connection)
                .await
                .unwrap();
        let columns: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
        let wanted = format!("| `{view}` | {} |", columns.join(", "));
        assert!(
            PAGE.contains(&wanted),
            "docs/registry.md lacks the line\n{wanted}"
        );
        let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {view}")))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        assert!(
            !rows.is_empty(),
            "{view} shows nothing of a registry with every kind of record"
        );
    }
}

#[tokio::test]
async fn every_example_query_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = registry(folder.path()).await;
    let queries: Vec<&str> = PAGE
        .split("```sql\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert!(queries.len() >= 8, "only {} examples", queries.len());
    for query in queries {
        let rows = sqlx::query(AssertSqlSafe(query))
            .fetch_all(&mut connection)
            .await;
        let rows = rows.unwrap_or_else(|error| panic!("{error}\n{query}"));
        for row in rows {
            assert!(!row.columns().is_empty());
        }
    }
}
