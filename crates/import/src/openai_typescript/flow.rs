//! The code that runs agents, as steps: which run follows which, and what has to hold in between.

use super::agents::Reading;
use super::code::{Code, call, children, inner, is_function, place};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::by_code::{Followed, Run};
use crate::steps::{Step, Steps, When};
use baton_model::AgentId;
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::Node;

/// Deepest nesting of statements and calls that is followed.
const DEEPEST: usize = 100;
/// Most steps of a source.
const MOST_STEPS: usize = 10_000;
/// How many parts of the code are looked at.
const MOST_VISITS: usize = 100_000;

/// The steps that a source takes.
pub(super) struct Flow<'r, 't> {
    pub code: &'r Code<'t>,
    pub steps: Steps,
    /// By step.
    pub runs: BTreeMap<usize, Run>,
    /// Where the flows begin.
    starts: Vec<usize>,
    /// What a condition that compares an answer with a word means: that word.
    pub labels: BTreeMap<String, String>,
    /// Rows of conditions.
    pub stands: BTreeMap<String, usize>,
    worker: Step,
    /// By the call.
    running: BTreeMap<usize, Run>,
    /// Where something happens that the order of runs depends on: offsets in order.
    events: Vec<usize>,
    pub approvals: Vec<usize>,
    /// Rows of the approvals that no condition was seen to decide on, by offset.
    pub unasked: BTreeMap<usize, usize>,
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
    pub again: Option<usize>,
    pub breaks: Vec<usize>,
}

/// Steps that lead to whatever comes next.
pub(super) type Heads = Vec<usize>;

impl<'r, 't> Flow<'r, 't> {
    /// Goes through everything that runs agents.
    pub(super) fn read(
        reading: &mut Reading<'r, 't>,
        root: Node<'t>,
        notes: &mut Notes,
    ) -> Result<Self, ImportError> {
        let code = reading.code;
        let mut flow = Self {
            code,
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
        let called = flow.collect();
        if flow.running.is_empty() {
            return Ok(flow);
        }
        let is_named = |function: &Node<'t>| {
            let named = code.functions.iter();
            named
                .filter(|(_, own)| own.id() == function.id())
                .any(|(name, _)| called.contains(name))
        };
        flow.start(root, notes);
        let of_runs: Vec<Node<'t>> = code
            .all_functions
            .iter()
            .copied()
            .filter(|function| has(&flow.events, *function))
            .collect();
        let (later, first): (Vec<_>, Vec<_>) = of_runs.into_iter().partition(is_named);
        for function in first.into_iter().chain(later) {
            if !flow.done.contains(&function.id()) {
                flow.start(function, notes);
            }
        }
        for row in flow.unasked.values() {
            notes.warning(
                &format!("line {}", row + 1),
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
        let stands = self.stands.into_iter();
        Followed {
            steps: self.steps,
            runs: self.runs,
            starts: self.starts,
            labels: self.labels,
            stands: stands.map(|(words, row)| (words, (None, row))).collect(),
        }
    }

    /// Collects what the order of runs depends on. Gives the names of functions that are called.
    fn collect(&mut self) -> BTreeSet<&'t str> {
        let mut called: BTreeMap<&'t str, Vec<usize>> = BTreeMap::new();
        for node in &self.code.calls {
            let Some(made) = call(*node) else {
                continue;
            };
            if self.running.contains_key(&node.id()) {
                self.events.push(node.start_byte());
            }
            let name = self.code.last_name(made.function);
            if name == "approvalRequest" {
                self.approvals.push(node.start_byte());
                let row = node.start_position().row;
                self.unasked.insert(node.start_byte(), row);
            } else if self.local(made.function).is_some() {
                called.entry(name).or_default().push(node.start_byte());
            }
        }
        self.events.sort_unstable();
        // Calls of functions that run agents, as deep as they go.
        for _ in 0..8 {
            let of_runs: Vec<&'t str> = called
                .keys()
                .copied()
                .filter(|name| {
                    let function = self.code.functions.get(name);
                    function.is_some_and(|function| has(&self.events, *function))
                })
                .collect();
            let before = self.events.len();
            for name in of_runs {
                self.events.extend(called.get(name).into_iter().flatten());
            }
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

    /// The step of a call that runs an agent.
    pub(super) fn run(&mut self, call: Node<'t>) -> Option<usize> {
        let run = self.running.get(&call.id())?.clone();
        let step = self.steps.add(self.worker.clone());
        self.runs.insert(step, run);
        Some(step)
    }

    /// The function of the source that is called by `name()` or `this.name()`.
    pub(super) fn local(&self, function: Node<'t>) -> Option<Node<'t>> {
        let function = inner(function);
        let object = function.child_by_field_name("object");
        if object.is_some_and(|object| object.kind() != "this") {
            return None;
        }
        let name = self.code.last_name(function);
        self.code.functions.get(name).copied()
    }

    /// Whether the order of runs depends on a part of the source.
    pub(super) fn matters(&self, node: Node<'_>) -> bool {
        let function = self.frames.last().map_or(0, |frame| frame.function);
        let leaves = self.code.leaves.get(&function);
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
        let may = depth <= DEEPEST
            && self.visits <= MOST_VISITS
            && self.steps.len() <= MOST_STEPS
            && self.code.spend(1);
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
            notes.warning(
                &place(function),
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
        let mut heads = if body.kind() == "statement_block" {
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
        let inside = || children(node);
        if throws(node) && !self.matters(node) {
            return Heads::new();
        }
        if !self.matters(node) || !self.looks(depth) {
            return heads;
        }
        let depth = depth + 1;
        match node.kind() {
            "statement_block" | "else_clause" | "finally_clause" | "labeled_statement" => {
                self.block(&inside(), heads, depth, notes)
            }
            "if_statement" => self.choice(node, &heads, depth, notes),
            "switch_statement" => self.switch(node, &heads, depth, notes),
            "while_statement" | "for_statement" | "for_in_statement" | "do_statement" => {
                self.again(node, heads, depth, notes)
            }
            "try_statement" => self.attempt(node, heads, depth, notes),
            "return_statement" => {
                let heads = self.all(&inside(), heads, depth, notes);
                if let Some(frame) = self.frames.last_mut() {
                    frame.returns.extend(heads);
                }
                Heads::new()
            }
            "break_statement" | "continue_statement" => {
                let is_break = node.kind() == "break_statement";
                let loops = self.frames.last_mut().map(|frame| &mut frame.loops);
                let around = loops.and_then(|loops| {
                    let mut around = loops.iter_mut().rev();
                    around.find(|around| is_break || around.again.is_some())
                });
                match around {
                    Some(Loop { breaks, .. }) if is_break => breaks.extend(heads),
                    Some(Loop {
                        again: Some(again), ..
                    }) => {
                        let again = *again;
                        self.join(&heads, again);
                    }
                    _ => return heads,
                }
                Heads::new()
            }
            _ => self.expression(node, heads, depth, notes),
        }
    }

    /// `if`, `else if`, `else`: one step with a branch for each.
    fn choice(
        &mut self,
        node: Node<'t>,
        heads: &[usize],
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let mut from = self.pass(heads);
        let mut out = Heads::new();
        let mut node = node;
        loop {
            if !self.looks(depth) {
                out.push(from);
                return out;
            }
            let condition = node.child_by_field_name("condition").unwrap_or(node);
            let heads = self.expression(condition, vec![from], depth, notes);
            if heads != [from] {
                from = self.pass(&heads);
            }
            let (yes, no) = self.when(condition, notes);
            let is_gate = matches!(no, When::Refused(_) | When::Approved(_));
            let heads = self.branch(from, yes);
            if let Some(body) = node.child_by_field_name("consequence") {
                out.extend(self.statement(body, heads, depth, notes));
            }
            let other = node
                .child_by_field_name("alternative")
                .and_then(|other| children(other).first().copied());
            match other {
                Some(next) if next.kind() == "if_statement" => {
                    if is_gate {
                        from = self.branch(from, no)[0];
                    }
                    node = next;
                }
                Some(body) => {
                    let heads = self.branch(from, no);
                    out.extend(self.statement(body, heads, depth, notes));
                    return out;
                }
                None => {
                    out.extend(self.branch(from, no));
                    return out;
                }
            }
        }
    }
}

/// Whether one of the offsets, which are in order, lies in a part of the source.
pub(super) fn has(offsets: &[usize], node: Node<'_>) -> bool {
    let first = offsets.partition_point(|at| *at < node.start_byte());
    offsets.get(first).is_some_and(|at| *at < node.end_byte())
}

/// Whether a statement only throws.
fn throws(node: Node<'_>) -> bool {
    match node.kind() {
        "throw_statement" => true,
        "statement_block" => children(node)
            .last()
            .is_some_and(|last| last.kind() == "throw_statement"),
        _ => false,
    }
}
