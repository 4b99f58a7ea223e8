//! The answer as it travels: to the window, into reviews and into JSON.

use crate::cause::{Effect, MoveOrder};
use crate::found::{Found, HitView};
use crate::plan::{Move, listed, plan};
use crate::summary::Everybody;
use baton_model::{
    AgentId, Date, EscalationPathId, HandoffId, Json, Responder, TeamId, TopologyId,
};
use serde::Serialize;

/// Most teams that the summary names.
const MOST_NAMED: usize = 4;

/// Who is hit, and what to do.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ImpactReport {
    /// Handoffs that the change touches, worst first, then nearest, then by id.
    pub hits: Vec<ImpactHit>,
    /// How many more there are, which are left out of `hits`.
    pub left_out: u32,
    /// Who has to move, in which order, until when.
    pub plan: Vec<Move>,
    /// Agents at either end of what is hit, worst first.
    pub agents: Vec<AgentHit>,
    /// Topologies of what is hit, worst first.
    pub topologies: Vec<TopologyHit>,
    /// Teams that own what is hit, worst first.
    pub teams: Vec<TeamHit>,
    /// How many handoffs are hit how badly.
    pub counts: EffectCounts,
    /// Whether nothing breaks.
    pub holds: bool,
    /// How many agents work can come to from those that take what breaks.
    pub reached_agents: u32,
    /// All of it in one sentence.
    pub summary: String,
}

/// What happens to one handoff.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ImpactHit {
    /// The handoff.
    pub handoff: HandoffId,
    /// Its topology.
    pub topology: TopologyId,
    /// What happens to it.
    pub effect: Effect,
    /// Why, in a sentence or two.
    pub reason: String,
    /// A payload that one side may write and the other rejects; a value of the field where a field was passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub counterexample: Option<Json>,
    /// Who can move first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub order: Option<MoveOrder>,
    /// The shortest way from the change to this handoff, itself last.
    pub path: Vec<HandoffId>,
    /// The fields that are touched, as JSON pointers in its payload.
    pub fields: Vec<String>,
    /// Those of them that are passed on as far as names and types tell; nobody has declared it.
    pub inferred: Vec<String>,
    /// The owning teams.
    pub teams: Vec<TeamId>,
    /// The day on which what it carries ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub until: Option<Date>,
    /// Days from today to that day; negative once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub days_left: Option<i32>,
}

/// An agent at either end of a handoff that is hit.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AgentHit {
    /// The agent.
    pub agent: AgentId,
    /// Its name.
    pub name: String,
    /// Its team.
    pub team: Option<TeamId>,
    /// The worst that happens to its handoffs.
    pub effect: Effect,
    /// How many of its handoffs are hit.
    pub handoffs: u32,
    /// The shortest way to the worst.
    pub path: Vec<HandoffId>,
}

/// A topology with a handoff that is hit.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TopologyHit {
    /// The topology.
    pub topology: TopologyId,
    /// Its name.
    pub name: String,
    /// The worst that happens to its handoffs.
    pub effect: Effect,
    /// How many of its handoffs are hit.
    pub handoffs: u32,
    /// The shortest way to the worst.
    pub path: Vec<HandoffId>,
}

/// A team that owns a handoff that is hit.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TeamHit {
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// The worst that happens to its handoffs.
    pub effect: Effect,
    /// How many of its handoffs are hit.
    pub handoffs: u32,
    /// The shortest way to the worst.
    pub path: Vec<HandoffId>,
    /// Whom the escalation path of the worst calls first.
    pub first_step: Option<FirstStep>,
}

/// Whom an escalation path calls first.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct FirstStep {
    /// The escalation path.
    pub escalation_path: EscalationPathId,
    /// After how many minutes.
    pub after_minutes: u32,
    /// Whom.
    pub notify: Responder,
    /// How, for example `page`.
    pub channel: String,
}

/// How many handoffs are hit how badly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct EffectCounts {
    /// A payload shows that they fail, or what they need is gone.
    pub breaks: u32,
    /// Not proven either way.
    pub undecided: u32,
    /// Owner, fallback owner or escalation target is gone.
    pub unowned: u32,
    /// The receiver's accepted range leaves the new version out.
    pub needs_upgrade: u32,
    /// What they carry has a date on which it ends.
    pub deprecated: u32,
    /// Nothing happens to them.
    pub unaffected: u32,
}

impl EffectCounts {
    /// The count of an effect.
    pub fn of(&mut self, effect: Effect) -> &mut u32 {
        match effect {
            Effect::Breaks => &mut self.breaks,
            Effect::Undecided => &mut self.undecided,
            Effect::Unowned => &mut self.unowned,
            Effect::NeedsUpgrade => &mut self.needs_upgrade,
            Effect::Deprecated => &mut self.deprecated,
            Effect::Unaffected => &mut self.unaffected,
        }
    }
}

impl Found<'_> {
    /// The whole answer, with at most so many hits; everything else is complete.
    pub fn report(&self, most_hits: usize) -> ImpactReport {
        let hits: Vec<ImpactHit> = self.hits().take(most_hits).map(ImpactHit::from).collect();
        let counts = self.counts();
        let Everybody {
            agents,
            topologies,
            teams,
        } = self.everybody();
        ImpactReport {
            left_out: (self.len() - hits.len()) as u32,
            hits,
            plan: plan(self),
            agents,
            topologies,
            summary: summary(&counts, &teams),
            teams,
            counts,
            holds: self.worst() != Effect::Breaks,
            reached_agents: self.reached_agents(),
        }
    }
}

/// `2 handoffs break, 1 needs an upgrade; owned by Claims and Payments.`
fn summary(counts: &EffectCounts, teams: &[TeamHit]) -> String {
    let said = [
        (counts.breaks, "breaks", "break"),
        (counts.undecided, "is undecided", "are undecided"),
        (
            counts.unowned,
            "loses who answers for it",
            "lose who answers for them",
        ),
        (counts.needs_upgrade, "needs an upgrade", "need an upgrade"),
        (counts.deprecated, "carries what ends", "carry what ends"),
    ];
    let parts: Vec<String> = said
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .enumerate()
        .map(|(at, (count, one, many))| {
            let noun = match (at, count) {
                (0, 1) => " handoff",
                (0, _) => " handoffs",
                _ => "",
            };
            format!("{count}{noun} {}", if count == 1 { one } else { many })
        })
        .collect();
    if parts.is_empty() {
        return match counts.unaffected {
            0 => "No handoff is touched.".to_owned(),
            1 => "One handoff is touched, and nothing happens to it.".to_owned(),
            many => format!("{many} handoffs are touched, and nothing happens to them."),
        };
    }
    let mut names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    let more = format!("{} more teams", names.len().saturating_sub(MOST_NAMED));
    if names.len() > MOST_NAMED + 1 {
        names.truncate(MOST_NAMED);
        names.push(&more);
    }
    let owners = match names.as_slice() {
        [] => "nobody owns them".to_owned(),
        names => format!("owned by {}", listed(names)),
    };
    format!("{}; {owners}.", parts.join(", "))
}

/// The ids of records that are there.
pub(crate) fn ids(path: Vec<&str>) -> Vec<HandoffId> {
    let ids = path.into_iter().map(HandoffId::new);
    ids.filter_map(Result::ok).collect()
}

impl From<HitView<'_>> for ImpactHit {
    fn from(hit: HitView<'_>) -> Self {
        let texts = |pointers: &[Box<str>]| pointers.iter().map(ToString::to_string).collect();
        Self {
            handoff: hit.handoff.clone(),
            topology: hit.topology.clone(),
            effect: hit.effect,
            reason: hit.reason.to_owned(),
            counterexample: hit.counterexample.cloned(),
            order: hit.order,
            path: ids(hit.path),
            fields: texts(hit.fields),
            inferred: texts(hit.inferred),
            teams: hit.teams.into_iter().cloned().collect(),
            until: hit.until.cloned(),
            days_left: hit.days_left,
        }
    }
}
