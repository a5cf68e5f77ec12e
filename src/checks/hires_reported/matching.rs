//! Which rows speak of the same person and firm: by number or whole name, never by likeness.

use crate::domain::hiring::{HiringRecord, Person, Referral};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::Fact;
use crate::domain::wage_determination::classification_key;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Hires by everything a person in them is known by.
pub(super) struct Hires<'v> {
    all: &'v [HiringRecord],
    by_key: HashMap<Sym, Vec<u32>, foldhash::fast::FixedState>,
    /// Hires that give no number.
    pub(super) without_number: u64,
}

impl<'v> Hires<'v> {
    pub(super) fn of(all: &'v [HiringRecord]) -> Self {
        let mut by_key: HashMap<Sym, Vec<u32>, foldhash::fast::FixedState> = HashMap::default();
        for (at, hire) in all.iter().enumerate() {
            for key in [hire.person.number, hire.person.name] {
                if !key.is_none() {
                    by_key.entry(key).or_default().push(at as u32);
                }
            }
        }
        let without_number = all.iter().filter(|h| h.person.number.is_none()).count() as u64;
        Self { all, by_key, without_number }
    }

    /// Hires of a payroll's worker, with their positions.
    pub(super) fn of_worker(&self, worker: Sym) -> impl Iterator<Item = (usize, &'v HiringRecord)> + '_ {
        let places = self.by_key.get(&worker).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(move |&at| Some((at as usize, self.all.get(at as usize)?))).filter(move |(_, h)| h.person.is(worker))
    }

    /// Hires of a person of another record.
    pub(super) fn of_person(&self, person: Person) -> impl Iterator<Item = &'v HiringRecord> + '_ {
        let keys = [person.number, person.name].into_iter().filter(|k| !k.is_none());
        keys.flat_map(|key| self.of_worker(key)).map(|(_, hire)| hire).filter(move |h| h.person.same_as(person))
    }
}

/// Referrals marked hired, by everything a person in them is known by.
pub(super) struct HiredReferrals<'v> {
    all: &'v [Referral],
    by_key: HashMap<Sym, Vec<u32>, foldhash::fast::FixedState>,
}

impl<'v> HiredReferrals<'v> {
    pub(super) fn of(all: &'v [Referral]) -> Self {
        let mut by_key: HashMap<Sym, Vec<u32>, foldhash::fast::FixedState> = HashMap::default();
        for (at, referral) in all.iter().enumerate().filter(|(_, r)| r.hired.fact == Fact::Yes) {
            for key in [referral.person.number, referral.person.name] {
                if !key.is_none() {
                    by_key.entry(key).or_default().push(at as u32);
                }
            }
        }
        Self { all, by_key }
    }

    /// Referrals of a payroll's worker, with their positions.
    pub(super) fn of_worker(&self, worker: Sym) -> impl Iterator<Item = (usize, &'v Referral)> + '_ {
        let places = self.by_key.get(&worker).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(move |&at| Some((at as usize, self.all.get(at as usize)?)))
    }
}

/// Firms by name; letter case, blanks and punctuation do not make two of one.
pub(super) struct Firms {
    ids: HashMap<Sym, u32, foldhash::fast::FixedState>,
}

impl Firms {
    pub(super) fn of(all: impl Iterator<Item = Sym>, names: &Names) -> Self {
        let mut ids: HashMap<Sym, u32, foldhash::fast::FixedState> = HashMap::default();
        let mut by_key: BTreeMap<String, u32> = BTreeMap::new();
        for firm in all {
            ids.entry(firm).or_insert_with(|| {
                let next = by_key.len() as u32;
                *by_key.entry(classification_key(names.text(firm))).or_insert(next)
            });
        }
        Self { ids }
    }

    /// True unless both rows name a firm and the firms are two.
    pub(super) fn may_be_one(&self, a: Sym, b: Sym) -> bool {
        a.is_none() || b.is_none() || a == b || self.ids.get(&a).is_some_and(|id| self.ids.get(&b) == Some(id))
    }
}
