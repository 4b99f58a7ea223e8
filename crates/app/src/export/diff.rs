//! What an export would change in a file, line by line.

use super::progress::Progress;
use super::{ExportRequest, Planned, folder};
use crate::{AppError, ErrorCode, Registry};
use baton_export::{Change, PlannedFile};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::path::Path;
use std::time::Duration;

/// Larger files are not compared line by line, in bytes.
const MOST_BYTES: usize = 2 << 20;
/// Unchanged lines that are shown around a change.
const CONTEXT: usize = 3;
/// After this long lines are compared less cleverly.
const PATIENCE: Duration = Duration::from_millis(500);

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LineChange {
    /// It stays.
    Same,
    /// It comes.
    Added,
    /// It goes.
    Removed,
}

/// A line of a diff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct DiffLine {
    /// What becomes of it.
    pub change: LineChange,
    /// Its text, without the line break.
    pub text: String,
    /// Its number in the file that is there, from 1.
    pub old_line: Option<u32>,
    /// Its number in the planned file, from 1.
    pub new_line: Option<u32>,
}

/// A planned file against what is there; unchanged lines far from a change are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct FileDiff {
    /// The file's path in the folder.
    pub path: String,
    /// False for files that are no text, or too large to be compared; they have no lines.
    pub text: bool,
    /// The lines.
    pub lines: Vec<DiffLine>,
}

/// What the export would change in one of its files.
pub fn file_diff(
    registry: &Registry,
    request: &ExportRequest,
    path: &str,
) -> Result<FileDiff, AppError> {
    let planned = Planned::of(registry, request, &mut Progress::new(&mut |_| true))?;
    let known = planned
        .comparison
        .files
        .iter()
        .find(|file| file.path == path);
    match known {
        Some(file) => planned.diff(&request.folder, file),
        None => Err(AppError::new(
            ErrorCode::NotFound,
            format!("{path:?} is not among the files of this export"),
            "`baton export ... --dry-run` lists them",
        )),
    }
}

/// What the export would change in all files that do not stay as they are.
pub fn file_diffs(registry: &Registry, request: &ExportRequest) -> Result<Vec<FileDiff>, AppError> {
    let planned = Planned::of(registry, request, &mut Progress::new(&mut |_| true))?;
    let files = planned.comparison.files.iter();
    files
        .filter(|file| file.change != Change::Same)
        .map(|file| planned.diff(&request.folder, file))
        .collect()
}

impl Planned {
    fn diff(&self, folder: &Path, file: &PlannedFile) -> Result<FileDiff, AppError> {
        let old = folder::read(folder, &file.path)?.unwrap_or_default();
        let new = self.files.get(&file.path);
        let new = new.map_or(&[][..], |content| content.bytes.as_slice());
        let lines = match (as_text(&old), as_text(new)) {
            (Some(old), Some(new)) => Some(lines(old, new)),
            _ => None,
        };
        Ok(FileDiff {
            path: file.path.clone(),
            text: lines.is_some(),
            lines: lines.unwrap_or_default(),
        })
    }
}

fn as_text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (text.len() <= MOST_BYTES && !text.contains('\0')).then_some(text)
}

fn lines(old: &str, new: &str) -> Vec<DiffLine> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let number = |index: Option<usize>| index.and_then(|index| u32::try_from(index + 1).ok());
    diff.grouped_ops(CONTEXT)
        .iter()
        .flatten()
        .flat_map(|op| diff.iter_changes(op))
        .map(|change| DiffLine {
            change: match change.tag() {
                ChangeTag::Equal => LineChange::Same,
                ChangeTag::Insert => LineChange::Added,
                ChangeTag::Delete => LineChange::Removed,
            },
            text: shown(change.value()),
            old_line: number(change.old_index()),
            new_line: number(change.new_index()),
        })
        .collect()
}

/// A line without its break; a carriage return is made visible, else two equal lines would differ.
fn shown(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    match line.strip_suffix('\r') {
        Some(line) => format!("{line}␍"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> Vec<String> {
        let number = |line: Option<u32>| line.map_or("-".to_owned(), |line| line.to_string());
        let told = |line: &DiffLine| {
            let sign = match line.change {
                LineChange::Same => ' ',
                LineChange::Added => '+',
                LineChange::Removed => '-',
            };
            format!(
                "{}/{} {sign}{}",
                number(line.old_line),
                number(line.new_line),
                line.text
            )
        };
        lines(old, new).iter().map(told).collect()
    }

    #[test]
    fn changes_come_with_three_lines_around() {
        assert_eq!(told("a\nb\n", "a\nb\n"), Vec::<String>::new());
        assert_eq!(told("", "a\nb"), ["-/1 +a", "-/2 +b"]);
        assert_eq!(told("a\n", ""), ["1/- -a"]);
        let numbers: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
        let old = numbers.join("\n");
        let new = old.replace("10\n", "ten\n");
        assert_eq!(
            told(&old, &new),
            [
                "7/7  7",
                "8/8  8",
                "9/9  9",
                "10/- -10",
                "-/10 +ten",
                "11/11  11",
                "12/12  12",
                "13/13  13"
            ]
        );
        assert_eq!(told("a\r\n", "a\n"), ["1/- -a␍", "-/1 +a"]);
    }

    #[test]
    fn only_text_of_a_sensible_size_is_compared() {
        assert!(as_text(b"\xff\xfe").is_none());
        assert!(as_text(b"a\0b").is_none());
        assert!(as_text(&vec![b'x'; MOST_BYTES + 1]).is_none());
        assert_eq!(as_text("é".as_bytes()), Some("é"));
    }
}
