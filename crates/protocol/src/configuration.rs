//! What of a handoff's record decides how it transfers.

use baton_model::{Handoff, HandoffMode, IdempotentBy, OnReject, Target};

/// What of a handoff decides how it transfers. Handoffs with equal configurations have equal proofs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::struct_excessive_bools)] // each is a field of the record
pub struct Configuration {
    /// Whether control moves, or the sender calls and keeps it.
    pub mode: HandoffMode,
    /// Whether control is released only once the receiver has acknowledged.
    pub acknowledge: bool,
    /// Whether a failed transfer is taken back, so that the receiver starts only once control was released to it.
    pub rollback: bool,
    /// Whether a repeated message is recognised by its `handoff_id`.
    pub recognises_repeats: bool,
    /// Whether an attempt is given up some time: a timeout above 0.
    pub gives_up: bool,
    /// Attempts after the first.
    pub retries: u32,
    /// Who takes over, one after the other, with one attempt each.
    pub fallbacks: u32,
    /// Whether stuck tasks are kept somewhere.
    pub dead_letter: bool,
    /// Whether somebody is named for what nobody took.
    pub fallback_owner: bool,
    /// What follows when the payload is rejected on entry; none where it is not validated.
    pub rejection: Option<Rejection>,
    /// Whether a breaker may be open, so that the receiver is passed over at once.
    pub breaker: bool,
}

/// Who handles a payload that was rejected on entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rejection {
    /// Whoever comes after the receiver: fallbacks, dead letter, fallback owner. Also where nobody is named.
    GoesOn,
    /// The sender gets it back.
    Returns,
    /// The dead letter, where there is one; else as [`Rejection::GoesOn`].
    DeadLetter,
    /// The fallback owner, where there is one; else as [`Rejection::GoesOn`].
    FallbackOwner,
}

impl Configuration {
    /// What of a record matters; none where it leads to an outcome, since nobody is there to hand over to.
    pub fn of(handoff: &Handoff) -> Option<Self> {
        if matches!(handoff.to, Target::Outcome(_)) {
            return None;
        }
        let policy = &handoff.policy;
        Some(Self {
            mode: handoff.mode,
            acknowledge: policy.acknowledge,
            rollback: policy.rollback,
            recognises_repeats: policy.idempotent_by == IdempotentBy::HandoffId,
            gives_up: policy.timeout_ms.is_some_and(|limit| limit > 0),
            retries: policy.retries,
            fallbacks: u32::try_from(handoff.fallbacks.len()).unwrap_or(u32::MAX),
            dead_letter: policy
                .dead_letter
                .as_ref()
                .is_some_and(|name| !name.is_empty()),
            fallback_owner: handoff.fallback_owner.is_some(),
            rejection: policy
                .boundary_validation
                .then_some(rejection(policy.on_reject)),
            breaker: policy.breaker.is_some(),
        })
    }

    /// The same protocol with everything left out that cannot matter in it, so that fewer configurations are explored.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        let calls = self.mode == HandoffMode::Delegate;
        if calls {
            self.acknowledge = false;
            self.rollback = false;
            self.dead_letter = false;
            self.fallback_owner = false;
            self.rejection = self.rejection.map(|rejection| match rejection {
                Rejection::GoesOn => Rejection::GoesOn,
                _ => Rejection::Returns,
            });
        }
        let hears = calls || self.acknowledge;
        self.gives_up &= hears;
        if !self.gives_up {
            self.retries = 0;
        }
        match self.rejection {
            Some(Rejection::DeadLetter) if !self.dead_letter => {
                self.rejection = Some(Rejection::GoesOn);
            }
            Some(Rejection::FallbackOwner) if !self.fallback_owner => {
                self.rejection = Some(Rejection::GoesOn);
            }
            _ => {}
        }
        self
    }

    /// Whether the sender calls, and keeps control.
    pub(crate) fn calls(&self) -> bool {
        self.mode == HandoffMode::Delegate
    }

    /// Whether control is let go as soon as the task is sent.
    pub(crate) fn forgets(&self) -> bool {
        !self.calls() && !self.acknowledge
    }

    /// Whether the receiver stores the task, and starts only once control was released to it.
    pub(crate) fn confirms(&self) -> bool {
        !self.calls() && self.acknowledge && self.rollback
    }
}

fn rejection(on_reject: Option<OnReject>) -> Rejection {
    match on_reject {
        None | Some(OnReject::Fallback) => Rejection::GoesOn,
        Some(OnReject::ReturnToSender) => Rejection::Returns,
        Some(OnReject::DeadLetter) => Rejection::DeadLetter,
        Some(OnReject::FallbackOwner) => Rejection::FallbackOwner,
    }
}
