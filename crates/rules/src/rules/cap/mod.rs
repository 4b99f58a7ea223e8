//! Capabilities: whether the receiver can do what is asked, in the language and on the channel in use.

use crate::rule::{Entry, rules};

mod capability_missing;
mod capability_unprovided;
mod channel_missing;
mod language_missing;
mod system_unreachable;
mod version_not_deployed;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    capability_missing,
    capability_unprovided,
    channel_missing,
    language_missing,
    system_unreachable,
    version_not_deployed,
];
