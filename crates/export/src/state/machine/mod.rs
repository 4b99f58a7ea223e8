//! `state-machine/<topology>.{scxml,json}`: the deterministic routing of a topology, for interpreters and for people who write one.
//!
//! [`table`] reads the moves once; [`scxml`] writes them as states. An agent is a state, and so is every handoff that is under way, because retries,
//! fallbacks and rejections happen there.

mod condition;
mod scxml;
mod table;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::json;
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_model::{Diagnostic, Kind, Level, RecordKey};
use table::Table;

const KIND: ExportKind = ExportKind::StateMachine;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let table = Table::read(scope, topology);
        if table.agents.is_empty() {
            continue;
        }
        let source = || Some(Source::new(Kind::Topology, topology.id.as_str()));
        let path = |ending: &str| format!("state-machine/{}.{ending}", topology.id);
        let value = serde_json::to_value(&table).unwrap_or_default();
        files.add(ExportFile::new(
            path("json"),
            KIND,
            json::bytes(&value),
            source(),
        ));
        files.add(ExportFile::new(
            path("scxml"),
            KIND,
            scxml::text(&table),
            source(),
        ));
        for one in table
            .moves
            .iter()
            .filter(|one| one.condition.is_some() && one.guard().is_none())
        {
            files.note(Diagnostic {
                level: Level::Warning,
                path: path("scxml"),
                message: format!(
                    "the condition of {} says what ECMAScript here does not, so its move asks for the event alone; the table has the condition",
                    one.handoff
                ),
                subject: Some(RecordKey::new(Kind::Handoff, one.handoff)),
            });
        }
    }
}
