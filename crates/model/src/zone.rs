//! Wall clocks: what the clock on a wall shows in a time zone, and which instant is meant by it. The zones are part of the program, so that
//! every machine gives the same answer.

use crate::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

/// A time zone with its rules, for example `Europe/Zurich`.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

/// How often a wall clock shows a time on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallClock {
    /// As usual.
    Once,
    /// Never: clocks are put forward over it. As much later is meant.
    Skipped,
    /// Twice: clocks are put back over it. The first time is meant.
    Twice,
}

impl Zone {
    /// The zone with a name of the IANA database, in any case of letters; `None` where there is no such zone.
    pub fn named(name: &str) -> Option<Self> {
        TimeZoneDatabase::bundled().get(name).ok().map(Self)
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant at which a wall clock shows `local`, for example `2026-11-29T02:00`; `None` where that is no date and time.
    pub fn instant(&self, local: &str) -> Option<(Timestamp, WallClock)> {
        let shown: DateTime = local.parse().ok()?;
        self.instant_of(shown)
    }

    /// The same, so many days later on the calendar: days on which clocks change are shorter or longer.
    pub(crate) fn instant_after(&self, local: &str, days: i64) -> Option<Timestamp> {
        let shown: DateTime = local.parse().ok()?;
        let days = jiff::Span::new().try_days(days).ok()?;
        let (at, _) = self.instant_of(shown.checked_add(days).ok()?)?;
        Some(at)
    }

    fn instant_of(&self, shown: DateTime) -> Option<(Timestamp, WallClock)> {
        let ambiguous = self.0.to_ambiguous_timestamp(shown);
        let often = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => WallClock::Once,
            AmbiguousOffset::Gap { .. } => WallClock::Skipped,
            AmbiguousOffset::Fold { .. } => WallClock::Twice,
        };
        let instant = ambiguous.compatible().ok()?;
        Some((Timestamp::of(instant), often))
    }

    /// What a wall clock shows at an instant, to the minute: `2026-11-29T02:00`.
    pub fn local(&self, at: &Timestamp) -> String {
        self.shown(at, "%Y-%m-%dT%H:%M")
    }

    /// The same for people: `Sun 29 Nov 2026, 02:00`.
    pub fn words(&self, at: &Timestamp) -> String {
        self.shown(at, "%a %-d %b %Y, %H:%M")
    }

    /// The calendar day at an instant: `2026-11-29`.
    pub fn day(&self, at: &Timestamp) -> String {
        self.shown(at, "%Y-%m-%d")
    }

    fn shown(&self, at: &Timestamp, format: &str) -> String {
        at.instant()
            .to_zoned(self.0.clone())
            .strftime(format)
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_names_an_instant_even_where_clocks_change() {
        use WallClock::{Once, Skipped, Twice};
        for (zone, local, expected, often) in [
            ("UTC", "2026-11-29T02:00", "2026-11-29T02:00:00Z", Once),
            (
                "Europe/Zurich",
                "2026-11-29T02:00",
                "2026-11-29T01:00:00Z",
                Once,
            ),
            (
                "europe/zurich",
                "2026-07-05T02:00",
                "2026-07-05T00:00:00Z",
                Once,
            ),
            // Put forward from 02:00 to 03:00 on 29 March.
            (
                "Europe/Zurich",
                "2026-03-29T01:59",
                "2026-03-29T00:59:00Z",
                Once,
            ),
            (
                "Europe/Zurich",
                "2026-03-29T02:00",
                "2026-03-29T01:00:00Z",
                Skipped,
            ),
            (
                "Europe/Zurich",
                "2026-03-29T02:30",
                "2026-03-29T01:30:00Z",
                Skipped,
            ),
            // Put back from 03:00 to 02:00 on 25 October.
            (
                "Europe/Zurich",
                "2026-10-25T02:30",
                "2026-10-25T00:30:00Z",
                Twice,
            ),
            (
                "America/New_York",
                "2026-11-01T01:30",
                "2026-11-01T05:30:00Z",
                Twice,
            ),
            // A quarter of an hour, and half an hour of summer.
            (
                "Asia/Kathmandu",
                "2026-11-29T02:00",
                "2026-11-28T20:15:00Z",
                Once,
            ),
            (
                "Australia/Lord_Howe",
                "2026-10-04T02:15",
                "2026-10-03T15:45:00Z",
                Skipped,
            ),
        ] {
            let zone = Zone::named(zone).unwrap();
            let (at, found) = zone.instant(local).unwrap();
            assert_eq!((at.as_str(), found), (expected, often), "{local}");
        }
        assert!(Zone::named("Europe/Nowhere").is_none());
        assert!(Zone::utc().instant("Sunday").is_none());
    }

    #[test]
    fn an_instant_is_shown_as_the_wall_clock_does() {
        let at = Timestamp::new("2026-11-29T01:00:00Z").unwrap();
        let zone = Zone::named("Europe/Zurich").unwrap();
        assert_eq!(zone.words(&at), "Sun 29 Nov 2026, 02:00");
        assert_eq!(zone.local(&at), "2026-11-29T02:00");
        assert_eq!(Zone::utc().local(&at), "2026-11-29T01:00");
        let west = Zone::named("America/Los_Angeles").unwrap();
        assert_eq!(west.day(&at), "2026-11-28");
    }
}
