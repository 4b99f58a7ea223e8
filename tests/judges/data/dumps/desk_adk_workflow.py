"""A workflow that chooses by route, runs two at once, waits for both, and has another workflow in it."""

from google.adk.agents import LlmAgent
from google.adk.apps import App
from google.adk.workflow import JoinNode, Workflow

MODEL = "gemini-3.5-flash"


def route_order(node_input):
    return node_input


def pay_out(node_input):
    return node_input


billing = LlmAgent(name="billing", model=MODEL, instruction="You pay.")
tracker = LlmAgent(name="tracker", model=MODEL, instruction="You track.")
apologist = LlmAgent(name="apologist", model=MODEL, instruction="You say sorry.")
writer = LlmAgent(name="writer", model=MODEL, instruction="You write.")
polish = Workflow(name="polish", edges=[("START", writer)])
gathered = JoinNode(name="gathered")
app = App(
    name="desk",
    root_agent=Workflow(
        name="order_desk",
        edges=[
            ("START", route_order, {"refund": billing, "delivery": (tracker, apologist), "__DEFAULT__": pay_out}),
            ((tracker, apologist), gathered, polish),
            (billing, {"approved": pay_out}),
        ],
    ),
)
