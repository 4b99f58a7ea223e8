//! `baton deployments`.

use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::rollout::deployments::{DeploymentMatrix, MatrixState, deployments};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let matrix = deployments(&registry);
    out.result(|| json!(matrix), |style| drawn(&matrix, style));
    Ok(Outcome::Fine)
}

fn drawn(matrix: &DeploymentMatrix, style: Style) -> String {
    if matrix.environments.is_empty() {
        return "There is no environment yet.\n".to_owned();
    }
    let mut text = String::new();
    for agent in &matrix.agents {
        let _ = writeln!(text, "{}", style.strong(&visible(&agent.name)));
        for (place, cell) in matrix.environments.iter().zip(&agent.cells) {
            let version = cell.version.as_deref().unwrap_or("-");
            let state = match cell.state {
                MatrixState::Absent => String::new(),
                MatrixState::Newest => style.good("newest"),
                MatrixState::Behind => style.warning("behind"),
                MatrixState::Ahead => style.warning("ahead of an environment before it"),
                MatrixState::Unknown => style.error("a version that is not recorded"),
            };
            let _ = writeln!(text, "  {:<16} {version:<12} {state}", visible(&place.name));
        }
    }
    text
}
