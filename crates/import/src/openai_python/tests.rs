//! Sources, and what they become.

use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::told_tests::{sketched, told};

/// A source by itself.
pub(super) fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let bytes = source.text()?.as_bytes();
    let name = source.name();
    super::read(&[Source::new(crate::InputFile { name, bytes })], notes)
}

const DESK: &str = r#"
from __future__ import annotations
from typing import Literal, Optional
from pydantic import BaseModel, Field
from agents import Agent as A, Runner, function_tool, handoff, HostedMCPTool
from agents.mcp import MCPServerStdio
from agents.extensions.handoff_prompt import RECOMMENDED_PROMPT_PREFIX
from elsewhere import archive_agent

MODEL = "gpt-small"

class Money(BaseModel):
    """An amount."""
    cents: int = Field(ge=0, description="Whole cents.")
    currency: Literal["EUR", "CHF"] = "EUR"

class Refund(BaseModel):
    order: str
    amount: Money
    reason: Optional[str] = None
    tags: list[str] | None

@function_tool(needs_approval=True)
def pay_back(order: str) -> str:
    return order

@function_tool
def look_up(order: str) -> str:
    return order

orders = MCPServerStdio(name="orders", params={"command": "x"})

refunds = A(
    name="Refund agent",
    handoff_description="Pays money back",
    instructions=f"""{RECOMMENDED_PROMPT_PREFIX}
    You pay back, {MODEL}.""",
    model=MODEL,
    tools=[pay_back, look_up, HostedMCPTool(tool_config={"type": "mcp", "server_label": "shop"})],
    mcp_servers=[orders],
    output_type=Money,
)
night = refunds.clone(name="Night agent", tools=[look_up])
summary = A(name="Summary", instructions=lambda context, agent: "x")

def build_triage():
    others = [night, archive_agent]
    triage = A[dict](
        name="Triage",
        instructions=("You route. " "Be short."),
        input_guardrails=[no_pii],
        tools=[summary.as_tool(tool_name="summarise", tool_description="Sums up")],
        handoffs=[handoff(agent=refunds, tool_name_override="to_refunds", input_type=Refund, on_handoff=print), *others],
    )
    return triage

triage = build_triage()
refunds.handoffs.append(triage)
night.handoffs = [A(name="Refund agent")]

async def main():
    await Runner.run(triage, "hello")
"#;

#[test]
fn a_source_is_read_without_being_run() {
    let out = told(read, "desk.py", DESK);
    for line in [
        "topology \"desk\"",
        "agent Triage \"Triage\" ai/router",
        "agent Refund agent \"Refund agent\" ai/worker",
        "agent Refund agent (2) \"Refund agent\"",
        "agent Night agent \"Night agent\"",
        "agent archive_agent (elsewhere) \"archive_agent\"",
        "agent mcp:orders \"orders\" tool",
        "agent mcp:shop \"shop\" tool",
        "agent tool:pay_back \"pay_back\" tool",
        "entry Triage",
        "version of Refund agent model gpt-small",
        "handoff Triage -> Refund agent on intent \"Pays money back\" by model carries Triage to_refunds",
        "handoff Triage => Summary on intent \"Sums up\" by model",
        "handoff Triage -> Night agent on intent",
        "handoff Triage -> archive_agent (elsewhere)",
        "handoff Refund agent -> Triage",
        "handoff Night agent -> Refund agent (2)",
        "handoff Refund agent => tool:pay_back by model gate \"\"",
        "You route. Be short.",
        "{RECOMMENDED_PROMPT_PREFIX}",
        r##"{"type":"object","title":"Refund","properties":{"order":{"type":"string"},"amount":{"$ref":"#/$defs/Money"},"reason":{"anyOf":[{"type":"string"},{"type":"null"}]},"tags":{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"null"}]}},"required":["order","amount","reason","tags"],"additionalProperties":false,"$defs":{"Money":{"##,
        r#""cents":{"type":"integer","minimum":0,"description":"Whole cents."},"currency":{"type":"string","enum":["EUR","CHF"]}"#,
        "input guardrails no_pii",
        "line 44: what the agent is told is made while the program runs",
        "\"archive_agent\" is made in another file",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[test]
fn agents_that_the_code_runs_in_turn_are_told() {
    let text = "from agents import Agent, Runner\na = Agent(name='A')\nb = Agent(name='B')\nasync def run():\n    x = await Runner.run(b, 'x')\n    await Runner.run(starting_agent=a, input=x)\n";
    let out = told(read, "x.py", text);
    for line in ["entry B\n", "handoff B -> A\n", "handoff A -> (answer)\n"] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("entry A"), "{out}");
}

#[test]
fn what_is_no_source_of_agents_is_refused() {
    let out = told(read, "x.py", "from agents import Agent\nprint(1)\n");
    assert!(
        out.starts_with("refused: x.py: no Agent(...) stands in this source"),
        "{out}"
    );
    let out = told(
        read,
        "x.py",
        "from agents import Agent\na = Agent(name='A', handoffs=[b for b in c])\n)(((",
    );
    assert!(
        out.contains("no Python that can be read") && out.contains("agent A"),
        "{out}"
    );
}

#[test]
fn hostile_sources_end_soon() {
    let deep = format!(
        "from agents import Agent\nx = {}Agent(name='A'){}\n",
        "(".repeat(50_000),
        ")".repeat(50_000)
    );
    let circle = "from agents import Agent\na = b\nb = a\nc = Agent(name='C', handoffs=[a, c], tools=a)\nclass X(X):\n  x: X\nd = Agent(name='D', output_type=X, handoffs=c)\n";
    let list = format!(
        "from agents import Agent\na = Agent(name='A', handoffs=[{}])\n",
        "a,".repeat(50_000)
    );
    for text in [deep.as_str(), circle, &list] {
        let start = std::time::Instant::now();
        let _ = sketched(read, "x.py", text);
        assert!(
            start.elapsed() < std::time::Duration::from_secs(30),
            "took {:?}",
            start.elapsed()
        );
    }
}
