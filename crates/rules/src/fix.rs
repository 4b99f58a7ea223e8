//! Edits that mend: the record as the rule saw it, with one thing changed.

use crate::context::{Context, TopologyContext};
use crate::finding::Fix;
use baton_model::{Agent, Contract, EditCommand, Handoff, Kind, Record, RecordKey, Transport};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// One edit of a fix. Findings are many, and few of their fixes are ever looked at: what is kept is the record that the rule saw, which the
/// registry holds anyway, and what to change in it; the whole record is made when somebody asks for it.
#[derive(Clone)]
pub struct FixEdit(Form);

#[derive(Clone)]
enum Form {
    Whole(Box<EditCommand>),
    Changed {
        seen: Arc<Record>,
        revision: u32,
        change: Arc<Mend>,
    },
}

type Mend = dyn Fn(&mut Record) + Send + Sync;

impl FixEdit {
    /// The edit, made on the revision that the rule saw.
    pub fn command(&self) -> EditCommand {
        match &self.0 {
            Form::Whole(command) => EditCommand::clone(command),
            Form::Changed {
                seen,
                revision,
                change,
            } => {
                let mut record = Record::clone(seen);
                change(&mut record);
                // On the revision that the rule saw, so that a colleague's edit in between is a conflict.
                EditCommand::put(record).on(*revision)
            }
        }
    }

    /// A change of a record, made on the revision that a check saw.
    fn changed(
        seen: Arc<Record>,
        revision: u32,
        change: impl Fn(&mut Record) + Send + Sync + 'static,
    ) -> Self {
        Self(Form::Changed {
            seen,
            revision,
            change: Arc::new(change),
        })
    }
}

impl From<EditCommand> for FixEdit {
    fn from(command: EditCommand) -> Self {
        Self(Form::Whole(Box::new(command)))
    }
}

impl PartialEq for FixEdit {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (&self.0, &other.0) {
            (
                Form::Changed {
                    seen: record,
                    revision: at,
                    change: how,
                },
                Form::Changed {
                    seen,
                    revision,
                    change,
                },
            ) => Arc::ptr_eq(record, seen) && at == revision && Arc::ptr_eq(how, change),
            _ => false,
        };
        is_same || self.command() == other.command()
    }
}

impl fmt::Debug for FixEdit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.command().fmt(formatter)
    }
}

impl Serialize for FixEdit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.command().serialize(serializer)
    }
}

impl Fix {
    /// A fix that can be applied without asking.
    pub(crate) fn safe(title: impl Into<Cow<'static, str>>, edits: Vec<FixEdit>) -> Self {
        Self {
            title: title.into(),
            safe: true,
            edits,
        }
    }

    /// A fix that needs somebody's decision.
    pub(crate) fn to_decide(title: impl Into<Cow<'static, str>>, edits: Vec<FixEdit>) -> Self {
        Self {
            title: title.into(),
            safe: false,
            edits,
        }
    }

    /// The edits, made on the revisions that the rule saw.
    pub fn commands(&self) -> Vec<EditCommand> {
        self.edits.iter().map(FixEdit::command).collect()
    }
}

/// The edit that changes one thing in a handoff.
pub(crate) fn change_handoff(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    change: impl Fn(&mut Handoff) + Send + Sync + 'static,
) -> FixEdit {
    // Writes down that the fix rests on this handoff.
    let revision = context.graph.revision(handoff);
    let held = context
        .registry
        .doc
        .untold(Kind::Handoff, handoff.id.as_str());
    let seen = held.map_or_else(
        || Arc::new(handoff.clone().into()),
        |held| Arc::clone(&held.record),
    );
    FixEdit::changed(seen, revision, move |record| {
        if let Record::Handoff(handoff) = record {
            change(handoff);
        }
    })
}

/// The edit that changes one thing in an agent.
pub(crate) fn change_agent(
    context: &Context<'_>,
    agent: &Agent,
    change: impl Fn(&mut Agent) + Send + Sync + 'static,
) -> FixEdit {
    let key = RecordKey::new(Kind::Agent, agent.id.as_str());
    changed_record(context, &key, agent, move |record| {
        if let Record::Agent(agent) = record {
            change(agent);
        }
    })
}

/// The edit that changes one thing in a contract.
pub(crate) fn change_contract(
    context: &Context<'_>,
    contract: &Contract,
    change: impl Fn(&mut Contract) + Send + Sync + 'static,
) -> FixEdit {
    let key = RecordKey::new(Kind::Contract, contract.id.as_str());
    changed_record(context, &key, contract, move |record| {
        if let Record::Contract(contract) = record {
            change(contract);
        }
    })
}

fn changed_record<R: Clone + Into<Record>>(
    context: &Context<'_>,
    key: &RecordKey,
    seen: &R,
    change: impl Fn(&mut Record) + Send + Sync + 'static,
) -> FixEdit {
    match context.doc.get(key) {
        Some(held) => FixEdit::changed(Arc::clone(&held.record), held.revision, change),
        None => FixEdit::changed(Arc::new(seen.clone().into()), 0, change),
    }
}

/// Has a handoff use Baton's envelope, which carries intent, constraints, ids, times and the like beside the payload.
pub(crate) fn wrap_in_envelope(context: &TopologyContext<'_>, handoff: &Handoff) -> Fix {
    let edit = change_handoff(context, handoff, |changed| {
        let transport = changed.transport.get_or_insert_with(Transport::new);
        "baton-envelope".clone_into(&mut transport.packaging);
    });
    Fix::to_decide("Wrap the payload in Baton's envelope", vec![edit])
}
