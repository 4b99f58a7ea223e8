# Refund request 1.0.0: the types of its payload.
#
# Written by Baton; what is changed here is lost with the next export.

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter

from ..checks_ import Payload

__all__ = ["RefundRequest", "Money", "MoneyCurrency", "parse_refund_request"]


MoneyCurrency = Literal["EUR", "CHF"]


class Money(Payload):
    currency: MoneyCurrency
    value: Annotated[float, Field(gt=0)]


class RefundRequest(Payload):
    amount: Money
    order: str


Money.model_rebuild()
RefundRequest.model_rebuild()


_adapter: TypeAdapter[Any] = TypeAdapter(RefundRequest)


def parse_refund_request(value: object) -> RefundRequest:
    """The value as `RefundRequest`; raises `pydantic.ValidationError` with every problem."""
    checked: RefundRequest = _adapter.validate_python(value, strict=True)
    return checked
