//! Who is on call when: at an instant, over a span, and planned ahead. Instants and zones are given; nothing here reads a clock.

use crate::id::PersonId;
use crate::records::{Rotation, Shift};
use crate::time::Timestamp;
use crate::zone::Zone;
use jiff::Timestamp as Instant;
use serde::{Deserialize, Serialize};

/// Turns that are planned at once.
const MOST_TURNS: u32 = 400;
/// Days of one turn.
const MOST_DAYS: u32 = 366;

/// Who is on call at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch<'a> {
    /// Their shifts, the earliest begun first; several where shifts overlap, none in a gap.
    pub now: Vec<&'a Shift>,
    /// When that changes; `None` where nothing is planned after it.
    pub until: Option<Timestamp>,
    /// The shifts that begin when it changes, or after the gap that follows.
    pub next: Vec<&'a Shift>,
}

/// A span in which the same people are on call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCallSpan {
    /// From when on.
    pub from: Timestamp,
    /// Until when, exclusive.
    pub to: Timestamp,
    /// Nobody in a gap, several where shifts overlap.
    pub people: Vec<PersonId>,
}

/// People who take turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ShiftPlan {
    /// Who, in order.
    pub people: Vec<PersonId>,
    /// The time zone whose wall clock counts, for example `Europe/Zurich`.
    pub zone: String,
    /// When the first turn begins, and at what time of the day all change: `2026-11-23T09:00`.
    pub from: String,
    /// Days of a turn, by the calendar.
    pub days: u32,
    /// How many turns.
    pub turns: u32,
}

/// Why nothing can be planned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanProblem {
    /// There is nobody to take turns.
    #[error("nobody takes turns")]
    Nobody,
    /// The zone is not known.
    #[error("{0:?} is no time zone")]
    Zone(String),
    /// The beginning cannot be read.
    #[error("{0:?} is no date and time")]
    From(String),
    /// Too few or too many days or turns.
    #[error("a turn has 1 to {MOST_DAYS} days, and 1 to {MOST_TURNS} turns are planned at once")]
    Length,
}

impl Rotation {
    /// Who is on call at an instant.
    pub fn watch(&self, at: &Timestamp) -> Watch<'_> {
        let at = at.instant();
        let mut now: Vec<&Shift> = self.schedule.iter().filter(|s| s.covers(at)).collect();
        now.sort_by(|a, b| {
            a.begins()
                .cmp(&b.begins())
                .then_with(|| a.person.cmp(&b.person))
        });
        let ends = now.iter().map(|shift| shift.ends()).min();
        let mut coming: Vec<&Shift> = self
            .schedule
            .iter()
            .filter(|shift| shift.begins() > at && shift.begins() < shift.ends())
            .collect();
        coming.sort_by(|a, b| {
            a.begins()
                .cmp(&b.begins())
                .then_with(|| a.person.cmp(&b.person))
        });
        let begins = coming.first().map(|shift| shift.begins());
        let until = match (ends, begins) {
            (Some(ends), Some(begins)) => Some(ends.min(begins)),
            (ends, begins) => ends.or(begins),
        };
        let next = coming
            .iter()
            .copied()
            .filter(|shift| Some(shift.begins()) == begins)
            .collect();
        Watch {
            now,
            until: until.map(Timestamp::of),
            next,
        }
    }

    /// The whole of a span, cut wherever somebody comes or goes.
    pub fn spans(&self, from: &Timestamp, to: &Timestamp) -> Vec<OnCallSpan> {
        let (from, to) = (from.instant(), to.instant());
        let mut cuts: Vec<Instant> = self
            .schedule
            .iter()
            .flat_map(|shift| [shift.begins(), shift.ends()])
            .filter(|cut| from < *cut && *cut < to)
            .chain([from, to])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<OnCallSpan> = Vec::new();
        for pair in cuts.windows(2) {
            let mut people: Vec<PersonId> = self
                .schedule
                .iter()
                .filter(|shift| shift.covers(pair[0]))
                .map(|shift| shift.person.clone())
                .collect();
            people.sort();
            people.dedup();
            match spans.last_mut() {
                Some(last) if last.people == people => last.to = Timestamp::of(pair[1]),
                _ => spans.push(OnCallSpan {
                    from: Timestamp::of(pair[0]),
                    to: Timestamp::of(pair[1]),
                    people,
                }),
            }
        }
        spans
    }

    /// The schedule with `shifts` in place of whatever stood at their times, in order.
    pub fn with_shifts(&self, shifts: &[Shift]) -> Vec<Shift> {
        let mut schedule = self.without(shifts);
        schedule.extend_from_slice(shifts);
        sort(&mut schedule);
        schedule
    }

    /// The schedule with nobody from one instant to another.
    pub fn without_span(&self, from: &Timestamp, to: &Timestamp) -> Vec<Shift> {
        let mut schedule = self.clear(from.instant(), to.instant());
        sort(&mut schedule);
        schedule
    }

    fn without(&self, shifts: &[Shift]) -> Vec<Shift> {
        let mut left = self.clone();
        for shift in shifts {
            left.schedule = left.clear(shift.begins(), shift.ends());
        }
        left.schedule
    }

    fn clear(&self, from: Instant, to: Instant) -> Vec<Shift> {
        if from >= to {
            return self.schedule.clone();
        }
        let mut left = Vec::with_capacity(self.schedule.len());
        for shift in &self.schedule {
            if shift.ends() <= from || to <= shift.begins() {
                left.push(shift.clone());
                continue;
            }
            if shift.begins() < from {
                left.push(Shift {
                    to: Timestamp::of(from),
                    ..shift.clone()
                });
            }
            if to < shift.ends() {
                left.push(Shift {
                    from: Timestamp::of(to),
                    ..shift.clone()
                });
            }
        }
        left
    }
}

impl Shift {
    fn begins(&self) -> Instant {
        self.from.instant()
    }

    fn ends(&self) -> Instant {
        self.to.instant()
    }

    fn covers(&self, at: Instant) -> bool {
        self.begins() <= at && at < self.ends()
    }
}

fn sort(schedule: &mut [Shift]) {
    schedule.sort_by(|a, b| {
        a.begins()
            .cmp(&b.begins())
            .then_with(|| a.person.cmp(&b.person))
    });
}

/// One shift a turn. All change at the same time of the day, so that a turn over a change of clocks is an hour shorter or longer.
pub fn plan_shifts(plan: &ShiftPlan) -> Result<Vec<Shift>, PlanProblem> {
    if plan.people.is_empty() {
        return Err(PlanProblem::Nobody);
    }
    if !(1..=MOST_DAYS).contains(&plan.days) || !(1..=MOST_TURNS).contains(&plan.turns) {
        return Err(PlanProblem::Length);
    }
    let zone = Zone::named(&plan.zone).ok_or_else(|| PlanProblem::Zone(plan.zone.clone()))?;
    let at = |turn: u32| {
        zone.instant_after(&plan.from, i64::from(turn) * i64::from(plan.days))
            .ok_or_else(|| PlanProblem::From(plan.from.clone()))
    };
    (0..plan.turns)
        .zip(plan.people.iter().cycle())
        .map(|(turn, person)| Ok(Shift::new(person.clone(), at(turn)?, at(turn + 1)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{RotationId, TeamId};

    fn time(text: &str) -> Timestamp {
        Timestamp::new(text).unwrap()
    }

    fn shift(person: &str, from: &str, to: &str) -> Shift {
        Shift::new(PersonId::new(person).unwrap(), time(from), time(to))
    }

    fn rotation(shifts: &[(&str, &str, &str)]) -> Rotation {
        Rotation {
            schedule: shifts.iter().map(|(p, f, t)| shift(p, f, t)).collect(),
            ..Rotation::new(
                RotationId::new("r").unwrap(),
                "R".to_owned(),
                TeamId::new("t").unwrap(),
            )
        }
    }

    const WEEK: &[(&str, &str, &str)] = &[
        ("ben", "2026-11-24T09:00:00Z", "2026-11-26T09:00:00Z"),
        // The same instant as 09:00 in UTC, written with an offset.
        (
            "ada",
            "2026-11-23T10:00:00+01:00",
            "2026-11-24T10:00:00+01:00",
        ),
        ("eve", "2026-11-25T09:00:00Z", "2026-11-25T12:00:00Z"),
        ("ada", "2026-11-27T09:00:00Z", "2026-11-28T09:00:00Z"),
    ];

    #[test]
    fn a_watch_knows_gaps_overlaps_and_who_is_next() {
        let rotation = rotation(WEEK);
        for (at, now, until, next) in [
            (
                "2026-11-20T00:00:00Z",
                &[][..],
                Some("2026-11-23T09:00:00Z"),
                &["ada"][..],
            ),
            (
                "2026-11-23T09:00:00Z",
                &["ada"],
                Some("2026-11-24T09:00:00Z"),
                &["ben"],
            ),
            // The end of a shift belongs to the next one.
            (
                "2026-11-24T09:00:00Z",
                &["ben"],
                Some("2026-11-25T09:00:00Z"),
                &["eve"],
            ),
            (
                "2026-11-25T10:00:00Z",
                &["ben", "eve"],
                Some("2026-11-25T12:00:00Z"),
                &["ada"],
            ),
            (
                "2026-11-26T09:00:00Z",
                &[],
                Some("2026-11-27T09:00:00Z"),
                &["ada"],
            ),
            (
                "2026-11-27T10:00:00Z",
                &["ada"],
                Some("2026-11-28T09:00:00Z"),
                &[],
            ),
            ("2026-12-01T00:00:00Z", &[], None, &[]),
        ] {
            let watch = rotation.watch(&time(at));
            let names = |shifts: &[&Shift]| -> Vec<String> {
                shifts
                    .iter()
                    .map(|shift| shift.person.to_string())
                    .collect()
            };
            assert_eq!(names(&watch.now), now, "{at}");
            assert_eq!(watch.until.as_ref().map(Timestamp::as_str), until, "{at}");
            assert_eq!(names(&watch.next), next, "{at}");
        }
    }

    #[test]
    fn spans_show_the_whole_time_with_its_gaps() {
        let told: Vec<String> = rotation(WEEK)
            .spans(&time("2026-11-23T00:00:00Z"), &time("2026-11-28T00:00:00Z"))
            .iter()
            .map(|span| {
                let people: Vec<&str> = span.people.iter().map(PersonId::as_str).collect();
                format!("{} {}", &span.from.as_str()[8..13], people.join("+"))
            })
            .collect();
        assert_eq!(
            told,
            [
                "23T00 ",
                "23T09 ada",
                "24T09 ben",
                "25T09 ben+eve",
                "25T12 ben",
                "26T09 ",
                "27T09 ada"
            ]
        );
    }

    #[test]
    fn what_is_put_in_takes_the_place_of_what_stood_there() {
        let rotation = rotation(&[("ada", "2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z")]);
        let told = |shifts: &[Shift]| -> Vec<String> {
            shifts
                .iter()
                .map(|s| {
                    format!(
                        "{} {}-{}",
                        s.person,
                        &s.from.as_str()[8..13],
                        &s.to.as_str()[8..13]
                    )
                })
                .collect()
        };
        let cover = shift("ben", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z");
        assert_eq!(
            told(&rotation.with_shifts(&[cover])),
            ["ada 23T09-25T00", "ben 25T00-26T00", "ada 26T00-30T09"]
        );
        assert_eq!(
            told(
                &rotation
                    .without_span(&time("2026-11-20T00:00:00Z"), &time("2026-11-24T00:00:00Z"))
            ),
            ["ada 24T00-30T09"]
        );
        let nothing =
            rotation.without_span(&time("2026-11-26T00:00:00Z"), &time("2026-11-26T00:00:00Z"));
        assert_eq!(nothing, rotation.schedule);
    }

    fn plan(people: &[&str], from: &str, days: u32, turns: u32) -> ShiftPlan {
        ShiftPlan {
            people: people
                .iter()
                .map(|id| PersonId::new(*id).unwrap())
                .collect(),
            zone: "Europe/Zurich".to_owned(),
            from: from.to_owned(),
            days,
            turns,
        }
    }

    #[test]
    fn turns_change_at_the_same_time_of_the_day_whatever_clocks_do() {
        let shifts = plan_shifts(&plan(&["ada", "ben"], "2026-10-19T09:00", 7, 3)).unwrap();
        let told: Vec<(&str, &str, &str)> = shifts
            .iter()
            .map(|s| (s.person.as_str(), s.from.as_str(), s.to.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("ada", "2026-10-19T07:00:00Z", "2026-10-26T08:00:00Z"),
                ("ben", "2026-10-26T08:00:00Z", "2026-11-02T08:00:00Z"),
                ("ada", "2026-11-02T08:00:00Z", "2026-11-09T08:00:00Z"),
            ]
        );
        // 02:30 does not exist on 29 March; the turns still meet.
        let shifts = plan_shifts(&plan(&["ada", "ben"], "2026-03-28T02:30", 1, 3)).unwrap();
        assert!(shifts.windows(2).all(|pair| pair[0].to == pair[1].from));
        assert_eq!(shifts[1].from.as_str(), "2026-03-29T01:30:00Z");
        assert_eq!(shifts[2].from.as_str(), "2026-03-30T00:30:00Z");
    }

    #[test]
    fn what_cannot_be_planned_is_said() {
        let good = plan(&["ada"], "2026-10-19T09:00", 7, 3);
        for (plan, problem) in [
            (
                ShiftPlan {
                    people: Vec::new(),
                    ..good.clone()
                },
                PlanProblem::Nobody,
            ),
            (
                ShiftPlan {
                    days: 0,
                    ..good.clone()
                },
                PlanProblem::Length,
            ),
            (
                ShiftPlan {
                    turns: 401,
                    ..good.clone()
                },
                PlanProblem::Length,
            ),
            (
                ShiftPlan {
                    zone: "Mars".to_owned(),
                    ..good.clone()
                },
                PlanProblem::Zone("Mars".to_owned()),
            ),
            (
                ShiftPlan {
                    from: "soon".to_owned(),
                    ..good.clone()
                },
                PlanProblem::From("soon".to_owned()),
            ),
            (
                ShiftPlan {
                    from: "9999-12-30T00:00".to_owned(),
                    ..good.clone()
                },
                PlanProblem::From("9999-12-30T00:00".to_owned()),
            ),
        ] {
            assert_eq!(plan_shifts(&plan), Err(problem));
        }
    }
}
