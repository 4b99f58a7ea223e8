//! What the kinds of actions and of executors do.

/// What an action does to the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// An agent works.
    Agent,
    /// A person is asked.
    Person,
    /// A tool is called.
    Tool,
    /// Somebody is told something.
    Tells,
    /// A variable or a conversation is changed; nothing of it is a handoff.
    Sets,
    If,
    Group,
    Loop,
    Goto,
    Break,
    Continue,
    Ends,
    Cancels,
    Unknown,
}

/// What an action of a declarative workflow does, in this version and in the .NET flavour.
pub(super) fn does(kind: &str) -> Does {
    match kind {
        "InvokeAzureAgent" | "InvokeAgent" | "InvokeFoundryAgent" => Does::Agent,
        "Question"
        | "RequestExternalInput"
        | "RequestHumanInput"
        | "WaitForHumanInput"
        | "Confirmation" => Does::Person,
        "InvokeFunctionTool" | "HttpRequestAction" | "HttpRequest" | "InvokeMcpTool"
        | "InvokeTool" => Does::Tool,
        "SendActivity" | "SendMessage" => Does::Tells,
        "SetValue"
        | "SetVariable"
        | "SetTextVariable"
        | "SetMultipleVariables"
        | "ResetVariable"
        | "ClearAllVariables"
        | "ParseValue"
        | "EditTable"
        | "EditTableV2"
        | "CreateConversation"
        | "AddConversationMessage"
        | "CopyConversationMessages"
        | "RetrieveConversationMessage"
        | "RetrieveConversationMessages"
        | "AppendValue"
        | "EmitEvent" => Does::Sets,
        "If" => Does::If,
        "ConditionGroup" | "Switch" => Does::Group,
        "Foreach" | "RepeatUntil" | "While" => Does::Loop,
        "GotoAction" => Does::Goto,
        "BreakLoop" => Does::Break,
        "ContinueLoop" => Does::Continue,
        "EndWorkflow" | "EndDialog" | "EndConversation" => Does::Ends,
        "CancelDialog" | "CancelAllDialogs" => Does::Cancels,
        _ => Does::Unknown,
    }
}

/// What an executor of a dump does, by the name of its class.
pub(super) fn runs(class: &str) -> Does {
    let class = class.rsplit('.').next().unwrap_or(class);
    let stem = class.strip_suffix("Executor").unwrap_or(class);
    match stem {
        "Join"
        | "IfConditionEvaluator"
        | "ConditionGroupEvaluator"
        | "ForeachInit"
        | "ForeachNext"
        | "BreakLoop"
        | "ContinueLoop"
        | "FanIn"
        | "Aggregator" => Does::Sets,
        "RequestInfo" | "AgentApproval" => Does::Person,
        "Handoff" | "HandoffAgent" | "Agent" => Does::Agent,
        _ => match does(stem) {
            Does::Unknown => does(stem.strip_suffix("Action").unwrap_or(stem)),
            known => known,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn executors_do_what_their_actions_do() {
        for (class, expected) in [
            ("InvokeAzureAgentExecutor", Does::Agent),
            ("HandoffAgentExecutor", Does::Agent),
            ("InvokeMcpToolActionExecutor", Does::Tool),
            ("QuestionExecutor", Does::Person),
            ("SetVariableExecutor", Does::Sets),
            ("EndWorkflowExecutor", Does::Ends),
            ("Summariser", Does::Unknown),
        ] {
            assert_eq!(runs(class), expected, "{class}");
        }
    }
}
