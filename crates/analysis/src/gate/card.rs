//! What a reviewer sees of a payload: the summary filled in, with sensitive fields masked for whoever stands outside their area of trust.

mod mask;
mod reviewers;
mod shown;

pub(super) use super::template::placeholder;

use super::USUAL_MINUTES;
use super::draft::leads_to;
use super::template::{Field, Filter, Piece, pieces};
use baton_contract::fields;
use baton_model::{ContractVersion, Document, Gate, Handoff};
use mask::Masks;
use serde::Serialize;
use serde_json::Value;

/// The card that a reviewer decides on.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ReviewCard {
    /// Who may decide, by name.
    pub reviewers: Vec<String>,
    /// The summary in pieces, in order.
    pub summary: Vec<CardPart>,
    /// What will be done if approved; may be empty.
    pub proposed_action: String,
    /// What is asked; may be empty.
    pub question: String,
    /// What may be answered.
    pub answers: Vec<CardAnswer>,
    /// Minutes that a review takes.
    pub minutes: f64,
    /// Why sensitive fields are masked for these reviewers; null where they are not.
    pub masked_because: Option<String>,
    /// What is wrong with the template, a sentence each.
    pub problems: Vec<String>,
}

/// A piece of what a reviewer sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CardPart {
    /// What it is.
    pub kind: CardPartKind,
    /// What is to be read; on one line where it comes from the payload.
    pub text: String,
    /// The field, as a JSON pointer; null for words.
    pub pointer: Option<String>,
}

/// Where a piece comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CardPartKind {
    /// Words of the template.
    Words,
    /// What the payload holds.
    Value,
    /// What the payload holds, or a part of it, made unreadable.
    Masked,
    /// The payload has nothing there.
    Missing,
    /// No field: it stands as it is written.
    Broken,
}

/// An answer, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CardAnswer {
    /// The answer.
    pub answer: String,
    /// Where it leads, by name.
    pub leads_to: String,
    /// Whether it goes on its way.
    pub goes_on: bool,
}

/// A field that a summary can show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ReviewField {
    /// JSON pointer into the payload.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// How a summary names it; empty for what is in a list.
    pub placeholder: String,
    /// What it holds, in words.
    pub type_words: String,
    /// What it means.
    pub meaning: String,
    /// Whether every payload has it.
    pub required: bool,
    /// Whether it must not leave a trust domain unmasked.
    pub sensitive: bool,
    /// Whether it holds a single value rather than an object or a list.
    pub single: bool,
}

/// What the reviewers of a gate on a handoff see of a payload. Without a payload every field is missing.
pub fn review_card(
    document: &Document,
    handoff: &Handoff,
    gate: &Gate,
    payload: Option<&Value>,
) -> ReviewCard {
    let masked_because = reviewers::outside(document, handoff, gate);
    let version = version(document, handoff);
    let masks = Masks::new(handoff, version, masked_because.is_some());
    let known = review_fields(document, handoff);
    let mut problems = Vec::new();
    let mut summary = Vec::new();
    for piece in pieces(&gate.summary) {
        summary.push(match piece {
            Piece::Text(text) => CardPart {
                kind: CardPartKind::Words,
                text: shown::words(text),
                pointer: None,
            },
            Piece::Broken(source, why) => {
                problems.push(format!("{}: {why}.", shown::line(source)));
                CardPart {
                    kind: CardPartKind::Broken,
                    text: shown::line(source),
                    pointer: None,
                }
            }
            Piece::Field(field) => {
                problems.extend(unknown(&field, &known));
                part(&field, payload, &masks)
            }
        });
    }
    let answers = gate.branches.iter().map(|branch| CardAnswer {
        answer: shown::line(&branch.answer),
        leads_to: shown::line(&leads_to(
            document,
            branch.goes_to.as_ref().unwrap_or(&handoff.to),
        )),
        goes_on: branch.goes_to.is_none(),
    });
    let any_masked = summary.iter().any(|part| part.kind == CardPartKind::Masked);
    ReviewCard {
        reviewers: reviewers::names(document, gate),
        proposed_action: shown::words(&gate.proposed_action),
        question: shown::words(&gate.question),
        answers: answers.collect(),
        minutes: gate.minutes.unwrap_or(USUAL_MINUTES),
        masked_because: masked_because.filter(|_| any_masked),
        summary,
        problems,
    }
}

/// Fields of the pinned version that a summary can show, parents before children.
pub fn review_fields(document: &Document, handoff: &Handoff) -> Vec<ReviewField> {
    let Some(version) = version(document, handoff) else {
        return Vec::new();
    };
    let sensitive = version.sensitive.iter().map(|field| field.pointer.as_str());
    let rows = fields(&version.payload_schema.0, sensitive).into_iter();
    rows.map(|row| ReviewField {
        placeholder: placeholder(&row.pointer),
        single: is_single(&row.type_words) && !row.pointer.contains("/*"),
        pointer: row.pointer,
        name: row.name,
        type_words: row.type_words,
        meaning: row.meaning,
        required: row.required,
        sensitive: row.sensitive,
    })
    .collect()
}

fn is_single(type_words: &str) -> bool {
    let several = ["list", "map", "object", "anything"];
    !several.iter().any(|word| type_words.starts_with(word)) && !type_words.ends_with("shapes")
}

fn version<'d>(document: &'d Document, handoff: &Handoff) -> Option<&'d ContractVersion> {
    let (contract, version) = handoff.contract.as_ref().zip(handoff.version.as_ref())?;
    document.find(format!("{contract}@{version}"))
}

/// Says so where no payload of the contract has the field.
fn unknown(field: &Field, known: &[ReviewField]) -> Option<String> {
    if known.is_empty() || field.steps.is_empty() {
        return None;
    }
    let is_it = |pointer: &str| {
        let steps = pointer.split('/').skip(1);
        let mut asked = field.steps.iter();
        steps
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .all(|step| {
                asked
                    .next()
                    .is_some_and(|asked| *asked == step || step == "*")
            })
            && asked.next().is_none()
    };
    let has_rows = |list: &str| known.iter().any(|row| row.pointer.starts_with(list));
    let outer = field.pointer();
    let in_list = outer
        .rsplit_once('/')
        .is_some_and(|(list, place)| place.parse::<u32>().is_ok() && has_rows(list));
    let is_known = known.iter().any(|row| is_it(&row.pointer)) || in_list;
    (!is_known).then(|| format!("The contract has no field {}.", shown::line(&outer)))
}

fn part(field: &Field, payload: Option<&Value>, masks: &Masks) -> CardPart {
    let pointer = Some(field.pointer());
    let found = payload.and_then(|payload| {
        field
            .steps
            .iter()
            .try_fold(payload, |value, step| match value {
                Value::Object(members) => members.get(step),
                Value::Array(items) => items.get(step.parse::<usize>().ok()?),
                _ => None,
            })
    });
    let Some(value) = found.filter(|value| !value.is_null()) else {
        let name = field.steps.last().map_or("payload", String::as_str);
        return CardPart {
            kind: CardPartKind::Missing,
            text: format!("no {}", shown::line(name)),
            pointer,
        };
    };
    let (value, is_masked) = masks.apply(&field.steps, value);
    let kind = if is_masked {
        CardPartKind::Masked
    } else {
        CardPartKind::Value
    };
    let text = match (value, field.filter) {
        (None, _) => "left out".to_owned(),
        (Some(Value::Array(items)), Some(Filter::Length)) => items.len().to_string(),
        (Some(Value::Object(members)), Some(Filter::Length)) => members.len().to_string(),
        (Some(Value::String(text)), Some(Filter::Length)) if !is_masked => {
            text.chars().count().to_string()
        }
        (Some(value), filter) => shown::value(&value, filter == Some(Filter::Json)),
    };
    CardPart {
        kind,
        text,
        pointer,
    }
}
