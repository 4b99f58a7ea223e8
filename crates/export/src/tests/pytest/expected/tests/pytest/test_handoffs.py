# Written by Baton; what is changed here is lost with the next export.
"""The boundary of each handoff lets in what it should, and names who takes over the rest."""

from typing import Any

from baton_guard import Guard, Handler, Rejection


def cases(vectors: list[Any], _: str) -> list[tuple[str, Any]]:
    return [(f"{at['handoff']} {case['name']}", (at, case)) for at in vectors for case in at["cases"]]


def test_boundary(handoffs_case: Any) -> None:
    at, case = handoffs_case
    guard = Guard(at["handoff"], now=lambda: at["now"])
    for step in case["steps"]:
        answer, expected = guard.accept(step["message"]), step["rejected"]
        if expected is None:
            assert not isinstance(answer, Rejection), answer
            assert answer == step["message"]["payload"]
        else:
            assert isinstance(answer, Rejection), "it is let in"
            assert answer.reason == expected["reason"], answer
            assert answer.handler == Handler(**expected["handler"]), answer
            assert expected["pointer"] in (None, answer.pointer), answer
