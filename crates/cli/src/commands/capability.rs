//! `baton capability`.

use super::apply::{described, reply_json};
use super::counted;
use crate::args::{CapabilityCommand, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::capability::list::{CapabilityTag, TagOddity, capability_tags};
use baton_app::capability::rename::rename_capabilities;
use serde_json::json;
use std::fmt::Write;

pub async fn run(
    global: &Global,
    out: &Output,
    what: &CapabilityCommand,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    match what {
        CapabilityCommand::List => {
            let tags = capability_tags(&registry);
            out.result(
                || json!({"tags": tags}),
                |style| {
                    let mut text: String = tags.iter().map(|tag| line(tag, style)).collect();
                    let count = counted(tags.len(), "tag", "tags");
                    let _ = writeln!(text, "{}", style.dim(&count));
                    text
                },
            );
        }
        CapabilityCommand::Rename {
            tags,
            to,
            forget,
            dry_run,
        } => {
            let reply = rename_capabilities(&registry, tags, to, !forget, *dry_run).await?;
            let verb = if *dry_run { "would rename" } else { "renamed" };
            out.result(
                || {
                    let mut value = reply_json(&reply);
                    value["notes"] = json!(reply.notes);
                    value
                },
                |style| {
                    let mut text = described(&reply, verb, style);
                    for note in &reply.notes {
                        let _ = writeln!(text, "{} {}", style.dim("note:"), visible(note));
                    }
                    text
                },
            );
        }
    }
    Ok(Outcome::Fine)
}

fn line(tag: &CapabilityTag, style: Style) -> String {
    let odd: Vec<&str> = tag
        .oddities
        .iter()
        .map(|oddity| match oddity {
            TagOddity::Unprovided => "no agent declares it",
            TagOddity::Undefined => "not in the vocabulary",
            TagOddity::Synonym => "a synonym",
            TagOddity::Alike => "written almost like another",
            TagOddity::Unused => "unused",
            TagOddity::Unasked => "nobody asks for it",
        })
        .collect();
    format!(
        "{}  {}, {}  {}\n",
        style.strong(&visible(&tag.tag)),
        counted(tag.agents.len(), "agent", "agents"),
        counted(tag.asked_by.len(), "request", "requests"),
        style.warning(&odd.join("; "))
    )
}
