# Written by Baton; what is changed here is lost with the next export.
"""Each version of a contract lets in and refuses what was agreed on."""

import json
from typing import Any

from baton_guard import may_change, payload_problem, payload_schema
from conftest import EXPORT, differences


def cases(vectors: list[Any], test: str) -> list[tuple[str, Any]]:
    found = []
    for agreed in vectors:
        name = f"{agreed['contract']}@{agreed['version']}"
        if test == "test_schema_is_as_agreed":
            found.append((name, agreed))
        elif test == "test_task_state_changes_as_agreed":
            found.append((name, agreed))
        else:
            of = "accepted" if test == "test_lets_in" else "rejected"
            found += [(f"{name} {case['name']}", (agreed["contract"], agreed["version"], case)) for case in agreed[of]]
    return found


def test_schema_is_as_agreed(contracts_case: Any) -> None:
    contract, version, schema = contracts_case["contract"], contracts_case["version"], contracts_case["schema"]
    found = differences(schema, payload_schema(contract, version))
    assert not found, f"the guard's schema of {contract} {version} was changed at {', '.join(found)}"
    exported = EXPORT / "contracts" / contract / version / "payload.schema.json"
    if exported.exists():
        found = differences(schema, json.loads(exported.read_text(encoding="utf-8")))
        assert not found, f"{exported} was changed at {', '.join(found)}"


def test_lets_in(contracts_case: Any) -> None:
    contract, version, case = contracts_case
    assert payload_problem(contract, version, case["payload"]) is None


def test_refuses(contracts_case: Any) -> None:
    contract, version, case = contracts_case
    problem = payload_problem(contract, version, case["payload"])
    assert problem is not None, f"{contract} {version} lets in what it refused: {case['name']}"
    assert problem.reason == case["reason"]
    assert case["rule"] in (None, problem.rule)
    assert case["pointer"] in (None, problem.pointer)


def test_task_state_changes_as_agreed(contracts_case: Any) -> None:
    for change in contracts_case["transitions"]:
        allowed = may_change(contracts_case["contract"], contracts_case["version"], change["from"], change["to"])
        assert allowed == change["allowed"], change
