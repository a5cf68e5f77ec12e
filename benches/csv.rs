//! How fast a payroll in delimited text is read and checked: `cargo bench --bench csv [-- FILE.csv PROJECT.toml]`.
//! Without a file, one is written first: 200,000 lines with every common fault, under a project with the
//! policies that bind a federally funded job in Boston.

use plumbline::domain::project::Project;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::project_file;
use plumbline::report::totals;
use plumbline::rules::library::Library;
use plumbline::rules::select::select;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use plumbline::service::files::{FileArg, ReadOptions};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LINES: u32 = 200_000;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1).filter(|a| !a.starts_with('-')).map(PathBuf::from);
    let folder = tempfile::tempdir()?;
    let (payroll, project) = match (given.next(), given.next()) {
        (Some(payroll), Some(project)) => (payroll, project),
        (Some(_), None) => return Err("give a payroll and its project file, or nothing".into()),
        (None, _) => write_payroll(folder.path())?,
    };
    let library = Arc::new(Library::embedded().map_err(|errors| format!("{errors:?}"))?);
    for threads in [1, 0] {
        let request = EvaluateRequest {
            read: ReadOptions { limits: Limits::of(Profile::Local), layout: None, mapping: None, threads },
            project: Some(Arc::new(project_file::load(&project)?)),
            library: Arc::clone(&library),
            rules: None,
            as_of: None,
            accept_secondary: false,
            list_all: false,
            hours_to_date: None,
        };
        let mut times = Vec::new();
        for _ in 0..RUNS {
            times.push(check(&payroll, &request)?);
        }
        times.sort_unstable();
        let (best, rows, answers) = times[0];
        let median = times[RUNS / 2].0;
        let threads = if threads == 0 { "a thread a core".to_owned() } else { format!("{threads} thread") };
        println!("{threads}: {rows} rows, {answers} answers; best {best:.3?}, median {median:.3?}");
    }
    of_the_library(&payroll, &project, &library)?;
    println!("{} at the peak", peak());
    Ok(())
}

/// What policies cost: the whole library beside those alone that apply, in turn, and each check's own share.
fn of_the_library(payroll: &Path, project: &Path, library: &Arc<Library>) -> Result<(), Box<dyn std::error::Error>> {
    let project = Arc::new(project_file::load(project)?);
    let request = |project: &Arc<Project>, rules: Option<Vec<String>>| EvaluateRequest {
        read: ReadOptions { limits: Limits::of(Profile::Local), layout: None, mapping: None, threads: 0 },
        project: Some(Arc::clone(project)),
        library: Arc::clone(library),
        rules,
        as_of: None,
        accept_secondary: false,
        list_all: false,
        hours_to_date: None,
    };
    // Without a list of names in the project file every policy of the library is asked whether it applies.
    let open = Arc::new(Project { rules: None, ..project.as_ref().clone() });
    let selection = select(library, Some(&open), None);
    let apply: Vec<String> = selection.taking_part.iter().map(|t| t.policy.id.clone()).collect();
    let (mut whole, mut alone) = (Vec::new(), Vec::new());
    let mut rows = 0;
    for _ in 0..RUNS {
        let (took, read, _) = check(payroll, &request(&open, None))?;
        whole.push(took);
        rows = read;
        alone.push(check(payroll, &request(&open, Some(apply.clone())))?.0);
    }
    whole.sort_unstable();
    alone.sort_unstable();
    let (whole, alone) = (whole[RUNS / 2], alone[RUNS / 2]);
    let policies = library.list().count();
    println!("{policies} policies of which {} apply: {whole:.3?}; those {} alone: {alone:.3?}", apply.len(), apply.len());
    let checks: usize = selection.taking_part.iter().map(|t| t.policy.clauses.len()).sum();
    let a_second = |took: Duration| (u128::from(rows) * checks as u128 * 1_000_000) / took.as_micros().max(1);
    println!("{checks} active checks: {} lines a second and check", a_second(whole));
    Ok(())
}

fn check(payroll: &Path, request: &EvaluateRequest) -> Result<(Duration, u64, u64), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let run = evaluate(&[FileArg::Path(payroll.to_owned())], request)?;
    let took = start.elapsed();
    if let Some(problem) = run.problems.iter().find(|_| run.sheets.is_empty()) {
        return Err(format!("{problem:?}").into());
    }
    let answers = totals::answers(&run);
    Ok((took, totals::rows(&run).read, answers.met + answers.not_met + answers.cannot_tell + answers.not_applicable))
}

const TRADES: [(&str, u32, u32); 6] = [
    ("Carpenter", 6119, 3155),
    ("Electrician", 6371, 3412),
    ("Laborer", 4640, 2885),
    ("Plumber", 6989, 3674),
    ("Painter", 5141, 3495),
    ("Roofer", 5428, 3266),
];

const PROJECT: &str = r#"
[project]
id = "BENCH"
name = "Bench programme"
owner = "City of Boston"
state = "MA"
city = "Boston"
kind = "construction"
public = true
funding = ["city", "federal"]
value = "900000000.00"
approved_on = 2023-06-01

[[wage_determination]]
id = "BENCH0001"
modification = 0
file = "wage_determination.csv"
from = 2024-01-01
"#;

/// Whole cents as dollars.
fn dollars(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn write_payroll(folder: &Path) -> std::io::Result<(PathBuf, PathBuf)> {
    let mut rates = "classification,level,base_rate,fringe\n".to_owned();
    for (trade, base, fringe) in TRADES {
        let _ = writeln!(rates, "{trade},J,{},{}", dollars(base), dollars(fringe));
    }
    let mut text = "week_ending,project,contractor,worker_id,last_name,boston_resident,race,gender,trade,classification,level,\
                    st_mon,st_tue,st_wed,st_thu,st_fri,ot_sat,base_rate,fringe_plan,fringe_cash,gross_project,gross_all,deductions,net\n"
        .to_owned();
    let workers = LINES / 60;
    for n in 0..LINES {
        let (week, worker) = (n / workers, n % workers);
        let ending = chrono::NaiveDate::from_ymd_opt(2024, 1, 7).unwrap_or_default() + chrono::Days::new(u64::from(7 * week));
        let (trade, base, fringe) = TRADES[(worker % 6) as usize];
        // Primes, so that the faults fall on other workers each week.
        let paid = if n % 251 == 0 { base - 175 } else { base };
        let friday = if n % 509 == 0 { 12 } else { 6 + n % 3 };
        let saturday = if n % 8 == 0 { 4 } else { 0 };
        let straight = 32 + friday;
        let gross = straight * paid + saturday * paid * 3 / 2 + if n % 499 == 0 { 1_000 } else { 0 };
        let deductions = gross / 4;
        let net = gross - deductions - if n % 997 == 0 { 500 } else { 0 };
        let _ = writeln!(
            text,
            "{ending},Project {:02},Contractor {:03},W{worker:06},Sample{},{},{},{},{trade},{trade},J,8,8,8,8,{friday},{saturday},{},{},0,{},{},{},{}",
            worker % 37,
            worker % 211,
            worker % 997,
            ["Y", "N", "N", "Y", ""][(worker % 5) as usize],
            ["White", "Black or African American", "Asian", ""][(worker % 4) as usize],
            ["Man", "Man", "Woman", "Man", "Man", ""][(worker / 6 % 6) as usize],
            dollars(paid),
            dollars(fringe),
            dollars(gross),
            dollars(gross),
            dollars(deductions),
            dollars(net),
        );
    }
    let (payroll, project) = (folder.join("payroll.csv"), folder.join("project.toml"));
    std::fs::write(folder.join("wage_determination.csv"), rates)?;
    std::fs::write(&payroll, text)?;
    std::fs::write(&project, PROJECT)?;
    Ok((payroll, project))
}

/// The most memory this process ever held, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("an unknown amount");
    line.trim().to_owned()
}
