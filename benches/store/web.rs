//! Whole pages, as a browser asks for them: session apart, everything from the route to the last byte.

use super::Times;
use super::fill::{self, Firms};
use axum::Extension;
use axum::body::Body;
use axum::http::Request;
use plumbline::rules::library::Library;
use plumbline::service::Service;
use plumbline::service::clock::Clock;
use plumbline::service::permission::{Actor, OrganisationKind, Role};
use plumbline::service::settings::Settings;
use plumbline::store::originals::Originals;
use plumbline::store::{Id, Store, people};
use plumbline::web::{App, routes};
use std::sync::Arc;
use tower::ServiceExt as _;

type Failed = Box<dyn std::error::Error>;

/// How often each page is asked for.
const TIMES: usize = 200;

pub struct Asked {
    pub project: Id,
    pub contracts: Vec<Id>,
    /// The last week there is.
    pub last: usize,
}

pub async fn measure(store: &Store, of: &Firms, asked: &Asked) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut tx = store.begin().await?;
    let officer = people::add(&mut tx, of.agency, "officer@city.example", "An officer", fill::now()).await?;
    people::grant(&mut tx, officer, Role::Officer, None, fill::now()).await?;
    people::grant(&mut tx, of.person, Role::ContractorCertifier, None, fill::now()).await?;
    tx.commit().await?;
    let library = Arc::new(Library::embedded().map_err(|errors| format!("{errors:?}"))?);
    let clock = Clock::standing_at(fill::signed(asked.last + 1));
    let originals = Originals::folder(&folder.path().join("originals"))?;
    let app = App { service: Service::new(store.clone(), originals, clock, library, Settings::plain()) };
    let who = |person, organisation, kind, role| Actor {
        person,
        name: "A person".to_owned(),
        organisation,
        organisation_name: "An organisation".to_owned(),
        kind,
        roles: vec![role],
        session: None,
        stepped_up_at: Some(app.service.clock.now()),
    };
    let officer = who(officer, of.agency, OrganisationKind::Agency, Role::Officer);
    let firm = who(of.person, of.firms[0], OrganisationKind::Contractor, Role::ContractorCertifier);
    let (project, prime) = (asked.project, asked.contracts[0]);
    for (name, actor, path) in [
        ("an officer's project", &officer, format!("/projects/{project}")),
        ("an officer's desk", &officer, format!("/desk?project={project}")),
        ("who has filed, week by week", &officer, format!("/projects/{project}/filing")),
        ("a firm's weeks", &firm, "/weeks".to_owned()),
        ("a firm's contract", &firm, format!("/contracts/{prime}")),
        ("a week", &firm, format!("/contracts/{prime}/weeks/{}", fill::ending(asked.last))),
    ] {
        let mut bytes = 0;
        let times = Times::of(TIMES, async |_| {
            let router = routes::router(app.clone()).layer(Extension(actor.clone()));
            let answer = router.oneshot(Request::get(&path).body(Body::empty())?).await?;
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await?;
            bytes = body.len();
            if status.is_success() { Ok(()) } else { Err(Failed::from(format!("{path}: {status}"))) }
        });
        super::pages::say(&format!("page: {name}"), &times.await?);
        println!("    {bytes} bytes");
    }
    Ok(())
}
