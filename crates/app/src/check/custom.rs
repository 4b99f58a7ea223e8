//! The file of rules that users write beside their registry: found, read, read again, and run within a time limit.

use crate::files::{read_text, write_atomically};
use crate::{AppError, Registry};
use baton_model::{Document, RuleSeverity};
use baton_rules::{
    CustomMemory, CustomProblem, CustomReport, CustomRule, CustomRules, Finding, Scope,
};
use serde::Serialize;
use std::borrow::Borrow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long reading a file may take, and running its rules with an edit. What is left over then goes on with the next run.
const WITH_AN_EDIT: Duration = Duration::from_secs(1);

/// How long running them may take where nobody waits for a keystroke.
const WHEN_ASKED: Duration = Duration::from_secs(10);

/// Larger files are not read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The rules of a registry's file, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct CustomState {
    /// Where the file is or would be; none for a registry that is no file.
    pub file: Option<String>,
    /// Whether it is there.
    pub there: bool,
    /// The rules that can run, in the order of the file.
    pub rules: Vec<CustomRule>,
    /// What is wrong with the file, and what its rules could not tell.
    pub problems: Vec<CustomProblem>,
}

/// The rules that a registry runs beside the catalogue.
pub(crate) struct Custom {
    loaded: Mutex<Loaded>,
}

#[derive(Default)]
struct Loaded {
    file: Option<PathBuf>,
    /// What the file said, or why it could not be read; none where it is not there.
    text: Option<Result<String, String>>,
    rules: CustomRules,
    /// What is wrong with the file.
    wrong: Vec<CustomProblem>,
    /// What the last run over the whole registry could not tell.
    untold: Vec<CustomProblem>,
    memory: CustomMemory,
}

impl Custom {
    /// The rules beside a registry's file.
    pub fn beside(location: &str) -> Self {
        Self {
            loaded: Mutex::new(Loaded::read(file_beside(location))),
        }
    }

    /// Reads the file again; whether it says something else than before.
    fn reload(&self) -> bool {
        let mut loaded = self.loaded();
        let now = loaded.file.as_deref().and_then(content);
        if now == loaded.text {
            return false;
        }
        *loaded = Loaded::read(loaded.file.take());
        true
    }

    /// Takes the rules of another file.
    fn take(&self, file: &Path) {
        *self.loaded() = Loaded::read(Some(file.to_owned()));
    }

    pub fn is_in_use(&self) -> bool {
        self.loaded().rules.rules().len() > 0
    }

    pub fn state(&self) -> CustomState {
        self.loaded().state()
    }

    /// Findings of the catalogue with those of users' rules over the whole registry, in one order.
    pub fn join<F: Borrow<Finding> + From<Finding>>(
        &self,
        findings: Vec<F>,
        document: &Document,
    ) -> Vec<F> {
        let mut loaded = self.loaded();
        let Loaded { rules, memory, .. } = &mut *loaded;
        let CustomReport {
            findings: own,
            problems,
        } = rules.check(document, Scope::Registry, &[], memory, &limit(WITH_AN_EDIT));
        loaded.untold = problems;
        joined(findings, own)
    }

    /// The same for a run of its own, with what could not be told.
    pub fn run(
        &self,
        findings: Vec<Finding>,
        document: &Document,
        scope: Scope<'_>,
        overrides: &[(String, RuleSeverity)],
    ) -> (Vec<Finding>, CustomState) {
        let loaded = self.loaded();
        let mut memory = CustomMemory::default();
        let report =
            loaded
                .rules
                .check(document, scope, overrides, &mut memory, &limit(WHEN_ASKED));
        let state = CustomState {
            problems: loaded
                .wrong
                .iter()
                .cloned()
                .chain(report.problems)
                .collect(),
            ..loaded.state()
        };
        (joined(findings, report.findings), state)
    }

    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loaded {
    fn read(file: Option<PathBuf>) -> Self {
        let text = file.as_deref().and_then(content);
        let (rules, wrong) = match &text {
            None => (CustomRules::default(), Vec::new()),
            Some(Ok(text)) => CustomRules::read(text, &limit(WITH_AN_EDIT)),
            Some(Err(message)) => {
                let problem = CustomProblem {
                    code: None,
                    line: 1,
                    column: 1,
                    message: message.clone(),
                    remedy: "make it a text file that can be read".to_owned(),
                };
                (CustomRules::default(), vec![problem])
            }
        };
        Self {
            file,
            text,
            rules,
            wrong,
            ..Self::default()
        }
    }

    fn state(&self) -> CustomState {
        CustomState {
            file: self.file.as_ref().map(|path| path.display().to_string()),
            there: self.text.is_some(),
            rules: self.rules.rules().cloned().collect(),
            problems: self.wrong.iter().chain(&self.untold).cloned().collect(),
        }
    }
}

/// The rules of a file, without a registry.
pub fn read(file: &Path) -> CustomState {
    Loaded::read(Some(file.to_owned())).state()
}

/// Where the rules of a registry's file are: beside it, `support.rules.toml` for `support.baton`.
pub fn file_beside(location: &str) -> Option<PathBuf> {
    let path = Path::new(location);
    let is_file = !location.contains("://") && !location.starts_with(':');
    (is_file && path.file_name().is_some()).then(|| path.with_extension("rules.toml"))
}

impl Registry {
    /// The rules of the registry's file, and what is wrong with it.
    pub fn custom_rules(&self) -> CustomState {
        self.custom().state()
    }

    /// Reads the file of rules again. Where it says something else, all findings are worked out anew; the revision stays.
    pub fn reload_custom_rules(&self) -> bool {
        let changed = self.custom().reload();
        if changed {
            self.judge_again();
        }
        changed
    }

    /// Runs the rules of another file than the one beside the registry.
    pub fn take_custom_rules(&self, file: &Path) -> Result<(), AppError> {
        // Whoever names a file wants to hear that it cannot be read.
        read_text(file)?;
        self.custom().take(file);
        self.judge_again();
        Ok(())
    }

    /// Writes the file of rules.
    pub(crate) fn write_custom_rules(&self, text: &str) -> Result<(), AppError> {
        if let Some(file) = self.custom().loaded().file.clone() {
            write_atomically(&file, text.as_bytes())?;
        }
        self.reload_custom_rules();
        Ok(())
    }

    /// What the file of rules says; none where it is not there.
    pub(crate) fn custom_rules_text(&self) -> Result<Option<String>, AppError> {
        let file = self.custom().loaded().file.clone();
        file.filter(|file| file.exists())
            .map(|file| read_text(&file))
            .transpose()
    }
}

/// What a file says, or why it cannot be read; none where it is not there.
fn content(file: &Path) -> Option<Result<String, String>> {
    let metadata = std::fs::metadata(file).ok()?;
    if !metadata.is_file() {
        return Some(Err(format!("{} is no file", file.display())));
    }
    // Its own limit is far below; nobody waits for what is refused anyway.
    if metadata.len() > MOST_BYTES {
        return Some(Err(format!(
            "{} is larger than {MOST_BYTES} bytes",
            file.display()
        )));
    }
    Some(read_text(file).map_err(|error| error.to_string()))
}

fn limit(time: Duration) -> impl Fn() -> bool {
    let begun = Instant::now();
    move || begun.elapsed() > time
}

/// By severity, code and subject, as the catalogue's own.
fn joined<F: Borrow<Finding> + From<Finding>>(mut findings: Vec<F>, own: Vec<Finding>) -> Vec<F> {
    if own.is_empty() {
        return findings;
    }
    findings.extend(own.into_iter().map(F::from));
    findings.sort_by(|a, b| {
        let (a, b): (&Finding, &Finding) = (a.borrow(), b.borrow());
        (a.severity, &a.code, &a.subject, &a.key).cmp(&(b.severity, &b.code, &b.subject, &b.key))
    });
    findings
}
