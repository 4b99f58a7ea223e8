//! Going through code that runs agents: what is the same in every language.

use super::course::{
    ASKED_AMONG_OTHERS, BEGUN, CALLS_ITSELF, Course, Heads, NOT_ALL, UNASKED, told_at_once,
};
use crate::notes::Notes;
use crate::steps::When;
use baton_model::Join;
use std::collections::BTreeMap;
use std::rc::Rc;
use tree_sitter::Node;

/// Whoever goes through the statements and expressions of a language. `heads` are the steps that lead to what is gone through, and what is given
/// back are those that lead on from it; `depth` is how deep it is nested.
pub(crate) trait Follow<'t> {
    /// The kind of a node that holds statements.
    const BLOCK: &'static str;

    /// What was followed so far.
    fn course(&mut self) -> &mut Course;

    /// The named children of a node, without comments.
    fn children(node: Node<'t>) -> Vec<Node<'t>>;

    /// Whether a node is a function with a body of its own.
    fn is_function(node: Node<'t>) -> bool;

    /// Notes something about a part of the source.
    fn warn(&self, node: Node<'t>, notes: &mut Notes, words: &str);

    /// The function of the source that is called here.
    fn local(&self, function: Node<'t>) -> Option<Node<'t>>;

    /// What a called function is called, without the object before it.
    fn name(&self, function: Node<'t>) -> &'t str;

    /// The question of an approval that is all of a condition, and whether it asks for a yes. It no longer counts as unasked.
    fn approval(&mut self, condition: Node<'t>) -> Option<(String, bool)>;

    /// Approvals that no condition was seen to decide on, by offset.
    fn unasked(&mut self) -> &mut BTreeMap<usize, Node<'t>>;

    /// The word that a condition compares an agent's answer with.
    fn label(&self, condition: Node<'t>) -> Option<String>;

    /// A condition in the code's own words, on one line.
    fn words(&self, condition: Node<'t>) -> String;

    /// File and row of a part of the source; no file where there is only one.
    fn stands(&self, node: Node<'t>) -> (Option<Rc<str>>, usize);

    /// What has to hold for a condition not to be true, in the code's own words.
    fn denied(&self, condition: Node<'t>) -> String;

    /// Goes through a statement.
    fn statement(&mut self, node: Node<'t>, heads: Heads, depth: usize, notes: &mut Notes)
    -> Heads;

    /// Goes through an expression.
    fn expression(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads;

    /// Counts a look; nothing more is looked at where it is one too many.
    fn looks(&mut self, depth: usize) -> bool {
        self.course().looks(depth)
    }

    /// What has to hold for a condition to be true, and for it not to be.
    fn when(&mut self, condition: Node<'t>, notes: &mut Notes) -> (When, When) {
        if let Some((question, is_yes)) = self.approval(condition) {
            let (yes, no) = (When::Approved(question.clone()), When::Refused(question));
            return if is_yes { (yes, no) } else { (no, yes) };
        }
        if self.course().asks_in(condition) {
            let within = condition.byte_range();
            self.unasked().retain(|at, _| !within.contains(at));
            self.warn(condition, notes, ASKED_AMONG_OTHERS);
        }
        let words = self.words(condition);
        self.keep(&words, condition);
        if let Some(label) = self.label(condition) {
            let labels = &mut self.course().followed.labels;
            labels.insert(words.clone(), label);
        }
        (When::Holds(words), When::Otherwise)
    }

    /// Keeps where a condition stands first.
    fn keep(&mut self, words: &str, node: Node<'t>) {
        let place = self.stands(node);
        let stands = &mut self.course().followed.stands;
        stands.entry(words.to_owned()).or_insert(place);
    }

    /// Says what was asked for and not carried, and whether not all was followed.
    fn tell_rest(&mut self, notes: &mut Notes) {
        for node in std::mem::take(self.unasked()).into_values() {
            self.warn(node, notes, UNASKED);
        }
        if self.course().gave_up() {
            notes.warning("", NOT_ALL);
        }
    }

    /// Goes through what a loop repeats. Gives the steps at its end, and those that break out of it.
    fn body(
        &mut self,
        node: Node<'t>,
        heads: Heads,
        again: Option<usize>,
        depth: usize,
        notes: &mut Notes,
    ) -> (Heads, Heads) {
        self.course().enter_loop(again);
        let heads = self.statement(node, heads, depth, notes);
        (heads, self.course().leave_loop())
    }

    /// A flow that begins at a function, or at what stands outside of all.
    fn start(&mut self, node: Node<'t>, notes: &mut Notes) {
        let flow = self.course().begin();
        let heads = vec![flow.0];
        let heads = if Self::is_function(node) {
            self.inline(node, heads, 0, notes)
        } else {
            self.course().enter_outside();
            let heads = self.block(&Self::children(node), heads, 0, notes);
            self.course().leave_outside();
            heads
        };
        self.course().end(flow, &heads);
    }

    /// Goes through a function where it is called.
    fn inline(
        &mut self,
        function: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let Some(body) = function.child_by_field_name("body") else {
            return heads;
        };
        if self.course().is_open(function) {
            self.warn(function, notes, CALLS_ITSELF);
            return heads;
        }
        if !self.looks(depth) {
            return heads;
        }
        self.course().enter(function);
        let mut heads = if body.kind() == Self::BLOCK {
            self.block(&Self::children(body), heads, depth + 1, notes)
        } else {
            self.expression(body, heads, depth + 1, notes)
        };
        heads.extend(self.course().leave());
        heads
    }

    /// Statements, one after another.
    fn block(
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

    /// Parts of an expression, one after another.
    fn all(
        &mut self,
        parts: &[Node<'t>],
        mut heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        for part in parts {
            heads = self.expression(*part, heads, depth, notes);
        }
        heads
    }

    /// One of two expressions, as a condition decides.
    fn one_of(
        &mut self,
        condition: Node<'t>,
        [yes_part, no_part]: [Node<'t>; 2],
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let heads = self.expression(condition, heads, depth, notes);
        let from = self.course().pass(&heads);
        let (yes, no) = self.when(condition, notes);
        let mut out = Heads::new();
        for (part, when) in [(yes_part, yes), (no_part, no)] {
            let heads = self.course().branch(from, when);
            out.extend(self.expression(part, heads, depth, notes));
        }
        out
    }

    /// Two expressions of which the second counts only where the first is true, or only where it is not.
    fn short_of(
        &mut self,
        [left, right]: [Node<'t>; 2],
        where_true: bool,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let heads = self.expression(left, heads, depth, notes);
        if !self.course().runs_in(right) {
            return self.expression(right, heads, depth, notes);
        }
        let from = self.course().pass(&heads);
        let (mut yes, mut no) = self.when(left, notes);
        if !where_true {
            (yes, no) = match (yes, no) {
                (When::Holds(_), _) => (When::Holds(self.denied(left)), When::Otherwise),
                (yes, no) => (no, yes),
            };
        }
        let heads = self.course().branch(from, yes);
        let mut out = self.expression(right, heads, depth, notes);
        out.extend(self.course().branch(from, no));
        out
    }

    /// Whether the run of a call goes on while what comes after the call is done: nothing waits for it, hands it on or returns it.
    fn is_begun(&self, call: Node<'t>, callee: Node<'t>) -> bool {
        // What runs to its end before it gives anything back, or gives back what is read piece by piece.
        if matches!(self.name(callee), "run_sync" | "run_streamed") {
            return false;
        }
        let mut node = call;
        while let Some(parent) = node.parent() {
            let goes_on = match parent.kind() {
                "variable_declarator"
                | "assignment"
                | "assignment_expression"
                | "expression_statement" => return true,
                "array"
                | "list"
                | "tuple"
                | "arguments"
                | "argument_list"
                | "parenthesized_expression"
                | "as_expression"
                | "satisfies_expression"
                | "non_null_expression" => true,
                "call" | "call_expression" => {
                    let function = parent.child_by_field_name("function");
                    function.is_some_and(|function| {
                        matches!(
                            self.name(function),
                            "create_task" | "ensure_future" | "append" | "push"
                        )
                    })
                }
                _ => false,
            };
            if !goes_on {
                return false;
            }
            node = parent;
        }
        false
    }

    /// What a call runs once it has what it is handed: an agent, or a function of the source.
    fn land(
        &mut self,
        call: Node<'t>,
        callee: Node<'t>,
        heads: Heads,
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        if let Some(step) = self.course().run(call) {
            if self.is_begun(call, callee) {
                self.warn(call, notes, BEGUN);
            }
            self.course().join(&heads, step);
            return vec![step];
        }
        match self.local(callee) {
            Some(function) if self.course().runs_in(function) => {
                self.inline(function, heads, depth, notes)
            }
            _ => heads,
        }
    }

    /// Runs that begin together: each is a branch of its own. The code goes on as `join` says.
    fn at_once(
        &mut self,
        node: Node<'t>,
        (parts, join): (&[Node<'t>], Join),
        heads: &[usize],
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let from = self.course().pass(heads);
        let mut out = Heads::new();
        // The run of each branch, where each is one run and nothing more.
        let mut each = Some(Vec::new());
        for part in parts {
            if !self.course().runs_in(*part) {
                continue;
            }
            if !self.looks(depth) {
                break;
            }
            let before = self.course().followed.steps.len();
            let ends = self.expression(*part, vec![from], depth, notes);
            let is_one = self.course().runs_since(before) == ends && ends.len() == 1;
            each = each.filter(|_| is_one);
            if let Some(each) = &mut each {
                each.extend(&ends);
            }
            out.extend(ends);
        }
        match each {
            Some(each) if each.len() > 1 => self.course().begin_together(from, &each, join),
            _ => {
                if let Some(told) = told_at_once(out.len()) {
                    self.warn(node, notes, &told);
                }
            }
        }
        if out.is_empty() { vec![from] } else { out }
    }
}
