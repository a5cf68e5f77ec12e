//! Short ways to read and evaluate text in a test.

use plumbline::domain::project::Project;
use plumbline::domain::run::Run;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::report::{self, Format};
use plumbline::rules::library::Library;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use plumbline::service::files::{FileArg, ReadOptions};
use plumbline::service::read::read;
use std::path::PathBuf;
use std::sync::Arc;

pub fn options(profile: Profile, threads: usize) -> ReadOptions {
    ReadOptions { limits: Limits::of(profile), layout: None, mapping: None, threads }
}

/// Writes bytes under a name into a folder of their own and reads them as an upload.
pub fn read_upload(name: &str, bytes: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read(&[FileArg::Path(path)], &options(Profile::Upload, 0))
}

pub fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

pub fn request(project: Option<Project>, rules: Option<&[&str]>, threads: usize) -> EvaluateRequest {
    EvaluateRequest {
        read: options(Profile::Local, threads),
        project: project.map(Arc::new),
        library: Arc::new(Library::embedded().unwrap()),
        rules: rules.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()),
        as_of: None,
        accept_secondary: false,
        list_all: false,
        hours_to_date: None,
    }
}

pub fn check(text: &str, request: &EvaluateRequest) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "payroll.csv", text);
    evaluate(&[FileArg::Path(path)], request).unwrap()
}

pub fn json(run: &Run) -> String {
    let mut out = Vec::new();
    report::write(Format::Json, run, &report::Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn codes(run: &Run) -> Vec<&'static str> {
    run.problems.iter().map(|p| p.code).collect()
}
