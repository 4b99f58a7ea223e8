//! Finished registries: to start from, or to add to one that is there.

mod about;
pub mod add;
pub mod picture;
mod readme;

pub use about::{TemplateAbout, TemplateAgent, TemplatePage, TemplateSeam, page};
pub use readme::TemplateReadme;

use crate::{AppError, ErrorCode};
use baton_model::{Document, EditCommand, apply, parse_edits};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// A finished registry to start from.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its id, which is its folder's name.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What it shows, in a sentence.
    pub summary: String,
    /// Position in lists.
    pub order: u32,
    /// Its README, as Markdown.
    pub readme: &'static str,
    records: &'static str,
}

/// A template as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TemplateInfo {
    /// Its id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What it shows, in a sentence.
    pub summary: String,
    /// What is in it, read from its records.
    pub about: TemplateAbout,
}

/// `template.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    name: String,
    summary: String,
    order: u32,
}

/// The files of a template; records without white space.
struct Files {
    folder: &'static str,
    about: &'static str,
    readme: &'static str,
    records: &'static str,
}

/// `FILES`: every folder of `templates/`.
mod files {
    use super::Files;
    include!(concat!(env!("OUT_DIR"), "/templates.rs"));
}

/// All templates, in order.
pub fn all() -> Result<Vec<Template>, AppError> {
    let broken = |reason: String| {
        AppError::new(
            ErrorCode::Internal,
            format!("a template is broken: {reason}"),
            "",
        )
    };
    let mut out = files::FILES
        .iter()
        .map(|files| {
            let head: Head = serde_json::from_str(files.about)
                .map_err(|error| broken(format!("{}: {error}", files.folder)))?;
            if head.id != files.folder {
                return Err(broken(format!("{} calls itself {}", files.folder, head.id)));
            }
            Ok(Template {
                id: head.id,
                name: head.name,
                summary: head.summary,
                order: head.order,
                readme: files.readme,
                records: files.records,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    out.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    Ok(out)
}

/// All templates as they are listed. They are read once in the life of the program.
pub fn list() -> Result<&'static [TemplateInfo], AppError> {
    static LIST: OnceLock<Vec<TemplateInfo>> = OnceLock::new();
    if let Some(list) = LIST.get() {
        return Ok(list);
    }
    let infos = all()?
        .iter()
        .map(Template::info)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(LIST.get_or_init(|| infos))
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

    /// A registry that holds the template and nothing else.
    pub fn document(&self) -> Result<Document, AppError> {
        let mut document = Document::new();
        let edits = self.edits(&document)?;
        document.commit(&apply(&document, &edits)?, 1);
        Ok(document)
    }

    /// As it is listed.
    pub fn info(&self) -> Result<TemplateInfo, AppError> {
        Ok(TemplateInfo {
            id: self.id.clone(),
            name: self.name.clone(),
            summary: self.summary.clone(),
            about: TemplateAbout::of(&self.document()?),
        })
    }
}
