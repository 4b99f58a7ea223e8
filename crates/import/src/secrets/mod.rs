//! What looks like a secret: it is never stored and never shown.

mod assigned;
mod names;
mod tokens;

use crate::text::REMOVED;
use assigned::assigns_secret;
use names::names_secret;
use serde_json::Value;
use std::borrow::Cow;
use tokens::{has_authorization, has_bot_token, has_hook, has_known_token};

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
    !text.is_empty() && text != REMOVED && !is_reference && (!is_address || looks_secret(text))
}

/// Whether a text looks like a key, a token or a password in a URL.
pub(crate) fn looks_secret(text: &str) -> bool {
    has_known_token(text)
        || text.contains("-----BEGIN")
        || has_url_password(text)
        || has_hook(text)
        || has_bot_token(text)
        || has_authorization(text)
        || assigns_secret(text)
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
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
            "https://x.example/a/eyAiYWxnIjoibm9uZSJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.",
            "https://api.telegram.org/bot123456789:AAEhBP0av28zZ9x8Yw7Vu6Ts5Rq4Po3Nm2L/sendMessage",
            "https://hooks.slack.com/services/T01ABCDEF/B02GHIJKL/a1B2c3D4e5F6g7H8i9J0k1L2",
            "https://discord.com/api/webhooks/112233445566778899/a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6",
            "aws: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==",
            "Authorization: Bearer 9f8a7b6c5d4e",
            "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",
            "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",
            "tvly-a1B2c3D4e5F6g7H8i9J0",
            "pcsk_a1B2c3_D4e5F6g7H8i9J0k1L2m3N4o5P6",
            "sk-ant-api03-aaaaaaaaaaaaaaaa",
            "github_pat_11ABCDEFG0abcdefghijkl",
            "glpat-abcdefgh12345678",
            "pypi-AgEIcHlwaS5vcmc",
            "sk_live_abcdefgh12345678",
            "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",
            "gsk_abcdefghijklmnopqrstuvwxyz01",
            "xai-abcdefgh12345678",
            "AIzaSyA1b2C3d4E5f6",
            "b64 kX9+/aB3dE5/fG7hI9jK1/lM3nO5pQ7rS9tU1vW2xY4",
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
            "the secret: be kind",
            "token limit = 4096",
            "api_key: ${OPENAI_KEY}",
            "api_key: {{ secrets.OPENAI_KEY }}",
            "basic understanding of claims",
            "Basic authentication is refused",
            "the bearer of bad news",
            "src/Components/ClaimsTriage2/HandlerV31/AdjusterTeam.tsx",
            "com.example.claims.v2.FraudReview.RequestV1.Handler3.Of4",
            "https://docs.google.com/document/d/1aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW/edit",
            "https://hooks.slack.com/services/YOUR/WEBHOOK/URL",
            "https://discord.com/api/webhooks/{id}/{token}",
            "https://docs.aws.amazon.com/bedrock/latest/userguide/Agents1",
            "meet at 10:30, room 12345678:north",
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
