//! PagerDuty: escalation policies, schedules, users and teams as its API gives them, and as Baton exports them.

mod fill;
#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::read::escape;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::visible;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::Pagerduty,
    names: &[".pagerduty.json"],
    detect,
    read: Read::AllFiles(read),
};

/// The kinds of objects, with the names under which one and several of them stand.
const KINDS: [(&str, &str, Kind); 4] = [
    ("team", "teams", Kind::Team),
    ("user", "users", Kind::User),
    ("schedule", "schedules", Kind::Schedule),
    ("escalation_policy", "escalation_policies", Kind::Policy),
];
/// Members of a reply that say how it was asked for.
const PAGING: [&str; 6] = ["limit", "offset", "total", "more", "query", "next_cursor"];

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Team,
    User,
    Schedule,
    Policy,
}

/// An object of the API.
struct Object<'v> {
    file: &'v str,
    place: String,
    kind: Kind,
    value: &'v Value,
}

fn detect(source: &Source<'_>) -> bool {
    source.value().is_some_and(|value| {
        let policy = |value: &Value| value["escalation_rules"].is_array();
        policy(value)
            || policy(&value["escalation_policy"])
            || policy(&value["escalation_policies"][0])
            || value["schedule"]["schedule_layers"].is_array()
            || value["schedules"][0]["type"] == "schedule"
            || value["teams"][0]["type"] == "team"
            || value["team"]["type"] == "team"
            || value["users"][0]["type"] == "user"
            || value["user"]["type"] == "user"
    })
}

/// Reads all files as one account, because objects refer to each other.
fn read(sources: &[Source<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let mut objects: Vec<Object<'_>> = Vec::new();
    for source in sources {
        notes.switch(source.name());
        let value = source.json()?;
        let Some(fields) = value.as_object() else {
            return Err(source.wrong(
                "",
                "an object is needed",
                "save one reply of the API a file",
            ));
        };
        if value["escalation_rules"].is_array() {
            objects.push(Object {
                file: source.name(),
                place: String::new(),
                kind: Kind::Policy,
                value,
            });
            continue;
        }
        for (name, value) in fields {
            let place = format!("/{}", escape(name));
            let known = KINDS
                .iter()
                .find(|(one, several, _)| one == name || several == name);
            match (known, value) {
                (Some((_, _, kind)), Value::Array(list)) => {
                    objects.extend(list.iter().enumerate().map(|(index, value)| Object {
                        file: source.name(),
                        place: format!("{place}/{index}"),
                        kind: *kind,
                        value,
                    }));
                }
                (Some((_, _, kind)), Value::Object(_)) => objects.push(Object {
                    file: source.name(),
                    place,
                    kind: *kind,
                    value,
                }),
                _ if PAGING.contains(&name.as_str()) => {}
                _ => notes.warning(&place, format!("{:?} was not carried", visible(name, 60))),
            }
        }
        if value["more"] == Value::Bool(true) {
            notes.warning("/more", "the reply says that there is more; ask for the other pages and import them together");
        }
    }
    objects.sort_by_key(|object| object.kind);
    let first = sources.first().map_or("", Source::name);
    let stem = sources.first().map_or("pagerduty", Source::stem);
    if objects.is_empty() {
        return Err(ImportError::new(
            first,
            "",
            "there is no policy, schedule, user or team in this file",
            "save the reply of the API as it is",
        ));
    }
    let mut sketch = Sketch::new(first, "", stem)?;
    sketch.draws_agents = false;
    fill::account(&mut sketch, &objects, notes)?;
    Ok(vec![sketch])
}
