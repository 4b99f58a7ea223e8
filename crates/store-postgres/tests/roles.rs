//! Who may do what in a shared registry, as the store says it.
#![cfg(unix)]

use crate::scene::{CREATE, Scene, agent, named, open};
use baton_model::{EditCommand, RecordsDiff};
use baton_store::{LogQuery, RegistryStore, StoreError};
use baton_store_postgres::{Role, RoleError};
use serde_json::{Value, json};

/// Puts back what the last commit changed.
async fn take_back(scene: &Scene) {
    let last = LogQuery::newest(1);
    let last = scene.owner.log(&last).await.unwrap();
    let diff = RecordsDiff::from_wire(&last[0].changes).unwrap();
    let back = diff.changes.iter().map(|change| match &change.before {
        Some(before) => EditCommand::put((**before).clone()),
        None => EditCommand::delete(&change.key),
    });
    let back: Vec<EditCommand> = back.collect();
    scene.edit(&scene.owner, &back).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_writes_what_it_may_by_the_store() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let review = json!({"id": "r", "subject": {"kind": "agent", "id": "refunds"}});
    let said = |team: &str| {
        let mut review = review.clone();
        review["approvals"] = json!([{"team": team, "by": "x", "decision": "approve"}]);
        review
    };
    let remark = json!({"id": "c", "subject": {"kind": "agent", "id": "refunds"}, "text": "Why?"});
    let deployed = json!({"id": "refunds@1.0.0", "agent": "refunds", "version": "1.0.0"});
    // What is written, and by which of bo (editor of care), cy (reviewer of care), all (editor of all), ana (admin).
    let table: &[(&str, Value, [bool; 4])] = &[
        (
            "agent",
            named("triage", "Own", Some("care")),
            [true, false, true, true],
        ),
        (
            "agent",
            named("refunds", "Other", Some("billing")),
            [false, false, true, true],
        ),
        (
            "agent",
            named("refunds", "Taken", Some("care")),
            [false, false, true, true],
        ),
        ("agent", agent("triage", None), [true, false, true, true]),
        (
            "agent",
            agent("fresh", Some("care")),
            [true, false, true, true],
        ),
        (
            "agent",
            agent("theirs", Some("billing")),
            [false, false, true, true],
        ),
        (
            "agent",
            named("stray", "Anybody's", None),
            [true, false, true, true],
        ),
        ("agent_version", deployed, [false, false, true, true]),
        (
            "team",
            json!({"id": "care", "name": "Care"}),
            [true, false, true, true],
        ),
        (
            "team",
            json!({"id": "night", "name": "Night"}),
            [false, false, true, true],
        ),
        (
            "rule_setting",
            json!({"id": "s", "code": "B001"}),
            [false, false, true, true],
        ),
        ("comment", remark, [true, true, true, true]),
        ("review", review.clone(), [true, true, true, true]),
        ("review", said("care"), [false, true, false, true]),
        ("review", said("billing"), [false, false, false, true]),
    ];
    for (at, login) in ["bo", "cy", "all", "ana"].into_iter().enumerate() {
        let store = scene.of(login).await;
        assert_eq!(store.info().read_only, None, "{login}");
        for (kind, fields, who) in table {
            let head = store.head().await.unwrap();
            let done = scene.write(&store, &[(kind, fields.clone())]).await;
            assert_eq!(done.is_ok(), who[at], "{login} {kind} {fields}: {done:?}");
            let written = store.head().await.unwrap() - head;
            assert_eq!(written, u32::from(who[at]), "{login} {kind} {fields}");
            // As it was, for the next one.
            if written == 1 {
                take_back(&scene).await;
            }
        }
    }
    assert_eq!(scene.owner.verify().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_record_team_and_remedy() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let bo = scene.of("bo").await;
    let foreign = named("refunds", "Mine now", Some("care"));
    let refused = scene.write(&bo, &[("agent", foreign)]).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "agent refunds belongs to team billing, whose records bo may not change"
    );
    assert!(
        refused
            .hint()
            .contains("baton registry grant bo editor --team billing")
    );
    // What is one's own is not given away to a team that did not ask for it.
    let given = scene
        .write(&bo, &[("agent", agent("triage", Some("billing")))])
        .await
        .unwrap_err();
    assert!(
        given.to_string().contains("would belong to team billing"),
        "{given}"
    );
    // One record of many is enough.
    let both = [
        ("agent", named("triage", "Own", Some("care"))),
        ("agent", named("refunds", "Other", Some("billing"))),
    ];
    let head = bo.head().await.unwrap();
    scene.write(&bo, &both).await.unwrap_err();
    assert_eq!(bo.head().await.unwrap(), head);
    // A reader's registry is read-only, and says why; who has no role is told so.
    let reader = scene.of("dee").await;
    assert!(reader.info().read_only.unwrap().contains("dee may read it"));
    assert_eq!(reader.load().await.unwrap().records.len(), 6);
    assert_eq!(reader.verify().await.unwrap(), []);
    let refused = open(&scene.cluster, "nobody", CREATE).await.unwrap_err();
    assert!(
        matches!(&refused, StoreError::Forbidden { message, .. } if message.contains("nobody has no role")),
        "{refused}"
    );
    // The login that wrote is in the log, whatever the author says.
    scene
        .write(&bo, &[("agent", named("triage", "Own", Some("care")))])
        .await
        .unwrap();
    let mut connection = scene.connect("dee").await;
    let login: String =
        sqlx::query_scalar("SELECT login FROM change_log ORDER BY revision DESC LIMIT 1")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    assert_eq!(login, "bo");
    // A role that goes is gone in what is open, too.
    scene.owner.revoke("bo", None, None).await.unwrap();
    assert!(matches!(
        bo.head().await,
        Err(StoreError::NotARegistry { .. } | StoreError::Forbidden { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_granted_by_admins_to_logins_and_teams_that_are_there() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let ana = scene.of("ana").await;
    let refused = async |login: &str, role, team| ana.grant(login, role, team).await.unwrap_err();
    assert!(matches!(
        refused("bobo", Role::Reader, None).await,
        RoleError::NoLogin { .. }
    ));
    assert!(matches!(
        refused("baton", Role::Reader, None).await,
        RoleError::Owner { .. }
    ));
    assert!(matches!(
        refused("bo", Role::Admin, Some("care")).await,
        RoleError::NotForTeams { .. }
    ));
    let near = refused("bo", Role::Editor, Some("biling")).await;
    assert_eq!(near.hint(), "did you mean billing?");
    for login in ["dee", "bo", "cy", "all"] {
        let store = scene.of(login).await;
        let refused = store.grant(login, Role::Admin, None).await.unwrap_err();
        assert!(
            refused
                .to_string()
                .contains(&format!("{login} is no admin")),
            "{refused}"
        );
        let refused = store.revoke("ana", None, None).await.unwrap_err();
        assert!(
            refused
                .to_string()
                .contains(&format!("{login} is no admin")),
            "{refused}"
        );
        assert_eq!(
            scene
                .sql(login, "SELECT grant_role('bo', 'admin', '')")
                .await,
            Err("42501".to_owned())
        );
        assert_eq!(store.roles().await.unwrap().grants.len(), 5);
    }
    // A second team, and the first one taken away.
    ana.grant("bo", Role::Editor, Some("billing"))
        .await
        .unwrap();
    assert_eq!(
        ana.revoke("bo", Some(Role::Editor), Some("care"))
            .await
            .unwrap(),
        1
    );
    let bo = scene.of("bo").await;
    scene
        .write(&bo, &[("agent", named("refunds", "Ours", Some("billing")))])
        .await
        .unwrap();
    scene
        .write(&bo, &[("agent", named("triage", "Ours", Some("care")))])
        .await
        .unwrap_err();
    assert!(matches!(
        ana.revoke("bo", Some(Role::Admin), None).await,
        Err(RoleError::NotGranted { .. })
    ));
    // A group's roles are those of its members.
    scene
        .sql("baton", "CREATE ROLE carers; GRANT carers TO nobody")
        .await
        .unwrap();
    ana.grant("carers", Role::Editor, Some("care"))
        .await
        .unwrap();
    let member = scene.of("nobody").await;
    scene
        .write(
            &member,
            &[("agent", named("triage", "Others", Some("care")))],
        )
        .await
        .unwrap();
    scene
        .write(
            &member,
            &[("agent", named("refunds", "Others", Some("billing")))],
        )
        .await
        .unwrap_err();
    assert_eq!(scene.owner.verify().await.unwrap(), []);
}
