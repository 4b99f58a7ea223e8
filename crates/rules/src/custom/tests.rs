//! Files of rules, good and bad, and what they find.

use super::*;
use crate::testing::registry;
use crate::{Finding, Scope};
use baton_model::{Document, RuleSeverity, TopologyId};
use std::cell::Cell;

pub(super) const REGISTRY: &str = r#"
    {"op": "put", "kind": "team", "id": "pay", "record": {"name": "Payments"}}
    {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
    {"op": "put", "kind": "topology", "id": "u", "record": {"name": "U"}}
    {"op": "put", "kind": "agent", "id": "a", "record": {"name": "Triage", "team": "pay", "tools": [{"name": "refund"}, {"name": "mail"}]}}
    {"op": "put", "kind": "agent", "id": "b", "record": {"name": "Refunds"}}
    {"op": "put", "kind": "outcome", "id": "done", "record": {"topology": "t", "name": "Done", "good": true}}
    {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
    {"op": "put", "kind": "handoff", "id": "i", "record": {"topology": "u", "from": "b", "to": "a", "policy": {"timeout_ms": 9000}}}
    {"op": "put", "kind": "handoff", "id": "j", "record": {"topology": "t", "from": "b", "to": {"outcome": "done"}}}
"#;

pub(super) fn never() -> bool {
    false
}

/// One rule with a condition, and more fields.
pub(super) fn rule(on: &str, when: &str, more: &str) -> String {
    format!(
        "[[rule]]\ncode = \"ACME001\"\nname = \"acme-rule\"\non = \"{on}\"\nwhen = '''{when}'''\nmessage = \"Found.\"\n{more}\n"
    )
}

#[track_caller]
fn read(file: &str) -> CustomRules {
    let (rules, problems) = CustomRules::read(file, &never);
    assert_eq!(problems, [], "{file}");
    rules
}

/// `<line>:<column> <message>; <remedy>` of each problem.
fn problems(file: &str) -> Vec<String> {
    let (_, problems) = CustomRules::read(file, &never);
    let line = |found: &CustomProblem| {
        format!(
            "{}:{} {}; {}",
            found.line, found.column, found.message, found.remedy
        )
    };
    problems.iter().map(line).collect()
}

pub(super) fn report(rules: &CustomRules, document: &Document, scope: Scope<'_>) -> CustomReport {
    rules.check(document, scope, &[], &mut CustomMemory::default(), &never)
}

/// Compares what a file finds with `<severity> <kind> <id>: <message>`; nothing may stay untold.
#[track_caller]
fn finds(file: &str, expect: &[&str]) {
    let found = report(&read(file), &registry(REGISTRY), Scope::Registry);
    assert_eq!(found.problems, []);
    assert_eq!(lines(&found.findings), expect);
}

fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |one: &Finding| format!("{} {}: {}", one.severity.name(), one.subject, one.message);
    findings.iter().map(line).collect()
}

#[test]
fn rules_see_records_and_what_stands_around_them() {
    for (on, when, expect) in [
        ("agent", "record.team == null", &["agent b"][..]),
        (
            "agent",
            "owner != null && owner.name == 'Payments'",
            &["agent a"],
        ),
        (
            "agent",
            "size(handoffs_out) > size(handoffs_in)",
            &["agent b"],
        ),
        (
            "agent",
            "record.tools.exists(tool, tool.name == 'refund' && !tool.irreversible)",
            &["agent a"],
        ),
        (
            "agent",
            "handoffs_in.exists(one, one.policy.timeout_ms == null)",
            &["agent b"],
        ),
        (
            "handoff",
            "record.policy.timeout_ms == null",
            &["handoff h", "handoff j"],
        ),
        ("handoff", "to == null && outcome.good", &["handoff j"]),
        (
            "handoff",
            "from.team != null && to.team == null",
            &["handoff h"],
        ),
        (
            "handoff",
            "topology.name == 'U' && candidates.exists(one, one.id == 'a')",
            &["handoff i"],
        ),
        (
            "handoff",
            "record.criticality == 'medium' && contract == null && version == null && owners == []",
            &["handoff h", "handoff i", "handoff j"],
        ),
        (
            "topology",
            "size(agents) == 2 && size(handoffs) == 2",
            &["topology t"],
        ),
        ("team", "agents.exists(one, one.id == 'a')", &["team pay"]),
        ("outcome", "topology.id == 't'", &["outcome done"]),
        ("agent", "record.name.matches('^Tri')", &["agent a"]),
    ] {
        let found = report(
            &read(&rule(on, when, "")),
            &registry(REGISTRY),
            Scope::Registry,
        );
        assert_eq!(found.problems, [], "{when}");
        let subjects: Vec<String> = found
            .findings
            .iter()
            .map(|one| one.subject.to_string())
            .collect();
        assert_eq!(subjects, expect, "{when}");
    }
}

#[test]
fn messages_are_filled_in() {
    let file = rule("agent", "record.tools != []", "severity = \"error\"").replace(
        "Found.",
        "${record.name} of ${owner == null ? 'nobody' : owner.name} has ${size(record.tools)} tools: ${record.tools.map(tool, tool.name)}.",
    );
    finds(
        &file,
        &["error agent a: Triage of Payments has 2 tools: refund and mail."],
    );
}

#[test]
fn a_topology_limits_a_rule_and_a_run() {
    let document = registry(REGISTRY);
    let of = |more: &str, scope: Scope<'_>| {
        let found = report(&read(&rule("handoff", "true", more)), &document, scope);
        lines(&found.findings)
    };
    assert_eq!(
        of("topology = \"u\"", Scope::Registry),
        ["warning handoff i: Found."]
    );
    let t = TopologyId::new("t").unwrap();
    assert_eq!(of("", Scope::Topology(&t)).len(), 2);
    assert_eq!(
        of("topology = \"u\"", Scope::Topology(&t)),
        Vec::<String>::new()
    );
    let missing = read(&rule("handoff", "true", "topology = \"v\""));
    let found = report(&missing, &document, Scope::Registry);
    assert_eq!(
        found.problems[0].message,
        "there is no topology `v`, so the rule finds nothing"
    );
}

#[test]
fn settings_silences_and_overrides_hold_as_for_other_rules() {
    let rules = read(&rule("handoff", "true", ""));
    let document = registry(&format!(
        "{REGISTRY}{}",
        r#"
        {"op": "put", "kind": "rule_setting", "id": "1", "record": {"code": "acme-rule", "severity": "error", "topology": "t"}}
        {"op": "put", "kind": "rule_setting", "id": "2", "record": {"code": "ACME001", "severity": "off"}}
        {"op": "put", "kind": "silence", "id": "3", "record": {"code": "ACME001", "subject": {"kind": "handoff", "id": "j"}, "reason": "known"}}
        "#
    ));
    let found = report(&rules, &document, Scope::Registry);
    let silenced: Vec<_> = found
        .findings
        .iter()
        .map(|one| one.silenced.as_deref())
        .collect();
    assert_eq!(
        lines(&found.findings),
        ["error handoff h: Found.", "error handoff j: Found."]
    );
    assert_eq!(silenced, [None, Some("known")]);
    let over = [("acme001".to_owned(), RuleSeverity::Advice)];
    let found = rules.check(
        &document,
        Scope::Registry,
        &over,
        &mut CustomMemory::default(),
        &never,
    );
    assert_eq!(found.findings.len(), 3);
    assert!(
        found
            .findings
            .iter()
            .all(|one| one.severity == Severity::Advice)
    );
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn everything_wrong_is_named_with_line_column_and_remedy() {
    let good = rule("handoff", "true", "");
    for (file, expect) in [
        (
            "[[rule]\n".to_owned(),
            &[
                "1:8 the file is no TOML: unclosed array table, expected `]`; mend the syntax there; no rule of the file runs until then",
            ][..],
        ),
        (
            "rules = 1\n".to_owned(),
            &["1:1 `rules` means nothing here; begin each rule with [[rule]] on a line of its own"],
        ),
        (
            "rule = 1\n".to_owned(),
            &["1:1 `rule` is no list of rules; begin each rule with [[rule]] on a line of its own"],
        ),
        (
            "rule = [1]\n".to_owned(),
            &["1:9 a rule is a table; begin each rule with [[rule]] on a line of its own"],
        ),
        (
            good.replace("on = ", "onn = "),
            &["4:1 a rule has no `onn`; did you mean on?"],
        ),
        (
            good.replace("\"handoff\"", "\"handof\""),
            &["4:7 `on` is \"handof\", which is no kind of record; did you mean handoff?"],
        ),
        (
            good.replace("\"handoff\"", "7"),
            &["4:6 `on` is an integer and no text; write it in quotes: on = \"...\""],
        ),
        (
            good.replace("\"ACME001\"", "\"CON900\""),
            &[
                "2:9 `code` begins with CON, which is Baton's own; begin it with letters of your own, for example ACME001",
            ],
        ),
        (
            good.replace("\"ACME001\"", "\"acme\""),
            &[
                "2:9 `code` is \"acme\", which is no code; write 2 to 12 capital letters of your own, then digits, for example ACME001",
            ],
        ),
        (
            good.replace("acme-rule", "no-timeout"),
            &["3:9 `name` is that of Baton's own rule RES001; choose another name"],
        ),
        (
            good.replace("acme-rule", "Acme rule"),
            &[
                "3:9 `name` is \"Acme rule\", which is no name of a rule; write small letters and digits joined by hyphens, for example refund-without-limit",
            ],
        ),
        (
            format!("{good}{good}"),
            &[
                "9:9 `code` \"ACME001\" is taken by the rule on line 2; choose another code",
                "10:9 `name` \"acme-rule\" is taken by the rule on line 3; choose another name",
            ],
        ),
        (
            good.replace("message = \"Found.\"\n", ""),
            &[
                "1:1 the rule has no `message`; add message = \"...\": what is wrong with the record, and what to do",
            ],
        ),
        (
            rule("handoff", "true", "severity = \"warn\""),
            &["7:13 `severity` is \"warn\", which is none; write error, warning or advice"],
        ),
        (
            rule("handoff", "record.polcy == 1", ""),
            &["5:17 a handoff has no field `polcy` there; did you mean policy?"],
        ),
        (
            rule("handoff", "true &&\n  record.policy.timeout == null", ""),
            &["6:16 a handoff has no field `timeout` there; did you mean timeout_ms?"],
        ),
        (
            rule("agent", "handoffs_in.exists(one, one.contrat == null)", ""),
            &["5:38 a handoff has no field `contrat` there; did you mean contract?"],
        ),
        (
            rule("agent", "handoffs_in.contract == null", ""),
            &[
                "5:22 `handoffs_in` is a list, and has no fields; ask its items, for example handoffs_in.exists(one, ...)",
            ],
        ),
        (
            rule("agent", "ownr == null", ""),
            &[
                "5:11 the condition names ownr; only `record`, `owner`, `handoffs_in`, `handoffs_out`, `versions` and `entries` are known; did you mean owner?",
            ],
        ),
        (
            rule("agent", "has(record.team)", ""),
            &[
                "5:14 `has` is always true here: every field of a record is there; compare it with null, \"\" or [] instead",
            ],
        ),
        (
            rule("agent", "record.name ==", ""),
            &[
                "5:25 the condition does not parse: Syntax error: mismatched input '<EOF>'; `docs/custom-rules.md` has the language and its limits",
            ],
        ),
        (
            rule("agent", "record.name.upper() == 'X'", ""),
            &[
                "5:28 the condition calls upper, which is no function of CEL's standard library; `docs/custom-rules.md` has the language and its limits",
            ],
        ),
        (
            rule("agent", "size(record.tools)", ""),
            &[
                "5:11 the condition gives a number, and has to give true or false; compare it with something, for example with `==` or `>`",
            ],
        ),
        (
            good.replace("Found.", "It ${record.nme}."),
            &["6:23 a handoff has no field `nme` there; it has id, topology, from, to and 34 more"],
        ),
        (
            good.replace("Found.", "It ${record.id"),
            &[
                "6:15 the message opens an expression with `${` and does not close it; close it with `}`",
            ],
        ),
    ] {
        let found = problems(&file);
        assert_eq!(found, expect, "{file}");
    }
}

#[test]
fn one_bad_rule_does_not_take_the_others_along() {
    let bad = rule("handoff", "record.nothing", "");
    let file = format!(
        "{bad}{}",
        rule("agent", "true", "")
            .replace("001", "002")
            .replace("acme-rule", "other")
    );
    let (rules, problems) = CustomRules::read(&file, &never);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code.as_deref(), Some("ACME001"));
    let codes: Vec<&str> = rules.rules().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, ["ACME002"]);
    assert!(rules.explain("OTHER").is_some() && rules.explain("ACME001").is_none());
}

#[test]
fn what_cannot_be_told_is_a_problem_and_no_silence() {
    let found = report(
        &read(&rule("handoff", "to.team == null", "")),
        &registry(REGISTRY),
        Scope::Registry,
    );
    assert_eq!(lines(&found.findings), ["warning handoff h: Found."]);
    let [problem] = &found.problems[..] else {
        panic!("{:?}", found.problems);
    };
    assert!(
        problem
            .message
            .starts_with("ACME001 could not tell about handoff `j`: "),
        "{}",
        problem.message
    );
    assert_eq!((problem.line, problem.column), (5, 11));
}

#[test]
fn time_that_runs_out_is_said_for_every_rule_that_was_cut_off() {
    let second = rule("agent", "true", "")
        .replace("001", "002")
        .replace("acme-rule", "other");
    let rules = read(&format!("{}{second}", rule("handoff", "true", "")));
    let left = Cell::new(2);
    let stop = || {
        left.set(left.get() - 1);
        left.get() < 0
    };
    let found = rules.check(
        &registry(REGISTRY),
        Scope::Registry,
        &[],
        &mut CustomMemory::default(),
        &stop,
    );
    assert_eq!(found.findings.len(), 2);
    let codes: Vec<_> = found
        .problems
        .iter()
        .map(|one| one.code.as_deref().unwrap())
        .collect();
    assert_eq!(codes, ["ACME001", "ACME002"]);
    assert!(
        found.problems[0].message.contains("it stopped at `j`"),
        "{:?}",
        found.problems
    );
    let (rules, problems) = CustomRules::read(&rule("agent", "true", ""), &|| true);
    assert_eq!((rules.rules().len(), problems.len()), (0, 1));
}

#[test]
fn only_what_changed_is_asked_again() {
    let rules = read(&rule("handoff", "from.name == 'Triage'", ""));
    let mut document = registry(REGISTRY);
    let mut memory = CustomMemory::default();
    rules.check(&document, Scope::Registry, &[], &mut memory, &never);
    let seen = |memory: &CustomMemory| memory.identities();
    let before = seen(&memory);
    let edits = baton_model::parse_edits(
        r#"{"op": "put", "kind": "agent", "id": "a", "record": {"name": "Front"}}"#,
        &document,
    )
    .unwrap();
    let diff = baton_model::apply(&document, &edits).unwrap();
    document.commit(&diff, 2);
    let after = rules.check(&document, Scope::Registry, &[], &mut memory, &never);
    assert!(after.findings.is_empty());
    let changed: Vec<_> = seen(&memory)
        .into_iter()
        .zip(before)
        .filter(|(a, b)| a != b)
        .map(|(a, _)| a.0)
        .collect();
    assert_eq!(
        changed,
        ["h"],
        "only the handoff from the agent that changed"
    );
    let fresh = report(&rules, &document, Scope::Registry);
    assert_eq!(fresh.findings, after.findings);
}
