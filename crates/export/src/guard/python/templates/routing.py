# Written by Baton; what is changed here is lost with the next export.
"""Which handoff an agent makes."""

from typing import Any

from .conditions import condition_holds
from .guard import RULES


def route(topology: str, agent: str, happened: dict[str, Any], payload: object = None) -> str | None:
    """The handoff that an agent makes once something has happened; none if it keeps the task.

    ``happened`` has the words of triggers with what was measured: ``{"confidence_below": 0.4}``, ``{"user_asks": True}``. Moves are asked in order:
    smallest priority first, default routes last; a further condition is asked of the payload.
    """
    for move in RULES["routes"].get(topology, {}).get(agent, []):
        if (move["otherwise"] or _holds(move["on"], move["value"], happened)) and (
            move["condition"] is None or condition_holds(move["tree"], payload)
        ):
            return str(move["handoff"])
    return None


def _holds(on: Any, value: Any, happened: dict[str, Any]) -> bool:
    if isinstance(on, dict):
        told = [_holds(clause["on"], clause.get("value"), happened) for clause in on["any" if "any" in on else "all"]]
        return any(told) if "any" in on else all(told)
    measured = happened.get(on)
    if value is None:
        return measured is True
    if isinstance(value, list):
        return measured in value
    if on not in _COMPARED:
        return type(measured) is type(value) and measured == value
    if isinstance(measured, bool) or not isinstance(measured, int | float):
        return False
    return bool(_COMPARED[on](measured, value))


_COMPARED = {
    "confidence_below": lambda measured, bound: measured < bound,
    "sentiment": lambda measured, bound: measured < bound,
    "load": lambda measured, bound: measured > bound,
    "authority_limit": lambda measured, bound: measured > bound,
    "elapsed": lambda measured, bound: measured >= bound,
    "repeated_clarification": lambda measured, bound: measured >= bound,
}
