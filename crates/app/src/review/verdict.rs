//! What reviewers of a contract version are shown: whether it is compatible, and who is hit.

use crate::AppError;
use crate::contract::verdict::judged;
use crate::impact::ImpactQuestion;
use crate::impact::ask::impact_in;
use baton_model::{ContractVersion, Date, Document, Json};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// Most items of a list that a review keeps: a record has a size, and whoever wants all of them asks for the impact itself.
const MOST_ITEMS: usize = 100;

/// The verdict on a draft and its impact, as they are kept in its review.
pub(super) async fn of_version(
    document: Document,
    version: ContractVersion,
    today: Date,
) -> Result<(Json, Json), AppError> {
    let work = move || {
        let verdict = judged(&document, &version)?;
        let question = ImpactQuestion::ContractMoves {
            contract: version.contract,
            version: version.version,
        };
        let impact = impact_in(&document, &today, &question, None, MOST_ITEMS as u32)?;
        Ok((kept(&verdict), kept(&impact)))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::io(Path::new("a thread"), error.into()))?
}

/// An answer of a size that fits a record. Where items of a list are left out, `<list>_left_out` beside it says how many.
fn kept(answer: &impl Serialize) -> Json {
    let mut answer = json!(answer);
    shorten(&mut answer);
    Json(answer)
}

fn shorten(value: &mut Value) {
    let Value::Object(fields) = value else {
        return;
    };
    let mut left_out = Vec::new();
    for (name, field) in fields.iter_mut() {
        if let Value::Array(items) = field {
            if items.len() > MOST_ITEMS {
                left_out.push((format!("{name}_left_out"), items.len() - MOST_ITEMS));
                items.truncate(MOST_ITEMS);
            }
            items.iter_mut().for_each(shorten);
        } else if name != "counterexample" {
            shorten(field);
        }
    }
    for (name, count) in left_out {
        fields.insert(name, json!(count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut_and_say_so_and_payloads_stay_whole() {
        let many: Vec<usize> = (0..MOST_ITEMS + 3).collect();
        let comparison = json!({"changes": many, "counterexample": {"items": many}});
        let kept = kept(&json!({"against": [comparison], "few": [1]})).0;
        let first = &kept["against"][0];
        assert_eq!(first["changes"].as_array().unwrap().len(), MOST_ITEMS);
        assert_eq!(first["changes_left_out"], 3);
        assert_eq!(first["counterexample"]["items"], json!(many));
        assert_eq!(kept["few"], json!([1]));
    }
}
