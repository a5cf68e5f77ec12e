//! The commands that look after what is kept, and their flags.

use crate::service::settings::{Hourly, ScannerAddress};
use clap::builder::RangedU64ValueParser;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// A limit of none would shut everybody out.
fn at_least_one() -> RangedU64ValueParser<u32> {
    RangedU64ValueParser::new().range(1..)
}

/// Which database.
#[derive(Debug, Args)]
pub(super) struct DatabaseArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true, default_value = "sqlite:plumbline.db")]
    pub database: String,
}

/// Where the originals lie.
#[derive(Debug, Args)]
pub(super) struct OriginalsArgs {
    /// Where the originals lie: a folder, or s3://BUCKET/PREFIX
    #[arg(long, value_name = "PLACE", env = "ORIGINALS_URL", default_value = "plumbline-files/originals")]
    pub originals: String,
}

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub originals: OriginalsArgs,
    /// The folder to be made: one that is not there yet, or is empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// A folder that `plumbline backup` made
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub originals: OriginalsArgs,
}

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", env = "PLUMBLINE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// The address people use; links in mails begin with it
    #[arg(long, value_name = "URL", env = "PLUMBLINE_BASE_URL", default_value = "https://localhost")]
    pub base_url: String,
    /// The folder of the originals and of what is on its way
    #[arg(long, value_name = "DIR", env = "PLUMBLINE_FOLDER", default_value = "plumbline-files")]
    pub folder: PathBuf,
    /// Where the originals lie, if not in that folder: another one, or s3://BUCKET/PREFIX
    #[arg(long, value_name = "PLACE", env = "ORIGINALS_URL")]
    pub originals: Option<String>,
    /// The file that holds the secret key: 64 hexadecimal digits, readable by its owner alone
    #[arg(long, value_name = "FILE", env = "PLUMBLINE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// The agency's name, on every page
    #[arg(long, value_name = "NAME", env = "PLUMBLINE_AGENCY", default_value = "Plumbline")]
    pub agency: String,
    /// Who answers questions: name, telephone, hours
    #[arg(long, value_name = "TEXT", env = "PLUMBLINE_CONTACT")]
    pub contact: Option<String>,
    /// Where mail is handed over, for example smtps://user@host; without it, mail waits
    #[arg(long, value_name = "URL", env = "PLUMBLINE_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Who mail is from
    #[arg(long, value_name = "ADDRESS", env = "PLUMBLINE_MAIL_FROM", default_value = "plumbline@localhost")]
    pub mail_from: String,
    /// What a file may have, in MiB
    #[arg(long, value_name = "MIB", env = "PLUMBLINE_UPLOAD_MIB", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=25))]
    pub upload_mib: u64,
    /// A proxy that says truly for whom it asks (X-Forwarded-For); may be given more than once
    #[arg(long, value_name = "ADDRESS", env = "PLUMBLINE_PROXY", value_delimiter = ',')]
    pub proxy: Vec<std::net::IpAddr>,
    /// Payrolls one person may send within an hour, and as many documents
    #[arg(long, value_name = "N", env = "PLUMBLINE_UPLOADS_PER_HOUR", default_value_t = Hourly::UPLOADS.person, value_parser = at_least_one())]
    pub uploads_per_hour: u32,
    /// The same for all people of one organization together
    #[arg(long, value_name = "N", env = "PLUMBLINE_ORGANISATION_UPLOADS_PER_HOUR", default_value_t = Hourly::UPLOADS.organisation, value_parser = at_least_one())]
    pub organisation_uploads_per_hour: u32,
    /// Files one person may take away within an hour: lists, receipts, bundles, originals, copies with notes, documents
    #[arg(long, value_name = "N", env = "PLUMBLINE_EXPORTS_PER_HOUR", default_value_t = Hourly::EXPORTS.person, value_parser = at_least_one())]
    pub exports_per_hour: u32,
    /// The same for all people of one organization together
    #[arg(long, value_name = "N", env = "PLUMBLINE_ORGANISATION_EXPORTS_PER_HOUR", default_value_t = Hourly::EXPORTS.organisation, value_parser = at_least_one())]
    pub organisation_exports_per_hour: u32,
    /// Where clamd listens, HOST:PORT or the path of a socket: every file is scanned for viruses before it is read, and waits while clamd is down
    #[arg(long, value_name = "ADDRESS", env = "PLUMBLINE_SCAN")]
    pub scan: Option<ScannerAddress>,
    /// A folder into which a checkpoint of the audit log is written each day: one that other people keep
    #[arg(long, value_name = "DIR", env = "PLUMBLINE_CHECKPOINT_FOLDER")]
    pub checkpoint_folder: Option<PathBuf>,
    /// Whom a checkpoint of the audit log is mailed to each day
    #[arg(long, value_name = "MAIL", env = "PLUMBLINE_CHECKPOINT_MAIL")]
    pub checkpoint_mail: Option<String>,
    /// The file that holds the key checkpoints are signed by: 64 hexadecimal digits, readable by its owner alone; another than --key-file
    #[arg(long, value_name = "FILE", env = "PLUMBLINE_CHECKPOINT_KEY_FILE")]
    pub checkpoint_key_file: Option<PathBuf>,
    /// A provider of identities people may sign in with (OpenID Connect)
    #[arg(long, value_name = "URL", env = "PLUMBLINE_OIDC_ISSUER")]
    pub oidc_issuer: Option<String>,
    /// What this installation is called there
    #[arg(long, value_name = "ID", env = "PLUMBLINE_OIDC_CLIENT", requires = "oidc_issuer")]
    pub oidc_client: Option<String>,
    /// The file that holds the secret shared with it, readable by its owner alone
    #[arg(long, value_name = "FILE", env = "PLUMBLINE_OIDC_SECRET_FILE", requires = "oidc_issuer")]
    pub oidc_secret_file: Option<PathBuf>,
    /// What people call it
    #[arg(long, value_name = "NAME", env = "PLUMBLINE_OIDC_NAME", default_value = "your city account")]
    pub oidc_name: String,
    /// A folder of rules beside the embedded ones
    #[arg(long, value_name = "DIR")]
    pub rules_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct UserArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Mail address of the administrator
    #[arg(value_name = "MAIL")]
    pub email: String,
    /// Name, as they sign
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// The agency they work for; added where it is new
    #[arg(long, value_name = "NAME", env = "PLUMBLINE_AGENCY")]
    pub agency: String,
    /// The address people use; the link begins with it
    #[arg(long, value_name = "URL", env = "PLUMBLINE_BASE_URL")]
    pub base_url: String,
    /// The folder of the originals and of what is on its way
    #[arg(long, value_name = "DIR", env = "PLUMBLINE_FOLDER", default_value = "plumbline-files")]
    pub folder: PathBuf,
    /// The file that holds the secret key: 64 hexadecimal digits, readable by its owner alone
    #[arg(long, value_name = "FILE", env = "PLUMBLINE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Where to listen; the links that are printed begin with it
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// The folder it is made in; one that holds anything else is refused
    #[arg(long, value_name = "DIR", default_value = "plumbline-demo")]
    pub folder: PathBuf,
    /// Keep the folder at the end
    #[arg(long)]
    pub keep: bool,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    pub command: AuditCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Verify the database: its audit log, what was signed and decided, the totals, the originals
    Verify {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Where the originals lie, a folder or s3://BUCKET/PREFIX; left out, their digests are not taken again
        #[arg(long, value_name = "PLACE", env = "ORIGINALS_URL")]
        originals: Option<String>,
        #[command(flatten)]
        against: AgainstArgs,
    },
    /// Write the audit log out, to be verified anywhere by `plumbline verify`
    Export {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Write to a file instead of standard output
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
    },
    /// Write the public half of a key that signs checkpoints, to be given to whoever verifies them
    PublicKey {
        /// The file that holds the key: 64 hexadecimal digits, readable by its owner alone
        #[arg(long, value_name = "FILE", env = "PLUMBLINE_CHECKPOINT_KEY_FILE")]
        checkpoint_key_file: PathBuf,
    },
    /// Take a checkpoint, to be kept where the database's keepers cannot change it
    Checkpoint {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Sign it by the key of this file: 64 hexadecimal digits, readable by its owner alone
        #[arg(long, value_name = "FILE", env = "PLUMBLINE_CHECKPOINT_KEY_FILE")]
        checkpoint_key_file: Option<PathBuf>,
        /// Write to a file instead of standard output
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// The bundle of a signed week
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A bundle, a receipt, or the audit log as `plumbline audit export` writes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub against: AgainstArgs,
}

/// What a log is held against.
#[derive(Debug, Args)]
pub(super) struct AgainstArgs {
    /// A checkpoint that was kept outside; may be given more than once
    #[arg(long, value_name = "CHECKPOINT")]
    pub against: Vec<PathBuf>,
    /// The public key every checkpoint must be signed by: 64 hexadecimal digits, or a file that holds them
    #[arg(long, value_name = "KEY", requires = "against")]
    pub public_key: Option<String>,
}
