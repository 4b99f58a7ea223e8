//! Declarative workflows: sequences of actions with branches, loops and jumps.

use super::actions::{Does, does};
use super::schema;
use crate::error::ImportError;
use crate::pen::{Pen, at, count_of, str_of};
use crate::steps::{Step, Told, When};
use crate::text::visible;
use crate::wiring::Wiring;
use baton_model::{AgentId, ContractId, Gate, Version};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Deepest nesting of actions.
const DEEPEST: usize = 60;

/// A step whose way on is open.
#[derive(Clone, Debug)]
struct Open {
    from: usize,
    when: Option<When>,
}

/// The loop around an action: its head, and the steps that leave it.
#[derive(Default)]
struct Loop {
    head: usize,
    left: Vec<usize>,
}

/// A workflow, as far as it is drawn.
pub(super) struct Draft<'p, 'n> {
    pub(super) pen: &'p mut Pen<'n>,
    pub(super) wiring: Wiring,
    by_id: BTreeMap<String, usize>,
    jumps: Vec<(usize, String, String)>,
    pub(super) agents: BTreeMap<String, AgentId>,
    pub(super) definitions: BTreeMap<String, (&'p Map<String, Value>, String)>,
    /// What the user is told at a step.
    pub(super) told: Told,
    /// Steps that wait for approval.
    pub(super) approved: BTreeMap<usize, String>,
    pub(super) payloads: BTreeMap<usize, (ContractId, Version)>,
    rounds: Vec<Round>,
}

/// The steps that are done again and again, at most so often.
struct Round {
    first: usize,
    last: usize,
    most: u32,
    place: String,
    is_carried: bool,
}

pub(super) fn draw(pen: &mut Pen<'_>, value: &Value) -> Result<(), ImportError> {
    pen.sketch.topology.purpose = pen.text("/description", value.get("description"));
    let (place, actions) = match value.get("actions") {
        Some(actions) => ("/actions", Some(actions)),
        None => ("/trigger/actions", value["trigger"].get("actions")),
    };
    let mut draft = Draft {
        pen,
        wiring: Wiring::default(),
        by_id: BTreeMap::new(),
        jumps: Vec::new(),
        agents: BTreeMap::new(),
        definitions: BTreeMap::new(),
        told: Told::default(),
        rounds: Vec::new(),
        approved: BTreeMap::new(),
        payloads: BTreeMap::new(),
    };
    draft.define(value.get("agents"));
    let start = draft.wiring.add(Step::Pass, "start", place);
    let open = draft.sequence(
        actions,
        place,
        vec![Open {
            from: start,
            when: None,
        }],
        &mut Loop::default(),
        0,
    )?;
    let done = draft.pen.completed(place)?;
    let end = draft.wiring.add(Step::End(done), "end", place);
    draft.lead(&open, end);
    draft.jump();
    draft.wiring.enter(draft.pen, start)?;
    draft.connect(count_of(
        value.as_object().unwrap_or(&Map::new()),
        "maxTurns",
    ))?;
    if let Some(schema) = schema::of(value.get("inputs")) {
        draft
            .pen
            .contract("inputs", "Workflow inputs", &schema, "/inputs")?;
        draft.pen.notes.info(
            "/inputs",
            "what the workflow starts with became a draft contract; no handoff carries it",
        );
    }
    for (name, part) in value.as_object().into_iter().flatten() {
        let known = [
            "kind",
            "name",
            "description",
            "trigger",
            "actions",
            "agents",
            "maxTurns",
            "inputs",
            "id",
        ];
        if !known.contains(&name.as_str()) && !part.is_null() {
            draft.pen.notes.warning(
                &at("", name),
                format!(
                    "{:?} was not carried: no field of a record means it",
                    visible(name, 60)
                ),
            );
        }
    }
    Ok(())
}

impl<'p> Draft<'p, '_> {
    fn define(&mut self, agents: Option<&'p Value>) {
        for (name, definition) in self.pen.members("/agents", agents) {
            let place = at("/agents", name);
            match definition {
                Value::Object(fields) => {
                    self.definitions.insert(name.to_owned(), (fields, place));
                }
                Value::String(file) => self.pen.notes.warning(
                    &place,
                    format!(
                        "the agent {:?} stands in the file {:?}, which was not read",
                        visible(name, 80),
                        visible(file, 120)
                    ),
                ),
                _ => self
                    .pen
                    .notes
                    .warning(&place, "an object is needed here; it was left out"),
            }
        }
    }

    fn lead(&mut self, open: &[Open], to: usize) {
        for way in open {
            self.wiring.steps.way(way.from, to, way.when.clone());
        }
    }

    /// Actions one after the other; gives what is still open behind the last.
    fn sequence(
        &mut self,
        actions: Option<&Value>,
        place: &str,
        mut open: Vec<Open>,
        around: &mut Loop,
        depth: usize,
    ) -> Result<Vec<Open>, ImportError> {
        if depth > DEEPEST {
            self.pen
                .notes
                .warning(place, "actions are nested too deep; the rest was left out");
            return Ok(open);
        }
        for (index, action) in self.pen.objects(place, actions) {
            let place = format!("{place}/{index}");
            let kind = str_of(action, "kind").unwrap_or_default();
            let what = does(kind);
            let id = str_of(action, "id").map_or_else(|| format!("{kind}@{place}"), str::to_owned);
            let step = self.step(what, &id, action, &place)?;
            if open.is_empty() && !action.contains_key("id") {
                self.pen.notes.warning(
                    &place,
                    format!(
                        "nothing leads to {:?}: it stands behind an action that goes elsewhere",
                        visible(&id, 80)
                    ),
                );
            }
            self.lead(&open, step);
            if let Some(first) = str_of(action, "id")
                && let Some(_before) = self.by_id.insert(first.to_owned(), step)
            {
                self.pen.notes.warning(
                    &place,
                    format!(
                        "two actions have the id {:?}; jumps lead to the last",
                        visible(first, 80)
                    ),
                );
            }
            open = self.after(what, step, action, &place, around, depth)?;
        }
        Ok(open)
    }

    /// What is open behind an action.
    fn after(
        &mut self,
        what: Does,
        step: usize,
        action: &Map<String, Value>,
        place: &str,
        around: &mut Loop,
        depth: usize,
    ) -> Result<Vec<Open>, ImportError> {
        let on = |when| Open { from: step, when };
        let next = depth + 1;
        match what {
            Does::If => {
                let condition = self.expression(action.get("condition"), &at(place, "condition"));
                let branch = if action.contains_key("then") {
                    "then"
                } else {
                    "actions"
                };
                let mut open = self.sequence(
                    action.get(branch),
                    &at(place, branch),
                    vec![on(Some(When::Holds(condition)))],
                    around,
                    next,
                )?;
                open.extend(self.sequence(
                    action.get("else"),
                    &at(place, "else"),
                    vec![on(Some(When::Otherwise))],
                    around,
                    next,
                )?);
                Ok(open)
            }
            Does::Group => self.branches(step, action, place, around, next),
            Does::Loop => self.round(step, action, place, next),
            Does::Goto => {
                let target = str_of(action, "actionId").or_else(|| str_of(action, "target"));
                match target {
                    Some(target) => self.jumps.push((step, target.to_owned(), place.to_owned())),
                    None => self
                        .pen
                        .notes
                        .warning(place, "this jump names no action and was left out"),
                }
                Ok(Vec::new())
            }
            Does::Break | Does::Continue => {
                if depth == 0 {
                    self.pen
                        .notes
                        .warning(place, "no loop is around this action");
                } else if what == Does::Break {
                    around.left.push(step);
                } else {
                    self.wiring.steps.way(step, around.head, None);
                }
                Ok(Vec::new())
            }
            Does::Ends | Does::Cancels => Ok(Vec::new()),
            Does::Unknown => self.sequence(
                action.get("actions"),
                &at(place, "actions"),
                vec![on(None)],
                around,
                next,
            ),
            _ => Ok(vec![on(None)]),
        }
    }

    /// Branches of which the first that holds is taken.
    fn branches(
        &mut self,
        step: usize,
        action: &Map<String, Value>,
        place: &str,
        around: &mut Loop,
        next: usize,
    ) -> Result<Vec<Open>, ImportError> {
        let on = |when| Open { from: step, when };
        let list = if action.contains_key("conditions") {
            "conditions"
        } else {
            "cases"
        };
        let mut open = Vec::new();
        for (index, branch) in self.pen.objects(&at(place, list), action.get(list)) {
            let place = format!("{}/{index}", at(place, list));
            let condition = self.expression(branch.get("condition"), &at(&place, "condition"));
            open.extend(self.sequence(
                branch.get("actions"),
                &at(&place, "actions"),
                vec![on(Some(When::Holds(condition)))],
                around,
                next,
            )?);
        }
        let rest = ["elseActions", "else", "default"]
            .into_iter()
            .find(|name| action.contains_key(*name))
            .unwrap_or("elseActions");
        open.extend(self.sequence(
            action.get(rest),
            &at(place, rest),
            vec![on(Some(When::Otherwise))],
            around,
            next,
        )?);
        Ok(open)
    }

    /// Actions that are done again and again.
    fn round(
        &mut self,
        step: usize,
        action: &Map<String, Value>,
        place: &str,
        next: usize,
    ) -> Result<Vec<Open>, ImportError> {
        let list = ["source", "items", "condition", "while", "until"]
            .into_iter()
            .find(|name| action.contains_key(*name))
            .unwrap_or("source");
        let over = self.expression(action.get(list), &at(place, list));
        let is_until = list == "until" || str_of(action, "kind") == Some("RepeatUntil");
        // Done once before the condition is looked at, and again until it holds.
        let head = if is_until {
            self.wiring
                .add(Step::Pass, &format!("{place} until"), place)
        } else {
            step
        };
        let on = |when| Open { from: head, when };
        let (again, done) = if is_until {
            (When::Otherwise, When::Holds(over))
        } else {
            (When::Holds(over), When::Otherwise)
        };
        let mut inner = Loop {
            head,
            left: Vec::new(),
        };
        let begin = if is_until {
            vec![Open {
                from: step,
                when: None,
            }]
        } else {
            vec![on(Some(again.clone()))]
        };
        let first = self.wiring.steps.len();
        let body = self.sequence(
            action.get("actions"),
            &at(place, "actions"),
            begin,
            &mut inner,
            next,
        )?;
        let end = self.wiring.steps.len().saturating_sub(1);
        if is_until && first <= end {
            self.wiring.steps.way(head, first, Some(again));
        }
        if let Some(most) = count_of(action, "maxIterations") {
            self.rounds.push(Round {
                first,
                last: end,
                most,
                place: at(place, "maxIterations"),
                is_carried: false,
            });
        }
        self.lead(&body, head);
        let mut open = vec![on(Some(done))];
        open.extend(inner.left.into_iter().map(|from| Open { from, when: None }));
        Ok(open)
    }

    /// An expression as it is written.
    fn expression(&mut self, value: Option<&Value>, place: &str) -> String {
        let text = self.pen.text(place, value);
        if text.is_empty() {
            self.pen.notes.warning(place, "a condition is missing here");
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn jump(&mut self) {
        for (from, target, place) in std::mem::take(&mut self.jumps) {
            match self.by_id.get(&target) {
                Some(to) => self.wiring.steps.way(from, *to, None),
                None => self.pen.notes.warning(
                    &place,
                    format!(
                        "no action has the id {:?}; the jump was left out",
                        visible(&target, 80)
                    ),
                ),
            }
        }
    }

    fn connect(&mut self, limit: Option<u32>) -> Result<(), ImportError> {
        let Self {
            pen,
            wiring,
            told,
            approved,
            payloads,
            rounds,
            ..
        } = self;
        wiring.connect(pen, |handoff, from, lead| {
            lead.tell(handoff, told);
            if let Some(words) = approved.get(&lead.to) {
                let mut gate = Gate::new();
                gate.summary.clone_from(words);
                handoff.gate = Some(gate);
            }
            if let Some((contract, version)) = payloads.get(&lead.to) {
                handoff.contract = Some(contract.clone());
                handoff.version = Some(version.clone());
            }
            // Every circle has a way that leads back in the order of the file.
            if lead.to <= from {
                // Inner loops are finished before the ones around them.
                let round = rounds
                    .iter_mut()
                    .find(|round| round.first <= lead.to && from <= round.last);
                handoff.policy.loop_limit = round.map_or(limit, |round| {
                    round.is_carried = true;
                    Some(round.most)
                });
            }
        })?;
        wiring.tell_lost(pen, told);
        for round in rounds.iter().filter(|round| !round.is_carried) {
            pen.notes.warning(
                &round.place,
                format!(
                    "at most {} rounds was not carried: no handoff leads back, as one agent does all of them",
                    round.most
                ),
            );
        }
        Ok(())
    }
}
