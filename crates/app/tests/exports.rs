//! Exports that are ended on the way: every file old or new, and a manifest that tells which.

use crate::common;
use baton_app::export::{
    EditedFiles, ExportPhase, ExportRequest, ExportStep, plan, plan_while, write, write_while,
};
use baton_app::{ErrorCode, Registry, template};
use baton_export::{Change, MANIFEST_PATH, Manifest, sha256};
use std::collections::BTreeMap;
use std::path::Path;

async fn sample() -> Registry {
    let registry = common::in_memory().await;
    let template = template::find("customer-support").unwrap();
    baton_app::registry::init(&registry, Some(&template))
        .await
        .unwrap();
    registry
}

fn several(folder: &Path) -> ExportRequest {
    ExportRequest {
        kinds: ["contracts", "runbooks", "openapi"]
            .map(str::to_owned)
            .to_vec(),
        sign_key: None,
        folder: folder.to_owned(),
        topology: None,
    }
}

fn changes(registry: &Registry, request: &ExportRequest) -> BTreeMap<Change, usize> {
    let mut counts = BTreeMap::new();
    for file in plan(registry, request).unwrap().files {
        *counts.entry(file.change).or_default() += 1;
    }
    counts
}

#[tokio::test]
async fn an_export_that_is_ended_leaves_whole_files_and_a_true_manifest() {
    let registry = sample().await;
    let folder = tempfile::tempdir().unwrap();
    let request = several(folder.path());
    let all = plan(&registry, &request).unwrap().files.len();
    for (run, stop_after) in [1, 7, all / 2, all - 1].into_iter().enumerate() {
        let folder = folder.path().join(run.to_string());
        let request = several(&folder);
        let until = |step: ExportStep| {
            step.phase != ExportPhase::Writing || (step.done as usize) < stop_after
        };
        let ended = write_while(&registry, &request, EditedFiles::Refuse, until).unwrap_err();
        assert_eq!(ended.code, ErrorCode::Cancelled);
        assert_eq!(
            ended.message,
            format!("the export was ended after {stop_after} of {all} files")
        );
        assert!(!folder.join(".baton-export.json").exists());
        let manifest = std::fs::read(folder.join(MANIFEST_PATH)).unwrap();
        let manifest = Manifest::read(&manifest).unwrap();
        assert_eq!(manifest.files.len(), stop_after);
        for file in &manifest.files {
            let there = std::fs::read(folder.join(&file.path)).unwrap();
            assert_eq!(sha256(&there), file.sha256, "{}", file.path);
        }
        let counts = changes(&registry, &request);
        assert_eq!(
            (counts[&Change::Same], counts[&Change::New]),
            (stop_after, all - stop_after)
        );
        let done = write(&registry, &request, EditedFiles::Refuse).unwrap();
        assert!(done.current);
        assert!(plan(&registry, &request).unwrap().current);
    }
}

#[tokio::test]
async fn what_is_ended_before_the_first_file_touches_nothing() {
    let registry = sample().await;
    let folder = tempfile::tempdir().unwrap();
    let request = several(&folder.path().join("out"));
    for phase in [
        ExportPhase::Making,
        ExportPhase::Comparing,
        ExportPhase::Writing,
    ] {
        let until = |step: ExportStep| step.phase != phase;
        let ended = write_while(&registry, &request, EditedFiles::Refuse, until).unwrap_err();
        assert_eq!(ended.code, ErrorCode::Cancelled, "{phase:?}");
        assert!(!request.folder.exists());
    }
    let ended = plan_while(&registry, &request, |_| false).unwrap_err();
    assert_eq!(ended.code, ErrorCode::Cancelled);
}

#[tokio::test]
async fn every_phase_is_told_to_its_end() {
    let registry = sample().await;
    let folder = tempfile::tempdir().unwrap();
    let request = several(folder.path());
    let mut steps: Vec<ExportStep> = Vec::new();
    write_while(&registry, &request, EditedFiles::Refuse, |step| {
        steps.push(step);
        true
    })
    .unwrap();
    for (phase, of) in [
        (ExportPhase::Making, request.kinds.len()),
        (ExportPhase::Comparing, steps.last().unwrap().of as usize),
        (ExportPhase::Writing, steps.last().unwrap().of as usize),
    ] {
        let told: Vec<_> = steps.iter().filter(|step| step.phase == phase).collect();
        assert_eq!(told.len(), of, "{phase:?}");
        assert!(told.is_sorted_by_key(|step| step.done));
        assert!(told.iter().all(|step| step.of as usize == of));
    }
}
