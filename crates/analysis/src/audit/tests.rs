#![allow(clippy::float_cmp)] // numbers are rounded to a thousandth before they are shown
use super::*;
use baton_model::{apply, parse_edits};
use serde_json::Value;

/// A topology in which one handoff, `refund`, is as it should be.
const SOUND: &str = r#"
    {"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
    {"op": "put", "kind": "trust_domain", "id": "home", "record": {"name": "Home"}}
    {"op": "put", "kind": "trust_domain", "id": "bank", "record": {"name": "Bank"}}
    {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
    {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "team": "care", "trust_domain": "home", "capabilities": ["talk"]}}
    {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "team": "care", "trust_domain": "home", "capabilities": ["pay"]}}
    {"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human", "team": "care"}}
    {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    {"op": "put", "kind": "contract", "id": "c", "record": {"name": "C", "writers": "strict"}}
    {"op": "put", "kind": "contract_version", "id": "c@1.0.0", "record": {"contract": "c", "version": "1.0.0", "state": "published",
        "payload_schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
        "examples": {"accepted": [{"name": "one", "payload": {"n": 1}}], "rejected": [{"name": "word", "payload": {"n": "x"}, "reason": "no number"}]}}}
    {"op": "put", "kind": "review", "id": "r", "record": {"subject": {"kind": "contract_version", "id": "c@1.0.0"}, "state": "published"}}
    {"op": "put", "kind": "handoff", "id": "refund", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0",
        "criticality": "low", "owner_model": "downstream", "owners": ["care"], "fallback_owner": {"team": "care"}, "fallbacks": ["desk"],
        "policy": {"timeout_ms": 5000}, "observability": {"span": true}, "alerts": [{"name": "late", "condition": "p95 > 5s"}]}}
"#;

/// The registry that edits, one after the other, make out of nothing.
fn registry(edits: &str) -> Document {
    let edits: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(edits)
        .into_iter()
        .collect();
    let edits = Value::from(edits.unwrap()).to_string();
    let mut document = Document::new();
    let edits = parse_edits(&edits, &document).unwrap_or_else(|error| panic!("{error}"));
    let diff = apply(&document, &edits).unwrap_or_else(|error| panic!("{error}"));
    document.commit(&diff, 1);
    document
}

/// The sound registry after replacing one text by another.
fn with(old: &str, new: &str) -> Document {
    assert!(SOUND.contains(old), "{old}");
    registry(&SOUND.replace(old, new))
}

fn run(document: &Document, problems: &[Problem<'_>]) -> Audit {
    audit(document, None, &Date::new("2026-06-01").unwrap(), problems)
}

fn refund(audit: &Audit) -> &HandoffAudit {
    audit.handoffs.iter().find(|of| of.id == "refund").unwrap()
}

fn noes(document: &Document) -> Vec<&'static str> {
    let audit = run(document, &[]);
    let answers = refund(&audit).answers.each();
    let noes = answers.iter().filter(|(_, yes)| !yes);
    noes.map(|(question, _)| question.name()).collect()
}

#[test]
fn every_question_is_answered_by_what_is_there() {
    assert_eq!(noes(&registry(SOUND)), [""; 0]);
    for (old, new, expected) in [
        (
            r#""contract": "c", "version": "1.0.0",
        "criticality""#,
            r#""criticality""#,
            &["contract", "versioned", "tested", "reviewed"][..],
        ),
        (
            r#""version": "1.0.0",
        "criticality""#,
            r#""criticality""#,
            &["versioned", "tested", "reviewed"],
        ),
        (
            r#""state": "published",
        "payload"#,
            r#""state": "draft", "payload"#,
            &["versioned"],
        ),
        (
            r#""state": "published",
        "payload"#,
            r#""state": "deprecated", "notice_date": "2026-01-01", "sunset_date": "2026-05-31", "payload"#,
            &["versioned"],
        ),
        (
            r#""state": "published",
        "payload"#,
            r#""state": "deprecated", "notice_date": "2026-01-01", "sunset_date": "2026-06-01", "payload"#,
            &[],
        ),
        (r#""owner_model": "downstream", "#, "", &["owned"]),
        (r#""owners": ["care"], "#, "", &["owned"]),
        (r#""fallback_owner": {"team": "care"}, "#, "", &["owned"]),
        (r#"{"span": true}"#, "{}", &["instrumented"]),
        (
            r#"{"name": "late", "condition": "p95 > 5s"}"#,
            "",
            &["instrumented"],
        ),
        (r#"{"timeout_ms": 5000}"#, "{}", &["failure_path"]),
        (r#""fallbacks": ["desk"],"#, "", &["failure_path"]),
        (r#"{"name": "one", "payload": {"n": 1}}"#, "", &["tested"]),
        (
            r#"{"name": "word", "payload": {"n": "x"}, "reason": "no number"}"#,
            "",
            &["tested"],
        ),
        (
            r#""state": "published"}}
    {"op": "put", "kind": "handoff"#,
            r#""state": "open"}}
    {"op": "put", "kind": "handoff"#,
            &["reviewed"],
        ),
    ] {
        assert_eq!(noes(&with(old, new)), expected, "{new}");
    }
}

#[test]
fn risk_is_consequence_times_likelihood_of_independent_terms() {
    let sound = run(&registry(SOUND), &[]);
    let sound = refund(&sound);
    assert_eq!(
        (sound.consequence, sound.likelihood, sound.risk),
        (0.1, 0.02, 0.2)
    );
    assert_eq!(
        (sound.score, sound.teams.as_slice()),
        (1.0, &["care".to_owned()][..])
    );

    // 1 - 0.4 * 0.6 * 0.8 * 0.8 and 1 - 0.98 * 0.7 * 0.9
    let document = registry(&SOUND.replace(r#""criticality": "low""#, r#""criticality": "high""#)
        .replace(r#""name": "B", "team": "care", "trust_domain": "home""#,
            r#""name": "B", "team": "care", "trust_domain": "bank", "role": {"talks_to_user": true, "authority": [{"action": "pay", "irreversible": true}]}"#));
    let key = RecordKey::new(Kind::Handoff, "refund");
    let problem = |code, gravity| Problem {
        code,
        key: code,
        about: vec![&key, &key],
        gravity,
    };
    let problems = [
        problem("CON001", Gravity::Error),
        problem("OWN006", Gravity::Warning),
    ];
    let risky = run(&document, &problems);
    let risky = refund(&risky);
    assert_eq!((risky.consequence, risky.likelihood), (0.846, 0.383));
    assert_eq!(risky.risk, 32.383);
    let reasons: Vec<&str> = risky
        .terms
        .iter()
        .map(|term| term.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "much hangs on it",
            "B does what cannot be taken back: pay",
            "a user talks to B",
            "it crosses into the trust domain bank",
            "CON001 is an error",
            "OWN006 is a warning",
            "what nobody has thought of",
        ]
    );
}

#[test]
fn a_decision_of_a_person_on_the_way_counts() {
    let irreversible = |edits: &str| {
        let document = registry(edits);
        let audit = run(&document, &[]);
        let audited = refund(&audit);
        let mut terms = audited.terms.iter();
        terms.any(|term| term.reason.contains("cannot be taken back"))
    };
    let pays = SOUND.replace(
        r#""capabilities": ["pay"]"#,
        r#""capabilities": ["pay"], "tools": [{"name": "pay_out", "irreversible": true}]"#,
    );
    assert!(irreversible(&pays));
    let gate = r#""gate": {"reviewers": [{"kind": "team", "id": "care"}], "question": "Pay?"}"#;
    let gated = pays.replace(
        r#""owner_model": "downstream""#,
        &format!(r#"{gate}, "owner_model": "downstream""#),
    );
    assert!(!irreversible(&gated));
    // What comes after the receiver, and whether somebody decides there.
    let then = |more: &str| {
        format!(
            r#"{SOUND}
    {{"op": "put", "kind": "agent", "id": "bank", "record": {{"name": "Bank", "tools": [{{"name": "pay_out", "irreversible": true}}]}}}}
    {{"op": "put", "kind": "handoff", "id": "then", "record": {{"topology": "t", "from": "b", "to": "bank"{more}}}}}"#
        )
    };
    assert!(irreversible(&then("")));
    assert!(!irreversible(&then(&format!(", {gate}"))));
    let round = format!(r#", {gate}, "fallbacks": ["bank"]"#);
    assert!(
        irreversible(&then(&round)),
        "a fallback goes round the gate"
    );
    // A person does nothing undecided, and decides what happens next.
    let person =
        |edits: String| edits.replace(r#""name": "B","#, r#""name": "B", "kind": "human","#);
    assert!(!irreversible(&person(pays)));
    assert!(!irreversible(&person(then(""))));
}

#[test]
fn what_is_known_of_failures_counts() {
    for (more, reason, likelihood) in [
        (
            r#"{"op": "put", "kind": "incident", "id": "i", "record": {"handoff": "refund", "at": "2026-05-01T10:00:00Z"}}"#,
            "1 incident is not resolved",
            0.167,
        ),
        (
            r#"{"op": "put", "kind": "observed_handoff", "id": "o", "record": {"from": "A", "to": "B", "handoff": "refund", "seen": 200, "success": 150}}"#,
            "traces show that 25 % of 200 failed",
            0.265,
        ),
        (
            r#"{"op": "put", "kind": "handoff", "id": "back", "record": {"topology": "t", "from": "b", "to": "a"}}"#,
            "nothing stops the circle that it is part of",
            0.216,
        ),
    ] {
        let audit = run(&registry(&format!("{SOUND}{more}")), &[]);
        let refund = refund(&audit);
        assert!(
            refund.terms.iter().any(|term| term.reason == reason),
            "{reason}: {:?}",
            refund.terms
        );
        assert_eq!(refund.likelihood, likelihood, "{reason}");
    }
    let few = r#"{"op": "put", "kind": "observed_handoff", "id": "o", "record": {"from": "A", "to": "B", "handoff": "refund", "seen": 19, "success": 0}}"#;
    assert_eq!(
        refund(&run(&registry(&format!("{SOUND}{few}")), &[])).likelihood,
        0.02
    );
    let limited = r#"{"op": "put", "kind": "handoff", "id": "back", "record": {"topology": "t", "from": "b", "to": "a", "policy": {"loop_limit": 2}}}"#;
    assert_eq!(
        refund(&run(&registry(&format!("{SOUND}{limited}")), &[])).likelihood,
        0.02
    );
}

#[test]
fn the_riskiest_stands_first_and_cards_add_up() {
    let bare = r#"{"op": "put", "kind": "handoff", "id": "bare", "record": {"topology": "t", "from": "b", "to": "desk", "criticality": "critical"}}"#;
    let audit = run(&registry(&format!("{SOUND}{bare}")), &[]);
    let order: Vec<&str> = audit.handoffs.iter().map(|of| of.id.as_str()).collect();
    assert_eq!(order, ["bare", "refund"]);
    let card = |kind, id: &str| {
        let cards = audit.scores.iter();
        cards
            .clone()
            .find(|card| card.kind == kind && card.id == id)
            .unwrap()
    };
    assert_eq!(
        (
            card(ScoredKind::Registry, "").handoffs,
            card(ScoredKind::Registry, "").score
        ),
        (2, 0.5)
    );
    assert_eq!(card(ScoredKind::Agent, "a").score, 1.0);
    assert_eq!(card(ScoredKind::Agent, "b").answered["contract"], 0.5);
    assert_eq!(card(ScoredKind::Team, "care").handoffs, 2);
    assert_eq!(
        card(ScoredKind::Registry, "").highest_risk,
        audit.handoffs[0].risk
    );
    assert_eq!(audit.scores.last().unwrap().kind, ScoredKind::Agent);

    let empty = run(&Document::new(), &[]);
    assert_eq!((empty.handoffs.len(), empty.scores.len()), (0, 1));
}

#[test]
fn agents_that_stand_out_are_told() {
    let more = r#"
        {"op": "put", "kind": "agent", "id": "twin", "record": {"name": "Twin", "capabilities": ["pay"]}}
        {"op": "put", "kind": "agent", "id": "gone", "record": {"name": "Gone", "lifecycle": "retired"}}
        {"op": "put", "kind": "agent", "id": "old", "record": {"name": "Old", "team": "care", "lifecycle": "production", "health": {"state": "healthy", "source": "probe", "checked_at": "2026-05-01T00:00:00Z"}}}
    "#;
    let audit = run(&registry(&format!("{SOUND}{more}")), &[]);
    let found: Vec<(SprawlReason, &str, &[String])> = audit
        .sprawl
        .iter()
        .map(|one| (one.reason, one.agent.as_str(), one.like.as_slice()))
        .collect();
    assert_eq!(
        found,
        [
            (SprawlReason::Unowned, "twin", &[][..]),
            (SprawlReason::Unused, "old", &[]),
            (SprawlReason::Unused, "twin", &[]),
            (SprawlReason::Duplicate, "b", &["twin".to_owned()]),
            (SprawlReason::Duplicate, "twin", &["b".to_owned()]),
            (SprawlReason::StaleHealth, "old", &[]),
        ]
    );
    let of_topology = super::audit(
        &registry(&format!("{SOUND}{more}")),
        Some(&TopologyId::new("t").unwrap()),
        &Date::new("2026-06-01").unwrap(),
        &[],
    );
    assert!(of_topology.sprawl.iter().all(|one| one.agent == "b"));
}
