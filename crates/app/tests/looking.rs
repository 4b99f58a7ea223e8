//! Searching, tables and pages over a registry that is edited meanwhile.

use crate::common::{agent, edit, from_template, in_memory, put_team};
use baton_app::edit::undo::undo;
use baton_app::record::page::record_page;
use baton_app::record::search::{SearchHit, search};
use baton_app::record::table::{RegistryTable, Sorting, table};
use baton_app::{ErrorCode, Registry};
use baton_model::{EditCommand, Kind, Team, TeamId};

fn ids(hits: &[SearchHit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

async fn rename_team(registry: &Registry, id: &str, name: &str) {
    let mut team = registry.read(|d| d.find::<Team>(id).unwrap().clone());
    name.clone_into(&mut team.name);
    edit(registry, vec![EditCommand::put(team)]).await.unwrap();
}

#[tokio::test]
async fn a_search_finds_by_id_name_owner_ends_and_text_best_first() {
    let registry = from_template("sample-support").await;
    let first = |text: &str| search(&registry, text, 5).remove(0);
    let exact = first("triage-desk");
    assert_eq!(
        (exact.kind, exact.id.as_str()),
        (Kind::Agent, "triage-desk")
    );
    assert!(!exact.note.is_empty(), "its owner");
    let handoff = first("outage-to-visit");
    assert_eq!(handoff.kind, Kind::Handoff);
    assert!(handoff.name.contains(" → "), "{handoff:?}");
    assert!(!handoff.note.is_empty(), "its topology");
    let owner = registry.read(|d| d.find::<Team>("desk-network").unwrap().name.clone());
    let hits = search(&registry, &owner, 100);
    assert_eq!(hits[0].kind, Kind::Team);
    assert!(hits.iter().any(|hit| hit.kind == Kind::Agent), "{hits:?}");
    assert!(hits.iter().all(|hit| hit.kind != Kind::Placement));
    assert_eq!(search(&registry, &owner, 2).len(), 2);
    assert_eq!(search(&registry, "outage zzzz", 9), []);
    assert_eq!(search(&registry, "  ", 9), []);
    let hostile = "x".repeat(1 << 20);
    assert_eq!(search(&registry, &hostile, 9), []);
}

#[tokio::test]
async fn a_search_sees_every_edit_at_once() {
    let registry = in_memory().await;
    assert_eq!(search(&registry, "night", 9), []);
    edit(&registry, vec![put_team("a", "Night watch")])
        .await
        .unwrap();
    let mut porter = agent("porter", "Porter");
    porter.team = Some(TeamId::new("a").unwrap());
    edit(&registry, vec![EditCommand::put(porter)])
        .await
        .unwrap();
    assert_eq!(ids(&search(&registry, "night", 9)), ["a", "porter"]);
    rename_team(&registry, "a", "Day shift").await;
    assert_eq!(search(&registry, "night", 9), []);
    assert_eq!(ids(&search(&registry, "day", 9)), ["a", "porter"]);
    undo(&registry).await.unwrap();
    assert_eq!(ids(&search(&registry, "night", 9)), ["a", "porter"]);
}

fn column(table: &RegistryTable, id: &str) -> Vec<String> {
    let at = table.columns.iter().position(|c| c.id == id).unwrap();
    table.rows.iter().map(|row| row.cells[at].clone()).collect()
}

fn by(column: &str, descending: bool) -> Sorting {
    Sorting {
        column: Some(column.to_owned()),
        descending,
    }
}

#[tokio::test]
async fn a_table_is_filtered_and_sorted() {
    let registry = from_template("sample-support").await;
    let all = table(&registry, Kind::Agent, "", &Sorting::default()).unwrap();
    assert_eq!((all.rows.len(), all.total), (12, 12));
    let mut names: Vec<&str> = all.rows.iter().map(|row| row.name.as_str()).collect();
    names.sort_by_key(|name| name.to_lowercase());
    assert_eq!(
        all.rows
            .iter()
            .map(|row| row.name.as_str())
            .collect::<Vec<_>>(),
        names
    );
    let owned = table(&registry, Kind::Agent, "owner:network", &by("name", true)).unwrap();
    assert!(owned.rows.len() < 12 && !owned.rows.is_empty());
    assert_eq!(owned.total, 12);

    let busy = table(&registry, Kind::Agent, "", &by("handoffs_in", true)).unwrap();
    let counts: Vec<u32> = column(&busy, "handoffs_in")
        .iter()
        .map(|cell| cell.parse().unwrap())
        .collect();
    assert!(
        counts.is_sorted_by(|a, b| a >= b) && counts[0] > 0,
        "{counts:?}"
    );

    // Empty cells come last whichever way.
    for descending in [false, true] {
        let handoffs = table(&registry, Kind::Handoff, "", &by("contract", descending)).unwrap();
        let contracts = column(&handoffs, "contract");
        let first_empty = contracts.iter().position(String::is_empty).unwrap();
        assert!(first_empty > 0 && contracts[first_empty..].iter().all(String::is_empty));
    }
    let marked = table(&registry, Kind::Handoff, "finding:any", &Sorting::default()).unwrap();
    assert!(!marked.rows.is_empty() && marked.rows.iter().all(|row| row.worst.is_some()));
    assert!(
        column(&marked, "findings")
            .iter()
            .all(|cell| !cell.is_empty())
    );

    let error = table(&registry, Kind::Agent, "", &by("colour", false)).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    let error = table(&registry, Kind::Agent, "owner:", &Sorting::default()).unwrap_err();
    assert!(error.message.contains("owner:"), "{error}");
    for kind in Kind::ALL {
        table(&registry, *kind, "x", &Sorting::default()).unwrap();
    }
}

#[tokio::test]
async fn a_page_tells_what_touches_a_record() {
    let registry = from_template("sample-support").await;
    let page = record_page(&registry, Kind::Agent, "triage-desk")
        .await
        .unwrap();
    let fields = |field: &str| page.referred_by.iter().filter(|r| r.field == field).count();
    assert!(
        page.refers_to
            .iter()
            .any(|r| r.kind == Kind::Team && r.field == "team")
    );
    assert!(fields("from") > 0 && fields("to") > 0, "{page:?}");
    assert!(page.referred_by.iter().all(|r| r.kind != Kind::Placement));
    assert_eq!(page.topologies.len(), 1);
    assert_eq!(page.history.len(), 1);
    rename_team(&registry, "desk-network", "Network").await;
    edit(
        &registry,
        vec![EditCommand::put(agent("triage-desk", "New"))],
    )
    .await
    .unwrap();
    let page = record_page(&registry, Kind::Agent, "triage-desk")
        .await
        .unwrap();
    let revisions: Vec<u32> = page.history.iter().map(|entry| entry.revision).collect();
    assert_eq!(revisions, [3, 1], "not that of its team");
    assert_eq!(page.refers_to, []);
    let error = record_page(&registry, Kind::Agent, "nobody")
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}
