//! `baton impact`.

mod question;
mod words;

use crate::args::{Format, Global, Impact, ImpactSubject};
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::impact::ask::tell_impact;
use baton_app::impact::replay::replay_draft;
use baton_app::impact::{Effect, Found, ImpactQuestion};
use baton_app::{AppError, Registry};
use baton_contract::Replay;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Most hits that people are shown.
const MOST_SHOWN: usize = 400;

pub async fn run(global: &Global, out: &Output, asked: &Impact) -> Result<Outcome, AppError> {
    let question = question::of(&asked.subject)?;
    let registry = open::existing(global).await?;
    let replay = replayed(&registry, &asked.subject, &question)?;
    let environment = asked.environment.as_deref();
    let worst = tell_impact(&registry, &question, environment, |found| {
        match global.format {
            // A million hits are told one by one.
            Format::Json => write_json(&Told {
                found,
                replay: replay.as_ref(),
            }),
            Format::Text | Format::Sarif | Format::Github => out.result(
                || Value::Null,
                |style| words::described(&found.report(MOST_SHOWN), replay.as_ref(), style),
            ),
        }
        found.worst()
    })?;
    Ok(if worst == Effect::Breaks {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

fn replayed(
    registry: &Registry,
    subject: &ImpactSubject,
    question: &ImpactQuestion,
) -> Result<Option<Replay>, AppError> {
    let ImpactSubject::Contract(words) = subject else {
        return Ok(None);
    };
    match (question, words.payloads.as_deref()) {
        (ImpactQuestion::ContractDraft { contract, schema }, Some(payloads)) => {
            replay_draft(registry, contract, &schema.0, Path::new(payloads)).map(Some)
        }
        _ => Ok(None),
    }
}

/// The report with every hit, written as it is made.
struct Told<'f, 'a> {
    found: &'f Found<'a>,
    replay: Option<&'f Replay>,
}

/// The hits, one after the other.
struct Hits<'f, 'a>(&'f Found<'a>);

impl Serialize for Hits<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.hits())
    }
}

impl Serialize for Told<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let rest = self.found.report(0);
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("hits", &Hits(self.found))?;
        map.serialize_entry("plan", &rest.plan)?;
        map.serialize_entry("agents", &rest.agents)?;
        map.serialize_entry("topologies", &rest.topologies)?;
        map.serialize_entry("teams", &rest.teams)?;
        map.serialize_entry("counts", &rest.counts)?;
        map.serialize_entry("holds", &rest.holds)?;
        map.serialize_entry("reached_agents", &rest.reached_agents)?;
        map.serialize_entry("summary", &rest.summary)?;
        if let Some(replay) = self.replay {
            map.serialize_entry("replay", replay)?;
        }
        map.end()
    }
}

/// A reader that has gone away, as `head` does, is no error.
fn write_json(told: &Told<'_, '_>) {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer(&mut stdout, told).map_err(std::io::Error::from);
    let written = written
        .and_then(|()| writeln!(stdout))
        .and_then(|()| stdout.flush());
    if written.is_err() {
        std::process::exit(0);
    }
}
