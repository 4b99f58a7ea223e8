//! `baton doctor --salvage`.

use super::counted;
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::{AppError, Host, SystemHost};
use baton_store_sqlite::{Salvaged, Salvager, salvage};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

/// Writes what can be read of the registry into a new file, and tells what cannot.
pub async fn run(global: &Global, out: &Output, to: &Path) -> Result<Outcome, AppError> {
    let from = open::path(global)?;
    let host = SystemHost::new(global.author.clone());
    let by = Salvager {
        author: host.author(),
        at: host.now(),
        operation_id: host.operation_id(),
    };
    let found = salvage(&from, to, &by).await?;
    out.result(
        || {
            let mut told = json!(found);
            told["registry"] = json!(from);
            told["salvaged"] = json!(to);
            told
        },
        |style| told(&found, to, style),
    );
    Ok(if found.complete {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn told(found: &Salvaged, to: &Path, style: Style) -> String {
    let mut text = String::new();
    for problem in &found.damage {
        let problem = visible(&problem.to_string());
        let _ = writeln!(text, "{} {problem}", style.error("broken"));
    }
    for gone in &found.gone {
        let key = visible(&gone.key.to_string());
        let _ = writeln!(text, "{} {key} (row {})", style.error("gone"), gone.row);
    }
    for key in &found.perhaps_older {
        let key = visible(&key.to_string());
        let _ = writeln!(
            text,
            "{} {key}: commits after it cannot be read",
            style.warning("perhaps older")
        );
    }
    for problem in &found.to_mend {
        let problem = visible(&problem.to_string());
        let _ = writeln!(text, "{} {problem}", style.warning("to mend"));
    }
    let records = counted(found.records, "record", "records");
    let _ = writeln!(
        text,
        "{} {records} in {}, {} of them by the change log; {} of {} commits",
        style.good("kept"),
        to.display(),
        found.from_log.len(),
        found.commits,
        found.commits_before
    );
    let end = if found.to_mend.is_empty() {
        "the damaged registry was not touched; `baton restore` puts the new one in its place"
    } else {
        "the damaged registry was not touched; work in the new one, and put right there what is to be mended"
    };
    let _ = writeln!(text, "{}", style.dim(end));
    text
}
