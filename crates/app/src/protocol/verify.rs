//! Exploring the protocol of handoffs.

use super::remedy;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    Agent, Document, Handoff, Kind, Person, RecordKey, Responder, Rotation, Target, Team,
};
use baton_protocol::{Change, Configuration, Names, Proof, Proofs, Verdict, remedy as advise};
use baton_rules::Fix;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

pub use baton_protocol::{Property, Trace, TraceKind, TraceMessage, TraceStep};

/// How much is told of what is violated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Whether each property holds.
    Verdicts,
    /// The shortest runs and what to change too.
    Runs,
}

/// What was found of a handoff, or of all handoffs of a topology.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Verified {
    /// What was asked about.
    pub subject: RecordKey,
    /// Each property of each handoff, in the order of their ids.
    pub properties: Vec<TransferProperty>,
    /// For handoffs of which something is violated: one edit after which everything holds.
    pub fixes: Vec<TransferFix>,
    /// Handoffs that were not asked, and why.
    pub passed_over: Vec<PassedOver>,
    /// What the properties ask.
    pub about: Vec<AboutProperty>,
    /// How many different configurations were explored.
    pub configurations: u32,
}

/// A property of a handoff.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TransferProperty {
    /// The handoff.
    pub handoff: String,
    /// The property.
    pub name: Property,
    /// Whether it holds in every run; none where that was not proven either way.
    pub holds: Option<bool>,
    /// Why it was not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The shortest run that violates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// What to change so that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Fix>,
}

/// An edit after which a handoff transfers cleanly.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TransferFix {
    /// The handoff.
    pub handoff: String,
    /// The edit.
    pub fix: Fix,
}

/// A handoff that was not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PassedOver {
    /// The handoff.
    pub handoff: String,
    /// Why.
    pub reason: String,
}

/// What a property asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct AboutProperty {
    /// The property.
    pub name: Property,
    /// In a few words.
    #[specta(type = String)]
    pub title: &'static str,
    /// As a sentence.
    #[specta(type = String)]
    pub meaning: &'static str,
}

impl Verified {
    /// Whether nothing is violated. What was not proven is not violated.
    pub fn is_clean(&self) -> bool {
        self.properties
            .iter()
            .all(|property| property.holds != Some(false))
    }
}

/// Explores the protocol of a handoff, or of every handoff of a topology. Equal configurations are explored once.
pub fn verify(
    registry: &Registry,
    subject: &RecordKey,
    detail: Detail,
) -> Result<Verified, AppError> {
    let document = registry.document();
    let handoffs: Vec<&Handoff> = match subject.kind {
        Kind::Handoff => document.find(&subject.id).into_iter().collect(),
        Kind::Topology => document
            .handoffs()
            .filter(|handoff| handoff.topology.as_str() == subject.id)
            .collect(),
        kind => {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("a record of kind {kind} does not transfer anything"),
                "name a handoff or a topology",
            ));
        }
    };
    if document.get(subject).is_none() {
        return Err(AppError::new(
            ErrorCode::NotFound,
            format!("there is no {} {:?}", subject.kind, subject.id),
            "name a handoff or a topology",
        ));
    }
    let mut asking = Asking {
        document: &document,
        detail,
        proofs: Proofs::default(),
        remedies: HashMap::new(),
        found: Verified {
            subject: subject.clone(),
            properties: Vec::new(),
            fixes: Vec::new(),
            passed_over: Vec::new(),
            about: Property::ALL.map(about).to_vec(),
            configurations: 0,
        },
    };
    let mut configurations = BTreeSet::new();
    for handoff in handoffs {
        match Configuration::of(handoff) {
            Some(config) => {
                configurations.insert(config.clone().canonical());
                asking.ask(handoff, &config);
            }
            None => asking.found.passed_over.push(PassedOver {
                handoff: handoff.id.to_string(),
                reason: "It ends the request: nobody is there to hand over to.".to_owned(),
            }),
        }
    }
    let mut found = asking.found;
    found.configurations = u32::try_from(configurations.len()).unwrap_or(u32::MAX);
    Ok(found)
}

fn about(name: Property) -> AboutProperty {
    AboutProperty {
        name,
        title: name.title(),
        meaning: name.meaning(),
    }
}

struct Asking<'a> {
    document: &'a Document,
    detail: Detail,
    proofs: Proofs,
    /// What mends which properties of which configuration.
    remedies: HashMap<(Configuration, Vec<Property>), Option<Vec<Change>>>,
    found: Verified,
}

impl Asking<'_> {
    fn ask(&mut self, handoff: &Handoff, config: &Configuration) {
        let verdict = self.proofs.verdict(config);
        let names = match self.detail {
            Detail::Verdicts => None,
            Detail::Runs => Some(names(self.document, handoff)),
        };
        let mut broken = Vec::new();
        for (property, proof) in &verdict.properties {
            let mut told = TransferProperty {
                handoff: handoff.id.to_string(),
                name: *property,
                holds: None,
                reason: None,
                trace: None,
                remedy: None,
            };
            match proof {
                Proof::Holds => told.holds = Some(true),
                Proof::NotProven => told.reason = Some(not_proven(&verdict)),
                Proof::Violated(run) => {
                    told.holds = Some(false);
                    broken.push(*property);
                    if let Some(names) = &names {
                        told.trace = Some(Trace::of(config, names, *property, run));
                        told.remedy = self.remedy(handoff, config, vec![*property]);
                    }
                }
            }
            self.found.properties.push(told);
        }
        if names.is_some() && !broken.is_empty() {
            let handoff_id = handoff.id.to_string();
            if let Some(fix) = self.remedy(handoff, config, broken) {
                self.found.fixes.push(TransferFix {
                    handoff: handoff_id,
                    fix,
                });
            }
        }
    }

    fn remedy(
        &mut self,
        handoff: &Handoff,
        config: &Configuration,
        broken: Vec<Property>,
    ) -> Option<Fix> {
        let proofs = &mut self.proofs;
        let changes = self
            .remedies
            .entry((config.clone(), broken))
            .or_insert_with_key(|(config, broken)| advise(config, broken, proofs));
        let changes = changes.as_ref()?;
        Some(remedy::fix(self.document, handoff, changes))
    }
}

fn not_proven(verdict: &Verdict) -> String {
    if verdict.states == 0 {
        return "Not explored: it has too many fallbacks, or the states that a whole topology may have were used up before.".to_owned();
    }
    format!(
        "The first {} states show no violation, and there are more than can be explored; fewer retries or fallbacks have fewer.",
        verdict.states
    )
}

/// The names of the parties; those that are not unique with their ids.
fn names(document: &Document, handoff: &Handoff) -> Names {
    let name = |id: &str| match document.find::<Agent>(id) {
        Some(agent) if !agent.name.trim().is_empty() => agent.name.clone(),
        _ => id.to_owned(),
    };
    let mut parties: Vec<(String, Option<&str>)> =
        vec![(name(handoff.from.as_str()), Some(handoff.from.as_str()))];
    parties.push(match &handoff.to {
        Target::Agent(id) => (name(id.as_str()), Some(id.as_str())),
        Target::Query(query) => {
            let tags = query.capabilities.join(", ");
            (format!("whoever has {tags}"), None)
        }
        Target::Outcome(target) => (target.outcome.to_string(), None),
    });
    let fallbacks = handoff.fallbacks.iter();
    parties.extend(fallbacks.map(|id| (name(id.as_str()), Some(id.as_str()))));
    let told: Vec<String> = parties
        .iter()
        .map(|(name, id)| {
            let is_shared = parties.iter().any(|(other, of)| other == name && of != id);
            match id {
                Some(id) if is_shared => format!("{name} ({id})"),
                _ => name.clone(),
            }
        })
        .collect();
    let mut told = told.into_iter();
    Names {
        sender: told.next().unwrap_or_default(),
        receivers: told.collect(),
        dead_letter: handoff.policy.dead_letter.clone().unwrap_or_default(),
        person: handoff
            .fallback_owner
            .as_ref()
            .map_or_else(String::new, |owner| responder(document, owner)),
    }
}

fn responder(document: &Document, owner: &Responder) -> String {
    let name = match owner {
        Responder::Person(id) => document.find::<Person>(id).map(|it| it.name.clone()),
        Responder::Rotation(id) => document.find::<Rotation>(id).map(|it| it.name.clone()),
        Responder::Team(id) => document.find::<Team>(id).map(|it| it.name.clone()),
    };
    name.unwrap_or_else(|| owner.key().id)
}
