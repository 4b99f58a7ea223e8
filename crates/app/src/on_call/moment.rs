//! The time that a question is about, as people write it.

use crate::{AppError, ErrorCode, Host};
use baton_model::{Timestamp, WallClock, Zone};
use serde::Serialize;

/// A time, and the zone whose wall clock counts.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The zone.
    pub zone: Zone,
    often: WallClock,
}

/// A time as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct MomentTold {
    /// The instant.
    pub at: Timestamp,
    /// The zone's name.
    pub zone: String,
    /// What the wall clock shows: `2026-11-29T02:00`.
    pub local: String,
    /// The same in words.
    pub words: String,
    /// What is special about it: clocks are changed over it.
    pub note: Option<String>,
}

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl Moment {
    /// Reads a time: an RFC 3339 instant, `2026-11-29T02:00` or `sunday 02:00` (the next one) on the wall clock of the zone; now where `text` is
    /// empty. A zone is a name such as `Europe/Zurich`; UTC where it is empty.
    pub fn read(host: &dyn Host, text: &str, zone: &str) -> Result<Self, AppError> {
        let zone = match zone.trim() {
            "" => Zone::utc(),
            name => Zone::named(name).ok_or_else(|| {
                AppError::new(
                    ErrorCode::InvalidInput,
                    format!("{name:?} is no time zone"),
                    "write a name of the IANA database, for example Europe/Zurich, or UTC",
                )
            })?,
        };
        let text = text.trim();
        let now = host.now();
        let (at, often) = if text.is_empty() {
            (now, WallClock::Once)
        } else if let Ok(at) = Timestamp::new(text) {
            (at, WallClock::Once)
        } else {
            let found = zone
                .instant(&text.replacen(' ', "T", 1))
                .or_else(|| next_day(&zone, &now, text));
            found.ok_or_else(|| {
                AppError::new(
                    ErrorCode::InvalidInput,
                    format!("{text:?} is no time"),
                    "write 2026-11-29T02:00, sunday 02:00, or an instant such as 2026-11-29T01:00:00Z",
                )
            })?
        };
        Ok(Self { at, zone, often })
    }

    /// As it is shown.
    pub fn told(&self) -> MomentTold {
        let note = match self.often {
            WallClock::Once => None,
            WallClock::Skipped => Some(format!(
                "Clocks in {} are put forward over that time; {} is meant.",
                self.zone.name(),
                self.words(&self.at)
            )),
            WallClock::Twice => Some(format!(
                "Clocks in {} show that time twice; the first time is meant.",
                self.zone.name()
            )),
        };
        MomentTold {
            at: self.at.clone(),
            zone: self.zone.name().to_owned(),
            local: self.zone.local(&self.at),
            words: self.words(&self.at),
            note,
        }
    }

    /// Another time on the same wall clock.
    pub(crate) fn words(&self, at: &Timestamp) -> String {
        self.zone.words(at)
    }

    /// So many minutes later.
    pub(crate) fn after(&self, minutes: u32) -> Timestamp {
        let at: jiff::Timestamp = self.at.as_str().parse().unwrap_or_default();
        let later = at
            .checked_add(jiff::SignedDuration::from_mins(i64::from(minutes)))
            .unwrap_or(jiff::Timestamp::MAX);
        Timestamp::new(later.to_string()).unwrap_or_else(|_| self.at.clone())
    }
}

/// `sunday 02:00` or `02:00 sun`: the next time after `now` that the wall clock shows it.
fn next_day(zone: &Zone, now: &Timestamp, text: &str) -> Option<(Timestamp, WallClock)> {
    let folded = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = folded.split_whitespace().collect();
    let &[first, second] = &words[..] else {
        return None;
    };
    let (day, time) = if second.contains(':') {
        (first, second)
    } else {
        (second, first)
    };
    let wanted = DAYS
        .iter()
        .position(|name| day.len() >= 3 && name.starts_with(day))?;
    let today: jiff::civil::Date = zone.day(now).parse().ok()?;
    let since_monday = usize::try_from(today.weekday().to_monday_zero_offset()).ok()?;
    let ahead = i64::try_from((wanted + 7 - since_monday) % 7).ok()?;
    [ahead, ahead + 7].into_iter().find_map(|days| {
        let date = today
            .checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()?;
        let found = zone.instant(&format!("{date}T{time}"))?;
        (found.0.milliseconds() > now.milliseconds()).then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Saturday, 21 November 2026.
    struct Noon;

    impl Host for Noon {
        fn author(&self) -> String {
            "ada".to_owned()
        }

        fn now(&self) -> Timestamp {
            Timestamp::new("2026-11-21T12:00:00Z").unwrap()
        }

        fn operation_id(&self) -> String {
            "one".to_owned()
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, zone, expected) in [
            ("", "", "2026-11-21T12:00:00Z"),
            (
                "2026-11-29T01:00:00Z",
                "Europe/Zurich",
                "2026-11-29T01:00:00Z",
            ),
            ("2026-11-29T02:00", "Europe/Zurich", "2026-11-29T01:00:00Z"),
            ("2026-11-29 02:00", "", "2026-11-29T02:00:00Z"),
            ("sunday 02:00", "Europe/Zurich", "2026-11-22T01:00:00Z"),
            ("02:00 Sun", "", "2026-11-22T02:00:00Z"),
            // What is over today is meant next week.
            ("saturday 02:00", "", "2026-11-28T02:00:00Z"),
            ("saturday 13:00", "", "2026-11-21T13:00:00Z"),
            // In Auckland it is Sunday already, one o'clock.
            ("sunday 02:00", "Pacific/Auckland", "2026-11-21T13:00:00Z"),
            ("sunday 00:30", "Pacific/Auckland", "2026-11-28T11:30:00Z"),
        ] {
            let moment = Moment::read(&Noon, text, zone).unwrap();
            assert_eq!(moment.at.as_str(), expected, "{text} {zone}");
        }
        for (text, zone) in [
            ("soon", ""),
            ("su 02:00", ""),
            ("sunday 25:00", ""),
            ("", "Mars"),
        ] {
            let error = Moment::read(&Noon, text, zone).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{text} {zone}");
        }
    }

    #[test]
    fn what_is_special_about_a_time_is_told() {
        let told = |text: &str| Moment::read(&Noon, text, "Europe/Zurich").unwrap().told();
        assert_eq!(told("2026-11-29T02:00").note, None);
        assert_eq!(
            told("2027-03-28T02:30").note.unwrap(),
            "Clocks in Europe/Zurich are put forward over that time; Sun 28 Mar 2027, 03:30 is meant."
        );
        assert!(told("2026-10-25T02:30").note.unwrap().contains("twice"));
        assert_eq!(told("2026-11-29T02:00").words, "Sun 29 Nov 2026, 02:00");
    }
}
