//! The files named on the command line, and how they are to be read.

use super::args::{LimitsName, ReadingArgs};
use super::stop::Stop;
use crate::intake::input::why_unreadable;
use crate::intake::limits::{Limits, Profile};
use crate::intake::mapping::Mapping;
use crate::intake::table::LayoutName;
use crate::rules::library::Library;
use crate::service::files::{FileArg, ReadOptions};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The files, `-` read from standard input.
pub(super) fn open(paths: &[PathBuf], limits: &Limits) -> Result<Vec<FileArg>, Stop> {
    let mut standard_input = false;
    paths
        .iter()
        .map(|path| {
            if path.as_os_str() != "-" {
                return Ok(FileArg::Path(path.clone()));
            }
            if std::mem::replace(&mut standard_input, true) {
                return Err(Stop::usage("`-` stands for standard input and can be given once."));
            }
            let mut bytes = Vec::new();
            // One byte more than is read at most, so that the limit is seen to be passed.
            std::io::stdin()
                .take(limits.file_bytes.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(|e| Stop::usage(format!("standard input cannot be read ({e}).")))?;
            Ok(FileArg::Stdin(bytes.into()))
        })
        .collect()
}

/// How files are to be read.
pub(super) fn options(args: &ReadingArgs) -> Result<ReadOptions, Stop> {
    let profile = match args.limits {
        LimitsName::Upload => Profile::Upload,
        LimitsName::Local => Profile::Local,
    };
    let layout = args.layout.as_deref().map(layout).transpose()?;
    let mapping = args.mapping.as_deref().map(mapping).transpose()?;
    Ok(ReadOptions { limits: Limits::of(profile), layout, mapping, threads: args.threads.map_or(0, usize::from) })
}

/// A mapping file, or the Problem with it in words.
fn mapping(path: &Path) -> Result<Mapping, Stop> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Stop::usage(format!("the mapping {} cannot be read: {}.", path.display(), why_unreadable(&e))))?;
    crate::intake::mapping::read(&text).map_err(|problem| {
        let place = match &problem.site {
            crate::domain::problem::Site::Line(line) => format!("{}:{line}", path.display()),
            _ => path.display().to_string(),
        };
        Stop::usage(format!("{place}: {} Expected: {}. {}", problem.read, problem.expected, problem.fix))
    })
}

fn layout(name: &str) -> Result<LayoutName, Stop> {
    LayoutName::ALL.iter().copied().find(|l| l.word() == name).ok_or_else(|| {
        let names: Vec<&str> = LayoutName::ALL.iter().map(|l| l.word()).collect();
        Stop::usage(format!("there is no layout `{name}`. Layouts: {}.", names.join(", ")))
    })
}

/// The policies that ship, extended by a folder.
pub(super) fn library(folder: Option<&Path>) -> Result<Library, Stop> {
    let shipped = Library::embedded();
    let library = match folder {
        Some(folder) => shipped.and_then(|library| library.overlay(folder)),
        None => shipped,
    };
    library.map_err(|errors| {
        let mut words = "the rules do not load.".to_owned();
        for error in &errors {
            let _ = write!(words, "\n{error}");
        }
        Stop::Usage(words)
    })
}

/// `payroll.xlsx`, or `payroll.xlsx and 3 more`.
pub(super) fn named(files: &[FileArg]) -> String {
    let first = files.first().map(FileArg::name).unwrap_or_default();
    if files.len() > 1 { format!("{first} and {} more", files.len() - 1) } else { first }
}
