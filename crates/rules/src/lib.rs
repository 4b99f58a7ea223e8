//! The rule catalogue: one rule, one file.
