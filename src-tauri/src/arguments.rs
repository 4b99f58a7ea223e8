//! What the program was started with: a registry, as a path, as a file manager writes it or as a server's address, or a link.

use percent_encoding::percent_decode_str;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the user asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nothing in particular.
    Nothing,
    /// A registry's file, or its address on a server.
    Registry(OsString),
    /// A link, which may be hostile.
    Link(String),
}

/// Bytes of a link that are looked at; what is longer is refused all the same.
const MOST_LINK: usize = 2048;

impl Asked {
    /// Reads the first argument.
    pub fn read(argument: Option<OsString>) -> Self {
        let Some(argument) = argument.filter(|argument| !argument.is_empty()) else {
            return Self::Nothing;
        };
        match argument.to_str() {
            Some(text) if has_scheme(text, "baton") => Self::Link(cut(text)),
            Some(text) if has_scheme(text, "file") => {
                Self::Registry(file(text).map_or(argument, PathBuf::into_os_string))
            }
            _ => Self::Registry(argument),
        }
    }
}

/// The beginning of a link, at the end of a character.
pub fn cut(text: &str) -> String {
    let mut end = text.len().min(MOST_LINK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

fn has_scheme(text: &str, scheme: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(before, _)| before.eq_ignore_ascii_case(scheme))
}

/// The path of a `file` address on this machine.
pub fn file(text: &str) -> Option<PathBuf> {
    let (_, rest) = text.split_once("://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `file:///C:/registry.baton` on Windows.
    let path = match path.strip_prefix('/') {
        Some(drive) if cfg!(windows) => drive,
        _ => &path,
    };
    let path = PathBuf::from(path);
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Asked {
        Asked::read(Some(text.into()))
    }

    #[test]
    fn an_argument_is_a_registry_or_a_link() {
        assert_eq!(Asked::read(None), Asked::Nothing);
        assert_eq!(read(""), Asked::Nothing);
        let registry = |path: &str| Asked::Registry(path.into());
        assert_eq!(read("orders.baton"), registry("orders.baton"));
        let server = "postgres://ana@db.example.org/desk";
        assert_eq!(read(server), registry(server));
        assert_eq!(
            read("https://example.org/"),
            registry("https://example.org/")
        );
        let link = "baton://registry/agent/triage";
        assert_eq!(read(link), Asked::Link(link.to_owned()));
        assert_eq!(read("BATON:x"), Asked::Link("BATON:x".to_owned()));
        if !cfg!(windows) {
            assert_eq!(read("file:///a/b%20c.baton"), registry("/a/b c.baton"));
            assert_eq!(read("file://localhost/a.baton"), registry("/a.baton"));
            assert_eq!(
                read("file://other/a.baton"),
                registry("file://other/a.baton")
            );
        }
    }

    #[test]
    fn a_long_link_is_cut_at_a_character() {
        let Asked::Link(link) = read(&format!("baton:{}", "ä".repeat(5000))) else {
            panic!("it is a link");
        };
        assert!(link.len() <= MOST_LINK && link.ends_with('ä'));
    }
}
