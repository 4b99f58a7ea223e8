//! Work on two threads, where there is enough of it.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The results of some tasks, in order. Two threads take one task after the other if `is_much` is to be done.
pub(crate) fn spread<R: Send>(
    tasks: usize,
    is_much: bool,
    work: impl Fn(usize) -> R + Sync,
) -> Vec<R> {
    if !is_much || tasks < 2 {
        return (0..tasks).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks {
                return done;
            }
            done.push((task, work(task)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let other = scope.spawn(run);
        let mut done = run();
        let other = other.join();
        done.extend(other.unwrap_or_else(|fault| resume_unwind(fault)));
        done
    });
    done.sort_unstable_by_key(|(task, _)| *task);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let expected: Vec<usize> = (0..1_000).map(|task| task * 2).collect();
        for is_much in [true, false] {
            assert_eq!(spread(1_000, is_much, |task| task * 2), expected);
        }
    }
}
