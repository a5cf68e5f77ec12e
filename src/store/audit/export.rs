//! The audit log as a file that anybody can check: a line that names the form, a line for each entry with its hash
//! before it, and a line that says where it ends.
//!
//! ```text
//! plumbline.audit/1
//! 3f5c… {"action":"certified",…,"prev":"0000…","seq":1,…}
//! end 1 3f5c…
//! ```
//!
//! The hash of a line is SHA-256 over a zero byte and the bytes between the first space and the line break.

use super::after;
use super::chain::{Broken, Chain};
use super::checkpoint::Checkpoint;
use crate::store::{Result, Transaction};
use std::fmt;
use std::io::{self, BufRead, Read as _};

/// The first line of an export.
pub const SCHEMA: &str = "plumbline.audit/1";
/// An entry is some 600 bytes; a line far longer is none.
const LONGEST_LINE: u64 = 1 << 16;

/// Writes the log, page by page, and gives how many entries it has.
///
/// # Errors
/// [`crate::store::StoreError::Database`], and what writing gives.
pub async fn write(tx: &mut Transaction, mut out: impl FnMut(&str) -> io::Result<()>) -> Result<io::Result<u64>> {
    let (mut seq, mut head) = (0, super::chain::BEGINNING.to_owned());
    if let Err(error) = out(&format!("{SCHEMA}\n")) {
        return Ok(Err(error));
    }
    loop {
        let page = after(tx, seq).await?;
        if page.is_empty() {
            return Ok(out(&format!("end {seq} {head}\n")).map(|()| u64::try_from(seq).unwrap_or(0)));
        }
        for (number, entry, hash, _) in page {
            if let Err(error) = out(&format!("{hash} {entry}\n")) {
                return Ok(Err(error));
            }
            (seq, head) = (number, hash);
        }
    }
}

/// Why a file is not a whole and unbroken log.
#[derive(Debug)]
pub enum NotVerified {
    /// It could not be read.
    Unreadable(io::Error),
    /// It is something else.
    AnotherForm,
    /// A line is not one of an export; its number from 1.
    Line(u64),
    /// It has no last line, or one that does not fit: the file was cut off.
    NoEnd,
    /// The chain does not hold.
    Broken(Broken),
}

impl fmt::Display for NotVerified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "it cannot be read: {error}"),
            Self::AnotherForm => write!(f, "it does not begin with {SCHEMA}"),
            Self::Line(line) => write!(f, "line {line} is not a line of an audit log"),
            Self::NoEnd => f.write_str("its last line is missing or does not fit: the file was cut off"),
            Self::Broken(broken) => write!(f, "{broken}"),
        }
    }
}

/// Follows a whole file, without a database, and gives the chain at its end.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify(mut file: impl BufRead, against: Vec<Checkpoint>) -> std::result::Result<Chain, NotVerified> {
    let mut chain = Chain::new(against);
    let mut line = String::new();
    if !next_line(&mut file, &mut line)? || line != SCHEMA {
        return Err(NotVerified::AnotherForm);
    }
    let mut number = 1;
    while next_line(&mut file, &mut line)? {
        number += 1;
        let (first, rest) = line.split_once(' ').ok_or(NotVerified::Line(number))?;
        if first == "end" {
            let fits = rest == format!("{} {}", chain.entries(), chain.head());
            if !fits || next_line(&mut file, &mut line)? {
                return Err(NotVerified::NoEnd);
            }
            chain.end().map_err(NotVerified::Broken)?;
            return Ok(chain);
        }
        chain.follow(rest, first).map_err(NotVerified::Broken)?;
    }
    Err(NotVerified::NoEnd)
}

/// The next line without its break; false at the end. A line without a break is the end of a file that was cut off.
fn next_line(file: &mut impl BufRead, line: &mut String) -> std::result::Result<bool, NotVerified> {
    line.clear();
    let read = file.by_ref().take(LONGEST_LINE).read_line(line).map_err(NotVerified::Unreadable)?;
    if read == 0 {
        return Ok(false);
    }
    if line.pop() != Some('\n') {
        return Err(NotVerified::NoEnd);
    }
    Ok(true)
}
