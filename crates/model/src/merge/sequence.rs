//! Lists whose order counts, joined as version control joins lines.

/// Most pairs of items that are looked at to find what two lists have in common. Beyond that the middle of both counts as
/// changed altogether, which finds a conflict too many and never one too few.
const MOST_PAIRS: usize = 16_000_000;

/// A stretch of a list as all three have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Region<'i, T> {
    /// Joined: what all have, or what one side made of it.
    Joined(&'i [T]),
    /// Both sides made something else of it.
    Conflict {
        /// Our items.
        ours: &'i [T],
        /// Their items.
        theirs: &'i [T],
    },
}

/// Joins two changes of a list. Items that all three have in the same order divide it; between two of them at most one side may
/// have changed something, or both the same.
pub fn regions<'i, T: PartialEq>(
    base: &'i [T],
    ours: &'i [T],
    theirs: &'i [T],
) -> Vec<Region<'i, T>> {
    let in_ours = common(base, ours);
    let in_theirs = common(base, theirs);
    let mut out = Vec::new();
    let (mut from_base, mut from_ours, mut from_theirs) = (0, 0, 0);
    let kept = (0..base.len()).filter_map(|at| Some((at, in_ours[at]?, in_theirs[at]?)));
    let end = (base.len(), ours.len(), theirs.len());
    for (at, our_at, their_at) in kept.chain([end]) {
        let between = (
            &base[from_base..at],
            &ours[from_ours..our_at],
            &theirs[from_theirs..their_at],
        );
        match between {
            ([], [], []) => {}
            (base, ours, theirs) if ours == theirs || base == theirs => {
                out.push(Region::Joined(ours));
            }
            (base, ours, theirs) if base == ours => out.push(Region::Joined(theirs)),
            (_, ours, theirs) => out.push(Region::Conflict { ours, theirs }),
        }
        if at < base.len() {
            out.push(Region::Joined(&base[at..=at]));
        }
        (from_base, from_ours, from_theirs) = (at + 1, our_at + 1, their_at + 1);
    }
    out
}

/// What two lists have in common, and between that each difference as a conflict.
pub fn differences<'i, T: PartialEq>(ours: &'i [T], theirs: &'i [T]) -> Vec<Region<'i, T>> {
    let in_theirs = common(ours, theirs);
    let mut out = Vec::new();
    let (mut from_ours, mut from_theirs) = (0, 0);
    let kept = (0..ours.len()).filter_map(|at| Some((at, in_theirs[at]?)));
    for (at, their_at) in kept.chain([(ours.len(), theirs.len())]) {
        let (ours_between, theirs_between) = (&ours[from_ours..at], &theirs[from_theirs..their_at]);
        if !ours_between.is_empty() || !theirs_between.is_empty() {
            out.push(Region::Conflict {
                ours: ours_between,
                theirs: theirs_between,
            });
        }
        if at < ours.len() {
            out.push(Region::Joined(&ours[at..=at]));
        }
        (from_ours, from_theirs) = (at + 1, their_at + 1);
    }
    out
}

/// For each item of `old`, where it stands in `new`, by a longest common subsequence.
fn common<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Option<usize>> {
    let mut found = vec![None; old.len()];
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    for (at, place) in found.iter_mut().enumerate().take(head) {
        *place = Some(at);
    }
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    for back in 1..=tail {
        found[old.len() - back] = Some(new.len() - back);
    }
    let old_mid = &old_rest[..old_rest.len() - tail];
    let new_mid = &new_rest[..new_rest.len() - tail];
    if old_mid.len().saturating_mul(new_mid.len()) > MOST_PAIRS {
        return found;
    }
    // lengths[i][j]: of the longest common subsequence of old_mid[i..] and new_mid[j..].
    let width = new_mid.len() + 1;
    let mut lengths = vec![0_u32; (old_mid.len() + 1) * width];
    for i in (0..old_mid.len()).rev() {
        for j in (0..new_mid.len()).rev() {
            lengths[i * width + j] = if old_mid[i] == new_mid[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old_mid.len() && j < new_mid.len() {
        if old_mid[i] == new_mid[j] {
            found[head + i] = Some(head + j);
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}
