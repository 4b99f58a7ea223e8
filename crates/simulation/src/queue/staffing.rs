//! How many people are there, from the shifts of a rotation.

use baton_model::Rotation;
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;

/// People over time. The schedule begins again after a day where all of it fits into one, else after so many weeks as it fits into.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Staffing {
    /// Milliseconds until it begins again.
    period: f64,
    /// From which millisecond of the period on how many people are there; the first from 0 on.
    steps: Vec<(f64, u32)>,
}

/// When the first shift of a rotation begins, in milliseconds since 1970.
pub(super) fn first(rotation: &Rotation) -> Option<i64> {
    let begins = rotation
        .schedule
        .iter()
        .map(|shift| shift.from.milliseconds());
    begins.min()
}

impl Staffing {
    /// Of a rotation, for a run that begins at `start`; none where it has no shifts. Somebody with two shifts at once is one person.
    pub fn new(rotation: &Rotation, start: i64) -> Option<Self> {
        let first = first(rotation)?;
        let last = rotation
            .schedule
            .iter()
            .map(|shift| shift.to.milliseconds());
        let length = last.max()? - first;
        let period = if length <= DAY {
            DAY
        } else {
            (length + WEEK - 1) / WEEK * WEEK
        };
        let mut people: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
        for shift in &rotation.schedule {
            let (from, to) = (shift.from.milliseconds(), shift.to.milliseconds());
            if to <= from {
                continue;
            }
            let begins = (from - start).rem_euclid(period);
            let ends = begins + (to - from).min(period);
            let own = people.entry(shift.person.as_str()).or_default();
            own.push((begins, ends.min(period)));
            if ends > period {
                own.push((0, ends - period));
            }
        }
        let mut changes: BTreeMap<i64, i64> = BTreeMap::from([(0, 0)]);
        for shifts in people.values_mut() {
            shifts.sort_unstable();
            let mut until = 0;
            for (from, to) in shifts {
                let from = (*from).max(until);
                if from < *to {
                    *changes.entry(from).or_default() += 1;
                    *changes.entry(*to).or_default() -= 1;
                    until = *to;
                }
            }
        }
        let mut there = 0;
        let mut steps: Vec<(f64, u32)> = Vec::new();
        for (at, change) in changes {
            there += change;
            let there = u32::try_from(there).unwrap_or(0);
            if at < period && steps.last().is_none_or(|(_, before)| *before != there) {
                steps.push((at as f64, there));
            }
        }
        Some(Self {
            period: period as f64,
            steps,
        })
    }

    /// Milliseconds after which the schedule begins again; none where it always has as many people.
    pub fn cycle(&self) -> Option<f64> {
        (self.steps.len() > 1).then_some(self.period)
    }

    /// People at a time.
    pub fn people(&self, at: f64) -> u32 {
        let phase = at % self.period;
        let before = self.steps.partition_point(|(from, _)| *from <= phase);
        self.steps[before.max(1) - 1].1
    }

    /// When their number changes next after a time; never where it stays the same.
    pub fn next_change(&self, at: f64) -> Option<f64> {
        if self.steps.len() < 2 {
            return None;
        }
        let round = (at / self.period).floor() * self.period;
        let phase = at - round;
        let later = self.steps.iter().find(|(from, _)| *from > phase);
        Some(later.map_or(round + self.period, |(from, _)| round + from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{PersonId, RotationId, Shift, TeamId, Timestamp};

    const HOUR: f64 = 3_600_000.0;

    fn staffing(shifts: &[(&str, &str, &str)], start: &str) -> Option<Staffing> {
        let time = |text: &str| Timestamp::new(format!("2026-03-{text}:00Z")).unwrap();
        let mut rotation = Rotation::new(
            RotationId::new("r").unwrap(),
            "R".to_owned(),
            TeamId::new("t").unwrap(),
        );
        rotation.schedule = shifts
            .iter()
            .map(|(person, from, to)| {
                Shift::new(PersonId::new(*person).unwrap(), time(from), time(to))
            })
            .collect();
        Staffing::new(&rotation, time(start).milliseconds())
    }

    #[test]
    fn a_day_of_shifts_comes_again_every_day() {
        let day = [
            ("ana", "02T08:00", "02T16:00"),
            ("ben", "02T12:00", "02T20:00"),
        ];
        let staffing = staffing(&day, "02T08:00").unwrap();
        for (hour, people) in [
            (0.0, 1),
            (4.0, 2),
            (8.0, 1),
            (12.0, 0),
            (24.0, 1),
            (28.0, 2),
        ] {
            assert_eq!(staffing.people(hour * HOUR), people, "hour {hour}");
        }
        assert_eq!(staffing.next_change(0.0), Some(4.0 * HOUR));
        assert_eq!(staffing.next_change(12.0 * HOUR), Some(24.0 * HOUR));
        assert_eq!(staffing.next_change(25.0 * HOUR), Some(28.0 * HOUR));
    }

    #[test]
    fn longer_schedules_come_again_after_whole_weeks_wherever_a_run_begins() {
        let week = [
            ("ana", "02T08:00", "02T16:00"),
            ("ben", "04T08:00", "04T16:00"),
        ];
        // Four hours into the second shift.
        let staffing = staffing(&week, "04T12:00").unwrap();
        for (hour, people) in [
            (0.0, 1),
            (4.0, 0),
            (5.0 * 24.0 - 4.0, 1),
            (6.0 * 24.0, 0),
            (7.0 * 24.0, 1),
        ] {
            assert_eq!(staffing.people(hour * HOUR), people, "hour {hour}");
        }
    }

    #[test]
    fn one_person_is_never_there_twice_and_an_empty_schedule_says_nothing() {
        let twice = [
            ("ana", "02T00:00", "03T00:00"),
            ("ana", "02T08:00", "02T16:00"),
        ];
        let always = staffing(&twice, "02T00:00").unwrap();
        assert_eq!(
            (always.people(9.0 * HOUR), always.next_change(0.0)),
            (1, None)
        );
        assert_eq!(staffing(&[], "02T00:00"), None);
    }
}
