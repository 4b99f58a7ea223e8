//! A shared registry with two teams, and a login of each role.

use crate::cluster::Cluster;
use baton_model::{EditCommand, Kind, Record};
use baton_store::conformance::Author;
use baton_store::{CommitOutcome, OpenOptions, RegistryStore, StoreError};
use baton_store_postgres::{Address, PostgresStore, Role};
use serde_json::{Value, json};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};

pub const CREATE: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};

/// A registry with two teams, and a login of each role in the team `care`.
pub struct Scene {
    pub cluster: Cluster,
    pub owner: PostgresStore,
}

impl Scene {
    pub async fn new() -> Option<Self> {
        let cluster = Cluster::start()?;
        let owner = open(&cluster, "baton", CREATE).await.unwrap();
        let scene = Self { cluster, owner };
        scene
            .write(
                &scene.owner,
                &[
                    ("team", json!({"id": "care", "name": "Care \u{0}"})),
                    ("team", json!({"id": "billing", "name": "Billing"})),
                    ("agent", agent("triage", Some("care"))),
                    ("agent", agent("refunds", Some("billing"))),
                    ("agent", agent("stray", None)),
                    (
                        "contract",
                        json!({"id": "bill", "name": "Bill", "team": "billing"}),
                    ),
                ],
            )
            .await
            .unwrap();
        for login in ["dee", "bo", "cy", "ana", "all", "nobody"] {
            scene
                .sql("baton", &format!("CREATE ROLE \"{login}\" LOGIN"))
                .await
                .unwrap();
        }
        for (login, role, team) in [
            ("dee", Role::Reader, None),
            ("bo", Role::Editor, Some("care")),
            ("cy", Role::Reviewer, Some("care")),
            ("all", Role::Editor, None),
            ("ana", Role::Admin, None),
        ] {
            scene.owner.grant(login, role, team).await.unwrap();
        }
        Some(scene)
    }

    pub async fn of(&self, login: &str) -> PostgresStore {
        open(&self.cluster, login, OpenOptions::default())
            .await
            .unwrap()
    }

    /// Puts records by the store, in one commit.
    pub async fn write(
        &self,
        store: &PostgresStore,
        records: &[(&str, Value)],
    ) -> Result<(), StoreError> {
        let edits: Vec<EditCommand> = records
            .iter()
            .map(|(kind, fields)| put(kind, fields))
            .collect();
        self.edit(store, &edits).await
    }

    pub async fn edit(
        &self,
        store: &PostgresStore,
        edits: &[EditCommand],
    ) -> Result<(), StoreError> {
        let mut author = Author::new("somebody");
        author.read(store).await.unwrap();
        let mut commit = author.prepare(edits).unwrap();
        commit.operation_id = format!("operation {}", commit.expected_revision);
        let outcome = store.commit(&commit).await?;
        assert!(
            matches!(outcome, CommitOutcome::Committed(_)),
            "{outcome:?}"
        );
        Ok(())
    }

    pub async fn connect(&self, login: &str) -> PgConnection {
        let options = PgConnectOptions::new()
            .host("127.0.0.1")
            .port(self.cluster.port())
            .username(login)
            .database("postgres")
            .options([("search_path", "baton")]);
        options.connect().await.unwrap()
    }

    /// The rows that a statement touches, or the server's code for its refusal.
    pub async fn sql(&self, login: &str, statement: &str) -> Result<u64, String> {
        let mut connection = self.connect(login).await;
        let done = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(&mut connection)
            .await;
        done.map(|done| done.rows_affected()).map_err(|error| {
            error
                .as_database_error()
                .unwrap()
                .code()
                .unwrap_or_default()
                .into_owned()
        })
    }
}

pub async fn open(
    cluster: &Cluster,
    login: &str,
    options: OpenOptions,
) -> Result<PostgresStore, StoreError> {
    let address = cluster
        .address("baton")
        .replace("baton@", &format!("{login}@"));
    PostgresStore::open(Address::parse(&address).unwrap(), options).await
}

pub fn agent(id: &str, team: Option<&str>) -> Value {
    json!({"id": id, "name": id, "kind": "ai", "team": team})
}

pub fn put(kind: &str, fields: &Value) -> EditCommand {
    let kind = *Kind::ALL.iter().find(|known| known.name() == kind).unwrap();
    EditCommand::put(Record::from_json(kind, fields.clone()).unwrap())
}

pub fn named(id: &str, name: &str, team: Option<&str>) -> Value {
    let mut fields = agent(id, team);
    fields["name"] = name.into();
    fields
}
