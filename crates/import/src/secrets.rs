//! What looks like a secret: it is never stored and never shown.

use crate::guess::words;
use crate::text::REMOVED;
use serde_json::Value;
use std::borrow::Cow;

/// Prefixes of well-known keys and tokens.
const PREFIXES: [&str; 27] = [
    "sk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "pk_live_",
    "whsec_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxa-",
    "xoxb-",
    "xoxp-",
    "xoxs-",
    "xapp-",
    "AKIA",
    "ASIA",
    "AIza",
    "ya29.",
    "eyJhbGci",
    "pypi-AgE",
    "dop_v1_",
    "shpat_",
    "xai-",
];
/// Prefixes that names have too: what follows has to be this long, without a further joint.
const PREFIXES_OF_LONG_ONES: [(&str, usize); 4] =
    [("hf_", 24), ("npm_", 24), ("gsk_", 24), ("SG.", 20)];

/// Words of a member's name whose value is a secret whatever it looks like.
const WORDS: [&str; 14] = [
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "pwd",
    "pgpass",
    "secret",
    "secrets",
    "token",
    "tokens",
    "credential",
    "credentials",
    "authorization",
    "apikey",
];
/// Endings of such words where a name does not show where its words end.
const ENDINGS: [&str; 5] = ["password", "passwd", "secret", "token", "apikey"];
/// Two words that mean one.
const PAIRS: [(&str, &str); 7] = [
    ("api", "key"),
    ("private", "key"),
    ("access", "key"),
    ("account", "key"),
    ("secret", "key"),
    ("signing", "key"),
    ("connection", "string"),
];
/// Last words of names that speak about a secret and hold none.
const ABOUT: [&str; 28] = [
    "url",
    "uri",
    "endpoint",
    "scheme",
    "schemes",
    "env",
    "header",
    "name",
    "type",
    "field",
    "count",
    "limit",
    "budget",
    "usage",
    "id",
    "policy",
    "reset",
    "length",
    "ttl",
    "expiry",
    "path",
    "description",
    "required",
    "algorithm",
    "format",
    "location",
    "method",
    "rule",
];
/// First words that count secrets.
const COUNTS: [&str; 6] = ["max", "min", "total", "num", "count", "has"];

/// Members of `key=value` texts, as connection strings have them.
const ASSIGNED: [&str; 6] = [
    "accountkey",
    "sharedaccesskey",
    "sharedaccesssignature",
    "password",
    "passwd",
    "pwd",
];

/// Whether a member's name says that its text is a secret.
pub(crate) fn names_secret(name: &str) -> bool {
    let words: Vec<String> = words(name).collect();
    let last = words.last().map_or("", String::as_str);
    let first = words.first().map_or("", String::as_str);
    if words.len() > 1 && (ABOUT.contains(&last) || COUNTS.contains(&first)) {
        return false;
    }
    let is_one = |word: &String| {
        WORDS.contains(&word.as_str()) || ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    words.iter().any(is_one)
        || words
            .windows(2)
            .any(|pair| PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())))
}

/// Whether a member's name says that its value is a secret, and the value may be one: a text, or a list of texts. Addresses without user and
/// password, and references to where a secret is kept, are none.
pub(crate) fn hides(name: &str, value: &Value) -> bool {
    names_secret(name)
        && match value {
            Value::String(text) => may_be_secret(text),
            Value::Array(items) => {
                items.iter().all(Value::is_string)
                    && items.iter().filter_map(Value::as_str).any(may_be_secret)
            }
            _ => false,
        }
}

fn may_be_secret(text: &str) -> bool {
    let text = text.trim();
    let is_reference = text.starts_with('$') || text.starts_with("=Env.");
    let is_address = text.contains("://") && !text.contains(char::is_whitespace);
    !text.is_empty() && !is_reference && (!is_address || looks_secret(text))
}

/// Whether a text looks like a key, a token or a password in a URL.
pub(crate) fn looks_secret(text: &str) -> bool {
    let known = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_.+/=".contains(c)))
        .any(|word| word.split(['/', '=']).any(has_prefix) || is_random(word));
    known
        || text.contains("-----BEGIN")
        || has_url_password(text)
        || has_bearer(text)
        || assigns_secret(text)
}

fn has_prefix(word: &str) -> bool {
    let short = PREFIXES
        .iter()
        .any(|prefix| word.starts_with(prefix) && word.len() >= prefix.len() + 8);
    short
        || PREFIXES_OF_LONG_ONES.iter().any(|(prefix, least)| {
            word.strip_prefix(prefix)
                .is_some_and(|rest| rest.len() >= *least && !rest.contains(['_', '-']))
        })
}

/// `Bearer` and something that is no word about bearers.
fn has_bearer(text: &str) -> bool {
    // Most texts are told without a copy of them.
    if !text.contains("earer ") && !text.contains("EARER ") {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    lower.match_indices("bearer ").any(|(at, found)| {
        let rest = lower[at + found.len()..].trim_start();
        let word: &str = rest
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-_.+/=~".contains(c)))
            .next()
            .unwrap_or_default();
        let about = [
            "token",
            "auth",
            "credential",
            "scheme",
            "access",
            "or",
            "and",
            "in",
            "is",
        ];
        !word.is_empty()
            && !about
                .iter()
                .any(|known| word == *known || (known.len() > 3 && word.starts_with(known)))
    })
}

/// `AccountKey=...`, `password=...`, and `password: ...` where what follows is no plain word.
fn assigns_secret(text: &str) -> bool {
    if !text.contains(['=', ':']) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    ASSIGNED.iter().any(|name| {
        lower.match_indices(name).any(|(at, found)| {
            let rest = lower[at + found.len()..].trim_start_matches(['"', '\'']);
            let (sign, value) = match rest.strip_prefix('=') {
                Some(value) if !value.starts_with('=') => ('=', value),
                _ => match rest.strip_prefix(':') {
                    Some(value) => (':', value),
                    None => return false,
                },
            };
            let value = if sign == ':' {
                value.trim_start()
            } else {
                value
            };
            let value = value.trim_start_matches(['"', '\'']);
            let word: &str = value
                .split(|c: char| c.is_whitespace() || "\"',;)}<>${".contains(c))
                .next()
                .unwrap_or_default();
            word.len() >= 6
                && word.bytes().any(|byte| byte.is_ascii_digit())
                && word.bytes().any(|byte| byte.is_ascii_alphabetic())
        })
    })
}

/// What a program is started with, without the values of options that name secrets.
pub(crate) fn command_line(words: &[&str]) -> String {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut is_value = false;
    for word in words {
        let option = word.starts_with('-').then(|| word.trim_start_matches('-'));
        let (name, value) = match option.unwrap_or(word).split_once('=') {
            Some((name, _)) => (name, true),
            None => (option.unwrap_or_default(), false),
        };
        if is_value && option.is_none() {
            out.push(REMOVED.to_owned());
        } else if value && names_secret(name) {
            out.push(format!(
                "{}={REMOVED}",
                word.split('=').next().unwrap_or_default()
            ));
        } else {
            out.push((*word).to_owned());
        }
        is_value = option.is_some() && !value && names_secret(name);
    }
    out.join(" ")
}

/// A text to be shown, with the words in it that look like secrets replaced; all of it where no single word does.
pub(crate) fn without_secrets(text: &str) -> Cow<'_, str> {
    if text.contains("-----BEGIN") || assigns_secret(text) {
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
    use serde_json::json;

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
            ("AccountName=x;AccountKey=abcdefgh0123/4567+89==;", REMOVED),
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
            "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
            "npm_abcdefghijklmnopqrstuvwxyz0123456789",
            "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abcd0123/efgh==",
            "Use password: hunter2secret! for it",
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
            "hf_summarizer_for_invoices_of_all_kinds",
            "https://git.example.com/a/b",
            "a@b.example",
            "langgraph.graph.state.CompiledStateGraph",
            "Calls need a bearer token.",
            "Ask for the password: they reset it themselves.",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
    }

    #[test]
    fn options_that_name_secrets_lose_their_values() {
        assert_eq!(
            command_line(&[
                "npx",
                "-y",
                "server",
                "--api-key",
                "hunter2",
                "DB_PASSWORD=x",
                "--port=1"
            ]),
            format!("npx -y server --api-key {REMOVED} DB_PASSWORD={REMOVED} --port=1")
        );
    }

    #[test]
    fn names_are_read_by_their_words() {
        for name in [
            "OPENAI_API_KEY",
            "apiKey",
            "password",
            "DB_PASSWORD",
            "PGPASS",
            "clientSecret",
            "access_token",
            "Authorization",
        ] {
            assert!(names_secret(name), "{name}");
        }
        for name in [
            "owner",
            "secretary",
            "tokenUrl",
            "max_tokens",
            "tokenizer",
            "keyboard",
            "api_key_env",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }

    #[test]
    fn only_texts_are_hidden_and_no_plain_addresses() {
        assert!(hides("token", &json!("hunter2")));
        assert!(hides("secrets", &json!(["hunter2"])));
        assert!(hides("secret", &json!("https://u:p@x.example/y")));
        assert!(!hides("tokens", &json!({"max_tokens": 500})));
        assert!(!hides("token", &json!("https://x.example/token")));
        assert!(!hides("password", &json!("${DB_PASSWORD}")));
        assert!(!hides("secretary", &json!("Anna")));
    }
}
