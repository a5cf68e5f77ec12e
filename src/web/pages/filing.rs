//! Who has filed, tier by tier: status, hours by trade and money owed, and never a worker of another firm.

use crate::domain::week::span_of;
use crate::service::Id;
use crate::service::calendar::ending_of;
use crate::service::clock::day_of;
use crate::service::fault::Fault;
use crate::service::filing::{self, Filing, FirmFiling, NewSubcontractor, Shown};
use crate::service::weeks::{self, WeekCell};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::listing::Listing;
use crate::web::visit::SignedIn;
use crate::web::words::{count, short};
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::{Days, NaiveDate, Weekday};
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/projects/{project}/filing", Who::SignedIn, show),
        Entry::file("/projects/{project}/filing.csv", Who::SignedIn, csv),
        Entry::file("/projects/{project}/filing.json", Who::SignedIn, json),
        Entry::post("/projects/{project}/filing/remind", Who::SignedIn, remind),
        Entry::post("/projects/{project}/filing/approval", Who::SignedIn, approval),
        Entry::get("/projects/{project}/subcontractors", Who::SignedIn, new_form),
        Entry::post("/projects/{project}/subcontractors", Who::SignedIn, add),
    ]
}

/// Weeks of a page, a quarter of a year: more would be cut off in print.
const WEEKS: u64 = 13;

#[derive(Template)]
#[template(path = "pages/filing.html")]
struct FilingPage {
    frame: Frame,
    it: Filing,
    today: NaiveDate,
    /// The weeks of the grid, each by its Saturday.
    columns: Vec<NaiveDate>,
    /// Where the page of the weeks before these ends, and that of the weeks after them.
    earlier: Option<NaiveDate>,
    later: Option<NaiveDate>,
    said: Vec<String>,
    fault: Option<String>,
    last_reminder: Option<String>,
}

impl FilingPage {
    /// The weeks of a firm that end in the seven days of a column.
    fn cells<'f>(&self, firm: &'f FirmFiling, column: &NaiveDate) -> &'f [WeekCell] {
        let (first, last) = span_of(*column);
        let place =
            |day: NaiveDate, counts: bool| firm.weeks.partition_point(|cell| cell.week.ending < day || counts && cell.week.ending == day);
        firm.weeks.get(place(first, false)..place(last, true)).unwrap_or_default()
    }

    /// Whether a firm has a week on the page: where it has none, its row is left out. One without any stands on the newest.
    fn has_any(&self, firm: &FirmFiling) -> bool {
        let on_page = self.columns.iter().any(|column| !self.cells(firm, column).is_empty());
        on_page || firm.weeks.is_empty() && self.later.is_none()
    }
}

async fn page(app: &App, who: &SignedIn, project: Id, until: Option<NaiveDate>, fault: Option<String>) -> Result<FilingPage, Stop> {
    let today = app.service.clock.today();
    let last = ending_of(until.unwrap_or(today), Weekday::Sat);
    let weeks_back = |day: NaiveDate, weeks: u64| day.checked_sub_days(Days::new(7 * weeks)).unwrap_or(day);
    let first = weeks_back(last, WEEKS - 1);
    let it = filing::filing(&app.service, &who.actor, project, Shown::Between(span_of(first).0, last)).await?;
    let mut columns: Vec<NaiveDate> =
        it.firms.iter().flat_map(|f| &f.weeks).map(|cell| ending_of(cell.week.ending, Weekday::Sat)).collect();
    columns.sort_unstable();
    columns.dedup();
    let earlier = columns.first().is_some_and(|oldest| *oldest < first).then(|| weeks_back(first, 1));
    // What is on file may lie ahead of today.
    let later = columns.last().filter(|newest| **newest > last);
    let later = later.map(|newest| last.checked_add_days(Days::new(7 * WEEKS)).map_or(*newest, |next| next.min(*newest)));
    columns.retain(|column| (first..=last).contains(column));
    let home = if it.agency { ("/projects", "Projects") } else { ("/weeks", "Your weeks") };
    let frame = who.frame(app, format!("Who has filed · {}", it.project.name)).under(&[home]).with_error(fault.is_some());
    let last_reminder = it.firms.iter().filter_map(|firm| firm.reminded).max().map(|at| short(&day_of(at)));
    Ok(FilingPage { frame, today, said: summary(&it), columns, earlier, later, it, fault, last_reminder })
}

/// What the page says in one line: who is late, whose first day is missing, who has finished.
fn summary(it: &Filing) -> Vec<String> {
    let firms = |n: usize, are: &str, is: &str| if n == 1 { format!("1 firm {is}") } else { format!("{n} firms {are}") };
    let late: Vec<&FirmFiling> = it.firms.iter().filter(|firm| firm.late().next().is_some()).collect();
    let weeks: usize = late.iter().map(|firm| firm.late().count()).sum();
    let missing = it.firms.iter().filter(|firm| firm.contract.started_on.is_none()).count();
    let finished = it.firms.iter().filter(|firm| firm.is_finished()).count();
    let mut said = Vec::new();
    if weeks > 0 {
        said.push(format!("{} late ({})", firms(late.len(), "are", "is"), count(weeks as u64, "week", "weeks")));
    }
    if missing > 0 {
        said.push(format!("{} missing", count(missing as u64, "first day is", "first days are")));
    }
    if finished > 0 {
        said.push(format!("{} finished", firms(finished, "have", "has")));
    }
    if weeks == 0 && !it.firms.is_empty() {
        said.push("No firm is late".to_owned());
    }
    said
}

/// The page ends with the week of a day; without one, with this week.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    until: String,
}

async fn show(State(app): State<App>, who: SignedIn, Path(project): Path<String>, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    let until = if asked.until.is_empty() { None } else { Some(path::day(&asked.until)?) };
    render::page(&page(&app, &who, path::id(&project)?, until, None).await?)
}

async fn listing(app: &App, who: &SignedIn, project: &str) -> Result<Listing, Stop> {
    const HEADINGS: &[&str] =
        &["contractor", "tier", "week_ending", "due", "standing", "says", "days_late", "hours_to_date", "money_owed", "last_reminder"];
    let today = app.service.clock.today();
    let it = filing::filing(&app.service, &who.actor, path::id(project)?, Shown::All).await?;
    let mut rows = Vec::new();
    for firm in &it.firms {
        let owed = firm.owed.map(|owed| owed.to_string()).unwrap_or_default();
        let reminded = firm.reminded.map(|at| day_of(at).to_string()).unwrap_or_default();
        let tier = firm.contract.tier.to_string();
        let ends = [firm.all_hours().to_string(), owed, reminded];
        let row = |middle: [String; 5]| [firm.firm.clone(), tier.clone()].into_iter().chain(middle).chain(ends.clone()).collect();
        if firm.weeks.is_empty() {
            rows.push(row([String::new(), String::new(), "no-start".to_owned(), "First day not set".to_owned(), String::new()]));
        }
        rows.extend(firm.weeks.iter().map(|WeekCell { week, .. }| {
            row([
                week.ending.to_string(),
                week.due.to_string(),
                week.word().to_owned(),
                week.says(today),
                week.days_late(today).to_string(),
            ])
        }));
    }
    Ok(Listing { headings: HEADINGS, rows, next: None })
}

async fn csv(State(app): State<App>, who: SignedIn, Path(project): Path<String>) -> Result<Response, Stop> {
    Ok(listing(&app, &who, &project).await?.csv("filing"))
}

async fn json(State(app): State<App>, who: SignedIn, Path(project): Path<String>) -> Result<Response, Stop> {
    Ok(listing(&app, &who, &project).await?.json())
}

/// The page again where it was refused, else the page as it is now.
async fn done(app: &App, who: &SignedIn, project: Id, done: Result<(), Fault>) -> Result<Response, Stop> {
    match done {
        Ok(()) => Ok(render::see(&format!("/projects/{project}/filing"))),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(app, who, project, None, Some(sentence)).await?),
        Err(other) => Err(other.into()),
    }
}

async fn remind(State(app): State<App>, who: SignedIn, Path(project): Path<String>) -> Result<Response, Stop> {
    let project = path::id(&project)?;
    let reminded = filing::remind_late(&app.service, &who.actor, project).await.map(|_| ());
    done(&app, &who, project, reminded).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Approval {
    approves: String,
}

async fn approval(
    State(app): State<App>,
    who: SignedIn,
    Path(project): Path<String>,
    Form(typed): Form<Approval>,
) -> Result<Response, Stop> {
    let project = path::id(&project)?;
    let set = filing::set_prime_approves(&app.service, &who.actor, project, typed.approves == "yes").await;
    done(&app, &who, project, set).await
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    firm: String,
    person: String,
    email: String,
    above: String,
    first: String,
    last: String,
}

#[derive(Template)]
#[template(path = "pages/subcontractor.html")]
struct NewPage {
    frame: Frame,
    project: Id,
    /// Firms it can work for: contract, name, chosen.
    above: Vec<(String, String, bool)>,
    typed: Typed,
    fault: Option<String>,
}

async fn new_page(app: &App, who: &SignedIn, project: Id, typed: Typed, fault: Option<String>) -> Result<NewPage, Stop> {
    let it = filing::filing(&app.service, &who.actor, project, Shown::None).await?;
    if !it.directs {
        return Err(Fault::NotAllowed("The main contractor or the city adds firms to a project.".to_owned()).into());
    }
    let back = format!("/projects/{project}/filing");
    let frame = who.frame(app, "Add a subcontractor").under(&[(&back, "Who has filed")]).with_error(fault.is_some());
    let above = it.firms.iter().map(|firm| {
        let id = firm.contract.id.to_string();
        let chosen = id == typed.above;
        (id, firm.firm.clone(), chosen)
    });
    Ok(NewPage { frame, project, above: above.collect(), typed, fault })
}

async fn new_form(State(app): State<App>, who: SignedIn, Path(project): Path<String>) -> Result<Response, Stop> {
    render::page(&new_page(&app, &who, path::id(&project)?, Typed::default(), None).await?)
}

async fn add(State(app): State<App>, who: SignedIn, Path(project): Path<String>, Form(typed): Form<Typed>) -> Result<Response, Stop> {
    let project = path::id(&project)?;
    let added = async {
        let days = weeks::Days { first: path::day_typed(&typed.first)?, last: path::day_typed(&typed.last)? };
        let above = path::id(&typed.above)?;
        let new = NewSubcontractor { above, firm: &typed.firm, person: &typed.person, email: &typed.email, days };
        filing::add_subcontractor(&app.service, &who.actor, project, new).await?;
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(render::see(&format!("/projects/{project}/filing"))),
        Err(Stop::Fault(Fault::Refused { sentence, .. })) => {
            render::form_again(&new_page(&app, &who, project, typed.clone(), Some(sentence)).await?)
        }
        Err(other) => Err(other),
    }
}
