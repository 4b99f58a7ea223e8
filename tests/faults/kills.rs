//! SIGKILL at chosen calls of the file system: before any of them, or in the middle of what it writes. Nothing on the disk changes
//! between two calls, so every state that a kill can leave is one of these.

use crate::dice::{Dice, all};
use crate::preload::Fault;
use crate::scene::{DEEDS, Scene};

/// Kills in the usual run, and with `BATON_FAULTS=all`.
const KILLS: usize = 64;
const ALL_KILLS: usize = 1000;

#[test]
fn a_killed_command_loses_nothing_acknowledged_and_leaves_nothing_half() {
    let mut dice = Dice::of(0x6b69_6c6c);
    let kills = if all() { ALL_KILLS } else { KILLS };
    let scenes = DEEDS.map(Scene::of);
    let mut interrupted = 0;
    for kill in 0..kills {
        let scene = &scenes[kill % scenes.len()];
        let call = 1 + dice.below(scene.calls);
        let fault = if dice.percent(50) {
            Fault::Torn(call)
        } else {
            Fault::Kill(call)
        };
        let reply = scene.run(fault);
        interrupted += usize::from(reply.code == -1);
        scene.holds(&reply);
    }
    // A program with threads does not make its calls in the same order every time; nearly all kills hit it all the same.
    assert!(
        interrupted * 10 >= kills * 9,
        "only {interrupted} of {kills} runs were killed"
    );
    eprintln!(
        "{kills} kills, {interrupted} of them in the middle of a command: nothing lost, nothing half"
    );
}
