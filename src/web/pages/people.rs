//! The people of an installation, and the mail that waits: the administrator's pages.

use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::identity::account::{self, Listed};
use crate::service::identity::invitations::{self, Invited};
use crate::service::identity::outside;
use crate::service::permission::Role;
use crate::service::post::{self, Waiting};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/people", Who::SignedIn, list),
        Entry::post("/people", Who::SignedIn, invite),
        Entry::post("/people/close", Who::SignedIn, close),
        Entry::post("/people/open", Who::SignedIn, open_again),
        Entry::post("/people/role", Who::SignedIn, role),
        Entry::post("/people/link", Who::SignedIn, link),
        Entry::post("/people/untie", Who::SignedIn, untie),
        Entry::get("/outbox", Who::SignedIn, outbox),
    ]
}

#[derive(Template)]
#[template(path = "pages/people.html")]
struct PeoplePage {
    frame: Frame,
    people: Vec<Listed>,
    firms: Vec<(String, String)>,
    roles: Vec<(&'static str, String)>,
    typed: Typed,
    fault: Option<String>,
    done: Option<String>,
}

/// What is typed to invite somebody.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) organisation: String,
    pub(super) role: String,
}

async fn page(app: &App, who: &SignedIn, typed: Typed, fault: Option<String>, done: Option<String>) -> Result<PeoplePage, Stop> {
    let (people, firms) = account::everybody(&app.service, &who.actor).await?;
    Ok(PeoplePage {
        frame: who.frame(app, "People").with_error(fault.is_some()),
        people,
        firms: firms.into_iter().map(|firm| (firm.id.to_string(), firm.name)).collect(),
        roles: Role::ALL.iter().map(|role| (role.word(), role.word().replace('-', " "))).collect(),
        typed,
        fault,
        done,
    })
}

async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    render::page(&page(&app, &who, Typed::default(), None, None).await?)
}

async fn invite(State(app): State<App>, who: SignedIn, Form(typed): Form<Typed>) -> Result<Response, Stop> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.word() == typed.role).collect();
    let organisation = Id::parse(&typed.organisation).ok_or(Fault::NotFound)?;
    let invited = Invited { organisation, email: &typed.email, name: &typed.name, roles: &roles };
    match invitations::invite(&app.service, &who.actor, invited).await {
        Ok(_) => {
            let done = format!("{} is invited. The mail is on its way, or waits under Mail.", typed.name.trim());
            render::page(&page(&app, &who, Typed::default(), None, Some(done)).await?)
        }
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, typed, Some(sentence), None).await?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Meant {
    person: String,
}

async fn close(State(app): State<App>, who: SignedIn, Form(given): Form<Meant>) -> Result<Response, Stop> {
    let done = account::close(&app.service, &who.actor, path::id(&given.person)?).await;
    seen(&app, &who, done).await
}

async fn open_again(State(app): State<App>, who: SignedIn, Form(given): Form<Meant>) -> Result<Response, Stop> {
    let done = account::open_again(&app.service, &who.actor, path::id(&given.person)?).await;
    seen(&app, &who, done).await
}

/// Sends a link to choose a password: the administrator begins it and does not learn it.
async fn link(State(app): State<App>, who: SignedIn, Form(given): Form<Meant>) -> Result<Response, Stop> {
    let done = invitations::start_reset(&app.service, &who.actor, path::id(&given.person)?).await;
    seen(&app, &who, done).await
}

async fn untie(State(app): State<App>, who: SignedIn, Form(given): Form<Meant>) -> Result<Response, Stop> {
    let done = outside::untie(&app.service, &who.actor, path::id(&given.person)?).await;
    seen(&app, &who, done).await
}

#[derive(Deserialize)]
struct RoleGiven {
    person: String,
    role: String,
    #[serde(default)]
    take: bool,
}

async fn role(State(app): State<App>, who: SignedIn, Form(given): Form<RoleGiven>) -> Result<Response, Stop> {
    let role = Role::ALL.iter().copied().find(|role| role.word() == given.role).ok_or(Fault::NotFound)?;
    let done = account::set_role(&app.service, &who.actor, path::id(&given.person)?, role, !given.take).await;
    seen(&app, &who, done).await
}

/// The list after a change, or with what is in the way of it.
async fn seen(app: &App, who: &SignedIn, done: Result<(), Fault>) -> Result<Response, Stop> {
    match done {
        Ok(()) => Ok(render::see("/people")),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(app, who, Typed::default(), Some(sentence), None).await?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "pages/outbox.html")]
struct OutboxPage {
    frame: Frame,
    waiting: Vec<Waiting>,
    sends: bool,
}

async fn outbox(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    let waiting = post::waiting(&app.service, &who.actor).await?;
    render::page(&OutboxPage { frame: who.frame(&app, "Mail"), waiting, sends: app.service.settings.smtp.is_some() })
}
