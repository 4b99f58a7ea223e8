//! Who else has the registry open and where they look: a nicety. Nothing is decided by it, and where it fails nobody is seen.

use crate::Registry;
use baton_model::{RecordKey, TopologyId};
use baton_store::Sighting;
use serde::{Deserialize, Serialize};

/// Records of a selection that others are shown; they fit what a store takes.
const MOST_SELECTED: usize = 20;
/// Letters of a place that a store takes.
const MOST_LETTERS: usize = 4000;
/// Letters of a name that are shown.
const MOST_OF_NAME: usize = 100;

/// Where somebody looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Whereabouts {
    /// The topology that is open; none where none is.
    pub topology: Option<TopologyId>,
    /// Records that are selected, the first of them; at most twenty.
    pub selection: Vec<RecordKey>,
}

/// Somebody else who has the registry open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Present {
    /// Tells the windows of one person apart.
    pub session: String,
    /// Who they say they are.
    pub author: String,
    /// The login that the server knows them by.
    pub login: String,
    /// Where they look.
    pub place: Whereabouts,
}

impl Registry {
    /// Says where one of this program's windows looks, and tells who else is there and where, in an order that does not change while they
    /// stay. `None` where nobody else can be: in a registry that is a file. A server that does not answer has nobody to show.
    pub async fn meet(&self, window: &str, mut place: Whereabouts) -> Option<Vec<Present>> {
        place.selection.truncate(MOST_SELECTED);
        let mut written = serde_json::to_string(&place).unwrap_or_default();
        if written.chars().count() > MOST_LETTERS {
            place.selection.clear();
            written = serde_json::to_string(&place).unwrap_or_default();
        }
        let me = Sighting {
            session: format!("{}/{window}", self.session()),
            login: String::new(),
            author: self.info().author,
            place: written,
        };
        let met = self
            .store()
            .meet(&me)
            .await
            .unwrap_or_else(|_| Some(Vec::new()))?;
        let own = format!("{}/", self.session());
        let mut others: Vec<Present> = met
            .into_iter()
            .filter(|other| !other.session.starts_with(&own))
            .filter_map(seen)
            .collect();
        others.sort_by(|a, b| (&a.author, &a.session).cmp(&(&b.author, &b.session)));
        Some(others)
    }
}

/// Whoever says something unreadable is not shown.
fn seen(other: Sighting) -> Option<Present> {
    if other.place.len() > 4 * MOST_LETTERS {
        return None;
    }
    let mut place: Whereabouts = serde_json::from_str(&other.place).ok()?;
    place.selection.truncate(MOST_SELECTED);
    let author: String = other
        .author
        .chars()
        .filter(|letter| !letter.is_control())
        .take(MOST_OF_NAME)
        .collect();
    (!author.trim().is_empty()).then_some(Present {
        session: other.session,
        author,
        login: other.login,
        place,
    })
}

#[cfg(test)]
mod tests {
    use super::{Whereabouts, seen};
    use baton_model::{Kind, RecordKey, TopologyId};
    use baton_store::Sighting;

    fn says(author: &str, place: &str) -> Option<super::Present> {
        seen(Sighting {
            session: "s/main".to_owned(),
            login: "bo".to_owned(),
            author: author.to_owned(),
            place: place.to_owned(),
        })
    }

    #[test]
    fn what_others_say_is_read_with_care() {
        let good = r#"{"topology": "t", "selection": [{"kind": "agent", "id": "a"}]}"#;
        let seen = says("B\u{7}o", good).unwrap();
        assert_eq!(seen.author, "Bo");
        let place = Whereabouts {
            topology: Some(TopologyId::new("t").unwrap()),
            selection: vec![RecordKey::new(Kind::Agent, "a")],
        };
        assert_eq!(seen.place, place);
        let many = vec![r#"{"kind": "agent", "id": "a"}"#; 100].join(",");
        let greedy = format!(r#"{{"topology": null, "selection": [{many}]}}"#);
        assert_eq!(says("Bo", &greedy).unwrap().place.selection.len(), 20);
        for (author, place) in [
            ("Bo", "nowhere"),
            ("Bo", r#"{"topology": "../etc", "selection": []}"#),
            ("Bo", r#"{"topology": "t", "selection": [], "more": 1}"#),
            ("Bo", &" ".repeat(20_000)),
            ("\u{7} ", good),
        ] {
            assert_eq!(says(author, place), None, "{author} {place:.40}");
        }
    }
}
