//! What is watched of a handoff, and when it is too much.

use crate::metrics::{ACK_SECONDS, BUCKETS, DEAD_LETTERED, FAILED, LOOP_KILLED, REJECTED, TOTAL};
use crate::words;
use baton_model::{AlertSeverity, Criticality, Handoff};

/// Share of failures that is too much where the handoff has no target of its own: the usual target is 98 % success.
pub(crate) const MOST_FAILURES: f64 = 0.02;
/// Rejections in a quarter of an hour that are too many.
pub(crate) const MOST_REJECTIONS: f64 = 5.0;

/// One thing that is watched, with the threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Signal {
    /// Share of failed transfers.
    Failing(f64),
    /// 95th percentile of latency, in seconds.
    Slow(f64),
    /// Rejections in a quarter of an hour.
    Rejecting(f64),
    Looping,
    DeadLetters,
}

impl Signal {
    /// Everything that can be watched of a handoff.
    pub fn of(handoff: &Handoff) -> Vec<Signal> {
        let policy = &handoff.policy;
        let budget = handoff.targets.latency_p95_ms.map(f64::from);
        [
            Some(Signal::Failing(most_failures(handoff))),
            budget.map(|budget| Signal::Slow(budget / 1000.0)),
            policy
                .boundary_validation
                .then_some(Signal::Rejecting(MOST_REJECTIONS)),
            policy.loop_limit.map(|_| Signal::Looping),
            policy.dead_letter.as_ref().map(|_| Signal::DeadLetters),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The end of the alert's name.
    pub fn ending(self) -> &'static str {
        match self {
            Signal::Failing(_) => "failing",
            Signal::Slow(_) => "slow",
            Signal::Rejecting(_) => "rejecting",
            Signal::Looping => "looping",
            Signal::DeadLetters => "dead-letters",
        }
    }

    /// The metric that tells it; an alert of the record that reads the same one takes its place.
    pub fn series(self) -> &'static str {
        match self {
            Signal::Failing(_) => FAILED,
            Signal::Slow(_) => ACK_SECONDS,
            Signal::Rejecting(_) => REJECTED,
            Signal::Looping => LOOP_KILLED,
            Signal::DeadLetters => DEAD_LETTERED,
        }
    }

    /// The value that is compared, in `PromQL`, over a window.
    pub fn value(self, handoff: &str, window: &str) -> String {
        let over = |function: &str, series: &str| {
            format!("sum({function}({series}{{handoff=\"{handoff}\"}}[{window}]))")
        };
        match self {
            Signal::Failing(_) => format!("{} / {}", over("rate", FAILED), over("rate", TOTAL)),
            Signal::Slow(_) => quantile(0.95, handoff, window),
            _ => over("increase", self.series()),
        }
    }

    /// The condition, in `PromQL`.
    pub fn condition(self, handoff: &str) -> String {
        let most = match self {
            Signal::Failing(most) | Signal::Slow(most) | Signal::Rejecting(most) => most,
            Signal::Looping | Signal::DeadLetters => 0.0,
        };
        format!("{} > {most}", self.value(handoff, self.window()))
    }

    /// Over which time it is looked at. What takes a person hours is not seen in five minutes.
    pub fn window(self) -> &'static str {
        match self {
            Signal::Failing(_) => "5m",
            Signal::Slow(budget) if budget <= 60.0 => "5m",
            Signal::Slow(budget) if budget <= 1800.0 => "1h",
            Signal::Slow(budget) if budget <= 86_400.0 => "1d",
            Signal::Slow(_) => "7d",
            _ => "15m",
        }
    }

    /// How long it has to last. What is counted one by one is told at once.
    pub fn hold(self) -> &'static str {
        match self {
            Signal::Failing(_) | Signal::Slow(_) => "5m",
            _ => "0s",
        }
    }

    /// Lost work is as urgent as the handoff; a sign of trouble wakes somebody only where the handoff is critical.
    pub fn severity(self, criticality: Criticality) -> AlertSeverity {
        let full = match criticality {
            Criticality::Low => AlertSeverity::Info,
            Criticality::Medium => AlertSeverity::Warning,
            Criticality::High | Criticality::Critical => AlertSeverity::Critical,
        };
        match self {
            Signal::Failing(_) | Signal::DeadLetters => full,
            _ if criticality == Criticality::Critical => full,
            _ => full.min(AlertSeverity::Warning),
        }
    }

    /// Whether the buckets of the convention can show that the threshold is passed.
    pub fn can_be_seen(self) -> bool {
        match self {
            Signal::Slow(budget) => budget < BUCKETS[BUCKETS.len() - 1],
            _ => true,
        }
    }

    /// What it says, in a sentence.
    pub fn meaning(self, handoff: &Handoff) -> String {
        let policy = &handoff.policy;
        match self {
            Signal::Failing(most) => format!(
                "More than {} of the transfers failed in the last 5 minutes, after all retries.",
                percent(most)
            ),
            Signal::Slow(budget) => format!(
                "One transfer in twenty takes longer than {} to be acknowledged; that is the handoff's target.",
                seconds(budget)
            ),
            Signal::Rejecting(most) => format!(
                "More than {most} payloads were refused by validation on entry in 15 minutes. Most often one side has changed its version."
            ),
            Signal::Looping => format!(
                "The same {} came by more than {} and was stopped: agents are passing a task to and fro.",
                policy
                    .entity_key
                    .as_ref()
                    .map_or_else(|| "request".to_owned(), |key| format!("entity ({key})")),
                words::times(policy.loop_limit.unwrap_or_default())
            ),
            Signal::DeadLetters => format!(
                "Messages were put into the dead letter queue {}: nobody works on them until they are replayed.",
                policy.dead_letter.as_deref().unwrap_or_default()
            ),
        }
    }
}

/// A percentile of latency over a window, in `PromQL`.
pub(crate) fn quantile(share: f64, handoff: &str, window: &str) -> String {
    format!(
        "histogram_quantile({share}, sum by (le) (rate({ACK_SECONDS}_bucket{{handoff=\"{handoff}\"}}[{window}])))"
    )
}

fn most_failures(handoff: &Handoff) -> f64 {
    let target = handoff
        .targets
        .success
        .filter(|share| (0.0..1.0).contains(share));
    let failures = target.map_or(MOST_FAILURES, |share| 1.0 - share);
    (failures * 10_000.0).round() / 10_000.0
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 10_000.0).round() / 100.0)
}

fn seconds(seconds: f64) -> String {
    if seconds < 1.0 {
        format!("{} ms", (seconds * 1000.0).round())
    } else {
        format!("{seconds} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lost_work_wakes_somebody_unless_the_handoff_is_critical() {
        use AlertSeverity::{Critical, Info, Warning};
        let of = |signal: Signal| {
            [
                Criticality::Low,
                Criticality::Medium,
                Criticality::High,
                Criticality::Critical,
            ]
            .map(|criticality| signal.severity(criticality))
        };
        assert_eq!(
            of(Signal::Failing(0.02)),
            [Info, Warning, Critical, Critical]
        );
        assert_eq!(of(Signal::Slow(0.1)), [Info, Warning, Warning, Critical]);
    }

    #[test]
    fn the_window_follows_the_budget() {
        let windows =
            [0.1, 60.0, 61.0, 7200.0, 100_000.0].map(|budget| Signal::Slow(budget).window());
        assert_eq!(windows, ["5m", "5m", "1h", "1d", "7d"]);
        assert!(!Signal::Slow(604_800.0).can_be_seen());
    }
}
