//! Positions of a tuple came or went.

use crate::changes::fields::Others;
use crate::changes::items::{positions, positions_keyword, rest};
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case, FORWARD};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::side::is_open;

pub(super) const KIND: Kind = Kind {
    name: "tuple_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"prefixItems":[{"type":"string"}]}"#,
            new: r#"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#,
            told: &[(
                "/prefixItems",
                "2 positions of the payload described now; before, it was 1.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"prefixItems":[{"type":"string"}],"items":false}"#,
            new: r#"{"prefixItems":[{"type":"string"},{"type":"null"}],"items":false}"#,
            told: &[(
                "/prefixItems",
                "2 positions of the payload described now; before, it was 1.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#,
            new: r#"{"prefixItems":[{"type":"string"}]}"#,
            told: &[(
                "/prefixItems",
                "1 position of the payload described now; before, it was 2.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = (positions(&pair.old), positions(&pair.new));
    let subject = pair.subject.inner();
    if old.len() == new.len() {
        return Vec::new();
    }
    let grows = new.len() > old.len();
    let (shorter, longer) = if grows {
        (&pair.old, &new[old.len()..])
    } else {
        (&pair.new, &old[new.len()..])
    };
    // What the shorter tuple says about the positions that the longer one describes.
    let (room, less) = longer
        .iter()
        .fold((false, false), |(room, less), position| {
            match rest(shorter) {
                Others::Open => (room || !is_open(position), less),
                Others::Closed => (room, true),
                Others::Of(other) => (room || other != position, less || other != position),
            }
        });
    let breaks = if grows {
        breaks(room, less)
    } else {
        breaks(less, room)
    };
    let message = format!(
        "{} of {subject} described now; before, it was {}.",
        if new.len() == 1 {
            "1 position".to_owned()
        } else {
            format!("{} positions", new.len())
        },
        old.len()
    );
    vec![pair.told(positions_keyword(pair), breaks, message)]
}
