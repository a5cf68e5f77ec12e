//! The words of the output: answers, forces, statuses, why a row was not used, and why the service did not do something.

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
    // Answers of the service that are no Problem of a file.
    word(
        "not-found",
        "The page is not there, or it is not one you can see. Both are answered alike, so that nobody learns what others have.",
    ),
    word("not-allowed", "You can see this and cannot do it. The sentence beside it says who can."),
    word("sign-in", "The page is for people who are signed in. Sign in, then come back to it."),
    word("step-up", "The step asks for the code from your phone app again, so that nobody signs from a screen you left open."),
    word("other-site", "The form carries no token of your session, or another site sent it. Nothing was changed. Load the page again."),
    word("form", "The form did not arrive whole. Nothing was changed. Send it again."),
    word("form-too-long", "The form is longer than it may be. Nothing was changed. Send a shorter text, or upload a file."),
    word(
        "busy",
        "As many files as can be taken at once are coming in. Nothing was taken of yours. Send it again after the seconds that are named.",
    ),
    word(
        "too-often",
        "More was tried, sent or taken within an hour than one person, or one organization, may. Nothing was done. Wait as long as is named.",
    ),
    word(
        "scan.down",
        "The virus scanner of the site does not answer, and no file is taken without its word. A payroll that was sent waits and is tried \
         again by itself; a document is to be sent again.",
    ),
    word("full", "There is no room left on the server. Nothing was kept. The people who run it must make room first."),
    word("ours", "Something broke on our side. Nothing was sent. The reference beside it finds the line in our log."),
    word(
        "upload.too_slow",
        "Less than 64 KB of the file came in 30 seconds, so the place was given to others. Nothing was kept. Send it again.",
    ),
    word("upload.aborted", "The file did not arrive whole. Nothing was kept. Send it again."),
    word("upload.duplicate", "The same bytes are on file for this week already. Nothing was kept twice. Open the first, or use it again."),
    word(
        "upload.closed",
        "The payroll was signed, replaced or let go, so nothing of it can be changed any more. To change a signed week, amend it.",
    ),
    word(
        "idempotency.mismatch",
        "The key of this request was used before with another file. Nothing was kept of the second. Send it with a new key.",
    ),
    word("week-duplicate", "A payroll was sent for this week before. Say why there is to be a new version; both stay on file."),
    word(
        "correction.text",
        "The text cannot stand in a cell: it is too long, has several lines, or looks like a full Social Security number.",
    ),
    word("correction.many", "There are so many corrections that the file itself should be corrected. Correct it and upload it again."),
    word("document.kind", "The document is none of PDF, JPG, PNG, Excel or CSV by its bytes. Save it as one of these and attach it again."),
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
