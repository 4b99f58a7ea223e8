//! An open registry, and what is said to the window about it.
//!
//! The window holds the registry at some revision. It takes in a [`DeskReply`] of the revision after that one, drops what is
//! not newer, and asks for a snapshot where something in between is missing. Replies and events travel on ways of their own and
//! may overtake each other, so nothing may depend on what was said before:
//!
//! **A message of revision N tells what commit N changed, and how the findings of N differ from those of the revision
//! that was to be seen before it.**
//!
//! Whoever is at N - 1 has seen that revision, so for them the two are the same step, whichever way they came there; nobody else takes
//! the message in. A rehearsal's reply is no such message: it is shown, and never taken in.

use crate::refused::Refused;
use crate::test_delay;
use baton_app::check::change::FindingsChange;
use baton_app::registry::{EditReply, Snapshot, Step};
use baton_app::{AppError, Registry};
use baton_model::RecordChange;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Notify;

/// Who is told of the registry.
#[derive(Default)]
pub struct Audience {
    /// Windows that are open.
    pub windows: AtomicU32,
    /// Wakes whoever follows the registry before its time.
    pub wake: Notify,
}

/// An open registry with the revision that its windows have been told of.
///
/// One window knows what it has asked for. Where there are several, none of them knows what the others asked for, so every revision is
/// news for all; the one that has made it drops it.
pub struct Open {
    pub registry: Registry,
    audience: Arc<Audience>,
    told: AtomicU32,
}

/// What an edit did.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct DeskReply {
    /// The registry's revision after it.
    pub revision: u32,
    /// The changed records. Where the edit changed nothing, those of the newest commit, so that the window cannot miss them.
    pub diff: Vec<RecordChange>,
    /// What became of the findings.
    pub findings: FindingsChange,
    /// Whether the author has something to undo.
    pub can_undo: bool,
    /// Whether the author has something to redo.
    pub can_redo: bool,
    /// What was passed over or kept, in sentences.
    pub notes: Vec<String>,
}

impl From<Step> for DeskReply {
    fn from(step: Step) -> Self {
        Self {
            revision: step.revision,
            diff: step.diff,
            findings: step.findings,
            can_undo: step.can_undo,
            can_redo: step.can_redo,
            notes: Vec::new(),
        }
    }
}

impl Open {
    pub fn new(registry: Registry, audience: Arc<Audience>) -> Self {
        let told = AtomicU32::new(registry.read(baton_model::Document::revision));
        Self {
            registry,
            audience,
            told,
        }
    }

    /// The revision that the windows have been told of.
    pub fn told(&self) -> u32 {
        self.told.load(Ordering::Acquire)
    }

    /// Notes that every window knows everything up to a revision, or is going to hear of it.
    pub fn tell(&self, revision: u32) {
        self.told.fetch_max(revision, Ordering::AcqRel);
    }

    /// The same for the window that has asked.
    fn tell_asker(&self, revision: u32) {
        if self.audience.windows.load(Ordering::Acquire) > 1 {
            self.audience.wake.notify_one();
        } else {
            self.tell(revision);
        }
    }

    /// Everything, for the window.
    pub fn snapshot(&self) -> Snapshot {
        let snapshot = self.registry.snapshot();
        self.tell_asker(snapshot.revision);
        snapshot
    }

    /// The reply to an edit of the window, or to its rehearsal.
    pub async fn reply(&self, done: EditReply, dry_run: bool) -> Result<DeskReply, AppError> {
        let told = match done.findings_change() {
            Some(findings) if dry_run || !done.diff.is_empty() => DeskReply {
                revision: done.revision,
                diff: done.diff,
                findings,
                can_undo: done.can_undo,
                can_redo: done.can_redo,
                notes: done.notes,
            },
            _ => DeskReply {
                notes: done.notes,
                ..self.registry.last_step().await?.into()
            },
        };
        // Where others were faster the reply is a leap: the window asks for a snapshot, or hears of it as news.
        if !dry_run && told.revision == self.told() + 1 {
            self.tell_asker(told.revision);
        }
        Ok(told)
    }

    /// The reply to an edit that may have been refused.
    pub async fn answer(
        &self,
        done: Result<EditReply, AppError>,
        dry_run: bool,
    ) -> Result<DeskReply, Refused> {
        let reply = self.reply(done?, dry_run).await?;
        test_delay::wait().await;
        Ok(reply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::news;
    use baton_app::SystemHost;
    use baton_app::edit::undo::undo;
    use baton_app::registry::{EditRequest, init};
    use baton_model::{Agent, AgentId, EditCommand, Json, RecordKey, StoredRecord};
    use baton_rules::Finding;
    use baton_store_sqlite::{OpenOptions, SqliteStore};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::path::Path;

    /// What the window does with messages, as `ui/src/document` does it.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Window {
        revision: u32,
        records: BTreeMap<RecordKey, (u32, Json)>,
        findings: BTreeMap<String, Finding>,
    }

    impl Window {
        fn of(snapshot: Snapshot) -> Self {
            let record = |stored: StoredRecord| {
                let key = RecordKey::new(stored.kind, stored.id);
                (key, (stored.revision, stored.record))
            };
            let findings = snapshot.findings.into_iter();
            Self {
                revision: snapshot.revision,
                records: snapshot.records.into_iter().map(record).collect(),
                findings: findings.map(|f| (f.key.clone(), f)).collect(),
            }
        }

        /// Whether a snapshot is needed.
        fn take(&mut self, message: DeskReply) -> bool {
            if message.revision != self.revision + 1 {
                return message.revision > self.revision;
            }
            self.revision = message.revision;
            for change in message.diff {
                let key = RecordKey::new(change.kind, change.id);
                match change.after {
                    Some(record) => self.records.insert(key, (message.revision, record)),
                    None => self.records.remove(&key),
                };
            }
            let changed = message.findings.changed.into_iter();
            self.findings.extend(changed.map(|f| (f.key.clone(), f)));
            for key in message.findings.gone {
                self.findings.remove(&key);
            }
            false
        }
    }

    /// What happens on the desk's side, and when the window hears of it.
    #[derive(Clone, Debug)]
    enum Happens {
        /// An edit of the window; its reply is made later.
        Edit(bool),
        /// An edit that changes nothing.
        Nothing,
        Undo,
        /// Another program's edit.
        Elsewhere(bool),
        /// The registry takes in what others did, as undo and import begin with.
        Follow,
        /// The reply to the window's edit that waits longest.
        Reply,
        News,
        Snapshot,
        /// One of the messages on their way arrives.
        Arrives(usize),
    }

    fn happens() -> impl Strategy<Value = Happens> {
        prop_oneof![
            3 => any::<bool>().prop_map(Happens::Edit),
            1 => Just(Happens::Nothing),
            1 => Just(Happens::Undo),
            2 => any::<bool>().prop_map(Happens::Elsewhere),
            1 => Just(Happens::Follow),
            3 => Just(Happens::Reply),
            2 => Just(Happens::News),
            1 => Just(Happens::Snapshot),
            6 => (0..8usize).prop_map(Happens::Arrives),
        ]
    }

    enum Message {
        Step(DeskReply),
        Whole(Snapshot),
    }

    async fn registry(path: &Path, author: &str) -> Registry {
        let options = OpenOptions {
            create: true,
            ..OpenOptions::default()
        };
        let store = SqliteStore::open(path, options).await.unwrap();
        let host = SystemHost::new(Some(author.to_owned()));
        Registry::open(Box::new(store), Box::new(host))
            .await
            .unwrap()
    }

    /// Renames an agent, and takes its team away or gives it back, so that findings come and go.
    fn edit(registry: &Registry, agent: &str, owned: bool) -> EditRequest {
        let mut agent = registry.read(|document| {
            let id = AgentId::new(agent).unwrap();
            document.find::<Agent>(&id).unwrap().clone()
        });
        agent.name = format!(
            "{}{}",
            agent.name.trim_end_matches('.'),
            if owned { "." } else { "" }
        );
        agent.team = owned.then(|| baton_model::TeamId::new("desk-network").unwrap());
        EditRequest::edit(vec![EditCommand::put(agent)])
    }

    async fn check(story: &[Happens]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("r.baton");
        let here = registry(&file, "ada").await;
        let sample = baton_app::template::find("sample-support").unwrap();
        init(&here, Some(&sample)).await.unwrap();
        let there = registry(&file, "bo").await;
        let open = Open::new(here, Arc::default());
        let mut window = Window::of(open.snapshot());
        let mut seen = BTreeMap::from([(window.revision, window.clone())]);
        let mut waiting: Vec<EditReply> = Vec::new();
        let mut under_way: Vec<Message> = Vec::new();
        for happens in story {
            match happens {
                Happens::Edit(owned) => {
                    let request = edit(&open.registry, "outage-specialist", *owned);
                    waiting.push(open.registry.edit(request).await.unwrap());
                }
                Happens::Nothing => {
                    let nothing = open.registry.edit(EditRequest::edit(Vec::new()));
                    waiting.push(nothing.await.unwrap());
                }
                Happens::Undo => waiting.extend(undo(&open.registry).await.ok()),
                Happens::Elsewhere(owned) => {
                    there.follow().await.unwrap();
                    let request = edit(&there, "triage-desk", *owned);
                    there.edit(request).await.unwrap();
                }
                Happens::Follow => drop(open.registry.follow().await.unwrap()),
                Happens::Reply if waiting.is_empty() => {}
                Happens::Reply => {
                    let reply = open.reply(waiting.remove(0), false).await.unwrap();
                    under_way.push(Message::Step(reply));
                }
                Happens::News => {
                    let news = news(&open).await.unwrap();
                    under_way.extend(news.map(|news| Message::Step(news.reply)));
                }
                Happens::Snapshot => under_way.push(Message::Whole(open.snapshot())),
                Happens::Arrives(_) if under_way.is_empty() => {}
                Happens::Arrives(at) => {
                    match under_way.remove(at % under_way.len()) {
                        Message::Step(step) => {
                            if window.take(step) {
                                under_way.push(Message::Whole(open.snapshot()));
                            }
                        }
                        Message::Whole(snapshot) if snapshot.revision < window.revision => {}
                        Message::Whole(snapshot) => window = Window::of(snapshot),
                    }
                    assert_eq!(window, seen[&window.revision], "{happens:?}");
                }
            }
            let now = Window::of(open.registry.snapshot());
            seen.entry(now.revision).or_insert(now);
        }
        // Whatever is still on its way arrives, and the next look finds nothing that the window does not know.
        for reply in waiting {
            under_way.push(Message::Step(open.reply(reply, false).await.unwrap()));
        }
        under_way.extend(
            news(&open)
                .await
                .unwrap()
                .map(|news| Message::Step(news.reply)),
        );
        while !under_way.is_empty() {
            match under_way.remove(0) {
                Message::Step(step) => {
                    if window.take(step) {
                        under_way.push(Message::Whole(open.snapshot()));
                    }
                }
                Message::Whole(snapshot) if snapshot.revision < window.revision => {}
                Message::Whole(snapshot) => window = Window::of(snapshot),
            }
        }
        assert_eq!(window, Window::of(open.registry.snapshot()));
        assert!(news(&open).await.unwrap().is_none());
    }

    #[test]
    fn a_reply_that_overtakes_the_news_loses_nothing() {
        use Happens::{Arrives, Edit, Elsewhere, Follow, News, Nothing, Reply, Snapshot};
        let stories: [&[Happens]; 5] = [
            // An edit that changed nothing is the first to tell of another program's commit.
            &[
                Elsewhere(false),
                Follow,
                Nothing,
                Reply,
                Arrives(0),
                News,
                Arrives(0),
            ],
            // The news of the window's own edit is there before its reply, and arrives after it.
            &[Edit(true), News, Reply, Arrives(1), Arrives(0)],
            // Two edits whose replies are made in turn, and arrive the other way round.
            &[
                Edit(true),
                Edit(false),
                Reply,
                Reply,
                Arrives(1),
                Arrives(0),
                Arrives(0),
            ],
            // The news leaps over an edit whose reply arrives first.
            &[
                Edit(true),
                Elsewhere(false),
                News,
                Reply,
                Arrives(1),
                Arrives(0),
                Arrives(0),
            ],
            // A snapshot is made before an edit and arrives after its reply.
            &[Snapshot, Edit(true), Reply, Arrives(1), Arrives(0)],
        ];
        for story in stories {
            tauri::async_runtime::block_on(check(story));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_overtakes_what_the_window_shows_what_is_there(story in prop::collection::vec(happens(), 1..30)) {
            tauri::async_runtime::block_on(check(&story));
        }
    }
}
