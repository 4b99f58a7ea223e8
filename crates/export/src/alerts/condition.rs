//! Conditions of records in the two forms that Baton itself writes: on the share of failures, and on rejections.

use super::Signal;
use crate::metrics::{FAILED, REJECTED, TOTAL};

/// What a condition watches, and from when on; `None` when it has another form.
pub(super) fn recognised(condition: &str, handoff: &str) -> Option<Signal> {
    let failing = format!(
        "sum(rate({FAILED}{{handoff=\"{handoff}\"}}[5m])) / sum(rate({TOTAL}{{handoff=\"{handoff}\"}}[5m])) > "
    );
    let rejecting = format!("increase({REJECTED}{{handoff=\"{handoff}\"}}[15m]) > ");
    let most = |form: &str| condition.strip_prefix(form)?.parse::<f64>().ok();
    most(&failing)
        .filter(|most| (0.0..1.0).contains(most))
        .map(Signal::Failing)
        .or_else(|| {
            most(&rejecting)
                .filter(|most| (0.0..1_000.0).contains(most))
                .map(Signal::Rejecting)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_forms() {
        let of = |condition: &str| recognised(condition, "h");
        assert_eq!(
            of(
                "sum(rate(baton_handoff_failed_total{handoff=\"h\"}[5m])) / sum(rate(baton_handoff_total{handoff=\"h\"}[5m])) > 0.05"
            ),
            Some(Signal::Failing(0.05))
        );
        assert_eq!(
            of("increase(baton_handoff_rejected_total{handoff=\"h\"}[15m]) > 5"),
            Some(Signal::Rejecting(5.0))
        );
        assert_eq!(
            of("increase(baton_handoff_rejected_total{handoff=\"other\"}[15m]) > 5"),
            None
        );
        assert_eq!(of("up == 0"), None);
    }
}
