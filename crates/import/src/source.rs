//! A file that is read once, as whatever a reader asks for.

use crate::InputFile;
use crate::error::ImportError;
use crate::jsonc;
use crate::read;
use crate::text::base_name;
use serde_json::Value;
use std::cell::OnceCell;

/// A file, as text, as JSON or as YAML. What was read once is kept, also for the reader that comes after detection.
pub(crate) struct Source<'a> {
    file: InputFile<'a>,
    json: OnceCell<Result<Value, ImportError>>,
    yaml: OnceCell<Result<Vec<Value>, ImportError>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(file: InputFile<'a>) -> Self {
        Self {
            file,
            json: OnceCell::new(),
            yaml: OnceCell::new(),
        }
    }

    /// Its name as the caller gave it.
    pub(crate) fn name(&self) -> &'a str {
        self.file.name
    }

    /// Its name without the folder.
    pub(crate) fn base_name(&self) -> &'a str {
        base_name(self.file.name)
    }

    /// Its name without folder and last ending: `claims` of `x/claims.json`.
    pub(crate) fn stem(&self) -> &'a str {
        let name = self.base_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// Whether the name ends so, in any case: `.yaml`, or a whole name.
    pub(crate) fn ends_with(&self, ending: &str) -> bool {
        let name = self.base_name().as_bytes();
        let ending = ending.as_bytes();
        name.len() >= ending.len() && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending)
    }

    /// An error about the file: `place` is a JSON pointer or `line N`.
    pub(crate) fn wrong(
        &self,
        place: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> ImportError {
        ImportError::new(self.file.name, place, message, hint)
    }

    /// The file as text: UTF-8 within the size limit, a byte order mark taken off.
    pub(crate) fn text(&self) -> Result<&'a str, ImportError> {
        read::text(&self.file)
    }

    /// The file as one JSON document, with comments where it ends with `.jsonc`. Duplicate keys and deep nesting are refused.
    pub(crate) fn json(&self) -> Result<&Value, ImportError> {
        self.json
            .get_or_init(|| {
                if !self.ends_with(".jsonc") {
                    return read::json(&self.file);
                }
                let plain = jsonc::plain(self.text()?);
                read::json(&InputFile {
                    name: self.file.name,
                    bytes: plain.as_bytes(),
                })
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The file as YAML documents. Duplicate keys, deep nesting and aliases that multiply are refused.
    pub(crate) fn yaml_documents(&self) -> Result<&[Value], ImportError> {
        self.yaml
            .get_or_init(|| read::yaml(&self.file))
            .as_deref()
            .map_err(Clone::clone)
    }

    /// The file as JSON where it begins like JSON, else as a YAML file of one document.
    pub(crate) fn data(&self) -> Result<&Value, ImportError> {
        if self.begins_like_json() {
            return self.json();
        }
        match self.yaml_documents()? {
            [only] => Ok(only),
            [] => Err(self.wrong("line 1", "the file is empty", "write it again")),
            [_, _, ..] => Err(self.wrong(
                "",
                "the file holds several YAML documents; one is needed",
                "import them as files of their own",
            )),
        }
    }

    /// For detection: what [`Source::data`] gives, the first document where there are several; nothing where the file is none.
    pub(crate) fn value(&self) -> Option<&Value> {
        if self.begins_like_json() {
            return self.json().ok();
        }
        if !(self.ends_with(".yaml") || self.ends_with(".yml") || self.ends_with(".json")) {
            return None;
        }
        self.yaml_documents().ok()?.first()
    }

    fn begins_like_json(&self) -> bool {
        if self.ends_with(".jsonc") {
            return true;
        }
        let bytes = self.file.bytes;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        matches!(first, Some(b'{' | b'['))
            && !(self.ends_with(".yaml") || self.ends_with(".yml"))
            && !self.ends_with(".dot")
    }
}
