//! Files joined: what comes out can be read, or says where it cannot.

use super::*;
use baton_model::{
    Agent, AgentId, Document, EditCommand, Placement, PlacementId, Record, RecordRef, Team, TeamId,
    Topology, TopologyId, apply,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Files = BTreeMap<String, String>;

fn files(records: impl IntoIterator<Item = Record>) -> Files {
    let mut document = Document::new();
    let edits: Vec<_> = records.into_iter().map(EditCommand::put).collect();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    to_files(&document).unwrap()
}

/// All files of two branches joined, and the paths of those with conflicts.
fn merge_all(base: &Files, ours: &Files, theirs: &Files) -> (Files, Vec<String>) {
    let mut merged = Files::new();
    let mut conflicts = Vec::new();
    let paths: BTreeSet<&String> = base
        .keys()
        .chain(ours.keys())
        .chain(theirs.keys())
        .collect();
    for path in paths {
        let text = |files: &'_ Files| files.get(path).map(String::as_str).map(str::to_owned);
        let (base, ours, theirs) = (text(base), text(ours), text(theirs));
        let file = merge_file(path, base.as_deref(), ours.as_deref(), theirs.as_deref());
        if !file.conflicts.is_empty() {
            conflicts.push(path.clone());
        }
        merged.extend(file.text.map(|text| (path.clone(), text)));
    }
    (merged, conflicts)
}

fn agent(id: &str, change: impl FnOnce(&mut Agent)) -> Record {
    let mut agent = Agent::new(AgentId::new(id).unwrap(), id.to_owned());
    change(&mut agent);
    agent.into()
}

fn one(record: Record) -> String {
    let mut files = files([record]);
    files.remove(MARKER);
    files.into_values().next().unwrap()
}

const PATH: &str = "agents/triage.json";

#[test]
fn different_fields_give_what_pull_would_write() {
    let base = one(agent("triage", |_| {}));
    let ours = one(agent("triage", |agent| agent.name = "Triage".to_owned()));
    let theirs = one(agent("triage", |agent| {
        agent.languages = vec!["en".to_owned()];
    }));
    let both = one(agent("triage", |agent| {
        agent.name = "Triage".to_owned();
        agent.languages = vec!["en".to_owned()];
    }));
    let merged = merge_file(PATH, Some(&base), Some(&ours), Some(&theirs));
    assert_eq!((merged.text, merged.conflicts), (Some(both), vec![]));
}

#[test]
fn a_conflict_shows_both_values_where_they_stand() {
    let base = one(agent("triage", |_| {}));
    let ours = one(agent("triage", |agent| {
        agent.name = "Front desk".to_owned();
    }));
    let theirs = one(agent("triage", |agent| agent.name = "Reception".to_owned()));
    let merged = merge_file(PATH, Some(&base), Some(&ours), Some(&theirs));
    assert_eq!(merged.conflicts[0].pointer, "/name");
    let text = merged.text.unwrap();
    assert_eq!(
        text.lines().take(7).collect::<Vec<_>>(),
        [
            "{",
            "  \"id\": \"triage\",",
            OURS,
            "  \"name\": \"Front desk\",",
            DIVIDER,
            "  \"name\": \"Reception\",",
            THEIRS
        ]
    );
    let side = |keeps_ours: bool| settled(&text, keeps_ours);
    assert_eq!(
        (side(true), side(false)),
        (ours, theirs),
        "either side can be read"
    );
    let marker = to_files(&Document::new()).unwrap().remove(MARKER).unwrap();
    let folder = Files::from([(MARKER.to_owned(), marker), (PATH.to_owned(), text)]);
    let refused = from_files(&folder, &Document::new(), false).unwrap_err();
    assert_eq!(
        (refused.file.as_str(), refused.place.as_str()),
        (PATH, "line 3")
    );
    assert!(refused.hint.contains("keep the lines of one side"));
}

/// The text with all conflicts settled for one side.
fn settled(text: &str, keeps_ours: bool) -> String {
    let mut out = String::new();
    let mut side = None;
    for line in text.lines() {
        match line {
            OURS => side = Some(true),
            DIVIDER => side = Some(false),
            THEIRS => side = None,
            _ if side.is_none_or(|ours| ours == keeps_ours) => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    out
}

#[test]
fn a_deletion_against_an_edit_is_a_conflict() {
    let base = one(agent("triage", |_| {}));
    let edited = one(agent("triage", |agent| {
        agent.name = "Front desk".to_owned();
    }));
    let merged = merge_file(PATH, Some(&base), None, Some(&edited));
    assert_eq!(merged.conflicts.len(), 1);
    let text = merged.text.unwrap();
    assert_eq!(
        (settled(&text, true), settled(&text, false)),
        (String::new(), edited)
    );
    let gone = merge_file(PATH, Some(&base), None, Some(&base));
    assert_eq!((gone.text, gone.conflicts), (None, vec![]));
}

#[test]
fn what_is_no_record_is_joined_by_lines() {
    let merged = merge_file(
        "notes.json",
        Some("a\nb\nc\n"),
        Some("x\nb\nc\n"),
        Some("a\nb\ny\n"),
    );
    assert_eq!(
        (merged.text.as_deref(), merged.conflicts.len()),
        (Some("x\nb\ny\n"), 0)
    );
    let base = one(agent("triage", |_| {}));
    let merged = merge_file(
        PATH,
        Some(&base),
        Some("{ broken"),
        Some(&one(agent("triage", |agent| agent.name = "B".to_owned()))),
    );
    assert_eq!(merged.conflicts.len(), 1);
    assert!(
        merged
            .text
            .unwrap()
            .contains("<<<<<<< ours\n{ broken\n=======\n"),
        "what somebody broke is not lost"
    );
}

fn drawn(places: &[(&str, f64, bool)]) -> Files {
    let desk = TopologyId::new("desk").unwrap();
    let mut records = vec![Topology::new(desk.clone(), "Desk".to_owned()).into()];
    for (id, x, pinned) in places {
        records.push(agent(id, |_| {}));
        let id = PlacementId::new(format!("desk.agent.{id}")).unwrap();
        let subject = RecordRef::new(
            baton_model::Kind::Agent,
            id.as_str().rsplit('.').next().unwrap(),
        );
        let mut place = Placement::new(id, desk.clone(), subject);
        (place.x, place.y, place.pinned) = (Some(*x), Some(0.0), *pinned);
        records.push(place.into());
    }
    files(records)
}

#[test]
fn boxes_that_different_people_moved_are_all_moved() {
    let base = drawn(&[("a", 0.0, false), ("b", 0.0, false)]);
    let ours = drawn(&[("a", 5.0, false), ("b", 0.0, false), ("c", 1.0, false)]);
    let theirs = drawn(&[("a", 0.0, true), ("b", 7.0, false), ("d", 1.0, false)]);
    let (merged, conflicts) = merge_all(&base, &ours, &theirs);
    let both = drawn(&[
        ("a", 5.0, true),
        ("b", 7.0, false),
        ("c", 1.0, false),
        ("d", 1.0, false),
    ]);
    assert_eq!((merged, conflicts.is_empty()), (both, true));
    let moved = drawn(&[("a", 9.0, false), ("b", 0.0, false)]);
    let layout = "topologies/desk/layout.json";
    let merged = merge_file(
        layout,
        Some(&base[layout]),
        Some(&ours[layout]),
        Some(&moved[layout]),
    );
    assert_eq!(merged.conflicts[0].pointer, "/placements/desk.agent.a/x");
    assert_eq!(merged.text.unwrap().matches(OURS).count(), 1);
}

/// What a branch does to one of ten agents.
#[derive(Clone, Debug)]
enum Step {
    Rename(String),
    Team(bool),
    Tag(u8),
    Delete,
}

fn branch(steps: &[(u8, Step)]) -> Files {
    let team = Team::new(TeamId::new("payments").unwrap(), "Payments".to_owned());
    let mut records: BTreeMap<u8, Option<Agent>> = BTreeMap::new();
    for number in 0..10 {
        let Record::Agent(agent) = agent(&format!("agent-{number}"), |agent| {
            agent.capabilities = vec!["common".to_owned()];
        }) else {
            unreachable!()
        };
        records.insert(number, Some(*agent));
    }
    for (number, step) in steps {
        let slot = records.get_mut(number).unwrap();
        let Some(agent) = slot else { continue };
        match step {
            Step::Rename(name) => agent.name.clone_from(name),
            Step::Team(owned) => agent.team = owned.then(|| team.id.clone()),
            Step::Tag(tag) => agent.capabilities.push(format!("tag-{tag}")),
            Step::Delete => *slot = None,
        }
    }
    let agents = records.into_values().flatten().map(Record::from);
    files(std::iter::once(Record::from(team.clone())).chain(agents))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        "[a-z]{1,5}".prop_map(Step::Rename),
        any::<bool>().prop_map(Step::Team),
        (0..5_u8).prop_map(Step::Tag),
        Just(Step::Delete),
    ]
}

fn unique_tags(steps: Vec<(u8, Step)>) -> Vec<(u8, Step)> {
    let mut seen = BTreeSet::new();
    let new =
        |step: &(u8, Step)| !matches!(step, (at, Step::Tag(tag)) if !seen.insert((*at, *tag)));
    let mut new = new;
    steps.into_iter().filter(|step| new(step)).collect()
}

fn steps(agents: std::ops::Range<u8>) -> impl Strategy<Value = Vec<(u8, Step)>> {
    prop::collection::vec((agents, step()), 0..8).prop_map(unique_tags)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn branches_that_edit_different_records_merge(ours in steps(0..5), theirs in steps(5..10)) {
        let (merged, conflicts) = merge_all(&branch(&[]), &branch(&ours), &branch(&theirs));
        prop_assert!(conflicts.is_empty());
        let both: Vec<_> = ours.into_iter().chain(theirs).collect();
        prop_assert_eq!(merged, branch(&both));
    }

    #[test]
    fn branches_that_edit_different_fields_merge(names in prop::collection::vec((0..10_u8, "[a-z]{1,5}"), 0..8), teams in prop::collection::vec((0..10_u8, any::<bool>()), 0..8), tags in prop::collection::vec((0..10_u8, 0..5_u8), 0..8)) {
        let ours: Vec<_> = names.into_iter().map(|(at, name)| (at, Step::Rename(name))).collect();
        let theirs = unique_tags(teams.into_iter().map(|(at, owned)| (at, Step::Team(owned))).chain(tags.into_iter().map(|(at, tag)| (at, Step::Tag(tag)))).collect());
        let (merged, conflicts) = merge_all(&branch(&[]), &branch(&ours), &branch(&theirs));
        prop_assert!(conflicts.is_empty());
        let both: Vec<_> = ours.into_iter().chain(theirs).collect();
        prop_assert_eq!(merged, branch(&both));
    }

    /// Whatever two branches do: settling every conflict for one side gives a folder that can be read, with all that this side did.
    #[test]
    fn nothing_is_lost_in_a_conflict(ours in steps(0..4), theirs in steps(0..4)) {
        let (base, our_files, their_files) = (branch(&[]), branch(&ours), branch(&theirs));
        let (merged, conflicts) = merge_all(&base, &our_files, &their_files);
        for path in &conflicts {
            let text = &merged[path];
            for (keeps_ours, side) in [(true, &our_files), (false, &their_files)] {
                let settled = settled(text, keeps_ours);
                prop_assert_eq!(settled.is_empty(), !side.contains_key(path));
            }
        }
        for keeps_ours in [true, false] {
            let folder: Files = merged.iter().map(|(path, text)| (path.clone(), settled(text, keeps_ours))).filter(|(_, text)| !text.is_empty()).collect();
            prop_assert!(read_records(&folder).is_ok());
        }
    }
}
