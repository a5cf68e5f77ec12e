//! The officer's desk: what was signed, newest first, with filters.

use crate::domain::moment::Moment;
use crate::service::Id;
use crate::service::desk::{self, Desk, DeskFilter, DeskLine};
use crate::service::fault::Fault;
use crate::web::frame::Frame;
use crate::web::listing::Listing;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/desk", Who::SignedIn, show),
        Entry::file("/desk.csv", Who::SignedIn, csv),
        Entry::file("/desk.json", Who::SignedIn, json),
    ]
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    project: String,
    contractor: String,
    open: String,
    before: String,
    limit: Option<u16>,
}

impl Asked {
    fn filter(&self) -> Result<DeskFilter, Stop> {
        let one = |text: &str| if text.is_empty() { Ok(None) } else { path::id(text).map(Some) };
        Ok(DeskFilter { project: one(&self.project)?, contractor: one(&self.contractor)?, open: !self.open.is_empty() })
    }

    fn key(&self) -> Result<Option<(Moment, Id)>, Stop> {
        if self.before.is_empty() {
            return Ok(None);
        }
        let key = self.before.split_once('_').and_then(|(at, id)| Some((Moment::from_micros(at.parse().ok()?)?, Id::parse(id)?)));
        Ok(Some(
            key.ok_or_else(|| Fault::refused("cursor.stale", "This address no longer leads to a page. Begin again at the first one."))?,
        ))
    }

    /// The address of the page after a key, with the same filter.
    fn next(&self, path: &str, key: (Moment, Id)) -> String {
        let mut next = format!("{path}?before={}_{}", key.0.micros(), key.1);
        for (name, value) in [("project", &self.project), ("contractor", &self.contractor), ("open", &self.open)] {
            if !value.is_empty() {
                let kept: String = value.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                next += &format!("&{name}={kept}");
            }
        }
        match self.limit {
            Some(limit) => format!("{next}&limit={limit}"),
            None => next,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/desk.html")]
struct DeskPage {
    frame: Frame,
    it: Desk,
    asked: Asked,
    next: Option<String>,
    same: String,
}

async fn found(app: &App, who: &SignedIn, asked: &Asked) -> Result<Desk, Stop> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    Ok(desk::page(&app.service, &who.actor, asked.filter()?, asked.key()?, limit).await?)
}

async fn show(State(app): State<App>, who: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    let it = found(&app, &who, &asked).await?;
    let next = it.next.map(|key| asked.next("/desk", key));
    let same = [("project", &asked.project), ("contractor", &asked.contractor), ("open", &asked.open)]
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&");
    render::page(&DeskPage { frame: who.frame(&app, "Payrolls"), next, same, it, asked })
}

/// How a signed week stands, in a few words.
pub(in crate::web) fn state(line: &DeskLine) -> String {
    let findings = line.week.findings;
    let mut said = vec![if line.waits_for_approval { "Waiting for the main contractor" } else { "To review" }.to_owned()];
    if findings.undecided > 0 {
        said.push(crate::web::words::count(findings.undecided, "finding open", "findings open"));
    }
    if findings.cannot_tell > 0 {
        said.push(format!("cannot tell {}", findings.cannot_tell));
    }
    said.join(" · ")
}

async fn listing(app: &App, who: &SignedIn, asked: &Asked, path: &str) -> Result<Listing, Stop> {
    const HEADINGS: &[&str] = &[
        "signed_at",
        "project",
        "project_name",
        "contractor",
        "week_ending",
        "version",
        "kind",
        "last",
        "not_met",
        "findings_open",
        "cannot_tell",
        "unanswered",
        "submission",
    ];
    let it = found(app, who, asked).await?;
    let row = |line: &DeskLine| {
        let (week, submission) = (&line.week, &line.week.submission);
        vec![
            submission.certified_at.map(|at| at.to_string()).unwrap_or_default(),
            week.project_number.clone(),
            week.project_name.clone(),
            week.contractor_name.clone(),
            submission.week_ending.to_string(),
            submission.version.to_string(),
            submission.kind.word().to_owned(),
            if submission.last { "yes" } else { "no" }.to_owned(),
            week.findings.not_met.to_string(),
            week.findings.undecided.to_string(),
            week.findings.cannot_tell.to_string(),
            week.findings.unanswered.to_string(),
            submission.id.to_string(),
        ]
    };
    Ok(Listing { headings: HEADINGS, rows: it.lines.iter().map(row).collect(), next: it.next.map(|key| asked.next(path, key)) })
}

async fn csv(State(app): State<App>, who: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    Ok(listing(&app, &who, &asked, "/desk.csv").await?.csv("payrolls"))
}

async fn json(State(app): State<App>, who: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    Ok(listing(&app, &who, &asked, "/desk.json").await?.json())
}
