//! `baton registry`.

use super::counted;
use crate::args::{Global, RegistryCommand};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::{AppError, ErrorCode};
use baton_place::{Grant, Role, RoleError, Roles};
use serde_json::{Value, json};
use std::fmt::Write;

pub async fn run(
    global: &Global,
    out: &Output,
    what: &RegistryCommand,
) -> Result<Outcome, AppError> {
    match what {
        RegistryCommand::Copy { from, to } => copy(out, from, to).await,
        RegistryCommand::Grant { login, role, of } => {
            grant(global, out, login, *role, of.team.as_deref()).await
        }
        RegistryCommand::Revoke { login, role, of } => {
            revoke(global, out, login, *role, of.team.as_deref()).await
        }
        RegistryCommand::Roles => roles(global, out).await,
    }
}

async fn copy(out: &Output, from: &str, to: &str) -> Result<Outcome, AppError> {
    let (from, to) = (open::parse(from)?, open::parse(to)?);
    let revision = open::copy(&from, &to).await?;
    out.result(
        || json!({"from": from.to_string(), "to": to.to_string(), "revision": revision}),
        |style| {
            format!(
                "{} {from} to {to}: revision {revision}, every hash as it was",
                style.good("copied")
            )
        },
    );
    Ok(Outcome::Fine)
}

async fn grant(
    global: &Global,
    out: &Output,
    login: &str,
    role: Role,
    team: Option<&str>,
) -> Result<Outcome, AppError> {
    let store = open::shared(global).await?;
    store.grant(login, role, team).await.map_err(refused)?;
    out.result(
        || json!({"login": login, "role": role.name(), "team": team}),
        |style| {
            format!(
                "{} {}: {}",
                style.good("granted"),
                visible(login),
                in_words(role.name(), team)
            )
        },
    );
    Ok(Outcome::Fine)
}

async fn revoke(
    global: &Global,
    out: &Output,
    login: &str,
    role: Option<Role>,
    team: Option<&str>,
) -> Result<Outcome, AppError> {
    let store = open::shared(global).await?;
    let gone = store.revoke(login, role, team).await.map_err(refused)?;
    out.result(
        || json!({"login": login, "revoked": gone}),
        |style| {
            let gone = counted(gone as usize, "role", "roles");
            format!("{} {gone} of {}", style.good("revoked"), visible(login))
        },
    );
    Ok(Outcome::Fine)
}

async fn roles(global: &Global, out: &Output) -> Result<Outcome, AppError> {
    let roles = open::shared(global).await?.roles().await?;
    out.result(|| in_json(&roles), |style| in_lines(&roles, style));
    Ok(Outcome::Fine)
}

fn in_json(roles: &Roles) -> Value {
    let grant = |grant: &Grant| json!({"login": grant.login, "role": grant.role, "team": grant.team, "known": grant.is_known});
    json!({
        "login": roles.login,
        "owner": roles.owner,
        "admin": roles.is_admin,
        "roles": roles.grants.iter().map(grant).collect::<Vec<_>>(),
    })
}

fn in_lines(roles: &Roles, style: Style) -> String {
    let owner = visible(&roles.owner);
    let mut text = format!("{}: owns the tables\n", style.strong(&owner));
    for grant in &roles.grants {
        let login = visible(&grant.login);
        let words = in_words(&grant.role, grant.team.as_deref());
        let _ = write!(text, "{}: {words}", style.strong(&login));
        if !grant.is_known {
            let _ = write!(text, " {}", style.warning("(no login of the server)"));
        }
        text.push('\n');
    }
    text
}

fn in_words(role: &str, team: Option<&str>) -> String {
    match team {
        Some(team) => format!("{role} for {}", visible(team)),
        None => role.to_owned(),
    }
}

fn refused(error: RoleError) -> AppError {
    let (message, hint) = (error.to_string(), error.hint());
    let code = match error {
        RoleError::NoLogin { .. } | RoleError::NoTeam { .. } | RoleError::NotGranted { .. } => {
            ErrorCode::NotFound
        }
        RoleError::NotForTeams { .. } | RoleError::Owner { .. } => ErrorCode::InvalidInput,
        RoleError::Store(error) => return error.into(),
    };
    AppError::new(code, message, hint)
}
