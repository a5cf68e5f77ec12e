//! What stands among rates and is no rate: footnotes, definitions of groups, additions for some work.

use super::lines::{Line, LineUse};

/// What a stretch of lines says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A footnote, with its letter where it has one.
    Footnote(Option<char>),
    /// What a group, class or zone means.
    Definition,
    /// What is added to a rate for some work or place.
    Addition,
    /// The rates are for a day, not for an hour.
    PerDay,
    /// An explanation of a star.
    Star,
    /// Words that say nothing of pay: what the work is, or where.
    Plain,
    /// Something else.
    Unknown,
}

impl Kind {
    /// How its lines are accounted for.
    pub fn line_use(self) -> LineUse {
        match self {
            Self::Footnote(_) | Self::Star => LineUse::Footnote,
            Self::Definition | Self::Plain => LineUse::Definition,
            Self::Addition => LineUse::Addition,
            Self::PerDay | Self::Unknown => LineUse::LeftOut,
        }
    }
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it says.
    pub kind: Kind,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Note {
    /// Its words on one line.
    pub fn words(&self) -> String {
        self.lines.iter().map(Line::words).collect::<Vec<_>>().join(" ")
    }
}

/// Parts lines into notes: at lines without anything, and where a line begins something new. `letters`
/// are those that fringes refer to.
pub fn notes(lines: Vec<Line>, letters: &[char]) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for line in lines {
        let among_footnotes = matches!(notes.last(), Some(n) if matches!(n.kind, Kind::Footnote(_)));
        let begins = beginning(&line.words(), letters, among_footnotes);
        let cuts = begins_anywhere(&line.words().to_uppercase()) || matches!(begins, Some(Kind::Footnote(Some(_)) | Kind::Star));
        match notes.last_mut() {
            Some(note) if !line.after_blank && !cuts => note.lines.push(line),
            _ => notes.push(Note { kind: begins.unwrap_or(Kind::Unknown), lines: vec![line] }),
        }
    }
    for note in &mut notes {
        let words = note.words().to_uppercase();
        let few = note.lines.len() <= 2 && words.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "COUNTY" | "COUNTIES"));
        if words.contains("PER DAY") && (words.contains("RATE") || words.contains("AMOUNT")) && !words.contains("SUBSISTENCE") {
            note.kind = Kind::PerDay;
        } else if note.kind == Kind::Unknown && adds(&words) {
            note.kind = Kind::Addition;
        } else if (note.kind == Kind::Definition && has_amount(&words)) || (note.kind == Kind::Star && speaks_of_pay(&words)) {
            // A zone that carries money is more than its bounds.
            note.kind = if adds(&words) { Kind::Addition } else { Kind::Unknown };
        } else if note.kind == Kind::Unknown && !few && !speaks_of_pay(&words) {
            // What says nothing of pay says what the work is.
            note.kind = Kind::Plain;
        }
    }
    notes
}

/// A line that begins something new even where it touches the line before it.
fn begins_anywhere(upper: &str) -> bool {
    upper.starts_with("FOOTNOTE") || is_label(upper)
}

/// What a line begins, if it begins anything.
fn beginning(words: &str, letters: &[char], among_footnotes: bool) -> Option<Kind> {
    let upper = words.to_uppercase();
    if let Some(rest) = upper.strip_prefix("FOOTNOTE") {
        let rest = rest.trim_start_matches('S').trim_start_matches([':', '.', ' ', '-', '(']);
        return Some(Kind::Footnote(letter(rest)));
    }
    if let Some(letter) = letter(upper.trim_start_matches('('))
        && (among_footnotes || letters.contains(&letter))
    {
        return Some(Kind::Footnote(Some(letter)));
    }
    if ["PAID HOLIDAY", "HOLIDAY", "PAID VACATION", "VACATION"].iter().any(|w| upper.starts_with(w)) {
        return Some(Kind::Footnote(None));
    }
    if upper.starts_with('*') {
        return Some(Kind::Star);
    }
    let explains = ["CLASSIFICATION", "DEFINITION", "DESCRIPTION"].iter().any(|w| upper.contains(w));
    if is_label(&upper) || explains || upper.starts_with("SCOPE") {
        return Some(Kind::Definition);
    }
    adds(&upper).then_some(Kind::Addition)
}

/// The letter of `A. PAID HOLIDAYS`, `a) …` or `b: …`.
fn letter(upper: &str) -> Option<char> {
    let mut chars = upper.chars();
    let first = chars.next().filter(char::is_ascii_alphabetic)?;
    matches!(chars.next(), Some('.' | ')' | ':')).then_some(first.to_ascii_lowercase())
}

/// `GROUP 3: …`, `CLASS A - …`, `ZONE 2 …`.
pub fn is_label(upper: &str) -> bool {
    let mut words =
        upper.split(|c: char| c.is_whitespace() || matches!(c, ':' | ';' | '-' | '.' | '=' | ',' | '(')).filter(|w| !w.is_empty());
    let kind = words.next().unwrap_or_default();
    let number = words.next().unwrap_or_default();
    let numbered = number.len() <= 4
        && (number.len() == 1 || number.chars().any(|c| c.is_ascii_digit()) || number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
    matches!(kind, "GROUP" | "CLASS" | "ZONE" | "AREA" | "TYPE" | "TIER" | "LEVEL" | "CATEGORY" | "SCHEDULE")
        && !number.is_empty()
        && numbered
}

/// A percentage, or dollars of the size of an hour's pay: a project of $1,000,000 is none.
fn has_amount(upper: &str) -> bool {
    let hourly = |(at, _): (usize, &str)| {
        let after = upper.get(at + 1..).unwrap_or_default().trim_start();
        let figure = after.find(|c: char| !c.is_ascii_digit() && c != ',').and_then(|end| after.get(..end)).unwrap_or(after);
        !figure.contains(',') && figure.len() <= 3
    };
    upper.contains('%') || upper.match_indices('$').any(hourly)
}

fn speaks_of_pay(upper: &str) -> bool {
    const WORDS: &[&str] = &[
        "PAY",
        "PAID",
        "PAYS",
        "RATE",
        "RATES",
        "WAGE",
        "WAGES",
        "RECEIVE",
        "RECEIVES",
        "COMPENSATED",
        "HOUR",
        "HOURS",
        "HOURLY",
        "PREMIUM",
        "ADD",
        "ADDITIONAL",
        "EXTRA",
        "PLUS",
        "LESS",
        "BELOW",
        "FRINGE",
        "FRINGES",
        "PERCENT",
        "CENTS",
        "DOLLARS",
        "SHIFT",
        "OVERTIME",
        "DOUBLE",
        "HOLIDAY",
        "HOLIDAYS",
        "VACATION",
        "APPRENTICE",
        "APPRENTICES",
        "JOURNEYMAN",
        "FOREMAN",
        "SCALE",
    ];
    has_amount(upper) || upper.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

fn adds(upper: &str) -> bool {
    let words = || upper.split(|c: char| !c.is_alphanumeric());
    let adding = words()
        .any(|w| matches!(w, "ADD" | "ADDED" | "ADDITIONAL" | "PREMIUM" | "PREMIUMS" | "EXTRA" | "ABOVE" | "OVER" | "PLUS" | "MORE"));
    let measured = has_amount(upper) || ["PER HOUR", "HOURLY", "RATE", "PAY"].iter().any(|w| upper.contains(w));
    adding && measured && !words().any(|w| matches!(w, "LESS" | "BELOW" | "REDUCED" | "DEDUCT"))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, usize)> {
        notes(lines(text), &['a']).iter().map(|n| (n.kind, n.lines.len())).collect()
    }

    #[test]
    fn footnotes_definitions_and_additions_are_told_apart() {
        let text = "FOOTNOTE:\n a. PAID HOLIDAYS: New Year's Day,\n   Labor Day\n b. 8% of the rate after five years\n\nGROUP 1: Cranes;\n  shovels\nGROUP 2: Rollers\n\nBoom over 150 feet: add $2.00 per hour\n\nSee the agreement for pay\nat night\n\nGrass, flowers\nand trees";
        assert_eq!(
            kinds(text),
            [
                (Kind::Footnote(None), 1),
                (Kind::Footnote(Some('a')), 2),
                (Kind::Footnote(Some('b')), 1),
                (Kind::Definition, 2),
                (Kind::Definition, 1),
                (Kind::Addition, 1),
                (Kind::Unknown, 2),
                (Kind::Plain, 2),
            ]
        );
    }

    #[test]
    fn a_reduction_is_not_taken_for_an_addition() {
        assert_eq!(kinds("Work above ground: $2.00 per hour less"), [(Kind::Unknown, 1)]);
        assert_eq!(kinds("Amounts in \"Rates\" column are per day"), [(Kind::PerDay, 1)]);
        assert_eq!(kinds("ZONE 2: 5% of the rate"), [(Kind::Unknown, 1)]);
        assert_eq!(kinds("ZONE 2: add 5% to the rate"), [(Kind::Addition, 1)]);
        assert_eq!(kinds("* Above ground: $1.00 less"), [(Kind::Unknown, 1)]);
        assert_eq!(kinds("Where the project is under $1,000,000 in all"), [(Kind::Plain, 1)]);
        assert_eq!(kinds("Hill County only"), [(Kind::Unknown, 1)]);
    }
}
