//! The people of a firm: its certifier's page.

use super::people::Typed;
use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::identity::account::Listed;
use crate::service::identity::colleagues::colleagues;
use crate::service::identity::invitations::{self, Invited};
use crate::service::permission::Role;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/firm", Who::SignedIn, list), Entry::post("/firm", Who::SignedIn, invite)]
}

#[derive(Template)]
#[template(path = "pages/colleagues.html")]
struct Page {
    frame: Frame,
    people: Vec<Listed>,
    firms: Vec<(String, String)>,
    typed: Typed,
    fault: Option<String>,
    done: Option<String>,
}

async fn page(app: &App, who: &SignedIn, typed: Typed, fault: Option<String>, done: Option<String>) -> Result<Page, Stop> {
    let (people, firms) = colleagues(&app.service, &who.actor).await?;
    let frame = who.frame(app, "Your people").with_error(fault.is_some());
    Ok(Page { frame, people, firms: firms.into_iter().map(|firm| (firm.id.to_string(), firm.name)).collect(), typed, fault, done })
}

async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    render::page(&page(&app, &who, Typed::default(), None, None).await?)
}

async fn invite(State(app): State<App>, who: SignedIn, Form(typed): Form<Typed>) -> Result<Response, Stop> {
    let roles = [Role::ContractorClerk, Role::ContractorCertifier];
    let roles: Vec<Role> = roles.into_iter().filter(|role| role.word() == typed.role).collect();
    let organisation = Id::parse(&typed.organisation).ok_or(Fault::NotFound)?;
    let invited = Invited { organisation, email: &typed.email, name: &typed.name, roles: &roles };
    match invitations::invite(&app.service, &who.actor, invited).await {
        Ok(_) => {
            let done = format!("{} is invited and gets a mail with a link that counts for seven days.", typed.name.trim());
            render::page(&page(&app, &who, Typed::default(), None, Some(done)).await?)
        }
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, typed, Some(sentence), None).await?),
        Err(other) => Err(other.into()),
    }
}
