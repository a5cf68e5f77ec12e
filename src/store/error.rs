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
    /// The database itself failed: a lost connection, a full disk.
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
                let guarded = matches!(code.as_ref(), "P0001" | "1811");
                if guarded || !matches!(inside.kind(), sqlx::error::ErrorKind::Other) {
                    return Self::Refused(inside.message().to_owned());
                }
                Self::Database(inside.message().to_owned())
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Damaged(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing("original"),
            other => Self::Originals(other.to_string()),
        }
    }
}
