//! The types of a payload as Protobuf messages.

mod remarks;

use crate::types::names::{pascal, unused};
use crate::types::read::read;
use crate::types::shape::{Body, Member, Module, Record, Rest, Shape, TypeId, Union};
use baton_model::{Contract, ContractVersion};
use remarks::remarks;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const ANY: &str = "google.protobuf.Value";
const LIST: &str = "google.protobuf.ListValue";
const STRUCT: &str = "google.protobuf.Struct";

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    pub name: String,
    pub doc: String,
    pub remarks: Vec<String>,
    /// In the order of the schema.
    pub fields: Vec<Field>,
}

/// A field, without its number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// Its name in JSON, unique in its message.
    pub json_name: String,
    pub doc: String,
    /// As Protobuf writes it, with `repeated` and without `optional`.
    pub proto_type: String,
    pub is_single: bool,
    pub is_required: bool,
    pub is_sensitive: bool,
    pub remarks: Vec<String>,
}

/// The messages of a version's payload, the payload first. A payload that is no object travels as the one field of its message.
pub(super) fn messages(contract: &Contract, version: &ContractVersion) -> Vec<Message> {
    let module = read(version, contract.id.as_str());
    let mut writer = Writer {
        taken: module
            .types
            .iter()
            .map(|one| one.name.to_ascii_lowercase())
            .collect(),
        module: &module,
        messages: Vec::new(),
        known: BTreeMap::new(),
        open: Vec::new(),
    };
    let payload = Shape::Named(module.payload);
    let root = &module.get(module.payload).name;
    let kind = writer.kind(&payload, root);
    if kind.as_ref().map(Kind::written).as_ref() != Some(root) {
        writer.wrap(root, &payload, kind);
    }
    // The payload is written first, whatever it refers to.
    if let Some(place) = writer.messages.iter().position(|one| one.name == *root) {
        let payload = writer.messages.remove(place);
        writer.messages.insert(0, payload);
    }
    writer.messages
}

/// What a value is in Protobuf.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    One(String),
    Many(String),
    Map(String),
}

impl Kind {
    fn written(&self) -> String {
        match self {
            Kind::One(one) => one.clone(),
            Kind::Many(item) => format!("repeated {item}"),
            Kind::Map(value) => format!("map<string, {value}>"),
        }
    }

    /// As it stands inside of a list or a map, where neither may stand itself.
    fn inside(self) -> String {
        match self {
            Kind::One(one) => one,
            Kind::Many(_) => LIST.to_owned(),
            Kind::Map(_) => STRUCT.to_owned(),
        }
    }
}

struct Writer<'m> {
    module: &'m Module,
    messages: Vec<Message>,
    /// Names of messages, in small letters.
    taken: BTreeSet<String>,
    /// Types that are messages.
    known: BTreeMap<TypeId, String>,
    /// Names for other shapes that are being looked through.
    open: Vec<TypeId>,
}

impl Writer<'_> {
    /// What a shape is; `None` where no value fits. `name` is for a message that has none.
    fn kind(&mut self, shape: &Shape, name: &str) -> Option<Kind> {
        let scalar = |text: &str| Some(Kind::One(text.to_owned()));
        match shape {
            Shape::Never => None,
            Shape::Any | Shape::Null => scalar(ANY),
            Shape::Bool => scalar("bool"),
            Shape::Whole(_) => scalar("int64"),
            Shape::Number(_) => scalar("double"),
            Shape::Text(_) => scalar("string"),
            Shape::Literals(values) => scalar(literals(values)),
            Shape::List(rule) => {
                let item = self.item(&rule.items, &format!("{name}Item"));
                Some(Kind::Many(item))
            }
            Shape::Map(rule) => {
                let value = self.item(&rule.values, &format!("{name}Value"));
                Some(Kind::Map(value))
            }
            Shape::Nullable(inner) => self.kind(inner, name),
            Shape::Named(id) => self.named(*id),
            Shape::Union(union) => Some(self.union(union, name)),
        }
    }

    fn item(&mut self, shape: &Shape, name: &str) -> String {
        // A list has no missing items, so null needs a type that has it.
        if self.takes_null(shape) {
            return ANY.to_owned();
        }
        self.kind(shape, name)
            .map_or_else(|| ANY.to_owned(), Kind::inside)
    }

    fn takes_null(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Nullable(_) | Shape::Null => true,
            Shape::Named(id) => match &self.module.get(*id).body {
                Body::Alias(inner) => matches!(inner, Shape::Nullable(_) | Shape::Null),
                _ => false,
            },
            _ => false,
        }
    }

    fn named(&mut self, id: TypeId) -> Option<Kind> {
        if let Some(name) = self.known.get(&id) {
            return Some(Kind::One(name.clone()));
        }
        let known = self.module.get(id);
        match &known.body {
            Body::Words(_) => Some(Kind::One("string".to_owned())),
            Body::Record(record) if is_message(record) => {
                self.known.insert(id, known.name.clone());
                self.record(&known.name, &known.doc, record);
                Some(Kind::One(known.name.clone()))
            }
            Body::Record(_) => Some(Kind::One(STRUCT.to_owned())),
            Body::Alias(shape) => {
                if self.open.contains(&id) {
                    return Some(Kind::One(ANY.to_owned()));
                }
                self.open.push(id);
                let kind = self.kind(shape, &known.name);
                self.open.pop();
                if let (Shape::Union(_), Some(Kind::One(name))) = (shape, &kind)
                    && self.messages.iter().any(|one| one.name == *name)
                {
                    self.known.insert(id, name.clone());
                }
                kind
            }
        }
    }

    fn record(&mut self, name: &str, doc: &str, record: &Record) {
        let mut fields = Vec::new();
        for member in &record.members {
            fields.extend(self.field(name, member));
        }
        let mut remarks = Vec::new();
        if record.rest == Rest::Open {
            remarks.push("Other members are allowed and not carried.".to_owned());
        }
        self.messages.push(Message {
            name: name.to_owned(),
            doc: doc.to_owned(),
            remarks,
            fields,
        });
    }

    fn field(&mut self, message: &str, member: &Member) -> Option<Field> {
        let name = format!("{message}{}", pascal(&member.name));
        let kind = self.kind(&member.shape, &name)?;
        Some(Field {
            json_name: member.name.clone(),
            doc: member.doc.clone(),
            is_single: matches!(kind, Kind::One(_)),
            proto_type: kind.written(),
            is_required: member.is_required,
            is_sensitive: member.is_sensitive,
            remarks: remarks(self.module, &member.shape),
        })
    }

    /// One of several objects is a message with the members of all; of several scalars, their type where they share it.
    fn union(&mut self, union: &Union, name: &str) -> Kind {
        let records: Option<Vec<Record>> = union
            .branches
            .iter()
            .map(|branch| self.as_record(branch).cloned())
            .collect();
        if let Some(records) = records {
            return self.merged(&records, name);
        }
        let kinds: Vec<Option<Kind>> = union
            .branches
            .iter()
            .map(|branch| self.simple(branch))
            .collect();
        match kinds.first() {
            Some(Some(first)) if kinds.iter().all(|kind| kind.as_ref() == Some(first)) => {
                first.clone()
            }
            _ => Kind::One(ANY.to_owned()),
        }
    }

    /// The kind of a branch that is no message.
    fn simple(&self, shape: &Shape) -> Option<Kind> {
        let scalar = match shape {
            Shape::Bool => "bool",
            Shape::Whole(_) => "int64",
            Shape::Number(_) => "double",
            Shape::Text(_) => "string",
            Shape::Literals(values) => literals(values),
            Shape::Named(id) => match &self.module.get(*id).body {
                Body::Words(_) => "string",
                _ => return None,
            },
            _ => return None,
        };
        Some(Kind::One(scalar.to_owned()))
    }

    fn as_record(&self, shape: &Shape) -> Option<&Record> {
        let Shape::Named(id) = shape else { return None };
        match &self.module.get(*id).body {
            Body::Record(record) if is_message(record) => Some(record),
            _ => None,
        }
    }

    fn merged(&mut self, records: &[Record], name: &str) -> Kind {
        // A name of the schema is its own; one that was made up must not be another's.
        let is_own = self.module.types.iter().any(|one| one.name == name)
            && !self.messages.iter().any(|one| one.name == name);
        let name = if is_own {
            name.to_owned()
        } else {
            unused(name, &mut self.taken)
        };
        let mut fields: Vec<Field> = Vec::new();
        for record in records {
            for member in &record.members {
                let Some(field) = self.field(&name, member) else {
                    continue;
                };
                match fields
                    .iter_mut()
                    .find(|known| known.json_name == field.json_name)
                {
                    Some(known) => unite(known, field),
                    None => fields.push(field),
                }
            }
        }
        for field in &mut fields {
            field.is_required = records.iter().all(|record| {
                let mut members = record.members.iter();
                members.any(|member| member.name == field.json_name && member.is_required)
            });
        }
        self.messages.push(Message {
            name: name.clone(),
            doc: String::new(),
            remarks: vec!["One of several objects, with the members of all of them; which go together is left to the schema.".to_owned()],
            fields,
        });
        Kind::One(name)
    }

    fn wrap(&mut self, root: &str, payload: &Shape, kind: Option<Kind>) {
        let kind = kind.unwrap_or_else(|| Kind::One(ANY.to_owned()));
        let field = Field {
            json_name: "payload".to_owned(),
            doc: String::new(),
            is_single: matches!(kind, Kind::One(_)),
            proto_type: kind.written(),
            is_required: true,
            is_sensitive: false,
            remarks: remarks(self.module, payload),
        };
        self.messages.push(Message {
            name: root.to_owned(),
            doc: String::new(),
            remarks: vec![
                "The payload is no object with members of its own, so it travels as a field."
                    .to_owned(),
            ],
            fields: vec![field],
        });
    }
}

/// Two members of one name become one field.
fn unite(known: &mut Field, other: Field) {
    if known.proto_type != other.proto_type {
        ANY.clone_into(&mut known.proto_type);
        known.is_single = true;
    }
    known.is_sensitive |= other.is_sensitive;
    if known.doc.is_empty() {
        known.doc = other.doc;
    }
    for remark in other.remarks {
        if !known.remarks.contains(&remark) {
            known.remarks.push(remark);
        }
    }
}

/// Objects whose members all have names. What has other members of a type, or none at all, is a dictionary.
fn is_message(record: &Record) -> bool {
    match record.rest {
        Rest::Open => !record.members.is_empty(),
        Rest::Closed => true,
        Rest::Of(_) => false,
    }
}

fn literals(values: &[Value]) -> &'static str {
    let all = |is: fn(&Value) -> bool| values.iter().all(is);
    if all(Value::is_string) {
        "string"
    } else if all(Value::is_boolean) {
        "bool"
    } else if all(Value::is_i64) {
        "int64"
    } else if all(Value::is_number) {
        "double"
    } else {
        ANY
    }
}
