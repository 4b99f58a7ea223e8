//! Agents of configurations: those that ask models, and those that only run others.

use super::files::Files;
use super::shapes;
use super::workflow::{self, Care};
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, address, at, guess_ai, known, str_of};
use crate::text::visible;
use baton_model::{AgentId, AgentKind, GroupId, Trigger};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting of agents.
const DEEPEST: usize = 32;

/// Where an agent is entered and left.
#[derive(Clone, Debug, Default)]
pub(super) struct Seat {
    pub entries: Vec<AgentId>,
    pub exits: Vec<AgentId>,
    /// Members that run at once, by the name of what runs them.
    pub parallel: Option<String>,
    /// The agent itself, where it asks a model; what it was told not to do.
    pub asks: Option<Asks>,
    pub description: String,
    /// What the file calls it.
    pub name: String,
    /// How a workflow runs it.
    pub care: Option<Care>,
    /// When its exits are taken, where that is said.
    pub triggers: BTreeMap<AgentId, Trigger>,
    /// It does nothing but wait until all that lead to it are done.
    pub is_join: bool,
    /// Agents that may leave the loop around them.
    pub leaves: Vec<AgentId>,
}

/// An agent that may transfer by itself.
#[derive(Clone, Debug)]
pub(super) struct Asks {
    pub agent: AgentId,
    pub to_parent: bool,
    pub to_peers: bool,
}

/// A configuration: which file it stands in, and where.
#[derive(Clone, Debug)]
pub(super) struct Config<'v> {
    pub file: usize,
    pub place: String,
    pub fields: &'v Map<String, Value>,
}

impl Config<'_> {
    pub(super) fn at(&self, member: &str) -> String {
        at(&self.place, member)
    }
}

/// Everybody of a drawing.
pub(super) struct Troupe<'f, 'v> {
    pub files: &'f Files<'v>,
    /// Files that are being drawn: a circle comes back to one of them.
    open: BTreeSet<usize>,
    pub group: Option<GroupId>,
    depth: usize,
}

impl<'f, 'v> Troupe<'f, 'v> {
    pub(super) fn new(files: &'f Files<'v>) -> Self {
        Self {
            files,
            open: BTreeSet::new(),
            group: None,
            depth: 0,
        }
    }

    pub(super) fn root(
        &mut self,
        pen: &mut Pen<'_>,
        file: usize,
        fields: &'v Map<String, Value>,
    ) -> Result<(), ImportError> {
        self.open.insert(file);
        let config = Config {
            file,
            place: String::new(),
            fields,
        };
        let seat = self.seat(pen, &config)?;
        pen.sketch.topology.purpose.clone_from(&seat.description);
        for agent in &seat.entries {
            pen.entry(agent, "")?;
        }
        let mut exits = seat.exits.clone();
        exits.dedup();
        for agent in &exits {
            let to = pen.completed("")?;
            let id = pen.handoff("", agent, to, "")?;
            if let Some(trigger) = seat.triggers.get(agent) {
                pen.about(&id, |handoff| handoff.trigger = trigger.clone());
            }
        }
        Ok(())
    }

    pub(super) fn seat(
        &mut self,
        pen: &mut Pen<'_>,
        config: &Config<'v>,
    ) -> Result<Seat, ImportError> {
        if self.depth > DEEPEST {
            pen.notes.warning(
                &config.place,
                "agents are nested too deep; the rest was left out",
            );
            return Ok(Seat::default());
        }
        self.depth += 1;
        let class = str_of(config.fields, "agent_class").unwrap_or("LlmAgent");
        let class = class.rsplit('.').next().unwrap_or(class);
        let seat = match class {
            "SequentialAgent" | "ParallelAgent" | "LoopAgent" => {
                shapes::run(pen, self, config, class)
            }
            "Workflow" => workflow::run(pen, self, config),
            "FunctionNode" | "ToolNode" => self.function(pen, config, class),
            "JoinNode" => Ok(Seat {
                name: str_of(config.fields, "name").unwrap_or("join").to_owned(),
                is_join: true,
                ..Seat::default()
            }),
            _ => self.asking(pen, config, class),
        };
        self.depth -= 1;
        seat
    }

    /// An agent of its own, with its sub-agents.
    fn asking(
        &mut self,
        pen: &mut Pen<'_>,
        config: &Config<'v>,
        class: &str,
    ) -> Result<Seat, ImportError> {
        let name = str_of(config.fields, "name").unwrap_or("agent");
        if str_of(config.fields, "name").is_none() {
            pen.notes
                .warning(&config.at("name"), "the agent has no name");
        }
        let is_model = class == "LlmAgent";
        let is_remote = class == "RemoteA2aAgent";
        let mut guess = guess_ai(name);
        if is_remote {
            // The kit says that it runs elsewhere, behind a card.
            guess = known(AgentKind::External);
        } else if !is_model {
            guess.reason = format!(
                "its class {:?} stands in code, and {}",
                visible(class, 80),
                guess.reason
            );
            pen.notes.warning(&config.at("agent_class"), format!("what the class {:?} does stands in code; it was drawn as an agent that may transfer to its sub-agents", visible(class, 80)));
        }
        let id = pen.agent(name, name, &config.place, &guess)?;
        pen.stands(&id, self.group.as_ref())?;
        if is_remote {
            card(pen, &id, config);
        }
        let description = pen.text(&config.at("description"), config.fields.get("description"));
        pen.scope(&id, &description);
        for member in ["static_instruction", "instruction", "global_instruction"] {
            if config.fields.get(member).is_some_and(Value::is_string) {
                let text = pen.text(&config.at(member), config.fields.get(member));
                pen.scope(&id, &text);
            }
        }
        let model = config.fields.get("model");
        let model = model.and_then(Value::as_str).or_else(|| {
            config
                .fields
                .get("model_code")
                .and_then(|code| code["name"].as_str())
        });
        if let Some(model) = model {
            pen.model(&id, model, &config.at("model"))?;
        }
        for member in ["input_schema", "output_schema"] {
            if let Some(schema) = config.fields.get(member).filter(|schema| !schema.is_null()) {
                let class = schema["name"]
                    .as_str()
                    .or_else(|| schema.as_str())
                    .unwrap_or_default();
                pen.notes.warning(
                    &config.at(member),
                    format!(
                        "the type {:?} stands in code: write its JSON Schema as a contract",
                        visible(class, 120)
                    ),
                );
            }
        }
        let leaves = self.tools(pen, &id, config)?;
        pen.keep_of(
            &id,
            config.fields,
            &[
                "agent_class",
                "name",
                "description",
                "instruction",
                "global_instruction",
                "model",
                "tools",
                "sub_agents",
                "input_schema",
                "output_schema",
                "disallow_transfer_to_parent",
                "disallow_transfer_to_peers",
                if is_remote { "agent_card" } else { "" },
            ],
            &config.place,
        );
        let allows =
            |member: &str| config.fields.get(member).and_then(Value::as_bool) != Some(true);
        let asks = Asks {
            agent: id.clone(),
            to_parent: allows("disallow_transfer_to_parent"),
            to_peers: allows("disallow_transfer_to_peers"),
        };
        let below = self.sub_agents(pen, config)?;
        let exits = shapes::transfers(pen, &id, &below, &config.at("sub_agents"))?;
        Ok(Seat {
            entries: vec![id.clone()],
            exits: std::iter::once(id.clone()).chain(exits).collect(),
            asks: is_model.then_some(asks),
            description,
            name: name.to_owned(),
            leaves: leaves.then_some(id).into_iter().collect(),
            ..Seat::default()
        })
    }

    /// Whether what is being drawn is the drawing itself.
    pub(super) fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    /// The sub-agents of a configuration.
    pub(super) fn sub_agents(
        &mut self,
        pen: &mut Pen<'_>,
        config: &Config<'v>,
    ) -> Result<Vec<Seat>, ImportError> {
        let place = config.at("sub_agents");
        let list = config.fields.get("sub_agents");
        let mut seats = Vec::new();
        for (index, fields) in pen.objects(&place, list) {
            let here = Config {
                file: config.file,
                place: format!("{place}/{index}"),
                fields,
            };
            seats.push(self.referred(pen, &here)?);
        }
        Ok(seats)
    }

    /// An agent that a path, a name in code, or a configuration inside another means.
    pub(super) fn referred(
        &mut self,
        pen: &mut Pen<'_>,
        config: &Config<'v>,
    ) -> Result<Seat, ImportError> {
        if let Some(path) = str_of(config.fields, "config_path") {
            return self.at_path(pen, config.file, path, &config.at("config_path"));
        }
        if let Some(code) = str_of(config.fields, "code") {
            let name = code.rsplit('.').next().unwrap_or(code);
            pen.notes.warning(
                &config.at("code"),
                format!(
                    "the agent {:?} stands in code; only its name was carried",
                    visible(code, 120)
                ),
            );
            return self.stranger(pen, code, name, &config.place);
        }
        self.seat(pen, config)
    }

    pub(super) fn at_path(
        &mut self,
        pen: &mut Pen<'_>,
        from: usize,
        path: &str,
        place: &str,
    ) -> Result<Seat, ImportError> {
        let found = self.files.find(from, path);
        let page = found.map(|file| (file, self.files.page(file)));
        let Some((file, page)) = page else {
            pen.notes.warning(
                place,
                format!(
                    "the file {:?} was not given; its agent was drawn by the file's name",
                    visible(path, 120)
                ),
            );
            let name = crate::text::base_name(path)
                .split('.')
                .next()
                .unwrap_or(path);
            return self.stranger(pen, path, name, place);
        };
        if !self.open.insert(file) {
            pen.notes.warning(
                place,
                "the configurations refer to each other in a circle; this reference was left out",
            );
            return Ok(Seat::default());
        }
        let seat = if let Value::Object(fields) = page.value {
            pen.switch(page.name);
            let config = Config {
                file,
                place: String::new(),
                fields,
            };
            self.seat(pen, &config)?
        } else {
            pen.notes.warning(
                place,
                format!("{:?} is no configuration of an agent", visible(path, 120)),
            );
            Seat::default()
        };
        // Two may refer to the same file: the kit makes an agent of each.
        self.open.remove(&file);
        pen.switch(self.files.page(from).name);
        Ok(seat)
    }

    pub(super) fn stranger(
        &mut self,
        pen: &mut Pen<'_>,
        key: &str,
        name: &str,
        place: &str,
    ) -> Result<Seat, ImportError> {
        let guess = guess_ai(name);
        let guess = Guess::new(
            guess.kind,
            guess.function,
            format!("only its name is known, and {}", guess.reason),
        );
        let id = pen.agent(key, name, place, &guess)?;
        pen.stands(&id, self.group.as_ref())?;
        Ok(Seat {
            entries: vec![id.clone()],
            exits: vec![id],
            ..Seat::default()
        })
    }
}

/// Where the card of an agent that runs elsewhere is.
fn card(pen: &mut Pen<'_>, id: &AgentId, config: &Config<'_>) {
    let place = config.at("agent_card");
    match config.fields.get("agent_card").and_then(Value::as_str) {
        Some(link) if address(link).is_some() => {
            let link = address(link).map(str::to_owned);
            pen.of(id, |agent| agent.links.a2a = link);
        }
        Some(_) => pen.notes.warning(
            &place,
            "the agent's card is no plain address and was not carried; import the card itself beside this file",
        ),
        None => pen
            .notes
            .warning(&place, "the agent runs elsewhere, and nothing says where its card is"),
    }
}
