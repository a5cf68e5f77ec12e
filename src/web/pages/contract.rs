//! One contract: its weeks, when they end and are paid, its first and last day.

use crate::service::fault::Fault;
use crate::service::weeks::{self, ContractWeeks, Days, FilingTerms, OneContract};
use crate::service::{Id, calendar};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{NaiveDate, Weekday};
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/contracts/{contract}", Who::SignedIn, show),
        Entry::post("/contracts/{contract}/days", Who::SignedIn, set_days),
        Entry::post("/contracts/{contract}/terms", Who::SignedIn, set_terms),
    ]
}

#[derive(Template)]
#[template(path = "pages/contract.html")]
struct ContractPage {
    frame: Frame,
    of: ContractWeeks,
    today: NaiveDate,
    rule: String,
    own: bool,
    sets_days: bool,
    weekdays: Vec<(&'static str, bool)>,
    pay_day: String,
    fault: Option<String>,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Mon),
    ("Tuesday", Weekday::Tue),
    ("Wednesday", Weekday::Wed),
    ("Thursday", Weekday::Thu),
    ("Friday", Weekday::Fri),
    ("Saturday", Weekday::Sat),
    ("Sunday", Weekday::Sun),
];

async fn page(app: &App, who: &SignedIn, contract: Id, fault: Option<String>) -> Result<ContractPage, Stop> {
    let today = app.service.clock.today();
    let OneContract { of, own, sets_days } = weeks::of_one(&app.service, &who.actor, contract).await?;
    let home = if own { ("/weeks", "Your weeks") } else { ("/desk", "Payrolls") };
    let frame = who.frame(app, format!("{}, {}", of.firm, of.project.name)).under(&[home]).with_error(fault.is_some());
    Ok(ContractPage {
        frame,
        today,
        rule: calendar::rule_in_words(of.terms.pay_day_after),
        own,
        sets_days,
        weekdays: WEEKDAYS.iter().map(|(name, day)| (*name, *day == of.terms.week_ends)).collect(),
        pay_day: of.terms.pay_day_after.map(|days| days.to_string()).unwrap_or_default(),
        of,
        fault,
    })
}

async fn show(State(app): State<App>, who: SignedIn, Path(contract): Path<String>) -> Result<Response, Stop> {
    render::page(&page(&app, &who, path::id(&contract)?, None).await?)
}

/// The page again where it was refused, else where it leads.
async fn done(app: &App, who: &SignedIn, contract: Id, done: Result<(), Stop>) -> Result<Response, Stop> {
    match done {
        Ok(()) => Ok(render::see(&format!("/contracts/{contract}"))),
        Err(Stop::Fault(Fault::Refused { sentence, .. })) => render::form_again(&page(app, who, contract, Some(sentence)).await?),
        Err(other) => Err(other),
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct DaysTyped {
    first: String,
    last: String,
    /// The firm is shown on the page of the project: go back there.
    back: String,
}

async fn set_days(
    State(app): State<App>,
    who: SignedIn,
    Path(contract): Path<String>,
    Form(typed): Form<DaysTyped>,
) -> Result<Response, Stop> {
    let contract = path::id(&contract)?;
    weeks::may_set_days(&app.service, &who.actor, contract).await?;
    let set = async {
        let days = Days { first: path::day_typed(&typed.first)?, last: path::day_typed(&typed.last)? };
        Ok::<Id, Stop>(weeks::set_days(&app.service, &who.actor, contract, days).await?)
    };
    match set.await {
        Ok(project) if typed.back == "filing" => Ok(render::see(&format!("/projects/{project}/filing"))),
        Err(Stop::Fault(Fault::Refused { code, sentence })) if typed.back == "filing" => Err(Fault::refused(code, sentence).into()),
        set => done(&app, &who, contract, set.map(|_| ())).await,
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct TermsTyped {
    week_ends: String,
    pay_day_after: String,
}

async fn set_terms(
    State(app): State<App>,
    who: SignedIn,
    Path(contract): Path<String>,
    Form(typed): Form<TermsTyped>,
) -> Result<Response, Stop> {
    let contract = path::id(&contract)?;
    // Who may not is told so, whatever they typed.
    weeks::may_set_terms(&app.service, &who.actor, contract).await?;
    let set = async {
        let ends = WEEKDAYS.iter().find(|(name, _)| *name == typed.week_ends).map(|(_, day)| *day);
        let week_ends =
            ends.ok_or_else(|| Fault::refused("terms.week", "No weekday is chosen. Choose the day your payroll week ends on."))?;
        let pay = typed.pay_day_after.trim();
        let number = |_| Fault::refused("terms.pay-day", "That is not a number of days. Type 0 to 31, or leave it empty.");
        let pay_day_after = if pay.is_empty() { None } else { Some(pay.parse::<u8>().map_err(number)?) };
        weeks::set_terms(&app.service, &who.actor, contract, FilingTerms { week_ends, pay_day_after }).await?;
        Ok(())
    };
    done(&app, &who, contract, set.await).await
}
