//! Links from outside. The first program of a user listens on a socket in the user's own settings folder; one that is started with
//! a link hands it over and ends. Whatever comes in is judged by `baton_app::record::link` and waits until a window takes it.

use crate::arguments::cut;
use crate::log;
use baton_app::ErrorReply;
use baton_app::record::link::parse;
use baton_model::RecordKey;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, Runtime};
use tauri_specta::Event;

/// Links that wait at most; further ones are dropped.
const MOST_WAITING: usize = 8;

/// A link came in; a window may take it.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct LinkArrived;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Arrival {
    /// A record, which may not exist.
    Record {
        /// The record.
        key: RecordKey,
    },
    /// Nothing that may be opened.
    Refused {
        /// Why.
        why: Box<ErrorReply>,
    },
}

/// The links that wait for a window.
#[derive(Default)]
pub struct Links(Mutex<VecDeque<Arrival>>);

impl Links {
    /// The one that waits longest.
    pub fn take(&self) -> Option<Arrival> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.pop_front()
    }

    /// Judges a link and lets it wait.
    pub fn put(&self, text: &str) {
        let arrival = match parse(text) {
            Ok(key) => Arrival::Record { key },
            Err(error) => {
                log::error("link", &error.message);
                let why = Box::new(error.reply());
                Arrival::Refused { why }
            }
        };
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST_WAITING {
            waiting.push_back(arrival);
        }
    }
}

/// Takes a link in: the window that was used last comes to the front and shows where it leads.
pub fn arrive<R: Runtime>(app: &AppHandle<R>, text: &str) {
    app.state::<Links>().put(&cut(text));
    if let Some(window) = crate::windows::in_front(app) {
        // A window manager may refuse any of these; the link is shown all the same.
        let _ = window.unminimize();
        let _ = window.set_focus();
        let _ = LinkArrived.emit_to(app, window.label());
    }
}

#[cfg(unix)]
pub use socket::{hand_over, listen};

/// Other systems give a link to a program of its own, which works on the same registry.
#[cfg(not(unix))]
pub fn hand_over(_: &str) -> bool {
    false
}

/// See [`hand_over`].
#[cfg(not(unix))]
pub fn listen<R: Runtime>(_: &AppHandle<R>) {}

#[cfg(unix)]
mod socket {
    use super::{arrive, cut};
    use crate::{log, places};
    use std::fs::{self, Permissions};
    use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::Path;
    use std::thread;
    use std::time::Duration;
    use tauri::{AppHandle, Runtime};

    /// How long the other side may take for its line.
    const PATIENCE: Duration = Duration::from_secs(2);
    const MOST_BYTES: u64 = 4096;
    const TAKEN: &str = "taken";

    /// Gives a link to the program that runs already; false where none does.
    pub fn hand_over(link: &str) -> bool {
        places::socket().is_some_and(|path| hand_over_at(&path, link))
    }

    pub(super) fn hand_over_at(path: &Path, link: &str) -> bool {
        let handed = || -> std::io::Result<bool> {
            let mut stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            writeln!(stream, "{}", cut(link).replace(['\n', '\r'], " "))?;
            Ok(line(&stream)? == TAKEN)
        };
        handed().unwrap_or(false)
    }

    /// Listens until the program ends, unless another one does.
    pub fn listen<R: Runtime>(app: &AppHandle<R>) {
        let Some(path) = places::socket() else { return };
        match bind(&path) {
            Ok(Some(listener)) => {
                let app = app.clone();
                thread::spawn(move || serve(&listener, |link| arrive(&app, link)));
            }
            Ok(None) => {}
            Err(error) => log::error("link", &format!("links are not received: {error}")),
        }
    }

    /// None where another program listens. What one that was killed has left behind is put away.
    pub(super) fn bind(path: &Path) -> std::io::Result<Option<UnixListener>> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let listener = match UnixListener::bind(path) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                if UnixStream::connect(path).is_ok() {
                    return Ok(None);
                }
                fs::remove_file(path)?;
                UnixListener::bind(path)?
            }
            other => other?,
        };
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        Ok(Some(listener))
    }

    pub(super) fn serve(listener: &UnixListener, mut take: impl FnMut(&str)) {
        for stream in listener.incoming().flatten() {
            let _ = stream.set_read_timeout(Some(PATIENCE));
            let _ = stream.set_write_timeout(Some(PATIENCE));
            if let Ok(link) = line(&stream)
                && !link.is_empty()
            {
                take(&link);
                // Whoever has gone away needs no answer.
                let _ = writeln!(&stream, "{TAKEN}");
            }
        }
    }

    fn line(stream: &UnixStream) -> std::io::Result<String> {
        let mut text = String::new();
        BufReader::new(stream.take(MOST_BYTES)).read_line(&mut text)?;
        Ok(text.trim_end_matches(['\n', '\r']).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_wait_in_order_and_hostile_ones_are_refused() {
        let links = Links::default();
        links.put("baton://registry/agent/triage");
        links.put("baton://registry/agent/../../etc/passwd");
        for _ in 0..100 {
            links.put("baton://registry/team/care");
        }
        let key = RecordKey::new(baton_model::Kind::Agent, "triage");
        assert_eq!(links.take(), Some(Arrival::Record { key }));
        let Some(Arrival::Refused { why }) = links.take() else {
            panic!("the second one is refused");
        };
        assert!(why.message.contains("refused") && !why.message.contains("passwd"));
        assert_eq!(
            std::iter::from_fn(|| links.take()).count(),
            MOST_WAITING - 2
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_handed_to_the_program_that_listens() {
        use std::os::unix::fs::PermissionsExt;
        use std::sync::mpsc;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.socket");
        assert!(!socket::hand_over_at(&path, "baton:x"), "nobody listens");
        // What a killed program leaves: a socket on which nobody listens.
        drop(socket::bind(&path).unwrap());
        assert!(!socket::hand_over_at(&path, "baton:x"));

        let listener = socket::bind(&path).unwrap().unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else may send links");
        assert!(socket::bind(&path).unwrap().is_none(), "only one listens");
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            socket::serve(&listener, |link| {
                let _ = tell.send(link.to_owned());
            });
        });
        // The attempt to bind has connected and said nothing.
        assert!(socket::hand_over_at(
            &path,
            "baton://registry/agent/a\nrm -rf /"
        ));
        assert_eq!(told.recv().unwrap(), "baton://registry/agent/a rm -rf /");
    }
}
