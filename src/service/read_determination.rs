//! Reads wage determinations as published and says what was understood of them.

use super::files::{FileArg, ReadOptions};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::run::{InputReading, Run};
use crate::domain::wage_determination::{LeftOut, WageDetermination};
use crate::intake::wage_text;
use sha2::{Digest, Sha256};

/// True if a file begins like a wage determination as published.
pub(super) fn is_determination(file: &FileArg) -> bool {
    file.input().beginning(4096).is_ok_and(|bytes| wage_text::is_published(&bytes))
}

/// Reads files that all are determinations.
pub(super) fn read(files: &[FileArg], options: &ReadOptions) -> Run {
    let mut run = Run::default();
    for (index, file) in files.iter().enumerate() {
        let site = |site: Site| match u16::try_from(index) {
            Ok(input) if files.len() > 1 => Site::Of { input, site: Box::new(site) },
            _ => site,
        };
        run.inputs.push(InputReading { name: file.name(), ..InputReading::default() });
        match one(file, options) {
            Ok((sha256, determination)) => {
                let left_out = determination.text.iter().flat_map(|t| &t.left_out);
                let (holding, noted): (Vec<&LeftOut>, Vec<&LeftOut>) = left_out.partition(|l| l.among_rates);
                run.problems
                    .extend(holding.into_iter().map(|l| problem("determination.line_left_out", site(Site::Line(u64::from(l.line))), l)));
                run.notes
                    .extend(noted.into_iter().map(|l| problem("determination.head_line_left_out", site(Site::Line(u64::from(l.line))), l)));
                if let Some(input) = run.inputs.last_mut() {
                    "general wage determination, text".clone_into(&mut input.kind);
                    input.sha256 = sha256;
                    input.determination = Some(Box::new(determination));
                }
            }
            Err(why) => {
                run.problems = vec![Problem {
                    code: "determination.not_read",
                    site: site(Site::File),
                    read: why,
                    kind: "text",
                    expected: "the text of one general decision".into(),
                    fix: "Save the text of one general decision from SAM.gov, with its line breaks.".to_owned(),
                    not_checked: NotChecked::File,
                }];
                return run;
            }
        }
    }
    run
}

/// The refusal of a determination that was given for a payroll.
pub(super) fn not_a_payroll() -> Box<Problem> {
    Box::new(Problem {
        code: "determination.not_a_payroll",
        site: Site::File,
        read: "a wage determination".to_owned(),
        kind: "text",
        expected: "a payroll".into(),
        fix: "Name it in the project file under [[wage_determination]], and give the payroll here.".to_owned(),
        not_checked: NotChecked::File,
    })
}

fn one(file: &FileArg, options: &ReadOptions) -> Result<(String, WageDetermination), String> {
    let input = file.input();
    let size = input.size().map_err(|e| format!("the file cannot be read ({e})"))?;
    if size > options.limits.file_bytes {
        return Err(format!("the file has {size} bytes; the limit is {}", options.limits.file_bytes));
    }
    let bytes = input.read_all().map_err(|e| format!("the file cannot be read ({e})"))?;
    let read = wage_text::read(&wage_text::decoded(&bytes)).map_err(|e| e.to_string())?;
    let last = read.text.modifications.iter().max_by_key(|m| m.number);
    let determination = WageDetermination {
        id: read.text.number.clone(),
        modification: last.map_or(0, |m| m.number),
        published_on: last.map(|m| m.published_on).or(read.text.date),
        rates: read.rates,
        text: Some(read.text),
        ..WageDetermination::default()
    };
    Ok((Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect(), determination))
}

fn problem(code: &'static str, site: Site, left_out: &LeftOut) -> Problem {
    Problem {
        code,
        site,
        read: left_out.text.clone(),
        kind: "text",
        expected: format!("a line that can be understood: {}", left_out.why).into(),
        fix: "Read the line, and write the rates it touches as a list if they are needed.".to_owned(),
        not_checked: NotChecked::Row,
    }
}
