//! The PostgreSQL store passes what every store has to pass.
#![cfg(unix)]

use crate::cluster::Cluster;
use baton_store::conformance::{self, Author, every_kind};
use baton_store::{OpenOptions, RegistryStore, StoreError, copy};
use baton_store_postgres::{Address, PostgresStore};
use baton_store_sqlite::SqliteStore;

const CREATE: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};

async fn open(cluster: &Cluster, schema: &str) -> PostgresStore {
    let address = Address::parse(&cluster.address(schema)).unwrap();
    PostgresStore::open(address, CREATE).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_of_postgresql_conforms() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    conformance::run_all(async |name| {
        Box::new(open(&cluster, name).await) as Box<dyn RegistryStore>
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_moves_to_a_server_and_back_with_its_history() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let file = SqliteStore::in_memory().await.unwrap();
    let mut ana = Author::new("ana");
    ana.commit(&file, &every_kind().unwrap()).await.unwrap();
    let server = open(&cluster, "moved").await;
    assert_eq!(copy(&file, &server).await.unwrap(), 1);
    // Going on where it ended changes nothing.
    assert_eq!(copy(&file, &server).await.unwrap(), 1);
    assert_eq!(server.verify().await.unwrap(), []);
    let folder = tempfile::tempdir().unwrap();
    let back = folder.path().join("back.baton");
    server.backup(&back).await.unwrap();
    let back = SqliteStore::open(&back, OpenOptions::default())
        .await
        .unwrap();
    assert_eq!(back.verify().await.unwrap(), []);
    assert_eq!(
        back.changes_since(0, 10).await.unwrap(),
        file.changes_since(0, 10).await.unwrap()
    );
    // A history of its own is not written over.
    let other = open(&cluster, "other").await;
    let mut bo = Author::new("bo");
    bo.commit(&other, &every_kind().unwrap()).await.unwrap();
    assert!(matches!(
        copy(&file, &other).await,
        Err(StoreError::Refused { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_is_made_once_however_many_begin() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let address = Address::parse(&cluster.address("busy")).unwrap();
    let missing = PostgresStore::open(address.clone(), OpenOptions::default()).await;
    assert!(
        matches!(missing, Err(StoreError::Missing { .. })),
        "{missing:?}"
    );
    let openings: Vec<_> = (0..6)
        .map(|_| tokio::spawn(PostgresStore::open(address.clone(), CREATE)))
        .collect();
    for opening in openings {
        assert_eq!(opening.await.unwrap().unwrap().head().await.unwrap(), 0);
    }
}
