//! One file a command. Each opens the registry, calls one operation of `baton-app`, and prints.

mod apply;
mod audit;
mod backup;
mod baseline;
mod can_i_deploy;
mod capability;
mod check;
mod clip;
mod compat;
mod contract;
mod contract_sample;
mod contract_version;
mod delete;
mod deployments;
mod doctor;
mod draw;
mod export;
mod gates;
mod history;
mod impact;
mod import;
mod incident;
mod init;
mod man;
mod merge_driver;
mod notices;
mod on_call;
mod part;
mod patterns;
mod payload;
mod records;
mod registry;
mod related;
mod report;
mod restore;
mod review;
mod review_comment;
mod rotation;
mod rules;
mod salvage;
mod simulate;
mod simulate_lists_text;
mod simulate_load;
mod simulate_load_text;
mod simulate_text;
mod table;
mod template;
mod text;
mod text_diff;
mod transfer;
mod verify;
mod who;

use crate::args::{Cli, Command, Format, PartCommand, Payload};
use crate::exit::Outcome;
use crate::output::{Output, Style, raw, visible};
use baton_app::{AppError, ErrorCode};
use baton_model::{RecordChange, field_diff};
use clap::CommandFactory;
use std::fmt::Write;

/// Runs the command.
#[expect(clippy::too_many_lines, reason = "a line for each command")]
pub async fn run(cli: &Cli, out: &Output) -> Result<Outcome, AppError> {
    let global = &cli.global;
    if matches!(global.format, Format::Sarif | Format::Github)
        && !matches!(&cli.command, Command::Check(asked) if !asked.fixes())
    {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "these results have no findings to write in that format",
            "`baton check` writes `--format sarif` and `--format github`; others `text` and `json`",
        ));
    }
    match &cli.command {
        Command::Init { template } => init::run(global, out, template.as_deref()).await,
        Command::Import(arguments) => import::run(global, out, arguments).await,
        Command::Simulate(arguments) => simulate::run(global, out, arguments).await,
        Command::Verify(arguments) => verify::run(global, out, arguments).await,
        Command::Report(arguments) => report::run(global, out, arguments).await,
        Command::Templates(asked) => template::run(global, out, asked).await,
        Command::Parts => part::list(out),
        Command::Part(PartCommand::Insert(asked)) => part::run(global, out, asked).await,
        Command::List(arguments) if arguments.csv => table::csv(global, out, arguments).await,
        Command::List(arguments) if arguments.table => table::run(global, out, arguments).await,
        Command::List(arguments) => records::list(global, out, arguments).await,
        Command::Show(arguments) if arguments.related => related::run(global, out, arguments).await,
        Command::Show(arguments) => records::show(global, out, arguments).await,
        Command::Search { text, limit } => {
            records::search(global, out, &text.join(" "), *limit).await
        }
        Command::Apply { files, dry_run } => apply::run(global, out, files, *dry_run).await,
        Command::Delete {
            kind,
            id,
            with_dependents,
            dry_run,
        } => delete::run(global, out, kind, id, *with_dependents, *dry_run).await,
        Command::Undo => history::undo(global, out).await,
        Command::Redo => history::redo(global, out).await,
        Command::Log { limit, before } => history::log(global, out, *limit, *before).await,
        Command::Rewind { revision, dry_run } => {
            history::rewind(global, out, *revision, *dry_run).await
        }
        Command::Check(asked) => {
            let request = check::request(asked.topology.as_deref(), &asked.rules)?;
            let file = asked.rules_file.as_deref();
            if asked.fixes() {
                check::fix(global, out, request, file, asked).await
            } else {
                check::run(global, out, request, file, asked.deny.is_some()).await
            }
        }
        Command::Audit(words) => audit::run(global, out, words).await,
        Command::Incident(what) => incident::run(global, out, what).await,
        Command::Gates(asked) => gates::run(global, out, asked).await,
        Command::Patterns(asked) => patterns::run(global, out, asked).await,
        Command::Rules { code, rules_file } => {
            rules::run(global, out, code.as_deref(), rules_file.as_deref())
        }
        Command::Layout { topology } => draw::layout(global, out, topology.as_deref()).await,
        Command::Draw {
            topology,
            out: file,
            only,
            at,
        } => draw::draw(global, out, topology.as_deref(), file, only, *at).await,
        Command::Copy { topology, records } => clip::copy(global, topology, records).await,
        Command::Paste(arguments) => clip::paste(global, out, arguments).await,
        Command::Compat(arguments) => compat::run(out, arguments),
        Command::Contract(what) => contract::run(global, out, what).await,
        Command::Payload(Payload::Check(arguments)) => payload::check(global, out, arguments).await,
        Command::CanIDeploy(arguments) => can_i_deploy::run(global, out, arguments).await,
        Command::Deployments => deployments::run(global, out).await,
        Command::Who(asked) => who::run(global, out, asked).await,
        Command::Runbook(asked) => who::runbook(global, out, asked).await,
        Command::OnCall(asked) => on_call::run(global, out, asked).await,
        Command::Rotation(what) => rotation::run(global, out, what).await,
        Command::Transfer(asked) => transfer::run(global, out, asked).await,
        Command::Capability(what) => capability::run(global, out, what).await,
        Command::Impact(question) => impact::run(global, out, question).await,
        Command::Review(what) => review::run(global, out, what).await,
        Command::ReviewComment(words) => review_comment::run(global, out, words).await,
        Command::Registry(what) => registry::run(global, out, what).await,
        Command::Baseline(what) => baseline::run(global, out, what).await,
        Command::Notices(words) => notices::run(global, out, words).await,
        Command::Export(arguments) => export::run(global, out, arguments).await,
        Command::Pull { folder } => text::pull(global, out, folder).await,
        Command::Push {
            folder,
            dry_run,
            prune,
        } => text::push(global, out, folder, *dry_run, *prune).await,
        Command::Diff(asked) => text_diff::run(out, asked).await,
        Command::MergeDriver(asked) => merge_driver::run(out, asked),
        Command::Doctor(asked) => doctor::run(global, out, asked).await,
        Command::Backup(asked) => backup::run(global, out, asked).await,
        Command::Restore { file } => restore::run(global, out, file).await,
        Command::Man(asked) => man::run(asked),
        Command::Completions { shell } => {
            complete(*shell);
            Ok(Outcome::Fine)
        }
    }
}

/// Writes what a shell reads to complete commands.
fn complete(shell: clap_complete::Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "baton", &mut script);
    raw(&String::from_utf8_lossy(&script));
}

/// Changed records with their fields, for people.
fn describe_diff(diff: &[RecordChange], style: Style) -> String {
    const MOST: usize = 40;
    let mut text = String::new();
    for change in diff.iter().take(MOST) {
        let (sign, what) = match (&change.before, &change.after) {
            (None, _) => (style.good("+"), "created"),
            (_, None) => (style.error("-"), "deleted"),
            _ => (style.strong("~"), "changed"),
        };
        let _ = writeln!(
            text,
            "{sign} {} {} {}",
            change.kind,
            style.strong(&change.id),
            style.dim(what)
        );
        if let (Some(before), Some(after)) = (&change.before, &change.after) {
            for field in field_diff(&before.0, &after.0) {
                let show = |value: &Option<baton_model::Json>| {
                    value.as_ref().map_or_else(
                        || "nothing".to_owned(),
                        |json| cut(&visible(&json.0.to_string()), 80),
                    )
                };
                let _ = writeln!(
                    text,
                    "    {}: {} -> {}",
                    field.pointer,
                    show(&field.before),
                    show(&field.after)
                );
            }
        }
    }
    if diff.len() > MOST {
        let _ = writeln!(text, "  and {} more", diff.len() - MOST);
    }
    text
}

/// The first characters, with a mark when something was cut.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// `1 record`, `2 records`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
