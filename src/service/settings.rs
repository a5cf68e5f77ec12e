//! What an installation is told when it starts.

use crate::intake::limits::{Limits, Profile};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

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
    /// What a file may have, in bytes.
    pub upload_bytes: u64,
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
    /// Who looks for viruses in what comes in.
    pub scan: Option<Scanner>,
    /// Where the checkpoint of each day goes.
    pub checkpoints: Checkpoints,
}

/// Where the checkpoint of the audit log goes each day; nowhere where nothing is said.
#[derive(Clone, Default)]
pub struct Checkpoints {
    /// A folder.
    pub folder: Option<PathBuf>,
    /// A mail address.
    pub mail: Option<String>,
    /// The secret key it is signed by.
    pub key: Option<Key>,
}

/// A scanner for viruses: clamd.
#[derive(Clone, Debug)]
pub struct Scanner {
    /// Where it listens.
    pub address: ScannerAddress,
    /// How long it may take for one file. A reading has a minute for everything.
    pub patience: Duration,
}

/// Where a scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// `HOST:PORT`.
    Tcp(String),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl FromStr for ScannerAddress {
    type Err = String;

    /// `HOST:PORT`, or the path of a socket, with `tcp:` or `unix:` before it or not.
    fn from_str(text: &str) -> Result<Self, String> {
        let path = text.strip_prefix("unix:").or_else(|| text.starts_with('/').then_some(text));
        if let Some(path) = path.filter(|path| path.starts_with('/')) {
            return Ok(Self::Unix(PathBuf::from(path)));
        }
        let host = text.strip_prefix("tcp:").unwrap_or(text).trim_start_matches("//");
        let port = host.rsplit_once(':').filter(|(host, _)| !host.is_empty()).and_then(|(_, port)| port.parse::<u16>().ok());
        match port {
            Some(port) if port > 0 && !host.contains('/') => Ok(Self::Tcp(host.to_owned())),
            _ => Err("write HOST:PORT, for example 127.0.0.1:3310, or the path of a socket, for example /run/clamav/clamd.ctl".to_owned()),
        }
    }
}

impl Scanner {
    /// A scanner with the patience a reading leaves it: two tries at reading take forty seconds of its minute.
    pub const fn at(address: ScannerAddress) -> Self {
        Self { address, patience: Duration::from_secs(15) }
    }
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
    /// Payrolls, where nothing else is said: five clerks of a firm at once, on the evening before they are due.
    pub const UPLOADS: Self = Self { person: 60, organisation: 300 };
    /// Files taken away, where nothing else is said: ten officers of an agency at once.
    pub const EXPORTS: Self = Self { person: 20, organisation: 200 };
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
            upload_bytes: Limits::of(Profile::Upload).file_bytes,
            smtp: None,
            mail_from: "plumbline@localhost".to_owned(),
            provider: None,
            proxies: Vec::new(),
            uploads: Hourly::UPLOADS,
            exports: Hourly::EXPORTS,
            scan: None,
            checkpoints: Checkpoints::default(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_scanner_is_a_host_with_a_port_or_a_socket() {
        let at = |text: &str| text.parse::<ScannerAddress>();
        let tcp = |text: &str| Ok(ScannerAddress::Tcp(text.to_owned()));
        assert_eq!(at("127.0.0.1:3310"), tcp("127.0.0.1:3310"));
        assert_eq!(at("tcp://clamav:3310"), tcp("clamav:3310"));
        assert_eq!(at("[::1]:3310"), tcp("[::1]:3310"));
        assert_eq!(at("/run/clamd.ctl"), Ok(ScannerAddress::Unix("/run/clamd.ctl".into())));
        assert_eq!(at("unix:/run/clamd.ctl"), Ok(ScannerAddress::Unix("/run/clamd.ctl".into())));
        for not in ["", "clamav", ":3310", "clamav:0", "clamav:99999", "unix:clamd.ctl", "http://clamav:3310/"] {
            assert!(at(not).is_err(), "{not}");
        }
    }
}
