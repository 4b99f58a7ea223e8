"""A desk of two nodes, built as teams build theirs."""

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict


class State(TypedDict):
    order: str


builder = StateGraph(State)
builder.add_node("triage", lambda state: state)
builder.add_node("refunds", lambda state: state)
builder.add_edge(START, "triage")
builder.add_conditional_edges("triage", lambda state: "refund", {"refund": "refunds", "other": END})
builder.add_edge("refunds", END)
