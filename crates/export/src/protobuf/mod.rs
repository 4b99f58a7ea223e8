//! `proto/<contract>.proto`: a proto3 message for the payload of the newest version, with field numbers that never change their meaning.
//!
//! A payload that is written as Protobuf and read back is the same JSON. So words stay `string` (the names of a Protobuf enumeration would be
//! other texts), a choice between objects becomes one message with the members of all of them, and what has no type is a
//! `google.protobuf.Value`. What a type cannot say stands in a comment.

mod messages;
mod numbers;
#[cfg(test)]
mod tests;

pub use numbers::field_numbers;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::types::names::snake;
use crate::types::{lines_of, live};
use baton_model::{
    Contract, ContractState, ContractVersion, Diagnostic, FieldNumber, Kind, Level, RecordKey,
};
use messages::{Field, Message, messages};
use numbers::{Numbered, extended};
use std::fmt::Write as _;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for live in live(scope) {
        let Some(version) = live.newest() else {
            continue;
        };
        let contract = live.contract;
        let published: Vec<&ContractVersion> = crate::scope::versions(scope.document, &contract.id)
            .into_iter()
            .filter(|version| is_out(version))
            .collect();
        let ledger = field_numbers(contract, &published);
        if ledger.len() > contract.field_numbers.len() {
            files.note(Diagnostic {
                level: Level::Info,
                path: path(contract),
                message: format!(
                    "the registry does not keep all field numbers of {} yet; `baton contract number {}` makes it keep those that are exported now",
                    contract.id, contract.id
                ),
                subject: Some(RecordKey::new(Kind::Contract, contract.id.as_str())),
            });
        }
        let text = text(contract, version, ledger);
        let source = Source {
            version: Some(version.version.to_string()),
            ..Source::new(Kind::ContractVersion, version.id.as_str())
        };
        files.add(ExportFile::new(
            path(contract),
            ExportKind::Protobuf,
            text,
            Some(source),
        ));
    }
}

fn path(contract: &Contract) -> String {
    format!("proto/{}.proto", contract.id)
}

fn is_out(version: &ContractVersion) -> bool {
    !matches!(
        version.state,
        ContractState::Draft | ContractState::InReview
    )
}

fn text(contract: &Contract, version: &ContractVersion, ledger: Vec<FieldNumber>) -> String {
    let messages = messages(contract, version);
    let ledger = extended(ledger, &messages);
    let mut out = String::new();
    comment(&mut out, "", &head(contract, version));
    // A package called google would hide the types of Protobuf itself.
    let package = match snake(contract.id.as_str()) {
        name if name == "google" => "google_".to_owned(),
        name => name,
    };
    let _ = writeln!(out, "\nsyntax = \"proto3\";\n\npackage baton.{package};");
    let uses_struct = messages
        .iter()
        .flat_map(|message| &message.fields)
        .any(|field| field.proto_type.contains("google.protobuf."));
    if uses_struct {
        out.push_str("\nimport \"google/protobuf/struct.proto\";\n");
    }
    for message in &messages {
        out.push('\n');
        write_message(&mut out, message, &Numbered::of(&ledger, message));
    }
    out
}

fn head(contract: &Contract, version: &ContractVersion) -> String {
    let mut head = format!(
        "{} {}: its payload as a Protobuf message.\n",
        contract.name, version.version
    );
    if !contract.purpose.is_empty() {
        let _ = writeln!(head, "{}", contract.purpose);
    }
    head.push_str("\nWritten by Baton; what is changed here is lost with the next export.\n\n");
    head.push_str(if is_out(version) {
        "The registry keeps the field numbers: none ever changes its meaning, and those of\nfields that are gone are reserved.\n"
    } else {
        "A draft: its new fields get their numbers when it is published; until then they\nmay change.\n"
    });
    head.push_str(
        "Members are optional, so that a missing one differs from a zero; null and an empty\nlist are read as missing. Whole numbers are int64, which Protobuf's JSON writes as text. What the\ncomments say beside a type is left to the JSON Schema.\n",
    );
    head
}

fn write_message(out: &mut String, message: &Message, numbered: &Numbered) {
    comment(out, "", &message.doc);
    for remark in &message.remarks {
        comment(out, "", remark);
    }
    let _ = writeln!(out, "message {} {{", message.name);
    if !numbered.reserved_numbers.is_empty() {
        let numbers: Vec<String> = numbered
            .reserved_numbers
            .iter()
            .map(u32::to_string)
            .collect();
        let _ = writeln!(out, "  reserved {};", numbers.join(", "));
    }
    if !numbered.reserved_names.is_empty() {
        let names: Vec<String> = numbered
            .reserved_names
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect();
        let _ = writeln!(out, "  reserved {};", names.join(", "));
    }
    if !numbered.reserved_numbers.is_empty() {
        out.push('\n');
    }
    let numbered_fields = message.fields.iter().filter_map(|field| {
        let (number, name) = numbered.fields.get(&field.json_name)?;
        Some((*number, name, field))
    });
    let mut fields: Vec<_> = numbered_fields.collect();
    fields.sort_by_key(|(number, ..)| *number);
    for (number, name, field) in fields {
        write_field(out, field, number, name);
    }
    out.push_str("}\n");
}

fn write_field(out: &mut String, field: &Field, number: u32, name: &str) {
    comment(out, "  ", &field.doc);
    let mut remarks = field.remarks.clone();
    if field.is_required {
        remarks.insert(0, "required".to_owned());
    }
    if field.is_sensitive {
        remarks.push("sensitive: never leaves its trust domain unmasked".to_owned());
    }
    let (json_name, is_said) = json_name(&field.json_name, name);
    if !is_said {
        remarks.push(format!(
            "in JSON the member is called {:?}, which Protobuf cannot say",
            field.json_name
        ));
    }
    if !remarks.is_empty() {
        let mut text = remarks.join("; ");
        if let Some(first) = text.get(..1).map(str::to_ascii_uppercase) {
            text.replace_range(..1, &first);
        }
        comment(out, "  ", &format!("{text}."));
    }
    let presence = if field.is_single { "optional " } else { "" };
    let _ = writeln!(
        out,
        "  {presence}{} {name} = {number}{json_name};",
        field.proto_type
    );
}

/// The option that gives a field its name in JSON, and whether Protobuf can say it.
fn json_name(json: &str, name: &str) -> (String, bool) {
    if default_json_name(name) == json {
        return (String::new(), true);
    }
    let looks_like_an_extension = json.starts_with('[') && json.ends_with(']');
    if json.is_empty() || json.contains('\0') || looks_like_an_extension {
        return (String::new(), false);
    }
    let mut text = String::new();
    for byte in json.bytes() {
        match byte {
            b'"' | b'\\' => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b' '..=b'~' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "\\{byte:03o}");
            }
        }
    }
    (format!(" [json_name = \"{text}\"]"), true)
}

/// What Protobuf calls a field in JSON without being told: `orderId` for `order_id`.
fn default_json_name(name: &str) -> String {
    let mut out = String::new();
    let mut raise = false;
    for letter in name.chars() {
        if letter == '_' {
            raise = true;
        } else {
            out.push(if raise {
                letter.to_ascii_uppercase()
            } else {
                letter
            });
            raise = false;
        }
    }
    out
}

fn comment(out: &mut String, indent: &str, text: &str) {
    for line in lines_of(text.trim_end()) {
        let _ = writeln!(out, "{}", format!("{indent}// {line}").trim_end());
    }
}
