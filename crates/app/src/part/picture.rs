//! A picture of a part: what it looks like at an agent.

use super::insert::{InsertRequest, work};
use crate::AppError;
use crate::template::picture::{TemplatePicture, pictured};
use baton_layout::Options;
use baton_layout::topology::drawing;
use baton_model::{AgentId, Document, EditCommand, TopologyId, apply, parse_edits};
use std::collections::BTreeMap;

/// A drawing with one agent, at which the part is put.
const STAGE: &str = r#"[
    {"op": "put", "kind": "topology", "id": "stage", "record": {"name": "Stage"}},
    {"op": "put", "kind": "agent", "id": "agent", "record": {"name": "Your agent"}},
    {"op": "put", "kind": "placement", "id": "stage.agent.agent", "record": {"topology": "stage", "subject": {"kind": "agent", "id": "agent"}}}
]"#;

/// The picture of the part with an id.
pub fn picture(id: &str) -> Result<TemplatePicture, AppError> {
    let part = super::find(id)?;
    let mut document = Document::new();
    let edits = parse_edits(STAGE, &document)?;
    document.commit(&apply(&document, &edits)?, 1);
    let wrong = |error: baton_model::InvalidId| {
        AppError::new(crate::ErrorCode::Internal, error.to_string(), "")
    };
    let topology = TopologyId::new("stage").map_err(wrong)?;
    let request = InsertRequest {
        topology: topology.clone(),
        agent: Some(AgentId::new("agent").map_err(wrong)?),
        at: None,
        settings: BTreeMap::new(),
        dry_run: true,
    };
    let worked = work(&document, &part, &request)?;
    let edits: Vec<EditCommand> = worked.records.into_iter().map(EditCommand::put).collect();
    document.commit(&apply(&document, &edits)?, 2);
    let drawing = drawing(&document, &topology, &Options::default());
    Ok(pictured(&document, &drawing))
}
