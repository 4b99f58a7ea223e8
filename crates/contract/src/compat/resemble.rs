//! Makes a payload look like the payloads that people know: the values of examples and defaults in the places of made-up ones.

use super::written::{Step, Written, part, part_mut, places};
use serde_json::Value;
use std::collections::HashSet;

/// Most examples that are tried in one place.
const MOST_IN_ONE_PLACE: usize = 4;

/// Most places for which an example is sought.
const MOST_PLACES: usize = 1_000;

/// `payload` with known values in place of its own wherever `holds` still holds, at most `most` questions. Its members and items stay the same
/// ones, so it does not grow: an example of an object lends the members that the payload has.
///
/// Known values are `examples` (whole payloads), then what `written` says at the place: `examples`, `example`, `default`.
pub(super) fn resemble(
    payload: Value,
    written: Written<'_>,
    examples: &[Value],
    most: usize,
    holds: &mut dyn FnMut(&Value) -> bool,
) -> Value {
    let mut best = payload;
    let mut asked = 0;
    if most == 0 {
        return best;
    }
    for path in places(&best).into_iter().take(MOST_PLACES) {
        let Some(current) = part(&best, &path).cloned() else {
            continue;
        };
        let known = known_at(written, examples, &path);
        if known.contains(&current) {
            continue;
        }
        for example in known {
            if asked >= most {
                return best;
            }
            let alike = cut_to(&current, &example);
            if alike == current {
                continue;
            }
            let mut changed = best.clone();
            let Some(place) = part_mut(&mut changed, &path) else {
                break;
            };
            *place = alike;
            asked += 1;
            if holds(&changed) {
                best = changed;
                break;
            }
        }
    }
    best
}

/// The payload with the members of its objects in the order in which a schema declares them, others behind.
pub(super) fn in_order(payload: Value, written: Written<'_>) -> Value {
    ordered(payload, written, &[written.root()])
}

fn ordered(value: Value, written: Written<'_>, schemas: &[&Value]) -> Value {
    let below = |step: &Step| -> Vec<&Value> {
        let below = schemas
            .iter()
            .flat_map(|schema| written.below(schema, step));
        below.take(MOST_IN_ONE_PLACE).collect()
    };
    match value {
        Value::Object(mut members) => {
            let here = schemas
                .iter()
                .flat_map(|schema| written.at_same_value(schema));
            let declared = here
                .filter_map(|map| map.get("properties")?.as_object())
                .flat_map(serde_json::Map::keys);
            let mut known = HashSet::new();
            let names: Vec<String> = declared
                .chain(members.keys())
                .filter(|name| members.contains_key(*name) && known.insert(name.as_str()))
                .cloned()
                .collect();
            let member = |name: String| {
                let value = members.remove(&name).unwrap_or_default();
                let step = Step::Member(name.clone());
                (name, ordered(value, written, &below(&step)))
            };
            Value::Object(names.into_iter().map(member).collect())
        }
        Value::Array(items) => {
            let item = |(index, item)| ordered(item, written, &below(&Step::Item(index)));
            items.into_iter().enumerate().map(item).collect()
        }
        scalar => scalar,
    }
}

/// Values that are known for a place, the most telling first.
fn known_at(written: Written<'_>, examples: &[Value], path: &[Step]) -> Vec<Value> {
    let of_payloads = examples.iter().filter_map(|example| part(example, path));
    let schemas = written.along(path);
    let of_schemas = schemas
        .iter()
        .flat_map(|schema| written.at_same_value(schema))
        .flat_map(|schema| {
            let many = ["examples", "x-examples"]
                .iter()
                .filter_map(|keyword| schema.get(*keyword)?.as_array())
                .flatten();
            many.chain(
                ["example", "default"]
                    .iter()
                    .filter_map(|keyword| schema.get(*keyword)),
            )
        });
    let mut known: Vec<Value> = Vec::new();
    for value in of_payloads.chain(of_schemas) {
        if known.len() < MOST_IN_ONE_PLACE && !known.contains(value) {
            known.push(value.clone());
        }
    }
    known
}

/// As much of an example as the payload has places for.
fn cut_to(current: &Value, example: &Value) -> Value {
    match (current, example) {
        (Value::Object(current), Value::Object(example)) => current
            .iter()
            .map(|(name, value)| {
                let alike = example.get(name).map(|known| cut_to(value, known));
                (name.clone(), alike.unwrap_or_else(|| value.clone()))
            })
            .collect(),
        (Value::Array(current), Value::Array(example)) => current
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let alike = example.get(index).map(|known| cut_to(value, known));
                alike.unwrap_or_else(|| value.clone())
            })
            .collect(),
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
            current.clone()
        }
        (_, known) => known.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn resembled(
        payload: Value,
        schema: &Value,
        examples: &[Value],
        holds: fn(&Value) -> bool,
    ) -> Value {
        resemble(payload, Written::new(schema), examples, 100, &mut |v| {
            holds(v)
        })
    }

    #[test]
    fn examples_of_the_schema_lend_their_values() {
        let schema = json!({
            "properties": {
                "order": {"type": "string", "examples": ["ORD-1"]},
                "amount": {"$ref": "#/$defs/amount"},
                "note": {"default": "none"},
            },
            "$defs": {"amount": {"default": 12.5}},
        });
        let payload = json!({"order": "", "amount": 0, "note": 7, "extra": null});
        assert_eq!(
            resembled(payload, &schema, &[], |v| v["note"].is_number()),
            json!({"order": "ORD-1", "amount": 12.5, "note": 7, "extra": null})
        );
    }

    #[test]
    fn members_stand_in_the_order_of_the_schema() {
        let schema = json!({"properties": {"z": {}, "b": {"items": {"$ref": "#"}}, "a": {}}});
        let payload = json!({"x": 0, "a": 1, "b": [{"a": 1, "z": 2}], "z": 3});
        assert_eq!(
            in_order(payload, Written::new(&schema)).to_string(),
            json!({"z": 3, "b": [{"z": 2, "a": 1}], "a": 1, "x": 0}).to_string()
        );
    }

    #[test]
    fn whole_examples_come_first_and_lend_no_members() {
        let schema = json!({"properties": {"order": {"examples": ["ORD-1"]}}});
        let examples = [json!({"order": "A-7", "amount": 3, "lines": [{"n": 1, "m": 2}]})];
        let payload = json!({"order": "", "lines": [{"n": 0}, 5]});
        assert_eq!(
            resembled(payload, &schema, &examples, |_| true),
            json!({"order": "A-7", "lines": [{"n": 1}, 5]})
        );
    }
}
