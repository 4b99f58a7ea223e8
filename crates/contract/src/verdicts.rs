//! A bounded memory of answers about JSON values, named by content.

use crate::canonical::content_hash;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

/// Answers by content hash; the oldest go first when it is full. The caller owns it, so nothing is remembered behind anybody's back.
#[derive(Clone, Debug)]
pub struct VerdictCache<V> {
    verdicts: BTreeMap<String, V>,
    order: VecDeque<String>,
    capacity: usize,
}

impl<V> VerdictCache<V> {
    /// An empty cache for so many answers, at least one.
    pub fn new(capacity: usize) -> Self {
        Self {
            verdicts: BTreeMap::new(),
            order: VecDeque::new(),
            capacity: capacity.max(1),
        }
    }

    /// The answer that is known for a hash.
    pub fn get(&self, hash: &str) -> Option<&V> {
        self.verdicts.get(hash)
    }

    /// Remembers an answer. Two values that a caller compares go under one hash of both.
    pub fn insert(&mut self, hash: String, verdict: V) {
        if self.verdicts.insert(hash.clone(), verdict).is_none() {
            self.order.push_back(hash);
        }
        while self.order.len() > self.capacity {
            if let Some(oldest) = self.order.pop_front() {
                self.verdicts.remove(&oldest);
            }
        }
    }

    /// The answer about a value, worked out only if it is not known.
    pub fn of(&mut self, value: &Value, work_out: impl FnOnce(&Value) -> V) -> V
    where
        V: Clone,
    {
        let hash = content_hash(value);
        if let Some(known) = self.get(&hash) {
            return known.clone();
        }
        let verdict = work_out(value);
        self.insert(hash, verdict.clone());
        verdict
    }

    /// The number of answers.
    pub fn len(&self) -> usize {
        self.verdicts.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_content_is_worked_out_once() {
        let mut cache = VerdictCache::new(8);
        let mut runs = 0;
        for text in [r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(
                cache.of(&value, |_| {
                    runs += 1;
                    "fine"
                }),
                "fine"
            );
        }
        assert_eq!(runs, 1);
    }

    #[test]
    fn the_oldest_answer_makes_room() {
        let mut cache = VerdictCache::new(2);
        for n in 0..3 {
            cache.of(&json!(n), |_| n);
        }
        assert_eq!(cache.len(), 2);
        assert!(cache.get(&content_hash(&json!(0))).is_none());
        assert_eq!(cache.get(&content_hash(&json!(2))), Some(&2));
    }
}
