use super::*;
use crate::decide::answer::toy::Bits;
use crate::set::Schemas;
use proptest::prelude::*;

fn accepts(mask: u32) -> Demand {
    Demand::Accepts(Bits::set(mask))
}

fn rejects(mask: u32) -> Demand {
    Demand::Rejects(Bits::set(mask))
}

fn answer(problem: &ArrayProblem, values: u32) -> String {
    match solve(problem, &mut Bits::new(values)) {
        Answer::Found(found) => found.to_string(),
        Answer::Empty => "empty".to_owned(),
        Answer::Unknown(gap) => gap.reason,
    }
}

#[test]
fn items_and_lengths() {
    let open = ArrayProblem::default;
    for (problem, expected) in [
        (open(), "[]"),
        (ArrayProblem { min: 2, ..open() }, "[0,0]"),
        (
            ArrayProblem {
                min: 2,
                max: Some(1),
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                min: 1,
                each: vec![(0, None, Demand::Accepts(Schemas::NEVER))],
                ..open()
            },
            "empty",
        ),
        // A tuple of two and nothing behind it.
        (
            ArrayProblem {
                min: 2,
                each: vec![
                    (0, Some(1), accepts(0b010)),
                    (1, Some(2), accepts(0b100)),
                    (2, None, Demand::Accepts(Schemas::NEVER)),
                ],
                ..open()
            },
            "[1,2]",
        ),
        (
            ArrayProblem {
                min: 3,
                each: vec![(2, None, Demand::Accepts(Schemas::NEVER))],
                ..open()
            },
            "empty",
        ),
        // One that is not what the others have to be: the first free position.
        (
            ArrayProblem {
                each: vec![(0, Some(2), accepts(0b001))],
                some: vec![(0, None, rejects(0b001))],
                ..open()
            },
            "[0,0,1]",
        ),
        (
            ArrayProblem {
                each: vec![(0, None, accepts(0b001))],
                some: vec![(0, None, rejects(0b001))],
                ..open()
            },
            "empty",
        ),
        // Two demands share an item where there is room for one only.
        (
            ArrayProblem {
                max: Some(1),
                some: vec![(0, None, accepts(0b011)), (0, None, accepts(0b110))],
                ..open()
            },
            "[1]",
        ),
        (
            ArrayProblem {
                max: Some(1),
                some: vec![(0, None, accepts(0b001)), (0, None, accepts(0b110))],
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                some: vec![(3, Some(3), accepts(1))],
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                some: vec![(2, Some(3), accepts(0b10))],
                ..open()
            },
            "[0,0,1]",
        ),
    ] {
        assert_eq!(answer(&problem, 3), expected, "{problem:?}");
    }
}

#[test]
fn counts() {
    let (zero, one, small) = (Bits::set(0b001), Bits::set(0b010), Bits::set(0b011));
    let open = ArrayProblem::default;
    for (problem, expected) in [
        (
            ArrayProblem {
                at_least: vec![(2, one)],
                ..open()
            },
            "[1,1]",
        ),
        (
            ArrayProblem {
                at_least: vec![(2, one)],
                at_most: vec![(1, one)],
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                at_least: vec![(2, one)],
                at_most: vec![(1, small)],
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                min: 3,
                at_most: vec![(1, small)],
                ..open()
            },
            "[0,2,2]",
        ),
        (
            ArrayProblem {
                min: 3,
                at_most: vec![(1, small)],
                each: vec![(0, None, Demand::Accepts(small))],
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                min: 3,
                at_most: vec![(0, zero)],
                ..open()
            },
            "[1,1,1]",
        ),
        (
            ArrayProblem {
                at_least: vec![(1, one), (2, small), (1, zero)],
                max: Some(2),
                ..open()
            },
            "[0,1]",
        ),
    ] {
        let found = answer(&problem, 3);
        let mut sorted: Vec<char> = found.chars().collect();
        let mut wanted: Vec<char> = expected.chars().collect();
        if found != "empty" {
            sorted.sort_unstable();
            wanted.sort_unstable();
        }
        assert_eq!(sorted, wanted, "{found} for {problem:?}");
    }
}

#[test]
fn different_and_equal_items() {
    let open = ArrayProblem::default;
    for (problem, expected) in [
        (
            ArrayProblem {
                min: 3,
                unique: true,
                ..open()
            },
            "[0,1,2]",
        ),
        (
            ArrayProblem {
                min: 4,
                unique: true,
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                unique: true,
                repeated: true,
                ..open()
            },
            "empty",
        ),
        (
            ArrayProblem {
                repeated: true,
                ..open()
            },
            "[0,0]",
        ),
        (
            ArrayProblem {
                repeated: true,
                max: Some(1),
                ..open()
            },
            "empty",
        ),
        // Equal items are only to be had behind the tuple.
        (
            ArrayProblem {
                repeated: true,
                each: vec![
                    (0, Some(1), accepts(0b001)),
                    (1, Some(2), accepts(0b010)),
                    (2, None, accepts(0b100)),
                ],
                ..open()
            },
            "[0,1,2,2]",
        ),
        // Three of two values.
        (
            ArrayProblem {
                some: vec![
                    (0, None, accepts(0b011)),
                    (1, Some(4), accepts(0b100)),
                    (0, None, accepts(0b100)),
                ],
                at_least: vec![(2, Bits::set(0b111)), (3, Bits::set(0b101))],
                at_most: vec![(1, Bits::set(0b010))],
                unique: true,
                ..open()
            },
            "empty",
        ),
        // The first item gives its value away, because the second one can be nothing else.
        (
            ArrayProblem {
                min: 2,
                unique: true,
                each: vec![(0, Some(1), accepts(0b011)), (1, None, accepts(0b001))],
                ..open()
            },
            "[1,0]",
        ),
        (
            ArrayProblem {
                min: 2,
                repeated: true,
                each: vec![(0, Some(1), accepts(0b011)), (1, Some(2), accepts(0b110))],
                ..open()
            },
            "[1,1]",
        ),
        (
            ArrayProblem {
                repeated: true,
                each: vec![
                    (0, Some(1), accepts(0b001)),
                    (1, Some(2), accepts(0b010)),
                    (2, None, Demand::Accepts(Schemas::NEVER)),
                ],
                ..open()
            },
            "empty",
        ),
    ] {
        assert_eq!(answer(&problem, 3), expected, "{problem:?}");
    }
}

#[test]
fn a_long_array_asks_for_one_item() {
    let problem = ArrayProblem {
        min: 10_000,
        at_most: vec![(1, Bits::set(1))],
        ..ArrayProblem::default()
    };
    let mut children = Bits::new(3);
    let Answer::Found(Value::Array(items)) = solve(&problem, &mut children) else {
        panic!("there are such arrays");
    };
    assert_eq!(items.len(), 10_000);
    assert_eq!(items.iter().filter(|item| **item == 0).count(), 1);
    assert!(children.asked < 10, "asked {} times", children.asked);
}

#[test]
fn what_is_too_long_to_write_out_is_still_refuted() {
    let mut problem = ArrayProblem {
        min: 1 << 40,
        ..ArrayProblem::default()
    };
    assert_eq!(
        answer(&problem, 3),
        "an array of so many items is not written out"
    );
    problem.at_least = vec![(1 << 41, Bits::set(1))];
    problem.max = Some((1 << 41) - 1);
    assert_eq!(answer(&problem, 3), "empty");
    problem.max = None;
    problem.unique = true;
    assert_eq!(answer(&problem, 3), "empty");
}

#[test]
fn what_nobody_knows_stays_open_unless_the_rest_decides() {
    let mut problem = ArrayProblem {
        some: vec![(0, None, accepts(0b110))],
        ..ArrayProblem::default()
    };
    let mut children = Bits::new(3);
    children.blurred = Some(Bits::set(0b110));
    assert_eq!(
        solve(&problem, &mut children),
        Answer::Unknown(Gap::new("blurred"))
    );
    problem.some.push((0, None, accepts(0b1000)));
    assert_eq!(solve(&problem, &mut children), Answer::Empty);
}

#[test]
fn the_budget_ends_the_search() {
    let problem = ArrayProblem {
        min: 3,
        unique: true,
        ..ArrayProblem::default()
    };
    let mut children = Bits::new(3);
    children.steps.0 = 4;
    assert!(matches!(solve(&problem, &mut children), Answer::Unknown(_)));
}

fn meets(problem: &ArrayProblem, items: &[u32]) -> bool {
    let length = items.len() as u64;
    let range = |from: u64, to: Option<u64>| {
        let to = to.unwrap_or(u64::MAX);
        items
            .iter()
            .enumerate()
            .filter(move |(index, _)| (from..to).contains(&(*index as u64)))
            .map(|(_, item)| *item)
    };
    let count = |node: NodeId| {
        let within = Demand::Accepts(node);
        items
            .iter()
            .filter(|item| Bits::meets(**item, &within))
            .count() as u64
    };
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let different = sorted.len() == items.len();
    length >= problem.min
        && problem.max.is_none_or(|max| length <= max)
        && problem
            .each
            .iter()
            .all(|(from, to, each)| range(*from, *to).all(|item| Bits::meets(item, each)))
        && problem
            .some
            .iter()
            .all(|(from, to, some)| range(*from, *to).any(|item| Bits::meets(item, some)))
        && problem
            .at_least
            .iter()
            .all(|(least, node)| count(*node) >= *least)
        && problem
            .at_most
            .iter()
            .all(|(most, node)| count(*node) <= *most)
        && (!problem.unique || different)
        && (!problem.repeated || !different)
}

/// All arrays of up to five of three values, the short ones first.
fn universe() -> Vec<Vec<u32>> {
    let mut arrays: Vec<Vec<u32>> = vec![Vec::new()];
    for at in 0..121 {
        for value in 0..3 {
            let mut longer = arrays[at].clone();
            longer.push(value);
            arrays.push(longer);
        }
    }
    arrays
}

fn demands() -> impl Strategy<Value = Demand> {
    prop_oneof![
        4 => (0..8_u32).prop_map(accepts),
        2 => (0..8_u32).prop_map(rejects),
        1 => (1..8_u32, 1..8_u32).prop_map(|(one, other)| {
            Demand::Writes([Bits::set(one), Bits::set(other)].into())
        }),
    ]
}

fn ranges() -> impl Strategy<Value = (u64, Option<u64>, Demand)> {
    (0..3_u64, prop::option::of(0..5_u64), demands())
}

prop_compose! {
    fn problems()(
        min in 0..4_u64, max in prop::option::of(0..6_u64),
        each in prop::collection::vec(ranges(), 0..4),
        some in prop::collection::vec(ranges(), 0..4),
        at_least in prop::collection::vec((0..4_u64, (0..8_u32).prop_map(Bits::set)), 0..3),
        at_most in prop::collection::vec((0..4_u64, (0..8_u32).prop_map(Bits::set)), 0..3),
        unique in prop::bool::weighted(0.4), repeated in prop::bool::weighted(0.3),
    ) -> ArrayProblem {
        ArrayProblem { min, max, each, some, at_least, at_most, unique, repeated }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn agrees_with_looking_at_every_array(problem in problems()) {
        let shortest = universe().into_iter().find(|items| meets(&problem, items));
        match (solve(&problem, &mut Bits::new(3)), shortest) {
            (Answer::Found(Value::Array(items)), shortest) => {
                let items: Vec<u32> = items.iter().map(|item| item.as_u64().unwrap() as u32).collect();
                prop_assert!(meets(&problem, &items), "{items:?}");
                match shortest {
                    Some(shortest) => prop_assert_eq!(items.len(), shortest.len()),
                    None => prop_assert!(items.len() > 5, "{items:?}"),
                }
            }
            (Answer::Empty, None) => {}
            (answer, shortest) => prop_assert!(false, "{answer:?}, {shortest:?}"),
        }
    }
}
