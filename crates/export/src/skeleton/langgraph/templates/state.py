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
