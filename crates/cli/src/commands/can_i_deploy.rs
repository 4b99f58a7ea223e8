//! `baton can-i-deploy`.

use crate::args::{CanIDeploy, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::rollout::can_i_deploy::{CanDeploy, can_i_deploy};
use baton_app::{AppError, ErrorCode};
use serde_json::json;
use std::fmt::Write;

pub async fn run(
    global: &Global,
    out: &Output,
    arguments: &CanIDeploy,
) -> Result<Outcome, AppError> {
    let (agent, version) = arguments.id.split_once('@').ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{:?} names no version of an agent", arguments.id),
            "write AGENT@VERSION, for example triage@2.6.0",
        )
    })?;
    let registry = open::existing(global).await?;
    let answer = can_i_deploy(&registry, agent, version, &arguments.to)?;
    out.result(|| json!(answer), |style| described(&answer, style));
    Ok(if answer.holds {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn described(answer: &CanDeploy, style: Style) -> String {
    let subject = format!("{}@{}", answer.agent, answer.version);
    let mut text = String::new();
    for change in &answer.changes {
        let show = |value: &Option<baton_model::Json>| {
            value
                .as_ref()
                .map_or_else(|| "nothing".to_owned(), |json| visible(&json.0.to_string()))
        };
        let _ = writeln!(
            text,
            "{} {} -> {}",
            style.dim(&change.field),
            show(&change.before),
            show(&change.after)
        );
    }
    if answer.holds {
        let _ = writeln!(
            text,
            "{} {subject} may run in {}",
            style.good("yes:"),
            answer.environment
        );
        return text;
    }
    let _ = writeln!(
        text,
        "{} {subject} does not fit what runs in {}",
        style.error("no:"),
        answer.environment
    );
    for one in &answer.blocked_by {
        let _ = writeln!(
            text,
            "  {} {}",
            visible(&one.reason),
            style.dim(&one.handoffs.join(", "))
        );
        if let Some(shown) = &one.counterexample {
            let _ = writeln!(text, "    {}", visible(&shown.0.to_string()));
        }
    }
    if let Some(why) = &answer.no_order {
        let _ = writeln!(text, "{} {}", style.warning("no order:"), visible(why));
    }
    for (number, step) in answer.order.iter().enumerate() {
        let from = step.from.as_deref().unwrap_or("nothing");
        let _ = writeln!(
            text,
            "  {}. {} {from} -> {}  {}",
            number + 1,
            style.strong(&step.agent),
            step.to,
            style.dim(&visible(&step.reason))
        );
    }
    text
}
