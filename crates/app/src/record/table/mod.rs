//! Records of a kind as a table, filtered and sorted.

mod agents;
mod contracts;
mod governance;
mod natural;
mod people;
mod topologies;

use super::Filter;
use super::around::Around;
use super::words::{called, cut, title};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Kind, Record, RecordKey};
use baton_rules::Severity;
use natural::natural;
use serde::Serialize;
use std::cmp::Ordering;

/// Longest text of a cell, in characters.
const LONGEST_CELL: usize = 160;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct TableColumn {
    /// What `sort` names.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Whether its cells are numbers.
    pub numeric: bool,
}

/// A record in a table.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TableRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// One text a column, in the order of the columns; empty where nothing stands.
    pub cells: Vec<String>,
    /// The gravest finding about the record.
    pub worst: Option<Severity>,
}

/// Records of a kind as a table, filtered and sorted.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct RegistryTable {
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The records that fulfil the query.
    pub rows: Vec<TableRow>,
    /// How many there are without the query.
    pub total: u32,
}

/// How a table is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorting {
    /// The column's id; the record's name when left out.
    pub column: Option<String>,
    /// The largest first.
    pub descending: bool,
}

/// The records of a kind that fulfil a query of [`Filter::parse`]. Numbers inside texts are sorted by value; empty cells come
/// last, whichever way the table is sorted.
pub fn table(
    registry: &Registry,
    kind: Kind,
    query: &str,
    sorting: &Sorting,
) -> Result<RegistryTable, AppError> {
    let filter = Filter::parse(query, kind)?;
    let columns = columns(kind);
    let by = sorted_by(columns, sorting)?;
    Ok(registry.around(|around| {
        let document = around.document;
        let mut rows: Vec<TableRow> = document
            .of_kind(kind)
            .filter(|held| filter.matches(around, held))
            .map(|held| TableRow {
                id: held.record.id().to_owned(),
                name: title(document, &held.record),
                cells: cells(around, &held.record)
                    .into_iter()
                    .map(|cell| cut(&cell, LONGEST_CELL))
                    .collect(),
                worst: around.worst(&held.record.key()),
            })
            .collect();
        rows.sort_by(|a, b| {
            by.compare(a, b, sorting.descending)
                .then_with(|| natural(&a.name, &b.name))
                .then_with(|| a.id.cmp(&b.id))
        });
        RegistryTable {
            columns: columns.to_vec(),
            rows,
            total: u32::try_from(document.of_kind(kind).count()).unwrap_or(u32::MAX),
        }
    }))
}

/// What rows are compared by.
enum By {
    Name,
    Id,
    Text(usize),
    Number(usize),
}

fn sorted_by(columns: &[TableColumn], sorting: &Sorting) -> Result<By, AppError> {
    let wanted = sorting.column.as_deref().unwrap_or("name");
    if let Some(at) = columns.iter().position(|column| column.id == wanted) {
        return Ok(if columns[at].numeric {
            By::Number(at)
        } else {
            By::Text(at)
        });
    }
    match wanted {
        "name" => Ok(By::Name),
        "id" => Ok(By::Id),
        _ => {
            let known: Vec<&str> = columns.iter().map(|column| column.id).collect();
            Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("there is no column {wanted:?} to sort by"),
                format!("columns: {}", known.join(", ")),
            ))
        }
    }
}

impl By {
    fn compare(&self, a: &TableRow, b: &TableRow, descending: bool) -> Ordering {
        let (left, right) = match self {
            By::Name => (a.name.as_str(), b.name.as_str()),
            By::Id => (a.id.as_str(), b.id.as_str()),
            By::Text(at) | By::Number(at) => (a.cells[*at].as_str(), b.cells[*at].as_str()),
        };
        let empty = left.is_empty().cmp(&right.is_empty());
        let order = match self {
            By::Number(_) => number(left).total_cmp(&number(right)),
            _ => natural(left, right),
        };
        empty.then(if descending { order.reverse() } else { order })
    }
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::INFINITY)
}

const fn text(id: &'static str, title: &'static str) -> TableColumn {
    TableColumn {
        id,
        title,
        numeric: false,
    }
}

const fn count(id: &'static str, title: &'static str) -> TableColumn {
    TableColumn {
        id,
        title,
        numeric: true,
    }
}

/// The columns of a kind, the most telling first.
fn columns(kind: Kind) -> &'static [TableColumn] {
    match kind {
        Kind::Agent => agents::AGENT,
        Kind::AgentVersion => agents::AGENT_VERSION,
        Kind::Deployment => agents::DEPLOYMENT,
        Kind::Environment => agents::ENVIRONMENT,
        Kind::Capability => agents::CAPABILITY,
        Kind::TrustDomain => agents::TRUST_DOMAIN,
        Kind::Memory => agents::MEMORY,
        Kind::Team => people::TEAM,
        Kind::Person => people::PERSON,
        Kind::Rotation => people::ROTATION,
        Kind::EscalationPath => people::ESCALATION_PATH,
        Kind::Contract => contracts::CONTRACT,
        Kind::ContractVersion => contracts::CONTRACT_VERSION,
        Kind::Topology => topologies::TOPOLOGY,
        Kind::Handoff => topologies::HANDOFF,
        Kind::Entry => topologies::ENTRY,
        Kind::Outcome => topologies::OUTCOME,
        Kind::Group => topologies::GROUP,
        Kind::Note => topologies::NOTE,
        Kind::Placement => topologies::PLACEMENT,
        Kind::Scenario => governance::SCENARIO,
        Kind::Review => governance::REVIEW,
        Kind::Comment => governance::COMMENT,
        Kind::Incident => governance::INCIDENT,
        Kind::Baseline => governance::BASELINE,
        Kind::ObservedHandoff => governance::OBSERVED_HANDOFF,
        Kind::Notice => governance::NOTICE,
        Kind::RuleSetting => governance::RULE_SETTING,
        Kind::Silence => governance::SILENCE,
    }
}

/// One text a column of the record's kind.
fn cells(around: &Around<'_>, record: &Record) -> Vec<String> {
    match record {
        Record::Agent(r) => agents::agent(around, r),
        Record::AgentVersion(r) => agents::agent_version(around, r),
        Record::Deployment(r) => agents::deployment(around, r),
        Record::Environment(r) => agents::environment(around, r),
        Record::Capability(r) => agents::capability(around, r),
        Record::TrustDomain(r) => agents::trust_domain(around, r),
        Record::Memory(r) => agents::memory(around, r),
        Record::Team(r) => people::team(around, r),
        Record::Person(r) => people::person(around, r),
        Record::Rotation(r) => people::rotation(around, r),
        Record::EscalationPath(r) => people::escalation_path(around, r),
        Record::Contract(r) => contracts::contract(around, r),
        Record::ContractVersion(r) => contracts::contract_version(around, r),
        Record::Topology(r) => topologies::topology(around, r),
        Record::Handoff(r) => topologies::handoff(around, r),
        Record::Entry(r) => topologies::entry(around, r),
        Record::Outcome(r) => topologies::outcome(around, r),
        Record::Group(r) => topologies::group(around, r),
        Record::Note(r) => topologies::note(around, r),
        Record::Placement(r) => topologies::placement(around, r),
        Record::Scenario(r) => governance::scenario(around, r),
        Record::Review(r) => governance::review(around, r),
        Record::Comment(r) => governance::comment(around, r),
        Record::Incident(r) => governance::incident(around, r),
        Record::Baseline(r) => governance::baseline(around, r),
        Record::ObservedHandoff(r) => governance::observed_handoff(around, r),
        Record::Notice(r) => governance::notice(around, r),
        Record::RuleSetting(r) => governance::rule_setting(around, r),
        Record::Silence(r) => governance::silence(around, r),
    }
}

/// What a record that is referred to is called.
fn name_of(around: &Around<'_>, kind: Kind, id: impl AsRef<str>) -> String {
    called(around.document, &RecordKey::new(kind, id.as_ref()))
}

/// The same for a reference that may be left out.
fn name_if(around: &Around<'_>, kind: Kind, id: Option<&impl AsRef<str>>) -> String {
    id.map(|id| name_of(around, kind, id)).unwrap_or_default()
}

/// The same for several, one behind the other.
fn names_of<I: AsRef<str>>(
    around: &Around<'_>,
    kind: Kind,
    ids: impl IntoIterator<Item = I>,
) -> String {
    joined(ids.into_iter().map(|id| name_of(around, kind, id)))
}

fn joined(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// How many findings there are about a record; empty for none.
fn findings_about(around: &Around<'_>, kind: Kind, id: impl AsRef<str>) -> String {
    let key = RecordKey::new(kind, id.as_ref());
    match around.findings(&key).len() {
        0 => String::new(),
        many => many.to_string(),
    }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "" }.to_owned()
}

/// How many records of a kind refer to a record.
fn referring(around: &Around<'_>, to: &RecordKey, kind: Kind) -> usize {
    let referrers = around.document.referrers(to);
    referrers.filter(|key| key.kind == kind).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Document, apply, parse_edits};
    use std::collections::BTreeSet;
    use std::sync::OnceLock;

    #[test]
    fn every_kind_fills_its_columns() {
        let text = include_str!("../../../../store/src/conformance/every_kind.json");
        let mut document = Document::new();
        let edits = parse_edits(text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        let index = OnceLock::new();
        let around = Around::new(&document, &index, &[]);
        for kind in Kind::ALL {
            let columns = columns(*kind);
            let ids: BTreeSet<&str> = columns.iter().map(|column| column.id).collect();
            assert_eq!(ids.len(), columns.len(), "{kind}");
            let mut filled = vec![false; columns.len()];
            for held in document.of_kind(*kind) {
                let cells = cells(&around, &held.record);
                assert_eq!(cells.len(), columns.len(), "{kind}");
                for ((cell, column), filled) in cells.iter().zip(columns).zip(&mut filled) {
                    *filled |= !cell.is_empty();
                    if column.numeric && !cell.is_empty() {
                        assert!(cell.parse::<f64>().is_ok(), "{kind} {}: {cell}", column.id);
                    }
                }
            }
            for (column, filled) in columns.iter().zip(filled) {
                // No rule has run, and no version of the fixture is just published.
                let may_be_empty = ["findings", "newest"].contains(&column.id);
                assert!(filled || may_be_empty, "{kind} {}", column.id);
            }
        }
    }
}
