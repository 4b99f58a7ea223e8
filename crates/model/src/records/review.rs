//! Reviews, what is said in them, remarks, and the named revisions that topologies are compared with.

use crate::id::{BaselineId, CommentId, ReviewId, TeamId, TopologyId};
use crate::json::Json;
use crate::macros::{record, words};
use crate::reference::RecordRef;
use crate::time::Timestamp;

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
            /// The contract version or topology that would change.
            subject: RecordRef,
        }
        optional {
            /// Why the change is wanted.
            message: String,
            /// Who asked. Claimed, not proven, on an embedded registry.
            asked_by: String,
            /// When.
            asked_at: Option<Timestamp>,
            /// SHA-256 of what was shown to the reviewers, in hexadecimal. A review whose subject has another one now is stale.
            content_hash: String,
            /// What a topology is compared with.
            baseline: Option<BaselineId>,
            /// The teams that have to agree.
            asked: Vec<AskedTeam>,
            /// The compatibility verdict at the time of asking.
            verdict: Option<Json>,
            /// Who is hit, at the time of asking.
            impact: Option<Json>,
            /// What was said by whom, in order; the last word of a team counts.
            approvals: Vec<Approval>,
            /// Published without everybody's word.
            overridden: Option<Override>,
            /// Remarks.
            comments: Vec<ReviewRemark>,
            /// Where it stands.
            state: ReviewState,
        }
    }
}

record! {
    /// A team that has to agree, and why.
    pub struct AskedTeam {
        required {
            /// The team.
            team: TeamId,
        }
        optional {
            /// Whether it owns what is reviewed.
            owns_subject: bool,
            /// Records through which it is concerned, as `kind id`; the first twenty. In words, because they may go while the review stays.
            because: Vec<String>,
            /// How many such records there were.
            because_count: u32,
        }
    }
}

record! {
    /// A platform team's decision to go on without everybody's word.
    pub struct Override {
        required {
            /// The platform team.
            team: TeamId,
            /// Who decided.
            by: String,
            /// Why.
            reason: String,
        }
        optional {
            /// When.
            at: Option<Timestamp>,
        }
    }
}

record! {
    /// A team's word on a review.
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
