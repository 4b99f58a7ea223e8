//! `baton gates`.

use super::apply;
use crate::args::{Gates, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::gate::propose::{self, GateAct, GateAdvice, GateProposal, ReviewCost};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, asked: &Gates) -> Result<Outcome, AppError> {
    let topology = asked.topology.as_deref();
    if asked.apply.is_empty() {
        let registry = open::existing(global).await?;
        let advice = propose::advice(&registry, topology)?;
        out.result(|| json!(advice), |style| described(&advice, style));
        return Ok(Outcome::Fine);
    }
    let registry = open::for_edits(global, asked.dry_run).await?;
    let (chosen, reply) = propose::apply(&registry, topology, &asked.apply, asked.dry_run).await?;
    let to_do: Vec<&String> = chosen.iter().flat_map(|one| &one.notes).collect();
    out.result(
        || {
            let mut value = apply::reply_json(&reply);
            value["applied"] = json!(chosen.iter().map(|one| &one.id).collect::<Vec<_>>());
            value["to_do"] = json!(to_do);
            value
        },
        |style| {
            let verb = if asked.dry_run {
                "would change"
            } else {
                "changed"
            };
            let mut text = apply::described(&reply, verb, style);
            for note in &to_do {
                let _ = write!(text, "\n{} {}", style.warning("to do:"), visible(note));
            }
            text
        },
    );
    Ok(Outcome::Fine)
}

fn described(advice: &GateAdvice, style: Style) -> String {
    let mut text = format!("{}\n", visible(&advice.summary));
    for one in &advice.proposals {
        let _ = write!(text, "\n{}", proposal(one, style));
    }
    for one in &advice.unguarded {
        let _ = writeln!(
            text,
            "\n{} {}",
            style.warning("no gate guards"),
            visible(&one.message)
        );
    }
    text
}

fn proposal(one: &GateProposal, style: Style) -> String {
    let kind = match (one.act, one.required) {
        (GateAct::Add, true) => style.warning("needed"),
        (GateAct::Add, false) => style.strong("advised"),
        (GateAct::Remove, _) => style.dim("superfluous"),
    };
    let mut text = format!(
        "{kind} {}  {}\n",
        visible(&one.title),
        style.dim(&visible(&one.id))
    );
    for reason in &one.reasons {
        let _ = writeln!(text, "  {}", visible(&reason.message));
        if !reason.path.is_empty() {
            let way = reason.path.join(" -> ");
            let _ = writeln!(text, "    {}", style.dim(&visible(&way)));
        }
    }
    if !one.instead_of.is_empty() {
        let others = one.instead_of.join(", ");
        let _ = writeln!(text, "  instead of a gate on each of {}", visible(&others));
    }
    let _ = writeln!(text, "  {}", style.dim(&cost(&one.cost)));
    for note in &one.notes {
        let _ = writeln!(text, "  {}", visible(note));
    }
    text
}

fn cost(cost: &ReviewCost) -> String {
    let minutes = cost.minutes;
    match cost.share {
        Some(share) => format!(
            "{minutes} min for {:.0} % of requests, {:.2} min a request",
            share * 100.0,
            share * minutes
        ),
        None => format!("{minutes} min for every request that passes"),
    }
}
