//! What an installation is told when it starts.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// What an installation is told when it starts. It has no `Debug`, so that no secret is printed by mistake.
#[derive(Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address people use, without a slash at its end. Links in mails begin with it, whatever a request says.
    pub base_url: String,
    /// A demonstration: invented people, a clock of its own, cookies without TLS.
    pub demo: bool,
    /// The secret that seals second factors and signs tokens of forms.
    pub key: Key,
    /// The folder of the originals and of what is on its way.
    pub folder: PathBuf,
    /// This program, to be started for every reading of an upload.
    pub program: PathBuf,
    /// A folder of rules beside the embedded ones.
    pub rules_dir: Option<PathBuf>,
    /// The name of the agency on every page.
    pub agency: String,
    /// Who answers questions: name, telephone, hours.
    pub contact: Option<String>,
    /// Readings at once.
    pub readers: usize,
    /// Files being received at once.
    pub receivers: usize,
    /// Where mail is handed over; without it, it waits and is shown to the administrator.
    pub smtp: Option<String>,
    /// Who mail is from.
    pub mail_from: String,
    /// Where people may sign in besides.
    pub provider: Option<Provider>,
    /// Proxies that say truly for whom they ask.
    pub proxies: Vec<IpAddr>,
    /// Payrolls sent within an hour, and as many documents.
    pub uploads: Hourly,
    /// Files taken away within an hour.
    pub exports: Hourly,
}

/// How much may be done within an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hourly {
    /// By one person.
    pub person: u32,
    /// By all people of one organisation.
    pub organisation: u32,
}

impl Hourly {
    /// Payrolls, where nothing else is said.
    pub const UPLOADS: Self = Self { person: 60, organisation: 60 };
    /// Files taken away, where nothing else is said.
    pub const EXPORTS: Self = Self { person: 20, organisation: 20 };
    /// As much as anybody likes: a demonstration.
    pub const ANY: Self = Self { person: u32::MAX, organisation: u32::MAX };
}

/// A provider of identities: OpenID Connect.
#[derive(Clone)]
pub struct Provider {
    /// Its address, as its tokens name it.
    pub issuer: String,
    /// What this installation is called there.
    pub client: String,
    /// The secret this installation shares with it.
    pub secret: String,
    /// What people call it.
    pub name: String,
}

impl Settings {
    /// An installation that is told nothing: to be filled in.
    pub fn plain() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: String::new(),
            demo: false,
            key: Key::of([0; 32]),
            folder: PathBuf::new(),
            program: PathBuf::new(),
            rules_dir: None,
            agency: String::new(),
            contact: None,
            readers: 1,
            receivers: 8,
            smtp: None,
            mail_from: "plumbline@localhost".to_owned(),
            provider: None,
            proxies: Vec::new(),
            uploads: Hourly::UPLOADS,
            exports: Hourly::EXPORTS,
        }
    }
}

/// 32 secret bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// From its bytes.
    pub const fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// The bytes, to be used and not kept.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
