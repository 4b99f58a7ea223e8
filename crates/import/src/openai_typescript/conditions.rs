//! What has to hold for the code to go on: conditions, approvals, and words that an agent answers.

use super::code::{call, inner};
use super::flow::Flow;
use crate::openai_agents::follow::Follow;
use crate::steps::When;
use tree_sitter::Node;

impl<'t> Flow<'_, 't> {
    /// What has to hold for a case of a `switch`.
    pub(super) fn case(&mut self, value: Node<'t>, case: Node<'t>) -> When {
        let words = format!("{} == {}", self.words(value), self.words(case));
        let is_answer = self.is_answer(value);
        if let Some(label) = self.code.words(case).filter(|_| is_answer) {
            self.course.followed.labels.insert(words.clone(), label);
        }
        When::Holds(words)
    }

    /// The question of an approval that is all of a condition, and whether it asks for a yes.
    pub(super) fn asked(&mut self, condition: Node<'t>) -> Option<(String, bool)> {
        let mut node = inner(condition);
        let mut is_yes = true;
        while node.kind() == "unary_expression" {
            let operator = node.child_by_field_name("operator")?;
            if self.code.text(operator) != "!" {
                return None;
            }
            is_yes = !is_yes;
            node = inner(node.child_by_field_name("argument")?);
        }
        let made = call(self.code.follow(node))?;
        if self.code.last_name(made.function) != "approvalRequest" {
            return None;
        }
        self.unasked.remove(&made.node.start_byte());
        let question = made.arguments.first();
        let question = question.and_then(|node| self.code.words(*node));
        Some((question.unwrap_or_default(), is_yes))
    }

    /// The word that a condition compares an agent's answer with.
    pub(super) fn compared(&self, condition: Node<'t>) -> Option<String> {
        let node = inner(condition);
        let operator = node.child_by_field_name("operator")?;
        if node.kind() != "binary_expression" || !matches!(self.code.text(operator), "==" | "===") {
            return None;
        }
        let sides = [
            node.child_by_field_name("left")?,
            node.child_by_field_name("right")?,
        ];
        let word = sides.iter().find(|side| side.kind() == "string")?;
        let answer = sides.iter().find(|side| side.id() != word.id())?;
        self.code.words(*word).filter(|_| self.is_answer(*answer))
    }

    /// Whether an expression is a part of what an agent answered.
    fn is_answer(&self, node: Node<'t>) -> bool {
        [node, self.code.follow(node)].iter().any(|node| {
            let text = self.code.text(*node);
            text.len() < 400 && (text.contains("output_parsed") || text.contains("finalOutput"))
        })
    }
}
