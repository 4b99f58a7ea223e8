//! Secrets that running text gives a name: `api_key=...`, `X-Api-Key: ...`, `?token=...`, `the password is ...`.

use super::names::names_secret;
use memchr::memchr2_iter;

/// Longest name and longest value that are looked at, in bytes: whatever the text, each sign costs no more than that.
const LONGEST_NAME: usize = 64;
const LONGEST_VALUE: usize = 256;
/// Prose speaks about these as well (`tokens: see below`), so a value has to show more than a digit.
const SPOKEN_OF: [&str; 4] = ["token", "secret", "credential", "authorization"];
/// Parameters of addresses that hold a signature, by which everybody is let in who has the address.
const SIGNATURES: [&str; 3] = ["sig", "signature", "x-amz-signature"];

/// How sure it is that what follows a name is its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `=`, which prose does not write.
    Equals,
    /// `:` and `is`, which it does.
    Spoken,
}

/// Whether the text gives a value to a name that says that it holds a secret.
pub(super) fn assigns_secret(text: &str) -> bool {
    let bytes = text.as_bytes();
    let by_sign = memchr2_iter(b'=', b':', bytes).any(|at| {
        let sign = if bytes[at] == b'=' || bytes.get(at + 1) == Some(&b'=') {
            Sign::Equals
        } else {
            Sign::Spoken
        };
        // `==` compares, `=>` and `:=` assign, and `://` belongs to an address.
        let after = match (bytes[at], bytes.get(at + 1)) {
            (b'=', Some(b'=')) | (b':', Some(b'/' | b':')) => return false,
            (b'=', Some(b'>')) | (b':', Some(b'=')) => at + 2,
            _ => at + 1,
        };
        is_assigned(text, at, after, sign)
    });
    by_sign
        || memchr::memmem::find_iter(bytes, b" is ")
            .any(|at| is_assigned(text, at, at + 4, Sign::Spoken))
}

fn is_assigned(text: &str, end_of_name: usize, start: usize, sign: Sign) -> bool {
    let Some(name) = name_before(text, end_of_name) else {
        return false;
    };
    let value = value_after(text, start);
    if SIGNATURES.contains(&name.to_ascii_lowercase().as_str()) && sign == Sign::Equals {
        return value.len() >= 20 && has_digit(value) && has_letter(value);
    }
    if !names_secret(name) || is_reference(value) {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    let is_spoken_of = sign == Sign::Spoken && SPOKEN_OF.iter().any(|word| lower.contains(word));
    if is_spoken_of {
        return is_dense(value);
    }
    // Only tokens are counted.
    let is_number = !lower.contains("token") && value.bytes().all(|byte| byte.is_ascii_digit());
    value.len() >= 6 && has_digit(value) && (has_letter(value) || is_number)
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

fn has_letter(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The name before a sign, without its quotes; two words where only both together name a secret, as in `api key`.
fn name_before(text: &str, end: usize) -> Option<&str> {
    let start = (end.saturating_sub(LONGEST_NAME)..=end).find(|at| text.is_char_boundary(*at))?;
    let before = text[start..end].trim_end_matches([' ', '"', '\'', '`', '\\', ']', '*']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let last = before.trim_end_matches(is_name).len();
    let name = &before[last..];
    if name.is_empty() {
        return None;
    }
    if name.eq_ignore_ascii_case("key") || name.eq_ignore_ascii_case("string") {
        let first = before[..last].trim_end_matches(' ');
        let first = first.trim_end_matches(is_name).len();
        return Some(&before[first..]);
    }
    Some(name)
}

/// What follows a sign, up to where a value ends; a scheme before it is left out.
fn value_after(text: &str, start: usize) -> &str {
    let most = (start + LONGEST_VALUE).min(text.len());
    let end = (start..=most)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(start);
    let is_opening = |c: char| c.is_whitespace() || "\"'`\\".contains(c);
    let mut value = text[start..end].trim_start_matches(is_opening);
    for scheme in ["Bearer ", "bearer ", "Basic ", "basic ", "Token ", "token "] {
        value = value.strip_prefix(scheme).unwrap_or(value);
    }
    let value = value.trim_start_matches(is_opening);
    value
        .split(|c: char| c.is_whitespace() || "=\"'`\\,;)}>&|".contains(c))
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ':', '!', '?'])
}

/// Whether a value only says where the secret is: a variable, a placeholder, a call, a member of something.
fn is_reference(value: &str) -> bool {
    let is_placeholder = value.starts_with(['$', '{', '<', '[', '%', '@'])
        || value.starts_with("=Env.")
        || value.contains("${")
        || value.contains("{{")
        || value.contains('(')
        || value.contains("://");
    let lower = value.to_ascii_lowercase();
    let is_stand_in = lower.starts_with("your") || lower.starts_with("env:");
    // Variables of an environment are written so.
    let is_variable = value.contains('_')
        && value.starts_with(|c: char| c.is_ascii_uppercase())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    // Code names members so.
    let is_member = value.contains('.')
        && value.split('.').all(|part| {
            let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
            !word.is_empty()
                && part.len() - word.len() <= 2
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
    is_placeholder || is_stand_in || is_variable || is_member
}

/// Whether a value is no word that prose writes: a password with a sign in it, or a long one in which letters and digits mix.
fn is_dense(value: &str) -> bool {
    if !has_digit(value) || !has_letter(value) {
        return false;
    }
    let has_sign = value.contains(['!', '~', '+', '#', '^', '*', '@', '$', '%']);
    let is_mixed = |part: &str| part.len() >= 8 && has_digit(part) && has_letter(part);
    let mixes = value.split(['-', '_', '.', '/', ':']).any(is_mixed);
    (value.len() >= 8 && has_sign) || (value.len() >= 16 && mixes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_value_under_a_secret_name_is_a_secret() {
        for text in [
            "api_key=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
            "Call https://h.example/v1?api_key=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c&x=1 now",
            "https://x.blob.example/c?sv=2022&sig=aB3%2FdE5fG7hI9jK1lM3nO5",
            "Send X-Api-Key: 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
            "client_secret=abc~8Q~Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk",
            "clientSecret: abc~8Q~Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk",
            "secret = hunter2!Summer2024",
            "the secret: hunter2!Summer2024",
            "api_key=12345678",
            "my api key is 9f8a7b6c5d4e3f2a",
            "{\\\"api_key\\\": \\\"9f8a7b6c5d4e3f2a\\\"}",
            "token: 123e4567-e89b-12d3-a456-426614174000",
            "os.environ[\"API_KEY\"] = \"9f8a7b6c5d4e3f2a\"",
            "aws_secret_access_key := wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Authorization: Token 9f8a7b6c5d4e3f2a1b0c",
            "SharedAccessSignature=abc12345x",
            "accountkey=abcdef123456",
            "Endpoint=sb://x;SharedAccessKey=abc123def=",
            "dbpassword=abc123x",
            "pwd: abc123x",
        ] {
            assert!(assigns_secret(text), "{text}");
        }
    }

    #[test]
    fn prose_and_references_are_no_secrets() {
        for text in [
            "the secret: be kind",
            "token limit = 4096",
            "tokens = 4096",
            "max_tokens: 128000",
            "Tokens: gpt-4o-mini-2024-07-18 counts them",
            "credentials: ISO27001 certified staff",
            "authorization: OAuth2",
            "the token is valid for 15minutes",
            "api_key: ${OPENAI_KEY1}",
            "api_key: {{ secrets.KEY_1 }}",
            "api_key=OPENAI_API_KEY_2",
            "api_key=os.environ['KEY_1']",
            "api_key=os.getenv(KEY_1)",
            "api_key=settings.key_2",
            "api_key: <your-key-1>",
            "api_key=your-key-1",
            "password: %DB_PASSWORD1%",
            "token == 'abc12345'",
            "secret: https://vault.example/v1/x2",
            "secret_name = prod/db1",
            "secret_version: v20240101",
            "key: value1 of the map",
            "the primary key is order12345",
            "how: 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
        ] {
            assert!(!assigns_secret(text), "{text}");
        }
    }

    #[test]
    fn no_text_takes_longer_than_its_length() {
        for piece in [
            "token=",
            "api_key: ",
            "key is ",
            "é=",
            "secret= ",
            "a1:",
            "token:x",
        ] {
            let text = piece.repeat(20_000);
            let start = Instant::now();
            assigns_secret(&text);
            assert!(start.elapsed() < Duration::from_secs(20), "{piece}");
        }
    }
}
