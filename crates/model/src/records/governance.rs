//! Scenarios, reviews, comments, incidents, baselines, what traces show, notices, and how
//! rules are set.

use crate::id::{
    AgentId, BaselineId, CommentId, HandoffId, IncidentId, NoticeId, ObservedHandoffId, PersonId,
    ReviewId, RuleSettingId, ScenarioId, SilenceId, TeamId, TopologyId,
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

words! {
    /// Where a review stands.
    #[derive(Default)]
    pub enum ReviewState {
        /// Waits for both sides.
        #[default]
        Open,
        /// Both sides agreed.
        Approved,
        /// One side refused.
        Rejected,
        /// Taken back.
        Withdrawn,
        /// Done as proposed.
        Published,
    }
}

words! {
    /// What a reviewer says.
    pub enum Decision {
        /// Yes.
        Approve,
        /// No.
        Reject,
        /// Not yet.
        RequestChanges,
    }
}

record! {
    /// A proposed change, with what it does and who agreed.
    pub struct Review {
        required {
            /// Its id.
            id: ReviewId,
            /// The contract, contract version or topology that would change.
            subject: RecordRef,
        }
        optional {
            /// The compatibility verdict at the time of asking.
            verdict: Option<Json>,
            /// Who is hit, at the time of asking.
            impact: Option<Json>,
            /// What was said by whom.
            approvals: Vec<Approval>,
            /// Remarks.
            comments: Vec<ReviewRemark>,
            /// Where it stands.
            state: ReviewState,
        }
    }
}

record! {
    /// One side's word on a review.
    pub struct Approval {
        required {
            /// The team that speaks.
            team: TeamId,
            /// Who spoke.
            by: String,
            /// What was said.
            decision: Decision,
        }
        optional {
            /// When.
            at: Option<Timestamp>,
            /// Why.
            reason: String,
        }
    }
}

record! {
    /// A remark in a review.
    pub struct ReviewRemark {
        required {
            /// Who wrote it.
            by: String,
            /// The words.
            text: String,
        }
        optional {
            /// When.
            at: Option<Timestamp>,
            /// JSON pointer in the subject.
            pointer: Option<String>,
        }
    }
}

record! {
    /// A remark anchored to a record.
    pub struct Comment {
        required {
            /// Its id.
            id: CommentId,
            /// The record.
            subject: RecordRef,
            /// The words, in Markdown; shown inert.
            text: String,
        }
        optional {
            /// Who wrote it.
            by: String,
            /// When.
            at: Option<Timestamp>,
            /// JSON pointer in the record.
            pointer: Option<String>,
            /// Whether it is settled.
            resolved: bool,
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
        }
    }
}

record! {
    /// A named revision of a topology.
    pub struct Baseline {
        required {
            /// Its id.
            id: BaselineId,
            /// Display name.
            name: String,
            /// The topology.
            topology: TopologyId,
            /// The registry's revision.
            revision: u32,
        }
        optional {
            /// Why it was kept.
            note: String,
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
    /// What a notice is about.
    pub enum NoticeTopic {
        /// A review waits.
        ReviewAsked,
        /// A version was deprecated.
        Deprecation,
        /// A sunset is near.
        SunsetNear,
        /// An owner changed.
        OwnerChanged,
    }
}

words! {
    /// Where a notice stands.
    #[derive(Default)]
    pub enum NoticeState {
        /// Waits to be sent.
        #[default]
        Pending,
        /// Sent.
        Sent,
        /// Could not be sent.
        Failed,
        /// Read and put away.
        Dismissed,
    }
}

record! {
    /// A message to a team, kept until it is sent.
    pub struct Notice {
        required {
            /// Its id.
            id: NoticeId,
            /// The team.
            to: TeamId,
            /// The words.
            text: String,
        }
        optional {
            /// What it is about.
            topic: Option<NoticeTopic>,
            /// How it is sent.
            channel: String,
            /// Where it stands.
            state: NoticeState,
            /// A single person instead of the whole team.
            person: Option<PersonId>,
        }
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
