//! `plumbline backup` and `plumbline restore`.

use super::audit::say;
use super::stop::Stop;
use super::store_args::{BackupArgs, RestoreArgs};
use super::{clock, exit, output};
use crate::service::upkeep;

pub(super) fn run(args: &BackupArgs) -> Result<u8, Stop> {
    let now = clock::now().ok_or_else(|| Stop::usage("the clock of this machine is not set."))?;
    let copied = upkeep::backup(&args.database.database, &args.originals.originals, &args.out, now).map_err(Stop::usage)?;
    output::write(None, exit::CLEAN, |_, out| {
        writeln!(out, "copied: the database, {} originals, {} bytes in all", copied.originals, copied.bytes)?;
        match copied.head {
            Some(head) => writeln!(out, "audit log: {} entries, head {}", head.entries, head.head),
            None => writeln!(out, "audit log: empty"),
        }
    })?;
    Ok(exit::CLEAN)
}

pub(super) fn restore(args: &RestoreArgs) -> Result<u8, Stop> {
    let restored = upkeep::restore(&args.from, &args.database.database, &args.originals.originals);
    let (copied, seen) = restored.map_err(Stop::usage)?;
    let code = if seen.faults.is_empty() { exit::CLEAN } else { exit::MISMATCH };
    output::write(None, code, |_, out| {
        writeln!(out, "brought back: the database, {} originals, {} bytes in all", copied.originals, copied.bytes)?;
        say(&seen, true, out)
    })?;
    Ok(code)
}
