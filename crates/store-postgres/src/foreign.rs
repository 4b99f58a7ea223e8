//! What a login may not write because of whom it belongs to, said before anything is written. The database refuses it too
//! (`migrations/0002_roles.sql`), without saying why.

use crate::commit::BATCH;
use baton_model::{Change, Record, RecordsDiff};
use baton_store::StoreError;
use sqlx::PgConnection;

#[derive(sqlx::FromRow)]
struct Foreign {
    kind: String,
    id: String,
    login: String,
    /// Whether the record may be written as it stands; also where there is none.
    before: bool,
    teams_before: Vec<String>,
    teams_after: Vec<String>,
}

/// The first change that the login may not make, as the error that it gets.
pub(crate) async fn first(
    connection: &mut PgConnection,
    diff: &RecordsDiff,
    afters: &[Option<String>],
) -> Result<Option<StoreError>, sqlx::Error> {
    const SQL: &str = "WITH own AS MATERIALIZED (SELECT own_teams('editor') AS edits, own_teams('reviewer') AS reviews) \
         SELECT n.kind, n.id, session_user::text AS login, \
         coalesce(may_write(r.kind, r.id, r.json, own.edits, own.reviews), true) AS before, \
         coalesce(teams_of(r.kind, r.id, r.json), '{}') AS teams_before, coalesce(teams_of(n.kind, n.id, n.json), '{}') AS teams_after \
         FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS n(kind, id, json, place) CROSS JOIN own \
         LEFT JOIN record r ON r.kind = n.kind AND r.id = n.id \
         WHERE NOT coalesce(may_write(r.kind, r.id, r.json, own.edits, own.reviews), true) \
         OR NOT coalesce(may_write(n.kind, n.id, n.json, own.edits, own.reviews), true) ORDER BY n.place LIMIT 1";
    for (changes, afters) in diff.changes.chunks(BATCH).zip(afters.chunks(BATCH)) {
        let kinds: Vec<&str> = changes
            .iter()
            .map(|change| change.key.kind.name())
            .collect();
        let ids: Vec<&str> = changes
            .iter()
            .map(|change| change.key.id.as_str())
            .collect();
        let afters: Vec<Option<&str>> = afters.iter().map(Option::as_deref).collect();
        let found: Option<Foreign> = sqlx::query_as(SQL)
            .bind(kinds)
            .bind(ids)
            .bind(afters)
            .fetch_optional(&mut *connection)
            .await?;
        if let Some(found) = found {
            let change = changes
                .iter()
                .find(|change| change.key.kind.name() == found.kind && change.key.id == found.id);
            return Ok(Some(told(&found, change)));
        }
    }
    Ok(None)
}

fn told(found: &Foreign, change: Option<&Change>) -> StoreError {
    let Foreign {
        kind, id, login, ..
    } = found;
    let teams = if found.before {
        &found.teams_after
    } else {
        &found.teams_before
    };
    let belongs = if found.before {
        "would belong"
    } else {
        "belongs"
    };
    let (message, role) = match (speaks_for(change), teams.as_slice()) {
        (Some(team), _) => (
            format!(
                "{kind} {id} would speak for team {team}, and {login} is no reviewer of that team"
            ),
            format!("reviewer --team {team}"),
        ),
        (None, []) => (
            format!("{login} may not change {kind} {id}"),
            "editor".to_owned(),
        ),
        (None, [every]) if every == "*" => (
            format!("{kind} {id} holds for every team, and {login} edits for single teams"),
            "editor".to_owned(),
        ),
        (None, [team]) => (
            format!("{kind} {id} {belongs} to team {team}, whose records {login} may not change"),
            format!("editor --team {team}"),
        ),
        (None, [team, ..]) => (
            format!(
                "{kind} {id} {belongs} to the teams {}, whose records {login} may not change",
                teams.join(", ")
            ),
            format!("editor --team {team}"),
        ),
    };
    StoreError::Forbidden {
        message,
        remedy: format!(
            "nothing was written; ask an admin of the registry for `baton registry grant {login} {role}`"
        ),
    }
}

/// The team in whose name a review says something new.
fn speaks_for(change: Option<&Change>) -> Option<&str> {
    let change = change?;
    let Some(Record::Review(after)) = change.after.as_deref() else {
        return None;
    };
    let before = match change.before.as_deref() {
        Some(Record::Review(before)) => Some(before),
        _ => None,
    };
    let said = |approval: &_| before.is_some_and(|before| before.approvals.contains(approval));
    let new = after.approvals.iter().find(|approval| !said(approval));
    new.map(|approval| approval.team.as_str())
        .or_else(|| after.overridden.as_ref().map(|by| by.team.as_str()))
}
