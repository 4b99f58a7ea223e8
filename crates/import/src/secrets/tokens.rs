//! Keys and tokens that tell themselves by how they look, wherever they stand.

use serde_json::Value;

/// Prefixes of well-known keys and tokens.
const PREFIXES: [&str; 53] = [
    "sk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "rk_test_",
    "pk_live_",
    "whsec_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "glrt-",
    "glptt-",
    "xoxa-",
    "xoxb-",
    "xoxc-",
    "xoxd-",
    "xoxe-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "xapp-",
    "AKIA",
    "ASIA",
    "AIza",
    "GOCSPX-",
    "ya29.",
    "eyJhbGci",
    "pypi-AgE",
    "dop_v1_",
    "shpat_",
    "shpss_",
    "shpca_",
    "xai-",
    "lsv2_pt_",
    "lsv2_sk_",
    "tvly-",
    "pcsk_",
    "pplx-",
    "nvapi-",
    "dckr_pat_",
    "hvs.",
    "PMAK-",
    "sq0atp-",
    "sntrys_",
    "figd_",
    "lin_api_",
    "tgp_v1_",
    "AGE-SECRET-KEY-",
];
/// Prefixes that names have too: what follows has to be this long, without a further joint.
const PREFIXES_OF_LONG_ONES: [(&str, usize); 9] = [
    ("hf_", 24),
    ("npm_", 24),
    ("gsk_", 24),
    ("SG.", 20),
    ("r8_", 32),
    ("sk_", 40),
    ("fc-", 32),
    ("dapi", 32),
    ("secret_", 40),
];
/// Addresses that let everybody in who knows them: what follows is the key.
const HOOKS: [&str; 7] = [
    "hooks.slack.com/services/",
    "hooks.slack.com/workflows/",
    "hooks.slack.com/triggers/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    "webhook.office.com/webhookb2/",
    "outlook.office.com/webhook/",
];
/// Longest first part of a signed token that is looked into, in bytes.
const LONGEST_HEADER: usize = 2048;

/// Whether a word of the text is a well-known key, a signed token, or looks drawn by lot.
pub(super) fn has_known_token(text: &str) -> bool {
    let names_aws = || {
        let lower = text.to_ascii_lowercase();
        lower.contains("aws") || lower.contains("amazon") || lower.contains("secret")
    };
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.+/=".contains(c)))
        .any(|word| {
            word.split(['/', '=']).any(has_prefix)
                || is_random(word)
                || is_scrambled(word)
                || has_signed_token(word)
                || (is_cloud_secret(word) && names_aws())
        })
}

fn has_prefix(word: &str) -> bool {
    let short = PREFIXES
        .iter()
        .any(|prefix| word.starts_with(prefix) && word.len() >= prefix.len() + 8);
    // Both halves of a key of SendGrid may hold joints; names are not that long.
    let is_mail_key = word.starts_with("SG.") && word.len() >= 60;
    short
        || is_mail_key
        || PREFIXES_OF_LONG_ONES.iter().any(|(prefix, least)| {
            word.strip_prefix(prefix)
                .is_some_and(|rest| rest.len() >= *least && !rest.contains(['_', '-']))
        })
}

fn count(word: &str, is: fn(&u8) -> bool) -> usize {
    word.bytes().filter(is).count()
}

/// A long word of letters in both cases and digits, as tokens are. Words joined by `/` or `.` are mostly names and paths.
fn is_random(word: &str) -> bool {
    word.len() >= 32
        && !word.contains(['/', '.'])
        && count(word, u8::is_ascii_digit) >= 4
        && count(word, u8::is_ascii_uppercase) >= 4
        && count(word, u8::is_ascii_lowercase) >= 4
}

/// A long word with joints whose letters and digits change so often that nobody wrote it. Names and paths change once a word, and in what is drawn
/// by lot two of three neighbours differ. A path behind a host is an address, which may well hold such an id.
fn is_scrambled(word: &str) -> bool {
    if word.len() < 40 || word.starts_with("//") || !word.contains(['/', '.', '+']) {
        return false;
    }
    let has_host = word
        .split_once('/')
        .is_some_and(|(host, _)| host.contains('.'));
    !has_host
        && count(word, u8::is_ascii_digit) >= 3
        && count(word, u8::is_ascii_uppercase) >= 4
        && count(word, u8::is_ascii_lowercase) >= 4
        && changes(word) * 5 >= word.len() * 2
}

/// How often the class of letters and digits changes from one to the next.
fn changes(word: &str) -> usize {
    let class = |byte: u8| match byte {
        b'a'..=b'z' => Some(0),
        b'A'..=b'Z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let classes: Vec<u8> = word.bytes().filter_map(class).collect();
    classes.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// The secret half of an access key of Amazon: forty characters of Base64. Such a word says little by itself.
fn is_cloud_secret(word: &str) -> bool {
    word.len() == 40
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'/' || byte == b'+')
        && count(word, u8::is_ascii_digit) >= 1
        && count(word, u8::is_ascii_uppercase) >= 8
        && count(word, u8::is_ascii_lowercase) >= 8
}

/// A JSON Web Token: parts in URL-safe Base64, of which the first is an object that says how it is signed.
fn has_signed_token(word: &str) -> bool {
    if word.bytes().filter(|byte| *byte == b'.').count() < 2 {
        return false;
    }
    let parts: Vec<&str> = word.split(['.', '/', '=']).collect();
    parts.windows(2).any(|pair| {
        // An object begins with a brace, and that with `e`; what follows it is the object of the claims.
        let header = pair[0];
        if !(header.starts_with("ey") || header.starts_with("ew"))
            || header.len() > LONGEST_HEADER
            || pair[1].len() < 8
        {
            return false;
        }
        let Some(bytes) = from_base64(header) else {
            return false;
        };
        match serde_json::from_slice::<Value>(&bytes) {
            Ok(Value::Object(fields)) => fields.contains_key("alg") || fields.contains_key("typ"),
            _ => false,
        }
    })
}

/// The bytes of a text in Base64 of either alphabet, without its padding.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let mut bits = 0_u32;
    let mut held = 0_u32;
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(out)
}

/// An address of a chat that takes messages from everybody who knows it.
pub(super) fn has_hook(text: &str) -> bool {
    if !text.contains("hook") && !text.contains("triggers/") && !text.contains("workflows/") {
        return false;
    }
    HOOKS.iter().any(|hook| {
        text.match_indices(hook).any(|(at, found)| {
            let rest = &text[at + found.len()..];
            let is_written = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/@".contains(&byte);
            let end = rest
                .bytes()
                .position(|byte| !is_written(byte))
                .unwrap_or(rest.len());
            let last = rest[..end].rsplit('/').find(|part| !part.is_empty());
            last.is_some_and(|last| {
                last.len() >= 16
                    && last.bytes().any(|byte| byte.is_ascii_digit())
                    && last.bytes().any(|byte| byte.is_ascii_alphabetic())
            })
        })
    })
}

/// A bot's token, as Telegram writes them: a number, a colon, and 35 characters.
pub(super) fn has_bot_token(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| {
        let number = bytes[..at]
            .iter()
            .rev()
            .take(13)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let is_key = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
        let key = bytes[at + 1..].iter().take(64).take_while(is_key);
        (6..=12).contains(&number) && {
            let key: Vec<u8> = key.copied().collect();
            (30..64).contains(&key.len())
                && key.iter().any(u8::is_ascii_uppercase)
                && key.iter().any(u8::is_ascii_lowercase)
        }
    })
}

/// What a header says about who is asking: `Bearer` or `Basic`, and the secret.
pub(super) fn has_authorization(text: &str) -> bool {
    // Most texts are told without a copy of them.
    let mentions = |words: [&str; 2]| words.iter().any(|word| text.contains(word));
    if !mentions(["earer ", "EARER "]) && !mentions(["asic ", "ASIC "]) {
        return false;
    }
    has_bearer(text) || has_basic(text)
}

/// The word that follows what was found, spaces left out.
fn word_after(text: &str, at: usize) -> &str {
    text[at..]
        .trim_start_matches(' ')
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_.+/=~".contains(c)))
        .next()
        .unwrap_or_default()
}

/// `Bearer` and something that is no word about bearers.
fn has_bearer(text: &str) -> bool {
    let about = [
        "token",
        "auth",
        "credential",
        "scheme",
        "access",
        "header",
        "or",
        "and",
        "in",
        "is",
        "of",
        "for",
        "with",
        "your",
    ];
    let lower = text.to_ascii_lowercase();
    lower.match_indices("bearer ").any(|(at, found)| {
        let word = word_after(&lower, at + found.len());
        !word.is_empty()
            && !about
                .iter()
                .any(|known| word == *known || (known.len() > 3 && word.starts_with(known)))
    })
}

/// `Basic` and what decodes to a name and a password.
fn has_basic(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("basic ").any(|(at, found)| {
        let word = word_after(text, at + found.len()).trim_end_matches(['=', '.']);
        if word.len() < 6 || word.len() > LONGEST_HEADER {
            return false;
        }
        from_base64(word).is_some_and(|bytes| {
            let is_text = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
            bytes.contains(&b':') && bytes.iter().all(is_text)
        })
    })
}
