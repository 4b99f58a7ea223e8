//! From older formats to the current one, forward only.

use sqlx::PgConnection;

/// One step from a format to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// The format that the step leads to.
    pub(crate) format: u32,
    /// The statements.
    pub(crate) sql: &'static str,
}

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        format: 1,
        sql: concat!(
            include_str!("../migrations/0001_tables.sql"),
            include_str!("../migrations/0001_views.sql")
        ),
    },
    Migration {
        format: 2,
        sql: include_str!("../migrations/0002_roles.sql"),
    },
    Migration {
        format: 3,
        sql: include_str!("../migrations/0003_presence.sql"),
    },
];

/// The format that this program writes.
pub const FORMAT: u32 = MIGRATIONS[MIGRATIONS.len() - 1].format;

/// The format of the registry in a schema; `None` where there is none.
pub(crate) async fn format(
    connection: &mut PgConnection,
    schema: &str,
) -> Result<Option<u32>, sqlx::Error> {
    let tables: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace \
         WHERE n.nspname = $1 AND t.relname = 'registry'",
    )
    .bind(schema)
    .fetch_one(&mut *connection)
    .await?;
    if tables == 0 {
        return Ok(None);
    }
    let format: i64 = sqlx::query_scalar("SELECT format FROM registry WHERE one = 1")
        .fetch_one(connection)
        .await?;
    Ok(Some(u32::try_from(format).unwrap_or(u32::MAX)))
}

/// Takes all steps after `found`; the caller's transaction holds them.
pub(crate) async fn migrate(connection: &mut PgConnection, found: u32) -> Result<(), sqlx::Error> {
    for step in MIGRATIONS.iter().filter(|step| step.format > found) {
        sqlx::raw_sql(step.sql).execute(&mut *connection).await?;
        sqlx::query("UPDATE registry SET format = $1 WHERE one = 1")
            .bind(i64::from(step.format))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
