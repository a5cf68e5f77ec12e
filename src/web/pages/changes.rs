//! Changing what was signed: amend, take back, move. Each asks for a reason and says what will happen.

use crate::service::Id;
use crate::service::amend::{self, Place};
use crate::service::fault::Fault;
use crate::service::weeks::SubmissionKind;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::words::long;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/submissions/{submission}/amend", Who::SignedIn, amend_form),
        Entry::post("/submissions/{submission}/amend", Who::SignedIn, amend),
        Entry::get("/submissions/{submission}/withdraw", Who::SignedIn, withdraw_form),
        Entry::post("/submissions/{submission}/withdraw", Who::SignedIn, withdraw),
        Entry::get("/submissions/{submission}/move", Who::SignedIn, move_form),
        Entry::post("/submissions/{submission}/move", Who::SignedIn, move_to),
    ]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Amend,
    Withdraw,
    Move,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    reason: String,
    contract: String,
    ending: String,
}

#[derive(Template)]
#[template(path = "pages/change.html")]
struct ChangePage {
    frame: Frame,
    change: Change,
    submission: Id,
    contract: Id,
    week: String,
    version: u64,
    file: bool,
    /// Contracts it can be moved to: identifier, name of the project, chosen.
    places: Vec<(String, String, bool)>,
    typed: Typed,
    fault: Option<String>,
}

impl ChangePage {
    fn moves(&self) -> bool {
        self.change == Change::Move
    }
}

async fn page(app: &App, who: &SignedIn, change: Change, submission: Id, typed: Typed, fault: Option<String>) -> Result<ChangePage, Stop> {
    let (found, contracts) = amend::places(&app.service, &who.actor, submission).await?;
    if change == Change::Withdraw {
        amend::may_withdraw(&app.service, &who.actor, submission).await?;
    }
    let chosen = if typed.contract.is_empty() { found.contract.to_string() } else { typed.contract.clone() };
    let places = contracts.into_iter().map(|(contract, project)| (contract.id.to_string(), project)).map(|(id, project)| {
        let is = id == chosen;
        (id, project, is)
    });
    let title = match change {
        Change::Amend => "Amend a signed payroll",
        Change::Withdraw => "Take a signed payroll back",
        Change::Move => "Move a signed payroll",
    };
    let back = format!("/submissions/{submission}");
    let week = long(&found.week_ending);
    let frame = who
        .frame(app, title)
        .under(&[("/weeks", "Your weeks"), (&back, &format!("Week ending {week}, version {}", found.version))])
        .with_error(fault.is_some());
    let typed = Typed { ending: if typed.ending.is_empty() { found.week_ending.to_string() } else { typed.ending }, ..typed };
    Ok(ChangePage {
        frame,
        change,
        submission,
        contract: found.contract,
        week,
        version: found.version,
        file: found.kind == SubmissionKind::Payroll,
        places: places.collect(),
        typed,
        fault,
    })
}

async fn form(app: &App, who: &SignedIn, change: Change, submission: &str) -> Result<Response, Stop> {
    render::page(&page(app, who, change, path::id(submission)?, Typed::default(), None).await?)
}

async fn amend_form(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    form(&app, &who, Change::Amend, &submission).await
}

async fn withdraw_form(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    form(&app, &who, Change::Withdraw, &submission).await
}

async fn move_form(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    form(&app, &who, Change::Move, &submission).await
}

/// Where a change leads, or the form again with what is to be mended.
async fn done(
    app: &App,
    who: &SignedIn,
    change: Change,
    submission: Id,
    typed: Typed,
    done: Result<String, Stop>,
) -> Result<Response, Stop> {
    match done {
        Ok(to) => Ok(render::see(&to)),
        Err(Stop::Fault(Fault::Refused { sentence, .. })) => {
            render::form_again(&page(app, who, change, submission, typed, Some(sentence)).await?)
        }
        Err(other) => Err(other),
    }
}

async fn amend(State(app): State<App>, who: SignedIn, Path(submission): Path<String>, Form(typed): Form<Typed>) -> Result<Response, Stop> {
    let submission = path::id(&submission)?;
    let begun = amend::amend(&app.service, &who.actor, submission, &typed.reason).await;
    let to = begun.map(|upload| format!("/uploads/{upload}")).map_err(Stop::from);
    done(&app, &who, Change::Amend, submission, typed, to).await
}

async fn withdraw(
    State(app): State<App>,
    who: SignedIn,
    Path(submission): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Stop> {
    let submission = path::id(&submission)?;
    let taken = amend::withdraw(&app.service, &who.actor, submission, &typed.reason).await;
    let to = taken.map(|()| format!("/submissions/{submission}")).map_err(Stop::from);
    done(&app, &who, Change::Withdraw, submission, typed, to).await
}

async fn move_to(
    State(app): State<App>,
    who: SignedIn,
    Path(submission): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Stop> {
    let submission = path::id(&submission)?;
    let to = begin_move(&app, &who, submission, &typed).await;
    done(&app, &who, Change::Move, submission, typed, to).await
}

async fn begin_move(app: &App, who: &SignedIn, submission: Id, typed: &Typed) -> Result<String, Stop> {
    let contract = path::id(&typed.contract)?;
    let ending = path::day_typed(&typed.ending)?;
    let none = || Fault::refused("move.week", "No week is given. Type the last day of the week this payroll is of.");
    let place = Place { contract, ending: ending.ok_or_else(none)? };
    let upload = amend::move_to(&app.service, &who.actor, submission, place, &typed.reason).await?;
    Ok(format!("/uploads/{upload}"))
}
