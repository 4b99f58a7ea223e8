//! `date`: four digits of the year, and only days that are in the calendar.

use super::machine::{digit, explored};
use crate::automaton::Automaton;

/// What has been read of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Date {
    /// So many characters of the year.
    Year {
        read: u8,
        /// The year so far, modulo the 400 of the calendar.
        year: u16,
    },
    /// So many characters of `-MM-DD`.
    Month { read: u8, is_leap: bool, month: u16 },
    /// As many, with what the day may be at most.
    Day { read: u8, last: u16, day: u16 },
    /// The end.
    Done,
}

/// The automaton of `date`.
pub(super) fn date() -> Automaton {
    let start = Date::Year { read: 0, year: 0 };
    explored("0123456789-", start, step, |date| date == Date::Done)
}

fn step(date: Date, character: char) -> Option<Date> {
    match date {
        Date::Year { read: 4, year } => (character == '-').then_some(Date::Month {
            read: 0,
            is_leap: year.is_multiple_of(4) && (!year.is_multiple_of(100) || year == 0),
            month: 0,
        }),
        Date::Year { read, year } => Some(Date::Year {
            read: read + 1,
            year: (year * 10 + digit(character)?) % 400,
        }),
        Date::Month {
            read: 0, is_leap, ..
        } => Some(Date::Month {
            read: 1,
            is_leap,
            month: digit(character)? * 10,
        }),
        Date::Month {
            read: 1,
            is_leap,
            month,
        } => {
            let month = month + digit(character)?;
            (1..=12).contains(&month).then_some(Date::Month {
                read: 2,
                is_leap,
                month,
            })
        }
        Date::Month { is_leap, month, .. } => (character == '-').then_some(Date::Day {
            read: 0,
            last: days(month, is_leap),
            day: 0,
        }),
        Date::Day { read: 0, last, .. } => Some(Date::Day {
            read: 1,
            last,
            day: digit(character)? * 10,
        }),
        Date::Day { last, day, .. } => {
            let day = day + digit(character)?;
            (1..=last).contains(&day).then_some(Date::Done)
        }
        Date::Done => None,
    }
}

fn days(month: u16, is_leap: bool) -> u16 {
    match month {
        2 => 28 + u16::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
