//! `payroll-filed`.

use crate::rules::condition_form::whole;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;

/// Figures of `payroll-filed`.
#[derive(Clone, Debug)]
pub struct PayrollFiled {
    /// Calendar days after the pay date.
    pub within_days: u32,
}

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<PayrollFiled> {
    home.needs(keys, "within", "calendar days");
    Some(PayrollFiled { within_days: whole(home, keys, "within", "calendar days")? })
}
