//! Sources, and what they become.

use super::{detect, read};
use crate::InputFile;
use crate::source::Source;
use crate::told_tests::{sketched, told};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const HEAD: &str = "import { Agent, run, handoff, tool, MCPServerStdio, MCPServerStreamableHttp } from '@openai/agents';\nimport { z } from 'zod';\n";

/// What becomes of a source after the imports, which are two lines.
fn becomes(source: &str) -> String {
    told(read, "x.ts", &format!("{HEAD}{source}"))
}

#[track_caller]
fn has(out: &str, lines: &[&str]) {
    for line in lines {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[track_caller]
fn has_not(out: &str, lines: &[&str]) {
    for line in lines {
        assert!(!out.contains(line), "there: {line}\n{out}");
    }
}

const FOUR: &str = "const a = new Agent({ name: 'A' }), b = new Agent({ name: 'B' });\nconst c = new Agent({ name: 'C' }), d = new Agent({ name: 'D' });\n";

/// What becomes of four agents and the body of a function that runs them.
fn runs(body: &str) -> String {
    becomes(&format!("{FOUR}async function main() {{\n{body}\n}}\n"))
}

#[test]
fn sources_are_told_by_what_they_import() {
    let is = |name, text: &str| {
        detect(&Source::new(InputFile {
            name,
            bytes: text.as_bytes(),
        }))
    };
    for name in ["a.ts", "A.TS", "a.mts", "a.js", "a.mjs"] {
        assert!(is(name, HEAD), "{name}");
        assert!(!is(name, "import { Agent } from 'http';"), "{name}");
    }
    assert!(!is("a.tsx", HEAD) && !is("a.md", HEAD) && !is("a.py", HEAD));
}

#[test]
fn names_are_followed_wherever_they_come_from() {
    let out = told(
        read,
        "x.mjs",
        "const { Agent: A, run: go } = require('@openai/agents');\nconst sdk = require('@openai/agents');\nconst base = { model: 'm', instructions: 'Do ' + 'it.' };\nconst desk = { first: new A({ ...base, name: 'First' }) };\nclass Team { second = new sdk.Agent({ name: `Second ${1 + 1}` }); start() { this.third = new A({ name: 'Third' }); return go(this.third, 'x'); } }\nfunction make() { return new A({ name: 'Made', handoffs: [desk.first] }); }\nconst made = make();\nmade.handoffs = [this.second];\nconst copy = desk.first.clone({ name: 'Copy' });\n",
    );
    has(
        &out,
        &[
            "agent First \"First\" ai/worker \"Do it.\"",
            "agent Second {1 + 1}",
            "agent Copy \"Copy\" ai/worker \"Do it.\"",
            "version of Copy model m",
            "entry Third",
            "handoff Made -> First on intent \"First\" by model",
            "handoff Made -> Second {1 + 1}",
        ],
    );
}

#[test]
fn an_agent_of_another_library_is_none() {
    let out = told(
        read,
        "x.ts",
        "import { Agent } from 'http';\nimport '@openai/agents';\nconst a = new Agent({ name: 'A' });\n",
    );
    has(
        &out,
        &["refused: x.ts: no new Agent({...}) stands in this source"],
    );
}

#[test]
fn escapes_and_functions_of_texts_are_read() {
    let out = becomes(
        "const a = new Agent({ name: 'A\\x42 \\u{1F600}\\uD83D\\uDE00', instructions: ['one', \"two\\n\"].join(' ') });\nconst b = new Agent({ name: 'B', instructions: async (ctx) => { return `Hello ${ctx.name}`; } });\nconst c = new Agent({ name: 'C', instructions: load('c') });\n",
    );
    has(
        &out,
        &[
            "agent AB \u{1F600}\u{1F600} ",
            "\"one two\"",
            "\"Hello {ctx.name}\"",
            "line 4: a function makes what the agent is told",
            "line 5: what the agent is told is made while the program runs",
        ],
    );
}

#[test]
fn tools_and_servers_are_named() {
    let out = becomes(
        "const look = tool({ name: 'look_up', parameters: z.object({}), execute });\nconst pay = tool({ execute: charge, needsApproval: async () => true, parameters: z.object({ cents: z.int().min(1) }) });\nconst files = new MCPServerStdio({ fullCommand: 'npx x --token=hunter2' });\nconst web = new MCPServerStreamableHttp({ url: 'https://u:hunter2@x.example', name: 'shop' });\nconst a = new Agent({ name: 'A', tools: [look, pay, tool({ name: 'never', needsApproval: false }), imageGenerationTool(), elsewhere], mcpServers: [files, web] });\n",
    );
    has(
        &out,
        &[
            "agent A \"A\" ai/worker tools look_up,never,image_generation,elsewhere",
            "agent mcp:files \"files\" tool",
            "agent mcp:shop \"shop\" tool",
            "handoff A => tool:pay by model gate \"\" carries A pay",
            r#"{"type":"object","properties":{"cents":{"type":"integer","minimum":1}},"required":["cents"],"additionalProperties":false}"#,
        ],
    );
    has_not(&out, &["hunter2"]);
}

#[test]
fn zod_objects_become_schemas() {
    let out = becomes(
        "const Money = z.object({ cents: z.number().int().nonnegative().describe('Whole ' + 'cents'), currency: z.enum(['EUR', 'CHF']).default('EUR') }).strict();\nconst In = Money.extend({ to: z.string().email().optional(), tags: z.array(z.string()).max(3), why: z.string().nullable(), deep: z.object({ ok: z.boolean(), kind: z.union([z.literal('a'), z.number()]) }), on: z.string().refine((x) => x), when: z.date() });\nconst b = new Agent({ name: 'B', outputType: { type: 'json_schema', name: 'Done', strict: true, schema: { type: 'object', properties: { ok: { type: 'boolean' } } } } });\nconst a = new Agent({ name: 'A', handoffs: [handoff(b, { inputType: In })], outputType: outputs[0] });\n",
    );
    has(
        &out,
        &[
            r#"{"type":"object","properties":{"cents":{"type":"integer","minimum":0,"description":"Whole cents"},"currency":{"type":"string","enum":["EUR","CHF"],"default":"EUR"},"to":{"type":"string","format":"email"},"tags":{"type":"array","items":{"type":"string"},"maxItems":3},"why":{"anyOf":[{"type":"string"},{"type":"null"}]},"deep":{"type":"object","properties":{"ok":{"type":"boolean"},"kind":{"anyOf":[{"const":"a"},{"type":"number"}]}},"required":["ok","kind"],"additionalProperties":false},"on":{"type":"string"},"when":{}},"required":["cents","tags","why","deep","on","when"],"additionalProperties":false,"title":"In"}"#,
            "contract B output \"Done\"",
            "line 4: .refine(...) of a schema was not carried",
            "line 4: \"z.date()\" is no plain schema; anything was taken",
            "line 6: \"outputs[0]\" is no schema of this source",
        ],
    );
}

#[test]
fn runs_in_a_row_are_handoffs_that_a_rule_decides_on() {
    let out = runs("await run(a, 'x');\nawait run(b, 'y');\nreturn await run(c, history);");
    has(
        &out,
        &[
            "entry A\n",
            "handoff A -> B\n",
            "handoff B -> C\n",
            "handoff C -> (answer)\n",
        ],
    );
    has_not(&out, &["A -> (answer)", "B -> (answer)", "A -> C"]);
}

#[test]
fn conditions_are_carried_in_their_own_words() {
    let out = runs(
        "const r = await run(a, 'x');\nif (!r.finalOutput) throw new Error();\nif (r.finalOutput.kind === 'Refund') {\n  await run(b, 'y');\n} else if (state.n > 3 &&\n  state.ok) {\n  await run(c, 'z');\n} else { return r; }\nawait run(d, 'last');",
    );
    has(
        &out,
        &[
            "agent A \"A\" ai/router",
            "handoff A -> B on intent \"Refund\"\n",
            "handoff A -> (answer) otherwise\n",
            "handoff B -> D\n",
            "handoff C -> D\n",
            "handoff D -> (answer)\n",
        ],
    );
    let (sketches, _) = sketched(
        read,
        "x.ts",
        &format!("{HEAD}{FOUR}const r = await run(a, 'x');\nif (state.n > 3 &&\n  state.ok) await run(b, 'z'); else await run(c, 'z');\n"),
    )
    .unwrap();
    let conditions: Vec<&str> = sketches[0]
        .parts()
        .iter()
        .filter_map(|part| match &part.record {
            baton_model::Record::Handoff(handoff) => handoff.trigger.condition.as_deref(),
            _ => None,
        })
        .collect();
    assert_eq!(conditions, ["state.n > 3 && state.ok"]);
}

#[test]
fn an_approval_is_a_gate() {
    let out = runs(
        "await run(a, 'x');\nconst ok = await approvalRequest(`Pay ${x.sum}?`);\nif (!ok) { return await run(c, 'no'); }\nawait run(b, 'y');",
    );
    has(
        &out,
        &["handoff A -> B gate \"Pay {x.sum}?\"\n", "a gate was drawn"],
    );
    has_not(&out, &["handoff A -> C"]);
    let out =
        runs("await run(a, 'x');\nif (sum > 5 && approvalRequest('Pay?')) { await run(b, 'y'); }");
    has(&out, &["line 7: an approval is a part of this condition"]);
    has_not(&out, &["gate \""]);
    let out = runs("await run(a, 'x');\napprovalRequest('Go on?');\nawait run(b, 'y');");
    has(
        &out,
        &["line 7: an approval is asked for here, but no agent is run or left out by its answer"],
    );
}

#[test]
fn loops_cases_and_attempts_are_followed() {
    let out = runs(
        "await run(a, 'x');\nwhile (state.more) {\n  await run(b, 'y');\n  if (done) break;\n  await run(c, 'z');\n}\nawait run(d, 'end');",
    );
    has(
        &out,
        &[
            "handoff A -> B\n",
            "handoff A -> D otherwise\n",
            "handoff C -> B",
            "handoff C -> D",
            "handoff B -> D",
            "handoff B -> C",
            "line 7: agents are run in a loop here",
        ],
    );
    let out = runs(
        "const r = await run(a, 'x');\nswitch (r.finalOutput) {\n  case 'one': await run(b, 'y'); break;\n  case 'two': await run(c, 'z');\n  default: await run(d, 'w');\n}",
    );
    has(
        &out,
        &[
            "handoff A -> B on intent \"one\"\n",
            "handoff A -> C on intent \"two\"\n",
            "handoff A -> D otherwise\n",
            "handoff C -> D\n",
            "handoff B -> (answer)\n",
        ],
    );
    let out = runs("try { await run(a, 'x'); } catch (e) { await run(b, 'y'); }");
    has(&out, &["handoff A -> B on error", "entry A\n"]);
    let out =
        runs("const x = cond ? await run(a, '1') : await run(b, '2');\nx && (await run(c, '3'));");
    has(
        &out,
        &[
            "entry A\n",
            "entry B\n",
            "handoff A -> C",
            "handoff B -> C",
            "may begin with any of 2 agents",
        ],
    );
}

#[test]
fn functions_are_gone_through_where_they_are_called() {
    let out = becomes(&format!(
        "{FOUR}const second = async () => {{ await run(b, 'y'); }};\nasync function main() {{ await run(a, 'x'); await second(); await Promise.all([run(c, '1'), run(d, '2')]); }}\nmain();\n"
    ));
    has(
        &out,
        &[
            "entry A\n",
            "handoff A -> B\n",
            "handoff B -> C",
            "handoff B -> D",
            "2 runs begin at once here",
        ],
    );
    has_not(&out, &["entry B", "handoff C -> D"]);
}

#[test]
fn an_agent_that_is_decided_on_later_is_told() {
    let out = becomes(&format!(
        "import {{ far }} from './far';\n{FOUR}async function main(agent) {{ await run(agent, 'x'); await run(far, 'y'); }}\n"
    ));
    has(
        &out,
        &[
            "line 6: which agent is run here is decided while the program runs",
            "entry far (elsewhere)",
            "\"far\" is made in another file",
        ],
    );
}

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
        assert!(taken < Duration::from_secs(10), "{what} took {taken:?}");
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
        start.elapsed() < Duration::from_secs(2),
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
