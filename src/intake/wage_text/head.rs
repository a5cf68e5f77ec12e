//! The head of a general decision: what it is, where it holds, when it was published.

use super::lines::{Line, LineUse};
use crate::domain::wage_area::WageArea;
use crate::domain::wage_determination::{Modification, PublishedText};
use chrono::NaiveDate;

/// Which field the lines that follow continue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    None,
    Construction,
    Counties,
    Notice,
    Scope,
    Modifications,
}

/// A day as `01/05/2024`; a year of two digits counts from 1970.
pub fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |t: &str| !t.is_empty() && t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !short(month) || !short(day) || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = year.parse().ok()?;
    let year = match year.len() {
        4 => number,
        2 if number >= 70 => 1900 + number,
        2 => 2000 + number,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// The number of a decision: two letters and six to eight digits.
pub fn number(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let (letters, digits) = text.split_at_checked(2)?;
    let fits =
        letters.bytes().all(|b| b.is_ascii_alphabetic()) && (6..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.to_ascii_uppercase())
}

/// The text after a label such as `State:`, whatever its letter case.
fn after<'l>(line: &'l str, labels: &[&str]) -> Option<&'l str> {
    labels.iter().find_map(|label| {
        let start = line.get(..label.len())?;
        start.eq_ignore_ascii_case(label).then(|| line.get(label.len()..).unwrap_or_default().trim_start_matches([':', '.', ' ']).trim())
    })
}

/// Reads the head. Every line gets a use.
pub fn read(lines: &[Line], text: &mut PublishedText) -> Vec<LineUse> {
    let mut uses = Vec::with_capacity(lines.len());
    let mut field = Field::None;
    let mut counties = String::new();
    for line in lines {
        let words = line.words();
        let used = labelled(&words, text, &mut field, &mut counties).or_else(|| {
            if line.after_blank && !matches!(field, Field::Modifications) {
                field = Field::None;
            }
            continued(&words, text, &mut field, &mut counties)
        });
        uses.push(used.unwrap_or(LineUse::LeftOut));
    }
    text.area = WageArea::read(counties.trim());
    uses
}

fn labelled(words: &str, text: &mut PublishedText, field: &mut Field, counties: &mut String) -> Option<LineUse> {
    if let Some(rest) =
        after(words, &["Superseded General Decision Numbers", "Superseded General Decision Number", "Superseded General Decision No"])
    {
        text.supersedes = number(rest.split_whitespace().next().unwrap_or_default());
        *field = Field::None;
    } else if let Some(rest) = after(words, &["General Decision Number", "General Decision"]) {
        let mut parts = rest.split_whitespace();
        text.number = parts.next().and_then(number)?;
        text.date = parts.next().and_then(day).or(text.date);
        *field = Field::None;
    } else if let Some(rest) = after(words, &["States:", "State:"]) {
        rest.clone_into(&mut text.state);
        *field = Field::None;
    } else if let Some(rest) = after(words, &["Construction Types", "Construction Type"]) {
        rest.clone_into(&mut text.construction);
        *field = Field::Construction;
    } else if let Some(rest) = after(words, &["County(ies):", "Counties:", "County:"]) {
        rest.clone_into(counties);
        *field = Field::Counties;
    } else if words.to_lowercase().starts_with("modification number") {
        *field = Field::Modifications;
        return Some(LineUse::Modification);
    } else if words.starts_with("* Designates") {
        *field = Field::None;
    } else {
        return None;
    }
    Some(LineUse::Head)
}

fn continued(words: &str, text: &mut PublishedText, field: &mut Field, counties: &mut String) -> Option<LineUse> {
    let lower = words.to_lowercase();
    let notice = ["executive order", "davis-bacon", "minimum wage", "dol.gov"].iter().any(|w| lower.contains(w));
    if notice || words.starts_with(['|', '_']) || lower.starts_with("note:") || lower.starts_with("additional information") {
        *field = Field::Notice;
        return Some(LineUse::Head);
    }
    match *field {
        Field::Modifications => {
            let mut parts = words.split_whitespace();
            let (number, published_on, more) = (parts.next()?, parts.next().and_then(day)?, parts.next());
            let number = number.parse().ok().filter(|_| more.is_none())?;
            text.modifications.push(Modification { number, published_on });
            return Some(LineUse::Modification);
        }
        Field::Construction => {
            text.construction.push(' ');
            text.construction.push_str(words);
        }
        Field::Counties => {
            counties.push(' ');
            counties.push_str(words);
        }
        Field::Notice | Field::Scope => {}
        Field::None => {
            let scope = ["construction", "project", "does not include", "excluding", "including"];
            if !scope.iter().any(|w| lower.contains(w)) {
                return None;
            }
            *field = Field::Scope;
        }
    }
    Some(LineUse::Head)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn the_head_says_what_where_and_when() {
        let text = "General Decision Number: ZZ20240001 01/12/2024\n\nSuperseded General Decision Number: ZZ20230001\n\nState: Example\n\nConstruction Type: Building\n\nCounties: Adams, Birch\nand Cedar Counties in Example.\n\nBUILDING CONSTRUCTION PROJECTS (no homes).\n\nNote: Contracts are subject to an order.\n|a table|\n\nModification Number     Publication Date\n          0             01/05/2024\n          1             01/12/2024\n\nUnheard-of line";
        let mut read_text = PublishedText::default();
        let lines = lines(text);
        let uses = read(&lines, &mut read_text);
        assert_eq!(read_text.number, "ZZ20240001");
        assert_eq!(read_text.date, day("01/12/2024"));
        assert_eq!(read_text.supersedes.as_deref(), Some("ZZ20230001"));
        assert_eq!((read_text.state.as_str(), read_text.construction.as_str()), ("Example", "Building"));
        assert_eq!(read_text.area.text, "Adams, Birch and Cedar Counties in Example.");
        assert_eq!(read_text.modifications.len(), 2);
        assert_eq!(uses.iter().filter(|u| **u == LineUse::LeftOut).count(), 1);
        assert_eq!(uses.last(), Some(&LineUse::LeftOut));
    }

    #[test]
    fn days_of_both_ages() {
        assert_eq!(day("08/05/2005"), NaiveDate::from_ymd_opt(2005, 8, 5));
        assert_eq!(day("12/13/02"), NaiveDate::from_ymd_opt(2002, 12, 13));
        assert_eq!(day("13/01/2024"), None);
        assert_eq!(day("1/2/202"), None);
    }
}
