//! Groups of people that shares count, and the dated lists they rest on.

use crate::domain::attribute::Attribute;
use crate::domain::lasting::lasting;
use crate::domain::outcome::Seen;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What the values of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// ZIP codes of five digits.
    Zip,
    /// Trades, as payrolls name them.
    Trade,
}

/// A list as it stood on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListVersion {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` where the source gives no end.
    pub until: Option<NaiveDate>,
    /// What stands in it; trades in lower case.
    pub values: BTreeSet<String>,
    /// Key of its citation.
    pub citation: String,
    /// How it was seen.
    pub seen: Seen,
}

/// A list that the law or the city publishes, by date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedList {
    /// Short name within the policy.
    pub id: String,
    /// What its values are.
    pub kind: ListKind,
    /// Its versions in order of their first day, never overlapping.
    pub versions: Vec<ListVersion>,
}

impl DatedList {
    /// Index of the version that holds on a day; `None` where no list is held.
    pub fn on(&self, day: NaiveDate) -> Option<usize> {
        let after = self.versions.partition_point(|v| v.from <= day);
        after.checked_sub(1).filter(|i| self.versions.get(*i).is_some_and(|v| v.until.is_none_or(|u| day <= u)))
    }
}

/// What must hold of a worker to belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Membership {
    /// An attribute.
    Has(Attribute),
    /// The ZIP code of residence stands in a list (by index).
    LivesIn(usize),
    /// The trade stands in a list (by index).
    TradeIn(usize),
    /// Everything of these; of none, everybody.
    All(Vec<Membership>),
    /// At least one of these.
    Any(Vec<Membership>),
}

/// A group of people that a policy counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    word: &'static str,
    words: &'static str,
    /// Who belongs.
    pub membership: Membership,
}

/// The word of the group of all workers.
pub const EVERYBODY: &str = "everybody";

impl Group {
    /// A group of a policy's own.
    pub fn new(word: &str, words: &str, membership: Membership) -> Self {
        Self { word: lasting(word), words: lasting(words), membership }
    }
    /// The people an attribute holds for.
    pub const fn of(attribute: Attribute) -> Self {
        Self { word: attribute.word(), words: attribute.words(), membership: Membership::Has(attribute) }
    }
    /// All workers: for shares that tell levels or trades apart and no people.
    pub const fn everybody() -> Self {
        Self { word: EVERYBODY, words: "Workers", membership: Membership::All(Vec::new()) }
    }
    /// The word used in files and output.
    pub const fn word(&self) -> &'static str {
        self.word
    }
    /// Whether the group is told by being a woman.
    pub fn asks_women(&self) -> bool {
        fn asks(membership: &Membership) -> bool {
            match membership {
                Membership::Has(attribute) => *attribute == Attribute::Woman,
                Membership::All(parts) | Membership::Any(parts) => parts.iter().any(asks),
                Membership::LivesIn(_) | Membership::TradeIn(_) => false,
            }
        }
        asks(&self.membership)
    }
    /// The people, as a sentence begins.
    pub const fn words(&self) -> &'static str {
        self.words
    }
}

/// The groups and lists of one policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Groups of its own, by word.
    pub own: BTreeMap<String, Group>,
    /// Its lists.
    pub lists: Vec<DatedList>,
}

impl Groups {
    /// The group of a word: one of the policy's own, else the people of an attribute, else everybody.
    pub fn find(&self, word: &str) -> Option<Group> {
        let built_in = || Attribute::from_word(word).map(Group::of);
        self.own.get(word).cloned().or_else(built_in).or_else(|| (word == EVERYBODY).then(Group::everybody))
    }

    /// Lets the lists of a day hold on every day.
    pub(super) fn freeze(&mut self, day: NaiveDate) {
        for list in &mut self.lists {
            list.versions = list.on(day).and_then(|at| list.versions.get(at).cloned()).into_iter().collect();
            for version in &mut list.versions {
                (version.from, version.until) = (NaiveDate::MIN, None);
            }
        }
    }

    /// Every word that names a group.
    pub fn words(&self) -> Vec<&str> {
        let built_in = Attribute::ALL.iter().map(|a| a.word()).chain([EVERYBODY]);
        self.own.keys().map(String::as_str).chain(built_in).collect()
    }
}
