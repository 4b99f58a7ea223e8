//! The metrics that go with the span of a handoff: the one list that alerts, dashboards and the tracing conventions are written from.

/// What a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Counter,
    Histogram,
    Gauge,
}

pub(crate) struct Metric {
    /// The instrument's name in OpenTelemetry.
    pub instrument: &'static str,
    /// The name under which Prometheus has it.
    pub series: &'static str,
    pub form: Form,
    pub meaning: &'static str,
}

pub(crate) const TOTAL: &str = "baton_handoff_total";
pub(crate) const FAILED: &str = "baton_handoff_failed_total";
pub(crate) const REJECTED: &str = "baton_handoff_rejected_total";
pub(crate) const LOOP_KILLED: &str = "baton_handoff_loop_killed_total";
pub(crate) const DEAD_LETTERED: &str = "baton_handoff_dead_lettered_total";
pub(crate) const RETRIED: &str = "baton_handoff_retried_total";
pub(crate) const FALLEN_BACK: &str = "baton_handoff_fallen_back_total";
pub(crate) const ACK_SECONDS: &str = "baton_handoff_ack_seconds";
pub(crate) const GATE_SECONDS: &str = "baton_gate_waiting_seconds";
pub(crate) const INVARIANT_FAILED: &str = "baton_invariant_failed_total";

/// Every metric, as it is told in the conventions. All have the labels `handoff` and `topology`.
pub(crate) const METRICS: [Metric; 10] = [
    Metric {
        instrument: "baton.handoff",
        series: TOTAL,
        form: Form::Counter,
        meaning: "Transfers that were begun. A retry is not a new one.",
    },
    Metric {
        instrument: "baton.handoff.failed",
        series: FAILED,
        form: Form::Counter,
        meaning: "Transfers that ended as failed or rolled_back, after all retries.",
    },
    Metric {
        instrument: "baton.handoff.rejected",
        series: REJECTED,
        form: Form::Counter,
        meaning: "Payloads that validation refused on entry.",
    },
    Metric {
        instrument: "baton.handoff.loop_killed",
        series: LOOP_KILLED,
        form: Form::Counter,
        meaning: "Transfers that were stopped because the same entity had passed too often.",
    },
    Metric {
        instrument: "baton.handoff.dead_lettered",
        series: DEAD_LETTERED,
        form: Form::Counter,
        meaning: "Messages that were put into the dead letter queue.",
    },
    Metric {
        instrument: "baton.handoff.retried",
        series: RETRIED,
        form: Form::Counter,
        meaning: "Attempts after the first.",
    },
    Metric {
        instrument: "baton.handoff.fallen_back",
        series: FALLEN_BACK,
        form: Form::Counter,
        meaning: "Transfers that a fallback took over.",
    },
    Metric {
        instrument: "baton.handoff.ack",
        series: ACK_SECONDS,
        form: Form::Histogram,
        meaning: "Seconds from sending to the acknowledgement; of a delegation, to the answer.",
    },
    Metric {
        instrument: "baton.gate.waiting",
        series: GATE_SECONDS,
        form: Form::Gauge,
        meaning: "Seconds that the oldest open decision has been waiting at the gate. The gate reports it, not the helpers.",
    },
    Metric {
        instrument: "baton.invariant.failed",
        series: INVARIANT_FAILED,
        form: Form::Counter,
        meaning: "Payloads that broke an invariant of their contract, with the label invariant. Whoever checks invariants reports it.",
    },
];

/// Upper bounds of the histogram's buckets, in seconds: from an agent's answer to a person's within a week.
pub(crate) const BUCKETS: [f64; 22] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0,
    1800.0, 3600.0, 14_400.0, 43_200.0, 86_400.0, 259_200.0, 604_800.0,
];
