//! The checksum that every stored record carries, so that a flipped bit names its row.

use sha2::{Digest, Sha256};

/// The first 16 bytes, in hex, of SHA-256 over kind, id, revision and JSON text, each
/// preceded by its length in bytes (64 bits, big endian).
pub fn record(kind: &str, id: &str, revision: u32, json: &str) -> String {
    let mut digest = Sha256::new_with_prefix(b"baton record 1");
    for part in [
        kind.as_bytes(),
        id.as_bytes(),
        &revision.to_be_bytes(),
        json.as_bytes(),
    ] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    hex::encode(&digest.finalize()[..16])
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_part_counts_and_none_runs_into_the_next() {
        let base = super::record("agent", "a", 1, "{}");
        assert_eq!(base.len(), 32);
        for other in [
            super::record("agen", "ta", 1, "{}"),
            super::record("agent", "b", 1, "{}"),
            super::record("agent", "a", 2, "{}"),
            super::record("agent", "a", 1, "{ }"),
        ] {
            assert_ne!(base, other);
        }
    }
}
