//! What pictures show beside agents and handoffs: closed groups, candidates, parallel groups, lines to people.

use crate::fixture;
use baton_layout::Options;
use baton_layout::topology::drawing;
use baton_model::{Document, TopologyId};

const DESK: &str = r#"{"op":"put","kind":"topology","record":{"id":"t","name":"Desk"}}
{"op":"put","kind":"agent","record":{"id":"lead","name":"Lead"}}
{"op":"put","kind":"agent","record":{"id":"law","name":"Law","capabilities":["law"]}}
{"op":"put","kind":"agent","record":{"id":"tax","name":"Tax","capabilities":["law"]}}
{"op":"put","kind":"agent","record":{"id":"clerk","name":"Clerk","kind":"human"}}
{"op":"put","kind":"group","record":{"id":"back","topology":"t","name":"Back office"}}
{"op":"put","kind":"placement","record":{"topology":"t","subject":{"kind":"agent","id":"clerk"},"group":"back"}}
{"op":"put","kind":"placement","record":{"topology":"t","subject":{"kind":"group","id":"back"},"collapsed":true}}
{"op":"put","kind":"handoff","record":{"id":"a","topology":"t","from":"lead","to":"law","mode":"delegate","parallel_group":"both \"sides\""}}
{"op":"put","kind":"handoff","record":{"id":"b","topology":"t","from":"lead","to":"tax","mode":"delegate","parallel_group":"both \"sides\""}}
{"op":"put","kind":"handoff","record":{"id":"c","topology":"t","from":"tax","to":"clerk"}}
{"op":"put","kind":"handoff","record":{"id":"q","topology":"t","from":"lead","to":{"capabilities":["law"],"default":"tax"}}}"#;

fn desk() -> (Document, TopologyId) {
    (fixture::built(DESK), TopologyId::new("t").unwrap())
}

#[track_caller]
fn check(picture: &str, parts: &[&str]) {
    for part in parts {
        assert!(picture.contains(part), "{part} is not in\n{picture}");
    }
}

#[test]
fn in_svg() {
    let (document, topology) = desk();
    let drawn = drawing(&document, &topology, &Options::default());
    let svg = baton_export::svg(&drawn, &document);
    check(
        &svg,
        &[
            "Back office, Group of 1",
            "class=\"behind\"",
            "class=\"line faint candidate\"",
            "class=\"line faint fallback\"",
            "class=\"line people\"",
            "<title>Parallel: both &quot;sides&quot;</title>",
            "3 agents, 0 outcomes, 1 closed groups.",
        ],
    );
    assert_eq!(svg.matches("class=\"bracket-dot\"").count(), 2);
}

#[test]
fn in_mermaid() {
    let (document, topology) = desk();
    check(
        &baton_export::mermaid(&document, &topology),
        &[
            "[/\"Back office<br/>Group of 1\"\\]",
            "<-->|\"parallel#58; both #34;sides#34;\"|",
            "-.->|\"default\"|",
            "stroke-dasharray:2 4",
        ],
    );
}

#[test]
fn in_graphviz() {
    let (document, topology) = desk();
    check(
        &baton_export::dot(&document, &topology),
        &[
            "label=\"Back office\\nGroup of 1\", shape=folder",
            "dir=both, sametail=\"both \\\"sides\\\"\"",
            "[style=dotted, label=\"default\"]",
        ],
    );
}
