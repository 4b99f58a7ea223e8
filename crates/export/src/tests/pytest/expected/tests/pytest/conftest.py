# Written by Baton; what is changed here is lost with the next export.
"""Where the tests find the guard and what they expect of it."""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EXPORT = HERE.parent.parent
sys.path.insert(0, str(EXPORT / "guards" / "python"))


def vectors(folder: str) -> list[Any]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "vectors" / folder).rglob("*.json"))]


def differences(agreed: Any, found: Any, pointer: str = "") -> list[str]:
    """JSON pointers at which two values differ."""
    if isinstance(agreed, dict) and isinstance(found, dict):
        return [
            place
            for name in sorted(agreed.keys() | found.keys())
            for place in (
                differences(agreed[name], found[name], f"{pointer}/{name}") if name in agreed and name in found else [f"{pointer}/{name}"]
            )
        ]
    if isinstance(agreed, list) and isinstance(found, list) and len(agreed) == len(found):
        return [place for index, pair in enumerate(zip(agreed, found)) for place in differences(*pair, f"{pointer}/{index}")]
    return [] if agreed == found and isinstance(agreed, bool) == isinstance(found, bool) else [pointer]


def pytest_generate_tests(metafunc: Any) -> None:
    for folder in ("contracts", "handoffs", "routing"):
        if f"{folder}_case" in metafunc.fixturenames:
            cases = metafunc.module.cases(vectors(folder), metafunc.function.__name__)
            metafunc.parametrize(f"{folder}_case", [case for _, case in cases], ids=[name for name, _ in cases])
