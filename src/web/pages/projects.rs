//! The agency's projects: the list, one of them, and a new one.

use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::overview;
use crate::service::permission;
use crate::service::project_setup::{self, NamedFile, Shown, Typed};
use crate::web::form::FileForm;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::multipart::Field;
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/projects", Who::SignedIn, list),
        Entry::get("/projects/new", Who::SignedIn, form),
        Entry::post_file("/projects/new", Who::SignedIn, create),
        Entry::get("/projects/{project}", Who::SignedIn, one),
    ]
}

#[derive(Template)]
#[template(path = "pages/projects.html")]
struct ListPage {
    frame: Frame,
    projects: Vec<(String, String, String)>,
    may_set_up: bool,
}

async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    permission::may_see_desk(&who.actor)?;
    let found = overview::projects_of(&app.service, &who.actor).await?;
    let projects = found.into_iter().map(|(project, _)| (format!("/projects/{}", project.id), project.number, project.name)).collect();
    let may_set_up = permission::may_set_up(&who.actor).is_ok();
    render::page(&ListPage { frame: who.frame(&app, "Projects"), projects, may_set_up })
}

#[derive(Template)]
#[template(path = "pages/project.html")]
struct OnePage {
    frame: Frame,
    shown: Shown,
    may_change: bool,
}

async fn one(State(app): State<App>, who: SignedIn, Path(project): Path<String>) -> Result<Response, Stop> {
    let project = Id::parse(&project).ok_or(Fault::NotFound)?;
    let shown = project_setup::show(&app.service, &who.actor, project).await?;
    let frame = who.frame(&app, shown.project.name.clone()).under(&[("/projects", "Projects")]);
    let may_change = permission::may_set_up(&who.actor).is_ok();
    render::page(&OnePage { frame, shown, may_change })
}

#[derive(Template)]
#[template(path = "pages/project_new.html")]
struct FormPage {
    frame: Frame,
    typed: Typed,
    fault: Option<String>,
}

async fn form(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    permission::may_set_up(&who.actor)?;
    let typed = Typed {
        kind: "construction".to_owned(),
        state: "MA".to_owned(),
        city: "Boston".to_owned(),
        funding: "city".to_owned(),
        ..Typed::default()
    };
    render::page(&FormPage { frame: frame(&app, &who), typed, fault: None })
}

fn frame(app: &App, who: &SignedIn) -> Frame {
    who.frame(app, "Set up a project").under(&[("/projects", "Projects")])
}

/// The field of the rate sheet, a file.
const RATE_SHEET: &str = "rate_sheet";
/// The largest file a project may name here, in bytes.
const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// The bytes of a file of a project.
pub(super) async fn file_of(mut field: Field<'_>) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await.map_err(|_| Stop::BadForm)? {
        if bytes.len() + part.len() > LARGEST_FILE {
            return Err(Stop::TooLong);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

async fn create(State(app): State<App>, who: SignedIn, mut form: FileForm) -> Result<Response, Stop> {
    let mut typed = Typed::default();
    let mut files = Vec::new();
    while let Some(field) = form.next(|name| name == RATE_SHEET || Typed::default().field(name).is_some()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == RATE_SHEET {
            let bytes = file_of(field).await?;
            if !bytes.is_empty() {
                files.push(NamedFile { name: "rate-sheet.csv".to_owned(), bytes });
            }
        } else if let Some(place) = typed.field(&name) {
            *place = field.text().await.map_err(|_| Stop::BadForm)?;
        }
    }
    let facts = typed.facts(files.first().map(|file| file.name.as_str()));
    match project_setup::create(&app.service, &who.actor, &facts, &files).await {
        Ok(id) => Ok(render::see(&format!("/projects/{id}"))),
        Err(Fault::Refused { sentence, .. }) => {
            render::form_again(&FormPage { frame: frame(&app, &who).with_error(true), typed, fault: Some(sentence) })
        }
        Err(other) => Err(other.into()),
    }
}
