//! Who owns the seam between two agents, how it is watched, and what people get to see there.

use crate::id::EscalationPathId;
use crate::macros::{record, words};
use crate::records::people::Responder;

words! {
    /// Who owns a handoff.
    pub enum OwnerModel {
        /// The receiver's team.
        Downstream,
        /// A platform team.
        Platform,
        /// Both teams, with a rule for disagreement.
        Joint,
    }
}

words! {
    /// What a person gets with a handoff.
    pub enum SnapshotField {
        /// What the user wants.
        Intent,
        /// How far it has come.
        ResolutionStatus,
        /// Data that was verified.
        VerifiedData,
        /// What was tried.
        StepsTried,
        /// How the user feels.
        Sentiment,
    }
}

words! {
    /// How urgent an alert is.
    #[derive(Default)]
    pub enum AlertSeverity {
        /// To be known.
        Info,
        /// To be looked at in working hours.
        #[default]
        Warning,
        /// Wakes somebody.
        Critical,
    }
}

record! {
    /// What carries the message.
    pub struct Transport {
        required {}
        optional {
            /// The bus or protocol.
            bus: String,
            /// How the message is packed.
            packaging: String,
            /// Where state is kept.
            state_store: String,
        }
    }
}

record! {
    /// What the user is told in one language.
    pub struct Continuity {
        required {
            /// BCP 47 tag.
            language: String,
            /// The words.
            text: String,
        }
        optional {}
    }
}

record! {
    /// Who decides when joint owners disagree.
    pub struct Disagreement {
        required {}
        optional {
            /// The path that is walked.
            escalation_path: Option<EscalationPathId>,
            /// Who has the last word.
            decides: Option<Responder>,
            /// The rule in words.
            rule: String,
        }
    }
}

record! {
    /// An alert that covers a handoff.
    pub struct Alert {
        required {
            /// Its name.
            name: String,
            /// When it fires, in the monitoring system's language.
            condition: String,
        }
        optional {
            /// How urgent it is.
            severity: AlertSeverity,
            /// Where its runbook stands.
            runbook_url: Option<String>,
        }
    }
}

record! {
    /// What the person on call needs.
    pub struct Runbook {
        required {}
        optional {
            /// What to check, in order.
            checks: Vec<String>,
            /// How to replay what was lost.
            replay: String,
            /// Anything else, in Markdown.
            notes: String,
        }
    }
}

record! {
    /// How a handoff is seen in traces.
    pub struct Observability {
        required {}
        optional {
            /// Whether it writes a span.
            span: bool,
            /// Attributes of the span.
            attributes: Vec<String>,
            /// Its dashboard.
            dashboard: Option<String>,
        }
    }
}

record! {
    /// What has to be reached.
    pub struct Targets {
        required {}
        optional {
            /// Smallest share of successful handoffs, 0 to 1.
            success: Option<f64>,
            /// Largest 95th percentile of latency, in milliseconds.
            latency_p95_ms: Option<u32>,
            /// Largest share of lost context, 0 to 1.
            context_loss: Option<f64>,
            /// Largest share of requests that end with a person, 0 to 1.
            human_rate: Option<f64>,
        }
    }
}
