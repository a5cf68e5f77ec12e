//! Payroll lines as they are kept, and, apart from them, what is known of the workers.

use super::quantity::given;
use super::value::{Row, Value, values};
use super::{Id, Result, StoreError, Transaction, sha};
use crate::domain::attribute::Attribute;
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::{Fact, Level, PayrollLine};
use crate::domain::people::{People, known_throughout};
use crate::domain::quantity::{DollarPerHourUnit, DollarUnit, Given, HourUnit};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// One line of a payroll. A reading that was not given is absent, never zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Row of the file, from 1.
    pub file_row: u32,
    /// Worker, as the payroll identifies them.
    pub worker: Option<String>,
    /// Work classification.
    pub classification: Option<String>,
    /// Trade.
    pub trade: Option<String>,
    /// Level.
    pub level: Option<Level>,
    /// All hours of each day, first day of the week first.
    pub days: [Given<HourUnit>; 7],
    /// Straight-time, overtime, double-time and all hours of the week.
    pub hours: [Given<HourUnit>; 4],
    /// Base rate, overtime rate, fringe to plans, fringe in cash.
    pub rates: [Given<DollarPerHourUnit>; 4],
    /// Gross for the project, gross for all work, deductions, net.
    pub pay: [Given<DollarUnit>; 4],
    /// What is known of the worker throughout the week, yes or no: the word of the project's list of people where it
    /// has one, else that of the payroll. Kept in a table of its own, and not read back with the line.
    pub known: Vec<(Attribute, bool)>,
}

const COLUMNS: usize = 26;
/// Rows of one statement: SQLite takes 32,766 arguments, and long statements gain nothing more.
const AT_ONCE: usize = 200;

impl Line {
    /// From a line as it was read, and what the project's list of people says of that week.
    pub fn of(line: &PayrollLine, names: &Names, people: &People) -> Self {
        let text = |sym: Sym| names.given(sym).map(str::to_owned);
        let facts = names.given(line.worker).map_or(&[][..], |worker| people.about(worker));
        let known = Attribute::ALL.iter().filter_map(|attribute| match known_throughout(line, *attribute, facts) {
            Fact::Yes => Some((*attribute, true)),
            Fact::No => Some((*attribute, false)),
            Fact::Unknown => None,
        });
        let mut days = [Given::ABSENT; 7];
        for (day, hours) in days.iter_mut().enumerate() {
            *hours = line.hours_on(day).into();
        }
        // No overtime is stated beside hours that are not split: that stays unsaid here.
        let split = |days: Option<_>, week: Given<HourUnit>| Given::from(days).known().or(week.known()).into();
        Self {
            file_row: line.at.row,
            worker: text(line.worker),
            classification: text(line.classification),
            trade: text(line.trade),
            level: line.level,
            days,
            hours: [
                split(line.straight.total(), line.straight_week),
                split(line.overtime.total(), line.overtime_week),
                split(line.double.total(), line.double_week),
                line.hours().into(),
            ],
            rates: [line.base_rate, line.overtime_rate, line.fringe_plan, line.fringe_cash],
            pay: [line.gross_project, line.gross_all, line.deductions, line.net],
            known: known.collect(),
        }
    }

    /// The arguments of its row.
    fn values(&self, submission: Id, number: usize) -> Vec<Value> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let mut values = values![&submission, number, i64::from(self.file_row), self.worker.as_deref()];
        values.extend(values![self.classification.as_deref(), self.trade.as_deref(), self.level.map(Level::word)]);
        values.extend(self.days.iter().chain(&self.hours).map(|hours| Value::from(*hours)));
        values.extend(self.rates.iter().map(|rate| Value::from(*rate)));
        values.extend(self.pay.iter().map(|money| Value::from(*money)));
        values
    }

    /// One text for one content: what the digest of a submission's rows is taken of.
    fn canonical(&self) -> String {
        let mut text = format!("{}", self.file_row);
        let level = self.level.map(Level::word);
        for word in [self.worker.as_deref(), self.classification.as_deref(), self.trade.as_deref(), level] {
            // A length before each text, so that no text can pass for two.
            text += &word.map_or_else(|| "|-".to_owned(), |word| format!("|{}:{word}", word.len()));
        }
        let hours = self.days.iter().chain(&self.hours).map(|h| h.known().map(|h| h.micros()));
        let rates = self.rates.iter().map(|r| r.known().map(|r| r.micros()));
        let pay = self.pay.iter().map(|p| p.known().map(|p| p.micros()));
        for figure in hours.chain(rates).chain(pay) {
            text += &figure.map_or_else(|| "|-".to_owned(), |figure| format!("|{figure}"));
        }
        text
    }
}

/// Adds the lines of a draft.
pub(super) async fn add(tx: &mut Transaction, submission: Id, lines: &[Line]) -> Result<()> {
    for (chunk, first) in lines.chunks(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
        let sql = many(
            "INSERT INTO payroll_lines (submission_id, line, file_row, worker, classification, trade, level, day_1, day_2,
            day_3, day_4, day_5, day_6, day_7, straight, overtime, doubletime, hours, base_rate, overtime_rate, fringe_plan, fringe_cash,
            gross_project, gross_all, deductions, net) VALUES",
            chunk.len(),
            COLUMNS,
        );
        let values = chunk.iter().enumerate().flat_map(|(at, line)| line.values(submission, first + at)).collect();
        tx.run(AssertSqlSafe(sql), values).await?;
        let known: Vec<(usize, Attribute, bool)> = chunk
            .iter()
            .enumerate()
            .flat_map(|(at, line)| line.known.iter().map(move |(what, holds)| (first + at, *what, *holds)))
            .collect();
        for part in known.chunks(AT_ONCE) {
            let sql = many("INSERT INTO demographics (submission_id, line, attribute, holds) VALUES", part.len(), 4);
            let values = part
                .iter()
                .flat_map(|(line, what, holds)| values![&submission, i64::try_from(*line).unwrap_or(i64::MAX), what.word(), *holds]);
            tx.run(AssertSqlSafe(sql), values.collect()).await?;
        }
    }
    Ok(())
}

/// `… ($1,$2), ($3,$4)`: nothing but our own words and numbers.
fn many(begin: &str, rows: usize, columns: usize) -> String {
    let mut sql = begin.to_owned();
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 1..=columns {
            let _ = write!(sql, "{}${}", if column == 1 { "" } else { "," }, row * columns + column);
        }
        sql.push(')');
    }
    sql
}

/// The lines of a submission from a line on (the first is 0), at most `most`. What is known of the workers is not
/// among them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn page(tx: &mut Transaction, submission: Id, first: u32, most: u16) -> Result<Vec<Line>> {
    const PAGE: &str = "SELECT file_row, worker, classification, trade, level, day_1, day_2, day_3, day_4, day_5, day_6, day_7, straight,
        overtime, doubletime, hours, base_rate, overtime_rate, fringe_plan, fringe_cash, gross_project, gross_all, deductions, net
        FROM payroll_lines WHERE submission_id = $1 AND line >= $2 ORDER BY line LIMIT $3";
    tx.rows(PAGE, values![&submission, i64::from(first), i64::from(most)]).await?.iter().map(read).collect()
}

/// Rows whose text is digested at once, so that a long payroll is not held as one text.
const DIGESTED: usize = 2_000;

/// SHA-256 over the rows of a submission, in order: what a signature freezes.
pub(super) async fn digest(tx: &mut Transaction, submission: Id) -> Result<String> {
    let most = u16::try_from(DIGESTED).unwrap_or(u16::MAX);
    let (mut first, mut chained) = (0, String::new());
    loop {
        let lines = page(tx, submission, first, most).await?;
        if lines.is_empty() {
            return Ok(sha::of(chained.as_bytes()));
        }
        chained = digest_after(&chained, &lines);
        first += u32::from(most);
    }
}

/// The same digest of rows that are held: for whoever has a bundle and no database.
pub fn digest_of(lines: &[Line]) -> String {
    let chained = lines.chunks(DIGESTED).fold(String::new(), |chained, page| digest_after(&chained, page));
    sha::of(chained.as_bytes())
}

/// Digest of digests, page by page.
fn digest_after(chained: &str, page: &[Line]) -> String {
    let mut text = chained.to_owned();
    for line in page {
        text.push_str(&line.canonical());
        text.push('\n');
    }
    sha::of(text.as_bytes())
}

fn read(row: &Row) -> Result<Line> {
    let level = match row.get::<Option<String>>(4)?.as_deref() {
        None => None,
        Some("journeyworker") => Some(Level::Journeyworker),
        Some("apprentice") => Some(Level::Apprentice),
        Some(word) => return Err(StoreError::damaged(format_args!("{word} is no level"))),
    };
    let file_row: i64 = row.get(0)?;
    let mut line = Line {
        file_row: u32::try_from(file_row).map_err(|_| StoreError::damaged(format_args!("row {file_row}")))?,
        worker: row.get(1)?,
        classification: row.get(2)?,
        trade: row.get(3)?,
        level,
        ..Line::default()
    };
    let mut column = 5;
    for hours in line.days.iter_mut().chain(&mut line.hours) {
        *hours = given(row.get(column)?);
        column += 1;
    }
    for rate in &mut line.rates {
        *rate = given(row.get(column)?);
        column += 1;
    }
    for money in &mut line.pay {
        *money = given(row.get(column)?);
        column += 1;
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_statement_has_an_argument_for_every_column() {
        let at = crate::domain::moment::Moment::from_micros(0).unwrap();
        assert_eq!(Line::default().values(Id::new(at).unwrap(), 0).len(), COLUMNS);
        assert_eq!(many("X", 2, 2), "X ($1,$2), ($3,$4)");
        const { assert!(AT_ONCE * COLUMNS < 32_766) };
    }

    #[test]
    fn two_contents_never_have_one_text() {
        let named = |worker: Option<&str>, trade: Option<&str>| {
            Line { worker: worker.map(str::to_owned), trade: trade.map(str::to_owned), ..Line::default() }.canonical()
        };
        assert_ne!(named(Some("a|1:b"), None), named(Some("a"), Some("b")));
        assert_ne!(named(Some("-"), None), named(None, None));
        assert_ne!(named(Some(""), None), named(None, None));
    }
}
