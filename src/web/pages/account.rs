//! A person's own account: password, second factor, sessions.

use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::identity::{invitations, outside, passwords, second_factor, sessions};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::session::Cookies;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/account", Who::SignedIn, show),
        Entry::post("/account/password", Who::SignedIn, change_password),
        Entry::post("/account/sessions/end", Who::SignedIn, end_session),
        Entry::get("/account/second-factor", Who::SignedIn, set_up),
        Entry::post("/account/second-factor", Who::SignedIn, confirm),
        Entry::post("/account/second-factor/remove", Who::SignedIn, remove),
        Entry::post("/account/second-factor/codes", Who::SignedIn, other_codes),
        Entry::post("/account/sessions/end-others", Who::SignedIn, end_others),
        Entry::post("/account/outside/untie", Who::SignedIn, untie),
    ]
}

/// A session in the list.
struct Row {
    id: String,
    device: String,
    seen: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage {
    frame: Frame,
    organisation: String,
    roles: String,
    second_factor: bool,
    must_have: bool,
    codes_left: u64,
    outside: Option<(String, bool)>,
    sessions: Vec<Row>,
    fewest: usize,
    fault: Option<String>,
    done: Option<&'static str>,
}

async fn page(app: &App, who: &SignedIn, fault: Option<String>, done: Option<&'static str>) -> Result<AccountPage, Stop> {
    let own = who.actor.session;
    let rows = sessions::list(&app.service, &who.actor).await?.into_iter().map(|session| Row {
        id: session.id.to_string(),
        own: Some(session.id) == own,
        device: session.device,
        seen: session.seen_at.to_string().chars().take(16).collect::<String>().replace('T', " "),
    });
    Ok(AccountPage {
        frame: who.frame(app, "Your account").with_error(fault.is_some()),
        organisation: who.actor.organisation_name.clone(),
        roles: who.actor.roles.iter().map(|role| role.word().replace('-', " ")).collect::<Vec<_>>().join(", "),
        second_factor: second_factor::has(&app.service, who.actor.person).await?,
        must_have: second_factor::must_have(&who.actor.roles),
        codes_left: second_factor::codes_left(&app.service, who.actor.person).await?,
        outside: outside::tied(&app.service, who.actor.person).await?,
        sessions: rows.collect(),
        fewest: passwords::FEWEST,
        fault,
        done,
    })
}

async fn show(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    render::page(&page(&app, &who, None, None).await?)
}

#[derive(Deserialize)]
struct Passwords {
    old: String,
    new: String,
}

async fn change_password(State(app): State<App>, who: SignedIn, Form(given): Form<Passwords>) -> Result<Response, Stop> {
    match invitations::change(&app.service, &who.actor, &given.old, &given.new).await {
        Ok(()) => render::page(&page(&app, &who, None, Some("Your password is changed. Every other session ended.")).await?),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, Some(sentence), None).await?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Ended {
    session: String,
}

async fn end_session(State(app): State<App>, who: SignedIn, Form(given): Form<Ended>) -> Result<Response, Stop> {
    sessions::end(&app.service, &who.actor, Id::parse(&given.session).ok_or(Fault::NotFound)?).await?;
    Ok(render::see("/account"))
}

async fn end_others(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    sessions::end_others(&app.service, &who.actor).await?;
    Ok(render::see("/account"))
}

async fn untie(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    outside::untie(&app.service, &who.actor, who.actor.person).await?;
    Ok(render::see("/account"))
}

#[derive(Template)]
#[template(path = "pages/second_factor.html")]
struct SetUpPage {
    frame: Frame,
    seed: String,
    typed: String,
    picture: String,
    fault: Option<String>,
    codes: Vec<String>,
}

impl SetUpPage {
    const fn with_codes(frame: Frame, codes: Vec<String>) -> Self {
        Self { frame, seed: String::new(), typed: String::new(), picture: String::new(), fault: None, codes }
    }
}

fn set_up_page(app: &App, who: &SignedIn, begun: second_factor::SetUp, fault: Option<String>) -> Result<SetUpPage, Stop> {
    let code = QrCode::new(begun.address.as_bytes()).map_err(|error| Stop::ours(format!("a picture: {error}")))?;
    // Only digits of a drawing are in it: the address is drawn, not written.
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    let picture = drawn.find("<svg").map_or_else(String::new, |at| drawn[at..].to_owned());
    let frame = who.frame(app, "Set up your second factor").under(&[("/account", "Your account")]).with_error(fault.is_some());
    Ok(SetUpPage { frame, seed: begun.sealed, typed: begun.typed, picture, fault, codes: Vec::new() })
}

async fn set_up(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    match sessions::must_be_fresh(&app.service, &who.actor).await {
        Err(Fault::Refused { sentence, .. }) => return render::form_again(&page(&app, &who, Some(sentence), None).await?),
        other => other?,
    }
    let begun = second_factor::begin(&app.service, who.actor.person).await?;
    render::page(&set_up_page(&app, &who, begun, None)?)
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct FirstCode {
    #[serde(default)]
    seed: String,
    code: String,
}

async fn confirm(State(app): State<App>, who: SignedIn, Form(given): Form<FirstCode>) -> Result<Response, Stop> {
    sessions::must_be_fresh(&app.service, &who.actor).await?;
    match second_factor::confirm(&app.service, who.actor.person, &given.seed, &given.code).await {
        Ok(codes) => {
            let secret = sessions::step_up(&app.service, &who.actor).await?;
            let frame = who.frame(&app, "Your second factor works").under(&[("/account", "Your account")]);
            let mut response = render::page(&SetUpPage::with_codes(frame, codes))?;
            Cookies::of(&app).begin(&mut response, &secret);
            Ok(response)
        }
        Err(Fault::Refused { sentence, .. }) => {
            let begun = match second_factor::again(&app.service, who.actor.person, &given.seed).await {
                // A seed that does not open is of no use: here is another.
                Err(Fault::Refused { .. }) => second_factor::begin(&app.service, who.actor.person).await?,
                begun => begun?,
            };
            render::form_again(&set_up_page(&app, &who, begun, Some(sentence))?)
        }
        Err(other) => Err(other.into()),
    }
}

/// Other recovery codes in the place of the old ones: only with a code.
async fn other_codes(State(app): State<App>, who: SignedIn, Form(given): Form<Code>) -> Result<Response, Stop> {
    match second_factor::other_codes(&app.service, who.actor.person, &given.code).await {
        Ok(codes) => {
            let frame = who.frame(&app, "Your new recovery codes").under(&[("/account", "Your account")]);
            render::page(&SetUpPage::with_codes(frame, codes))
        }
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, Some(sentence), None).await?),
        Err(other) => Err(other.into()),
    }
}

/// Takes the second factor away: only with a code of it.
async fn remove(State(app): State<App>, who: SignedIn, Form(given): Form<Code>) -> Result<Response, Stop> {
    match second_factor::check(&app.service, who.actor.person, &given.code).await {
        Ok(()) => {
            second_factor::take_away(&app.service, &who.actor).await?;
            Ok(render::see("/account/second-factor"))
        }
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, Some(sentence), None).await?),
        Err(other) => Err(other.into()),
    }
}
