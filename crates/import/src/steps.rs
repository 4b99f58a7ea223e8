//! Workflows in which some steps do work and others only decide: the ways from worker to worker, with what has to hold on each.

use crate::pen::without_secrets;
use crate::text::visible;
use baton_model::{AgentId, Continuity, Handoff, Json, Target, Trigger, TriggerClause, TriggerOn};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How often a step that only decides is passed, at most, when the ways of one worker are looked for.
const MOST_PASSES: usize = 8;
/// How many paths to the same step are told apart.
const MOST_PATHS: usize = 12;
/// How many steps are looked at for a whole file.
const BUDGET: usize = 400_000;

/// A step of a workflow.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// Somebody works here.
    Work(AgentId),
    /// It decides, sets or says something, and goes on.
    Pass,
    /// The workflow ends here.
    End(Target),
    /// The workflow is left for what is around it.
    Leave,
}

/// What has to hold for a way to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// A step chose this branch.
    Label(String),
    /// An expression in the tool's own language holds.
    Holds(String),
    /// Nothing else applied.
    Otherwise,
    /// The step before failed.
    Failed,
    /// A person was asked this, and said yes.
    Approved(String),
    /// A person was asked this, and said no.
    Refused(String),
}

#[derive(Debug)]
struct Way {
    to: usize,
    when: Option<When>,
}

/// A workflow.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    all: Vec<Step>,
    ways: Vec<Vec<Way>>,
    spent: usize,
}

/// Where a worker leads: another step that works or ends, with the paths to it.
#[derive(Debug, PartialEq)]
pub(crate) struct Lead {
    pub to: usize,
    /// What has to hold on each path.
    pub paths: Vec<Vec<When>>,
    /// The steps passed on the first path.
    pub over: Vec<usize>,
    /// The steps passed on other paths only.
    pub elsewhere: BTreeSet<usize>,
}

/// What users are told at steps, and how much of it handoffs carry.
#[derive(Debug, Default)]
pub(crate) struct Told {
    texts: BTreeMap<usize, String>,
    carried: BTreeSet<usize>,
    lost: BTreeSet<usize>,
}

impl Told {
    pub(crate) fn insert(&mut self, step: usize, text: String) {
        if !text.trim().is_empty() {
            self.texts.insert(step, text);
        }
    }

    /// What no handoff says, or not on every way on which the file says it.
    pub(crate) fn lost(&self) -> impl Iterator<Item = (usize, &str)> {
        let texts = self.texts.iter();
        texts
            .filter(|(step, _)| self.lost.contains(step) || !self.carried.contains(step))
            .map(|(step, text)| (*step, text.as_str()))
    }
}

impl Lead {
    /// Adds what users are told at the steps that are passed.
    pub(crate) fn tell(&self, handoff: &mut Handoff, told: &mut Told) {
        told.carried.extend(&self.over);
        told.lost.extend(&self.elsewhere);
        let words: Vec<&str> = self
            .over
            .iter()
            .filter_map(|step| told.texts.get(step))
            .map(String::as_str)
            .collect();
        if !words.is_empty() {
            // The file does not say in which language it speaks.
            let said = Continuity::new("und".to_owned(), words.join("\n"));
            handoff.continuity.push(said);
        }
    }
}

impl Steps {
    pub(crate) fn add(&mut self, step: Step) -> usize {
        self.all.push(step);
        self.ways.push(Vec::new());
        self.all.len() - 1
    }

    pub(crate) fn way(&mut self, from: usize, to: usize, when: Option<When>) {
        if let Some(ways) = self.ways.get_mut(from)
            && to < self.all.len()
        {
            ways.push(Way { to, when });
        }
    }

    pub(crate) fn step(&self, index: usize) -> Option<&Step> {
        self.all.get(index)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing leads on from a step.
    pub(crate) fn is_last(&self, index: usize) -> bool {
        self.ways.get(index).is_none_or(Vec::is_empty)
    }

    /// Whether looking for ways was given up because there are too many.
    pub(crate) fn gave_up(&self) -> bool {
        self.spent >= BUDGET
    }

    /// Where a step leads, in the order of the file; steps that only decide are passed.
    pub(crate) fn leads(&mut self, from: usize) -> Vec<Lead> {
        let mut trails: Vec<Trail> = Vec::new();
        let mut waiting: Vec<usize> = Vec::new();
        let mut passed: BTreeMap<usize, usize> = BTreeMap::new();
        let mut leads: Vec<Lead> = Vec::new();
        let push = |trails: &mut Vec<Trail>, waiting: &mut Vec<usize>, at: usize, before| {
            for way in self.ways.get(at).into_iter().flatten().rev() {
                trails.push(Trail {
                    at: way.to,
                    before,
                    when: way.when.clone(),
                });
                waiting.push(trails.len() - 1);
            }
        };
        push(&mut trails, &mut waiting, from, None);
        let mut spent = 0;
        while let Some(index) = waiting.pop() {
            spent += 1;
            if self.spent + spent >= BUDGET {
                break;
            }
            let at = trails[index].at;
            if self.all[at] != Step::Pass {
                let mut path: Vec<When> = back(&trails, Some(index))
                    .filter_map(|trail| trail.when.clone())
                    .collect();
                path.reverse();
                let over: Vec<usize> = back(&trails, trails[index].before)
                    .map(|trail| trail.at)
                    .collect();
                if let Some(lead) = leads.iter_mut().find(|lead| lead.to == at) {
                    let known = &lead.over;
                    let other = over.into_iter().filter(|step| !known.contains(step));
                    lead.elsewhere.extend(other);
                    if lead.paths.len() < MOST_PATHS && !lead.paths.contains(&path) {
                        lead.paths.push(path);
                    }
                } else {
                    leads.push(Lead {
                        to: at,
                        paths: vec![path],
                        over: over.into_iter().rev().collect(),
                        elsewhere: BTreeSet::new(),
                    });
                }
                continue;
            }
            let is_circle = back(&trails, trails[index].before).any(|trail| trail.at == at);
            let times = passed.entry(at).or_default();
            *times += 1;
            if is_circle || *times > MOST_PASSES {
                continue;
            }
            push(&mut trails, &mut waiting, at, Some(index));
        }
        self.spent += spent;
        leads
    }
}

/// A step on the way, with the one before it.
struct Trail {
    at: usize,
    before: Option<usize>,
    when: Option<When>,
}

/// The way back from a step.
fn back(trails: &[Trail], mut next: Option<usize>) -> impl Iterator<Item = &Trail> {
    std::iter::from_fn(move || {
        let trail = trails.get(next?)?;
        next = trail.before;
        Some(trail)
    })
}

impl Lead {
    /// What sets off the handoff. A way that is the only one is always taken: its branches meet again.
    pub(crate) fn trigger(&self, is_only: bool, order: usize) -> Trigger {
        let mut trigger = Trigger::new();
        let is_free = is_only || self.paths.iter().any(Vec::is_empty);
        let fails = |path: &Vec<When>| path.contains(&When::Failed);
        if self.paths.iter().all(fails) {
            trigger.on = TriggerOn::Error;
        }
        if is_free {
            return trigger;
        }
        trigger.priority = i32::try_from(order).unwrap_or(i32::MAX);
        let is_rest = |path: &Vec<When>| path.iter().all(|when| *when == When::Otherwise);
        if self.paths.iter().any(is_rest) {
            trigger.otherwise = true;
            return trigger;
        }
        let labels: Option<Vec<&str>> = self
            .paths
            .iter()
            .map(|path| match &path[..] {
                [When::Label(label)] => Some(label.as_str()),
                _ => None,
            })
            .collect();
        match labels.as_deref() {
            Some([label]) => {
                trigger.on = TriggerOn::Intent;
                trigger.value = Some(text(label));
            }
            Some(labels) => {
                let clause = |label: &&str| TriggerClause {
                    value: Some(text(label)),
                    ..TriggerClause::new(TriggerOn::Intent)
                };
                trigger.on = TriggerOn::Any(labels.iter().map(clause).collect());
            }
            None => trigger.condition = self.words(),
        }
        trigger
    }

    /// What has to hold for all of its paths together, for people to read; nothing where one is always taken.
    pub(crate) fn condition(&self) -> Option<String> {
        if self.paths.iter().any(Vec::is_empty) {
            return None;
        }
        let said = |when: &When| match when {
            When::Label(text) | When::Holds(text) => text.trim().to_owned(),
            When::Otherwise => "nothing else applies".to_owned(),
            When::Failed => "the step before fails".to_owned(),
            When::Approved(question) => format!("yes: {}", question.trim()),
            When::Refused(question) => format!("no: {}", question.trim()),
        };
        let paths: Vec<String> = self
            .paths
            .iter()
            .map(|path| path.iter().map(said).collect::<Vec<_>>().join(" and "))
            .collect();
        Some(visible(&without_secrets(&paths.join(", or ")).0, 300))
    }

    /// The conditions of all paths in the file's own words.
    fn words(&self) -> Option<String> {
        let paths: Vec<String> = self
            .paths
            .iter()
            .map(|path| {
                let parts: Vec<&str> = path
                    .iter()
                    .filter_map(|when| match when {
                        When::Label(text) | When::Holds(text) => Some(text.trim()),
                        When::Otherwise | When::Failed | When::Approved(_) | When::Refused(_) => {
                            None
                        }
                    })
                    .collect();
                match &parts[..] {
                    [only] => (*only).to_owned(),
                    parts => {
                        let parts: Vec<_> = parts.iter().map(|part| in_brackets(part)).collect();
                        parts.join(" and ")
                    }
                }
            })
            .filter(|words| !words.is_empty())
            .collect();
        let words = if paths.len() > 1 {
            paths
                .iter()
                .map(|path| format!("({path})"))
                .collect::<Vec<_>>()
                .join(" or ")
        } else {
            paths.concat()
        };
        (!words.is_empty()).then(|| without_secrets(&words).0)
    }
}

/// A condition that is to hold with others: one that chooses needs brackets.
fn in_brackets(condition: &str) -> Cow<'_, str> {
    let lower = condition.to_lowercase();
    if ["||", " or ", "?"].iter().any(|sign| lower.contains(sign)) {
        Cow::Owned(format!("({condition})"))
    } else {
        Cow::Borrowed(condition)
    }
}

fn text(words: &str) -> Json {
    Json(Value::String(without_secrets(words).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(steps: &mut Steps, name: &str) -> usize {
        steps.add(Step::Work(AgentId::new(name).unwrap()))
    }

    #[test]
    fn deciding_steps_are_passed_with_their_conditions() {
        let mut steps = Steps::default();
        let (a, check) = (worker(&mut steps, "a"), steps.add(Step::Pass));
        let (b, c) = (worker(&mut steps, "b"), worker(&mut steps, "c"));
        steps.way(a, check, None);
        steps.way(check, b, Some(When::Holds("=x".to_owned())));
        steps.way(check, c, Some(When::Otherwise));
        let leads = steps.leads(a);
        let triggers: Vec<_> = leads
            .iter()
            .enumerate()
            .map(|(order, lead)| lead.trigger(false, order))
            .collect();
        assert_eq!((leads[0].to, leads[1].to), (b, c));
        assert_eq!(triggers[0].condition.as_deref(), Some("=x"));
        assert!(triggers[1].otherwise && triggers[1].condition.is_none());
    }

    #[test]
    fn conditions_that_choose_keep_together_among_others() {
        let mut steps = Steps::default();
        let (a, one, other) = (
            worker(&mut steps, "a"),
            steps.add(Step::Pass),
            steps.add(Step::Pass),
        );
        let b = worker(&mut steps, "b");
        steps.way(a, one, None);
        steps.way(one, other, Some(When::Holds("=x || y".to_owned())));
        steps.way(other, b, Some(When::Holds("=z".to_owned())));
        let leads = steps.leads(a);
        assert_eq!(
            leads[0].trigger(false, 0).condition.as_deref(),
            Some("(=x || y) and =z")
        );
    }

    #[test]
    fn what_is_said_on_another_way_is_known_to_be_lost() {
        let mut steps = Steps::default();
        let (a, check, said) = (
            worker(&mut steps, "a"),
            steps.add(Step::Pass),
            steps.add(Step::Pass),
        );
        let b = worker(&mut steps, "b");
        steps.way(a, check, None);
        steps.way(check, b, Some(When::Holds("=x".to_owned())));
        steps.way(check, said, Some(When::Otherwise));
        steps.way(said, b, None);
        let mut told = Told::default();
        told.insert(said, "Sorry.".to_owned());
        let mut handoff = Handoff::new(
            baton_model::HandoffId::new("h").unwrap(),
            baton_model::TopologyId::new("t").unwrap(),
            AgentId::new("a").unwrap(),
            Target::Agent(AgentId::new("b").unwrap()),
        );
        steps.leads(a)[0].tell(&mut handoff, &mut told);
        assert!(handoff.continuity.is_empty());
        assert_eq!(told.lost().collect::<Vec<_>>(), [(said, "Sorry.")]);
    }

    #[test]
    fn branches_that_meet_again_ask_for_nothing() {
        let mut steps = Steps::default();
        let (a, check, said) = (
            worker(&mut steps, "a"),
            steps.add(Step::Pass),
            steps.add(Step::Pass),
        );
        let b = worker(&mut steps, "b");
        steps.way(a, check, None);
        steps.way(check, said, Some(When::Holds("=x".to_owned())));
        steps.way(check, b, Some(When::Otherwise));
        steps.way(said, b, None);
        let leads = steps.leads(a);
        assert_eq!(leads.len(), 1);
        assert_eq!(leads[0].paths.len(), 2);
        assert_eq!(leads[0].trigger(true, 0), Trigger::new());
    }

    #[test]
    fn circles_of_deciding_steps_end() {
        let mut steps = Steps::default();
        let a = worker(&mut steps, "a");
        let passes: Vec<usize> = (0..200).map(|_| steps.add(Step::Pass)).collect();
        for from in &passes {
            steps.way(a, *from, None);
            for to in &passes {
                steps.way(*from, *to, Some(When::Otherwise));
            }
        }
        steps.way(passes[7], a, Some(When::Label("again".to_owned())));
        assert!(steps.leads(a).iter().all(|lead| lead.to == a));
    }
}
