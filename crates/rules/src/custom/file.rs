//! Reading a file of rules: TOML with one `[[rule]]` a rule.

use super::around::{Holds, Surroundings, Variable, variables};
use super::place::{Placed, line_and_column, problem};
use super::template::Template;
use super::{Compiled, CustomProblem, CustomRule, shapes};
use crate::Severity;
use crate::catalogue::{Category, explain};
use crate::wording;
use baton_contract::{Formula, Members};
use baton_model::{Kind, TopologyId, nearest};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Largest file, in bytes, and most rules in it.
const MOST_BYTES: usize = 256 * 1024;
const MOST_RULES: usize = 500;

/// Longest message and explanation, in bytes.
const LONGEST_TEXT: usize = 4_000;

const KEYS: [&str; 8] = [
    "code", "name", "severity", "on", "topology", "when", "message", "why",
];

pub(super) fn read(
    file: &str,
    should_stop: &dyn Fn() -> bool,
) -> (Vec<Compiled>, Vec<CustomProblem>) {
    if file.len() > MOST_BYTES {
        let message = format!("the file is larger than {MOST_BYTES} bytes");
        let found = problem(file, 0, None, message, "keep fewer rules in it");
        return (Vec::new(), vec![found]);
    }
    let table = match DeTable::parse(file) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = format!("the file is no TOML: {}", first_line(error.message()));
            let remedy = "mend the syntax there; no rule of the file runs until then";
            return (Vec::new(), vec![problem(file, at, None, message, remedy)]);
        }
    };
    let mut reading = Reading {
        file,
        problems: Vec::new(),
        rules: Vec::new(),
        taken: BTreeMap::new(),
    };
    reading.table(table.get_ref(), should_stop);
    let mut problems = reading.problems;
    problems.sort_by_key(|problem| (problem.line, problem.column));
    (reading.rules, problems)
}

struct Reading<'f> {
    file: &'f str,
    problems: Vec<CustomProblem>,
    rules: Vec<Compiled>,
    /// Codes and names that are in use, with their line.
    taken: BTreeMap<String, u32>,
}

impl Reading<'_> {
    fn say(
        &mut self,
        at: usize,
        code: Option<&str>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let found = problem(self.file, at, code, message, remedy);
        self.problems.push(found);
    }

    fn table(&mut self, table: &DeTable<'_>, should_stop: &dyn Fn() -> bool) {
        for (key, value) in table {
            let at = key.span().start;
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("rule", DeValue::Array(rules)) => {
                    for rule in rules.iter().take(MOST_RULES) {
                        if should_stop() {
                            let at = rule.span().start;
                            let message = "reading the rules took too long; this rule and those after it were not read";
                            self.say(at, None, message, "write shorter conditions");
                            break;
                        }
                        self.rule(rule);
                    }
                    if let Some(rule) = rules.get(MOST_RULES) {
                        let message = format!(
                            "the file has more than {MOST_RULES} rules; this one and those after it were not read"
                        );
                        self.say(rule.span().start, None, message, "keep fewer rules in it");
                    }
                }
                ("rule", _) => self.say(
                    at,
                    None,
                    "`rule` is no list of rules",
                    "begin each rule with [[rule]] on a line of its own",
                ),
                (other, _) => {
                    let message = format!("`{}` means nothing here", shown(other));
                    self.say(
                        at,
                        None,
                        message,
                        "begin each rule with [[rule]] on a line of its own",
                    );
                }
            }
        }
    }

    fn rule(&mut self, rule: &Spanned<DeValue<'_>>) {
        let before = self.problems.len();
        let start = rule.span().start;
        let Some(table) = rule.get_ref().as_table() else {
            let remedy = "begin each rule with [[rule]] on a line of its own";
            return self.say(start, None, "a rule is a table", remedy);
        };
        let (fields, mentioned) = self.fields(table);
        let code_at = fields.get("code").map_or(start, |code| code.in_file(0));
        let code = fields.get("code").map(|code| code.text.clone());
        for problem in &mut self.problems[before..] {
            problem.code.clone_from(&code);
        }
        let code = code.as_deref();
        let mut field = |name: &str| -> Option<&Placed> {
            let found = fields.get(name);
            if found.is_none_or(|text| text.text.trim().is_empty()) && !mentioned.contains(name) {
                let at = found.map_or(start, |text| text.in_file(0));
                self.say(at, code, format!("the rule has no `{name}`"), meaning(name));
                return None;
            }
            found
        };
        let identity = (field("code"), field("name"));
        let over = (field("on"), field("when"), field("message"));
        if let (Some(code), Some(name)) = identity {
            self.identity(code, name);
        }
        let severity = self.severity(fields.get("severity"), code);
        let topology = self.topology(fields.get("topology"), code);
        for name in ["message", "why", "when"] {
            if let Some(text) = fields
                .get(name)
                .filter(|text| text.text.len() > LONGEST_TEXT)
            {
                let message = format!("`{name}` is longer than {LONGEST_TEXT} bytes");
                self.say(text.in_file(0), code, message, "say it shorter");
                return;
            }
        }
        let (Some(on), Some(when), Some(message)) = over else {
            return;
        };
        let Some(kind) = self.kind(on, code) else {
            return;
        };
        let known = variables(kind);
        let names: Vec<&str> = known.iter().map(|variable| variable.name).collect();
        let condition = self.condition(when, code, &names, &known);
        let template = Template::read(message, &names).map_err(|wrong| {
            self.say(wrong.at, code, wrong.message, wrong.remedy);
        });
        if let Ok(template) = &template {
            for (at, members) in template.members() {
                self.members(members, message.in_file(at), code, &known);
            }
        }
        if self.problems.len() > before {
            return;
        }
        let (Some(condition), Ok(template), (Some(code), Some(name))) =
            (condition, template, identity)
        else {
            return;
        };
        let of_condition = condition.members().iter();
        let looked_at = of_condition
            .chain(template.members().map(|(_, members)| members))
            .filter_map(|members| members.names.first());
        let surroundings = Surroundings::new(kind, looked_at.map(String::as_str));
        let (line, _) = line_and_column(self.file, code_at);
        self.rules.push(Compiled {
            info: CustomRule {
                code: code.text.clone(),
                name: name.text.clone(),
                severity: severity.unwrap_or(Severity::Warning),
                on: kind,
                topology: topology.as_ref().map(|id| id.as_str().to_owned()),
                when: when.text.trim().to_owned(),
                message: message.text.clone(),
                why: fields
                    .get("why")
                    .map_or_else(String::new, |why| why.text.trim().to_owned()),
                line,
            },
            topology,
            when: condition,
            message: template,
            place: line_and_column(self.file, when.in_file(0)),
            surroundings,
        });
    }

    /// The texts of a rule, and the fields that something was said about: keys that mean nothing, and values that are no text.
    fn fields(&mut self, table: &DeTable<'_>) -> (BTreeMap<String, Placed>, BTreeSet<String>) {
        let mut fields = BTreeMap::new();
        let mut named = BTreeSet::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if !KEYS.contains(&name) {
                let message = format!("a rule has no `{}`", shown(name));
                let near = nearest(KEYS.into_iter(), name);
                let remedy = near.as_ref().map_or_else(
                    || format!("a rule has {}", KEYS.join(", ")),
                    |near| format!("did you mean {near}?"),
                );
                named.extend(near);
                self.say(key.span().start, None, message, remedy);
                continue;
            }
            match value.get_ref() {
                DeValue::String(text) => {
                    let span = value.span();
                    let written = self.file.get(span.clone()).unwrap_or_default();
                    let placed = Placed::new(text, written, span.start);
                    fields.insert(name.to_owned(), placed);
                }
                other => {
                    named.insert(name.to_owned());
                    let message =
                        format!("`{name}` is {} and no text", with_article(other.type_str()));
                    self.say(
                        value.span().start,
                        None,
                        message,
                        format!("write it in quotes: {name} = \"...\""),
                    );
                }
            }
        }
        (fields, named)
    }

    fn identity(&mut self, code: &Placed, name: &Placed) {
        let (code_at, name_at) = (code.in_file(0), name.in_file(0));
        let (code, name) = (code.text.as_str(), name.text.as_str());
        let letters = code.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = code.len() - letters.len();
        let is_code = (2..=12).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=6).contains(&digits);
        let is_ours = Category::ALL.iter().any(|own| own.prefix() == letters);
        let is_name = name.len() <= 80
            && name.split('-').all(|word| {
                !word.is_empty()
                    && word
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        if !is_code {
            let message = format!("`code` is {:?}, which is no code", shown(code));
            let remedy =
                "write 2 to 12 capital letters of your own, then digits, for example ACME001";
            self.say(code_at, Some(code), message, remedy);
        } else if is_ours {
            let message = format!("`code` begins with {letters}, which is Baton's own");
            let remedy = "begin it with letters of your own, for example ACME001";
            self.say(code_at, Some(code), message, remedy);
        }
        if !is_name {
            let message = format!("`name` is {:?}, which is no name of a rule", shown(name));
            let remedy = "write small letters and digits joined by hyphens, for example refund-without-limit";
            self.say(name_at, Some(code), message, remedy);
        } else if let Some(own) = explain(name) {
            let message = format!("`name` is that of Baton's own rule {}", own.code);
            self.say(name_at, Some(code), message, "choose another name");
        }
        for (at, text, what) in [(code_at, code, "code"), (name_at, name, "name")] {
            let (line, _) = line_and_column(self.file, at);
            if let Some(first) = self.taken.insert(text.to_owned(), line) {
                let message = format!(
                    "`{what}` {:?} is taken by the rule on line {first}",
                    shown(text)
                );
                self.say(at, Some(code), message, format!("choose another {what}"));
                self.taken.insert(text.to_owned(), first);
            }
        }
    }

    fn severity(&mut self, severity: Option<&Placed>, code: Option<&str>) -> Option<Severity> {
        let written = severity?;
        let all = [Severity::Error, Severity::Warning, Severity::Advice];
        let found = all.into_iter().find(|one| one.name() == written.text);
        if found.is_none() {
            let message = format!("`severity` is {:?}, which is none", shown(&written.text));
            let remedy = meant(all.iter().map(|one| one.name()), &written.text)
                .unwrap_or_else(|| "write error, warning or advice".to_owned());
            self.say(written.in_file(0), code, message, remedy);
        }
        found
    }

    fn topology(&mut self, topology: Option<&Placed>, code: Option<&str>) -> Option<TopologyId> {
        let written = topology?;
        let read = TopologyId::new(written.text.as_str());
        read.map_err(|error| {
            let message = format!("`topology` is no id: {error}");
            self.say(
                written.in_file(0),
                code,
                message,
                "write the id of a topology",
            );
        })
        .ok()
    }

    fn kind(&mut self, on: &Placed, code: Option<&str>) -> Option<Kind> {
        let kind = Kind::parse(&on.text);
        if kind.is_none() {
            let names = Kind::ALL.iter().map(|kind| kind.name());
            let remedy = meant(names, &on.text).unwrap_or_else(|| {
                "write a kind of record, for example agent or handoff".to_owned()
            });
            let message = format!("`on` is {:?}, which is no kind of record", shown(&on.text));
            self.say(on.in_file(0), code, message, remedy);
        }
        kind
    }

    fn condition(
        &mut self,
        when: &Placed,
        code: Option<&str>,
        names: &[&str],
        known: &[Variable],
    ) -> Option<Formula> {
        let formula = Formula::compile(&when.text, names).map_err(|problem| {
            let remedy = Self::remedy(&problem.message, names);
            let message = format!("the condition {}", without_grammar(&problem.message));
            self.say(when.in_file(problem.at), code, message, remedy);
        });
        let formula = formula.ok()?;
        if let Some(what) = formula.cannot_be_a_condition() {
            let message = format!("the condition gives {what}, and has to give true or false");
            let remedy = "compare it with something, for example with `==` or `>`";
            self.say(when.in_file(0), code, message, remedy);
        }
        for members in formula.members() {
            self.members(members, when.in_file(members.at), code, known);
        }
        Some(formula)
    }

    fn remedy(message: &str, names: &[&str]) -> String {
        let unknown = message
            .strip_prefix("names ")
            .and_then(|rest| rest.split(';').next());
        unknown
            .and_then(|name| meant(names.iter().copied(), name))
            .unwrap_or_else(|| "`docs/custom-rules.md` has the language and its limits".to_owned())
    }

    /// Fields that no record of the kind has, and questions for the presence of fields that are always there.
    fn members(&mut self, members: &Members, at: usize, code: Option<&str>, known: &[Variable]) {
        let variable = members
            .names
            .first()
            .and_then(|name| known.iter().find(|variable| variable.name == name.as_str()));
        let Some(variable) = variable else {
            return;
        };
        let (of, skip) = match variable.holds {
            Holds::One(of) => (of, 1),
            Holds::Many(of) if members.names.get(1).is_some_and(|name| name == "[]") => (of, 2),
            Holds::Many(_) if members.names.len() > 1 => {
                let message = format!("`{}` is a list, and has no fields", variable.name);
                let remedy = format!(
                    "ask its items, for example {}.exists(one, ...)",
                    variable.name
                );
                return self.say(at, code, message, remedy);
            }
            Holds::Many(_) => return,
        };
        let rest = &members.names[skip.min(members.names.len())..];
        if let Err(missing) = shapes::check(of, rest) {
            let message = format!(
                "{} has no field `{}` there",
                with_article(of.name()),
                shown(&missing.field)
            );
            let there = missing.there.iter().map(String::as_str);
            let remedy = meant(there, &missing.field)
                .unwrap_or_else(|| format!("it has {}", wording::list(missing.there.clone())));
            return self.say(at, code, message, remedy);
        }
        if members.asks_presence && shapes::is_field(of, members, skip) {
            let message = "`has` is always true here: every field of a record is there";
            self.say(
                at,
                code,
                message,
                "compare it with null, \"\" or [] instead",
            );
        }
    }
}

/// Without the list of everything that the grammar would have taken there.
fn without_grammar(message: &str) -> &str {
    message.split(" expecting {").next().unwrap_or(message)
}

/// For example `an integer`.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// What a field of a rule is for, for whoever left it out.
fn meaning(name: &str) -> &'static str {
    match name {
        "code" => "add code = \"ACME001\": letters of your own, then digits",
        "name" => "add name = \"refund-without-limit\": small words joined by hyphens",
        "on" => "add on = \"handoff\", or another kind of record",
        "when" => "add when = \"...\": a condition in CEL that is true where there is a finding",
        _ => "add message = \"...\": what is wrong with the record, and what to do",
    }
}

fn meant<'w>(words: impl Iterator<Item = &'w str>, wanted: &str) -> Option<String> {
    nearest(words, wanted).map(|near| format!("did you mean {near}?"))
}

fn shown(text: &str) -> String {
    wording::shown(text)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
