//! Running users' rules over a registry.

use super::around::{Lookup, topology_of};
use super::{Compiled, CustomProblem, CustomRules};
use crate::engine::Scope;
use crate::finding::{Finding, Severity};
use crate::silences::has_reason;
use crate::wording;
use baton_contract::{Unevaluated, Variables};
use baton_graph::TopologyGraph;
use baton_model::{Document, Held, Kind, Record, RecordKey, RuleSeverity, TopologyId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What rules have told about records, and what they looked at for it. It belongs to one set of rules.
#[derive(Default)]
pub struct CustomMemory {
    told: BTreeMap<RecordKey, BTreeMap<usize, Told>>,
}

/// What rules of users say.
#[derive(Clone, Debug, Default)]
pub struct CustomReport {
    /// Findings, silenced ones too, by severity, code and subject.
    pub findings: Vec<Finding>,
    /// What could not be told, one problem a rule.
    pub problems: Vec<CustomProblem>,
}

/// What one rule says about one record.
#[derive(Clone)]
struct Told {
    /// The records that it looked at, variable by variable.
    seen: Vec<Vec<Arc<Record>>>,
    /// The message where there is a finding.
    message: Option<String>,
    /// Why something could not be told.
    untold: Option<Untold>,
}

/// Why something could not be told, and what to do.
#[derive(Clone)]
struct Untold {
    why: String,
    remedy: &'static str,
}

impl From<Unevaluated> for Untold {
    fn from(why: Unevaluated) -> Self {
        Self {
            remedy: match why {
                Unevaluated::TooLarge { .. } => {
                    "walk through fewer lists within each other, or ask about an agent or a handoff instead of a topology or a team"
                }
                Unevaluated::Failed(_) => {
                    "mind what may be null, or of another type, before you ask it for more"
                }
            },
            why: why.to_string(),
        }
    }
}

impl CustomRules {
    /// Runs the rules. What `memory` knows of records that did not change is taken from there. `should_stop` is asked before every
    /// evaluation; rules that were cut off are named among the problems.
    pub fn check(
        &self,
        document: &Document,
        scope: Scope<'_>,
        overrides: &[(String, RuleSeverity)],
        memory: &mut CustomMemory,
        should_stop: &dyn Fn() -> bool,
    ) -> CustomReport {
        let mut run = Run {
            document,
            lookup: Lookup::new(document),
            scope,
            overrides,
            before: std::mem::take(&mut memory.told),
            told: BTreeMap::new(),
            members: BTreeMap::new(),
            should_stop,
            stopped: false,
            report: CustomReport::default(),
        };
        for (number, rule) in self.compiled.iter().enumerate() {
            run.rule(number, rule);
        }
        let Run {
            told, mut report, ..
        } = run;
        memory.told = told;
        report.findings.sort_by(|a, b| {
            (a.severity, &a.code, &a.subject).cmp(&(b.severity, &b.code, &b.subject))
        });
        report
    }
}

#[cfg(test)]
impl CustomMemory {
    /// Each record with where what was seen last is kept; another place is another look.
    pub(super) fn identities(&self) -> Vec<(String, Vec<usize>)> {
        let of_told = |told: &Told| {
            told.seen
                .iter()
                .flatten()
                .map(|one| Arc::as_ptr(one) as usize)
                .collect()
        };
        let of_record = |(key, rules): (&RecordKey, &BTreeMap<usize, Told>)| {
            (
                key.id.clone(),
                rules
                    .values()
                    .flat_map(|told| -> Vec<usize> { of_told(told) })
                    .collect(),
            )
        };
        self.told.iter().map(of_record).collect()
    }
}

struct Run<'a> {
    document: &'a Document,
    lookup: Lookup<'a>,
    scope: Scope<'a>,
    overrides: &'a [(String, RuleSeverity)],
    before: BTreeMap<RecordKey, BTreeMap<usize, Told>>,
    told: BTreeMap<RecordKey, BTreeMap<usize, Told>>,
    /// What belongs to a topology, for those that were asked about.
    members: BTreeMap<String, BTreeSet<RecordKey>>,
    should_stop: &'a dyn Fn() -> bool,
    stopped: bool,
    report: CustomReport,
}

impl Run<'_> {
    fn rule(&mut self, number: usize, rule: &Compiled) {
        if let Some(topology) = &rule.topology
            && !self.document.contains(Kind::Topology, topology.as_str())
        {
            let message = format!("there is no topology `{topology}`, so the rule finds nothing");
            self.say(rule, message, "correct `topology`, or leave it out");
            return;
        }
        let document = self.document;
        let mut untold: Option<(RecordKey, Untold)> = None;
        let mut untold_count = 0_usize;
        for held in document.of_kind(rule.info.on) {
            let key = RecordKey::new(held.record.kind(), held.record.id());
            if !self.is_meant(rule, &key) {
                continue;
            }
            let place = Self::place(rule, &held.record);
            let Some(severity) = self.severity(rule, place.as_deref()) else {
                continue;
            };
            let Some(told) = self.tell(number, rule, &key, held) else {
                let kind = rule.info.on.name();
                let message = format!(
                    "the time for custom rules was over before {} had looked at every {kind}; it stopped at `{}`",
                    rule.info.code,
                    wording::shown(&key.id)
                );
                self.say(
                    rule,
                    message,
                    "make its condition cheaper, or look at one topology",
                );
                return;
            };
            if let Some(why) = &told.untold {
                untold_count += 1;
                untold.get_or_insert_with(|| (key.clone(), why.clone()));
            }
            if let Some(message) = &told.message {
                let finding = self.finding(rule, severity, &key, place, message.clone());
                self.report.findings.push(finding);
            }
            self.told.entry(key).or_default().insert(number, told);
        }
        if let Some((key, why)) = untold {
            let others = match untold_count - 1 {
                0 => String::new(),
                1 => ", nor about one other".to_owned(),
                more => format!(", nor about {more} others"),
            };
            let message = format!(
                "{} could not tell about {} `{}`{others}: {}",
                rule.info.code,
                key.kind.name(),
                wording::shown(&key.id),
                wording::shown(&why.why)
            );
            self.say(rule, message, why.remedy);
        }
    }

    /// What the rule says about a record; none where there is no time left.
    fn tell(
        &mut self,
        number: usize,
        rule: &Compiled,
        key: &RecordKey,
        held: &Held,
    ) -> Option<Told> {
        self.stopped = self.stopped || (self.should_stop)();
        if self.stopped {
            return None;
        }
        let seen = rule.surroundings.look(&self.lookup, &held.record);
        let known = self
            .before
            .get_mut(key)
            .and_then(|rules| rules.remove(&number));
        if let Some(known) = known.filter(|known| is_same(&known.seen, &seen)) {
            return Some(known);
        }
        let variables = Variables::new(rule.surroundings.values(&seen));
        let (message, untold) = match rule.when.evaluate(&variables) {
            Ok(Value::Bool(true)) => {
                let (message, untold) = rule.message.fill(&variables);
                (
                    Some(message),
                    untold.map(Untold::from).map(|untold| Untold {
                        why: format!("its message: {}", untold.why),
                        ..untold
                    }),
                )
            }
            Ok(Value::Bool(false)) => (None, None),
            Ok(other) => (
                None,
                Some(Untold {
                    why: format!("the condition gives {}, not true or false", type_of(&other)),
                    remedy: "compare it with something",
                }),
            ),
            Err(why) => (None, Some(why.into())),
        };
        Some(Told {
            seen,
            message,
            untold,
        })
    }

    /// Whether the rule looks at a record in this run.
    fn is_meant(&mut self, rule: &Compiled, key: &RecordKey) -> bool {
        let scope = match self.scope {
            Scope::Registry => None,
            Scope::Topology(id) => Some(id),
        };
        [scope, rule.topology.as_ref()]
            .into_iter()
            .flatten()
            .all(|topology| self.members_of(topology).contains(key))
    }

    fn members_of(&mut self, topology: &TopologyId) -> &BTreeSet<RecordKey> {
        let document = self.document;
        self.members
            .entry(topology.as_str().to_owned())
            .or_insert_with(|| belongings(document, topology))
    }

    /// The topology in which findings about a record hold.
    fn place(rule: &Compiled, record: &Record) -> Option<String> {
        topology_of(record).or_else(|| rule.info.topology.clone())
    }

    /// None where the rule is off.
    fn severity(&self, rule: &Compiled, place: Option<&str>) -> Option<Severity> {
        let place = place.or(match self.scope {
            Scope::Registry => None,
            Scope::Topology(id) => Some(id.as_str()),
        });
        let mut severity = None;
        let settings = || {
            let records = self.document.rule_settings();
            records.filter(|setting| rule.info.is_meant_by(&setting.code))
        };
        let shared = settings().filter(|setting| setting.topology.is_none());
        let own = settings().filter(|setting| {
            let topology = setting.topology.as_ref().map(TopologyId::as_str);
            topology.is_some() && topology == place
        });
        for setting in shared.chain(own) {
            severity = setting.severity.or(severity);
        }
        let mut over = self.overrides.iter().rev();
        let over = over.find(|(code, _)| rule.info.is_meant_by(code));
        match over.map(|(_, severity)| *severity).or(severity) {
            Some(RuleSeverity::Off) => None,
            Some(RuleSeverity::Error) => Some(Severity::Error),
            Some(RuleSeverity::Warning) => Some(Severity::Warning),
            Some(RuleSeverity::Advice) => Some(Severity::Advice),
            None => Some(rule.info.severity),
        }
    }

    fn finding(
        &self,
        rule: &Compiled,
        severity: Severity,
        key: &RecordKey,
        topology: Option<String>,
        message: String,
    ) -> Finding {
        let looked_at = match self.scope {
            Scope::Registry => None,
            Scope::Topology(id) => Some(id.as_str()),
        };
        let place = topology.as_deref().or(looked_at);
        let silence = self.document.silences().find(|silence| {
            silence.subject == *key
                && has_reason(silence)
                && rule.info.is_meant_by(&silence.code)
                && (silence.topology.is_none()
                    || silence.topology.as_ref().map(TopologyId::as_str) == place)
        });
        Finding {
            key: format!("{}/{}/{}", rule.info.code, key.kind, key.id),
            code: rule.info.code.clone().into(),
            name: rule.info.name.clone().into(),
            severity,
            subject: key.clone(),
            topology,
            message,
            why: rule.info.why.clone().into(),
            path: Vec::new(),
            fixes: Vec::new(),
            silenced: silence.map(|silence| silence.reason.clone()),
        }
    }

    fn say(&mut self, rule: &Compiled, message: String, remedy: &str) {
        let (line, column) = rule.place;
        self.report.problems.push(CustomProblem {
            code: Some(rule.info.code.clone()),
            line,
            column,
            message,
            remedy: remedy.to_owned(),
        });
    }
}

/// The topology, what names it, the agents in it, and the contracts that go over its handoffs.
fn belongings(document: &Document, topology: &TopologyId) -> BTreeSet<RecordKey> {
    let own = RecordKey::new(Kind::Topology, topology.as_str());
    let graph = TopologyGraph::new(document, topology);
    let agents = graph
        .members()
        .map(|agent| RecordKey::new(Kind::Agent, agent.id.as_str()));
    let contracts = graph.handoffs().iter().flat_map(|handoff| {
        let contract = handoff.contract.as_ref();
        let version = contract.zip(handoff.version.as_ref());
        let version = version.map(|(contract, version)| {
            RecordKey::new(Kind::ContractVersion, format!("{contract}@{version}"))
        });
        let contract = contract.map(|id| RecordKey::new(Kind::Contract, id.as_str()));
        contract.into_iter().chain(version)
    });
    let named = document.referrers(&own).cloned();
    let mut all: BTreeSet<RecordKey> = named.chain(agents).chain(contracts).collect();
    all.insert(own);
    all
}

fn is_same(before: &[Vec<Arc<Record>>], now: &[Vec<Arc<Record>>]) -> bool {
    let same = |(before, now): (&Vec<Arc<Record>>, &Vec<Arc<Record>>)| {
        before.len() == now.len() && before.iter().zip(now).all(|(a, b)| Arc::ptr_eq(a, b))
    };
    before.len() == now.len() && before.iter().zip(now).all(same)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
