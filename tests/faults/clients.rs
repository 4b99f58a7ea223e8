//! Several clients over one store, simulated: who goes on next, which call fails, whose answer is lost and who is killed in the
//! middle follows from a seed alone. Clocks differ by up to two years.

use crate::dice::{Dice, all};
use crate::memory::{MemoryStore, Shelf};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::registry::EditRequest;
use baton_app::{AppError, ErrorCode, Host, Registry};
use baton_model::{EditCommand, Kind, RecordChange, RecordKey, Team, TeamId, Timestamp};
use baton_store::{Action, LogEntry};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// Simulations in the usual run, and with `BATON_FAULTS=all`.
const RUNS: u64 = 250;
const ALL_RUNS: u64 = 5000;
/// What a client does in its life, and how often the same edit is sent again while nobody answers.
const STEPS: usize = 14;
const TRIES: usize = 30;
/// Ids that the clients quarrel about.
const TEAMS: usize = 4;
const NAMES: [&str; 4] = ["ada", "bo", "cy", "di"];

/// What clients were told.
#[derive(Default)]
struct Told {
    acknowledged: BTreeSet<String>,
    refused: BTreeSet<String>,
    /// Revisions that an undo or a redo was acknowledged with, and by whom.
    taken_back: BTreeMap<u32, usize>,
}

/// Everything of one simulation that outlives a client.
struct World {
    shelf: Arc<Mutex<Shelf>>,
    told: Arc<Mutex<Told>>,
    /// Numbers that no two values or operations share.
    next: Arc<AtomicU32>,
    faults: usize,
}

pub struct Clock {
    who: usize,
    world_next: Arc<AtomicU32>,
}

impl Clock {
    /// The clock of somebody who is alone.
    pub fn of(who: usize) -> Self {
        Self {
            who,
            world_next: Arc::default(),
        }
    }
}

impl Host for Clock {
    fn author(&self) -> String {
        NAMES[self.who].to_owned()
    }

    fn now(&self) -> Timestamp {
        let second = self.world_next.fetch_add(1, Ordering::Relaxed);
        let (year, minute) = (2025 + self.who, second / 60 % 60);
        Timestamp::new(format!("{year}-11-21T09:{minute:02}:{:02}Z", second % 60)).unwrap()
    }

    fn operation_id(&self) -> String {
        format!("host-{}", self.world_next.fetch_add(1, Ordering::Relaxed))
    }
}

impl World {
    fn client(&self, who: usize, dice: &mut Dice) -> Client {
        let store = MemoryStore::new(&self.shelf, Dice::again(dice.next()), self.faults);
        let life = Life {
            who,
            store: Some(store),
            clock: Some(Clock {
                who,
                world_next: Arc::clone(&self.next),
            }),
            told: Arc::clone(&self.told),
            next: Arc::clone(&self.next),
            dice: Dice::again(dice.next()),
        };
        Box::pin(life.live())
    }
}

/// A client on its way; in the end, what it has open.
type Client = Pin<Box<dyn Future<Output = Option<Registry>>>>;

/// A client from its start to its end, or to where it is killed.
struct Life {
    who: usize,
    store: Option<MemoryStore>,
    clock: Option<Clock>,
    told: Arc<Mutex<Told>>,
    next: Arc<AtomicU32>,
    dice: Dice,
}

impl Life {
    async fn live(mut self) -> Option<Registry> {
        let (store, clock) = (self.store.take()?, self.clock.take()?);
        // Whoever cannot even open the registry has nothing to do.
        let registry = Registry::open(Box::new(store), Box::new(clock))
            .await
            .ok()?;
        for _ in 0..STEPS {
            match self.dice.below(10) {
                0 | 1 => drop(registry.follow().await),
                2 | 3 => self.take_back(undo(&registry).await),
                4 => self.take_back(redo(&registry).await),
                _ => self.edit(&registry).await,
            }
        }
        Some(registry)
    }

    /// Sends an edit, and the same one again as long as nobody says what became of it.
    async fn edit(&mut self, registry: &Registry) {
        let operation = format!("op-{}", self.next.fetch_add(1, Ordering::Relaxed));
        let command = self.command(registry, &operation);
        for _ in 0..TRIES {
            let reply = registry
                .edit(EditRequest::edit(vec![command.clone()]))
                .await;
            let mut told = self.told.lock().unwrap();
            match reply {
                Ok(reply) => {
                    if !reply.diff.is_empty() {
                        told.acknowledged.insert(operation);
                    }
                    assert!(registry.read(baton_model::Document::revision) >= reply.revision);
                    return;
                }
                Err(error) if is_unanswered(&error) => {}
                Err(error) => {
                    is_sound(&error);
                    told.refused.insert(operation);
                    return;
                }
            }
        }
    }

    /// An edit of one field, on what the client sees, as the window makes it.
    fn command(&mut self, registry: &Registry, operation: &str) -> EditCommand {
        let id = format!("team-{}", self.dice.below(TEAMS));
        let key = RecordKey::new(Kind::Team, id.clone());
        let value = format!(
            "{} {}",
            NAMES[self.who],
            self.next.fetch_add(1, Ordering::Relaxed)
        );
        let seen = registry.read(|document| {
            let team = document.find::<Team>(&id).cloned();
            team.zip(document.get(&key).map(|held| held.revision))
        });
        let mut command = match seen {
            None => EditCommand::put(Team::new(TeamId::new(id).unwrap(), value)).on(0),
            Some((_, revision)) if self.dice.percent(15) => EditCommand::delete(&key).on(revision),
            Some((mut team, revision)) => {
                if self.dice.percent(50) {
                    team.name = value;
                } else {
                    team.purpose = value;
                }
                EditCommand::put(team).on(revision)
            }
        };
        match &mut command {
            EditCommand::Put { operation_id, .. } | EditCommand::Delete { operation_id, .. } => {
                operation.clone_into(operation_id);
            }
        }
        command
    }

    fn take_back(&self, reply: Result<baton_app::registry::EditReply, AppError>) {
        match reply {
            Ok(reply) if !reply.diff.is_empty() => {
                let mut told = self.told.lock().unwrap();
                told.taken_back.insert(reply.revision, self.who);
            }
            Ok(_) => {}
            Err(error) => is_sound(&error),
        }
    }
}

fn is_unanswered(error: &AppError) -> bool {
    matches!(error.code, ErrorCode::Unreachable | ErrorCode::Unresolved)
}

fn is_sound(error: &AppError) {
    assert!(
        !matches!(error.code, ErrorCode::Internal | ErrorCode::Damaged),
        "{error:?}"
    );
}

/// One simulation. Equal seeds are equal to the last call.
fn simulate(seed: u64) -> (usize, usize) {
    let mut dice = Dice::again(seed);
    let world = World {
        shelf: Arc::default(),
        told: Arc::default(),
        next: Arc::default(),
        faults: dice.below(12),
    };
    let count = 2 + dice.below(NAMES.len() - 1);
    let mut clients: Vec<_> = (0..count)
        .map(|who| Some(world.client(who, &mut dice)))
        .collect();
    let mut context = Context::from_waker(Waker::noop());
    let (mut kills, mut turns, mut open) = (0, 0, Vec::new());
    while clients.iter().any(Option::is_some) {
        turns += 1;
        assert!(turns < 200_000, "the clients never end");
        let who = dice.below(count);
        let Some(client) = &mut clients[who] else {
            continue;
        };
        if kills < 3 && dice.below(400) == 0 {
            kills += 1;
            // What it was about to hear, nobody hears; the program is started again.
            clients[who] = Some(world.client(who, &mut dice));
        } else if let Poll::Ready(registry) = client.as_mut().poll(&mut context) {
            clients[who] = None;
            open.extend(registry);
        }
    }
    holds(&world);
    all_agree(&world, &open);
    let stored = world.shelf.lock().unwrap().log.len();
    (stored, kills)
}

/// What has to hold in the end.
fn holds(world: &World) {
    let shelf = world.shelf.lock().unwrap();
    let told = world.told.lock().unwrap();
    let mut operations = BTreeMap::<&str, usize>::new();
    for entry in &shelf.log {
        *operations.entry(&entry.operation_id).or_default() += 1;
    }
    assert!(operations.values().all(|times| *times == 1), "stored twice");
    for operation in &told.acknowledged {
        assert!(
            operations.contains_key(operation.as_str()),
            "{operation} is lost"
        );
    }
    for operation in told
        .refused
        .iter()
        .filter(|id| !told.acknowledged.contains(*id))
    {
        assert!(
            !operations.contains_key(operation.as_str()),
            "{operation} was refused"
        );
    }
    for (revision, who) in &told.taken_back {
        assert_eq!(shelf.log[*revision as usize - 1].author, NAMES[*who]);
    }
    nobody_takes_back_others(&shelf.log);
}

/// Whoever is still there and follows to the end sees what is stored, however often that fails at first.
fn all_agree(world: &World, open: &[Registry]) {
    let stored = world.shelf.lock().unwrap().document.clone();
    for registry in open {
        while ended(registry.follow()).is_err() {}
        let author = registry.host().author();
        registry.read(|seen| assert!(*seen == stored, "{author} sees something else"));
    }
}

fn ended<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

type Fields = BTreeMap<(RecordKey, String), String>;

/// Every field that an undo changes was written last by the one who undoes. Values are never equal by chance, so whose a value is
/// follows from the log.
fn nobody_takes_back_others(log: &[LogEntry]) {
    let mut writers: Vec<Fields> = vec![Fields::new()];
    for entry in log {
        let before = &writers[writers.len() - 1];
        let mut after = before.clone();
        let undone = match &entry.action {
            Action::Undo(of) => of.iter().min().map(|first| &writers[*first as usize - 1]),
            _ => None,
        };
        for place in entry.changes.iter().flat_map(changed) {
            if let Some(undone) = undone {
                let writer = before.get(&place);
                assert!(
                    writer.is_none_or(|writer| *writer == entry.author),
                    "revision {}: {} takes back {place:?} of {writer:?}\n{}",
                    entry.revision,
                    entry.author,
                    story(log, &place)
                );
                match undone.get(&place) {
                    Some(writer) => after.insert(place, writer.clone()),
                    None => after.remove(&place),
                };
            } else {
                after.insert(place, entry.author.clone());
            }
        }
        writers.push(after);
    }
}

/// What the log says about a field, for whoever reads of a failure.
fn story(log: &[LogEntry], (key, field): &(RecordKey, String)) -> String {
    let value = |json: &Option<baton_model::Json>| {
        json.as_ref()
            .map(|json| json.0.get(field.as_str()).cloned())
    };
    let lines = log.iter().flat_map(|entry| {
        let of_it = entry.changes.iter().filter(|change| change.id == key.id);
        of_it.map(|change| {
            let (before, after) = (value(&change.before), value(&change.after));
            let (revision, author, action) = (entry.revision, &entry.author, &entry.action);
            format!("{revision} {author} {action:?}: {before:?} -> {after:?}\n")
        })
    });
    lines.collect()
}

/// The fields that a change changes.
fn changed(change: &RecordChange) -> Vec<(RecordKey, String)> {
    let fields = |json: Option<&baton_model::Json>| match json.map(|json| &json.0) {
        Some(Value::Object(fields)) => fields.clone(),
        _ => serde_json::Map::new(),
    };
    let (before, after) = (
        fields(change.before.as_ref()),
        fields(change.after.as_ref()),
    );
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| *name != "id" && before.get(*name) != after.get(*name))
        .map(|name| {
            let key = RecordKey::new(change.kind, change.id.clone());
            (key, name.clone())
        })
        .collect()
}

#[test]
fn simulated_clients_lose_nothing_and_agree_in_the_end() {
    let mut dice = Dice::of(0x636c_6965);
    let runs = if all() { ALL_RUNS } else { RUNS };
    let (mut commits, mut kills) = (0, 0);
    for _ in 0..runs {
        let (stored, killed) = simulate(dice.next());
        commits += stored;
        kills += killed;
    }
    assert!(commits as u64 > runs * 5, "hardly anything was stored");
    eprintln!(
        "{runs} simulations, {commits} commits, {kills} clients killed: nothing lost, all agree"
    );
}

#[test]
fn a_simulation_can_be_had_again() {
    let log = |seed| {
        let before = simulate(seed);
        assert_eq!(before, simulate(seed));
        before
    };
    assert_ne!(log(1), log(2));
}
