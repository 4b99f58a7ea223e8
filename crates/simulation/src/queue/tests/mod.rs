//! Queues against formulas, against the exact solver, and against runs worked out by hand.
#![allow(
    clippy::float_cmp,
    reason = "runs by hand are worked out to the last digit"
)]

mod agreement;
mod by_hand;
mod formulas;
mod refusals;

use super::{LoadOptions, Queues, ServiceTimes};
use crate::testing::Drawing;
use crate::{Setup, SimulationError};
use baton_model::{Timestamp, TopologyId};
use serde_json::{Value, json};

fn queues_at(drawing: &Drawing, from: Option<&str>) -> Result<Queues, SimulationError> {
    let from = from.map(|from| Timestamp::new(from).unwrap());
    let topology = TopologyId::new("t").unwrap();
    Queues::new(
        &drawing.document(),
        &topology,
        &Setup::default(),
        from.as_ref(),
    )
}

fn queues(drawing: &Drawing) -> Queues {
    queues_at(drawing, None).unwrap()
}

/// An agent with slots, whose visits all take the same time.
fn agent(id: &str, capacity: Value, milliseconds: f64, resolves: f64) -> (String, Value) {
    let mut record = json!({ "name": id, "behaviour": {
        "resolves": resolves, "latency_p50_ms": milliseconds, "latency_p95_ms": milliseconds } });
    if !capacity.is_null() {
        record["capacity"] = capacity;
    }
    (id.to_owned(), record)
}

fn drawing(agents: impl IntoIterator<Item = (String, Value)>) -> Drawing {
    let drawing = Drawing::new();
    agents.into_iter().fold(drawing, |drawing, (id, record)| {
        drawing.put("agent", &id, record)
    })
}

fn options(rate_per_second: f64, requests: u64, service: ServiceTimes) -> LoadOptions {
    LoadOptions {
        rate_per_second,
        requests,
        service,
        ..LoadOptions::default()
    }
}
