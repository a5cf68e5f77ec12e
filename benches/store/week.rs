//! Checking week 250 of a project against checking week 2.

use super::Times;
use super::fill::{self, Firms, LINES};
use plumbline::domain::hours_to_date::HoursToDate;
use plumbline::domain::payroll::Level;
use plumbline::domain::run::Run;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::project_file;
use plumbline::report::{self, Format};
use plumbline::rules::library::Library;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use plumbline::service::files::{FileArg, ReadOptions};
use plumbline::store::lines::Line;
use plumbline::store::{Id, Store, cube};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Failed = Box<dyn std::error::Error>;

const WEEK: usize = 250;
/// Firms on a project.
const FIRMS: usize = 5;
const SAMPLES: usize = 40;

pub async fn measure(store: &Store) -> Result<(), Failed> {
    let lines = fill::lines();
    let mut tx = store.begin().await?;
    let of = fill::firms(&mut tx, FIRMS).await?;
    let (_, long) = fill::project(&mut tx, &of, 0).await?;
    let mut short = Vec::new();
    for number in 1..=SAMPLES {
        short.push(fill::project(&mut tx, &of, number).await?.1);
    }
    for contract in short.iter().flatten() {
        fill::certify(&mut tx, &of, (*contract, 1), &lines, b"{}", &fill::findings(1)).await?;
    }
    tx.commit().await?;
    for week in 1..WEEK {
        let mut tx = store.begin().await?;
        for contract in &long {
            fill::certify(&mut tx, &of, (*contract, week), &lines, b"{}", &fill::findings(week)).await?;
        }
        tx.commit().await?;
    }
    let folder = tempfile::tempdir()?;
    let checking = Checking::new(folder.path())?;
    // In turn, so that what else the machine does falls on both alike.
    let (mut second, mut late) = (Vec::new(), Vec::new());
    for (at, contracts) in short.iter().enumerate() {
        second.push(checking.week(store, &of, contracts[0], 2, &lines).await?);
        late.push(checking.week(store, &of, long[0], WEEK + at, &lines).await?);
    }
    println!("  a week of {LINES} lines on a project of {FIRMS} firms, each of {SAMPLES} times: read to date, checked, kept, certified");
    let whole = |steps: &[Steps]| Times::sorted(steps.iter().map(|step| step.iter().sum()).collect());
    let (of_second, of_late) = (whole(&second), whole(&late));
    for (name, of, steps) in [("week 2", &of_second, &second), (&format!("week {WEEK} and after"), &of_late, &late)] {
        let step = |at: usize| Times::sorted(steps.iter().map(|step| step[at]).collect()).percentile(50);
        println!(
            "  {name}: median {:.3?}, 95 of 100 {:.3?}; read {:.3?}, checked {:.3?}, kept {:.3?}",
            of.percentile(50),
            of.percentile(95),
            step(0),
            step(1),
            step(2)
        );
    }
    let ratio = of_late.percentile(50).as_micros() * 100 / of_second.percentile(50).as_micros();
    println!("  ratio of the medians {}.{:02}", ratio / 100, ratio % 100);
    Ok(())
}

/// What reading the hours to date, checking, and keeping took.
type Steps = [Duration; 3];

/// A file that is checked again and again.
struct Checking {
    folder: PathBuf,
    request: EvaluateRequest,
}

impl Checking {
    fn new(folder: &Path) -> Result<Self, Failed> {
        let project = project_file::read("[project]\nid = \"P\"\napproved_on = 2020-01-02\n", "project.toml", folder)?;
        let request = EvaluateRequest {
            read: ReadOptions { limits: Limits::of(Profile::Upload), layout: None, mapping: None, threads: 1 },
            project: Some(Arc::new(project)),
            library: Arc::new(Library::embedded().map_err(|errors| format!("{errors:?}"))?),
            rules: Some(vec!["us-ma/boston/residents-jobs-policy".to_owned(), "payroll/arithmetic".to_owned()]),
            as_of: None,
            accept_secondary: false,
            list_all: false,
            hours_to_date: None,
        };
        Ok(Self { folder: folder.to_owned(), request })
    }

    async fn week(&self, store: &Store, of: &Firms, contract: Id, week: usize, lines: &[Line]) -> Result<Steps, Failed> {
        let began = Instant::now();
        let mut tx = store.snapshot().await?;
        let earlier = cube::to_date(&mut tx, contract, fill::ending(week)).await?.ok_or("no hours to date")?;
        drop(tx);
        assert_eq!(earlier.payrolls as usize, FIRMS * (week - 1).min(WEEK - 1) + week.saturating_sub(WEEK));
        let read = began.elapsed();
        let run = self.checked(week, earlier)?;
        let mut report = Vec::new();
        report::write(Format::Json, &run, &report::Options::default(), &mut report)?;
        let checked = began.elapsed();
        let mut tx = store.begin().await?;
        fill::certify(&mut tx, of, (contract, week), lines, &report, &fill::findings(week)).await?;
        tx.commit().await?;
        Ok([read, checked - read, began.elapsed() - checked])
    }

    fn checked(&self, week: usize, earlier: HoursToDate) -> Result<Run, Failed> {
        let mut text = "week_ending,worker_id,trade,level,st_hours,resident,person_of_color,gender\n".to_owned();
        for n in 0..LINES {
            let (trade, level, resident, color, woman) = fill::row(n);
            let word = |fact: Option<bool>| fact.map_or("", |holds| if holds { "Y" } else { "N" });
            let level = if level == Level::Journeyworker { "J" } else { "RA" };
            let gender = if woman == Some(true) { "Woman" } else { "Man" };
            writeln!(text, "{},W{n},{trade},{level},40,{},{},{gender}", fill::ending(week), word(resident), word(color))?;
        }
        let path = self.folder.join("week.csv");
        std::fs::write(&path, text)?;
        let request = EvaluateRequest { hours_to_date: Some(Arc::new(earlier)), ..self.request.clone() };
        let run = evaluate(&[FileArg::Path(path)], &request)?;
        assert!(run.problems.is_empty() && !run.findings.is_empty());
        Ok(run)
    }
}
