//! The dump of a built workflow: executors and groups of edges.

use super::Configured;
use super::actions::{Does, runs};
use super::people;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, at, count_of, known, str_of};
use crate::steps::{Step, When};
use crate::text::visible;
use crate::wiring::Wiring;
use baton_model::{
    AgentKind, ContextMode, DecidedBy, GroupId, HandoffMode, Join, Json, Pattern, TriggerOn,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Groups of edges that are known.
const KNOWN: [&str; 4] = [
    "SingleEdgeGroup",
    "FanOutEdgeGroup",
    "FanInEdgeGroup",
    "SwitchCaseEdgeGroup",
];
/// Deepest nesting of workflows.
const DEEPEST: usize = 12;

/// What a group of edges says of one.
#[derive(Clone, Debug, Default)]
struct Edge {
    parallel: Option<String>,
    join: Join,
    by_model: bool,
    is_mesh: bool,
}

struct Dump<'p, 'n> {
    pen: &'p mut Pen<'n>,
    wiring: Wiring,
    /// Edges by their ends.
    edges: BTreeMap<(usize, usize), Edge>,
}

/// Where a workflow begins, and where it may end.
struct Drawn {
    start: Option<usize>,
    lasts: Vec<usize>,
}

pub(super) fn draw(
    pen: &mut Pen<'_>,
    workflow: &Value,
    place: &str,
    configured: Option<&Configured>,
) -> Result<(), ImportError> {
    pen.sketch.topology.purpose = pen.text(&at(place, "description"), workflow.get("description"));
    let mut dump = Dump {
        pen,
        wiring: Wiring::default(),
        edges: BTreeMap::new(),
    };
    let drawn = dump.workflow(workflow, place, "", None, configured, 0)?;
    let done = dump.pen.completed(place)?;
    let end = dump.wiring.add(Step::End(done), "end", place);
    for last in drawn.lasts {
        dump.wiring.steps.way(last, end, None);
    }
    let first = dump.wiring.add(Step::Pass, "start", place);
    match drawn.start {
        Some(start) => dump.wiring.steps.way(first, start, None),
        None => dump.pen.notes.warning(
            &at(place, "start_executor_id"),
            "the workflow names no executor that starts it",
        ),
    }
    dump.wiring.enter(dump.pen, first)?;
    let Dump {
        pen,
        mut wiring,
        edges,
    } = dump;
    let limit = workflow
        .as_object()
        .and_then(|fields| count_of(fields, "max_iterations"));
    let names: Vec<String> = (0..wiring.steps.len())
        .map(|step| wiring.key(step).to_owned())
        .collect();
    wiring.connect(pen, |handoff, from, lead| {
        let first = lead.over.first().copied().unwrap_or(lead.to);
        if let Some(edge) = edges.get(&(from, first)) {
            handoff.parallel_group.clone_from(&edge.parallel);
            handoff.join = edge.join;
            if edge.by_model && handoff.mode == HandoffMode::Transfer {
                handoff.context_mode = ContextMode::FullHistory;
                handoff.pattern = Some(Pattern::Chain);
                handoff.trigger.on = TriggerOn::Intent;
                handoff.trigger.value = Some(Json(Value::String(visible(&names[lead.to], 200))));
                handoff.trigger.decided_by = DecidedBy::Model;
            }
            if lead.to <= from || edge.is_mesh {
                handoff.policy.loop_limit = limit;
            }
        } else if lead.to <= from {
            handoff.policy.loop_limit = limit;
        }
    })
}

impl Dump<'_, '_> {
    fn workflow(
        &mut self,
        workflow: &Value,
        place: &str,
        prefix: &str,
        group: Option<&GroupId>,
        configured: Option<&Configured>,
        depth: usize,
    ) -> Result<Drawn, ImportError> {
        let mut by_id = BTreeMap::new();
        let mut models = BTreeSet::new();
        let list = at(place, "executors");
        for (id, executor) in self.pen.members(&list, workflow.get("executors")) {
            let place = at(&list, id);
            let class = executor["type"].as_str().unwrap_or_default();
            let key = if prefix.is_empty() {
                id.to_owned()
            } else {
                format!("{prefix}/{id}")
            };
            if executor["workflow"].is_object() && depth < DEEPEST {
                let inner = self.pen.group(&key, id, group, &place)?;
                let drawn = self.workflow(
                    &executor["workflow"],
                    &at(&place, "workflow"),
                    &key,
                    Some(&inner),
                    None,
                    depth + 1,
                )?;
                let (enter, leave) = (
                    self.wiring.add(Step::Pass, &key, &place),
                    self.wiring.add(Step::Pass, &key, &place),
                );
                if let Some(start) = drawn.start {
                    self.wiring.steps.way(enter, start, None);
                } else {
                    self.wiring.steps.way(enter, leave, None);
                }
                for last in drawn.lasts {
                    self.wiring.steps.way(last, leave, None);
                }
                by_id.insert(id.to_owned(), (enter, leave));
                continue;
            }
            let what = runs(class);
            if what == Does::Agent && class.contains("Handoff") {
                models.insert(id.to_owned());
            }
            let step = match what {
                Does::Ends | Does::Cancels => Step::End(self.pen.completed(&place)?),
                // A class of its own may stand for people; that of a hosted agent asks a model.
                Does::Agent if class.contains("Invoke") => {
                    Step::Work(people::named(self.pen, &key, id, &place)?)
                }
                Does::Agent => {
                    let guess = crate::pen::guess_by(id);
                    Step::Work(self.pen.agent(&key, id, &place, &guess)?)
                }
                Does::Person => {
                    Step::Work(self.pen.agent(&key, id, &place, &known(AgentKind::Human))?)
                }
                Does::Tool => {
                    Step::Work(self.pen.agent(&key, id, &place, &known(AgentKind::Tool))?)
                }
                Does::Unknown => {
                    let mut guess = crate::pen::guess_by(id);
                    guess = Guess::new(
                        guess.kind,
                        guess.function,
                        format!("it is a {}, and {}", visible(class, 80), guess.reason),
                    );
                    Step::Work(self.pen.agent(&key, id, &place, &guess)?)
                }
                _ => Step::Pass,
            };
            if let (Step::Work(agent), Some(fields)) = (&step, executor.as_object()) {
                self.pen.keep_of(agent, fields, &["id"], &place);
                self.pen.stands(agent, group)?;
            }
            let step = self.wiring.add(step, &key, &place);
            by_id.insert(id.to_owned(), (step, step));
        }
        self.edges(workflow, place, &by_id, &models, configured);
        let start = workflow["start_executor_id"]
            .as_str()
            .and_then(|id| by_id.get(id))
            .map(|(enter, _)| *enter);
        let listed: Vec<usize> = workflow["output_executors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter_map(|id| by_id.get(id))
            .map(|(_, leave)| *leave)
            .collect();
        let lasts = if listed.is_empty() {
            let ends = by_id.values().map(|(_, leave)| *leave);
            ends.filter(|step| {
                self.wiring.steps.is_last(*step)
                    && !matches!(self.wiring.steps.step(*step), Some(Step::End(_)))
            })
            .collect()
        } else {
            listed
        };
        Ok(Drawn { start, lasts })
    }

    fn edges(
        &mut self,
        workflow: &Value,
        place: &str,
        by_id: &BTreeMap<String, (usize, usize)>,
        models: &BTreeSet<String>,
        configured: Option<&Configured>,
    ) {
        let groups = at(place, "edge_groups");
        let mut meshes = 0;
        for (index, group) in self.pen.objects(&groups, workflow.get("edge_groups")) {
            let place = format!("{groups}/{index}");
            let kind = str_of(group, "type").unwrap_or_default();
            if kind == "InternalEdgeGroup" {
                continue;
            }
            if !KNOWN.contains(&kind) {
                let said = format!(
                    "the group of edges {:?} is not known; its edges were drawn",
                    visible(kind, 80)
                );
                self.pen.notes.warning(&place, said);
            }
            let list = at(&place, "edges");
            let edges = self.pen.objects(&list, group.get("edges"));
            let sources: BTreeSet<&str> = edges
                .iter()
                .filter_map(|(_, edge)| str_of(edge, "source_id"))
                .collect();
            let is_mesh = kind == "FanOutEdgeGroup"
                && sources.len() == 1
                && sources.iter().all(|source| models.contains(*source))
                && edges.len() + 1 >= models.len()
                && models.len() > 2;
            meshes += usize::from(is_mesh);
            for (index, edge) in &edges {
                let place = format!("{list}/{index}");
                let ends = str_of(edge, "source_id").zip(str_of(edge, "target_id"));
                let Some((source, target)) = ends else {
                    self.pen.notes.warning(
                        &place,
                        "this edge names no source or no target and was left out",
                    );
                    continue;
                };
                let (Some((_, from)), Some((to, _))) = (by_id.get(source), by_id.get(target))
                else {
                    let gone = if by_id.contains_key(source) {
                        target
                    } else {
                        source
                    };
                    let said = format!(
                        "no executor is called {:?}; the edge was left out",
                        visible(gone, 80)
                    );
                    self.pen.notes.warning(&place, said);
                    continue;
                };
                let by_model = models.contains(source);
                if by_model
                    && configured.is_some_and(|known| {
                        !known
                            .get(source)
                            .is_some_and(|to| to.iter().any(|name| name == target))
                    })
                {
                    continue;
                }
                let when = condition(group, edge, target, by_model);
                let free = str_of(group, "selection_func_name").is_none();
                let parallel = match kind {
                    "FanOutEdgeGroup" if !by_model && free => Some(visible(source, 200)),
                    "FanInEdgeGroup" => Some(visible(&format!("before {target}"), 200)),
                    _ => None,
                };
                self.wiring.steps.way(*from, *to, when);
                self.edges.insert(
                    (*from, *to),
                    Edge {
                        parallel,
                        join: Join::All,
                        by_model,
                        is_mesh,
                    },
                );
            }
        }
        if meshes > 0 && configured.is_none() {
            self.pen.notes.warning(&groups, "the dump shows every agent connected with every other, whatever handoffs were configured: which of these are real is not in it. Give a JSON file {\"agent\": [\"receivers\"]} beside it, or take out what was never meant");
        } else if configured.is_some() {
            self.pen.notes.info(
                &groups,
                "the configured handoffs were believed, not the edges of the dump",
            );
        }
    }
}

/// What has to hold on an edge, as far as the dump says it.
fn condition(
    group: &Map<String, Value>,
    edge: &Map<String, Value>,
    target: &str,
    by_model: bool,
) -> Option<When> {
    let own = str_of(edge, "condition_name");
    let cases = group.get("cases").and_then(Value::as_array);
    let case = cases
        .into_iter()
        .flatten()
        .find(|case| case["target_id"] == target);
    let is_rest = target.ends_with("_default") || target.contains("_else");
    let when = match case {
        Some(case) if case["type"] == "Default" => Some(When::Otherwise),
        Some(case) => Some(in_code(case["condition_name"].as_str())),
        None if own.is_some() && is_rest => Some(When::Otherwise),
        None => own.map(|name| in_code(Some(name))),
    };
    let selects = str_of(group, "selection_func_name").filter(|_| !by_model);
    when.or_else(|| selects.map(|name| in_code(Some(name))))
}

/// A condition that stands in code: its function's name, where it has one.
fn in_code(name: Option<&str>) -> When {
    match name.map(str::trim) {
        Some(name) if !name.is_empty() && !name.contains("lambda") => When::Holds(name.to_owned()),
        _ => When::Holds("a condition in code".to_owned()),
    }
}
