//! What travels over a handoff, as far as its context mode, its contract's payload and its envelope say.

use crate::shape::{Form, Shape};
use baton_model::{ContextMode, ContractVersion, Handoff, Target};

/// Deepest members that are read.
const DEEPEST: usize = 6;
/// Most members that are read.
const MOST_MEMBERS: usize = 1_000;

/// What one handoff carries.
#[derive(Clone, Copy)]
pub(crate) enum Load<'t, 'a> {
    /// Nobody has said.
    Unsaid,
    /// Everything: the whole history, or a store that the receiver asks.
    Everything,
    /// What the contract declares.
    Fields(&'t Payload<'a>),
    /// A summary, and beside it what the contract declares.
    Summary(Option<&'t Payload<'a>>),
}

/// What wraps the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// The one of `schemas/envelope`: intent, constraints, ids and times travel in it, whatever the payload holds.
    Baton,
    /// None: the payload is all there is.
    None,
    Unsaid,
}

/// The payload of a contract version.
pub(crate) struct Payload<'a> {
    pub version: &'a ContractVersion,
    pub whole: Shape<'a>,
    /// The outermost first.
    pub members: Vec<Member<'a>>,
    /// Beside [`Meaning::ALL`]: where the first member stands that means it.
    meant: [Option<u16>; Meaning::ALL.len()],
    /// What becomes of the user's intent in it.
    pub intent: Intent,
}

/// A declared member of a payload, at any depth.
pub(crate) struct Member<'a> {
    /// JSON pointer; `*` stands for every entry of a list.
    pub pointer: String,
    pub name: &'a str,
    /// The name in lower case, without anything between words.
    pub plain_name: String,
    /// 0 for members of the payload itself.
    pub depth: usize,
    pub shape: Shape<'a>,
}

/// What a member is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Intent,
    Constraints,
    ToolOutputs,
    Confidence,
    ReasonCode,
    Path,
    Locale,
    TaskState,
    CorrelationId,
    Timestamp,
}

/// What becomes of the user's intent in a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Intent {
    /// The user's own words are there.
    Verbatim,
    /// A structured form.
    Structured,
    /// Somebody's words about it.
    Reworded,
    Missing,
}

impl<'t, 'a> Load<'t, 'a> {
    pub fn of(mode: ContextMode, payload: Option<&'t Payload<'a>>) -> Self {
        match (mode, payload) {
            (ContextMode::FullHistory | ContextMode::Queryable, _) => Self::Everything,
            (ContextMode::Summary, payload) => Self::Summary(payload),
            (ContextMode::Typed, Some(payload)) => Self::Fields(payload),
            (ContextMode::Typed, None) => Self::Unsaid,
        }
    }
}

impl Meaning {
    const ALL: [Self; 10] = [
        Self::Intent,
        Self::Constraints,
        Self::ToolOutputs,
        Self::Confidence,
        Self::ReasonCode,
        Self::Path,
        Self::Locale,
        Self::TaskState,
        Self::CorrelationId,
        Self::Timestamp,
    ];

    /// The usual spellings, in lower case without anything between words.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Intent => &[
                "intent",
                "userintent",
                "customerintent",
                "callerintent",
                "userrequest",
                "originalrequest",
                "usergoal",
                "usermessage",
                "originalmessage",
                "utterance",
                "userquery",
                "verbatim",
                "transcript",
                "conversation",
                "messages",
            ],
            Self::Constraints => &[
                "constraints",
                "activeconstraints",
                "taskconstraints",
                "restrictions",
                "guardrails",
            ],
            Self::ToolOutputs => &[
                "tooloutput",
                "tooloutputs",
                "toolresult",
                "toolresults",
                "toolresponse",
                "toolresponses",
                "functionresult",
                "functionresults",
                "functionoutput",
                "functionoutputs",
            ],
            Self::Confidence => &["confidence", "confidencescore", "certainty"],
            Self::ReasonCode => &[
                "reasoncode",
                "reason",
                "handoffreason",
                "transferreason",
                "escalationreason",
            ],
            Self::Path => &[
                "path",
                "pathsofar",
                "trail",
                "visited",
                "visitedagents",
                "agentpath",
                "previousagents",
                "handoffhistory",
                "hops",
            ],
            Self::Locale => &[
                "locale",
                "language",
                "lang",
                "languagecode",
                "userlanguage",
                "customerlanguage",
                "userlocale",
            ],
            Self::TaskState => &["taskstate", "taskstatus", "state", "status", "progress"],
            Self::CorrelationId => &[
                "correlationid",
                "traceid",
                "workflowid",
                "conversationid",
                "sessionid",
                "requestid",
                "traceparent",
            ],
            Self::Timestamp => &[
                "timestamp",
                "time",
                "sentat",
                "createdat",
                "occurredat",
                "datetime",
                "issuedat",
            ],
        }
    }
}

impl Member<'_> {
    pub fn means(&self, meaning: Meaning) -> bool {
        meaning.names().contains(&self.plain_name.as_str())
    }
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

impl<'a> Payload<'a> {
    /// `None` where the schema says nothing about what is in the payload.
    pub fn of(version: &'a ContractVersion) -> Option<Self> {
        let root = &version.payload_schema.0;
        let whole = Shape::of(root, root);
        let mut payload = Self {
            version,
            members: Vec::new(),
            meant: [None; Meaning::ALL.len()],
            intent: Intent::Missing,
            whole,
        };
        let mut around = vec![(String::new(), payload.whole.clone())];
        for depth in 0..DEEPEST {
            let mut next = Vec::new();
            for (pointer, shape) in around {
                payload.read(&pointer, &shape, depth, &mut next);
            }
            around = next;
        }
        for (meant, meaning) in payload.meant.iter_mut().zip(Meaning::ALL) {
            let mut numbered = (0..).zip(&payload.members);
            let first = numbered.find(|(_, member)| member.means(meaning));
            *meant = first.map(|(at, _)| at);
        }
        payload.intent = payload.read_intent();
        let says_nothing = payload.members.is_empty() && payload.whole.form() == Form::Unsaid;
        (!says_nothing).then_some(payload)
    }

    fn read(
        &mut self,
        at: &str,
        shape: &Shape<'a>,
        depth: usize,
        next: &mut Vec<(String, Shape<'a>)>,
    ) {
        if let Some(item) = shape.item() {
            next.push((format!("{at}/*"), item));
        }
        for (name, schema) in shape.properties() {
            if self.members.len() >= MOST_MEMBERS {
                return;
            }
            let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            let shape = shape.member(schema);
            next.push((pointer.clone(), shape.clone()));
            self.members.push(Member {
                pointer,
                name,
                plain_name: plain(name),
                depth,
                shape,
            });
        }
    }

    pub fn find(&self, meaning: Meaning) -> Option<&Member<'a>> {
        Some(&self.members[usize::from(self.meant[meaning as usize]?)])
    }

    pub fn has(&self, meaning: Meaning) -> bool {
        self.meant[meaning as usize].is_some()
    }

    pub fn member(&self, pointer: &str) -> Option<&Member<'a>> {
        self.members.iter().find(|member| member.pointer == pointer)
    }

    fn read_intent(&self) -> Intent {
        let Some(member) = self.find(Meaning::Intent) else {
            let is_summary = |member: &Member<'_>| {
                member.depth == 0 && member.name.to_ascii_lowercase().contains("summary")
            };
            return if self.members.iter().any(is_summary) {
                Intent::Reworded
            } else {
                Intent::Missing
            };
        };
        let below = format!("{}/", member.pointer);
        let has_words = self.members.iter().any(|inner| {
            inner.pointer.starts_with(&below)
                && [
                    "verbatim",
                    "original",
                    "text",
                    "words",
                    "utterance",
                    "quote",
                ]
                .iter()
                .any(|word| inner.name.to_ascii_lowercase().contains(word))
        });
        match member.shape.form() {
            _ if has_words => Intent::Verbatim,
            Form::Text if is_rewording(&member.shape.said()) => Intent::Reworded,
            Form::Object | Form::Code => Intent::Structured,
            _ => Intent::Verbatim,
        }
    }
}

/// Whether words about a field say that it holds somebody's own words, and not that it never does.
fn is_rewording(said: &str) -> bool {
    let rewords = ["summar", "paraphras", "reword", "rewrit", "rephras"];
    let keeps = [
        "never",
        "not ",
        "verbatim",
        "unchanged",
        "own words",
        "as said",
    ];
    rewords.iter().any(|word| said.contains(word)) && !keeps.iter().any(|word| said.contains(word))
}

/// What a transport's packaging says about the envelope. An encoding such as `json` says nothing.
pub(crate) fn envelope(handoff: &Handoff) -> Envelope {
    let transport = handoff.transport.as_ref();
    let packaging = transport.map_or_else(String::new, |transport| {
        transport.packaging.trim().to_lowercase()
    });
    let mut words = packaging.split(|c: char| !c.is_alphanumeric());
    let says = |word: &str| ["baton", "envelope"].contains(&word);
    if words.clone().any(says) {
        return Envelope::Baton;
    }
    let bare = [
        "raw", "plain", "bare", "text", "string", "prompt", "markdown", "messages",
    ];
    if words.any(|word| bare.contains(&word)) {
        Envelope::None
    } else {
        Envelope::Unsaid
    }
}

/// Whether the task itself goes to somebody who works on it, rather than a result back or to the end.
pub(crate) fn carries_task(handoff: &Handoff) -> bool {
    !matches!(handoff.to, Target::Outcome(_))
        && handoff.message_type != Some(baton_model::MessageType::Result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{ContractId, ContractVersionId, Transport, Version};
    use serde_json::{Value, json};

    fn version(schema: Value) -> ContractVersion {
        let id = ContractVersionId::new("c@1.0.0").unwrap();
        let contract = ContractId::new("c").unwrap();
        let mut version = ContractVersion::new(id, contract, Version::new("1.0.0").unwrap());
        version.payload_schema = schema.into();
        version
    }

    #[test]
    fn the_intent_is_known_by_its_usual_names_and_forms() {
        let text = json!({"type": "string"});
        for (members, intent) in [
            (json!({"user_intent": text}), Intent::Verbatim),
            (
                json!({"Intent": {"properties": {"verbatim": text}}}),
                Intent::Verbatim,
            ),
            (
                json!({"intent": {"properties": {"goal": {}}}}),
                Intent::Structured,
            ),
            (json!({"intent": {"enum": ["refund"]}}), Intent::Structured),
            (
                json!({"intent": {"type": "string", "description": "A summary of the request."}}),
                Intent::Reworded,
            ),
            (
                json!({"intent": {"type": "string", "description": "Never rewritten."}}),
                Intent::Verbatim,
            ),
            (json!({"case_summary": text}), Intent::Reworded),
            (json!({"order": text}), Intent::Missing),
        ] {
            let version = version(json!({"properties": members}));
            assert_eq!(Payload::of(&version).unwrap().intent, intent, "{members}");
        }
    }

    #[test]
    fn members_are_read_through_references_and_lists_and_circles_end() {
        let schema = json!({
            "properties": {"lines": {"type": "array", "items": {"$ref": "#/$defs/line"}}},
            "$defs": {"line": {"properties": {"article": {}, "parts": {"items": {"$ref": "#/$defs/line"}}}}},
        });
        let version = version(schema);
        let payload = Payload::of(&version).unwrap();
        assert!(payload.member("/lines/*/article").is_some());
        assert!(payload.members.len() < 20);
    }

    #[test]
    fn a_schema_that_says_nothing_is_no_payload() {
        for schema in [
            json!(null),
            json!(true),
            json!({}),
            json!({"title": "Anything"}),
        ] {
            assert!(Payload::of(&version(schema)).is_none());
        }
    }

    #[test]
    fn an_encoding_says_nothing_about_the_envelope() {
        let of = |packaging: &str| {
            let document = crate::testing::registry(
                r#"
                {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
                {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
                {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "a"}}
                "#,
            );
            let mut handoff = document.handoffs().next().unwrap().clone();
            let mut transport = Transport::new();
            packaging.clone_into(&mut transport.packaging);
            handoff.transport = Some(transport);
            envelope(&handoff)
        };
        assert_eq!(of("json in context"), Envelope::Unsaid);
        assert_eq!(of("Baton envelope, JSON"), Envelope::Baton);
        assert_eq!(of("plain-text"), Envelope::None);
    }
}
