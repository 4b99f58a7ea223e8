//! From what people type to what they mean.

use super::clearance::is_open;
use crate::{AppError, ErrorCode};
use baton_model::{Document, Kind, RecordKey, Review};

/// The record that `KIND:ID` names, or a contract version or topology by its id alone.
pub fn subject(document: &Document, text: &str) -> Result<RecordKey, AppError> {
    let keys: Vec<RecordKey> = match record(document, text) {
        Ok(key) => return Ok(key),
        Err(error) if text.contains(':') => return Err(error),
        Err(_) => [Kind::ContractVersion, Kind::Topology]
            .into_iter()
            .map(|kind| RecordKey::new(kind, text))
            .filter(|key| document.get(key).is_some())
            .collect(),
    };
    match <[RecordKey; 1]>::try_from(keys) {
        Ok([key]) => Ok(key),
        Err(keys) if keys.is_empty() => Err(AppError::new(
            ErrorCode::NotFound,
            format!("there is no contract version and no topology {text:?}"),
            "name CONTRACT@VERSION or a topology",
        )
        .in_terminal("`baton list contract_version` and `baton list topology` show all")),
        Err(_) => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{text:?} is a contract version and a topology"),
            format!("write contract_version:{text} or topology:{text}"),
        )),
    }
}

/// The record that `KIND:ID` names.
pub fn record(document: &Document, text: &str) -> Result<RecordKey, AppError> {
    let Some((kind, id)) = text.split_once(':') else {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{text:?} names no record"),
            "write KIND:ID, for example contract_version:refund@1.3.0",
        ));
    };
    let key = RecordKey::new(crate::record::list::kind(kind)?, id);
    if document.get(&key).is_none() {
        return Err(AppError::new(
            ErrorCode::NotFound,
            format!("{key} does not exist"),
            "check its kind and id",
        )
        .in_terminal(format!("`baton list {}` shows all", key.kind)));
    }
    Ok(key)
}

/// The review with an id, or the one that is open for the subject of that name.
pub(super) fn review<'a>(document: &'a Document, text: &str) -> Result<&'a Review, AppError> {
    if let Some(review) = document.find::<Review>(text) {
        return Ok(review);
    }
    let missing = || {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no review {text:?}, and none is open for a subject of that name"),
            "it may have been withdrawn or closed; ask for one",
        )
        .in_terminal("`baton review list` shows all")
    };
    let subject = subject(document, text).map_err(|_| missing())?;
    super::clearance::current_review(document, &subject).ok_or_else(missing)
}

/// The same, where it still counts.
pub(super) fn open_review<'a>(document: &'a Document, text: &str) -> Result<&'a Review, AppError> {
    let review = review(document, text)?;
    if is_open(review) {
        return Ok(review);
    }
    let state = crate::record::words::word(review.state);
    Err(AppError::new(
        ErrorCode::InvalidInput,
        format!(
            "review {} is {state}; nothing can be said in it any more",
            review.id
        ),
        "ask for a review again",
    )
    .in_terminal(format!("`baton review ask {}` asks", review.subject.id)))
}
