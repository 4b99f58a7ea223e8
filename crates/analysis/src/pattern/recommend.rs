//! Which patterns fit work of some nature, with what speaks for and against each.
//!
//! Every reason counts one point for or against; that is coarse on purpose: the reasons are what people should weigh, the order is only where to
//! start reading. Thresholds: a supervisor controls up to 8 flows (the limit of TOP010), a chain gets long beyond 4 transfers (TOP006), and
//! below 2 seconds a turn of a controller between the steps is felt.

use super::{Coupled, NatureRead, Recognised, counted};
use baton_model::Pattern;
use serde::Serialize;

const MOST_FLOWS: u32 = 8;
const MOST_STEPS: u32 = 4;
const FELT_MS: u32 = 2000;
const FEW: u32 = 3;

/// How well a pattern fits.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Fit {
    /// The pattern.
    pub pattern: Pattern,
    /// Reasons for it less reasons against it.
    pub points: i32,
    /// Whether it is there already.
    pub present: bool,
    /// What speaks for it, as sentences.
    pub reasons_for: Vec<String>,
    /// What speaks against it, as sentences.
    pub reasons_against: Vec<String>,
    /// What it costs and gives, whatever the work.
    pub trade_offs: TradeOffs,
}

/// What a pattern costs and gives, a sentence each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct TradeOffs {
    /// Who decides what happens next.
    pub coordination: &'static str,
    /// What limits it.
    pub scale: &'static str,
    /// What one failure does.
    pub fault_tolerance: &'static str,
    /// Where context is kept.
    pub context: &'static str,
    /// How easily it is seen afterwards what happened.
    pub auditability: &'static str,
}

/// Every pattern that coordinates a whole flow, the best first; of equal ones those that are there already, then in the order of the model.
pub(super) fn ranked(nature: &NatureRead, recognised: &[Recognised]) -> Vec<Fit> {
    let mut fits: Vec<Fit> = CANDIDATES
        .iter()
        .map(|(pattern, judge, trade_offs)| {
            let mut reasons = Reasons::default();
            judge(nature, &mut reasons);
            let count = |reasons: &Vec<String>| i32::try_from(reasons.len()).unwrap_or(i32::MAX);
            Fit {
                pattern: *pattern,
                points: count(&reasons.good) - count(&reasons.bad),
                present: recognised.iter().any(|one| one.pattern == *pattern),
                reasons_for: reasons.good,
                reasons_against: reasons.bad,
                trade_offs: *trade_offs,
            }
        })
        .collect();
    fits.sort_by_key(|fit| (-fit.points, !fit.present));
    fits
}

#[derive(Default)]
struct Reasons {
    good: Vec<String>,
    bad: Vec<String>,
}

impl Reasons {
    fn good_if(&mut self, holds: bool, reason: impl Into<String>) {
        if holds {
            self.good.push(reason.into());
        }
    }

    fn bad_if(&mut self, holds: bool, reason: impl Into<String>) {
        if holds {
            self.bad.push(reason.into());
        }
    }
}

type Candidate = (Pattern, fn(&NatureRead, &mut Reasons), TradeOffs);

const CANDIDATES: [Candidate; 7] = [
    (
        Pattern::Supervisor,
        supervisor,
        TradeOffs {
            coordination: "One controller decides every step.",
            scale: "The controller's context and the flows that it can follow are the limit.",
            fault_tolerance: "The controller is a single point of failure; a failed worker is simply asked again.",
            context: "All of it passes the controller and fills its window.",
            auditability: "One place saw everything.",
        },
    ),
    (
        Pattern::Chain,
        chain,
        TradeOffs {
            coordination: "Each agent decides where control goes next.",
            scale: "Every agent adds a transfer that can lose something.",
            fault_tolerance: "A failed agent stops the flow unless its handoff has a fallback.",
            context: "What the contract does not carry is gone after the next agent.",
            auditability: "The path has to be put together from traces.",
        },
    ),
    (
        Pattern::Hybrid,
        hybrid,
        TradeOffs {
            coordination: "Control moves between fields; within a field a controller decides.",
            scale: "Grows by fields; each controller stays small.",
            fault_tolerance: "A failed field stops its own flows.",
            context: "Kept within a field, agreed by contract between them.",
            auditability: "One place for each field, traces between them.",
        },
    ),
    (
        Pattern::Pipeline,
        pipeline,
        TradeOffs {
            coordination: "None while it runs: the order is fixed.",
            scale: "Each step is scaled by itself behind a queue.",
            fault_tolerance: "A step can be repeated as long as it is idempotent.",
            context: "Exactly what the contracts carry.",
            auditability: "Every request takes the same way.",
        },
    ),
    (
        Pattern::PeerToPeer,
        peers,
        TradeOffs {
            coordination: "Agents agree among themselves.",
            scale: "Ways grow with the square of the agents; no centre is a bottleneck.",
            fault_tolerance: "Others go on when one fails.",
            context: "Each agent knows a part.",
            auditability: "Hard: no order, and many ways.",
        },
    ),
    (
        Pattern::DynamicRouting,
        routing,
        TradeOffs {
            coordination: "A rule or a directory chooses the receiver while it runs.",
            scale: "Agents come and go without a change of the drawing.",
            fault_tolerance: "Another agent with the capability takes over.",
            context: "Whoever may be chosen has to understand the same contract.",
            auditability: "The choice has to be recorded with its reason.",
        },
    ),
    (
        Pattern::Blackboard,
        blackboard,
        TradeOffs {
            coordination: "Agents react to what changes in a shared memory.",
            scale: "The memory is the limit, and who may write what.",
            fault_tolerance: "Work waits in the memory until somebody takes it.",
            context: "In one place for all, with its age and its owner.",
            auditability: "The memory's history tells it, if it has one.",
        },
    ),
];

fn supervisor(nature: &NatureRead, reasons: &mut Reasons) {
    let flows = nature.parallel_flows.value;
    let coupling = nature.coupling.value;
    reasons.good_if(
        coupling == Coupled::Independent,
        "The steps do not need each other, so they can be delegated and joined.",
    );
    reasons.good_if(
        (2..=MOST_FLOWS).contains(&flows),
        format!("{flows} flows run at once, which one controller can follow."),
    );
    reasons.good_if(
        nature.regulated.value,
        "Regulation asks who decided what: one place saw everything.",
    );
    reasons.bad_if(
        coupling == Coupled::Sequential && nature.stateful.value,
        "The steps follow from each other and share state: every step would go back and forth.",
    );
    reasons.bad_if(
        flows > MOST_FLOWS,
        format!("{flows} flows are more than a controller follows well ({MOST_FLOWS})."),
    );
    reasons.bad_if(
        is_felt(nature),
        "Users wait, and each step costs a turn of the controller.",
    );
}

fn chain(nature: &NatureRead, reasons: &mut Reasons) {
    let coupling = nature.coupling.value;
    let fields = nature.specialists.value;
    reasons.good_if(
        coupling == Coupled::Sequential,
        "The steps follow from each other.",
    );
    reasons.good_if(
        coupling == Coupled::Sequential && nature.stateful.value,
        "State moves on with control instead of going back and forth.",
    );
    reasons.good_if(
        is_felt(nature),
        "Users wait, and no controller stands between the steps.",
    );
    reasons.bad_if(
        coupling == Coupled::Independent,
        "The steps do not need each other and would wait for each other.",
    );
    reasons.bad_if(
        nature.parallel_flows.value > 1,
        format!(
            "{} flows run at once, and a chain has one.",
            nature.parallel_flows.value
        ),
    );
    reasons.bad_if(fields > MOST_STEPS, format!("{fields} fields in a row are more than {MOST_STEPS} transfers, and each can lose something."));
    reasons.bad_if(
        nature.regulated.value,
        "Regulation asks who decided what, and no one place saw everything.",
    );
}

fn hybrid(nature: &NatureRead, reasons: &mut Reasons) {
    let fields = nature.specialists.value;
    let flows = nature.parallel_flows.value;
    reasons.good_if(
        nature.coupling.value == Coupled::Sequential && flows > 1,
        "The fields follow each other, and within them work runs at once.",
    );
    reasons.good_if(
        fields > MOST_STEPS,
        format!("{fields} fields are too many for one controller's context and for one chain."),
    );
    reasons.good_if(
        flows > MOST_FLOWS,
        format!("{flows} flows are shared by several controllers."),
    );
    reasons.bad_if(
        (1..=FEW).contains(&fields),
        match fields {
            1 => "1 field does not need two kinds of coordination.".to_owned(),
            _ => format!("{fields} fields do not need two kinds of coordination."),
        },
    );
}

fn pipeline(nature: &NatureRead, reasons: &mut Reasons) {
    reasons.good_if(
        nature.coupling.value == Coupled::Sequential,
        "The steps follow from each other.",
    );
    reasons.good_if(
        nature.coupling.value == Coupled::Sequential && !nature.stateful.value,
        "No state is shared, so a step can be repeated and scaled by itself.",
    );
    reasons.good_if(
        nature.regulated.value,
        "Every request takes the same way, which is easily shown.",
    );
    reasons.bad_if(
        nature.coupling.value == Coupled::Independent,
        "The steps do not need each other and would wait for each other.",
    );
    reasons.bad_if(
        nature.specialists.value > FEW,
        "With that many fields, hardly any request needs all of them in the same order.",
    );
}

fn peers(nature: &NatureRead, reasons: &mut Reasons) {
    let flows = nature.parallel_flows.value;
    reasons.good_if(
        flows > MOST_FLOWS,
        format!("{flows} flows run at once, and no centre has to follow them."),
    );
    reasons.bad_if(
        nature.regulated.value,
        "Regulation asks who decided what, and nobody did alone.",
    );
    reasons.bad_if(
        nature.stateful.value,
        "Shared state without a keeper drifts apart.",
    );
    reasons.bad_if(
        nature.specialists.value > FEW,
        "Ways grow with the square of the agents.",
    );
}

fn routing(nature: &NatureRead, reasons: &mut Reasons) {
    let fields = nature.specialists.value;
    reasons.good_if(
        fields > MOST_FLOWS,
        format!("{fields} fields: who takes what is better looked up than drawn."),
    );
    reasons.good_if(
        nature.coupling.value == Coupled::Independent && fields > FEW,
        "Each request needs one or few of the fields.",
    );
    reasons.bad_if(
        (1..=FEW).contains(&fields),
        format!(
            "{} can be drawn, so nobody has to be looked up.",
            counted(fields, "field", "fields")
        ),
    );
    reasons.bad_if(
        nature.regulated.value,
        "The choice of the receiver has to be justified each time.",
    );
}

fn blackboard(nature: &NatureRead, reasons: &mut Reasons) {
    let flows = nature.parallel_flows.value;
    reasons.good_if(
        nature.stateful.value && nature.coupling.value == Coupled::Independent,
        "Agents work by themselves on shared state.",
    );
    reasons.good_if(
        nature.stateful.value && flows > 1,
        format!("{flows} flows work on the same state at once."),
    );
    reasons.bad_if(!nature.stateful.value, "No state is shared.");
    reasons.bad_if(
        is_felt(nature),
        "Users wait, and nothing says when somebody reacts.",
    );
}

fn is_felt(nature: &NatureRead) -> bool {
    nature.latency_ms.is_some_and(|latency| latency < FELT_MS)
}
