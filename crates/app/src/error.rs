//! The one error that operations give: what happened, what was kept, what to do next.

use baton_model::{EditSyntaxError, Json, RecordKey, Rejected, RevertConflict};
use baton_store::StoreError;
use serde::Serialize;

/// Whose turn it is after an error. Decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The user's: the input is wrong. Exit code 2.
    User,
    /// Somebody else was faster, or holds a lock. Exit code 3.
    Conflict,
    /// Disk, network or permission. Exit code 4.
    Environment,
    /// Ours. Exit code 5.
    Bug,
}

/// The closed set of codes that clients may act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A value is not allowed.
    InvalidInput,
    /// A reference leads nowhere.
    MissingReference,
    /// Others refer to what should be deleted.
    Referenced,
    /// There is no such record, template, rule or format.
    NotFound,
    /// A file cannot be read as what it should be.
    InvalidFile,
    /// A path would lead outside its folder.
    UnsafePath,
    /// Something stands where something new was to be written.
    AlreadyExists,
    /// A file was edited by hand since it was exported.
    EditedByHand,
    /// There is nothing to undo or redo.
    NothingToUndo,
    /// The version number goes up by less than the changes need.
    BumpTooSmall,
    /// A field may have been renamed, and nobody has said so.
    RenameUnconfirmed,
    /// Not everybody who has to agree has agreed.
    ReviewMissing,
    /// Whoever asked for it has ended it.
    Cancelled,
    /// Somebody changed the same record or field.
    Conflict,
    /// Another program holds the registry.
    Locked,
    /// The registry can be read only.
    ReadOnly,
    /// The registry needs a newer program.
    NewerFormat,
    /// The registry is damaged.
    Damaged,
    /// The disk is full.
    DiskFull,
    /// The system has no memory left for it.
    NoMemory,
    /// The operating system does not allow it.
    Permission,
    /// The server that holds the registry does not answer.
    Unreachable,
    /// The server wants another name or password.
    Credentials,
    /// Nobody can say just now whether the edit was stored; it is never stored twice.
    Unresolved,
    /// Reading or writing failed.
    Io,
    /// A fault of Baton.
    Internal,
}

impl ErrorCode {
    /// Whose turn it is.
    pub fn kind(self) -> ErrorKind {
        use ErrorCode as C;
        match self {
            C::InvalidInput
            | C::MissingReference
            | C::Referenced
            | C::NotFound
            | C::InvalidFile
            | C::UnsafePath
            | C::AlreadyExists
            | C::EditedByHand
            | C::NothingToUndo
            | C::BumpTooSmall
            | C::RenameUnconfirmed
            | C::ReviewMissing
            | C::Cancelled => ErrorKind::User,
            C::Conflict | C::Locked => ErrorKind::Conflict,
            C::ReadOnly
            | C::NewerFormat
            | C::Damaged
            | C::DiskFull
            | C::NoMemory
            | C::Permission
            | C::Unreachable
            | C::Credentials
            | C::Unresolved
            | C::Io => ErrorKind::Environment,
            C::Internal => ErrorKind::Bug,
        }
    }
}

/// Both values of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ConflictValues {
    /// The record.
    pub subject: RecordKey,
    /// The field, when it is only one.
    pub pointer: String,
    /// What the author wanted; null for a deletion.
    pub yours: Option<Json>,
    /// What stands there; null when it is gone.
    pub theirs: Option<Json>,
    /// The record's revision; 0 when it is gone.
    pub revision: u32,
}

/// What went wrong. Nothing of the operation happened.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// What clients may act on.
    pub code: ErrorCode,
    /// What happened, as a sentence.
    pub message: String,
    /// What to do next, in words that fit a window as well as a terminal.
    pub hints: Vec<String>,
    /// What to do next in a terminal: commands and flags. The command line tells them after the hints, the window never.
    pub in_terminal: Vec<String>,
    /// Both values, for a conflict.
    pub conflict: Option<Box<ConflictValues>>,
    /// What the refusal rests on, for programs: for a version that may not be published, how it was judged.
    pub details: Option<Box<Json>>,
    /// What caused it.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The travelling form of an [`AppError`].
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ErrorReply {
    /// What clients may act on.
    pub code: ErrorCode,
    /// Whose turn it is.
    pub kind: ErrorKind,
    /// What happened, as a sentence.
    pub message: String,
    /// What to do next.
    pub hints: Vec<String>,
    /// Both values, for a conflict.
    pub conflict: Option<ConflictValues>,
    /// What the refusal rests on, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub details: Option<Json>,
}

impl AppError {
    /// An error with one hint.
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        Self {
            code,
            message: message.into(),
            hints: if hint.is_empty() {
                Vec::new()
            } else {
                vec![hint]
            },
            in_terminal: Vec::new(),
            conflict: None,
            details: None,
            source: None,
        }
    }

    /// A failure of the operating system at a path.
    pub fn io(path: &std::path::Path, error: std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let (code, hint) = match error.kind() {
            K::PermissionDenied | K::ReadOnlyFilesystem => (
                ErrorCode::Permission,
                "ask for permission, or choose another place",
            ),
            K::StorageFull | K::QuotaExceeded => {
                (ErrorCode::DiskFull, "free some space and try again")
            }
            K::OutOfMemory => (ErrorCode::NoMemory, "close other programs, and try again"),
            K::NotFound => (ErrorCode::InvalidFile, "check the path"),
            _ => (ErrorCode::Io, "check the disk, then try again"),
        };
        let mut out = Self::new(code, format!("{}: {error}", path.display()), hint);
        out.source = Some(Box::new(error));
        out
    }

    /// The same with what it rests on.
    #[must_use]
    pub fn with_details(mut self, details: &impl Serialize) -> Self {
        self.details = serde_json::to_value(details)
            .ok()
            .map(|value| Box::new(Json(value)));
        self
    }

    /// The same with one more thing to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with one more thing to do in a terminal.
    #[must_use]
    pub fn in_terminal(mut self, hint: impl Into<String>) -> Self {
        self.in_terminal.push(hint.into());
        self
    }

    /// The travelling form, without what only a terminal can do.
    pub fn reply(&self) -> ErrorReply {
        ErrorReply {
            code: self.code,
            kind: self.code.kind(),
            message: self.message.clone(),
            hints: self.hints.clone(),
            conflict: self.conflict.as_deref().cloned(),
            details: self.details.as_deref().cloned(),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Missing { .. } => ErrorCode::NotFound,
            StoreError::NotARegistry { .. } => ErrorCode::InvalidFile,
            StoreError::AlreadyExists { .. } | StoreError::LeftLog { .. } => {
                ErrorCode::AlreadyExists
            }
            StoreError::Busy => ErrorCode::Locked,
            StoreError::ReadOnly { .. } => ErrorCode::ReadOnly,
            StoreError::NewerFormat { .. } => ErrorCode::NewerFormat,
            StoreError::Corrupt(_) => ErrorCode::Damaged,
            StoreError::Refused { .. } => ErrorCode::Internal,
            StoreError::DiskFull => ErrorCode::DiskFull,
            StoreError::NoMemory => ErrorCode::NoMemory,
            StoreError::Permission { .. } | StoreError::Forbidden { .. } => ErrorCode::Permission,
            StoreError::Away { .. } => ErrorCode::Unreachable,
            StoreError::Credentials { .. } => ErrorCode::Credentials,
            StoreError::Unresolved { .. } => ErrorCode::Unresolved,
            StoreError::Io { .. } => ErrorCode::Io,
        };
        let mut out = Self::new(code, error.to_string(), error.hint().to_owned());
        out.source = Some(Box::new(error));
        out
    }
}

impl From<EditSyntaxError> for AppError {
    fn from(error: EditSyntaxError) -> Self {
        Self::new(
            ErrorCode::InvalidInput,
            format!("{}: {}", error.place, error.message),
            error.hint,
        )
    }
}

impl From<Rejected> for AppError {
    fn from(rejected: Rejected) -> Self {
        let message = rejected.to_string();
        match rejected {
            Rejected::Invalid { .. } => {
                Self::new(ErrorCode::InvalidInput, message, "nothing was changed")
            }
            Rejected::MissingReference { to, .. } => Self::new(
                ErrorCode::MissingReference,
                message,
                format!("create {to} first, or in the same group of edits"),
            ),
            Rejected::Referenced { by, .. } => {
                let mut list: Vec<String> = by.iter().take(10).map(ToString::to_string).collect();
                if by.len() > 10 {
                    list.push(format!("and {} more", by.len() - 10));
                }
                let out = Self::new(
                    ErrorCode::Referenced,
                    format!("{message}: {}", list.join(", ")),
                    "delete those too, or point them elsewhere first",
                );
                out.hint("nothing was changed")
                    .in_terminal("`baton delete --with-dependents` deletes those too")
            }
            Rejected::Unknown { .. } => {
                Self::new(ErrorCode::NotFound, message, "check its kind and id")
            }
            Rejected::Conflict {
                key,
                current,
                yours,
                theirs,
                ..
            } => {
                let mut out = Self::new(
                    ErrorCode::Conflict,
                    message,
                    "nothing was overwritten; look at both values, then edit again on the newest revision",
                );
                out.conflict = Some(Box::new(ConflictValues {
                    subject: key,
                    pointer: String::new(),
                    yours: yours.map(|json| *json),
                    theirs: theirs.map(|json| *json),
                    revision: current,
                }));
                out
            }
        }
    }
}

impl From<RevertConflict> for AppError {
    fn from(conflict: RevertConflict) -> Self {
        let mut out = Self::new(
            ErrorCode::Conflict,
            format!("this cannot be taken back: {conflict}"),
            "nothing was changed; edit the field itself, or undo the later edit first",
        );
        out.conflict = Some(Box::new(ConflictValues {
            subject: conflict.key,
            pointer: conflict.pointer,
            yours: conflict.yours.map(|json| *json),
            theirs: conflict.theirs.map(|json| *json),
            revision: 0,
        }));
        out
    }
}
