//! Scores over time: the audit of the registry as it was, at points of its own history.
//!
//! A point is a commit: the registry as that commit left it, judged on the day of the commit. Nothing is interpolated. The last point is
//! the registry as it stands today.

use super::run::{Audit, ScoreCard, audited, run};
use crate::registry::{WayBack, findings_on};
use crate::{AppError, ErrorCode, Registry, topology};
use baton_model::{Date, Kind, RecordKey, Timestamp, TopologyId};
use baton_store::LogQuery;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Points that are shown when nobody says how many.
pub const USUAL_POINTS: u32 = 24;
/// Most points that can be asked for.
pub const MOST_POINTS: u32 = 120;
/// Commits that are read at a time.
const PAGE: u32 = 500;

/// From when on the past counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// From the first commit on.
    Start,
    /// From a day on.
    Day(Date),
    /// So many days, up to now.
    Days(u32),
}

/// Which series are asked for.
#[derive(Clone, Debug)]
pub struct SeriesRequest {
    /// Only the handoffs of a topology count.
    pub topology: Option<String>,
    /// From when on.
    pub since: Since,
    /// At most so many points; 2 to [`MOST_POINTS`].
    pub points: u32,
    /// Only the series of this topology, team, agent or handoff; those of all but handoffs when left out.
    pub about: Option<RecordKey>,
}

/// Scores at points of the registry's history.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AuditSeries {
    /// The points, the oldest first.
    pub points: Vec<SeriesPoint>,
    /// A line for the registry, then for each topology, team and agent.
    pub lines: Vec<SeriesLine>,
}

/// A state of the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct SeriesPoint {
    /// Its revision.
    pub revision: u32,
    /// The commit that made it, or now, for the last point; the start of the span, for a state that is older.
    pub at: Timestamp,
}

/// The scores of one thing.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct SeriesLine {
    /// What is scored; the registry when left out.
    pub about: Option<RecordKey>,
    /// One for each point; none where it had no handoffs.
    pub marks: Vec<Option<SeriesMark>>,
}

/// Scores at one point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct SeriesMark {
    /// How many handoffs count.
    pub handoffs: u32,
    /// Mean share of questions that are answered with yes, 0 to 1.
    pub score: f64,
    /// Their mean risk, 0 to 100.
    pub mean_risk: f64,
    /// The highest risk among them, 0 to 100.
    pub highest_risk: f64,
}

/// All scores of one state, by what they are about.
pub(crate) type Marks = BTreeMap<Option<RecordKey>, SeriesMark>;

/// Works the series out, from the newest state to the oldest in one walk. What was worked out before is not walked to again.
pub async fn audit_series(
    registry: &Registry,
    request: &SeriesRequest,
) -> Result<AuditSeries, AppError> {
    if !(2..=MOST_POINTS).contains(&request.points) {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{} points cannot be shown", request.points),
            format!("ask for 2 to {MOST_POINTS}"),
        ));
    }
    let today = registry.host().today();
    if let Since::Day(day) = &request.since
        && day.as_str() > today.as_str()
    {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{day} is yet to come"),
            format!("today is {today}: ask for an earlier day"),
        ));
    }
    let topology = match &request.topology {
        Some(id) => Some(topology::choose(registry, Some(id))?),
        None => None,
    };
    registry.follow().await?;
    let points = points(registry, request).await?;
    let mut states = Vec::with_capacity(points.len());
    let mut way = None;
    for (i, point) in points.iter().enumerate().rev() {
        let marks = if i + 1 == points.len() {
            let audit = run(registry, request.topology.as_deref())?;
            Arc::new(marks(&audit))
        } else {
            past(registry, &mut way, point, topology.as_ref()).await?
        };
        states.push(marks);
    }
    states.reverse();
    Ok(AuditSeries {
        lines: lines(&states, request.about.as_ref()),
        points,
    })
}

async fn past<'a>(
    registry: &'a Registry,
    way: &mut Option<WayBack<'a>>,
    point: &SeriesPoint,
    topology: Option<&TopologyId>,
) -> Result<Arc<Marks>, AppError> {
    let day = day_of(&point.at);
    if let Some(known) = registry.audits().past(point.revision, &day, topology) {
        return Ok(known);
    }
    let way = way.get_or_insert_with(|| WayBack::from_now(registry));
    let document = way.to(point.revision).await?;
    let findings = findings_on(document, &day);
    let marks = marks(&audited(document, topology, &day, &findings));
    Ok(registry
        .audits()
        .keep_past(point.revision, &day, topology, marks))
}

/// The points: first the state that the span began with, at last the present, and every commit between them where there are few, else the
/// last one in each of equal parts of the time.
async fn points(
    registry: &Registry,
    request: &SeriesRequest,
) -> Result<Vec<SeriesPoint>, AppError> {
    let now = registry.host().now();
    let since = since(&request.since, &now);
    let newest = registry.read(baton_model::Document::revision);
    let (mut commits, before) = commits(registry, since.as_ref()).await?;
    if let (Some(revision), Some(since)) = (before, since) {
        let at = Timestamp::new(since.to_string()).unwrap_or_else(|_| now.clone());
        commits.insert(0, SeriesPoint { revision, at });
    }
    // What was committed today and is still the newest is the present.
    commits.retain(|point| point.revision < newest || day_of(&point.at) != day_of(&now));
    let rest = commits.split_off(commits.len().min(1));
    let mut points = commits;
    points.extend(thinned(rest, request.points as usize - 2));
    points.push(SeriesPoint {
        revision: newest,
        at: now,
    });
    Ok(points)
}

fn since(since: &Since, now: &Timestamp) -> Option<jiff::Timestamp> {
    match since {
        Since::Start => None,
        Since::Day(day) => format!("{day}T00:00:00Z").parse().ok(),
        Since::Days(days) => {
            let hours = jiff::SignedDuration::from_hours(24 * i64::from(*days));
            instant(now).checked_sub(hours).ok()
        }
    }
}

/// The commits of the span, the oldest first, and the revision before them.
async fn commits(
    registry: &Registry,
    since: Option<&jiff::Timestamp>,
) -> Result<(Vec<SeriesPoint>, Option<u32>), AppError> {
    let mut commits = Vec::new();
    let mut before = None;
    'pages: loop {
        let query = LogQuery {
            before_revision: commits.last().map(|point: &SeriesPoint| point.revision),
            ..LogQuery::newest(PAGE)
        };
        let page = registry.store().headlines(&query).await?;
        let is_last = page.len() < PAGE as usize;
        for entry in page {
            if since.is_some_and(|since| instant(&entry.at) < *since) {
                before = Some(entry.revision);
                break 'pages;
            }
            commits.push(SeriesPoint {
                revision: entry.revision,
                at: entry.at,
            });
        }
        if is_last {
            break;
        }
    }
    commits.reverse();
    Ok((commits, before))
}

/// The last commit in each of `most` equal parts of the time, if there are more. A clock that was set back does not bring time back.
fn thinned(commits: Vec<SeriesPoint>, most: usize) -> Vec<SeriesPoint> {
    if commits.len() <= most {
        return commits;
    }
    if most == 0 {
        return Vec::new();
    }
    let mut latest = i64::MIN;
    let times: Vec<i64> = commits
        .iter()
        .map(|commit| {
            latest = latest.max(instant(&commit.at).as_millisecond());
            latest
        })
        .collect();
    let (first, last) = (times[0], times[times.len() - 1]);
    let span = i128::from(last - first).max(1);
    let part = |time: i64| (i128::from(time - first) * most as i128 / span).min(most as i128 - 1);
    let mut parts: BTreeMap<i128, SeriesPoint> = BTreeMap::new();
    for (commit, time) in commits.into_iter().zip(times) {
        parts.insert(part(time), commit);
    }
    parts.into_values().collect()
}

fn marks(audit: &Audit) -> Marks {
    let cards = audit.scores.iter().map(|card| {
        let about = card
            .kind
            .record()
            .map(|kind| RecordKey::new(kind, &*card.id));
        (about, mark(card))
    });
    let handoffs = audit.handoffs.iter().map(|audited| {
        let mark = SeriesMark {
            handoffs: 1,
            score: audited.score,
            mean_risk: audited.risk,
            highest_risk: audited.risk,
        };
        (Some(RecordKey::new(Kind::Handoff, &*audited.id)), mark)
    });
    cards.chain(handoffs).collect()
}

fn mark(card: &ScoreCard) -> SeriesMark {
    SeriesMark {
        handoffs: card.handoffs,
        score: card.score,
        mean_risk: card.mean_risk,
        highest_risk: card.highest_risk,
    }
}

/// What exists in the last state, or is asked about.
fn lines(states: &[Arc<Marks>], about: Option<&RecordKey>) -> Vec<SeriesLine> {
    let line = |about: Option<RecordKey>| SeriesLine {
        marks: states
            .iter()
            .map(|marks| marks.get(&about).copied().filter(|mark| mark.handoffs > 0))
            .collect(),
        about,
    };
    if about.is_some() {
        return vec![line(about.cloned())];
    }
    let order = [Kind::Topology, Kind::Team, Kind::Agent];
    let mut keys: Vec<Option<RecordKey>> = states
        .last()
        .into_iter()
        .flat_map(|marks| marks.keys().cloned())
        .filter(|key| key.as_ref().is_none_or(|key| key.kind != Kind::Handoff))
        .collect();
    keys.sort_by_key(|key| {
        let place = |kind| order.iter().position(|each| *each == kind);
        key.as_ref().map(|key| (place(key.kind), key.id.clone()))
    });
    keys.into_iter().map(line).collect()
}

fn day_of(at: &Timestamp) -> Date {
    let day = instant(at).to_string();
    let day = Date::new(day.get(..10).unwrap_or_default());
    day.unwrap_or_else(|_| crate::host::epoch())
}

fn instant(at: &Timestamp) -> jiff::Timestamp {
    at.as_str().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commits(times: &[&str]) -> Vec<SeriesPoint> {
        let point = |(i, at): (usize, &&str)| SeriesPoint {
            revision: u32::try_from(i).unwrap() + 1,
            at: Timestamp::new(format!("2026-{at}Z")).unwrap(),
        };
        times.iter().enumerate().map(point).collect()
    }

    fn kept(times: &[&str], most: usize) -> Vec<u32> {
        let kept = thinned(commits(times), most);
        kept.iter().map(|point| point.revision).collect()
    }

    #[test]
    fn few_commits_are_all_points_and_of_many_the_last_of_each_part_of_the_time() {
        let busy = [
            "01-01T08:00:00",
            "01-01T09:00:00",
            "01-01T10:00:00",
            "01-05T10:00:00",
            "01-09T10:00:00",
            "01-09T11:00:00",
        ];
        assert_eq!(kept(&busy, 6), [1, 2, 3, 4, 5, 6]);
        assert_eq!(kept(&busy, 4), [3, 4, 6]);
        assert_eq!(kept(&busy, 1), [6]);
        assert_eq!(kept(&busy, 0), [0; 0]);
        assert_eq!(kept(&[], 3), [0; 0]);
        let at_once = ["01-01T08:00:00"; 5];
        assert_eq!(kept(&at_once, 3), [5]);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_change_the_order() {
        let times = [
            "03-01T08:00:00",
            "03-04T08:00:00",
            "01-01T08:00:00",
            "03-05T08:00:00",
        ];
        let kept = kept(&times, 2);
        assert!(kept.is_sorted(), "{kept:?}");
        assert_eq!(kept.last(), Some(&4));
    }
}
