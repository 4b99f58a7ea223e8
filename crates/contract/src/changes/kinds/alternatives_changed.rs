//! Alternatives are asked for or not, or exactly one of them instead of at least one.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::parts::alternatives_keyword;

pub(super) const KIND: Kind = Kind {
    name: "alternatives_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"anyOf":[{"minimum":1},{"maximum":3}]}"#,
            new: r#"{"oneOf":[{"minimum":1},{"maximum":3}]}"#,
            told: &[(
                "/oneOf",
                "The payload has to fit exactly one alternative now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object"}"#,
            new: r#"{"type":"object","anyOf":[{"required":["a"]},{"required":["b"]}]}"#,
            told: &[(
                "/anyOf",
                "The payload has to fit an alternative now.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = (
        alternatives_keyword(&pair.old),
        alternatives_keyword(&pair.new),
    );
    let subject = pair.subject.text();
    match (old, new) {
        (Some("anyOf"), Some("oneOf")) => {
            vec![pair.told(
                "oneOf",
                BACKWARD,
                format!("{subject} has to fit exactly one alternative now."),
            )]
        }
        (Some("oneOf"), Some("anyOf")) => {
            vec![pair.told(
                "anyOf",
                FORWARD,
                format!("{subject} may fit several alternatives now."),
            )]
        }
        (None, Some(keyword)) if !pair.alternatives.is_wrapped => {
            vec![pair.told(
                keyword,
                BACKWARD,
                format!("{subject} has to fit an alternative now."),
            )]
        }
        (Some(keyword), None) if !pair.alternatives.is_wrapped => {
            vec![pair.told(
                keyword,
                FORWARD,
                format!("{subject} no longer has to fit an alternative."),
            )]
        }
        _ => Vec::new(),
    }
}
