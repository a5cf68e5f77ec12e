//! All hiring records of a run, and what of their tables could not be read.

use super::hiring::{HiringRecord, JobOrder, Record, RecordKind, Referral};
use super::names::Sym;

/// How many rows of one kind of table were there, beside those that became records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableCount {
    /// Tables of the kind among the files.
    pub tables: u32,
    /// Rows held by a Problem: what they say is not known, so nothing may be concluded from a record that is
    /// not there.
    pub rows_held: u64,
}

/// All hiring records of a run: in the order of the files, and of the rows in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiringFacts {
    /// Hires.
    pub hires: Vec<HiringRecord>,
    /// Hires the log names another project for: set aside and never counted, kept only so that such a worker is
    /// not taken for one who was not reported.
    pub hires_elsewhere: Vec<HiringRecord>,
    /// Job orders.
    pub job_orders: Vec<JobOrder>,
    /// Referrals.
    pub referrals: Vec<Referral>,
    /// Hiring logs given.
    pub hiring_logs: TableCount,
    /// Job-order logs given.
    pub job_order_logs: TableCount,
    /// Referral logs given.
    pub referral_logs: TableCount,
}

impl HiringFacts {
    /// Takes a record.
    pub fn take(&mut self, record: Record) {
        match record {
            Record::Hire(r) => self.hires.push(r),
            Record::JobOrder(r) => self.job_orders.push(r),
            Record::Referral(r) => self.referrals.push(r),
        }
    }

    /// The tables of a kind; `None` for payrolls.
    pub fn count_mut(&mut self, kind: RecordKind) -> Option<&mut TableCount> {
        match kind {
            RecordKind::Payroll => None,
            RecordKind::Hire => Some(&mut self.hiring_logs),
            RecordKind::JobOrder => Some(&mut self.job_order_logs),
            RecordKind::Referral => Some(&mut self.referral_logs),
        }
    }

    /// True if no hiring file was given.
    pub fn is_empty(&self) -> bool {
        self.hiring_logs.tables + self.job_order_logs.tables + self.referral_logs.tables == 0
    }

    /// The firms of all records, once for each record.
    pub fn firms(&self) -> impl Iterator<Item = Sym> {
        let hires = self.hires.iter().map(|h| h.contractor);
        hires.chain(self.job_orders.iter().map(|o| o.contractor)).chain(self.referrals.iter().map(|r| r.contractor))
    }

    /// Job orders of a number, in order. It walks all of them: index them to look up many.
    pub fn orders_of(&self, id: Sym) -> impl Iterator<Item = &JobOrder> {
        self.job_orders.iter().filter(move |o| !id.is_none() && o.id == id)
    }
}
