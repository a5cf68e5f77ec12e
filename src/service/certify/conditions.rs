//! What stops a signature, and what must be acknowledged with it.

use crate::domain::outcome::{Outcome, Severity};
use crate::rules::library::Library;
use crate::service::examine::{Examination, FindingSeen, NoteSeen, OutcomeWord};
use crate::store::answers::Answer;
use std::collections::BTreeMap;

/// Something that stops a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopper {
    /// So many cells could not be read.
    Problems(usize),
    /// So many findings of rules that the agency lets nobody sign over.
    Blocked(usize),
    /// So many findings want an answer first.
    Unanswered(usize),
}

impl Stopper {
    /// Its code, and what is said of it.
    pub fn says(self) -> (&'static str, String) {
        let them = |n: usize, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
        match self {
            Self::Problems(n) => (
                "sign.problems",
                format!("{} could not be read. Correct them or upload a corrected file, then sign.", them(n, "cell", "cells")),
            ),
            Self::Blocked(n) => (
                "sign.blocked",
                format!(
                    "{} of a rule the city lets nobody sign over. Correct the payroll, or ask the city, then sign.",
                    them(n, "finding is", "findings are")
                ),
            ),
            Self::Unanswered(n) => {
                ("sign.answers", format!("{} an answer first. Answer each one, then sign.", them(n, "finding needs", "findings need")))
            }
        }
    }
}

/// Not met, and the agency wants this done about it.
fn not_met(finding: &FindingSeen, severity: Severity) -> bool {
    finding.outcome == Outcome::NotMet.word() && finding.severity == severity.word()
}

/// What stops the signature of a reading.
pub(super) fn stoppers(examination: &Examination, answers: &BTreeMap<String, Answer>) -> Vec<Stopper> {
    let problems = examination.blocking().count();
    let blocked = examination.findings.iter().filter(|finding| not_met(finding, Severity::Block)).count();
    let unanswered = |finding: &&FindingSeen| not_met(finding, Severity::Answer) && !answers.contains_key(&finding.fingerprint);
    let unanswered = examination.findings.iter().filter(unanswered).count();
    let unread = usize::from(examination.outcome != OutcomeWord::Examined);
    let found =
        [(problems.max(unread), Stopper::Problems as fn(usize) -> Stopper), (blocked, Stopper::Blocked), (unanswered, Stopper::Unanswered)];
    found.into_iter().filter(|(n, _)| *n > 0).map(|(n, stopper)| stopper(n)).collect()
}

/// What was hidden in the file and was read all the same: the person says that they know.
pub fn must_be_seen(examination: &Examination) -> Vec<&NoteSeen> {
    const HIDDEN: [&str; 3] = ["sheet.hidden_row", "sheet.hidden_column", "book.hidden_sheet"];
    examination.notes.iter().filter(|note| HIDDEN.contains(&note.code.as_str())).collect()
}

/// The rules a reading was checked against are the rules of this program, text for text.
pub(super) fn same_rules(examination: &Examination, library: &Library) -> bool {
    examination.rules.iter().all(|rule| library.get(&rule.id).is_some_and(|policy| policy.digest == rule.digest))
}
