// Written by Baton; what is changed here is lost with the next export.
//! Each agent makes the handoff that its triggers, conditions and priorities say.

use baton_contract_tests::read;
use baton_guard::route;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Routing {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    agent: String,
    happened: Value,
    payload: Value,
    handoff: Option<String>,
}

fn check(topology: &str) {
    let Routing { cases } = read(&format!("vectors/routing/{topology}.json")).expect("the vectors are there");
    for Case { agent, happened, payload, handoff } in cases {
        let chosen = route(topology, &agent, &happened, &payload);
        assert_eq!(chosen, handoff.as_deref(), "{topology}: {agent} with {happened}");
    }
}

macro_rules! routing {
    ($name:ident, $topology:literal) => {
        #[test]
        fn $name() {
            check($topology);
        }
    };
}

routing!(t_support, "support");
