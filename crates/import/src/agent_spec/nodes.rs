//! Nodes of a flow: who works there, and the flows that run inside.

use super::agents::{Cast, Seat, payload};
use super::flow::{Draft, Ends, Node};
use super::spec::Part;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, at, known, str_of};
use crate::steps::Step;
use crate::text::visible;
use baton_model::{AgentId, AgentKind, Kind, RecordKey, Target};

impl Draft {
    pub(super) fn node<'v>(
        &mut self,
        pen: &mut Pen<'_>,
        cast: &mut Cast<'_, 'v>,
        node: &Part<'v>,
        ends: Ends,
        whole: &mut Node,
        depth: usize,
    ) -> Result<Node, ImportError> {
        let key = node.key();
        let step = match node.kind {
            "AgentNode" => {
                let seat = match cast.member(pen, node, "agent") {
                    // A flow as an agent runs inside its node.
                    Some(inner) if inner.kind == "Flow" => {
                        return self.inside(pen, cast, node, &[inner], depth);
                    }
                    Some(inner) => cast.seat(pen, &inner, depth + 1)?,
                    None => Seat::default(),
                };
                return Ok(self.seated(&seat, node));
            }
            "LlmNode" => Step::Work(
                cast.seat(pen, node, depth + 1)?
                    .entries
                    .first()
                    .cloned()
                    .map_or_else(|| somebody(pen, cast, node, AgentKind::Ai), Ok)?,
            ),
            "ToolNode" => match cast.member(pen, node, "tool") {
                Some(tool) => {
                    let id = cast.tool(pen, &tool)?;
                    Step::Work(id)
                }
                None => Step::Work(somebody(pen, cast, node, AgentKind::Tool)?),
            },
            "ApiNode" => Step::Work(cast.tool(pen, node)?),
            "InputMessageNode" => {
                let id = somebody(pen, cast, node, AgentKind::Human)?;
                let text = pen.text(&node.at("message"), node.fields.get("message"));
                pen.scope(&id, &text);
                Step::Work(id)
            }
            "EndNode" if ends == Ends::Outcomes => Step::End(end(pen, node)?),
            "FlowNode" | "MapNode" | "ParallelMapNode" | "CatchExceptionNode"
            | "ParallelFlowNode" => {
                let member = if node.kind == "ParallelFlowNode" {
                    "subflows"
                } else {
                    "subflow"
                };
                let inner = match node.kind {
                    "ParallelFlowNode" => cast.list(pen, node, member),
                    _ => cast.member(pen, node, member).into_iter().collect(),
                };
                if node.kind.ends_with("MapNode") {
                    pen.notes.info(&node.place, "the flow inside runs once for each item of a list; how often is not in the file");
                }
                return self.inside(pen, cast, node, &inner, depth);
            }
            "StartNode" | "EndNode" | "BranchingNode" | "OutputMessageNode" => Step::Pass,
            other => {
                pen.notes.warning(
                    &node.place,
                    format!(
                        "the node {:?} is not known; it was passed over",
                        visible(other, 80)
                    ),
                );
                Step::Pass
            }
        };
        let step = self.wiring.add(step, &key, &node.place);
        self.wiring.called(step, node.name());
        if node.kind == "OutputMessageNode" {
            let text = pen.text(&node.at("message"), node.fields.get("message"));
            self.told.insert(step, text);
        }
        if node.kind == "EndNode" && ends == Ends::Node {
            let branch = str_of(node.fields, "branch_name").unwrap_or("next");
            self.wiring.steps.way(step, whole.leave, None);
            whole.branches.insert(branch.to_owned(), step);
        }
        Ok(Node::of(step, step))
    }

    /// A node with somebody in it, or a whole group.
    fn seated(&mut self, seat: &Seat, node: &Part<'_>) -> Node {
        let key = node.key();
        if let ([one], [same]) = (&seat.entries[..], &seat.exits[..])
            && one == same
        {
            let step = self.wiring.add(Step::Work(one.clone()), &key, &node.place);
            self.wiring.called(step, node.name());
            return Node::of(step, step);
        }
        let (enter, leave) = self.pass(node);
        for agent in &seat.entries {
            let step = self
                .wiring
                .add(Step::Work(agent.clone()), &key, &node.place);
            self.wiring.steps.way(enter, step, None);
            if seat.exits.contains(agent) {
                self.wiring.steps.way(step, leave, None);
            }
        }
        for agent in seat
            .exits
            .iter()
            .filter(|agent| !seat.entries.contains(agent))
        {
            let step = self
                .wiring
                .add(Step::Work(agent.clone()), &key, &node.place);
            self.wiring.steps.way(step, leave, None);
        }
        if seat.entries.is_empty() {
            self.wiring.steps.way(enter, leave, None);
        }
        Node {
            within: enter..self.wiring.steps.len(),
            ..Node::of(enter, leave)
        }
    }

    /// A node that runs flows.
    fn inside<'v>(
        &mut self,
        pen: &mut Pen<'_>,
        cast: &mut Cast<'_, 'v>,
        node: &Part<'v>,
        flows: &[Part<'v>],
        depth: usize,
    ) -> Result<Node, ImportError> {
        let (enter, leave) = self.pass(node);
        let mut whole = Node::of(enter, leave);
        let around = cast.group.clone();
        cast.group = Some(pen.group(&node.key(), &node.name(), around.as_ref(), &node.place)?);
        for flow in flows {
            let inner = self.flow(pen, cast, flow, Ends::Node, depth + 1)?;
            self.wiring.steps.way(enter, inner.enter, None);
            self.wiring.steps.way(inner.leave, leave, None);
            whole.branches.extend(inner.branches);
        }
        if flows.len() > 1 {
            self.parallel.insert(enter, visible(&node.name(), 200));
        }
        whole.within = enter..self.wiring.steps.len();
        cast.group = around;
        if flows.is_empty() {
            self.wiring.steps.way(enter, leave, None);
        }
        Ok(whole)
    }
}

/// Somebody who is only a node.
fn somebody(
    pen: &mut Pen<'_>,
    cast: &Cast<'_, '_>,
    node: &Part<'_>,
    kind: AgentKind,
) -> Result<AgentId, ImportError> {
    let guess = if kind == AgentKind::Ai {
        Guess::worker()
    } else {
        known(kind)
    };
    let id = pen.agent(&node.key(), &node.name(), &node.place, &guess)?;
    pen.stands(&id, cast.group.as_ref())?;
    let text = pen.text(&node.at("description"), node.fields.get("description"));
    pen.scope(&id, &text);
    pen.keep_of(
        &id,
        node.fields,
        &[
            "component_type",
            "id",
            "name",
            "description",
            "message",
            "inputs",
            "outputs",
            "branches",
        ],
        &node.place,
    );
    payload(pen, node, "inputs")?;
    Ok(id)
}

/// The outcome of an end; every branch is one of its own.
fn end(pen: &mut Pen<'_>, node: &Part<'_>) -> Result<Target, ImportError> {
    let branch = str_of(node.fields, "branch_name").filter(|branch| *branch != "next");
    let Some(branch) = branch else {
        return pen.completed(&node.place);
    };
    let bad = [
        "fail", "error", "reject", "declin", "cancel", "abort", "denied",
    ];
    let name = branch.to_lowercase();
    let good = !bad.iter().any(|word| name.contains(word));
    let target = pen
        .sketch
        .outcome(&node.key(), branch, good, &at(&node.place, "branch_name"))?;
    if let Target::Outcome(outcome) = &target {
        let word = if good { "good" } else { "not good" };
        pen.guessed(
            &RecordKey::new(Kind::Outcome, outcome.outcome.as_str()),
            &format!("{word}: by the name of the branch"),
        );
    }
    Ok(target)
}
