// Written by Baton; what is changed here is lost with the next export.
//! What was let in before.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// One use of a handoff, to be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub handoff: String,
    /// The transfer; a retry has the same.
    pub handoff_id: String,
    /// What the loop limit counts by.
    pub entity: String,
    pub loop_limit: Option<u32>,
}

/// What a store knows of a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Recorded,
    Duplicate,
    Loop,
}

/// What was let in before.
pub trait Store: Send + Sync {
    /// Why the store cannot answer.
    type Error;

    /// Looks and remembers in one step, so that of two equal messages at the same time only one passes: a known `handoff_id` of the handoff is
    /// a duplicate and changes nothing; an entity that has passed `loop_limit` times is a loop; else the id is kept and the entity's count
    /// goes up by one. Over a database: one transaction, or one script in Redis.
    fn record(&self, usage: &Use) -> Result<Recorded, Self::Error>;
}

type Key = (String, String);

/// Remembers the last uses in this process: for tests, and for services that run once.
#[derive(Debug)]
pub struct MemoryStore {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    seen: HashSet<Key>,
    uses: HashMap<Key, u32>,
    /// Transfers and entities in the order in which they came.
    order: VecDeque<(Key, Key)>,
}

impl MemoryStore {
    /// Remembers so many transfers.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            kept: Mutex::default(),
        }
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new(1_000_000)
    }
}

impl Store for MemoryStore {
    type Error = std::convert::Infallible;

    fn record(&self, usage: &Use) -> Result<Recorded, Self::Error> {
        let transfer = (usage.handoff.clone(), usage.handoff_id.clone());
        let entity = (usage.handoff.clone(), usage.entity.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.seen.contains(&transfer) {
            return Ok(Recorded::Duplicate);
        }
        let uses = kept.uses.get(&entity).copied().unwrap_or(0);
        if usage.loop_limit.is_some_and(|limit| uses >= limit) {
            return Ok(Recorded::Loop);
        }
        kept.seen.insert(transfer.clone());
        kept.uses.insert(entity.clone(), uses + 1);
        kept.order.push_back((transfer, entity));
        if kept.order.len() > self.most
            && let Some((transfer, entity)) = kept.order.pop_front()
        {
            kept.seen.remove(&transfer);
            if !kept.order.iter().any(|(_, other)| *other == entity) {
                kept.uses.remove(&entity);
            }
        }
        Ok(Recorded::Recorded)
    }
}
