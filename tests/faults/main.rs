//! Faults, case by case as `docs/reliability.md` lists them: what is thrown at Baton here is chosen by a seed, which a failure
//! prints and `BATON_SEED` replays. `BATON_FAULTS=all` does what the usual run samples: every call, 1,000 kills, 5,000 simulations.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod clients;
mod dice;
mod doubt;
mod memory;
mod page;
mod salvage;

#[cfg(unix)]
#[path = "../../crates/store-postgres/tests/cluster/mod.rs"]
mod cluster;
#[cfg(unix)]
mod crowd;

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod clock;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(target_os = "linux")]
mod preload;
#[cfg(target_os = "linux")]
mod scene;

/// The program under test.
const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
