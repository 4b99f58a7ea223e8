//! `site/index.html`: the registry as one file to be opened from anywhere: runbooks, pictures, agents, contracts and teams, with a search.
//!
//! The file holds data, drawings and one program. What users wrote stands in the data alone, and the program puts it on the page as text,
//! never as markup. A policy in the head allows that one program and that one style sheet by their hashes, and nothing from outside: were
//! anything of the data taken for markup, it still could not run or call home.

mod data;

use crate::escape::xml;
use crate::file_set::{ExportFile, FileSet};
use crate::kind::ExportKind;
use crate::pictures;
use crate::scope::Scope;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const SCRIPT: &str = include_str!("page/page.js");
const STYLE: &str = include_str!("page/page.css");

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let mut drawings = String::new();
    let mut pictures = Vec::new();
    for topology in scope.topologies() {
        let picture = pictures::inline(scope.document, &topology.id);
        // Ids of records are letters, digits and signs that mean nothing in an attribute; escaped all the same.
        let _ = writeln!(
            drawings,
            "<template data-drawing=\"{}\">\n{}</template>",
            xml(topology.id.as_str()),
            picture.svg
        );
        pictures.push((topology, picture.places));
    }
    let data = data::of(scope, pictures);
    let json = inert(&serde_json::to_string(&data).unwrap_or_default());
    let style = format!("{STYLE}\n.drawing {{\n{}}}\n", pictures::sheet());
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(SCRIPT.as_bytes())),
        base64(&Sha256::digest(style.as_bytes())),
    );
    let title = xml(&data.title);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{}\
         <script type=\"application/json\" id=\"data\">{json}</script>\n{drawings}<script>{SCRIPT}</script>\n</body>\n</html>\n",
        include_str!("page/body.html"),
    );
    files.add(ExportFile::new(
        "site/index.html",
        ExportKind::Site,
        page,
        None,
    ));
}

/// JSON in which a reader of HTML finds no tag and no comment, and nobody an invisible character.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out
}

/// RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_everybody_writes_it() {
        let pairs = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, expected) in pairs {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn no_tag_remains_in_the_data() {
        let json = inert(r#"{"a":"</script><!-- & \u2028"}"#);
        assert!(!json.contains(['<', '>', '&']), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["a"], "</script><!-- & \u{2028}");
    }
}
