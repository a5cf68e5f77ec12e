//! Why a use case did not do what was asked, in words the person who asked can act on.

use super::permission::Refusal;
use crate::store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is not there, or it is not this person's to know whether it is.
    #[error("there is nothing here")]
    NotFound,
    /// They may see it, and may not do this. The sentence says who can.
    #[error("{0}")]
    NotAllowed(String),
    /// The second factor must be shown again first.
    #[error("show your second factor again")]
    StepUp,
    /// What was given cannot be taken: what we saw, what we need, what to do.
    #[error("{sentence}")]
    Refused {
        /// Its code: `plumbline explain CODE`.
        code: &'static str,
        /// What to show.
        sentence: String,
    },
    /// It changed since it was looked at, or it is in a state where this cannot be done.
    #[error("{sentence}")]
    Conflict {
        /// Its code.
        code: &'static str,
        /// What to show.
        sentence: String,
    },
    /// Too much at once: come again after so many seconds.
    #[error("come again in {0} seconds")]
    Busy(u32),
    /// Too often: come again after so many seconds.
    #[error("too often; come again in {0} seconds")]
    TooOften(u32),
    /// As much was done within an hour as may be done: who, how much, and when it goes on.
    #[error("{sentence}")]
    TooMany {
        /// What to show.
        sentence: String,
        /// Seconds to wait.
        seconds: u32,
    },
    /// Something this needs does not answer: come again after so many seconds.
    #[error("{sentence}")]
    NotNow {
        /// Its code.
        code: &'static str,
        /// What to show.
        sentence: String,
        /// Seconds to wait.
        seconds: u32,
    },
    /// A file is larger than it may be.
    #[error("{0}")]
    TooLarge(String),
    /// A file comes too slowly.
    #[error("{0}")]
    TooSlow(String),
    /// The database or the disk is full.
    #[error("there is no room left")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// We did something wrong. The text is for the log, and holds no personal data.
    #[error("{0}")]
    Ours(String),
}

impl Fault {
    /// What was given cannot be taken.
    pub fn refused(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Refused { code, sentence: sentence.into() }
    }

    /// It is in a state where this cannot be done.
    pub fn conflict(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Conflict { code, sentence: sentence.into() }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing(_) => Self::NotFound,
            StoreError::Full(_) => Self::Full,
            StoreError::TooLarge { limit } => super::upload::too_large(limit, None),
            other => Self::Store(other),
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::NotAllowed(why) => Self::NotAllowed(why.to_owned()),
            Refusal::StepUp => Self::StepUp,
            Refusal::Store(error) => error.into(),
        }
    }
}
