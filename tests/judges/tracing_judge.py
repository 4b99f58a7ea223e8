"""Runs the exported helper over OpenTelemetry's in-memory exporters; prints the spans and counters as JSON."""

import importlib.util
import json
import sys
from pathlib import Path

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

folder, cases = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
spec = importlib.util.spec_from_file_location("baton_tracing", folder / "python" / "baton_tracing.py")
helper = importlib.util.module_from_spec(spec)
spec.loader.exec_module(helper)

exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
tracing = helper.HandoffTracing(
    cases["handoffs"],
    tracer=provider.get_tracer("judge"),
    meter=MeterProvider(metric_readers=[reader]).get_meter("judge"),
)
with tracing.transfer("h", cases["message"]) as transfer:
    transfer.validated(accepted=True)
    transfer.retried()
    transfer.acknowledged()
try:
    with tracing.transfer("h", cases["message"]) as transfer:
        transfer.fell_back("clerk")
        raise RuntimeError("down")
except RuntimeError:
    pass
with tracing.transfer("h", cases["message"]) as transfer:
    transfer.validated(accepted=False, reason="amount is missing")
    transfer.dead_lettered()
with tracing.transfer("h", cases["message"]) as transfer:
    transfer.rolled_back()

spans = [
    {"name": s.name, "error": s.status.status_code.name == "ERROR", "attributes": dict(s.attributes)}
    for s in exporter.get_finished_spans()
]
counters = {}
for metric in reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics:
    for point in metric.data.data_points:
        if point.attributes["handoff"] == "h":
            counters[metric.name] = getattr(point, "value", None) if hasattr(point, "value") else point.count
json.dump({"spans": spans, "counters": counters}, sys.stdout, default=list)
