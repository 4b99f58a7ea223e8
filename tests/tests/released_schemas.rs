//! A file that was written under a released schema can still be read: no field and no word goes, none becomes required.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas")
}

fn read(path: &Path) -> Value {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

fn words(schema: &Value, keyword: &str) -> BTreeSet<String> {
    let items = schema[keyword].as_array();
    items
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// What files written under `old` would be refused for under `new`.
fn breaks(old: &Value, new: &Value, at: &str, out: &mut Vec<String>) {
    for name in words(new, "required").difference(&words(old, "required")) {
        out.push(format!("{at}: {name} became required"));
    }
    for word in words(old, "enum").difference(&words(new, "enum")) {
        out.push(format!("{at}: the word {word} is gone"));
    }
    for group in ["properties", "$defs"] {
        for (name, schema) in old[group].as_object().into_iter().flatten() {
            let at = format!("{at}/{group}/{name}");
            match new[group].get(name) {
                Some(now) => breaks(schema, now, &at, out),
                None => out.push(format!("{at} is gone")),
            }
        }
    }
    for (index, branch) in old["oneOf"].as_array().into_iter().flatten().enumerate() {
        let word = branch["const"].as_str();
        let kept = |now: &Value| {
            word.is_none()
                || now["const"].as_str() == word
                || words(now, "enum").contains(word.unwrap_or(""))
        };
        if !new["oneOf"]
            .as_array()
            .is_some_and(|now| now.iter().any(kept))
        {
            out.push(format!(
                "{at}/oneOf/{index}: {} is gone",
                word.unwrap_or("a branch")
            ));
        }
    }
}

#[test]
fn what_was_released_can_still_be_read() {
    let mut releases = 0;
    let mut found = Vec::new();
    for release in fs::read_dir(schemas().join("released")).unwrap() {
        let release = release.unwrap().path();
        for file in fs::read_dir(&release).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            breaks(
                &read(&file),
                &read(&schemas().join(&name)),
                &name,
                &mut found,
            );
            releases += 1;
        }
    }
    assert!(releases > 30, "the released copies are there");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_break_is_seen() {
    let mut old = read(&schemas().join("agent.schema.json"));
    let new = old.clone();
    old["properties"]["nickname"] = serde_json::json!({"type": "string"});
    old["required"] = serde_json::json!(["id"]);
    let mut found = Vec::new();
    breaks(&old, &new, "agent", &mut found);
    assert_eq!(
        found,
        [
            "agent: name became required",
            "agent/properties/nickname is gone"
        ]
    );
}

#[test]
fn the_templates_are_valid_under_the_schemas() {
    let mut checked = 0;
    for folder in fs::read_dir(schemas().join("../templates")).unwrap() {
        let folder = folder.unwrap().path();
        let template = folder.display();
        let records = folder.join("records.json");
        for edit in read(&records).as_array().unwrap() {
            let kind = edit["kind"].as_str().unwrap();
            let schema = read(&schemas().join(format!("{kind}.schema.json")));
            let validator = baton_contract::PayloadValidator::compile(&schema).unwrap();
            let wrong = validator.check(&edit["record"]);
            assert!(
                wrong.is_empty(),
                "{template}, {kind} {}: {wrong:?}",
                edit["id"]
            );
            checked += 1;
        }
    }
    assert!(checked > 1500, "{checked}");
}
