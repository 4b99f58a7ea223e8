//! `baton man`.

use crate::args::{Cli, Man};
use crate::exit::Outcome;
use crate::output::raw;
use baton_app::{AppError, ErrorCode};
use clap::{Command, CommandFactory};
use std::fs;
use std::io;
use std::path::Path;

pub fn run(asked: &Man) -> Result<Outcome, AppError> {
    let mut root = Cli::command();
    root.build();
    if let Some(folder) = &asked.out {
        fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
        write_all(&root, "baton", folder)?;
    } else {
        let (name, command) = find(&root, &asked.command)?;
        let page = page(command, &name).map_err(|error| AppError::io(Path::new("-"), error))?;
        raw(&String::from_utf8_lossy(&page));
    }
    Ok(Outcome::Fine)
}

fn find<'a>(root: &'a Command, words: &[String]) -> Result<(String, &'a Command), AppError> {
    let mut found = ("baton".to_owned(), root);
    for word in words {
        let below = found.1.find_subcommand(word).ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no command `{} {word}`", found.0),
                "`baton --help` lists the commands",
            )
        })?;
        found = (format!("{} {}", found.0, below.get_name()), below);
    }
    Ok(found)
}

/// A page for a command and everything below it: `baton-contract-publish.1`.
fn write_all(command: &Command, name: &str, folder: &Path) -> Result<(), AppError> {
    let path = folder.join(format!("{}.1", name.replace(' ', "-")));
    page(command, name)
        .and_then(|text| fs::write(&path, text))
        .map_err(|error| AppError::io(&path, error))?;
    for below in command.get_subcommands() {
        if below.get_name() != "help" {
            write_all(below, &format!("{name} {}", below.get_name()), folder)?;
        }
    }
    Ok(())
}

fn page(command: &Command, name: &str) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    // Pages are called with hyphens, as those of git are.
    let page = clap_mangen::Man::new(command.clone()).title(name.replace(' ', "-"));
    page.render(&mut text)?;
    Ok(text)
}
