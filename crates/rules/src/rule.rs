//! What a rule is made of, and how it is registered.

use crate::catalogue::{Category, RuleInfo};
use crate::context::{Context, TopologyContext};
use crate::finding::Severity;
use crate::report::Report;
use baton_model::{Agent, Handoff};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// One rule. It implements the one check that fits what it looks at.
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
    type Options: Default + Serialize + DeserializeOwned;

    /// Looks at an agent as all topologies share it.
    fn check_agent(_: &Context<'_>, _: &Agent, _: &Self::Options, _: &mut Report<'_>) {}

    /// Looks at one handoff of a topology.
    fn check_handoff(_: &TopologyContext<'_>, _: &Handoff, _: &Self::Options, _: &mut Report<'_>) {}

    /// Looks at a topology as a whole.
    fn check_topology(_: &TopologyContext<'_>, _: &Self::Options, _: &mut Report<'_>) {}
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
    pub check_agents: fn(&Context<'_>, &[&Agent], Value, &mut Report<'_>),
    pub check_topology: fn(&TopologyContext<'_>, Value, &mut Report<'_>),
}

impl Entry {
    pub const fn of<R: Rule>() -> Self {
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
            check_agents: |context, agents, options, report| {
                let options = read::<R>(options).unwrap_or_default();
                for agent in agents {
                    R::check_agent(context, agent, &options, report);
                }
            },
            check_topology: |context, options, report| {
                let options = read::<R>(options).unwrap_or_default();
                R::check_topology(context, &options, report);
                for handoff in context.graph.handoffs() {
                    R::check_handoff(context, handoff, &options, report);
                }
            },
        }
    }
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
