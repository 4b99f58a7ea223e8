//! Code that runs agents one after another, as Agent Builder exports it and as people write it.

use super::tests::read;
use crate::told_tests::{sketched, told};
use baton_model::Record;

const HEAD: &str =
    "import asyncio\nfrom agents import Agent, Runner, InputGuardrailTripwireTriggered\n";
const FOUR: &str =
    "a = Agent(name='A')\nb = Agent(name='B')\nc = Agent(name='C')\nd = Agent(name='D')\n";

/// What becomes of four agents and the body of a function that runs them.
fn runs(body: &str) -> String {
    told(read, "x.py", &source(body))
}

fn source(body: &str) -> String {
    let body: Vec<String> = body.lines().map(|line| format!("    {line}")).collect();
    format!("{HEAD}{FOUR}async def main(x):\n{}\n", body.join("\n"))
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

/// The conditions of the handoffs, by key.
fn conditions(body: &str) -> Vec<String> {
    let (sketches, _) = sketched(read, "x.py", &source(body)).unwrap();
    let parts = sketches[0].parts().iter();
    parts
        .filter_map(|part| match &part.record {
            Record::Handoff(handoff) => {
                let condition = handoff.trigger.condition.as_deref()?;
                Some(format!("{}: {condition}", part.key))
            }
            _ => None,
        })
        .collect()
}

const BUILDER: &str = r#"
from pydantic import BaseModel
from agents import Agent, ModelSettings, Runner, RunConfig, TResponseInputItem, trace

jailbreak_guardrail_config = {"guardrails": [{"name": "Jailbreak", "config": {"model": "gpt-small"}}]}

class TriageSchema(BaseModel):
  category: str

triage = Agent(name="Triage", instructions="Tell refunds from questions.", model="gpt-small", output_type=TriageSchema, model_settings=ModelSettings(store=True))
refunds = Agent(name="Refunds", instructions="Pay back.", model="gpt-small")
questions = Agent(name="Questions", instructions="Answer.", model="gpt-small")

def approval_request(message: str):
  # Ask a person.
  return True

class WorkflowInput(BaseModel):
  input_as_text: str

async def run_workflow(workflow_input: WorkflowInput):
  with trace("Shop desk"):
    workflow = workflow_input.model_dump()
    conversation_history: list[TResponseInputItem] = [{"role": "user", "content": workflow["input_as_text"]}]
    guardrails_result = await run_and_apply_guardrails(workflow["input_as_text"], jailbreak_guardrail_config)
    guardrails_hastripwire = guardrails_result["has_tripwire"]
    if guardrails_hastripwire:
      return guardrails_result["fail_output"]
    else:
      triage_result_temp = await Runner.run(
        triage,
        input=[*conversation_history],
        run_config=RunConfig(trace_metadata={"__trace_source__": "agent-builder"})
      )
      triage_result = {"output_parsed": triage_result_temp.final_output.model_dump()}
      if triage_result["output_parsed"]["category"] == "refund":
        approval = "Pay it back?"
        if approval_request(approval):
          refunds_result_temp = await Runner.run(refunds, input=[*conversation_history])
          return {"output_text": refunds_result_temp.final_output_as(str)}
        else:
          return {"output_text": "No."}
      elif triage_result["output_parsed"]["category"] == "question":
        await Runner.run(questions, input=[*conversation_history])
      else:
        return triage_result
"#;

#[test]
fn an_export_of_agent_builder_is_followed() {
    let out = told(read, "desk.py", BUILDER);
    has(
        &out,
        &[
            "agent Triage \"Triage\" ai/router",
            "entry Triage\n",
            "handoff Triage -> Refunds on intent \"refund\" gate \"Pay it back?\" carries Triage output\n",
            "handoff Triage -> Questions on intent \"question\"",
            "handoff Triage -> (answer) otherwise",
            "handoff Refunds -> (answer)\n",
            "handoff Questions -> (answer)\n",
            "line 27: a guardrail may end the run before any agent runs, where \"guardrails_hastripwire\" holds",
            "a gate was drawn",
        ],
    );
    has_not(
        &out,
        &["entry Refunds", "entry Questions", "Triage -> (answer) on"],
    );
}

#[test]
fn conditions_are_carried_in_their_own_words() {
    let body = "r = await Runner.run(a, x)\nif not r.final_output:\n    raise ValueError()\nif state['n'] > 3 and (\n        state['ok']):\n    await Runner.run(b, x)\nelif r.final_output.kind == 'Refund':\n    await Runner.run(c, x)\nelse:\n    return r\nawait Runner.run(d, r.to_input_list())";
    let out = runs(body);
    has(
        &out,
        &[
            "handoff A -> C on intent \"Refund\"\n",
            "handoff A -> (answer) otherwise\n",
            "handoff B -> D\n",
            "handoff C -> D\n",
            "handoff D -> (answer)\n",
        ],
    );
    assert_eq!(
        conditions(body),
        ["A->B: state['n'] > 3 and ( state['ok'])"]
    );
}

#[test]
fn tripwires_lead_where_the_code_catches_them() {
    let caught = "try:\n    await Runner.run(a, x)\nexcept InputGuardrailTripwireTriggered as e:\n    await Runner.run(b, x)\n";
    has(
        &runs(caught),
        &[
            "handoff A -> B on error",
            "handoff A -> (answer)\n",
            "entry A\n",
        ],
    );
    assert_eq!(
        conditions(caught),
        ["A->B: InputGuardrailTripwireTriggered is raised"]
    );
    // To the same end: told, as one handoff cannot say both.
    let out = runs(
        "try:\n    await Runner.run(a, x)\nexcept InputGuardrailTripwireTriggered:\n    print('no')\n",
    );
    has(
        &out,
        &[
            "after \"A\" a guardrail leads where the run goes without it too, where \"InputGuardrailTripwireTriggered is raised\" holds",
        ],
    );
    let checked = "r = await Runner.run(a, x)\ng = await check(r)\nif g.tripwire_triggered:\n    return None\nawait Runner.run(b, x)";
    has(&runs(checked), &["handoff A -> B otherwise"]);
    assert_eq!(conditions(checked), ["A->answer: g.tripwire_triggered"]);
}

#[test]
fn loops_matches_and_attempts_are_followed() {
    let out = runs(
        "await Runner.run(a, x)\nwhile state.more:\n    await Runner.run(b, x)\n    if done:\n        break\n    await Runner.run(c, x)\nelse:\n    pass\nawait Runner.run(d, x)",
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
            "line 9: agents are run in a loop here",
        ],
    );
    let out = runs(
        "r = await Runner.run(a, x)\nmatch r.final_output:\n    case 'one':\n        await Runner.run(b, x)\n    case 'two' | 'three':\n        await Runner.run(c, x)\n    case _:\n        await Runner.run(d, x)",
    );
    has(
        &out,
        &[
            "handoff A -> B on intent \"one\"\n",
            "handoff A -> C\n",
            "handoff A -> D otherwise\n",
        ],
    );
    let out =
        runs("try:\n    await Runner.run(a, x)\nexcept ValueError:\n    await Runner.run(b, x)");
    has(&out, &["handoff A -> B on error", "entry A\n"]);
    let out = runs(
        "y = await Runner.run(a, x) if ok else await Runner.run(b, x)\ny and (await Runner.run(c, x))",
    );
    has(
        &out,
        &["entry A\n", "entry B\n", "handoff A -> C", "handoff B -> C"],
    );
}

#[test]
fn functions_are_gone_through_where_they_are_called() {
    let out = told(
        read,
        "x.py",
        &format!(
            "{HEAD}{FOUR}class Team:\n    def __init__(self):\n        self.first = a\n    async def second(self):\n        await Runner.run(b, 'y')\n    async def work(self):\n        await Runner.run(self.first, 'x')\n        await self.second()\n        await asyncio.gather(Runner.run(c, 'x'), Runner.run(d, 'y'))\nif __name__ == '__main__':\n    asyncio.run(Team().work())\n"
        ),
    );
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
fn what_runs_at_once_and_meets_again_is_one_parallel_group() {
    let body = "await Runner.run(a, x)\nawait asyncio.gather(Runner.run(b, x), Runner.run(c, x))\nawait Runner.run(d, x)";
    let out = runs(body);
    has(
        &out,
        &[
            "handoff A => B",
            "handoff A => C",
            "handoff A -> D",
            "handoff D -> (answer)",
        ],
    );
    has_not(&out, &["handoff B ->", "handoff C ->", "begin at once"]);
    let (sketches, _) = sketched(read, "x.py", &source(body)).unwrap();
    let groups: Vec<_> = sketches[0]
        .parts()
        .iter()
        .filter_map(|part| match &part.record {
            Record::Handoff(handoff) => handoff.parallel_group.as_deref(),
            _ => None,
        })
        .collect();
    assert_eq!(groups, ["after A", "after A"]);
    // Nobody is there to delegate to both, or what is run is one agent, or more than a run.
    for body in [
        "await asyncio.gather(Runner.run(b, x), Runner.run(c, x))",
        "await Runner.run(a, x)\nawait asyncio.gather(Runner.run(b, x), Runner.run(b, y))",
        "async def more():\n    await Runner.run(b, x)\n    await Runner.run(c, x)\nawait Runner.run(a, x)\nawait asyncio.gather(more(), Runner.run(d, x))",
    ] {
        let out = runs(body);
        has(&out, &["2 runs begin at once here"]);
        has_not(&out, &["=>"]);
    }
}

#[test]
fn what_runs_at_once_where_failures_are_caught_is_one_parallel_group_whose_failure_is_the_senders()
{
    for tried in [
        "await Runner.run(a, x)\ntry:\n    await asyncio.gather(Runner.run(b, x), Runner.run(c, x))",
        "try:\n    await Runner.run(a, x)\n    await asyncio.gather(Runner.run(b, x), Runner.run(c, x))",
    ] {
        let out = runs(&format!(
            "{tried}\nexcept Exception:\n    await Runner.run(d, x)"
        ));
        has(
            &out,
            &[
                "handoff A => B",
                "handoff A => C",
                "handoff A -> (answer)",
                "handoff A -> D",
                "handoff D -> (answer)",
                "\"A\" starts 2 at once and goes on when they are done",
            ],
        );
        has_not(&out, &["handoff B ->", "handoff C ->", "do not meet again"]);
    }
    // Whoever starts them fails for another reason too: neither way is lost.
    let both = runs(
        "try:\n    await Runner.run(a, x)\nexcept InputGuardrailTripwireTriggered:\n    await Runner.run(d, x)\n    return\ntry:\n    await asyncio.gather(Runner.run(b, x), Runner.run(c, x))\nexcept Exception:\n    await Runner.run(d, x)",
    );
    assert_eq!(both.matches("handoff A -> D").count(), 2, "{both}");
    has(&both, &["handoff A => B", "handoff A => C"]);
    // They fail in ways of their own.
    let apart = "async def first():\n    try:\n        await Runner.run(b, x)\n    except Exception:\n        await Runner.run(d, x)\nawait Runner.run(a, x)\nawait asyncio.gather(first(), Runner.run(c, x))";
    has(&runs(apart), &["begin at once here"]);
}

#[test]
fn a_run_that_is_waited_for_later_is_told() {
    for later in [
        "jobs = [Runner.run(b, x), Runner.run(c, x)]\nawait asyncio.gather(*jobs)",
        "one = asyncio.create_task(Runner.run(b, x))\nawait Runner.run(c, x)\nawait one",
        "jobs.append(Runner.run(b, x))\nawait asyncio.wait(jobs)",
    ] {
        let out = runs(&format!("await Runner.run(a, x)\n{later}"));
        has(&out, &["this run is begun here and waited for later"]);
    }
    for now in [
        "r = await Runner.run(b, x)",
        "r = await asyncio.create_task(Runner.run(b, x))",
        "r = Runner.run_sync(b, x)",
        "r = Runner.run_streamed(b, x)",
        "r = asyncio.run(Runner.run(b, x))",
        "return Runner.run(b, x)",
    ] {
        let out = runs(&format!("await Runner.run(a, x)\n{now}"));
        has_not(&out, &["begun here"]);
    }
}

#[test]
fn one_agent_that_is_asked_again_and_again_still_answers() {
    let out = runs(
        "current = a\nwhile True:\n    r = await Runner.run(current, x)\n    current = r.last_agent",
    );
    has(&out, &["entry A\n", "handoff A -> (answer)"]);
    has_not(&out, &["in a loop", "what it does in between"]);
}

#[test]
fn hostile_flows_end_soon() {
    let ifs: Vec<String> = (1..200)
        .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
        .collect();
    let deep = format!(
        "{HEAD}{FOUR}async def main():\n{}{}await Runner.run(a)\n",
        ifs.concat(),
        " ".repeat(200)
    );
    let twice: Vec<String> = (0..30)
        .map(|n| {
            let next = n + 1;
            format!("async def f{n}():\n    await f{next}()\n    await f{next}()\n")
        })
        .collect();
    let calls = format!(
        "{HEAD}{FOUR}{}async def f30():\n    await Runner.run(a)\n    await Runner.run(b)\n",
        twice.concat()
    );
    let own = format!(
        "{HEAD}{FOUR}async def f():\n    await Runner.run(a)\n    await g()\nasync def g():\n    await Runner.run(b)\n    await f()\n"
    );
    for text in [deep, calls, own] {
        let start = std::time::Instant::now();
        let _ = sketched(read, "x.py", &text);
        assert!(
            start.elapsed() < std::time::Duration::from_secs(30),
            "took {:?}",
            start.elapsed()
        );
    }
}
