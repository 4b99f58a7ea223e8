//! Names of members, options and settings that say that what they hold is a secret.

use crate::guess::words;

/// Words of a member's name whose value is a secret whatever it looks like.
const WORDS: [&str; 17] = [
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
    "accountkey",
    "sharedaccesskey",
    "sharedaccesssignature",
];
/// Endings of such words where a name does not show where its words end.
const ENDINGS: [&str; 6] = [
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
];
/// Two words that mean one.
const PAIRS: [(&str, &str); 8] = [
    ("api", "key"),
    ("private", "key"),
    ("access", "key"),
    ("access", "signature"),
    ("account", "key"),
    ("secret", "key"),
    ("signing", "key"),
    ("connection", "string"),
];
/// Last words of names that speak about a secret and hold none.
const ABOUT: [&str; 33] = [
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
    "ref",
    "arn",
    "version",
    "file",
    "size",
];
/// First words that count secrets.
const COUNTS: [&str; 6] = ["max", "min", "total", "num", "count", "has"];

/// Whether a member's name says that its text is a secret.
pub(in crate::secrets) fn names_secret(name: &str) -> bool {
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
