//! The code that runs agents, as steps: which run follows which, and what has to hold in between.

use super::agents::Reading;
use super::code::{call, children, inner, is_function, last_name, text};
use super::modules::Project;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::by_code::{Followed, Run};
use crate::steps::{Step, Steps, When};
use baton_model::AgentId;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use tree_sitter::Node;

/// Deepest nesting of statements and calls that is followed.
const DEEPEST: usize = 100;
/// Most steps of a project.
const MOST_STEPS: usize = 10_000;
/// How many parts of the code are looked at.
const MOST_VISITS: usize = 100_000;

/// The steps that the modules take.
pub(super) struct Flow<'r, 't> {
    pub project: &'r Project<'t>,
    pub source: &'t str,
    pub steps: Steps,
    /// By step.
    pub runs: BTreeMap<usize, Run>,
    starts: Vec<usize>,
    /// What a condition that compares an answer with a word means: that word.
    pub labels: BTreeMap<String, String>,
    /// Where conditions stand: file and row.
    pub stands: BTreeMap<String, (Option<Rc<str>>, usize)>,
    worker: Step,
    /// By the call.
    running: BTreeMap<usize, Run>,
    /// Where something happens that the order of runs depends on: offsets in order.
    events: Vec<usize>,
    pub approvals: Vec<usize>,
    /// Approvals that no condition was seen to decide on, by offset.
    pub unasked: BTreeMap<usize, Node<'t>>,
    pub frames: Vec<Frame>,
    /// Functions that were gone through, and those that are being.
    done: BTreeSet<usize>,
    open: Vec<usize>,
    visits: usize,
    gave_up: bool,
}

/// A function that is gone through.
#[derive(Default)]
pub(super) struct Frame {
    function: usize,
    returns: Vec<usize>,
    pub loops: Vec<Loop>,
}

/// Something that `break` leaves; `again` is where `continue` goes.
pub(super) struct Loop {
    pub again: usize,
    pub breaks: Vec<usize>,
}

/// Steps that lead to whatever comes next.
pub(super) type Heads = Vec<usize>;

impl<'r, 't> Flow<'r, 't> {
    /// Goes through everything that runs agents.
    pub(super) fn read(
        reading: &mut Reading<'r, 't>,
        notes: &mut Notes,
    ) -> Result<Self, ImportError> {
        let project = reading.project;
        let mut flow = Self {
            project,
            source: reading.source,
            steps: Steps::default(),
            runs: BTreeMap::new(),
            starts: Vec::new(),
            labels: BTreeMap::new(),
            stands: BTreeMap::new(),
            worker: Step::Work(AgentId::new("agent")?),
            running: reading.running(notes),
            events: Vec::new(),
            approvals: Vec::new(),
            unasked: BTreeMap::new(),
            frames: Vec::new(),
            done: BTreeSet::new(),
            open: Vec::new(),
            visits: 0,
            gave_up: false,
        };
        if flow.running.is_empty() {
            return Ok(flow);
        }
        let called = flow.collect(reading);
        for module in &reading.modules {
            flow.start(project.modules[*module].root, notes);
        }
        let of_runs: Vec<Node<'t>> = project
            .all_functions
            .iter()
            .copied()
            .filter(|function| has(&flow.events, *function))
            .collect();
        let is_called = |function: &Node<'t>| called.contains(&function.id());
        let (later, first): (Vec<_>, Vec<_>) = of_runs.into_iter().partition(is_called);
        for function in first.into_iter().chain(later) {
            if !flow.done.contains(&function.id()) {
                flow.start(function, notes);
            }
        }
        for node in flow.unasked.values() {
            project.warn(
                *node,
                notes,
                "an approval is asked for here, but no agent is run or left out by its answer; no gate was drawn",
            );
        }
        if flow.gave_up {
            notes.warning(
                "",
                "the code that runs the agents is so large or nested so deep that not all of it was followed",
            );
        }
        Ok(flow)
    }

    /// What was followed.
    pub(super) fn followed(self) -> Followed {
        Followed {
            steps: self.steps,
            runs: self.runs,
            starts: self.starts,
            labels: self.labels,
            stands: self.stands,
        }
    }

    /// Collects what the order of runs depends on. Gives the functions that are called.
    fn collect(&mut self, reading: &Reading<'r, 't>) -> BTreeSet<usize> {
        let mut called: BTreeMap<usize, (Node<'t>, Vec<usize>)> = BTreeMap::new();
        for node in &self.project.calls {
            if !reading.is_here(*node) {
                continue;
            }
            let Some(made) = call(*node, self.source) else {
                continue;
            };
            if self.running.contains_key(&node.id()) {
                self.events.push(node.start_byte());
            } else if last_name(made.function, self.source) == "approval_request" {
                self.approvals.push(node.start_byte());
                self.unasked.insert(node.start_byte(), *node);
            } else if let Some(function) = self.local(made.function) {
                let calls = called.entry(function.id());
                let calls = calls.or_insert_with(|| (function, Vec::new()));
                calls.1.push(node.start_byte());
            }
        }
        self.events.sort_unstable();
        // Calls of functions that run agents, as deep as they go.
        for _ in 0..8 {
            let of_runs: Vec<usize> = called
                .values()
                .filter(|(function, _)| has(&self.events, *function))
                .flat_map(|(_, calls)| calls.iter().copied())
                .collect();
            let before = self.events.len();
            self.events.extend(of_runs);
            self.events.sort_unstable();
            self.events.dedup();
            if self.events.len() == before {
                break;
            }
        }
        called.into_keys().collect()
    }

    /// Whether agents are run in a part of the source.
    pub(super) fn runs_in(&self, node: Node<'_>) -> bool {
        has(&self.events, node)
    }

    /// How many places of a part of the source run agents.
    pub(super) fn count_in(&self, node: Node<'_>) -> usize {
        let at = |byte| self.events.partition_point(|at| *at < byte);
        at(node.end_byte()) - at(node.start_byte())
    }

    /// The step of a call that runs an agent.
    pub(super) fn run(&mut self, call: Node<'t>) -> Option<usize> {
        let run = self.running.get(&call.id())?.clone();
        let step = self.steps.add(self.worker.clone());
        self.runs.insert(step, run);
        Some(step)
    }

    /// The function that is called by its name, as `self.name()`, or as that of a module.
    pub(super) fn local(&self, function: Node<'t>) -> Option<Node<'t>> {
        let function = inner(function);
        match function.child_by_field_name("object") {
            Some(object) if matches!(text(object, self.source), "self" | "cls") => self
                .project
                .function(last_name(function, self.source), function.start_byte()),
            Some(_) => {
                self.project.home(function)?;
                self.project.callee(function)
            }
            None => self.project.callee(function),
        }
    }

    /// Whether the order of runs depends on a part of the source.
    pub(super) fn matters(&self, node: Node<'_>) -> bool {
        let function = self.frames.last().map_or(0, |frame| frame.function);
        let leaves = self.project.leaves.get(&function);
        has(&self.events, node)
            || has(&self.approvals, node)
            || leaves.is_some_and(|leaves| has(leaves, node))
    }

    fn start(&mut self, node: Node<'t>, notes: &mut Notes) {
        let start = self.steps.add(Step::Pass);
        let before = self.runs.len();
        let heads = if is_function(node) {
            self.inline(node, vec![start], 0, notes)
        } else {
            self.frames.push(Frame::default());
            let heads = self.block(&children(node), vec![start], 0, notes);
            self.frames.pop();
            heads
        };
        if self.runs.len() == before {
            return;
        }
        let end = self.steps.add(Step::Leave);
        self.join(&heads, end);
        self.starts.push(start);
    }

    pub(super) fn join(&mut self, heads: &[usize], step: usize) {
        for head in heads {
            self.steps.way(*head, step, None);
        }
    }

    pub(super) fn pass(&mut self, heads: &[usize]) -> usize {
        let step = self.steps.add(Step::Pass);
        self.join(heads, step);
        step
    }

    /// A branch of a step.
    pub(super) fn branch(&mut self, from: usize, when: When) -> Heads {
        let step = self.steps.add(Step::Pass);
        self.steps.way(from, step, Some(when));
        vec![step]
    }

    /// Counts a look; nothing more is looked at where it is one too many.
    pub(super) fn looks(&mut self, depth: usize) -> bool {
        self.visits += 1;
        let may = depth <= DEEPEST && self.visits <= MOST_VISITS && self.steps.len() <= MOST_STEPS;
        self.gave_up |= !may;
        may
    }

    /// Goes through a function where it is called.
    pub(super) fn inline(
        &mut self,
        function: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let Some(body) = function.child_by_field_name("body") else {
            return heads;
        };
        if self.open.contains(&function.id()) {
            self.project.warn(
                function,
                notes,
                "this function calls itself: agents that it runs again were drawn once",
            );
            return heads;
        }
        if !self.looks(depth) {
            return heads;
        }
        self.done.insert(function.id());
        self.open.push(function.id());
        self.frames.push(Frame {
            function: function.id(),
            ..Frame::default()
        });
        let mut heads = if body.kind() == "block" {
            self.block(&children(body), heads, depth + 1, notes)
        } else {
            self.expression(body, heads, depth + 1, notes)
        };
        if let Some(frame) = self.frames.pop() {
            heads.extend(frame.returns);
        }
        self.open.pop();
        heads
    }

    pub(super) fn block(
        &mut self,
        statements: &[Node<'t>],
        mut heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        for statement in statements {
            if heads.is_empty() {
                break;
            }
            heads = self.statement(*statement, heads, depth, notes);
        }
        heads
    }

    pub(super) fn statement(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        if raises(node) && !self.matters(node) {
            return Heads::new();
        }
        if !self.matters(node) || !self.looks(depth) {
            return heads;
        }
        let depth = depth + 1;
        match node.kind() {
            "block" | "else_clause" | "finally_clause" => {
                self.block(&children(node), heads, depth, notes)
            }
            "with_statement" => {
                let parts = children(node);
                let (body, items): (Vec<_>, Vec<_>) =
                    parts.into_iter().partition(|part| part.kind() == "block");
                let heads = self.all(&items, heads, depth, notes);
                self.block(&body, heads, depth, notes)
            }
            "function_definition" | "class_definition" | "decorated_definition" => heads,
            "if_statement" => self.choice(node, &heads, depth, notes),
            "match_statement" => self.cases(node, &heads, depth, notes),
            "while_statement" | "for_statement" => self.again(node, heads, depth, notes),
            "try_statement" => self.attempt(node, heads, depth, notes),
            "return_statement" => {
                let heads = self.all(&children(node), heads, depth, notes);
                if let Some(frame) = self.frames.last_mut() {
                    frame.returns.extend(heads);
                }
                Heads::new()
            }
            "break_statement" | "continue_statement" => {
                let is_break = node.kind() == "break_statement";
                let frame = self.frames.last_mut();
                let Some(around) = frame.and_then(|frame| frame.loops.last_mut()) else {
                    return heads;
                };
                if is_break {
                    around.breaks.extend(heads);
                } else {
                    let again = around.again;
                    self.join(&heads, again);
                }
                Heads::new()
            }
            _ => self.expression(node, heads, depth, notes),
        }
    }
}

/// Whether one of the offsets, which are in order, lies in a part of the source.
pub(super) fn has(offsets: &[usize], node: Node<'_>) -> bool {
    let first = offsets.partition_point(|at| *at < node.start_byte());
    offsets.get(first).is_some_and(|at| *at < node.end_byte())
}

/// Whether a statement only raises.
fn raises(node: Node<'_>) -> bool {
    match node.kind() {
        "raise_statement" => true,
        "block" => children(node)
            .last()
            .is_some_and(|last| last.kind() == "raise_statement"),
        _ => false,
    }
}
