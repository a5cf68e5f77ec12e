//! From a classification as a payroll writes it to the class of the wage determination.
//!
//! Only the full name decides, letter case, blanks and punctuation aside: `Power equipment operator, Group 1`
//! is `POWER EQUIPMENT OPERATOR: GROUP 1`. A part of a name (`Group 1`, `Carpenter` for `CARPENTER (Form work)`)
//! finds the classes it may mean, so that a person can be asked; it never finds a rate.

use crate::domain::wage_determination::classification_key;
use std::collections::BTreeMap;

/// What a name finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named<'n> {
    /// The class of this full name.
    Class(usize),
    /// A part of the names of these classes.
    Part(&'n [usize]),
    /// Nothing.
    Nothing,
}

/// The names of all classes.
#[derive(Clone, Debug, Default)]
pub struct ClassNames {
    /// By [`classification_key`].
    full: BTreeMap<String, usize>,
    parts: BTreeMap<String, Vec<usize>>,
}

impl ClassNames {
    /// Adds a class by its published name.
    pub fn add(&mut self, name: &str, index: usize) {
        self.full.insert(classification_key(name), index);
        for part in parts(name) {
            let known = self.parts.entry(part).or_default();
            if known.last() != Some(&index) {
                known.push(index);
            }
        }
    }

    /// Looks a name up.
    pub fn find(&self, text: &str) -> Named<'_> {
        let key = classification_key(text);
        match (self.full.get(&key), self.parts.get(&key)) {
            (Some(&class), _) => Named::Class(class),
            (None, Some(classes)) => Named::Part(classes),
            (None, None) => Named::Nothing,
        }
    }
}

/// The keys of the parts of a name: headings over it, its own end, each with and without brackets.
fn parts(name: &str) -> Vec<String> {
    let segments: Vec<&str> = name.split(": ").collect();
    let mut texts: Vec<String> = vec![without_brackets(name)];
    for (at, _) in segments.iter().enumerate() {
        let (over, own) = segments.split_at(at);
        for text in [over.join(": "), own.join(": ")] {
            texts.push(without_brackets(&text));
            texts.push(text);
        }
    }
    let full = classification_key(name);
    let mut keys: Vec<String> = texts.iter().map(|t| classification_key(t)).filter(|k| !k.is_empty() && *k != full).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = text.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_full_name_finds_a_class() {
        let mut names = ClassNames::default();
        names.add("POWER EQUIPMENT OPERATOR: GROUP 1", 0);
        names.add("LABORER: GROUP 1", 1);
        names.add("CARPENTER (Includes form work)", 2);
        names.add("LABORER", 3);
        assert_eq!(names.find("Power Equipment Operator - Group 1"), Named::Class(0));
        assert_eq!(names.find("laborer group 1"), Named::Class(1));
        assert_eq!(names.find("Laborer"), Named::Class(3));
        assert_eq!(names.find("Group 1"), Named::Part(&[0, 1]));
        assert_eq!(names.find("Power equipment operator"), Named::Part(&[0]));
        assert_eq!(names.find("Carpenter"), Named::Part(&[2]));
        assert_eq!(names.find("Carpenters"), Named::Nothing);
        assert_eq!(names.find("Group"), Named::Nothing);
    }
}
