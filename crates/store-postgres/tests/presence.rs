//! Who else has a registry open: seen by everybody with a role, said by nobody in another's name, forgotten after a while.

use crate::scene::Scene;
use baton_store::{RegistryStore, Sighting, StoreError};

fn at(session: &str, place: &str) -> Sighting {
    Sighting {
        session: session.to_owned(),
        login: String::new(),
        author: format!("author of {session}"),
        place: place.to_owned(),
    }
}

/// Sessions that are seen, each with its login and place.
fn seen(met: Result<Option<Vec<Sighting>>, StoreError>) -> Vec<(String, String, String)> {
    let mut met: Vec<_> = met
        .unwrap()
        .unwrap()
        .into_iter()
        .map(|other| (other.session, other.login, other.place))
        .collect();
    met.sort();
    met
}

fn row(session: &str, login: &str, place: &str) -> (String, String, String) {
    (session.to_owned(), login.to_owned(), place.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_role_sees_who_else_is_there() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let (bo, dee) = (scene.of("bo").await, scene.of("dee").await);
    assert_eq!(seen(bo.meet(&at("b", "one")).await), []);
    // A reader, who may write nothing else.
    assert_eq!(
        seen(dee.meet(&at("d", "two")).await),
        [row("b", "bo", "one")]
    );
    assert_eq!(
        seen(bo.meet(&at("b", "three")).await),
        [row("d", "dee", "two")]
    );
    // A session is its login's own: what another says in its name is not kept.
    assert_eq!(
        seen(dee.meet(&at("b", "elsewhere")).await),
        [row("d", "dee", "two")]
    );
    assert_eq!(
        seen(dee.meet(&at("d", "two")).await),
        [row("b", "bo", "three")]
    );
    // The owner too is somebody.
    let by_owner = seen(scene.owner.meet(&at("o", "")).await);
    assert_eq!(by_owner, [row("b", "bo", "three"), row("d", "dee", "two")]);
    // Nothing of it is an edit.
    assert_eq!(bo.head().await.unwrap(), 1);
    assert_eq!(scene.owner.verify().await.unwrap(), []);

    scene.owner.revoke("bo", None, None).await.unwrap();
    bo.meet(&at("b", "one")).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_heard_of_is_forgotten() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let (bo, dee) = (scene.of("bo").await, scene.of("dee").await);
    bo.meet(&at("b", "one")).await.unwrap();
    let later = "UPDATE presence SET seen = seen - INTERVAL '16 seconds'";
    scene.sql("baton", later).await.unwrap();
    assert_eq!(seen(dee.meet(&at("d", "two")).await), []);
    assert_eq!(
        seen(bo.meet(&at("b", "back")).await),
        [row("d", "dee", "two")]
    );
    let mut connection = scene.connect("baton").await;
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM presence")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(kept, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_is_not_kept_and_nobody_reads_or_writes_past_the_question() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let bo = scene.of("bo").await;
    bo.meet(&at("b", &"x".repeat(4001))).await.unwrap_err();
    bo.meet(&at(&"b".repeat(101), "")).await.unwrap_err();
    bo.meet(&at("", "")).await.unwrap_err();
    bo.meet(&at("b", "x")).await.unwrap();
    for statement in [
        "SELECT * FROM presence",
        "DELETE FROM presence",
        "INSERT INTO presence VALUES ('s', 'ana', 'ana', '', now())",
    ] {
        scene.sql("bo", statement).await.unwrap_err();
    }
    // A login without a role.
    scene
        .sql("baton", "GRANT USAGE ON SCHEMA baton TO nobody")
        .await
        .unwrap();
    scene
        .sql("nobody", "SELECT * FROM meet('n', 'n', '')")
        .await
        .unwrap_err();
}
