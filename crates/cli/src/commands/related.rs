//! `baton show --related`.

use super::records::{described, flat};
use crate::args::{Global, Show};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::record::list;
use baton_app::record::page::{RecordPage, RelatedRecord, record_page};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, arguments: &Show) -> Result<Outcome, AppError> {
    let (kind, id) = (list::kind(&arguments.kind)?, arguments.id.as_str());
    let registry = open::existing(global).await?;
    let record = list::show(&registry, kind, id)?;
    let page = record_page(&registry, kind, id).await?;
    out.result(
        || {
            let mut value = flat(&record);
            value["related"] = json!(page);
            value
        },
        |style| format!("{}\n{}", described(&record, style), around(&page, style)),
    );
    Ok(Outcome::Fine)
}

fn around(page: &RecordPage, style: Style) -> String {
    let mut text = String::new();
    for (title, records) in [
        ("refers to", &page.refers_to),
        ("referred to by", &page.referred_by),
        ("drawn in", &page.topologies),
    ] {
        if !records.is_empty() {
            let _ = writeln!(text, "{}", style.strong(title));
        }
        for RelatedRecord {
            kind,
            id,
            name,
            field,
        } in records
        {
            let field = style.dim(&visible(field));
            let _ = writeln!(text, "  {kind} {}  {}  {field}", visible(id), visible(name));
        }
    }
    if !page.history.is_empty() {
        let _ = writeln!(text, "{}", style.strong("history"));
    }
    for entry in &page.history {
        let said = format!("[{}] {}", entry.action, entry.summary);
        let _ = writeln!(
            text,
            "{:>6}  {}  {}  {}",
            entry.revision,
            style.dim(&entry.at),
            visible(&entry.author),
            visible(&said)
        );
    }
    text
}
