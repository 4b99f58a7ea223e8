//! `ipv4` and `ipv6`, which addresses in other formats are made of too.

/// Four numbers up to 255 without leading zeros.
pub(super) fn v4() -> String {
    const OCTET: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    format!(r"{OCTET}(?:\.{OCTET}){{3}}")
}

/// Eight groups, of which the last two may be an IPv4 address; `::` stands for at least one group.
pub(super) fn v6() -> String {
    const GROUP: &str = "[0-9A-Fa-f]{1,4}";
    let v4 = v4();
    let mut forms = vec![
        format!("(?:{GROUP}:){{7}}{GROUP}"),
        format!("(?:{GROUP}:){{6}}{v4}"),
    ];
    for head in 0..=7 {
        let before = match head {
            0 => String::new(),
            more => format!("{GROUP}(?::{GROUP}){{{}}}", more - 1),
        };
        let after = match 7 - head {
            0 => String::new(),
            1 => format!("(?:{GROUP})?"),
            most => format!(
                "(?:(?:{GROUP}:){{0,{}}}{GROUP}|(?:{GROUP}:){{0,{}}}{v4})?",
                most - 1,
                most - 2
            ),
        };
        forms.push(format!("{before}::{after}"));
    }
    forms.join("|")
}
