//! Changing the facts of a project.

use super::projects::file_of;
use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::project_setup::{self, FactsChange, NamedFile, Shown};
use crate::web::form::{self, FileForm};
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/projects/{project}/facts", Who::SignedIn, show), Entry::post_file("/projects/{project}/facts", Who::SignedIn, change)]
}

/// What a person typed.
#[derive(Default)]
struct Typed {
    facts: String,
    reason: String,
    /// The version the facts had when the page was opened.
    seen: String,
}

#[derive(Template)]
#[template(path = "pages/project_facts.html")]
struct Page {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    fault: Option<String>,
}

/// The fields of the form, beside the token.
const FIELDS: &[&str] = &["files", "facts", "reason", "seen"];

/// Longest text of a field, in bytes.
const LONGEST: usize = 256 * 1024;

async fn page(app: &App, who: &SignedIn, project: Id, typed: Option<Typed>, fault: Option<String>) -> Result<Page, Stop> {
    project_setup::may_change(&app.service, &who.actor, project).await?;
    let shown = project_setup::show(&app.service, &who.actor, project).await?;
    let newest = shown.history.first().map_or(1, |newest| newest.version);
    let typed = typed.unwrap_or_else(|| Typed { facts: shown.project.facts.clone(), reason: String::new(), seen: newest.to_string() });
    let of = format!("/projects/{project}");
    let above = [("/projects", "Projects"), (of.as_str(), shown.project.name.as_str())];
    let frame = who.frame(app, "Change the facts").under(&above).with_error(fault.is_some());
    Ok(Page { frame, shown, typed, fault })
}

async fn show(State(app): State<App>, who: SignedIn, Path(project): Path<String>) -> Result<Response, Stop> {
    render::page(&page(&app, &who, path::id(&project)?, None, None).await?)
}

async fn change(State(app): State<App>, who: SignedIn, Path(project): Path<String>, mut form: FileForm) -> Result<Response, Stop> {
    let project = path::id(&project)?;
    project_setup::may_change(&app.service, &who.actor, project).await?;
    let (mut typed, mut files) = (Typed::default(), Vec::new());
    while let Some(field) = form.next(|name| FIELDS.contains(&name)).await? {
        match field.name().unwrap_or_default() {
            "files" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = file_of(field).await?;
                if !bytes.is_empty() {
                    files.push(NamedFile { name, bytes });
                }
            }
            // A browser ends every line of a text as mail does.
            "facts" => typed.facts = form::text(field, LONGEST).await?.replace("\r\n", "\n"),
            "reason" => typed.reason = form::text(field, LONGEST).await?,
            "seen" => typed.seen = form::text(field, LONGEST).await?,
            _ => {}
        }
    }
    let seen = typed.seen.parse().unwrap_or_default();
    let asked = FactsChange { seen, facts: &typed.facts, files: &files, reason: &typed.reason };
    match project_setup::change(&app.service, &who.actor, project, &asked).await {
        Ok(()) => Ok(render::see(&format!("/projects/{project}#history"))),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, project, Some(typed), Some(sentence)).await?),
        Err(other) => Err(other.into()),
    }
}
