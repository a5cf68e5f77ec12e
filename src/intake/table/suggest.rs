//! Headings that are nearly known. They are only suggested, never used.

use super::LayoutName;
use super::heading::key;
use super::lexicon;
use crate::domain::field::Field;

/// The field of the known heading closest to a text, if it is close: one letter in four may differ.
pub(crate) fn field(layout: LayoutName, heading: &str) -> Option<Field> {
    let wanted = key(heading);
    let length = wanted.chars().count();
    if !(4..=60).contains(&length) {
        return None;
    }
    let mut best: Option<(usize, Field)> = None;
    for (known, entry) in lexicon::all_keys(layout) {
        if known.len() < 4 || known.len().abs_diff(wanted.len()) > length / 4 || entry.field == Field::Ignored {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, known);
        if distance <= length / 4 && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, entry.field));
        }
    }
    best.map(|(_, field)| field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_suggested_and_another_word_is_not() {
        assert_eq!(field(LayoutName::FlatPayroll, "Clasification"), Some(Field::Classification));
        assert_eq!(field(LayoutName::FlatPayroll, "Wek Endng"), Some(Field::WeekEnding));
        assert_eq!(field(LayoutName::FlatPayroll, "Shoe size"), None);
    }
}
