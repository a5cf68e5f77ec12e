//! `plumbline user`: the first administrator of an installation. Everybody else is invited on a page.

use super::stop::Stop;
use super::store_args::UserArgs;
use super::{exit, output, serve};
use crate::rules::library::Library;
use crate::service::clock::Clock;
use crate::service::identity::{invitations, secrets};
use crate::service::serving::{self, Opening};
use crate::service::settings::Settings;
use std::sync::Arc;

pub(super) fn run(args: &UserArgs) -> Result<u8, Stop> {
    secrets::must_be_tls("--base-url", &args.base_url).map_err(Stop::usage)?;
    let settings = Settings {
        base_url: args.base_url.trim_end_matches('/').to_owned(),
        agency: args.agency.clone(),
        key: serve::key(args.key_file.as_deref())?,
        folder: args.folder.clone(),
        ..Settings::plain()
    };
    let library = Arc::new(Library::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Stop::usage)?;
    let link = runtime.block_on(async {
        let opening = Opening { database: &args.database.database, originals: None, settings, library, clock: Clock::system() };
        let service = serving::open(opening).await.map_err(Stop::usage)?;
        let link = invitations::first(&service, &args.agency, &args.email, &args.name).await.map_err(Stop::usage);
        service.store.close().await;
        link
    })?;
    output::write(None, exit::CLEAN, |_, out| {
        writeln!(out, "{} may keep the accounts of {}. Within 7 days they choose a password here:\n{link}", args.name, args.agency)
    })?;
    Ok(exit::CLEAN)
}
