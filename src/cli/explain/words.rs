//! The words of the output: answers, forces, statuses, and why a row was not used.

/// A word and what it means.
pub(super) struct Word {
    pub word: &'static str,
    pub meaning: &'static str,
}

const WORDS: &[Word] = &[
    // Answers.
    word("met", "The promise was kept, as far as the files and the project file tell."),
    word(
        "not-met",
        "The promise was not kept, as far as the files tell. It is what the machine saw and not a decision: a person at the agency decides. \
         Only a requirement in force owes money.",
    ),
    word(
        "cannot-tell",
        "A fact is missing, so the answer is neither yes nor no. The finding names the smallest fact that would settle it and who holds it.",
    ),
    word("not-applicable", "The rule does not reach this case. The finding, or the rule, says why."),
    // Forces.
    word("requirement", "A rule that must be kept. Falling short of it can owe money."),
    word("goal", "A standard or target. Missing it leads to a review of the steps taken."),
    word("safe-harbor", "Reaching it is taken as compliance; missing it proves nothing."),
    word("incentive", "Reaching it earns something; missing it costs nothing."),
    word("disclosure", "It only has to be stated."),
    // Statuses.
    word("in-force", "The rule was binding on the day that counts."),
    word("not-yet", "The rule was enacted and not yet in effect on the day that counts."),
    word("suspended", "The rule was held back on the day that counts, for example by a petition for a referendum."),
    word("preempted", "A higher law overrides the rule."),
    word("enjoined", "A court has stopped the rule."),
    word("revoked", "The rule was withdrawn."),
    word("disputed", "Whether the rule is valid is contested."),
    word("expired", "The rule ended by its own terms."),
    // Severities.
    word("answer", "To be answered before signing: corrected, will pay, or disagree."),
    word("look", "To be looked at."),
    word("inform", "For information."),
    word("block", "Signing waits until it is mended."),
    // Rows.
    word("total-row", "The row holds a total or subtotal of rows above it. It is not counted again."),
    word("heading-row", "The row repeats the headings."),
    word("blank-row", "No cell of the row holds anything."),
    word("blank-block", "The row belongs to a part of the form that no worker fills."),
    word("note-row", "The row holds a title, a note or a signature outside the table."),
    word("second-table", "The row belongs to a second table below the first. Save it as a file or sheet of its own to have it read."),
    word("repeated", "The line repeats an earlier one letter by letter. It is named and its hours count once."),
    word("outside-project", "The row names another project than the one checked."),
    word("other-week", "The row is of another week than the one the payroll is for. It belongs on the payroll of its own week."),
    word("problem", "A cell of the row could not be read; a Problem names it. The row is not checked until it is mended."),
];

const fn word(word: &'static str, meaning: &'static str) -> Word {
    Word { word, meaning }
}

pub(super) fn all() -> impl Iterator<Item = &'static Word> {
    WORDS.iter()
}

pub(super) fn find(word: &str) -> Option<&'static Word> {
    WORDS.iter().find(|w| w.word.eq_ignore_ascii_case(word))
}
