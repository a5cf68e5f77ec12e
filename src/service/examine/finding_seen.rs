//! A finding as a person sees it: the same figures, cells and law as on the command line.

use serde::{Deserialize, Serialize};

/// One finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingSeen {
    /// A name that survives a corrected upload: `f-` and sixteen digits.
    pub fingerprint: String,
    /// The policy, by its path in `rules/`.
    pub rule: String,
    /// Its title.
    pub rule_title: String,
    /// `sha256:…` of its text.
    pub rule_digest: String,
    /// First day of the version of the rule that was used.
    pub rule_from: Option<String>,
    /// Name of the check.
    pub check: String,
    /// `met`, `not-met`, `cannot-tell`, `not-applicable`.
    pub outcome: String,
    /// How strongly the rule binds.
    pub force: String,
    /// Legal status of the rule on the day that counts.
    pub status: String,
    /// What the agency wants done about it.
    pub severity: String,
    /// Who or what it is about.
    pub subject: SubjectSeen,
    /// One sentence.
    pub title: String,
    /// What was found.
    pub read: Option<String>,
    /// Both ends, where unknowns leave an interval.
    pub interval: Option<[String; 2]>,
    /// What the rule asks.
    pub expected: Option<String>,
    /// Found less asked.
    pub difference: Option<String>,
    /// Unit of the difference; empty where there is none.
    pub unit: String,
    /// Money a requirement in force leaves unpaid, in dollars and cents.
    pub owed: Option<String>,
    /// What a sanction could come to.
    pub exposure: Option<ExposureSeen>,
    /// What is missing, where it cannot be told.
    pub missing: Vec<MissingSeen>,
    /// The arithmetic.
    pub steps: Vec<StepSeen>,
    /// The cells it rests on.
    pub cells: Vec<CellSeen>,
    /// The cells of its first row with their neighbours; none where the row is not quoted.
    pub excerpt: Option<ExcerptSeen>,
    /// Where it stands in the law.
    pub citations: Vec<CitationSeen>,
    /// One action that mends or settles it.
    pub fix: String,
    /// The block exactly as the command line prints it.
    pub text: String,
}

impl FindingSeen {
    /// Not met, or cannot be told: it needs an answer.
    pub fn is_open(&self) -> bool {
        matches!(self.outcome.as_str(), "not-met" | "cannot-tell")
    }
}

/// Who or what a finding is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectSeen {
    /// Project.
    pub project: Option<String>,
    /// Contractor.
    pub contractor: Option<String>,
    /// Worker.
    pub worker: Option<String>,
    /// Trade, or classification.
    pub trade: Option<String>,
    /// Level.
    pub level: Option<String>,
    /// Group of a share.
    pub group: Option<String>,
    /// Week.
    pub week_ending: Option<String>,
    /// Day.
    pub day: Option<String>,
}

/// One line of the arithmetic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSeen {
    /// What the figure is.
    pub label: String,
    /// How it comes about; empty for a figure read from a cell.
    pub expression: String,
    /// The figure.
    pub value: String,
    /// Where it was read.
    pub cells: Vec<CellSeen>,
}

/// A cell, or a run of cells of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellSeen {
    /// Sheet name.
    pub sheet: String,
    /// First row, from 1.
    pub row: u32,
    /// Last row, the same for one cell.
    pub last_row: u32,
    /// Column, from 0.
    pub column: u16,
    /// The place as the command line prints it: `Payroll!F12`.
    pub r#where: String,
}

/// A few cells of one row under their headings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcerptSeen {
    /// Row, from 1.
    pub row: u32,
    /// The cells, from left to right.
    pub cells: Vec<ExcerptCell>,
}

/// A cell of an excerpt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcerptCell {
    /// Column, by its letters.
    pub letter: String,
    /// Heading as read.
    pub heading: String,
    /// What stands there; empty where nothing does.
    pub text: String,
    /// It is one of those the finding rests on.
    pub spoken_of: bool,
}

/// A fact that is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingSeen {
    /// The smallest fact that would settle it.
    pub fact: String,
    /// What hangs on it; empty if not a quantity.
    pub hangs_on: String,
    /// Who holds it.
    pub holder: String,
}

/// What a sanction could come to. Never a bill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExposureSeen {
    /// Dollars.
    pub amount: String,
    /// `shall` or `may`.
    pub word: String,
    /// How it comes about, with the law.
    pub why: String,
}

/// A place in the law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitationSeen {
    /// Section.
    pub text: String,
    /// Where its text can be read.
    pub url: String,
}
