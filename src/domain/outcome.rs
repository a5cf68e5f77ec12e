//! What a check can say, how strong a rule is, and what the agency wants done about it.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The word used in files and output.
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
        }
    };
}

words! {
    /// The answer of a check. Three-valued, plus *does not apply*.
    Outcome {
        /// The promise was kept.
        Met = "met",
        /// The promise was not kept.
        NotMet = "not-met",
        /// A fact is missing; the finding names it.
        CannotTell = "cannot-tell",
        /// The rule does not reach this case; the finding says why.
        NotApplicable = "not-applicable",
    }
}

words! {
    /// How strongly a rule binds. Only a requirement can owe money.
    Force {
        /// Must be done.
        Requirement = "requirement",
        /// A standard or target: missing it leads to a review.
        Goal = "goal",
        /// Reaching it is taken as compliance; missing it proves nothing.
        SafeHarbor = "safe-harbor",
        /// Reaching it earns something.
        Incentive = "incentive",
        /// Only to be stated.
        Disclosure = "disclosure",
    }
}

words! {
    /// The legal status of a rule on a date.
    Status {
        /// Binding on that date.
        InForce = "in-force",
        /// Enacted, not yet in effect.
        NotYet = "not-yet",
        /// Held back, for example by a referendum petition.
        Suspended = "suspended",
        /// Overridden by a higher law.
        Preempted = "preempted",
        /// Stopped by a court.
        Enjoined = "enjoined",
        /// Withdrawn.
        Revoked = "revoked",
        /// Its validity is contested.
        Disputed = "disputed",
        /// Ended by its own terms.
        Expired = "expired",
    }
}

impl Status {
    /// A rule that is not in force may be computed and shown; it never yields *not met*.
    pub const fn can_be_broken(self) -> bool {
        matches!(self, Self::InForce)
    }
}

words! {
    /// What the agency wants done about a finding of a rule.
    Severity {
        /// To be answered before signing: corrected, will pay, or disagree.
        Answer = "answer",
        /// To be looked at.
        Look = "look",
        /// For information.
        Inform = "inform",
        /// Blocks signing.
        Block = "block",
    }
}

words! {
    /// How a figure of law was seen.
    Seen {
        /// In an official text.
        Official = "official",
        /// In a secondary source: shown, named, never decisive by itself.
        Secondary = "secondary",
    }
}
