//! A step along the history whose answer was lost: asked for again it is the same step, unless it was seen what became of it.

use crate::clients::Clock;
use crate::dice::Dice;
use crate::memory::{MemoryStore, NextCommit, Shelf};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::registry::EditRequest;
use baton_app::{ErrorCode, Registry};
use baton_model::{EditCommand, Team, TeamId};
use baton_store::Action;
use std::sync::{Arc, Mutex};

/// A registry in which one author has named a team `first`, then `second`, then `third`.
struct Desk {
    shelf: Arc<Mutex<Shelf>>,
    next: Arc<Mutex<NextCommit>>,
    registry: Registry,
}

impl Desk {
    async fn new() -> Self {
        let shelf = Arc::default();
        let store = MemoryStore::new(&shelf, Dice::again(1), 0);
        let next = store.next_commit();
        let registry = Registry::open(Box::new(store), Box::new(Clock::of(0)))
            .await
            .unwrap();
        for (revision, name) in ["first", "second", "third"].into_iter().enumerate() {
            let team = Team::new(TeamId::new("payments").unwrap(), name.to_owned());
            let edit = EditCommand::put(team).on(revision as u32);
            registry.edit(EditRequest::edit(vec![edit])).await.unwrap();
        }
        Self {
            shelf,
            next,
            registry,
        }
    }

    fn name(&self) -> String {
        let stored = self.shelf.lock().unwrap();
        stored
            .document
            .find::<Team>("payments")
            .unwrap()
            .name
            .clone()
    }

    fn steps(&self) -> usize {
        let stored = self.shelf.lock().unwrap();
        let is_step = |action: &Action| matches!(action, Action::Undo(_) | Action::Redo(_));
        stored
            .log
            .iter()
            .filter(|entry| is_step(&entry.action))
            .count()
    }

    async fn undo_unheard(&self, next: NextCommit) {
        *self.next.lock().unwrap() = next;
        let error = undo(&self.registry).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Unresolved);
    }
}

#[tokio::test]
async fn an_undo_that_was_stored_unheard_is_the_same_one_when_asked_again() {
    let desk = Desk::new().await;
    desk.undo_unheard(NextCommit::StoredUnheard).await;
    let reply = undo(&desk.registry).await.unwrap();
    assert_eq!((desk.name().as_str(), desk.steps()), ("second", 1));
    assert_eq!(
        (reply.revision, reply.diff.len(), reply.can_redo),
        (4, 1, true)
    );
    undo(&desk.registry).await.unwrap();
    assert_eq!((desk.name().as_str(), desk.steps()), ("first", 2));
}

#[tokio::test]
async fn an_undo_that_was_lost_is_done_when_asked_again() {
    let desk = Desk::new().await;
    desk.undo_unheard(NextCommit::LostUnheard).await;
    assert_eq!((desk.name().as_str(), desk.steps()), ("third", 0));
    undo(&desk.registry).await.unwrap();
    assert_eq!((desk.name().as_str(), desk.steps()), ("second", 1));
}

#[tokio::test]
async fn whoever_saw_what_became_of_an_undo_goes_on_from_there() {
    let desk = Desk::new().await;
    desk.undo_unheard(NextCommit::StoredUnheard).await;
    desk.registry.follow().await.unwrap();
    undo(&desk.registry).await.unwrap();
    assert_eq!((desk.name().as_str(), desk.steps()), ("first", 2));
}

#[tokio::test]
async fn a_redo_after_an_undo_in_doubt_is_a_step_of_its_own() {
    let desk = Desk::new().await;
    desk.undo_unheard(NextCommit::StoredUnheard).await;
    redo(&desk.registry).await.unwrap();
    assert_eq!((desk.name().as_str(), desk.steps()), ("third", 2));
}
