//! `postgres://user@host:port/database?schema=baton`: where a shared registry is.

use baton_store::StoreError;
use percent_encoding::percent_decode_str;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// The schema that a registry is in when its address names none.
const SCHEMA: &str = "baton";

/// Where a shared registry is. It is shown without its password.
#[derive(Clone)]
pub struct Address {
    pub(crate) options: PgConnectOptions,
    pub(crate) schema: String,
    /// What else the address says, such as `sslmode=require`; no password.
    settings: Vec<String>,
    has_password: bool,
}

impl Address {
    /// Whether a text is meant as an address of a server.
    pub fn is_meant(text: &str) -> bool {
        ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
    }

    /// Whether it says a password.
    pub fn has_password(&self) -> bool {
        self.has_password
    }

    /// The same with a password that was asked for, or that a keychain holds.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.options = self.options.password(password);
        self.has_password = true;
        self
    }

    /// The server and the user, under which a keychain holds the password: schemas of one database share it.
    pub fn account(&self) -> String {
        let (user, host) = (self.options.get_username(), self.options.get_host());
        let database = self.options.get_database().unwrap_or(user);
        format!(
            "postgres://{user}@{host}:{}/{database}",
            self.options.get_port()
        )
    }

    /// Reads an address. Connections to other machines are encrypted, and their certificates checked, unless `sslmode` says otherwise.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let wrong = |reason: String| StoreError::NotARegistry {
            // Any part of what cannot be read may be a password.
            path: PathBuf::from("the address"),
            reason,
        };
        if !Self::is_meant(text) {
            return Err(wrong("an address begins with postgres://".to_owned()));
        }
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let (own, rest): (Vec<&str>, Vec<&str>) = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .partition(|pair| pair.starts_with("schema="));
        let schema = match own.last() {
            Some(pair) => percent_decode_str(&pair["schema=".len()..])
                .decode_utf8()
                .map_err(|error| wrong(error.to_string()))?
                .into_owned(),
            None => SCHEMA.to_owned(),
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if schema.is_empty() || schema.len() > 63 || !schema.chars().all(plain) {
            return Err(wrong(format!(
                "{schema:?} is no name for a schema: lower-case letters, digits and _ alone"
            )));
        }
        let url = format!("{base}?{}", rest.join("&"));
        let mut options =
            PgConnectOptions::from_str(&url).map_err(|error| wrong(error.to_string()))?;
        let says = |name: &str| rest.iter().any(|pair| pair.starts_with(name));
        if !says("sslmode=") && !says("ssl-mode=") && !is_local(&options) {
            options = options.ssl_mode(PgSslMode::VerifyFull);
        }
        let options = options
            .application_name("baton")
            .options([("search_path", schema.as_str())]);
        let userinfo = base
            .split("://")
            .nth(1)
            .and_then(|rest| rest.rsplit_once('@'));
        let has_password =
            userinfo.is_some_and(|(user, _)| user.contains(':')) || says("password=");
        let settings = rest
            .into_iter()
            .filter(|pair| !pair.starts_with("password="));
        Ok(Self {
            options,
            schema,
            settings: settings.map(ToOwned::to_owned).collect(),
            has_password,
        })
    }
}

fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.account())?;
        let schema = (self.schema != SCHEMA).then(|| format!("schema={}", self.schema));
        for (at, pair) in schema.iter().chain(&self.settings).enumerate() {
            write!(f, "{}{pair}", if at == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

impl PartialEq for Address {
    /// Whether they lead to the same registry in the same way, with whatever password.
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for Address {}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address =
            Address::parse("postgres://ana:s3cret%40@127.0.0.1:5433/desk?schema=care").unwrap();
        assert_eq!(
            address.to_string(),
            "postgres://ana@127.0.0.1:5433/desk?schema=care"
        );
        assert!(!format!("{address:?}").contains("s3cret"));
        let same = Address::parse(&address.to_string()).unwrap();
        assert_eq!(same, address);
        assert!(address.has_password() && !same.has_password());
        assert!(same.with_password("s3cret").has_password());
        let set = Address::parse("postgres://ana@db/desk?sslmode=require&password=s3cret&schema=x")
            .unwrap();
        assert_eq!(
            set.to_string(),
            "postgres://ana@db:5432/desk?schema=x&sslmode=require"
        );
        assert_eq!(set.account(), "postgres://ana@db:5432/desk");
        let plain = Address::parse("postgresql://ana@localhost/desk").unwrap();
        assert_eq!(plain.to_string(), "postgres://ana@localhost:5432/desk");
    }

    #[test]
    fn other_machines_are_spoken_to_in_secret() {
        let mode =
            |text: &str| format!("{:?}", Address::parse(text).unwrap().options.get_ssl_mode());
        assert_eq!(mode("postgres://ana@db.example.org/desk"), "VerifyFull");
        assert_eq!(mode("postgres://ana@10.0.0.7/desk"), "VerifyFull");
        assert_eq!(
            mode("postgres://ana@10.0.0.7/desk?sslmode=disable"),
            "Disable"
        );
        for local in ["localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(
                mode(&format!("postgres://ana@{local}/desk")),
                "Prefer",
                "{local}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_its_password() {
        for text in [
            "file.baton",
            "postgres://ana:s3cret@host/desk?schema=Odd-Name",
            "postgres://ana:s3cret@host/desk?schema=",
            "postgres://ana:s3cret@host:port/desk",
            "postgres://ana:s3cret",
            "postgres://ana@host/desk?password=s3cret&schema=Odd-Name",
        ] {
            let refused = Address::parse(text).unwrap_err().to_string();
            assert!(!refused.contains("s3cret"), "{refused}");
        }
    }
}
