//! Labels with markup are inert in every output.

use baton_tests::{Desk, hashes};
use serde_json::{Value, json};
use std::fs;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

const LABELS: [&str; 12] = [
    "<img src=x onerror=alert(1)>",
    "</svg><script>alert(1)</script>",
    "</text><foreignObject><body onload=alert(1)></foreignObject>",
    "[click](javascript:alert(1))",
    "\u{202e}gnp.exe \u{2066}x\u{2069}",
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{9b}2J",
    "a|b|c",
    "`code` ``` fence ~~~",
    "x\"]; click A \"javascript:alert(1)\" %%{init: {}}%%",
    "line one\n# heading\n\n- list\n<!-- comment -->",
    "]]> <![CDATA[ &lt; &#60;script&#62; & ' \" \\",
    "end subgraph; A --> B \u{0}\u{8}",
];

/// A registry in which every text that people write is hostile.
fn hostile() -> Desk {
    let desk = Desk::from_template(BATON, "sample-support");
    let mut number = 0;
    let mut label = || {
        number += 1;
        LABELS[number % LABELS.len()].to_owned()
    };
    let mut edits = Vec::new();
    for kind in [
        "team",
        "person",
        "rotation",
        "escalation_path",
        "agent",
        "topology",
        "outcome",
        "group",
        "note",
        "contract",
        "handoff",
        "capability",
        "environment",
    ] {
        let listed = desk.json(&["list", kind]).expect(0).value();
        for listed in listed["records"].as_array().unwrap() {
            let id = listed["id"].as_str().unwrap();
            let mut record = fields(kind, listed);
            spoil(&mut record, &mut label);
            edits.push(json!({"op": "put", "kind": kind, "id": id, "record": record}));
        }
    }
    let properties: serde_json::Map<String, Value> = LABELS
        .iter()
        .map(|text| {
            (
                (*text).to_owned(),
                json!({"type": "string", "description": text}),
            )
        })
        .collect();
    let schema = json!({"type": "object", "title": label(), "description": label(), "properties": properties});
    edits.push(json!({"op": "put", "kind": "contract_version", "id": "support-ticket@9.0.0", "record": {
        "contract": "support-ticket", "version": "9.0.0", "payload_schema": schema, "change_note": LABELS.join(" "),
    }}));
    desk.apply(&Value::Array(edits));
    desk
}

/// Replaces every text that people write by a hostile one, and every address by one that would run.
fn spoil(value: &mut Value, label: &mut impl FnMut() -> String) {
    const TEXTS: [&str; 24] = [
        "bus",
        "dead_letter",
        "state_store",
        "value",
        "cause",
        "name",
        "purpose",
        "text",
        "meaning",
        "summary",
        "description",
        "address",
        "condition",
        "checks",
        "replay",
        "notes",
        "note",
        "question",
        "proposed_action",
        "answer",
        "disagreement",
        "retention",
        "organisation",
        "guidance",
    ];
    const ADDRESSES: [&str; 6] = ["runbook_url", "link", "dashboard", "repo", "a2a", "mcp"];
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, label)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => *text = label(),
                    Value::String(text) if ADDRESSES.contains(&name.as_str()) => {
                        "javascript:alert(1)".clone_into(text);
                    }
                    Value::Array(items) if TEXTS.contains(&name.as_str()) => {
                        for item in items.iter_mut() {
                            match item {
                                Value::String(text) => *text = label(),
                                other => spoil(other, label),
                            }
                        }
                    }
                    other => spoil(other, label),
                }
            }
        }
        _ => {}
    }
}

/// Exported paths are lower case.
fn is_of(path: &str, extension: &str) -> bool {
    path.strip_suffix(extension).is_some()
}

/// A record's own fields: what `list` shows, without what it puts in front.
fn fields(kind: &str, listed: &Value) -> Value {
    let mut record = listed.clone();
    let map = record.as_object_mut().unwrap();
    map.remove("record_kind");
    map.remove("revision");
    if !matches!(kind, "agent" | "memory") || map["kind"] == kind {
        map.remove("kind");
    }
    record
}

#[test]
fn pictures_hold_text_and_nothing_that_runs() {
    let desk = hostile();
    desk.json(&["draw", "--out", "p.svg"]).expect(0);
    let svg = fs::read_to_string(desk.path("p.svg")).unwrap();
    let parsed = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(parsed.root_element().tag_name().name(), "svg");
    for node in parsed.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name().to_ascii_lowercase();
        assert!(
            ![
                "script",
                "foreignobject",
                "image",
                "use",
                "iframe",
                "animate",
                "set",
                "a"
            ]
            .contains(&name.as_str()),
            "{name}"
        );
        for attribute in node.attributes() {
            let (name, value) = (
                attribute.name().to_ascii_lowercase(),
                attribute.value().to_ascii_lowercase(),
            );
            assert!(!name.starts_with("on"), "{name}");
            assert!(!value.contains("javascript:"), "{name}={value}");
            assert!(name != "href" || value.starts_with('#'), "{name}={value}");
            assert!(
                !value.contains("url(") || value.contains("url(#"),
                "{name}={value}"
            );
        }
    }
    assert!(svg.contains("&lt;script"), "the label is there, as text");
    assert!(!svg.contains('\u{202e}') && !svg.contains('\u{1b}'));
}

#[test]
fn mermaid_and_graphviz_keep_labels_in_their_quotes() {
    let desk = hostile();
    desk.json(&["draw", "--out", "p.mmd"]).expect(0);
    let mermaid = fs::read_to_string(desk.path("p.mmd")).unwrap();
    for line in mermaid.lines() {
        let quotes = line.matches('"').count();
        assert!(quotes % 2 == 0, "an open quote: {line}");
        let outside: String = line.split('"').step_by(2).collect();
        // The accessible title: its text ends with the line.
        let outside = if outside.trim_start().starts_with("accTitle: ") {
            String::new()
        } else {
            outside
        };
        for word in [
            "click ",
            "javascript",
            "script",
            "<",
            "%%{",
            "onerror",
            "alert",
        ] {
            assert!(
                !outside.contains(word) || (word == "<" && outside.contains("<-")),
                "{word} in {line}"
            );
        }
        for inside in line.split('"').skip(1).step_by(2) {
            assert!(
                !inside.contains("<script") && !inside.contains("<img") && !inside.contains("</"),
                "{line}"
            );
        }
        assert!(!line.trim_start().starts_with("click "), "{line}");
        assert!(
            line.chars()
                .all(|c| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c)),
            "{line:?}"
        );
    }
    desk.json(&["draw", "--out", "p.dot"]).expect(0);
    let dot = fs::read_to_string(desk.path("p.dot")).unwrap();
    let outside: String = outside_of_dot_strings(&dot);
    for word in [
        "script",
        "javascript",
        "onerror",
        "<",
        "alert",
        "subgraph; ",
    ] {
        assert!(!outside.contains(word), "{word} in {outside}");
    }
    assert!(!dot.contains('\u{1b}') && !dot.contains('\u{202e}'));
}

/// Graphviz strings end at a quote that no backslash precedes.
fn outside_of_dot_strings(text: &str) -> String {
    let (mut out, mut inside, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        match (inside, c) {
            (true, _) if escaped => escaped = false,
            (true, '\\') => escaped = true,
            (_, '"') => inside = !inside,
            (true, _) => {}
            (false, c) => out.push(c),
        }
    }
    assert!(!inside, "an open string");
    out
}

#[test]
fn markdown_shows_labels_as_they_are_written() {
    let desk = hostile();
    desk.json(&["export", "all", "--out", "out"]).expect(0);
    let files = hashes(&desk.path("out"));
    let mut seen = 0;
    for path in files.keys().filter(|path| is_of(path, ".md")) {
        seen += 1;
        let text = fs::read_to_string(desk.path("out").join(path)).unwrap();
        assert!(
            text.chars().all(|c| c == '\n' || !c.is_control()),
            "{path}: a control character"
        );
        assert!(
            !text.contains('\u{202e}') && !text.contains('\u{2066}'),
            "{path}: a direction character"
        );
        let events = markdown_parts(&text);
        assert_eq!(events.html, Vec::<String>::new(), "{path}");
        for link in &events.links {
            assert!(
                !link.to_lowercase().contains("javascript:"),
                "{path}: {link}"
            );
        }
        assert!(
            !events
                .headings
                .iter()
                .any(|heading| heading.trim() == "heading"),
            "{path}"
        );
    }
    assert!(seen > 10);
    for path in files.keys().filter(|path| is_of(path, ".json")) {
        let text = fs::read_to_string(desk.path("out").join(path)).unwrap();
        serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    for path in files.keys().filter(|path| is_of(path, ".svg")) {
        roxmltree::Document::parse(&fs::read_to_string(desk.path("out").join(path)).unwrap())
            .unwrap();
    }
    desk.json(&["export", "all", "--out", "out", "--check"])
        .expect(0);
}

#[derive(Default)]
struct MarkdownParts {
    html: Vec<String>,
    links: Vec<String>,
    headings: Vec<String>,
}

/// What a Markdown renderer makes of a text, but for words.
fn markdown_parts(text: &str) -> MarkdownParts {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let mut parts = MarkdownParts::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => parts.html.push(html.to_string()),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                parts.links.push(dest_url.to_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) if heading.is_some() => {
                heading.get_or_insert_default().push_str(&words);
            }
            Event::End(TagEnd::Heading(_)) => parts.headings.extend(heading.take()),
            _ => {}
        }
    }
    parts
}

#[test]
fn the_comment_for_a_pull_request_holds_nothing_but_text() {
    let desk = hostile();
    let nothing = desk.path("nothing").display().to_string();
    let told = desk
        .run(&["review-comment", "--base", &nothing])
        .expect(0)
        .stdout;
    let parts = markdown_parts(&told);
    assert_eq!(
        (parts.html, parts.links),
        (Vec::new(), Vec::new()),
        "{told}"
    );
    for heading in &parts.headings {
        let own = heading.starts_with("Baton: ") || heading == "What changes";
        // A version's id stands as code, which is no text of the heading.
        assert!(own || heading.starts_with(": "), "{heading}");
    }
    assert!(!told.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{0}']));
}

#[test]
fn nothing_steers_the_terminal() {
    let desk = hostile();
    desk.json(&["undo"]).expect(0);
    desk.json(&["redo"]).expect(0);
    let quiet: [&[&str]; 12] = [
        &["list", "agent"],
        &["list", "team"],
        &["list", "note"],
        &["show", "agent", "triage-desk"],
        &["search", "alert"],
        &["check"],
        &["check", "--fix", "--dry-run"],
        &["layout"],
        &["log"],
        &[
            "delete",
            "agent",
            "triage-desk",
            "--with-dependents",
            "--dry-run",
        ],
        &["export", "all", "--out", "out", "--dry-run"],
        &["undo"],
    ];
    for words in quiet {
        let reply = desk.run(words);
        for text in [&reply.stdout, &reply.stderr] {
            let steers = |c: char| {
                (c.is_control() && c != '\n')
                    || ('\u{202a}'..='\u{202e}').contains(&c)
                    || ('\u{2066}'..='\u{2069}').contains(&c)
            };
            assert_eq!(text.chars().find(|c| steers(*c)), None, "{words:?}");
        }
        let json = desk.json(words).stdout;
        assert!(
            !json.contains('\u{1b}') && json.trim_end().lines().count() == 1,
            "{words:?}"
        );
    }
}

#[test]
fn errors_and_names_from_outside_do_not_steer_it_either() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.write("e\u{1b}[31m.json", "nonsense");
    for words in [
        &["apply", "e\u{1b}[31m.json"][..],
        &["show", "agent", "\u{1b}[2J"],
        &["list", "\u{1b}[2J"],
        &["check", "--topology", "\u{1b}c"],
        &["import", "e\u{1b}[31m.json"],
        &["rules", "\u{1b}c"],
        &["check", "--rule", "\u{1b}c=off"],
    ] {
        let reply = desk.run(words).expect(2);
        assert!(
            !reply.stderr.contains('\u{1b}') && !reply.stdout.contains('\u{1b}'),
            "{words:?}: {:?}",
            reply.stderr
        );
    }
    desk.json(&["--as", "e\u{1b}[31mve", "apply", "/dev/null"]);
    let put = json!([{"op": "put", "kind": "team", "id": "x", "record": {"name": "X"}}]);
    desk.json_with_input(
        &["--as", "\u{1b}[31meve\u{202e}", "apply", "-"],
        put.to_string().as_bytes(),
    )
    .expect(0);
    let log = desk.run(&["log"]).expect(0).stdout;
    assert!(
        log.contains("eve") && !log.contains('\u{1b}') && !log.contains('\u{202e}'),
        "{log:?}"
    );
}
