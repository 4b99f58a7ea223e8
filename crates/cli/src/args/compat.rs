//! The words of `baton compat` and `baton contract sample`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which schemas are compared, and how.
#[derive(Debug, Args)]
pub struct Compat {
    /// The schema in use; - is standard input.
    #[arg(
        value_name = "OLD.json",
        required_unless_present = "batch",
        requires = "new"
    )]
    pub old: Option<PathBuf>,
    /// The schema that is to take its place; - is standard input.
    #[arg(value_name = "NEW.json")]
    pub new: Option<PathBuf>,
    /// Compare many pairs: JSON objects {id, draft?, old, new}, one a line; - is standard input. One result a line comes out.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["old", "new"])]
    pub batch: Option<PathBuf>,
    /// The directions that have to hold.
    #[arg(long, value_enum, default_value_t = ModeWord::Full)]
    pub mode: ModeWord,
    /// What senders may write: anything that their schema accepts, or declared members only.
    #[arg(long, value_enum, default_value_t = WritersWord::AsWritten)]
    pub writers: WritersWord,
    /// Whether `format` rejects values.
    #[arg(long, value_enum, default_value_t = FormatsWord::Assert)]
    pub formats: FormatsWord,
    /// Stop earlier, after so many milliseconds a pair, and say so. What is undecided then counts as not safe.
    #[arg(long, value_name = "MS")]
    pub budget: Option<u32>,
}

/// Directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeWord {
    /// New receivers read what old senders write.
    Backward,
    /// Old receivers read what new senders write.
    Forward,
    /// Both.
    Full,
    /// None has to.
    None,
}

/// Senders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WritersWord {
    /// They write anything that their schema accepts.
    AsWritten,
    /// They write declared members only.
    Strict,
}

/// Formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatsWord {
    /// They reject values.
    Assert,
    /// They say nothing.
    Ignore,
}

/// Whose payloads are made.
#[derive(Debug, Args)]
pub struct ContractSample {
    /// The version.
    #[arg(value_name = "CONTRACT@VERSION", required_unless_present = "schema")]
    pub id: Option<String>,
    /// A schema file instead; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "id")]
    pub schema: Option<PathBuf>,
    /// Whether `format` rejects values.
    #[arg(long, value_enum, default_value_t = FormatsWord::Assert)]
    pub formats: FormatsWord,
}
