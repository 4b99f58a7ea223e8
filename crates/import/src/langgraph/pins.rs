//! Contracts that nodes name: `{"contracts": {"<label of an edge>": "<contract>@<version>"}}` in the metadata of whoever hands over.

use super::graph::{Edge, Graph, Node};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::read::escape;
use crate::sketch::Sketch;
use crate::text::{looks_secret, visible};
use baton_model::{ContractId, HandoffId, Version};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the metadata.
const CONTRACTS: &str = "contracts";

/// The contracts of a node by label; `None` where its metadata has something else under that name, or nothing.
pub(super) fn named(node: &Node) -> Option<&Map<String, Value>> {
    let named = node.metadata.get(CONTRACTS)?.as_object()?;
    let are_texts = named.values().all(|contract| {
        contract
            .as_str()
            .is_some_and(|text| !text.trim().is_empty())
    });
    (are_texts && !named.is_empty()).then_some(named)
}

/// The contracts drawn so far.
#[derive(Default)]
pub(super) struct Pins {
    contracts: BTreeMap<String, ContractId>,
    versions: BTreeSet<(String, Version)>,
    /// Labels that were found, with the node that names them.
    found: BTreeSet<(usize, String)>,
}

impl Pins {
    /// Pins a handoff to the contract that its sender names for the edge.
    pub(super) fn pin(
        &mut self,
        sketch: &mut Sketch,
        graph: &Graph,
        edge: &Edge,
        id: &HandoffId,
        notes: &mut Notes,
    ) -> Result<(), ImportError> {
        let (source, target) = (&graph.nodes[edge.source], &graph.nodes[edge.target]);
        // LangGraph leaves a label out that is the target's name.
        let label = edge.label.as_deref().unwrap_or(&target.key);
        let named = named(source).and_then(|named| named.get(label)?.as_str());
        let Some(text) = named.filter(|text| !looks_secret(text)) else {
            return Ok(());
        };
        self.found.insert((edge.source, label.to_owned()));
        let place = place(source, label);
        let (name, number) = match text.rsplit_once('@') {
            Some((name, number)) => (name, Some(number)),
            None => (text, None),
        };
        let contract = match self.contracts.get(name) {
            Some(known) => known.clone(),
            None => sketch.contract_called(name, name, &place)?,
        };
        self.contracts.insert(name.to_owned(), contract.clone());
        let version = number.and_then(|number| Version::new(number).ok());
        if number.is_some() && version.is_none() {
            notes.warning(
                &place,
                format!("{:?} has no version that can be pinned", visible(text, 80)),
            );
        }
        if let Some(version) = &version
            && self.versions.insert((name.to_owned(), version.clone()))
        {
            let key = format!("{name}@{version}");
            sketch.version_of(&key, &contract, version, None, &place)?;
            notes.info(
                &place,
                format!(
                    "a graph has no payloads: the schema of {} is empty",
                    visible(&key, 80)
                ),
            );
        }
        if let Some(handoff) = sketch.handoff_mut(id) {
            handoff.contract = Some(contract);
            handoff.version = version;
        }
        Ok(())
    }

    /// What is left to say once all edges are drawn.
    pub(super) fn tell(&self, graph: &Graph, notes: &mut Notes) {
        for (index, node) in graph.nodes.iter().enumerate() {
            for label in named(node).into_iter().flat_map(Map::keys) {
                if !self.found.contains(&(index, label.clone())) {
                    notes.warning(
                        &place(node, label),
                        "no handoff bears this label: its contract was left out",
                    );
                }
            }
        }
        let message = if self.found.is_empty() {
            "LangGraph passes the whole state along every edge, so no contract was pinned: design each from what its receiver needs"
        } else {
            "LangGraph passes the whole state along every edge: contracts were pinned where metadata of nodes names them, and nowhere else"
        };
        notes.info("/edges", message);
    }
}

fn place(node: &Node, label: &str) -> String {
    format!("{}/metadata/{CONTRACTS}/{}", node.pointer, escape(label))
}
