//! `plumbline verify`: an audit log that was written out, held against itself and against checkpoints from outside.

use super::stop::Stop;
use super::store_args::VerifyArgs;
use super::{exit, output};
use crate::service::upkeep::{self, Checkpoint, NotVerified};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// A checkpoint is one short line.
const LONGEST_CHECKPOINT: u64 = 4_096;

pub(super) fn run(args: &VerifyArgs) -> Result<u8, Stop> {
    let with_checkpoint = !args.against.is_empty();
    let against = checkpoints(&args.against)?;
    let verdict = match File::open(&args.file) {
        Ok(file) => upkeep::verify_export(BufReader::new(file), against),
        Err(error) => Err(NotVerified::Unreadable(error)),
    };
    let (code, words) = match verdict {
        Ok(chain) => {
            let bare = "\nWithout a checkpoint from outside (--against), a log that was cut off or written anew as a whole looks the same.";
            let note = if with_checkpoint { "" } else { bare };
            (exit::CLEAN, format!("{} entries, one chain, head {}{note}", chain.entries(), chain.head()))
        }
        Err(why) => {
            let unread = matches!(why, NotVerified::Unreadable(_) | NotVerified::AnotherForm);
            (if unread { exit::UNREAD } else { exit::MISMATCH }, format!("{}: not verified: {why}", shown(&args.file)))
        }
    };
    output::write(None, code, |_, out| writeln!(out, "{words}"))?;
    Ok(code)
}

/// Reads checkpoints that were kept outside.
pub(super) fn checkpoints(paths: &[PathBuf]) -> Result<Vec<Checkpoint>, Stop> {
    let read = |path: &PathBuf| {
        let small = path.metadata().is_ok_and(|m| m.len() <= LONGEST_CHECKPOINT);
        let text = if small { std::fs::read_to_string(path).ok() } else { None };
        text.as_deref().and_then(Checkpoint::read).ok_or_else(|| Stop::usage(format!("{} is not a checkpoint.", shown(path))))
    };
    paths.iter().map(read).collect()
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
