//! Two versions of one file joined, for version control.
//!
//! A file that holds records is joined by their fields, and comes out as `pull` would write it. What nobody but a person can
//! settle stands in it between the markers that version control uses: taking all of one side gives a file that can be read.

use super::path::{Place, place_at};
use super::read::parse;
use super::write::{layout_text, pretty};
use baton_model::{Kind, MergeConflict, Record, Region, differences, merge_record, regions};
use serde_json::Value;
use std::collections::BTreeMap;

/// Begins our side of a conflict, at the start of a line.
pub const OURS: &str = "<<<<<<< ours";
/// Divides the sides.
pub const DIVIDER: &str = "=======";
/// Ends their side.
pub const THEIRS: &str = ">>>>>>> theirs";

/// What came of joining two versions of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileMerge {
    /// What the file is to hold, with markers where there are conflicts; none where it is gone.
    pub text: Option<String>,
    /// What has to be settled. A conflict of the text itself, where a version is no JSON, has an empty pointer and no values.
    pub conflicts: Vec<MergeConflict>,
}

/// Joins two versions of the file at `path`, relative to the folder that `pull` wrote. None stands for a file that is not there.
///
/// Versions that cannot be read are joined by their lines, as version control would.
pub fn merge_file(
    path: &str,
    base: Option<&str>,
    ours: Option<&str>,
    theirs: Option<&str>,
) -> FileMerge {
    let taken = |text: Option<&str>| FileMerge {
        text: text.map(str::to_owned),
        conflicts: Vec::new(),
    };
    if ours == theirs || base == theirs {
        return taken(ours);
    }
    if base == ours {
        return taken(theirs);
    }
    let place = place_at(path);
    let read = |text: Option<&str>| {
        text.map(|text| parse(path, text).ok())
            .map_or(Some(None), |read| read.map(Some))
    };
    let sides = (read(base), read(ours), read(theirs));
    let (Some(base_json), Some(our_json), Some(their_json)) = sides else {
        return by_lines(base, ours, theirs);
    };
    let merged = match place {
        Some(Place::Record { kind, .. }) => record(
            kind,
            base_json.as_ref(),
            our_json.as_ref(),
            their_json.as_ref(),
        ),
        Some(Place::Layout { .. }) => layout([&base_json, &our_json, &their_json]),
        Some(Place::Marker) | None => None,
    };
    merged.unwrap_or_else(|| by_lines(base, ours, theirs))
}

fn record(
    kind: Kind,
    base: Option<&Value>,
    ours: Option<&Value>,
    theirs: Option<&Value>,
) -> Option<FileMerge> {
    // What is no record has no fields that could be joined by their meaning.
    for side in [ours, theirs].into_iter().flatten() {
        Record::from_json(kind, side.clone()).ok()?;
    }
    let merged = merge_record(kind, base, ours, theirs);
    let text = |value: Option<Value>| match value {
        None => Some(None),
        // The form that `pull` writes: in the order of the type, without defaults.
        Some(value) => Some(Some(pretty(
            &Record::from_json(kind, value).ok()?.to_json(),
        ))),
    };
    // Two changes that are fine apart may make no record together.
    told(
        text(merged.ours)?,
        text(merged.theirs)?.as_deref(),
        merged.conflicts,
    )
}

/// The places of boxes, one by one.
fn layout(sides: [&Option<Value>; 3]) -> Option<FileMerge> {
    let mut places: [BTreeMap<String, Value>; 3] = Default::default();
    for (side, places) in sides.into_iter().zip(&mut places) {
        let Some(value) = side else { continue };
        for place in value.get("placements")?.as_array()? {
            let record = Record::from_json(Kind::Placement, place.clone()).ok()?;
            if places
                .insert(record.id().to_owned(), record.to_json())
                .is_some()
            {
                return None;
            }
        }
    }
    let [base, ours, theirs] = places;
    let mut conflicts = Vec::new();
    let mut lines = (Vec::new(), Vec::new());
    let mut ids: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let mut merged = merge_record(Kind::Placement, base.get(id), ours.get(id), theirs.get(id));
        for conflict in &mut merged.conflicts {
            conflict.pointer = format!("/placements/{id}{}", conflict.pointer);
        }
        conflicts.append(&mut merged.conflicts);
        for (value, lines) in [(merged.ours, &mut lines.0), (merged.theirs, &mut lines.1)] {
            if let Some(value) = value {
                let record = Record::from_json(Kind::Placement, value).ok()?;
                lines.push(record.to_json().to_string());
            }
        }
    }
    // A layout without places has no file.
    let text = |lines: Vec<String>| (!lines.is_empty()).then(|| layout_text(&lines));
    told(text(lines.0), text(lines.1).as_deref(), conflicts)
}

/// The file of both results. None where changes that differ in meaning came out with one text, which cannot be told by markers.
fn told(
    ours: Option<String>,
    theirs: Option<&str>,
    conflicts: Vec<MergeConflict>,
) -> Option<FileMerge> {
    if conflicts.is_empty() {
        return (ours.as_deref() == theirs).then_some(FileMerge {
            text: ours,
            conflicts,
        });
    }
    let lines = |text: Option<&str>| -> Vec<String> {
        text.unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let (ours, theirs) = (lines(ours.as_deref()), lines(theirs));
    (ours != theirs).then(|| FileMerge {
        text: Some(with_markers(&differences(&ours, &theirs))),
        conflicts,
    })
}

fn with_markers(regions: &[Region<'_, String>]) -> String {
    let mut text = String::new();
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for region in regions {
        match region {
            Region::Joined(lines) => lines.iter().for_each(|line| add(line)),
            Region::Conflict { ours, theirs } => {
                add(OURS);
                ours.iter().for_each(|line| add(line));
                add(DIVIDER);
                theirs.iter().for_each(|line| add(line));
                add(THEIRS);
            }
        }
    }
    text
}

/// Joins texts line by line.
fn by_lines(base: Option<&str>, ours: Option<&str>, theirs: Option<&str>) -> FileMerge {
    let lines = |text: Option<&str>| -> Vec<String> {
        text.unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
    let joined = regions(&base, &ours, &theirs);
    let conflict = MergeConflict {
        pointer: String::new(),
        base: None,
        ours: None,
        theirs: None,
    };
    let conflicts = joined
        .iter()
        .filter(|region| matches!(region, Region::Conflict { .. }))
        .map(|_| conflict.clone())
        .collect();
    FileMerge {
        text: Some(with_markers(&joined)),
        conflicts,
    }
}
