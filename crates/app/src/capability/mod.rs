//! The shared vocabulary: what agents can do and handoffs ask for.

pub mod list;
pub mod rename;

use baton_model::{
    Agent, Capability, ContractState, ContractVersion, Document, Handoff, Lifecycle, Target,
};

/// Whether a version is out in the world, so that it never changes.
fn is_published(version: &ContractVersion) -> bool {
    !matches!(
        version.state,
        ContractState::Draft | ContractState::InReview
    )
}

/// The tags that a handoff asks for itself.
fn asked(handoff: &Handoff) -> impl Iterator<Item = &String> {
    let of_query: &[String] = match &handoff.to {
        Target::Query(query) => &query.capabilities,
        _ => &[],
    };
    handoff.required_capabilities.iter().chain(of_query)
}

fn declares(agent: &Agent, tag: &str) -> bool {
    agent.lifecycle != Lifecycle::Retired && agent.capabilities.iter().any(|own| own == tag)
}

fn defined<'d>(document: &'d Document, tag: &str) -> Option<&'d Capability> {
    document.find::<Capability>(tag)
}
