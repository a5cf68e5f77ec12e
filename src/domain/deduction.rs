//! The kinds of deductions from pay that federal law knows (29 CFR 3.5), and those it does not.

/// On what a kind of deduction rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Permitted as it is.
    Permitted,
    /// Permitted where the worker agreed in writing, or an agreement of the union says so.
    Consent,
    /// Only with the approval of the Secretary of Labor (29 CFR 3.6).
    Approval,
}

/// A kind of deduction.
#[derive(Clone, Copy, Debug)]
pub struct DeductionKind {
    /// The word of the project file.
    pub word: &'static str,
    /// In prose.
    pub words: &'static str,
    /// On what it rests.
    pub ground: Ground,
}

const fn kind(word: &'static str, words: &'static str, ground: Ground) -> DeductionKind {
    DeductionKind { word, words, ground }
}

/// The ten classes that need no approval, then what needs it.
pub const KINDS: &[DeductionKind] = &[
    kind("tax", "taxes and Social Security", Ground::Permitted),
    kind("prepayment", "a bona fide prepayment of wages", Ground::Permitted),
    kind("court-process", "an order of a court", Ground::Permitted),
    kind("benefit-fund", "contributions to a benefit fund", Ground::Consent),
    kind("credit-union", "loans and shares of a credit union", Ground::Consent),
    kind("governmental", "contributions to a governmental agency", Ground::Consent),
    kind("charity", "contributions to charity", Ground::Consent),
    kind("union-dues", "union dues and initiation fees", Ground::Consent),
    kind("board-and-lodging", "board, lodging and other facilities", Ground::Permitted),
    kind("safety-equipment", "safety equipment of nominal value", Ground::Consent),
    kind("tools", "tools", Ground::Approval),
    kind("uniforms", "uniforms", Ground::Approval),
    kind("transportation", "transportation", Ground::Approval),
    kind("damage", "breakage, loss or damage", Ground::Approval),
    kind("other", "another purpose", Ground::Approval),
];

/// The kind of a word.
pub fn find(word: &str) -> Option<&'static DeductionKind> {
    KINDS.iter().find(|k| k.word == word)
}
