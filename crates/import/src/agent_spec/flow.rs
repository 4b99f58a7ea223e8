//! Flows: nodes, the ways between them, and what travels.

use super::agents::{Cast, Seat};
use super::spec::Part;
use crate::error::ImportError;
use crate::pen::{Pen, object_schema, str_of};
use crate::steps::{Step, Told, When};
use crate::wiring::Wiring;
use baton_model::{HandoffMode, Target};
use serde_json::{Map, Value};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Deepest nesting of flows.
const DEEPEST: usize = 24;

/// A node: the step that is entered, the one that is left, the ends of its subflow by branch, and all steps within.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub enter: usize,
    pub leave: usize,
    pub branches: BTreeMap<String, usize>,
    pub within: Range<usize>,
}

impl Node {
    /// A node that is one step, or is passed between two.
    pub(super) fn of(enter: usize, leave: usize) -> Self {
        Self {
            enter,
            leave,
            branches: BTreeMap::new(),
            within: enter..leave + 1,
        }
    }
}

/// A property that travels: its name, its schema, whether it has to be there.
type Property = (String, Value, bool);

/// A flow, as far as it is drawn.
#[derive(Default)]
pub(super) struct Draft {
    pub wiring: Wiring,
    /// What the user is told at a step.
    pub told: Told,
    /// Branches that run at once, by the step that starts them.
    pub parallel: BTreeMap<usize, String>,
    /// What data edges bring to a step, by the steps that they come from.
    data: BTreeMap<(usize, usize), Vec<Property>>,
}

/// Where the ends of a flow lead.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// To outcomes of the drawing.
    Outcomes,
    /// To the node that holds the flow.
    Node,
}

/// A flow that is the drawing.
pub(super) fn root<'v>(
    pen: &mut Pen<'_>,
    cast: &mut Cast<'_, 'v>,
    part: &Part<'v>,
) -> Result<(), ImportError> {
    let mut draft = Draft::default();
    let node = draft.flow(pen, cast, part, Ends::Outcomes, 0)?;
    draft.wiring.enter(pen, node.enter)?;
    draft.connect(pen, cast)
}

/// A flow that is a member of a group.
pub(super) fn seat<'v>(
    pen: &mut Pen<'_>,
    cast: &mut Cast<'_, 'v>,
    part: &Part<'v>,
    depth: usize,
) -> Result<Seat, ImportError> {
    let mut draft = Draft::default();
    let node = draft.flow(pen, cast, part, Ends::Node, depth)?;
    let leave = draft.wiring.add(Step::Leave, &part.key(), &part.place);
    draft.wiring.steps.way(node.leave, leave, None);
    let mut seat = Seat::default();
    for lead in draft.wiring.steps.leads(node.enter) {
        if let Some(Step::Work(agent)) = draft.wiring.steps.step(lead.to) {
            seat.entries.push(agent.clone());
        }
    }
    for step in 0..draft.wiring.steps.len() {
        if let Some(Step::Work(agent)) = draft.wiring.steps.step(step).cloned()
            && draft
                .wiring
                .steps
                .leads(step)
                .iter()
                .any(|lead| lead.to == leave)
            && !seat.exits.contains(&agent)
        {
            seat.exits.push(agent);
        }
    }
    draft.connect(pen, cast)?;
    Ok(seat)
}

impl Draft {
    pub(super) fn flow<'v>(
        &mut self,
        pen: &mut Pen<'_>,
        cast: &mut Cast<'_, 'v>,
        part: &Part<'v>,
        ends: Ends,
        depth: usize,
    ) -> Result<Node, ImportError> {
        let (enter, leave) = self.pass(part);
        let mut whole = Node::of(enter, leave);
        if depth > DEEPEST {
            pen.notes.warning(
                &part.place,
                "flows are nested too deep, or hold themselves; the inner one was left out",
            );
            self.wiring.steps.way(enter, leave, None);
            return Ok(whole);
        }
        let mut nodes: BTreeMap<String, (Node, Part<'v>)> = BTreeMap::new();
        let mut parts = cast.list(pen, part, "nodes");
        // Ways may lead to nodes that the list forgot.
        parts.extend(
            part.fields
                .get("start_node")
                .and_then(|start| cast.spec.part(start, &part.at("start_node"))),
        );
        for node in parts {
            if let Entry::Vacant(vacant) = nodes.entry(node.key()) {
                let drawn = self.node(pen, cast, &node, ends, &mut whole, depth)?;
                vacant.insert((drawn, node));
            }
        }
        let start = part
            .fields
            .get("start_node")
            .and_then(|start| cast.spec.part(start, &part.at("start_node")));
        match start.and_then(|start| nodes.get(&start.key())) {
            Some((start, _)) => self.wiring.steps.way(enter, start.enter, None),
            None => pen.notes.warning(
                &part.at("start_node"),
                "the flow names no node that starts it",
            ),
        }
        self.ways(pen, cast, part, &nodes);
        self.data(pen, cast, part, &nodes);
        Ok(whole)
    }

    pub(super) fn pass(&mut self, part: &Part<'_>) -> (usize, usize) {
        let key = part.key();
        let enter = self.wiring.add(Step::Pass, &key, &part.place);
        let leave = self.wiring.add(Step::Pass, &key, &part.place);
        (enter, leave)
    }

    fn ways<'v>(
        &mut self,
        pen: &mut Pen<'_>,
        cast: &mut Cast<'_, 'v>,
        part: &Part<'v>,
        nodes: &BTreeMap<String, (Node, Part<'v>)>,
    ) {
        for edge in cast.list(pen, part, "control_flow_connections") {
            let end = |member| end(cast, &edge, member, nodes);
            let (Some((from, sender)), Some((to, _))) = (end("from_node"), end("to_node")) else {
                pen.notes.warning(
                    &edge.place,
                    "this way leads from or to no node of the flow and was left out",
                );
                continue;
            };
            let branch = str_of(edge.fields, "from_branch");
            let when = branch
                .filter(|branch| *branch != "next")
                .map(|branch| when(sender, branch));
            if let Some(end) = from.branches.get(branch.unwrap_or("next")) {
                // The end of the inner flow that has this branch leads on; the others do not.
                self.wiring.steps.way(*end, to.enter, None);
            } else if when == Some(When::Failed) {
                // Whoever works within may fail.
                for step in from.within.clone() {
                    if matches!(self.wiring.steps.step(step), Some(Step::Work(_))) {
                        self.wiring.steps.way(step, to.enter, when.clone());
                    }
                }
            } else {
                self.wiring.steps.way(from.leave, to.enter, when);
            }
        }
    }

    fn data<'v>(
        &mut self,
        pen: &mut Pen<'_>,
        cast: &mut Cast<'_, 'v>,
        part: &Part<'v>,
        nodes: &BTreeMap<String, (Node, Part<'v>)>,
    ) {
        for edge in cast.list(pen, part, "data_flow_connections") {
            let end = |member| end(cast, &edge, member, nodes);
            let (Some((from, sender)), Some((to, receiver))) =
                (end("source_node"), end("destination_node"))
            else {
                pen.notes.warning(
                    &edge.place,
                    "this data edge leads from or to no node of the flow and was left out",
                );
                continue;
            };
            let Some(input) = str_of(edge.fields, "destination_input") else {
                continue;
            };
            let output = str_of(edge.fields, "source_output").unwrap_or(input);
            let schema = property(cast, receiver, "inputs", input)
                .or_else(|| property(cast, sender, "outputs", output));
            let (schema, has_default) =
                schema.unwrap_or_else(|| (Value::Object(Map::new()), false));
            let known = self.data.entry((from.leave, to.enter)).or_default();
            if known.iter().all(|(name, ..)| name != input) {
                known.push((input.to_owned(), schema, !has_default));
            }
        }
    }

    fn connect(&mut self, pen: &mut Pen<'_>, cast: &Cast<'_, '_>) -> Result<(), ImportError> {
        let mut pinned = BTreeMap::new();
        let pairs: BTreeSet<(usize, usize)> = self.data.keys().copied().collect();
        for (from, to) in pairs {
            let is_work = |step| matches!(self.wiring.steps.step(step), Some(Step::Work(_)));
            if let Some(members) = self.data.remove(&(from, to))
                && is_work(from)
                && is_work(to)
            {
                let key = format!("data {} to {}", self.wiring.key(from), self.wiring.key(to));
                let contract = pen.contract(
                    &key,
                    &format!("{} to {}", self.wiring.name(from), self.wiring.name(to)),
                    &object_schema(members),
                    "/data_flow_connections",
                )?;
                pinned.insert((from, to), contract);
            }
        }
        let mut made = Vec::new();
        let Self {
            wiring,
            told,
            parallel,
            ..
        } = self;
        wiring.connect(pen, |handoff, from, lead| {
            lead.tell(handoff, told);
            handoff.parallel_group = lead
                .over
                .iter()
                .find_map(|step| parallel.get(step))
                .cloned();
            if let Some((contract, version)) = pinned.get(&(from, lead.to)) {
                handoff.contract = Some(contract.clone());
                handoff.version = Some(version.clone());
            }
            if handoff.mode == HandoffMode::Transfer {
                made.push((handoff.id.clone(), handoff.from.clone(), handoff.to.clone()));
            }
        })?;
        wiring.tell_lost(pen, told);
        for (id, from, to) in made {
            match to {
                Target::Agent(to) => cast.receives(pen, &to, &id),
                Target::Outcome(_) => cast.answers(pen, &from, &id),
                Target::Query(_) => {}
            }
        }
        Ok(())
    }
}

/// What a branch of a node means.
fn when(sender: &Part<'_>, branch: &str) -> When {
    if branch == "caught_exception_branch" {
        return When::Failed;
    }
    if sender.kind != "BranchingNode" {
        return When::Label(branch.to_owned());
    }
    let mapping = sender.fields.get("mapping").and_then(Value::as_object);
    let values: Vec<&str> = mapping
        .into_iter()
        .flatten()
        .filter(|(_, to)| to.as_str() == Some(branch))
        .map(|(value, _)| value.as_str())
        .collect();
    match &values[..] {
        [] if branch == "default" => When::Otherwise,
        [] => When::Label(branch.to_owned()),
        values => When::Label(values.join(", ")),
    }
}

/// The node that an edge begins or ends at.
fn end<'n, 'v>(
    cast: &Cast<'_, 'v>,
    edge: &Part<'v>,
    member: &str,
    nodes: &'n BTreeMap<String, (Node, Part<'v>)>,
) -> Option<&'n (Node, Part<'v>)> {
    let node = edge.fields.get(member)?;
    nodes.get(&cast.spec.part(node, &edge.at(member))?.key())
}

/// A property of a node, or of what it runs, with whether it has a default.
fn property(
    cast: &Cast<'_, '_>,
    node: &Part<'_>,
    member: &str,
    title: &str,
) -> Option<(Value, bool)> {
    let find = |part: &Map<String, Value>| {
        let list = part.get(member)?.as_array()?;
        let found = list
            .iter()
            .find(|property| property["title"] == title)?
            .as_object()?;
        let mut schema = found.clone();
        schema.remove("title");
        let has_default = schema.contains_key("default");
        Some((Value::Object(schema), has_default))
    };
    find(node.fields).or_else(|| {
        let inner = ["agent", "tool", "subflow"]
            .iter()
            .find_map(|inner| node.fields.get(*inner))?;
        find(cast.spec.part(inner, "")?.fields)
    })
}
