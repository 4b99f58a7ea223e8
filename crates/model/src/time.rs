//! Points in time as they stand in files. Nothing here reads a clock.

use crate::reference::no_references;
use serde::{Deserialize, Serialize};

macro_rules! time_text {
    ($(#[$meta:meta])* $name:ident, $inner:ty, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema, specta::Type)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Checks the text; the error says what was expected.
            pub fn new(text: impl Into<String>) -> Result<Self, String> {
                let text = text.into();
                match text.parse::<$inner>() {
                    Ok(_) => Ok(Self(text)),
                    Err(_) => Err(format!(concat!("{:?} is not ", $what), text.chars().take(60).collect::<String>())),
                }
            }

            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(d)?).map_err(serde::de::Error::custom)
            }
        }

        no_references!($name);
    };
}

time_text!(
    /// An RFC 3339 instant, for example `2026-03-01T09:00:00Z`.
    Timestamp, jiff::Timestamp, "an RFC 3339 time such as 2026-03-01T09:00:00Z"
);
time_text!(
    /// A calendar date, `YYYY-MM-DD`.
    Date, jiff::civil::Date, "a date such as 2026-03-01"
);

impl Timestamp {
    /// Milliseconds since the beginning of 1970.
    pub fn milliseconds(&self) -> i64 {
        self.instant().as_millisecond()
    }

    /// The instant, whatever offset it is written with.
    pub(crate) fn instant(&self) -> jiff::Timestamp {
        self.0.parse().unwrap_or_default()
    }

    pub(crate) fn of(instant: jiff::Timestamp) -> Self {
        Self(instant.to_string())
    }
}

impl Date {
    /// Days from this date to `other`; negative when `other` is earlier.
    pub fn days_until(&self, other: &Date) -> i32 {
        let parse = |d: &Date| d.0.parse::<jiff::civil::Date>().unwrap_or_default();
        parse(self)
            .until(parse(other))
            .map_or(0, |span| span.get_days())
    }
}
