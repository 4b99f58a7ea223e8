//! Who else has a registry open: a nicety that no promise depends on.

/// Somebody who has the registry open, and where they look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Which window of which program; at most 100 characters.
    pub session: String,
    /// Who the server knows it is; what a caller says here is not asked for.
    pub login: String,
    /// Who they say they are; at most 200 characters.
    pub author: String,
    /// Where they look, in words of the program's own: at most 4,000 characters. From others it is hostile until validated.
    pub place: String,
}
