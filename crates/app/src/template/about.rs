//! What is in a template, read from its records.

use super::{TemplateInfo, TemplateReadme};
use crate::AppError;
use baton_analysis::pattern::{Recognised, advise};
use baton_model::{AgentKind, Document, Handoff, Kind, Pattern, Target};
use serde::Serialize;
use std::collections::BTreeSet;

/// What is in a template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct TemplateAbout {
    /// Agents, people and tools.
    pub agents: u32,
    /// Of them people.
    pub people: u32,
    /// Handoffs.
    pub handoffs: u32,
    /// Handoffs that a person decides on.
    pub gates: u32,
    /// Teams.
    pub teams: u32,
    /// Contracts.
    pub contracts: u32,
    /// Languages that its agents speak, as BCP 47 tags, the commonest first.
    pub languages: Vec<String>,
    /// Patterns that its handoffs say that they are part of, the commonest first; escalation last.
    pub patterns: Vec<Pattern>,
    /// Whether its work is declared to be regulated.
    pub regulated: bool,
    /// Words to find it by: what it is for, its agents, contracts, capabilities and teams, in lower case.
    pub words: String,
}

/// A template with all that one wants to know before starting from it.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TemplatePage {
    /// As it is listed.
    pub info: TemplateInfo,
    /// What its README says.
    pub readme: TemplateReadme,
    /// Agents, by name.
    pub agents: Vec<TemplateAgent>,
    /// Handoffs, in the order of their senders.
    pub handoffs: Vec<TemplateSeam>,
    /// Names of its teams.
    pub teams: Vec<String>,
    /// Contracts with the number of their versions: `Support case (2)` is two versions.
    pub contracts: Vec<String>,
    /// Patterns recognised in its drawing, with the reason.
    pub recognised: Vec<Recognised>,
}

/// An agent of a template.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TemplateAgent {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AgentKind,
    /// What it is responsible for; may be empty.
    pub scope: String,
}

/// A handoff of a template, in names.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TemplateSeam {
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Contract and version; may be empty.
    pub contract: String,
    /// Whether a person decides on the way.
    pub gate: bool,
}

impl TemplateAbout {
    /// Reads a registry.
    pub fn of(document: &Document) -> Self {
        let count = |kind| u32::try_from(document.of_kind(kind).count()).unwrap_or(u32::MAX);
        let people = document
            .agents()
            .filter(|agent| agent.kind == AgentKind::Human);
        let gates = document.handoffs().filter(|handoff| handoff.gate.is_some());
        let languages = document
            .agents()
            .flat_map(|agent| agent.languages.iter().cloned());
        Self {
            agents: count(Kind::Agent),
            people: u32::try_from(people.count()).unwrap_or(u32::MAX),
            handoffs: count(Kind::Handoff),
            gates: u32::try_from(gates.count()).unwrap_or(u32::MAX),
            teams: count(Kind::Team),
            contracts: count(Kind::Contract),
            languages: commonest(languages),
            patterns: patterns(document),
            regulated: document
                .topologies()
                .any(|topology| topology.nature.regulated),
            words: words(document),
        }
    }
}

/// Each value once, the commonest first; of equals the one that came first.
fn commonest<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(value, _)| value).collect()
}

/// The patterns of a registry by the number of handoffs; escalation comes last, since nearly everything escalates.
fn patterns(document: &Document) -> Vec<Pattern> {
    let mut found = commonest(document.handoffs().filter_map(|handoff| handoff.pattern));
    found.sort_by_key(|pattern| *pattern == Pattern::Escalation);
    found
}

fn words(document: &Document) -> String {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut take = |text: &str| {
        let text = text.to_lowercase();
        let parts = text.split(|c: char| !c.is_alphanumeric());
        found.extend(
            parts
                .filter(|word| word.chars().count() > 2)
                .map(str::to_owned),
        );
    };
    for topology in document.topologies() {
        take(&topology.purpose);
    }
    for agent in document.agents() {
        take(&agent.name);
        take(&agent.role.scope.text);
        agent.capabilities.iter().for_each(|tag| take(tag));
    }
    document
        .contracts()
        .for_each(|contract| take(&contract.name));
    document.teams().for_each(|team| take(&team.name));
    Vec::from_iter(found).join(" ")
}

/// All about the template with an id.
pub fn page(id: &str) -> Result<TemplatePage, AppError> {
    let template = super::find(id)?;
    let document = template.document()?;
    let mut agents: Vec<TemplateAgent> = document
        .agents()
        .map(|agent| TemplateAgent {
            name: agent.name.clone(),
            kind: agent.kind,
            scope: agent.role.scope.text.clone(),
        })
        .collect();
    agents.sort_by(|a, b| a.name.cmp(&b.name));
    let mut handoffs: Vec<TemplateSeam> = document
        .handoffs()
        .map(|handoff| seam(&document, handoff))
        .collect();
    handoffs.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    let versions = |contract: &baton_model::ContractId| {
        let all = document.contract_versions();
        all.filter(|version| version.contract == *contract).count()
    };
    let recognised = document
        .topologies()
        .flat_map(|topology| advise(&document, &topology.id, None).recognised);
    Ok(TemplatePage {
        info: template.info()?,
        readme: TemplateReadme::parse(template.readme),
        agents,
        handoffs,
        teams: document.teams().map(|team| team.name.clone()).collect(),
        contracts: document
            .contracts()
            .map(|contract| match versions(&contract.id) {
                1 => contract.name.clone(),
                many => format!("{} ({many} versions)", contract.name),
            })
            .collect(),
        recognised: recognised.collect(),
    })
}

fn seam(document: &Document, handoff: &Handoff) -> TemplateSeam {
    let agent = |id: &baton_model::AgentId| {
        let found = document.find::<baton_model::Agent>(id);
        found.map_or_else(|| id.to_string(), |agent| agent.name.clone())
    };
    let to = match &handoff.to {
        Target::Agent(id) => agent(id),
        Target::Outcome(target) => document
            .find::<baton_model::Outcome>(&target.outcome)
            .map_or_else(String::new, |outcome| outcome.name.clone()),
        Target::Query(query) => format!("any agent for {}", query.capabilities.join(", ")),
    };
    let contract = match (&handoff.contract, &handoff.version) {
        (Some(contract), Some(version)) => format!("{contract}@{version}"),
        (Some(contract), None) => contract.to_string(),
        _ => String::new(),
    };
    TemplateSeam {
        from: agent(&handoff.from),
        to,
        contract,
        gate: handoff.gate.is_some(),
    }
}
