//! The health of a registry, and copies of it.

use super::Registry;
use crate::AppError;
use baton_store::Problem;
use serde::Serialize;
use std::path::Path;

/// What a full check found.
#[derive(Clone, Debug, Serialize)]
pub struct DoctorReport {
    /// A file's path or a database's address.
    pub registry: String,
    /// Its revision.
    pub revision: u32,
    /// The version of its tables.
    pub schema_version: u32,
    /// The number of records.
    pub records: usize,
    /// Why nothing can be written.
    pub read_only: Option<String>,
    /// Whether nothing is wrong.
    pub healthy: bool,
    /// What is wrong, and where.
    pub problems: Vec<Problem>,
}

impl Registry {
    /// Checks integrity, checksums, hash chains and references; reads everything.
    pub async fn doctor(&self) -> Result<DoctorReport, AppError> {
        let mut problems = self.store.verify().await?;
        let (records, revision, dangling) =
            self.read(|document| (document.len(), document.revision(), document.dangling()));
        problems.extend(dangling.into_iter().map(|(key, reference)| {
            Problem::row(
                "record",
                key.to_string(),
                format!(
                    "{} refers to {}, which does not exist",
                    reference.pointer, reference.to
                ),
            )
            .column("json")
        }));
        problems.sort();
        problems.dedup();
        let info = self.store.info();
        Ok(DoctorReport {
            registry: info.location,
            revision,
            schema_version: info.schema_version,
            records,
            read_only: info.read_only,
            healthy: problems.is_empty(),
            problems,
        })
    }

    /// Writes a consistent copy to a file that must not exist yet.
    pub async fn backup(&self, path: &Path) -> Result<(), AppError> {
        Ok(self.store.backup(path).await?)
    }
}

/// Checks a store that may be too damaged to be opened as a registry: the rows that stop it are named.
pub async fn examine_store(
    store: &dyn baton_store::RegistryStore,
) -> Result<DoctorReport, AppError> {
    let mut problems = store.verify().await?;
    problems.sort();
    problems.dedup();
    let info = store.info();
    Ok(DoctorReport {
        registry: info.location,
        revision: store.head().await?,
        schema_version: info.schema_version,
        records: 0,
        read_only: info.read_only,
        healthy: false,
        problems,
    })
}
