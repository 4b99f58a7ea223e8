//! Cases of the pen.

use super::*;
use serde_json::json;

#[test]
fn secrets_are_replaced_wherever_they_stand() {
    let mut value = json!({"api_key": "abc", "nested": [{"x": "ghp_0123456789abcdefABCD"}], "max_tokens": 12, "password": "${PASSWORD}"});
    assert_eq!(clean(&mut value, "/a"), ["/a/api_key", "/a/nested/0/x"]);
    assert_eq!(
        value,
        json!({"api_key": REMOVED, "nested": [{"x": REMOVED}], "max_tokens": 12, "password": "${PASSWORD}"})
    );
    let (text, secret) = without_secrets("one\nkey sk-proj-abcdefgh12345678\nthree");
    assert!(secret);
    assert_eq!(text, format!("one\n{REMOVED}\nthree"));
}

#[test]
fn addresses_are_told_from_placeholders() {
    assert_eq!(
        address(" https://a.example/x "),
        Some("https://a.example/x")
    );
    for none in [
        "<IP ADDRESS>",
        "=Env.URL",
        "https://u:p@a.example",
        "https://",
        "ftp://a",
    ] {
        assert_eq!(address(none), None, "{none}");
    }
}

#[test]
fn the_same_key_twice_stays_two_agents() {
    let mut notes = Notes::new("f");
    let mut pen = Pen::new("f", "", "t", &mut notes).unwrap();
    let one = pen.agent("a", "A", "/0", &Guess::worker()).unwrap();
    let two = pen.agent("a", "A", "/1", &Guess::worker()).unwrap();
    assert_ne!(one, two);
    let sketch = pen.finish();
    let keys: Vec<_> = sketch
        .parts()
        .iter()
        .map(|part| part.key.as_str())
        .collect();
    assert_eq!(&keys[..2], ["a", "a#2"]);
}

#[test]
fn numbers_of_a_file_become_limits_or_nothing() {
    let fields = json!({"a": 3, "b": 3.0, "c": 0, "d": -1, "e": "3", "f": 1e300});
    let fields = fields.as_object().unwrap();
    let read: Vec<_> = ["a", "b", "c", "d", "e", "f"]
        .map(|name| count_of(fields, name))
        .into();
    assert_eq!(read, [Some(3), Some(3), None, None, None, None]);
    assert_eq!(milliseconds(Some(&json!(1.5))), Some(1500));
    assert_eq!(milliseconds(Some(&json!(f64::MAX))), None);
}

#[test]
fn a_secret_that_is_kept_under_an_origin_is_told_with_its_place() {
    let text = br#"{"name":"Desk","url":"https://desk.example","skills":[],"protocolVersion":"0.3.0","provider":{"organization":"x","keys":[{"url":"ghp_0123456789abcdefABCD"}]},"credentials":"hunter2"}"#;
    let files = [crate::InputFile {
        name: "desk.json",
        bytes: text,
    }];
    let options = crate::ImportOptions::default();
    let made = crate::import(None, &files, &baton_model::Document::new(), &options).unwrap();
    let places: Vec<&str> = made
        .notes
        .iter()
        .filter(|note| note.message.contains("looks like a secret"))
        .map(|note| note.path.as_str())
        .collect();
    assert_eq!(
        places,
        ["desk.json#/credentials", "desk.json#/provider/keys/0/url"]
    );
}
