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
