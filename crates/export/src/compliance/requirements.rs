//! What laws ask for that a registry can say something about, with the rules that look for it and what the records show.

use super::Evidence;
use crate::people::{agent_name, target_name};
use crate::scope::Scope;
use baton_model::{
    Agent, AgentId, AgentKind, ContextMode, ContractVersion, Document, Handoff, Memory, Target,
    Topology, TriggerOn, Writers,
};
use std::collections::BTreeSet;

pub(super) struct Requirement {
    pub law: &'static str,
    pub article: &'static str,
    /// What it asks for, in our words.
    pub asks: &'static str,
    /// The rules of Baton that look for it.
    pub rules: &'static [&'static str],
    pub look: fn(&Seam<'_>) -> Evidence,
}

const AI_ACT: &str = "EU AI Act, Regulation (EU) 2024/1689";
const GDPR: &str = "GDPR, Regulation (EU) 2016/679";

pub(super) const REQUIREMENTS: [Requirement; 9] = [
    Requirement {
        law: AI_ACT,
        article: "Art. 12",
        asks: "Events are recorded while the system runs.",
        rules: &["OBS001"],
        look: recorded,
    },
    Requirement {
        law: AI_ACT,
        article: "Art. 13",
        asks: "Those who use the system know what it is for and where its limits are.",
        rules: &["OWN001", "OWN006", "TOP015"],
        look: described,
    },
    Requirement {
        law: AI_ACT,
        article: "Art. 14",
        asks: "People can oversee the system and step in before an action that cannot be taken back.",
        rules: &["HIL001", "HIL002", "TOP005"],
        look: overseen,
    },
    Requirement {
        law: AI_ACT,
        article: "Art. 26(5)",
        asks: "Its operation is monitored, and somebody acts on trouble.",
        rules: &["OBS002", "OWN003", "OWN004"],
        look: monitored,
    },
    Requirement {
        law: AI_ACT,
        article: "Art. 50(1)",
        asks: "People who talk to an AI are told so.",
        rules: &["HIL006"],
        look: disclosed,
    },
    Requirement {
        law: GDPR,
        article: "Art. 5(1)(c), Art. 25",
        asks: "No more personal data travels than is needed.",
        rules: &["CON012", "CON018"],
        look: minimised,
    },
    Requirement {
        law: GDPR,
        article: "Art. 5(1)(e)",
        asks: "Data is kept no longer than needed.",
        rules: &[],
        look: kept,
    },
    Requirement {
        law: GDPR,
        article: "Art. 22(3)",
        asks: "Whoever a decision is about can ask for a person.",
        rules: &["HIL005", "TOP005"],
        look: contestable,
    },
    Requirement {
        law: GDPR,
        article: "Art. 32",
        asks: "Sensitive data is masked where it leaves its domain.",
        rules: &["CON013"],
        look: masked,
    },
];

/// A topology with what hangs on it.
pub(super) struct Seam<'a> {
    pub document: &'a Document,
    pub topology: &'a Topology,
    pub handoffs: Vec<&'a Handoff>,
    agents: Vec<&'a Agent>,
}

impl<'a> Seam<'a> {
    pub fn of(scope: &Scope<'a>, topology: &'a Topology) -> Self {
        let handoffs: Vec<&Handoff> = scope.handoffs(&topology.id).collect();
        let document = scope.document;
        let entries = document
            .entries()
            .filter(|entry| entry.topology == topology.id);
        let mut ids: BTreeSet<&AgentId> = entries.map(|entry| &entry.agent).collect();
        for handoff in &handoffs {
            ids.insert(&handoff.from);
            ids.extend(handoff.to.agent());
            ids.extend(&handoff.fallbacks);
        }
        Self {
            document,
            topology,
            agents: ids
                .into_iter()
                .filter_map(|id| document.find::<Agent>(id))
                .collect(),
            handoffs,
        }
    }

    fn name(&self, handoff: &Handoff) -> String {
        format!(
            "{} → {} ({})",
            agent_name(self.document, &handoff.from),
            target_name(self.document, &handoff.to),
            handoff.id
        )
    }

    fn seams(&self) -> impl Iterator<Item = &&'a Handoff> {
        self.handoffs
            .iter()
            .filter(|handoff| !matches!(handoff.to, Target::Outcome(_)))
    }

    /// The agents that are machines and talk to users.
    fn talkers(&self) -> impl Iterator<Item = &&'a Agent> {
        self.machines().filter(|agent| agent.role.talks_to_user)
    }

    fn machines(&self) -> impl Iterator<Item = &&'a Agent> {
        self.agents.iter().filter(|agent| {
            matches!(
                agent.kind,
                AgentKind::Ai | AgentKind::Supervisor | AgentKind::External
            )
        })
    }

    fn version(&self, handoff: &Handoff) -> Option<&'a ContractVersion> {
        let id = format!(
            "{}@{}",
            handoff.contract.as_ref()?,
            handoff.version.as_ref()?
        );
        self.document.find::<ContractVersion>(&id)
    }

    fn is_person(&self, agent: &AgentId) -> bool {
        self.document
            .find::<Agent>(agent)
            .is_some_and(|agent| agent.kind == AgentKind::Human)
    }
}

fn recorded(seam: &Seam<'_>) -> Evidence {
    Evidence::each(seam.seams(), |handoff| {
        let name = seam.name(handoff);
        if handoff.observability.span {
            let count = handoff.observability.attributes.len();
            Ok(format!("{name} writes a span with {count} attributes"))
        } else {
            Err(format!("{name} writes no span"))
        }
    })
}

fn described(seam: &Seam<'_>) -> Evidence {
    Evidence::each(seam.machines(), |agent| {
        let limits = agent.role.authority.len();
        if agent.role.scope.text.trim().is_empty() {
            Err(format!("{} ({}) states no scope", agent.name, agent.id))
        } else {
            Ok(format!(
                "{} ({}) states its scope and {limits} actions that it may take",
                agent.name, agent.id
            ))
        }
    })
}

fn overseen(seam: &Seam<'_>) -> Evidence {
    let acts = |agent: &Agent| {
        agent.role.authority.iter().any(|one| one.irreversible)
            || agent.tools.iter().any(|tool| tool.irreversible)
    };
    let acting = seam
        .agents
        .iter()
        .filter(|agent| agent.kind != AgentKind::Human && acts(agent));
    let mut evidence = Evidence::each(acting, |agent| {
        let incoming: Vec<_> = seam
            .handoffs
            .iter()
            .filter(|handoff| handoff.to.agent() == Some(&agent.id))
            .collect();
        let open = incoming
            .iter()
            .find(|handoff| handoff.gate.is_none() && !seam.is_person(&handoff.from));
        match open {
            Some(handoff) => Err(format!(
                "{} can act irreversibly and is reached without a gate over {}",
                agent.name,
                seam.name(handoff)
            )),
            None if incoming.is_empty() => Err(format!(
                "{} can act irreversibly and no handoff with a gate leads to it",
                agent.name
            )),
            None => Ok(format!(
                "{} can act irreversibly and is reached over gates or from people only",
                agent.name
            )),
        }
    });
    for handoff in &seam.handoffs {
        if let Some(gate) = &handoff.gate {
            let name = seam.name(handoff);
            if gate.reviewers.is_empty() || gate.question.is_empty() {
                evidence.gaps.push(format!(
                    "the gate of {name} names no reviewer or no question"
                ));
            } else {
                evidence
                    .shown
                    .push(format!("{name} waits for a person's decision"));
            }
        }
    }
    evidence
}

fn monitored(seam: &Seam<'_>) -> Evidence {
    Evidence::each(seam.seams(), |handoff| {
        let name = seam.name(handoff);
        let missing: Vec<&str> = [
            (handoff.alerts.is_empty(), "alert"),
            (handoff.fallback_owner.is_none(), "fallback owner"),
            (handoff.escalation_path.is_none(), "escalation path"),
        ]
        .into_iter()
        .filter_map(|(is_missing, what)| is_missing.then_some(what))
        .collect();
        if missing.is_empty() {
            Ok(format!(
                "{name} has alerts, a fallback owner and an escalation path"
            ))
        } else {
            Err(format!("{name} has no {}", missing.join(", no ")))
        }
    })
}

fn disclosed(seam: &Seam<'_>) -> Evidence {
    let mut evidence = Evidence::each(seam.talkers(), |agent| {
        if agent.role.discloses {
            Ok(format!("{} ({}) says what it is", agent.name, agent.id))
        } else {
            Err(format!(
                "{} ({}) talks to users and does not say what it is",
                agent.name, agent.id
            ))
        }
    });
    let told = seam.handoffs.iter().filter(|handoff| handoff.discloses);
    evidence.shown.extend(
        told.map(|handoff| format!("{} tells the user who answers now", seam.name(handoff))),
    );
    evidence
}

fn minimised(seam: &Seam<'_>) -> Evidence {
    Evidence::each(seam.seams(), |handoff| {
        let name = seam.name(handoff);
        if handoff.context_mode == ContextMode::FullHistory {
            return Err(format!("{name} passes the whole history on"));
        }
        let Some(contract) = &handoff.contract else {
            return Err(format!(
                "{name} has no contract: nobody has said what travels"
            ));
        };
        let writers = seam
            .document
            .find::<baton_model::Contract>(contract)
            .map(|contract| contract.writers);
        if writers == Some(Writers::Strict) {
            Ok(format!(
                "{name} carries the declared members of {contract} only"
            ))
        } else {
            Err(format!("{name} may carry more than {contract} declares"))
        }
    })
}

fn kept(seam: &Seam<'_>) -> Evidence {
    let ids: BTreeSet<_> = seam
        .agents
        .iter()
        .flat_map(|agent| &agent.memory)
        .chain(seam.handoffs.iter().flat_map(|handoff| {
            let both = handoff.memory_reads.iter().chain(&handoff.memory_writes);
            both.map(|access| &access.memory)
        }))
        .collect();
    let memories = ids
        .into_iter()
        .filter_map(|id| seam.document.find::<Memory>(id));
    Evidence::each(memories, |memory| {
        if memory.retention.trim().is_empty() {
            Err(format!("the memory {} has no retention", memory.id))
        } else {
            Ok(format!(
                "the memory {} is kept {}",
                memory.id, memory.retention
            ))
        }
    })
}

fn contestable(seam: &Seam<'_>) -> Evidence {
    fn asks(on: &TriggerOn) -> bool {
        match on {
            TriggerOn::UserAsks => true,
            TriggerOn::Any(clauses) => clauses.iter().any(|clause| asks(&clause.on)),
            _ => false,
        }
    }
    Evidence::each(seam.talkers(), |agent| {
        let way = seam.handoffs.iter().find(|handoff| {
            handoff.from == agent.id && (handoff.user_can_escalate || asks(&handoff.trigger.on))
        });
        match way {
            Some(handoff) => Ok(format!(
                "at {} the user can ask for a person: {}",
                agent.name, handoff.id
            )),
            None => Err(format!(
                "at {} ({}) no handoff says that the user can ask for a person",
                agent.name, agent.id
            )),
        }
    })
}

fn masked(seam: &Seam<'_>) -> Evidence {
    let domain = |id: &AgentId| {
        seam.document
            .find::<Agent>(id)
            .and_then(|agent| agent.trust_domain.as_ref())
    };
    let crossing = seam.seams().filter(|handoff| {
        handoff
            .to
            .agent()
            .is_some_and(|to| domain(&handoff.from) != domain(to))
    });
    let mut evidence = Evidence::default();
    for handoff in crossing {
        let name = seam.name(handoff);
        let Some(version) = seam.version(handoff) else {
            evidence.gaps.push(format!(
                "{name} leaves its trust domain without a contract version that marks what is sensitive"
            ));
            continue;
        };
        for field in &version.sensitive {
            let covers = |mask: &str| {
                field.pointer == mask || field.pointer.starts_with(&format!("{mask}/"))
            };
            if handoff.masking.iter().any(|mask| covers(&mask.pointer)) {
                evidence
                    .shown
                    .push(format!("{name} masks {}", field.pointer));
            } else {
                evidence
                    .gaps
                    .push(format!("{name} carries {} unmasked", field.pointer));
            }
        }
    }
    evidence
}
