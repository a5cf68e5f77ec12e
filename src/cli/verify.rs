//! `plumbline verify`: a bundle, a receipt or an audit log, held against itself and against checkpoints from outside.

use super::stop::Stop;
use super::store_args::{AgainstArgs, VerifyArgs};
use super::{exit, output};
use crate::service::bundle::receipt::Receipt;
use crate::service::bundle::verify::verify as verify_bundle;
use crate::service::bundle::{Bundle, BundleFault};
use crate::service::checkpoints::{self, PublicKey};
use crate::service::upkeep::{self, Checkpoint, NotVerified};
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

/// A checkpoint is one short line.
const LONGEST_CHECKPOINT: u64 = 4_096;

pub(super) fn run(args: &VerifyArgs) -> Result<u8, Stop> {
    let with_checkpoint = !args.against.against.is_empty();
    let against = checkpoints(&args.against)?;
    match begins_as(&args.file) {
        Begins::Bundle => return bundle(&args.file, &against),
        Begins::Receipt => return receipt(&args.file, &against),
        Begins::Other => {}
    }
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

/// What a file is, by how it begins.
enum Begins {
    Bundle,
    Receipt,
    Other,
}

fn begins_as(path: &Path) -> Begins {
    let mut first = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read(&mut first)).unwrap_or(0);
    match &first[..read] {
        [b'P', b'K', ..] => Begins::Bundle,
        [b'{', ..] => Begins::Receipt,
        _ => Begins::Other,
    }
}

fn bundle(path: &Path, against: &[Checkpoint]) -> Result<u8, Stop> {
    let read = File::open(path).map_err(|error| BundleFault::Unreadable(error.to_string())).and_then(Bundle::read);
    let (code, words) = match read {
        Err(fault @ BundleFault::Unreadable(_)) => (exit::UNREAD, fault.to_string()),
        Err(fault) => (exit::MISMATCH, format!("not verified: {fault}")),
        Ok(bundle) => {
            let seen = verify_bundle(&bundle, against);
            let mut words: Vec<String> = seen.holds.iter().map(|holds| format!("  {holds}")).collect();
            words.extend(seen.faults.iter().map(|fault| format!("! {fault}")));
            if seen.checkpoints == 0 {
                words.push(
                    "  No checkpoint from outside lies in it (--against): a bundle that was made anew as a whole looks the same."
                        .to_owned(),
                );
            }
            let ok = seen.faults.is_empty();
            words.insert(0, if ok { format!("OK: {}", seen.signed) } else { format!("not verified: {}", seen.signed) });
            (if ok { exit::CLEAN } else { exit::MISMATCH }, words.join("\n"))
        }
    };
    output::write(None, code, |_, out| writeln!(out, "{words}"))?;
    Ok(code)
}

fn receipt(path: &Path, against: &[Checkpoint]) -> Result<u8, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| Stop::usage(format!("{}: {error}", shown(path))))?;
    let (code, words) = match Receipt::read(&text) {
        None => (exit::UNREAD, format!("{}: it is no receipt", shown(path))),
        Some(receipt) => match receipt.verify(against) {
            Ok(words) => (exit::CLEAN, format!("OK: {words}")),
            Err(why) => (exit::MISMATCH, format!("{}: not verified: {why}", shown(path))),
        },
    };
    output::write(None, code, |_, out| writeln!(out, "{words}"))?;
    Ok(code)
}

/// Reads checkpoints that were kept outside. Where a key is given, each must be signed by it.
pub(super) fn checkpoints(args: &AgainstArgs) -> Result<Vec<Checkpoint>, Stop> {
    let by = args.public_key.as_deref().map(public_key).transpose()?;
    let read = |path: &PathBuf| {
        let small = path.metadata().is_ok_and(|m| m.len() <= LONGEST_CHECKPOINT);
        let text = if small { std::fs::read_to_string(path).ok() } else { None };
        let read = text.as_deref().and_then(|text| Some((text, Checkpoint::read(text)?)));
        let (text, checkpoint) = read.ok_or_else(|| Stop::usage(format!("{} is not a checkpoint.", shown(path))))?;
        match &by {
            Some(by) => checkpoints::check(text, by).map_err(|why| Stop::Mismatch(format!("{}: {why}", shown(path)))),
            None => Ok(checkpoint),
        }
    };
    args.against.iter().map(read).collect()
}

/// A public key as it is given: itself, or the file that holds it.
fn public_key(given: &str) -> Result<PublicKey, Stop> {
    let text = PublicKey::read(given).map(|key| key.text()).or_else(|| {
        let small = Path::new(given).metadata().is_ok_and(|m| m.len() <= LONGEST_CHECKPOINT);
        small.then(|| std::fs::read_to_string(given).ok()).flatten()
    });
    let key = text.as_deref().and_then(PublicKey::read);
    key.ok_or_else(|| {
        Stop::usage(format!("{} is not a public key: 64 hexadecimal digits, or a file that holds them.", shown(Path::new(given))))
    })
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
