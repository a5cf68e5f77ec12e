//! A house to ask: a store on each engine, a clock that stands, a router, people of every role.

use crate::engines::{self, Engine};
use crate::programme::{self, Programme};
use axum::Extension;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::domain::moment::Moment;
use plumbline::rules::library::Library;
use plumbline::service::clock::Clock;
use plumbline::service::permission::{Actor, OrganisationKind, Role};
use plumbline::service::settings::{Checkpoints, Hourly, Key, Settings};
use plumbline::service::{Id, Service};
use plumbline::store::originals::Originals;
use plumbline::store::{organisations, people};
use plumbline::web::{App, CsrfToken, routes};
use std::future::Future;
use std::sync::Arc;
use tower::ServiceExt as _;

/// The token of every session of a test.
pub const TOKEN: &str = "0123456789abcdef";

/// A house to ask.
pub struct House {
    pub app: App,
    pub programme: Programme,
    pub folder: std::path::PathBuf,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    /// Where it sends the browser.
    pub fn goes_to(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }
}

/// Runs a test on every engine there is.
pub fn on_each<F: Future<Output = ()>>(test: impl Fn(House) -> F) {
    engines::on_each(|engine: Engine| async {
        let house = house(engine).await;
        test(house).await;
    });
}

async fn house(engine: Engine) -> House {
    let programme = programme::programme(&engine.store).await;
    let originals = Originals::folder(&engine.folder.join("originals")).expect("a folder");
    let settings = Settings {
        listen: "127.0.0.1:0".parse().expect("an address"),
        base_url: "https://payroll.city.example".to_owned(),
        demo: false,
        key: Key::of([7; 32]),
        folder: engine.folder.clone(),
        program: env!("CARGO_BIN_EXE_plumbline").into(),
        rules_dir: None,
        agency: "City of Harbor".to_owned(),
        contact: Some("Labor Compliance, 617-555-0142".to_owned()),
        readers: 2,
        receivers: 8,
        upload_bytes: 10 << 20,
        smtp: None,
        mail_from: "plumbline@city.example".to_owned(),
        provider: None,
        proxies: Vec::new(),
        uploads: Hourly::UPLOADS,
        exports: Hourly::EXPORTS,
        scan: None,
        checkpoints: Checkpoints::default(),
    };
    let clock = Clock::standing_at(programme::at(0));
    let library = Arc::new(Library::embedded().expect("the rules load"));
    let service = Service::new(engine.store, originals, clock, library, settings);
    House { app: App { service }, programme, folder: engine.folder }
}

impl House {
    /// Whoever walks every route takes more files than a person does in an hour.
    pub fn without_limits(&mut self) {
        let settings = Settings { uploads: Hourly::ANY, exports: Hourly::ANY, ..(*self.app.service.settings).clone() };
        self.app.service.settings = Arc::new(settings);
    }

    /// A person of the programme as somebody who has just signed in with a second factor.
    pub async fn actor(&self, person: Id) -> Actor {
        let mut tx = self.app.service.store.snapshot().await.expect("a snapshot");
        let found = people::find(&mut tx, person).await.expect("it is read").expect("it is there");
        let organisation = organisations::find(&mut tx, found.organisation).await.expect("it is read").expect("it is there");
        let roles = people::roles(&mut tx, person).await.expect("roles");
        Actor {
            person,
            name: found.name,
            organisation: organisation.id,
            organisation_name: organisation.name,
            kind: organisation.kind,
            roles,
            session: None,
            stepped_up_at: Some(self.now()),
        }
    }

    pub fn now(&self) -> Moment {
        self.app.service.clock.now()
    }

    /// A person with a role, at an organisation of the programme or a new one.
    pub async fn person(&self, organisation: Option<Id>, kind: OrganisationKind, role: Role, email: &str) -> Actor {
        let mut tx = self.app.service.store.begin().await.expect("a transaction");
        let at = self.now();
        let organisation = match organisation {
            Some(id) => id,
            None => organisations::add(&mut tx, kind, "Another Firm", at).await.expect("it is added"),
        };
        let person = people::add(&mut tx, organisation, email, email, at).await.expect("it is added");
        people::grant(&mut tx, person, role, None, at).await.expect("it is granted");
        tx.commit().await.expect("it is kept");
        self.actor(person).await
    }

    /// Asks, as somebody or as nobody.
    pub async fn ask(&self, who: Option<&Actor>, request: Request<Body>) -> Answer {
        let mut router = routes::router(self.app.clone()).layer(Extension(CsrfToken(TOKEN.to_owned())));
        if let Some(actor) = who {
            router = router.layer(Extension(actor.clone()));
        }
        let response = router.oneshot(request).await.expect("a router always answers");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("the body arrives").to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, who: Option<&Actor>, path: &str) -> Answer {
        self.ask(who, Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form as a browser does, with the token.
    pub async fn post(&self, who: Option<&Actor>, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", TOKEN)];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(&all).expect("a form");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body));
        self.ask(who, request.expect("a request")).await
    }
}

/// A form with files, as a browser sends it; the token is the first field.
pub fn multipart(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    let line = "plumbline-test-boundary";
    for (name, value) in std::iter::once(&("csrf", TOKEN)).chain(fields) {
        body.extend_from_slice(format!("--{line}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
    }
    for (name, file, bytes) in files {
        let head = format!(
            "--{line}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{line}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={line}"), body)
}

impl House {
    /// Sends a form with files as a browser does.
    pub async fn post_files(&self, who: Option<&Actor>, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let (kind, body) = multipart(fields, files);
        self.ask(who, Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).expect("a request")).await
    }
}
