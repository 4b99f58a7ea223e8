//! What the outside world gives to operations: who acts, the time, new operation ids.

use baton_model::{Date, Timestamp};

/// Author, clock and ids. Tests bring their own.
pub trait Host: Send + Sync {
    /// Who acts. On an embedded registry this is claimed, not proven.
    fn author(&self) -> String;
    /// The time now.
    fn now(&self) -> Timestamp;
    /// A new, unique operation id.
    fn operation_id(&self) -> String;

    /// The date now, in UTC.
    fn today(&self) -> Date {
        let now = self.now();
        let day = now.as_str().get(..10).unwrap_or("1970-01-01");
        Date::new(day).unwrap_or_else(|_| epoch())
    }
}

/// The machine's clock and the user who runs the program.
pub struct SystemHost {
    author: String,
}

impl SystemHost {
    /// The author is the given one, else `BATON_USER`, else the system's user.
    pub fn new(author: Option<String>) -> Self {
        let from = |name: &str| std::env::var(name).ok();
        let author = author
            .or_else(|| from("BATON_USER"))
            .or_else(|| from("USER"))
            .or_else(|| from("USERNAME"))
            .or_else(|| from("LOGNAME"))
            .map(|name| {
                name.trim()
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(100)
                    .collect::<String>()
            })
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "unknown".to_owned());
        Self { author }
    }
}

impl Host for SystemHost {
    fn author(&self) -> String {
        self.author.clone()
    }

    fn now(&self) -> Timestamp {
        let now = jiff::Timestamp::now().round(jiff::Unit::Millisecond);
        let text = now.map_or_else(|_| "1970-01-01T00:00:00Z".to_owned(), |now| now.to_string());
        Timestamp::new(text).unwrap_or_else(|_| instant_epoch())
    }

    fn operation_id(&self) -> String {
        uuid::Uuid::now_v7().to_string()
    }
}

#[allow(clippy::expect_used)] // constants
pub(crate) fn epoch() -> Date {
    Date::new("1970-01-01").expect("a constant date")
}

#[allow(clippy::expect_used)] // constants
fn instant_epoch() -> Timestamp {
    Timestamp::new("1970-01-01T00:00:00Z").expect("a constant time")
}
