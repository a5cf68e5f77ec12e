//! Headings of day columns: `st_wed`, `Wed OT`, `Monday hrs`, `regularDay1Hours`, and runs of bare letters or
//! dates that only mean something together.

use crate::domain::field::{Day, Field, HourKind};
use chrono::Weekday;
use std::collections::BTreeMap;

const WEEK: [Weekday; 7] = [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];

const NAMES: [&[&str]; 7] = [
    &["sun", "sunday"],
    &["mon", "monday"],
    &["tue", "tues", "tuesday"],
    &["wed", "weds", "wednesday"],
    &["thu", "thur", "thurs", "thursday"],
    &["fri", "friday"],
    &["sat", "saturday"],
];

/// Words that say which kind of hours a column holds, as heading keys.
pub const KIND_WORDS: &[(HourKind, &[&str])] = &[
    (HourKind::Straight, &["st", "straight", "straighttime", "reg", "regular", "regulartime", "standard", "standardtime"]),
    (HourKind::Overtime, &["ot", "overtime", "ov"]),
    (HourKind::Double, &["dt", "double", "doubletime", "ot2", "2x"]),
];

const HOURS: [&str; 4] = ["", "hrs", "hours", "hr"];

/// Every heading key of a single day column.
pub fn keys() -> BTreeMap<String, Field> {
    let mut keys = BTreeMap::new();
    let mut days: Vec<(&str, Day)> = Vec::new();
    for (names, weekday) in NAMES.iter().zip(WEEK) {
        days.extend(names.iter().map(|&n| (n, Day::Named(weekday))));
    }
    for (nth, name) in ["day1", "day2", "day3", "day4", "day5", "day6", "day7"].into_iter().enumerate() {
        days.push((name, Day::Nth(nth as u8)));
    }
    for (name, day) in days {
        for hours in HOURS {
            let all = Field::DayHours(HourKind::Unsplit, day);
            keys.insert(format!("{name}{hours}"), all);
            keys.insert(format!("{hours}{name}"), all);
            for (kind, words) in KIND_WORDS {
                for word in *words {
                    let field = Field::DayHours(*kind, day);
                    keys.insert(format!("{word}{name}{hours}"), field);
                    keys.insert(format!("{word}{hours}{name}"), field);
                    keys.insert(format!("{name}{word}{hours}"), field);
                }
            }
        }
    }
    keys
}

/// The weekdays of a run of seven bare letters (`S M T W T F S`) or letter pairs (`SU MO …`), which mean
/// something only together; `None` if they are no week.
pub fn week_of_letters(letters: &[&str; 7]) -> Option<[Weekday; 7]> {
    const ONE: [&str; 7] = ["s", "m", "t", "w", "t", "f", "s"];
    const TWO: [&str; 7] = ["su", "mo", "tu", "we", "th", "fr", "sa"];
    (0..7).find_map(|first| {
        let turned = |names: &[&str; 7]| (0..7).all(|i| letters[i] == names[(first + i) % 7]);
        (turned(&ONE) || turned(&TWO)).then(|| std::array::from_fn(|i| WEEK[(first + i) % 7]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_headings_are_known_with_their_kind_in_front_or_behind() {
        let keys = keys();
        let at = |k: &str| keys.get(k).copied();
        assert_eq!(at("stwed"), Some(Field::DayHours(HourKind::Straight, Day::Named(Weekday::Wed))));
        assert_eq!(at("wedothrs"), Some(Field::DayHours(HourKind::Overtime, Day::Named(Weekday::Wed))));
        assert_eq!(at("wedhrs"), Some(Field::DayHours(HourKind::Unsplit, Day::Named(Weekday::Wed))));
        assert_eq!(at("regularday1hours"), Some(Field::DayHours(HourKind::Straight, Day::Nth(0))));
        assert_eq!(at("doubletimeday7hours"), Some(Field::DayHours(HourKind::Double, Day::Nth(6))));
    }

    #[test]
    fn a_run_of_letters_is_a_week_from_whichever_day_it_begins() {
        assert_eq!(week_of_letters(&["s", "m", "t", "w", "t", "f", "s"]).unwrap()[6], Weekday::Sat);
        assert_eq!(week_of_letters(&["m", "t", "w", "t", "f", "s", "s"]).unwrap()[6], Weekday::Sun);
        assert_eq!(week_of_letters(&["su", "mo", "tu", "we", "th", "fr", "sa"]).unwrap()[0], Weekday::Sun);
        assert_eq!(week_of_letters(&["s", "m", "t", "w", "t", "f", "x"]), None);
    }
}
