//! How much of user content is read before it is refused.

/// Bounds on files and records.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Deepest nesting of JSON.
    pub json_depth: usize,
    /// Longest text in a field, in bytes.
    pub text_bytes: usize,
    /// Largest record as JSON, in bytes.
    pub record_bytes: usize,
    /// Most edits in one group.
    pub edits: usize,
}

impl Limits {
    /// What Baton allows: 256 MiB a file, depth 128, 1 MiB a text, 8 MiB a record,
    /// 2,000,000 edits a group.
    pub const DEFAULT: Limits = Limits {
        file_bytes: 256 << 20,
        json_depth: 128,
        text_bytes: 1 << 20,
        record_bytes: 8 << 20,
        edits: 2_000_000,
    };
}
