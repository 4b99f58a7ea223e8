//! What the window remembers from one start to the next. Losing it loses nothing of the user's work.

mod kept;

pub use kept::{KeptSession, KeptWindow, MOST_WINDOWS, Settings, is_small};

use baton_model::TopologyId;
use baton_place::Place;
use serde::{Deserialize, Deserializer, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Registries that are listed at most.
const RECENT: usize = 12;
/// Topologies whose exports are remembered at most, and kinds of each.
const EXPORTS: usize = 64;
const KINDS: usize = 64;
/// Bytes that are read at most.
const LIMIT: u64 = 512 * 1024;

/// The windows, what was open, what was exported where, and what was set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Registries, the last one first; those on servers without passwords.
    #[serde(deserialize_with = "readable")]
    pub recent: Vec<Place>,
    /// The frame of a window that is opened next to none.
    pub window: WindowSize,
    /// The windows that were open, as they were left.
    pub windows: Vec<KeptWindow>,
    /// What the user has set for the program as a whole.
    pub settings: Settings,
    /// How the windows look: theme, panels, cameras.
    #[serde(skip_serializing_if = "KeptSession::is_none")]
    pub session: KeptSession,
    /// What was chosen for exports, the last choice first.
    pub exports: Vec<RememberedExport>,
}

/// What was chosen for the exports of a topology.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RememberedExport {
    /// The registry's location.
    pub registry: String,
    /// The topology; none for a registry without.
    pub topology: Option<String>,
    #[serde(flatten)]
    pub choice: ExportChoice,
}

/// Where to, what, and of what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct ExportChoice {
    /// The folder, once one was chosen in a dialog.
    pub folder: Option<PathBuf>,
    /// Names of kinds; every kind when nobody has chosen.
    pub kinds: Option<Vec<String>>,
    /// The whole registry, not only what the topology needs.
    pub whole: bool,
}

/// The inner size of a window and the place of its frame, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowSize {
    pub width: f64,
    pub height: f64,
    pub maximized: bool,
    /// The left upper corner, where the system tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<f64>,
}

impl WindowSize {
    /// The smallest size in which everything can be reached.
    pub const SMALLEST: Self = Self {
        width: 800.0,
        height: 560.0,
        maximized: false,
        x: None,
        y: None,
    };
    const LARGEST: f64 = 10_000.0;
    /// Screens lie within so many pixels of the first one's corner.
    const FARTHEST: f64 = 50_000.0;

    fn within_limits(self) -> Self {
        let side = |value: f64, least: f64, usual: f64| {
            if value.is_finite() {
                value.clamp(least, Self::LARGEST)
            } else {
                usual
            }
        };
        let usual = Self::default();
        let near = |value: Option<f64>| value.filter(|value| value.abs() <= Self::FARTHEST);
        Self {
            width: side(self.width, Self::SMALLEST.width, usual.width),
            height: side(self.height, Self::SMALLEST.height, usual.height),
            maximized: self.maximized,
            x: near(self.x).filter(|_| near(self.y).is_some()),
            y: near(self.y).filter(|_| near(self.x).is_some()),
        }
    }
}

impl Default for WindowSize {
    fn default() -> Self {
        Self {
            width: 1440.0,
            height: 900.0,
            maximized: false,
            x: None,
            y: None,
        }
    }
}

impl RememberedExport {
    fn is_of(&self, registry: &str, topology: Option<&TopologyId>) -> bool {
        self.registry == registry && self.topology.as_deref() == topology.map(TopologyId::as_str)
    }
}

impl Remembered {
    /// Reads the file. What is missing, damaged or out of range is as on the first start.
    pub fn read(path: &Path) -> Self {
        let small = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= LIMIT);
        let text = if small {
            fs::read_to_string(path).unwrap_or_default()
        } else {
            String::new()
        };
        let mut read: Self = serde_json::from_str(&text).unwrap_or_default();
        read.window = read.window.within_limits();
        kept::mend(&mut read.windows, &mut read.settings);
        read.session = read.session.within_limits();
        read.recent
            .retain(|place| place.file().is_none_or(Path::is_absolute));
        read.recent.truncate(RECENT);
        read.exports.truncate(EXPORTS);
        for RememberedExport { choice, .. } in &mut read.exports {
            choice.folder = choice.folder.take().filter(|path| path.is_absolute());
            if let Some(kinds) = &mut choice.kinds {
                kinds.truncate(KINDS);
            }
        }
        read
    }

    /// Writes the file, whole or not at all.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&file, self)?;
        file.persist(path)?;
        Ok(())
    }

    /// Puts a registry first.
    pub fn opened(&mut self, registry: &Place) {
        self.recent.retain(|place| place != registry);
        self.recent.insert(0, registry.clone());
        self.recent.truncate(RECENT);
    }

    /// What was chosen for the exports of a topology.
    pub fn export(&self, registry: &str, topology: Option<&TopologyId>) -> Option<&ExportChoice> {
        let known = self
            .exports
            .iter()
            .find(|each| each.is_of(registry, topology));
        known.map(|each| &each.choice)
    }

    /// Whether that is the folder of an export, and not only one around or below it.
    pub fn exports_to(&self, folder: &Path) -> bool {
        let folders = self
            .exports
            .iter()
            .filter_map(|each| each.choice.folder.as_deref());
        folders
            .into_iter()
            .any(|known| known.as_os_str() == folder.as_os_str())
    }

    /// Puts a topology's choice first.
    pub fn exported(
        &mut self,
        registry: &str,
        topology: Option<&TopologyId>,
        mut choice: ExportChoice,
    ) {
        if let Some(kinds) = &mut choice.kinds {
            kinds.truncate(KINDS);
        }
        self.exports.retain(|each| !each.is_of(registry, topology));
        let export = RememberedExport {
            registry: registry.to_owned(),
            topology: topology.map(ToString::to_string),
            choice,
        };
        self.exports.insert(0, export);
        self.exports.truncate(EXPORTS);
    }
}

/// The places among what was written down; what else stands there costs nothing but itself.
fn readable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Place>, D::Error> {
    let written = Vec::<serde_json::Value>::deserialize(deserializer)?;
    let places = written.into_iter().map(serde_json::from_value);
    Ok(places.filter_map(Result::ok).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Remembered {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desktop.json");
        fs::write(&path, text).unwrap();
        Remembered::read(&path)
    }

    #[test]
    fn what_was_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/desktop.json");
        let mut remembered = Remembered::default();
        let server = "postgres://ana@db.example.org:5432/desk?schema=care";
        for place in ["/a.sqlite", "/b.sqlite", server, "/a.sqlite"] {
            remembered.opened(&Place::parse(place).unwrap());
        }
        remembered.write(&path).unwrap();
        assert_eq!(Remembered::read(&path), remembered);
        let written: Vec<String> = remembered.recent.iter().map(Place::to_string).collect();
        assert_eq!(written, ["/a.sqlite", server, "/b.sqlite"]);
    }

    #[test]
    fn no_password_is_written_and_no_bad_place_costs_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desktop.json");
        let mut remembered = Remembered::default();
        remembered.opened(&Place::parse("postgres://ana:s3cret@db.example.org/desk").unwrap());
        remembered.write(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.contains("db.example.org") && !text.contains("s3cret"),
            "{text}"
        );

        let read = read(
            r#"{"recent":["/a.baton",7,"postgres://ana@db:port/x","../b","postgres://ana@db/x"],"settings":{"daily_backups":false}}"#,
        );
        let places: Vec<String> = read.recent.iter().map(Place::to_string).collect();
        assert_eq!(places, ["/a.baton", "postgres://ana@db:5432/x"]);
        assert!(!read.settings.daily_backups);
    }

    #[test]
    fn a_damaged_or_missing_file_is_as_on_the_first_start() {
        assert_eq!(read("{\"recent\": 7"), Remembered::default());
        assert_eq!(
            read(&format!("{{\"x\":\"{}\"}}", "a".repeat(70_000))),
            Remembered::default()
        );
        assert_eq!(
            Remembered::read(Path::new("/does/not/exist.json")),
            Remembered::default()
        );
    }

    #[test]
    fn what_was_chosen_for_an_export_is_kept_by_registry_and_topology() {
        let mut remembered = Remembered::default();
        let desk = TopologyId::new("desk").unwrap();
        let choice = |folder: &str| ExportChoice {
            folder: Some(PathBuf::from(folder)),
            kinds: Some(vec!["runbooks".to_owned()]),
            whole: true,
        };
        remembered.exported("/a.baton", Some(&desk), choice("/old"));
        remembered.exported("/a.baton", None, choice("/whole"));
        remembered.exported("/b.baton", Some(&desk), choice("/other"));
        remembered.exported("/a.baton", Some(&desk), choice("/new"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desktop.json");
        remembered.write(&path).unwrap();
        let read = Remembered::read(&path);
        assert_eq!(read, remembered);
        assert_eq!(read.export("/a.baton", Some(&desk)), Some(&choice("/new")));
        assert_eq!(read.export("/a.baton", None), Some(&choice("/whole")));
        assert_eq!(read.export("/b.baton", None), None);
        assert!(read.exports_to(Path::new("/new")));
        assert!(!read.exports_to(Path::new("/old")) && !read.exports_to(Path::new("/new/")));
        for n in 0..100 {
            remembered.exported(&format!("/{n}.baton"), None, choice("/x"));
        }
        assert_eq!(remembered.exports.len(), EXPORTS);
    }

    #[test]
    fn a_remembered_folder_is_absolute() {
        let read = read(
            r#"{"exports":[{"registry":"/a","topology":"t","folder":"../x","kinds":["ci"]}]}"#,
        );
        let topology = TopologyId::new("t").unwrap();
        let expected = ExportChoice {
            kinds: Some(vec!["ci".to_owned()]),
            ..ExportChoice::default()
        };
        assert_eq!(read.export("/a", Some(&topology)), Some(&expected));
    }

    #[test]
    fn sizes_and_paths_out_of_range_are_mended() {
        let read = read(
            r#"{"recent":["../a.sqlite"],"window":{"width":1,"height":1e9,"maximized":true}}"#,
        );
        assert!(read.recent.is_empty());
        assert_eq!(
            read.window,
            WindowSize {
                width: 800.0,
                height: 10_000.0,
                maximized: true,
                x: None,
                y: None,
            }
        );
    }
}
