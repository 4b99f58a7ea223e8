//! Text from elsewhere, pasted onto a drawing: edits, files of other tools, notes; and pictures of a part of it.

use crate::common::{document, edit, in_memory};
use baton_app::clip::copy::copy;
use baton_app::clip::outside::{PastedText, ReadAs, paste_text};
use baton_app::clip::paste::PasteOptions;
use baton_app::edit::undo::undo;
use baton_app::topology::picture::{Shown, picture};
use baton_app::{AppError, ErrorCode, Registry};
use baton_model::{Kind, Note, Placement, RecordKey, Topology, TopologyId, parse_edits};

const DESK: &str = r#"
{"op":"put","kind":"topology","id":"t","record":{"name":"Desk"}}
{"op":"put","kind":"agent","id":"ask","record":{"name":"Ask"}}
{"op":"put","kind":"agent","id":"bill","record":{"name":"Bill"}}
{"op":"put","kind":"agent","id":"else","record":{"name":"Else"}}
{"op":"put","kind":"handoff","id":"ask-bill","record":{"topology":"t","from":"ask","to":"bill"}}
{"op":"put","kind":"handoff","id":"bill-else","record":{"topology":"t","from":"bill","to":"else"}}
{"op":"put","kind":"group","id":"g","record":{"topology":"t","name":"Front"}}
{"op":"put","kind":"placement","id":"t.agent.ask","record":{"topology":"t","subject":{"kind":"agent","id":"ask"},"group":"g"}}
{"op":"put","kind":"note","id":"why","record":{"topology":"t","text":"**Never** promise <b>a refund</b>"}}
"#;

async fn desk() -> (Registry, TopologyId) {
    let registry = in_memory().await;
    let edits = registry.read(|document| parse_edits(DESK, document));
    edit(&registry, edits.unwrap()).await.unwrap();
    (registry, TopologyId::new("t").unwrap())
}

async fn pasted(registry: &Registry, text: &str) -> Result<PastedText, AppError> {
    let topology = TopologyId::new("t").unwrap();
    let options = PasteOptions {
        at: Some((40.0, -8.0)),
        ..PasteOptions::default()
    };
    paste_text(registry, &topology, text, options).await
}

#[tokio::test]
async fn words_become_a_note_where_they_were_pasted() {
    let (registry, _) = desk().await;
    let done = pasted(&registry, "Ask **Maria**\n\nthen Ali")
        .await
        .unwrap();
    assert_eq!((done.read_as, done.told.as_str()), (ReadAs::Note, "a note"));
    assert_eq!(done.keys, [RecordKey::new(Kind::Note, "ask-maria")]);
    let after = document(&registry);
    let note = after.find::<Note>("ask-maria").unwrap();
    assert_eq!(note.text, "Ask **Maria**\n\nthen Ali");
    let place = after.find::<Placement>("t.note.ask-maria").unwrap();
    assert_eq!(
        (place.x, place.y, place.pinned),
        (Some(40.0), Some(-8.0), true)
    );
    let again = pasted(&registry, "Ask **Maria**").await.unwrap();
    assert_eq!(again.keys, [RecordKey::new(Kind::Note, "ask-maria-2")]);
    undo(&registry).await.unwrap();
    assert!(document(&registry).find::<Note>("ask-maria-2").is_none());
}

#[tokio::test]
async fn edits_are_applied_as_one_and_mistakes_are_told_with_their_place() {
    let (registry, _) = desk().await;
    let text = "```json\n[{\"op\":\"put\",\"kind\":\"team\",\"id\":\"night\",\"record\":{\"name\":\"Night\"}}]\n```";
    let done = pasted(&registry, text).await.unwrap();
    assert_eq!(
        (done.read_as, done.told.as_str()),
        (ReadAs::Edits, "1 edit of records")
    );
    assert_eq!(done.reply.diff.len(), 1);
    for (text, reason) in [
        ("[{\"op\":", "line 1"),
        (
            r#"[{"op":"put","kind":"team","id":"x","record":{"name":3}}]"#,
            "edit 1",
        ),
    ] {
        let error = pasted(&registry, text).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert!(error.message.contains(reason), "{}", error.message);
    }
}

const GRAPH: &str = r#"{"nodes":[{"id":"__start__"},{"id":"sort","type":"runnable"},{"id":"pay","type":"runnable"},{"id":"__end__"}],
"edges":[{"source":"__start__","target":"sort"},{"source":"sort","target":"pay"},{"source":"pay","target":"__end__"}]}"#;

#[tokio::test]
async fn a_file_of_another_tool_comes_into_the_topology_that_is_shown() {
    let (registry, topology) = desk().await;
    let dry = PasteOptions {
        dry_run: true,
        ..PasteOptions::default()
    };
    let told = paste_text(&registry, &topology, GRAPH, dry).await.unwrap();
    assert_eq!(
        (told.read_as, told.told.as_str()),
        (ReadAs::File, "a file of langgraph")
    );
    assert!(!told.notes.is_empty());
    let before = document(&registry).revision();
    let done = pasted(&registry, GRAPH).await.unwrap();
    assert_eq!(
        done.reply.diff, told.reply.diff,
        "a rehearsal says what comes"
    );
    let after = document(&registry);
    assert_eq!(after.revision(), before + 1);
    assert_eq!(after.of_kind(Kind::Topology).count(), 1);
    assert!(after.find::<Topology>("t").is_some());
    let handoffs = done.keys.iter().filter(|key| key.kind == Kind::Handoff);
    assert!(handoffs.count() >= 1, "{:?}", done.keys);
    let again = pasted(&registry, GRAPH).await.unwrap();
    assert!(
        again.reply.diff.is_empty(),
        "the same text is the same file"
    );
}

#[tokio::test]
async fn what_is_nothing_of_this_is_refused() {
    let (registry, topology) = desk().await;
    let keys = [RecordKey::new(Kind::Agent, "ask")];
    let text = copy(&registry, &topology, &keys).await.unwrap();
    let clip = pasted(&registry, &text).await.unwrap();
    assert_eq!(clip.read_as, ReadAs::Clip);
    for text in ["", "{}", r#"{"hello":1}"#, "[1,2]"] {
        let error = pasted(&registry, text).await.unwrap_err();
        let code = error.code;
        assert!(
            matches!(code, ErrorCode::InvalidInput | ErrorCode::InvalidFile),
            "{text}: {}",
            error.message
        );
    }
}

#[tokio::test]
async fn a_picture_shows_what_was_chosen_and_what_belongs_to_it() {
    let (registry, topology) = desk().await;
    let svg = async |only: &[(Kind, &str)]| {
        let only: Vec<RecordKey> = only
            .iter()
            .map(|(kind, id)| RecordKey::new(*kind, *id))
            .collect();
        let shown = Shown {
            only: &only,
            ..Shown::all(&topology)
        };
        let bytes = picture(&registry, shown, "svg").await.unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let has = |svg: &str| {
        ["Ask", "Bill", "Else", "Front", "Never"]
            .into_iter()
            .filter(|name| svg.contains(&format!(">{name}")))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (only, expected) in [
        (vec![], "Ask Bill Else Front Never"),
        (vec![(Kind::Agent, "ask")], "Ask"),
        (
            vec![(Kind::Agent, "ask"), (Kind::Agent, "bill")],
            "Ask Bill",
        ),
        (vec![(Kind::Handoff, "bill-else")], "Bill Else"),
        (vec![(Kind::Group, "g")], "Ask Front"),
        (vec![(Kind::Note, "why")], "Never"),
    ] {
        let picture = svg(&only).await;
        assert_eq!(has(&picture), expected, "{only:?}");
        assert!(!picture.contains("<b>"));
    }
    let only = [RecordKey::new(Kind::Agent, "ask")];
    let shown = Shown {
        only: &only,
        ..Shown::all(&topology)
    };
    let png = picture(&registry, shown, "png").await.unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    let mermaid = picture(&registry, shown, "mmd").await.unwrap();
    assert!(!String::from_utf8(mermaid).unwrap().contains("Bill"));
    let error = picture(&registry, shown, "gif").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    let unknown = [RecordKey::new(Kind::Agent, "nobody")];
    let shown = Shown {
        only: &unknown,
        ..Shown::all(&topology)
    };
    let error = picture(&registry, shown, "svg").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}
