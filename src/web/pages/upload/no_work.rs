//! C2: nobody worked.

use super::place::Place;
use super::{id, week};
use crate::service::fault::Fault;
use crate::service::upload::{begin, no_work, see};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/contracts/{contract}/weeks/{week}/no-work", Who::SignedIn, page),
        Entry::post("/contracts/{contract}/weeks/{week}/no-work", Who::SignedIn, report),
    ]
}

#[derive(Template)]
#[template(path = "pages/upload/no_work.html")]
struct Page {
    frame: Frame,
    place: Place,
    firm: String,
    form: Answers,
    was_filed: bool,
    /// Field and sentence.
    amiss: Option<(&'static str, String)>,
}

#[derive(Default, Deserialize)]
struct Answers {
    #[serde(default)]
    key: String,
    #[serde(default)]
    worked: String,
    #[serde(default)]
    last: String,
    #[serde(default)]
    reason: String,
}

async fn show(
    app: &App,
    who: &SignedIn,
    at: &(String, String),
    form: Answers,
    amiss: Option<(&'static str, String)>,
) -> Result<Page, Stop> {
    let seen = see::week(&app.service, &who.actor, id(&at.0)?, week(&at.1)?).await?;
    let place = Place::of_week(&seen);
    let frame = who.frame(app, "Report a no-work week").under(&place.crumbs()).with_error(amiss.is_some());
    let key = if form.key.is_empty() { begin::new_key()? } else { form.key };
    let form = Answers { key, ..form };
    Ok(Page { frame, firm: who.actor.organisation_name.clone(), was_filed: seen.was_filed, place, form, amiss })
}

async fn page(State(app): State<App>, who: SignedIn, Path(at): Path<(String, String)>) -> Result<Response, Stop> {
    render::page(&show(&app, &who, &at, Answers::default(), None).await?)
}

async fn report(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(String, String)>,
    Form(form): Form<Answers>,
) -> Result<Response, Stop> {
    let amiss = match (form.worked.as_str(), form.last.as_str()) {
        ("no", "yes" | "no" | "not-sure") => None,
        ("yes", _) => Some(("worked", "Somebody worked: this is not a no-work week. Upload the payroll, or type it in.")),
        ("no", _) => Some(("last", "Say whether this was your last week on the job.")),
        _ => Some(("worked", "Say whether anybody worked on this job in these 7 days.")),
    };
    if let Some((field, sentence)) = amiss {
        return render::form_again(&show(&app, &who, &at, form, Some((field, sentence.to_owned()))).await?);
    }
    let (contract, ending, last) = (id(&at.0)?, week(&at.1)?, form.last == "yes");
    match no_work::report(&app.service, &who.actor, contract, ending, last, Some(&form.reason), &form.key).await {
        Ok(upload) => Ok(render::see(&format!("/uploads/{upload}/sign"))),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&show(&app, &who, &at, form, Some(("reason", sentence))).await?),
        Err(other) => Err(other.into()),
    }
}
