//! Code that `OpenAI` Agent Builder exports, read as a syntax tree and never run.

use crate::format::Format;
use crate::reader::{Read, Reader};
use crate::source::Source;

pub(crate) static READER: Reader = Reader {
    format: Format::OpenaiAgents,
    names: &[],
    detect,
    read: Read::NotYet,
};

fn detect(source: &Source<'_>) -> bool {
    (source.ends_with(".ts") || source.ends_with(".js") || source.ends_with(".mjs"))
        && source
            .text()
            .is_ok_and(|text| text.contains("@openai/agents"))
}
