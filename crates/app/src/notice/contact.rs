//! From a team's contact to a way of sending, if there is one.

use baton_model::Contact;
use std::path::PathBuf;
use ureq::http::Uri;

/// How a contact is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A JSON document is posted to a URL.
    Webhook {
        /// The whole URL. Secret: it is never shown.
        url: String,
        /// Where it leads.
        origin: Origin,
    },
    /// A program is run with the notice on its standard input.
    Command(Vec<String>),
    /// A mail is written into a folder.
    MailFolder(PathBuf),
    /// A mail is written into the folder of outgoing mail.
    Mail(String),
}

/// Scheme, host and port of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub secure: bool,
    pub host: String,
    pub port: u16,
}

impl Origin {
    /// Reads `https://host[:port]`, `http://host[:port]` or `host[:port]`, which is `https`.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = if text.contains("://") {
            text.parse().ok()?
        } else {
            format!("https://{text}").parse().ok()?
        };
        Self::of(&uri)
    }

    fn of(uri: &Uri) -> Option<Self> {
        let secure = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = uri.host().filter(|host| !host.is_empty())?;
        let default = if secure { 443 } else { 80 };
        Some(Self {
            secure,
            host: host.to_ascii_lowercase(),
            port: uri.port_u16().unwrap_or(default),
        })
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

impl Address {
    /// Reads a contact; the error says why nothing can be sent there, without the address.
    pub fn of(contact: &Contact) -> Result<Self, String> {
        let address = contact.address.trim();
        match channel(contact).as_str() {
            "webhook" => {
                let uri: Option<Uri> = address.parse().ok();
                let origin = uri.as_ref().and_then(Origin::of);
                let origin = origin.ok_or("its address is no URL with http:// or https://")?;
                Ok(Address::Webhook {
                    url: address.to_owned(),
                    origin,
                })
            }
            "command" => Ok(Address::Command(argv(address)?)),
            "email" | "mail" => match address.strip_prefix("file:") {
                Some(path) => {
                    let path = PathBuf::from(path.strip_prefix("//").unwrap_or(path));
                    let plain = path.is_absolute() && !path.components().any(is_upward);
                    plain
                        .then_some(Address::MailFolder(path))
                        .ok_or_else(|| "its address is no absolute folder after file:".to_owned())
                }
                None if is_mail_address(address) => Ok(Address::Mail(address.to_owned())),
                None => Err("its address is no mail address and no folder after file:".to_owned()),
            },
            _ => {
                Err("nothing is sent over this channel; webhook, email and command are".to_owned())
            }
        }
    }
}

/// Whether something can ever be sent over a contact's channel.
pub(super) fn can_be_sent(contact: &Contact) -> bool {
    ["webhook", "command", "email", "mail"].contains(&channel(contact).as_str())
}

/// A name for a contact that tells it from others and does not give its address away: the channel, and the start of a hash of the address.
pub(super) fn fingerprint(contact: &Contact) -> String {
    let hash = baton_contract::content_hash(&contact.address.as_str().into());
    format!(
        "{} {}",
        crate::record::words::line(&contact.channel),
        &hash[..12]
    )
}

/// A program with its arguments: a JSON array of strings, or the program alone. Nothing is split and no shell is asked.
pub(super) fn argv(text: &str) -> Result<Vec<String>, String> {
    let words: Vec<String> = if text.starts_with('[') {
        serde_json::from_str(text)
            .map_err(|_| "its address is no JSON array of strings".to_owned())?
    } else {
        vec![text.to_owned()]
    };
    let usable = words.first().is_some_and(|program| !program.is_empty())
        && !words.iter().any(|word| word.contains('\0'));
    usable
        .then_some(words)
        .ok_or_else(|| "its address names no program".to_owned())
}

fn channel(contact: &Contact) -> String {
    contact.channel.trim().to_ascii_lowercase()
}

fn is_upward(part: std::path::Component<'_>) -> bool {
    part == std::path::Component::ParentDir
}

/// Whether a text can stand in a header as a mail address: printable ASCII without what has a meaning there.
fn is_mail_address(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_graphic() && !br#"()<>[]:;@\,""#.contains(&b))
    };
    text.len() <= 254
        && text
            .split_once('@')
            .is_some_and(|(local, host)| plain(local) && plain(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(channel: &str, address: &str) -> Result<Address, String> {
        Address::of(&Contact::new(channel.to_owned(), address.to_owned()))
    }

    #[test]
    fn contacts_are_read_by_their_channel() {
        let origin = |text| Origin::parse(text).unwrap();
        assert_eq!(
            address("Webhook", "https://Hooks.example.com/T1?k=v"),
            Ok(Address::Webhook {
                url: "https://Hooks.example.com/T1?k=v".to_owned(),
                origin: origin("hooks.example.com:443")
            })
        );
        assert_eq!(
            address("command", r#"["/bin/page", "--to", "a b"]"#),
            Ok(Address::Command(
                ["/bin/page", "--to", "a b"].map(str::to_owned).to_vec()
            ))
        );
        assert_eq!(
            address("command", "/bin/page --to me"),
            Ok(Address::Command(vec!["/bin/page --to me".to_owned()])),
            "nothing is split"
        );
        assert_eq!(
            address("email", "file:/var/mail/out/"),
            Ok(Address::MailFolder("/var/mail/out/".into()))
        );
        assert_eq!(
            address("email", "care@example.com"),
            Ok(Address::Mail("care@example.com".to_owned()))
        );
        for (channel, bad) in [
            ("webhook", "hooks.example.com"),
            ("webhook", "file:///etc/passwd"),
            ("webhook", "https://a\r\nHost: b/"),
            ("command", "[1]"),
            ("command", "[]"),
            ("command", ""),
            ("email", "file:relative"),
            ("email", "file:/var/../etc"),
            ("email", "a@b\r\nBcc: c@d"),
            ("email", "Care <care@example.com>"),
            ("slack", "#care"),
        ] {
            let refused = address(channel, bad).unwrap_err();
            assert!(
                bad.is_empty() || !refused.contains(bad),
                "{bad:?} is not repeated: {refused}"
            );
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let origin = |text| Origin::parse(text).map(|origin| origin.to_string());
        for (text, expected) in [
            ("hooks.example.com", Some("https://hooks.example.com:443")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("https://user:secret@Host/x", Some("https://host:443")),
            ("http://[::1]:9/", Some("http://[::1]:9")),
            ("ftp://host", None),
            ("", None),
        ] {
            assert_eq!(origin(text).as_deref(), expected, "{text}");
        }
    }
}
