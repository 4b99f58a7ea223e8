//! What has to hold for the code to go on: conditions, approvals, and words that an agent answers.

use super::code::{call, children, inner, last_name, text};
use super::flow::Flow;
use super::values::words;
use crate::notes::Notes;
use crate::openai_agents::course::Heads;
use crate::openai_agents::follow::Follow;
use crate::steps::When;
use tree_sitter::Node;

impl<'t> Flow<'_, 't> {
    /// `if`, `elif`, `else`: one step with a branch for each.
    pub(super) fn choice(
        &mut self,
        node: Node<'t>,
        heads: &[usize],
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let mut from = self.course.pass(heads);
        let mut out = Heads::new();
        let mut cursor = node.walk();
        let others = node.children_by_field_name("alternative", &mut cursor);
        let branches: Vec<Node<'t>> = std::iter::once(node).chain(others).collect();
        let mut rest = When::Otherwise;
        for branch in branches {
            if !self.looks(depth) {
                out.push(from);
                return out;
            }
            let Some(condition) = branch.child_by_field_name("condition") else {
                let heads = self.course.branch(from, rest);
                out.extend(self.statement(branch, heads, depth, notes));
                return out;
            };
            if matches!(rest, When::Refused(_) | When::Approved(_)) {
                from = self.course.branch(from, rest)[0];
            }
            let heads = self.expression(condition, vec![from], depth, notes);
            if heads != [from] {
                from = self.course.pass(&heads);
            }
            let (yes, no) = self.when(condition, notes);
            let heads = self.course.branch(from, yes);
            if let Some(body) = branch.child_by_field_name("consequence") {
                out.extend(self.statement(body, heads, depth, notes));
            }
            rest = no;
        }
        out.extend(self.course.branch(from, rest));
        out
    }

    /// `match`: a branch for each case.
    pub(super) fn cases(
        &mut self,
        node: Node<'t>,
        heads: &[usize],
        depth: usize,
        notes: &mut Notes,
    ) -> Heads {
        let mut from = self.course.pass(heads);
        let subject = node.child_by_field_name("subject");
        if let Some(subject) = subject {
            let heads = self.expression(subject, vec![from], depth, notes);
            from = self.course.pass(&heads);
        }
        let mut out = Heads::new();
        let mut has_rest = false;
        let cases = node.child_by_field_name("body").map(children);
        for case in cases.unwrap_or_default() {
            if case.kind() != "case_clause" || !self.looks(depth) {
                continue;
            }
            let parts = children(case);
            let patterns: Vec<Node<'t>> = parts
                .iter()
                .copied()
                .filter(|part| part.kind() == "case_pattern")
                .collect();
            let guard = case.child_by_field_name("guard");
            let is_rest =
                guard.is_none() && matches!(&patterns[..], [only] if self.words(*only) == "_");
            has_rest |= is_rest;
            let when = match (subject, is_rest) {
                (Some(subject), false) => self.case(subject, &patterns, guard),
                _ => When::Otherwise,
            };
            let heads = self.course.branch(from, when);
            let body = parts.into_iter().find(|part| part.kind() == "block");
            out.extend(match body {
                Some(body) => self.statement(body, heads, depth, notes),
                None => heads,
            });
        }
        if !has_rest {
            out.extend(self.course.branch(from, When::Otherwise));
        }
        out
    }

    /// What has to hold for a case of a `match`.
    fn case(&mut self, subject: Node<'t>, patterns: &[Node<'t>], guard: Option<Node<'t>>) -> When {
        let said: Vec<String> = patterns.iter().map(|node| self.words(*node)).collect();
        let guard_words = guard.map_or_else(String::new, |guard| format!(" {}", self.words(guard)));
        let words = format!(
            "{} == {}{guard_words}",
            self.words(subject),
            said.join(" | ")
        );
        if let ([only], None, true) = (patterns, guard, self.is_answer(subject))
            && let Some(literal) = only.named_child(0)
            && let Some(label) = words_of(self, literal)
        {
            self.course.followed.labels.insert(words.clone(), label);
        }
        self.keep(&words, subject);
        When::Holds(words)
    }

    /// The question of an approval that is all of a condition, and whether it asks for a yes.
    pub(super) fn asked(&mut self, condition: Node<'t>) -> Option<(String, bool)> {
        let mut node = inner(condition);
        let mut is_yes = true;
        while node.kind() == "not_operator" {
            is_yes = !is_yes;
            node = inner(node.child_by_field_name("argument")?);
        }
        let value = self.follow(node);
        let made = call(value, self.source)?;
        if last_name(made.function, self.source) != "approval_request" {
            return None;
        }
        self.unasked.remove(&made.node.start_byte());
        let question = made
            .named
            .get("message")
            .or_else(|| made.positional.first());
        let question = question.and_then(|node| words_of(self, *node));
        Some((question.unwrap_or_default(), is_yes))
    }

    /// What a name is bound to, as far as names go.
    fn follow(&self, node: Node<'t>) -> Node<'t> {
        let mut node = inner(node);
        for _ in 0..8 {
            let next = (node.kind() == "identifier").then(|| {
                self.project
                    .bound(text(node, self.source), node.start_byte())
            });
            match next.flatten().map(inner) {
                Some(next) if next.id() != node.id() => node = next,
                _ => break,
            }
        }
        node
    }

    /// The word that a condition compares an agent's answer with.
    pub(super) fn compared(&self, condition: Node<'t>) -> Option<String> {
        let node = inner(condition);
        if node.kind() != "comparison_operator" {
            return None;
        }
        let mut cursor = node.walk();
        let mut operators = node.children_by_field_name("operators", &mut cursor);
        let operator = operators.next()?;
        if text(operator, self.source) != "==" || operators.next().is_some() {
            return None;
        }
        let [left, right] = children(node)[..] else {
            return None;
        };
        let (word, answer) = if left.kind() == "string" {
            (left, right)
        } else {
            (right, left)
        };
        if word.kind() != "string" || !self.is_answer(answer) {
            return None;
        }
        words_of(self, word)
    }

    /// Whether an expression is a part of what an agent answered.
    fn is_answer(&self, node: Node<'t>) -> bool {
        [node, self.follow(node)].iter().any(|node| {
            let text = text(*node, self.source);
            text.len() < 400 && (text.contains("output_parsed") || text.contains("final_output"))
        })
    }
}

/// What an expression says, where it says a text.
fn words_of(flow: &Flow<'_, '_>, node: Node<'_>) -> Option<String> {
    words(node, flow.source, flow.project, 0)
}
