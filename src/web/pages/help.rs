//! Help: every code, word, check and policy, in the words of `plumbline explain`; and the empty template.

use crate::service::explanation;
use crate::service::fault::Fault;
use crate::service::templates;
use crate::web::frame::Frame;
use crate::web::visit::Visit;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/help", Who::Everyone, index),
        Entry::get("/help/{*code}", Who::Everyone, one),
        Entry::get("/template.xlsx", Who::Everyone, template),
    ]
}

/// A group of codes.
struct Group {
    title: &'static str,
    codes: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/help.html")]
struct Index {
    frame: Frame,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "pages/help_code.html")]
struct Code {
    frame: Frame,
    text: String,
}

async fn index(State(app): State<App>, visit: Visit) -> Result<Response, Stop> {
    let groups = explanation::groups(&app.service.library).into_iter().map(|(title, codes)| Group { title, codes });
    render::page(&Index { frame: visit.frame(&app, "Help"), groups: groups.collect() })
}

async fn one(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Result<Response, Stop> {
    let text = explanation::page(&app.service.library, code.trim()).ok_or(Fault::NotFound)?;
    let title = text.lines().next().unwrap_or_default().trim().to_owned();
    render::page(&Code { frame: visit.frame(&app, title).under(&[("/help", "Help")]), text })
}

async fn template() -> Result<Response, Stop> {
    Ok(render::attachment("payroll.xlsx", templates::payroll()?))
}
