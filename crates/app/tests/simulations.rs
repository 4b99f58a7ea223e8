//! Simulations that nobody waits for any more.

use crate::common::from_template;
use baton_app::ErrorCode;
use baton_app::simulation::asked::{SimulationAsked, SimulationMethod};
use baton_app::simulation::improve::improvements;
use baton_app::simulation::run::run;

fn asked(method: SimulationMethod) -> SimulationAsked {
    SimulationAsked {
        topology: None,
        method,
        requests: Some(1_000_000),
        seed: None,
        precision: None,
        profile: Some("request-10001".to_owned()),
        scenario: None,
        change: Vec::new(),
    }
}

#[tokio::test]
async fn a_solution_is_refused_once_it_is_ended_and_a_walk_gives_what_was_walked() {
    let registry = from_template("customer-support").await;
    let refused = run(&registry, &asked(SimulationMethod::Exact), |_| false).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Cancelled);
    let walked = run(&registry, &asked(SimulationMethod::Sampled), |_| false).unwrap();
    assert!(walked.requests.unwrap() < 1_000_000);
    assert!(!walked.agents.is_empty());
}

#[tokio::test]
async fn a_search_for_improvements_tells_how_far_it_is_and_what_it_found_until_it_was_ended() {
    let registry = from_template("customer-support").await;
    let asked = asked(SimulationMethod::Exact);
    let mut told = Vec::new();
    let all = improvements(&registry, &asked, |tried, of| {
        told.push((tried, of));
        true
    })
    .unwrap();
    let (tried, of) = *told.last().unwrap();
    assert_eq!(tried + 1, of);
    assert!(told.is_sorted());
    let some = improvements(&registry, &asked, |tried, _| tried < 1).unwrap();
    assert!(some.len() <= 1 && all.len() > 1, "one was tried");
    assert!(some.iter().all(|one| all.contains(one)));
    let none = improvements(&registry, &asked, |_, _| false).unwrap_err();
    assert_eq!(none.code, ErrorCode::Cancelled);
}
