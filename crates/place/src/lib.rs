//! Where a registry is, a file or a schema of a server's database, and how it is opened.

use baton_store::{OpenOptions, RegistryStore, StoreError};
use baton_store_sqlite::SqliteStore;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::path::{Path, PathBuf};

pub use baton_store_postgres::{Address, Grant, PostgresStore, Role, RoleError, Roles};

/// Where a registry is. It is shown and written down without any password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A schema of a server's database.
    Server(Box<Address>),
}

impl Place {
    /// Reads an address where the text begins as one, and else a path.
    ///
    /// # Errors
    /// An address that cannot be read, without its password.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        if Address::is_meant(text) {
            Ok(Self::Server(Box::new(Address::parse(text)?)))
        } else {
            Ok(Self::File(PathBuf::from(text)))
        }
    }

    /// The path of a file.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server(_) => None,
        }
    }

    /// Opens the registry, or makes one where `options` say so.
    ///
    /// # Errors
    /// As of [`SqliteStore::open`] and [`PostgresStore::open`].
    pub async fn open(&self, options: OpenOptions) -> Result<Box<dyn RegistryStore>, StoreError> {
        Ok(match self {
            Self::File(path) => Box::new(SqliteStore::open(path, options).await?),
            Self::Server(address) => {
                Box::new(PostgresStore::open((**address).clone(), options).await?)
            }
        })
    }
}

impl From<PathBuf> for Place {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Server(address) => write!(f, "{address}"),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::File(path) => path.serialize(serializer),
            Self::Server(address) => address.to_string().serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_down_without_its_password() {
        let server =
            Place::parse("postgres://ana:s3cret@db.example.org/desk?sslmode=require&schema=care")
                .unwrap();
        let written = serde_json::to_string(&server).unwrap();
        assert!(!written.contains("s3cret"), "{written}");
        assert!(written.contains("sslmode=require"), "{written}");
        let file = Place::parse("support.baton").unwrap();
        for place in [server, file] {
            let text = serde_json::to_string(&place).unwrap();
            let read: Place = serde_json::from_str(&text).unwrap();
            assert_eq!(read.to_string(), place.to_string());
            assert_eq!(read, place);
        }
        assert!(serde_json::from_str::<Place>("\"postgres://\\u0000\"").is_err());
    }
}
