//! What a copy is called: when it was made and at which revision, so that a folder reads as a list.

use baton_model::Timestamp;

const ENDING: &str = ".baton";

/// What the name of a copy says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// For example `2026-11-22T03-47-12Z`, to the second.
    pub made: String,
    /// The registry's revision.
    pub revision: u32,
}

impl Named {
    pub fn new(made: &Timestamp, revision: u32) -> Self {
        let seconds = made.as_str().get(..19).unwrap_or("1970-01-01T00:00:00");
        let made = format!("{}Z", seconds.replace(':', "-"));
        Self { made, revision }
    }

    /// Reads a file's name; none for whatever else lies in the folder.
    pub fn read(file: &str) -> Option<Self> {
        let (made, revision) = file.strip_suffix(ENDING)?.split_once("-r")?;
        let shape = made.len() == 20
            && made.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 | 13 | 16 => byte == b'-',
                10 => byte == b'T',
                19 => byte == b'Z',
                _ => byte.is_ascii_digit(),
            });
        let plain = !revision.starts_with('+') && (revision == "0" || !revision.starts_with('0'));
        let revision = revision.parse().ok().filter(|_| shape && plain)?;
        Some(Self {
            made: made.to_owned(),
            revision,
        })
    }

    pub fn file(&self) -> String {
        format!("{}-r{}{ENDING}", self.made, self.revision)
    }

    /// The day on which it was made, in UTC.
    pub fn day(&self) -> &str {
        self.made.get(..10).unwrap_or_default()
    }

    /// When it was made, as the rest of Baton writes times.
    pub fn time(&self) -> Option<Timestamp> {
        let (day, time) = self.made.split_once('T')?;
        Timestamp::new(format!("{day}T{}", time.replace('-', ":"))).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_and_what() {
        let made = Timestamp::new("2026-11-22T03:47:12.345Z").unwrap();
        let named = Named::new(&made, 152);
        assert_eq!(named.file(), "2026-11-22T03-47-12Z-r152.baton");
        assert_eq!(Named::read(&named.file()).as_ref(), Some(&named));
        assert_eq!(named.day(), "2026-11-22");
        assert_eq!(named.time().unwrap().as_str(), "2026-11-22T03:47:12Z");
    }

    #[test]
    fn other_files_are_left_alone() {
        for file in [
            "registry.baton",
            "2026-11-22T03-47-12Z-r152.baton.new-1-2",
            "2026-11-22T03-47-12Z-r.baton",
            "2026-11-22T03-47-12Z-r+1.baton",
            "2026-11-22T03-47-12Z-r01.baton",
            "2026-11-22T03:47:12Z-r1.baton",
            "2026-11-22-r1.baton",
            "../2026-11-22T03-47-12Z-r1.baton",
        ] {
            assert_eq!(Named::read(file), None, "{file}");
        }
    }
}
