//! What ought to be reached, and whether it is.

use super::asked::Situation;
use super::require::human_rate;
use super::result::{HandoffUse, Simulated};
use baton_model::{Agent, AgentKind, Handoff, Kind, RecordKey, Targets, Topology};
use serde::Serialize;

/// Share of handoffs that succeed, at least.
const SUCCESS: f64 = 0.98;
/// Share of arrivals that lose context, at most.
const CONTEXT_LOSS: f64 = 0.005;
/// Share of requests that end with a person: at least, at most.
const HUMAN_RATE: (f64, f64) = (0.05, 0.10);
/// Milliseconds of a handoff between programs, and of one with a person at an end.
const TRANSITION: (f64, f64) = (100.0, 500.0);
/// Mean hops of a request, at most.
const HOPS: f64 = 4.0;

/// A figure, where it has to be, and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct FigureTarget {
    /// `handoff_success`, `context_loss`, `human_rate`, `latency_p95_ms` or `hops`.
    pub figure: String,
    /// The handoff that it is about; none where it is about the whole topology.
    pub subject: Option<RecordKey>,
    /// Where it has to be.
    pub wanted: f64,
    /// Whether that is the least, not the most.
    pub is_at_least: bool,
    /// Where it is; none where it is not known.
    pub found: Option<f64>,
    /// Whether it is where it has to be; not where nothing was found.
    pub holds: bool,
    /// Who wants it.
    pub source: TargetSource,
}

/// Who wants a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TargetSource {
    /// The figures that people of this field quote.
    Default,
    /// The topology's own targets.
    Topology,
    /// The handoff's own targets.
    Handoff,
}

/// Judges a result by the topology's own targets, by the defaults where it has none, and each handoff by its own targets where it has them.
///
/// A topology's `human_rate` stands in place of both defaults, its `latency_p95_ms` in place of those of handoffs without one of their own.
/// The figures of one handoff are those of one use of it: with which probability it succeeds, loses context, arrives at a person; and the
/// 95th percentile of its transfer without the minutes of a gate.
pub(super) fn targets(result: &Simulated, situation: &Situation) -> Vec<FigureTarget> {
    let human = human_rate(&result.outcomes);
    let lost = result.context_fidelity.map(|kept| 1.0 - kept);
    let own = own_of_topology(situation);
    let whole = |figure: &str, own: Option<f64>, default: f64, is_at_least, found| {
        let source = match own {
            Some(_) => TargetSource::Topology,
            None => TargetSource::Default,
        };
        judged(
            figure,
            None,
            own.unwrap_or(default),
            is_at_least,
            found,
            source,
        )
    };
    let mut targets = vec![
        whole(
            "handoff_success",
            own.success,
            SUCCESS,
            true,
            result.handoff_success,
        ),
        whole("context_loss", own.context_loss, CONTEXT_LOSS, false, lost),
    ];
    if own.human_rate.is_none() {
        targets.push(whole("human_rate", None, HUMAN_RATE.0, true, Some(human)));
    }
    targets.extend([
        whole(
            "human_rate",
            own.human_rate,
            HUMAN_RATE.1,
            false,
            Some(human),
        ),
        whole("hops", None, HOPS, false, result.hops),
    ]);
    targets.extend(slowest(situation, &result.handoffs));
    for used in &result.handoffs {
        own_of_handoff(situation, used, &mut targets);
    }
    targets
}

fn own_of_topology(situation: &Situation) -> Targets {
    let topology = situation.document.find::<Topology>(&situation.topology);
    topology.map_or_else(Targets::new, |topology| topology.targets.clone())
}

/// The handoff that exceeds most what the topology or the defaults want, or comes nearest to it; those with a target of their own left out.
fn slowest(situation: &Situation, handoffs: &[HandoffUse]) -> Option<FigureTarget> {
    let own = own_of_topology(situation).latency_p95_ms.map(f64::from);
    let all = handoffs.iter().filter_map(|used| {
        let handoff = situation.document.find::<Handoff>(&used.id)?;
        let has_own = handoff.targets.latency_p95_ms.is_some();
        let wanted = || own.unwrap_or_else(|| wanted_transition(situation, handoff));
        (!has_own).then(|| (used, wanted()))
    });
    let (used, wanted) = all.max_by(|(a, x), (b, y)| {
        // A topology may want 0.
        let excess = |time: f64, wanted: f64| time / wanted.max(f64::MIN_POSITIVE);
        let excess = excess(a.latency_p95_ms, *x).total_cmp(&excess(b.latency_p95_ms, *y));
        excess.then_with(|| b.id.cmp(&a.id))
    })?;
    Some(judged(
        "latency_p95_ms",
        Some(&used.id),
        wanted,
        false,
        Some(used.latency_p95_ms),
        if own.is_some() {
            TargetSource::Topology
        } else {
            TargetSource::Default
        },
    ))
}

fn wanted_transition(situation: &Situation, handoff: &Handoff) -> f64 {
    let is_human = |id: &baton_model::AgentId| {
        let agent = situation.document.find::<Agent>(id);
        agent.is_some_and(|agent| agent.kind == AgentKind::Human)
    };
    let at_receiver = match &handoff.to {
        baton_model::Target::Agent(agent) => is_human(agent),
        _ => false,
    };
    if at_receiver || is_human(&handoff.from) {
        TRANSITION.1
    } else {
        TRANSITION.0
    }
}

fn own_of_handoff(situation: &Situation, used: &HandoffUse, targets: &mut Vec<FigureTarget>) {
    let Some(handoff) = situation.document.find::<Handoff>(&used.id) else {
        return;
    };
    let wanted = &handoff.targets;
    let all = [
        ("handoff_success", wanted.success, true, used.success),
        (
            "latency_p95_ms",
            wanted.latency_p95_ms.map(f64::from),
            false,
            used.latency_p95_ms,
        ),
        (
            "context_loss",
            wanted.context_loss,
            false,
            used.context_loss,
        ),
        ("human_rate", wanted.human_rate, false, used.human_rate),
    ];
    for (figure, wanted, is_at_least, found) in all {
        if let Some(wanted) = wanted {
            targets.push(judged(
                figure,
                Some(&used.id),
                wanted,
                is_at_least,
                Some(found),
                TargetSource::Handoff,
            ));
        }
    }
}

fn judged(
    figure: &str,
    handoff: Option<&str>,
    wanted: f64,
    is_at_least: bool,
    found: Option<f64>,
    source: TargetSource,
) -> FigureTarget {
    FigureTarget {
        figure: figure.to_owned(),
        subject: handoff.map(|id| RecordKey::new(Kind::Handoff, id)),
        wanted,
        is_at_least,
        found,
        holds: found.is_some_and(|found| {
            if is_at_least {
                found >= wanted
            } else {
                found <= wanted
            }
        }),
        source,
    }
}
