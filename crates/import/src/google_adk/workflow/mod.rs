//! Workflows: nodes that edges lead through, written as chains, maps of routes, and single edges (google-adk 2:
//! `agents/config_agent_utils.py` reads them, `workflow/_graph.py` says what they mean).

mod drawn;

use crate::error::ImportError;
use crate::google_adk::agents::{Config, Seat, Troupe};
use crate::google_adk::files::is_file;
use crate::limits;
use crate::pen::{Pen, at, str_of};
use crate::steps::{Step, When};
use crate::text::visible;
use crate::wiring::Wiring;
use baton_model::{AgentId, Backoff};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The route that is taken where no other was: its name in Python, and in Go.
const OTHERWISE: [&str; 2] = ["__DEFAULT__", "default"];

/// How a node is run.
#[derive(Clone, Debug, Default)]
pub(super) struct Care {
    pub timeout_ms: Option<u32>,
    pub retries: u32,
    pub backoff: Backoff,
    /// Whether somebody has to agree before it runs.
    pub is_confirmed: bool,
}

/// Where a node is entered and left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    enter: usize,
    leave: usize,
}

/// Nodes of a chain that run at once, with the route that leads to them.
type Branch = (Option<When>, Vec<Node>);

/// What is known of an edge by its ends.
#[derive(Debug, Default)]
struct Edge {
    parallel: Option<String>,
    is_joined: bool,
}

struct Draft<'d, 'n, 'f, 'v> {
    pen: &'d mut Pen<'n>,
    troupe: &'d mut Troupe<'f, 'v>,
    file: usize,
    wiring: Wiring,
    start: Node,
    /// Nodes by all that a later edge may call them.
    known: BTreeMap<String, Node>,
    nodes: Vec<Node>,
    joins: BTreeMap<usize, String>,
    /// Steps before and behind agents that run at once, by what runs them.
    parallel: BTreeMap<usize, String>,
    cares: BTreeMap<usize, Care>,
    edges: Vec<(Node, Node, Option<When>)>,
}

/// Draws a workflow's nodes and edges.
pub(super) fn run<'v>(
    pen: &mut Pen<'_>,
    troupe: &mut Troupe<'_, 'v>,
    config: &Config<'v>,
) -> Result<Seat, ImportError> {
    let name = str_of(config.fields, "name").unwrap_or("workflow");
    let around = troupe.group.clone();
    // A drawing that is this workflow and nothing else needs no group for it.
    if !troupe.is_outermost() {
        troupe.group = Some(pen.group(name, name, around.as_ref(), &config.place)?);
    }
    let description = pen.text(&config.at("description"), config.fields.get("description"));
    let mut wiring = Wiring::default();
    let start = wiring.add(Step::Pass, "START", &config.place);
    let mut draft = Draft {
        pen,
        troupe,
        file: config.file,
        wiring,
        start: Node {
            enter: start,
            leave: start,
        },
        known: BTreeMap::new(),
        nodes: Vec::new(),
        joins: BTreeMap::new(),
        parallel: BTreeMap::new(),
        cares: BTreeMap::new(),
        edges: Vec::new(),
    };
    draft.edges(config)?;
    let seat = draft.finish(config, description);
    troupe.group = around;
    let known = ["agent_class", "name", "description", "edges"];
    let others = config.fields.keys();
    for member in others.filter(|member| !known.contains(&member.as_str())) {
        pen.notes.warning(
            &config.at(member),
            format!(
                "{:?} was not carried: a workflow has no field that means it",
                visible(member, 60)
            ),
        );
    }
    seat
}

impl<'v> Draft<'_, '_, '_, 'v> {
    fn edges(&mut self, config: &Config<'v>) -> Result<(), ImportError> {
        let place = config.at("edges");
        let Some(items) = config.fields.get("edges").and_then(Value::as_array) else {
            let said = "a workflow without edges: nothing runs in it";
            self.pen.notes.warning(&place, said);
            return Ok(());
        };
        for (index, item) in items.iter().enumerate() {
            let place = format!("{place}/{index}");
            match item {
                Value::Array(chain) => self.chain(chain, &place)?,
                Value::Object(fields) => match (fields.get("from_node"), fields.get("to_node")) {
                    (Some(from), Some(to)) => self.single(fields, from, to, &place)?,
                    _ => self.refuse(&place),
                },
                _ => self.refuse(&place),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, place: &str) {
        self.pen.notes.warning(
            place,
            "an edge is a list of nodes that follow each other, or has `from_node` and `to_node`; this was left out",
        );
    }

    /// Nodes that follow each other; a list among them runs at once, a map chooses by route.
    fn chain(&mut self, chain: &'v [Value], place: &str) -> Result<(), ImportError> {
        let mut before: Vec<Node> = Vec::new();
        for (index, element) in chain.iter().enumerate() {
            let place = format!("{place}/{index}");
            let mut after = Vec::new();
            for (when, nodes) in self.element(element, &place)? {
                for from in &before {
                    for to in &nodes {
                        self.edge(*from, *to, when.clone(), &place)?;
                    }
                }
                after.extend(nodes);
            }
            before = after;
        }
        Ok(())
    }

    /// An edge by itself, with one route or several.
    fn single(
        &mut self,
        fields: &'v Map<String, Value>,
        from: &'v Value,
        to: &'v Value,
        place: &str,
    ) -> Result<(), ImportError> {
        let from = self.node(from, &at(place, "from_node"))?;
        let to = self.node(to, &at(place, "to_node"))?;
        let (Some(from), Some(to)) = (from, to) else {
            return Ok(());
        };
        match fields.get("route") {
            None | Some(Value::Null) => self.edge(from, to, None, place),
            Some(Value::Array(routes)) => {
                for route in routes {
                    self.edge(from, to, Some(route_of(&words(route))), place)?;
                }
                Ok(())
            }
            Some(route) => self.edge(from, to, Some(route_of(&words(route))), place),
        }
    }

    /// The nodes of an element of a chain, by the route that leads to them.
    fn element(&mut self, element: &'v Value, place: &str) -> Result<Vec<Branch>, ImportError> {
        match element {
            Value::Array(items) => Ok(vec![(None, self.nodes(items, place)?)]),
            Value::Object(fields) if !is_node(fields) => {
                let mut found = Vec::new();
                for (route, to) in fields {
                    let place = at(place, route);
                    let nodes = match to {
                        Value::Array(items) => self.nodes(items, &place)?,
                        one => self.node(one, &place)?.into_iter().collect(),
                    };
                    found.push((Some(route_of(route)), nodes));
                }
                Ok(found)
            }
            one => Ok(vec![(None, self.node(one, place)?.into_iter().collect())]),
        }
    }

    fn nodes(&mut self, items: &'v [Value], place: &str) -> Result<Vec<Node>, ImportError> {
        let mut nodes = Vec::new();
        for (index, item) in items.iter().enumerate() {
            nodes.extend(self.node(item, &format!("{place}/{index}"))?);
        }
        Ok(nodes)
    }

    /// A node by its name, its file, its place in code or its own configuration: the same one however it is called.
    fn node(&mut self, value: &'v Value, place: &str) -> Result<Option<Node>, ImportError> {
        let (call, seat) = match value {
            Value::String(text) if text == "START" => return Ok(Some(self.start)),
            Value::String(text) => {
                if let Some(known) = self.known.get(text.as_str()) {
                    return Ok(Some(*known));
                }
                let seat = if is_file(text) {
                    self.troupe.at_path(self.pen, self.file, text, place)?
                } else {
                    self.troupe.in_code(self.pen, text, place)?
                };
                (text.as_str(), seat)
            }
            Value::Object(fields) => {
                let named = ["config_path", "code", "name"]
                    .iter()
                    .find_map(|member| str_of(fields, member));
                if let Some(known) = named.and_then(|name| self.known.get(name)) {
                    return Ok(Some(*known));
                }
                let config = Config {
                    file: self.file,
                    place: place.to_owned(),
                    fields,
                };
                (
                    named.unwrap_or_default(),
                    self.troupe.referred(self.pen, &config)?,
                )
            }
            _ => {
                self.pen
                    .notes
                    .warning(place, "this is no node and was left out");
                return Ok(None);
            }
        };
        let Some(node) = self.seated(&seat, call, place) else {
            return Ok(None);
        };
        self.nodes.push(node);
        for name in [call, seat.name.as_str()] {
            if !name.is_empty() {
                self.known.entry(name.to_owned()).or_insert(node);
            }
        }
        Ok(Some(node))
    }

    /// Steps for whoever was drawn; none where nobody was.
    fn seated(&mut self, seat: &Seat, call: &str, place: &str) -> Option<Node> {
        if seat.is_join {
            let step = self.wiring.add(Step::Pass, call, place);
            self.joins.insert(step, visible(&seat.name, 200));
            return Some(Node {
                enter: step,
                leave: step,
            });
        }
        let add = |wiring: &mut Wiring, agent: &AgentId, pen: &Pen<'_>| {
            let key = pen.key_of(agent);
            wiring.add(Step::Work(agent.clone()), &key, place)
        };
        if let ([only], [last]) = (&seat.entries[..], &seat.exits[..])
            && only == last
        {
            let step = add(&mut self.wiring, only, self.pen);
            if let Some(care) = &seat.care {
                self.cares.insert(step, care.clone());
            }
            return Some(Node {
                enter: step,
                leave: step,
            });
        }
        if seat.entries.is_empty() {
            return None;
        }
        let enter = self.wiring.add(Step::Pass, call, place);
        let leave = self.wiring.add(Step::Pass, call, place);
        for agent in &seat.entries {
            let step = add(&mut self.wiring, agent, self.pen);
            self.wiring.steps.way(enter, step, None);
        }
        for agent in &seat.exits {
            let step = add(&mut self.wiring, agent, self.pen);
            self.wiring.steps.way(step, leave, None);
        }
        if let Some(name) = &seat.parallel {
            self.parallel.insert(enter, name.clone());
            self.parallel.insert(leave, name.clone());
        }
        Some(Node { enter, leave })
    }

    fn edge(
        &mut self,
        from: Node,
        to: Node,
        when: Option<When>,
        place: &str,
    ) -> Result<(), ImportError> {
        if self.edges.len() >= limits::HANDOFFS {
            return Err(ImportError::new(
                "",
                place,
                format!("more than {} edges", limits::HANDOFFS),
                "import a part of the workflow",
            ));
        }
        self.edges.push((from, to, when.clone()));
        self.wiring.steps.way(from.leave, to.enter, when);
        Ok(())
    }
}

/// A route as a word: the kit takes truth values and numbers too.
fn words(route: &Value) -> String {
    match route {
        Value::String(word) => word.clone(),
        other => other.to_string(),
    }
}

fn route_of(route: &str) -> When {
    if OTHERWISE.contains(&route) {
        When::Otherwise
    } else {
        When::Label(route.to_owned())
    }
}

/// Whether an object in a chain is a node and no map of routes. As the kit tells them: a name is also a fine route, so it counts only where
/// every other member is one that an agent has.
fn is_node(fields: &Map<String, Value>) -> bool {
    const MEMBERS: [&str; 17] = [
        "name",
        "description",
        "instruction",
        "static_instruction",
        "global_instruction",
        "model",
        "model_code",
        "mode",
        "tools",
        "sub_agents",
        "input_schema",
        "output_schema",
        "output_key",
        "include_contents",
        "generate_content_config",
        "disallow_transfer_to_parent",
        "disallow_transfer_to_peers",
    ];
    let names_one = ["agent_class", "config_path", "func_code", "tool_code"]
        .iter()
        .any(|member| fields.contains_key(*member));
    let is_reference = fields.len() == 1 && fields.get("code").is_some_and(Value::is_string);
    let is_agent = fields.get("name").is_some_and(Value::is_string)
        && fields.keys().all(|member| {
            MEMBERS.contains(&member.as_str())
                || member.ends_with("_callback")
                || member.ends_with("_callbacks")
        });
    names_one || is_reference || is_agent
}
