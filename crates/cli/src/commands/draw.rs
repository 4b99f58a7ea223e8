//! `baton layout`, `baton draw`.

use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::topology::picture::{self, Shown};
use baton_app::topology::{choose, drawing::drawing};
use baton_app::{AppError, ErrorCode};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

pub async fn layout(
    global: &Global,
    out: &Output,
    topology: Option<&str>,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let topology = choose(&registry, topology)?;
    let drawn = drawing(&registry, &topology);
    out.result(
        || json!(drawn),
        |style| {
            let mut text = String::new();
            for item in &drawn.boxes {
                let _ = writeln!(
                    text,
                    "{:<10} {:<32} x {:>7.0}  y {:>7.0}  {:>4.0} x {:<4.0}{}",
                    item.subject.kind.name(),
                    item.subject.id,
                    item.x,
                    item.y,
                    item.width,
                    item.height,
                    if item.pinned { " pinned" } else { "" }
                );
            }
            let _ = writeln!(
                text,
                "{}",
                style.dim(&format!(
                    "{} boxes, {} lines",
                    drawn.boxes.len(),
                    drawn.lines.len()
                ))
            );
            text
        },
    );
    Ok(Outcome::Fine)
}

pub async fn draw(
    global: &Global,
    out: &Output,
    topology: Option<&str>,
    file: &Path,
    only: &[String],
    at: Option<u32>,
) -> Result<Outcome, AppError> {
    let extension = file
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !["svg", "png", "mmd", "dot"].contains(&extension.as_str()) {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{} names no picture format", file.display()),
            "end the file name with .svg, .png, .mmd or .dot",
        ));
    }
    let only = only
        .iter()
        .map(|text| super::clip::key(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::as_of(global, at).await?;
    let topology = choose(&registry, topology)?;
    let shown = Shown {
        only: &only,
        ..Shown::all(&topology)
    };
    picture::draw(&registry, shown, file).await?;
    out.result(
        || json!({"topology": topology, "file": file}),
        |style| format!("{} {topology} in {}", style.good("drew"), file.display()),
    );
    Ok(Outcome::Fine)
}
