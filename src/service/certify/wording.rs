//! The Statement of Compliance, word for word as the law asks for it, and the number of a receipt.
//!
//! The three certifications are those of 29 CFR 5.5(a)(3)(ii)(C), the warning is (F) and the kind of signature (E), in the
//! text in force since October 23, 2023 (88 FR 57526), as federal agencies print it in their contract clauses; read in
//! November 2026. The boxes of fringe benefits are those of page 2 of Form WH-347, which (D) accepts with the same words.

use crate::domain::week::span_of;
use crate::store::sha;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// What a statement is about.
pub(super) struct Subject<'a> {
    pub project: &'a str,
    pub number: &'a str,
    pub firm: &'a str,
    pub ending: NaiveDate,
    pub no_work: bool,
    pub amends: Option<u64>,
    pub file: Option<&'a str>,
    pub reading: &'a str,
}

/// How fringe benefits were paid, as ticked on the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fringe {
    /// To approved plans, funds or programmes.
    pub plans: bool,
    /// In cash, in the pay of each worker.
    pub cash: bool,
    /// Exceptions, in words: which craft, and how.
    pub exceptions: String,
}

impl Fringe {
    /// One of the boxes is ticked.
    pub fn is_said(&self) -> bool {
        self.plans || self.cash
    }
}

/// The statement about a week. It names the reading it is about by digest, so that another reading is another text.
pub(super) fn statement(subject: &Subject<'_>) -> String {
    let week = week_words(subject.ending);
    let mut text =
        format!("Statement of Compliance\n\nProject {}, {}. Contractor: {}. {week}\n", subject.number, subject.project, subject.firm);
    if let Some(version) = subject.amends {
        let _ = writeln!(text, "This payroll amends version {version} of the week, which stays on file.");
    }
    if subject.no_work {
        text += "\nI pay or supervise the payment of the workers of this contractor. No worker of this contractor worked on the project in this week.\n";
    } else {
        text += "\nI pay or supervise the payment of the workers listed on this payroll, and I certify (29 CFR 5.5(a)(3)(ii)(C)):\n\n\
            (1) That the certified payroll for the payroll period contains the information required to be provided under 29 CFR 5.5(a)(3)(ii), the appropriate information and basic records are being maintained under 29 CFR 5.5(a)(3)(i), and such information and records are correct and complete.\n\n\
            (2) That each laborer or mechanic (including each helper and apprentice) working on the contract during the payroll period has been paid the full weekly wages earned, without rebate, either directly or indirectly, and that no deductions have been made either directly or indirectly from the full wages earned, other than permissible deductions as set forth in 29 CFR part 3.\n\n\
            (3) That each laborer or mechanic has been paid not less than the applicable wage rates and fringe benefits or cash equivalents for the classification(s) of work actually performed, as specified in the applicable wage determination incorporated into the contract. Findings I answered as not yet paid are named in my answers, which are part of this record.\n";
    }
    text += "\nThe falsification of any of these certifications may subject the contractor or subcontractor to civil or criminal prosecution under 18 U.S.C. 1001 and 31 U.S.C. 3729 (29 CFR 5.5(a)(3)(ii)(F)). A breach of the contract clauses in 29 CFR 5.5 may be grounds for debarment (29 CFR 5.5(a)(7), 5.12).\n\nThe signature must be an original handwritten signature or a legally valid electronic signature (29 CFR 5.5(a)(3)(ii)(E)).\n";
    if let Some(file) = subject.file {
        let _ = writeln!(text, "\nFile, SHA-256: {file}");
    }
    let _ = writeln!(text, "What was read and checked, SHA-256: {}", subject.reading);
    text
}

/// How it names its week.
pub(in crate::service) fn week_words(ending: NaiveDate) -> String {
    let (first, last) = span_of(ending);
    format!("Payroll for the week from {} to {}.", long(first), long(last))
}

/// The statement as it is signed: with the boxes that were ticked.
pub(super) fn with_choices(statement: &str, no_work: bool, fringe: &Fringe, last: bool) -> String {
    let mut text = statement.to_owned();
    let tick = |yes: bool| if yes { "[x]" } else { "[ ]" };
    if !no_work {
        let _ = write!(
            text,
            "\nFringe benefits\n{} Paid to approved plans, funds or programs for the workers listed.\n{} Paid in cash to each worker listed, as shown on the payroll.\n",
            tick(fringe.plans),
            tick(fringe.cash)
        );
        if !fringe.exceptions.trim().is_empty() {
            let _ = writeln!(text, "Exceptions: {}", fringe.exceptions.trim());
        }
    }
    let _ = writeln!(text, "{} This is the last payroll of this contractor on the project.", tick(last));
    text
}

/// What the statement of a week without work names in place of a reading: a digest of what it says.
pub(in crate::service) fn no_work_digest(contract: &str, week_ending: &str) -> String {
    sha::of(format!("no-work {contract} {week_ending}").as_bytes())
}

/// A day as it stands in a sentence: `March 15, 2025`.
pub(in crate::service) fn long(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// The number of a receipt, to be read out: project, week, firm, version.
pub fn receipt_number(project_number: &str, ending: NaiveDate, firm: &str, version: u64) -> String {
    let letters = |text: &str, most: usize| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).take(most).collect::<String>().to_ascii_uppercase()
    };
    format!("{}-{ending}-{}-{version}", letters(project_number, 12), letters(firm, 3))
}
