//! Files that are not what they should be: named, refused with exit code 2, nothing changed.

use baton_tests::{Desk, sha256};
use serde_json::json;
use std::time::{Duration, Instant};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

#[test]
fn files_that_are_no_files_are_named() {
    let desk = Desk::from_template(BATON, "sample-support");
    std::fs::create_dir(desk.path("folder.json")).unwrap();
    let huge = std::fs::File::create(desk.path("huge.json")).unwrap();
    huge.set_len(300 << 20).unwrap();
    for (file, word) in [
        ("absent.json", "No such file"),
        ("folder.json", "folder"),
        ("huge.json", "256 MiB"),
    ] {
        for words in [
            vec!["apply", file],
            vec!["import", file],
            vec!["import", "langgraph", file],
        ] {
            let start = Instant::now();
            let (_, message, _) = desk.json(&words).expect(2).error();
            assert!(
                message.contains(file) && message.contains(word),
                "{words:?}: {message}"
            );
            assert!(start.elapsed() < Duration::from_secs(5));
        }
    }
    assert_eq!(desk.revision(), 1);
}

#[test]
fn imports_that_are_wrong_are_named_and_change_nothing() {
    let desk = Desk::from_template(BATON, "sample-support");
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let cases: [(&str, Vec<u8>); 9] = [
        ("no JSON", b"hello".to_vec()),
        ("nothing", Vec::new()),
        (
            "invalid UTF-8",
            b"{\"nodes\":[],\n\"edges\":\"\xff\"}".to_vec(),
        ),
        ("deep", deep.into_bytes()),
        (
            "deep within",
            format!(
                r#"{{"nodes":{},"edges":[]}}"#,
                "[".repeat(100_000) + &"]".repeat(100_000)
            )
            .into_bytes(),
        ),
        ("wrong types", br#"{"nodes":"all","edges":7}"#.to_vec()),
        (
            "wrong node",
            br#"{"nodes":[{"id":[]}],"edges":[]}"#.to_vec(),
        ),
        ("cut off", br#"{"nodes":[{"id":"a"}"#.to_vec()),
        ("something else", br#"{"hello":"world"}"#.to_vec()),
    ];
    for (what, content) in cases {
        desk.write("graph.json", &content);
        for words in [
            &["import", "graph.json"][..],
            &["import", "langgraph", "graph.json"],
            &["import", "graph.json", "--dry-run"],
        ] {
            let reply = desk.json(words);
            assert_eq!(reply.code, 2, "{what}: {reply:?}");
            let (_, message, _) = reply.error();
            assert!(message.contains("graph.json"), "{what}: {message}");
        }
    }
    desk.write("graph.json", r#"{"nodes":[{"id":"a"}],"edges":[]}"#);
    desk.json(&["import", "graph.json", "--topology", "../up"])
        .expect(2)
        .error();
    let (_, _, hints) = desk
        .json(&["import", "visio", "graph.json"])
        .expect(2)
        .error();
    assert!(hints.join(" ").contains("langgraph"), "{hints:?}");
    assert_eq!(desk.revision(), 1);
}

/// A zip archive that says of its one file that it is four gigabytes, and the beginnings of others.
#[test]
fn archives_are_named_and_never_opened() {
    let desk = Desk::from_template(BATON, "sample-support");
    let mut bomb = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    bomb.extend([0; 8]);
    bomb.extend(1000_u32.to_le_bytes());
    bomb.extend(u32::MAX.to_le_bytes());
    bomb.extend(8_u16.to_le_bytes());
    bomb.extend([0; 2]);
    bomb.extend(b"all.json");
    bomb.extend([0xff; 1000]);
    let packed = |magic: &[u8]| [magic, &[0xff; 1000]].concat();
    for (name, bytes, word) in [
        ("graph.json", bomb.clone(), "zip archive"),
        ("graph.zip", bomb, "zip archive"),
        ("graph.json.gz", packed(b"\x1f\x8b\x08"), "gzip"),
        ("graph.yaml", packed(b"\x28\xb5\x2f\xfd"), "zstd"),
    ] {
        desk.write(name, &bytes);
        for words in [&["import", name][..], &["import", "langgraph", name]] {
            let (_, message, hints) = desk.json(words).expect(2).error();
            assert!(
                message.contains(name) && message.contains(word),
                "{message}"
            );
            assert!(hints.concat().contains("unpack it"), "{hints:?}");
        }
    }
    assert_eq!(desk.revision(), 1);
}

#[test]
fn an_import_with_hostile_names_stays_in_its_place() {
    let desk = Desk::new(BATON);
    let graph = json!({
        "nodes": [{"id": "../../etc/passwd"}, {"id": "<img src=x onerror=alert(1)>"}, {"id": ""}, {"id": "con"}, {"id": "a\u{1b}[31mb"}, {"id": "\u{202e}drow"}],
        "edges": [{"source": "../../etc/passwd", "target": "con"}, {"source": "con", "target": "nowhere"}],
    });
    desk.write("graph.json", graph.to_string());
    let reply = desk.json(&["import", "langgraph", "graph.json", "--topology", "hostile"]);
    if reply.code == 2 {
        reply.error();
        assert_eq!(desk.revision(), 0);
        return;
    }
    reply.expect(0);
    desk.json(&["export", "all", "--out", "out"]).expect(0);
    desk.json(&["pull", "text"]).expect(0);
    desk.json(&["doctor"]).expect(0);
    assert!(!desk.path("etc").exists());
}

#[test]
fn a_pushed_folder_that_is_wrong_changes_nothing() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.json(&["pull", "text"]).expect(0);
    let team = baton_tests::hashes(&desk.path("text"))
        .into_keys()
        .find(|path| path.ends_with("desk-care.json"))
        .unwrap();
    let original = std::fs::read_to_string(desk.path("text").join(&team)).unwrap();
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let cases: [Vec<u8>; 5] = [
        b"{".to_vec(),
        b"\xff".to_vec(),
        deep.into_bytes(),
        original.replace("\"name\"", "\"nmae\"").into_bytes(),
        original
            .replacen('{', "{\"name\": \"twice\",", 1)
            .into_bytes(),
    ];
    for content in cases {
        desk.write(&format!("text/{team}"), &content);
        let (_, message, _) = desk.json(&["push", "text"]).expect(2).error();
        assert!(message.contains(&team), "{message}");
    }
    desk.write(&format!("text/{team}"), &original);
    desk.write("text/robot/x.json", r#"{"id":"x","name":"X"}"#);
    let (_, message, _) = desk.json(&["push", "text"]).expect(2).error();
    assert!(message.contains("robot"), "{message}");
    std::fs::remove_dir_all(desk.path("text/robot")).unwrap();
    let copy = team.replace("desk-care.json", "other.json");
    desk.write(&format!("text/{copy}"), &original);
    desk.json(&["push", "text"]).expect(2).error();
    std::fs::remove_file(desk.path("text").join(copy)).unwrap();
    assert_eq!(desk.revision(), 1);
    assert_eq!(
        desk.json(&["push", "text"]).expect(0).value()["diff"],
        json!([])
    );
    assert_eq!(
        sha256(original.as_bytes()),
        sha256(&std::fs::read(desk.path("text").join(team)).unwrap())
    );
}
