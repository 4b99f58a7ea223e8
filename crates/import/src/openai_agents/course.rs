//! How code that runs agents is followed, whatever language it is written in: the steps so far, the functions and loops that are
//! gone through, and how much may be looked at.

use super::by_code::{Followed, Run, Together};
use crate::error::ImportError;
use crate::steps::{Step, When};
use baton_model::{AgentId, Join};
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::Node;

/// Deepest nesting of statements and calls that is followed.
const DEEPEST: usize = 100;
/// Most steps of a project.
const MOST_STEPS: usize = 10_000;
/// How many parts of the code are looked at.
const MOST_VISITS: usize = 100_000;
/// How deep calls of functions that run agents are told from others.
const MOST_CALLS: usize = 8;

/// Steps that lead to whatever comes next.
pub(crate) type Heads = Vec<usize>;

/// What was followed so far. Nodes are known by their ids, places by their offsets.
pub(crate) struct Course {
    pub followed: Followed,
    worker: Step,
    /// By the call.
    running: BTreeMap<usize, Run>,
    /// Where something happens that the order of runs depends on, in order.
    events: Vec<usize>,
    /// Where approvals are asked for, in order.
    approvals: Vec<usize>,
    frames: Vec<Frame>,
    /// Functions that were gone through, and those that are being.
    done: BTreeSet<usize>,
    open: Vec<usize>,
    visits: usize,
    gave_up: bool,
}

/// A function that is gone through, or what stands outside of all.
#[derive(Default)]
struct Frame {
    function: usize,
    returns: Heads,
    loops: Vec<Loop>,
}

/// Something that `break` leaves; `again` is where `continue` goes, where it may.
struct Loop {
    again: Option<usize>,
    breaks: Heads,
}

impl Course {
    /// A course on which nothing was followed, of the calls that run agents.
    pub(crate) fn new(running: BTreeMap<usize, Run>) -> Result<Self, ImportError> {
        Ok(Self {
            followed: Followed::default(),
            worker: Step::Work(AgentId::new("agent")?),
            running,
            events: Vec::new(),
            approvals: Vec::new(),
            frames: Vec::new(),
            done: BTreeSet::new(),
            open: Vec::new(),
            visits: 0,
            gave_up: false,
        })
    }

    /// Whether no call runs an agent.
    pub(crate) fn runs_nobody(&self) -> bool {
        self.running.is_empty()
    }

    /// Whether a call runs an agent.
    pub(crate) fn is_run(&self, call: Node<'_>) -> bool {
        self.running.contains_key(&call.id())
    }

    /// Says where agents are run, where approvals are asked for, and which functions are called where: calls of functions that
    /// run agents matter as much as the runs do.
    pub(crate) fn mark(
        &mut self,
        mut runs: Vec<usize>,
        mut approvals: Vec<usize>,
        called: &[(Node<'_>, Vec<usize>)],
    ) {
        runs.sort_unstable();
        approvals.sort_unstable();
        (self.events, self.approvals) = (runs, approvals);
        for _ in 0..MOST_CALLS {
            let of_runs: Vec<usize> = called
                .iter()
                .filter(|(function, _)| self.runs_in(*function))
                .flat_map(|(_, calls)| calls.iter().copied())
                .collect();
            let before = self.events.len();
            self.events.extend(of_runs);
            self.events.sort_unstable();
            self.events.dedup();
            if self.events.len() == before {
                break;
            }
        }
    }

    /// Whether agents are run in a part of the source.
    pub(crate) fn runs_in(&self, node: Node<'_>) -> bool {
        has(&self.events, node)
    }

    /// How many places of a part of the source run agents.
    pub(crate) fn count_in(&self, node: Node<'_>) -> usize {
        let at = |byte| self.events.partition_point(|at| *at < byte);
        at(node.end_byte()) - at(node.start_byte())
    }

    /// Whether an approval is asked for in a part of the source.
    pub(crate) fn asks_in(&self, node: Node<'_>) -> bool {
        has(&self.approvals, node)
    }

    /// Whether the order of runs depends on a part of the source; `leaves` has, by function, where one is left early.
    pub(crate) fn matters(&self, node: Node<'_>, leaves: &BTreeMap<usize, Vec<usize>>) -> bool {
        let function = self.frames.last().map_or(0, |frame| frame.function);
        let leaves = leaves.get(&function);
        self.runs_in(node) || self.asks_in(node) || leaves.is_some_and(|leaves| has(leaves, node))
    }

    /// Counts a look; nothing more is looked at where it is one too many.
    pub(crate) fn looks(&mut self, depth: usize) -> bool {
        self.visits += 1;
        let steps = self.followed.steps.len();
        let may = depth <= DEEPEST && self.visits <= MOST_VISITS && steps <= MOST_STEPS;
        self.gave_up |= !may;
        may
    }

    /// Says that not all of the code was followed.
    pub(crate) fn give_up(&mut self) {
        self.gave_up = true;
    }

    /// Whether not all of the code was followed.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// The step of a call that runs an agent.
    pub(crate) fn run(&mut self, call: Node<'_>) -> Option<usize> {
        let run = self.running.get(&call.id())?.clone();
        let step = self.followed.steps.add(self.worker.clone());
        self.followed.runs.insert(step, run);
        Some(step)
    }

    /// The runs whose steps were added since there were so many.
    pub(crate) fn runs_since(&self, steps: usize) -> Vec<usize> {
        let since = self.followed.runs.range(steps..);
        since.map(|(step, _)| *step).collect()
    }

    /// Says that runs begin together after a step, and when their sender goes on.
    pub(crate) fn begin_together(&mut self, from: usize, runs: &[usize], join: Join) {
        let together = Together { from, join };
        let steps = runs.iter().map(|step| (*step, together));
        self.followed.together.extend(steps);
    }

    /// Leads steps to another.
    pub(crate) fn join(&mut self, heads: &[usize], step: usize) {
        for head in heads {
            self.followed.steps.way(*head, step, None);
        }
    }

    /// A step that others lead to and at which nothing is done.
    pub(crate) fn pass(&mut self, heads: &[usize]) -> usize {
        let step = self.followed.steps.add(Step::Pass);
        self.join(heads, step);
        step
    }

    /// A branch of a step.
    pub(crate) fn branch(&mut self, from: usize, when: When) -> Heads {
        let step = self.followed.steps.add(Step::Pass);
        self.followed.steps.way(from, step, Some(when));
        vec![step]
    }

    /// Where runs lead that failed.
    pub(crate) fn fail(&mut self, runs: &[usize]) -> usize {
        let fails = self.pass(&[]);
        for step in runs {
            self.followed.steps.way(*step, fails, Some(When::Failed));
        }
        fails
    }

    /// A flow that begins: its first step, and how many runs there were before it.
    pub(crate) fn begin(&mut self) -> (usize, usize) {
        (self.pass(&[]), self.followed.runs.len())
    }

    /// Ends a flow, which counts where an agent was run in it.
    pub(crate) fn end(&mut self, (start, runs): (usize, usize), heads: &[usize]) {
        if self.followed.runs.len() == runs {
            return;
        }
        let end = self.followed.steps.add(Step::Leave);
        self.join(heads, end);
        self.followed.starts.push(start);
    }

    /// Whether a function was gone through.
    pub(crate) fn is_done(&self, function: Node<'_>) -> bool {
        self.done.contains(&function.id())
    }

    /// Whether a function is being gone through: a call of it is one of itself.
    pub(crate) fn is_open(&self, function: Node<'_>) -> bool {
        self.open.contains(&function.id())
    }

    /// Enters a function.
    pub(crate) fn enter(&mut self, function: Node<'_>) {
        self.done.insert(function.id());
        self.open.push(function.id());
        self.frames.push(Frame {
            function: function.id(),
            ..Frame::default()
        });
    }

    /// Leaves the function that was entered last. Gives the steps that return from it.
    pub(crate) fn leave(&mut self) -> Heads {
        self.open.pop();
        self.frames
            .pop()
            .map(|frame| frame.returns)
            .unwrap_or_default()
    }

    /// Enters what stands outside of all functions.
    pub(crate) fn enter_outside(&mut self) {
        self.frames.push(Frame::default());
    }

    /// Leaves what stands outside of all functions.
    pub(crate) fn leave_outside(&mut self) {
        self.frames.pop();
    }

    /// Steps that return from the function.
    pub(crate) fn returned(&mut self, heads: Heads) {
        if let Some(frame) = self.frames.last_mut() {
            frame.returns.extend(heads);
        }
    }

    /// Enters a loop, or anything else that `break` leaves.
    pub(crate) fn enter_loop(&mut self, again: Option<usize>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.loops.push(Loop {
                again,
                breaks: Heads::new(),
            });
        }
    }

    /// Leaves the loop that was entered last. Gives the steps that break out of it.
    pub(crate) fn leave_loop(&mut self) -> Heads {
        let left = self.frames.last_mut().and_then(|frame| frame.loops.pop());
        left.map(|left| left.breaks).unwrap_or_default()
    }

    /// Takes the steps of a `break` to the end of what is around it.
    ///
    /// # Errors
    /// The steps, where nothing around them can be left.
    pub(crate) fn break_out(&mut self, heads: Heads) -> Result<(), Heads> {
        let around = self
            .frames
            .last_mut()
            .and_then(|frame| frame.loops.last_mut());
        let Some(around) = around else {
            return Err(heads);
        };
        around.breaks.extend(heads);
        Ok(())
    }

    /// Leads the steps of a `continue` back to the beginning of the loop.
    ///
    /// # Errors
    /// The steps, where no loop is around them.
    pub(crate) fn go_on(&mut self, heads: Heads) -> Result<(), Heads> {
        let loops = self.frames.last().map(|frame| frame.loops.iter().rev());
        let again = loops.and_then(|mut loops| loops.find_map(|around| around.again));
        let Some(again) = again else {
            return Err(heads);
        };
        self.join(&heads, again);
        Ok(())
    }
}

/// Whether one of the offsets, which are in order, lies in a part of the source.
pub(crate) fn has(offsets: &[usize], node: Node<'_>) -> bool {
    let first = offsets.partition_point(|at| *at < node.start_byte());
    offsets.get(first).is_some_and(|at| *at < node.end_byte())
}

/// What is said of so many runs that begin together.
pub(crate) fn told_at_once(runs: usize) -> Option<String> {
    (runs > 1).then(|| {
        format!("{runs} runs begin at once here; the handoffs made are alternatives. Make them delegations of one parallel group if they are joined again")
    })
}

/// What is said of a loop.
pub(crate) const IN_A_LOOP: &str = "agents are run in a loop here: it was drawn as a way back, without a limit; say how often at most";
/// What is said of agents that are run for each of a list.
pub(crate) const FOR_EACH: &str = "agents are run for each of a list here; they were drawn once";
/// What is said of a run that nothing waits for where it is begun.
pub(crate) const BEGUN: &str = "this run is begun here and waited for later, if at all: what runs meanwhile was drawn after it";
/// What is said of what catches a failure and runs nobody.
pub(crate) const CAUGHT: &str = "what is done when a run fails was not carried";
/// What is said of a function that calls itself.
pub(crate) const CALLS_ITSELF: &str =
    "this function calls itself: agents that it runs again were drawn once";
/// What is said of an approval that decides on no run.
pub(crate) const UNASKED: &str = "an approval is asked for here, but no agent is run or left out by its answer; no gate was drawn";
/// What is said of a condition that asks for an approval among others.
pub(crate) const ASKED_AMONG_OTHERS: &str =
    "an approval is a part of this condition; no gate was drawn";
/// What is said where not all of the code was followed.
pub(crate) const NOT_ALL: &str =
    "the code that runs the agents is so large or nested so deep that not all of it was followed";
