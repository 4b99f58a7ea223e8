//! The checks that every store has to pass, whatever database it stands on.
//!
//! A store's tests call [`run_all`] with a way to open a registry by name: the same name
//! opens the same registry again, a new name an empty one.

mod commits;
mod fixture;
mod history;
mod reading;
mod series;

use crate::{RegistryStore, StoreError};
use std::future::Future;
use std::pin::Pin;

pub use fixture::{Author, every_kind};

/// Why a check failed.
#[derive(Debug)]
pub struct Failed(String);

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(format!("{error} ({})", error.hint()))
    }
}

impl From<String> for Failed {
    fn from(message: String) -> Self {
        Self(message)
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

type Store = Box<dyn RegistryStore>;
type Outcome<'a> = Pin<Box<dyn Future<Output = Result<(), Failed>> + Send + 'a>>;
/// Opens the check's registry once more.
type Open<'a> = &'a (dyn Fn() -> Pin<Box<dyn Future<Output = Store> + Send + 'a>> + Send + Sync);

macro_rules! checks {
    ($($module:ident::$name:ident,)*) => {
        const CHECKS: &[(&str, for<'a> fn(Open<'a>) -> Outcome<'a>)] =
            &[$((stringify!($name), |open| Box::pin($module::$name(open)))),*];
    };
}

checks! {
    reading::a_new_registry_is_empty,
    reading::every_kind_comes_back_as_it_was,
    reading::every_kind_can_be_changed_and_removed,
    reading::what_is_not_there_is_none,
    reading::info_names_the_place,
    reading::a_backup_is_a_file_of_its_own,
    commits::revisions_count_commits,
    commits::a_stale_commit_changes_nothing,
    commits::a_stale_commit_is_worked_out_again_in_its_turn,
    commits::a_repeated_operation_changes_nothing,
    commits::an_operation_needs_an_id,
    commits::a_refused_commit_leaves_nothing_behind,
    commits::records_that_refer_to_each_other_come_together,
    commits::two_handles_see_each_other,
    commits::writers_at_once_lose_nothing,
    commits::many_records_at_once,
    series::a_series_stays_as_a_whole,
    series::a_series_that_is_given_up_leaves_nothing,
    history::the_log_tells_everything,
    history::the_log_is_paged_newest_first,
    history::the_log_of_a_record_holds_its_commits_alone,
    history::changes_since_a_revision_come_in_order,
    history::each_author_has_a_chain,
    history::an_undo_names_what_it_reverses,
    history::a_sound_registry_has_no_problems,
}

/// Runs every check on a registry of its own, named after the check.
///
/// # Panics
/// When a check fails, with the names of all that did and why.
pub async fn run_all<F, Opening>(open: F)
where
    F: Fn(&'static str) -> Opening + Send + Sync,
    Opening: Future<Output = Store> + Send,
{
    let mut failures = Vec::new();
    for (name, check) in CHECKS {
        let result = check(&|| Box::pin(open(name))).await;
        if let Err(failed) = result {
            failures.push(format!("{name}: {failed}"));
        }
    }
    let failures = failures.join("\n");
    assert!(
        failures.is_empty(),
        "the store does not conform:\n{failures}"
    );
}

/// Fails the check with a message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(crate::conformance::Failed::from(format!($($message)+)));
        }
    };
}

/// Fails the check unless two values are equal.
macro_rules! ensure_eq {
    ($found:expr, $expected:expr) => {
        match (&$found, &$expected) {
            (found, expected) if found == expected => {}
            (found, expected) => {
                return Err(crate::conformance::Failed::from(format!(
                    "{}: expected {expected:?}, found {found:?}",
                    stringify!($found)
                )));
            }
        }
    };
}

use {ensure, ensure_eq};
