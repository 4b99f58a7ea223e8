//! Every part at every agent of every template.

use super::insert::{InsertRequest, brought, work};
use super::{Part, all};
use crate::template;
use baton_layout::Options;
use baton_layout::topology::{BoxKind, drawing};
use baton_model::{
    AgentId, Date, Document, EditCommand, Record, RecordKey, TopologyId, apply, parse_edits,
};
use baton_rules::{Finding, Scope, Severity, check};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

fn today() -> Date {
    Date::new("2026-11-21").unwrap()
}

fn found(document: &Document) -> Vec<Finding> {
    check(document, Scope::Registry, &today(), &[])
}

fn request(topology: &TopologyId, agent: Option<&AgentId>) -> InsertRequest {
    InsertRequest {
        topology: topology.clone(),
        agent: agent.cloned(),
        at: None,
        settings: BTreeMap::new(),
        dry_run: true,
    }
}

/// The registry with the part in it; the records that came.
fn with(document: &Document, part: &Part, request: &InsertRequest) -> (Document, Vec<Record>) {
    let worked = work(document, part, request).unwrap();
    let edits: Vec<EditCommand> = worked
        .records
        .iter()
        .cloned()
        .map(|record| EditCommand::put(record).on(0))
        .collect();
    let mut after = document.clone();
    after.commit(&apply(document, &edits).unwrap(), 2);
    (after, worked.records)
}

/// What the rules say that they did not say before, by code and subject.
fn added(before: &[Finding], after: &[Finding]) -> Vec<String> {
    let name =
        |finding: &Finding| format!("{} {}: {}", finding.code, finding.subject, finding.message);
    let known: BTreeSet<(Cow<'static, str>, RecordKey)> = before
        .iter()
        .map(|finding| (finding.code.clone(), finding.subject.clone()))
        .collect();
    let new = after.iter().filter(|finding| {
        finding.severity != Severity::Advice
            && !known.contains(&(finding.code.clone(), finding.subject.clone()))
    });
    new.map(name).collect()
}

/// Agents that say what they put out, and may be unable to send the case of the parts.
fn says_what_it_puts_out(template: &Document, agent: &AgentId) -> bool {
    let mut versions = template.agent_versions();
    versions.any(|version| version.agent == *agent && version.output_schema.is_some())
}

/// What parts bring to a template, at an agent, that the rules have something to say about and had not `before`. What would be an error
/// because of what the agent puts out is refused.
fn found_with<'p>(
    template: &Document,
    before: &[Finding],
    agent: &AgentId,
    parts: impl IntoIterator<Item = &'p Part>,
) -> Vec<String> {
    let topology = template.topologies().next().unwrap().id.clone();
    let may_be_refused = says_what_it_puts_out(template, agent);
    let mut document = template.clone();
    for part in parts {
        let (after, records) = with(&document, part, &request(&topology, Some(agent)));
        let error = may_be_refused
            .then(|| brought(&document, &records, &topology, &today()).unwrap())
            .flatten();
        match error {
            Some(error) => assert!(error.contains("may put out"), "{error}"),
            None => document = after,
        }
    }
    added(before, &found(&document))
}

#[test]
fn each_part_is_clean_by_itself_where_requests_come_in() {
    let mut problems = Vec::new();
    for (turn, template) in template::all().unwrap().into_iter().enumerate() {
        let document = template.document().unwrap();
        let before = found(&document);
        let agent = document.entries().next().unwrap().agent.clone();
        // The other test has every part everywhere; here each meets a third of the templates.
        let parts = all().unwrap();
        for part in parts.iter().skip(turn % 3).step_by(3) {
            let brought = found_with(&document, &before, &agent, [part]);
            problems.extend(
                brought
                    .into_iter()
                    .map(|line| format!("{} in {}: {line}", part.info.id, template.id)),
            );
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn all_parts_together_are_clean_at_every_agent() {
    let parts = all().unwrap();
    let mut problems = Vec::new();
    for template in template::all().unwrap() {
        let document = template.document().unwrap();
        let before = found(&document);
        let topology = document.topologies().next().unwrap().id.clone();
        let graph = baton_graph::TopologyGraph::new(&document, &topology);
        for agent in graph.members() {
            let brought = found_with(&document, &before, &agent.id, &parts);
            problems.extend(
                brought
                    .into_iter()
                    .map(|line| format!("{} in {}: {line}", agent.id, template.id)),
            );
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn parts_stand_on_nothing_that_was_there() {
    for template in template::all().unwrap() {
        let document = template.document().unwrap();
        let topology = document.topologies().next().unwrap().id.clone();
        let agent = document.entries().next().unwrap().agent.clone();
        for part in all().unwrap() {
            let (after, _) = with(&document, &part, &request(&topology, Some(&agent)));
            let drawn = drawing(&after, &topology, &Options::default());
            let cards = drawn
                .boxes
                .iter()
                .filter(|drawn| drawn.kind == BoxKind::Agent);
            let cards: Vec<_> = cards.collect();
            for (at, one) in cards.iter().enumerate() {
                for other in &cards[at + 1..] {
                    let apart = one.x + one.width <= other.x
                        || other.x + other.width <= one.x
                        || one.y + one.height <= other.y
                        || other.y + other.height <= one.y;
                    assert!(
                        apart,
                        "{} in {}: {} and {}",
                        part.info.id, template.id, one.subject, other.subject
                    );
                }
            }
        }
    }
}

#[test]
fn a_part_stands_in_an_empty_topology_and_twice() {
    let mut document = Document::new();
    let text = r#"[{"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}]"#;
    let edits = parse_edits(text, &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);
    let topology = TopologyId::new("t").unwrap();
    for part in all().unwrap() {
        let (once, records) = with(&document, &part, &request(&topology, None));
        let (twice, again) = with(&once, &part, &request(&topology, None));
        let agents = |document: &Document| {
            let graph = baton_graph::TopologyGraph::new(document, &topology);
            graph.members().count()
        };
        assert_eq!(2 * agents(&once), agents(&twice), "{}", part.info.id);
        // Team, path and contract are made once.
        assert!(again.len() < records.len(), "{}", part.info.id);
    }
}

#[test]
fn parts_are_pictured() {
    for part in all().unwrap() {
        let picture = super::picture(&part.info.id).unwrap();
        assert!(
            picture.boxes.len() > 2 && picture.lines.len() > 1,
            "{}",
            part.info.id
        );
        assert!(
            picture.boxes.iter().any(|drawn| drawn.name == "Your agent"),
            "{}",
            part.info.id
        );
    }
}

#[test]
fn settings_are_read_and_wrong_ones_refused() {
    let document = template::find("customer-support")
        .unwrap()
        .document()
        .unwrap();
    let topology = TopologyId::new("customer-support").unwrap();
    let agent = AgentId::new("support-supervisor").unwrap();
    let part = super::find("router").unwrap();
    let with = |key: &str, value: &str| {
        let mut request = request(&topology, Some(&agent));
        request.settings.insert(key.to_owned(), value.to_owned());
        work(&document, &part, &request)
    };
    let worked = with("specialists", "5").unwrap();
    let specialists = worked
        .boxes
        .iter()
        .filter(|key| key.id.contains("specialist"));
    assert_eq!(specialists.count(), 5);
    let worked = with("contract", "support-case@1.1.0").unwrap();
    assert!(
        !worked
            .records
            .iter()
            .any(|record| matches!(record, Record::Contract(_)))
    );
    let worked = with("team", "payments").unwrap();
    let owned = worked.records.iter().all(|record| match record {
        Record::Handoff(handoff) => handoff
            .owners
            .iter()
            .all(|team| team.as_str() == "payments"),
        Record::Agent(agent) => agent
            .team
            .as_ref()
            .is_some_and(|team| team.as_str() == "payments"),
        _ => true,
    });
    assert!(owned);
    for (key, value) in [
        ("specialists", "1"),
        ("specialists", "many"),
        ("team", "nobody"),
        ("contract", "nothing@1.0.0"),
        ("colour", "red"),
    ] {
        assert!(with(key, value).is_err(), "{key}={value}");
    }
}
