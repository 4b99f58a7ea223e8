//! Runs checks over subjects, many at once, and keeps what each of them saw.

use crate::context::{Context, TopologyContext};
use crate::facts::{Fact, Mark, saw, watched};
use crate::finding::Finding;
use crate::plan::Plan;
use crate::rule::Use;
use crate::silences::Silences;
use crate::spread::spread;
use baton_model::{Agent, Kind, TopologyId};

/// Subjects that one thread takes at a time.
const CHUNK: usize = 256;

/// Subjects that are worth a second thread.
const MANY: usize = 1_000;

/// What was found about one subject, or by one check of a whole topology.
#[derive(Default)]
pub(crate) struct Cell {
    pub findings: Vec<Finding>,
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
}

/// Positions among members, handoffs, uses of contract versions, and checks of the whole.
#[derive(Default)]
pub(crate) struct Wanted {
    pub members: Vec<usize>,
    pub handoffs: Vec<usize>,
    pub versions: Vec<usize>,
    pub wholes: Vec<usize>,
}

/// The cells of what was wanted, in the same order.
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
    Wholes(usize, &'t [usize]),
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
            tasks.extend(wanted.wholes.chunks(1).map(|some| Task::Wholes(at, some)));
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
                Task::Wholes(at, _) => of_places[*at].wholes.extend(cells),
            }
        }
        (of_agents, of_places)
    }

    fn cells(&self, shared: &Plan, places: &[Place<'a>], task: &Task<'_>) -> Vec<Cell> {
        match task {
            Task::Agents(agents) => {
                let agents = agents.iter().map(|agent| {
                    self.cell(|| {
                        saw(Fact::Record(Kind::Agent, agent.id.as_str()));
                        shared.agent(self.context, agent)
                    })
                });
                agents.collect()
            }
            Task::Members(at, members) => {
                let Place {
                    id, plan, context, ..
                } = &places[*at];
                let members = members.iter().map(|at| {
                    self.cell(|| {
                        let agent = context.graph.member_at(*at);
                        plan.member(context, agent, id)
                    })
                });
                members.collect()
            }
            Task::Handoffs(at, handoffs) => {
                let Place {
                    id, plan, context, ..
                } = &places[*at];
                let handoffs = handoffs.iter().map(|at| {
                    self.cell(|| {
                        let handoff = context.graph.handoff_at(*at);
                        plan.handoff(context, handoff, id)
                    })
                });
                handoffs.collect()
            }
            Task::Versions(at, versions) => {
                let Place {
                    id,
                    plan,
                    context,
                    uses,
                    ..
                } = &places[*at];
                let versions = versions.iter().map(|at| {
                    self.cell(|| {
                        let one = &uses[*at];
                        saw(Fact::Contract(one.version.contract.as_str()));
                        for handoff in &one.handoffs {
                            saw(Fact::Handoff(handoff.id.as_str()));
                        }
                        plan.version(context, one, id)
                    })
                });
                versions.collect()
            }
            Task::Wholes(at, wholes) => {
                let Place {
                    id, plan, context, ..
                } = &places[*at];
                let wholes = wholes
                    .iter()
                    .map(|at| self.cell(|| plan.whole(*at, context, id)));
                wholes.collect()
            }
        }
    }

    fn cell(&self, check: impl FnOnce() -> Vec<Finding>) -> Cell {
        let (mut findings, marks) = watched(self.is_kept, check);
        for finding in &mut findings {
            self.silences.apply(finding, self.looked_at);
        }
        Cell { findings, marks }
    }
}
