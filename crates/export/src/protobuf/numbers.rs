//! Field numbers: given once, never to another field.

use super::messages::{Message, messages};
use crate::types::names::snake;
use baton_model::{Contract, ContractVersion, FieldNumber};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that Protobuf keeps for itself.
const KEPT: std::ops::RangeInclusive<u32> = 19_000..=19_999;

/// The field numbers of a contract: those that it keeps, and those that follow for `published`, versions that are out in the order in which
/// they get theirs. They are only ever added to.
pub fn field_numbers(contract: &Contract, published: &[&ContractVersion]) -> Vec<FieldNumber> {
    published
        .iter()
        .fold(contract.field_numbers.clone(), |ledger, version| {
            extended(ledger, &messages(contract, version))
        })
}

/// The numbers, and the next free ones for fields that have none. A field of another type is another field.
pub(super) fn extended(mut ledger: Vec<FieldNumber>, messages: &[Message]) -> Vec<FieldNumber> {
    for message in messages {
        for field in &message.fields {
            let is_numbered = ledger.iter().any(|one| {
                one.message == message.name
                    && one.field == field.json_name
                    && one.proto_type == field.proto_type
            });
            if is_numbered {
                continue;
            }
            let highest = ledger
                .iter()
                .filter(|one| one.message == message.name)
                .map(|one| one.number)
                .max();
            let next = highest.unwrap_or(0) + 1;
            let number = if KEPT.contains(&next) {
                KEPT.end() + 1
            } else {
                next
            };
            ledger.push(FieldNumber::new(
                message.name.clone(),
                field.json_name.clone(),
                field.proto_type.clone(),
                number,
            ));
        }
    }
    ledger
}

/// A message's fields with their numbers and names, and what no field may have any more.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Numbered {
    /// Number and name by the name in JSON.
    pub fields: BTreeMap<String, (u32, String)>,
    /// Ascending.
    pub reserved_numbers: BTreeSet<u32>,
    pub reserved_names: BTreeSet<String>,
}

impl Numbered {
    /// Reads a ledger that has all fields of the message.
    pub fn of(ledger: &[FieldNumber], message: &Message) -> Self {
        let mut numbered = Self::default();
        let own: Vec<&FieldNumber> = ledger
            .iter()
            .filter(|one| one.message == message.name)
            .collect();
        let names = names(&own);
        for one in own {
            let is_live = message
                .fields
                .iter()
                .any(|field| field.json_name == one.field && field.proto_type == one.proto_type);
            if is_live {
                let name = names[one.field.as_str()].clone();
                let field = (one.number, name);
                numbered.fields.insert(one.field.clone(), field);
            } else {
                numbered.reserved_numbers.insert(one.number);
            }
        }
        for (field, name) in names {
            if !numbered.fields.contains_key(field) {
                numbered.reserved_names.insert(name);
            }
        }
        numbered
    }
}

/// A name that Protobuf takes for each field. Names differ in more than capitals and underscores, or they would be one name in JSON; and a field that
/// has such a name in JSON has it here too, because readers look fields up by either.
fn names<'l>(ledger: &[&'l FieldNumber]) -> BTreeMap<&'l str, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for one in ledger {
        let is_said_alike = snake(&one.field) == one.field;
        if is_said_alike
            && !names.contains_key(one.field.as_str())
            && taken.insert(plain(&one.field))
        {
            names.insert(&one.field, one.field.clone());
        }
    }
    for one in ledger {
        names.entry(&one.field).or_insert_with(|| {
            let mut name = snake(&one.field);
            while !taken.insert(plain(&name)) {
                name = format!("{name}_{}", one.number);
            }
            name
        });
    }
    names
}

fn plain(name: &str) -> String {
    name.replace('_', "")
}
