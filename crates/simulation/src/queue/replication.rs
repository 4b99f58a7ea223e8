//! What one replication found.

use super::Queues;
use super::SERIES;
use super::histogram::Histogram;
use super::station::{Areas, StationCounts};

/// What was counted. Requests count that came while time was measured; [`Areas`] and the series go by the time itself.
#[derive(Clone, Debug)]
pub(super) struct Replication {
    pub arrived: u64,
    /// Of those that count, still inside when the run was broken off.
    pub inside: u64,
    /// Requests that ended while time was measured.
    pub ended: u64,
    pub fates: [u64; 8],
    /// Drops that load brought about, by [`super::LoadCause`].
    pub by_load: [u64; 4],
    /// From arrival to the end.
    pub latency: Histogram,
    /// Waiting of a request, all queues together.
    pub waited: Histogram,
    pub cost: f64,
    pub arrivals: u64,
    pub lost: u64,
    pub transfers: u64,
    pub successes: u64,
    pub ways: Vec<WayCounts>,
    pub stations: Vec<StationResult>,
    pub is_broken_off: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WayCounts {
    pub uses: u64,
    pub attempts: u64,
    /// By [`super::LoadCause`].
    pub refused: [u64; 4],
    /// Requests that load lost on this way.
    pub lost: u64,
    pub openings: u64,
}

#[derive(Clone, Debug)]
pub(super) struct StationResult {
    pub counts: StationCounts,
    pub areas: Areas,
    pub series: [Areas; SERIES],
}

impl Replication {
    pub fn new(queues: &Queues) -> Self {
        Self {
            arrived: 0,
            inside: 0,
            ended: 0,
            fates: [0; 8],
            by_load: [0; 4],
            latency: Histogram::default(),
            waited: Histogram::default(),
            cost: 0.0,
            arrivals: 0,
            lost: 0,
            transfers: 0,
            successes: 0,
            ways: vec![WayCounts::default(); queues.ways.len()],
            stations: vec![
                StationResult {
                    counts: StationCounts::default(),
                    areas: Areas::default(),
                    series: [Areas::default(); SERIES],
                };
                queues.places.len()
            ],
            is_broken_off: false,
        }
    }
}
