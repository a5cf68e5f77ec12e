//! Which cells are judged together: those of one project, employer, trade, level and period, as far as the rule keeps
//! them apart, and beside them the cells that may belong and do not say so.

use super::cells::{Cell, Key, Period};
use crate::checks::row_ranges::RowRanges;
use crate::domain::names::{Names, Sym};
use chrono::NaiveDate;
use hashbrown::HashMap;

/// What is kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Each employer.
    pub contractor: bool,
    /// Each trade.
    pub trade: bool,
    /// Each level.
    pub level: bool,
}

/// Cells judged together.
#[derive(Clone, Debug)]
pub struct Final {
    /// What they have in common.
    pub key: Key,
    /// Cells by index; true where they belong for certain.
    pub cells: Vec<(usize, bool)>,
}

impl Final {
    /// The last week among those that belong for certain, and their rows.
    pub fn seen(&self, cells: &[(Key, Cell)]) -> (Option<NaiveDate>, RowRanges) {
        let mut sure = self.cells.iter().filter(|(_, sure)| *sure).filter_map(|(at, _)| cells.get(*at));
        let Some((_, first)) = sure.next() else { return (None, RowRanges::default()) };
        sure.fold((first.latest, first.rows.clone()), |(latest, mut rows), (_, cell)| {
            rows.join(&cell.rows);
            (latest.max(cell.latest), rows)
        })
    }
}

/// Puts cells together, in the order in which they are said: by project, employer, period, trade and level, unknown
/// levels last.
pub fn finals(cells: &[(Key, Cell)], apart: Apart, names: &Names) -> Vec<Final> {
    let shared = |key: &Key| Key {
        contractor: if apart.contractor { key.contractor } else { Sym::NONE },
        trade: if apart.trade { key.trade } else { Sym::NONE },
        level: None,
        period: Period::All,
        ..*key
    };
    let mut places: HashMap<Key, Vec<usize>, foldhash::fast::FixedState> = HashMap::default();
    for (at, (key, _)) in cells.iter().enumerate() {
        places.entry(shared(key)).or_default().push(at);
    }
    let mut all: Vec<Final> = Vec::new();
    for (common, members) in &places {
        let mut keys: Vec<Key> = Vec::new();
        for key in members.iter().filter_map(|at| cells.get(*at)).map(|(key, _)| key) {
            let level = if apart.level { key.level } else { None };
            let periods = match key.period {
                Period::AroundNewYear(year) => vec![Period::Year(year - 1), Period::Year(year)],
                other => vec![other],
            };
            for period in periods {
                let key = Key { level, period, ..*common };
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        all.extend(keys.into_iter().map(|key| {
            let belongs = |at: &usize| cells.get(*at).and_then(|(of, _)| belongs(of, &key, apart)).map(|sure| (*at, sure));
            Final { key, cells: members.iter().filter_map(belongs).collect() }
        }));
    }
    all.sort_by_cached_key(|f| {
        let text = |sym: Sym| names.text(sym).to_owned();
        let first = f.cells.first().map_or(usize::MAX, |(at, _)| *at);
        let key = f.key;
        (text(key.project), text(key.contractor), key.period, text(key.trade), key.level.is_none(), key.level, first)
    });
    all
}

/// Whether a cell belongs: for certain, perhaps, or (`None`) not.
fn belongs(cell: &Key, key: &Key, apart: Apart) -> Option<bool> {
    let level = match (cell.level, key.level) {
        _ if !apart.level => true,
        (a, b) if a == b => true,
        (None, Some(_)) => false,
        _ => return None,
    };
    let period = match (cell.period, key.period) {
        (a, b) if a == b => true,
        (Period::AroundNewYear(year), Period::Year(of)) if of == year || of == year - 1 => false,
        (Period::Unknown, _) => false,
        _ => return None,
    };
    Some(level && period)
}
