//! A notice as a mail in a file (RFC 5322), for whatever program sends mail from that folder.

use super::deliver::Letter;
use crate::ErrorCode;
use crate::files::write_atomically;
use std::fmt::Write;
use std::path::Path;

/// Longest line of a mail without its end (RFC 2045 and 5322 recommend it).
const LONGEST_LINE: usize = 76;
/// Longest encoded word with its frame: behind the name of its header it fits a line of 76 (RFC 2047).
const LONGEST_WORD: usize = 64;
/// Longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;

/// Writes the mail as `<notice>-<team's address>.eml`; the same notice again replaces the file. The error never holds a path.
pub(super) fn write(folder: &Path, to: Option<&str>, letter: &Letter) -> Result<(), String> {
    let name = baton_contract::content_hash(&serde_json::json!([letter.notice, to]));
    let file = folder.join(format!("{}-{}.eml", letter.notice, &name[..12]));
    write_atomically(&file, message(to, letter, &name).as_bytes()).map_err(|error| {
        match error.code {
            ErrorCode::Permission => "the mail may not be written there",
            ErrorCode::DiskFull => "the disk is full",
            _ => "the mail could not be written",
        }
        .to_owned()
    })
}

fn message(to: Option<&str>, letter: &Letter, name: &str) -> String {
    let team = words(&letter.team.name);
    let to = match to {
        Some(address) => format!("{team} <{address}>"),
        // A group without members: whoever reads the folder.
        None => format!("{team}:;"),
    };
    let (subject, _) = letter.text.split_once('\n').unwrap_or((&letter.text, ""));
    let subject = crate::record::words::cut(subject, LONGEST_SUBJECT);
    let mut mail = String::new();
    for (header, value) in [
        ("From", "Baton <baton@localhost>"),
        ("To", &to),
        ("Subject", &words(&subject)),
        ("Date", &letter.date()),
        ("Message-ID", &format!("<{}@baton.invalid>", &name[..40])),
        ("X-Baton-Notice", &letter.notice),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ] {
        let _ = write!(mail, "{header}: {value}\r\n");
    }
    mail.push_str("\r\n");
    for line in letter.text.lines() {
        quoted_printable(line, &mut mail);
    }
    mail
}

/// Words of people in a header: as they are where that is plain, else as encoded words. Control characters, line ends among them, are spaces.
fn words(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let text = text.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_'!/+".contains(c);
    if !text.is_empty() && text.len() <= LONGEST_WORD && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars() {
        let mut piece = String::new();
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            if byte.is_ascii_alphanumeric() {
                piece.push(byte as char);
            } else {
                let _ = write!(piece, "={byte:02X}");
            }
        }
        // A character is never cut in two.
        if word.len() + piece.len() + "=?utf-8?Q??=".len() > LONGEST_WORD {
            let _ = write!(out, "=?utf-8?Q?{word}?=\r\n ");
            word.clear();
        }
        word.push_str(&piece);
    }
    let _ = write!(out, "=?utf-8?Q?{word}?=");
    out
}

/// One line of text (RFC 2045, 6.7), with soft breaks where it is too long.
fn quoted_printable(line: &str, out: &mut String) {
    let mut width = 0;
    let bytes = line.as_bytes();
    for (index, &byte) in bytes.iter().enumerate() {
        let is_last = index + 1 == bytes.len();
        let plain =
            (byte.is_ascii_graphic() && byte != b'=') || (matches!(byte, b' ' | b'\t') && !is_last);
        let needs = if plain { 1 } else { 3 };
        if width + needs > LONGEST_LINE - 1 {
            out.push_str("=\r\n");
            width = 0;
        }
        if plain {
            out.push(byte as char);
        } else {
            let _ = write!(out, "={byte:02X}");
        }
        width += needs;
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::deliver::Addressee;
    use baton_model::{TeamId, Timestamp};

    fn letter(team: &str, text: &str) -> Letter {
        Letter {
            notice: "n".to_owned(),
            topic: None,
            team: Addressee {
                id: TeamId::new("care").unwrap(),
                name: team.to_owned(),
            },
            text: text.to_owned(),
            about: None,
            at: Timestamp::new("2026-11-21T09:08:07.5Z").unwrap(),
        }
    }

    #[test]
    fn a_plain_notice_is_a_plain_mail() {
        let mail = message(
            Some("care@example.com"),
            &letter("Care", "Review asked\n\nPlease look.\n= done "),
            &"0".repeat(64),
        );
        assert_eq!(
            mail.lines().collect::<Vec<_>>(),
            [
                "From: Baton <baton@localhost>",
                "To: Care <care@example.com>",
                "Subject: Review asked",
                "Date: Sat, 21 Nov 2026 09:08:07 +0000",
                "Message-ID: <0000000000000000000000000000000000000000@baton.invalid>",
                "X-Baton-Notice: n",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "Review asked",
                "",
                "Please look.",
                "=3D done=20"
            ]
        );
        assert!(message(None, &letter("Care", "x"), &"0".repeat(64)).contains("To: Care:;\r\n"));
    }

    #[test]
    fn no_name_and_no_subject_makes_a_header_of_its_own() {
        for evil in [
            "Care\r\nBcc: all@example.com",
            "Care\nX-Evil: 1",
            "Care\r",
            "Care> <all@example.com",
            "Care, all@example.com",
            "=?utf-8?Q?=0D=0ABcc:_x?=",
            "Zoë \u{2028}Bcc: x \u{85} y",
        ] {
            let mail = message(Some("a@b"), &letter(evil, evil), &"0".repeat(64));
            let (head, _) = mail.split_once("\r\n\r\n").unwrap();
            assert!(!head.replace("\r\n", "").contains(['\r', '\n']), "{head:?}");
            let headers = head.replace("\r\n ", "");
            let names: Vec<&str> = headers
                .split("\r\n")
                .map(|line| line.split_once(": ").unwrap().0)
                .collect();
            assert_eq!(names.len(), 9, "{head}");
            assert!(
                !names.contains(&"Bcc") && !names.contains(&"X-Evil"),
                "{head}"
            );
            let to = headers
                .split("\r\n")
                .find(|line| line.starts_with("To: "))
                .unwrap();
            assert_eq!(to.matches('@').count(), 1, "{to}");
        }
    }

    #[test]
    fn every_line_is_short_and_every_character_whole() {
        let long = "Übergabe ".repeat(60);
        let mail = message(Some("a@b"), &letter(&long, &long), &"0".repeat(64));
        assert!(mail.is_ascii());
        for line in mail.split("\r\n") {
            assert!(line.len() <= LONGEST_LINE, "{line}");
            if let Some(word) = line.trim().strip_prefix("=?utf-8?Q?") {
                let word = word.split("?=").next().unwrap();
                assert_eq!(
                    word.matches("=C3").count(),
                    word.matches("=C3=9C").count(),
                    "{word}"
                );
            }
        }
    }
}
