//! Labels that try to break out of every format, in every field that an export shows.

use crate::fixture;
use baton_export::{ExportKind, FileSet, export};
use baton_model::{Document, Record};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;

const HOSTILE: [&str; 10] = [
    "<img src=x onerror=alert(1)>",
    "</text><script>alert(1)</script><foreignObject>",
    "[x](javascript:alert(1)) ![y](https://evil.example/p.png) https://evil.example",
    "a | b \n| --- |\n# c\n<b onclick=x>\n```\n",
    "``` ~~~ `x` \\` \\",
    "\"]; click n0 href \"javascript:alert(1)\"; x[\"\nend\nsubgraph y",
    "\"]; n0 [URL=\"javascript:alert(1)\"]; x [label=\"",
    "abc\u{202e}dcb\u{200b}\u{feff}\u{0}",
    "{{ 7 * 7 }} {% for x in y %} #quot; &lt;script&gt;",
    "javascript:alert(1)",
];

/// The fixture with every text that is shown, but no id, enumeration or schema, replaced.
fn poisoned(text: &str) -> Document {
    let clean = fixture::support();
    let entries: Vec<_> = clean
        .all()
        .map(|entry| {
            let mut fields = entry.record.to_json();
            poison(&mut fields, text);
            let mut entry = entry.clone();
            entry.record = Record::from_json(entry.record.kind(), fields)
                .unwrap()
                .into();
            entry
        })
        .collect();
    Document::load(1, entries)
}

fn poison(value: &mut Value, text: &str) {
    const TEXTS: [&str; 24] = [
        "name",
        "purpose",
        "address",
        "channel",
        "change_note",
        "condition",
        "rule",
        "answer",
        "question",
        "summary",
        "proposed_action",
        "replay",
        "notes",
        "dead_letter",
        "entity_key",
        "cause",
        "lesson",
        "dashboard",
        "link",
        "runbook_url",
        "reason",
        "email",
        "text",
        "pointer",
    ];
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                let is_enumeration = name == "channel" && field == "chat";
                match field {
                    Value::String(old)
                        if TEXTS.contains(&name.as_str()) && !is_enumeration && name != "rule" =>
                    {
                        text.clone_into(old);
                    }
                    Value::Array(items) if ["checks", "capabilities"].contains(&name.as_str()) => {
                        for item in items.iter_mut() {
                            *item = text.into();
                        }
                    }
                    _ if name == "payload_schema" || name == "payload" => {}
                    other => poison(other, text),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
        _ => {}
    }
}

fn texts(files: &FileSet, ending: &str) -> Vec<(String, String)> {
    let found: Vec<_> = files
        .files()
        .filter(|file| file.path.ends_with(ending))
        .map(|file| {
            (
                file.path.clone(),
                String::from_utf8(file.bytes.clone()).unwrap(),
            )
        })
        .collect();
    assert!(!found.is_empty(), "{ending}");
    found
}

#[test]
fn markdown_has_no_html_and_no_other_links() {
    for hostile in HOSTILE {
        for (path, text) in texts(&export(&poisoned(hostile), ExportKind::ALL, None), ".md") {
            for event in Parser::new_ext(&text, Options::all()) {
                match event {
                    Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(Tag::Image { .. } | Tag::HtmlBlock) => {
                        panic!("{path} with {hostile:?}: {event:?}\n{text}")
                    }
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        let is_ours = dest_url.ends_with(".md") && !dest_url.contains(':');
                        assert!(
                            is_ours,
                            "{path} with {hostile:?} links to {dest_url}\n{text}"
                        );
                    }
                    _ => {}
                }
            }
            assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{0}']), "{path}");
            assert!(!text.contains("could not be made"), "{path}: {text}");
        }
    }
}

#[test]
fn tables_and_headings_keep_their_shape() {
    let shape = |text: &str| {
        Parser::new_ext(text, Options::ENABLE_TABLES)
            .filter(|event| {
                matches!(
                    event,
                    Event::Start(
                        Tag::TableCell | Tag::TableRow | Tag::Heading { .. } | Tag::CodeBlock(_)
                    )
                )
            })
            .count()
    };
    let clean = texts(
        &export(&fixture::support(), &[ExportKind::Runbooks], None),
        ".md",
    );
    for hostile in HOSTILE {
        let dirty = texts(
            &export(&poisoned(hostile), &[ExportKind::Runbooks], None),
            ".md",
        );
        for ((path, before), (_, after)) in clean.iter().zip(&dirty) {
            assert_eq!(
                shape(before),
                shape(after),
                "{path} with {hostile:?}\n{after}"
            );
        }
    }
}

#[test]
fn pictures_have_no_script_handler_or_address() {
    for hostile in HOSTILE {
        let files = export(&poisoned(hostile), &[ExportKind::Pictures], None);
        for (path, text) in texts(&files, ".svg") {
            let tags: Vec<&str> = text
                .split('<')
                .skip(1)
                .map(|tag| tag.split('>').next().unwrap())
                .collect();
            for tag in tags {
                let name = tag
                    .trim_start_matches('/')
                    .split([' ', '/'])
                    .next()
                    .unwrap();
                let known = ["svg", "title", "desc", "style", "g", "rect", "path", "text"];
                assert!(known.contains(&name), "{path} with {hostile:?}: <{tag}>");
                assert!(
                    !tag.contains(" on") && !tag.contains("href"),
                    "{path} with {hostile:?}: <{tag}>"
                );
            }
            let without_namespace = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!without_namespace.contains("url("), "{path}");
            assert!(!text.contains(['\u{202e}', '\u{0}']), "{path}");
        }
        let statements = |text: &str| text.lines().count();
        let clean = export(&fixture::support(), &[ExportKind::Pictures], None);
        for ending in [".mmd", ".dot"] {
            let (before, after) = (texts(&clean, ending), texts(&files, ending));
            assert_eq!(
                statements(&before[0].1),
                statements(&after[0].1),
                "{}",
                after[0].1
            );
        }
        for line in texts(&files, ".mmd")[0].1.lines() {
            assert!(matches!(line.matches('"').count(), 0 | 2), "{line}");
        }
    }
}

/// The members of a value, without texts.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "examples")
            .map(|(name, member)| (name.clone(), shape(member)))
            .collect(),
        Value::Array(items) => items.iter().map(shape).collect(),
        _ => Value::Null,
    }
}

#[test]
fn interfaces_keep_their_shape() {
    let kinds = [
        ExportKind::Asyncapi,
        ExportKind::Cloudevents,
        ExportKind::Openapi,
        ExportKind::Protobuf,
    ];
    let yaml = |text: &str| shape(&serde_saphyr::from_str(text).unwrap());
    let json = |text: &str| shape(&serde_json::from_str(text).unwrap());
    let code = |text: &str| -> Value {
        let lines = text.lines().filter(|line| !line.trim().starts_with("//"));
        lines.filter(|line| !line.is_empty()).collect()
    };
    let clean = export(&fixture::support(), &kinds, None);
    for hostile in HOSTILE {
        let dirty = export(&poisoned(hostile), &kinds, None);
        let same = |ending: &str, read: &dyn Fn(&str) -> Value| {
            for ((path, before), (_, after)) in
                texts(&clean, ending).iter().zip(&texts(&dirty, ending))
            {
                assert_eq!(
                    read(before),
                    read(after),
                    "{path} with {hostile:?}\n{after}"
                );
                assert!(!after.contains(['\u{202e}', '\u{200b}', '\u{0}']), "{path}");
            }
        };
        same(".yaml", &yaml);
        same(".proto", &code);
        same("event.schema.json", &json);
    }
}

#[test]
fn programs_are_the_same_whatever_people_wrote() {
    let kinds = [
        ExportKind::GuardPython,
        ExportKind::GuardRust,
        ExportKind::GuardTypescript,
        ExportKind::TestsCargo,
        ExportKind::TestsPytest,
        ExportKind::TestsVitest,
    ];
    let programs = |document: &Document| {
        let files = export(document, &kinds, None);
        let mut programs = Vec::new();
        for file in files.files() {
            if Path::new(&file.path).extension() == Some(OsStr::new("json")) {
                serde_json::from_slice::<Value>(&file.bytes).unwrap();
            } else {
                programs.push((file.path.clone(), file.bytes.clone()));
            }
        }
        assert!(programs.len() > 30, "{}", programs.len());
        programs
    };
    let clean = programs(&fixture::support());
    for hostile in HOSTILE {
        assert_eq!(programs(&poisoned(hostile)), clean, "{hostile:?}");
    }
}

#[test]
fn state_machines_keep_their_shape() {
    let of = |document: &Document| export(document, &[ExportKind::StateMachine], None);
    let tags = |text: &str| {
        let starts = text.split('<').skip(1);
        starts
            .filter(|tag| !tag.starts_with("!--"))
            .map(|tag| tag.split([' ', '>', '/']).next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let clean = texts(&of(&fixture::support()), ".scxml");
    for hostile in HOSTILE {
        for ((path, before), (_, after)) in
            clean.iter().zip(&texts(&of(&poisoned(hostile)), ".scxml"))
        {
            // Names stand in comments alone, on one line each.
            let outside = |text: &str| {
                let lines = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("<!--"));
                lines.collect::<Vec<_>>().join("\n")
            };
            assert_eq!(
                tags(&outside(before)),
                tags(&outside(after)),
                "{path} with {hostile:?}"
            );
            for comment in after.split("<!--").skip(1) {
                let text = comment.split("-->").next().unwrap();
                assert!(!text.contains("--") && !text.ends_with('-'), "{text}");
            }
            assert!(!after.contains(['\u{202e}', '\u{0}']), "{path}");
        }
    }
}

#[test]
fn files_of_agents_are_read_back_and_hide_nothing() {
    let kinds = [
        ExportKind::AgentCards,
        ExportKind::AgentSpec,
        ExportKind::Mcp,
        ExportKind::SkeletonLanggraph,
        ExportKind::SkeletonOpenaiAgents,
    ];
    for hostile in HOSTILE {
        let files = export(&poisoned(hostile), &kinds, None);
        for (path, text) in texts(&files, ".json") {
            serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        for ending in [".json", ".yaml", ".py"] {
            for (path, text) in texts(&files, ending) {
                assert!(
                    !text.contains(['\u{202e}', '\u{0}']),
                    "{path} with {hostile:?}"
                );
            }
        }
        for (path, text) in texts(&files, ".py") {
            let quotes = text.matches("\"\"\"").count();
            assert_eq!(quotes % 2, 0, "{path} with {hostile:?}");
        }
    }
}

#[test]
fn equal_registries_give_equal_bytes() {
    let bytes = |document: &Document| export(document, ExportKind::ALL, None);
    assert_eq!(bytes(&fixture::support()), bytes(&fixture::support()));
    let lines: Vec<&str> = include_str!("fixture/support.jsonl")
        .lines()
        .rev()
        .collect();
    let mut document = Document::new();
    let edits = baton_model::parse_edits(include_str!("fixture/support.jsonl"), &document).unwrap();
    // One edit at a time, as a registry that grew.
    for (revision, edit) in edits.iter().enumerate() {
        let diff = baton_model::apply(&document, std::slice::from_ref(edit)).unwrap();
        document.commit(&diff, u32::try_from(revision).unwrap() + 1);
    }
    assert_eq!(lines.len(), edits.len());
    assert_eq!(bytes(&document), bytes(&fixture::support()));
}

#[test]
fn ids_that_differ_in_case_do_not_overwrite_each_other() {
    let twice = include_str!("fixture/support.jsonl").to_owned()
        + r#"{"op":"put","kind":"handoff","record":{"id":"Clerk-Done","topology":"support","from":"clerk","to":{"outcome":"resolved"}}}"#
        + "\n"
        + r#"{"op":"put","kind":"handoff","record":{"id":"index","topology":"support","from":"clerk","to":{"outcome":"resolved"}}}"#;
    let files = export(&fixture::built(&twice), &[ExportKind::Runbooks], None);
    assert_eq!(files.notes().len(), 1);
    assert!(
        files.get("runbooks/index.handoff.md").is_some()
            && files.get("runbooks/index.md").is_some()
    );
}
