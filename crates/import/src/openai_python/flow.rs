//! The code that runs agents, as steps: which run follows which, and what has to hold in between.

use super::agents::Reading;
use super::code::{call, children, inner, is_function, last_name, text};
use super::modules::Project;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::course::{Course, Heads};
use crate::openai_agents::follow::Follow;
use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use tree_sitter::Node;

/// The steps that the modules take.
pub(super) struct Flow<'r, 't> {
    pub project: &'r Project<'t>,
    pub source: &'t str,
    pub course: Course,
    /// Approvals that no condition was seen to decide on, by offset.
    pub unasked: BTreeMap<usize, Node<'t>>,
}

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
            course: Course::new(reading.running(notes))?,
            unasked: BTreeMap::new(),
        };
        if flow.course.runs_nobody() {
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
            .filter(|function| flow.course.runs_in(*function))
            .collect();
        let is_called = |function: &Node<'t>| called.contains(&function.id());
        let (later, first): (Vec<_>, Vec<_>) = of_runs.into_iter().partition(is_called);
        for function in first.into_iter().chain(later) {
            if !flow.course.is_done(function) {
                flow.start(function, notes);
            }
        }
        flow.tell_rest(notes);
        Ok(flow)
    }

    /// Collects what the order of runs depends on. Gives the functions that are called.
    fn collect(&mut self, reading: &Reading<'r, 't>) -> BTreeSet<usize> {
        let (mut runs, mut approvals) = (Vec::new(), Vec::new());
        let mut called: BTreeMap<usize, (Node<'t>, Vec<usize>)> = BTreeMap::new();
        for node in &self.project.calls {
            if !reading.is_here(*node) {
                continue;
            }
            let Some(made) = call(*node, self.source) else {
                continue;
            };
            let at = node.start_byte();
            if self.course.is_run(*node) {
                runs.push(at);
            } else if last_name(made.function, self.source) == "approval_request" {
                approvals.push(at);
                self.unasked.insert(at, *node);
            } else if let Some(function) = self.local(made.function) {
                let calls = called.entry(function.id());
                let calls = calls.or_insert_with(|| (function, Vec::new()));
                calls.1.push(at);
            }
        }
        let ids = called.keys().copied().collect();
        let called: Vec<_> = called.into_values().collect();
        self.course.mark(runs, approvals, &called);
        ids
    }

    /// Whether the order of runs depends on a part of the source.
    pub(super) fn matters(&self, node: Node<'_>) -> bool {
        self.course.matters(node, &self.project.leaves)
    }
}

impl<'t> Follow<'t> for Flow<'_, 't> {
    const BLOCK: &'static str = "block";

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
        self.project.warn(node, notes, words);
    }

    /// The function that is called by its name, as `self.name()`, or as that of a module.
    fn local(&self, function: Node<'t>) -> Option<Node<'t>> {
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

    fn name(&self, function: Node<'t>) -> &'t str {
        last_name(inner(function), self.source)
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
        let text = text(inner(condition), self.source);
        let words: Vec<&str> = text.split_whitespace().take(400).collect();
        visible(&words.join(" "), 400)
    }

    fn denied(&self, condition: Node<'t>) -> String {
        format!("not ({})", self.words(condition))
    }

    fn stands(&self, node: Node<'t>) -> (Option<Rc<str>>, usize) {
        (self.project.file(node), self.project.row(node))
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
                self.course.returned(heads);
                Heads::new()
            }
            "break_statement" => self.course.break_out(heads).err().unwrap_or_default(),
            "continue_statement" => self.course.go_on(heads).err().unwrap_or_default(),
            _ => self.expression(node, heads, depth, notes),
        }
    }
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
