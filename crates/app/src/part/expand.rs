//! From the data of a part to its records: repeated, counted, and with ids of their own.

use super::place::Place;
use super::{Part, Piece};
use crate::{AppError, ErrorCode};
use baton_model::{ContractVersion, Kind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Longest stem of an id that is made.
const LONGEST_STEM: usize = 80;

impl Piece {
    /// Whether it cannot stand without the agent that the part begins at.
    pub(super) fn touches_agent(&self) -> bool {
        self.kind == Kind::Handoff
            && ["from", "to"]
                .iter()
                .any(|end| self.record.get(end).and_then(Value::as_str) == Some("@agent"))
    }
}

/// The pieces of a part, each as often as it is wanted.
pub(super) fn expand(part: &Part, counts: &BTreeMap<String, u32>) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in &part.records {
        let times = piece.each.as_ref().and_then(|key| counts.get(key));
        let Some(times) = times else {
            let mut once = piece.clone();
            once.name = told(&piece.name, counts, None);
            let columns = piece.beyond.as_ref().and_then(|key| counts.get(key));
            let columns = f64::from(columns.copied().unwrap_or_default());
            once.at = piece.at.map(|(column, row)| (column + columns, row));
            tell(&mut once.record, counts, None);
            out.push(once);
            continue;
        };
        for n in 1..=*times {
            let mut one = piece.clone();
            one.name = told(&piece.name, counts, Some(n));
            one.at = piece.at.map(|(column, row)| {
                if piece.across {
                    (column + f64::from(n - 1), row)
                } else {
                    spread((column, row), n, *times)
                }
            });
            tell(&mut one.record, counts, Some(n));
            out.push(one);
        }
    }
    out
}

/// Rows of what is repeated, around the row of the piece.
fn spread((column, row): (f64, f64), n: u32, times: u32) -> (f64, f64) {
    (
        column,
        row + f64::from(n) - f64::midpoint(f64::from(times), 1.0),
    )
}

fn tell(value: &mut Value, counts: &BTreeMap<String, u32>, n: Option<u32>) {
    match value {
        Value::String(text) => *text = told(text, counts, n),
        Value::Array(items) => items.iter_mut().for_each(|item| tell(item, counts, n)),
        Value::Object(fields) => fields.values_mut().for_each(|item| tell(item, counts, n)),
        _ => {}
    }
}

fn told(text: &str, counts: &BTreeMap<String, u32>, n: Option<u32>) -> String {
    let mut out = text.to_owned();
    if let Some(n) = n {
        out = counted(&out, "n", n);
    }
    for (key, count) in counts {
        out = counted(&out, key, *count);
    }
    out
}

/// The text with a count in place of `{key}`, and the next one in place of `{key+1}`.
fn counted(text: &str, key: &str, count: u32) -> String {
    text.replace(&format!("{{{key}}}"), &count.to_string())
        .replace(&format!("{{{key}+1}}"), &(count + 1).to_string())
}

/// What the names of a part mean at a place.
pub(super) struct Names<'p, 'd> {
    place: &'p Place<'d>,
    ids: BTreeMap<String, String>,
    taken: BTreeSet<(Kind, String)>,
}

impl<'p, 'd> Names<'p, 'd> {
    pub fn new(place: &'p Place<'d>, version: &ContractVersion) -> Self {
        let mut ids = BTreeMap::new();
        let mut know = |name: &str, id: &str| ids.insert(name.to_owned(), id.to_owned());
        know("topology", place.topology.as_str());
        know("team", place.team.id.as_str());
        know("contract", version.contract.as_str());
        know("version", &version.version.to_string());
        if let Some(agent) = place.agent {
            know("agent", agent.id.as_str());
        }
        Self {
            place,
            ids,
            taken: BTreeSet::new(),
        }
    }

    /// Gives a record of the part an id that nothing has.
    pub fn give(&mut self, kind: Kind, name: &str) {
        let around = self
            .place
            .agent
            .map_or(self.place.topology.as_str(), |agent| agent.id.as_str());
        let stem: String = around.chars().take(LONGEST_STEM).collect();
        let stem = format!(
            "{}-{}",
            stem.trim_end_matches(['.', '-']),
            name.replace('.', "-")
        );
        let is_free = |id: &String| {
            !self.place.document.contains(kind, id) && !self.taken.contains(&(kind, id.clone()))
        };
        let counted = (2..u32::MAX).map(|count| format!("{stem}-{count}"));
        let id = std::iter::once(stem.clone())
            .chain(counted)
            .find(is_free)
            .unwrap_or_default();
        self.taken.insert((kind, id.clone()));
        self.ids.insert(name.to_owned(), id);
    }

    /// The id that a name means.
    pub fn id(&self, name: &str) -> Result<&str, AppError> {
        self.ids.get(name).map(String::as_str).ok_or_else(|| {
            AppError::new(
                ErrorCode::Internal,
                format!("a part speaks of {name:?}, which it does not have"),
                "",
            )
        })
    }

    /// Puts ids in place of names.
    pub fn resolve(&self, value: &mut Value) -> Result<(), AppError> {
        match value {
            Value::String(text) => {
                if let Some(name) = text.strip_prefix('@') {
                    *text = self.id(name)?.to_owned();
                }
                Ok(())
            }
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.resolve(item)),
            Value::Object(fields) => fields.values_mut().try_for_each(|item| self.resolve(item)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_repeated_named_and_set_apart() {
        let ladder = crate::part::find("escalation-ladder").unwrap();
        let counts = BTreeMap::from([("levels".to_owned(), 3)]);
        let pieces = expand(&ladder, &counts);
        let steps: Vec<String> = pieces
            .iter()
            .filter_map(|piece| Some(format!("{} at {:?}", piece.name, piece.at?)))
            .collect();
        assert_eq!(
            steps,
            [
                "step.1 at (1.0, 0.0)",
                "step.2 at (2.0, 0.0)",
                "step.3 at (3.0, 0.0)",
                "step.4 at (4.0, 0.0)"
            ]
        );
        let last = pieces
            .iter()
            .find(|piece| piece.name == "passes-up.3")
            .unwrap();
        assert_eq!(last.record["to"], "@step.4");
        let rows = [1, 2, 3].map(|n| format!("{:?}", spread((2.0, 1.0), n, 3)));
        assert_eq!(rows, ["(2.0, 0.0)", "(2.0, 1.0)", "(2.0, 2.0)"]);
    }
}
