//! Whether a changed keyword really takes part in what breaks.
//!
//! A kind of change says what its keyword breaks taken by itself. Beside other keywords that may be nothing: every integer is a multiple of 0.5, and
//! every date matches `^[0-9]`. So the place is asked about: what the sender's schema accepts there, against the changed keyword of the receiver
//! alone. A schema is all of its keywords together; if none of those that changed rejects anything, the place breaks nothing, so what is left out
//! here is never what breaks. Only a proof leaves a direction out, and what a proof would need the rest of the document for is told as it is.

use super::kind::{Kind, Told, breaks};
use super::pair::Pair;
use super::side::Side;
use crate::compat::{Formats, Way};
use crate::decide::{Answer, Budget, Decider};
use crate::draft::Draft;
use crate::set::{Demand, Schemas};
use serde_json::{Map, Value, json};

/// Steps of all questions about one comparison, and of one of them.
const MOST_STEPS: u64 = 40_000;
const MOST_STEPS_A_QUESTION: u64 = 4_000;

/// Most JSON values of a schema that a question is about.
const MOST_PARTS: usize = 300;

/// Bytes of a text that count for one value.
const BYTES_A_PART: usize = 16;

/// Steps that a question costs in any case.
const STEPS_A_QUESTION: u64 = 32;

/// Transitions that reading the patterns of all questions may follow.
const MOST_TRANSITIONS: u64 = 1_000_000;

/// Keywords that say something together.
const TOGETHER: [&[&str]; 15] = [
    &["type"],
    &["const", "enum"],
    &["minimum", "exclusiveMinimum"],
    &["maximum", "exclusiveMaximum"],
    &["multipleOf"],
    &["minLength"],
    &["maxLength"],
    &["pattern"],
    &["format"],
    &["minItems"],
    &["maxItems"],
    &["uniqueItems"],
    &["minProperties"],
    &["maxProperties"],
    &["required"],
];

/// The same of keywords whose schemas tell `unevaluatedProperties` and `unevaluatedItems` what was evaluated.
const EVALUATING: [&[&str]; 6] = [
    &["allOf"],
    &["anyOf", "oneOf"],
    &["contains", "maxContains", "minContains"],
    &["if", "then", "else"],
    &["not"],
    &["propertyNames"],
];

/// Keywords through which a schema refers to others or is referred to.
const LEADING: [&str; 6] = [
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "$id",
    "id",
    "$schema",
];

type Members = Map<String, Value>;

/// Asks what changes contribute.
pub(super) struct Contributions {
    schemas: Schemas,
    drafts: [Draft; 2],
    steps: u64,
    /// For each direction the latest question, by the places of the schemas and of the change, and its answer.
    last: [Option<([String; 3], bool)>; 2],
}

impl Contributions {
    /// Of changes between documents of these drafts.
    pub(super) fn new(formats: Formats, drafts: [Draft; 2]) -> Self {
        Self {
            schemas: Schemas::within(formats, MOST_TRANSITIONS),
            drafts,
            steps: MOST_STEPS,
            last: [const { None }; 2],
        }
    }

    /// The change without the directions to which it contributes nothing at its place.
    pub(super) fn proven(&mut self, pair: &Pair<'_>, kind: &Kind, told: Told) -> Told {
        // A schema that became one of several parts is no list of keywords beside each other.
        if told.breaks.is_empty() || pair.is_wrapped() {
            return told;
        }
        let is_left = |contributions: &mut Self, way| {
            told.breaks.contains(&way)
                && !contributions.is_made_up_for(pair, kind, &told.pointer, way)
        };
        let takes = is_left(self, Way::Backward);
        let adds = is_left(self, Way::Forward);
        Told {
            breaks: breaks(takes, adds),
            ..told
        }
    }

    /// Whether it is proven that all that the sender's schema accepts at this place meets what changed in the receiver's.
    fn is_made_up_for(&mut self, pair: &Pair<'_>, kind: &Kind, pointer: &str, way: Way) -> bool {
        let places = [pair.old.at(), pair.new.at(), pointer].map(str::to_owned);
        if let Some((known, answer)) = &self.last[way as usize]
            && *known == places
        {
            return *answer;
        }
        let answer = self.ask(pair, kind, pointer, way);
        self.last[way as usize] = Some((places, answer));
        answer
    }

    fn ask(&mut self, pair: &Pair<'_>, kind: &Kind, pointer: &str, way: Way) -> bool {
        self.steps = self.steps.saturating_sub(STEPS_A_QUESTION);
        if self.steps == 0 {
            return false;
        }
        let [old, new] = self.drafts;
        let (sender, receiver, drafts) = match way {
            Way::Backward => (&pair.old, &pair.new, [old, new]),
            Way::Forward => (&pair.new, &pair.old, [new, old]),
        };
        let Some([sent, asked]) = question(sender, receiver, drafts, kind, pointer) else {
            return false;
        };
        let read = |schemas: &mut Schemas, schema: &Value, draft| schemas.read(schema, draft).ok();
        let sets = read(&mut self.schemas, &sent, drafts[0]).zip(read(
            &mut self.schemas,
            &asked,
            drafts[1],
        ));
        let Some((sent, asked)) = sets else {
            return false;
        };
        let steps = self.steps.min(MOST_STEPS_A_QUESTION);
        let mut decider = Decider::new(&mut self.schemas, Budget::new(steps));
        let answer = decider.solve(&[Demand::Accepts(sent), Demand::Rejects(asked)]);
        self.steps = self.steps.saturating_sub(decider.taken());
        answer == Answer::Empty
    }
}

/// What the sender's schema accepts at a place, as far as it refers to nothing, and what changed in the receiver's. `None` where that cannot be told
/// apart from the rest of the document.
fn question(
    sender: &Side<'_>,
    receiver: &Side<'_>,
    drafts: [Draft; 2],
    kind: &Kind,
    pointer: &str,
) -> Option<[Value; 2]> {
    // One of the schemas may stand inside of the other.
    let changed = [sender, receiver]
        .iter()
        .filter_map(|side| pointer.strip_prefix(side.at())?.strip_prefix('/'))
        .min_by_key(|changed| changed.len())?;
    let (keyword, below) = changed.split_once('/').unwrap_or((changed, ""));
    let sides = [sender, receiver].map(|side| side.schema.as_object());
    let [Some(sends), Some(takes)] = sides else {
        return None;
    };
    let refers = |schema: &Members| schema.contains_key("$ref");
    // Up to draft 7 nothing counts beside a reference.
    if drafts.iter().any(|draft| *draft <= Draft::Draft7) && (refers(sends) || refers(takes)) {
        return None;
    }
    let is_closed_by_what_is_left = ["unevaluatedItems", "unevaluatedProperties"]
        .iter()
        .any(|keyword| takes.contains_key(*keyword));
    // A requirement may also be what a reference leads to.
    if kind.name.starts_with("requirement") && keyword != "allOf" {
        return None;
    }
    let asked = if keyword == "properties" {
        if is_closed_by_what_is_left || !kind.name.starts_with("field") {
            return None;
        }
        return member(sends, takes, &below.replace("~1", "/").replace("~0", "~"));
    } else if let Some(keywords) = TOGETHER.iter().find(|together| together.contains(&keyword)) {
        only(takes, keywords)?
    } else {
        let keywords = EVALUATING
            .iter()
            .find(|together| together.contains(&keyword))?;
        if is_closed_by_what_is_left {
            return None;
        }
        only(takes, keywords)?
    };
    Some([alone(sends), asked].map(Value::Object))
}

/// The same for one member: all that is said about it on each side. What makes it required is asked for elsewhere.
fn member(sends: &Members, takes: &Members, name: &str) -> Option<[Value; 2]> {
    let requires = |schema: &Members| {
        let names = schema.get("required").and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|required| required == name))
    };
    if requires(takes) && !requires(sends) {
        return None;
    }
    let said = |schema: &Members| {
        let mut said = only(schema, &["patternProperties", "additionalProperties"])?;
        let named = schema.get("properties").and_then(|fields| fields.get(name));
        if let Some(named) = named {
            let fields = Members::from_iter([(name.to_owned(), named.clone())]);
            said.insert("properties".to_owned(), fields.into());
        }
        Some(said)
    };
    let (mut sent, asked) = (said(sends)?, said(takes)?);
    sent.insert("propertyNames".to_owned(), json!({ "enum": [name] }));
    sent.insert("type".to_owned(), "object".into());
    let question = [sent, asked].map(Value::Object);
    question.iter().all(stands_alone).then_some(question)
}

/// Some keywords of a schema. `None` if they are large or lead into the rest of the document.
fn only(schema: &Members, keywords: &[&str]) -> Option<Members> {
    let mut kept = Members::new();
    for keyword in keywords {
        if let Some(value) = schema.get(*keyword) {
            if !stands_alone(value) {
                return None;
            }
            kept.insert((*keyword).to_owned(), value.clone());
        }
    }
    Some(kept)
}

/// The schema without what is large or leads into the rest of the document. It accepts all that the schema does, and more if something was left out.
fn alone(schema: &Members) -> Members {
    let all = TOGETHER.iter().chain(&EVALUATING);
    all.filter_map(|together| only(schema, together))
        .flatten()
        .collect()
}

/// Whether a schema is small and neither refers to anything nor can be referred to by an address of its own.
fn stands_alone(schema: &Value) -> bool {
    let mut open = vec![schema];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        seen += 1;
        if seen + open.len() > MOST_PARTS {
            return false;
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                if LEADING.iter().any(|name| members.contains_key(*name)) {
                    return false;
                }
                // A pattern may be the name of a member.
                seen += members
                    .keys()
                    .map(|name| name.len() / BYTES_A_PART)
                    .sum::<usize>();
                open.extend(members.values());
            }
            Value::String(text) => seen += text.len() / BYTES_A_PART,
            _ => {}
        }
    }
    true
}
