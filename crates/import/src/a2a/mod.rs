//! A2A agent cards of all versions: 1.0 with its interfaces, 0.3 and older with one address.
//!
//! A card becomes an agent with its skills as capabilities. Extensions that list contracts become versions of the agent and, where they name
//! who is at the other end, handoffs: Baton's own `urn:baton:a2a:handoffs:1`, and any other whose parameters have `accepts` or `emits`.
//! Signatures are counted, never verified.

mod card;
mod seams;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::pen::{Page, Pen};
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::base_name;
use card::Card;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::A2a,
    names: &["agent-card.json", "agent.json"],
    detect: |source| source.value().is_some_and(is_cards),
    read: Read::AllFiles(read),
};

fn is_cards(value: &Value) -> bool {
    match value {
        Value::Array(cards) => !cards.is_empty() && cards.iter().take(50).all(is_card),
        card => is_card(card),
    }
}

/// Every version has skills, and says somewhere how the agent is reached.
fn is_card(value: &Value) -> bool {
    let reached = [
        "supportedInterfaces",
        "protocolVersion",
        "url",
        "defaultInputModes",
    ];
    value["name"].is_string()
        && value["skills"].is_array()
        && reached.iter().any(|member| value.get(member).is_some())
}

/// All cards together: what one names as the other end may be described by another.
fn read(sources: &[Source<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let pages = Page::all(sources)?;
    let mut cards = Vec::new();
    for page in &pages {
        match page.value {
            Value::Array(list) => {
                let numbered = list.iter().enumerate();
                cards.extend(numbered.filter_map(|(index, value)| {
                    Card::read(page.name, &format!("/{index}"), value)
                }));
            }
            value => cards.extend(Card::read(page.name, "", value)),
        }
    }
    let first = pages.first().map_or("", |page| page.name);
    if cards.is_empty() {
        return Err(ImportError::new(
            first,
            "",
            "an agent card is an object with a name and skills",
            "give the card that stands at /.well-known/agent-card.json",
        ));
    }
    let title = match &cards[..] {
        [only] => only.name(),
        _ => base_name(first).split('.').next().unwrap_or("agents"),
    };
    let mut pen = Pen::new(first, "", title, notes)?;
    let mut drawn = Vec::new();
    for card in &cards {
        drawn.push(card::draw(&mut pen, card)?);
    }
    let handoffs = seams::draw(&mut pen, &cards, &drawn)?;
    let mut sketch = pen.finish();
    // Cards without handoffs say who there is, not how they work together.
    sketch.draws_agents = handoffs > 0;
    Ok(vec![sketch])
}
