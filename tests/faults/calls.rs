//! One call of the file system fails, the first, the second, and so on until none is left: a typed error, no panic, and what was
//! there stays as it was. And one request for memory is refused: whatever becomes of the program, nothing acknowledged is lost.

use crate::dice::{Dice, all};
use crate::preload::{Fault, told};
use crate::scene::{DEEDS, Deed, Scene};
use baton_tests::Reply;

/// Calls that fail in the usual run of a command, spread over all that it makes.
const SAMPLED: usize = 12;

fn every_call_of(deed: Deed, step_of: impl Fn(usize) -> usize) {
    let mut dice = Dice::of(0x6361_6c6c);
    let scene = Scene::of(deed);
    let step = if all() {
        1
    } else {
        step_of(scene.calls).max(1)
    };
    let mut call = 1 + dice.below(step);
    loop {
        let reply = scene.run(Fault::Broken(call));
        is_told(&reply, &format!("{deed:?}, call {call}"));
        let reached = told().calls >= call;
        scene.holds(&reply);
        if !reached {
            break;
        }
        call += step;
    }
    eprintln!("{deed:?}: calls 1 to {call} in steps of {step}");
}

/// A command that could not do its work says so as every error is said, and is not at fault itself.
pub fn is_told(reply: &Reply, at: &str) {
    if reply.code == 0 {
        return;
    }
    assert!(
        [2, 3, 4].contains(&reply.code),
        "{at}: exit {}\n{}\n{}",
        reply.code,
        reply.stdout,
        reply.stderr
    );
    let (code, message, _) = reply.error();
    assert_ne!(code, "internal", "{at}: {message}");
    assert!(!reply.stderr.contains("panicked"), "{at}: {}", reply.stderr);
}

fn sampled(calls: usize) -> usize {
    calls / SAMPLED
}

#[test]
fn an_edit_survives_the_failure_of_every_single_call() {
    every_call_of(Deed::Edit, |calls| calls / 60);
}

#[test]
fn a_first_command_survives_failing_calls() {
    every_call_of(Deed::Init, sampled);
}

#[test]
fn an_import_survives_failing_calls() {
    every_call_of(Deed::Import, sampled);
}

#[test]
fn an_export_survives_failing_calls() {
    every_call_of(Deed::Export, sampled);
}

#[test]
fn a_pull_survives_failing_calls() {
    every_call_of(Deed::Pull, sampled);
}

#[test]
fn a_backup_survives_failing_calls() {
    every_call_of(Deed::Backup, sampled);
}

#[test]
fn a_copy_with_history_survives_failing_calls() {
    every_call_of(Deed::Copy, sampled);
}

#[test]
fn a_restore_survives_failing_calls() {
    every_call_of(Deed::Restore, sampled);
}

#[test]
fn nothing_is_lost_when_memory_is_refused_at_any_request() {
    let mut dice = Dice::of(0x6d65_6d6f);
    let rounds = if all() { 200 } else { 6 };
    let mut noticed = 0;
    for deed in DEEDS {
        let scene = Scene::of(deed);
        let (mut ended, mut told) = (0, 0);
        for _ in 0..rounds {
            let request = 1 + dice.below(scene.requests);
            let reply = scene.run(Fault::NoMemory(request));
            if reply.code >= 0 {
                is_told(&reply, &format!("{deed:?}, request {request}"));
                told += usize::from(reply.code != 0);
            } else {
                ended += 1;
            }
            scene.holds(&reply);
        }
        noticed += ended + told;
        eprintln!(
            "{deed:?}: of {rounds} of {} requests {ended} ended it, {told} were told",
            scene.requests
        );
    }
    assert!(noticed > rounds, "hardly any request was refused");
}
