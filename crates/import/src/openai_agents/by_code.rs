//! Agents that a program's own code runs one after another, as handoffs that a rule decides on: the same for every language.

use super::course::told_at_once;
use super::walked::{Answer, Asked, ByCode, Refused, Walk, WalkedHandoff};
use crate::notes::Notes;
use crate::said;
use crate::steps::{Lead, Steps, When};
use crate::text::visible;
use baton_model::{Join, Trigger};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Most handoffs that are read of a source.
pub(crate) const MOST_HANDOFFS: usize = 20_000;
/// How many paths to one agent are told apart.
const MOST_PATHS: usize = 8;

/// A run of an agent.
#[derive(Clone)]
pub(crate) struct Run {
    /// Index in the walk.
    pub agent: usize,
    /// The file that it stands in; the walk's own where nobody says otherwise.
    pub file: Option<Rc<str>>,
    /// Row of that file, from 0.
    pub row: usize,
    /// Whether the conversation so far is handed in.
    pub full_history: bool,
}

/// Runs that begin at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Together {
    /// The step after which they do.
    pub from: usize,
    /// When the code goes on.
    pub join: Join,
}

/// The steps that the code takes.
#[derive(Default)]
pub(crate) struct Followed {
    pub steps: Steps,
    /// By step.
    pub runs: BTreeMap<usize, Run>,
    /// Runs that begin together with others, by step.
    pub together: BTreeMap<usize, Together>,
    /// Where the flows begin.
    pub starts: Vec<usize>,
    /// What a condition that compares an answer with a word means: that word.
    pub labels: BTreeMap<String, String>,
    /// Where conditions stand: file and row.
    pub stands: BTreeMap<String, (Option<Rc<str>>, usize)>,
}

/// Where the code goes on to: an agent by its index, or the end of the run.
type Next = Option<usize>;

/// What leads an agent on to the next.
struct Onward {
    next: Next,
    paths: Vec<Vec<When>>,
    full_history: bool,
    /// With whom the next one begins, wherever this leads there.
    together: Option<Together>,
}

/// Says who is first, who comes after whom, and who ends the run. `false` where the code runs nobody.
pub(crate) fn carry(walk: &mut Walk, mut followed: Followed, notes: &mut Notes) -> bool {
    let first = first(walk, &mut followed, notes);
    if first.is_empty() {
        return false;
    }
    walk.entries = first;
    let mut by_agent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (step, run) in &followed.runs {
        by_agent.entry(run.agent).or_default().push(*step);
    }
    let is_alone = by_agent.len() == 1;
    let mut count: usize = walk.agents.iter().map(|agent| agent.handoffs.len()).sum();
    for (agent, steps) in by_agent {
        let onward = onward(walk, agent, &steps, &mut followed, notes);
        count += onward.len();
        if count > MOST_HANDOFFS {
            notes.warning(
                "",
                format!("more than {MOST_HANDOFFS} handoffs; those that the code decides on were not drawn from here on"),
            );
            break;
        }
        lead_on(walk, agent, &onward, &followed.labels, notes);
    }
    tell_apart(walk, &followed, notes);
    if followed.steps.gave_up() {
        notes.warning(
            "",
            "the code branches so often that not every way was followed",
        );
    }
    if !is_alone {
        notes.warning(
            "",
            "which agent the code runs after which was carried, with its conditions; what it does in between (state, texts that it makes, calls of its own) was not",
        );
    }
    true
}

/// The agents that are run first.
fn first(walk: &Walk, followed: &mut Followed, notes: &mut Notes) -> Vec<usize> {
    let mut first: Vec<usize> = Vec::new();
    for start in followed.starts.clone() {
        let leads = followed.steps.leads(start);
        for lead in &leads {
            let Some(run) = followed.runs.get(&lead.to) else {
                tell_stopped(lead, &followed.stands, notes);
                continue;
            };
            let asks = |when: &When| matches!(when, When::Approved(_));
            if lead.paths.iter().flatten().any(asks) {
                switch(notes, run.file.as_ref());
                notes.warning(
                    &line(run.row),
                    "a person is asked before the first agent runs; an entry has no gate, so it was not carried",
                );
            }
            if !first.contains(&run.agent) {
                first.push(run.agent);
            }
        }
    }
    if first.len() > 1 {
        let names: Vec<_> = first
            .iter()
            .take(20)
            .map(|index| visible(&walk.agents[*index].name, 60))
            .collect();
        notes.warning(
            "",
            format!(
                "the code may begin with any of {} agents, and each became an entry: {}. What decides between them was not carried",
                first.len(),
                names.join(", ")
            ),
        );
    }
    first
}

/// Runs that begin at once and follow nobody, or are of the same agent, are no delegations of anybody.
fn tell_apart(walk: &Walk, followed: &Followed, notes: &mut Notes) {
    let drawn: BTreeSet<usize> = walk
        .agents
        .iter()
        .flat_map(|agent| &agent.handoffs)
        .filter_map(|handoff| Some(handoff.by_code.as_ref()?.together.as_ref()?.from))
        .collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (step, together) in &followed.together {
        groups.entry(together.from).or_default().push(*step);
    }
    for (from, steps) in groups {
        let run = steps.first().and_then(|step| followed.runs.get(step));
        if let (false, Some(run), Some(told)) =
            (drawn.contains(&from), run, told_at_once(steps.len()))
        {
            switch(notes, run.file.as_ref());
            notes.warning(&line(run.row), told);
        }
    }
}

/// A guardrail that may end the run before any agent was run: an entry has no condition.
fn tell_stopped(
    lead: &Lead,
    stands: &BTreeMap<String, (Option<Rc<str>>, usize)>,
    notes: &mut Notes,
) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for words in lead.paths.iter().flatten().filter_map(tripwire) {
        if told.insert(words) {
            let (file, row) = stands.get(words).cloned().unwrap_or_default();
            switch(notes, file.as_ref());
            notes.warning(
                &line(row),
                format!("a guardrail may end the run before any agent runs, where {words:?} holds; an entry has no condition, so it was not carried. What it protects belongs into the contract or a gate"),
            );
        }
    }
}

/// The condition that a guardrail's tripwire is, in the code's own words.
fn tripwire(when: &When) -> Option<&str> {
    let When::Holds(words) = when else {
        return None;
    };
    let lower = words.to_ascii_lowercase();
    (lower.contains("tripwire") || lower.contains("guardrail")).then_some(words)
}

/// Whom the runs of an agent lead on to, each once.
fn onward(
    walk: &Walk,
    agent: usize,
    steps: &[usize],
    followed: &mut Followed,
    notes: &mut Notes,
) -> Vec<Onward> {
    let mut all: Vec<Onward> = Vec::new();
    let mut ways: BTreeSet<Vec<Next>> = BTreeSet::new();
    for step in steps {
        let mut here = Vec::new();
        for lead in followed.steps.leads(*step) {
            let run = followed.runs.get(&lead.to);
            let next = run.map(|run| run.agent);
            let full_history = run.is_some_and(|run| run.full_history);
            let together = followed.together.get(&lead.to).copied();
            here.push(next);
            if let Some(known) = all.iter_mut().find(|known| known.next == next) {
                known.full_history &= full_history;
                known.together = known.together.filter(|known| Some(*known) == together);
                let new = lead.paths.into_iter();
                known.paths.extend(new.filter(|path| !path.is_empty()));
            } else {
                all.push(Onward {
                    next,
                    paths: lead.paths,
                    full_history,
                    together,
                });
            }
        }
        ways.insert(here);
    }
    let name = visible(&walk.agents[agent].name, 80);
    let runs: Vec<&Run> = steps
        .iter()
        .filter_map(|step| followed.runs.get(step))
        .collect();
    if let Some(run) = runs.first() {
        switch(notes, run.file.as_ref());
    }
    let place = runs.first().map_or_else(String::new, |run| line(run.row));
    if ways.len() > 1 {
        let rows: BTreeSet<usize> = runs.iter().take(20).map(|run| run.row + 1).collect();
        let lines: Vec<String> = rows.iter().map(ToString::to_string).collect();
        let lines = match &lines[..] {
            [one] => format!("line {one}"),
            several => format!("lines {}", several.join(", ")),
        };
        notes.warning(
            &place,
            format!("{name:?} is run at several places, in {lines}, which lead on differently; its handoffs are those of all of them"),
        );
    }
    for onward in &mut all {
        let mut seen: Vec<Vec<When>> = Vec::new();
        for path in std::mem::take(&mut onward.paths) {
            if !seen.contains(&path) {
                seen.push(path);
            }
        }
        if seen.len() > MOST_PATHS {
            seen.truncate(MOST_PATHS);
            notes.warning(
                &place,
                format!("more ways lead on from {name:?} to the same place than were told apart; the condition there is not complete"),
            );
        }
        tell_merged(&seen, &name, &place, notes);
        onward.paths = seen;
    }
    all
}

/// A guardrail's way that leads where the run goes anyway is told apart by no handoff.
fn tell_merged(paths: &[Vec<When>], name: &str, place: &str, notes: &mut Notes) {
    let trips = |path: &&Vec<When>| path.iter().any(|when| tripwire(when).is_some());
    let with: Vec<&Vec<When>> = paths.iter().filter(trips).collect();
    if with.is_empty() || with.len() == paths.len() {
        return;
    }
    let words: BTreeSet<&str> = with
        .into_iter()
        .flatten()
        .filter_map(|when| tripwire(when))
        .collect();
    for words in words {
        notes.warning(
            place,
            format!("after {name:?} a guardrail leads where the run goes without it too, where {words:?} holds; one handoff was made of both, without that condition"),
        );
    }
}

fn lead_on(
    walk: &mut Walk,
    agent: usize,
    onward: &[Onward],
    labels: &BTreeMap<String, String>,
    notes: &mut Notes,
) {
    let pointer = walk.agents[agent].pointer.clone();
    switch(notes, walk.agents[agent].file.as_ref());
    let name = visible(&walk.agents[agent].name, 80);
    let says_no = |way: &Onward| way.paths.iter().all(|path| refusal(path).is_some());
    let asks = |way: &Onward| way.paths.iter().any(|path| question(path).is_some());
    let is_asked = onward.iter().any(asks);
    let drawn: Vec<&Onward> = onward
        .iter()
        // What follows a refusal is a branch of the gate.
        .filter(|way| !(is_asked && says_no(way)))
        .filter(|way| way.next != Some(agent))
        .collect();
    if onward.iter().any(|way| way.next == Some(agent)) {
        notes.info(
            &pointer,
            format!("{name:?} may be run again after itself: nothing is handed over"),
        );
    }
    if drawn.is_empty() && !onward.is_empty() {
        // The code asks the same agent again and again: what it answers is the end of a request.
        return;
    }
    let is_only = drawn.len() == 1;
    let with_others = |together: &Together| {
        let same = drawn.iter().filter(|way| way.together == Some(*together));
        same.count() > 1
    };
    let mut answer = Answer::Never;
    let mut handoffs = Vec::new();
    for (order, way) in drawn.iter().enumerate() {
        let gate = asked(way, onward, &pointer, notes);
        let by_code = ByCode {
            trigger: trigger(way, labels, is_only, order),
            gate,
            full_history: way.full_history,
            together: way.together.filter(with_others),
        };
        match way.next {
            Some(target) => handoffs.push(WalkedHandoff {
                target,
                tool: String::new(),
                description: String::new(),
                input: None,
                call: false,
                needs_approval: false,
                by_code: Some(by_code),
            }),
            None => answer = Answer::Code(Box::new(by_code)),
        }
    }
    let hands_over = walk.agents[agent]
        .handoffs
        .iter()
        .any(|handoff| !handoff.call);
    if hands_over && !handoffs.is_empty() {
        notes.warning(
            &pointer,
            format!("the code goes on after the run of {name:?} also where that agent handed over to another; its ways on were drawn from {name:?} alone"),
        );
    }
    let walked = &mut walk.agents[agent];
    walked.answer = answer;
    walked.handoffs.extend(handoffs);
}

fn switch(notes: &mut Notes, file: Option<&Rc<str>>) {
    if let Some(file) = file {
        notes.switch(file);
    }
}

fn line(row: usize) -> String {
    format!("line {}", row + 1)
}

/// What a person has to say yes to on a path.
fn question(path: &[When]) -> Option<&str> {
    path.iter().find_map(|when| match when {
        When::Approved(question) => Some(question.as_str()),
        _ => None,
    })
}

/// What a person said no to on a path.
fn refusal(path: &[When]) -> Option<&str> {
    path.iter().find_map(|when| match when {
        When::Refused(question) => Some(question.as_str()),
        _ => None,
    })
}

/// The gate on a way, where a person is asked on each of its paths.
fn asked(way: &Onward, all: &[Onward], place: &str, notes: &mut Notes) -> Option<Asked> {
    let first = way.paths.iter().find_map(|path| question(path))?;
    // Where both answers lead to the same place, the refusal is the gate's other branch and no way around it.
    let questions: Vec<Option<&str>> = way
        .paths
        .iter()
        .filter(|path| refusal(path) != Some(first))
        .map(|path| question(path))
        .collect();
    if questions.iter().any(Option::is_none) {
        notes.warning(
            place,
            "a person is asked on some of the ways to the same place, but not on all; no gate was drawn",
        );
        return None;
    }
    if questions.iter().any(|other| *other != Some(first)) {
        notes.warning(
            place,
            "a person is asked different things on the ways to the same place; the first question was taken",
        );
    }
    let says_no = |way: &&Onward| way.paths.iter().any(|path| refusal(path) == Some(first));
    let refused = all.iter().find(says_no).map(|way| match way.next {
        Some(agent) => Refused::Agent(agent),
        None => Refused::End,
    });
    notes.info(
        place,
        "the code asks for an approval here: a gate was drawn; say who approves, and what the person sees",
    );
    Some(Asked {
        question: said::prose(first, place, notes),
        refused,
    })
}

/// What has to hold for a way to be taken.
fn trigger(
    way: &Onward,
    labels: &BTreeMap<String, String>,
    is_only: bool,
    order: usize,
) -> Trigger {
    let is_gate = |when: &When| matches!(when, When::Approved(_) | When::Refused(_));
    let mut paths: Vec<Vec<When>> = Vec::new();
    for path in &way.paths {
        let path: Vec<When> = path.iter().filter(|when| !is_gate(when)).cloned().collect();
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let label = |path: &[When]| match path {
        [When::Holds(words)] => labels.get(words).cloned(),
        _ => None,
    };
    if paths.iter().all(|path| label(path).is_some()) {
        for path in &mut paths {
            if let Some(label) = label(path) {
                *path = vec![When::Label(label)];
            }
        }
    }
    let lead = Lead {
        to: 0,
        paths,
        over: Vec::new(),
        elsewhere: BTreeSet::new(),
    };
    lead.trigger(is_only, order)
}
