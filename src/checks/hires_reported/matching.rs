//! Which rows speak of the same person and firm: by number or whole name, never by likeness.
//!
//! Everything is looked up by person and firm together, so that a file that names one person in every row takes
//! no longer than another.

use crate::checks::work_history::{Employment, WorkHistory};
use crate::domain::hiring::{HiringRecord, Person, Referral};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::Fact;
use crate::domain::wage_determination::classification_key;
use hashbrown::HashMap;
use std::collections::BTreeMap;

type Fixed = foldhash::fast::FixedState;

/// A firm by name; letter case, blanks and punctuation do not make two of one. 0 is no firm named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Firm(u32);

/// All firms of a run.
pub(super) struct Firms(HashMap<Sym, Firm, Fixed>);

impl Firms {
    pub(super) fn of(all: impl Iterator<Item = Sym>, names: &Names) -> Self {
        let mut firms: HashMap<Sym, Firm, Fixed> = HashMap::default();
        let mut by_key: BTreeMap<String, u32> = BTreeMap::new();
        for name in all.filter(|n| !n.is_none()) {
            firms.entry(name).or_insert_with(|| {
                let next = by_key.len() as u32 + 1;
                Firm(*by_key.entry(classification_key(names.text(name))).or_insert(next))
            });
        }
        Self(firms)
    }

    pub(super) fn firm(&self, name: Sym) -> Firm {
        self.0.get(&name).copied().unwrap_or_default()
    }
}

/// Positions of rows by what a person in them is known by, and by firm.
#[derive(Default)]
struct Index {
    of_person: HashMap<Sym, Vec<u32>, Fixed>,
    of_both: HashMap<(Sym, Firm), Vec<u32>, Fixed>,
}

impl Index {
    fn add(&mut self, person: Person, firm: Firm, at: usize) {
        let name = person.name;
        let keys = [person.number, if name == person.number { Sym::NONE } else { name }];
        for key in keys.into_iter().filter(|k| !k.is_none()) {
            self.of_person.entry(key).or_default().push(at as u32);
            self.of_both.entry((key, firm)).or_default().push(at as u32);
        }
    }

    /// Rows of a person that may be of a firm: those of the firm and those that name none; all of the person's where
    /// no firm is asked for.
    fn may_be(&self, person: Sym, firm: Firm) -> impl Iterator<Item = usize> + '_ {
        let (mine, unnamed) = if firm == Firm::default() {
            (self.of_person.get(&person), None)
        } else {
            (self.of_both.get(&(person, firm)), self.of_both.get(&(person, Firm::default())))
        };
        [mine, unnamed].into_iter().flatten().flatten().map(|&at| at as usize)
    }
}

/// Hires by person and firm.
pub(super) struct Hires<'v> {
    all: &'v [HiringRecord],
    index: Index,
    /// Hires that give no number.
    pub(super) without_number: u64,
}

impl<'v> Hires<'v> {
    pub(super) fn of(all: &'v [HiringRecord], firms: &Firms) -> Self {
        let mut index = Index::default();
        for (at, hire) in all.iter().enumerate() {
            index.add(hire.person, firms.firm(hire.contractor), at);
        }
        let without_number = all.iter().filter(|h| h.person.number.is_none()).count() as u64;
        Self { all, index, without_number }
    }

    /// Hires of a payroll's worker that may be by a firm, with their positions.
    pub(super) fn of_worker(&self, worker: Sym, firm: Firm) -> impl Iterator<Item = (usize, &'v HiringRecord)> + '_ {
        self.index.may_be(worker, firm).filter_map(|at| Some((at, self.all.get(at)?)))
    }

    /// Some hire of a worker, by whichever firm.
    pub(super) fn any_of(&self, worker: Sym) -> Option<&'v HiringRecord> {
        self.of_worker(worker, Firm::default()).next().map(|(_, hire)| hire)
    }

    /// True if a person of another record is among the hires that may be by a firm.
    pub(super) fn has(&self, person: Person, firm: Firm) -> bool {
        let keys = [person.number, person.name].into_iter().filter(|k| !k.is_none());
        keys.flat_map(|key| self.of_worker(key, firm)).any(|(_, hire)| hire.person.same_as(person))
    }
}

/// Referrals marked hired, by person and firm.
pub(super) struct HiredReferrals<'v> {
    all: &'v [Referral],
    index: Index,
}

impl<'v> HiredReferrals<'v> {
    pub(super) fn of(all: &'v [Referral], firms: &Firms) -> Self {
        let mut index = Index::default();
        for (at, referral) in all.iter().enumerate().filter(|(_, r)| r.hired.fact == Fact::Yes) {
            index.add(referral.person, firms.firm(referral.contractor), at);
        }
        Self { all, index }
    }

    /// A referral of a payroll's worker that may be to a firm, with its position.
    pub(super) fn of_worker(&self, worker: Sym, firm: Firm) -> Option<(usize, &'v Referral)> {
        self.index.may_be(worker, firm).find_map(|at| Some((at, self.all.get(at)?)))
    }
}

/// What workers did, by worker and firm.
pub(super) struct AtWork<'v> {
    work: &'v WorkHistory,
    index: Index,
}

impl<'v> AtWork<'v> {
    pub(super) fn of(work: &'v WorkHistory, firms: &Firms) -> Self {
        let mut index = Index::default();
        for (at, employment) in work.employments().iter().enumerate() {
            let person = Person { number: employment.worker, name: Sym::NONE };
            index.add(person, firms.firm(employment.contractor), at);
        }
        Self { work, index }
    }

    /// What a person did, for a firm that may be the one asked for.
    pub(super) fn of_person(&self, person: Person, firm: Firm) -> impl Iterator<Item = &'v Employment> + '_ {
        let keys = [person.number, person.name].into_iter().filter(|k| !k.is_none());
        keys.flat_map(move |key| self.index.may_be(key, firm)).filter_map(|at| self.work.employments().get(at))
    }
}
