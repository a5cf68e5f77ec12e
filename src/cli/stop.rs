//! Why a command ends before its report.

use super::exit;
use std::fmt::Display;
use std::io;

/// A command that cannot go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// Wrong usage, or a project, mapping or rule file that does not load; with the words to say.
    Usage(String),
    /// The report could not be written.
    Output(io::Error),
    /// What was to be verified by does not hold itself; with the words to say.
    Mismatch(String),
    /// The reader of the output went away. Nothing is said.
    Gone(u8),
}

impl Stop {
    /// Wrong usage, in words.
    pub fn usage(words: impl Display) -> Self {
        Self::Usage(words.to_string())
    }

    /// Says why on standard error, and gives the exit code.
    pub fn say(self) -> u8 {
        match self {
            Self::Usage(words) => {
                anstream::eprintln!("plumbline: {words}");
                exit::USAGE
            }
            Self::Output(error) => {
                let why = match error.kind() {
                    io::ErrorKind::NotFound => "its folder is not there".to_owned(),
                    io::ErrorKind::PermissionDenied => "its folder may not be written to".to_owned(),
                    io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
                    other => other.to_string(),
                };
                anstream::eprintln!("plumbline: the output cannot be written: {why}. Choose another place with --out.");
                exit::USAGE
            }
            Self::Mismatch(words) => {
                anstream::eprintln!("plumbline: not verified: {words}");
                exit::MISMATCH
            }
            Self::Gone(code) => code,
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Gone(exit::CLEAN) } else { Self::Output(error) }
    }
}
