//! Text of a file, made safe to keep and to show.

use std::borrow::Cow;

/// The text with control and direction characters written as `\u{..}`, cut to `limit` characters.
pub(crate) fn visible(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == limit {
            out.push('…');
            break;
        }
        if c.is_control() || is_direction(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The file's name without its folder, whichever system wrote the path.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What stands where a secret stood.
pub(crate) const REMOVED: &str = "[removed: looks like a secret]";

/// Prefixes of well-known keys and tokens.
const SECRET_PREFIXES: [&str; 14] = [
    "sk-",
    "sk_live_",
    "rk_live_",
    "pk_live_",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "AKIA",
    "AIza",
    "eyJhbGci",
];

/// Names whose values are secrets whatever they look like.
const SECRET_NAMES: [&str; 10] = [
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "api-key",
    "private_key",
    "credential",
    "authorization",
];

/// Whether a member's name says that its value is a secret.
pub(crate) fn names_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|secret| name.contains(secret))
}

/// Whether a text looks like a key, a token or a password in a URL.
pub(crate) fn looks_secret(text: &str) -> bool {
    let known = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_.+/=".contains(c)))
        .any(|word| word.split(['/', '=']).any(has_prefix) || is_random(word));
    known
        || text.contains("-----BEGIN")
        || has_url_password(text)
        || text.to_ascii_lowercase().contains("bearer ")
}

fn has_prefix(word: &str) -> bool {
    SECRET_PREFIXES
        .iter()
        .any(|prefix| word.starts_with(prefix) && word.len() >= prefix.len() + 8)
}

/// A text to be shown, with the words in it that look like secrets replaced; all of it where no single word does.
pub(crate) fn without_secrets(text: &str) -> Cow<'_, str> {
    if text.contains("-----BEGIN") {
        return Cow::Borrowed(REMOVED);
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_+=".contains(c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_word(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(before);
        out.push_str(if looks_secret(word) { REMOVED } else { word });
        rest = after;
    }
    out.push_str(rest);
    if looks_secret(&out) {
        return Cow::Borrowed(REMOVED);
    }
    Cow::Owned(out)
}

/// A long word of letters in both cases and digits, as tokens are. Words joined by `-`, `_`, `/` or `.` are
/// names and paths.
fn is_random(word: &str) -> bool {
    let has = |f: fn(&u8) -> bool| word.bytes().filter(f).count();
    word.len() >= 32
        && !word.contains(['/', '.'])
        && has(u8::is_ascii_digit) >= 4
        && has(u8::is_ascii_uppercase) >= 4
        && has(u8::is_ascii_lowercase) >= 4
}

fn has_url_password(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
        authority
            .split_once('@')
            .is_some_and(|(user, _)| user.contains(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_holds_no_secret_and_still_says_where() {
        let cases = [
            (
                "/nodes/1/owner: a plain word",
                "/nodes/1/owner: a plain word",
            ),
            (
                "/metadata/sk-proj-abcdefgh12345678: \"ghp_0123456789abcdef\" was kept",
                "/metadata/[removed: looks like a secret]: \"[removed: looks like a secret]\" was kept",
            ),
            ("-----BEGIN PRIVATE KEY-----", REMOVED),
        ];
        for (text, expected) in cases {
            assert_eq!(without_secrets(text), expected);
        }
    }

    #[test]
    fn secrets_are_told_from_names() {
        for secret in [
            "sk-proj-abcdefgh12345678",
            "team/sk-proj-abcdefgh12345678",
            "key=sk-proj-abcdefgh12345678",
            "use ghp_0123456789abcdefABCDEF please",
            "postgres://app:hunter2@db.example.com/x",
            "Bearer abc",
            "-----BEGIN PRIVATE KEY-----",
            "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW",
        ] {
            assert!(looks_secret(secret), "{secret}");
        }
        for name in [
            "claims-oncall",
            "sk-team",
            "https://git.example.com/a/b",
            "a@b.example",
            "langgraph.graph.state.CompiledStateGraph",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
        assert!(names_secret("OPENAI_API_KEY") && !names_secret("owner"));
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{202e}b\0", 10), "a\\u{202e}b\\u{0}");
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(base_name(r"C:\x\graph.json"), "graph.json");
    }
}
