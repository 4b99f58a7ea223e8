# Written by Baton; what is changed here is lost with the next export.
"""The boundary of a handoff: lets a message in, or says why not and who takes it over."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Literal

from .conditions import condition_holds
from .schema import Check, check_of, plain_json_problem
from .store import MemoryStore, Store, Use

#: Why a message is not let in. The names are the same in every language.
Reason = Literal[
    "malformed",
    "envelope_invalid",
    "wrong_contract",
    "version_not_accepted",
    "task_state_not_allowed",
    "payload_invalid",
    "invariant_broken",
    "expired",
    "tool_limit_reached",
    "duplicate",
    "loop_limit_reached",
]


@dataclass(frozen=True)
class Handler:
    """Who takes over; ``to`` is the id of an agent, person, rotation, team or handoff, or a queue's name. Of kind ``none``: nobody."""

    kind: str
    to: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a payload: a keyword of its schema, or an invariant by its name, and where, as a JSON pointer in the payload."""

    reason: Literal["payload_invalid", "invariant_broken"]
    pointer: str
    rule: str


@dataclass(frozen=True)
class Rejection:
    """A message that is not let in. ``pointer`` is a JSON pointer in the message."""

    reason: Reason
    handler: Handler
    message: str
    pointer: str = ""
    rule: str | None = None


def _read(*path: str) -> Any:
    return json.loads(resources.files(__package__).joinpath(*path).read_text(encoding="utf-8"))


#: All of ``rules.json``.
RULES: dict[str, Any] = _read("rules.json")
_envelope: Check = check_of(_read("schemas", "envelope.schema.json"))


def payload_schema(contract: str, version: str) -> Any:
    """The schema of a version of a contract."""
    return _read("schemas", contract, f"{version}.schema.json")


@cache
def _check(contract: str, version: str) -> Check:
    return check_of(payload_schema(contract, version))


def payload_problem(contract: str, version: str, payload: object) -> Problem | None:
    """What is wrong with a payload under a version of a contract; none if nothing is. An unknown version is a ``KeyError``."""
    terms = RULES["contracts"][contract][version]
    if wrong := _check(contract, version)(payload):
        return Problem("payload_invalid", *wrong)
    for invariant in terms["invariants"]:
        if not condition_holds(invariant["tree"], payload):
            return Problem("invariant_broken", "", invariant["name"])
    return None


def may_change(contract: str, version: str, before: str, after: str) -> bool:
    """Whether a task may go from one state to another under a version of a contract."""
    terms = RULES["contracts"].get(contract, {}).get(version, {})
    return [before, after] in terms.get("transitions", [])


class Guard:
    """The boundary of a handoff, by its id. ``now`` gives seconds since 1970."""

    def __init__(self, handoff: str, store: Store | None = None, now: Callable[[], float] = time.time) -> None:
        self.handoff = handoff
        self.store: Store = MemoryStore() if store is None else store
        self._now = now
        self._rules: dict[str, Any] = RULES["handoffs"][handoff]

    def accept(self, message: object) -> object:
        """The payload of a message as ``json.loads`` gave it, or a ``Rejection``. Raises only what the store raises."""
        try:
            checked = self._checked(message)
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            return self._rejected("malformed", f"the message cannot be read: {error}")
        if isinstance(checked, Rejection):
            return checked
        payload, use = checked
        recorded = self.store.record(use)
        if recorded == "duplicate":
            return Rejection("duplicate", Handler("none"), "this transfer was let in before", "/handoff_id")
        if recorded == "loop":
            why = f"{use.entity} has passed {use.loop_limit} times"
            return Rejection("loop_limit_reached", Handler(**self._rules["loop_handler"]), why)
        return payload

    def _rejected(self, reason: Reason, why: str, pointer: str = "", rule: str | None = None) -> Rejection:
        return Rejection(reason, Handler(**self._rules["handler"]), why, pointer, rule)

    def _checked(self, message: Any) -> Rejection | tuple[object, Use]:
        rules = self._rules
        if unreadable := plain_json_problem(message):
            return self._rejected("malformed", unreadable)
        if wrong := _envelope(message):
            return self._rejected("envelope_invalid", f"the envelope does not keep {wrong[1]}", *wrong)
        contract, version, payload = message["contract"]["id"], message["contract"]["version"], message["payload"]
        if contract != rules["contract"]:
            return self._rejected("wrong_contract", f"{contract} is not {rules['contract']}", "/contract/id")
        if version not in rules["versions"]:
            why = f"{version} is not one of {', '.join(rules['versions'])}"
            return self._rejected("version_not_accepted", why, "/contract/version")
        states, state = RULES["contracts"][contract][version]["task_states"], message["task_state"]
        if states and state not in states:
            return self._rejected("task_state_not_allowed", f"{state} is not one of {', '.join(states)}", "/task_state")
        if problem := payload_problem(contract, version, payload):
            why = f"the payload does not keep {problem.rule}"
            return self._rejected(problem.reason, why, f"/payload{problem.pointer}", problem.rule)
        expiry = message.get("expiry")
        if expiry is not None and _seconds(expiry) <= self._now():
            return self._rejected("expired", f"it expired at {expiry}", "/expiry")
        limit = rules["tool_limit"]
        if limit is not None and message.get("tool_attempts", 0) >= limit:
            why = f"after {limit} tries of tools the task is handed on otherwise"
            return Rejection("tool_limit_reached", Handler(**rules["tool_handler"]), why, "/tool_attempts")
        entity = _member_at(payload, rules["entity_key"])
        if entity is None:
            entity = message["correlation_id"] if message.get("entity_key") is None else message["entity_key"]
        text = entity if isinstance(entity, str) else json.dumps(entity, separators=(",", ":"), ensure_ascii=False)
        return payload, Use(self.handoff, message["handoff_id"], text, rules["loop_limit"])


def _seconds(written: str) -> float:
    # Python knows no leap seconds.
    return datetime.fromisoformat(written.upper().replace(":60", ":59")).timestamp()


def _member_at(value: Any, pointer: str | None) -> Any:
    """The value at a JSON pointer; none where there is none."""
    if pointer is None or (pointer and not pointer.startswith("/")):
        return None
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value
