//! The file as LangGraph writes it: nodes and edges, checked, with their places.

use crate::error::ImportError;
use crate::limits;
use crate::notes::Notes;
use crate::read::escape;
use crate::secrets::hides;
use crate::text::REMOVED;
use crate::text::{looks_secret, visible};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Longest id, name or label, in bytes.
const LONGEST_TEXT: usize = 4096;

/// What a node is in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeRole {
    /// Where the graph begins.
    Start,
    /// Where the graph ends.
    End,
    /// Where an expanded subgraph begins or ends: nobody works there.
    Passage,
    /// Somebody works here.
    Work,
}

/// A node of the graph.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its id in the file: its identity.
    pub key: String,
    /// Its name, as shown.
    pub name: String,
    /// The last part of the class that runs it.
    pub class: String,
    /// What it is in the graph.
    pub role: NodeRole,
    /// What its author attached.
    pub metadata: Map<String, Value>,
    /// Its place in the file.
    pub pointer: String,
}

/// An edge of the graph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edge {
    /// Index of the node it starts at.
    pub source: usize,
    /// Index of the node it leads to.
    pub target: usize,
    /// What the routing function returns for it.
    pub label: Option<String>,
    /// Whether a routing function decides.
    pub conditional: bool,
    /// Its place in the file.
    pub pointer: String,
}

/// A graph whose edges all lead to nodes.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

impl Graph {
    /// Reads the file's value. What is understood but not carried becomes a note.
    pub(super) fn read(file: &str, value: &Value, notes: &mut Notes) -> Result<Self, ImportError> {
        let reader = Reader { file };
        let node_list = reader.list(value, "nodes", limits::AGENTS)?;
        let edge_list = reader.list(value, "edges", limits::HANDOFFS)?;
        for name in value
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| !["nodes", "edges"].contains(&name.as_str()))
        {
            notes.warning(
                &format!("/{}", escape(name)),
                format!(
                    "{:?} is not part of a graph and was left out",
                    visible(name, 60)
                ),
            );
        }
        let mut graph = Graph {
            nodes: Vec::with_capacity(node_list.len()),
            edges: Vec::with_capacity(edge_list.len()),
        };
        let mut by_key = BTreeMap::new();
        for (index, node) in node_list.iter().enumerate() {
            let node = reader.node(index, node, notes)?;
            if let Some(first) = by_key.insert(node.key.clone(), index) {
                return Err(reader.wrong(
                    format!("/nodes/{index}/id"),
                    format!(
                        "the id {:?} stands at /nodes/{first} too",
                        visible(&node.key, 80)
                    ),
                    "edges could mean either; give each node its own id and write the graph again",
                ));
            }
            graph.nodes.push(node);
        }
        for (index, edge) in edge_list.iter().enumerate() {
            graph.edges.push(reader.edge(index, edge, &by_key, notes)?);
        }
        Ok(graph)
    }
}

struct Reader<'a> {
    file: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, place: String, message: impl Into<String>, hint: &str) -> ImportError {
        ImportError::new(self.file, place, message, hint)
    }

    fn list<'v>(
        &self,
        value: &'v Value,
        name: &str,
        most: usize,
    ) -> Result<&'v [Value], ImportError> {
        let Some(list) = value.get(name).and_then(Value::as_array) else {
            return Err(self.wrong(
                format!("/{name}"),
                format!("a graph needs a list of {name}"),
                "write the file with json.dumps(graph.get_graph().to_json())",
            ));
        };
        if list.len() > most {
            return Err(self.wrong(
                format!("/{name}"),
                format!("{} {name}; {most} is the limit", list.len()),
                "write the graph without xray, or import its subgraphs one by one",
            ));
        }
        Ok(list)
    }

    /// An id: text, or the number that stands in for a generated one.
    fn id(&self, place: &str, value: Option<&Value>) -> Result<String, ImportError> {
        let id = match value {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) if number.is_u64() => number.to_string(),
            None => {
                return Err(self.wrong(
                    place.to_owned(),
                    "missing",
                    "ids are texts; write the graph again",
                ));
            }
            Some(_) => {
                return Err(self.wrong(
                    place.to_owned(),
                    "an id has to be a text",
                    "write the graph with json.dumps(graph.get_graph().to_json())",
                ));
            }
        };
        if id.trim().is_empty() {
            return Err(self.wrong(
                place.to_owned(),
                "an id must not be empty",
                "give the node a name",
            ));
        }
        self.bounded(place, &id)?;
        Ok(id)
    }

    fn bounded(&self, place: &str, text: &str) -> Result<(), ImportError> {
        if text.len() > LONGEST_TEXT {
            return Err(self.wrong(
                place.to_owned(),
                format!(
                    "the text has {} bytes; {LONGEST_TEXT} is the limit",
                    text.len()
                ),
                "shorten it",
            ));
        }
        Ok(())
    }

    fn object<'v>(
        &self,
        place: &str,
        value: &'v Value,
    ) -> Result<&'v Map<String, Value>, ImportError> {
        value.as_object().ok_or_else(|| {
            self.wrong(
                place.to_owned(),
                "an object is needed",
                "write the graph again",
            )
        })
    }

    fn node(&self, index: usize, value: &Value, notes: &mut Notes) -> Result<Node, ImportError> {
        let pointer = format!("/nodes/{index}");
        let fields = self.object(&pointer, value)?;
        let key = self.id(&format!("{pointer}/id"), fields.get("id"))?;
        let role = role_of(&key);
        for name in fields
            .keys()
            .filter(|name| !["id", "type", "data", "metadata"].contains(&name.as_str()))
        {
            notes.warning(
                &format!("{pointer}/{}", escape(name)),
                format!(
                    "{:?} was left out: it has no place in an agent",
                    visible(name, 60)
                ),
            );
        }
        let data = fields.get("data");
        let class = match data.and_then(|data| data.get("id")) {
            Some(Value::Array(parts)) => parts
                .last()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        };
        let given = match data {
            Some(Value::Object(data)) => data.get("name").and_then(Value::as_str),
            Some(Value::String(text)) => Some(text.as_str()),
            _ => None,
        };
        if let Some(given) = given {
            self.bounded(&format!("{pointer}/data/name"), given)?;
        }
        if fields.get("type").and_then(Value::as_str) == Some("schema") {
            notes.warning(&format!("{pointer}/data"), "the node's schema was left out: it says what goes through the whole graph, not through one edge");
        }
        let metadata = match fields.get("metadata") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(metadata)) => metadata.clone(),
            Some(_) => {
                notes.warning(
                    &format!("{pointer}/metadata"),
                    "metadata that is no object was left out",
                );
                Map::new()
            }
        };
        let name = display_name(&key, given.filter(|name| !name.trim().is_empty()));
        let name = if looks_secret(&name) {
            notes.warning(&pointer, "the name looks like a secret and was not stored");
            REMOVED.to_owned()
        } else {
            name
        };
        Ok(Node {
            key,
            name,
            class,
            role,
            metadata,
            pointer,
        })
    }

    fn edge(
        &self,
        index: usize,
        value: &Value,
        by_key: &BTreeMap<String, usize>,
        notes: &mut Notes,
    ) -> Result<Edge, ImportError> {
        let pointer = format!("/edges/{index}");
        let fields = self.object(&pointer, value)?;
        let end = |name: &str| {
            let place = format!("{pointer}/{name}");
            let id = self.id(&place, fields.get(name))?;
            by_key.get(&id).copied().ok_or_else(|| {
                self.wrong(
                    place,
                    format!("no node has the id {:?}", visible(&id, 80)),
                    "add the node or take the edge out, then write the graph again",
                )
            })
        };
        let (source, target) = (end("source")?, end("target")?);
        let conditional = match fields.get("conditional") {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(_) => {
                return Err(self.wrong(
                    format!("{pointer}/conditional"),
                    "true or false is needed",
                    "write the graph again",
                ));
            }
        };
        let label = match fields.get("data") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
        };
        if let Some(label) = &label {
            self.bounded(&format!("{pointer}/data"), label)?;
        }
        let label = label.filter(|label| !label.trim().is_empty()).map(|label| {
            if looks_secret(&label) {
                notes.warning(
                    &format!("{pointer}/data"),
                    "the label looks like a secret and was not stored",
                );
                REMOVED.to_owned()
            } else {
                visible(&label, LONGEST_TEXT)
            }
        });
        for name in fields
            .keys()
            .filter(|name| !["source", "target", "data", "conditional"].contains(&name.as_str()))
        {
            notes.warning(
                &format!("{pointer}/{}", escape(name)),
                format!(
                    "{:?} was left out: it has no place in a handoff",
                    visible(name, 60)
                ),
            );
        }
        Ok(Edge {
            source,
            target,
            label,
            conditional,
            pointer,
        })
    }
}

fn role_of(key: &str) -> NodeRole {
    match key.rsplit(':').next() {
        Some("__start__") if key == "__start__" => NodeRole::Start,
        Some("__end__") if key == "__end__" => NodeRole::End,
        Some("__start__" | "__end__") => NodeRole::Passage,
        _ => NodeRole::Work,
    }
}

/// The name that is shown: a node of a subgraph bears the subgraph's name too.
fn display_name(key: &str, given: Option<&str>) -> String {
    let (prefix, last) = key
        .rsplit_once(':')
        .map_or((None, key), |(prefix, last)| (Some(prefix), last));
    let own = given
        .map_or(last, |name| name.rsplit(':').next().unwrap_or(name))
        .trim();
    let own = if own.is_empty() { key } else { own };
    let name = match prefix.filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("{}: {own}", prefix.replace(':', ": ")),
        None => own.to_owned(),
    };
    visible(&name, 200)
}

/// A value as a person may read it in a note, with secrets taken out. The flag says whether some were.
pub(super) fn shown(name: &str, value: &Value) -> (String, bool) {
    let secret = hides(name, value) || holds_secret(value);
    let text = if secret {
        REMOVED.to_owned()
    } else {
        visible(&value.to_string(), 200)
    };
    (text, secret)
}

fn holds_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => looks_secret(text),
        Value::Array(items) => items.iter().any(holds_secret),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, item)| hides(name, item) || looks_secret(name) || holds_secret(item)),
        _ => false,
    }
}
