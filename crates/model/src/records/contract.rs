//! Contracts and their versions.

use crate::id::{ContractId, ContractVersionId, TeamId};
use crate::json::Json;
use crate::macros::{record, words};
use crate::records::origin::Origin;
use crate::time::Date;
use crate::version::Version;

words! {
    /// Against which versions, and in which direction, a new version must be compatible.
    #[derive(Default)]
    pub enum CompatibilityMode {
        /// Not at all.
        None,
        /// The new schema reads what old senders write; against the highest published version.
        Backward,
        /// Old receivers read what new senders write; against the highest published version.
        Forward,
        /// Both; against the highest published version.
        Full,
        /// As `backward`, against every live version of the same major.
        BackwardTransitive,
        /// As `forward`, against every live version of the same major.
        ForwardTransitive,
        /// As `full`, against every live version of the same major.
        #[default]
        FullTransitive,
    }
}

words! {
    /// What senders may write.
    #[derive(Default)]
    pub enum Writers {
        /// Anything that the schema accepts.
        AsWritten,
        /// Declared members only.
        #[default]
        Strict,
    }
}

words! {
    /// Where a contract version stands.
    #[derive(Default)]
    pub enum ContractState {
        /// Being written.
        #[default]
        Draft,
        /// Shown to both sides.
        InReview,
        /// In use; it never changes again.
        Published,
        /// In use, with a date on which it ends.
        Deprecated,
        /// Out of use.
        Retired,
    }
}

words! {
    /// The state of the task that a handoff carries.
    pub enum TaskState {
        /// Given, not begun.
        Submitted,
        /// Being worked on.
        InProgress,
        /// Waits for an answer of the user.
        InputRequired,
        /// Waits for an authorisation.
        AuthRequired,
        /// Done.
        Completed,
        /// Left out on purpose.
        Skipped,
        /// Put off.
        Deferred,
        /// Could not be done.
        Failed,
        /// Taken back.
        Canceled,
        /// Refused.
        Rejected,
    }
}

record! {
    /// What may travel between agents. The versions are records of their own.
    pub struct Contract {
        required {
            /// Its id.
            id: ContractId,
            /// Display name.
            name: String,
        }
        always {
            /// How far a new version must be compatible.
            compatibility: CompatibilityMode,
            /// What senders may write.
            writers: Writers,
        }
        optional {
            /// The owning team.
            team: Option<TeamId>,
            /// What it is for.
            purpose: String,
            /// The Protobuf field numbers that its published versions were given. None is ever taken away or given to another field.
            field_numbers: Vec<FieldNumber>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// The number of a field in the Protobuf form of payloads.
    pub struct FieldNumber {
        required {
            /// The Protobuf message that has the field.
            message: String,
            /// The field's name in JSON.
            field: String,
            /// Its type as Protobuf writes it, for example `repeated string`. A field of another type is another field.
            proto_type: String,
            /// 1 to 536,870,911, but not 19,000 to 19,999; no two fields of a message share one.
            number: u32,
        }
        optional {}
    }
}

record! {
    /// A version of a contract. Once published it never changes.
    pub struct ContractVersion {
        required {
            /// `<contract>@<version>`.
            id: ContractVersionId,
            /// The contract.
            contract: ContractId,
            /// The version.
            version: Version,
        }
        always {
            /// Where it stands.
            state: ContractState,
        }
        optional {
            /// When its deprecation was announced.
            notice_date: Option<Date>,
            /// When it ends.
            sunset_date: Option<Date>,
            /// JSON Schema of the payload; 2020-12 unless it says otherwise.
            payload_schema: Json,
            /// Task states that it may carry.
            task_states: Vec<TaskState>,
            /// Allowed transitions between them.
            transitions: Vec<Transition>,
            /// Step-level checks over the payload.
            invariants: Vec<Invariant>,
            /// Tags that a receiver must declare.
            required_capabilities: Vec<String>,
            /// Fields that must not leave a trust domain unmasked.
            sensitive: Vec<SensitiveField>,
            /// Payloads that must be accepted or rejected.
            examples: Examples,
            /// What changed.
            change_note: String,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// An allowed transition of the task state.
    pub struct Transition {
        required {
            /// Before the handoff.
            from: TaskState,
            /// After it.
            to: TaskState,
        }
        optional {}
    }
}

record! {
    /// A check over the payload at one step.
    pub struct Invariant {
        required {
            /// Its name.
            name: String,
            /// A condition in CEL over `payload`.
            condition: String,
        }
        optional {
            /// What to say when it does not hold.
            message: String,
        }
    }
}

words! {
    /// What masking does to a value.
    #[derive(Default)]
    pub enum MaskingRule {
        /// Replaced by a fixed mark.
        #[default]
        Redact,
        /// Replaced by a keyed hash.
        Hash,
        /// All but the last four characters replaced.
        LastFour,
        /// Replaced by a token that its owner can turn back.
        Tokenise,
        /// Left out.
        Drop,
    }
}

record! {
    /// A payload field that must not leave a trust domain unmasked.
    pub struct SensitiveField {
        required {
            /// JSON pointer in the payload.
            pointer: String,
        }
        optional {
            /// How it is masked.
            rule: MaskingRule,
        }
    }
}

record! {
    /// Payloads that must be accepted or rejected.
    pub struct Examples {
        required {}
        optional {
            /// Payloads that the schema accepts.
            accepted: Vec<AcceptedExample>,
            /// Payloads that it rejects, with the reason.
            rejected: Vec<RejectedExample>,
        }
    }
}

record! {
    /// A payload that the schema accepts.
    pub struct AcceptedExample {
        required {
            /// Its name, unique in the version.
            name: String,
            /// The payload.
            payload: Json,
        }
        optional {}
    }
}

record! {
    /// A payload that the schema rejects.
    pub struct RejectedExample {
        required {
            /// Its name, unique in the version.
            name: String,
            /// The payload.
            payload: Json,
            /// Why it is rejected.
            reason: String,
        }
        optional {}
    }
}
