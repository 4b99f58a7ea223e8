//! A guided search for a payload that one schema accepts and the other rejects, where the decision found none.
//!
//! It proves nothing by finding nothing. It grows values from what the sender's schema says, takes known good values and changes one place of
//! them to what the rejecting schema's keywords are about, and asks the judge. The same schemas give the same search.

mod grow;
mod pool;
mod provoke;

use super::random::Random;
use super::written::{Written, part_mut, places};
use grow::Grower;
use pool::Pool;
use serde_json::Value;

/// Most good values that are kept to be changed.
const MOST_BASES: usize = 48;

/// What is searched between.
pub(super) struct Hunt<'a> {
    /// The sender's schema.
    pub(super) from: Written<'a>,
    /// The rejecting schema.
    pub(super) within: Written<'a>,
    /// Values that the sender's schema accepts, to start from.
    pub(super) bases: Vec<Value>,
    /// Most payloads to judge.
    pub(super) most: usize,
}

/// What the judge says about a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// The sender may write it, and the other side rejects it.
    Counterexample,
    /// Both take it.
    Fine,
    /// The sender may not write it.
    NotSent,
    /// It would take too long to find out.
    TooDear,
}

impl Hunt<'_> {
    /// A payload that `judge` calls a counterexample; the first one that is found. `goes_on` is asked before each.
    pub(super) fn run(
        self,
        judge: &mut dyn FnMut(&Value) -> Judged,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Option<Value> {
        let mut random = Random::of(&[self.from.root(), self.within.root()]);
        let pool = Pool::of(&[self.from, self.within]);
        let grower = Grower::new(self.from, &pool);
        let mut bases = self.bases;
        let mut asked = 0;
        let mut known_bases = 0;
        while asked < self.most && goes_on() {
            // What every good value is worth trying comes first, then chance.
            let candidates = if known_bases < bases.len() {
                known_bases += 1;
                let base = bases[known_bases - 1].clone();
                let mut candidates = vec![base.clone()];
                candidates.extend(provoke::all(&base, self.from, self.within, &pool));
                candidates
            } else if bases.is_empty() || random.once_in(2) {
                vec![grower.grow(self.from.root(), &mut random)]
            } else {
                let base = random.one_of(&bases).cloned().unwrap_or_default();
                vec![changed(base, &grower, self.from, &pool, &mut random)]
            };
            for candidate in candidates {
                asked += 1;
                match judge(&candidate) {
                    Judged::Counterexample => return Some(candidate),
                    Judged::Fine if bases.len() < MOST_BASES && !bases.contains(&candidate) => {
                        bases.push(candidate);
                    }
                    Judged::Fine | Judged::NotSent | Judged::TooDear => {}
                }
                if asked >= self.most || !goes_on() {
                    break;
                }
            }
        }
        None
    }
}

/// A good value with one place changed by chance.
fn changed(
    mut base: Value,
    grower: &Grower<'_>,
    from: Written<'_>,
    pool: &Pool,
    random: &mut Random,
) -> Value {
    let all = places(&base);
    let Some(path) = random.one_of(&all) else {
        return base;
    };
    let schemas = from.along(path);
    let replacement = match random.one_of(&schemas) {
        Some(schema) if !random.once_in(3) => grower.grow(schema, random),
        _ => pool.any(random),
    };
    if let Some(place) = part_mut(&mut base, path) {
        *place = replacement;
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn hunted(from: &Value, within: &Value) -> Option<Value> {
        let [sends, takes] =
            [from, within].map(|schema| jsonschema::draft202012::new(schema).unwrap());
        let hunt = Hunt {
            from: Written::new(from),
            within: Written::new(within),
            bases: Vec::new(),
            most: 4000,
        };
        hunt.run(
            &mut |payload| match (sends.is_valid(payload), takes.is_valid(payload)) {
                (false, _) => Judged::NotSent,
                (true, true) => Judged::Fine,
                (true, false) => Judged::Counterexample,
            },
            &mut || true,
        )
    }

    #[test]
    fn differences_of_many_kinds_are_found() {
        let cases = [
            (json!({}), json!({"type": "string"})),
            (json!({"type": "integer"}), json!({"multipleOf": 7})),
            (json!({"type": "string"}), json!({"maxLength": 12})),
            (
                json!({"enum": ["a", "b", {"c": 1}]}),
                json!({"enum": ["a", "b"]}),
            ),
            (
                json!({"type": "object", "properties": {"a": {"type": "object", "properties": {"b": {"type": "integer"}}}}}),
                json!({"properties": {"a": {"properties": {"b": {"maximum": 1000}}}}}),
            ),
            (
                json!({"type": "object", "required": ["kind"], "oneOf": [
                    {"properties": {"kind": {"const": "x"}, "n": {"type": "integer"}}},
                    {"properties": {"kind": {"const": "y"}, "n": {"type": "string"}}, "required": ["n"]},
                ]}),
                json!({"properties": {"n": {"type": "integer"}}}),
            ),
            (
                json!({"$ref": "#/$defs/t", "$defs": {"t": {"type": "array", "items": {"$ref": "#/$defs/t"}}}}),
                json!({"items": {"items": {"maxItems": 0}}}),
            ),
            (
                json!({"type": "array", "items": {"type": "integer"}}),
                json!({"uniqueItems": true}),
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "string"}}),
                json!({"maxProperties": 2}),
            ),
        ];
        for (from, within) in cases {
            assert!(hunted(&from, &within).is_some(), "{from} in {within}");
        }
    }

    #[test]
    fn what_is_included_gives_nothing_and_the_search_ends() {
        let from =
            json!({"type": "object", "properties": {"a": {"enum": [1, 2]}}, "required": ["a"]});
        assert_eq!(
            hunted(&from, &json!({"properties": {"a": {"type": "integer"}}})),
            None
        );
        assert_eq!(hunted(&json!(false), &json!(false)), None);
    }
}
