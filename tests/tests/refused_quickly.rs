//! Files that are refused are refused in under a second of the processor's time, the start of the program included. Other programs
//! beside it make it wait, and do not make it work. The unoptimised program has some room more; on the machine where this was
//! written it took 0.9 s at most, for 24 million values.

use baton_tests::{Desk, Reply};
use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const MOST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 3 } else { 1 });

fn alias_bomb() -> Vec<u8> {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    text.into_bytes()
}

fn nodes(count: usize) -> Vec<u8> {
    let nodes = vec!["0"; count].join(",");
    format!(r#"{{"nodes":[{nodes}],"edges":[]}}"#).into_bytes()
}

fn label(letters: usize) -> Vec<u8> {
    let name = "x".repeat(letters);
    format!(r#"{{"nodes":[{{"id":"a","data":{{"name":"{name}"}}}}],"edges":[]}}"#).into_bytes()
}

#[test]
fn a_hostile_file_is_refused_in_under_a_second() {
    let desk = Desk::from_template(BATON, "sample-support");
    let revision = desk.revision();
    let huge = std::fs::File::create(desk.path("huge.json")).unwrap();
    huge.set_len(3 << 30).unwrap();
    let cases: [(&str, Vec<u8>); 12] = [
        ("deep.json", b"[".repeat(100_000)),
        ("deep.yaml", b"- ".repeat(100_000)),
        ("flow.yaml", b"[".repeat(100_000)),
        ("bomb.yaml", alias_bomb()),
        ("circle.yaml", b"a: &a [*a]\n".to_vec()),
        (
            "twice.json",
            br#"{"nodes":[],"nodes":[],"edges":[]}"#.to_vec(),
        ),
        ("wide.json", b"\xff\xfe{\x00}\x00".to_vec()),
        ("bytes.json", b"{\"nodes\": \"\xff\"}".to_vec()),
        ("many.json", nodes(1_000_001)),
        (
            "values.json",
            [
                b"{\"nodes\":[".to_vec(),
                b"[],".repeat(12_000_000),
                b"[]]}".to_vec(),
            ]
            .concat(),
        ),
        ("label.json", label(10 << 20)),
        ("archive.json", b"PK\x03\x04".repeat(100_000)),
    ];
    for (file, bytes) in &cases {
        desk.write(file, bytes);
        refused(&desk, file);
    }
    refused(&desk, "huge.json");
    assert_eq!(desk.revision(), revision);
}

fn refused(desk: &Desk, file: &str) {
    for words in [vec!["import", file], vec!["import", "langgraph", file]] {
        // The shell's `times` tells what the program that it waited for has used, and nobody else.
        let shell = r#"program=$1; shift; "$program" "$@" --format json; code=$?; times > took; exit $code"#;
        let mut command = Command::new("sh");
        command.args(["-c", shell, "sh"]).arg(BATON).args(&words);
        command
            .current_dir(desk.path(""))
            .env("BATON_REGISTRY", desk.registry());
        let (_, message, _) = Reply::of(&words, &command.output().unwrap())
            .expect(2)
            .error();
        let took = processor_time(&std::fs::read_to_string(desk.path("took")).unwrap());
        assert!(message.starts_with(file), "{words:?}: {message}");
        assert!(took < MOST, "{words:?} took {took:?}: {message}");
    }
}

/// The processor's time of children, by the program and by the system for it: the second line of `times`, `0m1.25s 0m0.10s`.
fn processor_time(told: &str) -> Duration {
    let children = told.lines().nth(1).unwrap();
    children
        .split(' ')
        .map(|one| {
            let (minutes, seconds) = one.trim_end_matches('s').split_once('m').unwrap();
            Duration::from_secs(60 * minutes.parse::<u64>().unwrap())
                + Duration::from_secs_f64(seconds.parse().unwrap())
        })
        .sum()
}
