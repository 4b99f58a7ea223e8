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
