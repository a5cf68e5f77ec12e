//! The released server as a process of its own, and the people who sign in.

use crate::browser::Browser;
use plumbline::domain::moment::Moment;
use plumbline::rules::library::Library;
use plumbline::service::Service;
use plumbline::service::clock::Clock;
use plumbline::service::identity::sessions;
use plumbline::service::permission::{OrganisationKind, Role};
use plumbline::service::settings::{Key, Settings};
use plumbline::store::originals::Originals;
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::{Id, Store, organisations, people};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The server and what it stands on. Dropped, it is ended and its folder is removed.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
    folder: tempfile::TempDir,
    service: Service,
    /// A person and a contract for each client.
    clients: Vec<(Id, Id)>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    pub async fn start(clients: usize) -> Result<Self, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let database = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&database).await?;
        store.migrate().await?;
        let key = folder.path().join("key");
        // A key that is a pattern is refused.
        std::fs::write(&key, plumbline::store::sha::of(b"the clients' bench"))?;
        #[cfg(unix)]
        std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        let address: SocketAddr = {
            let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
            listener.local_addr()?
        };
        let service = house(store, folder.path(), address)?;
        let clients = firms(&service, clients).await?;
        let process = Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .args([
                "serve",
                "--upload-mib",
                "25",
                "--database",
                &database,
                "--listen",
                &address.to_string(),
                "--base-url",
                "https://payroll.city.example",
            ])
            .arg("--folder")
            .arg(folder.path().join("files"))
            .arg("--key-file")
            .arg(&key)
            .env("PLUMBLINE_LOG", "warn")
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { process, address, folder, service, clients };
        for _ in 0..200 {
            if crate::browser::get(address, "/healthz", "").await.is_ok_and(|answer| answer.status == 200) {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("the server does not answer".into())
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Where files lie on their way in.
    pub fn passing(&self) -> PathBuf {
        self.folder.path().join("files/originals/incoming")
    }

    /// A browser for each client, signed in.
    pub async fn browsers(&self) -> Result<Vec<Browser>, Box<dyn std::error::Error>> {
        let mut browsers = Vec::new();
        for (number, (person, contract)) in self.clients.iter().enumerate() {
            let cookie = sessions::begin(&self.service, *person, Some(self.service.clock.now()), "a bench").await?;
            let path = format!("/contracts/{contract}/weeks/2025-03-15/upload");
            browsers.push(Browser::new(self.address, format!("__Host-s={cookie}"), path, number).await?);
        }
        Ok(browsers)
    }
}

fn house(store: Store, folder: &Path, listen: SocketAddr) -> Result<Service, Box<dyn std::error::Error>> {
    let originals = Originals::folder(&folder.join("files/originals"))?;
    let library = Arc::new(Library::embedded().map_err(|errors| format!("{errors:?}"))?);
    let settings = Settings { listen, key: Key::of([7; 32]), folder: folder.join("files"), ..Settings::plain() };
    Ok(Service::new(store, originals, Clock::system(), library, settings))
}

/// A firm with a contract and a clerk for each client: no person sends more than sixty files an hour.
async fn firms(service: &Service, clients: usize) -> Result<Vec<(Id, Id)>, Box<dyn std::error::Error>> {
    let at: Moment = service.clock.now();
    let mut tx = service.store.begin().await?;
    let agency = organisations::add(&mut tx, OrganisationKind::Agency, "City of Harbor", at).await?;
    let facts = "[project]\nid = \"P-1\"\nname = \"Library renovation\"\nstate = \"MA\"\ncity = \"Boston\"\nkind = \"construction\"\npublic = true\n";
    let project = projects::add(&mut tx, NewProject { agency, number: "P-1", name: "Library renovation", facts }, at).await?;
    let mut made = Vec::new();
    for number in 0..clients {
        let firm = organisations::add(&mut tx, OrganisationKind::Contractor, &format!("Firm {number}"), at).await?;
        let contract = projects::add_prime(&mut tx, project, firm, Terms::default(), at).await?;
        let person = people::add(&mut tx, firm, &format!("clerk{number}@firm.example"), "A clerk", at).await?;
        people::grant(&mut tx, person, Role::ContractorClerk, None, at).await?;
        made.push((person, contract));
    }
    tx.commit().await?;
    Ok(made)
}
