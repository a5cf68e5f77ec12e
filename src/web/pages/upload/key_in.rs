//! C2: a small week typed in by hand.

use super::place::Place;
use super::{id, week};
use crate::service::fault::Fault;
use crate::service::upload::key_in::{self, Amiss, FIELDS, Keyed, MOST_WORKERS, NewTyped, Typed};
use crate::service::upload::{begin, see};
use crate::web::form::{Numbered, NumberedForm};
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/contracts/{contract}/weeks/{week}/key-in", Who::SignedIn, page),
        Entry::post("/contracts/{contract}/weeks/{week}/key-in", Who::SignedIn, begin_week),
    ]
}

/// Workers there is room for at first.
const AT_FIRST: usize = 5;

/// What stands above the columns after the seven days.
const AFTER_DAYS: [&str; 8] = [
    "Overtime hours",
    "Base rate",
    "Overtime rate",
    "Benefits to plans, per hour",
    "Benefits in cash, per hour",
    "Pay for this job",
    "Taken out of pay",
    "Net pay",
];

/// One field of the form.
struct Cell {
    name: String,
    label: String,
    value: String,
    wrong: Option<String>,
    level: bool,
    figure: bool,
}

/// One worker of the form.
struct Row {
    number: usize,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "pages/upload/key_in.html")]
struct Page {
    frame: Frame,
    place: Place,
    key: String,
    last: bool,
    was_filed: bool,
    reason: String,
    copies: bool,
    copied: bool,
    rows: Vec<Row>,
    /// Field's place and sentence.
    amiss: Vec<(String, String)>,
}

/// What was typed.
#[derive(Default)]
struct Filled {
    key: String,
    reason: String,
    last: bool,
    copied: bool,
    workers: Vec<Typed>,
    more: bool,
}

fn name_of(worker: usize, field: usize) -> String {
    format!("w{}-{}", worker + 1, FIELDS.get(field).copied().unwrap_or_default())
}

async fn show(
    app: &App,
    who: &SignedIn,
    at: &(String, String),
    filled: Filled,
    wrong: &[Amiss],
    reason: Option<String>,
) -> Result<Page, Stop> {
    let ending = week(&at.1)?;
    let seen = see::week(&app.service, &who.actor, id(&at.0)?, ending).await?;
    let place = Place::of_week(&seen);
    let days = key_in::days(ending);
    let label = |field: usize| match field {
        0 => "Worker’s number",
        1 => "Kind of work",
        2 => "Level",
        3..=9 => days.get(field - 3).map_or("", String::as_str),
        _ => AFTER_DAYS.get(field - 10).copied().unwrap_or_default(),
    };
    let empty = Typed::default();
    let room = filled.workers.len().max(AT_FIRST) + if filled.more { AT_FIRST } else { 0 };
    let rows = (0..room.min(MOST_WORKERS)).map(|worker| {
        let typed = filled.workers.get(worker).unwrap_or(&empty);
        let cells = (0..FIELDS.len()).map(|field| Cell {
            name: name_of(worker, field),
            label: label(field).to_owned(),
            value: typed.text(field).to_owned(),
            wrong: wrong.iter().find(|a| a.worker == worker && a.field == field).map(|a| a.sentence.clone()),
            level: field == 2,
            figure: field > 2,
        });
        Row { number: worker + 1, cells: cells.collect() }
    });
    let mut amiss: Vec<(String, String)> = wrong
        .iter()
        .map(|a| (name_of(a.worker, a.field), format!("Worker {}, {}: {}", a.worker + 1, label(a.field), a.sentence)))
        .collect();
    amiss.extend(reason.map(|sentence| ("reason".to_owned(), sentence)));
    let frame = who.frame(app, "Type in a week").under(&place.crumbs()).with_error(!amiss.is_empty());
    let key = if filled.key.is_empty() { begin::new_key()? } else { filled.key };
    Ok(Page {
        frame,
        key,
        last: filled.last,
        was_filed: seen.was_filed,
        reason: filled.reason,
        copies: seen.copies,
        copied: filled.copied,
        rows: rows.collect(),
        amiss,
        place,
    })
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    copy: String,
}

async fn page(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Stop> {
    let copied = asked.copy == "last";
    let workers = if copied { key_in::from_last_week(&app.service, &who.actor, id(&at.0)?, week(&at.1)?).await? } else { Vec::new() };
    let filled = Filled { workers, copied, ..Filled::default() };
    render::page(&show(&app, &who, &at, filled, &[], None).await?)
}

/// A form of workers, each with its number: `w3-name`.
struct Typing;

impl Numbered for Typing {
    fn asks_for(name: &str) -> bool {
        matches!(name, "key" | "reason" | "last" | "more") || place_of(name).is_some()
    }
}

/// The worker and the field a name is of.
fn place_of(name: &str) -> Option<(usize, usize)> {
    let (worker, field) = name.strip_prefix('w')?.split_once('-')?;
    Some((worker.parse().ok()?, FIELDS.iter().position(|known| *known == field)?))
}

/// What was typed, by the names of the fields.
fn read(pairs: &[(String, String)]) -> Filled {
    let mut filled = Filled::default();
    for (name, value) in pairs {
        match name.as_str() {
            "key" => filled.key.clone_from(value),
            "reason" => filled.reason.clone_from(value),
            "last" => filled.last = value == "yes",
            "more" => filled.more = true,
            _ => {
                let Some((worker, field)) = place_of(name) else { continue };
                if (1..=MOST_WORKERS).contains(&worker) {
                    if filled.workers.len() < worker {
                        filled.workers.resize(worker, Typed::default());
                    }
                    if let Some(text) = filled.workers.get_mut(worker - 1).and_then(|typed| typed.0.get_mut(field)) {
                        text.clone_from(value);
                    }
                }
            }
        }
    }
    filled
}

async fn begin_week(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(String, String)>,
    NumberedForm(pairs, _): NumberedForm<Typing>,
) -> Result<Response, Stop> {
    let filled = read(&pairs);
    if filled.more {
        return render::page(&show(&app, &who, &at, filled, &[], None).await?);
    }
    let new =
        NewTyped { contract: id(&at.0)?, week_ending: week(&at.1)?, last: filled.last, reason: Some(&filled.reason), key: &filled.key };
    match key_in::begin(&app.service, &who.actor, new, &filled.workers).await {
        Ok(Keyed::Upload(upload)) => Ok(render::see(&format!("/uploads/{upload}"))),
        Ok(Keyed::Amiss(amiss)) => render::form_again(&show(&app, &who, &at, filled, &amiss, None).await?),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&show(&app, &who, &at, filled, &[], Some(sentence)).await?),
        Err(other) => Err(other.into()),
    }
}
