//! RES004: fallbacks that end where they began.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{people, seam, wording};
use baton_model::{AgentId, Handoff, HandoffId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) static RULE: Entry = Entry::of_topologies::<FallbackLoop>();

struct FallbackLoop;

impl Rule for FallbackLoop {
    const CODE: &'static str = "RES004";
    const NAME: &'static str = "fallback-loop";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Fallbacks lead back to where the task came from.";
    const WHY: &'static str = "When the agents behind the fallbacks are down too, the task goes round between them until it \
        expires, and nobody is told.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs whose receiver is among its own fallbacks, and circles: the handoff of one agent falls back to a second, whose own
handoffs fall back to the first, alone or over others. What stands behind a person in a list of fallbacks is not followed, since a
person notices; neither are handoffs with a loop limit or a breaker, which end the circle. The path of the finding is the circle.

## Why is this bad
A fallback is for the moment in which something is down. A receiver that has just failed is no fallback for itself, and two agents
that stand in for each other pass a task to and fro in just the outage that they are there for. No threshold: one circle is
enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "handoff", "id": "refunds-billing", "record": {"topology": "support", "from": "refunds", "to": "billing", "fallbacks": ["triage"]}}
{"op": "put", "kind": "handoff", "id": "triage-billing", "record": {"topology": "support", "from": "triage", "to": "billing", "fallbacks": ["refunds"]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "refunds-billing", "record": {"topology": "support", "from": "refunds", "to": "billing", "fallbacks": ["desk"]}}
{"op": "put", "kind": "handoff", "id": "triage-billing", "record": {"topology": "support", "from": "triage", "to": "billing", "fallbacks": ["refunds"]}}
```

## Options
None.

## Fix safety
A receiver is taken off its own list where the list or the trigger leaves another way. For a circle, people of the topology who
take the payload are offered before the fallback that closes it. Both change who takes over, so neither is applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let falls_back = |line: Line<'_>| !line.fallbacks().is_empty();
        if !context.graph.lines().any(falls_back) {
            return;
        }
        for handoff in context.graph.handoffs_that(falls_back) {
            if let Some(draft) = of_receiver(context, handoff) {
                report.add(draft.part("receiver"));
            }
        }
        let ways = Ways::of(context);
        for handoff in context.graph.handoffs_that(falls_back) {
            if let Some(draft) = of_circle(context, &ways, handoff) {
                report.add(draft.part("circle"));
            }
        }
    }
}

fn of_receiver(context: &TopologyContext<'_>, handoff: &Handoff) -> Option<Draft> {
    let receiver = handoff.to.agent()?;
    if !handoff.fallbacks.contains(receiver) {
        return None;
    }
    let name = wording::agent(context.graph.member(receiver)?);
    let message = format!(
        "{} falls back to {name}, which has just failed then; name somebody else.",
        wording::the_handoff(context, handoff)
    );
    let mut others = handoff.fallbacks.clone();
    others.retain(|fallback| fallback != receiver);
    let leaves_a_way = !others.is_empty() || !handoff.trigger.on.is_error();
    let fix = leaves_a_way.then(|| {
        let edit = change_handoff(context, handoff, move |changed| {
            changed.fallbacks.clone_from(&others);
        });
        Fix::to_decide(format!("Take {name} off the fallbacks"), vec![edit])
    });
    Some(Draft::new(seam::key(handoff), message).fixes(fix))
}

fn of_circle(context: &TopologyContext<'_>, ways: &Ways<'_>, handoff: &Handoff) -> Option<Draft> {
    let taking: Vec<&AgentId> = ways.from(&handoff.from, |other| other == &handoff.id);
    let closing = |fallback: &AgentId| ways.path(fallback, &handoff.from);
    let (first, back) = taking
        .into_iter()
        .find_map(|fallback| Some((fallback, closing(fallback)?)))?;
    // A circle is told once, at its first handoff.
    if back.iter().any(|other| **other < handoff.id) {
        return None;
    }
    let name = wording::agent(context.graph.member(first)?);
    let message = if first == &handoff.from {
        format!(
            "{} falls back to its own sender; let a person take over, or limit the loop.",
            wording::the_handoff(context, handoff)
        )
    } else {
        format!(
            "{} falls back to {name}, and from there fallbacks lead back to its sender; let a person take over before, or limit the loop.",
            wording::the_handoff(context, handoff)
        )
    };
    let at = handoff.fallbacks.iter().position(|id| id == first)?;
    let people = people::who_can_take(context, handoff).take(people::MOST_OFFERS);
    let fixes = people.map(|person| {
        let taking = person.id.clone();
        let edit = change_handoff(context, handoff, move |changed| {
            changed.fallbacks.retain(|id| *id != taking);
            changed.fallbacks.insert(at, taking.clone());
        });
        let title = format!("Fall back to {} before {name}", wording::agent(person));
        Fix::to_decide(title, vec![edit])
    });
    let path = std::iter::once(&handoff.id).chain(back);
    Some(
        Draft::new(seam::key(handoff), message)
            .path(path)
            .fixes(fixes),
    )
}

/// Who may get a task when a handoff of an agent fails: its fallbacks up to the first person, unless a limit ends the circle.
struct Ways<'a>(BTreeMap<&'a AgentId, Vec<(&'a HandoffId, &'a AgentId)>>);

impl<'a> Ways<'a> {
    fn of(context: &TopologyContext<'a>) -> Self {
        let mut ways: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let graph = context.graph;
        let is_person = |id: &AgentId| {
            let at = graph.agent_position(id);
            at.is_some_and(|at| graph.node_at(at).is_person())
        };
        let lines = graph.lines().filter(|line| !line.fallbacks().is_empty());
        for line in lines.filter(|line| line.is_unbounded()) {
            let automatic = line.fallbacks().iter().take_while(|id| !is_person(id));
            let automatic = automatic.filter(|id| line.to().agent() != Some(*id));
            let of_sender = ways.entry(line.from()).or_default();
            of_sender.extend(automatic.map(|id| (line.id(), id)));
        }
        let mut ways = Self(ways);
        ways.drop_dead_ends();
        ways
    }

    /// Leaves only what may lie on a circle, so that no search starts where there is none.
    fn drop_dead_ends(&mut self) {
        loop {
            let before = self.0.len();
            let leads_on: BTreeSet<&AgentId> = self.0.keys().copied().collect();
            for ways in self.0.values_mut() {
                ways.retain(|(_, fallback)| leads_on.contains(fallback));
            }
            self.0.retain(|_, ways| !ways.is_empty());
            if self.0.len() == before {
                return;
            }
        }
    }

    /// Fallbacks of an agent's handoffs for which `is_meant` holds.
    fn from(&self, agent: &AgentId, is_meant: impl Fn(&HandoffId) -> bool) -> Vec<&'a AgentId> {
        let all = self.0.get(agent).into_iter().flatten();
        all.filter(|(handoff, _)| is_meant(handoff))
            .map(|(_, fallback)| *fallback)
            .collect()
    }

    /// A shortest way from an agent to another, as handoffs; empty if they are the same.
    fn path(&self, from: &AgentId, to: &AgentId) -> Option<Vec<&'a HandoffId>> {
        let mut came: BTreeMap<&AgentId, (&'a HandoffId, &AgentId)> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(agent) = queue.pop_front() {
            if agent == to {
                let mut path = Vec::new();
                let mut at = agent;
                while at != from {
                    let (handoff, before) = came.get(at)?;
                    path.push(*handoff);
                    at = before;
                }
                path.reverse();
                return Some(path);
            }
            for (handoff, next) in self.0.get(agent).into_iter().flatten() {
                if *next != from && !came.contains_key(next) {
                    came.insert(next, (handoff, agent));
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(first: &str, second: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "entry", "id": "in", "record": {{"topology": "t", "agent": "a"}}}}
            {{"op": "put", "kind": "handoff", "id": "cd", "record": {{"topology": "t", "from": "c", "to": "desk"}}}}
            {{"op": "put", "kind": "handoff", "id": "h1", "record": {{"topology": "t", "from": "a", "to": "c", {first}}}}}
            {{"op": "put", "kind": "handoff", "id": "h2", "record": {{"topology": "t", "from": "b", "to": "c", {second}}}}}
            "#
        )
    }

    const TO_A: &str = r#""fallbacks": ["a"]"#;
    const TO_B: &str = r#""fallbacks": ["b"]"#;

    #[test]
    fn a_circle_is_told_once_with_its_way() {
        let edits = edits(TO_B, TO_A);
        check(
            "RES004",
            &edits,
            &[
                "warning handoff h1: The handoff from A to C falls back to B, and from there fallbacks lead back to its sender; let a person take over before, or limit the loop.",
            ],
        );
        let findings = found("RES004", &registry(&edits));
        let path: Vec<_> = findings[0].path.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(path, ["h1", "h2"]);
        assert_eq!(findings[0].fixes[0].title, "Fall back to Desk before B");
    }

    #[test]
    fn a_person_or_a_limit_ends_it() {
        check("RES004", &edits(r#""fallbacks": ["desk", "b"]"#, TO_A), &[]);
        let limited = format!(r#"{TO_A}, "policy": {{"loop_limit": 2}}"#);
        check("RES004", &edits(TO_B, &limited), &[]);
    }

    #[test]
    fn sender_and_receiver_are_no_fallbacks() {
        check(
            "RES004",
            &edits(TO_A, r#""fallbacks": ["c"]"#),
            &[
                "warning handoff h1: The handoff from A to C falls back to its own sender; let a person take over, or limit the loop.",
                "warning handoff h2: The handoff from B to C falls back to C, which has just failed then; name somebody else.",
            ],
        );
    }
}
