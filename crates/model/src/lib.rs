//! The vocabulary of Baton: every record a registry can hold, the edits that change
//! records, and what an edit did.
//!
//! This crate never does I/O, never reads a clock and never fails on user content: it
//! returns values, [`Rejected`] edits and [`Diagnostic`]s. Everything else in the
//! workspace speaks in the types defined here.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod candidates;
mod diagnostic;
mod document;
mod edit;
mod field_diff;
mod id;
mod json;
mod kind;
mod limits;
mod macros;
mod merge;
mod nearest;
mod on_call;
mod records;
mod reference;
mod revert;
mod shorthand;
mod time;
mod version;
mod zone;

pub mod schema;

pub use candidates::Candidates;
pub use diagnostic::{Diagnostic, Level};
pub use document::{Document, Find, Held, StoredRecord};
pub use edit::apply::apply;
pub use edit::delete::delete_with_dependents;
pub use edit::parse::{EditSyntaxError, parse_edits, parse_json, parse_record};
pub use edit::{Change, EditCommand, RecordChange, RecordsDiff, Rejected};
pub use field_diff::{FieldChange, field_diff};
pub use id::{
    AgentId, AgentVersionId, BaselineId, CapabilityId, CommentId, ContractId, ContractVersionId,
    DeploymentId, EntryId, EnvironmentId, EscalationPathId, GroupId, HandoffId, IncidentId,
    InvalidId, MAX_ID_BYTES, MemoryId, NoteId, NoticeId, ObservedHandoffId, OutcomeId, PersonId,
    PlacementId, ReviewId, RotationId, RuleSettingId, ScenarioId, SilenceId, TeamId, TopologyId,
    TrustDomainId, check_id, slug,
};
pub use json::Json;
pub use kind::{Kind, Record};
pub use limits::Limits;
pub use merge::{MergeConflict, Merged, Region, differences, merge_record, regions};
pub use nearest::nearest;
pub use on_call::{OnCallSpan, PlanProblem, ShiftPlan, Watch, plan_shifts};
pub use records::*;
pub use reference::{At, Names, RecordKey, RecordRef, Reference, References};
pub use revert::{RevertConflict, combine, decided_later, revert};
pub use shorthand::resolve_shorthand;
pub use time::{Date, Timestamp};
pub use version::{Version, VersionRange};
pub use zone::{WallClock, Zone};
