//! What the local user allows notices to do. A registry is shared, and whoever writes into it could name a program or a server; so the
//! registry's word alone runs nothing, calls nobody and writes nowhere.

use super::contact::{Address, Origin, argv};
use crate::files::{inside, read_bounded};
use crate::{AppError, ErrorCode};
use baton_model::Contact;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where notices may go.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    hosts: Vec<Origin>,
    commands: Vec<Vec<String>>,
    folders: Vec<PathBuf>,
    mail_folder: Option<PathBuf>,
}

/// Where notices may go, in the words of a person: on the command line, or in the file `notices.json`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AllowedWords {
    /// `host`, `host:port`, or `http://host:port` where it has to be without encryption.
    pub hosts: Vec<String>,
    /// Programs with all their arguments, each as a JSON array of strings, or a program without any.
    pub commands: Vec<String>,
    /// Folders that mail files may be written into, and the folders in them.
    pub folders: Vec<PathBuf>,
    /// Where mail to addresses is written; without it no such mail is.
    pub mail_folder: Option<PathBuf>,
}

/// What is done for one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Post to a URL.
    Post(String),
    /// Run a program.
    Run(Vec<String>),
    /// Write a mail file, to an address or to whoever reads the folder.
    Write { folder: PathBuf, to: Option<String> },
}

/// The file in the user's settings folder that says what is allowed on this machine.
pub fn default_path() -> Option<PathBuf> {
    directories::ProjectDirs::from("dev", "baton", "Baton")
        .map(|folders| folders.config_dir().join("notices.json"))
}

impl AllowedWords {
    /// Reads a file; `None` reads the one in the settings folder, where there is one.
    pub fn read(path: Option<&Path>) -> Result<Self, AppError> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => match default_path().filter(|path| path.exists()) {
                Some(path) => path,
                None => return Ok(Self::default()),
            },
        };
        serde_json::from_slice(&read_bounded(&path)?).map_err(|error| {
            AppError::new(
                ErrorCode::InvalidFile,
                format!("{}: {error}", path.display()),
                r#"write {"hosts": [..], "commands": [..], "folders": [..], "mail_folder": ".."}"#,
            )
        })
    }

    /// Both together; the mail folder of `more` wins.
    #[must_use]
    pub fn with(mut self, more: Self) -> Self {
        self.hosts.extend(more.hosts);
        self.commands.extend(more.commands);
        self.folders.extend(more.folders);
        self.mail_folder = more.mail_folder.or(self.mail_folder);
        self
    }

    /// Understands the words; the first that cannot be understood is an error.
    pub fn understood(self) -> Result<Allowed, AppError> {
        let wrong =
            |message: String, hint: &str| AppError::new(ErrorCode::InvalidInput, message, hint);
        let hosts = self.hosts.iter().map(|text| {
            Origin::parse(text).ok_or_else(|| {
                wrong(
                    format!("{text:?} is no host"),
                    "write a host, host:port, or http://host:port where it has to be without encryption",
                )
            })
        });
        let commands = self.commands.iter().map(|text| {
            argv(text).map_err(|_| {
                wrong(
                    format!("{text:?} is no program"),
                    r#"write a program, or a JSON array with its arguments: ["/usr/bin/page", "--team", "care"]"#,
                )
            })
        });
        Ok(Allowed {
            hosts: hosts.collect::<Result<_, _>>()?,
            commands: commands.collect::<Result<_, _>>()?,
            folders: self.folders.iter().map(|path| absolute(path)).collect(),
            mail_folder: self.mail_folder.as_deref().map(absolute),
        })
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl Allowed {
    /// What may be done for a contact; the error says why nothing is, and what would change that. It never holds a secret of the address.
    pub(super) fn way(&self, contact: &Contact) -> Result<Way, String> {
        match Address::of(contact)? {
            Address::Webhook { url, origin } if self.hosts.contains(&origin) => Ok(Way::Post(url)),
            Address::Webhook { origin, .. } => Err(format!(
                "this machine does not call {origin}; --allow-host {origin} lets it"
            )),
            Address::Command(argv) if self.commands.contains(&argv) => Ok(Way::Run(argv)),
            Address::Command(argv) => Err(format!(
                "this machine does not run {} with {} arguments; --allow-command with exactly the contact's address lets it",
                argv.first().map_or("", String::as_str),
                argv.len() - 1
            )),
            Address::MailFolder(folder) => self
                .folder(&folder)
                .map(|folder| Way::Write { folder, to: None }),
            Address::Mail(to) => match &self.mail_folder {
                Some(folder) => Ok(Way::Write {
                    folder: folder.clone(),
                    to: Some(to),
                }),
                None => Err(
                    "this machine has no folder for outgoing mail; --mail-folder names one"
                        .to_owned(),
                ),
            },
        }
    }

    /// A folder that is one of the allowed ones or lies in one, reached without a link.
    fn folder(&self, wanted: &Path) -> Result<PathBuf, String> {
        for root in &self.folders {
            let Ok(below) = wanted.strip_prefix(root) else {
                continue;
            };
            if below.as_os_str().is_empty() {
                return Ok(root.clone());
            }
            if let Some(below) = below.to_str()
                && let Ok(folder) = inside(root, below)
            {
                return Ok(folder);
            }
        }
        Err("this machine writes no mail into the folder that the contact names; --allow-folder with that folder lets it".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(allowed: &AllowedWords, channel: &str, address: &str) -> Result<Way, String> {
        let contact = Contact::new(channel.to_owned(), address.to_owned());
        allowed.clone().understood().unwrap().way(&contact)
    }

    #[test]
    fn the_registrys_word_alone_does_nothing() {
        let nothing = AllowedWords::default();
        for (channel, address) in [
            ("webhook", "https://hooks.example.com/secret"),
            ("command", "/bin/true"),
            ("email", "file:/tmp"),
            ("email", "care@example.com"),
        ] {
            let held = way(&nothing, channel, address).unwrap_err();
            assert!(held.contains("--") && !held.contains("secret"), "{held}");
        }
    }

    #[test]
    fn what_is_allowed_is_exactly_that() {
        let allowed = AllowedWords {
            hosts: vec![
                "hooks.example.com".to_owned(),
                "http://127.0.0.1:80".to_owned(),
            ],
            commands: vec![r#"["/bin/page","care"]"#.to_owned(), "/bin/ring".to_owned()],
            folders: vec!["/var/mail/baton".into()],
            mail_folder: Some("/var/mail/out".into()),
        };
        for (channel, address, expected) in [
            ("webhook", "https://hooks.example.com/x", true),
            ("webhook", "https://hooks.example.com:8443/x", false),
            ("webhook", "http://hooks.example.com/x", false),
            ("webhook", "https://hooks.example.com.evil.example/x", false),
            ("webhook", "https://hooks.example.com@evil.example/x", false),
            ("webhook", "http://127.0.0.1/x", true),
            ("webhook", "https://127.0.0.1/x", false),
            ("command", r#"["/bin/page", "care"]"#, true),
            ("command", r#"["/bin/page", "care", "-rf"]"#, false),
            ("command", "/bin/page", false),
            ("command", r#"["/bin/ring"]"#, true),
            ("email", "file:/var/mail/baton/", true),
            ("email", "file:///var/mail/baton/care", true),
            ("email", "file:/var/mail/batons", false),
            ("email", "file:/var/mail", false),
            ("email", "care@example.com", true),
            ("phone", "+49 1", false),
        ] {
            assert_eq!(
                way(&allowed, channel, address).is_ok(),
                expected,
                "{channel} {address}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_out_of_an_allowed_folder() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), root.path().join("out")).unwrap();
        let allowed = AllowedWords {
            folders: vec![root.path().to_owned()],
            ..AllowedWords::default()
        };
        let into = |name: &str| {
            way(
                &allowed,
                "email",
                &format!("file:{}", root.path().join(name).display()),
            )
        };
        assert!(into("in").is_ok());
        assert!(into("out").is_err());
    }
}
