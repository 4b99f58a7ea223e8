//! Messages to teams, kept until they are sent.

use crate::id::{NoticeId, PersonId, TeamId};
use crate::kind::Kind;
use crate::macros::{record, words};
use crate::time::Timestamp;

words! {
    /// What a notice is about.
    pub enum NoticeTopic {
        /// A review waits.
        ReviewAsked,
        /// Everybody agreed.
        ReviewApproved,
        /// Somebody refused, or wants changes.
        ReviewObjected,
        /// A platform team goes on without everybody's word.
        ReviewOverridden,
        /// A version was deprecated.
        Deprecation,
        /// A sunset is near.
        SunsetNear,
        /// An owner changed.
        OwnerChanged,
        /// A published change breaks what the team owns.
        Hit,
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
            /// The only channel that it is sent by; all of the team's when empty.
            channel: String,
            /// Where it stands.
            state: NoticeState,
            /// A single person instead of the whole team.
            person: Option<PersonId>,
            /// The record that it is about.
            about: Option<NoticeSubject>,
            /// The registry's revision that wrote it. The change log knows when that was.
            revision: u32,
            /// Channels that it has reached, each with a fingerprint of the address.
            reached: Vec<String>,
            /// How often sending was tried and failed.
            attempts: u32,
            /// When it is tried again.
            next_try: Option<Timestamp>,
            /// Why the last try failed; never holds an address.
            last_error: String,
        }
    }
}

record! {
    /// The record that a notice is about. Not a reference: the record may go while the notice stays.
    pub struct NoticeSubject {
        required {
            /// What it is.
            kind: Kind,
            /// Its id.
            id: String,
        }
        optional {}
    }
}
