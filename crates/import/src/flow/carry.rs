//! Steps and lines become agents, entries, outcomes, handoffs and groups of a sketch.

use super::{Flow, Line, Role, Step, bridge, pauses};
use crate::error::ImportError;
use crate::guess::{self, Guess, words};
use crate::limits;
use crate::notes::Notes;
use crate::parallel;
use crate::sketch::{DRAFT, Sketch};
use crate::text::visible;
use baton_model::{
    AgentFunction, AgentId, AgentKind, AgentVersion, AgentVersionId, Backoff, ContractId, GroupId,
    HandoffMode, Json, Kind, RecordKey, RecordRef, Target, Tool, TriggerOn, Version,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a step became.
pub(super) enum End {
    Agent(AgentId),
    Outcome(Target),
    Start,
}

impl Flow {
    /// Fills the sketch; what was guessed or left out becomes notes.
    pub(crate) fn carry(
        mut self,
        file: &str,
        sketch: &mut Sketch,
        notes: &mut Notes,
    ) -> Result<(), ImportError> {
        self.within_limits(file)?;
        self.distinct_keys(notes);
        let end = self.end_passages();
        if !bridge::passages(&mut self, notes) {
            return Err(ImportError::new(
                file,
                "",
                format!(
                    "joining the lines around the tool's own routing steps would make more than {} handoffs",
                    limits::HANDOFFS
                ),
                "import a part of the drawing",
            ));
        }
        let end = self.ends_reached(end, notes);
        self.entries_that_wait(notes);
        let calls = if self.guess_calls {
            bridge::calls(&self)
        } else {
            BTreeMap::new()
        };
        self.group_fans(&calls);
        let groups = self.groups(sketch)?;
        let ends = self.steps_become(sketch, &groups, &calls, notes)?;
        let contracts = self.outputs(sketch, &ends, notes)?;
        self.lines_become(sketch, &ends, &calls, &contracts, notes)?;
        self.last_steps(sketch, &ends, end, notes)?;
        parallel::join(sketch, notes);
        self.remarks(sketch)
    }

    /// Keys that stand before get a number: what bears them stays several things. Every step has a name.
    fn distinct_keys(&mut self, notes: &mut Notes) {
        let mut copies: BTreeMap<String, usize> = BTreeMap::new();
        let mut numbered = |key: &mut String| {
            let copies = copies.entry(key.clone()).or_insert(0);
            *copies += 1;
            if *copies > 1 {
                *key = format!("{key} (copy {copies})");
            }
            *copies > 1
        };
        for step in &mut self.steps {
            if step.name.trim().is_empty() {
                "unnamed".clone_into(&mut step.name);
            }
            if numbered(&mut step.key) {
                notes.warning(
                    &step.place,
                    format!(
                        "{:?} shares its id with another; they stay two",
                        visible(&step.name, 80)
                    ),
                );
            }
        }
        for key in self.remarks.iter_mut().map(|remark| &mut remark.key) {
            numbered(key);
        }
        let mut copies: BTreeSet<String> = BTreeSet::new();
        for (index, group) in self.groups.iter_mut().enumerate() {
            if !copies.insert(group.key.clone()) {
                group.key = format!("{} (group {index})", group.key);
            }
        }
    }

    fn within_limits(&self, file: &str) -> Result<(), ImportError> {
        for (count, most, what) in [
            (self.steps.len(), limits::AGENTS, "steps"),
            (self.lines.len(), limits::HANDOFFS, "lines"),
        ] {
            if count > most {
                return Err(ImportError::new(
                    file,
                    "",
                    format!("{count} {what}; {most} is the limit"),
                    "import a part of the drawing",
                ));
            }
        }
        Ok(())
    }

    fn groups(&self, sketch: &mut Sketch) -> Result<Vec<GroupId>, ImportError> {
        let mut ids: Vec<GroupId> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let parent = group.parent.and_then(|parent| ids.get(parent)).cloned();
            ids.push(sketch.group(&group.key, &group.name, parent.as_ref(), &group.place)?);
        }
        Ok(ids)
    }

    fn steps_become(
        &self,
        sketch: &mut Sketch,
        groups: &[GroupId],
        calls: &BTreeMap<usize, usize>,
        notes: &mut Notes,
    ) -> Result<Vec<End>, ImportError> {
        let touched: BTreeSet<usize> = self
            .lines
            .iter()
            .flat_map(|line| [line.from, line.to])
            .collect();
        let mut called: BTreeMap<usize, usize> = BTreeMap::new();
        for caller in calls.values() {
            *called.entry(*caller).or_default() += 1;
        }
        let mut ends = Vec::with_capacity(self.steps.len());
        for (index, step) in self.steps.iter().enumerate() {
            let group = step.group.and_then(|group| groups.get(group));
            let end = match step.role {
                Role::Start | Role::Passage => End::Start,
                Role::Note => {
                    sketch.note(&step.key, &step.scope, &step.place)?;
                    End::Start
                }
                Role::End { good } => {
                    let target = sketch.outcome(&step.key, &step.name, good, &step.place)?;
                    if let Target::Outcome(outcome) = &target
                        && (step.at.is_some() || group.is_some())
                    {
                        let subject = RecordRef::new(Kind::Outcome, outcome.outcome.as_str());
                        sketch.stands(subject, step.at, group)?;
                    }
                    End::Outcome(target)
                }
                Role::Work => {
                    let called = called.get(&index).copied().unwrap_or(0);
                    let id = agent(sketch, step, called)?;
                    if step.at.is_some() || group.is_some() || !touched.contains(&index) {
                        sketch.stands(RecordRef::new(Kind::Agent, id.as_str()), step.at, group)?;
                    }
                    if !touched.contains(&index) {
                        notes.warning(
                            &step.place,
                            format!("no line touches {:?}", visible(&step.name, 80)),
                        );
                    }
                    End::Agent(id)
                }
            };
            ends.push(end);
        }
        Ok(ends)
    }

    /// The contracts of what steps put out, by step.
    fn outputs(
        &self,
        sketch: &mut Sketch,
        ends: &[End],
        notes: &mut Notes,
    ) -> Result<BTreeMap<usize, (ContractId, Version)>, ImportError> {
        let mut contracts = BTreeMap::new();
        for (index, step) in self.steps.iter().enumerate() {
            let (Some((place, schema)), Some(End::Agent(_))) = (&step.output, ends.get(index))
            else {
                continue;
            };
            let leaves = self
                .lines
                .iter()
                .any(|line| line.from == index && !line.call);
            if !leaves {
                notes.info(place, format!("what {:?} puts out goes back to its caller; the schema was kept with its version", visible(&step.name, 80)));
                continue;
            }
            let name = schema["title"]
                .as_str()
                .map_or_else(|| format!("{} output", step.name), ToOwned::to_owned);
            contracts.insert(
                index,
                sketch.contract(&format!("{}#output", step.key), &name, schema, place)?,
            );
        }
        Ok(contracts)
    }

    fn lines_become(
        &self,
        sketch: &mut Sketch,
        ends: &[End],
        calls: &BTreeMap<usize, usize>,
        contracts: &BTreeMap<usize, (ContractId, Version)>,
        notes: &mut Notes,
    ) -> Result<(), ImportError> {
        let several = self.several();
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut entered = BTreeSet::new();
        let mut unlabelled = false;
        for line in &self.lines {
            let (from, to) = (&self.steps[line.from], &self.steps[line.to]);
            if calls.get(&line.from) == Some(&line.to) {
                notes.info(&line.place, format!("taken as the return of the delegation from {:?}, not as a handoff (a guess)", visible(&to.name, 80)));
                continue;
            }
            let (sender, target) = match (&ends[line.from], &ends[line.to]) {
                (End::Start, End::Agent(agent)) => {
                    if entered.insert(agent.clone()) {
                        sketch.entry(&format!("{} -> {}", from.key, to.key), agent, &line.place)?;
                    }
                    if line.label.is_some() || line.conditional {
                        notes.info(&line.place, "a rule chooses where requests start; each way became an entry of equal weight (a guess)");
                    }
                    continue;
                }
                (End::Agent(sender), End::Agent(to)) => (sender, Target::Agent(to.clone())),
                (End::Agent(sender), End::Outcome(target)) => (sender, target.clone()),
                _ => {
                    let message = format!(
                        "the line from {:?} to {:?} passes nobody and was left out",
                        visible(&from.name, 80),
                        visible(&to.name, 80)
                    );
                    notes.warning(&line.place, message);
                    continue;
                }
            };
            let mut key = format!("{} -> {}", from.key, to.key);
            if several.contains(&(line.from, line.to)) {
                key = format!("{key} [{}]", line.label.as_deref().unwrap_or_default());
            }
            if let Some(first) = seen.get(&key) {
                notes.info(
                    &line.place,
                    format!("the same line as at {first}; one handoff was made of both"),
                );
                continue;
            }
            seen.insert(key.clone(), &line.place);
            unlabelled |= line.conditional && line.label.is_none() && !line.otherwise;
            let call = line.call || calls.get(&line.to) == Some(&line.from);
            if call && !line.call {
                notes.info(&line.place, format!("{:?} only returns to its caller: taken as a delegation (a guess); make it a transfer if control moves", visible(&to.name, 80)));
            }
            let contract = contracts.get(&line.from).filter(|_| !call);
            handoff(
                sketch, &key, sender, target, line, call, to, from, contract, notes,
            )?;
        }
        if unlabelled {
            notes.info("", "conditional lines without a label: the target's name was taken as the intent, and a rule as what decides (a guess)");
        }
        if entered.is_empty() {
            self.tell_starts(notes);
        }
        self.tell_pauses(calls, notes);
        self.tell_fans(calls, notes);
        Ok(())
    }

    /// Pairs of steps with more than one line between them.
    fn several(&self) -> BTreeSet<(usize, usize)> {
        let mut once = BTreeSet::new();
        self.lines
            .iter()
            .map(|line| (line.from, line.to))
            .filter(|pair| !once.insert(*pair))
            .collect()
    }

    fn remarks(&self, sketch: &mut Sketch) -> Result<(), ImportError> {
        for remark in &self.remarks {
            if remark.text.is_empty() {
                continue;
            }
            let id = sketch.note(&remark.key, &remark.text, &remark.place)?;
            if remark.at.is_some() {
                sketch.stands(RecordRef::new(Kind::Note, id.as_str()), remark.at, None)?;
            }
        }
        Ok(())
    }
}

fn agent(sketch: &mut Sketch, step: &Step, called: usize) -> Result<AgentId, ImportError> {
    let guessed;
    let guess = if let Some(guess) = &step.guess {
        guess
    } else {
        guessed = by_words(step, called);
        &guessed
    };
    let id = sketch.agent(&step.key, &step.name, &step.place, guess)?;
    let team = match &step.owner {
        Some(owner) => Some(sketch.team(owner, &step.place)?),
        None => None,
    };
    if let Some(agent) = sketch.agent_mut(&id) {
        agent.role.scope.text.clone_from(&step.scope);
        agent.tools = step.tools.iter().cloned().map(Tool::new).collect();
        agent.team = team;
    }
    if let Some(part) = sketch.part_mut(&RecordKey::new(Kind::Agent, id.as_str())) {
        part.metadata.clone_from(&step.metadata);
    }
    if step.model.is_some() || step.output.is_some() {
        version(sketch, step, &id)?;
    }
    Ok(id)
}

/// The first version of an agent: the model and the output that the file names.
fn version(sketch: &mut Sketch, step: &Step, agent: &AgentId) -> Result<(), ImportError> {
    let id = AgentVersionId::new(sketch.provisional(Kind::AgentVersion))?;
    let number =
        Version::new(DRAFT).map_err(|error| ImportError::new("", &step.place, error, ""))?;
    let mut version = AgentVersion::new(id, agent.clone(), number);
    version.model.clone_from(&step.model);
    version.output_schema = step.output.as_ref().map(|(_, schema)| Json(schema.clone()));
    sketch.add(&step.key, &step.place, version);
    Ok(())
}

fn by_words(step: &Step, called: usize) -> Guess {
    let words: BTreeSet<String> = words(&step.name).chain(words(&step.key)).collect();
    if let Some(people) = guess::human(&words).filter(|_| !step.thinks) {
        return people;
    }
    let is_mind = |said: &Guess| matches!(said.kind, AgentKind::Ai | AgentKind::Supervisor);
    let said = guess::named(&words).filter(|said| !step.thinks || is_mind(said));
    let leads = said
        .as_ref()
        .is_some_and(|said| matches!(said.kind, AgentKind::Tool | AgentKind::Supervisor));
    if called >= 2 && !leads {
        return Guess::new(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            format!("{called} others return to it and to nobody else"),
        );
    }
    said.unwrap_or_else(Guess::worker)
}

#[allow(clippy::too_many_arguments, reason = "all of one line, told once")]
fn handoff(
    sketch: &mut Sketch,
    key: &str,
    sender: &AgentId,
    target: Target,
    line: &Line,
    call: bool,
    to: &Step,
    from: &Step,
    contract: Option<&(ContractId, Version)>,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let id = sketch.handoff(key, sender, target, &line.place)?;
    let Some(handoff) = sketch.handoff_mut(&id) else {
        return Ok(());
    };
    if call {
        handoff.mode = HandoffMode::Delegate;
    }
    handoff.trigger.decided_by = line.decided_by;
    handoff.trigger.otherwise = line.otherwise;
    if line.on_error {
        handoff.trigger.on = TriggerOn::Error;
    } else if let Some(intent) = line
        .label
        .clone()
        .or_else(|| (line.conditional && !line.otherwise).then(|| to.name.clone()))
    {
        handoff.trigger.on = TriggerOn::Intent;
        handoff.trigger.value = Some(Json(Value::String(intent)));
    }
    handoff.parallel_group.clone_from(&line.parallel);
    handoff.policy.loop_limit = line.loop_limit.or(to.loop_limit);
    if let Some(retries) = to.retries {
        handoff.policy.retries = retries;
        handoff.policy.backoff = Backoff::Fixed;
    }
    handoff.gate.clone_from(&line.gate);
    if handoff.gate.is_none() && (to.pauses_before || from.pauses_after) {
        handoff.gate = Some(pauses::gate(&line.place, notes));
    }
    if let Some((contract, version)) = contract {
        handoff.contract = Some(contract.clone());
        handoff.version = Some(version.clone());
    }
    Ok(())
}
