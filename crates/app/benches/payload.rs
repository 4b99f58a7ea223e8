//! Payloads checked: `cargo bench -p baton-app --bench payload`.
//!
//! 40,000 payloads of about 1.4 KB with formats, one in a hundred of them wrong, as JSON lines. The first rows are the yardstick: one thread that
//! parses with `serde_json` and validates with the `jsonschema` crate, formats asserted. `scripts/bench-payload.mjs` measures ajv on the same
//! file in the same run; the file stands in the folder that `BATON_PAYLOADS` names. An item is a payload.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

use baton_app::contract::payload::check_stream;
use baton_contract::{Boundary, Form};
use baton_model::{ContractId, ContractVersion, ContractVersionId, Invariant, Json, Version};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use serde_json::{Value, json};
use std::io::Cursor;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

const PAYLOADS: usize = 40_000;

static SCHEMA: LazyLock<Value> = LazyLock::new(schema);
static LINES: LazyLock<Vec<u8>> = LazyLock::new(lines);

fn main() {
    if let Some(folder) = std::env::var_os("BATON_PAYLOADS").map(PathBuf::from) {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("schema.json"), SCHEMA.to_string()).unwrap();
        std::fs::write(folder.join("lines.jsonl"), LINES.as_slice()).unwrap();
    }
    let validator = yardstick();
    let texts = LINES
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let accepted = texts
        .filter(|line| validator.is_valid(&serde_json::from_slice(line).unwrap()))
        .count();
    let mut out = Vec::new();
    let stream = Cursor::new(LINES.as_slice());
    let summary = check_stream(&boundary(&[]), stream, &mut out, all()).unwrap();
    assert_eq!(summary.accepted, accepted as u64);
    eprintln!("accepted: {accepted} of {PAYLOADS}");
    divan::main();
}

fn schema() -> Value {
    let text = |most: u32| json!({"type": "string", "minLength": 1, "maxLength": most});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["order", "customer", "amount", "currency", "lines", "requested_at"],
        "additionalProperties": false,
        "properties": {
            "order": {"type": "string", "pattern": "^ORD-[0-9]{6}$"},
            "currency": {"enum": ["EUR", "USD", "GBP", "CHF"]},
            "amount": {"type": "number", "exclusiveMinimum": 0, "maximum": 100_000},
            "requested_at": {"type": "string", "format": "date-time"},
            "channel": {"enum": ["voice", "chat", "email"]},
            "reason": text(500),
            "customer": {
                "type": "object",
                "required": ["id", "email"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "email": {"type": "string", "format": "email"},
                    "name": text(80),
                    "birthday": {"type": "string", "format": "date"},
                    "profile": {"type": "string", "format": "uri"},
                    "address": {"$ref": "#/$defs/address"}
                }
            },
            "lines": {
                "type": "array",
                "minItems": 1,
                "maxItems": 20,
                "items": {
                    "type": "object",
                    "required": ["sku", "quantity", "price"],
                    "additionalProperties": false,
                    "properties": {
                        "sku": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
                        "title": text(120),
                        "quantity": {"type": "integer", "minimum": 1, "maximum": 99},
                        "price": {"type": "number", "minimum": 0},
                        "tags": {"type": "array", "items": text(20), "uniqueItems": true}
                    }
                }
            }
        },
        "$defs": {
            "address": {
                "type": "object",
                "required": ["street", "city", "country"],
                "properties": {"street": text(80), "city": text(40), "postcode": text(10), "country": {"type": "string", "pattern": "^[A-Z]{2}$"}}
            }
        }
    })
}

fn lines() -> Vec<u8> {
    let mut out = Vec::new();
    for n in 0..PAYLOADS {
        let lines: Vec<Value> = (0..5)
            .map(|line| {
                json!({
                    "sku": format!("ABC-{:04}", (n * 7 + line) % 10_000), "title": format!("A thing that somebody ordered, number {line} of five"),
                    "quantity": (n + line) % 9 + 1, "price": number(n % 997) / 4.0 + 0.5, "tags": ["new", "fragile", format!("batch-{}", n % 50)]
                })
            })
            .collect();
        let payload = json!({
            "order": format!("ORD-{n:06}"), "currency": pick(&["EUR", "USD", "GBP", "CHF"], n), "amount": number(n % 5000) + 0.25,
            "requested_at": format!("2026-{:02}-{:02}T09:{:02}:00Z", n % 12 + 1, n % 28 + 1, n % 60), "channel": pick(&["voice", "chat", "email"], n),
            "reason": "The parcel arrived after the customer had left, and the \"fragile\" side faced down. Né à Genève.",
            // One in a hundred is wrong.
            "customer": {"id": format!("6f1c2d3e-4b5a-4c6d-8e7f-{n:012}"), "email": if n % 100 == 99 { "nowhere".to_owned() } else { format!("customer{n}@example.org") },
                "name": "Ana María Example", "birthday": "1984-02-29", "profile": format!("https://example.org/customers/{n}"),
                "address": {"street": "1 Example Street", "city": "Exampleton", "postcode": "12345", "country": "NL"}},
            "lines": lines
        });
        out.extend(payload.to_string().into_bytes());
        out.push(b'\n');
    }
    out
}

fn pick(words: &[&'static str], n: usize) -> &'static str {
    words[n % words.len()]
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

fn yardstick() -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&SCHEMA)
        .unwrap()
}

fn boundary(invariants: &[Invariant]) -> Arc<Boundary> {
    let mut version = ContractVersion::new(
        ContractVersionId::new("refund@1.0.0").unwrap(),
        ContractId::new("refund").unwrap(),
        Version::new("1.0.0").unwrap(),
    );
    version.payload_schema = Json(SCHEMA.clone());
    version.invariants = invariants.to_vec();
    Arc::new(Boundary::of(&version, None, Form::Detect).unwrap())
}

fn all() -> NonZero<usize> {
    std::thread::available_parallelism().unwrap()
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn yardstick_serde_json_alone(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(PAYLOADS)).bench_local(|| {
        for line in LINES
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            black_box(serde_json::from_slice::<Value>(line).unwrap());
        }
    });
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn yardstick_serde_json_and_jsonschema(bencher: Bencher<'_, '_>) {
    let validator = yardstick();
    bencher.counter(ItemsCount::new(PAYLOADS)).bench_local(|| {
        let lines = LINES
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        lines
            .filter(|line| validator.is_valid(&serde_json::from_slice(line).unwrap()))
            .count()
    });
}

fn run(bencher: Bencher<'_, '_>, boundary: &Arc<Boundary>, workers: NonZero<usize>) {
    let mut out = Vec::with_capacity(LINES.len());
    bencher.counter(ItemsCount::new(PAYLOADS)).bench_local(|| {
        out.clear();
        let stream = Cursor::new(LINES.as_slice());
        check_stream(boundary, stream, &mut out, workers).unwrap()
    });
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn baton_one_thread(bencher: Bencher<'_, '_>) {
    run(bencher, &boundary(&[]), NonZero::<usize>::MIN);
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn baton_all_processors(bencher: Bencher<'_, '_>) {
    run(bencher, &boundary(&[]), all());
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn baton_all_processors_with_an_invariant(bencher: Bencher<'_, '_>) {
    let invariant = Invariant::new(
        "amount".to_owned(),
        "payload.amount > 0.0 && payload.lines.all(line, line.quantity > 0)".to_owned(),
    );
    run(bencher, &boundary(&[invariant]), all());
}
