//! The rotations of the registry over some days: who is on call, where there is nobody, where there are several.

use super::call::name_of;
use super::{Moment, MomentTold};
use crate::record::words::{called, line};
use crate::{AppError, Registry};
use baton_model::{
    Document, Kind, PersonId, RecordKey, Rotation, RotationId, TeamId, Timestamp, Zone,
};
use serde::Serialize;

/// Days that are looked at once.
const MOST_DAYS: u32 = 366;

/// Rotations from a time on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OnCallCalendar {
    /// Where it begins.
    pub from: MomentTold,
    /// Where it ends.
    pub to: Timestamp,
    /// The beginnings of its days on the wall clock.
    pub days: Vec<CalendarDay>,
    /// The rotations, by name.
    pub rotations: Vec<CalendarRow>,
}

/// A day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CalendarDay {
    /// Its date.
    pub date: String,
    /// When it begins.
    pub at: Timestamp,
    /// Its share of the calendar that lies before it, in thousandths.
    pub offset: u32,
    /// Whether it is a Saturday or a Sunday.
    pub weekend: bool,
}

/// A rotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CalendarRow {
    /// The rotation.
    pub id: RotationId,
    /// What it is called.
    pub name: String,
    /// Its team.
    pub team: TeamId,
    /// What that is called.
    pub team_name: String,
    /// Where its schedule is kept instead.
    pub link: Option<String>,
    /// The whole time, cut where somebody comes or goes. Empty where no schedule is kept here.
    pub spans: Vec<CalendarSpan>,
    /// Minutes without anybody.
    pub gap_minutes: u32,
    /// When nobody is planned any more; null where nobody was.
    pub ends: Option<Timestamp>,
    /// The same on the wall clock.
    pub ends_local: Option<String>,
}

/// A time with the same people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CalendarSpan {
    /// Beginning.
    pub from: Timestamp,
    /// End, exclusive.
    pub to: Timestamp,
    /// Both on the wall clock.
    pub words: String,
    /// Nobody in a gap.
    pub people: Vec<CalendarPerson>,
    /// Its share of the calendar that lies before it, in thousandths.
    pub offset: u32,
    /// Its own share, in thousandths; 1 at least.
    pub width: u32,
}

/// A person of a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CalendarPerson {
    /// The person.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
}

/// All rotations, or one, over `days` days from the beginning of the day of `at` on; see [`Moment::read`].
pub fn calendar(
    registry: &Registry,
    rotation: Option<&str>,
    at: &str,
    zone: &str,
    days: u32,
) -> Result<OnCallCalendar, AppError> {
    if let Some(id) = rotation {
        crate::record::list::show(registry, Kind::Rotation, id)?;
    }
    let asked = Moment::read(registry.host(), at, zone)?;
    let zone_name = asked.zone.name().to_owned();
    let midnight = format!("{}T00:00", asked.zone.day(&asked.at));
    let from = Moment::read(registry.host(), &midnight, &zone_name)?;
    let days = days_of(&from, days.clamp(1, MOST_DAYS))?;
    let Some((to, days)) = days.split_last() else {
        return Err(AppError::new(
            crate::ErrorCode::InvalidInput,
            "the calendar ends here",
            "ask for an earlier time",
        ));
    };
    let window = Window {
        from: from.at.clone(),
        to: to.clone(),
    };
    let days = days
        .iter()
        .map(|at| CalendarDay {
            date: from.zone.day(at),
            offset: window.share(at),
            weekend: is_weekend(&from.zone, at),
            at: at.clone(),
        })
        .collect();
    let rotations = registry.read(|document| {
        let mut rows: Vec<CalendarRow> = document
            .rotations()
            .filter(|each| rotation.is_none_or(|id| each.id.as_str() == id))
            .map(|each| row(document, &from, &window, each))
            .collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        rows
    });
    Ok(OnCallCalendar {
        from: from.told(),
        to: window.to,
        days,
        rotations,
    })
}

struct Window {
    from: Timestamp,
    to: Timestamp,
}

impl Window {
    /// How much of it lies before a time, in thousandths.
    fn share(&self, at: &Timestamp) -> u32 {
        let whole = (self.to.milliseconds() - self.from.milliseconds()).max(1);
        let part = at
            .milliseconds()
            .clamp(self.from.milliseconds(), self.to.milliseconds());
        u32::try_from((part - self.from.milliseconds()) * 1000 / whole).unwrap_or(0)
    }
}

/// The beginnings of so many days, and of the one after.
fn days_of(from: &Moment, days: u32) -> Result<Vec<Timestamp>, AppError> {
    let first: jiff::civil::Date = from.zone.day(&from.at).parse().unwrap_or_default();
    let begins = (0..=i64::from(days)).map(|day| {
        let date = first
            .checked_add(jiff::Span::new().try_days(day).ok()?)
            .ok()?;
        from.zone
            .instant(&format!("{date}T00:00"))
            .map(|(at, _)| at)
    });
    begins.collect::<Option<Vec<_>>>().ok_or_else(|| {
        AppError::new(
            crate::ErrorCode::InvalidInput,
            "the calendar ends before that",
            "ask for an earlier time, or fewer days",
        )
    })
}

fn is_weekend(zone: &Zone, at: &Timestamp) -> bool {
    let date: jiff::civil::Date = zone.day(at).parse().unwrap_or_default();
    date.weekday().to_monday_zero_offset() >= 5
}

fn row(document: &Document, from: &Moment, window: &Window, rotation: &Rotation) -> CalendarRow {
    let spans: Vec<CalendarSpan> = if rotation.schedule.is_empty() {
        Vec::new()
    } else {
        let spans = rotation.spans(&window.from, &window.to);
        spans
            .into_iter()
            .map(|span| {
                let offset = window.share(&span.from);
                CalendarSpan {
                    words: format!("{} to {}", from.words(&span.from), from.words(&span.to)),
                    offset,
                    width: window.share(&span.to).saturating_sub(offset).max(1),
                    people: span
                        .people
                        .into_iter()
                        .map(|id| CalendarPerson {
                            name: name_of(document, &id),
                            id,
                        })
                        .collect(),
                    from: span.from,
                    to: span.to,
                }
            })
            .collect()
    };
    let gap: i64 = spans
        .iter()
        .filter(|span| span.people.is_empty())
        .map(|span| (span.to.milliseconds() - span.from.milliseconds()) / 60_000)
        .sum();
    let ends = rotation
        .schedule
        .iter()
        .map(|shift| &shift.to)
        .max_by_key(|to| to.milliseconds());
    CalendarRow {
        id: rotation.id.clone(),
        name: line(&rotation.name),
        team: rotation.team.clone(),
        team_name: called(
            document,
            &RecordKey::new(Kind::Team, rotation.team.as_str()),
        ),
        link: rotation.link.as_deref().map(line),
        gap_minutes: u32::try_from(gap).unwrap_or(u32::MAX),
        ends_local: ends.map(|ends| from.words(ends)),
        ends: ends.cloned(),
        spans,
    }
}
