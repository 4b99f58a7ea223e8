//! Accounts, and what they become.

use super::read;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::told_tests::{sample, told};

fn one(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, crate::ImportError> {
    let text = source.text()?;
    read(
        &[Source::new(crate::InputFile {
            name: source.name(),
            bytes: text.as_bytes(),
        })],
        notes,
    )
}

#[test]
fn an_account_is_carried() {
    let text = r#"{"limit":25,"more":true,
        "users":[{"id":"PU1","type":"user","name":"Mia","email":"mia@shop.example","teams":[{"id":"PT1","summary":"Care","type":"team_reference"}],"contact_methods":[{"id":"x"}]}],
        "schedules":[{"id":"PS1","type":"schedule","name":"Care on call","html_url":"https://shop.pagerduty.com/schedules/PS1","schedule_layers":[{"id":"L"}],
            "final_schedule":{"rendered_schedule_entries":[{"start":"2026-11-01T00:00:00Z","end":"2026-11-08T00:00:00+01:00","user":{"id":"PU1","summary":"Mia"}},{"start":"soon"}]}}],
        "escalation_policies":[{"id":"PP1","type":"escalation_policy","name":"Care escalation","num_loops":2,"teams":[{"id":"PT1","type":"team_reference"}],
            "escalation_rules":[{"escalation_delay_in_minutes":10,"targets":[{"id":"PS1","type":"schedule_reference"}]},{"escalation_delay_in_minutes":20,"targets":[{"id":"PU1","type":"user_reference"},{"id":"PX","type":"robot_reference"}]}]}],
        "oncalls":[]}"#;
    let expected = r#"topology "account"
person PU1 "Mia" mia@shop.example in ["PT1"]
team PT1 "Care"
rotation PS1 "Care on call" 1 shifts https://shop.pagerduty.com/schedules/PS1
escalation PP1 "Care escalation" repeat 2 0m PS1 10m PU1
"#;
    let out = told(one, "account.json", text);
    assert!(out.starts_with(expected), "{out}");
    for note in [
        "#/more",
        "contact_methods were left out",
        "rendered_schedule_entries/1: a shift without",
        "robot_reference",
        "#/oncalls",
        "#/schedules/0/schedule_layers: the rules by which shifts change were not carried: the rotation holds 1 shift of this reply",
    ] {
        assert!(out.contains(note), "{note}\n{out}");
    }
}

#[test]
fn a_policy_without_a_team_gets_one_of_its_name() {
    let text = r#"{"escalation_policy":{"name":"Night","escalation_rules":[{"escalation_delay_in_minutes":99999999999,"targets":[{"id":"PU","type":"user_reference","summary":"Bo"}]},{"targets":[]}]}}"#;
    let out = told(one, "p.json", text);
    assert!(
        out.contains("team Night \"Night\"") && out.contains("belongs to no team"),
        "{out}"
    );
    assert!(
        out.contains("escalation Night \"Night\" repeat 0 0m PU"),
        "{out}"
    );
}

#[test]
fn a_reply_with_teams_is_told() {
    for text in [
        r#"{"teams":[{"id":"PT1","type":"team","name":"Care"}],"limit":25}"#,
        r#"{"team":{"id":"PT1","type":"team","name":"Care"}}"#,
    ] {
        let source = Source::new(crate::InputFile {
            name: "x.json",
            bytes: text.as_bytes(),
        });
        assert!((super::READER.detect)(&source), "{text}");
        assert!(told(one, "x.json", text).contains("team PT1 \"Care\""));
    }
}

#[test]
fn a_rule_of_the_first_version_notifies_whom_it_names() {
    let text = r#"{"escalation_policies":[{"id":"PP","name":"All","num_loops":0,"escalation_rules":[{"escalation_delay_in_minutes":30,"rule_object":{"id":"PU","name":"Bart","type":"user","email":"bart@shop.example"}}]}]}"#;
    let out = told(one, "p.json", text);
    assert!(
        out.contains("escalation PP \"All\" repeat 0 0m PU"),
        "{out}"
    );
    assert!(out.contains("\"Bart\" bart@shop.example"), "{out}");
    assert!(!out.contains("notifies nobody"), "{out}");
}

#[test]
fn a_rule_that_pages_in_turn_says_that_this_is_lost() {
    let rule = |strategy: &str| {
        let text = r#"{"escalation_policy":{"name":"Night","escalation_rules":[{"escalation_rule_assignment_strategy":STRATEGY,"targets":[{"id":"PU","type":"user_reference"}]}]}}"#;
        told(one, "p.json", &text.replace("STRATEGY", strategy))
    };
    let note = "escalation_rule_assignment_strategy: \"round_robin\" was not carried";
    assert!(rule(r#"{"type":"round_robin"}"#).contains(note));
    assert!(rule(r#""round_robin""#).contains(note));
    assert!(!rule(r#"{"type":"assign_to_everyone"}"#).contains("was not carried"));
}

#[test]
fn the_sample_is_read() {
    if let Some(text) = sample("ownership/pagerduty.escalation_policy.json") {
        let out = told(one, "pagerduty.escalation_policy.json", &text);
        assert!(
            out.contains(
                "escalation Claims escalation \"Claims escalation\" repeat 2 0m PSCHED1 15m PUSER1"
            ),
            "{out}"
        );
    }
}
