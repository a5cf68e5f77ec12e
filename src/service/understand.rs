//! How the columns of a file are understood, before any row is used: what a person corrects.

use super::files::{FileArg, ReadOptions};
use super::tables::{Tables, unmapped};
use crate::domain::run::Run;
use crate::intake::table::TableMap;

/// What was understood of some files.
#[derive(Debug)]
pub struct Understanding {
    /// Inputs, sheets, notes and Problems.
    pub run: Run,
    /// The tables found. Where headings could not be understood, one table with no column used, to be
    /// mapped by hand; none where there is nothing to map.
    pub tables: Vec<TableMap>,
}

/// Understands the columns of files.
pub fn understand(files: &[FileArg], options: &ReadOptions) -> Understanding {
    let mut run = Run::default();
    match Tables::open(files, options, &mut run) {
        Ok(found) => Understanding { run, tables: found.tables.into_iter().map(|t| t.map).collect() },
        Err(_) => {
            let headings = run.problems.iter().all(|p| p.code.starts_with("header."));
            let tables =
                if headings { files.iter().filter_map(|f| unmapped(f, options)).map(|(_, map)| map).collect() } else { Vec::new() };
            Understanding { run, tables }
        }
    }
}
