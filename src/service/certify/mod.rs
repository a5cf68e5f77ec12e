//! Signing a week: what the person is shown before it, what must be so, and what it freezes.
//!
//! Problems stop a signature, and so does a finding of a rule whose agency chose `block`. Every other finding needs an
//! answer where its rule says so, and stops nothing: a firm must be able to file a payroll that shows underpayment.

mod conditions;
mod mails;
mod review;
mod sign;
mod totals;
mod wording;

pub use conditions::{Stopper, must_be_seen};
pub use review::{Review, review, why_not};
pub use sign::{Signed, Signing, check, sign};
pub(in crate::service) use totals::of as week_totals;
pub use totals::{Total, WeekTotals};
pub use wording::{Fringe, receipt_number};
pub(in crate::service) use wording::{no_work_digest, week_words};
