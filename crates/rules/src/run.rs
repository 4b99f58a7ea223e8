//! Runs checks over subjects, many at once, and keeps what each of them saw.

use crate::context::{Context, TopologyContext};
use crate::facts::{Fact, Mark, saw, watched};
use crate::finding::Finding;
use crate::parts::{Part, Parts, Told};
use crate::plan::Plan;
use crate::rule::Use;
use crate::silences::Silences;
use crate::spread::spread;
use baton_model::{Agent, Kind, TopologyId};
use std::sync::Arc;

/// Subjects that one thread takes at a time.
const CHUNK: usize = 256;

/// Subjects that are worth a second thread.
const MANY: usize = 1_000;

/// What was found about one subject, or by one check of a whole topology. About many where nobody goes on from this run.
#[derive(Default)]
pub(crate) struct Cell {
    pub findings: Vec<Finding>,
    /// What a check of the whole tells apart; empty where nobody goes on from this run.
    pub parts: Vec<Told>,
    /// Everything that was looked at; empty where nobody wants to know.
    pub marks: Box<[Mark]>,
}

/// A registry, ready to be checked.
pub(crate) struct Run<'a> {
    pub context: &'a Context<'a>,
    pub silences: &'a Silences<'a>,
    /// The topology whose silences hold for what topologies share.
    pub looked_at: Option<&'a TopologyId>,
    /// Whether somebody wants to know what checks look at.
    pub is_kept: bool,
}

/// Agents as all topologies share them.
pub(crate) struct Agents<'a> {
    pub plan: &'a Plan,
    pub agents: Vec<&'a Agent>,
}

/// A topology with what is to be checked in it.
pub(crate) struct Place<'a> {
    pub id: &'a TopologyId,
    pub plan: &'a Plan,
    pub context: TopologyContext<'a>,
    pub uses: &'a [Use<'a>],
    pub wanted: Wanted,
    /// Beside the checks of the whole that are wanted: their parts of which nothing is touched. Empty where none are known.
    pub standing: Vec<Vec<Arc<Part>>>,
}

/// Positions among members, handoffs, uses of contract versions, and checks of the whole.
#[derive(Default)]
pub(crate) struct Wanted {
    pub members: Vec<usize>,
    pub handoffs: Vec<usize>,
    pub versions: Vec<usize>,
    pub wholes: Vec<usize>,
}

/// The cells of what was wanted, in the same order; of some at a time where nobody goes on from this run.
#[derive(Default)]
pub(crate) struct Cells {
    pub members: Vec<Cell>,
    pub handoffs: Vec<Cell>,
    pub versions: Vec<Cell>,
    pub wholes: Vec<Cell>,
}

impl Wanted {
    pub fn all(plan: &Plan, context: &TopologyContext<'_>, uses: &[Use<'_>]) -> Self {
        Self {
            members: (0..context.graph.members().len()).collect(),
            handoffs: (0..context.graph.handoffs().len()).collect(),
            versions: (0..uses.len()).collect(),
            wholes: (0..plan.wholes()).collect(),
        }
    }

    fn len(&self) -> usize {
        self.members.len() + self.handoffs.len() + self.versions.len() + self.wholes.len()
    }
}

impl Cells {
    pub fn all(self) -> impl Iterator<Item = Cell> {
        let subjects = self.members.into_iter().chain(self.handoffs);
        subjects.chain(self.versions).chain(self.wholes)
    }
}

/// What one thread takes at a time.
enum Task<'t> {
    Agents(&'t [&'t Agent]),
    Members(usize, &'t [usize]),
    Handoffs(usize, &'t [usize]),
    Versions(usize, &'t [usize]),
    /// The number of the place, and that among those of its checks of the whole that are wanted.
    Whole(usize, usize),
}

impl<'a> Run<'a> {
    /// Which contract versions go over the handoffs of a topology, and what this depends on.
    pub fn uses(&self, context: &TopologyContext<'a>) -> (Vec<Use<'a>>, Box<[Mark]>) {
        watched(self.is_kept, || context.travels.uses())
    }

    /// Checks everything that is wanted; the cells of the agents first.
    pub fn check(&self, agents: &Agents<'a>, places: &[Place<'a>]) -> (Vec<Cell>, Vec<Cells>) {
        let mut tasks: Vec<Task<'_>> = Vec::new();
        let mut many = agents.agents.len();
        tasks.extend(agents.agents.chunks(CHUNK).map(Task::Agents));
        for (at, place) in places.iter().enumerate() {
            let wanted = &place.wanted;
            many += wanted.len();
            // The longest come first, so that both threads end together.
            let wholes = 0..wanted.wholes.len();
            tasks.extend(wholes.map(|whole| Task::Whole(at, whole)));
            let members = wanted.members.chunks(CHUNK);
            tasks.extend(members.map(|some| Task::Members(at, some)));
            let handoffs = wanted.handoffs.chunks(CHUNK);
            tasks.extend(handoffs.map(|some| Task::Handoffs(at, some)));
            let versions = wanted.versions.chunks(CHUNK);
            tasks.extend(versions.map(|some| Task::Versions(at, some)));
        }
        let done = spread(tasks.len(), many > MANY, |at| {
            self.cells(agents.plan, places, &tasks[at])
        });
        let mut of_agents = Vec::with_capacity(agents.agents.len());
        let mut of_places: Vec<Cells> = places.iter().map(|_| Cells::default()).collect();
        for (task, cells) in tasks.iter().zip(done) {
            match task {
                Task::Agents(_) => of_agents.extend(cells),
                Task::Members(at, _) => of_places[*at].members.extend(cells),
                Task::Handoffs(at, _) => of_places[*at].handoffs.extend(cells),
                Task::Versions(at, _) => of_places[*at].versions.extend(cells),
                Task::Whole(at, _) => of_places[*at].wholes.extend(cells),
            }
        }
        (of_agents, of_places)
    }

    fn cells(&self, shared: &Plan, places: &[Place<'a>], task: &Task<'_>) -> Vec<Cell> {
        match task {
            Task::Agents(agents) => self.each(agents, |agent, findings| {
                saw(Fact::Record(Kind::Agent, agent.id.as_str()));
                shared.agent(self.context, agent, findings);
            }),
            Task::Members(at, members) => {
                let Place {
                    id, plan, context, ..
                } = &places[*at];
                self.each(members, |at, findings| {
                    let agent = context.graph.member_at(*at);
                    plan.member(context, agent, id, findings);
                })
            }
            Task::Handoffs(at, handoffs) => {
                let Place {
                    id, plan, context, ..
                } = &places[*at];
                self.each(handoffs, |at, findings| {
                    let handoff = context.graph.handoff_at(*at);
                    plan.handoff(&context.at(*at), handoff, id, findings);
                })
            }
            Task::Versions(at, versions) => {
                let Place {
                    id,
                    plan,
                    context,
                    uses,
                    ..
                } = &places[*at];
                self.each(versions, |at, findings| {
                    let one = &uses[*at];
                    saw(Fact::Contract(one.version.contract.as_str()));
                    for handoff in &one.handoffs {
                        saw(Fact::Handoff(handoff.id.as_str()));
                    }
                    plan.version(context, one, id, findings);
                })
            }
            Task::Whole(at, whole) => {
                let place = &places[*at];
                let standing = place.standing.get(*whole).cloned();
                let mut parts = Parts::among(standing.unwrap_or_default());
                let kept = self.is_kept.then_some(&mut parts);
                let mut cell = self.cell(|findings| {
                    let check = place.wanted.wholes[*whole];
                    place
                        .plan
                        .whole(check, &place.context, place.id, kept, findings);
                });
                for told in &mut parts.told {
                    if let Told::Anew(part) = told {
                        self.silence(&mut part.findings);
                    }
                }
                cell.parts = parts.told;
                vec![cell]
            }
        }
    }

    /// A cell for each subject; one for all of them where nobody goes on from this run.
    fn each<S>(&self, subjects: &[S], check: impl Fn(&S, &mut Vec<Finding>)) -> Vec<Cell> {
        if self.is_kept {
            let cells = subjects
                .iter()
                .map(|subject| self.cell(|findings| check(subject, findings)));
            return cells.collect();
        }
        let all = self.cell(|findings| {
            for subject in subjects {
                check(subject, findings);
            }
        });
        vec![all]
    }

    fn cell(&self, check: impl FnOnce(&mut Vec<Finding>)) -> Cell {
        let mut findings = Vec::new();
        let ((), marks) = watched(self.is_kept, || check(&mut findings));
        self.silence(&mut findings);
        Cell {
            findings,
            marks,
            parts: Vec::new(),
        }
    }

    fn silence(&self, findings: &mut [Finding]) {
        for finding in findings {
            self.silences.apply(finding, self.looked_at);
        }
    }
}
