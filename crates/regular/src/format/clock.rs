//! `time`.
//!
//! A leap second is the last one of a day in universal time, so whether `23:59:60` fits depends on the offset behind it. That takes one state
//! for every minute of the day, which are counted here rather than spelt out.

use super::machine::{digit, explored};
use crate::automaton::Automaton;

const MINUTES_OF_A_DAY: u16 = 24 * 60;

/// What has been read of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Clock {
    /// So many characters of `HH:MM:SS`, and what they say.
    Local {
        read: u8,
        /// Minutes since midnight.
        minute: u16,
        second: u16,
    },
    /// The dot; `leap` is the minute of a leap second.
    Dot { leap: Option<u16> },
    /// At least one digit of the fraction.
    Fraction { leap: Option<u16> },
    /// So many characters of `+HH:MM`.
    Offset {
        read: u8,
        /// Minutes so far.
        ahead: u16,
        /// What they have to be for a leap second.
        due: Option<u16>,
    },
    /// The end.
    Done,
}

impl Clock {
    const START: Self = Self::Local {
        read: 0,
        minute: 0,
        second: 0,
    };

    fn step(self, character: char) -> Option<Self> {
        match self {
            Self::Local {
                read: 8,
                minute,
                second,
            } => {
                let leap = (second == 60).then_some(minute);
                match character {
                    '.' => Some(Self::Dot { leap }),
                    _ => zone(leap, character),
                }
            }
            Self::Local {
                read,
                minute,
                second,
            } => local(read, minute, second, character),
            Self::Dot { leap } => character
                .is_ascii_digit()
                .then_some(Self::Fraction { leap }),
            Self::Fraction { leap } if character.is_ascii_digit() => Some(Self::Fraction { leap }),
            Self::Fraction { leap } => zone(leap, character),
            Self::Offset { read, ahead, due } => offset(read, ahead, due, character),
            Self::Done => None,
        }
    }
}

/// The next character of `HH:MM:SS`.
fn local(read: u8, minute: u16, second: u16, character: char) -> Option<Clock> {
    let (minute, second) = match read {
        0 => (within(digit(character)? * 600, MINUTES_OF_A_DAY)?, second),
        1 => (
            within(minute + digit(character)? * 60, MINUTES_OF_A_DAY)?,
            second,
        ),
        3 => (minute + within(digit(character)? * 10, 60)?, second),
        4 => (minute + digit(character)?, second),
        6 => (minute, within(digit(character)? * 10, 61)?),
        7 => (minute, within(second + digit(character)?, 61)?),
        _ => (minute, (character == ':').then_some(second)?),
    };
    // The minute matters for a leap second only.
    let (minute, second) = match read {
        6 | 7 if second < 60 => (0, 0),
        _ => (minute, second),
    };
    Some(Clock::Local {
        read: read + 1,
        minute,
        second,
    })
}

/// The number, if it is below the limit.
fn within(number: u16, limit: u16) -> Option<u16> {
    (number < limit).then_some(number)
}

/// What follows the seconds.
fn zone(leap: Option<u16>, character: char) -> Option<Clock> {
    // The local time of the last minute of a day is ahead of it by the offset.
    let ahead = leap.map(|minute| (minute + 1) % MINUTES_OF_A_DAY);
    match character {
        'Z' | 'z' => (ahead.unwrap_or_default() == 0).then_some(Clock::Done),
        '+' => Some(Clock::Offset {
            read: 1,
            ahead: 0,
            due: ahead,
        }),
        '-' => Some(Clock::Offset {
            read: 1,
            ahead: 0,
            due: ahead.map(|ahead| (MINUTES_OF_A_DAY - ahead) % MINUTES_OF_A_DAY),
        }),
        _ => None,
    }
}

/// The next character of `+HH:MM`; for a leap second the minutes have to be those due, which `due` counts down.
fn offset(read: u8, ahead: u16, due: Option<u16>, character: char) -> Option<Clock> {
    let (ahead, limit) = match read {
        1 => (digit(character)? * 600, MINUTES_OF_A_DAY),
        2 => (ahead + digit(character)? * 60, MINUTES_OF_A_DAY),
        4 => (digit(character)? * 10, 60),
        5 => (ahead + digit(character)?, 60),
        _ => (ahead, (character == ':').then_some(MINUTES_OF_A_DAY)?),
    };
    within(ahead, limit)?;
    // Whole hours are settled before the colon, so that the minutes begin at nothing.
    let (ahead, due) = match (read, due) {
        (2, Some(due)) => (0, Some(within(due.checked_sub(ahead)?, 60)?)),
        (2, None) => (0, None),
        _ => (ahead, due),
    };
    if read == 5 {
        return due.is_none_or(|due| due == ahead).then_some(Clock::Done);
    }
    Some(Clock::Offset {
        read: read + 1,
        ahead,
        due,
    })
}

/// The automaton of `time`.
pub(super) fn time() -> Automaton {
    explored("0123456789+-.:Zz", Clock::START, Clock::step, |clock| {
        clock == Clock::Done
    })
}
