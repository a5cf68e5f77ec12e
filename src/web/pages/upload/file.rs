//! C2: choose a file for a week.

use super::place::Place;
use super::{id, said, week};
use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::upload::begin::{self, Begun, NewFile};
use crate::service::upload::receive::{self, Received};
use crate::service::upload::{self, again, see};
use crate::web::form::{FileForm, FilePart, Form, text};
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/contracts/{contract}/weeks/{week}/upload", Who::SignedIn, page),
        Entry::post_file("/contracts/{contract}/weeks/{week}/upload", Who::SignedIn, take),
        Entry::post("/contracts/{contract}/weeks/{week}/again", Who::SignedIn, use_again),
    ]
}

/// What is wrong, with the field it is about.
struct Amiss {
    field: &'static str,
    sentence: String,
}

/// The same bytes are on file for the week.
struct Same {
    id: String,
    on: String,
}

#[derive(Template)]
#[template(path = "pages/upload/file.html")]
struct Page {
    frame: Frame,
    place: Place,
    key: String,
    megabytes: u64,
    rows: String,
    /// A version was sent before: a reason is asked for.
    was_filed: bool,
    reason: String,
    last: bool,
    /// A draft of the week: its address.
    draft: Option<String>,
    copies: bool,
    amiss: Option<Amiss>,
    same: Option<Same>,
}

/// The fields beside the file.
const BESIDE: [&str; 3] = ["key", "reason", "last"];

/// What they hold.
#[derive(Default)]
struct Beside {
    key: String,
    reason: String,
    last: bool,
}

async fn show(app: &App, who: &SignedIn, contract: Id, ending: NaiveDate, beside: Beside) -> Result<Page, Stop> {
    let seen = see::week(&app.service, &who.actor, contract, ending).await?;
    let place = Place::of_week(&seen);
    let frame = who.frame(app, "Upload a payroll").under(&place.crumbs());
    Ok(Page {
        frame,
        key: if beside.key.is_empty() { begin::new_key()? } else { beside.key },
        megabytes: app.service.settings.upload_bytes >> 20,
        rows: crate::web::words::grouped(upload::most_rows()),
        was_filed: seen.was_filed,
        reason: beside.reason,
        last: beside.last,
        draft: seen.open.map(|open| format!("/uploads/{}", open.id)),
        copies: seen.copies,
        amiss: None,
        same: None,
        place,
    })
}

async fn page(State(app): State<App>, who: SignedIn, Path((contract, ending)): Path<(String, String)>) -> Result<Response, Stop> {
    render::page(&show(&app, &who, id(&contract)?, week(&ending)?, Beside::default()).await?)
}

async fn take(
    State(app): State<App>,
    who: SignedIn,
    Path((contract, ending)): Path<(String, String)>,
    mut form: FileForm,
) -> Result<Response, Stop> {
    let (contract, ending) = (id(&contract)?, week(&ending)?);
    let mut place = receive::place(&app.service)?;
    receive::may_send(&app.service, &who.actor, contract, &mut place).await?;
    see::week(&app.service, &who.actor, contract, ending).await?;
    let mut beside = Beside::default();
    let mut place = Some(place);
    let mut file: Option<(String, Received)> = None;
    while let Some(field) = form.next(|name| BESIDE.contains(&name) || name == "file").await? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "key" => beside.key = text(field, 200).await?,
            "reason" => beside.reason = text(field, 2_000).await?,
            "last" => beside.last = text(field, 10).await? == "yes",
            "file" => {
                // One file a form: a second finds no place.
                let Some(place) = place.take() else { return Err(Stop::BadForm) };
                let called = field.file_name().unwrap_or_default().to_owned();
                match receive::receive(&app.service, place, FilePart(field)).await {
                    Ok(received) => file = Some((called, received)),
                    Err(Fault::TooLarge(sentence)) => {
                        let page = amiss(show(&app, &who, contract, ending, beside).await?, "file", sentence);
                        return render::with_status(StatusCode::PAYLOAD_TOO_LARGE, &page);
                    }
                    Err(other) => return Err(other.into()),
                }
            }
            _ => {}
        }
    }
    if let Some(place) = &mut place {
        place.ended();
    }
    let Some((called, received)) = file.filter(|(called, received)| received.bytes() > 0 || !called.is_empty()) else {
        let page = show(&app, &who, contract, ending, beside).await?;
        return render::form_again(&amiss(page, "file", "No file was chosen. Choose your spreadsheet, then upload it.".to_owned()));
    };
    if beside.key.is_empty() {
        return Err(Stop::BadForm);
    }
    let new = NewFile {
        contract,
        week_ending: ending,
        last: beside.last,
        reason: Some(&beside.reason),
        file_name: &called,
        key: &beside.key,
        mapping: None,
    };
    match begin::file(&app.service, &who.actor, new, received).await {
        Ok(Begun::Upload(upload)) => Ok(render::see(&format!("/uploads/{upload}"))),
        Ok(Begun::Duplicate(first)) => {
            let mut page = show(&app, &who, contract, ending, Beside { key: String::new(), ..beside }).await?;
            page.same = Some(Same { id: first.id.to_string(), on: said::day_of_moment(first.at) });
            page.frame.error = true;
            render::with_status(StatusCode::CONFLICT, &page)
        }
        Err(Fault::Refused { sentence, .. }) => {
            let page = show(&app, &who, contract, ending, beside).await?;
            render::form_again(&amiss(page, "reason", sentence))
        }
        Err(other) => Err(other.into()),
    }
}

fn amiss(mut page: Page, field: &'static str, sentence: String) -> Page {
    page.frame.error = true;
    page.amiss = Some(Amiss { field, sentence });
    page
}

#[derive(Deserialize)]
struct UseAgain {
    upload: String,
    key: String,
    #[serde(default)]
    reason: String,
}

async fn use_again(
    State(app): State<App>,
    who: SignedIn,
    Path((contract, ending)): Path<(String, String)>,
    Form(form): Form<UseAgain>,
) -> Result<Response, Stop> {
    let (contract, ending) = (id(&contract)?, week(&ending)?);
    match again::again(&app.service, &who.actor, id(&form.upload)?, &form.key, Some(&form.reason)).await {
        Ok(upload) => Ok(render::see(&format!("/uploads/{upload}"))),
        Err(Fault::Refused { sentence, .. }) => {
            let page = show(&app, &who, contract, ending, Beside::default()).await?;
            render::form_again(&amiss(page, "reason", sentence))
        }
        Err(other) => Err(other.into()),
    }
}
