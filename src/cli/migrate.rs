//! `plumbline migrate`.

use super::stop::Stop;
use super::store_args::MigrateArgs;
use super::{exit, output};
use crate::service::upkeep;

pub(super) fn run(args: &MigrateArgs) -> Result<u8, Stop> {
    let (engine, version) = upkeep::migrate(&args.database.database).map_err(Stop::usage)?;
    output::write(None, exit::CLEAN, |_, out| writeln!(out, "{engine}: the tables are of version {version}."))?;
    Ok(exit::CLEAN)
}
