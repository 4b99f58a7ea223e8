# Written by Baton; what is changed here is lost with the next export.
"""What the types of payloads have in common. Needs Pydantic 2.9 or later."""

import json
from decimal import Decimal
from typing import Annotated, Any, Callable, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

__all__ = ["Payload", "Whole", "counted", "multiple_of", "nothing", "others", "plain", "unique", "unlike_bool"]

T = TypeVar("T")


class Payload(BaseModel):
    """An object of a payload. Unknown members are kept as they came."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, protected_namespaces=(), allow_inf_nan=False)

    members_that_may_be_missing_: ClassVar[frozenset[str]] = frozenset()
    """Those of which null is no value."""

    @model_validator(mode="before")
    @classmethod
    def missing_is_not_null_(cls, value: Any) -> Any:
        if isinstance(value, dict):
            for name in cls.members_that_may_be_missing_:
                if name in value and value[name] is None:
                    raise ValueError(f"{name} may be missing, but not null")
        return value

    def to_json_(self) -> Any:
        """The payload as it travels: what was not set is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number; 1.0 is one too."""


def multiple_of(of: str) -> AfterValidator:
    """The number is a multiple of a decimal number, as decimal numbers are written."""

    def check(value: T) -> T:
        if Decimal(repr(value)) % Decimal(of) != 0:
            raise ValueError(f"is no multiple of {of}")
        return value

    return AfterValidator(check)


def _canonical(value: Any) -> str:
    def plain_numbers(value: Any) -> Any:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, BaseModel):
            return plain_numbers(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
        if isinstance(value, list):
            return [plain_numbers(item) for item in value]
        if isinstance(value, dict):
            return {name: plain_numbers(item) for name, item in value.items()}
        return value

    return json.dumps(plain_numbers(value), sort_keys=True)


def _unique(value: list[T]) -> list[T]:
    if len({_canonical(item) for item in value}) < len(value):
        raise ValueError("has equal items")
    return value


unique = AfterValidator(_unique)
"""No two items of the list are equal."""


def counted(fewest: int | None = None, most: int | None = None) -> AfterValidator:
    """A dictionary has so many members."""

    def check(value: dict[str, T]) -> dict[str, T]:
        if fewest is not None and len(value) < fewest:
            raise ValueError(f"has fewer than {fewest} members")
        if most is not None and len(value) > most:
            raise ValueError(f"has more than {most} members")
        return value

    return AfterValidator(check)


def _nothing(_: Any) -> Any:
    raise ValueError("nothing may stand here")


nothing = BeforeValidator(_nothing)
"""No value fits."""


def plain(*values: float | bool) -> BeforeValidator:
    """The value is one of these numbers or truth values."""

    def check(value: Any) -> Any:
        same = [one for one in values if isinstance(one, bool) == isinstance(value, bool) and one == value]
        if not same:
            raise ValueError(f"is none of {', '.join(json.dumps(one) for one in values)}")
        return value

    return BeforeValidator(check)
