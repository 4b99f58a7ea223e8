//! Methods of a flow: what runs them, and as whom they stand on the drawing.

use super::agents;
use super::crew::{self, Crew, Seat};
use super::flow::feedback;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, Within, at, str_of};
use crate::text::visible;
use baton_model::{AgentFunction, AgentId, AgentKind, DecidedBy, Target};
use serde_json::{Map, Value};

/// Deepest nesting of loops.
const DEEPEST: usize = 8;

/// A method, drawn.
pub(super) struct Method<'v> {
    pub name: &'v str,
    pub place: String,
    pub seat: Seat,
    pub start: Option<&'v Value>,
    pub starts: bool,
    pub listen: Option<&'v Value>,
    pub emits: Vec<&'v str>,
    /// The event that is taken where nothing else was said.
    pub default: Option<&'v str>,
    pub is_router: bool,
    pub decided_by: DecidedBy,
}

impl<'v> Method<'v> {
    /// A method that one agent runs.
    pub(super) fn of(name: &'v str, agent: AgentId, place: &str) -> Self {
        Self {
            name,
            place: place.to_owned(),
            seat: Seat {
                entries: vec![agent.clone()],
                exits: vec![agent],
                ..Seat::default()
            },
            start: None,
            starts: false,
            listen: None,
            emits: Vec::new(),
            default: None,
            is_router: false,
            decided_by: DecidedBy::Rule,
        }
    }
}

pub(super) fn draw<'v>(
    pen: &mut Pen<'_>,
    name: &'v str,
    fields: &'v Map<String, Value>,
    place: &str,
    file: &str,
) -> Result<Method<'v>, ImportError> {
    let is_router = fields.get("router").and_then(Value::as_bool) == Some(true);
    let action = fields.get("do").unwrap_or(&Value::Null);
    let seat = run(
        pen,
        name,
        action,
        &at(place, "do"),
        &Within::default(),
        is_router,
        file,
        0,
    )?;
    let description = pen.text(&at(place, "description"), fields.get("description"));
    if let Some(first) = seat.entries.first() {
        pen.scope(first, &description);
        pen.keep_of(
            first,
            fields,
            &[
                "description",
                "do",
                "start",
                "listen",
                "router",
                "emit",
                "human_feedback",
            ],
            place,
        );
    }
    let names = |value: Option<&'v Value>| -> Vec<&'v str> {
        value
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    };
    let start = fields.get("start");
    let mut method = Method {
        name,
        place: place.to_owned(),
        seat,
        starts: matches!(start, Some(Value::Bool(true))),
        start,
        listen: fields.get("listen"),
        emits: names(fields.get("emit")),
        default: None,
        is_router,
        decided_by: if is_router && action["call"] == "agent" {
            DecidedBy::Model
        } else {
            DecidedBy::Rule
        },
    };
    if let Some(Value::Object(asked)) = fields.get("human_feedback") {
        feedback(pen, &mut method, asked, &at(place, "human_feedback"))?;
        let answers = names(asked.get("emit"));
        if !answers.is_empty() {
            method.emits = answers;
            method.default = str_of(asked, "default_outcome");
        }
    }
    Ok(method)
}

/// What a method calls.
#[allow(
    clippy::too_many_arguments,
    reason = "what is called, where it stands and what surrounds it"
)]
fn run(
    pen: &mut Pen<'_>,
    name: &str,
    action: &Value,
    place: &str,
    within: &Within,
    is_router: bool,
    file: &str,
    depth: usize,
) -> Result<Seat, ImportError> {
    let with = &action["with"];
    let call = action["call"]
        .as_str()
        .unwrap_or(if action["ref"].is_string() {
            "code"
        } else {
            ""
        });
    let one = |agent: AgentId| Seat {
        entries: vec![agent.clone()],
        exits: vec![agent],
        ..Seat::default()
    };
    let function = is_router.then_some(AgentFunction::Router);
    match call {
        "crew" if with.is_object() => {
            let inside = within.inside(pen, name, place)?;
            let crew = Crew::inline(pen, with, &at(place, "with"), file);
            let mut drawn = crew::draw(pen, &crew, &inside)?;
            // The flow goes on behind the crew, whoever did its last task.
            if drawn.exits.is_empty() {
                drawn.exits.clone_from(&drawn.entries);
            }
            if drawn.entries.is_empty() {
                nobody(pen, name, place, within).map(one)
            } else {
                Ok(drawn)
            }
        }
        "agent" if with.is_object() => {
            static EMPTY: std::sync::LazyLock<Map<String, Value>> =
                std::sync::LazyLock::new(Map::new);
            let fields = with.as_object().unwrap_or(&EMPTY);
            agents::agent(pen, name, fields, &at(place, "with"), within, is_router).map(one)
        }
        "each" if depth < DEEPEST => each(pen, name, action, place, within, file, depth),
        "tool" => {
            let tool = action["ref"].as_str().unwrap_or(name);
            let guess = Guess::new(AgentKind::Tool, function, "");
            let id = pen.agent(&within.key(name), name, place, &guess)?;
            pen.stands(&id, within.group.as_ref())?;
            pen.tool(&id, tool.rsplit([':', '.']).next().unwrap_or(tool));
            Ok(one(id))
        }
        "expression" | "script" | "code" => {
            let guess = Guess::new(
                AgentKind::Tool,
                function,
                format!(
                    "it runs {} and asks no model",
                    if call == "expression" {
                        "an expression"
                    } else {
                        "code"
                    }
                ),
            );
            let id = pen.agent(&within.key(name), name, place, &guess)?;
            pen.stands(&id, within.group.as_ref())?;
            if call == "expression" {
                let text = pen.text(&at(place, "expr"), action.get("expr"));
                pen.scope(&id, &format!("Expression: {text}"));
            } else {
                pen.notes
                    .warning(place, "the code that runs here was not carried");
            }
            Ok(one(id))
        }
        "crew" | "agent" => {
            let from = action["from_declaration"].as_str().unwrap_or_default();
            pen.notes.warning(place, format!("the {call} {:?} stands in another file; it was drawn as one agent. Import that file too", visible(from, 200)));
            nobody(pen, name, place, within).map(one)
        }
        other => {
            pen.notes.warning(
                place,
                format!(
                    "what runs here, {:?}, is not known; it was drawn as one agent",
                    visible(other, 80)
                ),
            );
            nobody(pen, name, place, within).map(one)
        }
    }
}

fn nobody(
    pen: &mut Pen<'_>,
    name: &str,
    place: &str,
    within: &Within,
) -> Result<AgentId, ImportError> {
    let id = pen.agent(&within.key(name), name, place, &Guess::worker())?;
    pen.stands(&id, within.group.as_ref())?;
    Ok(id)
}

/// Steps that run for each item of a list, one after the other.
fn each(
    pen: &mut Pen<'_>,
    name: &str,
    action: &Value,
    place: &str,
    within: &Within,
    file: &str,
    depth: usize,
) -> Result<Seat, ImportError> {
    let inside = within.inside(pen, name, place)?;
    let steps = at(place, "do");
    let mut seat = Seat::default();
    // Whoever the next step may follow: a step that was left out is passed.
    let mut before: Vec<AgentId> = Vec::new();
    for (index, fields) in pen.objects(&steps, action.get("do")) {
        let place = format!("{steps}/{index}");
        let own = str_of(fields, "name").unwrap_or("step");
        let what = fields.get("action").unwrap_or(&Value::Null);
        let step = run(
            pen,
            own,
            what,
            &at(&place, "action"),
            &inside,
            false,
            file,
            depth + 1,
        )?;
        let condition = pen.text(&at(&place, "if"), fields.get("if"));
        for (from, to) in before
            .iter()
            .flat_map(|from| step.entries.iter().map(move |to| (from, to)))
        {
            let id = pen.handoff("", from, Target::Agent(to.clone()), &place)?;
            if !condition.is_empty() {
                pen.about(&id, |handoff| {
                    handoff.trigger.condition = Some(condition.clone());
                });
            }
        }
        if seat.entries.is_empty() {
            seat.entries.clone_from(&step.entries);
        }
        if condition.is_empty() {
            before.clear();
        }
        before.extend(step.exits);
    }
    if seat.entries.is_empty() {
        let id = nobody(pen, name, place, &inside)?;
        seat.entries.push(id.clone());
        before.push(id);
    }
    let list = pen.text(&at(place, "in"), action.get("in"));
    pen.notes.info(
        place,
        format!(
            "the steps run for each item of {:?}; how often is not in the file",
            visible(&list, 200)
        ),
    );
    seat.exits = before;
    Ok(seat)
}
