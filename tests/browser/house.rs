//! A house that is served on a free port: an agency, a project with a main contractor and a sub, people of every role.

use plumbline::domain::moment::Moment;
use plumbline::rules::library::Library;
use plumbline::service::clock::Clock;
use plumbline::service::identity::{passwords, second_factor};
use plumbline::service::serving::{self, Opening, Work};
use plumbline::service::settings::{Key, Settings};
use plumbline::service::{Id, Service};
use plumbline::store::organisations::{self, OrganisationKind};
use plumbline::store::people::{self, Role};
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::{Store, originals, project_files};
use plumbline::web::{App, listen};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// Everybody's password.
pub const PASSWORD: &str = "forks run dry at dawn";
/// Prepares payrolls at Harbor Builders.
pub const CLERK: &str = "clerk@harbor.example";
/// Signs for Harbor Builders.
pub const CERTIFIER: &str = "sign@harbor.example";
/// Reviews payrolls for the city.
pub const OFFICER: &str = "officer@city.example";
/// Keeps the city's accounts.
pub const ADMINISTRATOR: &str = "admin@city.example";

const FACTS: &str = include_str!("../../examples/library-renovation.toml");
const RATES: &[u8] = include_bytes!("../../examples/wage-determination.csv");

/// A house that is served.
pub struct House {
    pub service: Service,
    /// Its address, without a slash at the end.
    pub base: String,
    pub project: Id,
    /// Of Harbor Builders.
    pub contract: Id,
    pub folder: tempfile::TempDir,
    /// Letters of each phone app, by mail address.
    apps: BTreeMap<&'static str, String>,
    running: Mutex<Option<Running>>,
}

struct Running {
    end: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    work: Work,
}

impl House {
    pub async fn serve() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&database).await.expect("the database opens");
        store.migrate().await.expect("the tables are made");
        store.close().await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        // A browser keeps cookies of TLS for this name without TLS.
        let base = format!("http://localhost:{}", address.port());
        let settings = Settings {
            listen: address,
            base_url: base.clone(),
            demo: false,
            key: Key::of([7; 32]),
            folder: folder.path().to_owned(),
            program: env!("CARGO_BIN_EXE_plumbline").into(),
            agency: "City of Boston".to_owned(),
            contact: Some("Labor Compliance, 617-555-0142, 8:30 to 4:30".to_owned()),
            readers: 1,
            receivers: 8,
            upload_bytes: 10 << 20,
            smtp: None,
            mail_from: "plumbline@city.example".to_owned(),
            rules_dir: None,
            provider: None,
            proxies: Vec::new(),
            ..Settings::plain()
        };
        let noon = Moment::parse("2025-06-30T12:00:00.000000Z").expect("a moment");
        let library = Arc::new(Library::embedded().expect("the rules load"));
        let opening = Opening { database: &database, originals: None, settings, library, clock: Clock::standing_at(noon) };
        let service = serving::open(opening).await.expect("the house opens");
        let (project, contract, people) = programme(&service).await;
        let apps = accounts(&service, people).await;
        let (end, told) = oneshot::channel();
        let work = serving::work(&service);
        let app = App { service: service.clone() };
        let server = tokio::spawn(async move { listen::serve(app, listener, async { told.await.unwrap_or_default() }).await });
        let running = Mutex::new(Some(Running { end, server, work }));
        Self { service, base, project, contract, folder, apps, running }
    }

    /// The code an app shows now. A code counts once, so the clock goes to the next one first.
    pub fn code(&self, email: &str) -> String {
        self.service.clock.move_by(30);
        code(&self.service, self.apps.get(email).expect("somebody with a second factor"))
    }

    pub async fn end(&self) {
        let running = self.running.lock().expect("nobody else").take().expect("it is served");
        let _ = running.end.send(());
        // Connections a browser holds open are not waited for.
        running.server.abort();
        running.work.end().await;
    }
}

fn code(service: &Service, letters: &str) -> String {
    let seed = totp_rs::Secret::try_from_base32(letters.replace(' ', "")).expect("base 32");
    let now = u64::try_from(service.clock.now().micros() / 1_000_000).expect("after 1970");
    totp_rs::Builder::new().with_secret(seed).build_noncompliant().generate(now).to_string()
}

async fn programme(service: &Service) -> (Id, Id, Vec<(Id, &'static str, bool)>) {
    let at = service.clock.now();
    let day = |text: &str| text.parse().expect("a day");
    let kept = service.originals.keep(RATES.to_vec()).await.expect("kept");
    let mut tx = service.store.begin().await.expect("a transaction");
    let tx_ref = &mut tx;
    let agency = organisations::add(tx_ref, OrganisationKind::Agency, "City of Boston", at).await.expect("added");
    let firm = organisations::add(tx_ref, OrganisationKind::Contractor, "Harbor Builders", at).await.expect("added");
    let below = organisations::add(tx_ref, OrganisationKind::Contractor, "Tide Electric", at).await.expect("added");
    // Two policies, so that what is found can be counted by hand.
    let facts = FACTS.replacen("[project]\n", "[project]\nrules = [\"us/davis-bacon\", \"us/cwhssa-overtime\"]\n", 1);
    let new = NewProject { agency, number: "P-104", name: "Library renovation", facts: &facts };
    let project = projects::add(tx_ref, new, at).await.expect("added");
    originals::register(tx_ref, &kept, at).await.expect("registered");
    project_files::put(tx_ref, project, "wage-determination.csv", &kept.sha256, at).await.expect("put");
    let terms = Terms { value: None, started_on: Some(day("2025-04-07")), ended_on: None };
    let contract = projects::add_prime(tx_ref, project, firm, terms, at).await.expect("added");
    let terms = Terms { started_on: Some(day("2025-05-26")), ..Terms::default() };
    projects::add_sub(tx_ref, contract, below, terms, at).await.expect("added");
    let mut made = Vec::new();
    let all = [
        (firm, CLERK, "Noor Haddad", Role::ContractorClerk),
        (firm, CERTIFIER, "Dana Reyes", Role::ContractorCertifier),
        (agency, OFFICER, "Imani Cole", Role::Officer),
        (agency, ADMINISTRATOR, "Lee Park", Role::Administrator),
    ];
    for (organisation, email, name, role) in all {
        let person = people::add(tx_ref, organisation, email, name, at).await.expect("added");
        people::grant(tx_ref, person, role, None, at).await.expect("granted");
        made.push((person, email, role != Role::ContractorClerk));
    }
    tx.commit().await.expect("committed");
    (project, contract, made)
}

/// Passwords for all, second factors for those who must have one.
async fn accounts(service: &Service, all: Vec<(Id, &'static str, bool)>) -> BTreeMap<&'static str, String> {
    let mut apps = BTreeMap::new();
    let hashed = passwords::hash(PASSWORD.to_owned()).await.expect("a hash");
    for (person, email, second) in all {
        let mut tx = service.store.begin().await.expect("a transaction");
        people::set_secrets(&mut tx, person, Some(&hashed), None).await.expect("kept");
        tx.commit().await.expect("committed");
        if second {
            let begun = second_factor::begin(service, person).await.expect("a seed");
            second_factor::confirm(service, person, &begun.sealed, &code(service, &begun.typed)).await.expect("confirmed");
            apps.insert(email, begun.typed);
        }
    }
    service.clock.move_by(60);
    apps
}
