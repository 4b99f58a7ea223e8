//! Reviews: who is asked, what their words do, when a review is stale, and what may be published.

use crate::common::{document, edit};
use crate::seams::{
    apply, ask, asked, handoff, put, say, seams, stands, told, two_sides, version, waiting,
};
use baton_app::edit::undo::undo;
use baton_app::registry::EditReply;
use baton_app::review::answer::{Answer, answer_review};
use baton_app::review::clearance::{Clearance, closing};
use baton_app::review::comment::{NewComment, comment, comments, resolve_comment};
use baton_app::review::list::reviews;
use baton_app::review::overrule::override_review;
use baton_app::review::page::review_page;
use baton_app::review::withdraw::withdraw_review;
use baton_app::{AppError, ErrorCode, Registry};
use baton_model::{ContractState, ContractVersion, Decision, NoticeTopic, Review, ReviewState};

#[tokio::test]
async fn the_owners_of_both_sides_are_asked() {
    let contract_of =
        r#"{"op":"put","kind":"contract","id":"c","record":{"name":"Refund","team":"front"}}"#;
    let cases: [(&str, String, &[&str]); 9] = [
        ("nobody", String::new(), &[]),
        (
            "the contract's own team",
            contract_of.to_owned(),
            &["front"],
        ),
        (
            "downstream: the receiver's team",
            handoff("h", r#""to":"refund","owner_model":"downstream""#),
            &["pay"],
        ),
        (
            "no model: as downstream",
            handoff("h", r#""to":"refund""#),
            &["pay"],
        ),
        (
            "platform: the platform team",
            handoff("h", r#""to":"refund","owner_model":"platform""#),
            &["plat"],
        ),
        (
            "joint: both that are named",
            handoff(
                "h",
                r#""to":"refund","owner_model":"joint","owners":["pay","people"]"#,
            ),
            &["pay", "people"],
        ),
        (
            "joint: both sides where nobody is named",
            handoff("h", r#""to":"human","owner_model":"joint""#),
            &["front", "people"],
        ),
        (
            "a query: whoever may receive",
            handoff(
                "h",
                r#""to":{"capabilities":["refund"],"default":"human"},"owner_model":"downstream""#,
            ),
            &["pay", "people"],
        ),
        (
            "all handoffs of the contract together",
            contract_of.to_owned()
                + "\n"
                + &handoff("h", r#""to":"refund","owner_model":"downstream""#)
                + &handoff(
                    "i",
                    r#""to":"human","owner_model":"platform","owners":["plat"]"#,
                ),
            &["front", "pay", "plat"],
        ),
    ];
    for (case, lines, expected) in cases {
        let registry = seams(&lines).await;
        let done = ask(&registry, version()).await;
        if expected.is_empty() {
            assert_eq!(done.unwrap_err().code, ErrorCode::InvalidInput, "{case}");
            continue;
        }
        let id = done.unwrap().id;
        assert_eq!(asked(&registry, id.as_str()), expected, "{case}");
        assert_eq!(
            told(&registry, NoticeTopic::ReviewAsked),
            expected,
            "{case}"
        );
    }
}

const REVIEW: &str = "c@1.0.0-review";

#[tokio::test]
async fn a_review_is_needed_where_two_teams_own_a_side() {
    let alone = seams(&handoff("h", r#""to":"refund""#)).await;
    assert_eq!(stands(&alone, &version()), Clearance::NotNeeded);
    let registry = two_sides().await;
    assert_eq!(stands(&registry, &version()), waiting(&["front", "pay"]));
}

#[tokio::test]
async fn everybody_has_to_agree() {
    let registry = two_sides().await;
    let asked = ask(&registry, version()).await.unwrap();
    assert_eq!(asked.id.as_str(), REVIEW);
    let state = |registry: &Registry| {
        let document = document(registry);
        let version = document.find::<ContractVersion>("c@1.0.0").unwrap();
        (
            version.state,
            document.find::<Review>(REVIEW).unwrap().state,
        )
    };
    assert_eq!(
        state(&registry),
        (ContractState::InReview, ReviewState::Open)
    );
    // A review is found by its subject, too.
    say(&registry, "c@1.0.0", "pay", Decision::Approve)
        .await
        .unwrap();
    assert_eq!(stands(&registry, &version()), waiting(&["front"]));
    say(&registry, REVIEW, "front", Decision::RequestChanges)
        .await
        .unwrap();
    assert_eq!(stands(&registry, &version()), waiting(&["front"]));
    say(&registry, REVIEW, "front", Decision::Reject)
        .await
        .unwrap();
    assert_eq!(stands(&registry, &version()), Clearance::Rejected);
    assert_eq!(state(&registry).1, ReviewState::Rejected);
    assert_eq!(told(&registry, NoticeTopic::ReviewApproved).len(), 0);
    say(&registry, REVIEW, "front", Decision::Approve)
        .await
        .unwrap();
    assert_eq!(stands(&registry, &version()), Clearance::Approved);
    assert_eq!(state(&registry).1, ReviewState::Approved);
    assert_eq!(
        told(&registry, NoticeTopic::ReviewApproved),
        ["front", "pay"]
    );
    let page = review_page(&registry, REVIEW).unwrap();
    assert_eq!(page.said.len(), 4, "everything that was said is kept");
    assert_eq!(page.asked[0].by.as_deref(), Some("ada"));

    let log = registry.history(20, None).await.unwrap();
    assert_eq!(log[0].summary, "front approves c@1.0.0-review");
    undo(&registry).await.unwrap();
    assert_eq!(stands(&registry, &version()), Clearance::Rejected);
    assert_eq!(told(&registry, NoticeTopic::ReviewApproved).len(), 0);
}

#[tokio::test]
async fn objections_are_told_to_the_side_that_asked() {
    let registry = two_sides().await;
    ask(&registry, version()).await.unwrap();
    say(&registry, REVIEW, "pay", Decision::Reject)
        .await
        .unwrap();
    assert_eq!(told(&registry, NoticeTopic::ReviewObjected), ["front"]);
}

#[tokio::test]
async fn a_change_of_the_draft_makes_its_review_stale() {
    let registry = two_sides().await;
    ask(&registry, version()).await.unwrap();
    for team in ["front", "pay"] {
        say(&registry, REVIEW, team, Decision::Approve)
            .await
            .unwrap();
    }
    let change = |fields: &str| {
        format!(
            r#"{{"op":"put","kind":"contract_version","record":{{"contract":"c","version":"1.0.0","payload_schema":{{"type":"object"}},{fields}}}}}"#
        )
    };
    for (fields, stale) in [
        (r#""state":"draft""#, false),
        (r#""state":"in_review","sunset_date":"2027-01-01""#, false),
        (r#""state":"in_review","change_note":"more""#, true),
        (r#""state":"in_review""#, false),
        (
            r#""state":"in_review","payload_schema":{"type":"array"}"#,
            true,
        ),
    ] {
        let fields = fields.replace(r#","payload_schema":{"type":"array"}"#, "");
        let mut line = change(&fields);
        if stale && !fields.contains("note") {
            line = line.replace(r#"{"type":"object"}"#, r#"{"type":"array"}"#);
        }
        apply(&registry, &line).await;
        let expected = if stale {
            Clearance::Stale
        } else {
            Clearance::Approved
        };
        assert_eq!(stands(&registry, &version()), expected, "{fields}");
    }
    let refused = say(&registry, REVIEW, "pay", Decision::Approve)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    let refused = override_review(&registry, REVIEW, "plat", "hurry")
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);

    let again = ask(&registry, version()).await.unwrap();
    assert_eq!(again.id.as_str(), "c@1.0.0-review-2");
    assert_eq!(
        stands(&registry, &version()),
        waiting(&["front", "pay"]),
        "words on what was there before do not count"
    );
    let rows = reviews(&registry, Some(&version()), true);
    let states: Vec<ReviewState> = rows.iter().map(|row| row.state).collect();
    assert_eq!(states, [ReviewState::Open, ReviewState::Withdrawn]);
    assert_eq!(reviews(&registry, None, false).len(), 1);
}

#[tokio::test]
async fn who_becomes_an_owner_is_asked_too() {
    let registry = two_sides().await;
    ask(&registry, version()).await.unwrap();
    for team in ["front", "pay"] {
        say(&registry, REVIEW, team, Decision::Approve)
            .await
            .unwrap();
    }
    apply(&registry, &handoff("later", r#""to":"human""#)).await;
    assert_eq!(stands(&registry, &version()), waiting(&["people"]));
    let page = review_page(&registry, REVIEW).unwrap();
    let since: Vec<bool> = page.asked.iter().map(|row| row.since).collect();
    assert_eq!(since, [false, false, true]);
}

#[tokio::test]
async fn only_a_platform_team_overrides_and_only_with_a_reason() {
    let registry = two_sides().await;
    ask(&registry, version()).await.unwrap();
    say(&registry, REVIEW, "pay", Decision::Reject)
        .await
        .unwrap();
    for (team, reason) in [("pay", "hurry"), ("nobody", "hurry"), ("plat", " ")] {
        let refused = override_review(&registry, REVIEW, team, reason)
            .await
            .unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{team} {reason:?}");
    }
    override_review(&registry, REVIEW, "plat", "outage")
        .await
        .unwrap();
    let overridden = Clearance::Overridden {
        reason: "outage".to_owned(),
        by: "ada".to_owned(),
    };
    assert_eq!(stands(&registry, &version()), overridden);
    assert!(overridden.holds());
    assert_eq!(
        told(&registry, NoticeTopic::ReviewOverridden),
        ["front", "pay"]
    );
    let no_platform = r#"{"op":"put","kind":"team","id":"plat","record":{"name":"Platform"}}"#;
    apply(&registry, no_platform).await;
    assert_eq!(
        stands(&registry, &version()),
        Clearance::Rejected,
        "a team that decides for nobody did not decide"
    );
}

#[tokio::test]
async fn wrong_words_are_refused() {
    let registry = two_sides().await;
    let code = |done: Result<EditReply, AppError>| done.unwrap_err().code;
    assert_eq!(
        code(say(&registry, REVIEW, "pay", Decision::Approve).await),
        ErrorCode::NotFound
    );
    ask(&registry, version()).await.unwrap();
    assert_eq!(
        code(say(&registry, REVIEW, "idle", Decision::Approve).await),
        ErrorCode::InvalidInput
    );
    let silent = Answer {
        team: "pay".to_owned(),
        decision: Decision::Reject,
        comment: String::new(),
    };
    assert_eq!(
        code(answer_review(&registry, REVIEW, &silent).await),
        ErrorCode::InvalidInput
    );
    withdraw_review(&registry, REVIEW).await.unwrap();
    assert_eq!(
        document(&registry)
            .find::<ContractVersion>("c@1.0.0")
            .unwrap()
            .state,
        ContractState::Draft
    );
    assert_eq!(
        code(say(&registry, REVIEW, "pay", Decision::Approve).await),
        ErrorCode::InvalidInput
    );
    assert_eq!(
        stands(&registry, &version()),
        waiting(&["front", "pay"]),
        "a review that was taken back clears nothing"
    );
}

#[tokio::test]
async fn publishing_closes_the_review_and_needs_no_other() {
    let registry = two_sides().await;
    ask(&registry, version()).await.unwrap();
    let close = closing(&document(&registry), &version());
    let publish = r#"{"op":"put","kind":"contract_version","record":{"contract":"c","version":"1.0.0","state":"published","payload_schema":{"type":"object"}}}"#;
    let mut edits = put(&registry, publish);
    edits.extend(close);
    edit(&registry, edits).await.unwrap();
    let document = document(&registry);
    assert_eq!(
        document.find::<Review>(REVIEW).unwrap().state,
        ReviewState::Published
    );
    assert!(closing(&document, &version()).is_empty());
    let refused = ask(&registry, version()).await.unwrap_err();
    assert!(refused.message.contains("published already"), "{refused}");
}

#[tokio::test]
async fn remarks_are_anchored_settled_and_refused_where_nothing_is() {
    let registry = two_sides().await;
    let on = |pointer: Option<&str>, text: &str| NewComment {
        subject: version(),
        text: text.to_owned(),
        pointer: pointer.map(str::to_owned),
    };
    comment(
        &registry,
        &on(Some("/payload_schema/type"), "Why an object?"),
    )
    .await
    .unwrap();
    comment(&registry, &on(None, "Fine")).await.unwrap();
    comment(&registry, &on(None, "Fine")).await.unwrap();
    for bad in [on(Some("/nowhere"), "x"), on(None, "  ")] {
        assert!(comment(&registry, &bad).await.is_err());
    }
    let rows = comments(&registry, Some(&version()));
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["Why an object?", "Fine", "Fine"]);
    assert_eq!(rows[0].by, "ada");
    resolve_comment(&registry, rows[0].id.as_str(), true)
        .await
        .unwrap();
    assert!(comments(&registry, None)[0].resolved);
    assert!(resolve_comment(&registry, "none", true).await.is_err());
}
