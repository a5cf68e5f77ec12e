//! Days, from serial numbers and from the ways people write them. American order: month before day.

use chrono::{Days, NaiveDate};

/// Why a day cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not a date, or more than one reading.
    NotADate,
    /// Outside 1990 to 2100.
    OutOfRange,
    /// 29 February 1900, which only spreadsheets know.
    NotReal,
}

fn in_range(day: NaiveDate) -> Result<NaiveDate, Fault> {
    use chrono::Datelike;
    if (1990..=2100).contains(&day.year()) { Ok(day) } else { Err(Fault::OutOfRange) }
}

/// A serial number of a spreadsheet, in millionths of a day; the time of day is dropped.
pub fn from_serial(micros: i64, from_1904: bool) -> Result<NaiveDate, Fault> {
    let serial = micros.div_euclid(1_000_000);
    if !from_1904 && serial == 60 {
        return Err(Fault::NotReal);
    }
    let days = u64::try_from(serial).map_err(|_| Fault::OutOfRange)?;
    let (epoch, days) = if from_1904 { ((1904, 1, 1), days) } else { ((1899, 12, 30), days) };
    let epoch = NaiveDate::from_ymd_opt(epoch.0, epoch.1, epoch.2).ok_or(Fault::NotADate)?;
    // A serial beyond six digits is no day of this millennium.
    if days > 999_999 {
        return Err(Fault::OutOfRange);
    }
    in_range(epoch.checked_add_days(Days::new(days)).ok_or(Fault::OutOfRange)?)
}

/// Text: `2025-03-15`, `2025-03-15T00:00:00`, `3/15/2025`, `3/15/25`, `03-15-2025`, `March 15, 2025`, `15-Mar-25`.
pub fn from_text(text: &str) -> Result<NaiveDate, Fault> {
    let t = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
    if let Some(day) = iso(t.as_bytes()) {
        return day;
    }
    let head = t.split_once([' ', 'T']).filter(|(d, _)| d.contains(['/', '-'])).map_or(t, |(d, _)| d);
    for separator in ['/', '-', '.'] {
        let parts: Vec<&str> = head.split(separator).collect();
        if parts.len() == 3 && parts.iter().all(|p| !p.is_empty()) {
            return in_parts(&parts);
        }
    }
    let words: Vec<&str> = t.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    if words.len() == 3 {
        return in_parts(&words);
    }
    Err(Fault::NotADate)
}

fn iso(t: &[u8]) -> Option<Result<NaiveDate, Fault>> {
    let day = t.get(..10)?;
    if t.len() > 10 && !matches!(t[10], b'T' | b' ') {
        return None;
    }
    if day[4] != b'-' || day[7] != b'-' {
        return None;
    }
    let number =
        |range: std::ops::Range<usize>| day[range].iter().try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')));
    let (y, m, d) = (number(0..4)?, number(5..7)?, number(8..10)?);
    Some(NaiveDate::from_ymd_opt(y as i32, m, d).ok_or(Fault::NotADate).and_then(in_range))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_ascii_lowercase();
    let start = word.get(..3)?;
    word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.').then_some(())?;
    MONTHS.iter().position(|m| *m == start).map(|p| p as u32 + 1)
}

fn in_parts(parts: &[&str]) -> Result<NaiveDate, Fault> {
    let number = |t: &str| if t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit()) { t.parse::<u32>().ok() } else { None };
    let (m, d, y) = match (month(parts[0]), month(parts[1])) {
        (Some(m), _) => (Some(m), number(parts[1]), parts[2]),
        (None, Some(m)) => (Some(m), number(parts[0]), parts[2]),
        (None, None) if parts[0].len() == 4 => (number(parts[1]), number(parts[2]), parts[0]),
        (None, None) => (number(parts[0]), number(parts[1]), parts[2]),
    };
    let year = match (y.len(), number(y)) {
        (4, Some(year)) => year,
        // Two digits: 1990 to 2089. No certified payroll is older.
        (2, Some(year)) => year + if year >= 90 { 1900 } else { 2000 },
        _ => return Err(Fault::NotADate),
    };
    let (Some(m), Some(d)) = (m, d) else { return Err(Fault::NotADate) };
    NaiveDate::from_ymd_opt(year as i32, m, d).ok_or(Fault::NotADate).and_then(in_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_people_write_a_day() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 15).unwrap();
        for text in [
            "2025-03-15",
            "2025-03-15T00:00:00",
            "3/15/2025",
            "03/15/25",
            "03-15-2025",
            "March 15, 2025",
            "15-Mar-25",
            "3/15/2025 0:00",
            "2025/03/15",
        ] {
            assert_eq!(from_text(text), Ok(day), "{text}");
        }
        for text in ["15/3/2025", "2025", "3/15", "week 9", "", "31-Feb-25", "１/2/2025"] {
            assert_eq!(from_text(text), Err(Fault::NotADate), "{text}");
        }
    }

    #[test]
    fn serial_numbers_in_both_date_systems() {
        assert_eq!(from_serial(46_032_000_000, false), Ok(NaiveDate::from_ymd_opt(2026, 1, 10).unwrap()));
        assert_eq!(from_serial(44_570_000_000, true), Ok(NaiveDate::from_ymd_opt(2026, 1, 10).unwrap()));
        assert_eq!(from_serial(60_000_000, false), Err(Fault::NotReal));
        assert_eq!(from_serial(-1_000_000_000_000_000_000, false), Err(Fault::OutOfRange));
        assert_eq!(from_serial(i64::MAX, false), Err(Fault::OutOfRange));
    }
}
