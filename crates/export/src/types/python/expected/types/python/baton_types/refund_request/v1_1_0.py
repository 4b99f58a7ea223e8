# Refund request 1.1.0: the types of its payload.
#
# Written by Baton; what is changed here is lost with the next export.
#
# Left to the schema, which the boundary guard checks:
# - /dependencies: `dependencies`

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter

from ..checks_ import Payload

__all__ = ["RefundRequest", "Money", "MoneyCurrency", "parse_refund_request"]


MoneyCurrency = Literal["EUR", "CHF"]


class Money(Payload):
    currency: MoneyCurrency
    value: Annotated[float, Field(gt=0)]


class RefundRequest(Payload):
    members_that_may_be_missing_: ClassVar[frozenset[str]] = frozenset({"reason"})
    amount: Money
    order: str
    """Sensitive: masked before it leaves its trust domain."""
    reason: Annotated[str, Field(max_length=500)] | None = None


Money.model_rebuild()
RefundRequest.model_rebuild()


_adapter: TypeAdapter[Any] = TypeAdapter(RefundRequest)


def parse_refund_request(value: object) -> RefundRequest:
    """The value as `RefundRequest`; raises `pydantic.ValidationError` with every problem."""
    checked: RefundRequest = _adapter.validate_python(value, strict=True)
    return checked
