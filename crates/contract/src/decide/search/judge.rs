//! Given values: what the board lists, and whether a value meets what is asked.

use super::super::strict::{Alternative, Closure};
use super::super::{Answer, Children, Gap};
use super::board::{Board, Rules};
use super::{Decider, Gaps, PARTS_A_STEP, Question};
use crate::set::{Atom, Demand, Looks, Node, NodeId, Scalar, Schemas, exact, written};
use serde_json::{Number, Value};

/// Values tried on a literal that only a given value can be judged by.
const MOST_PROPOSALS: usize = 4;

impl Decider<'_> {
    /// A value that meets all that could be asked for does not meet the rest: other values may.
    pub(super) fn propose(
        &mut self,
        question: &Question<'_>,
        board: &mut Board,
        alternative: Option<&Alternative>,
        closure: &Closure,
        first: Value,
    ) -> Result<Answer, Gap> {
        let mut last = first;
        for _ in 0..MOST_PROPOSALS {
            if let Some(met) = self.spelling_that_meets(question.demands, &last) {
                return Ok(Answer::Found(met));
            }
            let excluded = Children::constant(self, &last);
            board.demand((excluded, false));
            if self.propagate(board)?.is_err() {
                break;
            }
            match self.value(board, closure) {
                Answer::Found(value) => last = value,
                _ => break,
            }
        }
        Ok(Answer::Unknown(self.why_not_judged(board, alternative)))
    }

    fn why_not_judged(&self, board: &Board, alternative: Option<&Alternative>) -> Gap {
        let opaque = board
            .literals
            .iter()
            .find_map(|literal| self.opaque(*literal));
        if let Some((reason, pointer)) = opaque {
            return Gap {
                reason: reason.to_owned(),
                pointer: Some(pointer.to_owned()),
            };
        }
        if let Some((reason, place)) = alternative.and_then(|chosen| chosen.unclear(self.schemas)) {
            return Gap {
                reason: reason.to_owned(),
                pointer: place.map(str::to_owned),
            };
        }
        Gap::new("only the validator can judge the values that are left")
    }

    /// The first of some values that meets the demands, which no other value can.
    pub(super) fn first_of(
        &mut self,
        values: Vec<Value>,
        demands: &[Demand],
    ) -> Result<Answer, Gap> {
        let mut gaps = Gaps::default();
        for value in values {
            self.pay()?;
            if let Some(met) = self.spelling_that_meets(demands, &value) {
                return Ok(Answer::Found(met));
            }
            if self.meets(demands, &value).is_none() {
                gaps.add(Gap::new(
                    "only the validator can judge the values that are left",
                ));
            }
        }
        Ok(gaps.answer())
    }

    /// The value, as it is or written with a point, if it meets the demands.
    fn spelling_that_meets(&mut self, demands: &[Demand], value: &Value) -> Option<Value> {
        if self.meets(demands, value) == Some(true) {
            return Some(value.clone());
        }
        with_a_point(value).filter(|other| self.meets(demands, other) == Some(true))
    }

    /// Whether a value is in a set, as far as that is known without the search.
    pub(super) fn evaluate(&mut self, set: NodeId, value: &Value) -> Option<bool> {
        self.looking(|schemas, looks| schemas.evaluate_within(set, value, looks))
    }

    /// An answer about a value with as many looks at sets as the budget has steps for. What it took is paid with the next step.
    fn looking(
        &mut self,
        judge: impl FnOnce(&Schemas, &mut Looks) -> Option<bool>,
    ) -> Option<bool> {
        let most = self.budget.left().saturating_mul(PARTS_A_STEP);
        let mut looks = Looks::at_most(most.saturating_sub(self.looked_at));
        let answer = judge(self.schemas, &mut looks);
        self.looked_at += looks.taken();
        answer
    }

    /// Whether a value meets all demands, judged without the search.
    pub(super) fn meets(&mut self, demands: &[Demand], value: &Value) -> Option<bool> {
        let mut all = Some(true);
        for demand in demands {
            let met = match demand {
                Demand::Accepts(set) => self.evaluate(*set, value),
                Demand::Rejects(set) => self.evaluate(*set, value).map(|is_in| !is_in),
                Demand::Writes(governing) => {
                    self.looking(|schemas, looks| schemas.writes_within(governing, value, looks))
                }
            };
            match met {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            }
        }
        all
    }

    /// All values that the board leaves, if they are listed (`const`, `enum`).
    pub(super) fn listed(&mut self, board: &Board) -> Option<Vec<Value>> {
        let scalar = board.literals.iter().find_map(|(id, sign)| {
            let scalar = self.schemas.node(*id);
            sign.then(|| value_of(scalar)).flatten()
        });
        if let Some(only) = scalar {
            return Some(vec![only]);
        }
        let mut shortest: Option<Vec<NodeId>> = None;
        for clause in &board.clauses {
            let (id, true) = clause.literal else { continue };
            let Node::Any(parts) = self.schemas.node(id) else {
                continue;
            };
            if !is_scalar(self.schemas.node(parts[0])) && parts.len() > 64 {
                continue;
            }
            let mut rules = Rules {
                schemas: self.schemas,
                shapes: &mut self.shapes,
                looked_at: self.looked_at,
            };
            let mut left = Vec::new();
            let mut listed = true;
            for part in parts {
                if board.known(&mut rules, *part) != Some(false) {
                    listed &= is_scalar(self.schemas.node(*part));
                    left.push(*part);
                }
            }
            self.looked_at = rules.looked_at;
            let shorter = shortest
                .as_ref()
                .is_none_or(|known| left.len() < known.len());
            if listed && shorter {
                shortest = Some(left);
            }
        }
        let values = shortest?.into_iter();
        values
            .map(|part| value_of(self.schemas.node(part)))
            .collect()
    }
}

fn is_scalar(node: &Node) -> bool {
    matches!(node, Node::Atom(Atom::Scalar(_)))
}

/// The value that a set of one value without parts has, if it can be written.
fn value_of(node: &Node) -> Option<Value> {
    match node {
        Node::Atom(Atom::Scalar(scalar)) => match scalar {
            Scalar::Null => Some(Value::Null),
            Scalar::Boolean(value) => Some(Value::Bool(*value)),
            Scalar::Number(number) => written(number).map(Value::Number),
            Scalar::String(text) => Some(Value::from(&**text)),
        },
        _ => None,
    }
}

/// The same number written with a point: draft 4 does not take `1.0` for an integer.
fn with_a_point(value: &Value) -> Option<Value> {
    let Value::Number(number) = value else {
        return None;
    };
    let float = number.as_f64().filter(|_| !number.is_f64())?;
    let other = Number::from_f64(float)?;
    (exact(&other) == exact(number)).then_some(Value::Number(other))
}
