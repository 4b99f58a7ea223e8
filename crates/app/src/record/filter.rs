//! The query language of lists: `owner:payments tag:refund no:contract finding:error text`.

use super::around::{Around, owners};
use crate::{AppError, ErrorCode};
use baton_model::{Contract, Held, Kind, Record, Target, Team, Topology};
use baton_rules::Severity;
use serde_json::Value;
use std::cell::OnceCell;

/// Terms that a record has to fulfil, all of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those that are quick to judge come first.
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    about: About,
    negated: bool,
}

/// What a term asks for.
#[derive(Clone, Debug)]
enum About {
    /// Any text of the record.
    Text(Wanted),
    /// Id or name of a team that owns it.
    Owner(Wanted),
    /// A capability tag.
    Tag(Wanted),
    /// Id or name of a topology that it belongs to or is drawn in.
    Topology(Wanted),
    /// Id or name of a contract that it uses.
    Uses(Wanted),
    /// A finding about it.
    Finding(FindingWanted),
    /// A field that is filled.
    Has(String),
    /// A field that holds the value.
    Field(String, Wanted),
}

/// A text that is looked for, in lower case.
#[derive(Clone, Debug)]
struct Wanted {
    text: String,
    exact: bool,
}

#[derive(Clone, Debug)]
enum FindingWanted {
    Any,
    Severity(Severity),
    Code(String),
}

impl Filter {
    /// Reads terms separated by blanks, for records of a kind.
    ///
    /// `field:value` contains, `field=value` equals, `-` in front negates, quotes keep blanks, a word alone may stand in any text.
    /// `owner`, `tag`, `topology`, `uses` and `finding` look further than one field; `has:field` and `no:field` ask whether a field is
    /// filled. An error names the term.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, AppError> {
        let mut terms = split(text)?
            .iter()
            .map(|word| Term::parse(word, kind))
            .collect::<Result<Vec<_>, _>>()?;
        terms.sort_by_key(|term| matches!(term.about, About::Field(..) | About::Has(_)));
        Ok(Self { terms })
    }

    /// Whether a record fulfils every term.
    pub(crate) fn matches<'a>(&self, around: &Around<'a>, held: &'a Held) -> bool {
        // Only terms about single fields need the record written out, and they come last.
        let fields = OnceCell::new();
        self.terms.iter().all(|term| {
            let fields = || fields.get_or_init(|| held.record.to_json());
            term.about.holds(around, &held.record, fields) != term.negated
        })
    }
}

impl Term {
    fn parse(word: &str, kind: Kind) -> Result<Self, AppError> {
        let wrong = |message: String, hint: &str| {
            Err(AppError::new(ErrorCode::InvalidInput, message, hint))
        };
        let (negated, plain) = word
            .strip_prefix('-')
            .map_or((false, word), |rest| (true, rest));
        let (name, exact, value) = match plain.find([':', '=']) {
            Some(at) => (&plain[..at], plain[at..].starts_with('='), &plain[at + 1..]),
            None => ("", false, plain),
        };
        if value.is_empty() {
            return wrong(
                format!("the filter term {word:?} has no value"),
                "write field:value, for example owner:payments",
            );
        }
        let wanted = || Wanted {
            text: value.to_lowercase(),
            exact,
        };
        let mut negated = negated;
        let about = match name {
            "" | "text" => About::Text(wanted()),
            "owner" => About::Owner(wanted()),
            "tag" => About::Tag(wanted()),
            "topology" => About::Topology(wanted()),
            "uses" => About::Uses(wanted()),
            "finding" => match FindingWanted::parse(value) {
                Some(finding) => About::Finding(finding),
                None => {
                    return wrong(
                        format!("the filter term {word:?} names no rule and no severity"),
                        "write finding:error, finding:warning, finding:advice, finding:any, or a rule's code such as finding:CON001",
                    );
                }
            },
            "has" | "no" => {
                negated ^= name == "no";
                About::Has(field(value, word, kind)?)
            }
            other => About::Field(field(other, word, kind)?, wanted()),
        };
        Ok(Self { about, negated })
    }
}

impl About {
    fn holds<'a, 'f>(
        &self,
        around: &Around<'a>,
        record: &'a Record,
        fields: impl Fn() -> &'f Value,
    ) -> bool {
        match self {
            About::Text(wanted) => {
                let words = around.index().of(record.kind(), record.id());
                words.map_or_else(
                    || wanted.is_in(fields()),
                    |words| {
                        [&words.id, &words.name, &words.near, &words.rest]
                            .into_iter()
                            .any(|text| wanted.fits_a_line(text))
                    },
                )
            }
            About::Owner(wanted) => owners(around.document, record).into_iter().any(|id| {
                let team = around.document.find::<Team>(id);
                wanted.names(id.as_str(), team.map(|team| team.name.as_str()))
            }),
            About::Topology(wanted) => around.topologies(record).into_iter().any(|id| {
                let topology = around.document.find::<Topology>(id);
                wanted.names(id, topology.map(|topology| topology.name.as_str()))
            }),
            About::Uses(wanted) => around.contracts(record).into_iter().any(|id| {
                let contract = around.document.find::<Contract>(id);
                wanted.names(id, contract.map(|contract| contract.name.as_str()))
            }),
            About::Tag(wanted) => tags(record).any(|tag| wanted.fits(tag)),
            About::Finding(wanted) => {
                let findings = around.findings(&record.key());
                findings.iter().any(|finding| match wanted {
                    FindingWanted::Any => true,
                    FindingWanted::Severity(severity) => finding.severity == *severity,
                    FindingWanted::Code(code) => finding.code == *code,
                })
            }
            About::Has(name) if name == "owner" => !owners(around.document, record).is_empty(),
            About::Has(name) if name == "finding" => !around.findings(&record.key()).is_empty(),
            About::Has(name) if name == "topology" => !around.topologies(record).is_empty(),
            About::Has(name) => fields().pointer(&pointer(name)).is_some_and(is_filled),
            About::Field(name, wanted) => fields()
                .pointer(&pointer(name))
                .is_some_and(|value| wanted.is_in(value)),
        }
    }
}

impl Wanted {
    fn fits(&self, text: &str) -> bool {
        self.fits_folded(&text.to_lowercase())
    }

    fn fits_folded(&self, text: &str) -> bool {
        if self.exact {
            text == self.text
        } else {
            memchr::memmem::find(text.as_bytes(), self.text.as_bytes()).is_some()
        }
    }

    /// Whether one of the lines fits; a line has been one text.
    fn fits_a_line(&self, text: &str) -> bool {
        if self.exact {
            text.lines().any(|line| line == self.text)
        } else {
            self.fits_folded(text)
        }
    }

    fn names(&self, id: &str, name: Option<&str>) -> bool {
        self.fits(id) || name.is_some_and(|name| self.fits(name))
    }

    fn is_in(&self, value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::Bool(b) => self.fits(if *b { "true" } else { "false" }),
            Value::Number(n) => self.fits(&n.to_string()),
            Value::String(text) => self.fits(text),
            Value::Array(items) => items.iter().any(|item| self.is_in(item)),
            Value::Object(fields) => fields.values().any(|item| self.is_in(item)),
        }
    }
}

impl FindingWanted {
    fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "any" => return Some(Self::Any),
            "error" => return Some(Self::Severity(Severity::Error)),
            "warning" => return Some(Self::Severity(Severity::Warning)),
            "advice" => return Some(Self::Severity(Severity::Advice)),
            _ => {}
        }
        let rule =
            baton_rules::explain(text).or_else(|| baton_rules::explain(&text.to_uppercase()));
        let is_code = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.ends_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_alphanumeric());
        match rule {
            Some(rule) => Some(Self::Code(rule.code.to_owned())),
            // Users' own rules have codes too.
            None => is_code.then(|| Self::Code(text.to_uppercase())),
        }
    }
}

/// Questions that look further than one field, beside the fields of a kind.
const FURTHER: [&str; 3] = ["owner", "finding", "topology"];

/// A field of the kind, or one of [`FURTHER`]; below the first step anything may stand.
fn field(name: &str, word: &str, kind: Kind) -> Result<String, AppError> {
    let schema = Record::json_schema(kind).to_value();
    let first = name.split('.').next().unwrap_or(name);
    let known = schema["properties"].as_object();
    if FURTHER.contains(&name) || known.is_some_and(|known| known.contains_key(first)) {
        return Ok(name.to_owned());
    }
    let mut names: Vec<&str> = known
        .into_iter()
        .flat_map(|known| known.keys().map(String::as_str))
        .collect();
    names.sort_unstable();
    let mut error = AppError::new(
        ErrorCode::InvalidInput,
        format!("the filter term {word:?} asks for {first:?}, which no {kind} has"),
        format!("fields: {}", names.join(", ")),
    );
    error
        .hints
        .push(format!("to look for the text itself write \"text:{word}\""));
    Err(error)
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('.', "/"))
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// The capability tags that a record declares or asks for.
fn tags(record: &Record) -> impl Iterator<Item = &String> {
    let (one, more): (&[String], &[String]) = match record {
        Record::Agent(agent) => (&agent.capabilities, &[]),
        Record::ContractVersion(version) => (&version.required_capabilities, &[]),
        Record::Capability(r) => (std::slice::from_ref(&r.tag), &r.synonyms),
        Record::Handoff(handoff) => match &handoff.to {
            Target::Query(query) => (&handoff.required_capabilities, &query.capabilities),
            _ => (&handoff.required_capabilities, &[]),
        },
        _ => (&[], &[]),
    };
    one.iter().chain(more)
}

fn split(text: &str) -> Result<Vec<String>, AppError> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if quoted {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("the filter {text:?} has an open quote"),
            "close it",
        ));
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Document, apply, parse_edits};

    fn document() -> Document {
        let text = r#"
{"op":"put","kind":"team","id":"pay","record":{"name":"Payments"}}
{"op":"put","kind":"team","id":"care","record":{"name":"Care desk"}}
{"op":"put","kind":"contract","id":"money","record":{"name":"Refund request"}}
{"op":"put","kind":"contract_version","record":{"contract":"money","version":"1.0.0"}}
{"op":"put","kind":"topology","id":"t","record":{"name":"Support"}}
{"op":"put","kind":"agent","id":"refunds","record":{"name":"Refund agent","team":"pay","capabilities":["refund.issue"],"health":{"state":"degraded"}}}
{"op":"put","kind":"agent","id":"alone","record":{"name":"Alone","role":{"scope":{"text":"Answers"}}}}
{"op":"put","kind":"agent","id":"triage","record":{"name":"Triage","kind":"human","team":"care"}}
{"op":"put","kind":"handoff","id":"a","record":{"topology":"t","from":"triage","to":"refunds","contract":"money","version":"1.0.0","owners":["pay"]}}
{"op":"put","kind":"handoff","id":"b","record":{"topology":"t","from":"refunds","to":{"capabilities":["billing"]}}}
"#;
        let mut document = Document::new();
        let edits = parse_edits(text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        document
    }

    fn found(kind: Kind, query: &str) -> Vec<String> {
        let document = document();
        let index = std::sync::OnceLock::new();
        let today = baton_model::Date::new("2026-01-01").unwrap();
        let checked = baton_rules::Checked::new(&document, &today);
        let around = Around::new(&document, &index, checked.findings());
        let filter = Filter::parse(query, kind).unwrap();
        let found = document
            .of_kind(kind)
            .filter(|held| filter.matches(&around, held));
        found.map(|held| held.record.id().to_owned()).collect()
    }

    #[test]
    fn terms_join_negate_and_look_further_than_one_field() {
        for (kind, query, expected) in [
            (Kind::Agent, "", &["alone", "refunds", "triage"][..]),
            (Kind::Agent, "owner:payments tag:refund", &["refunds"]),
            (
                Kind::Agent,
                "owner:payments tag:refund health:degraded",
                &["refunds"],
            ),
            (Kind::Agent, "health:down", &[]),
            (Kind::Agent, "owner:\"care desk\"", &["triage"]),
            (Kind::Agent, "owner=pay", &["refunds"]),
            (Kind::Agent, "owner=pa", &[]),
            (Kind::Agent, "-owner:pay has:team", &["triage"]),
            (Kind::Agent, "no:owner", &["alone"]),
            (Kind::Agent, "\"refund agent\"", &["refunds"]),
            (Kind::Agent, "payments", &["refunds"]),
            (Kind::Agent, "text=answers", &["alone"]),
            (Kind::Agent, "text=answer", &[]),
            (Kind::Agent, "kind:human", &["triage"]),
            (Kind::Agent, "role.scope.text:answers", &["alone"]),
            (Kind::Agent, "topology:support", &["refunds", "triage"]),
            (Kind::Agent, "no:topology", &["alone"]),
            (
                Kind::Agent,
                "uses:\"refund request\"",
                &["refunds", "triage"],
            ),
            (Kind::Agent, "finding:OWN001", &["alone"]),
            (Kind::Handoff, "owner:payments", &["a"]),
            (Kind::Handoff, "no:contract", &["b"]),
            (Kind::Handoff, "-no:contract", &["a"]),
            (Kind::Handoff, "has:contract topology:t", &["a"]),
            (Kind::Handoff, "uses:money", &["a"]),
            (Kind::Handoff, "tag:billing", &["b"]),
            (Kind::Handoff, "triage", &["a"]),
            (Kind::Handoff, "finding:con001", &["b"]),
            (Kind::Handoff, "finding:handoff-without-contract", &["b"]),
            (Kind::Topology, "uses:money", &["t"]),
            (Kind::ContractVersion, "topology:support", &["money@1.0.0"]),
        ] {
            assert_eq!(found(kind, query), expected, "{kind} {query}");
        }
        let of = |severity: &str| found(Kind::Handoff, &format!("finding:{severity}")).len();
        assert!(of("any") == 2 && of("error") + of("warning") + of("advice") >= 2);
    }

    #[test]
    fn an_error_names_the_term() {
        for (query, term) in [
            ("name:a owner:", "owner:"),
            ("-", "-"),
            ("colour:red", "colour:red"),
            ("has:colour", "has:colour"),
            ("finding:foo", "finding:foo"),
            ("\"open", "open"),
        ] {
            let error = Filter::parse(query, Kind::Agent).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput);
            assert!(error.message.contains(term), "{query}: {}", error.message);
            assert!(!error.hints.is_empty(), "{query}");
        }
    }
}
