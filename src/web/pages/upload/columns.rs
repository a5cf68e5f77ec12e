//! C3: what the columns of a file hold.

use super::place::Place;
use super::{id, said};
use crate::domain::field::Field;
use crate::service::examine::choices::{FieldChoice, choosable, label};
use crate::service::examine::shape::ChoiceFault;
use crate::service::examine::{ColumnSeen, Examination, OutcomeWord};
use crate::service::fault::Fault;
use crate::service::upload::UploadState;
use crate::service::upload::columns::{self, Choice};
use crate::service::upload::see::{self, Seen};
use crate::web::form::{Numbered, NumberedForm, with_number};
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/uploads/{upload}/columns", Who::SignedIn, page), Entry::post("/uploads/{upload}/columns", Who::SignedIn, choose)]
}

/// Rows of the sheet shown above the choice.
const HEAD: usize = 12;

/// A column and what can be chosen for it.
struct Column {
    number: u16,
    letter: String,
    heading: String,
    values: String,
    readable: String,
    chosen: String,
    /// A close spelling that was not used.
    proposed: Option<String>,
    wrong: bool,
}

/// A row of the sheet, to see which one holds the names.
struct HeadRow {
    number: u32,
    texts: String,
    is_header: bool,
}

#[derive(Template)]
#[template(path = "pages/upload/columns.html")]
struct Page {
    frame: Frame,
    place: Place,
    sheet: String,
    /// Sheets of the file, and the one that is shown.
    sheets: Vec<(String, bool)>,
    /// The columns are not known yet: another sheet or row can be picked.
    choosing: bool,
    header_row: String,
    found: String,
    head: Vec<HeadRow>,
    groups: Vec<Group>,
    fields: Vec<FieldGroup>,
    remember: bool,
    amiss: Vec<(String, String)>,
    /// Why the columns were not matched without help.
    unread: Vec<String>,
    matched_at: Option<String>,
}

/// Fields that stand together in the list.
struct FieldGroup {
    title: &'static str,
    fields: Vec<FieldChoice>,
}

fn fields() -> Vec<FieldGroup> {
    let mut groups: Vec<FieldGroup> = Vec::new();
    for field in choosable() {
        match groups.last_mut().filter(|group| group.title == field.group) {
            Some(group) => group.fields.push(field),
            None => groups.push(FieldGroup { title: field.group, fields: vec![field] }),
        }
    }
    groups
}

/// Columns that stand together.
struct Group {
    title: String,
    columns: Vec<Column>,
}

/// What the page is shown with besides what was read.
#[derive(Default)]
struct Shown {
    choice: Option<Choice>,
    wrong: Vec<ChoiceFault>,
    /// Another sheet or row of headings was picked to be looked at.
    sheet: Option<String>,
    header_row: Option<u32>,
}

fn column(seen: &ColumnSeen, shown: &Shown) -> Column {
    let chosen = match &shown.choice {
        Some(choice) => choice.fields.get(&seen.column).cloned(),
        None => seen.field.clone().filter(|_| seen.how != "not-used"),
    };
    let all = seen.readable + seen.unreadable;
    let mut readable = format!("{} of {all}", seen.readable);
    if seen.blank > 0 {
        readable.push_str(&format!(" · {} blank", seen.blank));
    }
    if seen.unreadable > 0 {
        readable.push_str(&format!(" · {} not", seen.unreadable));
    }
    Column {
        number: seen.column,
        letter: seen.letter.clone(),
        heading: seen.heading.clone(),
        values: seen.first_values.join(" · "),
        readable,
        chosen: chosen.unwrap_or_default(),
        proposed: seen.proposed.as_deref().map(label),
        wrong: shown.wrong.iter().any(|w| w.columns.contains(&seen.column)),
    }
}

/// Another column was understood as the same field, and only one can be it: a person says which.
fn is_doubled(all: &[ColumnSeen], seen: &ColumnSeen) -> bool {
    let field = seen.field.as_deref().and_then(Field::from_name).filter(|field| *field != Field::Ignored && !field.adds_up());
    let same = |other: &&ColumnSeen| other.field == seen.field && other.how != "not-used";
    field.is_some() && seen.how != "not-used" && all.iter().filter(same).count() > 1
}

fn groups(examination: &Examination, all: &[ColumnSeen], shown: &Shown) -> Vec<Group> {
    let (mut needs, mut matched, mut unused) = (Vec::new(), Vec::new(), Vec::new());
    for seen in all {
        let column = column(seen, shown);
        let doubled = shown.choice.is_none() && is_doubled(all, seen);
        if column.wrong
            || doubled
            || (column.chosen.is_empty() && (column.proposed.is_some() || examination.outcome == OutcomeWord::Columns))
        {
            needs.push(column);
        } else if column.chosen.is_empty() {
            unused.push(column);
        } else {
            matched.push(column);
        }
    }
    let title = |words: &str, columns: &[Column]| format!("{words} ({})", columns.len());
    let all = [("Needs you", needs), ("Matched", matched), ("Not used", unused)];
    all.into_iter()
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(words, columns)| Group { title: title(words, &columns), columns })
        .collect()
}

async fn show(app: &App, who: &SignedIn, seen: &Seen, shown: Shown) -> Result<Page, Stop> {
    let reading = see::reading(&app.service, &seen.upload).await?.ok_or(Fault::NotFound)?;
    let examination = &reading.examination;
    let chosen = shown.choice.as_ref();
    let sheet = chosen.and_then(|choice| choice.sheet.clone()).or_else(|| shown.sheet.clone());
    let picked = sheet.is_some();
    let sheet = sheet.or_else(|| examination.input.sheet.clone()).unwrap_or_default();
    let header_row = chosen.and_then(|choice| choice.header_row).or(shown.header_row).or(examination.input.header_row.filter(|_| !picked));
    let columns = columns::columns_of(examination, Some(&sheet), header_row);
    // Before its columns are known, the first rows of every sheet are there to be looked at.
    let choosing = examination.outcome == OutcomeWord::Columns;
    let head = examination.sheet_rows.iter().filter(|row| choosing && row.sheet == sheet).take(HEAD).map(|row| HeadRow {
        number: row.row,
        texts: row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" · "),
        is_header: Some(row.row) == header_row,
    });
    let is_known = |c: &&ColumnSeen| c.field.is_some() && c.how != "not-used" && !is_doubled(&columns, c);
    let known = columns.iter().filter(is_known).count();
    // A shape nobody has seen is no fault of who sends it: it is said as a note, and what is wrong with a choice as a fault.
    let unread = examination.problems.iter().filter(|_| shown.choice.is_none() && choosing).map(|p| match p.code.as_str() {
        "header.not_found" => "We do not know the column names of this file yet".to_owned(),
        _ => p.text.clone(),
    });
    let unread = unread.collect();
    let wrong = shown.wrong.iter();
    let amiss: Vec<(String, String)> =
        wrong.map(|w| (w.columns.first().map_or("columns".to_owned(), |c| format!("column-{c}")), w.sentence.clone())).collect();
    let matched_at = see::matched_at(&app.service, seen, examination).await?.map(said::day_of_moment);
    let place = Place::of_upload(seen);
    Ok(Page {
        unread,
        frame: who.frame(app, "Match your columns").under(&place.crumbs()).with_error(!shown.wrong.is_empty()),
        sheets: examination.sheets_seen.iter().map(|name| (name.clone(), *name == sheet)).collect(),
        header_row: header_row.map(|row| row.to_string()).unwrap_or_default(),
        found: format!("{known} of {}", columns.len()),
        head: head.collect(),
        choosing,
        groups: groups(examination, &columns, &shown),
        fields: fields(),
        remember: chosen.is_none_or(|choice| choice.remember),
        amiss,
        matched_at,
        sheet,
        place,
    })
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default)]
    header: Option<String>,
}

async fn page(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    let seen = see::upload(&app.service, &who.actor, id(&upload)?).await?;
    if !matches!(seen.upload.state, UploadState::Columns | UploadState::Examined) {
        return Ok(render::see(&format!("/uploads/{}", seen.upload.id)));
    }
    let header_row = asked.header.and_then(|row| row.trim().parse().ok());
    render::page(&show(&app, &who, &seen, Shown { sheet: asked.sheet, header_row, ..Shown::default() }).await?)
}

/// A form of columns, each with its number.
struct Choices;

impl Numbered for Choices {
    fn asks_for(name: &str) -> bool {
        matches!(name, "header_row" | "sheet" | "remember") || with_number(name, &["column"])
    }
}

/// The choice of a form: `column-12=base_rate`, `header_row=8`, `remember=yes`.
fn choice_of(pairs: &[(String, String)]) -> Choice {
    let mut choice = Choice::default();
    for (name, value) in pairs {
        match name.as_str() {
            "header_row" => choice.header_row = value.trim().parse().ok().filter(|row| *row > 0),
            "sheet" => choice.sheet = Some(value.clone()).filter(|sheet| !sheet.is_empty()),
            "remember" => choice.remember = value == "yes",
            _ => {
                let column = name.strip_prefix("column-").and_then(|number| number.parse().ok());
                if let (Some(column), false) = (column, value.is_empty()) {
                    choice.fields.insert(column, value.clone());
                }
            }
        }
    }
    choice
}

async fn choose(
    State(app): State<App>,
    who: SignedIn,
    Path(upload): Path<String>,
    NumberedForm(pairs, _): NumberedForm<Choices>,
) -> Result<Response, Stop> {
    let upload = id(&upload)?;
    let choice = choice_of(&pairs);
    let wrong = columns::choose(&app.service, &who.actor, upload, &choice).await?;
    if wrong.is_empty() {
        return Ok(render::see(&format!("/uploads/{upload}")));
    }
    let seen = see::upload(&app.service, &who.actor, upload).await?;
    render::form_again(&show(&app, &who, &seen, Shown { choice: Some(choice), wrong, ..Shown::default() }).await?)
}
