//! Who may do what in a shared registry, where somebody goes around the program with SQL of their own.
#![cfg(unix)]

use crate::cluster::Cluster;
use crate::scene::{CREATE, Scene, open};
use baton_store::conformance::every_kind;
use baton_store::{OpenOptions, RegistryStore, StoreError};
use baton_store_postgres::{FORMAT, Role};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};

const NO: Result<u64, &str> = Err("42501");

/// What dee (reader), bo (editor of care), cy (reviewer of care) and ana (admin) get.
const TABLE: &[(&str, [Result<u64, &str>; 4])] = &[
    (
        "UPDATE record SET revision = 1 WHERE id = 'triage'",
        [NO, Ok(1), Ok(0), Ok(1)],
    ),
    (
        "UPDATE record SET revision = 1 WHERE id = 'refunds'",
        [NO, Ok(0), Ok(0), Ok(1)],
    ),
    (
        "DELETE FROM record WHERE id = 'bill'",
        [NO, Ok(0), Ok(0), Ok(1)],
    ),
    (
        "UPDATE record SET json = '{\"id\":\"triage\",\"team\":\"billing\"}' WHERE id = 'triage'",
        [NO, NO, Ok(0), Ok(1)],
    ),
    (
        "INSERT INTO record VALUES ('contract_version', 'bill@1.0.0', 1, '{\"contract\":\"bill\"}', '')",
        [NO, NO, NO, Ok(1)],
    ),
    (
        "UPDATE agent SET name = 'x' WHERE id = 'refunds'",
        [NO, Ok(0), NO, Ok(1)],
    ),
    (
        "INSERT INTO agent_tool VALUES ('refunds', 1, 'x', 0)",
        [NO, NO, NO, Ok(1)],
    ),
    (
        "INSERT INTO agent_tool VALUES ('triage', 1, 'x', 0)",
        [NO, Ok(1), NO, Ok(1)],
    ),
    (
        "DELETE FROM record_reference WHERE id = 'refunds'",
        [NO, Ok(0), Ok(0), Ok(1)],
    ),
    (
        "INSERT INTO record VALUES ('review', 'r', 1, '{\"approvals\":[{\"team\":\"billing\"}]}', '')",
        [NO, NO, NO, Ok(1)],
    ),
    (
        "INSERT INTO record VALUES ('review', 'r', 1, '{\"approvals\":[{\"team\":\"care\"}]}', '')",
        [NO, NO, Ok(1), Ok(1)],
    ),
    ("UPDATE v_records SET revision = 9", [NO; 4]),
    ("UPDATE registry SET format = 1", [NO; 4]),
    ("UPDATE registry SET revision = 7", [NO; 4]),
    ("UPDATE chain_head SET hash = 'x'", [NO; 4]),
    ("DELETE FROM chain_head", [NO; 4]),
    ("UPDATE change_log SET author = 'x'", [NO; 4]),
    ("DELETE FROM change_log", [NO; 4]),
    ("TRUNCATE change_log", [NO; 4]),
    ("TRUNCATE record", [NO; 4]),
    ("INSERT INTO change_log SELECT * FROM change_log", [NO; 4]),
    (
        "INSERT INTO registry_role VALUES ('bo', 'admin', '')",
        [NO; 4],
    ),
    ("CREATE TABLE x (y BIGINT)", [NO; 4]),
    // Somebody's own table of that name is not asked.
    (
        "CREATE TEMP TABLE registry_role AS SELECT 'bo' AS login, 'admin' AS role, '' AS team UNION SELECT 'cy', 'admin', ''; \
             UPDATE record SET revision = 1 WHERE id = 'refunds'",
        [NO, Ok(2), Ok(2), Ok(3)],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn sql_that_goes_around_the_store_is_refused_by_the_database() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    for (statement, expected) in TABLE {
        for (login, expected) in ["dee", "bo", "cy", "ana"].into_iter().zip(*expected) {
            let found = scene
                .sql(login, &format!("BEGIN; {statement}; ROLLBACK"))
                .await;
            assert_eq!(
                found.as_ref().map(|rows| *rows).map_err(String::as_str),
                expected,
                "{login}: {statement}"
            );
        }
    }
    assert_eq!(scene.owner.verify().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_signed_and_only_added_to() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let entry = |login: &str| {
        format!(
            "INSERT INTO change_log VALUES (2, 'x', 1, 'a', '{login}', 'edit', '[]', '', NULL, '{{}}', '[]', '', 'h', 'forged')"
        )
    };
    for login in ["bo", "cy", "ana", "baton"] {
        let mut connection = scene.connect(login).await;
        sqlx::raw_sql(AssertSqlSafe(format!("BEGIN; {}", entry(login))))
            .execute(&mut connection)
            .await
            .unwrap();
        let signed: String = sqlx::query_scalar("SELECT login FROM change_log WHERE revision = 2")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(signed, login);
    }
    // The owner, who may do everything else.
    for statement in [
        "UPDATE change_log SET author = 'x'",
        "DELETE FROM change_log",
        "TRUNCATE change_log",
    ] {
        assert_eq!(
            scene.sql("baton", statement).await,
            Err("42501".to_owned()),
            "{statement}"
        );
    }
    assert_eq!(scene.owner.verify().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_of_all_writes_every_kind_with_its_columns() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let owner = open(&cluster, "baton", CREATE).await.unwrap();
    let scene = Scene { cluster, owner };
    scene.sql("baton", "CREATE ROLE ed LOGIN").await.unwrap();
    scene.owner.grant("ed", Role::Editor, None).await.unwrap();
    scene.owner.grant("ed", Role::Reviewer, None).await.unwrap();
    let ed = scene.of("ed").await;
    scene.edit(&ed, &every_kind().unwrap()).await.unwrap();
    assert_eq!(ed.verify().await.unwrap(), []);
    // Every table beside `record` asks for the right kind.
    let mut connection = scene.connect("baton").await;
    let policies: Vec<(String, String)> = sqlx::query_as(
        "SELECT tablename::text, qual FROM pg_policies WHERE policyname = 'facts_change'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for table in baton_store::facts::tables() {
        let asked = format!(
            "may_write_beside('{}'::text, {},",
            table.kind.name(),
            table.owner()
        );
        let found = policies
            .iter()
            .any(|(name, asks)| name == table.name && asks.contains(&asked));
        assert!(found, "{}: {policies:?}", table.name);
    }
    let unknown: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'baton' \
         AND t.relkind IN ('r', 'v') AND NOT has_table_privilege('ed', t.oid, 'SELECT')",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    // Who is present is only ever asked for through `meet`.
    assert_eq!(unknown, ["presence"], "not granted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_from_before_roles_is_brought_up_to_date_by_its_owner() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let connect = PgConnectOptions::new()
        .host("127.0.0.1")
        .port(cluster.port())
        .username("baton")
        .database("postgres");
    let mut connection = connect
        .options([("search_path", "baton")])
        .connect()
        .await
        .unwrap();
    let old = [
        "CREATE SCHEMA baton",
        include_str!("../migrations/0001_tables.sql"),
        include_str!("../migrations/0001_views.sql"),
        "UPDATE registry SET format = 1",
        "INSERT INTO change_log VALUES (1, 'x', 1, '2026-03-01T09:00:00Z', 'o', 'edit', '[]', '', NULL, '{}', '[]', '', 'h')",
        "CREATE ROLE dee LOGIN; GRANT USAGE ON SCHEMA baton TO dee; GRANT SELECT ON registry TO dee",
    ];
    for statements in old {
        sqlx::raw_sql(statements)
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let early = open(&cluster, "dee", OpenOptions::default()).await.unwrap();
    assert!(early.info().read_only.unwrap().contains("an older Baton"));
    assert!(matches!(
        early.roles().await,
        Err(StoreError::ReadOnly { .. })
    ));
    let owner = open(&cluster, "baton", OpenOptions::default())
        .await
        .unwrap();
    assert_eq!(owner.info().schema_version, FORMAT);
    // Who wrote before is not known, and not guessed.
    let login: Option<String> = sqlx::query_scalar("SELECT login FROM change_log")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(login, None);
    owner.grant("dee", Role::Reader, None).await.unwrap();
}
