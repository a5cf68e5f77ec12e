//! Where the report goes: standard output or a file.

use super::stop::Stop;
use anstream::{AutoStream, ColorChoice};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes to a file, or to standard output; `write` is told whether colours are wanted. `code` is the
/// exit code if the reader of standard output goes away.
pub(super) fn write(out: Option<&Path>, code: u8, write: impl FnOnce(bool, &mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    let done = match out {
        Some(path) => to_file(path, |out| write(false, out)),
        None => to_standard_output(write),
    };
    done.map_err(|error| match Stop::from(error) {
        Stop::Gone(_) => Stop::Gone(code),
        other => other,
    })
}

fn to_standard_output(write: impl FnOnce(bool, &mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let out = io::stdout();
    let color = out.is_terminal() && AutoStream::choice(&out) != ColorChoice::Never;
    let mut buffered = BufWriter::with_capacity(1 << 16, AutoStream::auto(out.lock()));
    write(color, &mut buffered)?;
    buffered.flush()
}

/// A whole file or none: it is written beside its place and put there at the end. What is not a
/// regular file (a device, a pipe) is written as it is.
fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let special = path.metadata().is_ok_and(|m| !m.is_file());
    let place = if special { path.to_owned() } else { beside(path) };
    let mut file = BufWriter::with_capacity(1 << 16, File::options().write(true).create(true).truncate(true).open(&place)?);
    let written = write(&mut file).and_then(|()| file.flush());
    if special {
        return written;
    }
    written.and_then(|()| std::fs::rename(&place, path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&place);
    })
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
