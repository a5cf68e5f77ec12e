//! `plumbline replay`: a bundle run again under the rules of its day.

use super::stop::Stop;
use super::store_args::ReplayArgs;
use super::{exit, output};
use crate::service::bundle::replay::{self, Replayed};
use crate::service::bundle::{Bundle, BundleFault};
use std::fs::File;

pub(super) fn run(args: &ReplayArgs) -> Result<u8, Stop> {
    let file = File::open(&args.bundle).map_err(|error| Stop::usage(format!("{}: {error}", args.bundle.display())))?;
    let (code, words) = match Bundle::read(file) {
        Err(fault @ BundleFault::Unreadable(_)) => (exit::UNREAD, fault.to_string()),
        Err(fault) => (exit::MISMATCH, format!("not replayed: {fault}")),
        Ok(bundle) => match replay::replay(&bundle) {
            Err(words) => (exit::UNREAD, format!("not replayed: {words}")),
            Ok(Replayed::Nothing) => (exit::CLEAN, "a week without work: there is nothing to run again".to_owned()),
            Ok(Replayed::Same { bytes }) => (exit::CLEAN, format!("the same {bytes} bytes")),
            Ok(Replayed::Differs { then, gone, new, changed }) => {
                let list =
                    |what: &str, ids: &[String]| if ids.is_empty() { String::new() } else { format!("\n{what}: {}", ids.join(", ")) };
                let engine = format!("the report differs. It was made by Plumbline {then}, this is {}.", env!("CARGO_PKG_VERSION"));
                let words = [list("gone", &gone), list("new", &new), list("changed", &changed)].concat();
                (exit::MISMATCH, format!("{engine}{words}\nNothing was changed."))
            }
        },
    };
    output::write(None, code, |_, out| writeln!(out, "{words}"))?;
    Ok(code)
}
