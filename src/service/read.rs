//! Reads files and says what was understood, without any rule.

use super::files::{FileArg, ReadOptions};
use super::merge::Merge;
use super::tables::Tables;
use super::{pipeline, read_determination};
use crate::domain::run::Run;

/// Reads files: inputs, tables, columns, rows used and not used, Problems and notes.
pub fn read(files: &[FileArg], options: &ReadOptions) -> Run {
    if !files.is_empty() && files.iter().all(read_determination::is_determination) {
        return read_determination::read(files, options);
    }
    let mut run = Run::default();
    let Ok(mut tables) = Tables::open(files, options, &mut run) else { return run };
    let mut merge = Merge::new(&[], Vec::new(), options.limits.rows, room_for(files));
    if stream(&mut tables, options, &[], &mut merge, &mut run) {
        run.names = merge.names;
        merge.quotes.into_run(&mut run);
    }
    run
}

/// Streams every table through the checks; false if a file is refused.
pub(super) fn stream(
    tables: &mut Tables,
    options: &ReadOptions,
    checks: &[Box<dyn crate::checks::LineCheck>],
    merge: &mut Merge<'_>,
    run: &mut Run,
) -> bool {
    for table in &mut tables.tables {
        let delimited = table.map.header_fields > 0;
        merge.begin(table.id, table.map.records, table.map.header_row, delimited);
        let input = table.input;
        let ended = pipeline::run(table, &options.limits, options.worker_threads(), checks, |stretch| merge.take(stretch, run));
        run.notes.extend(table.stream.take_notes());
        match ended {
            Ok(Some(sha256)) => run.inputs[input].sha256 = sha256,
            Ok(None) => {}
            Err(problem) => {
                run.problems = vec![*problem];
                return false;
            }
        }
        if !merge.end(run) {
            return false;
        }
    }
    true
}

/// A guess at the number of lines in some files: a line of a payroll takes some 150 bytes of text. Only
/// memory is at stake, so a wrong guess costs nothing but a little time.
pub(super) fn room_for(files: &[FileArg]) -> usize {
    let bytes: u64 = files.iter().map(FileArg::size).sum();
    usize::try_from(bytes / 150).unwrap_or(0).min(2_000_000)
}
