//! The SQLite store passes what every store has to pass.

use baton_store::{RegistryStore, conformance};
use baton_store_sqlite::{OpenOptions, SqliteStore};

#[tokio::test]
async fn a_sqlite_file_conforms() {
    let folder = tempfile::tempdir().unwrap();
    conformance::run_all(async |name| {
        let path = folder.path().join(format!("{name}.baton"));
        let options = OpenOptions {
            create: true,
            read_only: false,
        };
        Box::new(SqliteStore::open(path, options).await.unwrap()) as Box<dyn RegistryStore>
    })
    .await;
}
