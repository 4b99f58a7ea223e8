//! LangGraph: `get_graph().to_json()`, flat or with expanded subgraphs (`xray=True`), and beside it the
//! schemas of the whole graph's input and output.
//!
//! Nodes become agents, edges become handoffs, `__start__` becomes entries and `__end__` an outcome. The
//! file knows nothing of failure, and of owners and contracts what its nodes' metadata names; what is guessed says so.

mod agents;
mod graph;
mod handoffs;
mod pins;
mod schema;
mod shape;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::parallel;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::base_name;
use graph::Graph;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::Langgraph,
    names: &[".graph.json"],
    detect,
    read: Read::AllFiles(read),
};

fn detect(source: &Source<'_>) -> bool {
    source.value().is_some_and(|value| {
        is_graph(value)
            || (source.ends_with(".schema.json")
                && value["input"].is_object()
                && value["output"].is_object())
    })
}

/// Whether a file is a graph of LangGraph, told from other tools' nodes and edges by their members.
fn is_graph(value: &Value) -> bool {
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
fn read(sources: &[Source<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let mut graphs = Vec::new();
    let mut schemas = Vec::new();
    for source in sources {
        let value = source.json()?;
        if value.get("nodes").is_some() || value.get("edges").is_some() || !schema::is_schema(value)
        {
            graphs.push((source, value));
        } else {
            schemas.push((source, value));
        }
    }
    if graphs.is_empty() {
        let name = sources.first().map_or("", Source::name);
        return Err(ImportError::new(
            name,
            "",
            "there is no graph among the files",
            "add the file written from get_graph().to_json()",
        ));
    }
    let mut sketches = Vec::new();
    for (source, value) in &graphs {
        notes.switch(source.name());
        let graph = Graph::read(source.name(), value, notes)?;
        let mut sketch = Sketch::new(source.name(), "", stem(source.name()))?;
        fill(&mut sketch, graph, notes)?;
        for (schema_source, schema) in &schemas {
            if graphs.len() == 1 || stem(schema_source.name()) == stem(source.name()) {
                notes.switch(schema_source.name());
                sketch.switch(schema_source.name());
                schema::fill(&mut sketch, stem(source.name()), schema, notes)?;
            }
        }
        sketches.push(sketch);
    }
    for (source, _) in &schemas {
        if graphs.len() > 1
            && !graphs
                .iter()
                .any(|(graph, _)| stem(graph.name()) == stem(source.name()))
        {
            notes.switch(source.name());
            notes.warning("", "no graph bears this schema's name; it was left out");
        }
    }
    Ok(sketches)
}

/// `claims` of `out/claims.graph.json` and `claims.schema.json`.
fn stem(name: &str) -> &str {
    let name = base_name(name);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name.strip_suffix(".graph")
        .or_else(|| name.strip_suffix(".schema"))
        .unwrap_or(name)
}

/// What the tool does with state says something about the work.
const STATEFUL: &str =
    "the work was taken as sharing state: LangGraph passes the whole state along every edge";

fn fill(sketch: &mut Sketch, mut graph: Graph, notes: &mut Notes) -> Result<(), ImportError> {
    if !shape::bridge_passages(&mut graph, notes) {
        return Err(ImportError::new(
            &sketch.file,
            "/edges",
            "joining the edges of the subgraphs would make too many edges",
            "write the graph without xray",
        ));
    }
    let calls = shape::delegations(&graph);
    if !graph.edges.is_empty() {
        sketch.topology.nature.stateful = true;
        sketch.topology_guesses.push(STATEFUL.to_owned());
        notes.info("/edges", format!("{STATEFUL} (a guess)"));
    }
    let agents = agents::fill(sketch, &graph, &calls, notes)?;
    handoffs::fill(sketch, &graph, &agents, &calls, notes)?;
    parallel::join(sketch, notes);
    Ok(())
}
