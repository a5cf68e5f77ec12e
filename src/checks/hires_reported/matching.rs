//! Which rows speak of the same person and firm: by number or whole name, never by likeness.

use crate::domain::hiring::{HiringRecord, Person};
use crate::domain::names::{Names, Sym};
use crate::domain::wage_determination::classification_key;
use hashbrown::HashMap;

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

/// True unless both rows name a firm and the firms are two; letter case, blanks and punctuation do not make two.
pub(super) fn may_be_one_firm(a: Sym, b: Sym, names: &Names) -> bool {
    a.is_none() || b.is_none() || a == b || classification_key(names.text(a)) == classification_key(names.text(b))
}
