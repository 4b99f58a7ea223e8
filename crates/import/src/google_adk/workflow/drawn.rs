//! The handoffs of a workflow whose nodes and edges were read.

use super::{Draft, Edge, OTHERWISE};
use crate::error::ImportError;
use crate::google_adk::agents::{Config, Seat};
use crate::google_adk::files::is_file;
use crate::pen::str_of;
use crate::steps::{Step, When};
use crate::text::{base_name, visible};
use baton_model::{Gate, Join, Pattern};
use std::collections::{BTreeMap, BTreeSet};

impl<'v> Draft<'_, '_, '_, 'v> {
    /// Draws the handoffs, and gives where the workflow is entered and left.
    pub(super) fn finish(
        mut self,
        config: &Config<'v>,
        description: String,
    ) -> Result<Seat, ImportError> {
        let end = self.wiring.add(Step::Leave, "end", &config.place);
        self.end_branches(end);
        let edges = self.told_of_edges(config);
        let Self {
            pen,
            mut wiring,
            start,
            cares,
            ..
        } = self;
        let mut seat = Seat {
            name: str_of(config.fields, "name").unwrap_or_default().to_owned(),
            description,
            ..Seat::default()
        };
        for lead in wiring.steps.leads(start.enter) {
            if let Some(Step::Work(agent)) = wiring.steps.step(lead.to) {
                seat.entries.push(agent.clone());
            }
        }
        if seat.entries.is_empty() {
            pen.notes.warning(
                &config.at("edges"),
                "no edge leads from START to anybody: nothing runs in this workflow",
            );
        }
        for step in 0..wiring.steps.len() {
            let Some(Step::Work(agent)) = wiring.steps.step(step).cloned() else {
                continue;
            };
            let leads = wiring.steps.leads(step);
            let Some(order) = leads.iter().position(|lead| lead.to == end) else {
                continue;
            };
            let trigger = leads[order].trigger(leads.len() == 1, order);
            if seat.triggers.insert(agent.clone(), trigger).is_none() {
                seat.exits.push(agent);
            }
        }
        wiring.connect(pen, |handoff, from, lead| {
            handoff.pattern = Some(Pattern::Pipeline);
            let passed = [from].into_iter().chain(lead.over.iter().copied());
            let next = lead.over.iter().copied().chain([lead.to]);
            let passed: Vec<&Edge> = passed
                .zip(next)
                .filter_map(|ends| edges.get(&ends))
                .collect();
            handoff.parallel_group = passed.iter().find_map(|edge| edge.parallel.clone());
            if passed.iter().any(|edge| edge.is_joined) {
                handoff.join = Join::All;
            }
            if let Some(care) = cares.get(&lead.to) {
                handoff.policy.timeout_ms = care.timeout_ms;
                handoff.policy.retries = care.retries;
                handoff.policy.backoff = care.backoff;
                handoff.gate = care.is_confirmed.then(Gate::new);
            }
        })?;
        Ok(seat)
    }

    /// A branch ends at a node without edges, and where no route of a node fits.
    fn end_branches(&mut self, end: usize) {
        let mut routes: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (from, _, when) in &self.edges {
            let of_node = routes.entry(from.leave).or_default();
            of_node.insert(route_word(when.as_ref()));
        }
        for node in &self.nodes {
            let when = match routes.get(&node.leave) {
                None => None,
                Some(routes) => {
                    let has = |words: &[&str]| words.iter().all(|word| routes.contains(word));
                    // Every edge without a route is followed, and a truth value is one of two.
                    if has(&[""]) || has(&[OTHERWISE[0]]) || has(&["true", "false"]) {
                        continue;
                    }
                    Some(When::Otherwise)
                }
            };
            self.wiring.steps.way(node.leave, end, when);
        }
    }

    /// What runs at once and what waits for all, by the ends of edges.
    fn told_of_edges(&mut self, config: &Config<'v>) -> BTreeMap<(usize, usize), Edge> {
        let mut branches: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for (from, _, when) in &self.edges {
            *branches
                .entry((from.leave, route_word(when.as_ref())))
                .or_default() += 1;
        }
        let at_once = branches.get(&(self.start.leave, "")).copied();
        let mut told: BTreeMap<(usize, usize), Edge> = BTreeMap::new();
        for (from, to, when) in &self.edges {
            let route = route_word(when.as_ref());
            let is_fan = branches
                .get(&(from.leave, route))
                .is_some_and(|count| *count > 1);
            let fan = (is_fan && *from != self.start).then(|| {
                let key = self.wiring.key(from.leave);
                let name = format!("{} {route}", short(key));
                visible(name.trim_end(), 200)
            });
            let before = self.joins.get(&to.enter);
            let parallel = fan
                .or_else(|| self.parallel.get(&to.enter).cloned())
                .or_else(|| self.parallel.get(&from.leave).cloned())
                .or_else(|| before.map(|name| format!("before {name}")));
            let edge = told.entry((from.leave, to.enter)).or_default();
            edge.is_joined = before.is_some() || self.parallel.contains_key(&from.leave);
            edge.parallel = parallel;
        }
        if let Some(count) = at_once.filter(|count| *count > 1) {
            self.pen.notes.info(
                &config.at("edges"),
                format!("the workflow begins at {count} nodes at once: each became an entry, and a request comes in at one of them"),
            );
        }
        told
    }
}

/// The last part of a file's path without its ending, or of a place in code.
fn short(key: &str) -> &str {
    if is_file(key) {
        let name = base_name(key);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    } else {
        key.rsplit('.').next().unwrap_or(key)
    }
}

fn route_word(when: Option<&When>) -> &str {
    match when {
        Some(When::Label(label)) => label,
        Some(_) => OTHERWISE[0],
        None => "",
    }
}
