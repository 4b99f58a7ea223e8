//! The table of consequences: each change of a payload schema, with both kinds of writers, in every mode.

use super::*;
use crate::compat::Bump;
use baton_model::ContractState;

/// A row of the table: what changes, in which kind of object, and backward and forward for `as_written` and for `strict`.
struct Row {
    change: &'static str,
    old: Value,
    new: Value,
    as_written: (Verdict, Verdict),
    strict: (Verdict, Verdict),
}

fn table() -> Vec<Row> {
    let base = json!({"amount": {"type": "integer"}, "kind": {"enum": ["full", "part"]}});
    let with = json!({"amount": {"type": "integer"}, "kind": {"enum": ["full", "part"]}, "note": {"type": "string"}});
    let more = json!({"amount": {"type": "integer"}, "kind": {"enum": ["full", "part", "none"]}});
    let row = |change, old, new, as_written, strict| Row {
        change,
        old,
        new,
        as_written,
        strict,
    };
    vec![
        row(
            "optional typed field added, open",
            object(&base, &["amount"], false),
            object(&with, &["amount"], false),
            (BREAKING, SAFE),
            (SAFE, SAFE),
        ),
        row(
            "optional typed field added, closed",
            object(&base, &["amount"], true),
            object(&with, &["amount"], true),
            (SAFE, BREAKING),
            (SAFE, BREAKING),
        ),
        row(
            "required field added, open",
            object(&base, &["amount"], false),
            object(&with, &["amount", "note"], false),
            (BREAKING, SAFE),
            (BREAKING, SAFE),
        ),
        row(
            "required field added, closed",
            object(&base, &["amount"], true),
            object(&with, &["amount", "note"], true),
            (BREAKING, BREAKING),
            (BREAKING, BREAKING),
        ),
        row(
            "required made optional, open",
            object(&base, &["amount"], false),
            object(&base, &[], false),
            (SAFE, BREAKING),
            (SAFE, BREAKING),
        ),
        row(
            "required made optional, closed",
            object(&base, &["amount"], true),
            object(&base, &[], true),
            (SAFE, BREAKING),
            (SAFE, BREAKING),
        ),
        row(
            "optional field removed, open",
            object(&with, &["amount"], false),
            object(&base, &["amount"], false),
            (SAFE, BREAKING),
            (SAFE, SAFE),
        ),
        row(
            "optional field removed, closed",
            object(&with, &["amount"], true),
            object(&base, &["amount"], true),
            (BREAKING, SAFE),
            (BREAKING, SAFE),
        ),
        row(
            "open to closed",
            object(&base, &["amount"], false),
            object(&base, &["amount"], true),
            (BREAKING, SAFE),
            (SAFE, SAFE),
        ),
        row(
            "closed to open",
            object(&base, &["amount"], true),
            object(&base, &["amount"], false),
            (SAFE, BREAKING),
            (SAFE, SAFE),
        ),
        row(
            "enum value added",
            object(&base, &["amount"], false),
            object(&more, &["amount"], false),
            (SAFE, BREAKING),
            (SAFE, BREAKING),
        ),
    ]
}

#[test]
fn a_change_needs_the_bump_that_the_table_gives_it() {
    for row in table() {
        let (old, new) = (
            version("1.0.0", row.old.clone()),
            version("1.1.0", row.new.clone()),
        );
        for (writers, (backward, forward)) in [
            (Writers::AsWritten, row.as_written),
            (Writers::Strict, row.strict),
        ] {
            for (mode, holds) in [
                (Mode::None, true),
                (Mode::Backward, backward == SAFE),
                (Mode::Forward, forward == SAFE),
                (Mode::Full, backward == SAFE && forward == SAFE),
            ] {
                let found = compared(&old, &new, mode, writers);
                let what = format!("{}, {writers:?}, {mode:?}", row.change);
                assert_eq!(
                    (found.backward.verdict, found.forward.verdict),
                    (backward, forward),
                    "{what}: {found:#?}"
                );
                assert_eq!(found.holds, holds, "{what}");
                let expected = if holds { Bump::Minor } else { Bump::Major };
                assert_eq!(found.bump, expected, "{what}");
                for direction in [&found.backward, &found.forward] {
                    assert_eq!(
                        direction.counterexample.is_some(),
                        direction.verdict == BREAKING,
                        "{what}"
                    );
                }
            }
        }
    }
}

#[test]
fn publishing_follows_the_bump() {
    for row in table() {
        let mut old = version("1.0.0", row.old.clone());
        old.state = ContractState::Published;
        for (mode, asks_backward, asks_forward) in [
            (CompatibilityMode::None, false, false),
            (CompatibilityMode::Backward, true, false),
            (CompatibilityMode::ForwardTransitive, false, true),
            (CompatibilityMode::FullTransitive, true, true),
        ] {
            let (backward, forward) = row.strict;
            let holds = (!asks_backward || backward == SAFE) && (!asks_forward || forward == SAFE);
            for (number, enough) in [("1.0.1", false), ("1.1.0", holds), ("2.0.0", true)] {
                let new = version(number, row.new.clone());
                let found = judge(
                    &contract(mode, Writers::Strict),
                    &new,
                    &[&old],
                    Effort::default(),
                )
                .unwrap();
                let what = format!("{}, {mode:?}, {number}", row.change);
                assert_eq!(
                    found.refused.is_none(),
                    enough,
                    "{what}: {:?}",
                    found.refused
                );
                if number != "2.0.0" || mode != CompatibilityMode::FullTransitive {
                    continue;
                }
                assert!(
                    found.against.is_empty(),
                    "the first of its major is compared with none"
                );
                assert!(found.before.is_some(), "what changed is shown nevertheless");
            }
            let lowest = if holds { "1.1.0" } else { "2.0.0" };
            let new = version("1.0.1", row.new.clone());
            let found = judge(
                &contract(mode, Writers::Strict),
                &new,
                &[&old],
                Effort::default(),
            )
            .unwrap();
            assert_eq!(found.lowest, lowest, "{}, {mode:?}", row.change);
        }
    }
}
