//! `baton restore`.

use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::{AppError, ErrorCode};
use serde_json::json;
use std::path::Path;

/// Puts a sound copy in the registry's place; what stood there is kept beside it.
pub async fn run(global: &Global, out: &Output, file: &Path) -> Result<Outcome, AppError> {
    let target = open::path(global)?;
    if target.exists() && !global.yes {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} would be replaced", target.display()),
            "close other programs that use it and say --yes; the present file is kept beside it",
        ));
    }
    let kept = baton_store_sqlite::restore(file, &target).await?;
    out.result(
        || json!({"registry": target, "kept": kept}),
        |style| {
            let kept = kept.as_ref().map_or_else(String::new, |path| {
                format!("; the old file is kept as {}", path.display())
            });
            format!("{} {}{kept}", style.good("restored"), target.display())
        },
    );
    Ok(Outcome::Fine)
}
