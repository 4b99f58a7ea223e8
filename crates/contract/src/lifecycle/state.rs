//! The states of a version: draft, in review, published, deprecated, retired, and the ways between them.

use baton_model::{ContractState as State, ContractVersion, Date};

/// Why a version may not go where it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What stands in the way, as a sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Whether a version can be published by its state: a draft or one in review.
pub fn publishable(version: &ContractVersion) -> Result<(), Refusal> {
    match version.state {
        State::Draft | State::InReview => Ok(()),
        State::Published => Err(Refusal::new(
            format!("{} is published already", version.id),
            "a published version never changes; draft the next one",
        )),
        State::Deprecated | State::Retired => Err(Refusal::new(
            format!(
                "{} was published before and is {} now",
                version.id,
                word(version.state)
            ),
            "draft the next version",
        )),
    }
}

/// The version with its end announced: from `today`, or an earlier notice, to `sunset`, which lies ahead. Done again it moves the sunset.
pub fn deprecate(
    version: &ContractVersion,
    notice: Option<&Date>,
    sunset: &Date,
    today: &Date,
) -> Result<ContractVersion, Refusal> {
    match version.state {
        State::Published | State::Deprecated => {}
        State::Draft | State::InReview => {
            return Err(Refusal::new(
                format!("{} was never published", version.id),
                "delete it, or publish it first",
            ));
        }
        State::Retired => {
            return Err(Refusal::new(
                format!("{} is retired already", version.id),
                "nothing more can be announced about it",
            ));
        }
    }
    if *sunset <= *today {
        return Err(Refusal::new(
            format!("the sunset {sunset} is not after today, {today}"),
            "those who use the version need time to move; name a later day, or retire it once nobody uses it",
        ));
    }
    let notice = notice.or(version.notice_date.as_ref()).unwrap_or(today);
    if sunset < notice {
        return Err(Refusal::new(
            format!("the sunset {sunset} is before the notice {notice}"),
            "name a sunset on or after the day of the notice",
        ));
    }
    Ok(ContractVersion {
        state: State::Deprecated,
        notice_date: Some(notice.clone()),
        sunset_date: Some(sunset.clone()),
        ..version.clone()
    })
}

/// The version out of use. It has to be deprecated, and its sunset to have come; `early` goes before that day.
pub fn retire(
    version: &ContractVersion,
    early: bool,
    today: &Date,
) -> Result<ContractVersion, Refusal> {
    match version.state {
        State::Deprecated => {}
        State::Retired => {
            return Err(Refusal::new(
                format!("{} is retired already", version.id),
                "nothing is left to do",
            ));
        }
        State::Published => {
            return Err(Refusal::new(
                format!(
                    "{} is published, and nobody was told that it ends",
                    version.id
                ),
                "deprecate it first, with the day on which it ends",
            ));
        }
        State::Draft | State::InReview => {
            return Err(Refusal::new(
                format!("{} was never published", version.id),
                "delete it instead",
            ));
        }
    }
    if let Some(sunset) = version
        .sunset_date
        .as_ref()
        .filter(|sunset| *sunset > today)
        && !early
    {
        let days = today.days_until(sunset);
        return Err(Refusal::new(
            format!(
                "{} was promised until {sunset}, {days} days from today",
                version.id
            ),
            "wait for that day, or go on once everybody has moved",
        ));
    }
    Ok(ContractVersion {
        state: State::Retired,
        ..version.clone()
    })
}

pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Draft => "a draft",
        State::InReview => "in review",
        State::Published => "published",
        State::Deprecated => "deprecated",
        State::Retired => "retired",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{ContractId, ContractVersionId, Version};

    fn version(state: State) -> ContractVersion {
        let mut version = ContractVersion::new(
            ContractVersionId::new("c@1.0.0").unwrap(),
            ContractId::new("c").unwrap(),
            Version::new("1.0.0").unwrap(),
        );
        version.state = state;
        version
    }

    fn date(text: &str) -> Date {
        Date::new(text).unwrap()
    }

    #[test]
    fn only_the_ways_forward_are_open() {
        let today = date("2026-11-21");
        let later = date("2027-01-31");
        for (state, publish, end, over) in [
            (State::Draft, true, false, false),
            (State::InReview, true, false, false),
            (State::Published, false, true, false),
            (State::Deprecated, false, true, true),
            (State::Retired, false, false, false),
        ] {
            let version = version(state);
            assert_eq!(publishable(&version).is_ok(), publish, "publish {state:?}");
            assert_eq!(
                deprecate(&version, None, &later, &today).is_ok(),
                end,
                "deprecate {state:?}"
            );
            assert_eq!(
                retire(&version, false, &today).is_ok(),
                over,
                "retire {state:?}"
            );
        }
    }

    #[test]
    fn a_deprecation_has_a_notice_and_a_sunset_ahead() {
        let today = date("2026-11-21");
        let published = version(State::Published);
        let announced = deprecate(&published, None, &date("2027-01-31"), &today).unwrap();
        assert_eq!(announced.state, State::Deprecated);
        assert_eq!(announced.notice_date, Some(today.clone()));
        assert_eq!(announced.sunset_date, Some(date("2027-01-31")));
        let moved = deprecate(&announced, None, &date("2027-06-30"), &date("2026-12-24")).unwrap();
        assert_eq!(
            moved.notice_date,
            Some(today.clone()),
            "the first notice counts"
        );
        for (notice, sunset) in [
            (None, "2026-11-21"),
            (None, "2020-01-01"),
            (Some("2027-02-01"), "2027-01-31"),
        ] {
            let notice = notice.map(date);
            assert!(deprecate(&published, notice.as_ref(), &date(sunset), &today).is_err());
        }
    }

    #[test]
    fn a_promise_is_kept_until_its_day_or_broken_on_purpose() {
        let mut announced = version(State::Deprecated);
        announced.sunset_date = Some(date("2027-01-31"));
        let early = retire(&announced, false, &date("2027-01-01")).unwrap_err();
        assert_eq!(
            early.message,
            "c@1.0.0 was promised until 2027-01-31, 30 days from today"
        );
        assert!(retire(&announced, false, &date("2027-01-31")).is_ok());
        let gone = retire(&announced, true, &date("2027-01-01")).unwrap();
        assert_eq!(
            (gone.state, gone.sunset_date),
            (State::Retired, announced.sunset_date)
        );
    }
}
