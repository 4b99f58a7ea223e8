//! A supervisor turned into a chain.

use super::output::carried;
use super::work::Work;
use super::{CannotRestructure, Ground, Restructured, abroad};
use crate::plan::listed;
use baton_model::{Agent, AgentId, AgentKind, AgentVersion, Handoff, HandoffMode, Join, Pattern};

/// A call that stays one, whom it calls, and why.
struct Kept<'a> {
    to: &'a Agent,
    why: Why<'a>,
}

enum Why<'a> {
    /// A tool answers and cannot hand on.
    Tool,
    /// It stands in another trust domain.
    Abroad(&'a str),
    /// Somebody else calls it too.
    Called(&'a AgentId),
    /// It puts out something else than what it would have to hand on.
    Output(&'a AgentVersion, String),
}

impl<'a> Ground<'a> {
    /// A supervisor becomes a chain of those whom it calls and who can hand on.
    pub(super) fn to_chain(&self, head: &'a Agent) -> Result<Restructured, CannotRestructure> {
        let graph = self.graph();
        let delegations = graph.delegations_out(&head.id).into_iter();
        let mut calls: Vec<&Handoff> = delegations.filter_map(|id| graph.handoff(id)).collect();
        calls.sort_by(|a, b| (a.trigger.priority, &a.id).cmp(&(b.trigger.priority, &b.id)));
        let mut seen = vec![&head.id];
        let mut steps: Vec<(&Handoff, &Agent)> = Vec::new();
        let mut looked_up = 0;
        for call in calls {
            match call.to.agent().and_then(|id| graph.member(id)) {
                Some(to) if !seen.contains(&&to.id) => {
                    seen.push(&to.id);
                    steps.push((call, to));
                }
                Some(_) => {}
                None => looked_up += 1,
            }
        }
        let all = steps.len();
        let mut kept: Vec<Kept<'_>> = Vec::new();
        steps.retain(|(_, to)| match self.why_kept(head, to) {
            Some(why) => {
                kept.push(Kept { to, why });
                false
            }
            None => true,
        });
        // What the controller did once all had answered, the last of the chain does.
        let after: Vec<&Handoff> = graph.transferred_by(&head.id);
        let after: Vec<&Handoff> = after
            .into_iter()
            .filter(|handoff| !handoff.trigger.on.is_error() && !self.goes_to_people(handoff))
            .collect();
        while let Some((at, why)) = self.cannot_send(&steps, &after) {
            let (_, to) = steps.remove(at);
            kept.push(Kept { to, why });
        }
        if steps.len() < 2 {
            return Err(refused(head, all, looked_up, &steps, &kept));
        }
        let mut work = Work::new(self);
        for one in &kept {
            work.notes.extend(one.note(head));
        }
        let mut from = head;
        for (call, to) in &steps {
            let mut changed = (*call).clone();
            changed.from = from.id.clone();
            changed.mode = HandoffMode::Transfer;
            changed.parallel_group = None;
            changed.join = Join::default();
            changed.pattern = Some(Pattern::Chain);
            work.change(call, changed);
            from = to;
        }
        for handoff in after {
            let mut changed = handoff.clone();
            changed.from = from.id.clone();
            work.change(handoff, changed);
        }
        let agents = steps.into_iter().map(|(_, to)| to);
        let agents: Vec<&Agent> = std::iter::once(head).chain(agents).collect();
        Ok(work.done(Pattern::Chain, &agents))
    }

    fn why_kept(&self, head: &Agent, to: &'a Agent) -> Option<Why<'a>> {
        if to.kind == AgentKind::Tool {
            return Some(Why::Tool);
        }
        if let Some(domain) = abroad(to, head) {
            return Some(Why::Abroad(domain.as_str()));
        }
        let graph = self.graph();
        let calls = graph.delegations_in(&to.id).into_iter();
        let mut callers = calls.filter_map(|id| Some(&graph.handoff(id)?.from));
        callers.find(|id| **id != head.id).map(Why::Called)
    }

    /// The first step that says that it puts out something else than what it would have to send.
    fn cannot_send(
        &self,
        steps: &[(&'a Handoff, &'a Agent)],
        after: &[&'a Handoff],
    ) -> Option<(usize, Why<'a>)> {
        steps.iter().enumerate().find_map(|(at, (_, agent))| {
            let next = steps.get(at + 1).map(|(next, _)| *next);
            let sends: Vec<&Handoff> = next.map_or_else(|| after.to_vec(), |next| vec![next]);
            sends.into_iter().find_map(|handoff| {
                let version = self.puts_out_else(&agent.id, handoff)?;
                Some((at, Why::Output(version, carried(handoff))))
            })
        })
    }
}

impl Kept<'_> {
    /// What to know about it; nothing of a tool, which nobody expects to hand on.
    fn note(&self, head: &Agent) -> Option<String> {
        if matches!(self.why, Why::Tool) {
            return None;
        }
        let (to, head) = (&self.to.id, &head.id);
        Some(format!("{to} stays called by {head}: {}.", self.reason()))
    }

    fn reason(&self) -> String {
        let id = &self.to.id;
        match &self.why {
            Why::Tool => format!("{id} is a tool, which answers and cannot hand on"),
            Why::Abroad(domain) => format!(
                "{id} stands in the trust domain {domain} and would hand on what is only lent to it"
            ),
            Why::Called(other) => {
                format!("{id} is called by {other} too, who waits for its answer")
            }
            Why::Output(version, asked) => format!(
                "{id} {} says that it puts out something else than {asked}, which it would have to hand on",
                version.version
            ),
        }
    }
}

fn refused(
    head: &Agent,
    all: usize,
    looked_up: usize,
    steps: &[(&Handoff, &Agent)],
    kept: &[Kept<'_>],
) -> CannotRestructure {
    let head = &head.id;
    let only = steps.first().map(|(_, agent)| &agent.id);
    let why = match (all, only) {
        (0, _) if looked_up > 0 => format!(
            "whom {head} calls is looked up by capability, so nobody can say who would hand on to whom"
        ),
        (0, _) => format!("{head} delegates to nobody"),
        (1, Some(only)) => {
            format!("{head} delegates to {only} alone, and a chain needs two that hand on")
        }
        _ => {
            let can = only.map_or_else(|| "none".to_owned(), |only| format!("only {only}"));
            let (tools, others): (Vec<_>, Vec<_>) =
                kept.iter().partition(|one| matches!(one.why, Why::Tool));
            let names: Vec<&str> = tools.iter().map(|one| one.to.id.as_str()).collect();
            let mut reasons: Vec<String> = match tools.as_slice() {
                [] => Vec::new(),
                [one] => vec![one.reason()],
                _ => vec![format!(
                    "{} are tools, which answer and cannot hand on",
                    listed(&names)
                )],
            };
            reasons.extend(others.into_iter().map(Kept::reason));
            let agents = if all == 1 { "agent" } else { "agents" };
            format!(
                "{head} delegates to {all} {agents}, and {can} of them can hand on: {}",
                reasons.join("; ")
            )
        }
    };
    CannotRestructure::NoSupervisor(why)
}
