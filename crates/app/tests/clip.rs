//! Copying a part of a drawing and pasting it: where it came from, beside it, and elsewhere.

use crate::common::{document, edit, from_template, in_memory};
use baton_app::clip::copy::copy;
use baton_app::clip::paste::{PasteOptions, Pasted, paste};
use baton_app::edit::{remove::remove_with_dependents, undo::undo};
use baton_app::{AppError, ErrorCode, Registry};
use baton_model::{
    Agent, Document, Entry, Group, Handoff, Kind, Placement, RecordKey, Target, TopologyId,
    parse_edits,
};
use std::collections::BTreeSet;

const DRAWING: &str = r#"
{"op":"put","kind":"team","id":"care","record":{"name":"Care"}}
{"op":"put","kind":"contract","id":"c","record":{"name":"C"}}
{"op":"put","kind":"contract_version","record":{"contract":"c","version":"1.0.0"}}
{"op":"put","kind":"topology","id":"t","record":{"name":"First"}}
{"op":"put","kind":"topology","id":"u","record":{"name":"Second"}}
{"op":"put","kind":"agent","id":"a","record":{"name":"Ask","team":"care","origin":{"format":"langgraph","file":"f","key":"a"}}}
{"op":"put","kind":"agent","id":"b","record":{"name":"Bill"}}
{"op":"put","kind":"agent","id":"x","record":{"name":"Else"}}
{"op":"put","kind":"outcome","id":"done","record":{"name":"Done","topology":"t"}}
{"op":"put","kind":"entry","id":"in","record":{"topology":"t","agent":"a"}}
{"op":"put","kind":"note","id":"n","record":{"topology":"t","text":"Why"}}
{"op":"put","kind":"group","id":"g","record":{"topology":"t","name":"Desk"}}
{"op":"put","kind":"placement","id":"t.agent.a","record":{"topology":"t","subject":{"kind":"agent","id":"a"},"x":100,"y":50,"pinned":true,"group":"g"}}
{"op":"put","kind":"placement","id":"t.agent.b","record":{"topology":"t","subject":{"kind":"agent","id":"b"},"x":500,"y":90,"group":"g"}}
{"op":"put","kind":"handoff","id":"a-b","record":{"topology":"t","from":"a","to":"b","contract":"c","version":"1.0.0","owners":["care"],"fallbacks":["x","b"]}}
{"op":"put","kind":"handoff","id":"a-x","record":{"topology":"t","from":"a","to":"x"}}
{"op":"put","kind":"handoff","id":"b-done","record":{"topology":"t","from":"b","to":{"outcome":"done"}}}
{"op":"put","kind":"handoff","id":"b-any","record":{"topology":"t","from":"b","to":{"capabilities":["refund"],"default":"x"}}}
"#;

async fn drawing() -> Registry {
    let registry = in_memory().await;
    let edits = registry.read(|document| parse_edits(DRAWING, document));
    edit(&registry, edits.unwrap()).await.unwrap();
    registry
}

fn topology(id: &str) -> TopologyId {
    TopologyId::new(id).unwrap()
}

fn keys(named: &[(Kind, &str)]) -> Vec<RecordKey> {
    named
        .iter()
        .map(|(kind, id)| RecordKey::new(*kind, *id))
        .collect()
}

async fn clip(registry: &Registry, named: &[(Kind, &str)]) -> String {
    copy(registry, &topology("t"), &keys(named)).await.unwrap()
}

async fn pasted(registry: &Registry, into: &str, clip: &str) -> Result<Pasted, AppError> {
    paste(registry, &topology(into), clip, PasteOptions::default()).await
}

fn created(pasted: &Pasted) -> BTreeSet<String> {
    let new = pasted
        .reply
        .diff
        .iter()
        .filter(|change| change.before.is_none());
    new.map(|change| format!("{} {}", change.kind, change.id))
        .collect()
}

fn set(named: &[&str]) -> BTreeSet<String> {
    named.iter().map(|&name| name.to_owned()).collect()
}

fn place(document: &Document, id: &str) -> (f64, f64) {
    let place = document.find::<Placement>(id).unwrap();
    (place.x.unwrap(), place.y.unwrap())
}

#[tokio::test]
async fn in_the_same_topology_everything_is_new_and_belongs_together() {
    let registry = drawing().await;
    let before = document(&registry);
    let clip = clip(&registry, &[(Kind::Agent, "a"), (Kind::Agent, "b")]).await;
    let done = pasted(&registry, "t", &clip).await.unwrap();
    assert_eq!(
        created(&done),
        set(&[
            "agent a-copy",
            "agent b-copy",
            "handoff a-b-copy",
            "placement t.agent.a-copy",
            "placement t.agent.b-copy"
        ])
    );
    assert_eq!(
        done.keys,
        keys(&[(Kind::Agent, "a-copy"), (Kind::Agent, "b-copy")])
    );
    assert_eq!(done.reply.notes, Vec::<String>::new());
    let now = document(&registry);
    let agent = now.find::<Agent>("a-copy").unwrap();
    assert_eq!((agent.name.as_str(), &agent.origin), ("Ask copy", &None));
    assert_eq!(agent.team.as_ref().unwrap().as_str(), "care");
    let handoff = now.find::<Handoff>("a-b-copy").unwrap();
    assert_eq!(handoff.from.as_str(), "a-copy");
    assert_eq!(handoff.to.agent().unwrap().as_str(), "b-copy");
    let fallbacks: Vec<&str> = handoff.fallbacks.iter().map(AsRef::as_ref).collect();
    assert_eq!(fallbacks, ["x", "b-copy"], "x is drawn here");
    assert!(handoff.version.is_some() && handoff.owners.len() == 1);
    assert_eq!(place(&now, "t.agent.a-copy"), (132.0, 82.0));
    assert_eq!(place(&now, "t.agent.b-copy"), (532.0, 122.0));
    let moved = now.find::<Placement>("t.agent.a-copy").unwrap();
    assert!(
        moved.pinned && moved.group.is_none(),
        "its group was not copied"
    );

    let again = pasted(&registry, "t", &clip).await.unwrap();
    assert!(created(&again).contains("agent a-copy-2"));
    assert_eq!(
        document(&registry).find::<Agent>("a-copy-2").unwrap().name,
        "Ask copy 2"
    );
    undo(&registry).await.unwrap();
    undo(&registry).await.unwrap();
    assert_eq!(document(&registry), before, "one step each");
}

#[tokio::test]
async fn another_topology_draws_the_same_agents() {
    let registry = drawing().await;
    let both = [
        (Kind::Agent, "a"),
        (Kind::Agent, "b"),
        (Kind::Outcome, "done"),
        (Kind::Entry, "in"),
    ];
    let clip = clip(&registry, &both).await;
    let done = paste(
        &registry,
        &topology("u"),
        &clip,
        PasteOptions {
            at: Some((0.0, 0.0)),
            ..PasteOptions::default()
        },
    )
    .await
    .unwrap();
    let new = created(&done);
    assert!(!new.iter().any(|key| key.starts_with("agent ")), "{new:?}");
    assert!(
        new.contains("handoff a-b-copy") && new.contains("outcome done-copy"),
        "{new:?}"
    );
    let now = document(&registry);
    let handoff = now.find::<Handoff>("a-b-copy").unwrap();
    assert_eq!(
        (handoff.topology.as_str(), handoff.from.as_str()),
        ("u", "a")
    );
    let fallbacks: Vec<&str> = handoff.fallbacks.iter().map(AsRef::as_ref).collect();
    assert_eq!(fallbacks, ["b"], "x is not drawn there");
    let Target::Outcome(to) = &now.find::<Handoff>("b-done-copy").unwrap().to else {
        panic!()
    };
    assert_eq!(to.outcome.as_str(), "done-copy");
    assert_eq!(
        now.outcomes()
            .find(|o| o.id.as_str() == "done-copy")
            .unwrap()
            .name,
        "Done"
    );
    assert_eq!(now.find::<Entry>("in-copy").unwrap().agent.as_str(), "a");
    let (first, second) = (place(&now, "u.agent.a"), place(&now, "u.agent.b"));
    assert_eq!(
        (second.0 - first.0, second.1 - first.1),
        (400.0, 40.0),
        "as they stood to each other"
    );
    let corner = done
        .keys
        .iter()
        .map(|key| place(&now, &format!("u.{}.{}", key.kind, key.id)));
    let corner = corner.fold((f64::MAX, f64::MAX), |c, p| (c.0.min(p.0), c.1.min(p.1)));
    assert_eq!(corner, (0.0, 0.0));

    // Now they are drawn there, so the next ones are copies; so are those that are asked to be.
    assert!(created(&pasted(&registry, "u", &clip).await.unwrap()).contains("agent a-copy"));
    undo(&registry).await.unwrap();
    undo(&registry).await.unwrap();
    let options = PasteOptions {
        as_copies: true,
        ..PasteOptions::default()
    };
    let copies = paste(&registry, &topology("u"), &clip, options)
        .await
        .unwrap();
    assert!(created(&copies).contains("agent a-copy"));
}

#[tokio::test]
async fn what_was_cut_comes_back_as_it_was() {
    let registry = drawing().await;
    let named = [(Kind::Agent, "a"), (Kind::Agent, "b"), (Kind::Group, "g")];
    let clip = clip(&registry, &named).await;
    remove_with_dependents(&registry, &keys(&named), false)
        .await
        .unwrap();
    let options = PasteOptions {
        at: Some((100.0, 50.0)),
        ..PasteOptions::default()
    };
    let done = paste(&registry, &topology("t"), &clip, options)
        .await
        .unwrap();
    let now = document(&registry);
    assert_eq!(now.find::<Agent>("a").unwrap().name, "Ask");
    assert!(now.find::<Handoff>("a-b").is_some());
    let a = now.find::<Placement>("t.agent.a").unwrap();
    assert_eq!((a.x, a.y, a.pinned), (Some(100.0), Some(50.0), true));
    assert_eq!(a.group.as_ref().unwrap().as_str(), "g");
    assert_eq!(now.find::<Group>("g").unwrap().name, "Desk");
    assert!(done.keys.contains(&RecordKey::new(Kind::Group, "g")));
}

#[tokio::test]
async fn a_group_takes_along_what_stands_in_it() {
    let registry = drawing().await;
    let clip = clip(&registry, &[(Kind::Group, "g"), (Kind::Note, "n")]).await;
    let done = pasted(&registry, "t", &clip).await.unwrap();
    let kinds: BTreeSet<Kind> = done.keys.iter().map(|key| key.kind).collect();
    assert_eq!(
        kinds,
        BTreeSet::from([Kind::Agent, Kind::Group, Kind::Note])
    );
    let now = document(&registry);
    let group = now
        .find::<Placement>("t.agent.a-copy")
        .unwrap()
        .group
        .clone();
    assert_eq!(group.unwrap().as_str(), "g-copy");
    assert_eq!(now.find::<Group>("g-copy").unwrap().name, "Desk copy");
}

#[tokio::test]
async fn handoffs_without_their_other_end_are_left_out() {
    let registry = drawing().await;
    let alone = clip(
        &registry,
        &[(Kind::Handoff, "a-x"), (Kind::Handoff, "b-any")],
    )
    .await;
    let here = pasted(&registry, "t", &alone).await.unwrap();
    assert!(
        created(&here).contains("handoff a-x-copy"),
        "both ends are drawn here"
    );
    assert_eq!(
        here.keys,
        keys(&[(Kind::Handoff, "b-any-copy")]),
        "a query is a box"
    );
    let error = pasted(&registry, "u", &alone).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    assert!(error.hints[0].contains("2 handoffs"), "{error:?}");
    let with_one = clip(&registry, &[(Kind::Agent, "a"), (Kind::Handoff, "a-x")]).await;
    let there = pasted(&registry, "u", &with_one).await.unwrap();
    assert_eq!(created(&there), set(&["placement u.agent.a"]));
    assert!(
        there.reply.notes[0].contains("1 handoff"),
        "{:?}",
        there.reply.notes
    );
}

#[tokio::test]
async fn another_registry_says_what_it_does_not_have() {
    let registry = drawing().await;
    let clip = clip(
        &registry,
        &[(Kind::Agent, "a"), (Kind::Agent, "b"), (Kind::Entry, "in")],
    )
    .await;
    let other = from_template("sample-support").await;
    let into = other.read(|d| d.topologies().next().unwrap().id.clone());
    let before = document(&other);
    let done = pasted(&other, into.as_str(), &clip).await.unwrap();
    assert!(created(&done).contains("agent a"), "its own id is free");
    assert!(created(&done).contains("entry in"));
    let note = &done.reply.notes[0];
    assert!(
        note.contains("team care") && note.contains("contract c"),
        "{note}"
    );
    let now = document(&other);
    assert_eq!(now.find::<Agent>("a").unwrap().team, None);
    let handoff = now.find::<Handoff>("a-b").unwrap();
    assert!(handoff.contract.is_none() && handoff.version.is_none() && handoff.owners.is_empty());
    assert_eq!(handoff.fallbacks.len(), 1, "x is another registry's");
    assert_eq!(now.dangling(), vec![]);
    undo(&other).await.unwrap();
    assert_eq!(document(&other), before);
}

#[tokio::test]
async fn boxes_that_were_placed_automatically_keep_their_places() {
    let registry = drawing().await;
    let clip = clip(&registry, &[(Kind::Agent, "x"), (Kind::Outcome, "done")]).await;
    let done = pasted(&registry, "u", &clip).await.unwrap();
    assert_eq!(done.keys.len(), 2);
    let now = document(&registry);
    assert_ne!(place(&now, "u.agent.x"), place(&now, "u.outcome.done-copy"));
}

#[tokio::test]
async fn a_dry_run_and_refusals_change_nothing() {
    let registry = drawing().await;
    let before = document(&registry);
    let clip = clip(&registry, &[(Kind::Agent, "a")]).await;
    let options = PasteOptions {
        dry_run: true,
        ..PasteOptions::default()
    };
    let dry = paste(&registry, &topology("t"), &clip, options)
        .await
        .unwrap();
    assert_eq!(
        created(&dry),
        set(&["agent a-copy", "placement t.agent.a-copy"])
    );
    for (into, text) in [("nowhere", clip.as_str()), ("t", "{}"), ("t", "")] {
        assert!(pasted(&registry, into, text).await.is_err(), "{into}");
    }
    let nothing = copy(&registry, &topology("t"), &keys(&[(Kind::Team, "care")])).await;
    assert_eq!(nothing.unwrap_err().code, ErrorCode::InvalidInput);
    let missing = copy(&registry, &topology("t"), &keys(&[(Kind::Agent, "zz")])).await;
    assert_eq!(missing.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(document(&registry), before);
}
