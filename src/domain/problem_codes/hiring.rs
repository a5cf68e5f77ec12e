//! What is wrong with a row of a hiring log, job orders or referrals.

use super::ProblemCode;
use super::Weight::Hold;

/// The entries.
pub(super) const CODES: &[ProblemCode] = &[
    ProblemCode {
        code: "hiring.no_person",
        weight: Hold,
        title: "A row of a hiring file names nobody",
        meaning: "A hire or a referral is somebody's; without a number or a name it can be counted for no one.",
        fix: "Write the person's number or name in the row, or delete it.",
        law: "",
    },
    ProblemCode {
        code: "hiring.no_opening",
        weight: Hold,
        title: "A row of a job-order log names no opening",
        meaning: "Neither the number of the order nor the job is given.",
        fix: "Write the number of the job order or the job title in the row, or delete it.",
        law: "",
    },
    ProblemCode {
        code: "hiring.how_filled_not_known",
        weight: Hold,
        title: "How an opening was filled is not understood",
        meaning: "New hires count, and transfers, promotions, rehires and recalled workers may not; it is not guessed.",
        fix: "Write new hire, transfer, promotion, rehire or recalled, or leave the cell empty if it is not known.",
        law: "",
    },
    ProblemCode {
        code: "hiring.openings_not_a_number",
        weight: Hold,
        title: "The number of openings cannot be read",
        meaning: "It must be a whole number from 1 to 100,000.",
        fix: "Type the number of openings in digits.",
        law: "",
    },
    ProblemCode {
        code: "hiring.wage_not_hourly",
        weight: Hold,
        title: "A wage that cannot be dollars per hour",
        meaning: "Over 1,000 dollars it is a salary of a week or a year; the hours behind it are not known.",
        fix: "Type the wage in dollars per hour.",
        law: "",
    },
    ProblemCode {
        code: "hiring.result_not_known",
        weight: Hold,
        title: "A result is neither yes, no nor a day",
        meaning: "Whether somebody was interviewed, offered the job or hired is not guessed.",
        fix: "Write Y, N or the day, or leave the cell empty if it is not known.",
        law: "",
    },
    ProblemCode {
        code: "hiring.result_contradicts",
        weight: Hold,
        title: "A result says no and gives a day, or two days",
        meaning: "Two columns speak of the same result and do not agree; which is right is not guessed, so it is not known.",
        fix: "Correct one of the two cells.",
        law: "",
    },
];
