//! The code that runs agents, as steps: which run follows which, and what has to hold in between.

use super::agents::Reading;
use super::code::{Code, call, children, inner, is_function, place};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::course::{Course, Heads};
use crate::openai_agents::follow::Follow;
use crate::steps::When;
use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use tree_sitter::Node;

/// The steps that a source takes.
pub(super) struct Flow<'r, 't> {
    pub code: &'r Code<'t>,
    pub course: Course,
    /// Approvals that no condition was seen to decide on, by offset.
    pub unasked: BTreeMap<usize, Node<'t>>,
}

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
            course: Course::new(reading.running(notes))?,
            unasked: BTreeMap::new(),
        };
        let called = flow.collect();
        if flow.course.runs_nobody() {
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
            .filter(|function| flow.course.runs_in(*function))
            .collect();
        let (later, first): (Vec<_>, Vec<_>) = of_runs.into_iter().partition(is_named);
        for function in first.into_iter().chain(later) {
            if !flow.course.is_done(function) {
                flow.start(function, notes);
            }
        }
        flow.tell_rest(notes);
        Ok(flow)
    }

    /// Collects what the order of runs depends on. Gives the names of functions that are called.
    fn collect(&mut self) -> BTreeSet<&'t str> {
        let (mut runs, mut approvals) = (Vec::new(), Vec::new());
        let mut called: BTreeMap<&'t str, (Node<'t>, Vec<usize>)> = BTreeMap::new();
        for node in &self.code.calls {
            let Some(made) = call(*node) else {
                continue;
            };
            let at = node.start_byte();
            if self.course.is_run(*node) {
                runs.push(at);
            }
            let name = self.code.last_name(made.function);
            if name == "approvalRequest" {
                approvals.push(at);
                self.unasked.insert(at, *node);
            } else if let Some(function) = self.local(made.function) {
                let calls = called.entry(name);
                let calls = calls.or_insert_with(|| (function, Vec::new()));
                calls.1.push(at);
            }
        }
        let names = called.keys().copied().collect();
        let called: Vec<_> = called.into_values().collect();
        self.course.mark(runs, approvals, &called);
        names
    }

    /// Whether the order of runs depends on a part of the source.
    pub(super) fn matters(&self, node: Node<'_>) -> bool {
        self.course.matters(node, &self.code.leaves)
    }

    /// `if`, `else if`, `else`: one step with a branch for each.
    fn choice(
        &mut self,
        node: Node<'t>,
        heads: &[usize],
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let mut from = self.course.pass(heads);
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
                from = self.course.pass(&heads);
            }
            let (yes, no) = self.when(condition, notes);
            let is_gate = matches!(no, When::Refused(_) | When::Approved(_));
            let heads = self.course.branch(from, yes);
            if let Some(body) = node.child_by_field_name("consequence") {
                out.extend(self.statement(body, heads, depth, notes));
            }
            let other = node
                .child_by_field_name("alternative")
                .and_then(|other| children(other).first().copied());
            match other {
                Some(next) if next.kind() == "if_statement" => {
                    if is_gate {
                        from = self.course.branch(from, no)[0];
                    }
                    node = next;
                }
                Some(body) => {
                    let heads = self.course.branch(from, no);
                    out.extend(self.statement(body, heads, depth, notes));
                    return out;
                }
                None => {
                    out.extend(self.course.branch(from, no));
                    return out;
                }
            }
        }
    }
}

impl<'t> Follow<'t> for Flow<'_, 't> {
    const BLOCK: &'static str = "statement_block";

    fn course(&mut self) -> &mut Course {
        &mut self.course
    }

    fn children(node: Node<'t>) -> Vec<Node<'t>> {
        children(node)
    }

    fn is_function(node: Node<'t>) -> bool {
        is_function(node)
    }

    fn warn(&self, node: Node<'t>, notes: &mut Notes, words: &str) {
        notes.warning(&place(node), words);
    }

    /// The function of the source that is called by `name()` or `this.name()`.
    fn local(&self, function: Node<'t>) -> Option<Node<'t>> {
        let function = inner(function);
        let object = function.child_by_field_name("object");
        if object.is_some_and(|object| object.kind() != "this") {
            return None;
        }
        let name = self.code.last_name(function);
        self.code.functions.get(name).copied()
    }

    fn name(&self, function: Node<'t>) -> &'t str {
        self.code.last_name(function)
    }

    fn approval(&mut self, condition: Node<'t>) -> Option<(String, bool)> {
        self.asked(condition)
    }

    fn unasked(&mut self) -> &mut BTreeMap<usize, Node<'t>> {
        &mut self.unasked
    }

    fn label(&self, condition: Node<'t>) -> Option<String> {
        self.compared(condition)
    }

    fn words(&self, condition: Node<'t>) -> String {
        let text = self.code.text(inner(condition));
        let words: Vec<&str> = text.split_whitespace().take(400).collect();
        visible(&words.join(" "), 400)
    }

    fn denied(&self, condition: Node<'t>) -> String {
        format!("!({})", self.words(condition))
    }

    fn stands(&self, node: Node<'t>) -> (Option<Rc<str>>, usize) {
        (None, node.start_position().row)
    }

    fn looks(&mut self, depth: usize) -> bool {
        if !self.course.looks(depth) {
            return false;
        }
        let may = self.code.spend(1);
        if !may {
            self.course.give_up();
        }
        may
    }

    fn expression(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        if !self.matters(node) || is_function(node) || !self.looks(depth) {
            return heads;
        }
        self.parts(node, heads, depth + 1, notes)
    }

    fn statement(
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
                self.course.returned(heads);
                Heads::new()
            }
            "break_statement" => self.course.break_out(heads).err().unwrap_or_default(),
            "continue_statement" => self.course.go_on(heads).err().unwrap_or_default(),
            _ => self.expression(node, heads, depth, notes),
        }
    }
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
