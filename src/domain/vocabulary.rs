//! How the words found in payrolls are read as typed values.
//!
//! Only what a worker or contractor wrote is read; nothing is inferred from a name. A word that is
//! not known here stays unknown and is named.

use super::hiring::HowFilled;
use super::payroll::{Fact, Gender, Level};

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// `J`, `JW`, `Journeyman`, … or `RA`, `A`, `Apprentice`, …; `None` if it is neither.
pub fn level(text: &str) -> Option<Level> {
    // What nearly every file writes, without folding a copy.
    match text {
        "J" => return Some(Level::Journeyworker),
        "RA" | "A" => return Some(Level::Apprentice),
        _ => {}
    }
    match folded(text).as_str() {
        "j" | "jw" | "jm" | "jp" | "journey" | "journeyman" | "journeyperson" | "journeyworker" | "journey worker" | "journey level"
        | "journeylevel" | "journeywoman" => Some(Level::Journeyworker),
        "ra" | "a" | "app" | "appr" | "apprentice" | "registered apprentice" => Some(Level::Apprentice),
        _ => None,
    }
}

/// `Y`, `Yes`, `t`, `true`, `1` or `N`, `No`, `f`, `false`, `0`; empty and `unknown` are unknown; `None` for
/// anything else.
pub fn yes_no(text: &str) -> Option<Fact> {
    match text {
        "Y" | "t" => return Some(Fact::Yes),
        "N" | "f" => return Some(Fact::No),
        _ => {}
    }
    match folded(text).as_str() {
        "y" | "yes" | "t" | "true" | "1" | "x" => Some(Fact::Yes),
        "n" | "no" | "f" | "false" | "0" => Some(Fact::No),
        "" | "u" | "unknown" | "not known" | "not given" | "?" | "n/a" | "prefer not to answer" => Some(Fact::Unknown),
        _ => None,
    }
}

/// How an opening was filled, as hiring logs write it; `None` for anything else.
pub fn how_filled(text: &str) -> Option<HowFilled> {
    Some(match folded(text).as_str() {
        "new hire" | "new" | "newly hired" | "hire" | "hired" | "external" | "external hire" | "outside hire" => HowFilled::NewHire,
        "transfer" | "transferred" | "transferee" | "internal transfer" | "lateral transfer" | "reassigned" => HowFilled::Transfer,
        "promotion" | "promoted" | "internal promotion" => HowFilled::Promotion,
        "rehire" | "re-hire" | "rehired" | "re-hired" | "former employee" | "former worker" => HowFilled::Rehire,
        "recalled" | "recall" | "recalled from layoff" | "recall from layoff" | "recalled from lay-off" => HowFilled::Recalled,
        _ => return None,
    })
}

/// Yes or no as referral logs write it: the words of [`yes_no`], or `hired`, `interviewed`, `offered` and the
/// same with `not` before it.
pub fn done(text: &str) -> Option<Fact> {
    match folded(text).as_str() {
        "hired" | "interviewed" | "offered" | "offer made" | "accepted" => Some(Fact::Yes),
        "not hired" | "not interviewed" | "not offered" | "no offer" | "no show" | "no-show" => Some(Fact::No),
        _ => yes_no(text),
    }
}

/// Gender as given; unknown words stay unknown (`None`).
pub fn gender(text: &str) -> Option<Gender> {
    match text {
        "Man" | "M" => return Some(Gender::Man),
        "Woman" | "F" => return Some(Gender::Woman),
        _ => {}
    }
    match folded(text).as_str() {
        "w" | "f" | "woman" | "female" | "women" => Some(Gender::Woman),
        "m" | "man" | "male" | "men" => Some(Gender::Man),
        "x" | "nb" | "non-binary" | "nonbinary" | "non binary" | "another" | "other" => Some(Gender::NonBinary),
        "" | "u" | "unknown" | "?" | "prefer not to answer" | "not given" | "not specified" | "n/a" => Some(Gender::Unknown),
        _ => None,
    }
}

/// Whether a race or ethnicity, as given, is a person of color as the policies seen so far count it:
/// every group but White alone. `Other` and unknown words stay unknown.
pub fn person_of_color(race: &str) -> Option<Fact> {
    match folded(race).as_str() {
        "white" | "caucasian" | "white or caucasian" | "white (not hispanic or latino)" | "white, not hispanic" | "w" => Some(Fact::No),
        "" | "u" | "unknown" | "?" | "prefer not to answer" | "not given" | "not specified" | "n/a" | "other" => Some(Fact::Unknown),
        "b" | "h" | "a" | "i" | "m" => Some(Fact::Yes),
        word => {
            const GROUPS: &[&str] = &[
                "black",
                "african",
                "hispanic",
                "latin",
                "asian",
                "american indian",
                "native american",
                "alaska",
                "hawaiian",
                "pacific",
                "two or more",
                "multi",
                "cape verdean",
                "minority",
                "indigenous",
                "middle eastern",
            ];
            GROUPS.iter().any(|g| word.contains(g)).then_some(Fact::Yes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn races_as_real_files_write_them() {
        for (race, fact) in [
            ("Caucasian", Some(Fact::No)),
            ("Hispanic/Latino", Some(Fact::Yes)),
            ("African American", Some(Fact::Yes)),
            ("", Some(Fact::Unknown)),
            ("Other", Some(Fact::Unknown)),
            ("Martian", None),
        ] {
            assert_eq!(person_of_color(race), fact, "{race}");
        }
    }

    #[test]
    fn a_level_is_not_guessed() {
        assert_eq!(level("RA"), Some(Level::Apprentice));
        assert_eq!(level("J"), Some(Level::Journeyworker));
        assert_eq!(level("Foreman"), None);
    }
}
