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
use crate::text::base_name;
use crate::{ImportOptions, Imported, InputFile, read};
use baton_model::{Document, EditCommand, Kind, Record, Topology, TopologyId, slug};
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
            file: base_name(file.name),
            existing,
            ids: &mut ids,
            edits: &mut edits,
            notes: &mut notes,
        };
        let topology = run.topology(options.topology.as_ref(), &graph)?;
        run.carry(&topology, graph)?;
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

/// One graph on its way into the registry.
struct Run<'a> {
    /// The file's name without its folder.
    file: &'a str,
    existing: &'a Document,
    ids: &'a mut FreshIds,
    edits: &'a mut Vec<EditCommand>,
    notes: &'a mut Notes,
}

impl Run<'_> {
    /// Puts a record on the revision that stands in the registry; nothing when it is there already.
    fn put(&mut self, record: impl Into<Record>) {
        let record = record.into();
        match self.existing.get(&record.key()) {
            Some(entry) if *entry.record == record => {}
            Some(entry) => self.edits.push(EditCommand::put(record).on(entry.revision)),
            None => self.edits.push(EditCommand::put(record).on(0)),
        }
    }

    /// A typed id from text that was made by [`FreshIds`] or [`slug`], which give nothing else.
    fn typed<T>(&self, id: Result<T, baton_model::InvalidId>) -> Result<T, ImportError> {
        id.map_err(|error| {
            ImportError::new(
                self.file,
                "",
                error.to_string(),
                "rename the file or the node",
            )
        })
    }

    /// The topology to import into: the one asked for, the one that an earlier import of this file
    /// made, else a new one.
    fn topology(
        &mut self,
        wanted: Option<&TopologyId>,
        graph: &Graph,
    ) -> Result<TopologyId, ImportError> {
        if let Some(id) = wanted {
            if self.existing.find::<Topology>(id).is_none() {
                self.put(Topology::new(id.clone(), id.to_string()));
            }
            return Ok(id.clone());
        }
        let name = stem(self.file);
        let base = slug(name, "graph");
        let own = self.existing.topologies().find(|topology| {
            let from_here =
                crate::identity::agents_of_file(self.existing, &topology.id, FORMAT, self.file);
            graph
                .nodes
                .iter()
                .any(|node| from_here.contains_key(node.key.as_str()))
        });
        if let Some(topology) = own {
            return Ok(topology.id.clone());
        }
        let (id, renamed) = self.ids.take(Kind::Topology, &base);
        if renamed {
            self.notes.info("", format!("a topology {base} is there already; this one became {id}. To import into the other, name it"));
        }
        let id = self.typed(TopologyId::new(id))?;
        let name = if name.trim().is_empty() {
            id.to_string()
        } else {
            crate::text::visible(name, 200)
        };
        let mut topology = Topology::new(id.clone(), name);
        topology.purpose = format!("Imported from {}.", crate::text::visible(self.file, 200));
        self.put(topology);
        Ok(id)
    }

    fn carry(&mut self, topology: &TopologyId, mut graph: Graph) -> Result<(), ImportError> {
        if !shape::bridge_passages(&mut graph, self.notes) {
            return Err(ImportError::new(
                self.file,
                "/edges",
                "joining the edges of the subgraphs would make more than 100000 edges",
                "write the graph without xray",
            ));
        }
        let calls = shape::delegations(&graph);
        let agents = agents::carry(self, topology, &graph, &calls)?;
        handoffs::carry(self, topology, &graph, &agents, &calls)
    }
}
