//! A wire between a client and a server that breaks where a test says.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    ToServer,
    FromServer,
}

/// Where the wire breaks next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// Instead of the n-th message that way, counted from 1.
    At(Way, usize),
    /// Instead of telling the server to keep a transaction.
    BeforeCommit,
    /// After that, before the answer.
    AfterCommit,
}

/// What the wire does.
#[derive(Debug, Default)]
struct State {
    next: Option<Break>,
    seen: usize,
    /// No connection comes about, and those that stand break.
    down: bool,
    /// Once it has broken, no other connection comes about.
    stays_down: bool,
    /// Connections stand, and nothing goes through.
    silent: bool,
}

/// The wire.
pub struct Wire {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl Wire {
    /// A wire to a server on this machine.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::default(),
        };
        let state = Arc::clone(&wire.state);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if !state.lock().unwrap().down {
                    connect(client, port, &state).await;
                }
            }
        });
        wire
    }

    /// Breaks once, there; `stays_down` until it is mended.
    pub fn break_at(&self, next: Break, stays_down: bool) {
        *self.state() = State {
            next: Some(next),
            stays_down,
            ..State::default()
        };
    }

    /// Lets nothing through, and breaks no connection.
    pub fn fall_silent(&self) {
        self.state().silent = true;
    }

    /// Makes it whole; whether it broke.
    pub fn mend(&self) -> bool {
        let was = std::mem::take(&mut *self.state());
        was.next.is_none()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn connect(client: TcpStream, port: u16, state: &Arc<Mutex<State>>) {
    let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    for stream in [&client, &server] {
        stream.set_nodelay(true).unwrap();
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let broken = watch::Sender::new(false);
    for (way, from, to) in [
        (Way::ToServer, from_client, to_server),
        (Way::FromServer, from_server, to_client),
    ] {
        tokio::spawn(carry(way, from, to, Arc::clone(state), broken.clone()));
    }
}

async fn carry(
    way: Way,
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    state: Arc<Mutex<State>>,
    broken: watch::Sender<bool>,
) {
    let mut other = broken.subscribe();
    let mut bytes = vec![0; 1 << 16];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => read,
            _ = other.wait_for(|broken| *broken) => return,
        };
        let Ok(count @ 1..) = read else {
            broken.send_replace(true);
            return;
        };
        let message = &bytes[..count];
        let (goes_on, breaks) = decide(way, message, &state);
        if goes_on && to.write_all(message).await.is_err() || breaks {
            broken.send_replace(true);
            return;
        }
    }
}

/// Whether a message goes on, and whether the wire breaks then.
fn decide(way: Way, message: &[u8], state: &Mutex<State>) -> (bool, bool) {
    let mut state = state.lock().unwrap();
    if state.silent || state.down {
        return (false, state.down);
    }
    let is_commit = way == Way::ToServer && message.windows(6).any(|part| part == b"COMMIT");
    let goes_on = match state.next {
        Some(Break::At(there, nth)) if there == way => {
            state.seen += 1;
            if state.seen < nth {
                return (true, false);
            }
            false
        }
        Some(Break::BeforeCommit) if is_commit => false,
        Some(Break::AfterCommit) if is_commit => true,
        _ => return (true, false),
    };
    state.next = None;
    state.down = state.stays_down;
    (goes_on, true)
}
