//! Sources, and what they become.

use super::{detect, read};
use crate::InputFile;
use crate::source::Source;
use crate::told_tests::{sketched, told};
use baton_model::{HandoffMode, Join, Record, Target};

pub(super) const HEAD: &str = "import { Agent, run, handoff, tool, MCPServerStdio, MCPServerStreamableHttp } from '@openai/agents';\nimport { z } from 'zod';\n";

/// What becomes of a source after the imports, which are two lines.
pub(super) fn becomes(source: &str) -> String {
    told(read, "x.ts", &format!("{HEAD}{source}"))
}

#[track_caller]
pub(super) fn has(out: &str, lines: &[&str]) {
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
            Record::Handoff(handoff) => handoff.trigger.condition.as_deref(),
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
fn a_refusal_is_a_branch_of_the_gate() {
    let gates = |body: &str| {
        let source = format!("{HEAD}{FOUR}{body}\n");
        let (sketches, _) = sketched(read, "x.ts", &source).unwrap();
        let parts = sketches[0].parts().iter();
        let handoffs = parts.filter_map(|part| match &part.record {
            Record::Handoff(handoff) => handoff.gate.clone().map(|gate| (part.key.clone(), gate)),
            _ => None,
        });
        handoffs
            .map(|(key, gate)| {
                let branches = gate.branches.iter().map(|branch| {
                    let kind = match &branch.goes_to {
                        None => "on",
                        Some(Target::Agent(_)) => "agent",
                        Some(_) => "end",
                    };
                    format!("{} {kind}", branch.answer)
                });
                format!("{key}: {}", branches.collect::<Vec<_>>().join(", "))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        gates(
            "await run(a, 'x');\nif (approvalRequest('Go?')) { await run(b, 'y'); } else { await run(c, 'z'); }"
        ),
        ["A->B: approved on, rejected agent"]
    );
    assert_eq!(
        gates("await run(a, 'x');\nif (approvalRequest('Go?')) { await run(b, 'y'); }"),
        ["A->B: approved on, rejected end"]
    );
    assert_eq!(
        gates(
            "await run(a, 'x');\nif (!approvalRequest('Go?')) { throw new Error('no'); }\nawait run(b, 'y');"
        ),
        ["A->B: approved on"]
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
            "handoff B => C",
            "handoff B => D",
            "handoff B -> (answer)",
            "\"B\" starts 2 at once and goes on when they are done",
        ],
    );
    has_not(&out, &["entry B", "handoff C -> D"]);
}

#[test]
fn the_first_of_a_race_is_enough() {
    let joins = |method: &str| {
        let source = format!(
            "{HEAD}{FOUR}async function main() {{ await run(a, 'x'); await Promise.{method}([run(b, 'x'), run(c, 'x')]); await run(d, 'x'); }}\n"
        );
        let (sketches, _) = sketched(read, "x.ts", &source).unwrap();
        let parts = sketches[0].parts().iter();
        let joins = parts.filter_map(|part| match &part.record {
            Record::Handoff(handoff) if handoff.mode == HandoffMode::Delegate => Some(handoff.join),
            _ => None,
        });
        joins.collect::<Vec<_>>()
    };
    assert_eq!(joins("all"), [Join::All; 2]);
    assert_eq!(joins("allSettled"), [Join::All; 2]);
    assert_eq!(joins("any"), [Join::Any; 2]);
    assert_eq!(joins("race"), [Join::Any; 2]);
}

#[test]
fn a_run_that_is_waited_for_later_is_told() {
    let told = "line 7: this run is begun here and waited for later";
    for later in [
        "const jobs = [run(b, 'x'), run(c, 'x')];\nawait Promise.race(jobs);",
        "const one = run(b, 'x');\nawait Promise.all([one, run(c, 'x')]);",
        "jobs.push(run(b, 'x'));\nawait Promise.all(jobs);",
        "run(b, 'x');",
    ] {
        let out = runs(&format!("await run(a, 'x');\n{later}\nawait run(d, 'x');"));
        has(&out, &[told]);
    }
    for now in [
        "const one = await run(b, 'x');",
        "const both = await Promise.all([run(b, 'x'), run(c, 'x')]);",
        "return run(b, 'x');",
        "await note(run(b, 'x'));",
    ] {
        let out = runs(&format!("await run(a, 'x');\n{now}"));
        has_not(&out, &["begun here"]);
    }
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
fn tripwires_of_guardrails_are_carried_or_told() {
    let out = runs(
        "const { hasTripwire: guardrailsHasTripwire } = await guard(x);\nif (guardrailsHasTripwire) { return failed; }\nawait run(a, 'x');\nconst checked = await guard(x);\nif (checked.hasTripwire) { return failed; } else { await run(b, 'y'); }",
    );
    has(
        &out,
        &[
            "line 7: a guardrail may end the run before any agent runs, where \"guardrailsHasTripwire\" holds",
            "handoff A -> (answer)\n",
            "handoff A -> B otherwise\n",
        ],
    );
    let out = runs(
        "try { await run(a, 'x'); } catch (e) { if (e instanceof InputGuardrailTripwireTriggered) { return no; } throw e; }",
    );
    has(
        &out,
        &[
            "after \"A\" a guardrail leads where the run goes without it too, where \"e instanceof InputGuardrailTripwireTriggered\" holds",
        ],
    );
}
