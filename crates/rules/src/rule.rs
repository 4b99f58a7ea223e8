//! What a rule is made of, and how it is registered.

use crate::catalogue::{Category, RuleInfo};
use crate::context::{Context, TopologyContext};
use crate::finding::Severity;
use crate::report::Report;
use baton_model::{Agent, ContractVersion, Handoff};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// One rule. It implements the one check that fits what it looks at, and is registered by the function of [`Entry`] that is named for it.
pub(crate) trait Rule {
    /// Never used for another rule.
    const CODE: &'static str;
    /// The pattern that is found, in words joined by `-`; the file's name has `_` instead.
    const NAME: &'static str;
    const CATEGORY: Category;
    const SEVERITY: Severity;
    /// What it checks, in one line.
    const SUMMARY: &'static str;
    /// Why it matters, in one or two sentences; goes with every finding.
    const WHY: &'static str;
    /// Markdown with the headings that `reference.rs` asks for.
    const EXPLANATION: &'static str;
    const HAS_FIX: bool;
    /// The `options` of a rule setting; every one has a default.
    type Options: Default + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Looks at an agent as all topologies share it.
    fn check_agent(_: &Context<'_>, _: &Agent, _: &Self::Options, _: &mut Report<'_>) {}

    /// Looks at one agent of a topology.
    fn check_member(_: &TopologyContext<'_>, _: &Agent, _: &Self::Options, _: &mut Report<'_>) {}

    /// Looks at one handoff of a topology.
    fn check_handoff(_: &TopologyContext<'_>, _: &Handoff, _: &Self::Options, _: &mut Report<'_>) {}

    /// Looks at a contract version and the handoffs of a topology over which it goes.
    fn check_version(_: &TopologyContext<'_>, _: &Use<'_>, _: &Self::Options, _: &mut Report<'_>) {}

    /// Looks at a topology as a whole.
    fn check_topology(_: &TopologyContext<'_>, _: &Self::Options, _: &mut Report<'_>) {}
}

/// A contract version in a topology.
pub(crate) struct Use<'a> {
    pub version: &'a ContractVersion,
    /// Over which it goes; those that end at an outcome too. By id.
    pub handoffs: Vec<&'a Handoff>,
}

/// Options of a rule that has none.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoOptions {}

/// A registered rule, its type forgotten.
pub(crate) struct Entry {
    pub info: RuleInfo,
    pub why: &'static str,
    /// Reads options; the error says what is wrong with them.
    pub read_options: fn(Value) -> Result<(), String>,
    /// For the test that every option is explained.
    #[cfg(test)]
    pub default_options: fn() -> Value,
    /// The check with its options; the defaults where they cannot be read.
    pub check: fn(Value) -> Check,
}

/// A check with its options, by what it looks at.
pub(crate) enum Check {
    Agent(Box<AgentCheck>),
    Member(Box<MemberCheck>),
    Handoff(Box<HandoffCheck>),
    Version(Box<VersionCheck>),
    Topology(Box<TopologyCheck>),
}

pub(crate) type AgentCheck = dyn Fn(&Context<'_>, &Agent, &mut Report<'_>) + Send + Sync;
pub(crate) type MemberCheck = dyn Fn(&TopologyContext<'_>, &Agent, &mut Report<'_>) + Send + Sync;
pub(crate) type HandoffCheck =
    dyn Fn(&TopologyContext<'_>, &Handoff, &mut Report<'_>) + Send + Sync;
pub(crate) type VersionCheck =
    dyn Fn(&TopologyContext<'_>, &Use<'_>, &mut Report<'_>) + Send + Sync;
pub(crate) type TopologyCheck = dyn Fn(&TopologyContext<'_>, &mut Report<'_>) + Send + Sync;

impl Entry {
    /// A rule with [`Rule::check_agent`].
    pub const fn of_agents<R: Rule>() -> Self {
        Self::of::<R>(|options| {
            let options = options_of::<R>(options);
            Check::Agent(Box::new(move |context, agent, report| {
                R::check_agent(context, agent, &options, report);
            }))
        })
    }

    /// A rule with [`Rule::check_member`].
    pub const fn of_members<R: Rule>() -> Self {
        Self::of::<R>(|options| {
            let options = options_of::<R>(options);
            Check::Member(Box::new(move |context, agent, report| {
                R::check_member(context, agent, &options, report);
            }))
        })
    }

    /// A rule with [`Rule::check_handoff`].
    pub const fn of_handoffs<R: Rule>() -> Self {
        Self::of::<R>(|options| {
            let options = options_of::<R>(options);
            Check::Handoff(Box::new(move |context, handoff, report| {
                R::check_handoff(context, handoff, &options, report);
            }))
        })
    }

    /// A rule with [`Rule::check_version`].
    pub const fn of_versions<R: Rule>() -> Self {
        Self::of::<R>(|options| {
            let options = options_of::<R>(options);
            Check::Version(Box::new(move |context, version, report| {
                R::check_version(context, version, &options, report);
            }))
        })
    }

    /// A rule with [`Rule::check_topology`].
    pub const fn of_topologies<R: Rule>() -> Self {
        Self::of::<R>(|options| {
            let options = options_of::<R>(options);
            Check::Topology(Box::new(move |context, report| {
                R::check_topology(context, &options, report);
            }))
        })
    }

    const fn of<R: Rule>(check: fn(Value) -> Check) -> Self {
        Self {
            info: RuleInfo {
                code: R::CODE,
                name: R::NAME,
                category: R::CATEGORY,
                severity: R::SEVERITY,
                summary: R::SUMMARY,
                explanation: R::EXPLANATION,
                has_fix: R::HAS_FIX,
            },
            why: R::WHY,
            read_options: |value| read::<R>(value).map(|_| ()),
            #[cfg(test)]
            default_options: || serde_json::to_value(R::Options::default()).unwrap_or_default(),
            check,
        }
    }
}

fn options_of<R: Rule>(options: Value) -> R::Options {
    read::<R>(options).unwrap_or_default()
}

/// Null stands for the defaults.
fn read<R: Rule>(value: Value) -> Result<R::Options, String> {
    if value.is_null() {
        return Ok(R::Options::default());
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The rules of a family with their files' names. The `mod` lines stand beside it, where rustfmt finds them.
macro_rules! rules {
    ($($file:ident),* $(,)?) => { &[$( (stringify!($file), &$file::RULE) ),*] };
}
pub(crate) use rules;
