//! What a registry is found like when it is opened, and what the login may do there.

use crate::Address;
use crate::error::store_error;
use crate::migrate::{FORMAT, format, migrate};
use baton_store::{OpenOptions, StoreError};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::path::PathBuf;

/// How often it is tried to make a registry that others make at the same time.
const ATTEMPTS: usize = 5;

/// What the login may do with the registry in a schema.
#[derive(sqlx::FromRow)]
struct Standing {
    login: String,
    /// Whether the tables are its own, or of a role that it is in.
    owns: bool,
    reads: bool,
    writes: bool,
}

/// The format, and why nothing can be written; makes the registry, or brings it up to date, where that is asked for.
pub(crate) async fn look(
    address: &Address,
    connection: &mut PgConnection,
    options: OpenOptions,
) -> Result<(u32, Option<String>), StoreError> {
    let failed = |error: sqlx::Error| store_error(address, &error);
    let standing = standing(connection, &address.schema)
        .await
        .map_err(failed)?;
    if let Some(Standing { login, .. }) = standing.as_ref().filter(|standing| !standing.reads) {
        return Err(StoreError::Forbidden {
            message: format!("{login} has no role in {address}"),
            remedy: format!("ask an admin of it for `baton registry grant {login} reader`"),
        });
    }
    let mut found = format(connection, &address.schema).await.map_err(failed)?;
    if found.is_none() && (!options.create || options.read_only) {
        return Err(StoreError::Missing {
            path: PathBuf::from(address.to_string()),
        });
    }
    if let Some(newer) = found.filter(|found| *found > FORMAT) {
        let reason = format!(
            "it was written by a newer Baton (format {newer}; this one knows formats up to {FORMAT})"
        );
        return Ok((newer, Some(reason)));
    }
    if options.read_only {
        let reason = "it was opened for reading only".to_owned();
        return Ok((found.unwrap_or(FORMAT), Some(reason)));
    }
    if let Some(refusal) = refusal(connection).await.map_err(failed)? {
        return match found {
            Some(found) => Ok((found, Some(refusal))),
            None => Err(StoreError::ReadOnly { reason: refusal }),
        };
    }
    if let (Some(found), Some(standing)) = (found, &standing)
        && let Some(reason) = standing.keeps_from_writing(found)
    {
        return Ok((found, Some(reason)));
    }
    for attempt in 1.. {
        if found == Some(FORMAT) {
            break;
        }
        match bring_up_to_date(address, connection).await {
            Ok(()) => found = Some(FORMAT),
            // Somebody else makes it at the same time.
            Err(_) if attempt < ATTEMPTS => {
                found = format(connection, &address.schema).await.map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
    }
    Ok((FORMAT, None))
}

impl Standing {
    fn keeps_from_writing(&self, found: u32) -> Option<String> {
        let login = &self.login;
        if found < FORMAT {
            return (!self.owns).then(|| {
                format!("its tables are of an older Baton (format {found}); opened once by their owner they are brought up to date")
            });
        }
        (!self.writes).then(|| {
            format!("{login} may read it and not change it; an admin of the registry can give {login} another role")
        })
    }
}

/// None where there is no registry.
async fn standing(
    connection: &mut PgConnection,
    schema: &str,
) -> Result<Option<Standing>, sqlx::Error> {
    sqlx::query_as(
        "SELECT session_user::text AS login, pg_has_role(session_user, t.relowner, 'USAGE') AS owns, \
         has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(t.oid, 'SELECT') AS reads, \
         coalesce(has_table_privilege(l.oid, 'INSERT'), false) AS writes \
         FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace \
         LEFT JOIN pg_class l ON l.relnamespace = n.oid AND l.relname = 'change_log' \
         WHERE n.nspname = $1 AND t.relname = 'registry'",
    )
    .bind(schema)
    .fetch_optional(connection)
    .await
}

/// Why nothing can be written, as the server says it.
async fn refusal(connection: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    let read_only: String = sqlx::query_scalar("SHOW transaction_read_only")
        .fetch_one(connection)
        .await?;
    Ok((read_only == "on").then(|| "the server takes no writes: it may be a standby".to_owned()))
}

async fn bring_up_to_date(
    address: &Address,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin().await?;
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_namespace WHERE nspname = $1")
        .bind(&address.schema)
        .fetch_one(&mut *transaction)
        .await?;
    // Owning a schema does not mean being allowed to make one.
    if there == 0 {
        // The name was checked: letters, digits and _.
        let schema = format!("CREATE SCHEMA IF NOT EXISTS \"{}\"", address.schema);
        sqlx::raw_sql(AssertSqlSafe(schema))
            .execute(&mut *transaction)
            .await?;
    }
    let found = format(&mut transaction, &address.schema).await?;
    if found.is_some() {
        // What is added belongs to whom the rest belongs to, whoever of the owners is connected.
        sqlx::query(
            "SELECT set_config('role', pg_get_userbyid(t.relowner), true) FROM pg_class t \
             JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = $1 AND t.relname = 'registry'",
        )
        .bind(&address.schema)
        .execute(&mut *transaction)
        .await?;
    }
    migrate(&mut transaction, found.unwrap_or(0)).await?;
    transaction.commit().await
}
