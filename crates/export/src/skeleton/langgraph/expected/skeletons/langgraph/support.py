"""Customer support: a LangGraph skeleton.

Answers questions and pays money back.

Written by Baton from the topology support. Start here: fill in the functions of the agents. An export never writes
over a file that was edited by hand unless it is told to. `baton export types-python` writes the types of the payloads.

`graph` is the compiled graph; give it a checkpointer where people are asked: `build().compile(checkpointer=...)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Protocol, TypedDict, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Send, interrupt


class Signals(TypedDict, total=False):
    """What an agent found out in its turn; the conditions of its handoffs read it."""

    decided: list[str]  # handoffs that a model, an observer, a person or the user chose, by id
    done: bool
    confidence: float
    user_asks: str
    error: str
    intent: str
    outside_domain: str
    keyword: str
    text: str
    clarifications: int
    sentiment: float
    elapsed_seconds: float
    language: str
    load: float
    receiver_down: bool
    over_authority: bool


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Members of both, the later ones first: agents that run at once write their own."""
    return {**old, **new}


def counted(old: dict[str, int], new: dict[str, int]) -> dict[str, int]:
    """The sums of both."""
    return {name: old.get(name, 0) + new.get(name, 0) for name in {**old, **new}}


def latest(old: str, new: str) -> str:
    """The later one, where there is one."""
    return new or old


class State(TypedDict, total=False):
    """One request on its way."""

    payloads: Annotated[dict[str, Any], merged]  # by contract
    channel: Annotated[str, latest]  # where it came in
    outcome: Annotated[str, latest]  # how it ended
    ways: Annotated[dict[str, list[str]], merged]  # by agent: where it goes on
    called: Annotated[dict[str, list[str]], merged]  # by agent: the calls of this turn
    callers: Annotated[dict[str, str], merged]  # by agent: who waits for it
    uses: Annotated[dict[str, int], counted]  # by handoff, within this request


@dataclass(frozen=True)
class Turn:
    """What an agent did: what it found out, and the payloads that it hands on, by contract."""

    signals: Signals = field(default_factory=lambda: Signals())
    payloads: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """A person's decision on the way."""

    question: str
    summary: str = ""
    proposed_action: str = ""
    answers: dict[str, str] = field(default_factory=dict)  # where an answer leads; on its way if nowhere


@dataclass(frozen=True)
class Handoff:
    """Who hands over to whom, and when."""

    id: str
    sender: str
    receivers: tuple[str, ...]
    when: Callable[[Signals], bool]
    calls: bool = False  # the sender goes on when the receiver has returned
    otherwise: bool = False
    contract: str = ""
    loop_limit: int | None = None
    fallbacks: tuple[str, ...] = ()
    outcome: str = ""
    gate: Gate | None = None


class Node(Protocol):
    """A node as LangGraph calls it."""

    def __call__(self, state: State) -> State: ...


HANDOFFS = (
    # When the sender has done its part; a rule decides.
    Handoff(
        "clerk-declined",
        sender="clerk",
        receivers=("END",),
        when=lambda seen: seen.get("done", True),
        outcome="declined",
    ),
    # When the sender has done its part; a rule decides.
    Handoff(
        "clerk-done",
        sender="clerk",
        receivers=("END",),
        when=lambda seen: seen.get("done", True),
        outcome="resolved",
    ),
    # When the amount exceeds the sender's authority or confidence is below 0.8 or the user asks for it; a rule decides.
    Handoff(
        "refunds-clerk",
        sender="refunds",
        receivers=("clerk",),
        when=lambda seen: seen.get("over_authority", False) or seen.get("confidence", 1.0) < 0.8 or "user_asks" in seen,
        contract="refund-request@1.0.0",
        gate=Gate(
            question="Pay this refund?",
            summary="Refund of {{amount}} for order {{order}}",
            proposed_action="Pay the refund",
            answers={
                "yes": "resolved",
                "no": "declined",
            },
        ),
    ),
    # When the sender has done its part; a rule decides.
    Handoff(
        "refunds-done",
        sender="refunds",
        receivers=("END",),
        when=lambda seen: seen.get("done", True),
        outcome="resolved",
    ),
    # When the sender has done its part; a rule decides.
    Handoff(
        "refunds-orders",
        sender="refunds",
        receivers=("orders",),
        when=lambda seen: seen.get("done", True),
        calls=True,
    ),
    # When the intent is "refund"; a rule decides. Times out after 8 s. Tried again 2 times. Limits count by /order in the payload.
    Handoff(
        "triage-refunds",
        sender="triage",
        receivers=("refunds",),
        when=lambda seen: seen.get("intent") == "refund",
        contract="refund-request@1.1.0",
        loop_limit=2,
        fallbacks=("clerk",),
    ),
)
PEOPLE = ("clerk",)
# Every handoff is a step: a request that is still under way after so many is stopped.
RECURSION_LIMIT = 64


def clerk(state: State) -> Turn:
    """Refund clerk (Human; owned by Payments).

    - Takes refund-request 1.0.0 from refunds (refunds-clerk).
    - Hands over to the end declined, which is not what the user came for (clerk-declined; no contract): when the sender has done its part; a rule decides.
    - Hands over to the end resolved (clerk-done; no contract): when the sender has done its part; a rule decides.
    """
    return asked("clerk", state)


def orders(state: State) -> Turn:
    """Order system (Tool; owned by Agent Platform).

    - Takes no contract from refunds (refunds-orders).
    """
    # Your code: read state["payloads"], do the work, say what you found out and what you hand on.
    return Turn()


def refunds(state: State) -> Turn:
    """Refund agent (AI agent; owned by Payments).

    - Takes refund-request 1.1.0 from triage (triage-refunds).
    - Hands over to clerk (refunds-clerk; refund-request 1.0.0): when the amount exceeds the sender's authority or confidence is below 0.8 or the user asks for it; a rule decides.
    - Hands over to the end resolved (refunds-done; no contract): when the sender has done its part; a rule decides.
    - Calls orders (refunds-orders; no contract): when the sender has done its part; a rule decides.
    """
    # Your code: read state["payloads"], do the work, say what you found out and what you hand on.
    return Turn()


def triage(state: State) -> Turn:
    """Triage (Supervisor; owned by Customer Care).

    - Hands over to refunds (triage-refunds; refund-request 1.1.0): when the intent is "refund"; a rule decides.
    """
    # Your code: read state["payloads"], do the work, say what you found out and what you hand on.
    return Turn()


def step(agent: str, work: Callable[[State], Turn]) -> Node:
    """The node of an agent: its work, then what it hands over."""

    def node(state: State) -> State:
        turn = work(state)
        update = hand_over(agent, state, turn.signals)
        update["payloads"] = turn.payloads
        return update

    return node


def applies(handoff: Handoff, seen: Signals) -> bool:
    """Whether a handoff is taken: one that was decided on by name, else by its condition."""
    decided = seen.get("decided")
    return handoff.id in decided if decided else not handoff.otherwise and handoff.when(seen)


def hand_over(agent: str, state: State, seen: Signals) -> State:
    """The update that sends a request on its way: calls first, then the way back to a caller, then the first handoff that applies."""
    mine = [handoff for handoff in HANDOFFS if handoff.sender == agent]
    called = state.get("called", {}).get(agent, [])
    calls = [h for h in mine if h.calls and h.id not in called and applies(h, seen)]
    if calls:
        return {
            "ways": {agent: [way(handoff) for handoff in calls]},
            "called": {agent: [*called, *(handoff.id for handoff in calls)]},
            "callers": {receiver(handoff): agent for handoff in calls},
        }
    update: State = {"called": {agent: []}, "callers": {agent: ""}}
    caller = state.get("callers", {}).get(agent)
    if caller:
        return {**update, "ways": {agent: [f"<{caller}"]}}
    transfers = [handoff for handoff in mine if not handoff.calls]
    taken = [h for h in transfers if applies(h, seen)] or [h for h in transfers if h.otherwise]
    if not taken:
        return {**update, "ways": {agent: []}}
    return {**update, **transferred(agent, taken[0], state)}


def transferred(agent: str, handoff: Handoff, state: State) -> State:
    """The update of one transfer: its loop limit, its gate, its end."""
    if handoff.loop_limit is not None and state.get("uses", {}).get(handoff.id, 0) >= handoff.loop_limit:
        people = [fallback for fallback in handoff.fallbacks if fallback in PEOPLE]
        if people:
            return {"ways": {agent: [f">{people[0]}"]}}
        return {"ways": {agent: []}, "outcome": "killed"}
    update: State = {"ways": {agent: [way(handoff)]}, "uses": {handoff.id: 1}}
    if handoff.outcome:
        update["outcome"] = handoff.outcome
    if handoff.gate is not None:
        # LangGraph runs the node again when the answer comes: keep what stands before repeatable.
        answer = interrupt({"handoff": handoff.id, **asdict(handoff.gate), "payloads": state.get("payloads", {})})
        goes_to = handoff.gate.answers.get(str(answer), "")
        if goes_to.startswith(">"):
            update["ways"] = {agent: [goes_to]}
        elif goes_to:
            update["ways"], update["outcome"] = {agent: []}, goes_to
    return update


def receiver(handoff: Handoff) -> str:
    """Who gets it. Of several that qualify the first: choose by load, cost or chance here."""
    return handoff.receivers[0]


def way(handoff: Handoff) -> str:
    """The edge that a handoff goes along."""
    return handoff.id if len(handoff.receivers) == 1 else f"{handoff.id}>{receiver(handoff)}"


def after(agent: str) -> Callable[[State], list[str | Send]]:
    """Where the graph goes on after an agent: along its edges, or straight to a fallback or to where a gate leads."""

    def chosen(state: State) -> list[str | Send]:
        ways = state.get("ways", {}).get(agent, [])
        return [Send(way[1:], state) if way.startswith(">") else way for way in ways]

    return chosen


def asked(agent: str, state: State) -> Turn:
    """Waits for a person. The answer is the id of a handoff, or signals."""
    handoffs = [handoff.id for handoff in HANDOFFS if handoff.sender == agent]
    answer = interrupt({"agent": agent, "handoffs": handoffs, "payloads": state.get("payloads", {})})
    return Turn(signals=cast(Signals, answer) if isinstance(answer, dict) else {"decided": [str(answer)]})


def build() -> StateGraph[State, None, State, State]:
    """The graph, as it is drawn."""
    builder = StateGraph(State)
    builder.add_node("clerk", step("clerk", clerk), metadata={"owner": "Payments"})
    builder.add_node("orders", step("orders", orders), metadata={"owner": "Agent Platform"})
    builder.add_node("refunds", step("refunds", refunds), metadata={"owner": "Payments", "contracts": {"refunds-clerk": "refund-request@1.0.0"}})
    builder.add_node("triage", step("triage", triage), metadata={"owner": "Customer Care", "contracts": {"triage-refunds": "refund-request@1.1.0"}})
    builder.add_edge(START, "triage")
    builder.add_conditional_edges(
        "clerk",
        after("clerk"),
        {
            "clerk-declined": END,
            "clerk-done": END,
        },
    )
    builder.add_edge("orders", "refunds")
    builder.add_conditional_edges(
        "refunds",
        after("refunds"),
        {
            "refunds-clerk": "clerk",
            "refunds-done": END,
            "refunds-orders": "orders",
        },
    )
    builder.add_conditional_edges(
        "triage",
        after("triage"),
        {
            "triage-refunds": "refunds",
        },
    )
    return builder


graph: CompiledStateGraph[State, None, State, State] = build().compile().with_config(recursion_limit=RECURSION_LIMIT)
