//! `hires-reported`.

use crate::rules::condition_form::whole;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// Which workers new on a payroll a rule wants in the hiring log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Everybody new on the payroll: new hires, transfers, promotions, rehires, recalled workers.
    NewWorkers,
    /// New hires alone: whoever came from other work of the contractor need not be there.
    NewHires,
}

/// Figures of `hires-reported`.
#[derive(Clone, Copy, Debug)]
pub struct HiresReported {
    /// Who must be in the hiring log.
    pub reported: Reported,
    /// Calendar days after the first day of work reported (the day of the hire, where no first day is given)
    /// within which hours should show on a payroll.
    pub work_within_days: u32,
}

/// Who of the workers new on a payroll must be in the hiring log.
pub(in crate::rules) const REPORTED: Words<Reported> = &[("new-workers", Reported::NewWorkers), ("new-hires", Reported::NewHires)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<HiresReported> {
    let reported = keys.word("reported", REPORTED);
    home.needs(keys, "work_within", "calendar days");
    let work_within_days = whole(home, keys, "work_within", "calendar days");
    Some(HiresReported { reported: reported?, work_within_days: work_within_days? })
}
