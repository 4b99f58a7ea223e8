//! Sources of somebody who means harm: read or refused, and soon.

use super::tests::{HEAD, becomes, has};
use super::{detect, read};
use crate::InputFile;
use crate::source::Source;
use crate::told_tests::sketched;
use proptest::prelude::*;
use std::time::{Duration, Instant};

#[test]
fn hostile_sources_end_soon() {
    let of = |part: &str, count: usize| {
        format!(
            "{HEAD}const x = new Agent({{ name: 'X' }});\nconst y = {};",
            part.repeat(count)
        )
    };
    let doubling = |shape: fn(usize) -> String| {
        let lines: String = (0..60).map(shape).collect();
        format!(
            "{HEAD}{lines}const x = new Agent({{ name: 'X', instructions: v0, handoffs: v0, tools: v0, outputType: v0, ...v0 }}); run(x, '1'); f0();"
        )
    };
    let nested = format!("{HEAD}{}", "if (a) ".repeat(10_000));
    let cases = [
        ("brackets", of("(", 100_000)),
        ("lists", of("[", 100_000)),
        ("objects", of("{a:", 100_000)),
        ("templates", of("`${", 100_000)),
        ("types", of("a<", 100_000)),
        ("arrows", of("a=>", 100_000)),
        ("signs", of("!", 100_000)),
        ("choices", of("a?b:", 100_000)),
        ("sums", of("a+", 100_000)),
        ("comments", of("/*", 100_000)),
        ("brackets in quotes", of("')))'+(", 100_000)),
        ("casts", of("<a>", 100_000)),
        ("ifs", nested),
        (
            "runs",
            format!(
                "{HEAD}const x = new Agent({{ name: 'X' }});\n{}",
                "if (a) run(x, '1'); else ".repeat(4000)
            ),
        ),
        (
            "texts",
            doubling(|at| format!("const v{at} = v{} + v{0};\n", at + 1)),
        ),
        (
            "spreads",
            doubling(|at| format!("const v{at} = [...v{}, ...v{0}];\n", at + 1)),
        ),
        (
            "members",
            doubling(|at| format!("const v{at} = {{ ...v{}, ...v{0}.a }};\n", at + 1)),
        ),
        (
            "schemas",
            doubling(|at| format!("const v{at} = z.object({{ a: v{}, b: v{0} }});\n", at + 1)),
        ),
        (
            "functions",
            doubling(|at| {
                format!(
                    "function f{at}() {{ f{}(); f{0}(); run(x, 'y'); }}\n",
                    at + 1
                )
            }),
        ),
        (
            "agents",
            format!(
                "{HEAD}const all = [{}];\n{}",
                "a,".repeat(4000),
                "const a = new Agent({ name: 'A', handoffs: all, tools: all });\n".repeat(4000)
            ),
        ),
        (
            "names",
            format!(
                "{HEAD}const a = new Agent({{ name: 'A' }});\n{}",
                "a = a; a.tools = a;\n".repeat(10_000)
            ),
        ),
    ];
    for (what, text) in cases {
        let start = Instant::now();
        let told = match sketched(read, "x.ts", &text) {
            Ok((_, notes)) => notes,
            Err(error) => error.to_string(),
        };
        let taken = start.elapsed();
        println!(
            "{what}: {taken:?}: {}",
            told.chars().take(150).collect::<String>()
        );
        assert!(taken < Duration::from_secs(30), "{what} took {taken:?}");
    }
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_by_name_and_place() {
    let start = Instant::now();
    let out = becomes(&"(".repeat(100_000));
    has(
        &out,
        &["refused: x.ts: line 3: brackets are nested deeper than 300 levels"],
    );
    let out = becomes(&"a<\n".repeat(100_000));
    has(
        &out,
        &["refused: x.ts: line 303: brackets are nested deeper than 300 levels"],
    );
    let out = becomes(&format!("const s = {}a;", "a + ".repeat(6000)));
    has(
        &out,
        &["refused: x.ts: line 3: the source is nested deeper than 5000 levels"],
    );
    let out = becomes(&"!".repeat(100_000));
    has(
        &out,
        &["refused: x.ts: line 3: one expression has more than 20000 signs"],
    );
    let out = becomes(&"x;".repeat(5 << 20));
    has(&out, &["refused: x.ts: the source has more than 2 MB"]);
    let wide = format!("\u{feff}{HEAD}");
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = InputFile {
        name: "x.ts",
        bytes: &wide,
    };
    let wide = Source::new(file);
    assert!(!detect(&wide));
    let error = crate::reader::unknown(&file);
    has(&error.to_string(), &["x.ts: line 1: "]);
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
}

/// Pieces of sources: whatever order they come in, they are read or refused.
const PIECES: [&str; 40] = [
    "const a = ",
    "new Agent({",
    "name: 'A',",
    "});\n",
    "handoffs: [a, b],",
    "tools: [",
    "]",
    "a",
    "b",
    ".asTool({})",
    "z.object({",
    "x: z.string()",
    ".optional()",
    "outputType: ",
    "if (",
    ") {",
    "} else {",
    "}",
    "while (",
    "run(a, 'x')",
    "await ",
    "async () => ",
    "approvalRequest('x')",
    "return ",
    "break;",
    "switch (",
    "case 'x':",
    "`${",
    "}`",
    "...",
    "handoff(",
    ", ",
    "'",
    "\"",
    "\\",
    "try {",
    "} catch {",
    "function b() {",
    "Promise.all([",
    "é\u{202e}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_text_makes_the_reader_stumble(text in "\\PC{0,200}") {
        let _ = sketched(read, "x.ts", &format!("{HEAD}{text}"));
    }

    #[test]
    fn no_order_of_pieces_makes_the_reader_stumble(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..80)) {
        let text = pieces.concat();
        let _ = sketched(read, "x.ts", &format!("{HEAD}const b = new Agent({{ name: 'B' }});\nrun(b, 'x');\n{text}"));
    }
}
