//! Rows of hiring files: the same cells and the same care as on a payroll, and a record at the end.
//!
//! What a hiring row shares with a payroll line (worker, firm, project, classification, residence,
//! self-identification) is read by the payroll's own reading of that cell.

use super::figures::Number;
use super::row::RowBuffer;
use super::{Event, LineBatch, LineReader};
use crate::domain::field::Field;
use crate::domain::hiring::{Happened, HiringRecord, HowFilled, JobOrder, Person, Record, RecordKind, Referral};
use crate::domain::hiring_field::HiringField;
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::{Fact, Level};
use crate::domain::problem::NotChecked;
use crate::domain::quantity::{DollarPerHourUnit, Given, MICROS, Rate};
use crate::domain::run::WhyNotUsed;
use crate::domain::vocabulary;
use crate::intake::batch::{CellKind, NumberFormat, RawCell};
use chrono::NaiveDate;

/// The highest hourly wage read; above it a figure is a salary of a longer time.
const MOST_WAGE: i64 = 1_000 * MICROS;
/// The most openings of one order.
const MOST_OPENINGS: i64 = 100_000;

/// The readings of one row that no payroll has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HiringRow {
    job_order: Sym,
    hired_on: Option<NaiveDate>,
    how_filled: Option<HowFilled>,
    wage: Given<DollarPerHourUnit>,
    city: Sym,
    referred_by: Sym,
    referred_on: Option<NaiveDate>,
    posted_on: Option<NaiveDate>,
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    end_reason: Sym,
    openings: Option<u32>,
    advertised_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    filled_on: Option<NaiveDate>,
    interviewed: Happened,
    offered: Happened,
    hired: Happened,
    reason_not_hired: Sym,
}

impl LineReader<'_> {
    /// One cell of a hiring file.
    pub(super) fn hiring_cell(&mut self, field: HiringField, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) {
        match field {
            HiringField::JobOrder => self.hiring.job_order = self.order_number(cell, text, row, names, out),
            HiringField::ResidenceCity => self.hiring.city = self.keep(cell, text, row, names, out),
            HiringField::ReferredBy => self.hiring.referred_by = self.keep(cell, text, row, names, out),
            HiringField::EndReason => self.hiring.end_reason = self.keep(cell, text, row, names, out),
            HiringField::ReasonNotHired => self.hiring.reason_not_hired = self.keep(cell, text, row, names, out),
            HiringField::HireDate => self.hiring.hired_on = self.day(cell, text, row, out),
            HiringField::ReferredOn => self.hiring.referred_on = self.day(cell, text, row, out),
            HiringField::PostedOn => self.hiring.posted_on = self.day(cell, text, row, out),
            HiringField::StartDate => self.hiring.started_on = self.day(cell, text, row, out),
            HiringField::EndDate => self.hiring.ended_on = self.day(cell, text, row, out),
            HiringField::AdvertisedOn => self.hiring.advertised_on = self.day(cell, text, row, out),
            HiringField::ClosedOn => self.hiring.closed_on = self.day(cell, text, row, out),
            HiringField::FilledOn => self.hiring.filled_on = self.day(cell, text, row, out),
            HiringField::HowFilled => self.how_filled(cell, text, row, out),
            HiringField::WageOffered => self.wage(cell, text, row, out),
            HiringField::Openings => self.openings(cell, text, row, out),
            HiringField::Interviewed => self.hiring.interviewed = self.result(self.hiring.interviewed, cell, text, row, out),
            HiringField::Offered => self.hiring.offered = self.result(self.hiring.offered, cell, text, row, out),
            HiringField::Hired => self.hiring.hired = self.result(self.hiring.hired, cell, text, row, out),
        }
    }

    /// An order's number, which a sheet may hold as a number: `1012.0` is `1012`.
    fn order_number(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        match super::worker::whole_number(cell, text) {
            Some(whole) => names.intern(&whole),
            None => self.keep(cell, text, row, names, out),
        }
    }

    /// A day, or what people write where there is none yet: both leave the day unknown.
    fn day(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> Option<NaiveDate> {
        if cell.kind == CellKind::Text && says_none(text) {
            return None;
        }
        self.date(cell, text, row, NotChecked::Cell, out)
    }

    fn how_filled(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if says_none(text) {
            return;
        }
        self.hiring.how_filled = vocabulary::how_filled(text);
        if self.hiring.how_filled.is_none() {
            let expected = "new hire, transfer, promotion, rehire or recalled";
            self.hold("hiring.how_filled_not_known", cell, text, row, expected, NotChecked::Cell, out);
        }
    }

    fn wage(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if cell.kind == CellKind::Text && says_none(text) {
            return;
        }
        let code = match self.number(cell, text, row, out) {
            Number::Absent => return,
            Number::Of { .. } if matches!(cell.format, NumberFormat::Date | NumberFormat::Time) => "cell.type",
            Number::Of { micros, .. } if micros < 0 => "rate.negative",
            Number::Of { micros, .. } if micros > MOST_WAGE => "hiring.wage_not_hourly",
            Number::Of { exact: false, .. } => "rate.precision",
            Number::Of { micros, .. } => {
                self.hiring.wage = Given::of(Rate::from_micros(micros));
                return;
            }
            Number::Bad(code) => code,
        };
        self.hold(code, cell, text, row, "dollars per hour with a decimal point", NotChecked::Cell, out);
    }

    fn openings(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if cell.kind == CellKind::Text && says_none(text) {
            return;
        }
        let plain = !matches!(cell.format, NumberFormat::Date | NumberFormat::Time);
        let count = match self.number(cell, text, row, out) {
            Number::Absent => return,
            Number::Of { micros, exact: true } if plain && micros % MICROS == 0 => {
                u32::try_from(micros / MICROS).ok().filter(|n| (1..=MOST_OPENINGS).contains(&i64::from(*n)))
            }
            _ => None,
        };
        self.hiring.openings = count;
        if count.is_none() {
            self.hold("hiring.openings_not_a_number", cell, text, row, "a whole number of openings", NotChecked::Cell, out);
        }
    }

    /// A result: yes or no, or its day, which means yes. Where two columns disagree it is not known.
    fn result(&mut self, before: Happened, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> Happened {
        if cell.kind == CellKind::Text && says_none(text) {
            return before;
        }
        let word = match cell.kind {
            CellKind::Number if text.trim().len() > 1 => None,
            _ => vocabulary::done(text),
        };
        let new = match word {
            Some(fact) => Happened { fact, on: None },
            None if is_no_day(cell, text) => {
                self.hold("hiring.result_not_known", cell, text, row, "Y, N or a date such as 2026-03-15", NotChecked::Cell, out);
                return before;
            }
            None => match self.date(cell, text, row, NotChecked::Cell, out) {
                Some(day) => Happened { fact: Fact::Yes, on: Some(day) },
                None => return before,
            },
        };
        match (before, new) {
            (Happened { fact: Fact::Unknown, .. }, new) => new,
            (before, Happened { fact: Fact::Unknown, .. }) => before,
            (before, new) if before.fact == new.fact && (before.on.is_none() || new.on.is_none() || before.on == new.on) => {
                Happened { fact: before.fact, on: before.on.or(new.on) }
            }
            _ => {
                let expected = "the same result in both columns";
                self.hold("hiring.result_contradicts", cell, text, row, expected, NotChecked::Cell, out);
                Happened::default()
            }
        }
    }

    /// Finishes a row of a hiring file.
    pub(super) fn finish_record(&mut self, names: &mut Names, out: &mut LineBatch) {
        let spare = self.spare.take().unwrap_or_default();
        let mut buffer = std::mem::replace(&mut self.buffer, spare);
        self.complete_record(&mut buffer, names, out);
        self.spare = Some(std::mem::replace(&mut self.buffer, buffer));
    }

    fn complete_record(&mut self, buffer: &mut RowBuffer, names: &mut Names, out: &mut LineBatch) {
        self.who(buffer, names);
        let person = Person { number: buffer.id, name: Self::name_key(buffer, names) };
        if buffer.line.level.is_none() && buffer.apprentice_id {
            buffer.line.level = Some(Level::Apprentice);
        }
        if buffer.line.person_of_color == Fact::Unknown {
            buffer.line.person_of_color = self.color(buffer.line.race, buffer.ethnicity, names);
        }
        let row = buffer.line.at.row;
        if !buffer.held {
            let nobody = self.map.records != RecordKind::JobOrder && person.is_none();
            let (line, order) = (&buffer.line, self.hiring.job_order);
            let nothing = order.is_none() && line.classification.is_none() && line.trade.is_none();
            if nobody {
                let wanted = [Field::WorkerId, Field::WorkerName, Field::LastName];
                let field = wanted.into_iter().find(|f| self.map.fields.contains(&Some(*f))).unwrap_or(Field::WorkerId);
                buffer.held = true;
                self.at_field("hiring.no_person", field, row, "the person's number or name", String::new(), out);
            } else if self.map.records == RecordKind::JobOrder && nothing {
                let field = Field::Hiring(HiringField::JobOrder);
                buffer.held = true;
                self.at_field("hiring.no_opening", field, row, "the number of the job order or the job title", String::new(), out);
            }
        }
        if buffer.held {
            out.events.push((row, Event::NotUsed(WhyNotUsed::Problem)));
        } else {
            out.records.extend(record(self.map.records, buffer, &self.hiring, person));
        }
    }
}

/// What people write in a cell of a day or result that is not known, or not yet.
fn says_none(text: &str) -> bool {
    let folded = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}').to_lowercase();
    const NONE: &[&str] = &[
        "",
        "-",
        "–",
        "—",
        "?",
        "n/a",
        "na",
        "tbd",
        "pending",
        "unknown",
        "not known",
        "none",
        "current",
        "active",
        "present",
        "still employed",
        "open",
    ];
    NONE.contains(&folded.as_str())
}

/// A cell that no reading of a day could fit: letters without a digit.
fn is_no_day(cell: &RawCell, text: &str) -> bool {
    cell.kind == CellKind::Boolean || (cell.kind == CellKind::Text && !text.bytes().any(|b| b.is_ascii_digit()))
}

fn record(kind: RecordKind, buffer: &RowBuffer, row: &HiringRow, person: Person) -> Option<Record> {
    let line = &buffer.line;
    Some(match kind {
        RecordKind::Payroll => return None,
        RecordKind::Hire => Record::Hire(HiringRecord {
            at: line.at,
            digest: line.digest,
            person,
            project: line.project,
            contractor: line.contractor,
            classification: line.classification,
            trade: line.trade,
            level: line.level,
            job_order: row.job_order,
            how_filled: row.how_filled,
            hired_on: row.hired_on,
            started_on: row.started_on,
            ended_on: row.ended_on,
            end_reason: row.end_reason,
            resident: line.resident,
            zip: line.zip,
            city: row.city,
            race: line.race,
            person_of_color: line.person_of_color,
            gender: line.gender,
            wage: row.wage,
            referred_by: row.referred_by,
            referred_on: row.referred_on,
            posted_on: row.posted_on,
        }),
        RecordKind::JobOrder => Record::JobOrder(JobOrder {
            at: line.at,
            digest: line.digest,
            id: row.job_order,
            project: line.project,
            contractor: line.contractor,
            classification: line.classification,
            trade: line.trade,
            level: line.level,
            openings: row.openings,
            posted_on: row.posted_on,
            advertised_on: row.advertised_on,
            closed_on: row.closed_on,
            filled_on: row.filled_on,
        }),
        RecordKind::Referral => Record::Referral(Referral {
            at: line.at,
            digest: line.digest,
            person,
            job_order: row.job_order,
            project: line.project,
            contractor: line.contractor,
            classification: line.classification,
            trade: line.trade,
            level: line.level,
            referred_by: row.referred_by,
            referred_on: row.referred_on,
            interviewed: row.interviewed,
            offered: row.offered,
            hired: row.hired,
            reason_not_hired: row.reason_not_hired,
            resident: line.resident,
            zip: line.zip,
            city: row.city,
            race: line.race,
            person_of_color: line.person_of_color,
            gender: line.gender,
        }),
    })
}
