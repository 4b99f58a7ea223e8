//! The rules over a registry, their fixes, and what other tools read of them.

pub mod change;
pub mod custom;
pub mod fix;
pub mod github;
pub mod options;
pub mod run;
pub mod sarif;

/// A path as other tools find it from the folder in which a check runs: relative to it where it lies there, and else its last part.
fn shown_path(path: &str) -> String {
    use std::path::{Component, Path};
    let path = Path::new(path);
    let here = std::env::current_dir().unwrap_or_default();
    let within = path.strip_prefix(&here).unwrap_or(path);
    let parts = within
        .components()
        .filter(|part| *part != Component::CurDir);
    let parts: Option<Vec<String>> = parts
        .map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    let is_address = path.to_string_lossy().contains("://");
    match parts {
        Some(parts) if !parts.is_empty() && !is_address => parts.join("/"),
        _ => path.file_name().map_or("registry".into(), |name| {
            name.to_string_lossy().into_owned()
        }),
    }
}
