//! Finished registries to start from.

pub mod picture;

use crate::{AppError, ErrorCode};
use baton_model::{Document, EditCommand, parse_edits};
use serde::{Deserialize, Serialize};

/// A finished registry to start from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What it shows, in a sentence.
    pub summary: String,
    /// Position in lists.
    pub order: u32,
    #[serde(skip)]
    records: &'static str,
}

/// A template as it is listed.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct TemplateInfo {
    /// Its id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What it shows, in a sentence.
    pub summary: String,
}

macro_rules! template {
    ($id:literal) => {
        (
            include_str!(concat!("../../../../templates/", $id, "/template.json")),
            include_str!(concat!("../../../../templates/", $id, "/records.json")),
        )
    };
}

const FILES: [(&str, &str); 3] = [
    template!("sample-support"),
    template!("customer-support"),
    template!("order-fulfilment"),
];

/// All templates, in order.
pub fn all() -> Result<Vec<Template>, AppError> {
    let mut out = FILES
        .iter()
        .map(|(about, records)| {
            serde_json::from_str::<Template>(about)
                .map(|template| Template {
                    records,
                    ..template
                })
                .map_err(|error| {
                    AppError::new(
                        ErrorCode::Internal,
                        format!("a template is broken: {error}"),
                        "",
                    )
                })
        })
        .collect::<Result<Vec<_>, _>>()?;
    out.sort_by_key(|template| template.order);
    Ok(out)
}

/// The template with an id.
pub fn find(id: &str) -> Result<Template, AppError> {
    let all = all()?;
    let known: Vec<String> = all.iter().map(|template| template.id.clone()).collect();
    all.into_iter()
        .find(|template| template.id == id)
        .ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no template {id:?}"),
                format!("known templates: {}", known.join(", ")),
            )
        })
}

impl Template {
    /// The records as edits.
    pub fn edits(&self, document: &Document) -> Result<Vec<EditCommand>, AppError> {
        Ok(parse_edits(self.records, document)?)
    }

    /// As it is listed.
    pub fn info(&self) -> TemplateInfo {
        TemplateInfo {
            id: self.id.clone(),
            name: self.name.clone(),
            summary: self.summary.clone(),
        }
    }
}
