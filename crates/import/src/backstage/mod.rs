//! Backstage catalogs: groups become teams, users people, components that are agents become agents with their owners, systems and domains
//! that agents belong to become groups of a drawing, and APIs that are JSON Schemas become draft contracts.

mod entity;
mod fill;
mod kinds;
mod systems;
#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use entity::Entity;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::Backstage,
    names: &["catalog-info.yaml", "catalog-info.yml"],
    detect,
    read: Read::AllFiles(read),
};

fn is_entity(value: &Value) -> bool {
    value["apiVersion"].as_str().is_some_and(is_of_catalog)
}

/// Whether a version is one of the catalogue's: its own kinds, and those that its plugins bring, as `scaffolder.backstage.io/v1beta3` does.
fn is_of_catalog(version: &str) -> bool {
    let (group, _) = version.split_once('/').unwrap_or_default();
    group == "backstage.io" || group.ends_with(".backstage.io")
}

fn detect(source: &Source<'_>) -> bool {
    let first =
        |value: &Value| is_entity(value) || is_entity(&value[0]) || is_entity(&value["items"][0]);
    source.value().is_some_and(first)
        || (source.ends_with(".yaml") || source.ends_with(".yml"))
            && source
                .yaml_documents()
                .is_ok_and(|documents| documents.iter().any(is_entity))
}

/// Reads all files as one catalog, because entities refer to each other.
fn read(sources: &[Source<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let mut entities = Vec::new();
    for source in sources {
        notes.switch(source.name());
        let is_yaml = source.ends_with(".yaml") || source.ends_with(".yml");
        let documents = if is_yaml {
            source.yaml_documents()?
        } else {
            std::slice::from_ref(source.data()?)
        };
        for (index, document) in documents.iter().enumerate() {
            let place = if documents.len() > 1 {
                format!("/{index}")
            } else {
                String::new()
            };
            let list = document.as_array().or_else(|| document["items"].as_array());
            match list {
                Some(list) => {
                    for (at, value) in list.iter().enumerate() {
                        entities.extend(Entity::read(
                            source.name(),
                            value,
                            format!("{place}/{at}"),
                            notes,
                        ));
                    }
                }
                None if document.is_null() => {}
                None => entities.extend(Entity::read(source.name(), document, place, notes)),
            }
        }
    }
    let first = sources.first().map_or("", Source::name);
    let stem = sources.first().map_or("catalog", Source::stem);
    let mut sketch = Sketch::new(first, "", stem)?;
    sketch.draws_agents = false;
    fill::catalog(&mut sketch, &entities, notes)?;
    Ok(vec![sketch])
}
