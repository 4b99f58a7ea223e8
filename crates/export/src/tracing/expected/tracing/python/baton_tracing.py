"""The span and the metrics of a handoff, as conventions.md says; needs opentelemetry-api and nothing else.

    handoffs = HandoffTracing(json.load(open("handoffs.json")))
    with handoffs.transfer("triage-refunds", message) as transfer:
        transfer.validated(accepted=True)
        send(message)
        transfer.acknowledged()
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

SUCCESS, PARTIAL, ROLLED_BACK, FAILED = "success", "partial", "rolled_back", "failed"
BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800, 3600, 14400, 43200, 86400, 259200, 604800]


class Transfer:
    """One transfer on its way. What is told is written when it ends; without an acknowledgement it has failed."""

    def __init__(self, span: Span, labels: dict[str, str], instruments: dict[str, Any]) -> None:
        self.span = span
        self.status: str | None = None
        self._labels = labels
        self._instruments = instruments
        self._start = time.perf_counter()

    def validated(self, *, accepted: bool, reason: str | None = None) -> None:
        """The receiver's answer of the validation on entry."""
        self.span.set_attribute("baton.validation.result", "accepted" if accepted else "rejected")
        if not accepted:
            self._count("rejected")
            self.status = self.status or FAILED
        if reason is not None:
            self.span.set_attribute("baton.validation.reason", reason)

    def retried(self) -> None:
        """An attempt after the first."""
        self._count("retried")

    def fell_back(self, agent: str) -> None:
        """A fallback has taken over."""
        self.span.set_attribute("baton.fallback", agent)
        self._count("fallen_back")

    def acknowledged(self, status: str = SUCCESS) -> None:
        """The receiver has it, `success`, or a part of it, `partial`."""
        seconds = time.perf_counter() - self._start
        self.span.set_attribute("baton.latency_ms", seconds * 1000.0)
        self._instruments["ack"].record(seconds, self._labels)
        self.status = status

    def rolled_back(self) -> None:
        """Control is with the sender again."""
        self.status = ROLLED_BACK

    def loop_killed(self) -> None:
        """It was stopped, as the same entity had passed too often."""
        self.span.set_attribute("baton.loop_killed", True)
        self._count("loop_killed")
        self.status = FAILED

    def dead_lettered(self) -> None:
        """The message lies in the dead letter queue."""
        self.span.set_attribute("baton.dead_lettered", True)
        self._count("dead_lettered")
        self.status = FAILED

    def _count(self, name: str) -> None:
        self._instruments[name].add(1, self._labels)

    def _end(self) -> None:
        status = self.status or FAILED
        self.span.set_attribute("baton.status", status)
        if status in (FAILED, ROLLED_BACK):
            self._count("failed")
            self.span.set_status(Status(StatusCode.ERROR, status))


class HandoffTracing:
    """Writes spans and metrics of the handoffs in `handoffs.json`.

    `hash_key` is the key of hashed values and `tokenise` makes tokens; without them such values are redacted. `payloads` says
    whether the masked payload goes into the span.
    """

    def __init__(
        self,
        handoffs: Mapping[str, Any],
        *,
        payloads: bool = True,
        hash_key: bytes | None = None,
        tokenise: Callable[[Any], str] | None = None,
        tracer: trace.Tracer | None = None,
        meter: metrics.Meter | None = None,
    ) -> None:
        self._handoffs = handoffs["handoffs"]
        self._payloads = payloads
        self._hash_key = hash_key
        self._tokenise = tokenise
        self._tracer = tracer or trace.get_tracer("baton")
        meter = meter or metrics.get_meter("baton")
        names = ["failed", "rejected", "loop_killed", "dead_lettered", "retried", "fallen_back"]
        self._instruments: dict[str, Any] = {
            name: meter.create_counter(f"baton.handoff.{name}") for name in names
        }
        self._instruments["total"] = meter.create_counter("baton.handoff")
        self._instruments["ack"] = meter.create_histogram(
            "baton.handoff.ack", unit="s", explicit_bucket_boundaries_advisory=BUCKETS
        )
        # A counter that begins with its first event would hide that event from increase() in Prometheus.
        for handoff, known in self._handoffs.items():
            for name in [*names, "total"]:
                self._instruments[name].add(0, {"handoff": handoff, "topology": known["topology"]})

    @contextmanager
    def transfer(self, handoff: str, message: Mapping[str, Any]) -> Iterator[Transfer]:
        """The span of one transfer around what is done in the block; an exception is a failed transfer and goes on."""
        known = self._handoffs[handoff]
        labels = {"handoff": handoff, "topology": known["topology"]}
        attributes = self._attributes(handoff, known, message)
        with self._tracer.start_as_current_span(
            f"handoff {handoff}", kind=SpanKind.PRODUCER, attributes=attributes
        ) as span:
            self._instruments["total"].add(1, labels)
            transfer = Transfer(span, labels, self._instruments)
            try:
                yield transfer
            except BaseException:
                transfer.status = FAILED
                raise
            finally:
                transfer._end()

    def _attributes(
        self, handoff: str, known: Mapping[str, Any], message: Mapping[str, Any]
    ) -> dict[str, Any]:
        source, destination = message.get("source") or {}, message.get("destination") or {}
        contract = message.get("contract") or {}
        attributes = {
            "baton.handoff.id": handoff,
            "baton.topology.id": known["topology"],
            "baton.transfer.id": message.get("handoff_id"),
            "baton.correlation.id": message.get("correlation_id"),
            "baton.contract.id": contract.get("id", known.get("contract")),
            "baton.contract.version": contract.get("version", known.get("version")),
            "baton.source.id": source.get("agent"),
            "baton.source.version": source.get("version"),
            "baton.destination.id": destination.get("agent"),
            "baton.destination.version": destination.get("version"),
            "baton.message_type": message.get("message_type"),
            "baton.attempt": message.get("attempt"),
            "baton.reason.code": message.get("reason_code"),
            "baton.path": [str(step["agent"]) for step in message.get("path") or []],
        }
        if self._payloads and known["masks"] is not None and "payload" in message:
            masked = self.mask(handoff, message["payload"])
            attributes["baton.payload"] = json.dumps(masked, ensure_ascii=False, sort_keys=True)
        return {name: value for name, value in attributes.items() if value is not None}

    def mask(self, handoff: str, payload: Any) -> Any:
        """A copy of the payload in which what the contract marks as sensitive is masked."""
        masked = json.loads(json.dumps(payload))
        for mask in self._handoffs[handoff]["masks"] or []:
            parts = [part.replace("~1", "/").replace("~0", "~") for part in mask["pointer"].split("/")[1:]]
            masked = self._masked(masked, parts, mask["rule"])
        return masked

    def _masked(self, value: Any, parts: list[str], rule: str) -> Any:
        if not parts:
            return self._mark(value, rule)
        first, rest = parts[0], parts[1:]
        if isinstance(value, dict) and first in value:
            if not rest and rule == "drop":
                del value[first]
            else:
                value[first] = self._masked(value[first], rest, rule)
        elif isinstance(value, list):
            # A place in a list, or every place: what is sensitive in one item is so in all.
            for index, item in enumerate(value):
                if first == str(index):
                    value[index] = self._masked(item, rest, rule)
                elif first in ("*", "-"):
                    value[index] = self._masked(item, rest, rule)
        return value

    def _mark(self, value: Any, rule: str) -> Any:
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))
        if rule == "last_four" and len(text) > 4:
            return "*" * (len(text) - 4) + text[-4:]
        if rule == "hash" and self._hash_key is not None:
            return "hmac-sha256:" + hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()
        if rule == "tokenise" and self._tokenise is not None:
            return self._tokenise(value)
        return "[redacted]"
