//! Nodes of workflows that are no agents of the kit: functions, tools, and what stands in code.

use super::agents::{Config, Seat, Troupe};
use super::workflow::Care;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, guess_by, known, milliseconds, str_of};
use crate::text::visible;
use baton_model::{AgentKind, Backoff};
use serde_json::Value;

/// Attempts of a node that is retried, where the file does not say how many (`workflow/_retry_config.py`).
const ATTEMPTS: u64 = 5;

impl<'v> Troupe<'_, 'v> {
    /// A function or a tool that a workflow runs.
    pub(super) fn function(
        &mut self,
        pen: &mut Pen<'_>,
        config: &Config<'v>,
        class: &str,
    ) -> Result<Seat, ImportError> {
        let member = if class == "ToolNode" {
            "tool_code"
        } else {
            "func_code"
        };
        let code = config.fields.get(member);
        let code = code.and_then(|code| code.as_str().or_else(|| code["name"].as_str()));
        let short = code.map(last_part);
        let name = str_of(config.fields, "name").or(short).unwrap_or("node");
        let guess = if class == "ToolNode" {
            known(AgentKind::Tool)
        } else {
            in_code(name)
        };
        let id = pen.agent(name, name, &config.place, &guess)?;
        pen.stands(&id, self.group.as_ref())?;
        if let Some(tool) = short {
            pen.tool(&id, tool);
        }
        let description = pen.text(&config.at("description"), config.fields.get("description"));
        pen.scope(&id, &description);
        let known = [
            "agent_class",
            "name",
            "description",
            member,
            "timeout",
            "retry_config",
            "require_confirmation",
        ];
        pen.keep_of(&id, config.fields, &known, &config.place);
        Ok(Seat {
            entries: vec![id.clone()],
            exits: vec![id],
            name: name.to_owned(),
            description,
            care: Some(care(pen, config)),
            ..Seat::default()
        })
    }

    /// A node that stands in code: its name is all that is known.
    pub(super) fn in_code(
        &mut self,
        pen: &mut Pen<'_>,
        code: &str,
        place: &str,
    ) -> Result<Seat, ImportError> {
        let name = last_part(code);
        pen.notes.warning(
            place,
            format!(
                "the node {:?} stands in code; only its name was carried",
                visible(code, 120)
            ),
        );
        let id = pen.agent(code, name, place, &in_code(name))?;
        pen.stands(&id, self.group.as_ref())?;
        Ok(Seat {
            entries: vec![id.clone()],
            exits: vec![id],
            name: name.to_owned(),
            ..Seat::default()
        })
    }
}

fn last_part(code: &str) -> &str {
    code.rsplit('.').next().unwrap_or(code)
}

fn in_code(name: &str) -> Guess {
    let guess = guess_by(name);
    Guess::new(
        guess.kind,
        guess.function,
        format!("what it does stands in code, and {}", guess.reason),
    )
}

/// Timeouts, retries and confirmations, which are those of the handoffs that lead to it.
fn care(pen: &mut Pen<'_>, config: &Config<'_>) -> Care {
    let fields = config.fields;
    let mut care = Care {
        timeout_ms: milliseconds(fields.get("timeout")),
        ..Care::default()
    };
    if let Some(Value::Object(retry)) = fields.get("retry_config") {
        let attempts = retry.get("max_attempts").and_then(Value::as_u64);
        let retries = attempts.unwrap_or(ATTEMPTS).saturating_sub(1);
        care.retries = u32::try_from(retries).unwrap_or(u32::MAX);
        let factor = retry.get("backoff_factor").and_then(Value::as_f64);
        care.backoff = match factor {
            _ if care.retries == 0 => Backoff::None,
            Some(factor) if factor <= 1.0 => Backoff::Fixed,
            _ => Backoff::Exponential,
        };
        if retry.get("exceptions").is_some_and(Value::is_array) {
            pen.notes.warning(
                &config.at("retry_config"),
                "retries only on some exceptions: which ones was not carried",
            );
        }
    }
    let confirmed = fields.get("require_confirmation");
    care.is_confirmed = confirmed.is_some_and(|it| it.as_bool().unwrap_or(it.is_string()));
    if care.is_confirmed {
        pen.notes.info(
            &config.at("require_confirmation"),
            "somebody has to agree before this runs: the handoffs to it have a gate; say who confirms, and on what they decide",
        );
    }
    care
}
