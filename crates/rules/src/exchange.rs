//! Which contract versions go over a handoff, and who takes them.

use crate::context::TopologyContext;
use baton_graph::exchange;
use baton_model::{
    Agent, ContractId, ContractState, ContractVersion, Handoff, Target, Version, VersionRange,
};

/// The versions of the handoff's contract that may arrive: the pinned one, and what the sender's version in use sends where that
/// is something else, or where nothing is pinned. Sorted; empty where nobody has said.
pub(crate) fn sent<'x>(context: &'x TopologyContext<'_>, handoff: &'x Handoff) -> Vec<&'x Version> {
    let sender = context.version_in_use(&handoff.from);
    exchange::sent(handoff, sender)
}

/// Whoever may get the payload: receivers and fallbacks, each once.
pub(crate) fn takers<'x>(
    context: &'x TopologyContext<'_>,
    handoff: &'x Handoff,
) -> impl Iterator<Item = &'x Agent> {
    let mut takers = context.graph.receivers(handoff);
    for fallback in handoff
        .fallbacks
        .iter()
        .filter_map(|id| context.graph.member(id))
    {
        if takers.iter().all(|taker| taker.id != fallback.id) {
            takers.to_mut().push(fallback);
        }
    }
    (0..takers.len()).map(move |at| takers[at])
}

/// The ranges of a contract that an agent's version in use accepts. `None` where nobody has said what it accepts; empty
/// where it accepts other contracts only.
pub(crate) fn accepted<'x>(
    context: &'x TopologyContext<'_>,
    agent: &Agent,
    contract: &ContractId,
) -> Option<Vec<&'x VersionRange>> {
    let version = context.version_in_use(&agent.id)?;
    exchange::accepted(version, contract)
}

/// Whether an agent takes a version, as far as anybody has said.
pub(crate) fn takes(
    context: &TopologyContext<'_>,
    agent: &Agent,
    contract: &ContractId,
    version: &Version,
) -> bool {
    accepted(context, agent, contract)
        .is_none_or(|ranges| ranges.iter().any(|range| range.accepts(version)))
}

/// Whether an agent says itself that it takes a version.
pub(crate) fn declares(
    context: &TopologyContext<'_>,
    agent: &Agent,
    version: &ContractVersion,
) -> bool {
    let ranges = accepted(context, agent, &version.contract).unwrap_or_default();
    ranges.iter().any(|range| range.accepts(&version.version))
}

/// Whether a version is over: out of use, or after its sunset.
pub(crate) fn is_over(context: &TopologyContext<'_>, version: &ContractVersion) -> bool {
    let sunset = version.sunset_date.as_ref();
    version.state == ContractState::Retired
        || sunset.is_some_and(|sunset| sunset < context.registry.today)
}

/// Whether a version can be pinned on a handoff without anybody being worse off: it is published, not over, sent by the sender and taken by
/// every taker as far as they say, and asks for no capability that a receiver lacks.
pub(crate) fn may_be_chosen(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    version: &ContractVersion,
) -> bool {
    let sender = context.version_in_use(&handoff.from);
    let mut sent = sender
        .into_iter()
        .flat_map(|sender| exchange::emitted(sender, &version.contract))
        .peekable();
    let is_sent = sent.peek().is_none() || sent.any(|sent| *sent == version.version);
    version.state == ContractState::Published
        && !is_over(context, version)
        && is_sent
        && takers(context, handoff)
            .all(|taker| takes(context, taker, &version.contract, &version.version))
        && context.graph.receivers(handoff).iter().all(|agent| {
            version
                .required_capabilities
                .iter()
                .all(|tag| agent.capabilities.contains(tag))
        })
}

/// The tags that a receiver must declare: those of the handoff and those of its contract's pinned version. Sorted; those of its
/// query are left out, since whoever takes it declares them.
pub(crate) fn required_capabilities<'x>(
    context: &'x TopologyContext<'_>,
    handoff: &'x Handoff,
) -> Vec<&'x str> {
    let pinned = handoff.contract.as_ref().zip(handoff.version.as_ref());
    asked_capabilities(context, &handoff.required_capabilities, pinned, &handoff.to)
}

/// The same, of what a handoff asks for itself, the contract version that it pins, and where it leads.
pub(crate) fn asked_capabilities<'x>(
    context: &'x TopologyContext<'_>,
    own: &'x [String],
    pinned: Option<(&ContractId, &Version)>,
    to: &Target,
) -> Vec<&'x str> {
    let version =
        pinned.and_then(|(contract, version)| context.registry.contract_version(contract, version));
    let by_contract = version
        .into_iter()
        .flat_map(|version| &version.required_capabilities);
    let mut tags: Vec<&str> = own.iter().chain(by_contract).map(String::as_str).collect();
    if let Target::Query(query) = to {
        tags.retain(|tag| !query.capabilities.iter().any(|asked| asked == tag));
    }
    tags.sort_unstable();
    tags.dedup();
    tags
}
