//! Text becomes light values, by the rules of [`baton_model::parse_json`].

use super::{Light, MOST_MEMBERS};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::borrow::Cow;
use std::fmt;

impl<'t> Light<'t> {
    /// Reads one JSON text. None for what [`baton_model::parse_json`] refuses (duplicate names and nesting deeper than 128 among it), and for
    /// objects of more than [`MOST_MEMBERS`].
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = Reader.deserialize(&mut deserializer).ok()?;
        deserializer.end().ok()?;
        Some(value)
    }
}

struct Reader;

impl<'t> DeserializeSeed<'t> for Reader {
    type Value = Light<'t>;

    fn deserialize<D: Deserializer<'t>>(self, d: D) -> Result<Light<'t>, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Reader {
    type Value = Light<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Light<'t>, E> {
        Ok(Light::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Light<'t>, E> {
        Ok(Light::Number(v.into()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Light<'t>, E> {
        Ok(Light::Number(v.into()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Light<'t>, E> {
        Ok(Number::from_f64(v).map_or(Light::Null, Light::Number))
    }

    fn visit_borrowed_str<E>(self, v: &'t str) -> Result<Light<'t>, E> {
        Ok(Light::String(Cow::Borrowed(v)))
    }

    fn visit_str<E>(self, v: &str) -> Result<Light<'t>, E> {
        Ok(Light::String(Cow::Owned(v.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Light<'t>, E> {
        Ok(Light::Null)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<Light<'t>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Reader)? {
            items.push(item);
        }
        Ok(Light::Array(items))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Light<'t>, A::Error> {
        let mut members: Vec<(Cow<'t, str>, Light<'t>)> = Vec::new();
        while let Some(name) = map.next_key_seed(Name)? {
            if members.len() == MOST_MEMBERS || members.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom("too many members, or one twice"));
            }
            members.push((name, map.next_value_seed(Reader)?));
        }
        Ok(Light::Object(members))
    }
}

/// A member's name.
struct Name;

impl<'t> DeserializeSeed<'t> for Name {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, d: D) -> Result<Cow<'t, str>, D::Error> {
        d.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Name {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, v: &'t str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Borrowed(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Owned(v.to_owned()))
    }
}
