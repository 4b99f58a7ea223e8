//! Files that were not written by the tool they claim: refused by name and place, never a panic.

use baton_import::{Format, ImportError, ImportOptions, InputFile, import, text_form};
use baton_model::{Document, apply};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

fn refused(bytes: &[u8]) -> ImportError {
    let files = [InputFile {
        name: "graph.json",
        bytes,
    }];
    import(
        Some(Format::Langgraph),
        &files,
        &Document::new(),
        &ImportOptions::default(),
    )
    .unwrap_err()
}

#[test]
fn errors_name_file_place_and_remedy() {
    let cases: [(&[u8], &str); 16] = [
        (b"", "graph.json: line 1"),
        (b"{\"nodes\": [}", "graph.json: line 1, column 12"),
        (b"{\n\"nodes\": \"\xff\"}", "graph.json: line 2: byte"),
        (b"[]", "graph.json: /nodes"),
        (br#"{"nodes":{},"edges":[]}"#, "graph.json: /nodes"),
        (br#"{"nodes":[]}"#, "graph.json: /edges"),
        (br#"{"nodes":[1],"edges":[]}"#, "graph.json: /nodes/0"),
        (
            br#"{"nodes":[{}],"edges":[]}"#,
            "graph.json: /nodes/0/id: missing",
        ),
        (
            br#"{"nodes":[{"id":["a"]}],"edges":[]}"#,
            "graph.json: /nodes/0/id",
        ),
        (
            br#"{"nodes":[{"id":" "}],"edges":[]}"#,
            "graph.json: /nodes/0/id",
        ),
        (
            br#"{"nodes":[{"id":"a"},{"id":"b"},{"id":"a"}],"edges":[]}"#,
            "graph.json: /nodes/2/id: the id \"a\" stands at /nodes/0",
        ),
        (
            br#"{"nodes":[{"id":"a","id":"b"}],"edges":[]}"#,
            "graph.json: line 1",
        ),
        (
            br#"{"nodes":[{"id":"a"}],"edges":[{"source":"a","target":"zz"}]}"#,
            "graph.json: /edges/0/target: no node has the id \"zz\"",
        ),
        (
            br#"{"nodes":[{"id":"a"}],"edges":[{"source":"a"}]}"#,
            "graph.json: /edges/0/target: missing",
        ),
        (
            br#"{"nodes":[{"id":"a"}],"edges":[{"source":"a","target":"a","conditional":"yes"}]}"#,
            "graph.json: /edges/0/conditional",
        ),
        (
            br#"{"nodes":[{"id":"a"}],"edges":["a"]}"#,
            "graph.json: /edges/0",
        ),
    ];
    for (bytes, expected) in cases {
        let error = refused(bytes);
        assert!(
            error.to_string().starts_with(expected),
            "{error} should start with {expected}"
        );
        assert!(!error.hint.is_empty(), "{error}");
    }
}

#[test]
fn sizes_are_refused_quickly() {
    let many = json!({ "nodes": vec![0; 1_000_001], "edges": [] }).to_string();
    let empty = format!("{{\"nodes\":[{}[]]}}", "[],".repeat(12_000_000));
    let label =
        json!({ "nodes": [{ "id": "a", "data": { "name": "x".repeat(1 << 20) } }], "edges": [] })
            .to_string();
    let deep = "[".repeat(100_000);
    let cases = [
        (many, "1000001 nodes; 1000000 is the limit"),
        (empty, "up to 24000003 values; 24000000 is the limit"),
        (label, "4096 is the limit"),
        (deep, "recursion"),
    ];
    for (text, expected) in cases {
        let start = Instant::now();
        let error = refused(text.as_bytes());
        assert!(error.to_string().contains(expected), "{error}");
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "took {:?} for {expected}",
            start.elapsed()
        );
    }
}

#[test]
fn the_largest_graph_is_read_in_time() {
    let nodes: Vec<_> = (0..20_000)
        .map(|index| json!({ "id": format!("s{}:__start__", index % 7 * index) }))
        .collect();
    let distinct: BTreeMap<_, _> = nodes
        .iter()
        .map(|node| (node["id"].to_string(), node.clone()))
        .collect();
    let nodes: Vec<_> = distinct
        .into_values()
        .chain([json!({ "id": "hub" }), json!({ "id": "end" })])
        .collect();
    let edges: Vec<_> = nodes
        .iter()
        .filter(|node| node["id"] != "hub")
        .flat_map(|node| {
            [
                json!({ "source": "hub", "target": node["id"] }),
                json!({ "source": node["id"], "target": "hub" }),
            ]
        })
        .collect();
    let text = json!({ "nodes": nodes, "edges": edges }).to_string();
    let start = Instant::now();
    let files = [InputFile {
        name: "g.json",
        bytes: text.as_bytes(),
    }];
    let imported = import(
        Some(Format::Langgraph),
        &files,
        &Document::new(),
        &ImportOptions::default(),
    )
    .unwrap();
    assert!(imported.notes.len() <= 1001);
    assert!(
        start.elapsed() < Duration::from_mins(1),
        "took {:?}",
        start.elapsed()
    );
}

#[test]
fn unknown_formats_are_told_apart() {
    let auto = |name: &str, bytes: &[u8]| {
        import(
            None,
            &[InputFile { name, bytes }],
            &Document::new(),
            &ImportOptions::default(),
        )
        .unwrap_err()
    };
    assert!(
        auto("notes.txt", b"hello")
            .message
            .contains("not recognised")
    );
    assert!(auto("x.json", b"{}").message.contains("not recognised"));
    assert!(auto("x.json", b"{").place.starts_with("line 1"));
    assert!(import(None, &[], &Document::new(), &ImportOptions::default()).is_err());
}

/// Refused by place and remedy, quickly, before any reader sees it.
#[test]
fn yaml_that_would_harm_is_refused_with_its_place() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = level - 1;
        let aliases = vec![format!("*a{below}"); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("flow nesting", "[".repeat(100_000).into_bytes()),
        ("block nesting", "- ".repeat(100_000).into_bytes()),
        ("an alias bomb", bomb.into_bytes()),
        ("duplicate keys", b"a: 1\nb: 2\na: 3\n".to_vec()),
        ("an alias to nowhere", b"a: *nobody\n".to_vec()),
        ("an alias in a circle", b"a: &a [*a]\n".to_vec()),
        ("UTF-16", b"\xff\xfea\x00:\x00 \x001\x00".to_vec()),
        (
            "a tag of a language",
            b"a: !!python/object/apply:os.system [ls]\nb: [".to_vec(),
        ),
        ("not a number", b"a: .nan\n".to_vec()),
    ];
    for (what, bytes) in cases {
        let start = Instant::now();
        let files = [InputFile {
            name: "x.yaml",
            bytes: &bytes,
        }];
        let error = import(None, &files, &Document::new(), &ImportOptions::default()).unwrap_err();
        assert!(
            error.file == "x.yaml" && !error.hint.is_empty(),
            "{what}: {error}"
        );
        assert!(
            error.place.starts_with("line ") || !["duplicate keys", "UTF-16"].contains(&what),
            "{what}: {error}"
        );
        assert!(!error.message.contains("not recognised"), "{what}: {error}");
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{what} took {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn markup_and_control_characters_stay_words() {
    let text = json!({ "nodes": [{ "id": "<img src=x onerror=alert(1)>\u{0}\u{202e}" }, { "id": "../../etc/passwd" }], "edges": [] }).to_string();
    let files = [InputFile {
        name: "../../x\u{0}/gr\u{202e}aph.json",
        bytes: text.as_bytes(),
    }];
    let imported = import(None, &files, &Document::new(), &ImportOptions::default()).unwrap();
    let mut document = Document::new();
    document.commit(&apply(&document, &imported.edits).unwrap(), 1);
    for agent in document.agents() {
        assert!(
            !agent.id.as_str().contains('/')
                && !agent.name.contains('\u{202e}')
                && !agent.name.contains('\u{0}')
        );
    }
    assert!(
        text_form::to_files(&document)
            .unwrap()
            .keys()
            .all(|path| !path.contains(".."))
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "id",
        "nodes",
        "edges",
        "source",
        "target",
        "data",
        "name",
        "metadata",
        "conditional",
        "owner",
        "__start__",
        "__end__",
        "a",
        "a:b",
        "a:__start__",
        "input",
        "output",
        "__interrupt",
        "before",
        "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..8).prop_map(|fields| Value::Object(
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()
            )),
        ]
    })
}

/// Graphs that are nearly right, so that the later steps are reached too.
fn any_graph() -> impl Strategy<Value = Value> {
    let ids = [
        "__start__",
        "__end__",
        "a",
        "A",
        "b",
        "s:a",
        "s:b",
        "s:__start__",
        "s:__end__",
        "s:t:c",
        "human",
        ":",
        "::x",
        "tools",
    ];
    let node = (any_json(), any_json());
    let edge = (
        0..ids.len(),
        0..ids.len(),
        any::<Option<bool>>(),
        prop::option::of(any_json()),
    );
    (prop::collection::vec(node, ids.len()), prop::collection::vec(edge, 0..30)).prop_map(move |(nodes, edges)| {
        let nodes: Vec<Value> = nodes
            .into_iter()
            .zip(ids)
            .map(|((data, metadata), id)| json!({ "id": id, "data": data, "metadata": metadata }))
            .collect();
        let edges: Vec<Value> = edges
            .into_iter()
            .map(|(source, target, conditional, data)| json!({ "source": ids[source], "target": ids[target], "conditional": conditional, "data": data }))
            .collect();
        json!({ "nodes": nodes, "edges": edges })
    })
}

proptest! {
    #[test]
    fn no_json_makes_an_importer_panic(value in any_json(), other in any_json()) {
        let (text, more) = (value.to_string(), other.to_string());
        let files = [InputFile { name: "a.json", bytes: text.as_bytes() }, InputFile { name: "b.json", bytes: more.as_bytes() }];
        let _ = import(None, &files, &Document::new(), &ImportOptions::default());
        let _ = import(Some(Format::Langgraph), &files, &Document::new(), &ImportOptions::default());
        let folder = BTreeMap::from([("baton.json".to_owned(), text), ("agents/a.json".to_owned(), more)]);
        let _ = text_form::from_files(&folder, &Document::new(), true);
    }

    #[test]
    fn no_bytes_make_an_importer_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let files = [InputFile { name: "a.json", bytes: &bytes }];
        let _ = import(None, &files, &Document::new(), &ImportOptions::default());
    }

    #[test]
    fn every_graph_that_is_read_applies_and_is_found_again(graph in any_graph()) {
        let text = graph.to_string();
        let files = [InputFile { name: "g.json", bytes: text.as_bytes() }];
        let imported = import(Some(Format::Langgraph), &files, &Document::new(), &ImportOptions::default()).unwrap();
        let mut document = Document::new();
        let diff = apply(&document, &imported.edits).unwrap();
        document.commit(&diff, 1);
        let again = import(Some(Format::Langgraph), &files, &document, &ImportOptions::default()).unwrap();
        prop_assert_eq!(again.edits, vec![]);
    }
}
