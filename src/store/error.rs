//! Why the store could not do what was asked.

use std::fmt;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no database this program knows.
    #[error("{0} is not the address of a database; write sqlite:FILE or postgres://USER@HOST/NAME")]
    Address(String),
    /// The database does not keep what it must: too old a version, a setting that was not taken.
    #[error("the database cannot be used: {0}")]
    Unfit(String),
    /// The tables are older or newer than this program.
    #[error("{0}")]
    Schema(String),
    /// There is no such thing, or it is not in the state that was asked for.
    #[error("there is no {0} like that")]
    Missing(&'static str),
    /// What was asked would break a promise the database keeps: an insert-only table, a certified version, a name
    /// that is taken.
    #[error("refused: {0}")]
    Refused(String),
    /// A value read back is not one this program writes.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The folder or service that holds the originals failed.
    #[error("the originals cannot be reached: {0}")]
    Originals(String),
    /// A file was longer than it may be.
    #[error("the file is longer than {limit} bytes")]
    TooLarge {
        /// What it may have.
        limit: u64,
    },
    /// A file did not arrive whole.
    #[error("the file did not arrive whole: {0}")]
    CutOff(String),
    /// No room is left: on the disk, or in the database. Nothing of what was asked happened; it works again when there is
    /// room.
    #[error("there is no room left: {0}")]
    Full(String),
    /// The database itself failed: a lost connection, a file that cannot be read.
    #[error("the database failed: {0}")]
    Database(String),
}

impl StoreError {
    /// A value that is not one this program writes.
    pub(super) fn damaged(what: impl fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inside) => {
                // P0001 is RAISE EXCEPTION, 1811 SQLITE_CONSTRAINT_TRIGGER: a guard of ours spoke.
                let code = inside.code().unwrap_or_default();
                // SQLITE_FULL and disk_full.
                if matches!(code.as_ref(), "13" | "53100") {
                    return Self::Full(inside.message().to_owned());
                }
                let guarded = matches!(code.as_ref(), "P0001" | "1811");
                if guarded || !matches!(inside.kind(), sqlx::error::ErrorKind::Other) {
                    return Self::Refused(inside.message().to_owned());
                }
                Self::Database(inside.message().to_owned())
            }
            sqlx::Error::Io(inside) if is_full(inside) => Self::Full(inside.to_string()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Damaged(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing("original"),
            other if causes(&other).any(|cause| cause.downcast_ref().is_some_and(is_full)) => Self::Full(other.to_string()),
            other => Self::Originals(other.to_string()),
        }
    }
}

/// Files are touched for originals alone.
impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if is_full(&error) { Self::Full(error.to_string()) } else { Self::Originals(error.to_string()) }
    }
}

/// No room on the disk, or none left of a share of it.
fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

/// An error and what is behind it.
fn causes<'e>(error: &'e (dyn std::error::Error + 'static)) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}
