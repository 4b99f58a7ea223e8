//! Objects of the API become teams, people, rotations and escalation paths.

use super::{Kind, Object};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::said;
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{
    EscalationPath, EscalationPathId, EscalationStep, Kind as RecordKind, Person, PersonId, Record,
    RecordKey, Responder, Rotation, RotationId, Shift, Team, TeamId, Timestamp,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Longest delay that is believed, in minutes: a year.
const LONGEST_DELAY: u64 = 525_600;
/// Most shifts of one schedule.
const MOST_SHIFTS: usize = 5000;

pub(super) fn account(
    sketch: &mut Sketch,
    objects: &[Object<'_>],
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let mut filling = Filling {
        sketch,
        teams: BTreeMap::new(),
        people: BTreeMap::new(),
        rotations: BTreeMap::new(),
        schedule_teams: BTreeMap::new(),
    };
    // A schedule names no team in older replies; the policy that pages it does.
    for object in objects.iter().filter(|object| object.kind == Kind::Policy) {
        let team = &object.value["teams"][0];
        for target in object.value["escalation_rules"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(targets)
            .map(|(_, target)| target)
        {
            if team.is_object() {
                filling.schedule_teams.entry(id_of(target)).or_insert(team);
            }
        }
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for object in objects {
        notes.switch(object.file);
        filling.sketch.switch(object.file);
        match object.kind {
            Kind::Team => {
                filling.team(object.value, &object.place)?;
            }
            Kind::User => filling.user(object, notes)?,
            Kind::Schedule => filling.schedule(object, notes)?,
            Kind::Policy if !seen.insert(id_of(object.value)) => {
                notes.warning(
                    &object.place,
                    "a policy of that id stands there already; the first was taken",
                );
            }
            Kind::Policy => filling.policy(object, notes)?,
        }
    }
    Ok(())
}

struct Filling<'s, 'v> {
    sketch: &'s mut Sketch,
    teams: BTreeMap<String, TeamId>,
    people: BTreeMap<String, PersonId>,
    rotations: BTreeMap<String, RotationId>,
    schedule_teams: BTreeMap<String, &'v Value>,
}

/// What PagerDuty tells an object apart by; objects that were written by hand may have a name alone.
fn id_of(value: &Value) -> String {
    ["id", "name", "summary"]
        .iter()
        .find_map(|name| value[*name].as_str())
        .unwrap_or_default()
        .to_owned()
}

/// Whom a rule notifies, each with its place below the rule; the first version of the API knows one.
fn targets(rule: &Value) -> Vec<(String, &Value)> {
    match (rule["targets"].as_array(), &rule["rule_object"]) {
        (Some(targets), _) => targets
            .iter()
            .enumerate()
            .map(|(index, target)| (format!("/targets/{index}"), target))
            .collect(),
        (None, only @ Value::Object(_)) => vec![("/rule_object".to_owned(), only)],
        (None, _) => Vec::new(),
    }
}

/// A rule that pages its targets in turn pages all of them here.
fn tell_strategy(rule: &Value, place: &str, notes: &mut Notes) {
    let member = "escalation_rule_assignment_strategy";
    let strategy = rule[member]
        .as_str()
        .or_else(|| rule[member]["type"].as_str());
    if let Some(strategy) = strategy.filter(|known| *known != "assign_to_everyone") {
        notes.warning(
            &format!("{place}/{member}"),
            format!(
                "{:?} was not carried: the step notifies all of its targets at once",
                visible(strategy, 60)
            ),
        );
    }
}

fn name_of(value: &Value) -> &str {
    ["name", "summary", "id"]
        .iter()
        .find_map(|name| value[*name].as_str().filter(|text| !text.trim().is_empty()))
        .unwrap_or("unnamed")
}

impl Filling<'_, '_> {
    /// Adds a record that goes by its name in the registry.
    fn named(
        &mut self,
        value: &Value,
        place: &str,
        kind: RecordKind,
        id: &str,
        record: impl Into<Record>,
    ) {
        let key = id_of(value);
        self.sketch.add(&key, place, record);
        if let Some(part) = self.sketch.part_mut(&RecordKey::new(kind, id)) {
            part.goes_by_name = true;
        }
        // Ids of PagerDuty say nothing to people; those that Baton wrote are slugs.
        if key.chars().any(|c| c.is_ascii_lowercase()) {
            self.sketch.wish(kind, id, &key);
        }
    }

    fn team(&mut self, value: &Value, place: &str) -> Result<TeamId, ImportError> {
        let key = id_of(value);
        if let Some(team) = self.teams.get(&key) {
            return Ok(team.clone());
        }
        let id = TeamId::new(self.sketch.provisional(RecordKind::Team))?;
        let mut team = Team::new(id.clone(), said::name(name_of(value), "team"));
        team.purpose = visible(value["description"].as_str().unwrap_or_default(), 1000);
        self.named(value, place, RecordKind::Team, id.as_str(), team);
        self.teams.insert(key, id.clone());
        Ok(id)
    }

    /// The team of a policy or a schedule, which Baton needs and PagerDuty does not.
    fn owner(
        &mut self,
        value: &Value,
        place: &str,
        notes: &mut Notes,
    ) -> Result<TeamId, ImportError> {
        let teams = value["teams"].as_array().map_or(&[][..], Vec::as_slice);
        if teams.len() > 1 {
            notes.info(
                &format!("{place}/teams"),
                "several teams share it; the first was taken",
            );
        }
        if let Some(team) = teams.first() {
            return self.team(team, &format!("{place}/teams/0"));
        }
        if let Some(team) = self.schedule_teams.get(&id_of(value)).copied() {
            return self.team(team, place);
        }
        notes.warning(
            &format!("{place}/teams"),
            format!(
                "{:?} belongs to no team; one of its name was drafted",
                visible(name_of(value), 80)
            ),
        );
        self.sketch.team(&said::name(name_of(value), "team"), place)
    }

    fn user(&mut self, object: &Object<'_>, notes: &mut Notes) -> Result<(), ImportError> {
        let id = self.person(object.value, &object.place)?;
        let mut teams = Vec::new();
        for (index, team) in object.value["teams"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            teams.push(self.team(team, &format!("{}/teams/{index}", object.place))?);
        }
        if let Some(part) = self
            .sketch
            .part_mut(&RecordKey::new(RecordKind::Person, id.as_str()))
            && let Record::Person(person) = &mut part.record
        {
            person.teams = teams;
        }
        for name in ["contact_methods", "notification_rules"] {
            if object.value[name]
                .as_array()
                .is_some_and(|list| !list.is_empty())
            {
                notes.warning(
                    &format!("{}/{name}", object.place),
                    format!("{name} were left out: PagerDuty keeps how a person is reached"),
                );
            }
        }
        Ok(())
    }

    fn person(&mut self, value: &Value, place: &str) -> Result<PersonId, ImportError> {
        let key = id_of(value);
        if let Some(person) = self.people.get(&key) {
            return Ok(person.clone());
        }
        let id = PersonId::new(self.sketch.provisional(RecordKind::Person))?;
        let mut person = Person::new(id.clone(), said::name(name_of(value), "person"));
        person.email = value["email"].as_str().map(|email| visible(email, 200));
        self.named(value, place, RecordKind::Person, id.as_str(), person);
        self.people.insert(key, id.clone());
        Ok(id)
    }

    fn rotation(
        &mut self,
        value: &Value,
        place: &str,
        notes: &mut Notes,
    ) -> Result<RotationId, ImportError> {
        let key = id_of(value);
        if let Some(rotation) = self.rotations.get(&key) {
            return Ok(rotation.clone());
        }
        let team = self.owner(value, place, notes)?;
        let id = RotationId::new(self.sketch.provisional(RecordKind::Rotation))?;
        let mut rotation = Rotation::new(id.clone(), said::name(name_of(value), "rotation"), team);
        rotation.link = value["html_url"]
            .as_str()
            .filter(|link| link.starts_with("https://"))
            .map(|link| visible(link, 500));
        self.named(value, place, RecordKind::Rotation, id.as_str(), rotation);
        self.rotations.insert(key, id.clone());
        Ok(id)
    }

    fn schedule(&mut self, object: &Object<'_>, notes: &mut Notes) -> Result<(), ImportError> {
        let place = &object.place;
        let id = self.rotation(object.value, place, notes)?;
        let rendered = &object.value["final_schedule"]["rendered_schedule_entries"];
        let mut shifts = Vec::new();
        for (index, entry) in rendered
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .take(MOST_SHIFTS)
        {
            let place = format!("{place}/final_schedule/rendered_schedule_entries/{index}");
            let time = |name: &str| {
                entry[name]
                    .as_str()
                    .and_then(|text| Timestamp::new(text).ok())
            };
            let (Some(from), Some(to)) = (time("start"), time("end")) else {
                notes.warning(&place, "a shift without a start and an end was left out");
                continue;
            };
            if !entry["user"].is_object() {
                notes.warning(&place, "a shift without a person was left out");
                continue;
            }
            let person = self.person(&entry["user"], &place)?;
            shifts.push(Shift::new(person, from, to));
        }
        let layers = object.value["schedule_layers"]
            .as_array()
            .is_some_and(|layers| !layers.is_empty());
        if layers {
            let message = match &shifts[..] {
                [] => "the rules by which shifts change were not carried; ask the API with since and until, which gives the shifts themselves, or keep the link".to_owned(),
                [..] => format!(
                    "the rules by which shifts change were not carried: the rotation holds {} and nobody is on call outside of it; ask the API with since and until for others, or keep the link",
                    said::counted(shifts.len(), "shift of this reply", "shifts of this reply")
                ),
            };
            notes.warning(&format!("{place}/schedule_layers"), message);
        }
        for (index, user) in object.value["users"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.person(user, &format!("{place}/users/{index}"))?;
        }
        if let Some(part) = self
            .sketch
            .part_mut(&RecordKey::new(RecordKind::Rotation, id.as_str()))
            && let Record::Rotation(rotation) = &mut part.record
        {
            rotation.schedule = shifts;
        }
        Ok(())
    }

    fn policy(&mut self, object: &Object<'_>, notes: &mut Notes) -> Result<(), ImportError> {
        let (value, place) = (object.value, &object.place);
        let team = self.owner(value, place, notes)?;
        let mut steps = Vec::new();
        let mut after = 0_u64;
        for (index, rule) in value["escalation_rules"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let place = format!("{place}/escalation_rules/{index}");
            tell_strategy(rule, &place, notes);
            for (at, target) in targets(rule) {
                let place = format!("{place}{at}");
                let notify = match target["type"].as_str().unwrap_or_default() {
                    "user_reference" | "user" => Responder::Person(self.person(target, &place)?),
                    "schedule_reference" | "schedule" => {
                        let known = self.rotations.contains_key(&id_of(target))
                            || self.schedule_teams.contains_key(&id_of(target));
                        if known {
                            Responder::Rotation(self.rotation(target, &place, notes)?)
                        } else {
                            let id =
                                RotationId::new(self.sketch.provisional(RecordKind::Rotation))?;
                            let mut rotation = Rotation::new(
                                id.clone(),
                                said::name(name_of(target), "rotation"),
                                team.clone(),
                            );
                            rotation.link = target["html_url"]
                                .as_str()
                                .filter(|link| link.starts_with("https://"))
                                .map(|link| visible(link, 500));
                            self.named(target, &place, RecordKind::Rotation, id.as_str(), rotation);
                            self.rotations.insert(id_of(target), id.clone());
                            Responder::Rotation(id)
                        }
                    }
                    other => {
                        notes.warning(
                            &format!("{place}/type"),
                            format!(
                                "{:?} cannot be notified here and was left out",
                                visible(other, 60)
                            ),
                        );
                        continue;
                    }
                };
                let mut step = EscalationStep::new(after as u32, notify);
                "page".clone_into(&mut step.channel);
                steps.push(step);
            }
            let delay = rule["escalation_delay_in_minutes"].as_u64().unwrap_or(30);
            if delay > LONGEST_DELAY {
                notes.warning(
                    &format!("{place}/escalation_delay_in_minutes"),
                    "a delay of more than a year was taken as a year",
                );
            }
            after = (after + delay.min(LONGEST_DELAY)).min(u64::from(u32::MAX));
        }
        if steps.is_empty() {
            notes.warning(
                &format!("{place}/escalation_rules"),
                format!("{:?} notifies nobody", visible(name_of(value), 80)),
            );
        } else {
            notes.info(&format!("{place}/escalation_rules"), "the last delay only says when the policy is walked again, so it is not part of the path");
        }
        let id = EscalationPathId::new(self.sketch.provisional(RecordKind::EscalationPath))?;
        let mut path =
            EscalationPath::new(id.clone(), said::name(name_of(value), "escalation"), team);
        path.steps = steps;
        path.repeat = value["num_loops"].as_u64().unwrap_or(0).min(100) as u32;
        self.named(value, place, RecordKind::EscalationPath, id.as_str(), path);
        if value["services"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
        {
            notes.warning(&format!("{place}/services"), "the services that use the policy were left out: name the path at the handoffs that it covers");
        }
        Ok(())
    }
}
