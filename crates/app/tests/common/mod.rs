//! A host in memory: a clock that ticks a second a call, ids that count, an author by name.
#![allow(dead_code)] // each test file uses a part of it

use baton_app::registry::{EditReply, EditRequest};
use baton_app::{AppError, Host, Registry};
use baton_model::{
    Agent, AgentId, Document, EditCommand, Kind, RecordKey, Team, TeamId, Timestamp,
};
use baton_rules::Finding;
use baton_store::RegistryStore;
use baton_store_sqlite::{OpenOptions, SqliteStore};
use std::borrow::Borrow;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct TestHost {
    author: &'static str,
    seconds: AtomicU32,
    operations: AtomicU32,
}

static HOSTS: AtomicU32 = AtomicU32::new(0);

impl TestHost {
    pub fn new(author: &'static str) -> Self {
        // Operations are unique in a registry, whoever has it open.
        let operations = AtomicU32::new(HOSTS.fetch_add(1, Ordering::Relaxed) * 100_000);
        Self {
            author,
            seconds: AtomicU32::new(0),
            operations,
        }
    }
}

impl Host for TestHost {
    fn author(&self) -> String {
        self.author.to_owned()
    }

    fn now(&self) -> Timestamp {
        let n = self.seconds.fetch_add(1, Ordering::Relaxed);
        Timestamp::new(format!(
            "2026-11-21T{:02}:{:02}:{:02}Z",
            n / 3600 % 24,
            n / 60 % 60,
            n % 60
        ))
        .unwrap()
    }

    fn operation_id(&self) -> String {
        format!(
            "operation-{}",
            self.operations.fetch_add(1, Ordering::Relaxed)
        )
    }
}

/// An empty registry in memory.
pub async fn in_memory() -> Registry {
    let store = SqliteStore::in_memory().await.unwrap();
    open_store(Box::new(store), "ada").await
}

/// The registry in a file, which is made when it is not there.
pub async fn in_file(path: &Path, author: &'static str) -> Registry {
    let options = OpenOptions {
        create: true,
        ..OpenOptions::default()
    };
    let store = SqliteStore::open(path, options).await.unwrap();
    open_store(Box::new(store), author).await
}

async fn open_store(store: Box<dyn RegistryStore>, author: &'static str) -> Registry {
    Registry::open(store, Box::new(TestHost::new(author)))
        .await
        .unwrap()
}

/// A registry in memory that holds a template.
pub async fn from_template(id: &str) -> Registry {
    let registry = in_memory().await;
    let template = baton_app::template::find(id).unwrap();
    baton_app::registry::init(&registry, Some(&template))
        .await
        .unwrap();
    registry
}

pub async fn edit(registry: &Registry, edits: Vec<EditCommand>) -> Result<EditReply, AppError> {
    registry.edit(EditRequest::edit(edits)).await
}

/// The same, as a part of one gesture.
pub async fn marked(registry: &Registry, mark: &str, edits: Vec<EditCommand>) -> EditReply {
    let request = EditRequest {
        mark: Some(mark.to_owned()),
        ..EditRequest::edit(edits)
    };
    registry.edit(request).await.unwrap()
}

pub fn team(id: &str, name: &str) -> Team {
    Team::new(TeamId::new(id).unwrap(), name.to_owned())
}

pub fn put_team(id: &str, name: &str) -> EditCommand {
    EditCommand::put(team(id, name))
}

pub fn agent(id: &str, name: &str) -> Agent {
    Agent::new(AgentId::new(id).unwrap(), name.to_owned())
}

pub fn document(registry: &Registry) -> Document {
    registry.read(Document::clone)
}

pub fn revision_of(registry: &Registry, kind: Kind, id: &str) -> u32 {
    registry.read(|document| {
        document
            .get(&RecordKey::new(kind, id))
            .map_or(0, |held| held.revision)
    })
}

/// A team as it stands.
pub fn team_now(registry: &Registry, id: &str) -> Team {
    registry.read(|document| document.find::<Team>(id).unwrap().clone())
}

/// Keys of findings, in order.
pub fn keys(findings: &[impl Borrow<Finding>]) -> Vec<String> {
    let keys = findings.iter().map(|finding| finding.borrow().key.clone());
    keys.collect()
}
