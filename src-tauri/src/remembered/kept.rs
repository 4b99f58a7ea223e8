//! Windows as they were left, and what the user has set.

use super::WindowSize;
use baton_model::Json;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Windows that are opened again at most.
pub const MOST_WINDOWS: usize = 8;
/// Bytes of a window's place that are kept.
pub const MOST_PLACE: usize = 16 * 1024;

/// A window as it was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptWindow {
    /// What the program calls it.
    pub label: String,
    /// Its frame.
    pub frame: WindowSize,
    /// Where in the registry one was, in the window's own words, which it reads with suspicion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Json>,
}

/// Bytes of the session that are kept.
pub const MOST_SESSION: usize = 128 * 1024;

/// How the windows look, in their own words, which they read with suspicion. The web view's storage is written some time after a
/// change and may miss the last ones when the program is killed, so they are kept here as well.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptSession(Option<Json>);

impl KeptSession {
    /// Nothing for what is too large to be kept.
    pub fn new(session: Json) -> Self {
        Self(Some(session)).within_limits()
    }

    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    pub fn within_limits(self) -> Self {
        Self(
            self.0
                .filter(|session| session.0.to_string().len() <= MOST_SESSION),
        )
    }

    /// Gives a page what was kept before its first line runs, so that it never shows itself in another theme first.
    pub fn script(&self) -> String {
        // JSON is an expression of the page's language.
        let session = self
            .0
            .as_ref()
            .map_or_else(|| "null".to_owned(), |kept| kept.0.to_string());
        format!("window.__batonKept = {session};")
    }
}

/// What the user has set for the program as a whole; what concerns looks is the window's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Whether a copy of the registry is kept for every day on which something changed.
    pub daily_backups: bool,
    /// The folder of new registries; the platform's data folder without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registries: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            daily_backups: true,
            registries: None,
        }
    }
}

/// Brings what was read within limits.
pub fn mend(windows: &mut Vec<KeptWindow>, settings: &mut Settings) {
    windows.truncate(MOST_WINDOWS);
    for window in windows {
        window.frame = window.frame.within_limits();
        window.place = window.place.take().filter(is_small);
    }
    settings.registries = settings.registries.take().filter(|path| path.is_absolute());
}

/// Whether a place may be kept.
pub fn is_small(place: &Json) -> bool {
    place.0.to_string().len() <= MOST_PLACE
}

#[cfg(test)]
mod tests {
    use super::super::Remembered;
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Remembered {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desktop.json");
        std::fs::write(&path, text).unwrap();
        Remembered::read(&path)
    }

    #[test]
    fn windows_come_back_as_they_were_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desktop.json");
        let frame = WindowSize {
            x: Some(-1200.0),
            y: Some(40.0),
            ..WindowSize::default()
        };
        let kept = KeptWindow {
            label: "main".to_owned(),
            frame,
            place: Some(Json(json!({"view": "registry"}))),
        };
        let remembered = Remembered {
            windows: vec![kept],
            settings: Settings {
                daily_backups: false,
                registries: Some(PathBuf::from("/srv/registries")),
            },
            ..Remembered::default()
        };
        remembered.write(&path).unwrap();
        assert_eq!(Remembered::read(&path), remembered);
    }

    #[test]
    fn looks_are_kept_and_given_to_the_page() {
        let kept = KeptSession::new(Json(
            json!({"theme": "dark", "topologies": {"</script>": "\u{2028}"}}),
        ));
        assert_eq!(
            kept.script(),
            "window.__batonKept = {\"theme\":\"dark\",\"topologies\":{\"</script>\":\"\u{2028}\"}};"
        );
        let text = serde_json::to_string(&Remembered {
            session: kept.clone(),
            ..Remembered::default()
        });
        assert_eq!(read(&text.unwrap()).session, kept);
        let large = KeptSession::new(Json(json!("x".repeat(MOST_SESSION))));
        assert!(large.is_none());
        assert_eq!(large.script(), "window.__batonKept = null;");
    }

    #[test]
    fn what_does_not_fit_is_as_on_a_first_start() {
        let long = "x".repeat(MOST_PLACE);
        let frame = json!({"width": 9, "x": 1e12, "y": 3});
        let window = json!({"label": "main", "frame": frame, "place": {"a": long}});
        let read = read(
            &json!({"windows": [window], "settings": {"registries": "../elsewhere"}}).to_string(),
        );
        let window = &read.windows[0];
        assert_eq!(
            (window.frame.width, window.frame.x, window.frame.y),
            (800.0, None, None)
        );
        assert_eq!(window.place, None);
        assert_eq!(read.settings, Settings::default());
    }
}
