//! Takes out of a text what nobody should read in a log: passwords, tokens, keys, addresses with secrets in them, contents in quotes
//! that look like any of these, and the name of the user's home. It would rather take too much than too little.

/// What stands where a secret stood.
const GONE: &str = "[removed]";
/// Words that name a secret; what follows them, behind `=` or `:` or a space, goes.
const NAMES: &[&str] = &[
    "authorization",
    "apikey",
    "api_key",
    "api-key",
    "access_key",
    "accesskey",
    "auth_token",
    "bearer",
    "client_secret",
    "cookie",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "pwd",
    "secret",
    "session",
    "signature",
    "token",
];
/// How keys of well-known services begin.
const BEGINNINGS: &[&str] = &[
    "AKIA",
    "ASIA",
    "AIza",
    "eyJ",
    "gho_",
    "ghp_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "npm_",
    "pk_live_",
    "pypi-",
    "rk_live_",
    "sk-",
    "sk_live_",
    "sk_test_",
    "whsec_",
    "xoxa-",
    "xoxb-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
];
/// A word of letters and digits together that is this long is no name.
const LONG: usize = 28;

/// The text without what is secret. `home` is the user's home folder.
pub fn redact(text: &str, home: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut follows_name = false;
    for (word, gap) in words(text) {
        let shown = if follows_name && !word.is_empty() {
            // `Bearer x`, `token is x`: small words between the name and the secret stay.
            let small = matches!(
                word.to_ascii_lowercase().as_str(),
                "is" | "was" | "basic" | "bearer" | "=" | ":"
            );
            follows_name = small;
            if small {
                word.to_owned()
            } else {
                GONE.to_owned()
            }
        } else {
            shown(word)
        };
        if names_a_secret(word) {
            follows_name = true;
        }
        out.push_str(&shown);
        out.push_str(gap);
    }
    match home.filter(|home| home.len() > 1) {
        Some(home) => out.replace(home, "~"),
        None => out,
    }
}

/// Words with what separates them from the next one.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let separates = |c: char| c.is_whitespace() || "\"'`<>(){}[],;|".contains(c);
        let word = rest.find(separates).unwrap_or(rest.len());
        let (before, after) = rest.split_at(word);
        let gap = after.find(|c| !separates(c)).unwrap_or(after.len());
        let (gap, after) = after.split_at(gap);
        rest = after;
        Some((before, gap))
    })
}

fn shown(word: &str) -> String {
    if let Some((scheme, rest)) = word.split_once("://")
        && !rest.is_empty()
        && !scheme.eq_ignore_ascii_case("file")
        && !scheme.eq_ignore_ascii_case("baton")
    {
        return address(scheme, rest);
    }
    // `name=value` and `name:value`
    if let Some(at) = word.find(['=', ':']) {
        let (name, value) = word.split_at(at);
        let value = &value[1..];
        if is_name(name) && !value.is_empty() {
            return format!("{name}{}{GONE}", &word[at..=at]);
        }
        if value.split(['=', ':', '&', '/', '?']).any(is_secret) {
            return format!("{name}{}{GONE}", &word[at..=at]);
        }
    }
    if word.split(['=', ':', '&', '/', '\\', '?']).any(is_secret) {
        return GONE.to_owned();
    }
    word.to_owned()
}

/// Scheme and host alone: users, paths and queries of addresses hold secrets.
fn address(scheme: &str, rest: &str) -> String {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let more = if authority.len() == rest.len() {
        ""
    } else {
        "/…"
    };
    format!("{scheme}://{host}{more}")
}

fn names_a_secret(word: &str) -> bool {
    let name = word.trim_end_matches(['=', ':']);
    name.rsplit(['=', ':', '?', '&'])
        .next()
        .is_some_and(is_name)
        && (word.len() == name.len() || !name.is_empty())
}

fn is_name(word: &str) -> bool {
    let name = word
        .trim_start_matches(['-', '?', '&', '$'])
        .to_ascii_lowercase();
    NAMES.iter().any(|known| {
        name == *known
            || name
                .strip_suffix(known)
                .is_some_and(|before| before.ends_with(['_', '-', '.', '/']))
    })
}

/// Begins like a key, or is long with letters and digits mixed, as no name is.
fn is_secret(part: &str) -> bool {
    if BEGINNINGS
        .iter()
        .any(|known| part.starts_with(known) && part.len() >= known.len() + 8)
    {
        return true;
    }
    let code = part
        .bytes()
        .filter(|b| b.is_ascii_alphanumeric() || b"+/_=".contains(b));
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
    // Ids of records are words joined by hyphens, ids of operations are UUIDs: both are useful and say nothing.
    let longest = part.split(['-', '.', '@']).map(str::len).max().unwrap_or(0);
    code.count() >= LONG && longest >= LONG && digits >= 3 && letters >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redacted(text: &str) -> String {
        redact(text, Some("/home/maria"))
    }

    #[test]
    fn secrets_are_taken_out() {
        for (text, expected) in [
            ("password=hunter2", "password=[removed]"),
            ("--token abc123 next", "--token [removed] next"),
            (
                "Authorization: Bearer abc.def",
                "Authorization: Bearer [removed]",
            ),
            (
                "{\"api_key\": \"k\", \"name\": \"Care\"}",
                "{\"api_key\": \"[removed]\", \"name\": \"Care\"}",
            ),
            ("DB_PASSWORD=x", "DB_PASSWORD=[removed]"),
            (
                "postgres://desk:pw@db.example/baton?sslkey=1",
                "postgres://db.example/…",
            ),
            (
                "https://hooks.slack.com/services/T0/B0/secret",
                "https://hooks.slack.com/…",
            ),
            ("key AKIAABCDEFGHIJKLMNOP", "key [removed]"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[removed]"),
            ("ghp_0123456789abcdefghij", "[removed]"),
            (
                "value 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "value [removed]",
            ),
            ("the secret is xyzzy", "the secret is [removed]"),
            (
                "/home/maria/work/orders.baton: disk full",
                "~/work/orders.baton: disk full",
            ),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }

    #[test]
    fn what_helps_to_understand_stays() {
        for text in [
            "apply_edits took 4 ms",
            "agent triage-desk was changed by somebody else",
            "refund-request@1.2.0-rc.1 does not exist",
            "0192f0c1-7b7a-7c3d-9d51-0f3a2b1c4d5e",
            "/srv/registries/customer-support-escalation-for-orders.baton: permission denied",
            "baton://registry/agent/triage-desk",
            "the handoff order-to-refund-with-human-approval-in-the-night has no owner",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    proptest! {
        #[test]
        fn a_secret_behind_its_name_never_stays(
            before in "[a-z ]{0,20}",
            name in proptest::sample::select(NAMES),
            between in proptest::sample::select(&["=", ": ", " ", ":", " = "][..]),
            secret in "[A-Z]{4}[A-Za-z0-9+/]{4,40}",
        ) {
            let text = redacted(&format!("{before} {name}{between}{secret} and more"));
            prop_assert!(!text.contains(&secret), "{}", text);
            prop_assert!(text.ends_with("and more"));
        }

        #[test]
        fn nothing_of_an_address_stays_but_its_host(user in "[a-z]{3,9}Q", path in "[a-z0-9]{5,20}Z") {
            let text = redacted(&format!("cannot reach https://{user}:{path}@h.example/{path}?q={path}"));
            prop_assert_eq!(text, "cannot reach https://h.example/…");
        }

        #[test]
        fn any_text_comes_through(text in any::<String>()) {
            let once = redact(&text, None);
            prop_assert!(once.len() <= text.len() * (GONE.len() + 1) + GONE.len());
        }
    }
}
