//! What a store gives back.

use super::fixture::{every_kind, same, team};
use super::{Author, Failed, Open, ensure, ensure_eq};
use crate::{LogQuery, StoreError};
use baton_model::{Document, EditCommand, Kind, Record};
use std::path::PathBuf;

pub(super) async fn a_new_registry_is_empty(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let loaded = store.load().await?;
    ensure_eq!(
        (loaded.revision, loaded.records.len(), loaded.unread.len()),
        (0, 0, 0)
    );
    ensure_eq!(store.head().await?, 0);
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}

pub(super) async fn every_kind_comes_back_as_it_was(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    let committed = ana.commit(&*store, &every_kind()?).await?;
    ensure_eq!(committed.revision, 1);
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)?;
    ensure!(
        bo.document.all().all(|held| held.revision == 1),
        "a record is not at revision 1"
    );
    ensure_eq!(store.verify().await?, vec![]);
    let again = open().await;
    bo.read(&*again).await?;
    same(&bo.document, &ana.document)
}

pub(super) async fn every_kind_can_be_changed_and_removed(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    ana.commit(&*store, &every_kind()?).await?;

    // Every list of a record that can be empty becomes empty.
    let bare: Vec<EditCommand> = ana
        .document
        .all()
        .filter_map(|held| bare(&held.record))
        .collect();
    ensure!(bare.len() > 10, "only {} records lost a field", bare.len());
    ana.commit(&*store, &bare).await?;
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)?;
    ensure_eq!(store.verify().await?, vec![]);

    let all: Vec<EditCommand> = ana
        .document
        .all()
        .map(|held| EditCommand::delete(&held.record.key()))
        .collect();
    ana.commit(&*store, &all).await?;
    bo.read(&*store).await?;
    ensure_eq!((bo.document.len(), bo.document.revision()), (0, 3));
    ensure_eq!(store.verify().await?, vec![]);

    // And all of it can come back.
    ana.commit(&*store, &every_kind()?).await?;
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)?;
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}

/// The record without its lists, unless that makes it invalid or leaves it as it is. Field numbers are kept for ever.
fn bare(record: &Record) -> Option<EditCommand> {
    let kind = record.kind();
    if kind == Kind::ContractVersion {
        return None;
    }
    let mut fields = record.to_json();
    let before = fields.as_object()?.len();
    fields
        .as_object_mut()?
        .retain(|name, value| !value.is_array() || name == "field_numbers");
    let lost = fields.as_object()?.len() < before;
    let record = Record::from_json(kind, fields).ok()?;
    lost.then(|| EditCommand::put(record))
}

pub(super) async fn what_is_not_there_is_none(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    ensure_eq!(store.find_operation("nobody-1").await?, None);
    ensure_eq!(store.changes_since(7, 10).await?, vec![]);
    let query = LogQuery {
        author: Some("nobody".to_owned()),
        ..LogQuery::newest(10)
    };
    ensure_eq!(store.log(&query).await?, vec![]);
    Ok(())
}

pub(super) async fn info_names_the_place(open: Open<'_>) -> Result<(), Failed> {
    let info = open().await.info();
    ensure!(
        !info.location.is_empty() && info.schema_version > 0,
        "{info:?}"
    );
    ensure_eq!(info.read_only, None);
    Ok(())
}

pub(super) async fn a_backup_is_a_file_of_its_own(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    Author::new("ana")
        .commit(&*store, &[team("care", "Care")?])
        .await?;
    let path: PathBuf =
        std::env::temp_dir().join(format!("baton-conformance-{}.backup", std::process::id()));
    let _ = std::fs::remove_file(&path);
    store.backup(&path).await?;
    ensure!(path.exists(), "no file was written");
    let second = store.backup(&path).await;
    let _ = std::fs::remove_file(&path);
    ensure!(
        matches!(second, Err(StoreError::AlreadyExists { .. })),
        "{second:?}"
    );
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    ensure!(bo.document != Document::new(), "the registry was emptied");
    Ok(())
}
