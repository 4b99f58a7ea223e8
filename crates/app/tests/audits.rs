//! The audit over time, and incidents that feed it.

use crate::common;
use crate::common::edit;
use baton_app::audit::explain::audit_handoff;
use baton_app::audit::run::Question;
use baton_app::audit::series::{AuditSeries, SeriesRequest, Since, audit_series};
use baton_app::audit::table::{AuditFilter, audit_scores, audit_table};
use baton_app::incident::list::incidents;
use baton_app::incident::record::{NewIncident, record_incident};
use baton_app::incident::resolve::resolve_incident;
use baton_app::registry::EditReply;
use baton_app::{ErrorCode, Host, Registry};
use baton_model::{Kind, RecordKey, Timestamp, parse_edits};
use baton_store_sqlite::SqliteStore;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// Somebody whose day is set by hand.
#[derive(Clone)]
struct Calendar {
    day: Arc<Mutex<&'static str>>,
    operations: Arc<AtomicU32>,
}

impl Host for Calendar {
    fn author(&self) -> String {
        "ada".to_owned()
    }

    fn now(&self) -> Timestamp {
        let day = *self.day.lock().unwrap();
        Timestamp::new(format!("{day}T12:00:00Z")).unwrap()
    }

    fn operation_id(&self) -> String {
        let count = self.operations.fetch_add(1, Ordering::Relaxed);
        format!("operation-{count}")
    }
}

async fn apply(registry: &Registry, text: &str) {
    let edits: Result<Vec<serde_json::Value>, _> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect();
    let text = serde_json::Value::from(edits.unwrap()).to_string();
    let edits = registry.read(|document| parse_edits(&text, document));
    edit(registry, edits.unwrap()).await.unwrap();
}

/// Two teams and three agents on the first day; a handoff on the third; its contract and version on the tenth; an owner on the twentieth.
async fn grown() -> (Registry, Calendar) {
    let calendar = Calendar {
        day: Arc::new(Mutex::new("2026-03-01")),
        operations: Arc::default(),
    };
    let store = SqliteStore::in_memory().await.unwrap();
    let registry = Registry::open(Box::new(store), Box::new(calendar.clone()))
        .await
        .unwrap();
    let handoff = |more: &str| {
        format!(
            r#"{{"op": "put", "kind": "handoff", "id": "a-to-b", "record": {{"topology": "t", "from": "a", "to": "b"{more}}}}}"#
        )
    };
    let contract = r#", "contract": "c", "version": "1.0.0""#;
    let owner =
        r#", "owner_model": "downstream", "owners": ["care"], "fallback_owner": {"team": "care"}"#;
    for (day, edits) in [
        (
            "2026-03-01",
            r#"{"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
            {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
            {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "team": "care"}}
            {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "team": "care"}}"#
                .to_owned(),
        ),
        ("2026-03-03", handoff("")),
        (
            "2026-03-10",
            r#"{"op": "put", "kind": "contract", "id": "c", "record": {"name": "C"}}
            {"op": "put", "kind": "contract_version", "id": "c@1.0.0", "record": {"contract": "c", "version": "1.0.0", "state": "published",
                "payload_schema": {"type": "object"}}}"#
                .to_owned()
                + &handoff(contract),
        ),
        ("2026-03-20", handoff(&format!("{contract}{owner}"))),
    ] {
        *calendar.day.lock().unwrap() = day;
        apply(&registry, &edits).await;
    }
    *calendar.day.lock().unwrap() = "2026-04-01";
    (registry, calendar)
}

async fn series(registry: &Registry, since: Since, points: u32) -> AuditSeries {
    let request = SeriesRequest {
        topology: None,
        since,
        points,
        about: None,
    };
    audit_series(registry, &request).await.unwrap()
}

fn days(series: &AuditSeries) -> Vec<&str> {
    let points = series.points.iter();
    points.map(|point| &point.at.as_str()[..10]).collect()
}

/// Scores of a line in whole percent; -1 where there was nothing to score.
fn scores(series: &AuditSeries, about: Option<(Kind, &str)>) -> Vec<i32> {
    let about = about.map(|(kind, id)| RecordKey::new(kind, id));
    let line = series.lines.iter().find(|line| line.about == about);
    let marks = &line.unwrap().marks;
    let percent = |score: f64| (score * 100.0).round() as i32;
    let scores = marks.iter();
    scores
        .map(|mark| mark.map_or(-1, |mark| percent(mark.score)))
        .collect()
}

#[tokio::test]
async fn a_series_tells_the_registry_as_it_was() {
    let (registry, _) = grown().await;
    let all = series(&registry, Since::Start, 10).await;
    assert_eq!(
        days(&all),
        [
            "2026-03-01",
            "2026-03-03",
            "2026-03-10",
            "2026-03-20",
            "2026-04-01"
        ]
    );
    // 0, 2 and 3 of 7 questions; on the first day there was no handoff.
    let expected = [-1, 0, 29, 43, 43];
    assert_eq!(scores(&all, None), expected);
    assert_eq!(scores(&all, Some((Kind::Team, "care"))), expected);
    assert_eq!(scores(&all, Some((Kind::Agent, "a"))), expected);
    assert!(all.lines.iter().all(|line| line.marks.len() == 5));

    // Each mark is what an audit of that state gives.
    let past = registry.document_at(3).await.unwrap();
    assert!(past.contains(Kind::ContractVersion, "c@1.0.0"));
    let last = all.lines[0].marks[4].unwrap();
    let now = audit_scores(&registry).unwrap();
    assert_eq!(
        (last.score, last.mean_risk),
        (now.cards[0].score, now.cards[0].mean_risk)
    );
    assert!(all.lines[0].marks[1].unwrap().mean_risk > last.mean_risk);

    assert_eq!(series(&registry, Since::Start, 10).await, all, "remembered");
}

#[tokio::test]
async fn a_span_begins_with_the_state_that_it_found() {
    let (registry, _) = grown().await;
    let month = series(&registry, Since::Days(20), 10).await;
    assert_eq!(days(&month), ["2026-03-12", "2026-03-20", "2026-04-01"]);
    assert_eq!(scores(&month, None), [29, 43, 43]);

    let few = series(&registry, Since::Start, 2).await;
    assert_eq!(days(&few), ["2026-03-01", "2026-04-01"]);
    let three = series(&registry, Since::Days(25), 3).await;
    assert_eq!(days(&three), ["2026-03-07", "2026-03-20", "2026-04-01"]);

    let request = |points, about| SeriesRequest {
        topology: Some("t".to_owned()),
        since: Since::Start,
        points,
        about,
    };
    let handoff = RecordKey::new(Kind::Handoff, "a-to-b");
    let one = audit_series(&registry, &request(10, Some(handoff)))
        .await
        .unwrap();
    assert_eq!(one.lines.len(), 1);
    let marks: Vec<bool> = one.lines[0].marks.iter().map(Option::is_some).collect();
    assert_eq!(marks, [false, true, true, true, true]);

    for points in [0, 1, 1000] {
        let error = audit_series(&registry, &request(points, None))
            .await
            .unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
    }
}

#[tokio::test]
async fn a_day_without_an_edit_counts_too() {
    let (registry, calendar) = grown().await;
    apply(
        &registry,
        r#"{"op": "put", "kind": "contract_version", "id": "c@1.0.0", "record": {"contract": "c", "version": "1.0.0", "state": "deprecated",
            "notice_date": "2026-04-01", "sunset_date": "2026-05-01", "payload_schema": {"type": "object"}}}"#,
    )
    .await;
    assert_eq!(
        scores(&series(&registry, Since::Start, 10).await, None).last(),
        Some(&43)
    );
    *calendar.day.lock().unwrap() = "2026-05-02";
    // The sunset has come by itself.
    let all = series(&registry, Since::Start, 10).await;
    assert_eq!(scores(&all, None)[4..], [43, 29]);
}

fn made(reply: &EditReply) -> String {
    let change = reply
        .diff
        .iter()
        .find(|change| change.kind == Kind::Incident);
    change.unwrap().id.clone()
}

#[tokio::test]
async fn an_incident_raises_the_risk_and_its_resolution_lowers_it() {
    let (registry, _) = grown().await;
    let risk = || audit_handoff(&registry, "a-to-b").unwrap().audit.risk;
    let before = risk();
    let new = NewIncident {
        handoff: "a-to-b".to_owned(),
        cause: " No amount arrived ".to_owned(),
        at: Some(Timestamp::new("2026-03-15T03:00:00Z").unwrap()),
        ..NewIncident::default()
    };
    let id = made(&record_incident(&registry, &new).await.unwrap());
    assert_eq!(id, "a-to-b-2026-03-15");
    let open = risk();
    assert!(open > before, "{before} {open}");
    let rows = incidents(&registry, Some("a-to-b"));
    assert_eq!(
        (rows[0].cause.as_str(), rows[0].versions.as_slice()),
        ("No amount arrived", &["c@1.0.0".to_owned()][..])
    );
    assert_eq!(rows[0].handoff_name, "A → B");
    let explained = audit_handoff(&registry, "a-to-b").unwrap();
    assert_eq!(explained.incidents, rows);
    let of_term = explained
        .audit
        .terms
        .iter()
        .find(|term| term.reason == "1 incident is not resolved");
    let term = of_term.unwrap();
    assert_eq!((term.without, term.weight), (before, 0.15));
    assert!(term.lower.is_some());

    resolve_incident(&registry, &id, true, "Check the amount first")
        .await
        .unwrap();
    let resolved = risk();
    assert!(
        before < resolved && resolved < open,
        "{before} {resolved} {open}"
    );
    assert_eq!(
        incidents(&registry, None)[0].lesson,
        "Check the amount first"
    );
    resolve_incident(&registry, &id, false, "").await.unwrap();
    assert_eq!(
        (risk(), incidents(&registry, None)[0].lesson.as_str()),
        (open, "Check the amount first")
    );

    // On the day before the registry knew the handoff, nothing ran.
    let earlier = NewIncident {
        at: Some(Timestamp::new("2026-03-02T00:00:00Z").unwrap()),
        ..new.clone()
    };
    record_incident(&registry, &earlier).await.unwrap();
    assert_eq!(incidents(&registry, None)[1].versions, [""; 0]);
    let again = record_incident(&registry, &new).await.unwrap();
    assert_eq!(made(&again), "a-to-b-2026-03-15-2");
    for (wrong, code) in [
        (
            NewIncident {
                cause: "  ".to_owned(),
                ..new.clone()
            },
            ErrorCode::InvalidInput,
        ),
        (
            NewIncident {
                handoff: "none".to_owned(),
                ..new.clone()
            },
            ErrorCode::NotFound,
        ),
        (
            NewIncident {
                at: Some(Timestamp::new("2027-01-01T00:00:00Z").unwrap()),
                ..new
            },
            ErrorCode::InvalidInput,
        ),
    ] {
        assert_eq!(
            record_incident(&registry, &wrong).await.unwrap_err().code,
            code
        );
    }
    assert_eq!(
        resolve_incident(&registry, "none", true, "")
            .await
            .unwrap_err()
            .code,
        ErrorCode::NotFound
    );
}

#[tokio::test]
async fn the_table_shows_what_the_filter_lets_through() {
    let registry = common::from_template("sample-support").await;
    let table = |topology: Option<&str>, team: Option<&str>, missing| {
        let filter = AuditFilter {
            topology: topology.map(str::to_owned),
            team: team.map(str::to_owned),
            missing,
        };
        audit_table(&registry, &filter).unwrap()
    };
    let all = table(None, None, None);
    assert_eq!(all.rows.len(), all.total as usize);
    assert!(all.rows.is_sorted_by(|a, b| a.risk >= b.risk));
    assert_eq!((all.questions.len(), all.missing.len()), (7, 7));
    let greeting = all
        .rows
        .iter()
        .find(|row| row.id == "phone-greeting-to-triage");
    assert_eq!(greeting.unwrap().open_incidents, 1);

    let bare = table(None, None, Some(Question::Contract));
    assert_eq!(bare.rows.len(), all.missing[0] as usize);
    assert!(!bare.rows.is_empty() && bare.rows.iter().all(|row| !row.answers.contract));
    let team = all.rows[0].teams[0].clone();
    let of_team = table(Some("sample-support"), Some(&team), None);
    assert!(of_team.rows.iter().all(|row| row.teams.contains(&team)));
    assert!(of_team.rows.len() < all.rows.len());
    assert_eq!(table(Some("none"), None, None).rows, []);
    assert_eq!(
        audit_handoff(&registry, "none").unwrap_err().code,
        ErrorCode::NotFound
    );
}
