//! Reading one number with all that must stand beside it: unit, citation, how it was seen.

use super::groups::Groups;
use super::keys::Keys;
use super::policy::Figure;
use super::schedule::{Dated, Schedule};
use super::source_text::closest;
use super::words::{SEEN, SEEN_OR_CHOSEN};
use crate::domain::apprenticeship::Ratio;
use crate::domain::outcome::Seen;
use crate::domain::quantity::{MICROS, Quantity, Unit};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The citations a file may point to, which of them were used, and the figures read so far.
pub(super) struct Provenance {
    /// Keys, each with how its page was seen.
    pub(super) known: BTreeMap<String, Option<Seen>>,
    /// Figures in file order.
    pub(super) figures: RefCell<Vec<Figure>>,
    /// Groups and lists of the file.
    pub(super) groups: Groups,
}

/// What a figure belongs to.
#[derive(Clone, Copy)]
pub(super) struct Home<'a> {
    /// Citations and figures of the file.
    pub(super) provenance: &'a Provenance,
    /// Clause, or `None` for conditions of the whole policy.
    pub(super) clause: Option<&'a str>,
}

impl Home<'_> {
    /// The key of a citation that exists.
    pub(super) fn citation(self, keys: &Keys<'_>, key: &str) -> Option<String> {
        let text = keys.text(key, &format!("{key} = the key of a [citations.…] table"))?;
        self.known(keys, text)
    }

    /// A list of citations that exist, at least one.
    pub(super) fn citations(self, keys: &Keys<'_>) -> Vec<String> {
        const EXAMPLE: &str = "citations = [\"key\"], with the key of a [citations.…] table";
        if !keys.has("citations") {
            keys.source.error(&keys.span, "No citation: what it says rests on no source", format!("Write {EXAMPLE}"));
            return Vec::new();
        }
        keys.texts("citations", EXAMPLE).unwrap_or_default().into_iter().filter_map(|t| self.known(keys, t)).collect()
    }

    fn known(self, keys: &Keys<'_>, text: super::keys::Text) -> Option<String> {
        if self.provenance.known.contains_key(&text.text) {
            return Some(text.text);
        }
        let write = match closest(&text.text, self.provenance.known.keys().map(String::as_str)) {
            Some(near) => format!("Write \"{near}\""),
            None => format!("Add a table [citations.{}] with text, url, seen and seen_on", text.text),
        };
        keys.source.error(&text.span, format!("There is no citation \"{}\" in this file", text.text), write);
        None
    }

    /// Reads the number under `value_key` of a table, with its unit, citation and how it was seen, and
    /// notes it as a figure called `name`. In millionths.
    pub(super) fn number(self, keys: &Keys<'_>, name: &str, value_key: &str, unit: &'static str, dated: bool) -> Option<Read> {
        self.number_as(keys, name, value_key, unit, dated, micros)
    }

    /// The same, where the figure is not written as a plain number.
    fn number_as(
        self,
        keys: &Keys<'_>,
        name: &str,
        value_key: &str,
        unit: &'static str,
        dated: bool,
        read: fn(&str) -> Result<i64, String>,
    ) -> Option<Read> {
        let example = format!("{value_key} = \"{}\"", example_of(unit));
        let text = keys.amount_text(value_key, &example);
        // The key of a share names its own unit; every other figure says it.
        let unit_right = value_key == "share" || unit_is(keys, unit);
        let citation = self.citation(keys, "citation");
        // A tolerance is ours; everything else is law, and law is seen.
        let seen = if value_is_ours(name) { keys.word("seen", SEEN_OR_CHOSEN) } else { keys.word("seen", SEEN).map(Some) };
        let note = keys.optional_text("note", "note = \"a word on the figure\"").map(|t| t.text);
        let days = if dated { Some(keys.span_of_figure()) } else { None };
        let published = if dated && keys.has("published") { keys.date("published") } else { None };
        let text = text?;
        let micros = match read(&text.text) {
            Ok(micros) => micros,
            Err(write) => {
                let found = format!("`{value_key}` is \"{}\", which is no plain figure", text.text);
                keys.source.error(&text.span, found, write.replace("KEY", value_key));
                return None;
            }
        };
        let (citation, seen) = (citation?, seen?);
        if seen.is_none() && note.is_none() {
            keys.source.error(&keys.at("seen"), "A figure chosen here gives no reason", "Write note = \"why this figure was chosen\"");
        }
        if seen == Some(Seen::Official) && self.provenance.known.get(&citation).is_some_and(|s| *s == Some(Seen::Secondary)) {
            keys.source.error(
                &keys.at("seen"),
                format!("The figure is called official, its citation \"{citation}\" secondary"),
                "Cite the official page, or write seen = \"secondary\"",
            );
        }
        let (from, until) = match days {
            Some(days) => days?,
            None => (None, None),
        };
        if !unit_right {
            return None;
        }
        let line = keys.source.line(text.span.start);
        self.provenance.figures.borrow_mut().push(Figure {
            clause: self.clause.map(str::to_owned),
            name: name.to_owned(),
            value: text.text,
            unit,
            from,
            until,
            citation: citation.clone(),
            seen,
            note,
            published,
            line,
        });
        Some(Read { micros, citation, seen, from, until, published })
    }

    /// What a formula starts from: dollars, or dollars per hour.
    pub(super) fn start(self, keys: &Keys<'_>) -> Option<i64> {
        self.needs(keys, "start", "dollars per hour");
        let table = keys.table("start", &figure_example("start", "dollars per hour"))?;
        let dollars = table.optional_text("unit", "unit = \"dollars per hour\"").is_some_and(|t| t.text == "dollars");
        let read = self.number(&table, "start", "value", if dollars { "dollars" } else { "dollars per hour" }, false);
        table.finish();
        Some(read?.micros)
    }

    /// A number of a formula, which shares the citation of its table. In millionths.
    pub(super) fn part(self, keys: &Keys<'_>, key: &str, unit: &'static str, citation: &Option<String>, seen: Option<Seen>) -> Option<i64> {
        let text = keys.amount_text(key, &format!("{key} = \"1.16\""))?;
        match micros(&text.text) {
            Ok(value) => {
                let line = keys.source.line(text.span.start);
                self.provenance.figures.borrow_mut().push(Figure {
                    clause: self.clause.map(str::to_owned),
                    name: key.to_owned(),
                    value: text.text,
                    unit,
                    from: None,
                    until: None,
                    citation: citation.clone()?,
                    seen,
                    note: None,
                    published: None,
                    line,
                });
                Some(value)
            }
            Err(write) => {
                let found = format!("`{key}` is \"{}\", which is no plain figure", text.text);
                keys.source.error(&text.span, found, write.replace("KEY", key));
                None
            }
        }
    }

    /// A share that rests on the citation of the figure it belongs to. In millionths.
    pub(super) fn share_beside(self, keys: &Keys<'_>, name: &str, citation: &str, seen: Option<Seen>) -> Option<i64> {
        let text = keys.amount_text("share", "share = \"0.50\"")?;
        let micros = micros(&text.text).map_err(|write| {
            let found = format!("`share` is \"{}\", which is no plain figure", text.text);
            keys.source.error(&text.span, found, write.replace("KEY", "share"));
        });
        let figure = Figure {
            clause: self.clause.map(str::to_owned),
            name: name.to_owned(),
            value: text.text,
            unit: "share",
            from: None,
            until: None,
            citation: citation.to_owned(),
            seen,
            published: None,
            note: None,
            line: keys.source.line(text.span.start),
        };
        self.provenance.figures.borrow_mut().push(figure);
        micros.ok()
    }

    /// Says that a figure is missing.
    pub(super) fn needs(self, keys: &Keys<'_>, key: &str, unit: &'static str) {
        if !keys.has(key) {
            let write = format!("Write {}", figure_example(key, unit));
            keys.source.error(&keys.span, format!("The figure `{key}` is missing"), write);
        }
    }

    /// A table `{ value, unit, citation, seen }` under a key; it must be there if `needed`.
    pub(super) fn figure(self, keys: &Keys<'_>, key: &str, unit: &'static str, needed: bool) -> Option<Read> {
        if needed {
            self.needs(keys, key, unit);
        }
        let table = keys.table(key, &figure_example(key, unit))?;
        let read = self.number(&table, key, "value", unit, false);
        table.finish();
        read
    }

    /// A ratio such as `1:3` with its unit and citation.
    pub(super) fn ratio(self, keys: &Keys<'_>, key: &str, unit: &'static str) -> Option<Ratio> {
        let table = keys.table(key, &figure_example(key, unit))?;
        // Both numbers are below 65,536; they travel as one.
        let packed = |text: &str| match Ratio::parse(text) {
            Some(ratio) => Ok((i64::from(ratio.apprentices) << 32) | i64::from(ratio.journeyworkers)),
            None => Err("Write whole numbers: KEY = \"1:3\"".to_owned()),
        };
        let read = self.number_as(&table, key, "value", unit, false, packed);
        table.finish();
        let packed = read?.micros;
        Some(Ratio { apprentices: u32::try_from(packed >> 32).ok()?, journeyworkers: u32::try_from(packed & 0xffff_ffff).ok()? })
    }

    /// The dated rows under a key: `[[clause.rate]]`. Sorted; two rows for one day are an error.
    pub(super) fn schedule<U: Unit>(self, keys: &Keys<'_>, key: &str, unit: &'static str, needed: bool) -> Schedule<Quantity<U>> {
        let rows = keys.tables(key, &format!("[[clause.{key}]] tables with from, until, value, unit, citation and seen"));
        if needed && rows.is_empty() && !keys.has(key) {
            keys.source.error(
                &keys.span,
                format!("The clause holds no [[clause.{key}]]"),
                format!("Add [[clause.{key}]] with from, until, value, unit, citation and seen for each figure that was seen in a source"),
            );
        }
        let mut dated = Vec::new();
        for row in rows {
            let read = self.number(&row, key, "value", unit, true);
            let place = row.at("from");
            if let Some(Read { micros, citation, seen: Some(seen), from: Some(from), until, published }) = read {
                dated.push((Dated { from, until, value: Quantity::from_micros(micros), citation, seen, published }, place));
            }
            row.finish();
        }
        dated.sort_by_key(|(d, _)| d.from);
        for pair in dated.windows(2) {
            let [(earlier, _), (later, place)] = pair else { continue };
            if earlier.until.is_none_or(|last| last >= later.from) {
                keys.source.error(
                    place,
                    format!("Two figures of `{key}` hold on {}", later.from),
                    format!("End the earlier one, which begins {}, the day before: until = \"{}\"", earlier.from, day_before(later.from)),
                );
            }
        }
        Schedule(dated.into_iter().map(|(d, _)| d).collect())
    }
}

/// A number as read.
pub(super) struct Read {
    /// In millionths.
    pub(super) micros: i64,
    /// Key of its citation.
    pub(super) citation: String,
    /// How it was seen; `None` for a figure chosen here.
    pub(super) seen: Option<Seen>,
    /// First day, of a dated figure.
    pub(super) from: Option<NaiveDate>,
    /// Last day, of a dated figure.
    pub(super) until: Option<NaiveDate>,
    /// The day a dated figure became public.
    pub(super) published: Option<NaiveDate>,
}

/// True for a figure that no law gives.
pub(super) fn value_is_ours(name: &str) -> bool {
    matches!(name, "tolerance" | "work_within")
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

fn unit_is(keys: &Keys<'_>, unit: &'static str) -> bool {
    let Some(text) = keys.text("unit", &format!("unit = \"{unit}\"")) else { return false };
    if text.text != unit {
        keys.source.error(&text.span, format!("`unit` is \"{}\"; this figure is in {unit}", text.text), format!("Write unit = \"{unit}\""));
    }
    text.text == unit
}

fn figure_example(key: &str, unit: &str) -> String {
    format!("{key} = {{ value = \"{}\", unit = \"{unit}\", citation = \"key\", seen = \"official\" }}", example_of(unit))
}

fn example_of(unit: &str) -> &'static str {
    match unit {
        "dollars per hour" => "18.20",
        "hours" => "40",
        "share" => "0.51",
        "times the basic rate" => "1.5",
        "calendar days" => "7",
        "square feet" => "50000",
        "employees" => "25",
        "tiers" => "1",
        "rooms" => "50",
        "units" => "20",
        "hours per week" => "2",
        "percent of labor cost" | "percent of contract value" => "5",
        "dollars per day" => "300.00",
        "business days" => "10",
        "apprentices to journeyworkers" | "apprentice hours to journeyworker hours" => "1:3",
        "months" | "years" | "records" => "3",
        _ => "25000.00",
    }
}

/// Millionths of a plain figure: digits, then at most six decimals after a point. No sign, no currency,
/// no separators: what is written is what a reader of the law would type. The error is what to write,
/// `KEY` standing for the key.
fn micros(text: &str) -> Result<i64, String> {
    let bare: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    if text.ends_with('%') || text.contains("percent") {
        return Err("Write a share as a part of one: 51 percent is KEY = \"0.51\"".to_owned());
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if let Some((before, after)) = text.split_once(',')
        && (1..=2).contains(&after.len())
        && digits(before)
        && digits(after)
    {
        return Err(format!("Write a point before the decimals: KEY = \"{before}.{after}\""));
    }
    if whole.is_empty() || !digits(whole) || !digits(decimals) || (text.contains('.') && decimals.is_empty()) {
        return Err(match bare.is_empty() {
            true => "Write digits: KEY = \"18.20\"".to_owned(),
            false => format!("Write digits alone, with a point before the decimals: KEY = \"{bare}\""),
        });
    }
    if decimals.len() > 6 {
        return Err("Write at most six decimals".to_owned());
    }
    let whole: Option<i64> = whole.parse().ok().and_then(|n: i64| n.checked_mul(MICROS));
    let part: i64 = format!("{decimals:0<6}").parse().unwrap_or(0);
    whole.and_then(|n| n.checked_add(part)).ok_or_else(|| "Write a smaller figure; nothing in a rule is over nine trillion".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_figures_are_read_exactly_and_nothing_else_is() {
        assert_eq!(micros("18.20"), Ok(18_200_000));
        assert_eq!(micros("0.000001"), Ok(1));
        assert_eq!(micros("25000"), Ok(25_000_000_000));
        for odd in ["$18.20", "18,20", "1,000", "-1", "+1", "1e3", ".5", "5.", "51%", "", "0.0000001", "99999999999999"] {
            assert!(micros(odd).is_err(), "{odd}");
        }
        assert!(micros("$18.20").unwrap_err().contains("KEY = \"18.20\""));
    }
}
