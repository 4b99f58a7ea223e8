//! Scripts that users run in their own environment to dump a system that only their code can build. Baton prints them and never runs them.

/// The scripts by the name of their format.
const SCRIPTS: [(&str, &str); 4] = [
    ("langgraph", include_str!("dump_langgraph.py")),
    ("openai-agents", include_str!("dump_openai_agents.py")),
    ("google-adk", include_str!("dump_google_adk.py")),
    ("agent-framework", include_str!("dump_agent_framework.py")),
];

/// The Python script that dumps a system of that format; it needs nothing but the framework itself. `None` where there is none.
pub fn dump_script(format: &str) -> Option<&'static str> {
    SCRIPTS
        .iter()
        .find(|(name, _)| *name == format)
        .map(|(_, script)| *script)
}

/// The formats that have a dump script.
pub fn dump_scripts() -> impl Iterator<Item = &'static str> {
    SCRIPTS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_belongs_to_a_format_and_runs_nothing_of_its_own() {
        for format in dump_scripts() {
            let script = dump_script(format).unwrap();
            assert!(
                script.starts_with("\"\"\"") && script.contains("for `baton import`"),
                "{format}"
            );
            for word in [
                "subprocess",
                "urllib",
                "requests",
                "socket",
                "eval(",
                "exec(",
            ] {
                assert!(!script.contains(word), "{format} holds {word}");
            }
        }
        assert_eq!(dump_script("n8n"), None);
    }
}
