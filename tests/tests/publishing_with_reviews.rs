//! Publishing where several teams own a side of a contract.

use baton_tests::Desk;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

#[test]
fn while_nobody_ever_asked_for_a_review_owners_are_named_and_not_waited_for() {
    let desk = Desk::from_template(BATON, "sample-support");
    let drafted = desk
        .json(&["contract", "draft", "support-ticket", "--note", "Words."])
        .expect(0)
        .value();
    let version = drafted["version"].as_str().unwrap();
    let published = desk
        .json(&["contract", "publish", "support-ticket", version])
        .expect(0)
        .value();
    let notes = published["notes"].as_array().unwrap();
    assert!(
        notes
            .iter()
            .any(|note| note.as_str().unwrap().contains("nobody was asked")),
        "{notes:?}"
    );
}

#[test]
fn once_reviews_are_practised_everybody_has_to_agree_or_a_platform_team_decides() {
    let desk = Desk::from_template(BATON, "sample-support");
    let draft = |words: &[&str]| {
        let words = [&["contract", "draft", "support-ticket"], words].concat();
        desk.json(&words).expect(0).value()["version"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = draft(&["--note", "First."]);
    let id = format!("support-ticket@{first}");
    desk.json(&["review", "ask", &id, "--message", "First."])
        .expect(0);
    let publish = ["contract", "publish", "support-ticket", first.as_str()];
    let reply = desk.json(&publish).expect(2);
    assert_eq!(reply.error().0, "review_missing");
    assert_eq!(reply.value()["error"]["details"]["state"], "waiting");
    assert_eq!(desk.show("contract_version", &id)["state"], "in_review");
    let done = desk
        .json(
            &[
                &publish[..],
                &["--override-reason", "The boundary is down."],
            ]
            .concat(),
        )
        .expect(0)
        .value();
    assert_eq!(done["clearance"]["state"], "overridden");
    assert_eq!(done["clearance"]["reason"], "The boundary is down.");
    assert_eq!(desk.show("contract_version", &id)["state"], "published");

    // From now on nobody publishes past the owners, asked or not.
    let second = draft(&["--note", "Second."]);
    assert_eq!(
        desk.json(&["contract", "publish", "support-ticket", &second])
            .expect(2)
            .error()
            .0,
        "review_missing"
    );
    let words = [
        "contract",
        "publish",
        "support-ticket",
        &second,
        "--override-reason",
        "Again.",
        "--team",
        "desk-care",
    ];
    desk.json(&words).expect(2).error();
    desk.json(&[
        "contract",
        "publish",
        "support-ticket",
        &second,
        "--override-reason",
        "Again.",
        "--team",
        "desk-platform",
    ])
    .expect(0);
}
