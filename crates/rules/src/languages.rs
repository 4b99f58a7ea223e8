//! Which languages users speak at a handoff.

use crate::causes;
use baton_model::{Agent, Handoff, TriggerOn};

/// The language of a BCP 47 tag, without script and region, in lower case.
pub(crate) fn primary(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    primary.trim().to_ascii_lowercase()
}

/// Whether a language is among some tags. Regional variants count as the same.
pub(crate) fn has<'t>(tags: impl IntoIterator<Item = &'t str>, wanted: &str) -> bool {
    tags.into_iter().any(|tag| primary(tag) == primary(wanted))
}

/// Languages that a handoff's trigger names.
pub(crate) fn named(handoff: &Handoff) -> Vec<&str> {
    let conditions = causes::conditions(handoff).into_iter();
    conditions
        .filter(|(on, _)| **on == TriggerOn::Language)
        .filter_map(|(_, value)| value?.0.as_str())
        .collect()
}

/// Languages in which users may speak when a handoff happens: those that its trigger names, else those of the sender.
pub(crate) fn in_use<'x>(handoff: &'x Handoff, sender: &'x Agent) -> Vec<&'x str> {
    let named = named(handoff);
    if named.is_empty() {
        return sender.languages.iter().map(String::as_str).collect();
    }
    named
}
