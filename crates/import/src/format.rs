//! Which tools' files are read, and how a file is recognised.

use crate::InputFile;
use crate::error::ImportError;
use crate::langgraph;
use crate::openai_agents;
use crate::text::{base_name, visible};
use serde_json::Value;

/// A format that this version reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `get_graph().to_json()` of LangGraph, with or without expanded subgraphs.
    Langgraph,
    /// A walk over `Agent.handoffs` of the `OpenAI` Agents SDK, written as JSON.
    OpenaiAgents,
}

/// Formats that have a name and are not read by this version.
const NOT_YET: [&str; 17] = [
    "autogen",
    "crewai",
    "agent-framework",
    "agent-spec",
    "a2a",
    "google-adk",
    "n8n",
    "flowise",
    "langflow",
    "mermaid",
    "backstage",
    "codeowners",
    "pagerduty",
    "asyncapi",
    "json-schema",
    "baton",
    "yaml",
];

impl Format {
    /// Every format that this version reads.
    pub const ALL: &'static [Format] = &[Format::Langgraph, Format::OpenaiAgents];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Langgraph => "langgraph",
            Format::OpenaiAgents => "openai-agents",
        }
    }

    /// Reads a name; `auto` is none. The error lists what is read.
    pub fn parse(name: &str) -> Result<Option<Format>, ImportError> {
        if name == "auto" {
            return Ok(None);
        }
        if let Some(format) = Self::ALL.iter().find(|format| format.name() == name) {
            return Ok(Some(*format));
        }
        let message = if NOT_YET.contains(&name) {
            format!("the format {name} is not supported yet by this version")
        } else {
            format!("{:?} is no import format", visible(name, 40))
        };
        Err(ImportError::new("FORMAT", "", message, supported()))
    }

    /// Recognises a file by its content.
    pub fn detect(_name: &str, bytes: &[u8]) -> Option<Format> {
        let value: Value = serde_json::from_slice(within_limit(bytes)?).ok()?;
        if langgraph::is_graph(&value) {
            Some(Format::Langgraph)
        } else {
            openai_agents::is_walk(&value).then_some(Format::OpenaiAgents)
        }
    }
}

fn within_limit(bytes: &[u8]) -> Option<&[u8]> {
    (bytes.len() as u64 <= langgraph::FILE_LIMIT)
        .then(|| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

fn supported() -> String {
    let names: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
    format!("this version reads: auto, {}", names.join(", "))
}

/// The error for a file that no reader claims: broken JSON is told before anything else.
pub(crate) fn unknown(file: &InputFile<'_>) -> ImportError {
    if let Some(format) = looks_like(file.name, file.bytes) {
        return ImportError::new(
            file.name,
            "",
            format!(
                "this looks like a file of {format}, which is not supported yet by this version"
            ),
            supported(),
        );
    }
    match crate::read::json(file, langgraph::FILE_LIMIT) {
        Err(error) => error,
        Ok(_) => ImportError::new(
            file.name,
            "",
            "the format of this file was not recognised",
            format!("{}; name the format if you know it", supported()),
        ),
    }
}

/// The tool that a file seems to come from, among those that are not read yet.
pub fn looks_like(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let name = base_name(name).to_ascii_lowercase();
    if name == "codeowners" {
        return Some("codeowners");
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "mmd" | "mermaid" => return Some("mermaid"),
        "yaml" | "yml" => return Some("yaml"),
        _ => {}
    }
    let value: Value = serde_json::from_slice(within_limit(bytes)?).ok()?;
    let has = |member: &str| value.get(member).is_some();
    if has("nodes") && has("connections") {
        Some("n8n")
    } else if value["nodes"][0].get("position").is_some() {
        Some("flowise")
    } else if value["data"]["nodes"].is_array() {
        Some("langflow")
    } else if has("skills") && (has("supportedInterfaces") || has("protocolVersion") || has("url"))
    {
        Some("a2a")
    } else if has("agentspec_version") {
        Some("agent-spec")
    } else if has("provider") && has("component_type") {
        Some("autogen")
    } else if has("asyncapi") {
        Some("asyncapi")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_or_refused_with_what_is_there() {
        assert_eq!(Format::parse("langgraph"), Ok(Some(Format::Langgraph)));
        assert_eq!(Format::parse("auto"), Ok(None));
        let error = Format::parse("crewai").unwrap_err();
        assert!(error.message.contains("not supported yet"), "{error}");
        assert!(error.hint.contains("langgraph"));
        assert!(
            Format::parse("word")
                .unwrap_err()
                .message
                .contains("no import format")
        );
    }

    #[test]
    fn files_of_other_tools_are_named() {
        assert_eq!(looks_like("a/flow.MMD", b"graph TD"), Some("mermaid"));
        assert_eq!(
            looks_like("w.json", br#"{"nodes":[],"connections":{}}"#),
            Some("n8n")
        );
        assert_eq!(
            looks_like(
                "w.json",
                br#"{"nodes":[{"id":"a","position":{}}],"edges":[]}"#
            ),
            Some("flowise")
        );
        assert_eq!(looks_like("w.json", b"[]"), None);
    }
}
