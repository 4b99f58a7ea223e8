//! Passwords of servers: in the system's keychain, and nowhere else. None is ever logged, shown or written into a file.

use crate::log;
use baton_place::Place;
use std::sync::Arc;
use std::time::Duration;
use tauri::async_runtime::spawn_blocking;
use tokio::time::timeout;

/// The name under which entries of Baton stand in a keychain.
const SERVICE: &str = "baton";

/// A keychain may ask its owner to unlock it; one that nobody unlocks for so long has no password.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where passwords are kept, by the server and the user ([`baton_place::Address::account`]).
pub trait Passwords: Send + Sync {
    /// The password of an account; none where none is kept, or where nothing can be read.
    fn find(&self, account: &str) -> Option<String>;
    /// Keeps a password.
    fn keep(&self, account: &str, password: &str) -> Result<(), &'static str>;
}

/// The system's keychain.
pub struct Keychain;

impl Passwords for Keychain {
    fn find(&self, account: &str) -> Option<String> {
        // A machine without a keychain keeps no passwords.
        let entry = keyring::Entry::new(SERVICE, account).ok()?;
        entry.get_password().ok()
    }

    fn keep(&self, account: &str, password: &str) -> Result<(), &'static str> {
        let entry = keyring::Entry::new(SERVICE, account);
        let kept = entry.and_then(|entry| entry.set_password(password));
        // The system's own words could repeat what was to be kept.
        kept.map_err(|_| "this machine has no keychain that can be opened")
    }
}

/// Keeps nothing.
#[cfg(test)]
pub struct Nowhere;

#[cfg(test)]
impl Passwords for Nowhere {
    fn find(&self, _: &str) -> Option<String> {
        None
    }

    fn keep(&self, _: &str, _: &str) -> Result<(), &'static str> {
        Err("nothing is kept")
    }
}

/// A place with the password that is kept for it, unless it has one of its own.
pub async fn with_kept(passwords: &Arc<dyn Passwords>, place: Place) -> Place {
    let Place::Server(address) = place else {
        return place;
    };
    if address.has_password() {
        return Place::Server(address);
    }
    let (passwords, account) = (Arc::clone(passwords), address.account());
    let found = timeout(PATIENCE, spawn_blocking(move || passwords.find(&account))).await;
    match found {
        Ok(Ok(Some(password))) => Place::Server(Box::new(address.with_password(&password))),
        _ => Place::Server(address),
    }
}

/// Keeps the password that let somebody in. Where that fails the log says so, and it is asked for the next time.
pub async fn keep(passwords: &Arc<dyn Passwords>, account: String, password: String) {
    let passwords = Arc::clone(passwords);
    let kept = spawn_blocking(move || passwords.keep(&account, &password)).await;
    if let Ok(Err(why)) = kept {
        log::error("keychain", &format!("nothing was kept: {why}"));
    }
}
