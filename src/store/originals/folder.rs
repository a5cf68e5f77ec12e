//! Originals in a local folder: how a file gets its name there, and when it may lose it.

use super::super::Result;
use super::incoming::Incoming;
use std::fs::{DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

/// Makes a folder that only its owner looks into: payrolls are in it.
pub(super) fn make(path: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

/// Where an original lies. The digest is one: see [`super::sha::is_digest`].
pub(super) fn path_of(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(&sha256[..2]).join(&sha256[2..4]).join(sha256)
}

/// Gives a file that came in its name, and sees to it that the name is on the disk too.
pub(super) fn take_in(folder: &Path, passing: &Path, incoming: Incoming, sha256: &str) -> Result<()> {
    let path = path_of(folder, sha256);
    let (Some(inner), Some(outer)) = (path.parent(), path.parent().and_then(Path::parent)) else { return Ok(()) };
    // No sweeper works while the name is given: it would look at the file before and remove the one after.
    let _gate = gate(passing)?.shared()?;
    make(inner)?;
    incoming.rename(&path)?;
    for above in [inner, outer, folder] {
        // Whoever made it may not have written it to the disk yet.
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// What stands between those who give names and the one who removes files; it holds among processes too, and is free
/// again when its holder is killed.
pub(super) struct Gate(File);

impl Gate {
    pub(super) fn shared(self) -> io::Result<Self> {
        self.0.lock_shared()?;
        Ok(self)
    }

    pub(super) fn alone(self) -> io::Result<Self> {
        self.0.lock()?;
        Ok(self)
    }
}

pub(super) fn gate(passing: &Path) -> io::Result<Gate> {
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(passing.join("gate")).map(Gate)
}
