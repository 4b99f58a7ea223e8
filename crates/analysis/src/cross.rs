//! What becomes of fields when an agent sends another payload: where they go, and what they do there.

use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::{FieldSet, Touched, Turn, Written};
use crate::inquiry::Inquiry;
use crate::judge::{Answer, SchemaNumber};
use crate::part::{Need, Part, is_always_there, need, part, said};
use baton_contract::Verdict;
use baton_model::{ContractVersion, PassesOn};
use serde_json::Value;
use std::rc::Rc;

/// Deepest field that is carried: recursive schemas have fields without end.
const DEEPEST: usize = 24;

/// A version that goes over a handoff, with the payloads that are written for it.
#[derive(Clone, Copy)]
pub(crate) struct Carried<'a> {
    pub(crate) version: &'a ContractVersion,
    pub(crate) payload: Written,
}

/// What becomes of some fields when an agent sends another payload.
pub(crate) struct Crossing {
    pub(crate) fields: FieldSet,
    pub(crate) cause: Rc<Cause>,
    /// The fields in each payload that may go over the handoff.
    pub(crate) onward: Vec<(Written, FieldSet)>,
}

/// What becomes of the fields in whatever goes out, the worst of it; `None` where none of them goes on.
pub(crate) fn cross(
    inquiry: &mut Inquiry<'_>,
    passes_on: &[PassesOn],
    arriving: FieldSet,
    incoming: Written,
    cargo: &[Carried<'_>],
) -> Option<Crossing> {
    let mut fields = FieldSet::NONE;
    let mut worst: Option<Cause> = None;
    let mut onward = Vec::new();
    for carried in cargo {
        let Some((there, cause)) = cross_into(inquiry, passes_on, arriving, incoming, carried)
        else {
            continue;
        };
        fields = inquiry.sets.join(fields, there);
        onward.push((carried.payload, there));
        worst = Some(match worst {
            Some(worst) => worst.worse(cause),
            None => cause,
        });
    }
    let cause = Rc::new(worst?);
    Some(Crossing {
        fields,
        cause,
        onward,
    })
}

/// A field in the outgoing payload.
struct Passed {
    field: Touched,
    /// Whether the incoming payload always had it.
    promised: bool,
}

/// What becomes of the fields in one of the payloads that go out.
fn cross_into(
    inquiry: &mut Inquiry<'_>,
    passes_on: &[PassesOn],
    arriving: FieldSet,
    incoming: Written,
    out: &Carried<'_>,
) -> Option<(FieldSet, Cause)> {
    let mut passed = Vec::new();
    for field in inquiry.sets.get(arriving).iter() {
        let (declared, is_whole) = declared(inquiry, passes_on, field, incoming, out);
        passed.extend(declared);
        if !is_whole && fits_by_name(inquiry, field, incoming, out) {
            let schema = inquiry.judge.schema(incoming.schema);
            passed.push(Passed {
                promised: is_always_there(schema, &field.pointer),
                field: Touched {
                    inferred: true,
                    ..field.clone()
                },
            });
        }
    }
    // What goes with the object around it is told there.
    let goes_with = |inner: &Passed, outer: &Passed| {
        let rest = below(&inner.field.pointer, &outer.field.pointer);
        inner.field.turn == Turn::Gone
            && outer.field.turn == Turn::Gone
            && rest.is_some_and(|rest| !rest.is_empty())
    };
    let outermost = passed
        .iter()
        .filter(|inner| !passed.iter().any(|outer| goes_with(inner, outer)));
    let causes = outermost.map(|passed| consequence(inquiry, passed, out));
    let cause = causes.reduce(Cause::worse)?;
    let fields = passed.into_iter().map(|passed| passed.field).collect();
    Some((inquiry.sets.of(fields), cause))
}

/// Where a field goes in a payload as its agent has declared, with what becomes of it there; and whether all of it does.
fn declared(
    inquiry: &mut Inquiry<'_>,
    passes_on: &[PassesOn],
    field: &Touched,
    incoming: Written,
    out: &Carried<'_>,
) -> (Vec<Passed>, bool) {
    let mut passed = Vec::new();
    let mut is_whole = false;
    for pass in passes_on {
        let whole = below(&field.pointer, &pass.from);
        let (from, pointer, turn) = if let Some(rest) = whole {
            let to = format!("{}{rest}", pass.to);
            (&*field.pointer, to, field.turn)
        } else if let Some(rest) = below(&pass.from, &field.pointer) {
            let turn = inner(inquiry, field.turn, rest);
            (pass.from.as_str(), pass.to.clone(), turn)
        } else {
            continue;
        };
        let there = said(inquiry.judge.schema(out.payload.schema), &pointer);
        if there == Part::Nothing || pointer.split('/').count() > DEEPEST {
            continue;
        }
        is_whole |= whole.is_some();
        passed.push(Passed {
            promised: is_always_there(inquiry.judge.schema(incoming.schema), from),
            field: Touched {
                pointer: pointer.into(),
                turn,
                inferred: field.inferred,
            },
        });
    }
    (passed, is_whole)
}

/// What becomes of a field inside one that is touched.
fn inner(inquiry: &mut Inquiry<'_>, turn: Turn, rest: &str) -> Turn {
    let mut inside = |outer: Written| {
        let inside = part(inquiry.judge.schema(outer.schema), rest)?;
        let schema = inquiry.judge.know(&inside);
        Some(Written { schema, ..outer })
    };
    match turn {
        Turn::Gone | Turn::Optional | Turn::Sensitive => turn,
        Turn::Added(written) => inside(written).map_or(Turn::Gone, Turn::Added),
        Turn::Changed(written) => inside(written).map_or(Turn::Gone, Turn::Changed),
    }
}

/// Whether the outgoing payload has a field of the same name that takes whatever this one held.
fn fits_by_name(
    inquiry: &mut Inquiry<'_>,
    field: &Touched,
    incoming: Written,
    out: &Carried<'_>,
) -> bool {
    let held = match field.turn {
        Turn::Added(written) => Some(written),
        Turn::Gone | Turn::Optional | Turn::Changed(_) | Turn::Sensitive => {
            let held = part(inquiry.judge.schema(incoming.schema), &field.pointer);
            held.map(|part| Written {
                schema: inquiry.judge.know(&part),
                ..incoming
            })
        }
    };
    let there = part(inquiry.judge.schema(out.payload.schema), &field.pointer);
    let (Some(held), Some(there)) = (held, there) else {
        return false;
    };
    within(inquiry, held, &there).verdict == Verdict::Safe
}

fn within(inquiry: &mut Inquiry<'_>, written: Written, there: &Value) -> Rc<Answer> {
    let there: SchemaNumber = inquiry.judge.know(there);
    inquiry.judge.within(written.schema, there, written.writers)
}

/// What a field that is passed on does to the payload that it becomes part of.
fn consequence(inquiry: &mut Inquiry<'_>, passed: &Passed, out: &Carried<'_>) -> Cause {
    let pointer = &passed.field.pointer;
    let name = format!("{} {}", out.version.contract, out.version.version);
    match passed.field.turn {
        Turn::Gone => {
            let what = format!("{pointer} no longer comes from upstream");
            missing(inquiry, &what, passed, out, &name)
        }
        Turn::Optional => {
            let what = format!("{pointer} may be missing upstream from then on");
            missing(inquiry, &what, passed, out, &name)
        }
        Turn::Sensitive => Cause::new(
            Effect::Unaffected,
            format!("{pointer} is sensitive here too."),
        ),
        Turn::Added(written) | Turn::Changed(written) => {
            let there = match said(inquiry.judge.schema(out.payload.schema), pointer) {
                Part::Governed(there) => there,
                Part::Depends => {
                    let reason = format!(
                        "{pointer} changes upstream; what {name} asks of it depends on other fields, so that it still fits is not proven."
                    );
                    return undecided(reason);
                }
                Part::Nothing => {
                    let reason = format!("{name} does not carry {pointer}.");
                    return Cause::new(Effect::Unaffected, reason);
                }
            };
            let answer = within(inquiry, written, &there);
            match answer.verdict {
                Verdict::Safe => Cause::new(
                    Effect::Unaffected,
                    format!("{pointer} changes upstream and still fits {name}."),
                ),
                Verdict::Breaking => Cause::new(
                    Effect::Breaks,
                    format!(
                        "{pointer} changes upstream; it may now hold what {name} rejects: {}",
                        answer.reason
                    ),
                )
                .counterexample(answer.counterexample.clone())
                .order(MoveOrder::ReceiversOnly),
                Verdict::Undecided => undecided(format!(
                    "{pointer} changes upstream; whether it still fits {name} is not proven: {}",
                    answer.reason
                )),
            }
        }
    }
}

/// What a field that is or may be missing does, which `what` says in words.
fn missing(
    inquiry: &Inquiry<'_>,
    what: &str,
    passed: &Passed,
    out: &Carried<'_>,
    name: &str,
) -> Cause {
    let schema = inquiry.judge.schema(out.payload.schema);
    match (need(schema, &passed.field.pointer), passed.promised) {
        (Need::Required, true) => {
            Cause::new(Effect::Breaks, format!("{what}, and {name} requires it."))
                .order(MoveOrder::ReceiversOnly)
        }
        (Need::Required, false) => undecided(format!(
            "{what}, which never promised it, and {name} requires it; whether it has another source is not known."
        )),
        (Need::Depends, _) => undecided(format!(
            "{what}; whether {name} requires it depends on other fields."
        )),
        (Need::Optional, _) => Cause::new(
            Effect::Unaffected,
            format!("{what}, and {name} lets it be missing."),
        ),
    }
}

fn undecided(reason: String) -> Cause {
    Cause::new(Effect::Undecided, reason).order(MoveOrder::ReceiversOnly)
}

/// What is left of a pointer below another one; empty if they are equal.
pub(crate) fn below<'p>(pointer: &'p str, outer: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}
