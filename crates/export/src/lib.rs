//! Exports as in-memory file sets.
