//! Writing exports into a folder of somebody's repository.

mod diff;
mod folder;
mod journal;

pub use diff::{DiffLine, FileDiff, LineChange, file_diff, file_diffs};

use crate::files::{inside, write_atomically};
use crate::{AppError, ErrorCode, Registry};
use baton_export::{
    Comparison, ExportKind, FileSet, MANIFEST_PATH, Manifest, ManifestProblem, PlannedFile,
    compare, manifest,
};
use baton_model::{Diagnostic, TopologyId};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What is to be exported, and where to.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// Names of exports; `all` means every one.
    pub kinds: Vec<String>,
    /// The folder.
    pub folder: PathBuf,
    /// Only what one topology needs.
    pub topology: Option<TopologyId>,
}

/// What happens to files that were edited by hand since they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum EditedFiles {
    /// Nothing is written at all.
    Refuse,
    /// They stay, the others are written.
    Keep,
    /// They are written over.
    Overwrite,
}

/// What an export does to a folder.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ExportReport {
    /// The files, by path.
    pub files: Vec<PlannedFile>,
    /// Whether the folder is exactly what the registry gives; after writing, whether it is now.
    pub current: bool,
    /// What could not be exported.
    pub notes: Vec<Diagnostic>,
}

/// One thing that can be exported.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ExportKindInfo {
    /// Its name.
    pub id: String,
}

impl From<ManifestProblem> for AppError {
    fn from(problem: ManifestProblem) -> Self {
        Self::new(
            ErrorCode::InvalidFile,
            problem.to_string(),
            "nothing was written",
        )
    }
}

/// Everything that can be exported.
pub fn kinds() -> Vec<ExportKindInfo> {
    ExportKind::ALL
        .iter()
        .map(|kind| ExportKindInfo {
            id: kind.name().to_owned(),
        })
        .collect()
}

/// What writing would do; nothing is written.
pub fn plan(registry: &Registry, request: &ExportRequest) -> Result<ExportReport, AppError> {
    let planned = Planned::of(registry, request)?;
    Ok(planned.report())
}

/// Writes the files; each is old or new at any time, never half, and the manifest comes last.
pub fn write(
    registry: &Registry,
    request: &ExportRequest,
    edited: EditedFiles,
) -> Result<ExportReport, AppError> {
    let planned = Planned::of(registry, request)?;
    let conflicts: Vec<&str> = planned
        .comparison
        .conflicts()
        .map(|file| file.path.as_str())
        .collect();
    if edited == EditedFiles::Refuse && !conflicts.is_empty() {
        let mut list = conflicts
            .iter()
            .take(10)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        if conflicts.len() > 10 {
            list.push_str(", ...");
        }
        let mut error = AppError::new(
            ErrorCode::EditedByHand,
            format!(
                "{} of the files in {} were edited by hand: {list}",
                conflicts.len(),
                request.folder.display()
            ),
            "nothing was written; --keep-edited leaves them as they are, --overwrite-edited writes over them",
        );
        error
            .hints
            .push("`baton export ... --check` lists every file".to_owned());
        return Err(error);
    }
    let overwrite = edited == EditedFiles::Overwrite;
    planned.write(&request.folder, overwrite)?;
    let is_left = |file: &PlannedFile| file.change.is_conflict() && !overwrite;
    Ok(ExportReport {
        current: !planned.comparison.files.iter().any(is_left),
        ..planned.report()
    })
}

struct Planned {
    files: FileSet,
    comparison: Comparison,
    manifest: Vec<u8>,
    /// The manifest of what an interrupted export left behind.
    recovered: Option<Vec<u8>>,
    /// Whether the manifest in the folder lists what it has to list.
    manifest_is_current: bool,
}

impl Planned {
    fn of(registry: &Registry, request: &ExportRequest) -> Result<Self, AppError> {
        let kinds =
            ExportKind::parse_all(request.kinds.iter().map(String::as_str)).map_err(|name| {
                let known: Vec<&str> = ExportKind::ALL.iter().map(|kind| kind.name()).collect();
                AppError::new(
                    ErrorCode::NotFound,
                    format!("{name:?} cannot be exported"),
                    format!("this version exports: {}, all", known.join(", ")),
                )
            })?;
        let (files, revision) = registry.read(|document| {
            (
                baton_export::export(document, &kinds, request.topology.as_ref()),
                document.revision(),
            )
        });
        let on_disk = folder::read(&request.folder, MANIFEST_PATH)?;
        let recovered = journal::recover(&request.folder, on_disk.as_deref())?;
        let known = recovered.as_deref().or(on_disk.as_deref());
        let comparison = compare(&files, known, &|path| {
            folder::content(&request.folder, path)
        })?;
        let manifest = manifest(&files, &comparison.kept, &registry_name(registry), revision);
        let manifest_is_current = match on_disk.as_deref() {
            Some(on_disk) => Manifest::read(on_disk)?.files == Manifest::read(&manifest)?.files,
            None => files.files().next().is_none(),
        };
        Ok(Self {
            files,
            comparison,
            manifest,
            recovered,
            manifest_is_current,
        })
    }

    fn report(&self) -> ExportReport {
        ExportReport {
            files: self.comparison.files.clone(),
            current: self.manifest_is_current && self.comparison.is_current(),
            notes: self.files.notes().to_vec(),
        }
    }

    fn write(&self, folder: &Path, overwrite: bool) -> Result<(), AppError> {
        std::fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
        // Every path is judged before the first file is written.
        for file in &self.comparison.files {
            inside(folder, &file.path)?;
        }
        let manifest_at = inside(folder, MANIFEST_PATH)?;
        if let Some(recovered) = &self.recovered {
            write_atomically(&manifest_at, recovered)?;
            journal::sweep(folder, &self.comparison)?;
        }
        let changes =
            |file: &PlannedFile| file.change.writes(overwrite) || file.change.deletes(overwrite);
        if self.comparison.files.iter().any(changes) {
            journal::begin(folder, &self.manifest)?;
        }
        for file in &self.comparison.files {
            if file.change.writes(overwrite)
                && let Some(content) = self.files.get(&file.path)
            {
                write_atomically(&inside(folder, &file.path)?, &content.bytes)?;
            }
        }
        for file in self
            .comparison
            .files
            .iter()
            .filter(|file| file.change.deletes(overwrite))
        {
            folder::delete(folder, &file.path)?;
        }
        if folder::read(folder, MANIFEST_PATH)?.as_deref() != Some(self.manifest.as_slice()) {
            write_atomically(&manifest_at, &self.manifest)?;
        }
        journal::end(folder)
    }
}

/// The name in the manifest: the file's own, so that the same registry in two places gives the same bytes.
fn registry_name(registry: &Registry) -> String {
    let location = registry.info().registry;
    let stem = Path::new(&location)
        .file_stem()
        .and_then(|stem| stem.to_str());
    stem.unwrap_or("registry").to_owned()
}
