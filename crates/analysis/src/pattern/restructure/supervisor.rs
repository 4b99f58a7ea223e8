//! A chain turned into a supervisor.

use super::output::carried;
use super::work::Work;
use super::{CannotRestructure, Ground, Restructured, abroad};
use crate::pattern::recognise::{is_controller, is_way_on, is_worker};
use crate::plan::listed;
use baton_model::{Agent, AgentId, Handoff, HandoffMode, Pattern, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer agents are a handoff, not a chain.
const FEWEST: usize = 3;

/// Agents that become a controller and those whom it calls.
struct Region<'a> {
    head: &'a Agent,
    /// The head, then its steps and what stands between them, in the order of the way.
    agents: Vec<&'a Agent>,
    /// What ways in ask of a step and the head does not declare: the call of the step asks it then.
    asked: BTreeMap<&'a AgentId, BTreeSet<&'a str>>,
}

impl Region<'_> {
    /// Whether it is one of those who are called.
    fn calls(&self, id: &AgentId) -> bool {
        *id != self.head.id && self.agents.iter().any(|agent| agent.id == *id)
    }

    fn place(&self, id: &AgentId) -> i32 {
        let at = self.agents.iter().position(|agent| agent.id == *id);
        at.and_then(|at| i32::try_from(at).ok()).unwrap_or(i32::MAX)
    }
}

impl<'a> Ground<'a> {
    /// A chain becomes a supervisor: its first agent calls the others, and does what led out of it.
    pub(super) fn to_supervisor(&self, head: &'a Agent) -> Result<Restructured, CannotRestructure> {
        let members = self.chain_from(head)?;
        let region = self.region(head, members);
        let mut work = Work::new(self);
        for handoff in self.graph().handoffs().iter().copied() {
            let changed = self.joined(&region, handoff);
            if changed.from != handoff.from {
                self.can_send(head, handoff)?;
            }
            work.change(handoff, changed);
        }
        for entry in self.graph().entries() {
            if region.calls(&entry.agent) {
                let mut changed = (*entry).clone();
                work.notes.push(format!(
                    "Requests of the entry {} come in at {} now, no longer at {}.",
                    entry.id, head.id, entry.agent
                ));
                changed.agent = head.id.clone();
                work.put(changed.into());
            }
        }
        Ok(work.done(Pattern::Supervisor, &region.agents))
    }

    /// A handoff as it is joined then.
    fn joined(&self, region: &Region<'_>, handoff: &Handoff) -> Handoff {
        let mut changed = handoff.clone();
        let head = &region.head.id;
        let is_error = handoff.trigger.on.is_error();
        let sends = region.calls(&handoff.from);
        let to = handoff.to.agent();
        let step = to.filter(|to| region.calls(to));
        if handoff.mode == HandoffMode::Transfer {
            if let Some(step) = step {
                if (sends || handoff.from == *head) && !is_error {
                    changed.from = head.clone();
                    changed.mode = HandoffMode::Delegate;
                    changed.pattern = Some(Pattern::Supervisor);
                    changed.trigger.priority = region.place(step);
                    for tag in region.asked.get(step).into_iter().flatten() {
                        if !changed.required_capabilities.iter().any(|one| one == tag) {
                            changed.required_capabilities.push((*tag).to_owned());
                        }
                    }
                } else if handoff.from != *head {
                    // What came in on the way, or went to another step after an error: the controller says what is next.
                    changed.to = Target::Agent(head.clone());
                    let moved = region.asked.get(step);
                    let stays =
                        |tag: &String| moved.is_none_or(|tags| !tags.contains(tag.as_str()));
                    changed.required_capabilities.retain(stays);
                }
            } else if sends && !is_error && !self.goes_to_people(handoff) && to != Some(head) {
                changed.from = head.clone();
            }
        }
        if changed.mode == HandoffMode::Transfer && changed.from != *head {
            let to = changed.to.agent().cloned();
            for fallback in &mut changed.fallbacks {
                if region.calls(fallback) && to.as_ref() != Some(head) {
                    fallback.clone_from(head);
                }
            }
            let mut known = BTreeSet::new();
            changed.fallbacks.retain(|id| known.insert(id.clone()));
        }
        let branches = changed.gate.iter_mut().flat_map(|gate| &mut gate.branches);
        for branch in branches {
            if let Some(Target::Agent(id)) = &mut branch.goes_to
                && region.calls(id)
            {
                id.clone_from(head);
            }
        }
        changed
    }

    /// The steps of the recognised chain that follow an agent, itself the first.
    fn chain_from(&self, head: &Agent) -> Result<Vec<&'a Agent>, CannotRestructure> {
        let id = head.id.as_str();
        let of_chains = self.chains.iter().filter(|one| {
            matches!(
                one.pattern,
                Pattern::Chain | Pattern::Pipeline | Pattern::ChainOfResponsibility
            )
        });
        let found = of_chains.into_iter().find_map(|chain| {
            let at = chain.agents.iter().position(|agent| agent == id)?;
            Some((chain, at))
        });
        let why = match found {
            Some((chain, _)) if chain.pattern == Pattern::ChainOfResponsibility => format!(
                "{id} is part of a chain of responsibility: each agent passes on what is beyond it, so there are no steps that one could call"
            ),
            Some((chain, at)) if chain.agents.len() - at < FEWEST => format!(
                "{id} is step {} of {} in the chain that begins at {}, and fewer than {FEWEST} agents are left from there",
                at + 1,
                chain.agents.len(),
                chain.agents[0]
            ),
            Some((chain, at)) => {
                let left = chain.agents[at..].iter();
                let agents = left.filter_map(|id| self.graph().member(&AgentId::new(id).ok()?));
                return Ok(agents.collect());
            }
            None => self.why_no_chain(head),
        };
        Err(CannotRestructure::NoChain(why))
    }

    fn why_no_chain(&self, head: &Agent) -> String {
        let id = &head.id;
        let on: Vec<&Handoff> = self.drawing.sent_by(id).collect();
        let ways = on.iter().filter(|handoff| is_way_on(self.drawing, handoff));
        let mut to: Vec<&str> = ways
            .filter_map(|way| way.to.agent())
            .map(AgentId::as_str)
            .collect();
        to.sort_unstable();
        to.dedup();
        let calls = on
            .iter()
            .filter(|way| way.mode == HandoffMode::Delegate)
            .count();
        if to.is_empty() && calls > 1 {
            return format!("{id} delegates already and hands control on to no agent at work");
        }
        if to.is_empty() {
            return format!("{id} hands control on to no agent at work in the ordinary course");
        }
        if is_controller(head) {
            return format!(
                "{id} chooses who takes over ({}), and choices are no steps of a chain",
                listed(&to)
            );
        }
        format!(
            "fewer than {FEWEST} agents follow each other from {id} on: it hands over to {}, and no further step comes after that, or it belongs to a longer chain that begins elsewhere",
            listed(&to)
        )
    }

    /// The chain, and the agents at work that stand on a way from one of its steps to another.
    fn region(&self, head: &'a Agent, members: Vec<&'a Agent>) -> Region<'a> {
        let ways: Vec<(&AgentId, &AgentId)> = self
            .drawing
            .handoffs
            .iter()
            .filter(|handoff| is_way_on(self.drawing, handoff))
            .filter_map(|handoff| Some((&handoff.from, handoff.to.agent()?)))
            .filter(|(from, to)| from != to)
            .collect();
        let mut after: BTreeSet<&AgentId> = members.iter().map(|agent| &agent.id).collect();
        let mut before: BTreeSet<&AgentId> =
            members.iter().skip(1).map(|agent| &agent.id).collect();
        grow(&mut after, &ways, |way| way);
        grow(&mut before, &ways, |(from, to)| (to, from));
        let mut agents = members;
        let between = |id: &AgentId| *id != head.id && after.contains(id) && before.contains(id);
        let mut is_done = false;
        while !is_done {
            is_done = true;
            for (from, to) in &ways {
                let known = |id: &AgentId| agents.iter().position(|agent| agent.id == *id);
                if let Some(at) = known(from)
                    && known(to).is_none()
                    && between(to)
                    && let Some(agent) = self.drawing.agent(to).filter(|agent| is_worker(agent))
                {
                    agents.insert(at + 1, agent);
                    is_done = false;
                }
            }
        }
        let mut region = Region {
            head,
            agents,
            asked: BTreeMap::new(),
        };
        for handoff in self.graph().handoffs() {
            let Some(step) = handoff.to.agent().filter(|to| region.calls(to)) else {
                continue;
            };
            let is_way_in = handoff.mode == HandoffMode::Transfer
                && handoff.from != head.id
                && (!region.calls(&handoff.from) || handoff.trigger.on.is_error());
            let tags = handoff.required_capabilities.iter();
            let lacking = tags.filter(|tag| is_way_in && !head.capabilities.contains(tag));
            let lacking: BTreeSet<&str> = lacking.map(String::as_str).collect();
            if !lacking.is_empty() {
                region.asked.entry(step).or_default().extend(lacking);
            }
        }
        region
    }

    /// Refuses where the controller could not send what a step has sent.
    fn can_send(&self, head: &Agent, handoff: &Handoff) -> Result<(), CannotRestructure> {
        let (head_id, id) = (&head.id, &handoff.id);
        let domain = |agent: &Agent| agent.trust_domain.clone();
        let sender = self.drawing.agent(&handoff.from).and_then(domain);
        let receivers = self.graph().receivers(handoff);
        let stays = receivers
            .iter()
            .find(|to| sender.is_some() && to.trust_domain == sender && abroad(to, head).is_some());
        if let Some(to) = stays {
            return Err(CannotRestructure::NoController(format!(
                "{head_id} would send {id} to {}, who stands in another trust domain: what it carries never left that one so far",
                to.id
            )));
        }
        match self.puts_out_else(head_id, handoff) {
            Some(version) => Err(CannotRestructure::NoController(format!(
                "{head_id} {} says that it puts out something else than {}, which it would have to send over {id}",
                version.version,
                carried(handoff)
            ))),
            None => Ok(()),
        }
    }
}

/// Adds everybody whom ways lead to, as `along` reads them.
fn grow<'a>(
    found: &mut BTreeSet<&'a AgentId>,
    ways: &[(&'a AgentId, &'a AgentId)],
    along: impl Fn((&'a AgentId, &'a AgentId)) -> (&'a AgentId, &'a AgentId),
) {
    loop {
        let fresh: Vec<&AgentId> = ways
            .iter()
            .map(|way| along(*way))
            .filter(|(from, to)| found.contains(from) && !found.contains(to))
            .map(|(_, to)| to)
            .collect();
        if fresh.is_empty() {
            return;
        }
        found.extend(fresh);
    }
}
