//! The question, and the answer as a report or hit by hit.

use crate::contract::compare::{milliseconds, with_deep_stack};
use crate::{AppError, ErrorCode, Registry};
use baton_analysis::{
    Asked, Found, ImpactQuestion, ImpactReport, RegistryGraph, Unanswerable, impact as find,
};
use baton_contract::Effort;
use baton_model::{Date, Document, Environment, EnvironmentId, Kind};

/// Who is hit, with at most so many hits; everything else of the report is complete. Versions are looked up in the environment, or in that of
/// each handoff's topology when none is given.
///
/// Works on the records as they stand now; edits do not wait for it.
pub fn impact(
    registry: &Registry,
    question: &ImpactQuestion,
    environment: Option<&str>,
    most_hits: u32,
) -> Result<ImpactReport, AppError> {
    tell_impact(registry, question, environment, |found| {
        found.report(most_hits as usize)
    })
}

/// The same for records that the caller holds, which are put into a graph first.
pub fn impact_in(
    document: &Document,
    today: &Date,
    question: &ImpactQuestion,
    environment: Option<&str>,
    most_hits: u32,
) -> Result<ImpactReport, AppError> {
    let graph = RegistryGraph::new(document);
    answered(document, &graph, today, question, environment, |found| {
        found.report(most_hits as usize)
    })
}

/// Finds who is hit and hands the answer over to be told in turn, however many hits there are. Like [`impact`], it keeps nobody from editing.
pub fn tell_impact<T: Send>(
    registry: &Registry,
    question: &ImpactQuestion,
    environment: Option<&str>,
    tell: impl FnOnce(&Found<'_>) -> T + Send,
) -> Result<T, AppError> {
    let today = registry.host().today();
    let (document, graph) = registry.graphed();
    answered(&document, &graph, &today, question, environment, tell)
}

fn answered<T: Send>(
    document: &Document,
    graph: &RegistryGraph,
    today: &Date,
    question: &ImpactQuestion,
    environment: Option<&str>,
    tell: impl FnOnce(&Found<'_>) -> T + Send,
) -> Result<T, AppError> {
    let environment = environment.map(|id| known(document, id)).transpose()?;
    with_deep_stack(|| {
        let asked = Asked {
            document,
            graph,
            today,
            environment: environment.as_ref(),
            effort: Effort::default(),
            clock: Some(&milliseconds),
        };
        let found = find(&asked, question).map_err(refused)?;
        Ok(tell(&found))
    })?
}

fn known(document: &Document, id: &str) -> Result<EnvironmentId, AppError> {
    let environment = document.find::<Environment>(id);
    let environment = environment.map(|environment| environment.id.clone());
    environment.ok_or_else(|| missing(Kind::Environment, id))
}

fn missing(kind: Kind, id: &str) -> AppError {
    AppError::new(
        ErrorCode::NotFound,
        format!("there is no {} {id:?}", kind.name().replace('_', " ")),
        "check its id",
    )
    .in_terminal(format!("`baton list {}` shows all", kind.name()))
}

fn refused(why: Unanswerable) -> AppError {
    let message = why.to_string();
    match why {
        Unanswerable::Missing(key) => missing(key.kind, &key.id),
        Unanswerable::NoVersion(contract) => {
            AppError::new(ErrorCode::NotFound, message, "draft its first version")
                .in_terminal(format!("`baton contract draft {contract}` drafts one"))
        }
        Unanswerable::NoSchema { .. } => AppError::new(
            ErrorCode::InvalidInput,
            message,
            "mend it, then ask again; `$ref` has to lead into the same document",
        ),
        Unanswerable::NoField { contract, .. } => AppError::new(
            ErrorCode::NotFound,
            message,
            "name a field as the contract's versions have it, for example /amount",
        )
        .in_terminal(format!(
            "`baton contract fields {contract}@VERSION` shows all"
        )),
        Unanswerable::NoResponder(_) => AppError::new(
            ErrorCode::InvalidInput,
            message,
            "name a record of one of these kinds",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{apply, parse_edits};

    fn template(name: &str) -> Document {
        let path = format!(
            "{}/../../templates/{name}/records.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let text = std::fs::read_to_string(path).unwrap();
        let mut document = Document::new();
        let edits = parse_edits(&text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        document
    }

    fn ask(
        document: &Document,
        question: &serde_json::Value,
        environment: Option<&str>,
    ) -> Result<ImpactReport, AppError> {
        let question = serde_json::from_value(question.clone()).unwrap();
        impact_in(
            document,
            &Date::new("2026-11-21").unwrap(),
            &question,
            environment,
            u32::MAX,
        )
    }

    #[test]
    fn the_sample_tells_whose_payloads_break_and_the_teams() {
        let document = template("sample-support");
        let version = document
            .find::<baton_model::ContractVersion>("support-ticket@1.1.0")
            .unwrap();
        let mut schema = version.payload_schema.0.clone();
        schema["properties"]["plan"] = serde_json::json!({"type": "string"});
        let question = serde_json::json!({"ask": "contract_draft", "contract": "support-ticket", "schema": schema});
        let safe = ask(&document, &question, Some("production")).unwrap();
        assert!(
            safe.holds && safe.counts.breaks + safe.counts.undecided == 0,
            "{:?}",
            safe.summary
        );

        schema["required"]
            .as_array_mut()
            .unwrap()
            .push("plan".into());
        let question = serde_json::json!({"ask": "contract_draft", "contract": "support-ticket", "schema": schema});
        let breaks = ask(&document, &question, Some("production")).unwrap();
        assert_eq!(breaks.counts.breaks, 6, "{}", breaks.summary);
        let direct = &breaks.hits[0];
        assert!(
            direct
                .counterexample
                .as_ref()
                .unwrap()
                .0
                .get("plan")
                .is_none()
        );
        assert!(direct.fields.iter().any(|field| field == "/plan"));
        let mut teams: Vec<&str> = breaks.teams.iter().map(|team| team.team.as_str()).collect();
        teams.sort_unstable();
        assert_eq!(teams, ["desk-billing", "desk-care", "desk-network"]);
        assert!(breaks.teams.iter().all(|team| team.first_step.is_some()));
    }

    #[test]
    fn the_sample_passes_the_ticket_on_to_the_end() {
        let document = template("sample-support");
        let version = document
            .find::<baton_model::ContractVersion>("support-ticket@1.1.0")
            .unwrap();
        let mut schema = version.payload_schema.0.clone();
        schema["properties"]["ticket"] = serde_json::json!({"type": "integer"});
        let question = serde_json::json!({"ask": "contract_draft", "contract": "support-ticket", "schema": schema});
        let report = ask(&document, &question, None).unwrap();
        let closed = report
            .hits
            .iter()
            .find(|hit| hit.handoff.as_str() == "account-solved")
            .unwrap();
        assert_eq!(closed.effect, baton_analysis::Effect::Breaks);
        assert_eq!(
            (closed.fields.as_slice(), closed.inferred.len()),
            (["/ticket".to_owned()].as_slice(), 0)
        );
        assert_eq!(
            closed.path.len(),
            2,
            "one hop behind whatever carries the ticket to the specialist"
        );
        assert!(
            closed.counterexample.as_ref().unwrap().0.is_i64(),
            "a value of the field"
        );
    }

    #[test]
    fn what_is_not_there_is_named() {
        let document = template("sample-support");
        for (question, environment, expected) in [
            (
                serde_json::json!({"ask": "agent_retired", "agent": "nobody"}),
                None,
                "there is no agent \"nobody\"",
            ),
            (
                serde_json::json!({"ask": "agent_retired", "agent": "triage-desk"}),
                Some("moon"),
                "there is no environment \"moon\"",
            ),
        ] {
            let error = ask(&document, &question, environment).unwrap_err();
            assert_eq!(
                (error.message.as_str(), error.code),
                (expected, ErrorCode::NotFound)
            );
        }
    }
}
