//! A signed version: the receipt for the firm, the same record for the officer and the investigator.

use super::cell_links::CellLinks;
use super::finding_block::FindingBlock;
use crate::service::examine::KeptLine;
use crate::service::on_file::{self, Answering, FindingOnFile, OnFile};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::listing::Listing;
use crate::web::visit::SignedIn;
use crate::web::words::{dollars, long};
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/submissions/{submission}", Who::SignedIn, show),
        Entry::file("/submissions/{submission}/original", Who::SignedIn, original),
        Entry::file("/submissions/{submission}/lines.csv", Who::SignedIn, lines),
        Entry::post("/submissions/{submission}/answers", Who::SignedIn, answer),
    ]
}

#[derive(Template)]
#[template(path = "pages/submission.html")]
struct SubmissionPage {
    frame: Frame,
    it: OnFile,
    no_work: bool,
    /// What the page says first.
    state: String,
    signed_on: String,
    /// Its findings as they are shown, each with what the firm said.
    findings: Vec<(FindingBlock, FindingOnFile)>,
    fault: Option<String>,
}

impl SubmissionPage {
    /// The figures of a line on the page; what the file does not give says so.
    fn figures(&self, line: &KeptLine) -> Vec<String> {
        let given = |figure: &Option<String>| figure.as_deref().map(str::to_owned);
        let money = |figure: &Option<String>| figure.as_deref().map(dollars);
        let (hours, rates) = ([0, 1].map(|at| given(&line.hours[at])), [0, 2, 3].map(|at| money(&line.rates[at])));
        let figures = hours.into_iter().chain(rates).chain([money(&line.pay[0])]);
        figures.map(|figure| figure.unwrap_or_else(|| "not given".to_owned())).collect()
    }
}

fn page(app: &App, who: &SignedIn, it: OnFile, fault: Option<String>) -> SubmissionPage {
    let ending = long(&it.submission.week_ending);
    let week = format!("/contracts/{}/weeks/{}", it.contract.id, it.submission.week_ending);
    let home = if it.own { ("/weeks", "Your weeks") } else { ("/desk", "Payrolls") };
    let label = format!("Week ending {ending}");
    let title = format!("{}, week ending {ending}, version {}", it.firm, it.submission.version);
    let frame = who.frame(app, title).under(&[home, (&week, &label)]).with_error(fault.is_some());
    let state = match (it.submission.withdrawn_at, it.counts) {
        (Some(_), _) => "Taken back. It stays on file and still opens.".to_owned(),
        (None, false) => match it.versions.iter().rev().find(|(_, _, withdrawn)| !withdrawn) {
            Some((newest, ..)) => format!("Replaced by version {newest}. It stays on file and still opens."),
            None => "It no longer counts. It stays on file and still opens.".to_owned(),
        },
        (None, true) if it.waits_for_approval => "Signed. Waiting for the main contractor.".to_owned(),
        (None, true) => "Signed. Waiting for the city.".to_owned(),
    };
    let signed_on = crate::web::words::moment(&it.signature.at);
    let no_work = it.run.is_none() && it.submission.original.is_none() && it.totals.lines == 0;
    let names = CellLinks::names(it.findings.iter().map(|on_file| &on_file.finding));
    let shown =
        it.findings.iter().enumerate().map(|(at, on_file)| (FindingBlock::of(&on_file.finding, at + 1, 3, &names), on_file.clone()));
    let findings = shown.collect();
    SubmissionPage { frame, no_work, state, signed_on, findings, it, fault }
}

async fn show(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    let it = on_file::show(&app.service, &who.actor, path::id(&submission)?).await?;
    render::page(&page(&app, &who, it, None))
}

async fn original(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    let (name, bytes) = on_file::original(&app.service, &who.actor, path::id(&submission)?).await?;
    Ok(render::attachment(&name, bytes))
}

const COLUMNS: &[&str] = &[
    "row",
    "worker",
    "classification",
    "trade",
    "level",
    "day_1",
    "day_2",
    "day_3",
    "day_4",
    "day_5",
    "day_6",
    "day_7",
    "straight_hours",
    "overtime_hours",
    "doubletime_hours",
    "all_hours",
    "base_rate",
    "overtime_rate",
    "fringe_to_plans",
    "fringe_in_cash",
    "gross_project",
    "gross_all",
    "deductions",
    "net",
];

async fn lines(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    let (name, lines) = on_file::csv_lines(&app.service, &who.actor, path::id(&submission)?).await?;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = lines
        .iter()
        .map(|line| {
            let mut row = vec![line.file_row.to_string()];
            row.extend([&line.worker, &line.classification, &line.trade, &line.level].map(given));
            row.extend(line.days.iter().chain(&line.hours).chain(&line.rates).chain(&line.pay).map(given));
            row
        })
        .collect();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    Ok(Listing { headings: COLUMNS, rows, next: None }.csv(&name))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Answered {
    finding: String,
    answer: String,
    note: String,
}

async fn answer(
    State(app): State<App>,
    who: SignedIn,
    Path(submission): Path<String>,
    Form(typed): Form<Answered>,
) -> Result<Response, Stop> {
    use crate::service::fault::Fault;
    let submission = path::id(&submission)?;
    let answering = Answering { fingerprint: &typed.finding, said: &typed.answer, note: &typed.note };
    match on_file::answer(&app.service, &who.actor, submission, &answering).await {
        Ok(()) => Ok(render::see(&format!("/submissions/{submission}#{}", typed.finding))),
        Err(Fault::Refused { sentence, .. }) => {
            let it = on_file::show(&app.service, &who.actor, submission).await?;
            render::form_again(&page(&app, &who, it, Some(sentence)))
        }
        Err(other) => Err(other.into()),
    }
}
