//! C5: findings, each with its arithmetic, its cells and its law, and the answer to it.

use super::form_answers;
use super::place::Place;
use super::{id, said};
use crate::service::examine::choices::label;
use crate::service::examine::compare::{WeekChanges, WorkerWeek};
use crate::service::examine::{Examination, FindingSeen, OwedTo};
use crate::service::fault::Fault;
use crate::service::upload::answer::{self, Given, NotTaken};
use crate::service::upload::last_week;
use crate::service::upload::see::{self, Seen};
use crate::service::upload::{UploadState, document, notes, scan, worksheet};
use crate::web::form::FileForm;
use crate::web::frame::Frame;
use crate::web::pages::cell_links::CellLinks;
use crate::web::pages::finding_block::FindingBlock;
use crate::web::visit::SignedIn;
use crate::web::words::dollars;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/uploads/{upload}/findings", Who::SignedIn, page),
        Entry::post_file("/uploads/{upload}/answers", Who::SignedIn, answers),
        Entry::file("/uploads/{upload}/notes.xlsx", Who::SignedIn, with_notes),
        Entry::file("/uploads/{upload}/worksheet.csv", Who::SignedIn, owed),
        Entry::file("/uploads/{upload}/documents/{sha256}", Who::SignedIn, attached),
    ]
}

/// Findings on a page.
const ON_A_PAGE: usize = 50;

/// A finding and what is said to it.
struct Finding {
    block: FindingBlock,
    said: String,
    pay_by: String,
    note: String,
    document: Option<String>,
    wrong: Option<String>,
    answered: bool,
}

#[derive(Template)]
#[template(path = "pages/upload/findings.html")]
struct Page {
    frame: Frame,
    place: Place,
    not_met: usize,
    below: usize,
    cannot_tell: usize,
    met: u64,
    not_applicable: u64,
    rows: String,
    /// What a document may have.
    megabytes: u64,
    rules: Vec<(String, String)>,
    blocking: usize,
    findings: Vec<Finding>,
    next: Option<usize>,
    before: Option<usize>,
    owed_total: String,
    nothing_owed: bool,
    owed_by_worker: Vec<OwedTo>,
    unanswered: usize,
    amiss: Vec<(String, String)>,
    /// The week it is compared with, and what changed, one line each.
    changes: Option<(String, Vec<String>)>,
    matched_at: Option<String>,
    cells_changed: Vec<String>,
    remarks: Vec<String>,
    saved: bool,
    open: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    from: usize,
    #[serde(default)]
    saved: String,
}

/// A must-do rule that is not met comes before a goal, a goal before what cannot be told; each in the order of the report.
fn rank(finding: &FindingSeen) -> u8 {
    match (finding.outcome.as_str(), finding.force.as_str()) {
        ("not-met", "requirement") => 0,
        ("not-met", _) => 1,
        _ => 2,
    }
}

/// What was typed and cannot be taken.
#[derive(Default)]
struct Typed {
    given: Vec<Given>,
    wrong: Vec<NotTaken>,
}

async fn show(app: &App, who: &SignedIn, seen: &Seen, asked: &Asked, typed: Typed) -> Result<Page, Stop> {
    let reading = see::reading(&app.service, &seen.upload).await?.ok_or(Fault::NotFound)?;
    let examination: &Examination = &reading.examination;
    let kept = see::answers_of(&app.service, &seen.upload).await?;
    let mut open: Vec<&FindingSeen> = examination.open().collect();
    open.sort_by_key(|finding| rank(finding));
    let count = |wanted| open.iter().filter(|finding| rank(finding) == wanted).count();
    let needs = |finding: &&&FindingSeen| finding.outcome == "not-met" && !kept.contains_key(&finding.fingerprint);
    let place = Place::of_upload(seen);
    let links = CellLinks::of(examination, &place.upload);
    let findings = open.iter().enumerate().skip(asked.from).take(ON_A_PAGE).map(|(at, finding)| {
        let given = typed.given.iter().find(|given| given.fingerprint == finding.fingerprint);
        let answer = kept.get(&finding.fingerprint);
        let (by, words) = answer.map_or((None, ""), |answer| answer::parts(&answer.note));
        Finding {
            block: FindingBlock::of(finding, at + 1, 2, &links),
            said: given.map_or_else(|| answer.map_or("", |answer| answer.said.word()).to_owned(), |given| given.said.clone()),
            pay_by: given.map_or_else(|| by.map(|day| day.to_string()).unwrap_or_default(), |given| given.pay_by.clone()),
            note: given.map_or_else(|| words.to_owned(), |given| given.note.clone()),
            document: answer.and_then(|answer| answer.document.clone()),
            wrong: typed.wrong.iter().find(|w| w.fingerprint == finding.fingerprint).map(|w| w.sentence.clone()),
            answered: answer.is_some(),
        }
    });
    let findings: Vec<Finding> = findings.collect();
    let changes = last_week::changes(&app.service, seen, examination).await?;
    let amiss: Vec<(String, String)> = typed.wrong.iter().map(|w| (w.fingerprint.clone(), w.sentence.clone())).collect();
    let title = if open.is_empty() { "No findings".to_owned() } else { said::count_of(open.len(), "finding", "findings") };
    let rows = &examination.rows;
    Ok(Page {
        frame: who.frame(app, title).under(&place.crumbs()).with_error(!amiss.is_empty()),
        not_met: count(0),
        below: count(1),
        cannot_tell: count(2),
        met: examination.counts.met,
        not_applicable: examination.counts.not_applicable,
        megabytes: app.service.settings.upload_bytes >> 20,
        rows: format!("{} of {}", rows.used, said::count(rows.read, "row", "rows")),
        rules: examination.rules.iter().map(|rule| (rule.id.clone(), rule.title.clone())).collect(),
        blocking: examination.blocking().count(),
        unanswered: open.iter().filter(needs).count(),
        next: (asked.from + ON_A_PAGE < open.len()).then_some(asked.from + ON_A_PAGE),
        before: (asked.from > 0).then(|| asked.from.saturating_sub(ON_A_PAGE)),
        owed_total: dollars(&examination.owed_total),
        nothing_owed: examination.owed_by_worker.is_empty(),
        owed_by_worker: examination.owed_by_worker.clone(),
        changes: changes.map(|(week, changes)| (said::day(week), lines_of(&changes))),
        matched_at: see::matched_at(&app.service, seen, examination).await?.map(said::day_of_moment),
        cells_changed: changed_cells(app, seen, examination).await?,
        remarks: examination.remarks.clone(),
        saved: asked.saved == "yes",
        open: seen.upload.state.open(),
        findings,
        amiss,
        place,
    })
}

/// Lines of a comparison with the week before.
const LINES: usize = 60;

/// What changed since the week before, one line each.
fn lines_of(changes: &WeekChanges) -> Vec<String> {
    if changes.is_empty() {
        return vec!["The same workers, hours and rates.".to_owned()];
    }
    let hours = |week: &WorkerWeek| week.hours.clone().unwrap_or_else(|| "unknown".to_owned());
    let one = |what: &str, week: &WorkerWeek| format!("{what}: {}, {}, {} hours", week.worker, week.work.join("; "), hours(week));
    let new = changes.new.iter().map(|week| one("New", week));
    let gone = changes.gone.iter().map(|week| one("Not there any more", week));
    let unsaid = || "none".to_owned();
    let rates = changes.rates.iter().map(|r| {
        let (then, now) = (r.before.clone().unwrap_or_else(unsaid), r.after.clone().unwrap_or_else(unsaid));
        format!("{} of {}, {}: {then} then, {now} now", label(r.rate), r.worker, r.work)
    });
    let worked = changes.hours.iter().map(|c| format!("Hours of {}: {} then, {} now", c.after.worker, hours(&c.before), hours(&c.after)));
    let work = changes.work.iter();
    let work = work.map(|c| format!("Work of {}: {} then, {} now", c.after.worker, c.before.work.join("; "), c.after.work.join("; ")));
    new.chain(gone).chain(rates).chain(worked).chain(work).take(LINES).collect()
}

/// Cells that differ from the file whose place this one took.
async fn changed_cells(app: &App, seen: &Seen, now: &Examination) -> Result<Vec<String>, Stop> {
    let Some(before) = see::before(&app.service, &seen.upload).await? else { return Ok(Vec::new()) };
    Ok(crate::service::upload::sheet::changes(&before, now))
}

async fn page(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    let seen = see::upload(&app.service, &who.actor, id(&upload)?).await?;
    if !matches!(seen.upload.state, UploadState::Examined | UploadState::Signed) {
        return Ok(render::see(&format!("/uploads/{}", seen.upload.id)));
    }
    render::page(&show(&app, &who, &seen, &asked, Typed::default()).await?)
}

async fn answers(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, form: FileForm) -> Result<Response, Stop> {
    let seen = see::upload(&app.service, &who.actor, id(&upload)?).await?;
    let sent = match form_answers::read(&app, &who.actor, seen.contract.id, form).await {
        Ok(sent) => sent,
        Err(Stop::Fault(Fault::Refused { code: "document.kind" | scan::FOUND, sentence })) => {
            let mut page = show(&app, &who, &seen, &Asked::default(), Typed::default()).await?;
            page.amiss.push(("findings".to_owned(), sentence));
            page.frame.error = true;
            return render::form_again(&page);
        }
        Err(other) => return Err(other),
    };
    let wrong = answer::keep(&app.service, &who.actor, seen.upload.id, &sent.given).await?;
    if !wrong.is_empty() {
        return render::form_again(&show(&app, &who, &seen, &Asked::default(), Typed { given: sent.given, wrong }).await?);
    }
    let at = format!("/uploads/{}", seen.upload.id);
    Ok(render::see(&if sent.then == "sign" { format!("{at}/sign") } else { format!("{at}/findings?saved=yes") }))
}

async fn owed(State(app): State<App>, who: SignedIn, Path(upload): Path<String>) -> Result<Response, Stop> {
    let seen = see::upload(&app.service, &who.actor, id(&upload)?).await?;
    let reading = see::reading(&app.service, &seen.upload).await?.ok_or(Fault::NotFound)?;
    let name = format!("worksheet-{}.csv", seen.upload.week_ending);
    Ok(render::attachment(&name, worksheet::csv(&reading.examination)))
}

async fn with_notes(State(app): State<App>, who: SignedIn, Path(upload): Path<String>) -> Result<Response, Stop> {
    let (name, bytes) = notes::copy(&app.service, &who.actor, id(&upload)?).await?;
    Ok(render::attachment(&name, bytes))
}

async fn attached(State(app): State<App>, who: SignedIn, Path((upload, sha256)): Path<(String, String)>) -> Result<Response, Stop> {
    let (name, bytes) = document::bytes(&app.service, &who.actor, id(&upload)?, &sha256).await?;
    Ok(render::attachment(&name, bytes))
}
