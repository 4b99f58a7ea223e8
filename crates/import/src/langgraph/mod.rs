//! LangGraph: `get_graph().to_json()`, flat or with expanded subgraphs (`xray=True`), and beside it the
//! schemas of the whole graph's input and output.
//!
//! Nodes become agents, edges become handoffs, `__start__` becomes entries and `__end__` an outcome. The
//! file knows nothing of owners, contracts or failure; what is guessed says so.

mod agents;
mod graph;
mod handoffs;
mod schema;
mod shape;

use crate::error::ImportError;
use crate::identity::FreshIds;
use crate::notes::Notes;
use crate::run::Run;
use crate::text::base_name;
use crate::{ImportOptions, Imported, InputFile, read};
use baton_model::{Document, TopologyId};
use graph::Graph;
use serde_json::Value;

/// Larger files are no graphs that people drew.
pub(crate) const FILE_LIMIT: u64 = 16 << 20;

/// The format's name in origins.
const FORMAT: &str = "langgraph";

/// Whether a file is a graph of LangGraph, told from other tools' nodes and edges by their members.
pub(crate) fn is_graph(value: &Value) -> bool {
    let members_are = |list: &Value, known: &[&str], needed: &str| {
        list.as_array().is_some_and(|items| {
            items.iter().take(50).all(|item| {
                item.as_object().is_some_and(|fields| {
                    fields.contains_key(needed)
                        && fields.keys().all(|name| known.contains(&name.as_str()))
                })
            })
        })
    };
    members_are(&value["nodes"], &["id", "type", "data", "metadata"], "id")
        && members_are(
            &value["edges"],
            &["source", "target", "data", "conditional"],
            "source",
        )
}

/// Reads graphs, each with the schema file that bears its name.
pub(crate) fn import(
    files: &[InputFile<'_>],
    existing: &Document,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let mut graphs = Vec::new();
    let mut schemas = Vec::new();
    for file in files {
        let value = read::json(file, FILE_LIMIT)?;
        if value.get("nodes").is_some()
            || value.get("edges").is_some()
            || !schema::is_schema(&value)
        {
            graphs.push((file, value));
        } else {
            schemas.push((file, value));
        }
    }
    if graphs.is_empty() {
        let name = files.first().map_or("", |file| file.name);
        return Err(ImportError::new(
            name,
            "",
            "there is no graph among the files",
            "add the file written from get_graph().to_json()",
        ));
    }
    if let (Some((second, _)), Some(topology)) = (graphs.get(1), &options.topology) {
        return Err(ImportError::new(
            second.name,
            "",
            format!("two graphs cannot both become the topology {topology}"),
            "import them one by one, or let their file names choose the topologies",
        ));
    }
    let mut notes = Notes::new("");
    let mut ids = FreshIds::new(existing);
    let mut edits = Vec::new();
    for (file, value) in &graphs {
        notes.switch(file.name);
        let graph = Graph::read(file.name, value, &mut notes)?;
        let mut run = Run {
            format: FORMAT,
            file: base_name(file.name),
            existing,
            ids: &mut ids,
            edits: &mut edits,
            notes: &mut notes,
            outcome: None,
        };
        let keys: Vec<&str> = graph.nodes.iter().map(|node| node.key.as_str()).collect();
        let topology = run.topology(options.topology.as_ref(), stem(file.name), &keys)?;
        carry(&mut run, &topology, graph)?;
        for (schema_file, schema) in &schemas {
            if graphs.len() == 1 || stem(schema_file.name) == stem(file.name) {
                run.notes.switch(schema_file.name);
                schema::carry(&mut run, &topology, schema_file.name, schema);
            }
        }
    }
    for (file, _) in &schemas {
        if graphs.len() > 1
            && !graphs
                .iter()
                .any(|(graph, _)| stem(graph.name) == stem(file.name))
        {
            notes.switch(file.name);
            notes.warning("", "no graph bears this schema's name; it was left out");
        }
    }
    Ok(Imported {
        edits,
        notes: notes.finish(),
    })
}

/// `claims` of `out/claims.graph.json` and `claims.schema.json`.
fn stem(name: &str) -> &str {
    let name = base_name(name);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name.strip_suffix(".graph")
        .or_else(|| name.strip_suffix(".schema"))
        .unwrap_or(name)
}

fn carry(run: &mut Run<'_>, topology: &TopologyId, mut graph: Graph) -> Result<(), ImportError> {
    if !shape::bridge_passages(&mut graph, run.notes) {
        return Err(ImportError::new(
            run.file,
            "/edges",
            "joining the edges of the subgraphs would make more than 100000 edges",
            "write the graph without xray",
        ));
    }
    let calls = shape::delegations(&graph);
    let agents = agents::carry(run, topology, &graph, &calls)?;
    handoffs::carry(run, topology, &graph, &agents, &calls)
}
