//! Where a rule or figure stands in the law.

use serde::{Deserialize, Serialize};

/// A place in the law, in words, and the address where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// For example `City of Boston Code, 8-9.1`.
    pub text: String,
    /// The page where it was read.
    pub url: String,
}
