//! Every heading of every layout, by key.

use super::LayoutName;
use super::heading::key;
use crate::domain::field::Field;
use crate::intake::layout::{self, Layout, days, vocabulary};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a heading is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The field.
    pub field: Field,
    /// A heading of the layout itself, or the field's own name.
    pub exact: bool,
    /// It gives way to another heading of the same field.
    pub gives_way: bool,
    /// How strongly it speaks for its layout.
    pub weight: u32,
}

/// The headings of one layout.
#[derive(Debug)]
struct Own {
    name: LayoutName,
    entries: BTreeMap<String, Entry>,
}

static OWN: LazyLock<Vec<Own>> = LazyLock::new(|| layout::ALL.iter().map(|l| own(l)).collect());
static SHARED: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(shared);

fn own(layout: &Layout) -> Own {
    let entry = |field| Entry { field, exact: true, gives_way: false, weight: 2 };
    let mut entries = BTreeMap::new();
    for &(field, headings) in layout.aliases {
        entries.extend(vocabulary::headings(headings).map(|h| (key(h), Entry { exact: false, ..entry(field) })));
    }
    entries.extend(layout.own.iter().map(|&(heading, field)| (key(heading), entry(field))));
    Own { name: layout.name, entries }
}

fn shared() -> BTreeMap<String, Entry> {
    let mut all = BTreeMap::new();
    let weight = |field| u32::from(field != Field::Ignored);
    for (k, field) in days::keys() {
        all.insert(k, Entry { field, exact: false, gives_way: false, weight: 1 });
    }
    for (aliases, gives_way) in [(vocabulary::ALIASES, false), (vocabulary::GIVES_WAY, true)] {
        for &(field, headings) in aliases {
            for heading in vocabulary::headings(headings) {
                all.insert(key(heading), Entry { field, exact: false, gives_way, weight: weight(field) });
            }
        }
    }
    // Fields of hiring files are headings in those layouts alone: a hire date on a payroll is not used.
    for field in Field::every().into_iter().filter(|f| !matches!(f, Field::Hiring(_))) {
        all.insert(key(&field.name()), Entry { field, exact: true, gives_way: false, weight: weight(field) });
    }
    all
}

/// The meaning of a heading key in a layout.
pub(super) fn look_up(layout: LayoutName, key: &str) -> Option<Entry> {
    OWN.iter().find(|o| o.name == layout).and_then(|o| o.entries.get(key)).or_else(|| SHARED.get(key)).copied()
}

/// True if any layout knows the key.
pub(super) fn known(key: &str) -> bool {
    SHARED.contains_key(key) || OWN.iter().any(|o| o.entries.contains_key(key))
}

/// Every key of a layout and of the shared vocabulary, in a fixed order.
pub(super) fn all_keys(layout: LayoutName) -> impl Iterator<Item = (&'static str, Entry)> {
    let own = OWN.iter().filter(move |o| o.name == layout).flat_map(|o| o.entries.iter());
    own.chain(SHARED.iter()).map(|(k, e)| (k.as_str(), *e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_stands_for_two_fields_of_the_shared_vocabulary() {
        let mut seen: BTreeMap<String, Field> = BTreeMap::new();
        for &(field, headings) in vocabulary::ALIASES.iter().chain(vocabulary::GIVES_WAY) {
            for heading in vocabulary::headings(headings) {
                let other = seen.insert(key(heading), field);
                assert!(other.is_none_or(|o| o == field), "{heading} stands for {other:?} and {field:?}");
            }
        }
        for (k, field) in days::keys() {
            assert!(seen.get(&k).is_none_or(|&o| o == field), "{k}");
        }
    }

    #[test]
    fn a_fields_own_name_is_a_heading_for_it() {
        for field in Field::every().into_iter().filter(|f| !matches!(f, Field::Hiring(_))) {
            let entry = look_up(LayoutName::FlatPayroll, &key(&field.name())).unwrap();
            assert_eq!(entry.field, field, "{}", field.name());
        }
    }

    #[test]
    fn a_hiring_fields_own_name_is_a_heading_in_some_hiring_layout_and_on_no_payroll() {
        for field in Field::every().into_iter().filter(|f| matches!(f, Field::Hiring(_))) {
            let name = key(&field.name());
            let hiring = [LayoutName::HiringLog, LayoutName::JobOrders, LayoutName::Referrals];
            assert!(hiring.iter().any(|l| look_up(*l, &name).is_some_and(|e| e.field == field)), "{}", field.name());
            assert_eq!(look_up(LayoutName::FlatPayroll, &name), None, "{}", field.name());
        }
    }

    #[test]
    fn no_heading_of_a_hiring_layout_stands_for_two_fields() {
        for layout in layout::ALL {
            let mut seen: BTreeMap<String, Field> = BTreeMap::new();
            let aliases = layout.aliases.iter().flat_map(|&(field, list)| vocabulary::headings(list).map(move |h| (h, field)));
            for (heading, field) in aliases.chain(layout.own.iter().copied().filter(|_| !layout.aliases.is_empty())) {
                let other = seen.insert(key(heading), field);
                assert!(other.is_none_or(|o| o == field), "{}: {heading} stands for {other:?} and {field:?}", layout.title);
            }
        }
    }
}
