//! The exact solver: the walk as an absorbing Markov chain over what a request can be.
//!
//! A state is an agent that is visited, the taint of the request, and how often it has used each handoff with a loop limit; context is kept
//! at every visit, since whoever stays answers again. [`space`] finds the states that can be reached, [`chain`] solves the chain and certifies it, [`measure`] reads
//! from the expected visits what people ask, [`sensitivity`] on which parameters that hangs, [`compounding`] how far taints carry.

#[cfg(test)]
mod carried;
mod certify;
mod chain;
mod compounding;
#[cfg(test)]
mod delegations;
mod eliminate;
mod go_on;
mod iterate;
mod lists;
mod measure;
mod pairs;
mod parts;
mod passages;
mod possible;
#[cfg(test)]
mod properties;
mod result;
mod rows;
mod sensitivity;
mod space;
#[cfg(test)]
mod tests;
mod turns;
mod twins;

pub use compounding::{Cause, Compounding};
pub use measure::{Interrupted, exact, exact_while};
pub use result::{AgentFate, EntryFate, Exact, HandoffFate};
pub use sensitivity::{Parameter, Sensitivity, Subject};

/// How large a chain may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most states; each takes about a kilobyte while it is solved.
    pub states: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { states: 2_000_000 }
    }
}

/// What the exact solver may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExactOptions {
    /// How large the chain may grow; beyond it, [`exact`] gives nothing and sampling has to serve.
    pub limits: Limits,
}
