//! The body of the fuzz target over seeded bytes, so that every run of the tests fuzzes a little.

use crate::compare_bytes;
use std::thread::Builder;

/// `SplitMix64`.
fn bytes_of(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    (0..length)
        .map(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (mixed ^ (mixed >> 31)) as u8
        })
        .collect()
}

#[test]
fn answers_stand_against_the_validator_whatever_the_bytes() {
    let rounds: u64 = std::env::var("BATON_FUZZ_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(1500);
    let work = move || {
        for seed in 0..rounds {
            compare_bytes::check(&bytes_of(seed, 400));
        }
    };
    let thread = Builder::new().stack_size(256 << 20).spawn(work).unwrap();
    assert!(thread.join().is_ok());
}

#[test]
fn texts_are_read_as_two_schemas() {
    for text in [
        "\0{\"type\":\"integer\"}\0{\"type\":\"number\"}",
        "\0{\"$ref\":\"#\"}\0false",
        "\0{\"not\":{\"$ref\":\"#\"}}\0true",
        "\0[]\0{}",
        "\0",
        "",
    ] {
        compare_bytes::check(text.as_bytes());
    }
}
