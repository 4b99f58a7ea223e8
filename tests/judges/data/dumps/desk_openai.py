"""A desk with two agents of one name, a typed handoff, a tool that waits for approval, and an agent that is called as a tool."""

from agents import Agent, function_tool, handoff
from pydantic import BaseModel


class Refund(BaseModel):
    order: str


class Verdict(BaseModel):
    paid: bool


@function_tool(needs_approval=True)
def pay_back(order: str) -> str:
    """Pays an order back."""
    return order


first = Agent(name="Assistant", instructions="Pay back.", tools=[pay_back], output_type=Verdict)
judge = Agent(name="Judge", instructions="Give a second opinion.")
asked = judge.as_tool(tool_name="second_opinion", tool_description="Asks for a second opinion")
second = Agent(name="Assistant", handoff_description="Answers questions", tools=[asked])


def ignore(context, refund):
    """Takes the input of a handoff."""


def triage():
    desk = Agent(name="Triage", handoffs=[handoff(first, input_type=Refund, on_handoff=ignore), second])
    first.handoffs.append(desk)
    return desk
