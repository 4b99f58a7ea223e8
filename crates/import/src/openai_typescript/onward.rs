//! Agents that the code runs one after another, as handoffs that a rule decides on.

use super::agents::{MOST_HANDOFFS, Reading};
use super::code::{call, inner, place};
use super::flow::{Flow, Run};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::{Answer, Asked, ByCode, Refused, WalkedHandoff};
use crate::said;
use crate::steps::{Lead, When};
use crate::text::visible;
use baton_model::Trigger;
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::Node;

/// How many paths to one agent are told apart.
const MOST_PATHS: usize = 8;

/// Where the code goes on to: an agent by its index, or the end of the run.
type Next = Option<usize>;

/// What leads an agent on to the next.
struct Onward {
    next: Next,
    paths: Vec<Vec<When>>,
    full_history: bool,
}

impl<'t> Reading<'_, 't> {
    /// The runs of agents in the source, by the call.
    pub(super) fn running(&mut self, notes: &mut Notes) -> BTreeMap<usize, Run> {
        let mut running = BTreeMap::new();
        for node in &self.code.calls {
            let Some(agent) = self.run_of(*node) else {
                continue;
            };
            let known = self.resolve(agent, 0).or_else(|| {
                let name = self.code.last_name(agent);
                let is_elsewhere = self.code.imported.contains_key(name);
                is_elsewhere.then(|| self.target(agent, notes))?
            });
            let Some(index) = known else {
                notes.warning(
                    &place(agent),
                    "which agent is run here is decided while the program runs; the run was left out",
                );
                continue;
            };
            let input = call(*node).and_then(|made| {
                let input = *made.arguments.get(1)?;
                Some(self.code.text(input))
            });
            let full_history =
                input.is_some_and(|text| text.to_ascii_lowercase().contains("history"));
            running.insert(
                node.id(),
                Run {
                    agent: index,
                    row: node.start_position().row,
                    full_history,
                },
            );
        }
        running
    }

    /// Whom a call runs, as `runner.run(agent, ...)`, `run(agent, ...)` or `new RealtimeSession(agent)`.
    fn run_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        let made = call(node)?;
        let first = made.arguments.first().copied()?;
        let function = inner(made.function);
        let is_session =
            node.kind() == "new_expression" && self.code.original(function) == "RealtimeSession";
        let is_run = match function.child_by_field_name("object") {
            Some(object) if self.code.last_name(function) == "run" => {
                let made = call(self.code.follow(object));
                let is_new = made.is_some_and(|made| self.code.original(made.function) == "Runner");
                let name = self.code.last_name(object);
                let from = self.code.imported.get(name);
                let is_sdk = from.is_some_and(|from| from.module.starts_with("@openai/agents"));
                is_new || is_sdk || name.to_ascii_lowercase().ends_with("runner")
            }
            Some(_) => false,
            None => {
                let name = self.code.text(function);
                self.code.imported.contains_key(name) && self.code.original(function) == "run"
            }
        };
        (is_run || is_session).then_some(first)
    }

    /// Follows the code that runs agents: who is first, who comes after whom, and who ends the run.
    pub(super) fn runs(&mut self, root: Node<'t>, notes: &mut Notes) -> Result<(), ImportError> {
        let mut flow = Flow::read(self, root, notes)?;
        let first = self.first(&mut flow, notes);
        if first.is_empty() {
            self.guess_entry(notes);
            return Ok(());
        }
        self.walk.entries = first;
        let mut by_agent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (step, run) in &flow.runs {
            by_agent.entry(run.agent).or_default().push(*step);
        }
        let mut count: usize = self
            .walk
            .agents
            .iter()
            .map(|agent| agent.handoffs.len())
            .sum();
        for (agent, steps) in by_agent {
            let onward = self.onward(agent, &steps, &mut flow, notes);
            count += onward.len();
            if count > MOST_HANDOFFS {
                notes.warning(
                    "",
                    format!("more than {MOST_HANDOFFS} handoffs; those that the code decides on were not drawn from here on"),
                );
                break;
            }
            self.carry(agent, &onward, &flow.labels, notes);
        }
        if flow.steps.gave_up() {
            notes.warning(
                "",
                "the code branches so often that not every way was followed",
            );
        }
        notes.warning(
            "",
            "which agent the code runs after which was carried, with its conditions; what it does in between (state, texts that it makes, calls of its own) was not",
        );
        Ok(())
    }

    /// The agents that are run first.
    fn first(&self, flow: &mut Flow<'_, 't>, notes: &mut Notes) -> Vec<usize> {
        let mut first: Vec<usize> = Vec::new();
        for start in flow.starts.clone() {
            for lead in flow.steps.leads(start) {
                let Some(run) = flow.runs.get(&lead.to) else {
                    continue;
                };
                let asks = |when: &When| matches!(when, When::Approved(_));
                if lead.paths.iter().flatten().any(asks) {
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
                .map(|index| visible(&self.walk.agents[*index].name, 60))
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

    /// Whom the runs of an agent lead on to, each once.
    fn onward(
        &self,
        agent: usize,
        steps: &[usize],
        flow: &mut Flow<'_, 't>,
        notes: &mut Notes,
    ) -> Vec<Onward> {
        let mut all: Vec<Onward> = Vec::new();
        let mut ways: BTreeSet<Vec<Next>> = BTreeSet::new();
        for step in steps {
            let mut here = Vec::new();
            for lead in flow.steps.leads(*step) {
                let run = flow.runs.get(&lead.to);
                let next = run.map(|run| run.agent);
                let full_history = run.is_some_and(|run| run.full_history);
                here.push(next);
                if let Some(known) = all.iter_mut().find(|known| known.next == next) {
                    known.full_history &= full_history;
                    let new = lead.paths.into_iter();
                    known.paths.extend(new.filter(|path| !path.is_empty()));
                } else {
                    all.push(Onward {
                        next,
                        paths: lead.paths,
                        full_history,
                    });
                }
            }
            ways.insert(here);
        }
        let name = visible(&self.walk.agents[agent].name, 80);
        let rows: Vec<usize> = steps
            .iter()
            .filter_map(|step| flow.runs.get(step))
            .map(|run| run.row)
            .collect();
        if ways.len() > 1 {
            let lines: Vec<String> = rows
                .iter()
                .take(20)
                .map(|row| (row + 1).to_string())
                .collect();
            notes.warning(
                &line(rows[0]),
                format!("{name:?} is run at several places, in lines {}, which lead on differently; its handoffs are those of all of them", lines.join(", ")),
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
                    &line(rows[0]),
                    format!("more ways lead on from {name:?} to the same place than were told apart; the condition there is not complete"),
                );
            }
            onward.paths = seen;
        }
        all
    }

    fn carry(
        &mut self,
        agent: usize,
        onward: &[Onward],
        labels: &BTreeMap<String, String>,
        notes: &mut Notes,
    ) {
        let pointer = self.walk.agents[agent].pointer.clone();
        let name = visible(&self.walk.agents[agent].name, 80);
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
        let is_only = drawn.len() == 1;
        let mut answer = Answer::Never;
        let mut handoffs = Vec::new();
        for (order, way) in drawn.into_iter().enumerate() {
            let gate = asked(way, onward, &pointer, notes);
            let by_code = ByCode {
                trigger: trigger(way, labels, is_only, order),
                gate,
                full_history: way.full_history,
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
                None => answer = Answer::Code(by_code),
            }
        }
        let hands_over = self.walk.agents[agent]
            .handoffs
            .iter()
            .any(|handoff| !handoff.call);
        if hands_over && !handoffs.is_empty() {
            notes.warning(
                &pointer,
                format!("the code goes on after the run of {name:?} also where that agent handed over to another; its ways on were drawn from {name:?} alone"),
            );
        }
        let walked = &mut self.walk.agents[agent];
        walked.answer = answer;
        walked.handoffs.extend(handoffs);
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
