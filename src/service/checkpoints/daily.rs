//! A checkpoint a day, put where it was asked for: one file in a folder and one mail, however often it is looked.

use super::{Checkpoint, signed};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::store::outbox::{self, NewMail};
use crate::store::{StoreError, audit};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// A file was written.
    pub file: bool,
    /// A mail was written.
    pub mail: bool,
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Makes what is still to be made of the checkpoint of this day, in UTC. What is there already is left alone, so a restart, or
/// another program beside this one, makes nothing twice.
///
/// # Errors
/// [`Fault::Store`]; [`Fault::Ours`] where the folder cannot be written. It is tried again the next time it is looked.
pub async fn today(service: &Service) -> Result<Made, Fault> {
    let (wanted, day) = (&service.settings.checkpoints, service.clock.today());
    let file = wanted.folder.as_ref().map(|folder| folder.join(format!("plumbline-checkpoint-{day}.json")));
    let file = file.filter(|file| !file.exists());
    let mail = wanted.mail.as_ref().map(|to| (to.as_str(), format!("checkpoint:{day}:{to}")));
    let mail = match mail {
        Some((_, key)) if outbox::is_written(&mut service.store.snapshot().await?, &key).await? => None,
        mail => mail,
    };
    if file.is_none() && mail.is_none() {
        return Ok(Made::default());
    }
    let now = service.clock.now();
    let mut tx = service.store.begin().await?;
    let Some(checkpoint) = of_day(&mut tx, now).await? else { return Ok(Made::default()) };
    let text = wanted.key.as_ref().map_or_else(|| checkpoint.text(), |key| signed(&checkpoint, key));
    let mut made = Made::default();
    if let Some((to, key)) = mail {
        let subject = format!("Checkpoint of the audit log, {day}");
        let body = words(&service.settings.base_url, &text);
        made.mail = outbox::write(&mut tx, NewMail { once_key: &key, recipient: to, subject: &subject, body: &body }, now).await?;
    }
    tx.commit().await?;
    if let Some(file) = file {
        let written = tokio::task::spawn_blocking(move || write(&file, &text)).await.map_err(|error| Fault::Ours(error.to_string()))?;
        made.file = written.map_err(|error| Fault::Ours(format!("the checkpoint of {day} cannot be written: {error}")))?;
    }
    Ok(made)
}

/// The first checkpoint of the day of a moment; taken now where there is none, and none of an empty log.
async fn of_day(tx: &mut crate::store::Transaction, now: Moment) -> Result<Option<Checkpoint>, Fault> {
    let midnight = Moment::from_micros(now.micros() - now.micros().rem_euclid(DAY)).unwrap_or(now);
    if let Some(first) = audit::checkpoint_since(tx, midnight).await? {
        return Ok(Some(first));
    }
    match audit::take_checkpoint(tx, now).await {
        Ok(taken) => Ok(Some(taken)),
        Err(StoreError::Missing(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn words(base_url: &str, text: &str) -> String {
    format!(
        "This is the checkpoint of the audit log of {base_url}. Keep it where the people who run that site cannot change it.\n\n\
         The line below, saved as a file, shows later whether entries were cut off or written anew:\n\
         plumbline verify LOG --against FILE\n\n{text}\n"
    )
}

/// Writes a file that is there whole or not at all, and that takes nobody's place. Whether it was written.
fn write(file: &Path, text: &str) -> std::io::Result<bool> {
    let folder = file.parent().map_or_else(PathBuf::new, Path::to_owned);
    let mut beside = tempfile::Builder::new().prefix(".checkpoint-").tempfile_in(&folder)?;
    writeln!(beside, "{text}")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // It is no secret: whoever takes it away may be another user.
        beside.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    beside.as_file().sync_all()?;
    match beside.persist_noclobber(file) {
        Ok(_) => {}
        Err(taken) if taken.error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
        Err(other) => return Err(other.error),
    }
    #[cfg(unix)]
    std::fs::File::open(&folder)?.sync_all()?;
    Ok(true)
}

/// Makes the folder where it is not there, and sees that a file can be written into it.
///
/// # Errors
/// As the system says.
pub fn folder_can_be_written(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    tempfile::Builder::new().prefix(".checkpoint-").tempfile_in(folder).map(drop)
}
