//! Links to records: `baton://registry/<kind>/<id>`. A link comes from anywhere, so whatever is not exactly one is refused.

use crate::{AppError, ErrorCode};
use baton_model::{Kind, MAX_ID_BYTES, RecordKey, check_id};

/// What every link begins with; schemes and hosts are read in any case.
const BEGINNING: &str = "baton://registry/";
/// A longer link holds no id.
const MOST_BYTES: usize = BEGINNING.len() + 64 + MAX_ID_BYTES;

/// The link to a record.
pub fn link(key: &RecordKey) -> String {
    format!("{BEGINNING}{}/{}", key.kind, key.id)
}

/// The record that a link names; whether it exists is another question. An id has no letter that would need an escape, so a link
/// with one is refused, as are queries, fragments, users, ports and further parts: nothing in a link can mean more than a record.
pub fn parse(text: &str) -> Result<RecordKey, AppError> {
    let refused = |why: &str| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("this link was refused: {why}"),
            format!(
                "a link to a record looks like {BEGINNING}agent/triage-desk; nothing was opened"
            ),
        )
    };
    if text.len() > MOST_BYTES {
        return Err(refused("it is too long"));
    }
    let Some((beginning, rest)) = text.split_at_checked(BEGINNING.len()) else {
        return Err(refused("it does not lead to a record"));
    };
    if !beginning.eq_ignore_ascii_case(BEGINNING) {
        return Err(refused("it does not begin with baton://registry/"));
    }
    // Browsers and desktops add one to addresses without a path.
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let Some((kind, id)) = rest.split_once('/') else {
        return Err(refused("it names no record"));
    };
    let Some(kind) = Kind::parse(kind) else {
        return Err(refused("there is no such kind of record"));
    };
    match check_id(id) {
        Ok(()) => Ok(RecordKey::new(kind, id)),
        Err(error) => Err(refused(&format!("its id is none: {}", error.reason))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_link_leads_to_its_record() {
        for (text, kind, id) in [
            (
                "baton://registry/agent/triage-desk",
                Kind::Agent,
                "triage-desk",
            ),
            ("BATON://Registry/team/care/", Kind::Team, "care"),
            (
                "baton://registry/contract_version/refund@1.2.0-rc.1+b",
                Kind::ContractVersion,
                "refund@1.2.0-rc.1+b",
            ),
        ] {
            assert_eq!(parse(text).unwrap(), RecordKey::new(kind, id), "{text}");
        }
    }

    #[test]
    fn hostile_links_are_refused() {
        let long = format!("baton://registry/agent/{}", "a".repeat(100_000));
        for text in [
            "",
            "baton:",
            "baton://registry/",
            "baton://registry/agent",
            "baton://registry/agent/",
            "baton://registry/agent//",
            "baton://registry//triage",
            "baton://registry/file/etc",
            "baton://registry/Agent/triage",
            "baton://registry/agent/../../etc/passwd",
            "baton://registry/agent/..",
            "baton://registry/agent/a/b",
            "baton://registry/agent/a\\b",
            "baton://registry/agent/%2e%2e",
            "baton://registry/agent/a%00",
            "baton://registry/agent/a\n",
            "baton://registry/agent/a?delete=1",
            "baton://registry/agent/a#b",
            "baton://registry/agent/a;rm -rf",
            "baton://registry/agent/-rf",
            "baton://registry/agent/con",
            "baton://registry/agent/tri\u{200b}age",
            "baton://registry/agent/ärger",
            "baton://user:pw@registry/agent/a",
            "baton://registry:80/agent/a",
            "baton://registry.example.org/agent/a",
            "baton://evil/agent/a",
            "baton:/registry/agent/a",
            " baton://registry/agent/a",
            "https://registry/agent/a",
            "javascript:alert(1)//registry/agent/a",
            "file:///etc/passwd",
            "--help",
            &long,
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{text}");
            assert!(error.message.starts_with("this link was refused: "));
            assert!(
                error.message.len() < 200,
                "a refusal repeats nothing of the link"
            );
        }
    }

    proptest! {
        #[test]
        fn every_record_has_a_link(
            kind in proptest::sample::select(Kind::ALL),
            id in "[A-Za-z0-9_][A-Za-z0-9_@+-]{0,200}",
        ) {
            prop_assume!(check_id(&id).is_ok());
            let key = RecordKey::new(kind, id);
            prop_assert_eq!(parse(&link(&key)).unwrap(), key);
        }

        #[test]
        fn whatever_is_read_is_a_record_and_its_own_link(text in "(?i:baton://registry/)?[a-z_]{0,16}/?[\\PC/%?#.@:]{0,40}") {
            if let Ok(key) = parse(&text) {
                prop_assert!(check_id(&key.id).is_ok());
                let again = link(&key);
                prop_assert!(again.eq_ignore_ascii_case(text.strip_suffix('/').unwrap_or(&text)));
            }
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            if let Err(error) = parse(&text) {
                prop_assert_eq!(error.code, ErrorCode::InvalidInput);
            }
        }
    }
}
