//! The consequences of the definitions, asserted on whole versions: verdicts, bumps and what publishing says.

mod beside;
mod modes;
mod table;

use super::*;
use crate::compat::{Effort, Mode, Verdict};
use baton_model::{
    CompatibilityMode, Contract, ContractId, ContractVersion, ContractVersionId, Json, Version,
    Writers,
};
use serde_json::{Value, json};

fn version(number: &str, schema: Value) -> ContractVersion {
    let mut version = ContractVersion::new(
        ContractVersionId::new(format!("refund@{number}")).unwrap(),
        ContractId::new("refund").unwrap(),
        Version::new(number).unwrap(),
    );
    version.payload_schema = Json(schema);
    version
}

fn contract(mode: CompatibilityMode, writers: Writers) -> Contract {
    let mut contract = Contract::new(ContractId::new("refund").unwrap(), "Refund".to_owned());
    contract.compatibility = mode;
    contract.writers = writers;
    contract
}

/// An object with these properties; `closed` for no others.
fn object(properties: &Value, required: &[&str], closed: bool) -> Value {
    let mut schema = json!({"type": "object", "properties": properties, "required": required});
    if closed {
        schema["additionalProperties"] = json!(false);
    }
    schema
}

fn compared(
    old: &ContractVersion,
    new: &ContractVersion,
    mode: Mode,
    writers: Writers,
) -> VersionComparison {
    compare_versions(old, new, mode, writers, Effort::default()).unwrap()
}

const SAFE: Verdict = Verdict::Safe;
const BREAKING: Verdict = Verdict::Breaking;

/// A version with something in it beside its schema.
fn other(change: impl FnOnce(&mut ContractVersion)) -> ContractVersion {
    let mut made = version(
        "1.1.0",
        object(&json!({"amount": {"type": "integer"}}), &["amount"], false),
    );
    change(&mut made);
    made
}
