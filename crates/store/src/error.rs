//! Why a store could not do what it was asked.

use crate::Problem;
use std::path::PathBuf;

/// A failure of a store. Nothing was written unless the variant says otherwise; the
/// message says what happened, [`StoreError::hint`] what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no registry at the place.
    #[error("there is no registry at {}", path.display())]
    Missing {
        /// The place.
        path: PathBuf,
    },
    /// What stands there is something else, and was left alone.
    #[error("{} is not a Baton registry: {reason}", path.display())]
    NotARegistry {
        /// The place.
        path: PathBuf,
        /// How that was seen.
        reason: String,
    },
    /// A file stands where a new one was to be written; it was left alone.
    #[error("{} exists already", path.display())]
    AlreadyExists {
        /// The place.
        path: PathBuf,
    },
    /// A log of edits whose registry is gone; it would be read into a new one of the same name.
    #[error("{} holds edits of a registry that is not there any more", log.display())]
    LeftLog {
        /// The log.
        log: PathBuf,
    },
    /// Another program holds the registry for longer than a write takes.
    #[error("the registry is locked by another program")]
    Busy,
    /// The registry can be read only.
    #[error("the registry is open for reading only: {reason}")]
    ReadOnly {
        /// Why, as a sentence.
        reason: String,
    },
    /// The registry needs a newer program, and was left alone.
    #[error("the registry has format {found}; this program knows formats up to {supported}")]
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest format that this program knows.
        supported: u32,
    },
    /// Something in the registry is not as it was written.
    #[error("the registry is damaged: {0}")]
    Corrupt(Box<Problem>),
    /// A commit that no sound application makes: an empty operation id, a change of a
    /// record that is not there, a reference to nothing.
    #[error("the registry refused the change: {message}")]
    Refused {
        /// What was refused.
        message: String,
    },
    /// There is no room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The system has no memory left.
    #[error("out of memory")]
    NoMemory,
    /// The operating system does not allow it.
    #[error("no permission for {}: {message}", path.display())]
    Permission {
        /// The place.
        path: PathBuf,
        /// The system's words.
        message: String,
    },
    /// The login's roles in a shared registry do not allow it. Nothing was written.
    #[error("{message}")]
    Forbidden {
        /// What was refused to whom, as a sentence.
        message: String,
        /// What to ask for, and whom.
        remedy: String,
    },
    /// The server does not answer. Nothing was written.
    #[error("{place} cannot be reached: {message}")]
    Away {
        /// The registry's address, without any password.
        place: String,
        /// The system's words.
        message: String,
    },
    /// The server wants another name or password.
    #[error("{place} does not let you in: {message}")]
    Credentials {
        /// The registry's address, without any password.
        place: String,
        /// The server's words.
        message: String,
    },
    /// The connection broke while a commit was being stored, and the server cannot be asked whether it is there: all of it, or nothing.
    #[error(
        "the connection to {place} broke while the edit was being stored; it is there as a whole or not at all"
    )]
    Unresolved {
        /// The registry's address, without any password.
        place: String,
    },
    /// Reading or writing failed.
    #[error("reading or writing the registry failed: {message}")]
    Io {
        /// The system's words.
        message: String,
    },
}

impl StoreError {
    /// A damaged place.
    pub fn corrupt(problem: Problem) -> Self {
        Self::Corrupt(Box::new(problem))
    }

    /// What to do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::Missing { .. } => "check the path, or make a registry with `baton init`",
            Self::NotARegistry { .. } => {
                "the file was not touched; choose another one, restore a backup with `baton restore`, or keep what can be read of a damaged registry with `baton doctor --salvage FILE`"
            }
            Self::AlreadyExists { .. } => "choose another name, or move the file away",
            Self::LeftLog { .. } => {
                "put the registry back beside it, move it away or delete it, or choose another name"
            }
            Self::Busy => "close the other program or wait for it, then try again",
            Self::ReadOnly { .. } => {
                "what was there is intact; copy the registry to a place you may write to"
            }
            Self::NewerFormat { .. } => "update Baton; the registry can be read meanwhile",
            Self::Corrupt(_) => {
                "run `baton doctor` for the full list, then `baton restore` a backup or keep what can be read with `baton doctor --salvage FILE`"
            }
            Self::Refused { .. } => {
                "nothing was written; this is a fault of Baton, please report it"
            }
            Self::DiskFull => {
                "nothing was written and all earlier edits are intact; free some space and try again"
            }
            Self::NoMemory => {
                "all acknowledged edits are intact; close other programs, or do it in smaller parts, and try again"
            }
            Self::Permission { .. } => {
                "ask for permission to read and write the file and its folder"
            }
            Self::Forbidden { remedy, .. } => remedy,
            Self::Away { .. } => {
                "what was loaded can still be read; check the network, then try again"
            }
            Self::Credentials { .. } => {
                "check the name in the address, and give the password in PGPASSWORD or ~/.pgpass; the desktop asks for it"
            }
            Self::Unresolved { .. } => {
                "try the same edit again once the server is back: it is never stored twice"
            }
            Self::Io { .. } => "all acknowledged edits are intact; check the disk, then try again",
        }
    }
}
