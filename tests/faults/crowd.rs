//! Many people on one shared registry: writers that quarrel about the same records, and readers that follow. The long form is fifty writers of
//! an edit a second and two hundred readers for ten minutes on a server that syncs every commit; run it optimised, for its figures.

use crate::cluster::Cluster;
use crate::dice::all;
use baton_app::registry::EditRequest;
use baton_app::{ErrorCode, Host, Registry};
use baton_model::{Document, EditCommand, Team, TeamId, Timestamp};
use baton_store::OpenOptions;
use baton_store_postgres::{Address, PostgresStore};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

/// Records that several writers count up in turns.
const COUNTERS: usize = 10;
/// How often a reader looks, as a window does.
const LOOK: Duration = Duration::from_millis(250);
const SECOND: Duration = Duration::from_secs(1);

/// Who comes, and for how long.
struct Size {
    writers: usize,
    readers: usize,
    seconds: u32,
    server: &'static str,
}

const SHORT: Size = Size {
    writers: 10,
    readers: 30,
    seconds: 5,
    server: "-c fsync=off -c max_connections=400",
};
const LONG: Size = Size {
    writers: 50,
    readers: 200,
    seconds: 600,
    server: "-c max_connections=900",
};

static OPERATIONS: AtomicU32 = AtomicU32::new(0);

struct Someone(String);

impl Host for Someone {
    fn author(&self) -> String {
        self.0.clone()
    }

    fn now(&self) -> Timestamp {
        Timestamp::new("2026-11-21T09:00:00Z").unwrap()
    }

    fn operation_id(&self) -> String {
        format!("crowd-{}", OPERATIONS.fetch_add(1, Ordering::Relaxed))
    }
}

/// What a writer was told.
#[derive(Default)]
struct Written {
    /// From when an edit was due to its acknowledgement.
    took: Vec<Duration>,
    conflicts: usize,
    /// How often each counter was counted up.
    counted: BTreeMap<usize, u32>,
}

async fn open(address: &str, name: String) -> Registry {
    let options = OpenOptions {
        create: true,
        read_only: false,
    };
    let address = Address::parse(address).unwrap();
    let store = PostgresStore::open(address, options).await.unwrap();
    Registry::open(Box::new(store), Box::new(Someone(name)))
        .await
        .unwrap()
}

fn team(id: &str, purpose: u32) -> Team {
    let mut team = Team::new(TeamId::new(id).unwrap(), id.to_owned());
    team.purpose = purpose.to_string();
    team
}

fn counter(at: usize) -> String {
    format!("counter-{at}")
}

/// What a team's purpose says, as a number, and the revision that it stands at.
fn value(document: &Document, id: &str) -> (u32, u32) {
    let key = baton_model::RecordKey::new(baton_model::Kind::Team, id);
    let purpose = &document.find::<Team>(id).unwrap().purpose;
    (
        purpose.parse().unwrap(),
        document.get(&key).unwrap().revision,
    )
}

/// Writes an edit a second, of a record that only this writer has or of one that others count up too, in turns.
async fn write(registry: Arc<Registry>, me: usize, seconds: u32, start: Instant) -> Written {
    let mut written = Written::default();
    let own = format!("own-{me}");
    let shared = me % COUNTERS;
    // Spread over the second as by chance, but alike in every run (multiples of the golden ratio): nearly any other step has many begin together.
    let offset = Duration::from_millis(me as u64 * 618 % 1000);
    for second in 0..seconds {
        let due = start + offset + SECOND * second;
        sleep_until(due).await;
        if second % 2 == 0 {
            let edit = EditCommand::put(team(&own, second));
            registry.edit(EditRequest::edit(vec![edit])).await.unwrap();
        } else {
            loop {
                let id = counter(shared);
                let (count, revision) = registry.read(|document| value(document, &id));
                let edit = EditCommand::put(team(&id, count + 1)).on(revision);
                match registry.edit(EditRequest::edit(vec![edit])).await {
                    Ok(_) => break,
                    Err(error) if error.code == ErrorCode::Conflict => written.conflicts += 1,
                    Err(error) => panic!("{error:?}"),
                }
            }
            *written.counted.entry(shared).or_default() += 1;
        }
        written.took.push(due.elapsed());
    }
    written
}

/// Looks four times a second until nobody writes any more. Gives how often something new was there.
async fn read(registry: Arc<Registry>, ended: Arc<AtomicBool>) -> u32 {
    let (mut seen, mut news) = (0, 0);
    while !ended.load(Ordering::Relaxed) {
        registry.follow().await.unwrap();
        let revision = registry.read(Document::revision);
        assert!(revision >= seen, "the registry went back");
        news += u32::from(revision > seen);
        seen = revision;
        sleep(LOOK).await;
    }
    news
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_loses_no_update_and_leaves_no_connection() {
    let size = if all() { LONG } else { SHORT };
    let Some(cluster) = Cluster::start_with(size.server) else {
        return;
    };
    let address = cluster.address("crowd");
    let first = open(&address, "first".to_owned()).await;
    let counters = (0..COUNTERS).map(|at| EditCommand::put(team(&counter(at), 0)));
    let request = EditRequest::edit(counters.collect());
    first.edit(request).await.unwrap();

    let mut registries = Vec::new();
    for at in 0..size.writers + size.readers {
        registries.push(Arc::new(open(&address, format!("somebody-{at}")).await));
    }
    let ended = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for registry in &registries[size.writers..] {
        readers.spawn(read(Arc::clone(registry), Arc::clone(&ended)));
    }
    let start = Instant::now() + SECOND;
    let mut writers = JoinSet::new();
    for (me, registry) in registries[..size.writers].iter().enumerate() {
        writers.spawn(write(Arc::clone(registry), me, size.seconds, start));
    }
    let written = writers.join_all().await;
    ended.store(true, Ordering::Relaxed);
    let news: u32 = readers.join_all().await.iter().sum();

    // Every acknowledged edit is there once, and every count was counted.
    let edits = size.writers * size.seconds as usize;
    first.follow().await.unwrap();
    let revision = first.read(Document::revision);
    assert_eq!(revision as usize, edits + 1, "a commit for each edit");
    for at in 0..COUNTERS {
        let counted: u32 = written.iter().filter_map(|one| one.counted.get(&at)).sum();
        let (stored, _) = first.read(|document| value(document, &counter(at)));
        assert_eq!(stored, counted, "counter {at} lost an update");
    }
    let last = size.seconds - 1 - (size.seconds - 1) % 2;
    for me in 0..size.writers {
        let (stored, _) = first.read(|document| value(document, &format!("own-{me}")));
        assert_eq!(stored, last, "the last edit of writer {me}");
    }
    let all = first.read(Document::clone);
    for registry in &registries {
        registry.follow().await.unwrap();
        registry.read(|seen| assert!(*seen == all, "somebody sees something else"));
    }

    // Nobody holds anything up, and whoever goes takes the connections along.
    cluster.sql("DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'baton' AND state LIKE 'idle in transaction%') THEN RAISE EXCEPTION 'a transaction was left open'; END IF; END $$");
    for registry in &registries {
        registry.close().await;
    }
    first.close().await;
    cluster.sql("DO $$ BEGIN FOR i IN 1..100 LOOP PERFORM pg_stat_clear_snapshot(); IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'baton') THEN RETURN; END IF; PERFORM pg_sleep(0.1); END LOOP; RAISE EXCEPTION 'connections were left'; END $$");

    let mut took: Vec<Duration> = written.iter().flat_map(|one| one.took.clone()).collect();
    took.sort_unstable();
    let conflicts: usize = written.iter().map(|one| one.conflicts).sum();
    let at = |share: usize| took[(took.len() * share / 1000).min(took.len() - 1)];
    eprintln!(
        "{} writers, {} readers, {} s: {edits} edits, {conflicts} conflicts, readers saw news {news} times; from due to acknowledged p50 {:?}, p95 {:?}, p99 {:?}, at most {:?}",
        size.writers,
        size.readers,
        size.seconds,
        at(500),
        at(950),
        at(990),
        at(1000)
    );
}
