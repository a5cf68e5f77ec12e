//! Projects and weeks: what a firm has to do, and the calendar of each contract.

use crate::service::weeks::{self, ContractWeeks, Task, WeekCell, What};
use crate::web::frame::Frame;
use crate::web::listing::Listing;
use crate::web::visit::SignedIn;
use crate::web::words::{count, long};
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/weeks", Who::SignedIn, show),
        Entry::file("/weeks.csv", Who::SignedIn, csv),
        Entry::file("/weeks.json", Who::SignedIn, json),
    ]
}

#[derive(Template)]
#[template(path = "pages/weeks.html")]
struct WeeksPage {
    frame: Frame,
    tasks: Vec<TaskLine>,
    contracts: Vec<ContractWeeks>,
    today: NaiveDate,
    hint: bool,
}

/// Something to do, in words.
struct TaskLine {
    what: String,
    when: String,
    href: String,
    action: &'static str,
}

async fn show(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    let today = app.service.clock.today();
    let (contracts, tasks) = weeks::of_firm_with_tasks(&app.service, &who.actor).await?;
    let tasks = tasks.iter().map(|task| line(task, today)).collect();
    let frame = who.frame(&app, "Your weeks");
    let hint = contracts.iter().any(|of| !of.weeks.is_empty());
    render::page(&WeeksPage { frame, tasks, contracts, today, hint })
}

fn line(task: &Task, today: NaiveDate) -> TaskLine {
    let week = format!("week ending {}, {}", long(&task.ending), task.project);
    let left = (task.due - today).num_days();
    let days = |n: i64| count(n.unsigned_abs(), "day", "days");
    let when = match left {
        ..0 => format!("Due {}, {} late", long(&task.due), days(left)),
        0 => "Due today".to_owned(),
        _ => format!("Due {}, {} left", long(&task.due), days(left)),
    };
    let (what, href, action) = match &task.what {
        What::Send { .. } => {
            (format!("Send the payroll, {week}"), format!("/contracts/{}/weeks/{}/upload", task.contract, task.ending), "Upload")
        }
        What::MatchColumns(upload) => (format!("Match the columns, {week}"), format!("/uploads/{upload}"), "Match"),
        What::FixCells(upload, n) => (format!("Fix {}, {week}", count(*n, "cell", "cells")), format!("/uploads/{upload}"), "Fix"),
        What::Sign(upload) => (format!("Ready to sign, {week}"), format!("/uploads/{upload}"), "Go on"),
        What::Approve { submission, firm } => {
            (format!("Approve the payroll of {firm}, {week}"), format!("/submissions/{submission}/approve"), "Look")
        }
    };
    TaskLine { what, when, href, action }
}

/// Where the mark of a week leads.
pub(super) fn href(of: &ContractWeeks, cell: &WeekCell) -> String {
    format!("/contracts/{}/weeks/{}", of.contract.id, cell.week.ending)
}

/// The weeks of a contract by month, for its calendar: at most thirteen weeks in a block, so that print cuts nothing off.
pub(super) fn months(of: &ContractWeeks) -> Vec<(String, Vec<&WeekCell>)> {
    let mut months: Vec<(String, Vec<&WeekCell>)> = Vec::new();
    let mut last = None;
    for cell in &of.weeks {
        let month = (cell.week.ending.year(), cell.week.ending.month());
        if last != Some(month) {
            months.push((cell.week.ending.format("%B %Y").to_string(), Vec::new()));
            last = Some(month);
        }
        if let Some((_, cells)) = months.last_mut() {
            cells.push(cell);
        }
    }
    months
}

async fn listing(app: &App, who: &SignedIn) -> Result<Listing, Stop> {
    const HEADINGS: &[&str] =
        &["project", "project_name", "contractor", "week_ending", "due", "standing", "says", "days_late", "findings_open"];
    let today = app.service.clock.today();
    let contracts = weeks::of_firm(&app.service, &who.actor).await?;
    let row = |of: &ContractWeeks, cell: &WeekCell| {
        let findings = match cell.week.standing {
            crate::service::calendar::Standing::Filed(filed) => filed.findings.to_string(),
            _ => String::new(),
        };
        vec![
            of.project.number.clone(),
            of.project.name.clone(),
            of.firm.clone(),
            cell.week.ending.to_string(),
            cell.week.due.to_string(),
            cell.week.word().to_owned(),
            cell.week.says(today),
            cell.week.days_late(today).to_string(),
            findings,
        ]
    };
    let rows = contracts.iter().flat_map(|of| of.weeks.iter().map(move |cell| row(of, cell))).collect();
    Ok(Listing { headings: HEADINGS, rows, next: None })
}

async fn csv(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    Ok(listing(&app, &who).await?.csv("weeks"))
}

async fn json(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    Ok(listing(&app, &who).await?.json())
}
