//! Cases beside a policy: Markdown that explains a rule by example and is its test.
//!
//! `rules/us-ma/boston/living-wage.md` holds the cases of `living-wage.toml`. A case is a `##` section with
//! blocks, each after a line that names it: `Project:` (a TOML block: a whole project file, or keys of its
//! `[project]` table), `People:`, `Wage determination ID [modification N] [from DAY] [until DAY]:`,
//! `Payroll:`, `Hiring:`, `Job orders:` and `Referrals:` (tables, read as files of that kind would be), and what must come out:
//! `Findings:`, or `Findings, met ones too:`, and `Counts:`. `Rule:` names another policy, or holds one. The
//! whole straight line is run, from bytes to findings.

mod compare;
mod inputs;
mod page;

pub use page::{Block, Case, PageError, Table, cases};

use super::evaluate::{EvaluateRequest, evaluate};
use super::files::ReadOptions;
use crate::domain::run::Run;
use crate::intake::limits::{Limits, Profile};
use crate::rules::library::Library;
use std::sync::Arc;

/// Runs a case of the page of a policy. Gives what differs from what it expects, in words; nothing if it
/// holds.
///
/// # Errors
/// The case cannot be run: a block that has no meaning, a project file that does not load, ….
pub fn differences(case: &Case, library: &Arc<Library>, policy: &str) -> Result<Vec<String>, String> {
    let expected = compare::Expected::of(case)?;
    let run = run(case, library, policy, expected.met_ones_too)?;
    Ok(expected.differences(&run))
}

/// Runs the straight line over the blocks of a case.
fn run(case: &Case, library: &Arc<Library>, policy: &str, list_all: bool) -> Result<Run, String> {
    let inputs = inputs::written(case)?;
    let (library, rules) = inputs::rules(case, library, policy)?;
    let request = EvaluateRequest {
        read: ReadOptions { limits: Limits::of(Profile::Local), layout: None, mapping: None, threads: 1 },
        project: inputs.project.map(Arc::new),
        library,
        rules: Some(rules),
        as_of: inputs.as_of,
        accept_secondary: inputs.accept_secondary,
        list_all,
        hours_to_date: None,
    };
    let run = evaluate(&inputs.files, &request).map_err(|e| e.to_string())?;
    match run.problems.first() {
        Some(problem) if !compare::expects_problems(case) => {
            Err(format!("{} at {}: {}", problem.code, crate::report::place::site(&run, &problem.site), problem.read))
        }
        _ => Ok(run),
    }
}
