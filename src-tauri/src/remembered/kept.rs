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
