//! What a pull request changes, as a comment on it in Markdown: the records, each contract version with its verdict and what shows it, and who
//! is hit. Whatever a user wrote is inert in it.

use crate::contract::verdict::judged;
use crate::files::{inside, read_text, walk};
use crate::impact::ImpactQuestion;
use crate::impact::ask::impact_in;
use crate::record::words::called;
use crate::{AppError, Registry};
use baton_analysis::ImpactReport;
use baton_contract::{Judgement, Verdict};
use baton_export::escape::{markdown_code, markdown_inline, visible};
use baton_model::{
    ContractVersion, Date, Document, FieldChange, Kind, RecordKey, apply, field_diff,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Arguments, Write};
use std::path::Path;

/// Code hosts take comments of 65,536 characters; what is more is counted instead.
const MOST_VERSIONS: usize = 12;
const MOST_RECORDS: usize = 60;
const MOST_FIELDS: usize = 8;
const MOST_CHANGES: usize = 12;
const MOST_HITS: u32 = 12;
const MOST_OF_A_PAYLOAD: usize = 1500;
/// Most files that a folder in text form may hold.
const MOST_FILES: usize = 1_000_000;

/// What differs between the base of a pull request and its head.
#[derive(Clone, Debug, Serialize)]
pub struct PullRequest {
    /// Records that came, went or have other fields; where boxes stand is left out.
    pub changes: Vec<ChangedInPull>,
    /// How many boxes stand elsewhere.
    pub moved: usize,
    /// Contract versions that came or changed, each judged.
    pub versions: Vec<VersionInPull>,
    /// Whether nobody who sends or receives an earlier version is broken, under whatever number.
    pub holds: bool,
    /// All of it as a comment.
    pub markdown: String,
}

/// A record that differs.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedInPull {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What it is called, before where it is gone.
    pub name: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// The fields that differ, of a changed record.
    pub fields: Vec<FieldChange>,
}

/// A contract version with how it is judged and whom it hits.
#[derive(Clone, Debug, Serialize)]
pub struct VersionInPull {
    /// Its id, CONTRACT@VERSION.
    pub id: String,
    /// What it means for those who send and receive what came before.
    pub verdict: PullVerdict,
    /// How it is judged, unless its schema cannot be read.
    pub judgement: Option<Judgement>,
    /// Why it cannot be judged.
    pub problem: Option<String>,
    /// Who is hit once handoffs move to it.
    pub impact: Option<ImpactReport>,
}

/// What a contract version means for those who send and receive what came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PullVerdict {
    /// Both go on as they are, as far as the contract's mode promises.
    Compatible,
    /// It breaks them under a number that says so: a new major version.
    NewMajor,
    /// It breaks what the contract's mode promises, or that could not be decided.
    NotCompatible,
}

/// The records of a folder in text form; of a folder that is not there, none.
pub fn document_in(folder: &Path) -> Result<Document, AppError> {
    let mut document = Document::default();
    if !folder.exists() {
        return Ok(document);
    }
    let mut files = BTreeMap::new();
    for path in walk(folder, MOST_FILES)? {
        if Path::new(&path)
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = read_text(&inside(folder, &path)?)?;
            files.insert(path, text);
        }
    }
    let edits = baton_import::text_form::from_files(&files, &document, false)?;
    let diff = apply(&document, &edits)?;
    document.commit(&diff, 1);
    Ok(document)
}

/// What the registry changes against the records of a base.
pub fn pull_request(registry: &Registry, base: &Document) -> PullRequest {
    let head = registry.read(Document::clone);
    let today = registry.host().today();
    let (was, is) = (told(base), told(&head));
    let mut changes = Vec::new();
    for key in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        let (before, after) = (was.get(key), is.get(key));
        if before == after {
            continue;
        }
        changes.push(ChangedInPull {
            kind: key.kind,
            id: key.id.clone(),
            name: called(if after.is_some() { &head } else { base }, key),
            change: match (before, after) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            },
            fields: match (before, after) {
                (Some(before), Some(after)) => field_diff(before, after),
                _ => Vec::new(),
            },
        });
    }
    let versions: Vec<VersionInPull> = changes
        .iter()
        .filter(|change| change.kind == Kind::ContractVersion && change.change != "removed")
        .filter_map(|change| head.find::<ContractVersion>(&change.id))
        .map(|version| weighed(&head, version, &today))
        .collect();
    let holds = versions
        .iter()
        .all(|version| version.verdict == PullVerdict::Compatible);
    let moved = moved(base, &head);
    let mut pull = PullRequest {
        changes,
        moved,
        versions,
        holds,
        markdown: String::new(),
    };
    pull.markdown = markdown(&pull, &head);
    pull
}

/// The records that people decide about, with their fields.
fn told(document: &Document) -> BTreeMap<RecordKey, Value> {
    let told = document.all().filter(|held| {
        !matches!(
            held.record.kind(),
            Kind::Placement | Kind::Notice | Kind::Review | Kind::Comment | Kind::Baseline
        )
    });
    told.map(|held| (held.record.key(), held.record.to_json()))
        .collect()
}

fn moved(base: &Document, head: &Document) -> usize {
    let places = |document: &Document| -> BTreeMap<RecordKey, Value> {
        let places = document.all();
        places
            .filter(|held| held.record.kind() == Kind::Placement)
            .map(|held| (held.record.key(), held.record.to_json()))
            .collect()
    };
    let (was, is) = (places(base), places(head));
    is.iter()
        .filter(|(key, place)| was.get(*key).is_some_and(|before| before != *place))
        .count()
}

fn weighed(head: &Document, version: &ContractVersion, today: &Date) -> VersionInPull {
    let judged = judged(head, version);
    let question = ImpactQuestion::ContractMoves {
        contract: version.contract.clone(),
        version: version.version.clone(),
    };
    let (judgement, problem) = match judged {
        Ok(judgement) => (Some(judgement), None),
        Err(error) => (None, Some(error.message)),
    };
    let verdict = match &judgement {
        Some(judgement) if !judgement.holds => PullVerdict::NotCompatible,
        Some(judgement)
            if judgement
                .before
                .as_ref()
                .is_some_and(|before| !before.holds) =>
        {
            PullVerdict::NewMajor
        }
        Some(_) => PullVerdict::Compatible,
        None => PullVerdict::NotCompatible,
    };
    VersionInPull {
        id: version.id.to_string(),
        verdict,
        judgement,
        problem,
        impact: impact_in(head, today, &question, None, MOST_HITS).ok(),
    }
}

fn markdown(pull: &PullRequest, head: &Document) -> String {
    let mut text = String::new();
    let breaking = pull
        .versions
        .iter()
        .filter(|version| version.verdict != PullVerdict::Compatible);
    let verdict = match breaking.count() {
        _ if pull.changes.is_empty() => "nothing changes".to_owned(),
        0 if pull.versions.is_empty() => "no contract changes".to_owned(),
        0 => "every contract stays compatible".to_owned(),
        1 => "1 contract version breaks what came before".to_owned(),
        count => format!("{count} contract versions break what came before"),
    };
    let records = counted(pull.changes.len(), "record", "records");
    line(
        &mut text,
        format_args!("## Baton: {records} changed, {verdict}\n"),
    );
    for version in pull.versions.iter().take(MOST_VERSIONS) {
        contract(&mut text, version, head);
    }
    more(
        &mut text,
        pull.versions.len(),
        MOST_VERSIONS,
        "contract versions",
    );
    records_table(&mut text, pull);
    text
}

fn contract(text: &mut String, version: &VersionInPull, head: &Document) {
    let id = markdown_code(&version.id);
    let Some(judgement) = &version.judgement else {
        let problem = version.problem.as_deref().unwrap_or_default();
        line(text, format_args!("### {id}: cannot be judged\n"));
        line(text, format_args!("{}\n", markdown_inline(problem)));
        return;
    };
    let verdict = match version.verdict {
        PullVerdict::Compatible => "compatible",
        PullVerdict::NewMajor => "**breaking**, under a number that says so",
        PullVerdict::NotCompatible => "**not compatible**",
    };
    let mode = word(&judgement.mode);
    line(
        text,
        format_args!("### {id}: {verdict}\n\nThe contract promises: {mode}.\n"),
    );
    if let Some(refused) = &judgement.refused {
        line(
            text,
            format_args!("{}\n", markdown_inline(&refused.message)),
        );
    }
    let compared = judgement.against.iter().find(|against| !against.holds);
    let Some(compared) = compared.or(judgement.before.as_ref()) else {
        line(text, format_args!("The first version of its contract.\n"));
        hit(text, version, head);
        return;
    };
    line(
        text,
        format_args!("What changes since {}:\n", markdown_code(&compared.old)),
    );
    for change in compared.changes.iter().take(MOST_CHANGES) {
        let breaks = if change.breaks.is_empty() {
            ""
        } else {
            " **(breaks)**"
        };
        line(
            text,
            format_args!("- {}{breaks}", markdown_inline(&change.message)),
        );
    }
    more(text, compared.changes.len(), MOST_CHANGES, "changes");
    if compared.changes.is_empty() {
        line(text, format_args!("- Nothing that a payload shows."));
    }
    text.push('\n');
    for (who, direction) in [
        ("Receivers that move first", &compared.backward),
        ("Senders that move first", &compared.forward),
    ] {
        let word = match direction.verdict {
            Verdict::Safe => continue,
            Verdict::Breaking => "break",
            Verdict::Undecided => "may break; it could not be decided",
        };
        let reason = direction.reason.as_deref().unwrap_or_default();
        line(
            text,
            format_args!("{who} {word}: {}\n", markdown_inline(reason)),
        );
        if let Some(payload) = &direction.counterexample {
            line(text, format_args!("A payload that shows it:\n"));
            fenced(text, &payload.0);
        }
    }
    hit(text, version, head);
}

/// Who is hit, worst first.
fn hit(text: &mut String, version: &VersionInPull, head: &Document) {
    let Some(impact) = &version.impact else {
        return;
    };
    line(
        text,
        format_args!("**Who is hit:** {}\n", markdown_inline(&impact.summary)),
    );
    if impact.hits.is_empty() {
        return;
    }
    line(
        text,
        format_args!("| Handoff | What happens | Why | Teams |\n| --- | --- | --- | --- |"),
    );
    for hit in &impact.hits {
        let handoff = RecordKey::new(Kind::Handoff, hit.handoff.as_str());
        let teams = hit.teams.iter().map(|team| {
            let key = RecordKey::new(Kind::Team, team.as_str());
            markdown_inline(&called(head, &key))
        });
        line(
            text,
            format_args!(
                "| {} | {} | {} | {} |",
                markdown_inline(&called(head, &handoff)),
                word(&hit.effect),
                markdown_inline(&hit.reason),
                teams.collect::<Vec<_>>().join(", "),
            ),
        );
    }
    text.push('\n');
    if impact.left_out > 0 {
        line(
            text,
            format_args!("And {} more handoffs.\n", impact.left_out),
        );
    }
}

fn records_table(text: &mut String, pull: &PullRequest) {
    if !pull.changes.is_empty() {
        line(
            text,
            format_args!("### What changes\n\n| | Record | Fields |\n| --- | --- | --- |"),
        );
    }
    for change in pull.changes.iter().take(MOST_RECORDS) {
        let fields = change.fields.iter().take(MOST_FIELDS);
        let mut fields: Vec<String> = fields
            .map(|field| markdown_inline(&field.pointer))
            .collect();
        if change.fields.len() > MOST_FIELDS {
            fields.push(format!("and {} more", change.fields.len() - MOST_FIELDS));
        }
        line(
            text,
            format_args!(
                "| {} | {} {} | {} |",
                change.change,
                change.kind.name().replace('_', " "),
                markdown_inline(&change.name),
                fields.join(", ")
            ),
        );
    }
    text.push('\n');
    more(text, pull.changes.len(), MOST_RECORDS, "records");
    if pull.moved > 0 {
        let boxes = counted(pull.moved, "box stands", "boxes stand");
        line(text, format_args!("{boxes} elsewhere on a drawing."));
    }
}

/// JSON in a fence that nothing in it can close.
fn fenced(text: &mut String, value: &Value) {
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut shown: String = json.chars().take(MOST_OF_A_PAYLOAD).collect();
    if shown.len() < json.len() {
        shown.push_str("\n... cut");
    }
    let shown = visible(&shown);
    let longest = shown
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    line(text, format_args!("{fence}json\n{shown}\n{fence}\n"));
}

fn more(text: &mut String, all: usize, shown: usize, what: &str) {
    if all > shown {
        line(text, format_args!("And {} more {what}.\n", all - shown));
    }
}

/// The name of something in files, as people say it.
fn word(of: &impl Serialize) -> String {
    let name = serde_json::to_value(of).unwrap_or_default();
    name.as_str().unwrap_or_default().replace('_', " ")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Writing to a String cannot fail.
fn line(text: &mut String, words: Arguments<'_>) {
    let _ = writeln!(text, "{words}");
}
