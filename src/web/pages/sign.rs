//! Check and sign: the week as it will be sent, the whole statement, two boxes and a code.

use crate::domain::week::span_of;
use crate::service::Id;
use crate::service::certify::{self, Fringe, Review, Signing, Stopper};
use crate::service::fault::Fault;
use crate::service::weeks::SubmissionKind;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::words::{count, long, moment};
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/uploads/{upload}/sign", Who::SignedIn, show), Entry::post("/uploads/{upload}/sign", Who::SignedIn, sign)]
}

/// What the form holds, as it was sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    key: String,
    seen: String,
    statement: String,
    title: String,
    r#true: Option<String>,
    signature: Option<String>,
    hidden: Option<String>,
    plans: Option<String>,
    cash: Option<String>,
    exceptions: String,
    last: String,
    code: String,
}

#[derive(Template)]
#[template(path = "pages/sign.html")]
struct SignPage {
    frame: Frame,
    review: Review,
    typed: Typed,
    /// What is to be mended: the field, and what to do.
    faults: Vec<(&'static str, String)>,
    /// The rules or the payroll changed since they looked.
    stale: bool,
    first: String,
    last: String,
    no_work: bool,
    findings: String,
    answered: String,
    hidden: Vec<String>,
    stopped: Vec<String>,
    changes: Vec<String>,
}

async fn show(State(app): State<App>, who: SignedIn, Path(upload): Path<String>) -> Result<Response, Stop> {
    let upload = path::id(&upload)?;
    let review = certify::review(&app.service, &who.actor, upload).await?;
    let typed = Typed { key: Id::new(app.service.clock.now())?.to_string(), last: yes_or_no(review.upload.last), ..Typed::default() };
    render::page(&page(&app, &who, review, typed, Vec::new()))
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn page(app: &App, who: &SignedIn, review: Review, typed: Typed, faults: Vec<(&'static str, String)>) -> SignPage {
    let week = format!("/contracts/{}/weeks/{}", review.contract.id, review.upload.week_ending);
    let frame = who
        .frame(app, "Check and sign")
        .under(&[("/weeks", "Your weeks"), (&week, &format!("Week ending {}", long(&review.upload.week_ending)))])
        .with_error(!faults.is_empty());
    let (findings, answered) = tell_findings(&review);
    let hidden = review.examination.iter().flat_map(certify::must_be_seen).map(|note| format!("{}: {}", note.r#where, note.text)).collect();
    let stopped = review.stoppers.iter().map(|stopper| Stopper::says(*stopper).1).collect();
    let changes = review.corrections.iter().map(|c| format!("{} → {}, row {}, {}", c.before, c.after, c.row, moment(&c.at))).collect();
    let no_work = review.upload.kind == SubmissionKind::NoWork;
    let (first, last) = span_of(review.upload.week_ending);
    let stale = faults.iter().any(|(field, _)| *field == "statement-text");
    SignPage {
        frame,
        stale,
        first: long(&first),
        last: long(&last),
        no_work,
        findings,
        answered,
        hidden,
        stopped,
        changes,
        review,
        typed,
        faults,
    }
}

/// How many findings there are, and what was said to them.
fn tell_findings(review: &Review) -> (String, String) {
    let Some(examination) = &review.examination else { return (String::new(), String::new()) };
    let not_met: Vec<&str> = examination.findings.iter().filter(|f| f.outcome == "not-met").map(|f| f.fingerprint.as_str()).collect();
    let counts = &examination.counts;
    let findings =
        format!("{} · cannot tell yet {} · met {}", count(not_met.len() as u64, "finding", "findings"), counts.cannot_tell, counts.met);
    let said = |word: &str| not_met.iter().filter(|f| review.answers.get(**f).is_some_and(|answer| answer.said.word() == word)).count();
    let parts = [("will pay", said("will-pay")), ("disagree", said("disagree")), ("corrected", said("corrected"))];
    let all: usize = parts.iter().map(|(_, n)| n).sum();
    let named: Vec<String> = parts.iter().filter(|(_, n)| *n > 0).map(|(word, n)| format!("{word} ({n})")).collect();
    (findings, if all == 0 { String::new() } else { format!("answered {all}: {}", named.join(", ")) })
}

async fn sign(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Form(typed): Form<Typed>) -> Result<Response, Stop> {
    let upload = path::id(&upload)?;
    let signing = Signing {
        key: typed.key.clone(),
        seen: typed.seen.clone(),
        statement: typed.statement.clone(),
        signed_as: typed.title.clone(),
        true_for_this: typed.r#true.is_some(),
        as_signature: typed.signature.is_some(),
        hidden_seen: typed.hidden.is_some(),
        fringe: Fringe { plans: typed.plans.is_some(), cash: typed.cash.is_some(), exceptions: typed.exceptions.clone() },
        last: typed.last == "yes",
    };
    let fault = match certify::sign(&app.service, &who.actor, upload, &signing).await {
        Ok(signed) => return Ok(render::see(&format!("/submissions/{}", signed.submission))),
        Err(Fault::StepUp) => match stepping_up(&app, &who, upload, &signing, &typed.code).await {
            Ok(response) => return Ok(response),
            Err(fault) => fault,
        },
        Err(fault) => fault,
    };
    let (status, field, sentence) = match fault {
        Fault::StepUp => (StatusCode::UNPROCESSABLE_ENTITY, "code", "Type the code from your phone app.".to_owned()),
        Fault::Refused { code, sentence } => (StatusCode::UNPROCESSABLE_ENTITY, field_of(code), sentence),
        Fault::Conflict { code: "sign.stale", sentence } => (StatusCode::CONFLICT, "statement-text", sentence),
        other => return Err(other.into()),
    };
    let review = certify::review(&app.service, &who.actor, upload).await?;
    // What was refused was not kept: the form gets a key of its own again.
    let typed = Typed { key: Id::new(app.service.clock.now())?.to_string(), code: String::new(), ..typed };
    render::with_status(status, &page(&app, &who, review, typed, vec![(field, sentence)]))
}

/// Signs with the code of the form. The code is taken only when nothing else stands in the way.
async fn stepping_up(app: &App, who: &SignedIn, upload: Id, signing: &Signing, code: &str) -> Result<Response, Fault> {
    certify::check(&app.service, &who.actor, upload, signing).await?;
    let stepped = super::step_up::with_code(app, &who.actor, code).await?;
    let response = match certify::sign(&app.service, &stepped.actor, upload, signing).await {
        Ok(signed) => render::see(&format!("/submissions/{}", signed.submission)),
        Err(fault) => Stop::from(fault).into_response(),
    };
    Ok(stepped.answer(app, response))
}

/// The field a refusal is about.
fn field_of(code: &str) -> &'static str {
    match code {
        "sign.true" => "true",
        "sign.signature" => "signature",
        "sign.title" => "title",
        "sign.fringe" => "plans",
        "sign.hidden" => "hidden",
        "code.wrong" => "code",
        _ => "stopped",
    }
}
