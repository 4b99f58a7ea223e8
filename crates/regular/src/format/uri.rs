//! `uri`, `iri` and their references: RFC 3986 and RFC 3987.

use super::ip;

/// Which characters beside those of RFC 3986 may stand unescaped.
#[derive(Clone, Copy)]
pub(super) struct Beyond {
    /// Everywhere (`ucschar`).
    anywhere: &'static str,
    /// In a query (`iprivate`).
    in_query: &'static str,
}

/// None: a URI.
pub(super) const ASCII: Beyond = Beyond {
    anywhere: "",
    in_query: "",
};

/// An IRI.
pub(super) const UNICODE: Beyond = Beyond {
    anywhere: concat!(
        r"\u{A0}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFEF}",
        r"\u{10000}-\u{1FFFD}\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}\u{40000}-\u{4FFFD}",
        r"\u{50000}-\u{5FFFD}\u{60000}-\u{6FFFD}\u{70000}-\u{7FFFD}\u{80000}-\u{8FFFD}",
        r"\u{90000}-\u{9FFFD}\u{A0000}-\u{AFFFD}\u{B0000}-\u{BFFFD}\u{C0000}-\u{CFFFD}",
        r"\u{D0000}-\u{DFFFD}\u{E1000}-\u{EFFFD}"
    ),
    in_query: r"\u{E000}-\u{F8FF}\u{F0000}-\u{FFFFD}\u{100000}-\u{10FFFD}",
};

/// With a scheme.
pub(super) fn absolute(beyond: Beyond) -> String {
    let parts = Parts::new(beyond);
    let Parts {
        authority, segment, ..
    } = &parts;
    format!(
        "[A-Za-z][A-Za-z0-9+.-]*:(?:{authority}|/?{segment}(?:{segment}|/)*|/|){}",
        parts.tail
    )
}

/// With a scheme or without; then the first segment has no colon, since it would read as one.
pub(super) fn reference(beyond: Beyond) -> String {
    let parts = Parts::new(beyond);
    let Parts {
        authority,
        segment,
        no_colon,
        tail,
    } = &parts;
    let relative = format!(
        "(?:{authority}|/{segment}(?:{segment}|/)*|{no_colon}+(?:/(?:{segment}|/)*)?|/|){tail}"
    );
    format!("(?:{}|{relative})", absolute(beyond))
}

struct Parts {
    /// `//`, who and where, and the path behind it.
    authority: String,
    /// A character of a segment.
    segment: String,
    /// The same without the colon.
    no_colon: String,
    /// Query and fragment.
    tail: String,
}

impl Parts {
    fn new(Beyond { anywhere, in_query }: Beyond) -> Self {
        const PLAIN: &str = r"A-Za-z0-9._~!$&'()*+,;=\-";
        const PERCENT: &str = "%[0-9A-Fa-f]{2}";
        let one = |more: &str| format!("(?:[{PLAIN}{anywhere}{more}]|{PERCENT})");
        let (name, user, segment) = (one(""), one(":"), one(":@"));
        let literal = format!(r"\[(?:{}|[vV][0-9A-Fa-f]+\.[{PLAIN}:]+)\]", ip::v6());
        let host = format!("(?:{literal}|{name}*)");
        Self {
            authority: format!("//(?:{user}*@)?{host}(?::[0-9]*)?(?:/(?:{segment}|/)*)?"),
            no_colon: one("@"),
            tail: format!(
                r"(?:\?{}*)?(?:#{}*)?",
                one(&format!(":@/?{in_query}")),
                one(":@/?")
            ),
            segment,
        }
    }
}
