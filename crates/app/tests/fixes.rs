//! Safe fixes: applied until nothing changes, as one group, and never the cause of a new error.

use crate::common::{document, edit, from_template, keys};
use baton_app::check::fix::fix_safe;
use baton_app::check::run::{CheckRequest, run};
use baton_app::edit::undo::undo;
use baton_model::{EditCommand, RuleSeverity};
use baton_rules::Severity;
use std::collections::BTreeSet;

fn errors(registry: &baton_app::Registry) -> BTreeSet<String> {
    let findings = run(registry, &CheckRequest::default()).findings;
    findings
        .into_iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| f.key)
        .collect()
}

#[tokio::test]
async fn fixing_leaves_nothing_to_fix_and_brings_no_error() {
    let registry = from_template("sample-support").await;
    let (before, errors_before) = (document(&registry), errors(&registry));
    let request = CheckRequest::default();
    let report = fix_safe(&registry, &request, false).await.unwrap();
    assert!(!report.applied.is_empty());
    assert_eq!(report.revision, 2, "one group");
    assert!(
        report
            .left
            .iter()
            .all(|finding| finding.fixes.iter().all(|fix| !fix.safe))
    );
    assert!(errors(&registry).is_subset(&errors_before));
    assert_eq!(keys(&report.left), keys(&run(&registry, &request).findings));
    let again = fix_safe(&registry, &request, false).await.unwrap();
    assert_eq!((again.applied.len(), again.revision), (0, 2));
    undo(&registry).await.unwrap();
    assert_eq!(document(&registry), before);
}

#[tokio::test]
async fn a_dry_run_of_fixes_tells_the_same_and_changes_nothing() {
    let registry = from_template("sample-support").await;
    let before = document(&registry);
    let request = CheckRequest::default();
    let dry = fix_safe(&registry, &request, true).await.unwrap();
    assert_eq!((document(&registry), dry.revision), (before, 1));
    let real = fix_safe(&registry, &request, false).await.unwrap();
    assert_eq!(dry.diff, real.diff);
    assert_eq!(keys(&dry.left), keys(&real.left));
    let titles = |report: &baton_app::check::fix::FixReport| {
        report
            .applied
            .iter()
            .map(|fix| fix.title.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&dry), titles(&real));
}

/// Whatever a fix offers, safe or not: it can be applied, its finding goes, and no error comes.
#[tokio::test]
async fn every_fix_that_is_offered_mends_its_finding() {
    let registry = from_template("sample-support").await;
    let start = document(&registry);
    let errors_before = errors(&registry);
    let offered = run(&registry, &CheckRequest::default()).findings;
    assert!(offered.iter().any(|finding| !finding.fixes.is_empty()));
    for finding in &offered {
        for fix in &finding.fixes {
            // An undo gives records a new revision, so that the base of a later fix would be stale.
            let edits: Vec<EditCommand> = fix
                .commands()
                .into_iter()
                .map(|edit| {
                    let key = edit.key();
                    let revision = document(&registry)
                        .get(&key)
                        .map_or(0, |held| held.revision);
                    edit.on(revision)
                })
                .collect();
            edit(&registry, edits).await.unwrap();
            let left = run(&registry, &CheckRequest::default()).findings;
            assert!(
                !keys(&left).contains(&finding.key),
                "{} by {:?}",
                finding.key,
                fix.title
            );
            let new: Vec<String> = errors(&registry)
                .difference(&errors_before)
                .cloned()
                .collect();
            assert_eq!(
                new,
                Vec::<String>::new(),
                "{} by {:?}",
                finding.key,
                fix.title
            );
            undo(&registry).await.unwrap();
            assert_eq!(document(&registry), start);
        }
    }
}

#[tokio::test]
async fn rules_that_are_off_for_a_run_fix_nothing() {
    let registry = from_template("sample-support").await;
    let all: Vec<(String, RuleSeverity)> = baton_rules::catalogue()
        .iter()
        .map(|rule| (rule.code.to_owned(), RuleSeverity::Off))
        .collect();
    let request = CheckRequest {
        overrides: all,
        ..CheckRequest::default()
    };
    let report = fix_safe(&registry, &request, false).await.unwrap();
    assert_eq!(
        (report.applied.len(), report.left.len(), report.revision),
        (0, 0, 1)
    );
}
