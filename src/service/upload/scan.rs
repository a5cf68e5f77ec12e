//! Asks a scanner for viruses about a file, before anything of it is read: clamd, by its command `INSTREAM`.
//!
//! Only its whole word that a file is clean lets a file pass. A scanner that is down, silent, cut off in the middle or
//! that says anything else tells nothing: a payroll then waits, and a document is to be sent again.

use crate::service::Service;
use crate::service::examine::Examination;
use crate::service::fault::Fault;
use crate::service::settings::{Scanner, ScannerAddress};
use std::path::Path;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// What a scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// What it calls that which was found.
    Found(String),
}

/// Why nothing is known of a file, for the log.
#[derive(Debug, thiserror::Error)]
#[error("the scanner tells nothing: {0}")]
pub struct NoWord(String);

/// The code of a file in which something was found.
pub const FOUND: &str = "file.infected";
/// Seconds until a file that waits for the scanner is tried again.
pub const AGAIN: i64 = 30;
/// Bytes sent at a time.
const PART: usize = 64 * 1024;
/// The longest answer, in bytes.
const LONGEST: u64 = 4_096;

/// What the scanner says of a file on the disk.
///
/// # Errors
/// [`NoWord`], within the patience that is set.
pub async fn file(scanner: &Scanner, path: &Path) -> Result<Verdict, NoWord> {
    let file = tokio::fs::File::open(path).await.map_err(no_word)?;
    of(scanner, file).await
}

/// What the scanner says of some bytes.
///
/// # Errors
/// As [`file()`].
pub async fn of(scanner: &Scanner, bytes: impl AsyncRead + Unpin) -> Result<Verdict, NoWord> {
    let asked = async {
        match &scanner.address {
            ScannerAddress::Tcp(address) => ask(tokio::net::TcpStream::connect(address).await.map_err(no_word)?, bytes).await,
            #[cfg(unix)]
            ScannerAddress::Unix(path) => ask(tokio::net::UnixStream::connect(path).await.map_err(no_word)?, bytes).await,
            #[cfg(not(unix))]
            ScannerAddress::Unix(_) => Err(NoWord("there are no sockets of that kind on this system".to_owned())),
        }
    };
    let answer = tokio::time::timeout(scanner.patience, asked).await;
    answer.map_err(|_| NoWord(format!("no answer within {} ms", scanner.patience.as_millis())))?
}

/// The whole of it: the command, the bytes in parts with their length before each, an empty part, the answer.
async fn ask(mut line: impl AsyncRead + AsyncWrite + Unpin, mut bytes: impl AsyncRead + Unpin) -> Result<Verdict, NoWord> {
    line.write_all(b"zINSTREAM\0").await.map_err(no_word)?;
    let mut part = vec![0; PART];
    loop {
        let read = bytes.read(&mut part).await.map_err(no_word)?;
        let length = u32::try_from(read).map_err(|_| NoWord("a part is too long".to_owned()))?;
        line.write_all(&length.to_be_bytes()).await.map_err(no_word)?;
        line.write_all(part.get(..read).unwrap_or_default()).await.map_err(no_word)?;
        if read == 0 {
            break;
        }
    }
    line.flush().await.map_err(no_word)?;
    let mut answer = Vec::new();
    line.take(LONGEST).read_to_end(&mut answer).await.map_err(no_word)?;
    verdict(&answer)
}

fn no_word(error: std::io::Error) -> NoWord {
    NoWord(error.to_string())
}

/// An answer ends with a zero byte: one that does not was cut off.
fn verdict(answer: &[u8]) -> Result<Verdict, NoWord> {
    let whole = answer.strip_suffix(b"\0").and_then(|text| std::str::from_utf8(text).ok());
    let said = whole.and_then(|text| text.trim_end().strip_prefix("stream: "));
    match said {
        Some("OK") => Ok(Verdict::Clean),
        Some(said) if said.ends_with(" FOUND") => Ok(Verdict::Found(plain(said.trim_end_matches(" FOUND")))),
        _ => Err(NoWord(format!("it said {:?}", plain(&String::from_utf8_lossy(answer))))),
    }
}

/// What stands on a page and in the log of a word from outside.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || " .:_-/()".contains(*c)).take(100).collect()
}

/// Lets a file pass that is no payroll to be read by a job: a document, a rate sheet. Where no scanner is set, every file.
///
/// # Errors
/// [`Fault::Refused`] where something was found; [`Fault::NotNow`] where nothing is known of it.
pub async fn must_be_clean(service: &Service, bytes: impl AsyncRead + Unpin) -> Result<(), Fault> {
    let Some(scanner) = &service.settings.scan else { return Ok(()) };
    match of(scanner, bytes).await {
        Ok(Verdict::Clean) => Ok(()),
        Ok(Verdict::Found(name)) => {
            tracing::warn!(found = name, "a file was refused by the scanner");
            Err(Fault::refused(FOUND, format!("The virus scanner of this site refused the file: it found {name}. Nothing was kept of it.")))
        }
        Err(why) => {
            tracing::error!(%why, "a file could not be scanned");
            Err(Fault::NotNow {
                code: "scan.down",
                sentence: "The virus scanner of this site does not answer, so the file was not taken. Send it again in a minute."
                    .to_owned(),
                seconds: 60,
            })
        }
    }
}

/// What is said of a payroll file in which something was found.
pub(super) fn refusal(file_name: &str, found: &str) -> Examination {
    Examination::refused(file_name, FOUND, found, "a file in which the virus scanner finds nothing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_and_plain_ok_is_clean() {
        assert_eq!(verdict(b"stream: OK\0").unwrap(), Verdict::Clean);
        assert_eq!(verdict(b"stream: Win.Test.EICAR_HDB-1 FOUND\0").unwrap(), Verdict::Found("Win.Test.EICAR_HDB-1".to_owned()));
        assert_eq!(verdict(b"stream: <b>\n FOUND\0").unwrap(), Verdict::Found("b".to_owned()));
        let nothing: [&[u8]; 9] = [
            b"",
            b"\0",
            b"stream: OK",
            b"stream: O",
            b"stream: OK FOUND",
            b"stream: NOT OK\0",
            b"OK\0",
            b"INSTREAM size limit exceeded. ERROR\0",
            b"stream: \xff\0",
        ];
        for answer in nothing {
            assert!(verdict(answer).is_err(), "{}", String::from_utf8_lossy(answer));
        }
    }
}
