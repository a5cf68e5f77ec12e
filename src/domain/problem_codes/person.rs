//! Personal data that may not stand on a weekly payroll.

use super::ProblemCode;
use super::Weight::{Note, Refuse};

/// The entries.
pub(super) const CODES: &[ProblemCode] = &[
    ProblemCode {
        code: "pii.full_ssn",
        weight: Refuse,
        title: "The file holds full Social Security numbers",
        meaning: "A weekly payroll carries at most the last four digits. The file was not kept.",
        fix: "Delete all but the last four digits and choose the file again.",
        law: "29 CFR 5.5(a)(3)(ii)(B)",
    },
    ProblemCode {
        code: "pii.address",
        weight: Refuse,
        title: "The file holds home addresses",
        meaning: "Home addresses may not stand on a weekly payroll.",
        fix: "Delete the column and choose the file again.",
        law: "29 CFR 5.5(a)(3)(ii)(B)",
    },
    ProblemCode {
        code: "pii.contact",
        weight: Refuse,
        title: "The file holds telephone numbers or e-mail addresses",
        meaning: "They may not stand on a weekly payroll.",
        fix: "Delete the column and choose the file again.",
        law: "29 CFR 5.5(a)(3)(ii)(B)",
    },
    ProblemCode {
        code: "pii.not_read",
        weight: Note,
        title: "A column with personal data was not read",
        meaning: "Addresses and contact data are not needed and not read; an upload with them is refused.",
        fix: "Delete the column before you upload the file.",
        law: "29 CFR 5.5(a)(3)(ii)(B)",
    },
];
