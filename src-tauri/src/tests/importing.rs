//! Imports that are looked at, ended, and stored.

use super::*;
use std::time::{Duration, Instant};

/// A chain of agents as a flowchart.
fn chain(nodes: usize, run: &str) -> Value {
    let lines: Vec<String> = (1..nodes)
        .map(|at| format!("n{}-->n{at}", at - 1))
        .collect();
    let text = format!("flowchart LR\n{}\n", lines.join("\n"));
    let files = json!([{"name": "chain.mmd", "text": text}]);
    json!({"format": null, "files": files, "topology": null, "run": run})
}

#[test]
fn an_import_that_is_ended_says_so_and_stores_nothing() {
    let desktop = Desktop::new();
    let revision = |desktop: &Desktop| {
        let info = desktop.ask("registry_info", json!({})).unwrap();
        info["revision"].as_u64().unwrap()
    };
    let before = revision(&desktop);
    for command in ["import_preview", "import_apply"] {
        let ended = std::thread::scope(|scope| {
            let run = scope.spawn(|| ask(&desktop.main, command, chain(20_000, "i")));
            let began = Instant::now();
            // A run cannot be ended before it has begun.
            while !run.is_finished() && began.elapsed() < Duration::from_mins(1) {
                desktop.ask("cancel_import", json!({"run": "i"})).unwrap();
            }
            run.join().unwrap()
        });
        assert_eq!(ended.unwrap_err()["code"], "cancelled", "{command}");
    }
    assert_eq!(revision(&desktop), before);
    let looked = desktop.ask("import_preview", chain(3, "i")).unwrap();
    assert_eq!(
        (
            revision(&desktop),
            looked["created"].as_array().map(Vec::len)
        ),
        (before, Some(3 + 2 + 1)),
        "three agents, two handoffs and their topology: {looked}"
    );
    desktop.ask("import_apply", chain(3, "i")).unwrap();
    assert_eq!(revision(&desktop), before + 1);
}
