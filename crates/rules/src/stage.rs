//! How far a handoff has come, so that a first drawing is not held to what production asks for.

use crate::context::TopologyContext;
use crate::seam;
use baton_model::{Agent, Criticality, Handoff, Lifecycle, Target};

/// Whether an agent takes real requests.
fn is_live(agent: &Agent) -> bool {
    matches!(
        agent.lifecycle,
        Lifecycle::Production | Lifecycle::Deprecated
    )
}

/// Whether a handoff carries real requests: both sides take them. False where nobody takes over.
pub(crate) fn serves(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let is_taken = |id| context.graph.member(id).is_some_and(is_live);
    let receives = || match &handoff.to {
        Target::Agent(id) => is_taken(id),
        Target::Outcome(_) => false,
        Target::Query(_) => {
            let receivers = context.graph.receivers(handoff);
            !receivers.is_empty() && receivers.iter().copied().all(is_live)
        }
    };
    is_taken(&handoff.from) && receives()
}

/// Whether a handoff has to be worked out: it carries real requests, or somebody has said that much hangs on it. False where nobody
/// takes over.
pub(crate) fn matters(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let is_high = handoff.criticality >= Criticality::High;
    seam::has_receiver(handoff) && (is_high || serves(context, handoff))
}
