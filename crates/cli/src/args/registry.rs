//! Registries as a whole.

use clap::Subcommand;

/// What is done with registries as a whole.
#[derive(Debug, Subcommand)]
pub enum RegistryCommand {
    /// Copies a registry with its whole history: the same revisions, authors, times and hashes, verified at the end. A copy that was cut off goes on
    /// when it is asked for again.
    #[command(
        after_help = "Example:\n  baton registry copy support.baton 'postgres://ana@db.example.com/baton?schema=support'"
    )]
    Copy {
        /// The registry to copy: a file, or an address of a server.
        #[arg(value_name = "FROM")]
        from: String,
        /// Where to: a file or an address with no registry of its own yet.
        #[arg(value_name = "TO")]
        to: String,
    },
}
