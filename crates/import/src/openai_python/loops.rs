//! Loops, attempts and expressions of the code that runs agents.

use super::code::{call, children, inner, last_name, text};
use super::flow::Flow;
use crate::notes::Notes;
use crate::openai_agents::course::{self, Heads};
use crate::openai_agents::follow::Follow;
use crate::steps::When;
use baton_model::Join;
use tree_sitter::Node;

impl<'t> Flow<'_, 't> {
    /// A loop: its body leads back to where it began.
    pub(super) fn again(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let Some(body) = node.child_by_field_name("body") else {
            return heads;
        };
        if self.course.count_in(body) > 1 {
            self.project.warn(node, notes, course::IN_A_LOOP);
        }
        let heads = match node.child_by_field_name("right") {
            Some(first) => self.expression(first, heads, depth, notes),
            None => heads,
        };
        let from = self.course.pass(&heads);
        let holds = match node.child_by_field_name("condition") {
            Some(condition) if matches!(self.words(condition).as_str(), "True" | "1") => None,
            Some(condition) => Some(self.words(condition)),
            None => {
                let left = node.child_by_field_name("left");
                let right = node.child_by_field_name("right");
                left.zip(right)
                    .map(|(left, right)| format!("{} in {}", self.words(left), self.words(right)))
            }
        };
        let within = match &holds {
            Some(holds) => self.course.branch(from, When::Holds(holds.clone())),
            None => vec![from],
        };
        let (end, breaks) = self.body(body, within, Some(from), depth, notes);
        self.course.join(&end, from);
        let mut out = Heads::new();
        if holds.is_some() {
            let done = self.course.branch(from, When::Otherwise);
            out.extend(match node.child_by_field_name("alternative") {
                Some(last) => self.statement(last, done, depth, notes),
                None => done,
            });
        }
        out.extend(breaks);
        out
    }

    /// `try`: what fails in it leads to what catches it; a guardrail's tripwire is a condition of its own.
    pub(super) fn attempt(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let Some(body) = node.child_by_field_name("body") else {
            return heads;
        };
        let before = self.course.followed.steps.len();
        let mut out = self.statement(body, heads, depth, notes);
        let tried = self.course.runs_since(before);
        let parts = children(node);
        let of = |kind: &'static str| {
            parts
                .iter()
                .copied()
                .filter(move |part| part.kind() == kind)
        };
        for last in of("else_clause") {
            out = self.statement(last, out, depth, notes);
        }
        for caught in of("except_clause").filter(|_| !tried.is_empty()) {
            let Some(block) = children(caught)
                .into_iter()
                .find(|part| part.kind() == "block")
            else {
                continue;
            };
            let kinds: Vec<String> = children(caught)
                .into_iter()
                .filter(|part| part.kind() != "block")
                .map(|part| self.words(part))
                .collect();
            let kinds = kinds.join(", ");
            let kinds = kinds.split(" as ").next().unwrap_or(&kinds).to_owned();
            let trips = kinds.contains("Tripwire");
            if !self.matters(block) && !trips {
                self.project.warn(block, notes, course::CAUGHT);
                continue;
            }
            let fails = self.course.fail(&tried);
            let heads = if trips {
                let words = format!("{kinds} is raised");
                self.keep(&words, caught);
                self.course.branch(fails, When::Holds(words))
            } else {
                vec![fails]
            };
            out.extend(self.statement(block, heads, depth, notes));
        }
        for last in of("finally_clause") {
            out = self.statement(last, out, depth, notes);
        }
        out
    }

    /// What the parts of an expression run, in the order in which they do.
    pub(super) fn parts(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        match node.kind() {
            "call" => self.called(node, heads, depth, notes),
            "conditional_expression" => {
                let [yes_part, condition, no_part] = children(node)[..] else {
                    return heads;
                };
                self.one_of(condition, [yes_part, no_part], heads, depth, notes)
            }
            "boolean_operator" => {
                let part = |name| node.child_by_field_name(name).unwrap_or(node);
                let is_and = text(part("operator"), self.source) == "and";
                self.short_of([part("left"), part("right")], is_and, heads, depth, notes)
            }
            "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
            | "generator_expression" => {
                if self.course.runs_in(node) {
                    self.project.warn(node, notes, course::FOR_EACH);
                }
                self.all(&children(node), heads, depth, notes)
            }
            "class_definition" | "decorated_definition" => heads,
            _ => self.all(&children(node), heads, depth, notes),
        }
    }

    /// What a call runs: what it is handed, then what it calls.
    fn called(
        &mut self,
        node: Node<'t>,
        mut heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let Some(made) = call(node, self.source) else {
            return heads;
        };
        let callee = inner(made.function);
        if let Some(object) = callee.child_by_field_name("object") {
            heads = self.expression(object, heads, depth, notes);
        }
        if last_name(callee, self.source) == "gather" {
            return self.at_once(node, (&made.positional, Join::All), &heads, depth, notes);
        }
        for argument in made.positional.iter().chain(made.named.values()) {
            heads = self.expression(*argument, heads, depth, notes);
        }
        self.land(node, callee, heads, depth, notes)
    }
}
