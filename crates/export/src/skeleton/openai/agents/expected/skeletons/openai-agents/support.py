"""Customer support: a skeleton for the OpenAI Agents SDK.

Answers questions and pays money back.

Written by Baton from the topology support. Start here: give the agents their models, instructions and tools. An export
never writes over a file that was edited by hand unless it is told to. `baton export types-python` writes the types of the
payloads: give one to a handoff as its input_type.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agents import Agent, FunctionTool, Handoff, RunContextWrapper, Runner, Tool, function_tool, handoff
from agents.mcp import MCPServer, MCPServerStreamableHttp


@dataclass(frozen=True)
class Gate:
    """A person's decision on the way."""

    question: str
    summary: str = ""
    proposed_action: str = ""
    turns_away: tuple[str, ...] = ()  # answers after which the handoff does not happen


def unanswered(gate: Gate) -> str:
    """Stands for the people who decide: give a Request a function that asks them."""
    raise NotImplementedError(gate.question)


@dataclass
class Request:
    """What a run carries beside the conversation."""

    uses: dict[str, int] = field(default_factory=dict)  # by handoff
    path: list[str] = field(default_factory=list)  # the handoffs taken
    review: Callable[[Gate], str] = unanswered


class TakenOver(Exception):
    """The run ends here: people go on. The name of the agent is the argument."""


class TurnedAway(Exception):
    """A person said no at a gate. The arguments are the handoff and the answer."""


def hand_over(
    id: str,
    to: Agent[Request],
    *,
    tool: str,
    when: str,
    contract: str = "",
    loop_limit: int | None = None,
    to_people: bool = False,
    gate: Gate | None = None,
) -> Handoff[Request, Agent[Request]]:
    """A handoff with its loop limit, its gate, and people at its end."""

    def is_open(context: RunContextWrapper[Any], agent: Agent[Request]) -> bool:
        return loop_limit is None or context.context.uses.get(id, 0) < loop_limit

    def taken(context: RunContextWrapper[Any]) -> None:
        request: Request = context.context
        if gate is not None:
            answer = request.review(gate)
            if answer in gate.turns_away:
                raise TurnedAway(id, answer)
        request.uses[id] = request.uses.get(id, 0) + 1
        request.path.append(id)
        if to_people:
            raise TakenOver(to.name)

    carries = f" Carries {contract}." if contract else ""
    return handoff(
        to,
        tool_name_override=tool,
        tool_description_override=when + carries,
        on_handoff=taken,
        is_enabled=is_open,
    )


def drawn_as(name: str, kind: str) -> Callable[[FunctionTool], FunctionTool]:
    """Marks a tool that stands on the drawing by itself, for whoever imports the agents back."""

    def mark(tool: FunctionTool) -> FunctionTool:
        setattr(tool, "drawn_as", {"name": name, "kind": kind})
        return tool

    return mark


# Order system (Tool; owned by Agent Platform).
#
# - Takes no contract from refunds (refunds-orders).
orders: MCPServer = MCPServerStreamableHttp(params={"url": "https://mcp.example/orders"}, name="Order system")


# Refund clerk (Human; owned by Payments).
# - Takes refund-request 1.0.0 from refunds (refunds-clerk).
# - Hands over to the end declined, which is not what the user came for (clerk-declined; no contract): when the sender has done its part; a rule decides.
# - Hands over to the end resolved (clerk-done; no contract): when the sender has done its part; a rule decides.
clerk: Agent[Request] = Agent(
    name="Refund clerk",
    handoff_description="Human of Payments.",
    instructions="People answer here, no model: the run ends with TakenOver before this agent is asked.",
)


# Refund agent (AI agent; owned by Payments).
# - Takes refund-request 1.1.0 from triage (triage-refunds).
# - Hands over to clerk (refunds-clerk; refund-request 1.0.0): when the amount exceeds the sender's authority or confidence is below 0.8 or the user asks for it; a rule decides.
# - Hands over to the end resolved (refunds-done; no contract): when the sender has done its part; a rule decides.
# - Calls orders (refunds-orders; no contract): when the sender has done its part; a rule decides.
refunds: Agent[Request] = Agent(
    name="Refund agent",
    handoff_description="AI agent of Payments.",
    instructions="AI agent of Payments.",
)


# Triage (Supervisor; owned by Customer Care).
# - Hands over to refunds (triage-refunds; refund-request 1.1.0): when the intent is "refund"; a rule decides.
triage: Agent[Request] = Agent(
    name="Triage",
    handoff_description="Supervisor of Customer Care.",
    instructions="Supervisor of Customer Care.",
)


clerk.handoffs = [
    # clerk-declined ends the run as declined: When the sender has done its part; a rule decides.
    # clerk-done ends the run as resolved: When the sender has done its part; a rule decides.
]

refunds.handoffs = [
    hand_over(
        "refunds-clerk",
        clerk,
        tool="refunds_clerk",
        when="When the amount exceeds the sender's authority or confidence is below 0.8 or the user asks for it; a rule decides.",
        contract="refund-request@1.0.0",
        to_people=True,
        gate=Gate(
            question="Pay this refund?",
            summary="Refund of {{amount}} for order {{order}}",
            proposed_action="Pay the refund",
            turns_away=("yes", "no"),
        ),
    ),
    # refunds-done ends the run as resolved: When the sender has done its part; a rule decides.
]

refunds.mcp_servers = [orders]

triage.handoffs = [
    hand_over(
        "triage-refunds",
        refunds,
        tool="triage_refunds",
        when="When the intent is \"refund\"; a rule decides. Times out after 8 s. Tried again 2 times. Limits count by /order in the payload.",
        contract="refund-request@1.1.0",
        loop_limit=2,
    ),
]

AGENTS: list[Agent[Request]] = [clerk, refunds, triage]
ENTRY = triage
# A run that is still under way after so many turns is stopped.
MAX_TURNS = 64


async def main(question: str) -> None:
    """One run from the command line; needs a model."""
    try:
        result = await Runner.run(ENTRY, question, context=Request(), max_turns=MAX_TURNS)
        print(result.final_output)
    except TakenOver as people:
        print(f"{people} goes on with this.")


if __name__ == "__main__":
    asyncio.run(main(" ".join(sys.argv[1:])))
