//! What of a record stands in columns, in every database alike. The tables of facts are written from here and nowhere else, so
//! that a check can work out again what they should hold.

mod agents;
mod changes;
mod compare;
mod contracts;
mod handoffs;
mod people;

pub use changes::FactChanges;
pub use compare::compare;

use baton_model::{Kind, Record};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A table of facts about one kind of record.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The kind of record that its facts are of.
    pub kind: Kind,
    /// All columns. The first one holds the record's id.
    pub columns: &'static [&'static str],
    /// Whether a record has any number of rows, told apart by `position`.
    pub is_list: bool,
}

impl Table {
    const fn record(kind: Kind, name: &'static str, columns: &'static [&'static str]) -> Self {
        Self {
            name,
            kind,
            columns,
            is_list: false,
        }
    }

    const fn list(kind: Kind, name: &'static str, columns: &'static [&'static str]) -> Self {
        Self {
            name,
            kind,
            columns,
            is_list: true,
        }
    }

    /// The column that holds the record's id.
    pub fn owner(&self) -> &'static str {
        self.columns[0]
    }
}

/// All tables of facts.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    [
        people::TABLES,
        agents::TABLES,
        contracts::TABLES,
        handoffs::TABLES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Rows by table. A row is a JSON array in the order of the table's columns.
#[derive(Debug, Default)]
pub struct Rows(pub BTreeMap<&'static str, Vec<Value>>);

impl Rows {
    fn add(&mut self, table: &Table, row: Vec<Value>) {
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        self.0
            .entry(table.name)
            .or_default()
            .push(Value::Array(row));
    }

    /// One row an item, after the record's id and the item's position from 1.
    fn list<T>(&mut self, table: &Table, id: &str, items: &[T], row: impl Fn(&T) -> Vec<Value>) {
        for (index, item) in items.iter().enumerate() {
            let mut cells = vec![Value::from(id), Value::from(index + 1)];
            cells.extend(row(item));
            self.add(table, cells);
        }
    }
}

/// A cell: texts, words, numbers, and flags as 0 or 1.
fn cell<T: Serialize>(value: T) -> Value {
    match serde_json::to_value(value) {
        Ok(Value::Bool(flag)) => Value::from(u8::from(flag)),
        // Only texts, words, numbers and flags are put into cells: each has a JSON form.
        other => other.unwrap_or(Value::Null),
    }
}

/// Works out the rows of a record. Kinds that nobody asks about in SQL have none.
pub fn project(record: &Record, rows: &mut Rows) {
    match record {
        Record::Team(r) => people::team(r, rows),
        Record::Person(r) => people::person(r, rows),
        Record::Rotation(r) => people::rotation(r, rows),
        Record::EscalationPath(r) => people::escalation_path(r, rows),
        Record::TrustDomain(r) => agents::trust_domain(r, rows),
        Record::Environment(r) => agents::environment(r, rows),
        Record::Capability(r) => agents::capability(r, rows),
        Record::Memory(r) => agents::memory(r, rows),
        Record::Agent(r) => agents::agent(r, rows),
        Record::AgentVersion(r) => agents::agent_version(r, rows),
        Record::Deployment(r) => agents::deployment(r, rows),
        Record::Contract(r) => contracts::contract(r, rows),
        Record::ContractVersion(r) => contracts::contract_version(r, rows),
        Record::Topology(r) => handoffs::topology(r, rows),
        Record::Entry(r) => handoffs::entry(r, rows),
        Record::Outcome(r) => handoffs::outcome(r, rows),
        Record::Handoff(r) => handoffs::handoff(r, rows),
        Record::Incident(r) => handoffs::incident(r, rows),
        Record::Group(_)
        | Record::Note(_)
        | Record::Placement(_)
        | Record::Scenario(_)
        | Record::Review(_)
        | Record::Comment(_)
        | Record::Baseline(_)
        | Record::ObservedHandoff(_)
        | Record::Notice(_)
        | Record::RuleSetting(_)
        | Record::Silence(_) => {}
    }
}
