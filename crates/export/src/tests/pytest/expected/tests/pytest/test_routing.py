# Written by Baton; what is changed here is lost with the next export.
"""Each agent makes the handoff that its triggers, conditions and priorities say."""

import json
from typing import Any

from baton_guard import route


def cases(vectors: list[Any], _: str) -> list[tuple[str, Any]]:
    return [
        (f"{table['topology']} {case['agent']} {json.dumps(case['happened'])}", (table["topology"], case))
        for table in vectors
        for case in table["cases"]
    ]


def test_route(routing_case: Any) -> None:
    topology, case = routing_case
    assert route(topology, case["agent"], case["happened"], case["payload"]) == case["handoff"]
