# Written by Baton; what is changed here is lost with the next export.
"""JSON Schema in the draft of each schema, by jsonschema, with numbers, patterns, dates and addresses judged as the standards say."""

import math
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema.validators  # type: ignore[import-untyped, unused-ignore]
import regress
from jsonschema import FormatChecker, ValidationError  # type: ignore[import-untyped, unused-ignore]

#: The first thing that is wrong with a value, as pointer and keyword; none if nothing is.
Check = Callable[[object], tuple[str, str] | None]

_MOST_DEPTH = 127
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?"
#: RFC 5321, section 4.1.2.
_EMAIL = re.compile(
    rf"""(?:{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~]|\\[ -~])*")@(?:{_LABEL}(?:\.{_LABEL})*|\[(?:\d{{1,3}}(?:\.\d{{1,3}}){{3}}|IPv6:[\da-f:.]+)\])""",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII)


def check_of(schema: dict[str, Any]) -> Check:
    """Compiles a schema; one that cannot be used is a ``ValueError``."""
    kind = jsonschema.validators.validator_for(schema)
    formats = _formats(tuple(kind.FORMAT_CHECKER.checkers))
    for name in _formats_in(schema):
        if name in _ASSERTED and name not in formats.checkers:
            raise ValueError(f"nothing here checks the format {name}: install jsonschema[format-nongpl]")
    keywords = {"multipleOf": _multiple_of, "pattern": _pattern, "patternProperties": _pattern_properties}
    validator = jsonschema.validators.extend(kind, keywords)(schema, format_checker=formats)

    def check(value: object) -> tuple[str, str] | None:
        error = next(validator.iter_errors(value), None)
        if error is None:
            return None
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in error.absolute_path)
        return "".join(f"/{step}" for step in steps), error.validator or "false"

    return check


def plain_json_problem(message: object) -> str | None:
    """Why a value is nothing that JSON could have said and every receiver could read; none if it is."""
    if not isinstance(message, dict):
        return "a message is an object"
    left: list[tuple[object, int]] = [(message, 1)]
    while left:
        value, depth = left.pop()
        if isinstance(value, str):
            if _is_broken(value):
                return "a text has half a character"
        elif isinstance(value, float):
            if not math.isfinite(value):
                return "a number is too large"
        elif isinstance(value, int):
            if not -(10**308) <= value <= 10**308:
                return "a number is too large"
        elif isinstance(value, dict | list):
            if depth > _MOST_DEPTH:
                return f"it is nested deeper than {_MOST_DEPTH}"
            if isinstance(value, dict):
                for name in value:
                    if not isinstance(name, str) or _is_broken(name):
                        return "a name is none, or has half a character"
                    if name == "__proto__":
                        return "a member is called __proto__"
            left.extend((member, depth + 1) for member in (value.values() if isinstance(value, dict) else value))
        elif value is not None:
            return f"{type(value).__name__} is nothing that JSON says"
    return None


def _is_broken(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _multiple_of(_: Any, step: Any, value: Any, __: Any) -> Iterator[ValidationError]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # As they are written: 0.29 is a multiple of 0.01.
    if is_number and Decimal(repr(value)).as_integer_ratio()[0] * Decimal(repr(step)).as_integer_ratio()[1] % (
        Decimal(repr(value)).as_integer_ratio()[1] * Decimal(repr(step)).as_integer_ratio()[0]
    ):
        yield ValidationError(f"{value!r} is no multiple of {step!r}")


@cache
def _compiled(pattern: str) -> Any:
    return regress.Regex(pattern, flags="u")


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    # The dialect of patterns is ECMA's, in which $ is the very end.
    if isinstance(value, str) and _compiled(pattern).find(value) is None:
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: dict[str, Any], value: Any, _: Any) -> Iterator[ValidationError]:
    for pattern, schema in patterns.items() if isinstance(value, dict) else ():
        for name, member in value.items():
            if _compiled(pattern).find(name) is not None:
                yield from validator.descend(member, schema, path=name, schema_path=pattern)


#: Formats that are asserted; a schema that names one which nothing here checks is refused.
_ASSERTED = frozenset(
    "date date-time time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri iri-reference uri-template uuid "
    "json-pointer relative-json-pointer regex".split()
)


@cache
def _formats(names: tuple[str, ...]) -> FormatChecker:
    checker = FormatChecker(names)
    checker.checkers = dict(checker.checkers)
    for name, is_one in {"email": _is_email, "date": _is_date, "time": _is_time, "date-time": _is_date_time}.items():
        checker.checkers[name] = (lambda value, is_one=is_one: not isinstance(value, str) or is_one(value), ())
    return checker


def _formats_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(name := schema.get("format"), str):
            yield name
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        yield from _formats_in(part)


def _is_email(text: str) -> bool:
    return len(text) <= 254 and text.rfind("@") <= 64 and _EMAIL.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    # The calendar repeats after 400 years; Python's begins with the year 1.
    return 1 <= month <= 12 and 1 <= day <= monthrange(year + 400, month)[1]


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hour, minute, second, hours, minutes = (int(found[index] or 0) for index in (1, 2, 3, 5, 6))
    if hour > 23 or minute > 59 or hours > 23 or minutes > 59:
        return False
    shift = (hours * 60 + minutes) * (1 if found[4] == "-" else -1)
    # A leap second is the last one of a day in UTC.
    return second < 60 or (second == 60 and (hour * 60 + minute + shift) % 1440 == 1439)


def _is_date_time(text: str) -> bool:
    return text[10:11] in ("T", "t") and _is_date(text[:10]) and _is_time(text[11:])
