//! Which tools' files are read, by the names of the command line.

use crate::InputFile;
use crate::error::ImportError;
use crate::reader::reader_of;
use crate::source::Source;
use crate::text::visible;

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `get_graph().to_json()` of LangGraph, with or without expanded subgraphs.
    Langgraph,
    /// The `OpenAI` Agents SDK: a walk over `Agent.handoffs` written as JSON, and source code.
    OpenaiAgents,
    /// `AutoGen` component JSON.
    Autogen,
    /// `CrewAI` crews and flows.
    Crewai,
    /// Microsoft Agent Framework workflows.
    AgentFramework,
    /// Open Agent Spec.
    AgentSpec,
    /// A2A agent cards.
    A2a,
    /// Google ADK agent configuration.
    GoogleAdk,
    /// n8n workflows.
    N8n,
    /// Flowise flows.
    Flowise,
    /// Langflow flows.
    Langflow,
    /// Mermaid flowcharts.
    Mermaid,
    /// Graphviz DOT.
    Dot,
    /// Backstage catalogs.
    Backstage,
    /// CODEOWNERS files.
    Codeowners,
    /// `PagerDuty` escalation policies.
    Pagerduty,
    /// `AsyncAPI` documents.
    Asyncapi,
    /// JSON Schema files.
    JsonSchema,
    /// What Baton itself writes: a registry as a folder of files.
    Baton,
}

/// Every format with its name on the command line.
const NAMES: &[(Format, &str)] = &[
    (Format::Langgraph, "langgraph"),
    (Format::OpenaiAgents, "openai-agents"),
    (Format::Autogen, "autogen"),
    (Format::Crewai, "crewai"),
    (Format::AgentFramework, "agent-framework"),
    (Format::AgentSpec, "agent-spec"),
    (Format::A2a, "a2a"),
    (Format::GoogleAdk, "google-adk"),
    (Format::N8n, "n8n"),
    (Format::Flowise, "flowise"),
    (Format::Langflow, "langflow"),
    (Format::Mermaid, "mermaid"),
    (Format::Dot, "dot"),
    (Format::Backstage, "backstage"),
    (Format::Codeowners, "codeowners"),
    (Format::Pagerduty, "pagerduty"),
    (Format::Asyncapi, "asyncapi"),
    (Format::JsonSchema, "json-schema"),
    (Format::Baton, "baton"),
];

impl Format {
    /// Every format that this version reads.
    pub fn all() -> impl Iterator<Item = Format> {
        NAMES.iter().map(|(format, _)| *format)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(format, _)| *format == self)
            .map_or("", |(_, name)| name)
    }

    /// Reads a name; `auto` is none. The error lists what is read.
    pub fn parse(name: &str) -> Result<Option<Format>, ImportError> {
        if name == "auto" {
            return Ok(None);
        }
        if let Some((format, _)) = NAMES.iter().find(|(_, own)| *own == name) {
            return Ok(Some(*format));
        }
        let message = format!("{:?} is no import format", visible(name, 40));
        Err(ImportError::new("FORMAT", "", message, Self::supported()))
    }

    /// Recognises a file by its content, then by its name.
    pub fn detect(file: &InputFile<'_>) -> Option<Format> {
        reader_of(&Source::new(*file)).map(|reader| reader.format)
    }

    /// The formats that are read, as a hint says it.
    pub(crate) fn supported() -> String {
        let names: Vec<_> = Self::all().map(Format::name).collect();
        format!("this version reads: auto, {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::READERS;

    #[test]
    fn names_are_read_or_refused_with_what_is_there() {
        assert_eq!(Format::parse("langgraph"), Ok(Some(Format::Langgraph)));
        assert_eq!(Format::parse("auto"), Ok(None));
        let error = Format::parse("word").unwrap_err();
        assert!(error.message.contains("no import format"), "{error}");
        assert!(error.hint.contains("langgraph"));
        for format in Format::all() {
            assert_eq!(Format::parse(format.name()), Ok(Some(format)));
        }
    }

    #[test]
    fn every_format_is_read() {
        for format in Format::all().filter(|format| *format != Format::Baton) {
            assert!(
                READERS.iter().any(|reader| reader.format == format),
                "{}",
                format.name()
            );
        }
    }

    #[test]
    fn every_reader_tells_its_format_a_name() {
        for reader in READERS {
            assert!(!reader.format.name().is_empty());
            assert!(
                reader
                    .names
                    .iter()
                    .all(|name| *name == name.to_ascii_lowercase())
            );
        }
    }
}
