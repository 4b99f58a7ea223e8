//! What the types of n8n's nodes are, told by the part behind the package's name.

use crate::guess::Guess;
use baton_model::{AgentFunction, AgentKind};
use serde_json::Value;

/// What a node is in a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Starts the workflow.
    Trigger,
    /// Thinks: an agent, a chain, a classifier.
    Ai,
    /// An agent that others call as a tool.
    CalledAgent,
    /// Asks a person and waits.
    Human,
    /// Acts outside, or runs another workflow.
    Acts,
    /// Runs another workflow when an agent asks for it.
    CalledWorkflow,
    /// An MCP server.
    Server,
    /// A person's approval between an agent and its tools.
    Review,
    /// Routes or shapes data.
    Passage,
    /// Ends with an error.
    Fails,
    /// Hangs on an AI node: model, memory, parser, simple tool.
    Part,
    /// A note on the drawing.
    Sticky,
}

const TRIGGERS: [&str; 7] = [
    "webhook",
    "start",
    "cron",
    "interval",
    "emailReadImap",
    "manualChatTrigger",
    "formTrigger",
];
const PASSAGES: [&str; 38] = [
    "if",
    "switch",
    "filter",
    "merge",
    "set",
    "noOp",
    "splitInBatches",
    "splitOut",
    "aggregate",
    "limit",
    "sort",
    "removeDuplicates",
    "dateTime",
    "renameKeys",
    "itemLists",
    "summarize",
    "wait",
    "code",
    "function",
    "functionItem",
    "html",
    "htmlExtract",
    "markdown",
    "xml",
    "crypto",
    "extractFromFile",
    "convertToFile",
    "moveBinaryData",
    "spreadsheetFile",
    "compareDatasets",
    "respondToWebhook",
    "executionData",
    "editImage",
    "compression",
    "readBinaryFile",
    "writeBinaryFile",
    "debugHelper",
    "form",
];
const CLASSIFIERS: [&str; 3] = ["textClassifier", "sentimentAnalysis", "guardrails"];
const PART_PREFIXES: [&str; 9] = [
    "lm",
    "memory",
    "outputParser",
    "embeddings",
    "textSplitter",
    "document",
    "retriever",
    "reranker",
    "tool",
];

/// The part of a type behind its package.
pub(super) fn suffix(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}

/// What a node of a type is.
pub(super) fn class(kind: &str, parameters: &Value) -> Class {
    let name = suffix(kind);
    let lower = name.to_ascii_lowercase();
    let langchain = kind.contains("langchain");
    let text = |field: &str| parameters[field].as_str().unwrap_or_default();
    if name == "stickyNote" {
        return Class::Sticky;
    }
    if lower.ends_with("trigger") || TRIGGERS.contains(&name) {
        return Class::Trigger;
    }
    if lower.ends_with("hitltool") {
        return Class::Review;
    }
    if waits_for_person(name, parameters) {
        return Class::Human;
    }
    match name {
        "stopAndError" => return Class::Fails,
        "agentTool" => return Class::CalledAgent,
        "toolWorkflow" => return Class::CalledWorkflow,
        "mcpClientTool" | "mcpRegistryClientTool" => return Class::Server,
        "chat" | "respondToChat" if text("operation") != "sendAndWait" => return Class::Passage,
        "memoryManager" | "memoryChatRetriever" => return Class::Passage,
        _ => {}
    }
    if PASSAGES.contains(&name) {
        return Class::Passage;
    }
    let is_part = PART_PREFIXES.iter().any(|prefix| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    if langchain && (is_part || name == "modelSelector" || name.starts_with("vectorStore")) {
        return Class::Part;
    }
    // `gmailTool` and its like: any node of n8n may be hung on an agent.
    if lower.ends_with("tool") {
        return Class::Part;
    }
    // The vendor's older node answers a prompt as the newer one does, unless it draws or only checks.
    let answers =
        name == "openAi" && text("resource") != "image" && text("operation") != "moderate";
    if answers || langchain && !matches!(name, "mcpClient" | "code" | "toolExecutor") {
        return Class::Ai;
    }
    Class::Acts
}

fn waits_for_person(name: &str, parameters: &Value) -> bool {
    let operation = parameters["operation"].as_str().unwrap_or_default();
    matches!(operation, "sendAndWait" | "dispatchAndWait")
        || name == "chat" && parameters["waitUserReply"] == Value::Bool(true)
        || name == "wait" && parameters["resume"] == "form"
        || name == "form" && operation != "completion"
}

/// What works at a node, with the reason.
pub(super) fn guess(class: Class, kind: &str) -> Option<Guess> {
    let name = suffix(kind);
    let because = |what: &str| format!("{what} ({name})");
    match class {
        Class::Ai if CLASSIFIERS.contains(&name) => Some(Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Router),
            because("it only tells which way to go"),
        )),
        // A supervisor is told by whom it calls, a worker by nothing.
        Class::Ai | Class::CalledAgent => None,
        Class::Human => Some(Guess::new(
            AgentKind::Human,
            None,
            because("it waits for a person's answer"),
        )),
        Class::CalledWorkflow => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it runs another workflow"),
        )),
        Class::Server => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it is an MCP server"),
        )),
        Class::Acts if name.starts_with("executeWorkflow") => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it runs another workflow"),
        )),
        _ => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it does one thing outside of the workflow"),
        )),
    }
}
