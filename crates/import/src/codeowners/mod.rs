//! CODEOWNERS of GitHub, GitLab and others: owners become teams and people; patterns under a folder of agents or contracts say who owns which.

#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::guess::{self, Guess, words};
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::said;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::visible;
use baton_model::{Contact, Kind, Person, PersonId, Record, RecordKey, TeamId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static READER: Reader = Reader {
    format: Format::Codeowners,
    names: &["codeowners"],
    detect,
    read: Read::EachFile(read),
};

/// Most lines that are read.
const MOST_LINES: usize = 50_000;

/// Lines of patterns and names look like any other text; the name of the file alone tells.
fn detect(_: &Source<'_>) -> bool {
    false
}

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let text = source.text()?;
    if text.lines().count() > MOST_LINES {
        return Err(source.wrong(
            "",
            format!("more than {MOST_LINES} lines; that is the limit"),
            "import a part of the file",
        ));
    }
    let mut sketch = Sketch::new(source.name(), "", source.stem())?;
    sketch.draws_agents = false;
    let mut owners: BTreeMap<String, Owner> = BTreeMap::new();
    // Later lines win, so the last word about an agent is kept.
    let mut agents: BTreeMap<String, (Vec<String>, String)> = BTreeMap::new();
    let mut others = 0;
    let mut default: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = format!("line {}", index + 1);
        let Some(line) = parsed(line, &place, notes) else {
            continue;
        };
        let named: Vec<String> = match line {
            Line::Section(owners) => {
                default.clone_from(&owners);
                owners
            }
            Line::Rule(pattern, named) => {
                let named = if named.is_empty() {
                    default.clone()
                } else {
                    named
                };
                match agent_of(&pattern) {
                    Some(name) => {
                        agents.insert(name, (named.clone(), place.clone()));
                    }
                    None => others += 1,
                }
                named
            }
        };
        for name in named {
            if let Entry::Vacant(vacant) = owners.entry(name) {
                let owner = owner(&mut sketch, vacant.key(), &place)?;
                vacant.insert(owner);
            }
        }
    }
    for (name, (named, place)) in agents {
        let said: BTreeSet<String> = words(&name).collect();
        let guess = guess::human(&said)
            .or_else(|| guess::named(&said))
            .unwrap_or_else(Guess::worker);
        let id = sketch.agent(&name, &name, &place, &guess)?;
        if let Some(part) = sketch.part_mut(&RecordKey::new(Kind::Agent, id.as_str())) {
            part.goes_by_name = true;
        }
        let teams: Vec<&TeamId> = named
            .iter()
            .filter_map(|name| match owners.get(name) {
                Some(Owner::Team(team)) => Some(team),
                _ => None,
            })
            .collect();
        let team = teams.first().copied().cloned();
        if teams.len() != 1 || named.len() > 1 {
            notes.info(
                &place,
                format!(
                    "{:?} has the owners {}; {}",
                    visible(&name, 80),
                    visible(&named.join(", "), 200),
                    if team.is_some() {
                        "the first team was taken"
                    } else {
                        "none is a team, so none was taken"
                    }
                ),
            );
        }
        if let Some(agent) = sketch.agent_mut(&id) {
            agent.team = team;
        }
    }
    if others > 0 {
        let patterns = said::counted(
            others,
            "pattern names files of no agent, or a part of an agent's files, so only its owners were",
            "patterns name files of no agent, or a part of an agent's files, so only their owners were",
        );
        notes.info(
            "",
            format!("{patterns} taken; an agent is what stands right under a folder called agents"),
        );
    }
    Ok(vec![sketch])
}

/// Who an owner is.
enum Owner {
    Team(TeamId),
    Person,
}

fn owner(sketch: &mut Sketch, name: &str, place: &str) -> Result<Owner, ImportError> {
    let handle = name.strip_prefix('@').unwrap_or(name);
    let is_address = !name.starts_with('@');
    // `@org/team`, and GitLab's `@@role`, are groups; a plain handle or an address is a person.
    if handle.contains('/') || handle.starts_with('@') {
        let last = handle.trim_end_matches('/').rsplit('/').next();
        let last = last.unwrap_or(handle).trim_start_matches('@');
        let team = sketch.team(if last.is_empty() { name } else { last }, place)?;
        if let Some(part) = sketch.part_mut(&RecordKey::new(Kind::Team, team.as_str()))
            && let Record::Team(record) = &mut part.record
            && record.contacts.is_empty()
        {
            record
                .contacts
                .push(Contact::new("github".to_owned(), visible(name, 200)));
        }
        return Ok(Owner::Team(team));
    }
    let id = PersonId::new(sketch.provisional(Kind::Person))?;
    let shown = handle.split('@').next().unwrap_or(handle);
    let mut person = Person::new(id.clone(), visible(shown, 200));
    person.email = is_address.then(|| visible(handle, 200));
    sketch.add(name, place, person);
    if let Some(part) = sketch.part_mut(&RecordKey::new(Kind::Person, id.as_str())) {
        part.goes_by_name = true;
    }
    Ok(Owner::Person)
}

/// A line that says something.
#[derive(Debug, PartialEq)]
enum Line {
    /// GitLab's `[Section][2] @default`, with the owners of what follows.
    Section(Vec<String>),
    /// A pattern and its owners.
    Rule(String, Vec<String>),
}

fn parsed(line: &str, place: &str, notes: &mut Notes) -> Option<Line> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let section = line.strip_prefix('^').unwrap_or(line);
    if section.starts_with('[') && section.contains(']') {
        let rest = &section[section.rfind(']')? + 1..];
        return Some(Line::Section(owners(rest, place, notes)));
    }
    let mut pattern = String::new();
    let mut chars = line.char_indices().peekable();
    let mut end = line.len();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            pattern.extend(chars.next().map(|(_, c)| c));
        } else if c.is_whitespace() {
            end = at;
            break;
        } else {
            pattern.push(c);
        }
    }
    if pattern.starts_with('!') {
        notes.warning(
            place,
            "a pattern that begins with ! means nothing here and was left out",
        );
        return None;
    }
    Some(Line::Rule(pattern, owners(&line[end..], place, notes)))
}

fn owners(text: &str, place: &str, notes: &mut Notes) -> Vec<String> {
    let mut owners = Vec::new();
    for word in text.split_whitespace() {
        if word.starts_with('#') {
            break;
        }
        let is_owner = word.len() > 1
            && (word.starts_with('@')
                || word
                    .split_once('@')
                    .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()));
        if is_owner && word.len() <= 200 {
            owners.push(word.to_owned());
        } else {
            notes.warning(
                place,
                format!(
                    "{:?} is no owner: a handle or an electronic mail address is needed",
                    visible(word, 80)
                ),
            );
        }
    }
    owners
}

/// The agent that a pattern is about as a whole: what stands right under a folder called `agents`. Whoever owns a part of its files does not
/// own it.
fn agent_of(pattern: &str) -> Option<String> {
    let mut segments = pattern
        .split('/')
        .skip_while(|segment| !matches!(*segment, "agents" | "agent"));
    segments.next()?;
    let name = segments.next()?;
    if !segments.all(|segment| matches!(segment, "" | "*" | "**")) {
        return None;
    }
    let name = name.split('.').next().unwrap_or_default();
    let plain = !name.is_empty() && !name.contains(['*', '?', '[', '{']);
    plain.then(|| visible(name, 200))
}
