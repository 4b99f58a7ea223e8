//! Loops, attempts and expressions of the code that runs agents.

use super::code::{call, children, inner, is_function, place};
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
        if self.course.runs_in(body) {
            notes.warning(&place(node), course::IN_A_LOOP);
        }
        let first = node
            .child_by_field_name("initializer")
            .or_else(|| node.child_by_field_name("right"));
        let heads = match first {
            Some(first) => self.expression(first, heads, depth, notes),
            None => heads,
        };
        let from = self.course.pass(&heads);
        let condition = node.child_by_field_name("condition");
        let holds = match condition {
            Some(condition) if self.words(condition) == "true" => None,
            Some(condition) => Some(self.words(condition)),
            None => {
                let left = node.child_by_field_name("left");
                let right = node.child_by_field_name("right");
                left.zip(right)
                    .map(|(left, right)| format!("{} of {}", self.words(left), self.words(right)))
            }
        };
        if node.kind() == "do_statement" {
            let asked = self.course.pass(&[]);
            let (end, breaks) = self.body(body, vec![from], Some(asked), depth, notes);
            self.course.join(&end, asked);
            let mut out = breaks;
            match holds {
                Some(holds) => {
                    let back = self.course.branch(asked, When::Holds(holds));
                    self.course.join(&back, from);
                    out.extend(self.course.branch(asked, When::Otherwise));
                }
                None => self.course.join(&[asked], from),
            }
            return out;
        }
        let mut out = Heads::new();
        let within = match holds {
            Some(holds) => self.course.branch(from, When::Holds(holds)),
            None => vec![from],
        };
        let is_endless = within == [from];
        let (end, breaks) = self.body(body, within, Some(from), depth, notes);
        self.course.join(&end, from);
        if !is_endless {
            out.extend(self.course.branch(from, When::Otherwise));
        }
        out.extend(breaks);
        out
    }

    /// `switch`: a branch for each case, which goes on into the next where nothing leaves it.
    pub(super) fn switch(
        &mut self,
        node: Node<'t>,
        heads: &[usize],
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let mut from = self.course.pass(heads);
        let value = node.child_by_field_name("value");
        if let Some(value) = value {
            let heads = self.expression(value, vec![from], depth, notes);
            from = self.course.pass(&heads);
        }
        let (mut through, mut out) = (Heads::new(), Heads::new());
        let mut has_default = false;
        let cases = node.child_by_field_name("body").map(children);
        for case in cases.unwrap_or_default() {
            if !self.looks(depth) {
                break;
            }
            let compared = value.zip(case.child_by_field_name("value"));
            has_default |= compared.is_none();
            let when = compared.map_or(When::Otherwise, |(value, case)| self.case(value, case));
            let mut heads = self.course.branch(from, when);
            heads.append(&mut through);
            let mut cursor = case.walk();
            let statements: Vec<Node<'t>> =
                case.children_by_field_name("body", &mut cursor).collect();
            self.course.enter_loop(None);
            through = self.block(&statements, heads, depth, notes);
            out.extend(self.course.leave_loop());
        }
        out.extend(through);
        if !has_default {
            out.extend(self.course.branch(from, When::Otherwise));
        }
        out
    }

    /// `try`: what fails in it leads to what catches it.
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
        let caught = node
            .child_by_field_name("handler")
            .and_then(|handler| handler.child_by_field_name("body"));
        if let Some(caught) = caught {
            if self.matters(caught) && !tried.is_empty() {
                let fails = self.course.fail(&tried);
                out.extend(self.statement(caught, vec![fails], depth, notes));
            } else if !tried.is_empty() {
                notes.warning(&place(caught), course::CAUGHT);
            }
        }
        match node.child_by_field_name("finalizer") {
            Some(last) => self.statement(last, out, depth, notes),
            None => out,
        }
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
            "call_expression" | "new_expression" => self.called(node, heads, depth, notes),
            "ternary_expression" => {
                let part = |name| node.child_by_field_name(name).unwrap_or(node);
                let parts = [part("consequence"), part("alternative")];
                self.one_of(part("condition"), parts, heads, depth, notes)
            }
            "binary_expression" => {
                let part = |name| node.child_by_field_name(name).unwrap_or(node);
                let sides = [part("left"), part("right")];
                match self.code.text(part("operator")) {
                    "&&" => self.short_of(sides, true, heads, depth, notes),
                    "||" | "??" => self.short_of(sides, false, heads, depth, notes),
                    _ => self.all(&sides, heads, depth, notes),
                }
            }
            "class_declaration" | "class" => heads,
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
        let Some(made) = call(node) else {
            return heads;
        };
        let callee = inner(made.function);
        let method = self.code.last_name(callee);
        let object = callee.child_by_field_name("object");
        if let Some(object) = object {
            heads = self.expression(object, heads, depth, notes);
        }
        let is_promise = object.is_some_and(|object| self.code.text(object) == "Promise");
        if is_promise && matches!(method, "all" | "allSettled" | "any" | "race") {
            let list = made.arguments.first().map(|list| self.code.follow(*list));
            let parts = list.filter(|list| list.kind() == "array").map(children);
            if let Some(parts) = parts {
                let is_first = matches!(method, "any" | "race");
                let join = if is_first { Join::Any } else { Join::All };
                return self.at_once(node, (&parts, join), &heads, depth, notes);
            }
        }
        if matches!(method, "map" | "forEach" | "flatMap" | "filter" | "reduce") && object.is_some()
        {
            notes.warning(&place(node), course::FOR_EACH);
        }
        for argument in &made.arguments {
            heads = if is_function(inner(*argument)) {
                self.inline(inner(*argument), heads, depth, notes)
            } else {
                self.expression(*argument, heads, depth, notes)
            };
        }
        if is_function(callee) {
            return self.inline(callee, heads, depth, notes);
        }
        self.land(node, callee, heads, depth, notes)
    }
}
