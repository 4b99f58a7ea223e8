//! A drawing of steps and lines, as editors and diagram tools export one, on its way into a sketch.
//!
//! Readers say what each step is to its tool; here starts become entries, ends become outcomes, steps at which
//! nobody works (joins, conditions, loop markers) are bridged, and what is left becomes agents and handoffs.

mod bridge;
mod carry;
mod ends;
mod fans;
pub(crate) mod own;
mod pauses;
mod starts;

use crate::guess::Guess;
use baton_model::{DecidedBy, Gate};
use serde_json::{Map, Value};

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Somebody works here.
    Work,
    /// Requests come in here.
    Start,
    /// Requests end here.
    End {
        /// Whether that is what the user came for.
        good: bool,
    },
    /// The tool's own routing: nobody works here.
    Passage,
    /// Words on the drawing, kept as the step's scope: nothing leads here.
    Note,
}

/// A step of a drawing.
#[derive(Debug)]
pub(crate) struct Step {
    /// What the tool tells its steps apart by.
    pub key: String,
    /// Its name, safe to keep.
    pub name: String,
    /// Where it stands in the file.
    pub place: String,
    /// What it is.
    pub role: Role,
    /// What works there, where the tool says so; else its name and its lines decide.
    pub guess: Option<Guess>,
    /// Whether the tool says that a model works there, so that a name such as Code Reviewer is no person.
    pub thinks: bool,
    /// Index of the group that it is in.
    pub group: Option<usize>,
    /// Left and upper edge.
    pub at: Option<(f64, f64)>,
    /// What its agent is told to do.
    pub scope: String,
    /// Tools that it calls itself.
    pub tools: Vec<String>,
    /// The model behind it.
    pub model: Option<String>,
    /// The schema of what it puts out, with its place.
    pub output: Option<(String, Value)>,
    /// Who owns it, if the file says.
    pub owner: Option<String>,
    /// What no field means.
    pub metadata: Map<String, Value>,
    /// Whether the tool pauses for a person before it.
    pub pauses_before: bool,
    /// Whether the tool pauses for a person after it.
    pub pauses_after: bool,
    /// How often the same request may pass here; of a passage, for the lines made of it.
    pub loop_limit: Option<u32>,
    /// How often the tool tries again when the step fails.
    pub retries: Option<u32>,
}

impl Step {
    /// A step where somebody works.
    pub(crate) fn new(
        key: impl Into<String>,
        name: impl Into<String>,
        place: impl Into<String>,
    ) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            place: place.into(),
            role: Role::Work,
            guess: None,
            thinks: false,
            group: None,
            at: None,
            scope: String::new(),
            tools: Vec::new(),
            model: None,
            output: None,
            owner: None,
            metadata: Map::new(),
            pauses_before: false,
            pauses_after: false,
            loop_limit: None,
            retries: None,
        }
    }
}

/// A line between two steps.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says one thing of a line"
)]
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Index of the step that it leaves.
    pub from: usize,
    /// Index of the step that it leads to.
    pub to: usize,
    /// Where it stands in the file.
    pub place: String,
    /// On which intent or condition it is taken.
    pub label: Option<String>,
    /// Whether something decides, rather than every request going this way.
    pub conditional: bool,
    /// Whether it is taken where no other is.
    pub otherwise: bool,
    /// Who decides.
    pub decided_by: DecidedBy,
    /// Whether the sender gets an answer and goes on.
    pub call: bool,
    /// Whether it is taken when the sender failed.
    pub on_error: bool,
    /// A person's decision on the way.
    pub gate: Option<Gate>,
    /// How often the same request may take it.
    pub loop_limit: Option<u32>,
    /// The name of the lines that are taken at once with it.
    pub parallel: Option<String>,
}

impl Line {
    /// A line that every request takes.
    pub(crate) fn new(from: usize, to: usize, place: impl Into<String>) -> Self {
        Self {
            from,
            to,
            place: place.into(),
            label: None,
            conditional: false,
            otherwise: false,
            decided_by: DecidedBy::Rule,
            call: false,
            on_error: false,
            gate: None,
            loop_limit: None,
            parallel: None,
        }
    }
}

/// A group of steps.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// What the tool tells its groups apart by.
    pub key: String,
    /// Its name, safe to keep.
    pub name: String,
    /// Index of the group that it is in; always smaller than its own.
    pub parent: Option<usize>,
    /// Where it stands in the file.
    pub place: String,
}

/// A note on the drawing.
#[derive(Debug)]
pub(crate) struct Remark {
    /// What the tool tells its notes apart by.
    pub key: String,
    /// Its text, safe to keep.
    pub text: String,
    /// Left and upper edge.
    pub at: Option<(f64, f64)>,
    /// Where it stands in the file.
    pub place: String,
}

/// A drawing of steps and lines.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says one thing of the tool"
)]
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// The steps.
    pub steps: Vec<Step>,
    /// The lines between them.
    pub lines: Vec<Line>,
    /// The groups, parents first.
    pub groups: Vec<Cluster>,
    /// The notes.
    pub remarks: Vec<Remark>,
    /// Whether a worker that does nothing but return to its only sender was called by it.
    pub guess_calls: bool,
    /// Whether requests end well where no line goes on.
    pub ends_where_nothing_follows: bool,
    /// Whether all lines are taken that leave a step without a condition.
    pub takes_all_lines: bool,
    /// Whether a step runs only when everything that leads to it without a condition has come.
    pub waits_for_all_lines: bool,
}
