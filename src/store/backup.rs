//! A copy of everything kept, and everything kept again from a copy.
//!
//! A copy is a folder: `store.db`, one state of the database taken while others write; `originals/`, every file that state
//! names; `checkpoint.json`, the head of its audit log; and, written last, `SHA256SUMS`, a line for each of the others as
//! `sha256sum --check` reads it. A folder without that list is no copy: it was not finished.

use super::audit::{self, checkpoint::Checkpoint};
use super::originals::{self, Originals};
use super::{Result, Store, StoreError, sha};
use crate::domain::moment::Moment;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

const DATABASE: &str = "store.db";
const FILES: &str = "originals";
const HEAD: &str = "checkpoint.json";
const LIST: &str = "SHA256SUMS";

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Head of the audit log; none while it is empty.
    pub head: Option<Checkpoint>,
    /// Originals.
    pub originals: u64,
    /// Bytes of all its files.
    pub bytes: u64,
}

/// Copies everything into a folder that is not there yet, or is empty. Others may write meanwhile.
///
/// # Errors
/// [`StoreError::Refused`] on PostgreSQL, saying what to do instead, and for a folder that holds something;
/// [`StoreError::Full`]; what goes wrong with the database or the originals, a damaged original among it.
pub async fn take(store: &Store, files: &Originals, out: &Path, at: Moment) -> Result<Copied> {
    store.copies()?;
    empty_folder(out)?;
    let database = out.join(DATABASE);
    store.copy_into(&database).await?;
    let copy = Store::open_there(&address_of(&database)?).await?;
    let (head, kept) = contents(&copy, at).await?;
    copy.close().await;
    let into = Originals::folder(&out.join(FILES))?;
    let mut list = Vec::new();
    for original in &kept {
        let lent = files.lend(&original.sha256).await?;
        let incoming = into.receive(tokio::fs::File::open(lent.path()).await?, u64::MAX).await?;
        into.keep_incoming(incoming).await?;
        list.push(originals::name_below(FILES, &original.sha256));
    }
    // Nothing is on its way into a copy any more.
    std::fs::remove_dir_all(out.join(FILES).join("incoming"))?;
    if let Some(head) = &head {
        write(&out.join(HEAD), head.text().as_bytes())?;
        list.push(HEAD.to_owned());
    }
    File::open(&database)?.sync_all()?;
    list.push(DATABASE.to_owned());
    let (text, bytes) = sums(out, &list)?;
    write(&out.join(LIST), text.as_bytes())?;
    File::open(out)?.sync_all()?;
    Ok(Copied { head, originals: kept.len() as u64, bytes })
}

/// The head of a copy's log, and the originals its rows name.
async fn contents(copy: &Store, at: Moment) -> Result<(Option<Checkpoint>, Vec<originals::Kept>)> {
    let mut tx = copy.snapshot().await?;
    let head = audit::head(&mut tx, at).await?;
    let (mut kept, mut last) = (Vec::<originals::Kept>::new(), String::new());
    loop {
        let page = originals::after(&mut tx, &last).await?;
        let Some(end) = page.last() else { return Ok((head, kept)) };
        last.clone_from(&end.sha256);
        kept.extend(page);
    }
}

/// Looks at a copy before anything is made of it: every file of the list, and none beside them.
///
/// # Errors
/// [`StoreError::Missing`] where it was not finished; [`StoreError::Damaged`], naming the first file that is not the one
/// that was copied.
pub fn check(from: &Path) -> Result<Copied> {
    let list = std::fs::read_to_string(from.join(LIST)).map_err(|_| StoreError::Missing("list SHA256SUMS of a finished copy"))?;
    let mut copied = Copied { head: None, originals: 0, bytes: 0 };
    let mut named = Vec::new();
    for line in list.lines() {
        let (digest, name) = line.split_once("  ").ok_or_else(|| StoreError::damaged(format_args!("{LIST}: {line}")))?;
        let path = inside(from, name).ok_or_else(|| StoreError::damaged(format_args!("{LIST}: {name} lies outside the copy")))?;
        let (found, bytes) = digest_of(&path).map_err(|error| StoreError::damaged(format_args!("{name} of the copy: {error}")))?;
        if found != digest {
            return Err(StoreError::damaged(format_args!("{name} of the copy holds other bytes than were copied")));
        }
        copied.bytes += bytes;
        copied.originals += u64::from(name.starts_with(FILES));
        named.push(name.to_owned());
    }
    for name in [DATABASE, HEAD] {
        let there = from.join(name).exists();
        if there != named.iter().any(|n| n == name) || (name == DATABASE && !there) {
            return Err(StoreError::damaged(format_args!("{name} of the copy and the list do not agree")));
        }
    }
    if let Ok(text) = std::fs::read_to_string(from.join(HEAD)) {
        let head = Checkpoint::read(&text).ok_or_else(|| StoreError::damaged(format_args!("{HEAD} of the copy")))?;
        copied.head = Some(head);
    }
    Ok(copied)
}

/// Makes a database file and a place of originals anew from a copy that was checked: see [`check`].
///
/// # Errors
/// [`StoreError::Refused`] where a database is there already; as [`take`].
pub async fn bring_back(from: &Path, database: &Path, into: &Originals) -> Result<()> {
    for left in ["", "-wal", "-shm"] {
        let mut path = database.as_os_str().to_owned();
        path.push(left);
        if Path::new(&path).exists() {
            return Err(StoreError::Refused(format!("{} is there already; move it away first", Path::new(&path).display())));
        }
    }
    let list = std::fs::read_to_string(from.join(LIST))?;
    for name in list.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name).filter(|name| name.starts_with(FILES)) {
        let sha256 = name.rsplit('/').next().unwrap_or_default();
        let lent = originals::lend_of(&from.join(FILES), sha256).await?;
        let incoming = into.receive(tokio::fs::File::open(lent.path()).await?, u64::MAX).await?;
        into.keep_incoming(incoming).await?;
    }
    // The database last: where it is, everything it names is.
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut whole = tempfile::Builder::new().prefix("restore-").tempfile_in(folder)?;
    std::io::copy(&mut File::open(from.join(DATABASE))?, whole.as_file_mut())?;
    whole.as_file().sync_all()?;
    whole.persist_noclobber(database).map_err(|error| StoreError::from(error.error))?;
    Ok(File::open(folder)?.sync_all()?)
}

fn empty_folder(out: &Path) -> Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    // Payrolls will be in it.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(out)?;
    if std::fs::read_dir(out)?.next().is_some() {
        return Err(StoreError::Refused(format!("{} holds something already; name another folder", out.display())));
    }
    Ok(())
}

fn address_of(database: &Path) -> Result<String> {
    let path = database.to_str().ok_or_else(|| StoreError::Address(database.to_string_lossy().into_owned()))?;
    Ok(format!("sqlite:{path}"))
}

/// A name of the list as a path; none that leads out of the folder.
fn inside(from: &Path, name: &str) -> Option<PathBuf> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\\');
    name.split('/').all(plain).then(|| from.join(name))
}

fn sums(out: &Path, names: &[String]) -> Result<(String, u64)> {
    let (mut text, mut all) = (String::new(), 0);
    for name in names {
        let (digest, bytes) = digest_of(&out.join(name))?;
        text.push_str(&format!("{digest}  {name}\n"));
        all += bytes;
    }
    Ok((text, all))
}

fn digest_of(path: &Path) -> std::io::Result<(String, u64)> {
    let (mut file, mut digest, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut stretch = vec![0; 64 * 1024];
    loop {
        match file.read(&mut stretch)? {
            0 => return Ok((sha::hex(&digest.finalize()), bytes)),
            read => {
                digest.update(&stretch[..read]);
                bytes += read as u64;
            }
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}
