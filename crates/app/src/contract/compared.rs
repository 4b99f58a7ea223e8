//! Comparisons of versions, remembered by what the versions say: while somebody types only what changed is compared again.

use baton_contract::{
    Effort, Mode, SchemaProblem, VerdictCache, VersionComparison, compare_versions, content_hash,
};
use baton_model::{ContractVersion, Record, Writers};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

/// Most comparisons that are remembered; the oldest make room.
const MOST: usize = 256;

/// What no comparison looks at.
const MOVING: [&str; 4] = ["state", "notice_date", "sunset_date", "change_note"];

/// What was compared before.
pub(crate) struct Compared(Mutex<VerdictCache<VersionComparison>>);

impl Default for Compared {
    fn default() -> Self {
        Self(Mutex::new(VerdictCache::new(MOST)))
    }
}

impl Compared {
    /// What [`compare_versions`] answers with the default effort. That effort has no time limit, so the answer follows from the content alone.
    pub fn compare(
        &self,
        old: &ContractVersion,
        new: &ContractVersion,
        mode: Mode,
        writers: Writers,
    ) -> Result<VersionComparison, SchemaProblem> {
        let name = content_hash(&json!([said(old), said(new), mode, writers]));
        if let Some(known) = self.known(|known| known.get(&name).cloned()) {
            return Ok(known);
        }
        let answer = compare_versions(old, new, mode, writers, Effort::default())?;
        self.known(|known| known.insert(name, answer.clone()));
        Ok(answer)
    }

    /// Never held while versions are compared: other questions go on.
    fn known<T>(&self, look: impl FnOnce(&mut VerdictCache<VersionComparison>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Everything of a version that a comparison may rest on, its number among it: reasons name it.
fn said(version: &ContractVersion) -> Value {
    let mut fields = Record::from(version.clone()).to_json();
    if let Some(fields) = fields.as_object_mut() {
        for moving in MOVING {
            fields.remove(moving);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_contract::Verdict;
    use baton_model::{ContractId, ContractState, ContractVersionId, Json, TaskState, Version};

    fn version(number: &str, schema: Value) -> ContractVersion {
        let id = ContractVersionId::new(format!("refund@{number}")).unwrap();
        let contract = ContractId::new("refund").unwrap();
        let mut version = ContractVersion::new(id, contract, Version::new(number).unwrap());
        version.payload_schema = Json(schema);
        version
    }

    fn remembered(compared: &Compared) -> usize {
        compared.known(|known| known.len())
    }

    fn schema(required: &[&str]) -> Value {
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": required})
    }

    #[test]
    fn what_stayed_the_same_is_compared_once_and_answered_alike() {
        let compared = Compared::default();
        let (old, new) = (
            version("1.0.0", schema(&[])),
            version("1.1.0", schema(&["a"])),
        );
        let ask = |new: &ContractVersion| {
            compared
                .compare(&old, new, Mode::Full, Writers::Strict)
                .unwrap()
        };
        let fresh = compare_versions(&old, &new, Mode::Full, Writers::Strict, Effort::default());
        let fresh = fresh.unwrap();
        assert_eq!(fresh.backward.verdict, Verdict::Breaking);
        assert_eq!(ask(&new), fresh);
        let mut words = new.clone();
        words.change_note = "Another note.".to_owned();
        words.state = ContractState::InReview;
        assert_eq!(ask(&words), fresh);
        assert_eq!(remembered(&compared), 1);
    }

    #[test]
    fn whatever_an_answer_rests_on_makes_another_question() {
        let compared = Compared::default();
        let old = version("1.0.0", schema(&["a"]));
        let base = version("1.1.0", schema(&["a"]));
        let mut states = base.clone();
        states.task_states = vec![TaskState::ALL[0]];
        let mut tags = base.clone();
        tags.required_capabilities = vec!["billing".to_owned()];
        let questions = [
            (base.clone(), Mode::Full, Writers::Strict),
            (base.clone(), Mode::Backward, Writers::Strict),
            (base, Mode::Full, Writers::AsWritten),
            (
                version("1.2.0", schema(&["a"])),
                Mode::Full,
                Writers::Strict,
            ),
            (version("1.1.0", schema(&[])), Mode::Full, Writers::Strict),
            (states, Mode::Full, Writers::Strict),
            (tags, Mode::Full, Writers::Strict),
        ];
        for (asked, (new, mode, writers)) in questions.iter().enumerate() {
            let answer = compared.compare(&old, new, *mode, *writers).unwrap();
            let fresh = compare_versions(&old, new, *mode, *writers, Effort::default());
            assert_eq!(answer, fresh.unwrap());
            assert_eq!(remembered(&compared), asked + 1);
        }
    }

    #[test]
    fn it_is_bounded_and_keeps_no_failure() {
        let compared = Compared::default();
        let old = version("1.0.0", schema(&[]));
        for number in 0..MOST + 10 {
            let new = version(&format!("1.{}.0", number + 1), schema(&[]));
            compared
                .compare(&old, &new, Mode::Full, Writers::Strict)
                .unwrap();
        }
        assert_eq!(remembered(&compared), MOST);
        let broken = version("2.0.0", json!({"type": "nonsense"}));
        assert!(
            compared
                .compare(&old, &broken, Mode::Full, Writers::Strict)
                .is_err()
        );
        assert_eq!(remembered(&compared), MOST);
    }
}
