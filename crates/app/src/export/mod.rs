//! Writing exports into a folder of somebody's repository.

mod diff;
mod folder;
mod journal;
mod progress;
mod signing;

pub use diff::{DiffLine, FileDiff, LineChange, file_diff, file_diffs};
pub use progress::{ExportPhase, ExportStep};
pub use signing::KeySource;

use crate::files::{inside, write_atomically};
use crate::{AppError, ErrorCode, Registry};
use baton_export::{
    Comparison, ExportKind, FileSet, MANIFEST_PATH, Manifest, ManifestProblem, PlannedFile,
    compare, export_while, keep_signatures, manifest, sign_cards,
};
use baton_model::{Diagnostic, TopologyId};
use progress::Progress;
use serde::{Deserialize, Serialize};
use signing::CardKey;
use std::cell::RefCell;
use std::collections::BTreeMap;
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
    /// The key that agent cards are signed with. Without one, cards that did not change keep the signatures that they have.
    pub sign_key: Option<KeySource>,
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
    /// Its name on the command line.
    pub id: String,
    /// What people are shown as its name.
    pub title: String,
    /// What it gives, in a sentence or two; code in backticks.
    pub about: String,
    /// The family that it belongs to, as people are shown it.
    pub family: String,
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

/// Everything that can be exported, family by family.
pub fn kinds() -> Vec<ExportKindInfo> {
    let all = ExportKind::by_family().into_iter();
    all.map(|kind| ExportKindInfo {
        id: kind.name().to_owned(),
        title: kind.title().to_owned(),
        about: kind.about().to_owned(),
        family: kind.family().to_owned(),
    })
    .collect()
}

/// What writing would do; nothing is written.
pub fn plan(registry: &Registry, request: &ExportRequest) -> Result<ExportReport, AppError> {
    plan_while(registry, request, |_| true)
}

/// The same. `go_on` hears how far it is, and ends it by saying no: [`ErrorCode::Cancelled`].
pub fn plan_while(
    registry: &Registry,
    request: &ExportRequest,
    mut go_on: impl FnMut(ExportStep) -> bool,
) -> Result<ExportReport, AppError> {
    let planned = Planned::of(registry, request, &mut Progress::new(&mut go_on))?;
    Ok(planned.report())
}

/// Writes the files; each is old or new at any time, never half, and the manifest comes last.
pub fn write(
    registry: &Registry,
    request: &ExportRequest,
    edited: EditedFiles,
) -> Result<ExportReport, AppError> {
    write_while(registry, request, edited, |_| true)
}

/// The same. `go_on` hears how far it is, and ends it by saying no: [`ErrorCode::Cancelled`]. Files that were written until then are new, the
/// others old, and the manifest knows which.
pub fn write_while(
    registry: &Registry,
    request: &ExportRequest,
    edited: EditedFiles,
    mut go_on: impl FnMut(ExportStep) -> bool,
) -> Result<ExportReport, AppError> {
    let mut progress = Progress::new(&mut go_on);
    let planned = Planned::of(registry, request, &mut progress)?;
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
    planned.write(&request.folder, overwrite, &mut progress)?;
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
    fn of(
        registry: &Registry,
        request: &ExportRequest,
        progress: &mut Progress<'_>,
    ) -> Result<Self, AppError> {
        let kinds =
            ExportKind::parse_all(request.kinds.iter().map(String::as_str)).map_err(|name| {
                let known: Vec<&str> = ExportKind::ALL.iter().map(|kind| kind.name()).collect();
                AppError::new(
                    ErrorCode::NotFound,
                    format!("{name:?} cannot be exported"),
                    format!("this version exports: {}, all", known.join(", ")),
                )
            })?;
        let key = request.sign_key.as_ref().map(CardKey::read).transpose()?;
        let (files, revision) = registry.read(|document| {
            let topology = request.topology.as_ref();
            let files = export_while(document, &kinds, topology, |done| {
                progress.at(ExportPhase::Making, done, kinds.len())
            });
            (files, document.revision())
        });
        let mut files = files.ok_or_else(progress::nothing_written)?;
        let on_disk = folder::read(&request.folder, MANIFEST_PATH)?;
        let recovered = journal::recover(&request.folder, on_disk.as_deref())?;
        let known = recovered.as_deref().or(on_disk.as_deref());
        match &key {
            Some(key) => sign_cards(&mut files, |card| key.sign(card))?,
            None => keep_written_signatures(&mut files, known, &request.folder)?,
        }
        let seen = RefCell::new((0, &mut *progress));
        let comparison = compare(&files, known, &|path| {
            let (done, progress) = &mut *seen.borrow_mut();
            *done += 1;
            // Whoever ends it does not wait for the other files to be read.
            let goes_on = progress.at(ExportPhase::Comparing, *done, files.files().len());
            goes_on
                .then(|| folder::content(&request.folder, path))
                .flatten()
        })?;
        if progress.is_over() {
            return Err(progress::nothing_written());
        }
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

    fn write(
        &self,
        folder: &Path,
        overwrite: bool,
        progress: &mut Progress<'_>,
    ) -> Result<(), AppError> {
        let mut changed: Vec<&PlannedFile> = self
            .comparison
            .files
            .iter()
            .filter(|file| file.change.writes(overwrite) || file.change.deletes(overwrite))
            .collect();
        if !progress.at(ExportPhase::Writing, 0, changed.len()) {
            return Err(progress::nothing_written());
        }
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
        if !changed.is_empty() {
            journal::begin(folder, &self.manifest)?;
        }
        // What is no longer needed goes last.
        changed.sort_by_key(|file| file.change.deletes(overwrite));
        for (done, file) in changed.iter().enumerate() {
            // The first was asked about above.
            if done > 0 && !progress.at(ExportPhase::Writing, done, changed.len()) {
                journal::settle(folder)?;
                return Err(progress::ended_after(done, changed.len()));
            }
            match self.files.get(&file.path) {
                Some(content) if file.change.writes(overwrite) => {
                    write_atomically(&inside(folder, &file.path)?, &content.bytes)?;
                }
                _ => folder::delete(folder, &file.path)?,
            }
        }
        if folder::read(folder, MANIFEST_PATH)?.as_deref() != Some(self.manifest.as_slice()) {
            write_atomically(&manifest_at, &self.manifest)?;
        }
        journal::end(folder)
    }
}

fn keep_written_signatures(
    files: &mut FileSet,
    manifest: Option<&[u8]>,
    folder: &Path,
) -> Result<(), AppError> {
    let Some(manifest) = manifest else {
        return Ok(());
    };
    let hashes: BTreeMap<String, String> = Manifest::read(manifest)?
        .files
        .into_iter()
        .map(|entry| (entry.path, entry.sha256))
        .collect();
    keep_signatures(files, |path| {
        let hash = hashes.get(path)?;
        Some((folder::content(folder, path)?, hash.clone()))
    });
    Ok(())
}

/// The name in the manifest: the file's own, so that the same registry in two places gives the same bytes.
fn registry_name(registry: &Registry) -> String {
    let location = registry.info().registry;
    let stem = Path::new(&location)
        .file_stem()
        .and_then(|stem| stem.to_str());
    stem.unwrap_or("registry").to_owned()
}
