//! What a kind of change consists of: one file each in `kinds`.

use super::pair::Pair;
use crate::compat::Way;

/// It breaks nothing.
pub(super) const NEITHER: &[Way] = &[];
/// What old senders write may be rejected.
pub(super) const BACKWARD: &[Way] = &[Way::Backward];
/// Old receivers may reject what new senders write.
pub(super) const FORWARD: &[Way] = &[Way::Forward];
/// Both.
pub(super) const BOTH: &[Way] = &[Way::Backward, Way::Forward];

/// A kind of change.
pub(super) struct Kind {
    /// Its name, which is that of its file.
    pub(super) name: &'static str,
    /// Finds the changes of this kind between two schemas at one place.
    pub(super) find: fn(&Pair<'_>) -> Vec<Told>,
    /// The pair that shows it, and further ones.
    #[cfg(test)]
    pub(super) cases: &'static [Case],
}

/// A change as its kind tells it.
pub(super) struct Told {
    /// Where, in the new schema, or in the old one for what is gone.
    pub(super) pointer: String,
    /// What it breaks, taken by itself.
    pub(super) breaks: &'static [Way],
    /// One sentence.
    pub(super) message: String,
}

/// Two schemas, and what the kind says about them.
#[cfg(test)]
pub(super) struct Case {
    /// The old schema as JSON.
    pub(super) old: &'static str,
    /// The new schema as JSON.
    pub(super) new: &'static str,
    /// Pointer, sentence, what it breaks with any writers, and what it breaks with strict ones; none if the kind has nothing to say.
    pub(super) told: &'static [(&'static str, &'static str, &'static [Way], &'static [Way])],
}

/// What a change breaks that takes values away or adds some.
pub(super) fn breaks(takes: bool, adds: bool) -> &'static [Way] {
    match (takes, adds) {
        (false, false) => NEITHER,
        (true, false) => BACKWARD,
        (false, true) => FORWARD,
        (true, true) => BOTH,
    }
}
