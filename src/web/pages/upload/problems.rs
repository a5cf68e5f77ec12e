//! C4: what could not be read, beside the sheet.

use super::cutout::Cutout;
use super::place::Place;
use super::{id, said};
use crate::service::examine::{Examination, ProblemSeen};
use crate::service::fault::Fault;
use crate::service::upload::correct::{self, NewText};
use crate::service::upload::see::{self, Seen};
use crate::service::upload::sheet;
use crate::web::form::{Form, Numbered, NumberedForm, with_number};
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/uploads/{upload}/problems", Who::SignedIn, page),
        Entry::post("/uploads/{upload}/corrections", Who::SignedIn, save),
        Entry::post("/uploads/{upload}/corrections/undo", Who::SignedIn, undo),
    ]
}

/// Problems shown on the page; of more it is said how many there are.
const MOST: usize = 100;

/// A Problem and the place to correct it.
struct Problem {
    number: usize,
    seen: ProblemSeen,
    /// Anchor of its cell in the sheet; empty where it is not shown.
    cell: String,
    /// What was typed and not taken, or what was saved already.
    typed: String,
    correctable: bool,
    /// The cell among its neighbours.
    around: Option<Cutout>,
}

/// A cell of the sheet.
struct Cell {
    text: String,
    anchor: String,
    /// Numbers of the Problems it is in.
    problems: Vec<usize>,
}

/// A row of the sheet.
struct Row {
    number: u32,
    anchor: String,
    cells: Vec<Cell>,
    why_not_used: Option<String>,
}

/// A part of the sheet: one table.
struct Table {
    sheet: String,
    headings: Vec<(String, String)>,
    rows: Vec<Row>,
}

/// A correction that counts.
struct Change {
    id: String,
    place: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "pages/upload/problems.html")]
struct Page {
    frame: Frame,
    place: Place,
    problems: Vec<Problem>,
    more: usize,
    blocking: usize,
    ledger: String,
    tables: Vec<Table>,
    changes: Vec<Change>,
    all_rows: bool,
    from: usize,
    next: Option<usize>,
    rows_in_all: usize,
    refused: Option<String>,
    notes: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    rows: String,
    #[serde(default)]
    from: usize,
}

/// The letters of a column of the file.
fn letter<'e>(examination: &'e Examination, sheet: &str, column: u16) -> &'e str {
    examination.columns.iter().find(|c| c.sheet == sheet && c.column == column).map_or("", |c| c.letter.as_str())
}

fn tables(examination: &Examination, shown: &sheet::Shown<'_>, numbers: &BTreeMap<(&str, u32, u16), Vec<usize>>) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for row in &shown.rows {
        let used = || examination.columns.iter().filter(|c| c.sheet == row.sheet && c.field.is_some());
        if tables.last().is_none_or(|table| table.sheet != row.sheet) {
            let headings = used().map(|c| (c.letter.clone(), c.heading.clone()));
            tables.push(Table { sheet: row.sheet.clone(), headings: headings.collect(), rows: Vec::new() });
        }
        let cells = used().map(|column| {
            let problems = numbers.get(&(row.sheet.as_str(), row.row, column.column)).cloned().unwrap_or_default();
            let text = row.cells.iter().find(|c| c.column == column.column).map(|c| c.text.clone()).unwrap_or_default();
            Cell { text, anchor: said::cell_anchor(&row.sheet, &column.letter, row.row), problems }
        });
        let anchor = said::row_anchor(&row.sheet, row.row);
        let row = Row { number: row.row, anchor, cells: cells.collect(), why_not_used: row.why_not_used.clone() };
        if let Some(table) = tables.last_mut() {
            table.rows.push(row);
        }
    }
    tables
}

/// What is shown besides what was read: what was typed and not taken, and why.
#[derive(Default)]
struct NotTaken {
    sentence: Option<String>,
    typed: BTreeMap<(String, u32, u16), String>,
}

async fn show(app: &App, who: &SignedIn, seen: &Seen, asked: &Asked, not_taken: NotTaken) -> Result<Page, Stop> {
    let reading = see::reading(&app.service, &seen.upload).await?.ok_or(Fault::NotFound)?;
    let examination = &reading.examination;
    let corrections = see::corrections_of(&app.service, &seen.upload).await?;
    let all_rows = asked.rows == "all";
    let shown = if all_rows { sheet::page(examination, asked.from) } else { sheet::with_problems(examination) };
    let mut numbers: BTreeMap<(&str, u32, u16), Vec<usize>> = BTreeMap::new();
    let mut problems = Vec::new();
    // What stops the signing comes first; each keeps the order of the file.
    let mut ordered: Vec<&ProblemSeen> = examination.problems.iter().collect();
    ordered.sort_by_key(|problem| !problem.blocks);
    for (at, problem) in ordered.iter().take(MOST).enumerate() {
        let place = problem.sheet.as_deref().zip(problem.row).zip(problem.column).map(|((sheet, row), column)| (sheet, row, column));
        let mut cell = String::new();
        let mut typed = None;
        let mut correctable = false;
        let mut around = None;
        if let Some(place @ (sheet, row, column)) = place {
            numbers.entry(place).or_default().push(at + 1);
            around = Cutout::around(examination, sheet, row, column);
            let on_page = shown.rows.iter().any(|r| r.sheet == sheet && r.row == row);
            let letters = letter(examination, sheet, column);
            correctable = !letters.is_empty() && seen.upload.state.open();
            if on_page && !letters.is_empty() {
                cell = said::cell_anchor(sheet, letters, row);
            }
            typed = not_taken.typed.get(&(sheet.to_owned(), row, column)).cloned();
        }
        problems.push(Problem { number: at + 1, seen: (*problem).clone(), cell, typed: typed.unwrap_or_default(), correctable, around });
    }
    let rows = &examination.rows;
    let held = examination.blocking().filter(|p| p.row.is_some()).count();
    let mut ledger = format!("{} read · {} used", said::count(rows.read, "row", "rows"), rows.used);
    if held > 0 {
        ledger.push_str(&format!(" · {} to fix", said::count_of(held, "cell", "cells")));
    }
    ledger.push_str(&format!(" · {} not used · {} outside this job", rows.not_used.len(), rows.outside));
    let changes = corrections.into_iter().map(|c| Change {
        id: c.id.to_string(),
        place: format!("{} {}{}", c.sheet, letter(examination, &c.sheet, c.column), c.row),
        before: c.before,
        after: c.after,
    });
    let blocking = examination.blocking().count();
    let place = Place::of_upload(seen);
    let title = if blocking == 0 { "Your sheet".to_owned() } else { format!("Fix {}", said::count_of(blocking, "cell", "cells")) };
    let frame = who.frame(app, title).under(&place.crumbs()).with_error(blocking > 0 || not_taken.sentence.is_some());
    Ok(Page {
        frame,
        more: examination.problems.len().saturating_sub(MOST),
        blocking,
        ledger,
        tables: tables(examination, &shown, &numbers),
        changes: changes.collect(),
        all_rows,
        from: asked.from,
        next: shown.next,
        rows_in_all: shown.all,
        refused: not_taken.sentence,
        notes: examination.notes.iter().map(|note| format!("{}: {} {}", note.r#where, note.text, note.read)).collect(),
        problems,
        place,
    })
}

async fn page(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    let seen = see::upload(&app.service, &who.actor, id(&upload)?).await?;
    if seen.upload.state != crate::service::upload::UploadState::Examined {
        return Ok(render::see(&format!("/uploads/{}", seen.upload.id)));
    }
    render::page(&show(&app, &who, &seen, &asked, NotTaken::default()).await?)
}

/// A form of cells, each with its number.
struct Cells;

impl Numbered for Cells {
    fn asks_for(name: &str) -> bool {
        name == "then" || with_number(name, &["sheet", "row", "column", "text", "empty"])
    }
}

/// The cells of a form: `sheet-1`, `row-1`, `column-1` and what was typed in `text-1`; nothing typed changes nothing, and
/// `empty-1` empties the cell.
fn cells_of(pairs: &[(String, String)]) -> Vec<NewText> {
    let fields: BTreeMap<&str, &str> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let field = |name: &str, at: usize| fields.get(format!("{name}-{at}").as_str()).copied();
    let cells = (1..=MOST).filter_map(|at| {
        let text = field("text", at).unwrap_or_default();
        if text.trim().is_empty() && field("empty", at).is_none() {
            return None;
        }
        let text = if field("empty", at).is_some() { "" } else { text };
        let (row, column) = (field("row", at)?.parse().ok()?, field("column", at)?.parse().ok()?);
        Some(NewText { sheet: field("sheet", at)?.to_owned(), row, column, text: text.to_owned() })
    });
    cells.collect()
}

async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(upload): Path<String>,
    NumberedForm(pairs, _): NumberedForm<Cells>,
) -> Result<Response, Stop> {
    let upload = id(&upload)?;
    let cells = cells_of(&pairs);
    match correct::correct(&app.service, &who.actor, upload, &cells).await {
        Ok(()) => {}
        Err(Fault::Refused { sentence, .. }) => {
            let seen = see::upload(&app.service, &who.actor, upload).await?;
            let typed = cells.into_iter().map(|c| ((c.sheet, c.row, c.column), c.text)).collect();
            let not_taken = NotTaken { sentence: Some(sentence), typed };
            return render::form_again(&show(&app, &who, &seen, &Asked::default(), not_taken).await?);
        }
        Err(other) => return Err(other.into()),
    }
    correct::check_again(&app.service, &who.actor, upload).await?;
    Ok(render::see(&format!("/uploads/{upload}")))
}

#[derive(Deserialize)]
struct Undone {
    correction: String,
}

async fn undo(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Form(form): Form<Undone>) -> Result<Response, Stop> {
    let upload = id(&upload)?;
    correct::undo(&app.service, &who.actor, upload, id(&form.correction)?).await?;
    correct::check_again(&app.service, &who.actor, upload).await?;
    Ok(render::see(&format!("/uploads/{upload}")))
}
