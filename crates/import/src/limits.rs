//! How much of a file is read: far above what people draw, and what a registry still takes in within a minute. A file with more is refused with
//! the number that it has.

/// Most agents of a file, or what its tool calls them: nodes, steps.
pub(crate) const AGENTS: usize = 1_000_000;
/// Most handoffs of a file, or what its tool calls them: edges, lines; also of the ways that taking places out may make.
pub(crate) const HANDOFFS: usize = 2_000_000;
/// Most values of a JSON file: lists and objects of nothing take dozens of bytes in memory for each byte of the file.
pub(crate) const VALUES: usize = 24_000_000;
