//! The order in which findings are told.

use crate::finding::{Finding, Severity};
use baton_graph::Mixing;
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// By severity, code and subject. Only what is equal is equal in it, so that it does not matter which is found first.
pub(crate) fn compare(a: &Finding, b: &Finding) -> Ordering {
    (a.severity, &a.code)
        .cmp(&(b.severity, &b.code))
        .then_with(|| within_rule(a, b))
}

fn within_rule(a: &Finding, b: &Finding) -> Ordering {
    (&a.subject, &a.key, &a.topology, &a.message).cmp(&(
        &b.subject,
        &b.key,
        &b.topology,
        &b.message,
    ))
}

/// Sorts findings that come from the checks subject by subject. Those of one rule are nearly in order then, so they are put together first.
pub(crate) fn in_order<F: Borrow<Finding>>(findings: Vec<F>) -> Vec<F> {
    let mut numbers: HashMap<String, usize, Mixing> = HashMap::default();
    let mut groups: Vec<[Vec<F>; 3]> = Vec::new();
    for finding in findings {
        let code = &*finding.borrow().code;
        let number = numbers.get(code).copied().unwrap_or_else(|| {
            numbers.insert(code.to_owned(), groups.len());
            groups.push([Vec::new(), Vec::new(), Vec::new()]);
            groups.len() - 1
        });
        let severity = match finding.borrow().severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Advice => 2,
        };
        groups[number][severity].push(finding);
    }
    let mut groups: Vec<Vec<F>> = groups.into_iter().flatten().collect();
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_by(|a, b| within_rule(a.borrow(), b.borrow()));
    }
    groups.sort_by(|a, b| compare(a[0].borrow(), b[0].borrow()));
    groups.into_iter().flatten().collect()
}

/// A sorted list without some findings, which are told by where they lie in memory, and with others.
pub(crate) fn with_and_without(
    mut findings: Vec<Arc<Finding>>,
    come: Vec<Arc<Finding>>,
    gone: &[Arc<Finding>],
) -> Vec<Arc<Finding>> {
    if !gone.is_empty() {
        let gone: HashSet<*const Finding> = gone.iter().map(Arc::as_ptr).collect();
        findings.retain(|finding| !gone.contains(&Arc::as_ptr(finding)));
    }
    if come.is_empty() {
        return findings;
    }
    let come = in_order(come);
    let mut from = 0;
    let places: Vec<usize> = come
        .iter()
        .map(|finding| {
            let rest = &findings[from..];
            from += rest.partition_point(|known| compare(known, finding).is_lt());
            from
        })
        .collect();
    let mut all = Vec::with_capacity(findings.len() + come.len());
    let mut rest = findings.into_iter();
    let mut taken = 0;
    for (finding, place) in come.into_iter().zip(places) {
        all.extend(rest.by_ref().take(place - taken));
        taken = place;
        all.push(finding);
    }
    all.extend(rest);
    all
}

/// What two sorted lists do not share: of the first, then of the second. Findings that are the same in memory are passed over quickly.
pub fn unshared<'f>(
    before: &'f [Arc<Finding>],
    after: &'f [Arc<Finding>],
) -> (Vec<&'f Arc<Finding>>, Vec<&'f Arc<Finding>>) {
    let (mut only_before, mut only_after) = (Vec::new(), Vec::new());
    let (mut left, mut right) = (before.iter().peekable(), after.iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let order = if Arc::ptr_eq(a, b) {
            Ordering::Equal
        } else {
            compare(a, b)
        };
        let differ = order == Ordering::Equal && !Arc::ptr_eq(a, b) && a != b;
        if order == Ordering::Less || differ {
            only_before.push(*a);
        }
        if order == Ordering::Greater || differ {
            only_after.push(*b);
        }
        if order != Ordering::Greater {
            left.next();
        }
        if order != Ordering::Less {
            right.next();
        }
    }
    only_before.extend(left);
    only_after.extend(right);
    (only_before, only_after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{THREE_AGENTS, registry};
    use crate::{Scope, check};

    /// Some findings, in order.
    fn some() -> Vec<Arc<Finding>> {
        let document = registry(THREE_AGENTS);
        let findings = check(&document, Scope::Registry, &crate::testing::today(), &[]);
        findings.into_iter().map(Arc::new).collect()
    }

    #[test]
    fn findings_come_and_go_in_their_places() {
        let all = some();
        assert!(all.len() > 2);
        let (first, rest) = all.split_at(1);
        let without = with_and_without(all.clone(), Vec::new(), first);
        assert_eq!(without, rest);
        assert_eq!(with_and_without(without, first.to_vec(), &[]), all);
        let swapped = with_and_without(rest.to_vec(), first.to_vec(), &rest[..1]);
        assert_eq!(swapped, [first, &rest[1..]].concat());
        assert_eq!(in_order(all.iter().rev().cloned().collect()), all);
    }

    #[test]
    fn only_what_differs_is_unshared() {
        let all = some();
        let again = some();
        assert_eq!(unshared(&all, &again), (Vec::new(), Vec::new()));
        let mut other = all.clone();
        Arc::make_mut(&mut other[1]).why = "Otherwise.".into();
        assert_eq!(unshared(&all, &other), (vec![&all[1]], vec![&other[1]]));
        assert_eq!(unshared(&all[1..], &all), (Vec::new(), vec![&all[0]]));
    }
}
