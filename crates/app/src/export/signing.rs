//! Signing agent cards: a JSON Web Signature (ES256) over the canonical card, with a key from a file or the system's keychain.
//!
//! The key stays in this module. No error and no report shows anything of it, and equal cards get equal signatures (RFC 6979).

use crate::files::read_bounded;
use crate::{AppError, ErrorCode};
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::DecodePrivateKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// The name under which keys of Baton stand in a keychain.
const SERVICE: &str = "baton";

/// Where the key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A PEM file.
    File(PathBuf),
    /// An entry of the system's keychain: service `baton`, this user name, the PEM as password.
    Keychain(String),
}

impl KeySource {
    /// Reads `keychain:NAME`, or the path of a file.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix("keychain:") {
            Some(name) => Self::Keychain(name.to_owned()),
            None => Self::File(PathBuf::from(text)),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Keychain(name) => format!("{name:?} in the keychain"),
        }
    }

    fn pem(&self) -> Result<String, AppError> {
        match self {
            Self::File(path) => {
                let bytes = read_bounded(path)?;
                String::from_utf8(bytes).map_err(|_| self.unusable("is no text"))
            }
            Self::Keychain(name) => keychain(name),
        }
    }

    fn unusable(&self, why: &str) -> AppError {
        let mut error = AppError::new(
            ErrorCode::InvalidFile,
            format!("the key {} {why}", self.shown()),
            "nothing was written",
        );
        error.hints.push(
            "a PEM file with a P-256 private key is needed: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem`"
                .to_owned(),
        );
        error
    }
}

fn keychain(name: &str) -> Result<String, AppError> {
    let entry = keyring::Entry::new(SERVICE, name);
    entry.and_then(|entry| entry.get_password()).map_err(|error| {
        let (code, what, hint) = match error {
            keyring::Error::NoEntry => (
                ErrorCode::NotFound,
                format!("the keychain has no entry {name:?} of the service {SERVICE:?}"),
                "store the PEM of the key there, with the service as given and the name as user",
            ),
            _ => (
                ErrorCode::Io,
                "this machine has no keychain that can be opened".to_owned(),
                "a machine without a desktop session has none: give the key as a file, --sign-key FILE",
            ),
        };
        // The system's own words could repeat what is in the entry; they are left out.
        let mut error = AppError::new(code, what, "nothing was written");
        error.hints.push(hint.to_owned());
        error
    })
}

/// A key that signs cards.
pub(super) struct CardKey {
    key: SigningKey,
    id: String,
}

impl CardKey {
    pub(super) fn read(source: &KeySource) -> Result<Self, AppError> {
        let pem = source.pem()?;
        let secret = SecretKey::from_pkcs8_pem(&pem)
            .ok()
            .or_else(|| SecretKey::from_sec1_pem(&pem).ok())
            .ok_or_else(|| source.unusable("is no P-256 private key in PEM"))?;
        let point = secret.public_key().to_encoded_point(false);
        let half = |half: Option<&[u8]>| base64url(half.unwrap_or_default());
        let (x, y) = (
            half(point.x().map(AsRef::as_ref)),
            half(point.y().map(AsRef::as_ref)),
        );
        // The thumbprint of the public key (RFC 7638), by which a verifier finds it among others.
        let thumbprint = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        Ok(Self {
            key: SigningKey::from(&secret),
            id: base64url(&Sha256::digest(thumbprint)),
        })
    }

    /// The signature of a card, as it stands in its `signatures`.
    pub(super) fn sign(&self, card: &Value) -> Result<Value, AppError> {
        let canonical = serde_json_canonicalizer::to_vec(card).map_err(|error| {
            AppError::new(
                ErrorCode::Internal,
                format!("a card has no canonical form: {error}"),
                "nothing was written",
            )
        })?;
        let header = json!({"alg": "ES256", "kid": self.id, "typ": "JOSE"});
        let protected = base64url(header.to_string().as_bytes());
        let signed = format!("{protected}.{}", base64url(&canonical));
        let signature: Signature = self.key.sign(signed.as_bytes());
        Ok(json!({"protected": protected, "signature": base64url(&signature.to_bytes())}))
    }
}

/// Base 64 with the letters of addresses and without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let padded = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or_default()));
        let bits = padded[0] << 16 | padded[1] << 8 | padded[2];
        for place in 0..=chunk.len() {
            let index = bits >> (18 - 6 * place) & 63;
            out.push(char::from(LETTERS[index as usize]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;

    fn key() -> (tempfile::TempDir, KeySource) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        let secret = SecretKey::from_slice(&[7; 32]).unwrap();
        let pem = secret.to_sec1_pem(p256::pkcs8::LineEnding::LF).unwrap();
        std::fs::write(&path, pem.as_bytes()).unwrap();
        (folder, KeySource::File(path))
    }

    #[test]
    fn letters_of_addresses() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("?>~", "Pz5-"),
        ] {
            assert_eq!(base64url(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn equal_cards_get_equal_signatures_that_verify() {
        let (_folder, source) = key();
        let key = CardKey::read(&source).unwrap();
        let card = json!({"b": 1.0, "a": "\u{e9}"});
        let first = key.sign(&card).unwrap();
        assert_eq!(first, CardKey::read(&source).unwrap().sign(&card).unwrap());
        assert_ne!(first, key.sign(&json!({"a": "\u{e9}"})).unwrap());
        let verifying = VerifyingKey::from(&key.key);
        let signed = format!(
            "{}.{}",
            first["protected"].as_str().unwrap(),
            base64url("{\"a\":\"\u{e9}\",\"b\":1}".as_bytes())
        );
        let signature: Signature = key.key.sign(signed.as_bytes());
        verifying.verify(signed.as_bytes(), &signature).unwrap();
        assert_eq!(first["signature"], base64url(&signature.to_bytes()));
    }

    #[test]
    fn a_key_that_is_none_is_told_and_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        std::fs::write(
            &path,
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
        )
        .unwrap();
        let error = CardKey::read(&KeySource::File(path)).err().unwrap();
        assert_eq!(error.code, ErrorCode::InvalidFile);
        assert!(!format!("{error:?}{error}").contains("c2VjcmV0"));
    }

    #[test]
    fn sources_are_told_apart() {
        assert_eq!(
            KeySource::parse("keychain:cards"),
            KeySource::Keychain("cards".to_owned())
        );
        assert_eq!(
            KeySource::parse("key.pem"),
            KeySource::File("key.pem".into())
        );
    }
}
