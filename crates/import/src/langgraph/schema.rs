//! The schemas of the whole graph's input and output become draft contracts.

use crate::drafts::{self, Draft};
use crate::run::Run;
use crate::text::visible;
use baton_model::TopologyId;
use serde_json::Value;

/// Whether a file holds `input` and `output` schemas.
pub(super) fn is_schema(value: &Value) -> bool {
    value["input"].is_object() || value["output"].is_object()
}

/// Carries both schemas; they are kept as drafts, because the file knows no handoff that they belong to.
pub(super) fn carry(run: &mut Run<'_>, topology: &TopologyId, file: &str, value: &Value) {
    for name in value
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys)
    {
        if !["input", "output"].contains(&name.as_str()) {
            run.notes.warning(
                &format!("/{}", crate::read::escape(name)),
                format!("{:?} was left out", visible(name, 60)),
            );
        }
    }
    let same = value["input"] == value["output"];
    if value["input"].is_object() {
        draft(
            run,
            topology,
            file,
            "/input",
            "state",
            "What goes into the graph.",
            &value["input"],
        );
    }
    if value["output"].is_object() && same {
        run.notes.info(
            "/output",
            "the output is the same schema as the input; one contract stands for both",
        );
    } else if value["output"].is_object() {
        draft(
            run,
            topology,
            file,
            "/output",
            "result",
            "What comes out of the graph.",
            &value["output"],
        );
    }
}

fn draft(
    run: &mut Run<'_>,
    topology: &TopologyId,
    file: &str,
    pointer: &str,
    part: &str,
    purpose: &str,
    schema: &Value,
) {
    let draft = Draft {
        id: format!("{topology}-{part}"),
        name: format!("{topology} {part}"),
        purpose,
        file,
        pointer,
        schema,
        told: "it describes the whole graph's state, so no handoff was pinned to it",
    };
    drafts::carry(run, &draft);
}
