//! Scenarios, incidents, what traces show, and how rules are set.

use crate::id::{
    AgentId, HandoffId, IncidentId, ObservedHandoffId, RuleSettingId, ScenarioId, SilenceId,
    TopologyId,
};
use crate::json::Json;
use crate::macros::{record, words};
use crate::reference::RecordRef;
use crate::time::Timestamp;

record! {
    /// Parameters of a simulation.
    pub struct Scenario {
        required {
            /// Its id.
            id: ScenarioId,
            /// Display name.
            name: String,
            /// The topology.
            topology: TopologyId,
        }
        optional {
            /// Mix over entry agents; the topology's own when empty.
            entry: Vec<EntryShare>,
            /// Probability that a user gives up when asked again; 0.60 when left out.
            abandon_on_repeat: Option<f64>,
            /// Arrivals after which a request counts as stuck; 64 when left out.
            hop_cap: Option<u32>,
            /// The fault profile, `calm` when left out.
            profile: Option<String>,
            /// Floors of a profile of its own.
            faults: Option<FaultProfile>,
            /// Requests that arrive in a second, on average, where it is simulated under load.
            rate_per_second: Option<f64>,
        }
    }
}

record! {
    /// Share of the requests that start at an agent.
    pub struct EntryShare {
        required {
            /// The agent.
            agent: AgentId,
            /// The weight.
            share: f64,
        }
        optional {}
    }
}

record! {
    /// Floors that a fault profile raises parameters to.
    pub struct FaultProfile {
        required {}
        optional {
            /// Floor of every agent's `hallucination`.
            hallucination: Option<f64>,
            /// Floor of every agent's `tool_failure`.
            tool_failure: Option<f64>,
            /// Floor of every agent's `silent`.
            silent: Option<f64>,
            /// Floor of every handoff's `unavailable`.
            unavailable: Option<f64>,
            /// Floor of every handoff's `malformed`.
            malformed: Option<f64>,
            /// Floor of every handoff's `context_loss`.
            context_loss: Option<f64>,
            /// Factor on every agent's latencies.
            latency_factor: Option<f64>,
            /// Floor of `abandon_on_repeat`.
            abandon_on_repeat: Option<f64>,
        }
    }
}

record! {
    /// Something that went wrong at a handoff.
    pub struct Incident {
        required {
            /// Its id.
            id: IncidentId,
            /// The handoff.
            handoff: HandoffId,
            /// When.
            at: Timestamp,
        }
        optional {
            /// What caused it.
            cause: String,
            /// Contract and agent versions at the time.
            versions: Vec<String>,
            /// Where its record stands.
            link: Option<String>,
            /// What was learnt.
            lesson: String,
            /// When its cause was taken away; open while left out.
            resolved_at: Option<Timestamp>,
        }
    }
}

record! {
    /// A handoff seen in traces.
    pub struct ObservedHandoff {
        required {
            /// Its id.
            id: ObservedHandoffId,
            /// The sender as the trace names it.
            from: String,
            /// The receiver as the trace names it.
            to: String,
        }
        optional {
            /// The drawn handoff that it belongs to.
            handoff: Option<HandoffId>,
            /// The dialect of the trace.
            dialect: String,
            /// Whether it was inferred, not recorded.
            inferred: bool,
            /// How often it was seen.
            seen: u32,
            /// How often it succeeded.
            success: u32,
            /// Median latency, in milliseconds.
            p50_ms: Option<f64>,
            /// 95th percentile of latency, in milliseconds.
            p95_ms: Option<f64>,
            /// How often the payload was rejected.
            rejections: u32,
            /// When it was seen.
            window: Option<Window>,
        }
    }
}

record! {
    /// A span of time.
    pub struct Window {
        required {
            /// From when on.
            from: Timestamp,
            /// Until when, exclusive.
            to: Timestamp,
        }
        optional {}
    }
}

words! {
    /// How grave a finding of a rule is.
    pub enum RuleSeverity {
        /// The rule does not run.
        Off,
        /// Good to know.
        Advice,
        /// Should be mended.
        Warning,
        /// Must be mended.
        Error,
    }
}

record! {
    /// Severity and options of a rule, for the registry or one topology.
    pub struct RuleSetting {
        required {
            /// Its id.
            id: RuleSettingId,
            /// The rule's code.
            code: String,
        }
        optional {
            /// The topology that it holds for; the whole registry when left out.
            topology: Option<TopologyId>,
            /// The severity instead of the default.
            severity: Option<RuleSeverity>,
            /// Options instead of the defaults.
            options: Option<Json>,
        }
    }
}

record! {
    /// A finding silenced in place.
    pub struct Silence {
        required {
            /// Its id.
            id: SilenceId,
            /// The rule's code.
            code: String,
            /// The subject of the finding.
            subject: RecordRef,
            /// Why it may stand.
            reason: String,
        }
        optional {
            /// The topology that it holds for; all when left out.
            topology: Option<TopologyId>,
        }
    }
}
