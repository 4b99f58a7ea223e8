//! What every format brings: how its files are told, and how they are read.

use crate::InputFile;
use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::source::Source;

/// Reads files of one format, or of one shape of it.
pub(crate) struct Reader {
    /// The format that its files belong to. A format may have several readers.
    pub format: Format,
    /// Endings of names in lower case, without the folder, that tell the format where the content of no format does.
    pub names: &'static [&'static str],
    /// Whether the content is one of this format, told by what no other tool writes.
    pub detect: fn(&Source<'_>) -> bool,
    pub read: Read,
}

/// What a reader takes in one go. Whatever it does not carry becomes a note.
pub(crate) enum Read {
    /// Every file by itself.
    EachFile(fn(&Source<'_>, &mut Notes) -> Result<Vec<Sketch>, ImportError>),
    /// All files of the format together, at least one: parts of a system stand in several.
    AllFiles(fn(&[Source<'_>], &mut Notes) -> Result<Vec<Sketch>, ImportError>),
    /// All files together, with whatever else ends so and nobody reads: modules that the files import.
    Modules {
        ending: &'static str,
        read: fn(&[Source<'_>], &mut Notes) -> Result<Vec<Sketch>, ImportError>,
    },
}

/// All readers, in the order in which they are asked: whoever is told by more members than another comes before it.
pub(crate) static READERS: &[&Reader] = &[
    &crate::langgraph::READER,
    &crate::openai_agents::READER,
    &crate::autogen::READER,
    &crate::agent_spec::READER,
    &crate::agent_framework::READER,
    &crate::n8n::READER,
    &crate::langflow::READER,
    &crate::flowise::READER,
    &crate::a2a::READER,
    &crate::crewai::READER,
    &crate::google_adk::READER,
    &crate::openai_python::READER,
    &crate::openai_typescript::READER,
    &crate::mermaid::READER,
    &crate::dot::READER,
    &crate::asyncapi::READER,
    &crate::backstage::READER,
    &crate::pagerduty::READER,
    &crate::codeowners::READER,
    &crate::json_schema::READER,
];

/// Who reads a file: told by its content, else by its name.
pub(crate) fn reader_of(source: &Source<'_>) -> Option<&'static Reader> {
    READERS
        .iter()
        .find(|reader| (reader.detect)(source))
        .or_else(|| {
            READERS
                .iter()
                .find(|reader| reader.names.iter().any(|name| source.ends_with(name)))
        })
        .copied()
}

/// Who reads a file that is said to be of `format`: the reader that knows it, else the first of the format, which says what is wrong.
pub(crate) fn reader_in(format: Format, source: &Source<'_>) -> Option<&'static Reader> {
    let mut of_format = READERS.iter().filter(|reader| reader.format == format);
    of_format
        .clone()
        .find(|reader| (reader.detect)(source))
        .or_else(|| of_format.clone().find(|reader| reader.takes_along(source)))
        .or_else(|| of_format.next())
        .copied()
}

/// What a reader made of its files.
#[derive(Default)]
pub(crate) struct Reading {
    pub sketches: Vec<Sketch>,
    /// Why the first file that it refused was left out.
    pub refused: Option<ImportError>,
}

impl Reader {
    /// Whether a file may be a module that files of this reader import.
    pub(crate) fn takes_along(&self, source: &Source<'_>) -> bool {
        matches!(self.read, Read::Modules { ending, .. } if source.ends_with(ending))
    }

    /// Reads files that belong to this reader. Of `several` files of an import, one that is refused is left out with a note.
    pub(crate) fn read(
        &self,
        sources: Vec<Source<'_>>,
        several: bool,
        notes: &mut Notes,
    ) -> Result<Reading, ImportError> {
        let mut reading = Reading::default();
        match self.read {
            Read::EachFile(read) => {
                for source in &sources {
                    notes.switch(source.name());
                    let before = notes.mark();
                    match read(source, notes) {
                        Ok(sketches) => reading.sketches.extend(sketches),
                        Err(error) if several => {
                            notes.back_to(before);
                            reading.leave_out(source, error, notes);
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
            Read::AllFiles(read) | Read::Modules { read, .. } => {
                let mut left = sources;
                while let Some(first) = left.first() {
                    notes.switch(first.name());
                    let before = notes.mark();
                    match read(&left, notes) {
                        Ok(sketches) => {
                            reading.sketches = sketches;
                            break;
                        }
                        Err(error) if several => {
                            notes.back_to(before);
                            let at = left.iter().position(|file| error.is_about(file.name()));
                            let refused = left.remove(at.unwrap_or_default());
                            reading.leave_out(&refused, error, notes);
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
        }
        Ok(reading)
    }
}

impl Reading {
    fn leave_out(&mut self, source: &Source<'_>, error: ImportError, notes: &mut Notes) {
        notes.switch(source.name());
        notes.warning(
            &error.place,
            format!("left out: {}; {}", error.message, error.hint),
        );
        self.refused.get_or_insert(error);
    }
}

/// The error for a file that no reader claims: what keeps it from being read at all is told before anything else.
pub(crate) fn unknown(file: &InputFile<'_>) -> ImportError {
    let source = Source::new(*file);
    let read = source.text().map(|_| ()).and_then(|()| {
        let is_data = [".json", ".jsonc", ".yaml", ".yml"]
            .iter()
            .any(|ending| source.ends_with(ending));
        if is_data {
            source.data().map(|_| ())
        } else {
            Ok(())
        }
    });
    read.err().unwrap_or_else(|| {
        source.wrong(
            "",
            "the format of this file was not recognised",
            format!("{}; name the format if you know it", Format::supported()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::PathBuf;

    /// Files of the shared samples, and the format that each has to be told as.
    const SAMPLES: &[(&str, Option<Format>)] = &[
        (
            "langgraph/claims_stategraph.graph.json",
            Some(Format::Langgraph),
        ),
        (
            "langgraph/claims_stategraph.schema.json",
            Some(Format::Langgraph),
        ),
        ("langgraph/supervisor.graph.json", Some(Format::Langgraph)),
        ("langgraph/support_swarm.mmd", Some(Format::Mermaid)),
        (
            "openai-agents/claims.agents.json",
            Some(Format::OpenaiAgents),
        ),
        ("openai-agents/claims.dot", Some(Format::Dot)),
        ("openai-agents/sdk_trace_export.json", None),
        ("autogen/graphflow.json", Some(Format::Autogen)),
        ("autogen/studio_Selector_Team.json", Some(Format::Autogen)),
        ("autogen/swarm.json", Some(Format::Autogen)),
        (
            "crewai/pypi-templates/crew.agents.yaml",
            Some(Format::Crewai),
        ),
        (
            "crewai/pypi-templates/crew.tasks.yaml",
            Some(Format::Crewai),
        ),
        (
            "crewai/pypi-templates/flow_definition_example.yaml",
            Some(Format::Crewai),
        ),
        (
            "ms-agent-framework/CustomerSupport.workflow.json",
            Some(Format::AgentFramework),
        ),
        (
            "ms-agent-framework/claims_handoff.workflow.json",
            Some(Format::AgentFramework),
        ),
        (
            "ms-agent-framework/claims_handoff.mmd",
            Some(Format::Mermaid),
        ),
        (
            "ms-agent-framework/upstream/CustomerSupport.yaml",
            Some(Format::AgentFramework),
        ),
        (
            "ms-agent-framework/upstream/human_in_loop.yaml",
            Some(Format::AgentFramework),
        ),
        (
            "agent-spec/claims_managerworkers.json",
            Some(Format::AgentSpec),
        ),
        ("agent-spec/claims_swarm.yaml", Some(Format::AgentSpec)),
        ("a2a/claims-triage.agent-card.json", Some(Format::A2a)),
        (
            "a2a/claims-triage.signed.agent-card.json",
            Some(Format::A2a),
        ),
        (
            "a2a/upstream/hotel_booking_agent_a2a_mcp.json",
            Some(Format::A2a),
        ),
        ("n8n/handmade_multi_agent.json", Some(Format::N8n)),
        ("flowise/Human_In_The_Loop.json", Some(Format::Flowise)),
        ("ownership/catalog-info.yaml", Some(Format::Backstage)),
        ("ownership/CODEOWNERS", Some(Format::Codeowners)),
        (
            "ownership/pagerduty.escalation_policy.json",
            Some(Format::Pagerduty),
        ),
        ("ownership/asyncapi.yaml", Some(Format::Asyncapi)),
        ("ownership/rules.yml", None),
        (
            "contracts/fraud-review-request.schema.json",
            Some(Format::JsonSchema),
        ),
        ("contracts/handoff.cloudevent.json", None),
    ];

    #[test]
    fn every_sample_is_told_by_its_content_as_what_it_is_and_as_nothing_else() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
        for (name, expected) in SAMPLES {
            let Ok(bytes) = fs::read(folder.join(name)) else {
                eprintln!("skipped: {name} is not there");
                continue;
            };
            let source = Source::new(InputFile {
                name,
                bytes: &bytes,
            });
            let told = reader_of(&source).map(|reader| reader.format);
            assert_eq!(told, *expected, "{name}");
            let claimed: BTreeSet<Format> = READERS
                .iter()
                .filter(|reader| (reader.detect)(&source))
                .map(|reader| reader.format)
                .collect();
            assert!(
                claimed.iter().all(|format| Some(*format) == *expected),
                "{name}: {claimed:?}"
            );
        }
    }
}
