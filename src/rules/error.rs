//! What is wrong with a rule file, and where.

use std::fmt;

/// One thing that keeps a rule file from being loaded. A file's errors are reported all at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleError {
    /// Path of the file, as given.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// Column in characters, from 1; 0 where the file as a whole is meant.
    pub column: u32,
    /// What was read.
    pub found: String,
    /// What to write or do.
    pub write: String,
    /// The line of the file, for an excerpt; empty where there is none.
    pub excerpt: String,
}

impl RuleError {
    /// An error of the file as a whole.
    pub fn of_file(file: impl Into<String>, found: impl Into<String>, write: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, found: found.into(), write: write.into(), excerpt: String::new() }
    }
}

impl fmt::Display for RuleError {
    /// `file:line:column: what was read`, then the line itself, then what to write.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.found)?;
        } else {
            write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.found)?;
        }
        if !self.excerpt.is_empty() {
            write!(f, "\n  | {}", self.excerpt)?;
        }
        write!(f, "\n  = {}", self.write)
    }
}

impl std::error::Error for RuleError {}
