//! Who else has the registry open.

use crate::PostgresStore;
use baton_store::{Sighting, StoreError};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::time::Duration;
use tokio::time::timeout;

/// The format whose tables know of sessions.
const SINCE: u32 = 3;
/// How long the server may take; nobody waits for an answer.
const SHORTLY: Duration = Duration::from_secs(2);

/// As [`baton_store::RegistryStore::meet`] says it. In tables of an older format nobody is met.
pub(crate) async fn meet(
    store: &PostgresStore,
    me: &Sighting,
) -> Result<Option<Vec<Sighting>>, StoreError> {
    if store.format < SINCE {
        return Ok(None);
    }
    let mut connection = store.connection().await?;
    let answer = timeout(SHORTLY, ask(&mut connection, me)).await;
    store.answered(connection, answer).await.map(Some)
}

async fn ask(connection: &mut PgConnection, me: &Sighting) -> Result<Vec<Sighting>, sqlx::Error> {
    sqlx::query("SELECT session, login, author, place FROM meet($1, $2, $3)")
        .bind(&me.session)
        .bind(&me.author)
        .bind(&me.place)
        .try_map(|row: PgRow| {
            Ok(Sighting {
                session: row.try_get("session")?,
                login: row.try_get("login")?,
                author: row.try_get("author")?,
                place: row.try_get("place")?,
            })
        })
        .fetch_all(connection)
        .await
}
