//! Room on the drawing for what a part brings.

use super::place::Place;
use crate::AppError;
use baton_layout::Options;
use baton_layout::topology::{BoxKind, DrawnBox, drawing};
use baton_model::{Kind, Placement, Record, RecordKey, parse_record};
use serde_json::json;

/// Distance between columns and rows, in drawing units: a card and the room for lines and labels.
const COLUMN: f64 = 360.0;
const ROW: f64 = 136.0;
/// A card.
const CARD: (f64, f64) = (224.0, 88.0);
/// Rows and columns that are tried.
const TRIES: i32 = 24;

/// Places for boxes at columns and rows: where it was said, else beside the agent, where nothing stands yet. None where the drawing places
/// the agent itself, since it then finds room for the others too.
pub(super) fn placements(
    place: &Place<'_>,
    spots: &[(RecordKey, (f64, f64))],
) -> Result<Vec<Record>, AppError> {
    let Some(origin) = origin(place, spots) else {
        return if place.agent.is_none() {
            unplaced(place, spots)
        } else {
            Ok(Vec::new())
        };
    };
    spots
        .iter()
        .map(|(key, (column, row))| {
            let (x, y) = (origin.0 + column * COLUMN, origin.1 + row * ROW);
            placed(place, key, json!({"x": x.round(), "y": y.round()}))
        })
        .collect()
}

/// Without an agent that they hang on, boxes belong to the drawing by their placements alone.
fn unplaced(place: &Place<'_>, spots: &[(RecordKey, (f64, f64))]) -> Result<Vec<Record>, AppError> {
    let keys = spots.iter().map(|(key, _)| key);
    keys.filter(|key| key.kind == Kind::Agent)
        .map(|key| placed(place, key, json!({})))
        .collect()
}

fn placed(
    place: &Place<'_>,
    key: &RecordKey,
    mut fields: serde_json::Value,
) -> Result<Record, AppError> {
    fields["id"] = json!(format!("{}.{}.{}", place.topology, key.kind, key.id));
    fields["topology"] = json!(place.topology);
    fields["subject"] = json!(key);
    Ok(parse_record(Kind::Placement, fields)?)
}

/// Where column 0 of row 0 stands.
fn origin(place: &Place<'_>, spots: &[(RecordKey, (f64, f64))]) -> Option<(f64, f64)> {
    let drawn = drawing(place.document, place.topology, &Options::default());
    let least = |of: fn(&(f64, f64)) -> f64| {
        spots
            .iter()
            .map(|(_, at)| of(at))
            .min_by(f64::total_cmp)
            .unwrap_or(0.0)
    };
    let top = least(|at| at.1) * ROW;
    let wanted = if let Some((x, y)) = place.at {
        (x - least(|at| at.0) * COLUMN, y - top)
    } else {
        let agent = place.agent?;
        let key = RecordKey::new(Kind::Agent, agent.id.as_str());
        let id = format!("{}.{}.{}", place.topology, key.kind, key.id);
        place.document.find::<Placement>(&id)?.x?;
        let anchor = drawn.boxes.iter().find(|drawn| drawn.subject == key)?;
        (anchor.x, anchor.y)
    };
    let rows = (0..TRIES).flat_map(|step| [f64::from(step), -f64::from(step)]);
    let tries = rows.flat_map(|row| [0.0, 1.0].map(|column| (column, row)));
    let found = tries
        .map(|(column, row)| (wanted.0 + column * COLUMN, wanted.1 + row * ROW / 2.0))
        .find(|origin| is_free(&drawn.boxes, *origin, spots));
    Some(found.unwrap_or(wanted))
}

fn is_free(boxes: &[DrawnBox], origin: (f64, f64), spots: &[(RecordKey, (f64, f64))]) -> bool {
    const GAP: f64 = 24.0;
    spots.iter().all(|(_, (column, row))| {
        let (x, y) = (origin.0 + column * COLUMN, origin.1 + row * ROW);
        boxes
            .iter()
            .filter(|drawn| drawn.kind != BoxKind::Group)
            .all(|drawn| {
                x + CARD.0 + GAP <= drawn.x
                    || drawn.x + drawn.width + GAP <= x
                    || y + CARD.1 + GAP <= drawn.y
                    || drawn.y + drawn.height + GAP <= y
            })
    })
}
