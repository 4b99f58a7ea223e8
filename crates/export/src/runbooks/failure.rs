//! What happens when a handoff fails, in words.

use crate::words::{milliseconds_words, seconds_words, times};
use baton_model::{Backoff, IdempotentBy, OnReject, Policy};

/// One sentence a line, in the order in which things happen.
pub(super) fn sentences(policy: &Policy) -> Vec<String> {
    let mut out = Vec::new();
    out.push(match policy.timeout_ms {
        Some(timeout) => format!(
            "An attempt is given up after {}.",
            milliseconds_words(timeout)
        ),
        None => "An attempt never times out.".to_owned(),
    });
    out.push(match (policy.retries, policy.backoff) {
        (0, _) => "It is not tried again.".to_owned(),
        (retries, Backoff::None) => format!("It is tried again {}, at once.", times(retries)),
        (retries, Backoff::Fixed) => format!(
            "It is tried again {}, with the same wait each time.",
            times(retries)
        ),
        (retries, Backoff::Exponential) => {
            format!(
                "It is tried again {}, waiting twice as long each time.",
                times(retries)
            )
        }
    });
    out.push(
        match policy.idempotent_by {
            IdempotentBy::HandoffId => {
                "A repeated message is recognised by its handoff_id, so replaying is harmless."
            }
            IdempotentBy::None => {
                "Repeated messages are not recognised: replaying may do things twice."
            }
        }
        .to_owned(),
    );
    if let Some(limit) = policy.loop_limit {
        let by = match &policy.entity_key {
            Some(key) => format!("the same entity (payload field {key})"),
            None => "the same request".to_owned(),
        };
        out.push(format!(
            "It is stopped when {by} passes more than {}.",
            times(limit)
        ));
    }
    if let Some(breaker) = &policy.breaker {
        out.push(format!(
            "The circuit breaker opens after {} failures in {} and is tried again after {}.",
            breaker.threshold,
            seconds_words(breaker.window_seconds),
            seconds_words(breaker.reset_seconds)
        ));
    }
    out.push(
        match (policy.acknowledge, policy.rollback) {
            (true, true) => "Control is released once the receiver has acknowledged; a failed transfer is rolled back.",
            (true, false) => "Control is released once the receiver has acknowledged.",
            (false, true) => "Control is released at once; a failed transfer is rolled back.",
            (false, false) => "Control is released at once and not taken back.",
        }
        .to_owned(),
    );
    out.push(rejection(policy));
    out.push(match &policy.dead_letter {
        Some(queue) => {
            format!("What cannot be delivered goes to the dead letter queue \"{queue}\".")
        }
        None => "There is no dead letter queue: what cannot be delivered is lost.".to_owned(),
    });
    if policy.resync {
        out.push("After a dropped connection the human side is brought up to date.".to_owned());
    }
    out
}

fn rejection(policy: &Policy) -> String {
    if !policy.boundary_validation {
        return "Payloads are not validated on entry.".to_owned();
    }
    let handler = match policy.on_reject {
        Some(OnReject::Fallback) => "goes to the first fallback",
        Some(OnReject::ReturnToSender) => "goes back to the sender",
        Some(OnReject::DeadLetter) => "goes to the dead letter queue",
        Some(OnReject::FallbackOwner) => "goes to the fallback owner",
        None => "has no handler",
    };
    format!("Payloads are validated on entry; a rejected one {handler}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::Breaker;

    #[test]
    fn a_full_policy_says_everything() {
        let mut policy = Policy::new();
        policy.timeout_ms = Some(5000);
        policy.retries = 1;
        policy.backoff = Backoff::Exponential;
        policy.idempotent_by = IdempotentBy::HandoffId;
        policy.loop_limit = Some(2);
        policy.entity_key = Some("/order".to_owned());
        policy.breaker = Some(Breaker::new(5, 60, 300));
        policy.boundary_validation = true;
        policy.on_reject = Some(OnReject::DeadLetter);
        policy.dead_letter = Some("stuck".to_owned());
        let text = sentences(&policy).join("\n");
        for part in [
            "after 5 s",
            "1 time, waiting",
            "/order",
            "more than 2 times",
            "5 failures in 1 min",
            "after 5 min",
            "\"stuck\"",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn an_empty_policy_says_what_is_missing() {
        let text = sentences(&Policy::new()).join("\n");
        for part in [
            "never times out",
            "not tried again",
            "twice",
            "not validated",
            "is lost",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
