//! `baton doctor`.

use super::{counted, salvage};
use crate::args::{Doctor, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, visible};
use baton_app::registry::examine_store;
use baton_app::{AppError, ErrorCode};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, asked: &Doctor) -> Result<Outcome, AppError> {
    if let Some(to) = &asked.salvage {
        return salvage::run(global, out, to).await;
    }
    let report = match open::existing(global).await {
        Ok(registry) => registry.doctor().await?,
        // Too damaged to be loaded: the store itself can still say which rows are broken.
        Err(error) if error.code == ErrorCode::Damaged => {
            examine_store(&*open::store(global).await?).await?
        }
        Err(error) => return Err(error),
    };
    out.result(
        || json!(report),
        |style| {
            let mut text = String::new();
            for problem in &report.problems {
                let _ = writeln!(
                    text,
                    "{} {}",
                    style.error("broken"),
                    visible(&problem.to_string())
                );
            }
            if let Some(reason) = &report.read_only {
                let _ = writeln!(text, "{} {reason}", style.strong("read only:"));
            }
            let state = if report.healthy {
                style.good("healthy")
            } else {
                style.error(&counted(report.problems.len(), "problem", "problems"))
            };
            let records = counted(report.records, "record", "records");
            let _ = writeln!(
                text,
                "{}: {records}, revision {}: {state}",
                report.registry, report.revision
            );
            if !report.healthy {
                let _ = writeln!(
                    text,
                    "{}",
                    style.dim("restore a backup with `baton restore FILE`, or keep what can be read with `baton doctor --salvage FILE`; nothing was changed")
                );
            }
            text
        },
    );
    Ok(if report.healthy {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}
