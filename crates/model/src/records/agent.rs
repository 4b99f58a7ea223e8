//! Agents: what they are, what they may do, how they behave.

use crate::id::{AgentId, MemoryId, TeamId, TrustDomainId};
use crate::macros::{record, words};
use crate::records::origin::Origin;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

words! {
    /// What an agent is.
    #[derive(Default)]
    pub enum AgentKind {
        /// An AI agent.
        #[default]
        Ai,
        /// An AI agent that delegates to others.
        Supervisor,
        /// A person or a team of people.
        Human,
        /// A tool or MCP server.
        Tool,
        /// An agent of another organisation.
        External,
        /// A queue; it resolves nothing itself.
        Queue,
    }
}

words! {
    /// What an agent does in a topology.
    pub enum AgentFunction {
        /// Decides who goes on.
        Router,
        /// Does the work.
        Worker,
        /// Watches and decides on handoffs, without working itself.
        Observer,
        /// Prepares the context for another.
        Preparer,
        /// Delegates and joins.
        Supervisor,
    }
}

words! {
    /// Where an agent stands in its life.
    #[derive(Default)]
    pub enum Lifecycle {
        /// Tried out.
        #[default]
        Experimental,
        /// Serves real requests.
        Production,
        /// Still serves; a successor exists.
        Deprecated,
        /// Serves no longer.
        Retired,
    }
}

words! {
    /// A way in which a user is reached.
    pub enum Channel {
        /// Speech.
        Voice,
        /// Chat in a page or application.
        Chat,
        /// A messaging service.
        Messaging,
        /// Interactive voice response.
        Ivr,
        /// Electronic mail.
        Email,
        /// Files.
        File,
        /// A programming interface.
        Api,
    }
}

words! {
    /// Whether an agent works at the moment.
    #[derive(Default)]
    pub enum HealthState {
        /// As it should.
        Healthy,
        /// Slow or partly failing.
        Degraded,
        /// Not at all.
        Down,
        /// Nobody has said.
        #[default]
        Unknown,
    }
}

record! {
    /// An agent. A name is enough to draw it.
    pub struct Agent {
        required {
            /// Its id.
            id: AgentId,
            /// Display name.
            name: String,
        }
        always {
            /// What it is.
            kind: AgentKind,
            /// Where it stands in its life.
            lifecycle: Lifecycle,
        }
        optional {
            /// What it does in a topology.
            function: Option<AgentFunction>,
            /// The owning team.
            team: Option<TeamId>,
            /// Scope, authority and its limits, interface.
            role: Role,
            /// Capability tags that it declares.
            capabilities: Vec<String>,
            /// Languages, as BCP 47 tags.
            languages: Vec<String>,
            /// Channels on which it can talk.
            channels: Vec<Channel>,
            /// Systems of record that it can reach.
            systems: Vec<String>,
            /// The trust domain that it runs in.
            trust_domain: Option<TrustDomainId>,
            /// Whether it keeps nothing between requests.
            stateless: bool,
            /// Tools that it calls itself.
            tools: Vec<Tool>,
            /// Size of its context window, in tokens.
            context_window_tokens: Option<u32>,
            /// Parallel flows that it can control.
            flow_limit: Option<u32>,
            /// How much it takes at a time, for simulations under load; without limit when left out.
            capacity: Option<Capacity>,
            /// Memories that it can reach.
            memory: Vec<MemoryId>,
            /// Payload fields that it passes on unchanged.
            passes_on: Vec<PassesOn>,
            /// Whether it works at the moment.
            health: Health,
            /// Where more is to be found.
            links: Links,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
            /// Simulation parameters.
            behaviour: AgentBehaviour,
        }
    }
}

record! {
    /// How much an agent takes at a time.
    pub struct Capacity {
        required {
            /// Requests at once; of a person, or of each person on shift, tickets at once. At least 1.
            at_once: u32,
        }
        optional {
            /// Requests that may wait for it; the next is turned away. Any number when left out.
            queue_limit: Option<u32>,
            /// Requests that it accepts in a second, on average; any number when left out.
            rate_per_second: Option<f64>,
        }
    }
}

record! {
    /// Scope, authority and interface of an agent.
    pub struct Role {
        required {}
        optional {
            /// What the agent is responsible for.
            scope: Scope,
            /// What it may do, and up to which limit.
            authority: Vec<Authority>,
            /// Whether users talk to it.
            talks_to_user: bool,
            /// Whether it tells users that it is an AI or a person.
            discloses: bool,
        }
    }
}

record! {
    /// What an agent is responsible for.
    pub struct Scope {
        required {}
        optional {
            /// In words.
            text: String,
            /// Topics, for search and routing.
            topics: Vec<String>,
        }
    }
}

record! {
    /// One action that an agent may take.
    pub struct Authority {
        required {
            /// The action, for example `refund`.
            action: String,
        }
        optional {
            /// The largest amount that it may decide alone, in `unit`.
            limit: Option<f64>,
            /// The unit of the limit, for example `EUR`.
            unit: Option<String>,
            /// Whether the action cannot be taken back.
            irreversible: bool,
        }
    }
}

record! {
    /// A tool that an agent calls itself.
    pub struct Tool {
        required {
            /// Its name.
            name: String,
        }
        optional {
            /// Whether its effect cannot be taken back.
            irreversible: bool,
        }
    }
}

record! {
    /// A field that an agent passes on unchanged.
    pub struct PassesOn {
        required {
            /// JSON pointer in the payload that comes in.
            from: String,
            /// JSON pointer in the payload that goes out.
            to: String,
        }
        optional {}
    }
}

record! {
    /// Whether an agent works at the moment, and who says so.
    pub struct Health {
        required {}
        optional {
            /// The state.
            state: HealthState,
            /// Who or what reported it.
            source: String,
            /// When.
            checked_at: Option<Timestamp>,
        }
    }
}

record! {
    /// Where more about an agent is to be found.
    pub struct Links {
        required {}
        optional {
            /// Its A2A agent card.
            a2a: Option<String>,
            /// Its MCP server.
            mcp: Option<String>,
            /// Its repository.
            repo: Option<String>,
            /// Its dashboard.
            dashboard: Option<String>,
        }
    }
}

/// Simulation parameters of an agent (probabilities 0 to 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema, specta::Type)]
#[serde(default, deny_unknown_fields)]
pub struct AgentBehaviour {
    /// Probability that a visit ends the request.
    pub resolves: f64,
    /// Probability that a tainted request becomes clean.
    pub recovery: f64,
    /// Probability that a clean request becomes tainted.
    pub hallucination: f64,
    /// Tool calls in a visit.
    pub tool_calls: u32,
    /// Probability that one try of a tool fails.
    pub tool_failure: f64,
    /// Tries before a forced handoff; at least 1.
    pub tool_limit: u32,
    /// Probability that an exhausted tool goes unnoticed.
    pub silent: f64,
    /// Median time of a visit, in milliseconds.
    pub latency_p50_ms: f64,
    /// 95th percentile of the time of a visit, in milliseconds.
    pub latency_p95_ms: f64,
    /// Cost of a visit, in US dollars.
    pub cost_usd: f64,
}

impl Default for AgentBehaviour {
    fn default() -> Self {
        Self {
            resolves: 0.0,
            recovery: 0.0,
            hallucination: 0.0,
            tool_calls: 0,
            tool_failure: 0.0,
            tool_limit: 3,
            silent: 0.0,
            latency_p50_ms: 800.0,
            latency_p95_ms: 2400.0,
            cost_usd: 0.0,
        }
    }
}

crate::reference::no_references!(AgentBehaviour);
