//! One direction: may a sender of one schema write something that the other one rejects?

use super::evidence::Evidence;
use super::hunt::{Hunt, Judged};
use super::side::Side;
use super::written::Written;
use super::{CompareOptions, Direction, Effort, quick};
use crate::decide::{Answer, Budget, Decider, Gap};
use crate::set::{Demand, NodeId, Schemas};
use crate::validate::SchemaProblem;
use baton_model::Writers;
use jsonschema::canonical::Containment;
use serde_json::Value;

/// Schemas that the validators may look at for each step of the budget.
const LOOKS_A_STEP: u64 = 1;

/// Schemas that they look at in the time of one step, where what was taken is counted.
const LOOKS_TAKEN_A_STEP: u64 = 8;

/// Payloads that are held against a proof; a wrong proof would be the worst fault of all.
const DOUBTS: usize = 60;

/// Steps of the budget that a payload of the search costs, and most payloads of one search.
const STEPS_A_PAYLOAD: u64 = 150;
const MOST_PAYLOADS: u64 = 4_000;

/// A schema that was read: as it was written, and as sets.
pub(super) struct Read<'a> {
    pub(super) side: Side<'a>,
    /// The set that is decided about.
    pub(super) set: NodeId,
    /// The same among the sets by which single payloads are judged, where senders are strict.
    judged: Option<NodeId>,
}

impl<'a> Read<'a> {
    /// Reads a schema into the sets that are decided about and, where senders are strict, into those that payloads are judged by.
    pub(super) fn new(
        schema: &'a Value,
        options: &CompareOptions,
        decided: &mut Schemas,
        judging: &mut Schemas,
    ) -> Result<Self, SchemaProblem> {
        let side = Side::new(schema, options)?;
        side.judge()?;
        let set = decided.read(side.document(), side.draft())?;
        let judged = match options.writers {
            Writers::Strict => {
                judging.share_patterns(decided);
                Some(judging.read(side.document(), side.draft())?)
            }
            Writers::AsWritten => None,
        };
        Ok(Self { side, set, judged })
    }
}

/// A question about one direction.
pub(super) struct Question<'q, 'a> {
    pub(super) from: &'q Read<'a>,
    pub(super) within: &'q Read<'a>,
    pub(super) writers: Writers,
    pub(super) effort: Effort,
    /// Payloads that counterexamples should look like.
    pub(super) examples: &'q [Value],
    /// The sets that single payloads are judged by.
    pub(super) judging: &'q Schemas,
}

impl Question<'_, '_> {
    /// The answer, and the steps that it took. Safe rests on a proof, breaking on a payload that the validators judged. `stop` says that there is no
    /// time left.
    pub(super) fn answer<'d>(
        &self,
        decider: &mut Decider<'d>,
        stop: &'d dyn Fn() -> bool,
    ) -> (Direction, u64) {
        decider.renew(Budget::new(self.effort.steps).with_stop(stop));
        let evidence = self.evidence();
        let direction = self.judged(&evidence, decider, stop);
        let looks = self.looks() - evidence.left();
        (direction, decider.taken() + looks / LOOKS_TAKEN_A_STEP)
    }

    fn judged(
        &self,
        evidence: &Evidence<'_, '_>,
        decider: &mut Decider<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Direction {
        let rejects = Demand::Rejects(self.within.set);
        match decider.solve(&[self.sent(), rejects]) {
            Answer::Found(value) => self.shown(value, evidence, decider, stop),
            Answer::Empty => self.proven(evidence, decider, stop),
            Answer::Unknown(gap) => self.open(gap, evidence, decider, stop),
        }
    }

    fn is_strict(&self) -> bool {
        self.writers == Writers::Strict
    }

    /// What is asked of a value that a sender may write.
    fn sent(&self) -> Demand {
        if self.is_strict() {
            Demand::Writes([self.from.set].into())
        } else {
            Demand::Accepts(self.from.set)
        }
    }

    fn evidence(&self) -> Evidence<'_, '_> {
        let set = self.from.judged.filter(|_| self.is_strict());
        Evidence::new(
            [&self.from.side, &self.within.side],
            set.map(|set| (self.judging, set)),
            self.examples,
            self.looks(),
        )
    }

    /// Schemas that the validators may look at.
    fn looks(&self) -> u64 {
        self.effort.steps.saturating_mul(LOOKS_A_STEP)
    }

    /// The decision has a value: it is judged like any other.
    fn shown(
        &self,
        value: Value,
        evidence: &Evidence<'_, '_>,
        decider: &mut Decider<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Direction {
        match evidence.judge(&value) {
            Judged::Counterexample => return evidence.breaking(value),
            Judged::TooDear => return too_dear(),
            Judged::Fine | Judged::NotSent => {}
        }
        let disagreement = format!("two procedures disagree about {value}");
        self.search(Some(value), evidence, decider, stop)
            .unwrap_or_else(|| Direction::undecided(disagreement, None))
    }

    /// The decision proved that there is no value. The proof is doubted before it is believed.
    fn proven(
        &self,
        evidence: &Evidence<'_, '_>,
        decider: &mut Decider<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Direction {
        if self.from.set != self.within.set {
            if !self.is_strict()
                && quick::covers(&self.from.side, &self.within.side) == Containment::No
            {
                return self
                    .search(None, evidence, decider, stop)
                    .unwrap_or_else(|| {
                        Direction::undecided(
                            "two procedures disagree: one proved it safe, the other proved the contrary",
                            None,
                        )
                    });
            }
            if let Some(breaking) = self.hunt(None, DOUBTS, evidence, decider, stop) {
                return breaking;
            }
        }
        if self.is_strict() {
            return self.not_vacuous(evidence, decider);
        }
        Direction::safe()
    }

    /// Safe, if a strict sender may write anything at all or nothing is accepted in the first place.
    fn not_vacuous(&self, evidence: &Evidence<'_, '_>, decider: &mut Decider<'_>) -> Direction {
        match decider.solve(&[self.sent()]) {
            Answer::Found(value) => match evidence.sends(&value) {
                Some(true) => Direction::safe(),
                Some(false) => {
                    Direction::undecided(format!("two procedures disagree about {value}"), None)
                }
                None => too_dear(),
            },
            Answer::Empty => match decider.solve(&[Demand::Accepts(self.from.set)]) {
                Answer::Empty => Direction::safe(),
                Answer::Found(_) | Answer::Unknown(_) => Direction::undecided(
                    "no_strict_value: the schema accepts payloads, but a strict sender may write none of them",
                    None,
                ),
            },
            Answer::Unknown(gap) => undecided(
                "it is not known whether a strict sender may write anything: ",
                gap,
            ),
        }
    }

    /// The decision does not know.
    fn open(
        &self,
        gap: Gap,
        evidence: &Evidence<'_, '_>,
        decider: &mut Decider<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Direction {
        if let Some(breaking) = self.search(None, evidence, decider, stop) {
            return breaking;
        }
        let is_covered = !self.is_strict()
            && quick::covers(&self.from.side, &self.within.side) == Containment::Yes;
        if is_covered {
            return Direction::safe();
        }
        undecided("", gap)
    }

    /// A search for a counterexample with what the budget allows.
    fn search(
        &self,
        base: Option<Value>,
        evidence: &Evidence<'_, '_>,
        decider: &mut Decider<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Option<Direction> {
        let most = (self.effort.steps / STEPS_A_PAYLOAD).min(MOST_PAYLOADS);
        self.hunt(base, most as usize, evidence, decider, stop)
    }

    fn hunt(
        &self,
        base: Option<Value>,
        most: usize,
        evidence: &Evidence<'_, '_>,
        decider: &mut Decider<'_>,
        stop: &dyn Fn() -> bool,
    ) -> Option<Direction> {
        let mut bases: Vec<Value> = base
            .into_iter()
            .chain(self.examples.iter().cloned())
            .collect();
        if let Answer::Found(value) = decider.solve(&[self.sent()]) {
            bases.push(value);
        }
        let hunt = Hunt {
            from: Written::new(self.from.side.document()),
            within: Written::new(self.within.side.document()),
            bases,
            most,
        };
        let mut goes_on = || !stop() && !evidence.is_spent();
        let found = hunt.run(&mut |payload| evidence.judge(payload), &mut goes_on);
        found.map(|payload| evidence.breaking(payload))
    }
}

fn too_dear() -> Direction {
    Direction::undecided(
        "the validators would take too long to judge a payload: definitions are reached in too many ways",
        Some(String::new()),
    )
}

fn undecided(before: &str, gap: Gap) -> Direction {
    Direction::undecided(format!("{before}{}", gap.reason), gap.pointer)
}
