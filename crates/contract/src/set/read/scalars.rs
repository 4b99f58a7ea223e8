//! Keywords about the value itself: its type, its constants, and limits of numbers and strings.

use super::opaque::only;
use super::{Members, Parts, Place, Reader};
use crate::compat::Formats;
use crate::draft::Draft;
use crate::set::{Atom, Types, exact, format};
use crate::validate::SchemaProblem;
use num_rational::BigRational;
use num_traits::Signed;
use serde_json::Value;

impl<'d> Reader<'_, 'd> {
    pub(super) fn scalar_keyword(
        &mut self,
        keyword: &str,
        value: &'d Value,
        members: &'d Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        match keyword {
            "type" => self.types(value, at, parts),
            "enum" => {
                let Value::Array(values) = value else {
                    return Err(self.malformed(keyword, "a list of values"));
                };
                let sets: Vec<_> = values
                    .iter()
                    .map(|value| self.schemas.constant(value))
                    .collect();
                parts.sets.push(self.schemas.any(&sets));
                parts.declares.enumerated |= values
                    .iter()
                    .any(|value| value.is_object() || value.is_array());
                Ok(())
            }
            "const" if at.draft >= Draft::Draft6 => {
                parts.sets.push(self.schemas.constant(value));
                parts.declares.enumerated |= value.is_object() || value.is_array();
                Ok(())
            }
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                self.limit(keyword, value, members, at, parts)
            }
            "multipleOf" => {
                let divisor = self.number(keyword, value)?;
                if !divisor.is_positive() {
                    return Err(self.malformed(keyword, "above zero"));
                }
                self.push(Atom::MultipleOf(divisor), parts);
                Ok(())
            }
            "minLength" => {
                let least = self.size(keyword, value, at)?;
                self.push(Atom::MinLength(least), parts);
                Ok(())
            }
            "maxLength" => {
                let most = self.size(keyword, value, at)?;
                self.push(Atom::MaxLength(most), parts);
                Ok(())
            }
            "pattern" => self.pattern(value, members, at, parts),
            "format" => self.format(value, at, parts),
            "contentEncoding" | "contentMediaType" => {
                self.content(keyword, members, at, parts);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn push(&mut self, atom: Atom, parts: &mut Parts) {
        parts.sets.push(self.schemas.atom(atom));
    }

    fn types(
        &mut self,
        value: &Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let named = match value {
            Value::String(_) => std::slice::from_ref(value),
            Value::Array(named) => named,
            _ => return Err(self.malformed("type", "a type or a list of types")),
        };
        let mut types = Types::NONE;
        for name in named {
            let Some(named) = name.as_str().and_then(named_type) else {
                return Err(self.malformed(
                    "type",
                    "one of null, boolean, integer, number, string, array, object",
                ));
            };
            types = types.or(named);
        }
        self.push(Atom::Type(types), parts);
        if at.draft == Draft::Draft4 && types.and(Types::NUMBER) == Types::INTEGER {
            // Draft 4 takes 1.0 for no integer, though it equals 1.
            let set = self.written_as_integer();
            parts.sets.push(set);
        }
        Ok(())
    }

    fn limit(
        &mut self,
        keyword: &str,
        value: &Value,
        members: &Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let (is_lower, mut open) = match keyword {
            "minimum" => (true, false),
            "maximum" => (false, false),
            "exclusiveMinimum" => (true, true),
            _ => (false, true),
        };
        if at.draft == Draft::Draft4 {
            if open {
                // A flag beside the limit, read with it.
                return Ok(());
            }
            let flag = if is_lower {
                "exclusiveMinimum"
            } else {
                "exclusiveMaximum"
            };
            open = members.get(flag) == Some(&Value::Bool(true));
        }
        let bound = self.number(keyword, value)?;
        let atom = if is_lower {
            Atom::Lower { bound, open }
        } else {
            Atom::Upper { bound, open }
        };
        self.push(atom, parts);
        Ok(())
    }

    fn pattern(
        &mut self,
        value: &Value,
        members: &Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let Value::String(text) = value else {
            return Err(self.malformed("pattern", "a regular expression"));
        };
        match self.schemas.pattern(text) {
            Ok(language) => self.push(Atom::Word(language), parts),
            Err(reason) => {
                let set = self.opaque("pattern", &reason, only(members, &["pattern"]), at.draft);
                parts.sets.push(set);
            }
        }
        Ok(())
    }

    fn format(
        &mut self,
        value: &Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let Value::String(written) = value else {
            return Err(self.malformed("format", "a name"));
        };
        if self.schemas.formats == Formats::Ignore {
            return Ok(());
        }
        if let Some(name) = format::asserted(written, at.draft) {
            let atom = match format::language(name) {
                Some(language) => Atom::Word(language),
                None => Atom::Format(name.into()),
            };
            self.push(atom, parts);
        }
        Ok(())
    }

    /// Drafts 6 and 7 assert the encodings and the media type that the validator knows.
    fn content(&mut self, keyword: &str, members: &Members, at: Place<'d>, parts: &mut Parts) {
        let is_asserted = matches!(at.draft, Draft::Draft6 | Draft::Draft7);
        // Both together are one keyword.
        let is_read_with_the_other =
            keyword == "contentEncoding" && members.contains_key("contentMediaType");
        if !is_asserted || is_read_with_the_other {
            return;
        }
        let known = |name: &str, known: &[&str]| {
            members
                .get(name)
                .is_none_or(|value| value.as_str().is_some_and(|value| known.contains(&value)))
        };
        let is_known = known("contentMediaType", &["application/json"])
            && known(
                "contentEncoding",
                &["base64", "base64url", "base32", "base32hex", "base16"],
            );
        if !is_known {
            return;
        }
        let set = self.opaque(
            keyword,
            "what an encoded text holds is no regular language",
            only(members, &["contentEncoding", "contentMediaType"]),
            at.draft,
        );
        parts.sets.push(set);
    }

    /// The value of a keyword that takes a number.
    fn number(&self, keyword: &str, value: &Value) -> Result<BigRational, SchemaProblem> {
        match value {
            Value::Number(number) => Ok(exact(number)),
            _ => Err(self.malformed(keyword, "a number")),
        }
    }

    /// A size: a whole number from zero on. What is past 64 bits is as good as the largest of them.
    pub(super) fn size(
        &self,
        keyword: &str,
        value: &Value,
        at: Place<'d>,
    ) -> Result<u64, SchemaProblem> {
        const PAST: f64 = 18_446_744_073_709_551_616.0;
        if let Some(size) = value.as_u64() {
            return Ok(size);
        }
        match value.as_f64() {
            Some(size) if value.is_f64() && size >= PAST => Ok(u64::MAX),
            Some(size) if at.draft > Draft::Draft4 && size >= 0.0 && size.fract() == 0.0 => {
                Ok(size as u64)
            }
            _ => Err(self.malformed(keyword, "a whole number from zero on")),
        }
    }
}

fn named_type(name: &str) -> Option<Types> {
    Some(match name {
        "null" => Types::NULL,
        "boolean" => Types::BOOLEAN,
        "integer" => Types::INTEGER,
        "number" => Types::NUMBER,
        "string" => Types::STRING,
        "array" => Types::ARRAY,
        "object" => Types::OBJECT,
        _ => return None,
    })
}

/// Types outside of which a schema has no value, as far as its own `type` says.
pub(super) fn types_at_most(members: &Members, draft: Draft) -> Types {
    if draft <= Draft::Draft7 && members.contains_key("$ref") {
        return Types::ALL;
    }
    match members.get("type") {
        Some(Value::String(name)) => named_type(name).unwrap_or(Types::ALL),
        Some(Value::Array(names)) => names.iter().fold(Types::NONE, |types, name| {
            types.or(name.as_str().and_then(named_type).unwrap_or(Types::ALL))
        }),
        _ => Types::ALL,
    }
}
