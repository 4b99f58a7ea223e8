//! What is kept through edits is what a run over everything finds.

use super::Checked;
use crate::catalogue::catalogue;
use crate::examples::examples;
use crate::{Finding, Scope, check};
use baton_model::{
    Change, Date, Document, EditCommand, Kind, Record, RecordKey, RecordsDiff, apply,
    delete_with_dependents, parse_edits,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::{fs, path::Path};

/// Edits of one walk.
const STEPS: usize = 40;

/// Where the registries of the templates and of all rules' examples begin, and what their records say.
struct Pool {
    registries: Vec<String>,
    records: BTreeMap<Kind, Vec<Value>>,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let mut registries = vec![SETTINGS.to_owned(), circles()];
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    for folder in fs::read_dir(templates).unwrap() {
        let records = folder.unwrap().path().join("records.json");
        registries.extend(fs::read_to_string(records).ok());
    }
    registries.sort();
    for rule in catalogue() {
        let examples = examples(rule.explanation).into_iter();
        registries.extend(examples.map(|(_, edits)| edits));
    }
    let mut records: BTreeMap<Kind, Vec<Value>> = BTreeMap::new();
    for edits in &registries {
        let mut document = Document::new();
        take_in(&mut document, edits);
        for held in document.all() {
            let of_kind = records.entry(held.record.kind()).or_default();
            of_kind.push(held.record.to_json());
        }
    }
    Pool {
        registries,
        records,
    }
});

/// What no example has: settings, silences, and what is only drawn.
const SETTINGS: &str = r#"
    {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
    {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
    {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "kind": "human"}}
    {"op": "put", "kind": "outcome", "id": "done", "record": {"topology": "t", "name": "Done"}}
    {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
    {"op": "put", "kind": "placement", "id": "t.agent.a", "record": {"topology": "t", "subject": {"kind": "agent", "id": "a"}, "x": 1.0, "y": 2.0}}
    {"op": "put", "kind": "note", "id": "n", "record": {"topology": "t", "text": "Mind this."}}
    {"op": "put", "kind": "rule_setting", "id": "s", "record": {"code": "OWN001", "severity": "advice"}}
    {"op": "put", "kind": "rule_setting", "id": "s2", "record": {"code": "TOP006", "topology": "t", "options": {"hops": 0}}}
    {"op": "put", "kind": "silence", "id": "q", "record": {"code": "OWN001", "subject": {"kind": "agent", "id": "a"}, "reason": "Known."}}
"#;

/// Where checks of the whole have much to tell: circles without a limit, and what cannot be taken back.
fn circles() -> String {
    let mut edits =
        r#"{"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}"#.to_owned();
    let put = |kind: &str, id: String, record: Value| {
        format!(
            "\n{}",
            json!({"op": "put", "kind": kind, "id": id, "record": record})
        )
    };
    edits += &put("team", "crew".into(), json!({"name": "Crew"}));
    for at in 0..12 {
        let tools = json!([{"name": "pay", "irreversible": at % 3 == 0}]);
        let agent = json!({"name": format!("Agent {at}"), "team": "crew", "tools": tools});
        edits += &put("agent", format!("a{at}"), agent);
    }
    for at in 0..30 {
        let to = (at * 5 + at / 12 + 1) % 12;
        let handoff =
            json!({"topology": "t", "from": format!("a{}", at % 12), "to": format!("a{to}")});
        edits += &put("handoff", format!("h{at}"), handoff);
    }
    edits
        + &put(
            "entry",
            "in".into(),
            json!({"topology": "t", "agent": "a0"}),
        )
}

/// Applies edits one by one where a registry takes them.
fn take_in(document: &mut Document, edits: &str) {
    let Ok(edits) = parse_edits(edits, document) else {
        return;
    };
    if let Ok(diff) = apply(document, &edits) {
        document.commit(&diff, document.revision() + 1);
        return;
    }
    for edit in edits {
        if let Ok(diff) = apply(document, &[edit]) {
            document.commit(&diff, document.revision() + 1);
        }
    }
}

/// A walk through states of a registry, chosen by numbers that follow from the first.
struct Walk {
    number: u64,
    document: Document,
    checked: Checked,
    today: Date,
    done: Vec<RecordsDiff>,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let today = Date::new("2026-06-01").unwrap();
        let mut walk = Self {
            number: seed,
            checked: Checked::new(&Document::new(), &today),
            document: Document::new(),
            today,
            done: Vec::new(),
        };
        for _ in 0..=walk.below(3) {
            let edits = walk.one_of(&POOL.registries).clone();
            take_in(&mut walk.document, &edits);
        }
        walk.checked = Checked::new(&walk.document, &walk.today);
        walk
    }

    fn below(&mut self, bound: usize) -> usize {
        self.number = self
            .number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.number >> 33) as usize) % bound.max(1)
    }

    fn one_of<'p, T>(&mut self, all: &'p [T]) -> &'p T {
        &all[self.below(all.len())]
    }

    /// Any record.
    fn record(&mut self) -> Option<Arc<Record>> {
        let all = self.document.len();
        let at = self.below(all);
        let held = self.document.all().nth(at)?;
        Some(Arc::clone(&held.record))
    }

    /// A diff that some edit makes; none where the registry refuses it.
    fn diff(&mut self) -> Option<RecordsDiff> {
        if self.below(8) == 0 {
            return self.undone();
        }
        let edits = match self.below(10) {
            0 => {
                let key = self.record()?.key();
                delete_with_dependents(&self.document, &[key])
            }
            1 => {
                let key = self.record()?.key();
                vec![EditCommand::delete(&key)]
            }
            2 => {
                let registry = self.one_of(&POOL.registries);
                let mut edits = parse_edits(registry, &self.document).ok()?;
                let at = self.below(edits.len());
                vec![edits.swap_remove(at)]
            }
            3 => {
                let edits = self.one_of(&POOL.registries).clone();
                parse_edits(&edits, &self.document).ok()?
            }
            _ => {
                let changes = 1 + self.below(3) / 2;
                (0..changes).filter_map(|_| self.changed()).collect()
            }
        };
        apply(&self.document, &edits).ok()
    }

    /// The last edit taken back, if nothing stands against it.
    fn undone(&mut self) -> Option<RecordsDiff> {
        let last = self.done.pop()?;
        let changes = last.changes.into_iter().rev().map(|change| Change {
            key: change.key,
            before: change.after,
            after: change.before,
        });
        let edits = changes.map(|change| match change.after {
            Some(record) => EditCommand::put(Record::clone(&record)),
            None => EditCommand::delete(&change.key),
        });
        let edits: Vec<EditCommand> = edits.collect();
        apply(&self.document, &edits).ok()
    }

    /// A record with a field that is gone, is as in another record of its kind, or says something else.
    fn changed(&mut self) -> Option<EditCommand> {
        let record = self.record()?;
        let kind = record.kind();
        let mut fields = record.to_json();
        let others = POOL.records.get(&kind)?;
        let other = self.one_of(others).clone();
        let names: Vec<String> = {
            let own = fields.as_object()?.keys();
            let names = own.chain(other.as_object()?.keys());
            names.filter(|name| *name != "id").cloned().collect()
        };
        let name = self.one_of(&names).clone();
        let members = fields.as_object_mut()?;
        match self.below(4) {
            0 => drop(members.remove(&name)),
            1 | 2 if other.get(&name).is_some() => {
                let value = other.get(&name)?.clone();
                members.insert(name, value);
            }
            _ => self.say_otherwise(members.get_mut(&name)?),
        }
        let record = Record::from_json(kind, fields).ok()?;
        Some(EditCommand::put(record))
    }

    fn say_otherwise(&mut self, value: &mut Value) {
        match value {
            Value::Bool(flag) => *flag = !*flag,
            Value::Number(_) => *value = json!(self.below(9)),
            Value::String(text) => {
                // Of any kind that has the id: the registry refuses what does not fit.
                let kind = Kind::ALL
                    .iter()
                    .find(|kind| self.document.contains(**kind, text));
                let ids: Vec<String> = match kind {
                    Some(kind) => {
                        let held = self.document.of_kind(*kind);
                        held.map(|held| held.record.id().to_owned()).collect()
                    }
                    None => vec![format!("{text} anew"), String::new()],
                };
                *text = self.one_of(&ids).clone();
            }
            Value::Array(items) => {
                let at = self.below(items.len() + 1);
                match items.get_mut(at) {
                    Some(item) => self.say_otherwise(item),
                    None => drop(items.pop()),
                }
            }
            Value::Object(members) => {
                let at = self.below(members.len());
                if let Some(member) = members.values_mut().nth(at) {
                    self.say_otherwise(member);
                }
            }
            Value::Null => {}
        }
    }

    fn step(&mut self) -> bool {
        if self.below(60) == 0 {
            let day = 1 + self.below(28);
            self.today = Date::new(format!("2026-{:02}-{day:02}", 1 + self.below(12))).unwrap();
        }
        let Some(diff) = self.diff() else {
            return false;
        };
        self.document.commit(&diff, self.document.revision() + 1);
        self.checked.update(&self.document, &diff, &self.today);
        let keys: Vec<&RecordKey> = diff.changes.iter().map(|change| &change.key).collect();
        compare(self, &format!("after {keys:?}: {:#?}", diff.changes));
        self.done.push(diff);
        true
    }
}

#[track_caller]
fn compare(walk: &Walk, what: &str) {
    let kept: Vec<&Finding> = walk.checked.findings().iter().map(|it| &**it).collect();
    let all = check(&walk.document, Scope::Registry, &walk.today, &[]);
    if kept != all.iter().collect::<Vec<_>>() {
        let missing: Vec<_> = all.iter().filter(|it| !kept.contains(it)).collect();
        let stale: Vec<_> = kept.iter().filter(|it| !all.contains(it)).collect();
        panic!("{what}\nmissing: {missing:#?}\nstale: {stale:#?}");
    }
}

/// More for a longer run.
fn walks() -> u32 {
    let walks = std::env::var("PROPTEST_CASES").ok();
    walks.and_then(|walks| walks.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: walks(), max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn findings_that_are_kept_are_those_of_a_run_over_everything(seed: u64) {
        let mut walk = Walk::new(seed);
        compare(&walk, "at first");
        let taken = (0..STEPS).filter(|_| walk.step()).count();
        prop_assert!(taken > 0);
    }
}
