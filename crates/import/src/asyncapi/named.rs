//! What a message is called, and what of it Baton's envelope has instead.

use super::{Message, resolve};
use crate::notes::Notes;
use serde_json::Value;

/// What a message is told by: its name, the key that it is defined under, the definition of its payload, or the operation or channel in which it
/// stands.
pub(super) fn key(message: &Message<'_>) -> String {
    let own = ["name", "messageId"]
        .iter()
        .find_map(|member| said(&message.value[*member]));
    let mut segments = message.place.rsplit('/');
    let last = segments.next().unwrap_or_default();
    let folder = segments.next().unwrap_or_default();
    let is_key = folder == "messages" && !last.is_empty() && last.parse::<usize>().is_err();
    own.map(str::to_owned)
        .or_else(|| is_key.then(|| unescaped(last)))
        .or_else(|| {
            let of_payload = said(&message.value["payload"]["$ref"])?;
            let (_, name) = of_payload.rsplit_once('/')?;
            (!name.is_empty()).then(|| unescaped(name))
        })
        .or_else(|| message.of.clone())
        .unwrap_or_else(|| unescaped(last))
}

fn said(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// A segment of a JSON pointer as it is written in the document.
fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Says what stands around the payload, in the message itself or in a trait of it.
pub(super) fn tell_envelope(document: &Value, message: &Message<'_>, notes: &mut Notes) {
    tell(message.value, &message.place, notes);
    let traits = message.value["traits"].as_array();
    for (index, value) in traits.into_iter().flatten().enumerate() {
        let place = format!("{}/traits/{index}", message.place);
        if let Some((value, _)) = resolve(document, value, &place, notes) {
            tell(value, &place, notes);
        }
    }
}

fn tell(value: &Value, place: &str, notes: &mut Notes) {
    for (part, lost) in [
        (
            "headers",
            "headers were not carried: Baton's envelope has its own",
        ),
        (
            "correlationId",
            "correlationId was not carried: Baton's envelope has its own",
        ),
    ] {
        if value.get(part).is_some() {
            notes.warning(&format!("{place}/{part}"), lost);
        }
    }
}
