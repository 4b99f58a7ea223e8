//! Files and conditions that were written to do harm.

use super::CustomRules;
use super::tests::{REGISTRY, never, report, rule};
use crate::Scope;
use crate::testing::registry;
use std::time::{Duration, Instant};

#[test]
fn hostile_rules_end_soon() {
    let wide = format!("[{}]", vec!["1"; 900].join(","));
    let doubled = format!("'{}'", "x".repeat(2000));
    let mut grows = format!("[{doubled}]");
    for _ in 0..15 {
        grows.push_str(".map(y, y+y)");
    }
    let conditions = [
        format!("{wide}.all(a, {wide}.all(b, {wide}.all(c, a + b + c > 0)))"),
        format!("size({grows}) > 0"),
        format!("{}true{}", "(".repeat(1000), ")".repeat(1000)),
        vec!["record.id == 'x'"; 200].join(" || "),
        "!".repeat(3000) + "true",
        "record.name.matches('(a{1000}){1000}')".to_owned(),
        "record.name.matches('(a*)*(a*)*b')".to_owned(),
        "record.name.matches(record.name)".to_owned(),
        format!("{wide}.all(a, 'x'.matches('\\\\pL{{90}}'))"),
        "handoffs_out.map(a, handoffs_out.map(b, handoffs_out.map(c, handoffs_out.map(d, [a,b,c,d])))) == []".to_owned(),
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]] == []".to_owned(),
        "x".repeat(100_000),
    ];
    let document = registry(REGISTRY);
    for condition in &conditions {
        let begun = Instant::now();
        let (rules, _) = CustomRules::read(&rule("agent", condition, ""), &never);
        report(&rules, &document, Scope::Registry);
        let took = begun.elapsed();
        assert!(
            took < Duration::from_secs(2),
            "{took:?} {}",
            &condition[..condition.len().min(60)]
        );
    }
    for file in [
        "x".repeat(1_000_000),
        "[".repeat(100_000),
        format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "[[rule]]\n".repeat(20_000),
        "a.".repeat(50_000) + "b = 1",
    ] {
        let begun = Instant::now();
        let (rules, problems) = CustomRules::read(&file, &never);
        assert!(rules.rules().len() == 0 && !problems.is_empty());
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "{took:?} {}", &file[..20]);
    }
}
