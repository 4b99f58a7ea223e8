# Written by Baton; what is changed here is lost with the next export.
"""Conditions over payloads: trees of the Common Expression Language."""

import re
from datetime import datetime, timedelta
from typing import Any

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


class _Untold(Exception):
    """A condition cannot be told."""


def condition_holds(tree: list[Any] | None, payload: object) -> bool:
    """Whether a condition holds. One that cannot be told does not: a boundary must not open because of it."""
    try:
        return tree is not None and _value(tree, {"payload": payload}) is True
    except (_Untold, ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return False


def _value(tree: list[Any], names: dict[str, Any]) -> Any:
    match tree:
        case ["null"]:
            return None
        case ["bool" | "text" | "double", value]:
            return value
        case ["int", digits]:
            return int(digits)
        case ["name", name]:
            return names[name]
        case ["list", *items]:
            return [_value(item, names) for item in items]
        case ["get" | "has" as word, of, name]:
            members = _value(of, names)
            if not isinstance(members, dict):
                raise _Untold
            return name in members if word == "has" else members[name]
        case ["fold", *parts]:
            return _fold(parts, names)
        case ["call", name, *parts]:
            return _call(name, parts, names)
    raise _Untold


def _fold(parts: list[Any], names: dict[str, Any]) -> Any:
    items, variable, accumulator, start, goes_on, step, result = parts
    values = _value(items, names)
    if not isinstance(values, list | dict):
        raise _Untold
    here = {**names, accumulator: _value(start, names)}
    failed: Exception | None = None
    for item in values:
        inner = {**here, variable: item}
        if _value(goes_on, inner) is not True:
            break
        try:
            here[accumulator] = _value(step, inner)
        except (_Untold, ArithmeticError, LookupError, TypeError, ValueError) as error:
            failed = error
    # An item that cannot be told counts, unless another has decided.
    if failed is not None and _value(goes_on, here) is True:
        raise failed
    return _value(result, here)


def _call(name: str, parts: list[Any], names: dict[str, Any]) -> Any:
    if name in ("_&&_", "_||_"):
        return _either(parts, names, decides=name == "_||_")
    if name == "@not_strictly_false":
        return _value(parts[0], names) is not False
    if name == "_?_:_":
        return _value(parts[1 if _truth(_value(parts[0], names)) else 2], names)
    values = [_value(part, names) for part in parts]
    a, b = values[0], values[1] if len(values) > 1 else None
    match name:
        case "!_":
            return not _truth(a)
        case "_==_":
            return _equal(a, b)
        case "_!=_":
            return not _equal(a, b)
        case "_<_" | "_<=_" | "_>_" | "_>=_":
            if not (_is_number(a) and _is_number(b)) and type(a) is not type(b) or isinstance(a, list | dict | None.__class__):
                raise _Untold
            return {"_<_": a < b, "_<=_": a <= b, "_>_": a > b, "_>=_": a >= b}[name]
        case "@in":
            return any(_equal(a, item) for item in b) if isinstance(b, list) else a in _members(b)
        case "_[_]":
            if isinstance(a, list) and not (isinstance(b, int) and not isinstance(b, bool) and 0 <= b < len(a)):
                raise _Untold
            return a[b]
        case "-_" | "_+_" | "_-_" | "_*_" | "_/_" | "_%_":
            return _calculated(name, a, b)
        case "size":
            return len(a)
        case "double":
            if isinstance(a, bool):
                raise _Untold
            return float(a)
        case "int":
            if isinstance(a, bool):
                raise _Untold
            return int(a)
        case "startsWith" | "endsWith" | "contains":
            if not isinstance(a, str) or not isinstance(b, str):
                raise _Untold
            return {"startsWith": a.startswith(b), "endsWith": a.endswith(b), "contains": b in a}[name]
        case "timestamp":
            moment = datetime.fromisoformat(a.upper())
            if moment.tzinfo is None:
                raise _Untold
            return moment
        case "duration":
            return _duration(a)
    raise _Untold


def _either(parts: list[Any], names: dict[str, Any], *, decides: bool) -> bool:
    """``&&`` and ``||``: one side decides even where the other cannot be told."""
    left: object = None
    try:
        left = _value(parts[0], names)
    except (_Untold, ArithmeticError, LookupError, TypeError, ValueError):
        # Whether it matters is up to the other side.
        pass
    if left is decides:
        return decides
    right = _value(parts[1], names)
    if right is not decides and not isinstance(left, bool):
        raise _Untold
    return _truth(right)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Untold
    return value


def _members(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Untold
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_equal(member, b[name]) for name, member in a.items())
    return bool(a == b) and (type(a) is type(b) or _is_number(a) and _is_number(b))


def _calculated(name: str, a: Any, b: Any) -> Any:
    if name == "-_":
        return -a if _is_number(a) else _calculated("_-_", None, a)
    numbers = _is_number(a) and type(a) is type(b)
    if name == "_+_" and (numbers or isinstance(a, str | list) and type(a) is type(b) or isinstance(a, datetime | timedelta)):
        result = a + b
    elif name == "_-_" and (numbers or isinstance(a, datetime | timedelta)):
        result = a - b
    elif name == "_*_" and numbers:
        result = a * b
    elif name == "_/_" and numbers:
        # Whole numbers are divided towards zero.
        result = a / b if isinstance(a, float) else abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
    elif name == "_%_" and numbers and isinstance(a, int):
        result = abs(a) % abs(b) * (-1 if a < 0 else 1)
    else:
        raise _Untold
    if isinstance(result, int) and not -(2**63) <= result < 2**63:
        raise _Untold
    return result


def _duration(text: str) -> timedelta:
    if re.fullmatch(r"-?(\d+(\.\d+)?(h|ms|m|s|us|ns))+", text) is None:
        raise _Untold
    parts = re.findall(r"(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)", text)
    whole = timedelta(seconds=sum(float(count) * _UNITS[unit] for count, unit in parts))
    return -whole if text.startswith("-") else whole
