//! The policies at hand: those that ship in the binary, and those of an agency's own folder.

use super::clause_form::is_name;
use super::error::RuleError;
use super::links;
use super::load;
use super::policy::Policy;
use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// A policy file larger than this is not one.
const LARGEST: u64 = 1 << 20;
/// Folders nest country, state, county, city; more is a wrong folder.
const DEEPEST: usize = 8;

/// Policies by their path.
#[derive(Clone, Debug, Default)]
pub struct Library {
    policies: BTreeMap<String, Arc<Policy>>,
    /// Pages of cases, by the path of the policy they stand beside.
    pages: BTreeMap<String, Arc<str>>,
}

impl Library {
    /// The policies that ship in the binary.
    ///
    /// # Errors
    /// Every error of every file, by file. A test loads them all, so a release has none.
    pub fn embedded() -> Result<Self, Vec<RuleError>> {
        let mut files = Vec::new();
        gather(&EMBEDDED, ".toml", &mut files);
        let mut pages = Vec::new();
        gather(&EMBEDDED, ".md", &mut pages);
        let mut library = Self { policies: BTreeMap::new(), pages: pages.into_iter().map(|(id, text)| (id, text.into())).collect() };
        library.add(files.into_iter().map(|(id, text)| (format!("rules/{id}.toml"), id, text)), false)?;
        Ok(library)
    }

    /// These policies extended by the files of a folder; a file with the same path takes the place of
    /// the one before.
    ///
    /// # Errors
    /// Every error of every file, and of the folder if it cannot be read.
    pub fn overlay(mut self, folder: &Path) -> Result<Self, Vec<RuleError>> {
        let (mut files, mut errors) = (Vec::new(), Vec::new());
        walk(folder, "", 0, &mut files, &mut errors);
        let (policies, pages): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.extension().is_some_and(|e| e == "toml"));
        for (path, id) in pages {
            match read(&path) {
                Ok(text) => _ = self.pages.insert(id, text.into()),
                Err(error) => errors.push(error),
            }
        }
        let texts = policies.into_iter().filter_map(|(path, id)| match read(&path) {
            Ok(text) => Some((path.display().to_string(), id, text)),
            Err(error) => {
                errors.push(error);
                None
            }
        });
        let texts: Vec<_> = texts.collect();
        if let Err(more) = self.add(texts.into_iter(), true) {
            errors.extend(more);
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// Policies from texts: file name for messages, path without ending, text.
    ///
    /// # Errors
    /// Every error of every text.
    pub fn from_texts<T: AsRef<str>>(texts: impl IntoIterator<Item = (String, String, T)>) -> Result<Self, Vec<RuleError>> {
        let mut library = Self::default();
        library.add(texts.into_iter(), false)?;
        Ok(library)
    }

    fn add<T: AsRef<str>>(&mut self, texts: impl Iterator<Item = (String, String, T)>, overlay: bool) -> Result<(), Vec<RuleError>> {
        let mut errors = Vec::new();
        for (file, id, text) in texts {
            match load::policy(&id, &file, text.as_ref(), overlay) {
                Ok(policy) => {
                    self.policies.insert(id, Arc::new(policy));
                }
                Err(more) => errors.extend(more),
            }
        }
        if errors.is_empty() {
            errors = links::link(&mut self.policies);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// These policies as they were known on a day: what became public later is left out.
    pub fn as_known_on(&self, day: NaiveDate) -> Self {
        let known = |p: &Arc<Policy>| p.as_known_on(day).map_or_else(|| Arc::clone(p), Arc::new);
        let pages = self.pages.clone();
        Self { pages, ..self.policies.values().map(known).collect() }
    }

    /// Every policy as it stands on a day, as if it stood so on every day.
    pub fn frozen_on(&self, day: NaiveDate) -> Self {
        let pages = self.pages.clone();
        Self { pages, ..self.policies.values().map(|p| Arc::new(p.frozen_on(day))).collect() }
    }

    /// Adds a policy as loaded.
    ///
    /// # Errors
    /// What it names and the library does not hold.
    pub fn with(mut self, policy: Policy) -> Result<Self, Vec<RuleError>> {
        self.policies.insert(policy.id.clone(), Arc::new(policy));
        let errors = links::link(&mut self.policies);
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// The policy of a path.
    pub fn get(&self, id: &str) -> Option<&Arc<Policy>> {
        self.policies.get(id)
    }

    /// The page of cases that stands beside a policy.
    pub fn page(&self, id: &str) -> Option<&str> {
        self.pages.get(id).map(AsRef::as_ref)
    }

    /// Every policy, by path.
    pub fn list(&self) -> impl Iterator<Item = &Arc<Policy>> {
        self.policies.values()
    }

    /// Every policy with its digest, a line each: two libraries with one listing answer alike.
    pub fn listing(&self) -> String {
        self.policies.values().map(|policy| format!("{} {}\n", policy.digest, policy.id)).collect()
    }

    /// The path a misspelt one most likely means.
    pub fn closest(&self, id: &str) -> Option<&str> {
        let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let ids = || self.policies.keys().map(String::as_str);
        super::source_text::closest(id, ids()).or_else(|| ids().find(|k| last(k) == last(id)))
    }
}

impl FromIterator<Arc<Policy>> for Library {
    fn from_iter<I: IntoIterator<Item = Arc<Policy>>>(policies: I) -> Self {
        let mut library = Self { policies: policies.into_iter().map(|p| (p.id.clone(), p)).collect(), pages: BTreeMap::new() };
        // Policies out of a library name only policies of it; one that is not here sets no floor beside.
        let _ = links::link(&mut library.policies);
        library
    }
}

fn gather(dir: &'static Dir<'static>, ending: &str, into: &mut Vec<(String, &'static str)>) {
    for file in dir.files() {
        let id = file.path().to_str().and_then(|p| p.strip_suffix(ending));
        if let (Some(id), Some(text)) = (id, file.contents_utf8()) {
            into.push((id.replace('\\', "/"), text));
        }
    }
    dir.dirs().for_each(|d| gather(d, ending, into));
}

fn walk(folder: &Path, prefix: &str, depth: usize, files: &mut Vec<(PathBuf, String)>, errors: &mut Vec<RuleError>) {
    let shown = folder.display().to_string();
    if depth > DEEPEST {
        errors.push(RuleError::of_file(shown, "Folders nest too deep for a folder of rules", "Give the folder that holds us, us-ma, …"));
        return;
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            errors.push(RuleError::of_file(shown, format!("The folder cannot be read: {error}"), "Give a folder that can be read"));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, &format!("{prefix}{name}/"), depth + 1, files, errors);
        } else if let Some(stem) = name.strip_suffix(".md").filter(|stem| is_name(stem)) {
            files.push((path.clone(), format!("{prefix}{stem}")));
        } else if let Some(stem) = name.strip_suffix(".toml") {
            let id = format!("{prefix}{stem}");
            if id.split('/').all(is_name) {
                files.push((path, id));
            } else {
                let shown = path.display().to_string();
                errors.push(RuleError::of_file(
                    shown,
                    "The path of a policy is its name",
                    "Use lower-case letters, digits and hyphens in folder and file names",
                ));
            }
        }
    }
}

fn read(path: &Path) -> Result<String, RuleError> {
    let shown = path.display().to_string();
    let problem = |found: String, write: &str| Err(RuleError::of_file(shown.clone(), found, write));
    match std::fs::metadata(path) {
        Ok(meta) if meta.len() > LARGEST => problem(format!("The file has {} bytes", meta.len()), "A policy file has at most 1 MiB"),
        Ok(_) => match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => Ok(text),
            Ok(Err(error)) => {
                problem(format!("The file is not UTF-8 from byte {} on", error.utf8_error().valid_up_to()), "Save it as UTF-8")
            }
            Err(error) => problem(format!("The file cannot be read: {error}"), "Check its permissions"),
        },
        Err(error) => problem(format!("The file cannot be read: {error}"), "Check its permissions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_policy_loads() {
        let library =
            Library::embedded().unwrap_or_else(|errors| panic!("{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>()));
        let ids: Vec<&str> = library.list().map(|p| p.id.as_str()).collect();
        let lasting = [
            "payroll/arithmetic",
            "us-ma/boston/living-wage",
            "us-ma/boston/residents-jobs-policy",
            "us-wa/seattle/priority-hire",
            "us/cwhssa-overtime",
            "us/davis-bacon",
            "us/payroll-filing",
        ];
        assert!(lasting.iter().all(|id| ids.contains(id)), "{ids:?}");
    }
}
