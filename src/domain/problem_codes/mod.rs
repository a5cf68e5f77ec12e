//! The catalogue of Problem codes: every code ever printed, what it means and how to mend it.
//!
//! `plumbline explain CODE` prints an entry; a test walks the tables and finds each code used,
//! unique and explained. One file per kind of trouble.

mod cell;
mod container;
mod delimited;
mod determination;
mod hiring;
mod person;
mod sheet;
mod table;

/// How heavily a Problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// The file is refused; nothing of it is used.
    Refuse,
    /// A row or cell is held: not used until mended, and named.
    Hold,
    /// Read as it stands, with a note the signer sees.
    Note,
}

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct ProblemCode {
    /// Stable code.
    pub code: &'static str,
    /// How heavily it weighs.
    pub weight: Weight,
    /// One line: what is wrong.
    pub title: &'static str,
    /// What it means and why it matters.
    pub meaning: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// Law or standard behind it; empty if none.
    pub law: &'static str,
}

/// Every entry, table by table.
pub fn all() -> impl Iterator<Item = &'static ProblemCode> {
    [container::CODES, sheet::CODES, cell::CODES, delimited::CODES, determination::CODES, table::CODES, person::CODES, hiring::CODES]
        .into_iter()
        .flatten()
}

/// The entry of a code.
pub fn find(code: &str) -> Option<&'static ProblemCode> {
    all().find(|c| c.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_and_says_what_to_do() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in all() {
            assert!(seen.insert(entry.code), "{} stands twice", entry.code);
            assert!(!entry.title.is_empty() && !entry.meaning.is_empty() && !entry.fix.is_empty(), "{}", entry.code);
        }
    }
}
