use super::*;
use crate::decide::answer::toy::Steps;
use proptest::prelude::*;
use std::str::FromStr;

fn ratio(text: &str) -> BigRational {
    if let Some((whole, fraction)) = text.split_once('.') {
        let denominator = Pow::pow(BigInt::from(10), fraction.len());
        let numerator = BigInt::from_str(&format!("{whole}{fraction}")).unwrap();
        return BigRational::new(numerator, denominator);
    }
    if let Some((digits, zeros)) = text.split_once('e') {
        let power = Pow::pow(BigInt::from(10), zeros.parse::<u32>().unwrap());
        return BigRational::from_integer(BigInt::from_str(digits).unwrap() * power);
    }
    BigRational::from_integer(text.parse().unwrap())
}

/// `lower .. upper` with `<` for an open end, then words: `integer`, `fraction`, `*step`, `!*step`, `!value`.
fn problem(text: &str) -> NumberProblem {
    let mut problem = NumberProblem {
        types: Types::NUMBER,
        lower: None,
        upper: None,
        multiples: Vec::new(),
        not_multiples: Vec::new(),
        not: Vec::new(),
    };
    let bound = |text: &str, open| {
        Some(Bound {
            at: ratio(text),
            open,
        })
    };
    for word in text.split_whitespace() {
        if let Some(value) = word.strip_prefix(">=") {
            problem.lower = bound(value, false);
        } else if let Some(value) = word.strip_prefix("<=") {
            problem.upper = bound(value, false);
        } else if let Some(value) = word.strip_prefix('>') {
            problem.lower = bound(value, true);
        } else if let Some(value) = word.strip_prefix('<') {
            problem.upper = bound(value, true);
        } else if let Some(step) = word.strip_prefix("!*") {
            problem.not_multiples.push(ratio(step));
        } else if let Some(step) = word.strip_prefix('*') {
            problem.multiples.push(ratio(step));
        } else if let Some(value) = word.strip_prefix('!') {
            problem.not.push(ratio(value));
        } else {
            problem.types = match word {
                "integer" => Types::INTEGER,
                "fraction" => Types::FRACTION,
                _ => panic!("{word}"),
            };
        }
    }
    problem
}

fn answer(text: &str) -> String {
    match solve(&problem(text), &mut Steps(100_000)) {
        Answer::Found(value) => value.to_string(),
        Answer::Empty => "empty".to_owned(),
        Answer::Unknown(_) => "unknown".to_owned(),
    }
}

#[test]
fn simple_numbers_first() {
    for (text, expected) in [
        ("", "0"),
        ("!0", "1"),
        (">0", "1"),
        ("<0", "-1"),
        (">=0.5", "1"),
        (">0 <1", "0.1"),
        (">0.1 <0.11", "0.101"),
        ("fraction", "0.1"),
        ("fraction >=18", "18.1"),
        ("integer >17.5", "18"),
        ("integer >17.5 <18", "empty"),
        (">=3 <=3", "3"),
        (">=3 <=3 !3", "empty"),
        (">=3 <3", "empty"),
        (">=3 <=2", "empty"),
        ("fraction >=3 <=3", "empty"),
        (">=1000000", "1000000"),
        ("<=-1000000", "-1000000"),
        ("<-1000000", "-1000001"),
    ] {
        assert_eq!(answer(text), expected, "{text}");
    }
}

#[test]
fn multiples() {
    for (text, expected) in [
        ("*0.01", "0"),
        ("*0.01 >0", "1"),
        ("*0.01 >0 <1", "0.01"),
        ("*0.01 >0 fraction", "0.01"),
        ("*0.01 !*0.1 >0", "0.01"),
        ("*0.1 !*0.01", "empty"),
        ("*2 *3 >0", "6"),
        ("*6 !*4", "6"),
        ("*6 !*2", "empty"),
        ("*0.4 *0.6 >0 fraction", "1.2"),
        ("*1000000.1 >0", "10000001"),
        ("*1000000.1 >0 <10000000", "1000000.1"),
        ("integer !*2 !*3 !*5 >=2", "7"),
        ("integer !*2 !*3 !*5 >=2 <=6", "empty"),
        ("integer !*2 !*3 !*5 >=24 <=28", "empty"),
        ("integer !*2 !*3 !*5 >=24 <=29", "29"),
        ("!*1", "0.1"),
        ("!*1 !*0.1", "0.01"),
        ("!*2", "1"),
        (
            "*3 >=100000000000000000000000 <100000000000000000000002",
            "empty",
        ),
        ("*0.5 !*1 >=18446744073709551616", "unknown"),
    ] {
        assert_eq!(answer(text), expected, "{text}");
    }
}

#[test]
fn numbers_that_json_cannot_write_leave_the_question_open() {
    for (text, expected) in [
        (">=1e22", "1e+22"),
        (">1e22", "1.0000000000000002e+22"),
        ("integer <-1e22", "-1.0000000000000002e+22"),
        (">1e22 <10000000000000000000001", "unknown"),
        ("integer >1e22 <10000000000000000000002", "unknown"),
        ("integer >1e22 <10000000000000000000001", "empty"),
        (">=18446744073709551617 <=18446744073709551617", "unknown"),
        (
            "<=18446744073709551615 >18446744073709551614 integer",
            "18446744073709551615",
        ),
        ("*7 >=1e30", "unknown"),
        ("*10 >1e16", "10000000000000010"),
    ] {
        assert_eq!(answer(text), expected, "{text}");
    }
}

#[test]
fn the_budget_ends_a_walk() {
    let problem = problem("integer !*2 !*3 !*5 >=24 <=29");
    assert_eq!(
        solve(&problem, &mut Steps(3)),
        Answer::Unknown(Gap::new(Steps::SPENT))
    );
}

/// Quarters from -5 to 5: every question with parts from there is decided by looking at all of them.
fn quarters() -> impl Iterator<Item = BigRational> {
    (-20..=20).map(quarter)
}

fn quarter(count: i32) -> BigRational {
    BigRational::new(count.into(), 4.into())
}

fn meets(problem: &NumberProblem, value: &BigRational) -> bool {
    let kind = if value.is_integer() {
        Types::INTEGER
    } else {
        Types::FRACTION
    };
    let above = problem
        .lower
        .as_ref()
        .is_none_or(|bound| *value > bound.at || (*value == bound.at && !bound.open));
    let below = problem
        .upper
        .as_ref()
        .is_none_or(|bound| *value < bound.at || (*value == bound.at && !bound.open));
    problem.types.0 & kind.0 != 0
        && above
        && below
        && problem.multiples.iter().all(|step| on_grid(value, step))
        && !problem
            .not_multiples
            .iter()
            .any(|step| on_grid(value, step))
        && !problem.not.contains(value)
}

prop_compose! {
    fn problems()(
        types in prop_oneof![Just(Types::INTEGER), Just(Types::FRACTION), Just(Types::NUMBER)],
        lower in -20..20_i32, lower_open: bool,
        length in 0..40_i32, upper_open: bool,
        multiples in prop::collection::vec(1..16_i32, 0..3),
        not_multiples in prop::collection::vec(1..16_i32, 0..4),
        not in prop::collection::vec(-20..20_i32, 0..4),
    ) -> NumberProblem {
        NumberProblem {
            types,
            lower: Some(Bound { at: quarter(lower), open: lower_open }),
            upper: Some(Bound { at: quarter((lower + length).min(20)), open: upper_open }),
            multiples: multiples.into_iter().map(quarter).collect(),
            not_multiples: not_multiples.into_iter().map(quarter).collect(),
            not: not.into_iter().map(quarter).collect(),
        }
    }
}

proptest! {
    #[test]
    fn agrees_with_looking_at_every_quarter(problem in problems()) {
        match solve(&problem, &mut Steps(100_000)) {
            Answer::Found(value) => {
                prop_assert!(meets(&problem, &ratio(&value.to_string())), "{value} for {problem:?}");
            }
            Answer::Empty => {
                let missed = quarters().find(|value| meets(&problem, value));
                prop_assert!(missed.is_none(), "{missed:?} for {problem:?}");
            }
            // With all parts written with few digits there is always an answer.
            Answer::Unknown(gap) => prop_assert!(false, "{gap:?} for {problem:?}"),
        }
    }
}
