//! Registries as a whole.

use baton_place::Role;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

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
    /// Gives a login of the server a role in a shared registry: `reader` reads, `editor` also writes records, of one team or of all,
    /// `reviewer` comments and decides in reviews, for one team or for all, `admin` writes everything and grants roles.
    #[command(after_help = "Example:\n  baton registry grant bo editor --team care")]
    Grant {
        /// The login, or a group of logins, as the server knows it.
        #[arg(value_name = "LOGIN")]
        login: String,
        /// The role.
        #[arg(value_name = "ROLE", value_parser = role())]
        role: Role,
        #[command(flatten)]
        of: OfTeam,
    },
    /// Takes roles in a shared registry from a login; all of them when none is named.
    #[command(after_help = "Example:\n  baton registry revoke bo editor --team care")]
    Revoke {
        /// The login, as `baton registry roles` shows it.
        #[arg(value_name = "LOGIN")]
        login: String,
        /// The role; all roles when left out.
        #[arg(value_name = "ROLE", value_parser = role())]
        role: Option<Role>,
        #[command(flatten)]
        of: OfTeam,
    },
    /// Shows who may do what in a shared registry.
    #[command(after_help = "Example:\n  baton registry roles --format json")]
    Roles,
}

/// The team that a role is for.
#[derive(Debug, Args)]
pub struct OfTeam {
    /// The team whose records are meant; every team's when left out.
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|word| {
        let found = Role::ALL.into_iter().find(|role| role.name() == word);
        found.ok_or("no such role")
    })
}
