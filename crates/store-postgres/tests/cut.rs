//! A connection that breaks before, during and after COMMIT: what was acknowledged is stored, once, and what was refused is not.
#![cfg(unix)]

use crate::cluster::Cluster;
use crate::wire::{Break, Way, Wire};
use baton_model::{EditCommand, Kind, Record};
use baton_store::conformance::Author;
use baton_store::{
    CommitOutcome, LogEntry, NewCommit, Next, OpenOptions, RegistryStore, SeriesOutcome, StoreError,
};
use baton_store_postgres::{Address, PostgresStore};
use serde_json::json;
use std::time::{Duration, Instant};

const CREATE: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};

/// A registry, seen over a wire that breaks and beside it.
struct Scene {
    wire: Wire,
    over: PostgresStore,
    beside: PostgresStore,
    ana: Author,
    _cluster: Cluster,
}

impl Scene {
    async fn new() -> Option<Self> {
        let cluster = Cluster::start()?;
        let wire = Wire::to(cluster.port()).await;
        let open = async |port: u16| {
            let address = format!("postgres://baton@127.0.0.1:{port}/postgres");
            PostgresStore::open(Address::parse(&address).unwrap(), CREATE)
                .await
                .unwrap()
        };
        Some(Self {
            beside: open(cluster.port()).await,
            over: open(wire.port).await,
            wire,
            ana: Author::new("ana"),
            _cluster: cluster,
        })
    }

    fn edit(&mut self, name: &str) -> NewCommit {
        let team = Record::from_json(Kind::Team, json!({"id": "care", "name": name})).unwrap();
        self.ana.prepare(&[EditCommand::put(team)]).unwrap()
    }

    /// Whether the server has kept a commit, now that nobody writes any more.
    async fn has(&self, commit: &NewCommit) -> bool {
        let found = self.beside.find_operation(&commit.operation_id).await;
        found.unwrap().is_some()
    }

    /// The log holds each commit of the author's once, and all hashes fit.
    async fn is_sound(&self, commits: u32) {
        assert_eq!(self.beside.head().await.unwrap(), commits);
        assert_eq!(self.beside.verify().await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_breaks_at_any_message_loses_and_doubles_nothing() {
    let Some(mut scene) = Scene::new().await else {
        return;
    };
    let mut commits = 0;
    let mut refused = 0;
    for way in [Way::ToServer, Way::FromServer] {
        for nth in 1.. {
            assert!(nth < 200, "the wire breaks for ever");
            let commit = scene.edit(&format!("{way:?} {nth}"));
            scene.wire.break_at(Break::At(way, nth), false);
            let mut done = scene.over.commit(&commit).await;
            let broke = scene.wire.mend();
            if let Err(error) = &done {
                assert!(matches!(error, StoreError::Away { .. }), "{error:?}");
                assert!(!scene.has(&commit).await, "{way:?} {nth}");
                refused += 1;
                done = scene.over.commit(&commit).await;
            }
            let Ok(CommitOutcome::Committed(committed)) = done else {
                panic!("{way:?} {nth}: {done:?}");
            };
            commits += 1;
            assert_eq!(committed.revision, commits);
            assert!(scene.has(&commit).await);
            scene.ana.took(&commit.diff, commits);
            if !broke {
                break;
            }
        }
    }
    assert!(refused > 4, "the wire broke in no commit");
    scene.is_sound(commits).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_in_doubt_is_told_so_and_never_stored_twice() {
    let Some(mut scene) = Scene::new().await else {
        return;
    };
    for (at, kept) in [(Break::BeforeCommit, false), (Break::AfterCommit, true)] {
        let commit = scene.edit(&format!("{at:?}"));
        scene.wire.break_at(at, true);
        let began = Instant::now();
        let done = scene.over.commit(&commit).await;
        assert!(
            matches!(done, Err(StoreError::Unresolved { .. })),
            "{done:?}"
        );
        assert!(began.elapsed() < Duration::from_mins(1), "it hangs");
        // Reading is refused too, and says why.
        let away = scene.over.head().await;
        assert!(matches!(away, Err(StoreError::Away { .. })), "{away:?}");
        assert!(scene.wire.mend());
        assert_eq!(scene.has(&commit).await, kept);
        let again = scene.over.commit(&commit).await.unwrap();
        assert_eq!(
            matches!(again, CommitOutcome::Duplicate(_)),
            kept,
            "{again:?}"
        );
        let revision = scene.beside.head().await.unwrap();
        scene.ana.took(&commit.diff, revision);
    }
    scene.is_sound(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_commit_that_was_worked_out_again_is_found_out() {
    let Some(mut scene) = Scene::new().await else {
        return;
    };
    let mut bo = Author::new("bo");
    for at in [Break::BeforeCommit, Break::AfterCommit] {
        // Somebody else is faster.
        let late = scene.edit(&format!("{at:?} late"));
        bo.read(&scene.beside).await.unwrap();
        let fields = json!({"id": "other", "name": format!("{at:?}")});
        let theirs = Record::from_json(Kind::Team, fields).unwrap();
        let theirs = [EditCommand::put(theirs)];
        let faster = bo.commit(&scene.beside, &theirs).await.unwrap();
        let mut anew = late.clone();
        anew.expected_revision = faster.revision;
        let mut again = |_: &[LogEntry]| Some(Box::new(anew.clone()));
        scene.wire.break_at(at, false);
        let done = scene.over.commit_in_turn(&late, &mut again).await.unwrap();
        assert!(matches!(done, CommitOutcome::Committed(_)), "{done:?}");
        scene.ana.read(&scene.beside).await.unwrap();
    }
    scene.is_sound(4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_series_is_found_out() {
    let Some(mut scene) = Scene::new().await else {
        return;
    };
    let mut head = 0;
    for (at, kept) in [(Break::BeforeCommit, false), (Break::AfterCommit, true)] {
        let first = scene.edit(&format!("{at:?} 1"));
        let mut seen = scene.ana.clone();
        scene.ana.took(&first.diff, head + 1);
        let second = scene.edit(&format!("{at:?} 2"));
        let last = second.clone();
        let mut parts = [first, second].into_iter();
        let mut next = || {
            parts
                .next()
                .map_or(Next::End, |part| Next::Commit(Box::new(part)))
        };
        scene.wire.break_at(at, false);
        let done = scene.over.commit_series(&mut next).await;
        assert!(scene.wire.mend());
        assert_eq!(scene.has(&last).await, kept);
        match done {
            Ok(SeriesOutcome::Committed(parts)) if kept => {
                assert_eq!(parts.len(), 2);
                head += 2;
            }
            Err(StoreError::Away { .. }) if !kept => {
                // Nobody takes an operation's name twice.
                seen.prepare(&[]).unwrap();
                scene.ana = seen;
            }
            other => panic!("{at:?}: {other:?}"),
        }
    }
    scene.is_sound(head).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_nothing_is_not_waited_for() {
    let Some(mut scene) = Scene::new().await else {
        return;
    };
    let commit = scene.edit("Care");
    scene.wire.fall_silent();
    let began = Instant::now();
    let done = scene.over.commit(&commit).await;
    assert!(matches!(done, Err(StoreError::Away { .. })), "{done:?}");
    assert!(began.elapsed() < Duration::from_mins(1), "it hangs");
    assert!(!scene.has(&commit).await);
    scene.wire.mend();
    let done = scene.over.commit(&commit).await.unwrap();
    assert!(matches!(done, CommitOutcome::Committed(_)), "{done:?}");
    scene.is_sound(1).await;
}
