//! Which paths a file may have: relative ones that mean the same on every system and lead nowhere else.

/// Longest path in bytes; with a usual folder before it, it stays below what systems allow.
const MOST_BYTES: usize = 700;
const MOST_SEGMENT_BYTES: usize = 255;

/// Why a file is not taken into a set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathProblem {
    /// The path could lead out of the folder, or not exist on some system.
    #[error("{path:?} is no path that Baton writes: {reason}")]
    Unsafe {
        /// The path, cut to 200 characters.
        path: String,
        /// What is wrong, in words.
        reason: &'static str,
    },
    /// Another file of the set has the path, or one that differs only in upper and lower case.
    #[error("{path:?} is the path of two files ({other:?}); on some systems they would be one")]
    Taken {
        /// The path.
        path: String,
        /// The path of the file that is there.
        other: String,
    },
}

/// Checks a path: segments of letters, digits and `. _ @ + -`, joined by `/`.
pub(crate) fn check(path: &str) -> Result<(), PathProblem> {
    let reason = if path.len() > MOST_BYTES {
        Some("it is longer than 700 bytes")
    } else {
        path.split('/').find_map(problem)
    };
    match reason {
        None => Ok(()),
        Some(reason) => Err(PathProblem::Unsafe {
            path: path.chars().take(200).collect(),
            reason,
        }),
    }
}

fn problem(segment: &str) -> Option<&'static str> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._@+-".contains(&b);
    if segment.is_empty() {
        Some("it is absolute or has an empty part")
    } else if segment.len() > MOST_SEGMENT_BYTES {
        Some("a part of it is longer than 255 bytes")
    } else if !segment.bytes().all(allowed) {
        Some("only letters, digits and . _ @ + - are allowed in its parts")
    } else if segment.starts_with(['.', '-']) || segment.ends_with('.') || segment.contains("..") {
        Some("a part of it starts with '.' or '-', ends with '.' or contains '..'")
    } else if is_reserved(segment) {
        Some("a part of it is a name that an operating system reserves")
    } else {
        None
    }
}

fn is_reserved(segment: &str) -> bool {
    let stem = segment
        .split('.')
        .next()
        .unwrap_or(segment)
        .to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_their_folder() {
        for good in [
            "a",
            "contracts/refund/1.0.0+b1/payload.schema.json",
            "_x/y@1-2",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let long = "a/".repeat(400);
        for bad in [
            "",
            "/etc/passwd",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "a/./b",
            "a\\b",
            "C:/x",
            "a:b",
            ".git/config",
            "-rf",
            "a/nul.md",
            "COM1",
            "a b",
            "a\n",
            "é",
            &long,
        ] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
    }
}
