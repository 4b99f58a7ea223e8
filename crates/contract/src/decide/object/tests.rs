use super::*;
use crate::decide::answer::toy::Bits;
use crate::set::Schemas;
use proptest::prelude::*;
use std::collections::BTreeMap;

const NEVER: Demand = Demand::Accepts(Schemas::NEVER);

fn accepts(mask: u32) -> Demand {
    Demand::Accepts(Bits::set(mask))
}

fn rejects(mask: u32) -> Demand {
    Demand::Rejects(Bits::set(mask))
}

fn pattern(text: &str) -> Language {
    Language::pattern(text).unwrap()
}

fn word(text: &str) -> Language {
    Language::word(text)
}

fn but(names: &[&str]) -> Language {
    Language::words(names.iter().copied()).complement()
}

fn answer(problem: &ObjectProblem) -> String {
    match solve(problem, &mut Bits::new(3)) {
        Answer::Found(found) => found.to_string(),
        Answer::Empty => "empty".to_owned(),
        Answer::Unknown(gap) => gap.reason,
    }
}

fn problem(has: &[&str]) -> ObjectProblem {
    ObjectProblem {
        has: has.iter().map(|name| Box::from(*name)).collect(),
        ..ObjectProblem::default()
    }
}

#[test]
fn members_by_name() {
    for (problem, expected) in [
        (problem(&[]), "{}"),
        (problem(&["a", "b", "a"]), r#"{"a":0,"b":0}"#),
        (
            ObjectProblem {
                each: vec![(word("a"), accepts(0b10)), (pattern("a"), rejects(1))],
                ..problem(&["a"])
            },
            r#"{"a":1}"#,
        ),
        (
            ObjectProblem {
                each: vec![(word("a"), NEVER)],
                ..problem(&["a"])
            },
            "empty",
        ),
        (
            ObjectProblem {
                each: vec![(word("b"), NEVER)],
                ..problem(&["a"])
            },
            r#"{"a":0}"#,
        ),
        (
            ObjectProblem {
                max: Some(1),
                ..problem(&["a", "b"])
            },
            "empty",
        ),
        (
            ObjectProblem {
                min: 2,
                max: Some(1),
                ..problem(&[])
            },
            "empty",
        ),
        // Closed: no other names than a and b.
        (
            ObjectProblem {
                each: vec![(but(&["a", "b"]), NEVER)],
                ..problem(&["c"])
            },
            "empty",
        ),
    ] {
        assert_eq!(answer(&problem), expected, "{problem:?}");
    }
}

#[test]
fn some_member() {
    for (problem, expected) in [
        // The member that is there anyway.
        (
            ObjectProblem {
                some: vec![(Language::all(), accepts(0b100))],
                ..problem(&["a"])
            },
            r#"{"a":2}"#,
        ),
        (
            ObjectProblem {
                each: vec![(word("a"), accepts(0b001))],
                some: vec![(Language::all(), accepts(0b100))],
                ..problem(&["a"])
            },
            r#"{"a":0,"b":2}"#,
        ),
        // A name that is mentioned.
        (
            ObjectProblem {
                each: vec![(word("id"), accepts(0b110))],
                some: vec![(Language::all(), accepts(0b100))],
                ..problem(&[])
            },
            r#"{"id":2}"#,
        ),
        (
            ObjectProblem {
                some: vec![(Language::none(), accepts(0b100))],
                ..problem(&[])
            },
            "empty",
        ),
        (
            ObjectProblem {
                some: vec![(word("a"), accepts(0b100))],
                ..problem(&[])
            },
            r#"{"a":2}"#,
        ),
        (
            ObjectProblem {
                some: vec![(word("a"), accepts(0b100)), (word("a"), rejects(0b100))],
                ..problem(&[])
            },
            "empty",
        ),
    ] {
        assert_eq!(answer(&problem), expected, "{problem:?}");
    }
}

#[test]
fn some_member_of_names_that_meet() {
    for (problem, expected) in [
        (
            ObjectProblem {
                each: vec![
                    (pattern("^x"), accepts(0b011)),
                    (pattern("y$"), accepts(0b110)),
                ],
                some: vec![(pattern("^x.*y$"), rejects(0b1000))],
                ..problem(&[])
            },
            r#"{"xy":1}"#,
        ),
        (
            ObjectProblem {
                each: vec![
                    (pattern("^x"), accepts(0b001)),
                    (pattern("y$"), accepts(0b110)),
                ],
                some: vec![(pattern("^x.*y$"), rejects(0b1000))],
                ..problem(&[])
            },
            "empty",
        ),
        // One member for two, because there may be one only.
        (
            ObjectProblem {
                max: Some(1),
                some: vec![
                    (pattern("^x"), accepts(0b011)),
                    (pattern("y$"), accepts(0b110)),
                ],
                ..problem(&[])
            },
            r#"{"xy":1}"#,
        ),
        (
            ObjectProblem {
                max: Some(1),
                some: vec![
                    (pattern("^x"), accepts(0b001)),
                    (pattern("y$"), accepts(0b110)),
                ],
                ..problem(&[])
            },
            "empty",
        ),
        (
            ObjectProblem {
                some: vec![
                    (pattern("^x$|^y$"), accepts(0b001)),
                    (pattern("^[xy]$"), accepts(0b110)),
                ],
                ..problem(&[])
            },
            r#"{"x":0,"y":1}"#,
        ),
        (
            ObjectProblem {
                some: vec![
                    (pattern("^x$|^y$"), accepts(1)),
                    (pattern("^[xy]$"), accepts(2)),
                    (pattern("^[yx]$"), accepts(4)),
                ],
                ..problem(&[])
            },
            "empty",
        ),
    ] {
        assert_eq!(answer(&problem), expected, "{problem:?}");
    }
}

#[test]
fn further_members() {
    for (problem, expected) in [
        (
            ObjectProblem {
                min: 2,
                ..problem(&["b"])
            },
            r#"{"b":0,"a":0}"#,
        ),
        (
            ObjectProblem {
                min: 2,
                each: vec![(word("a"), NEVER), (word("c"), accepts(0b10))],
                ..problem(&["b"])
            },
            r#"{"b":0,"c":1}"#,
        ),
        (
            ObjectProblem {
                min: 3,
                each: vec![(but(&["a", "b"]), NEVER)],
                ..problem(&["b"])
            },
            "empty",
        ),
        (
            ObjectProblem {
                min: 3,
                each: vec![(pattern("^(x[12]|b)$").complement(), NEVER)],
                ..problem(&[])
            },
            r#"{"b":0,"x1":0,"x2":0}"#,
        ),
        (
            ObjectProblem {
                min: 4,
                each: vec![(pattern("^(x[12]|b)$").complement(), NEVER)],
                ..problem(&[])
            },
            "empty",
        ),
        (
            ObjectProblem {
                min: 1 << 40,
                ..problem(&[])
            },
            "an object of so many members is not written out",
        ),
        (
            ObjectProblem {
                min: 1 << 40,
                each: vec![(pattern("^[a-z]{2}$").complement(), NEVER)],
                ..problem(&[])
            },
            "empty",
        ),
    ] {
        let found = answer(&problem);
        let same = match (found.parse::<Value>(), expected.parse::<Value>()) {
            (Ok(found), Ok(expected)) => found == expected,
            _ => found == expected,
        };
        assert!(same, "{found}, not {expected}, for {problem:?}");
    }
}

#[test]
fn what_nobody_knows_stays_open_unless_the_rest_decides() {
    let mut children = Bits::new(3);
    children.blurred = Some(Bits::set(0b111));
    let mut unclear = ObjectProblem {
        each: vec![(word("a"), accepts(0b111))],
        ..problem(&["a"])
    };
    let blurred = Answer::Unknown(Gap::new("blurred"));
    assert_eq!(solve(&unclear, &mut children), blurred);
    unclear.some = vec![(but(&["a"]), accepts(0b1000))];
    unclear.some.push((pattern("b"), accepts(0b1)));
    assert_eq!(solve(&unclear, &mut children), Answer::Empty);
    unclear.some.clear();
    unclear.has.push("b".into());
    unclear.each.push((word("b"), NEVER));
    assert_eq!(solve(&unclear, &mut children), Answer::Empty);
}

#[test]
fn many_choices_that_cannot_all_be_met_end_early() {
    let mut many = problem(&[]);
    for index in 0..20 {
        let names = pattern(&format!("^[a-h]{index}?x"));
        many.some.push((names, accepts(0b11)));
    }
    many.some.push((pattern("z"), accepts(0b1000)));
    let mut children = Bits::new(3);
    children.steps.0 = 20_000;
    assert_eq!(solve(&many, &mut children), Answer::Empty);
}

type Object = BTreeMap<String, u32>;

fn meets(problem: &ObjectProblem, object: &Object) -> bool {
    let count = object.len() as u64;
    count >= problem.min
        && problem.max.is_none_or(|max| count <= max)
        && problem.has.iter().all(|name| object.contains_key(&**name))
        && problem.each.iter().all(|(names, demand)| {
            object
                .iter()
                .all(|(name, value)| !names.contains(name) || Bits::meets(*value, demand))
        })
        && problem.some.iter().all(|(names, demand)| {
            object
                .iter()
                .any(|(name, value)| names.contains(name) && Bits::meets(*value, demand))
        })
}

const NAMES: [&str; 5] = ["a", "b", "c", "x1", "x2"];

/// All objects with some of five names and three values.
fn universe() -> Vec<Object> {
    let mut objects = vec![Object::new()];
    for name in NAMES {
        for at in 0..objects.len() {
            for value in 0..3 {
                let mut larger = objects[at].clone();
                larger.insert(name.to_owned(), value);
                objects.push(larger);
            }
        }
    }
    objects
}

fn languages() -> impl Strategy<Value = Language> {
    prop_oneof![
        prop::sample::select(&NAMES[..]).prop_map(word),
        prop::collection::vec(prop::sample::select(&NAMES[..]), 0..4).prop_map(Language::words),
        prop::collection::vec(prop::sample::select(&NAMES[..]), 0..4).prop_map(|names| but(&names)),
        prop::sample::select(&["^x", "^[ab]$", "[12b]", "1$", "^.$"][..]).prop_map(pattern),
    ]
}

fn demands() -> impl Strategy<Value = Demand> {
    prop_oneof![
        5 => (0..8_u32).prop_map(accepts),
        2 => (0..8_u32).prop_map(rejects),
        1 => Just(NEVER),
        1 => (1..8_u32, 1..8_u32).prop_map(|(one, other)| {
            Demand::Writes([Bits::set(one), Bits::set(other)].into())
        }),
    ]
}

prop_compose! {
    fn problems()(
        min in 0..4_u64, max in prop::option::of(0..5_u64),
        has in prop::collection::vec(prop::sample::select(&NAMES[..]), 0..3),
        each in prop::collection::vec((languages(), demands()), 0..5),
        some in prop::collection::vec((languages(), demands()), 0..4),
        closed: bool,
    ) -> (ObjectProblem, bool) {
        let mut problem = ObjectProblem { min, max, each, some, ..problem(&has) };
        if closed {
            problem.each.push((but(&NAMES), NEVER));
        }
        (problem, closed)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn agrees_with_looking_at_every_object((problem, closed) in problems()) {
        let there_is = universe().iter().any(|object| meets(&problem, object));
        match solve(&problem, &mut Bits::new(3)) {
            Answer::Found(Value::Object(found)) => {
                let object: Object = found
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_u64().unwrap() as u32))
                    .collect();
                prop_assert!(meets(&problem, &object), "{object:?}");
                prop_assert!(there_is || !closed, "{object:?}");
            }
            Answer::Empty => prop_assert!(!there_is),
            answer => prop_assert!(false, "{answer:?}"),
        }
    }
}
