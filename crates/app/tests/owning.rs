//! Who answers for what: paging at a time, runbooks, planning rotations, handing over, and one word for several tags.

use crate::common::{edit, in_memory};
use baton_app::capability::list::capability_tags;
use baton_app::capability::rename::rename_capabilities;
use baton_app::on_call::calendar::calendar;
use baton_app::on_call::ladder::{ladder, ladders};
use baton_app::on_call::shifts::{ShiftChange, plan_rotation};
use baton_app::on_call::who::{WhoAnswers, who};
use baton_app::ownership::owned::owned;
use baton_app::ownership::transfer::transfer_ownership;
use baton_app::record::csv::csv;
use baton_app::record::table::Sorting;
use baton_app::runbook::{runbook, runbook_lines};
use baton_app::{ErrorCode, Registry};
use baton_model::{
    Agent, Handoff, Kind, PersonId, RecordKey, Responder, Rotation, ShiftPlan, parse_edits,
};

const DESK: &str = r##"
{"op":"put","kind":"team","id":"pay","record":{"name":"Payments","rotation":"pay-duty","contacts":[{"channel":"slack","address":"#pay"}]}}
{"op":"put","kind":"team","id":"care","record":{"name":"Care"}}
{"op":"put","kind":"person","id":"noa","record":{"name":"Noa","email":"noa@example.com","teams":["pay"]}}
{"op":"put","kind":"person","id":"ivo","record":{"name":"Ivo"}}
{"op":"put","kind":"rotation","id":"pay-duty","record":{"name":"Payments on call","team":"pay","schedule":[
  {"person":"noa","from":"2026-11-16T08:00:00Z","to":"2026-11-23T08:00:00Z"},
  {"person":"ivo","from":"2026-11-24T08:00:00Z","to":"2026-11-30T08:00:00Z"}]}}
{"op":"put","kind":"escalation_path","id":"ladder","record":{"name":"Payments ladder","team":"pay","repeat":1,"steps":[
  {"after_minutes":30,"notify":{"kind":"team","id":"care"},"channel":"slack"},
  {"after_minutes":0,"notify":{"kind":"rotation","id":"pay-duty"},"channel":"page"},
  {"after_minutes":15,"notify":{"kind":"person","id":"noa"},"channel":"phone"}]}}
{"op":"put","kind":"topology","id":"support","record":{"name":"Support","team":"pay"}}
{"op":"put","kind":"contract","id":"money","record":{"name":"Money","team":"pay"}}
{"op":"put","kind":"contract_version","record":{"contract":"money","version":"1.0.0","state":"published","payload_schema":{"type":"object"},"required_capabilities":["refunds"]}}
{"op":"put","kind":"contract_version","record":{"contract":"money","version":"1.1.0","payload_schema":{"type":"object"},"required_capabilities":["refunds"]}}
{"op":"put","kind":"capability","id":"refunds","record":{"tag":"refunds","meaning":"Pays money back.","synonyms":["payback"]}}
{"op":"put","kind":"agent","id":"triage","record":{"name":"Triage","team":"care"}}
{"op":"put","kind":"agent","id":"refund","record":{"name":"Refund agent","team":"pay","capabilities":["refunds","reimburse"]}}
{"op":"put","kind":"agent","id":"backup","record":{"name":"Backup","capabilities":["reimburse"]}}
{"op":"put","kind":"handoff","id":"h","record":{"topology":"support","from":"triage","to":"refund","owner_model":"downstream","escalation_path":"ladder",
  "fallback_owner":{"kind":"person","id":"ivo"},"fallbacks":["backup"],"required_capabilities":["reimburse"],"runbook":{"checks":["Is the ledger up?"]}}}
{"op":"put","kind":"handoff","id":"bare","record":{"topology":"support","from":"refund","to":"triage"}}
{"op":"put","kind":"handoff","id":"asking","record":{"topology":"support","from":"triage","to":{"capabilities":["reimburse"]},"owners":["pay","care"],"fallback_owner":{"kind":"team","id":"pay"}}}
"##;

async fn desk() -> Registry {
    let registry = in_memory().await;
    apply(&registry, DESK).await;
    registry
}

async fn apply(registry: &Registry, text: &str) {
    let edits: Result<Vec<serde_json::Value>, _> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect();
    let text = serde_json::Value::from(edits.unwrap()).to_string();
    let edits = registry.read(|document| parse_edits(&text, document));
    edit(registry, edits.unwrap()).await.unwrap();
}

/// One line a call: role or minutes, who is meant, who that is.
fn told(answer: &WhoAnswers) -> Vec<String> {
    let calls = answer.now.iter().chain(&answer.next);
    calls
        .map(|call| {
            let when = call
                .after_minutes
                .map_or(call.role.clone(), |minutes| minutes.to_string());
            let people: Vec<&str> = call.people.iter().map(|one| one.name.as_str()).collect();
            let gap = if call.problem.is_some() { " !" } else { "" };
            format!("{when} {}: {}{gap}", call.name, people.join("+"))
        })
        .collect()
}

#[tokio::test]
async fn whom_to_page_depends_on_the_time() {
    let registry = desk().await;
    for (at, first) in [
        ("sunday 02:00", "0 Payments on call: Noa"),
        // A gap of a day, then the other one.
        ("2026-11-23T08:00:00Z", "0 Payments on call:  !"),
        ("2026-11-24T09:00", "0 Payments on call: Ivo"),
    ] {
        let answer = who(&registry, "h", at, "Europe/Zurich").await.unwrap();
        assert_eq!(
            told(&answer),
            [
                first,
                "15 Noa: Noa",
                "30 Care:  !",
                "fallback owner Ivo: Ivo !",
                match first {
                    "0 Payments on call:  !" => "owner Payments:  !",
                    "0 Payments on call: Ivo" => "owner Payments: Ivo",
                    _ => "owner Payments: Noa",
                }
            ],
            "{at}"
        );
        assert_eq!(answer.now.len(), 1);
        assert_eq!(answer.repeat, 1);
    }
    let answer = who(&registry, "h", "sunday 02:00", "Europe/Zurich")
        .await
        .unwrap();
    // Whoever owns nothing by name owns it by receiving it.
    assert_eq!(answer.owners[0].name, "Payments");
    assert_eq!(answer.moment.at.as_str(), "2026-11-22T01:00:00Z");
    let noa = &answer.now[0].people[0];
    assert_eq!(noa.until_local.as_deref(), Some("Mon 23 Nov 2026, 09:00"));
    assert_eq!(answer.fallbacks[0].agent, "backup");
    assert_eq!(answer.runbook.checks, ["Is the ledger up?"]);
    assert_eq!(answer.last_changes.len(), 1);
}

#[tokio::test]
async fn an_agent_is_answered_for_by_its_team_and_the_path_that_it_keeps() {
    let registry = desk().await;
    let refund = who(&registry, "refund", "", "").await.unwrap();
    assert_eq!(refund.subject, RecordKey::new(Kind::Agent, "refund"));
    assert_eq!(refund.path_name, "Payments ladder");
    assert_eq!(refund.now[0].name, "Payments on call");
    let backup = who(&registry, "agent:backup", "", "").await.unwrap();
    assert!(backup.now.is_empty() && backup.owners.is_empty());
    let bare = who(&registry, "bare", "", "").await.unwrap();
    assert!(bare.now.is_empty());
    let error = who(&registry, "refunt", "", "").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(error.hints[0].contains("refund"));
}

#[tokio::test]
async fn ladders_tell_when_each_step_comes_and_which_reach_nobody() {
    let registry = desk().await;
    let climbed = ladder(&registry, "ladder", "2026-10-25T02:50", "Europe/Zurich").unwrap();
    let times: Vec<&str> = climbed
        .calls
        .iter()
        .map(|call| call.local.as_str())
        .collect();
    // The clock is put back at 03:00: ten minutes later it is 02:05 again.
    assert_eq!(
        times,
        [
            "Sun 25 Oct 2026, 02:50",
            "Sun 25 Oct 2026, 02:05",
            "Sun 25 Oct 2026, 02:20"
        ]
    );
    assert!(climbed.moment.note.is_some());
    assert_eq!(climbed.holes, 2);
    assert_eq!(ladders(&registry, "", "").unwrap().len(), 1);
    assert!(ladder(&registry, "none", "", "").is_err());
}

#[tokio::test]
async fn a_runbook_says_what_is_missing() {
    let registry = desk().await;
    let page = runbook(&registry, "h", "", "").await.unwrap();
    let missing: Vec<&str> = page.gaps.iter().map(|gap| gap.field.as_str()).collect();
    assert_eq!(missing, ["alerts", "replay"]);
    assert_eq!(page.file, "runbooks/h.md");
    assert!(page.text.contains("Is the ledger up?"));
    let bare = runbook(&registry, "bare", "", "").await.unwrap();
    assert_eq!(bare.gaps.len(), 7);
    assert!(runbook(&registry, "none", "", "").await.is_err());
}

#[tokio::test]
async fn handoffs_for_which_nothing_was_written_stand_first() {
    let registry = desk().await;
    let told: Vec<(String, bool, bool)> = runbook_lines(&registry)
        .into_iter()
        .map(|line| (line.handoff, line.is_written, line.has_path))
        .collect();
    assert_eq!(
        told,
        [
            ("bare".to_owned(), false, false),
            ("asking".to_owned(), false, false),
            ("h".to_owned(), true, true)
        ]
    );
    assert!(runbook_lines(&registry)[0].name.contains(" → "));
}

#[tokio::test]
async fn turns_are_planned_over_a_change_of_clocks_and_take_the_place_of_what_was_there() {
    let registry = desk().await;
    let person = |id: &str| PersonId::new(id).unwrap();
    let plan = ShiftPlan {
        people: vec![person("noa"), person("ivo")],
        zone: "Europe/Zurich".to_owned(),
        from: "2026-11-23T09:00".to_owned(),
        days: 7,
        turns: 20,
    };
    let turns = ShiftChange::Turns { plan: plan.clone() };
    plan_rotation(&registry, "pay-duty", &turns, true)
        .await
        .unwrap();
    assert_eq!(shifts(&registry), 2);
    plan_rotation(&registry, "pay-duty", &turns, false)
        .await
        .unwrap();
    // The first shift ends where the turns begin; the second one lay inside of them.
    assert_eq!(shifts(&registry), 21);
    let weeks = calendar(
        &registry,
        Some("pay-duty"),
        "2027-03-22T00:00",
        "Europe/Zurich",
        14,
    )
    .unwrap();
    let lane = &weeks.rotations[0];
    assert_eq!(weeks.days.len(), 14);
    let ends: Vec<&str> = lane.spans.iter().map(|span| span.to.as_str()).collect();
    // Summer time begins on 28 March: the same nine o'clock is an hour earlier.
    assert_eq!(
        ends,
        [
            "2027-03-22T08:00:00Z",
            "2027-03-29T07:00:00Z",
            "2027-04-04T22:00:00Z"
        ]
    );
    assert_eq!(lane.gap_minutes, 0);
    let cover = ShiftChange::Cover {
        person: None,
        from: "2027-03-24T00:00".to_owned(),
        to: "2027-03-25T00:00".to_owned(),
        zone: "Europe/Zurich".to_owned(),
    };
    plan_rotation(&registry, "pay-duty", &cover, false)
        .await
        .unwrap();
    let weeks = calendar(&registry, None, "2027-03-22T00:00", "Europe/Zurich", 14).unwrap();
    assert_eq!(weeks.rotations[0].gap_minutes, 24 * 60);
    let stranger = ShiftChange::Turns {
        plan: ShiftPlan {
            people: vec![person("eve")],
            ..plan
        },
    };
    let error = plan_rotation(&registry, "pay-duty", &stranger, false)
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}

fn shifts(registry: &Registry) -> usize {
    registry.read(|document| {
        document
            .find::<Rotation>("pay-duty")
            .unwrap()
            .schedule
            .len()
    })
}

#[tokio::test]
async fn a_team_hands_over_what_it_answers_for_in_one_step() {
    let registry = desk().await;
    let owned_before: Vec<String> = owned(&registry, "pay")
        .unwrap()
        .iter()
        .map(|own| format!("{} {}", own.key, own.roles.join("+")))
        .collect();
    assert_eq!(
        owned_before,
        [
            "rotation pay-duty owner",
            "escalation_path ladder owner",
            "agent refund owner",
            "contract money owner",
            "topology support owner",
            "handoff asking fallback owner+owner",
        ]
    );
    let only = [RecordKey::new(Kind::Agent, "triage")];
    let refused = transfer_ownership(&registry, "pay", "care", &only, false).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    let preview = transfer_ownership(&registry, "pay", "care", &[], true)
        .await
        .unwrap();
    assert!(preview.diff.len() >= 6);
    transfer_ownership(&registry, "pay", "care", &[], false)
        .await
        .unwrap();
    assert!(owned(&registry, "pay").unwrap().is_empty());
    registry.read(|document| {
        let asking = document.find::<Handoff>("asking").unwrap();
        // The other owner is not named twice.
        assert_eq!(asking.owners.len(), 1);
        assert!(
            matches!(&asking.fallback_owner, Some(Responder::Team(id)) if id.as_str() == "care")
        );
        let agent = document.find::<Agent>("refund").unwrap();
        assert_eq!(agent.team.as_ref().unwrap().as_str(), "care");
        // People stay where they are.
        let noa = document.entry(Kind::Person, "noa").unwrap();
        assert_eq!(noa.record.to_json()["teams"][0], "pay");
    });
    baton_app::edit::undo::undo(&registry).await.unwrap();
    assert_eq!(owned(&registry, "pay").unwrap().len(), 6);
    let itself = transfer_ownership(&registry, "pay", "pay", &[], false).await;
    assert!(itself.is_err());
}

#[tokio::test]
async fn tags_get_one_word_and_what_is_published_goes_on() {
    let registry = desk().await;
    let from = ["refunds".to_owned(), "reimburse".to_owned()];
    let reply = rename_capabilities(&registry, &from, "refund", true, false)
        .await
        .unwrap();
    assert_eq!(reply.notes.len(), 1, "{:?}", reply.notes);
    assert!(reply.notes[0].contains("money@1.0.0 is published"));
    let tags = capability_tags(&registry);
    let named: Vec<&str> = tags.iter().map(|tag| tag.tag.as_str()).collect();
    assert_eq!(named.iter().filter(|tag| **tag == "refund").count(), 1);
    let refund = tags.iter().find(|tag| tag.tag == "refund").unwrap();
    assert_eq!(refund.meaning, "Pays money back.");
    assert_eq!(refund.synonyms, ["payback", "refunds", "reimburse"]);
    assert_eq!(refund.agents.len(), 2);
    registry.read(|document| {
        let agent = document.find::<Agent>("refund").unwrap();
        // The published version still asks for the old word.
        assert_eq!(agent.capabilities, ["refund", "refunds"]);
        let backup = document.find::<Agent>("backup").unwrap();
        assert_eq!(backup.capabilities, ["refund"]);
        let draft = document
            .entry(Kind::ContractVersion, "money@1.1.0")
            .unwrap();
        assert_eq!(draft.record.to_json()["required_capabilities"][0], "refund");
        let asking = document.entry(Kind::Handoff, "asking").unwrap();
        assert_eq!(asking.record.to_json()["to"]["capabilities"][0], "refund");
        assert!(!document.contains(Kind::Capability, "refunds"));
    });
    baton_app::edit::undo::undo(&registry).await.unwrap();
    assert!(registry.read(|document| document.contains(Kind::Capability, "refunds")));
    for (from, to) in [
        ("nothing", "refund"),
        ("refunds", "refunds"),
        ("refunds", "two words"),
    ] {
        let refused = rename_capabilities(&registry, &[from.to_owned()], to, true, true).await;
        assert!(refused.is_err(), "{from} {to}");
    }
}

#[tokio::test]
async fn tables_are_saved_with_the_columns_that_were_chosen_and_without_formulas() {
    let registry = desk().await;
    apply(
        &registry,
        r#"{"op":"put","kind":"agent","id":"evil","record":{"name":"=HYPERLINK(\"http://x\")"}}"#,
    )
    .await;
    let columns = ["name".to_owned(), "id".to_owned()];
    let text = csv(
        &registry,
        Kind::Agent,
        "no:team",
        &Sorting::default(),
        &columns,
    )
    .unwrap();
    assert_eq!(
        text,
        "Name,Id\r\n\"'=HYPERLINK(\"\"http://x\"\")\",evil\r\nBackup,backup\r\n"
    );
    let unknown = ["colour".to_owned()];
    assert!(csv(&registry, Kind::Agent, "", &Sorting::default(), &unknown).is_err());
}
