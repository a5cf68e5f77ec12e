//! The reading itself: the file under the limits of an upload, the checks as the command line runs them.

use super::{Examination, ExamineRequest, LimitsWord, OutcomeWord, seen, shape, sheet};
use crate::domain::people::People;
use crate::domain::problem::Problem;
use crate::domain::problem_codes::Weight;
use crate::domain::project::Project;
use crate::domain::run::Run;
use crate::intake::corrected::Correction;
use crate::intake::limits::{Limits, Profile};
use crate::intake::mapping;
use crate::intake::project_file;
use crate::intake::table::{LayoutName, TableMap};
use crate::report::{self, Format};
use crate::rules::error::RuleError;
use crate::rules::library::Library;
use crate::service::evaluate::{EvaluateRequest, Evaluated, evaluate_payroll};
use crate::service::files::{FileArg, ReadOptions, UploadedFile};
use crate::service::tables::{Tables, unmapped};
use std::path::Path;
use std::sync::Arc;

/// Threads that turn rows into lines. One process reads one file among many; the result does not depend on it.
const THREADS: usize = 1;

/// Why a request cannot be answered: what surrounds the file does not load. No file causes it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ExamineFault(pub String);

/// Reads and checks a file. The same request over the same bytes gives the same examination.
///
/// # Errors
/// [`ExamineFault`] where the project file or the shipped rules do not load, or there is no such layout. Whatever is
/// wrong with the file itself is in the examination.
pub fn examine(request: &ExamineRequest) -> Result<Examination, ExamineFault> {
    let fault = |errors: Vec<RuleError>| ExamineFault(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    let mut library = Library::embedded().map_err(fault)?;
    if let Some(folder) = &request.rules_dir {
        library = library.overlay(folder).map_err(fault)?;
    }
    examine_under(request, Arc::new(library))
}

/// Examines a file under rules that are given: those of its day.
///
/// # Errors
/// As [`examine`], but for the rules.
pub fn examine_under(request: &ExamineRequest, library: Arc<Library>) -> Result<Examination, ExamineFault> {
    let fault = |words: String| ExamineFault(words);
    let (mapping, mapping_fault) = match request.mapping.as_deref().map(mapping::read).transpose() {
        Ok(mapping) => (mapping, None),
        Err(problem) => (None, Some(*problem)),
    };
    let options =
        ReadOptions { limits: limits(request), layout: request.layout.as_deref().map(layout).transpose()?, mapping, threads: THREADS };
    let file = FileArg::Upload(Arc::new(uploaded(request)));
    let plain = ReadOptions { mapping: None, ..options.clone() };
    let project = request.project_file.as_deref().map(project_file::load).transpose().map_err(|e| fault(e.to_string()))?;
    let project = project.map(Arc::new);
    let evaluated = match mapping_fault {
        Some(problem) => not_mapped(&file, &plain, problem),
        None => {
            let check = EvaluateRequest {
                read: options.clone(),
                project: project.clone(),
                library,
                rules: None,
                as_of: request.as_of,
                accept_secondary: false,
                list_all: false,
                hours_to_date: request.hours_to_date.clone().map(Arc::new),
            };
            evaluate_payroll(std::slice::from_ref(&file), &check, request.week_ending).map_err(|e| fault(e.to_string()))?
        }
    };
    put_together(request, &file, &options, &plain, &evaluated, project.as_deref())
}

/// The limits asked for, with the bytes a file may have here.
fn limits(request: &ExamineRequest) -> Limits {
    let limits = Limits::of(match request.limits {
        LimitsWord::Upload => Profile::Upload,
        LimitsWord::Local => Profile::Local,
    });
    Limits { file_bytes: request.file_bytes.unwrap_or(limits.file_bytes), ..limits }
}

fn uploaded(request: &ExamineRequest) -> UploadedFile {
    let name = Path::new(&request.file_name).file_name().map_or_else(|| "payroll".to_owned(), |name| name.to_string_lossy().into_owned());
    let corrections = request.corrections.iter();
    let corrections = corrections.map(|c| Correction { sheet: c.sheet.clone(), row: c.row, column: c.column, text: c.text.clone() });
    UploadedFile { path: request.file.clone(), name, corrections: corrections.collect() }
}

fn layout(word: &str) -> Result<LayoutName, ExamineFault> {
    let known = LayoutName::ALL.iter().copied().find(|layout| layout.word() == word);
    known.ok_or_else(|| ExamineFault(format!("there is no layout `{word}`")))
}

/// What is known of a file whose mapping cannot be read: its tables as they are understood without one, for the
/// person to choose anew.
fn not_mapped(file: &FileArg, plain: &ReadOptions, problem: Problem) -> Evaluated {
    let mut run = Run::default();
    let unusable = match Tables::open(std::slice::from_ref(file), plain, &mut run) {
        Ok(tables) => tables.tables.into_iter().next().map(|t| (t.name, Box::new(t.map))),
        Err(none) => none.unusable,
    };
    // A file that is refused whatever its columns hold says so first.
    if !run.problems.iter().any(|p| p.weight() == Weight::Refuse && !settled_by_choosing(p)) {
        run.problems = vec![problem];
    }
    run.sheets.clear();
    Evaluated { run, unusable, ..Evaluated::default() }
}

/// True for what a person settles by saying what the columns hold.
fn settled_by_choosing(problem: &Problem) -> bool {
    problem.code.starts_with("header.") || problem.code == "map.not_understood"
}

/// The sheet and table whose columns a person is to choose.
fn to_choose_from(file: &FileArg, options: &ReadOptions, evaluated: &Evaluated) -> Option<(String, Box<TableMap>)> {
    evaluated.unusable.clone().or_else(|| unmapped(file, options).map(|(name, map)| (name, Box::new(map))))
}

fn put_together(
    request: &ExamineRequest,
    file: &FileArg,
    options: &ReadOptions,
    plain: &ReadOptions,
    evaluated: &Evaluated,
    project: Option<&Project>,
) -> Result<Examination, ExamineFault> {
    let run = &evaluated.run;
    let refused = run.problems.iter().find(|p| p.weight() == Weight::Refuse);
    let choose = refused.filter(|p| settled_by_choosing(p)).and_then(|_| to_choose_from(file, options, evaluated));
    let mut whole = seen::of_run(run, choose.as_ref().map(|(sheet, _)| sheet.as_str())).map_err(ExamineFault)?;
    whole.outcome = match (refused, &choose) {
        (None, _) => OutcomeWord::Examined,
        (Some(_), Some(_)) => OutcomeWord::Columns,
        (Some(_), None) => OutcomeWord::Refused,
    };
    whole.report = report_of(run).map_err(ExamineFault)?;
    match whole.outcome {
        OutcomeWord::Refused => return Ok(whole),
        OutcomeWord::Columns => {
            if let Some((sheet, map)) = &choose {
                sheet::for_choosing(file, options, sheet, map, &mut whole);
            }
        }
        OutcomeWord::Examined => {
            let tables: Vec<_> = run.sheets.iter().map(|s| s.sheet.as_str()).zip(&evaluated.maps).collect();
            sheet::as_read(file, options, &tables, &mut whole);
            let nobody = People::default();
            let people = project.map_or(&nobody, |project| &project.people);
            whole.lines = evaluated.lines.iter().map(|line| seen::line(line, &run.names, people)).collect();
            whole.remarks.extend(seen::other_contractors(&request.contractor, &evaluated.lines, &run.names));
        }
    }
    whole.shape = if options.mapping.is_some() {
        shape_without_mapping(file, plain)
    } else {
        evaluated.maps.first().or(choose.as_ref().map(|(_, map)| &**map)).map(|map| shape::of_columns(&map.columns))
    };
    Ok(whole)
}

/// The shape a file has before anybody mapped it: the one it will have again next week.
fn shape_without_mapping(file: &FileArg, plain: &ReadOptions) -> Option<String> {
    let map = match Tables::open(std::slice::from_ref(file), plain, &mut Run::default()) {
        Ok(tables) => tables.tables.into_iter().next().map(|table| table.map),
        Err(none) => none.unusable.map(|(_, map)| *map).or_else(|| unmapped(file, plain).map(|(_, map)| map)),
    };
    map.map(|map| shape::of_columns(&map.columns))
}

fn report_of(run: &Run) -> Result<String, String> {
    let mut bytes = Vec::new();
    report::write(Format::Json, run, &report::Options::default(), &mut bytes).map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| e.to_string())
}
