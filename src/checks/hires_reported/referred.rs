//! Referrals marked hired, looked for in the hiring log.

use super::new_worker::rows;
use super::{Seen, Told, View, Without, missing};
use crate::checks::readings::step;
use crate::domain::field::Field;
use crate::domain::finding::Subject;
use crate::domain::hiring::Referral;
use crate::domain::hiring_field::HiringField;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::Fact;

impl View<'_> {
    pub(super) fn referrals_hired(&self, seen: &Seen, told: &mut Told<'_>) {
        for (at, referral) in self.facts.hiring.referrals.iter().enumerate() {
            let binds = referral.contractor.is_none() || (self.facts.binds)(self.names.text(referral.contractor));
            if referral.hired.fact == Fact::Yes && binds && !seen.referrals.get(at).copied().unwrap_or(false) {
                self.referral_hired(referral, told);
            }
        }
    }

    fn referral_hired(&self, referral: &Referral, told: &mut Told<'_>) {
        let day = referral.hired.on.or(referral.referred_on);
        let log = self.facts.hiring.hiring_logs;
        let reported = self.hires.has(referral.person, self.firms.firm(referral.contractor));
        if !reported && log.tables == 0 {
            return told.without(Without::HiringLog, day);
        }
        let (outcome, title) = if reported {
            (Outcome::Met, "A referral marked hired is in the hiring log")
        } else if log.rows_held == 0 && self.hires.without_number == 0 && !referral.person.number.is_none() {
            (Outcome::NotMet, "A referral marked hired is not in the hiring log")
        } else {
            (Outcome::CannotTell, "A referral marked hired is not found in the hiring log")
        };
        let subject = Subject {
            project: referral.project,
            contractor: referral.contractor,
            worker: referral.person.key(),
            trade: if referral.classification.is_none() { referral.trade } else { referral.classification },
            level: referral.level,
            day,
            ..Subject::default()
        };
        let mut finding = self.ctx.finding(outcome, subject, day, title);
        finding.cells = self.worker_cells(referral.at);
        let hired = self.ctx.columns.cells_at(referral.at, &[Field::Hiring(HiringField::Hired)]);
        finding.cells.extend(&hired);
        let said = referral.hired.on.map_or_else(|| "yes".to_owned(), |d| d.to_string());
        finding.steps.push(step("the referral says hired", "", said, hired));
        if let Some(name) = self.names.given(referral.referred_by) {
            let cells = self.ctx.columns.cells_at(referral.at, &[Field::Hiring(HiringField::ReferredBy)]);
            finding.steps.push(step("referred by", "", name, cells));
        }
        if outcome == Outcome::CannotTell {
            let fact = if log.rows_held > 0 {
                format!("the {} of the hiring log that could not be read", rows(log.rows_held))
            } else {
                "the person's number, among the referrals and in the hiring log: a name may be written in two ways".to_owned()
            };
            finding.missing.push(missing(fact, ""));
        }
        if outcome != Outcome::Met {
            finding.fix = "Add the hire to the hiring log, or have the agency correct the referral.".into();
        }
        told.answer(finding, day);
    }
}
