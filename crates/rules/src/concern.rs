//! Which changes the rules can have something to say about.

use baton_model::{Change, Kind, Record, RecordsDiff};

/// Whether a change can alter what [`check`](crate::check) finds. Boxes that are moved, notes, groups and what is said about records cannot;
/// a placement that comes or goes can, since it makes an agent a member of the topology.
pub fn concerns(diff: &RecordsDiff) -> bool {
    diff.changes.iter().any(is_heard)
}

fn is_heard(change: &Change) -> bool {
    if let (Some(before), Some(after)) = (&change.before, &change.after)
        && let (Record::Placement(before), Record::Placement(after)) = (&**before, &**after)
    {
        return (&before.topology, &before.subject) != (&after.topology, &after.subject);
    }
    !matches!(
        change.key.kind,
        Kind::Note | Kind::Group | Kind::Comment | Kind::Review | Kind::Notice | Kind::Baseline
    )
}
