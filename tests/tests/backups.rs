//! Copies of a registry, and the manual.

use baton_tests::Desk;
use serde_json::json;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

#[test]
fn a_day_has_one_copy_and_it_can_be_listed_verified_and_restored() {
    let desk = Desk::from_template(BATON, "sample-support");
    let daily = || {
        desk.json(&["backup", "--daily", "--folder", "copies"])
            .expect(0)
            .value()
    };
    let made = daily()["made"].clone();
    assert_eq!(
        (&made["revision"], &made["reason"]),
        (&json!(1), &json!("copy"))
    );
    desk.apply(&json!([{"op": "put", "kind": "team", "id": "late", "record": {"name": "Late"}}]));
    assert_eq!(daily(), json!({"made": null}));
    let list = desk
        .json(&["backup", "--list", "--folder", "copies"])
        .expect(0)
        .value();
    assert_eq!(list, json!({"backups": [made]}));

    let copy = made["path"].as_str().unwrap();
    let found = desk.json(&["backup", "--verify", copy]).expect(0).value();
    assert_eq!(
        (
            &found["healthy"],
            &found["removed"],
            &found["changed"],
            &found["returned"]
        ),
        (&json!(true), &json!(1), &json!(0), &json!(0))
    );
    desk.json(&["restore", copy, "--yes"]).expect(0);
    desk.json(&["show", "team", "late"]).expect(2);
    let reasons = desk
        .json(&["backup", "--list", "--folder", "copies"])
        .expect(0)
        .value();
    assert_eq!(
        reasons["backups"].as_array().unwrap().len(),
        2,
        "what was replaced is listed too"
    );
}

#[test]
fn a_damaged_copy_is_named_and_left_alone() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.run(&["backup", "copy.baton"]).expect(0);
    let mut bytes = std::fs::read(desk.path("copy.baton")).unwrap();
    let at = bytes
        .windows(11)
        .rposition(|word| word == b"triage-desk")
        .unwrap();
    bytes[at] = b'T';
    desk.write("copy.baton", &bytes);
    let found = desk
        .json(&["backup", "copy.baton", "--verify"])
        .expect(1)
        .value();
    assert_eq!(found["healthy"], false);
    assert!(!found["problems"].as_array().unwrap().is_empty());
    assert_eq!(std::fs::read(desk.path("copy.baton")).unwrap(), bytes);
    desk.json(&["restore", "copy.baton", "--yes"]).expect(4);
    desk.json(&["doctor"]).expect(0);
}

#[test]
fn what_is_asked_of_copies_is_asked_one_at_a_time() {
    let desk = Desk::from_template(BATON, "sample-support");
    for words in [
        &["backup"][..],
        &["backup", "--verify"],
        &["backup", "a.baton", "--daily"],
        &["backup", "--list", "--daily"],
        &["backup", "a.baton", "--folder", "x"],
    ] {
        desk.run(words).expect(2);
    }
    desk.json(&["backup", "--verify", "nothing.baton"])
        .expect(2);
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let desk = Desk::new(BATON);
    let page = desk.run(&["man"]).expect(0).stdout;
    assert!(page.contains(".TH baton 1") && page.contains("export"));
    let page = desk.run(&["man", "contract", "publish"]).expect(0).stdout;
    assert!(page.contains(".TH baton-contract-publish 1"));
    desk.json(&["man", "nothing"]).expect(2);
    desk.run(&["man", "--out", "pages"]).expect(0);
    let pages = std::fs::read_dir(desk.path("pages")).unwrap().count();
    assert!(pages > 60, "{pages}");
    assert!(desk.path("pages/baton-review-ask.1").exists());
}
