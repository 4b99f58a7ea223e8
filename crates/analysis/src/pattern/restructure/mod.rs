//! A supervisor turned into a chain, or a chain into a supervisor: the same agents, contracts, owners and policies, joined in another way.

mod chain;
mod output;
mod refusal;
mod supervisor;
mod work;

pub use refusal::CannotRestructure;

use super::{Drawing, Recognised, recognise};
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentId, Document, EditCommand, Handoff, HandoffMode, Pattern, TopologyId, TrustDomainId,
};
use serde::Serialize;

/// What a restructuring would do: a group of edits, and what somebody has to look at afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Restructured {
    /// The pattern that comes out.
    pub pattern: Pattern,
    /// The agents in their order: the controller first, or the chain from its beginning.
    pub agents: Vec<String>,
    /// How each handoff that changes is joined, before and after; everything else of it stays.
    pub moves: Vec<MovedHandoff>,
    /// The edits, all or nothing.
    pub edits: Vec<EditCommand>,
    /// What does not carry over by itself, a sentence each.
    pub notes: Vec<String>,
}

/// A handoff that is joined in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct MovedHandoff {
    /// The handoff.
    pub handoff: String,
    /// Who sends it now.
    pub from_before: String,
    /// Who sends it then.
    pub from_after: String,
    /// Who gets it now; null where it ends at an outcome.
    pub to: Option<String>,
    /// Who gets it then, where that is somebody else.
    #[specta(optional)]
    pub to_after: Option<String>,
    /// How it is handed over now.
    pub mode_before: HandoffMode,
    /// How it is handed over then.
    pub mode_after: HandoffMode,
    /// Its contract, which it keeps; null where it has none.
    pub contract: Option<String>,
    /// Whether it has owners, which it keeps.
    pub owned: bool,
}

/// Restructures what begins at an agent (the controller, or the head of the chain) into the pattern.
///
/// A supervisor becomes a chain in the order of its delegations: by priority, then by id. Tools stay called by it, and so do agents that
/// others call too, that stand in another trust domain, or that say that they put out something else than what they would have to hand on.
/// A chain, as it is recognised, becomes a supervisor whose controller is its head: it calls the steps and what stands between them, hands on what
/// left the chain, and gets what came in on the way; capabilities that such a way asked of a step are asked by the call of the step then.
/// Handoffs keep their ids, contracts, owners, policies and everything else but their ends, mode, priority and pattern.
///
/// # Errors
/// If the agent is not there, or why it cannot be done.
pub fn restructure(
    document: &Document,
    topology: &TopologyId,
    head: &AgentId,
    into: Pattern,
) -> Result<Restructured, CannotRestructure> {
    let graph = TopologyGraph::new(document, topology);
    let drawing = Drawing::new(&graph, None);
    let chains = recognise::chains(&drawing);
    Ground {
        document,
        drawing: &drawing,
        chains: &chains,
    }
    .restructure(head, into)
}

/// What restructurings stand on.
pub(super) struct Ground<'a> {
    pub document: &'a Document,
    /// The whole topology.
    pub drawing: &'a Drawing<'a>,
    /// What is recognised in it, its chains, pipelines and chains of responsibility among it.
    pub chains: &'a [Recognised],
}

impl<'a> Ground<'a> {
    /// What a supervisor or a chain can be turned into, if nothing stands in the way.
    pub fn turn(&self, one: &Recognised) -> Option<Pattern> {
        let into = match one.pattern {
            Pattern::Supervisor => Pattern::Chain,
            Pattern::Chain | Pattern::Pipeline => Pattern::Supervisor,
            _ => return None,
        };
        let head = AgentId::new(one.agents.first()?.as_str()).ok()?;
        let plan = self.restructure(&head, into).ok()?;
        (!plan.edits.is_empty()).then_some(into)
    }

    fn restructure(
        &self,
        head: &AgentId,
        into: Pattern,
    ) -> Result<Restructured, CannotRestructure> {
        let Some(head) = self.drawing.agent(head) else {
            return Err(CannotRestructure::NoAgent(head.as_str().to_owned()));
        };
        match into {
            Pattern::Chain => self.to_chain(head),
            Pattern::Supervisor => self.to_supervisor(head),
            _ => Err(CannotRestructure::NoSuchPattern),
        }
    }

    fn graph(&self) -> &'a TopologyGraph<'a> {
        self.drawing.graph
    }

    /// Whether it goes to a person, who decides and takes no step.
    fn goes_to_people(&self, handoff: &Handoff) -> bool {
        let receiver = handoff.to.agent().and_then(|id| self.drawing.agent(id));
        receiver.is_some_and(|agent| agent.kind == baton_model::AgentKind::Human)
    }
}

/// The trust domain of an agent, where it stands in another one than the controller as far as both are known.
fn abroad<'a>(agent: &'a Agent, controller: &Agent) -> Option<&'a TrustDomainId> {
    let home = controller.trust_domain.as_ref()?;
    agent.trust_domain.as_ref().filter(|domain| *domain != home)
}
