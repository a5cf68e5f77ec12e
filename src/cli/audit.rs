//! `plumbline audit`.

use super::stop::Stop;
use super::store_args::AuditCommand;
use super::verify::checkpoints;
use super::{clock, exit, output};
use crate::service::checkpoints::{public_key, signed};
use crate::service::identity::secrets;
use crate::service::upkeep::{self, Verified};
use std::io::{self, Write};

pub(super) fn run(command: &AuditCommand) -> Result<u8, Stop> {
    match command {
        AuditCommand::Verify { database, originals, against } => {
            let against = checkpoints(against)?;
            let seen = upkeep::verify(&database.database, originals.as_deref(), against).map_err(Stop::usage)?;
            let code = if seen.faults.is_empty() { exit::CLEAN } else { exit::MISMATCH };
            output::write(None, code, |_, out| say(&seen, originals.is_some(), out))?;
            Ok(code)
        }
        AuditCommand::Export { database, out } => {
            let log = upkeep::export(&database.database).map_err(Stop::usage)?;
            output::write(out.as_deref(), exit::CLEAN, |_, out| out.write_all(log.as_bytes()))?;
            Ok(exit::CLEAN)
        }
        AuditCommand::PublicKey { checkpoint_key_file } => {
            let key = public_key(&secrets::key(checkpoint_key_file).map_err(Stop::usage)?);
            output::write(None, exit::CLEAN, |_, out| writeln!(out, "{}", key.text()))?;
            Ok(exit::CLEAN)
        }
        AuditCommand::Checkpoint { database, checkpoint_key_file, out } => {
            let key = checkpoint_key_file.as_deref().map(secrets::key).transpose().map_err(Stop::usage)?;
            let now = clock::now().ok_or_else(|| Stop::usage("the clock of this machine is not set."))?;
            let taken = upkeep::checkpoint(&database.database, now).map_err(Stop::usage)?;
            let text = key.map_or_else(|| taken.text(), |key| signed(&taken, &key));
            output::write(out.as_deref(), exit::CLEAN, |_, out| writeln!(out, "{text}"))?;
            Ok(exit::CLEAN)
        }
    }
}

pub(super) fn say(seen: &Verified, with_originals: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "audit log: {} entries, head {}", seen.entries, seen.head)?;
    writeln!(out, "records held against it: {}", seen.records)?;
    writeln!(out, "weeks counted again: {}", seen.weeks)?;
    if with_originals {
        writeln!(out, "originals read: {}", seen.originals)?;
    } else {
        writeln!(out, "originals: not read (give --originals DIR)")?;
    }
    for fault in &seen.faults {
        writeln!(out, "DOES NOT HOLD: {fault}")?;
    }
    if seen.faults.is_empty() { writeln!(out, "Everything holds.") } else { Ok(()) }
}
