//! What a check of a whole topology says of one subject, kept apart from what it says of others, so that an edit has only those worded anew that
//! it touched.

use crate::facts::{Mark, watched_apart};
use crate::finding::Finding;
use std::sync::Arc;

/// What a check of the whole has told of one subject.
pub(crate) struct Part {
    subject: String,
    /// What the check handed in beside what the part looked at itself.
    given: String,
    pub marks: Box<[Mark]>,
    pub findings: Vec<Arc<Finding>>,
}

/// What it tells now.
pub(crate) enum Told {
    /// Nothing that the part depends on has changed.
    Same(Arc<Part>),
    Anew(Anew),
}

/// A part that was worded just now.
pub(crate) struct Anew {
    subject: String,
    given: String,
    marks: Box<[Mark]>,
    pub findings: Vec<Finding>,
}

/// The parts of one check, while it runs.
#[derive(Default)]
pub(crate) struct Parts {
    /// Those of the last run of which nothing is touched, by subject.
    standing: Vec<Arc<Part>>,
    /// Where the next one to be asked for is likely to stand.
    next: usize,
    pub told: Vec<Told>,
}

impl Anew {
    /// Goes in among what is kept.
    pub fn kept(self, keep: impl FnMut(Finding) -> Arc<Finding>) -> Arc<Part> {
        Arc::new(Part {
            subject: self.subject,
            given: self.given,
            marks: self.marks,
            findings: self.findings.into_iter().map(keep).collect(),
        })
    }
}

impl Parts {
    /// Begins a run of a check of which some parts are known and untouched.
    pub fn among(mut standing: Vec<Arc<Part>>) -> Self {
        standing.sort_by(|a, b| a.subject.cmp(&b.subject));
        Self {
            standing,
            ..Self::default()
        }
    }

    /// Takes over what was told of a subject if the same was given for it and nothing that it looked at has changed; words it otherwise.
    pub fn tell(&mut self, subject: &str, given: String, word: impl FnOnce(&mut Vec<Finding>)) {
        if let Some(part) = self.standing(subject).filter(|part| part.given == given) {
            self.told.push(Told::Same(part));
            return;
        }
        let mut findings = Vec::new();
        let ((), marks) = watched_apart(|| word(&mut findings));
        self.told.push(Told::Anew(Anew {
            subject: subject.to_owned(),
            given,
            marks,
            findings,
        }));
    }

    fn standing(&mut self, subject: &str) -> Option<Arc<Part>> {
        let is_next = self.standing.get(self.next);
        if is_next.is_none_or(|part| part.subject != subject) {
            let of = |part: &Arc<Part>| part.subject.as_str().cmp(subject);
            self.next = self.standing.binary_search_by(of).ok()?;
        }
        self.next += 1;
        Some(Arc::clone(&self.standing[self.next - 1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(parts: &mut Parts, subject: &str, given: &str) -> bool {
        let mut is_worded = false;
        parts.tell(subject, given.to_owned(), |_| is_worded = true);
        is_worded
    }

    #[test]
    fn only_what_stands_and_was_given_the_same_is_taken_over() {
        let mut first = Parts::default();
        for subject in ["b", "a", "c"] {
            assert!(told(&mut first, subject, "way"));
        }
        let standing = first.told.into_iter().map(|told| match told {
            Told::Same(part) => part,
            Told::Anew(part) => part.kept(Arc::new),
        });
        let mut next = Parts::among(standing.skip(1).collect());
        let worded = [
            ("a", "way"),
            ("b", "way"),
            ("c", "other way"),
            ("a", "way"),
            ("d", "way"),
        ]
        .map(|(subject, given)| told(&mut next, subject, given));
        assert_eq!(worded, [false, true, true, false, true]);
    }
}
