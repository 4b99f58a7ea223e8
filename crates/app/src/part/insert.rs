//! Putting a part into a drawing.

use super::expand::{Names, expand};
use super::place::Place;
use super::{Part, contract, people, seam, spot};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    AgentId, Date, Document, EditCommand, Kind, Record, RecordKey, TopologyId, apply, parse_record,
};
use baton_rules::{Scope, Severity, check};
use baton_store::Action;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Where and how a part is put.
#[derive(Clone, Debug)]
pub struct InsertRequest {
    /// The topology.
    pub topology: TopologyId,
    /// The agent that it begins at; without one its first end stays open.
    pub agent: Option<AgentId>,
    /// Upper left corner of what comes in, in drawing units; beside the agent when left out.
    pub at: Option<(f64, f64)>,
    /// Answers: `team` (an id), `contract` (`id@version`) and the counts of the part; others are refused.
    pub settings: BTreeMap<String, String>,
    /// Stop before writing.
    pub dry_run: bool,
}

/// What inserting did, or would do.
#[derive(Clone, Debug)]
pub struct Inserted {
    /// As of any edit; its notes say what is left to decide.
    pub reply: EditReply,
    /// The boxes that stand on the drawing because of it.
    pub boxes: Vec<RecordKey>,
}

/// What a part becomes at a place.
pub(super) struct Worked {
    pub records: Vec<Record>,
    pub boxes: Vec<RecordKey>,
    pub notes: Vec<String>,
}

/// Inserts a part as one edit.
///
/// New agents belong to the team that is named, else to that of the agent, else of the topology, else to the first team of the registry; where there
/// is none, one is made. Whom to call when something breaks is taken from that team. The contract is the one that is named, else a draft that comes
/// with the part and is shared by all parts of the registry.
///
/// # Errors
/// If the part, the agent or a setting is not there, and if the rules would find an error that was not there before.
pub async fn insert(
    registry: &Registry,
    part: &str,
    request: &InsertRequest,
) -> Result<Inserted, AppError> {
    registry.follow().await?;
    let part = super::find(part)?;
    crate::record::list::show(registry, Kind::Topology, request.topology.as_str())?;
    if let Some(agent) = &request.agent {
        crate::record::list::show(registry, Kind::Agent, agent.as_str())?;
    }
    let boxes = Mutex::new(Vec::new());
    let plan = |document: &Document| {
        let worked = work(document, &part, request)?;
        if let Some(error) = brought(
            document,
            &worked.records,
            &request.topology,
            &registry.host().today(),
        )? {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("{} cannot stand there as it is: {error}", part.info.name),
                "name a contract that fits with the setting `contract`, or put it at another agent",
            ));
        }
        *boxes.lock().unwrap_or_else(PoisonError::into_inner) = worked.boxes;
        Ok(Plan {
            edits: worked
                .records
                .into_iter()
                .map(|record| EditCommand::put(record).on(0))
                .collect(),
            action: Action::Edit,
            summary: format!("Insert {}", part.info.name.to_lowercase()),
            mark: None,
            notes: worked.notes,
        })
    };
    let reply = registry.commit(None, request.dry_run, plan).await?;
    Ok(Inserted {
        reply,
        boxes: boxes.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

/// The records that a part becomes; each of them is new.
pub(super) fn work(
    document: &Document,
    part: &Part,
    request: &InsertRequest,
) -> Result<Worked, AppError> {
    let counts = counts(part, &request.settings)?;
    let mut place = Place::read(document, request)?;
    let mut made = people::ensured(&mut place)?;
    let carried = contract::chosen(&place, request.settings.get("contract"))?;
    made.extend(carried.made);
    let pieces = expand(part, &counts);
    let mut names = Names::new(&place, &carried.version);
    for piece in &pieces {
        names.give(piece.kind, &piece.name);
    }
    let mut notes = carried.notes;
    let mut boxes = Vec::new();
    let mut spots = Vec::new();
    let mut opened = false;
    for piece in &pieces {
        let mut record = piece.record.clone();
        if place.agent.is_none() && piece.touches_agent() {
            opened = true;
            continue;
        }
        names.resolve(&mut record)?;
        let id = names.id(&piece.name)?;
        let key = RecordKey::new(piece.kind, id);
        let record = match piece.kind {
            Kind::Handoff => seam::completed(&place, &pieces, piece, id, record, &names),
            _ => place.completed(piece.kind, id, record),
        };
        made.push(parse_record(piece.kind, record)?);
        if matches!(piece.kind, Kind::Agent | Kind::Outcome | Kind::Note) {
            spots.push((key.clone(), piece.at.unwrap_or_default()));
            boxes.push(key);
        }
    }
    if opened {
        notes.push(
            "nothing leads to it yet: draw a handoff from the agent that it is for".to_owned(),
        );
    }
    if let Some(languages) = seam::untranslated(&place) {
        notes.push(format!(
            "the texts for users are in English for {languages}: translate them"
        ));
    }
    made.extend(spot::placements(&place, &spots)?);
    Ok(Worked {
        records: made,
        boxes,
        notes,
    })
}

/// The first error that the rules would find because of new records, in words. An agent that says what it puts out, for example, may be
/// unable to send the case of the parts.
pub(super) fn brought(
    document: &Document,
    records: &[Record],
    topology: &TopologyId,
    today: &Date,
) -> Result<Option<String>, AppError> {
    let errors = |document: &Document| -> Vec<(String, String)> {
        check(document, Scope::Topology(topology), today, &[])
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error && finding.silenced.is_none())
            .map(|finding| (finding.key, finding.message))
            .collect()
    };
    let edits: Vec<EditCommand> = records.iter().cloned().map(EditCommand::put).collect();
    let mut after = document.clone();
    after.commit(&apply(document, &edits)?, document.revision() + 1);
    let known: BTreeSet<String> = errors(document).into_iter().map(|(key, _)| key).collect();
    let new = errors(&after)
        .into_iter()
        .find(|(key, _)| !known.contains(key));
    Ok(new.map(|(_, message)| message))
}

/// How often each repeated piece comes.
fn counts(
    part: &Part,
    settings: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, u32>, AppError> {
    let wrong =
        |message: String, hint: String| AppError::new(ErrorCode::InvalidInput, message, hint);
    let known = part.info.counts.iter().map(|count| count.key.as_str());
    let known: Vec<&str> = ["team", "contract"].into_iter().chain(known).collect();
    if let Some(key) = settings.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(wrong(
            format!("{} has no setting {key:?}", part.info.name),
            format!("it has {}", known.join(", ")),
        ));
    }
    part.info
        .counts
        .iter()
        .map(|count| {
            let given = settings.get(&count.key);
            let value = given.map_or(Ok(count.default), |text| text.trim().parse::<u32>());
            value
                .ok()
                .filter(|value| (count.least..=count.most).contains(value))
                .map(|value| (count.key.clone(), value))
                .ok_or_else(|| {
                    wrong(
                        format!(
                            "{} is no number of {}",
                            given.map_or("", String::as_str),
                            count.key
                        ),
                        format!("{} to {}", count.least, count.most),
                    )
                })
        })
        .collect()
}
