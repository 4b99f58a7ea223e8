//! From the server's SQLSTATE codes to the kinds of failure that a user can act on.

use crate::Address;
use baton_store::{Problem, StoreError};
use std::path::PathBuf;

/// Names the failure (postgresql.org/docs/current/errcodes-appendix.html).
pub(crate) fn store_error(address: &Address, error: &sqlx::Error) -> StoreError {
    let place = || PathBuf::from(address.to_string());
    let Some(database) = error.as_database_error() else {
        return match error {
            sqlx::Error::PoolTimedOut => away(address, "no connection in five seconds"),
            sqlx::Error::ColumnDecode { index, .. } => {
                let problem = Problem::row("database", "", error.to_string());
                StoreError::corrupt(problem.column(index.trim_matches('"')))
            }
            error if is_cut(error) => away(address, error),
            _ => StoreError::Io {
                message: format!("{address}: {error}"),
            },
        };
    };
    if is_cut(error) {
        return away(address, database.message());
    }
    let message = database.message().to_owned();
    let code = database.code().unwrap_or_default();
    match code.as_ref() {
        // Serialization failures, deadlocks, locks that were waited for too long.
        "40001" | "40P01" | "55P03" | "57014" => StoreError::Busy,
        "53100" => StoreError::DiskFull,
        "25006" => StoreError::ReadOnly {
            reason: "the server takes no writes".to_owned(),
        },
        "3D000" => StoreError::Missing { path: place() },
        "42P01" | "3F000" => StoreError::NotARegistry {
            path: place(),
            reason: message,
        },
        "42501" => StoreError::Forbidden {
            message: format!("{address}: {message}"),
            remedy: "ask an admin of the registry for a role (`baton registry grant`), or whoever looks after the server for the right".to_owned(),
        },
        code if code.starts_with("28") => StoreError::Credentials {
            place: address.to_string(),
            message,
        },
        code if code.starts_with("23") => StoreError::Refused { message },
        "XX001" | "XX002" => StoreError::corrupt(Problem::row("database", "", message)),
        code => StoreError::Io {
            message: format!("{address}: {message} ({code})"),
        },
    }
}

/// The server cannot be asked.
pub(crate) fn away(address: &Address, message: &(impl ToString + ?Sized)) -> StoreError {
    StoreError::Away {
        place: address.to_string(),
        message: message.to_string(),
    }
}

/// Whether the connection ended, so that what was under way when it did is not known to have happened.
pub(crate) fn is_cut(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        // The server shuts down, crashed, ends this client, or is not up yet; class 08 is the connection's.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            matches!(
                code.as_ref(),
                "57P01" | "57P02" | "57P03" | "57P05" | "25P03"
            ) || code.starts_with("08")
        }),
        _ => false,
    }
}
