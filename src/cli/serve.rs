//! `plumbline serve`.

use super::stop::Stop;
use super::store_args::ServeArgs;
use super::{exit, files};
use crate::service::checkpoints::folder_can_be_written;
use crate::service::clock::Clock;
use crate::service::identity::secrets;
use crate::service::post;
use crate::service::serving::{self, Opening};
use crate::service::settings::{Checkpoints, Hourly, Key, Provider, Scanner, Settings};
use crate::web::{App, listen};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(args: &ServeArgs) -> Result<u8, Stop> {
    log_to_stderr();
    let library = Arc::new(files::library(args.rules_dir.as_deref())?);
    let settings = settings(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Stop::usage)?;
    runtime.block_on(async {
        let (database, originals) = (args.database.database.as_str(), args.originals.as_deref());
        let opening = Opening { database, originals, settings, library, clock: Clock::system() };
        let service = serving::open(opening).await.map_err(Stop::usage)?;
        let listener = tokio::net::TcpListener::bind(args.listen)
            .await
            .map_err(|error| Stop::usage(format!("{} cannot be listened on: {error}. Choose another with --listen.", args.listen)))?;
        anstream::eprintln!("plumbline: listening on {}", args.base_url);
        let work = serving::work(&service);
        listen::serve(App { service: service.clone() }, listener, end()).await.map_err(Stop::from)?;
        work.end().await;
        service.store.close().await;
        Ok(exit::CLEAN)
    })
}

fn settings(args: &ServeArgs) -> Result<Settings, Stop> {
    secrets::must_be_tls("--base-url", &args.base_url).map_err(Stop::usage)?;
    let program = std::env::current_exe().map_err(Stop::usage)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(Settings {
        listen: args.listen,
        base_url: args.base_url.trim_end_matches('/').to_owned(),
        demo: false,
        key: key(args.key_file.as_deref())?,
        folder: args.folder.clone(),
        program,
        rules_dir: args.rules_dir.clone(),
        agency: args.agency.clone(),
        contact: args.contact.clone(),
        readers: cores,
        receivers: 8,
        upload_bytes: args.upload_mib << 20,
        smtp: args.smtp.clone(),
        mail_from: args.mail_from.clone(),
        provider: provider(args)?,
        proxies: args.proxy.iter().map(std::net::IpAddr::to_canonical).collect(),
        uploads: Hourly { person: args.uploads_per_hour, organisation: args.organisation_uploads_per_hour },
        checkpoints: checkpoints(args)?,
        scan: args.scan.clone().map(Scanner::at),
        exports: Hourly { person: args.exports_per_hour, organisation: args.organisation_exports_per_hour },
    })
}

/// The secret key, from its file.
pub(super) fn key(file: Option<&Path>) -> Result<Key, Stop> {
    let file = file.ok_or_else(|| {
        Stop::usage("a secret key is needed: put 64 random hexadecimal digits in a file only you can read, and name it with --key-file")
    })?;
    secrets::key(file).map_err(Stop::usage)
}

/// Where checkpoints go, seen to be a place they can go to.
fn checkpoints(args: &ServeArgs) -> Result<Checkpoints, Stop> {
    let (folder, mail) = (args.checkpoint_folder.clone(), args.checkpoint_mail.clone());
    if let Some(folder) = &folder {
        let written = folder_can_be_written(folder);
        written.map_err(|error| Stop::usage(format!("--checkpoint-folder {}: {error}", folder.display())))?;
    }
    if let Some(mail) = mail.as_ref().filter(|mail| !post::is_address(mail)) {
        return Err(Stop::usage(format!("--checkpoint-mail: {mail} is no mail address")));
    }
    let key = args.checkpoint_key_file.as_deref().map(secrets::key).transpose().map_err(Stop::usage)?;
    if key.is_some() && folder.is_none() && mail.is_none() {
        return Err(Stop::usage("--checkpoint-key-file signs what goes to --checkpoint-folder or --checkpoint-mail: name one of them"));
    }
    // Who may check signatures must not hold what opens second factors.
    if key.is_some() && key == Some(self::key(args.key_file.as_deref())?) {
        return Err(Stop::usage("--checkpoint-key-file must hold another key than --key-file"));
    }
    Ok(Checkpoints { folder, mail, key })
}

/// The provider of identities, where one is named.
fn provider(args: &ServeArgs) -> Result<Option<Provider>, Stop> {
    let Some(issuer) = &args.oidc_issuer else { return Ok(None) };
    secrets::must_be_tls("--oidc-issuer", issuer).map_err(Stop::usage)?;
    let (Some(client), Some(file)) = (&args.oidc_client, &args.oidc_secret_file) else {
        return Err(Stop::usage("--oidc-issuer needs --oidc-client and --oidc-secret-file"));
    };
    let secret = secrets::text(file).map_err(Stop::usage)?;
    Ok(Some(Provider { issuer: issuer.clone(), client: client.clone(), secret, name: args.oidc_name.clone() }))
}

/// Until somebody ends it: Ctrl-C, or the signal a service manager sends.
pub(super) async fn end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut told = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(told) => told,
            Err(_) => return interrupt.await.unwrap_or_default(),
        };
        tokio::select! {
            _ = interrupt => {}
            _ = told.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

/// The log: JSON lines on standard error, `PLUMBLINE_LOG` says how much.
pub(super) fn log_to_stderr() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("PLUMBLINE_LOG").unwrap_or_else(|_| EnvFilter::new("plumbline=info"));
    // Set once; a second time is no fault.
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
