//! `plumbline examine`: the process in which the server reads a stranger's file.

use super::args::ExamineArgs;
use super::exit;
use super::stop::Stop;
use crate::service::examine::child::{Bounds, lock_in};
use crate::service::examine::{ExamineRequest, examine};
use std::io::{BufWriter, Read, Write};

/// Bytes of a request: a mapping, and corrections cell by cell.
const LONGEST_REQUEST: u64 = 16 << 20;

pub(super) fn run(args: &ExamineArgs) -> Result<u8, Stop> {
    let bounds = Bounds { memory_mib: args.memory, cpu_seconds: args.cpu, ..Bounds::DEFAULT };
    // Before anything of the request is looked at.
    lock_in(&bounds).map_err(|e| Stop::usage(format!("the limits of the process cannot be set: {e}")))?;
    let mut request = Vec::new();
    std::io::stdin().take(LONGEST_REQUEST).read_to_end(&mut request).map_err(Stop::usage)?;
    let request: ExamineRequest =
        serde_json::from_slice(&request).map_err(|e| Stop::usage(format!("the request is not understood: {e}")))?;
    let examination = examine(&request).map_err(Stop::usage)?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    serde_json::to_writer(&mut out, &examination).map_err(std::io::Error::from)?;
    out.flush()?;
    Ok(exit::CLEAN)
}
