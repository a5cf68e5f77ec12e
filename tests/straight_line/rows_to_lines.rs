//! Rows of sheets into payroll lines: merged cells, two-line forms, totals, amounts divided by a slash.

use chrono::NaiveDate;
use plumbline::domain::field::{Day, Field, HourKind};
use plumbline::domain::hiring::RecordKind;
use plumbline::domain::names::Names;
use plumbline::domain::payroll::PayrollLine;
use plumbline::domain::place::SheetId;
use plumbline::domain::quantity::{Hours, Money, Rate};
use plumbline::domain::run::WhyNotUsed;
use plumbline::intake::batch::{CellKind, RowBatch};
use plumbline::intake::book::Merge;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::lines::{Event, LineBatch, LineReader};
use plumbline::intake::table::{Banner, LayoutName, RowShape, TableMap};

fn map(fields: &[Field], shape: RowShape, merges: Vec<Merge>) -> TableMap {
    TableMap {
        layout: LayoutName::Mapped,
        why: String::new(),
        records: RecordKind::Payroll,
        shape,
        header_row: 1,
        header_fields: 0,
        fields: fields.iter().map(|f| Some(*f)).collect(),
        columns: Vec::new(),
        banner: Banner::default(),
        merges,
        dates_from_1904: false,
        notes: Vec::new(),
    }
}

/// Cells as text; those that look like plain numbers are numbers, as a sheet marks them.
fn batch(rows: &[&[&str]]) -> RowBatch {
    let mut batch = RowBatch::default();
    for (i, row) in rows.iter().enumerate() {
        batch.begin_row(i as u32 + 2, false);
        for (column, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            batch.push(column as u16, if number { CellKind::Number } else { CellKind::Text }, text);
        }
    }
    batch
}

fn lines(map: &TableMap, rows: &[&[&str]]) -> (Vec<PayrollLine>, LineBatch, Names) {
    let limits = Limits::of(Profile::Upload);
    let mut reader = LineReader::new(map, SheetId(0), "Payroll", &limits);
    let (mut names, mut out) = (Names::default(), LineBatch::default());
    reader.read(&batch(rows), &mut names, &mut out);
    reader.end(&mut names, &mut out);
    (out.lines.clone(), out, names)
}

fn hours(n: i32) -> Option<Hours> {
    Some(Hours::whole(n))
}

const FORM: &[Field] = &[
    Field::WorkerName,
    Field::Classification,
    Field::LineMark,
    Field::DayHours(HourKind::Straight, Day::Nth(0)),
    Field::DayHours(HourKind::Straight, Day::Nth(6)),
    Field::WeekHours(HourKind::Straight),
    Field::BaseRate,
    Field::GrossProject,
];

#[test]
fn overtime_above_straight_time_on_the_old_form() {
    let map = map(FORM, RowShape::OvertimeAboveStraight, Vec::new());
    let (lines, out, names) = lines(
        &map,
        &[
            &["Ana Example", "Carpenter", "O", "", "2", "2", "61.88", "453.76"],
            &["", "", "S", "8", "", "8", "41.25/12.50", ""],
            &["Ben Sample", "Laborer", "", "1", "", "", "45.15", ""],
            &["", "", "", "8", "", "", "30.10", "285.95"],
        ],
    );
    assert!(out.problems.is_empty(), "{:?}", out.problems);
    assert_eq!(lines.len(), 2);
    assert_eq!(names.text(lines[0].worker), "Ana Example");
    assert_eq!((lines[0].straight.total(), lines[0].overtime.total()), (hours(8), hours(2)));
    assert_eq!(lines[0].overtime.given(6).known(), hours(2), "overtime stays on its day");
    assert_eq!(lines[0].base_rate.known(), Some(Rate::from_micros(41_250_000)));
    assert_eq!(lines[0].fringe_cash.known(), Some(Rate::from_micros(12_500_000)), "base and cash fringe share a cell");
    assert_eq!(lines[0].overtime_rate.known(), Some(Rate::from_micros(61_880_000)));
    assert_eq!(lines[0].gross_project.known(), Some(Money::from_micros(453_760_000)));
    assert_eq!((lines[0].at.row, lines[0].at.second_row), (2, 3));
    // Without marks the order of the form decides.
    assert_eq!((lines[1].straight.total(), lines[1].overtime.total()), (hours(8), hours(1)));
}

#[test]
fn straight_time_above_overtime_on_the_new_form_and_marks_that_say_otherwise() {
    let map = map(FORM, RowShape::StraightAboveOvertime, Vec::new());
    let (lines, _, _) = lines(
        &map,
        &[
            &["Ana Example", "Carpenter", "", "8", "", "", "41.25", ""],
            &["", "", "", "2", "", "", "61.88", ""],
            &["Ben Sample", "Laborer", "OT", "1", "", "", "45.15", ""],
            &["", "", "ST", "8", "", "", "30.10", ""],
        ],
    );
    assert_eq!((lines[0].straight.total(), lines[0].overtime.total()), (hours(8), hours(2)));
    assert_eq!((lines[1].straight.total(), lines[1].overtime.total()), (hours(8), hours(1)));
}

#[test]
fn a_lone_line_is_held_unless_its_mark_says_what_it_is() {
    let map = map(FORM, RowShape::OvertimeAboveStraight, Vec::new());
    let (lines, out, _) = lines(
        &map,
        &[
            &["Ana Example", "Carpenter", "S", "8", "", "", "41.25", ""],
            &["Ben Sample", "Laborer", "", "8", "", "", "30.10", ""],
            &["Cy Sample", "Laborer", "", "", "", "", "", ""],
            &["", "", "", "", "", "", "", ""],
        ],
    );
    assert_eq!(out.problems.iter().map(|(row, p)| (*row, p.code)).collect::<Vec<_>>(), [(3, "row.second_line")]);
    assert_eq!(lines.iter().map(|l| l.at.row).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(lines[0].straight.total(), hours(8));
}

const FLAT: &[Field] = &[
    Field::WeekEnding,
    Field::WorkerId,
    Field::WorkerName,
    Field::Classification,
    Field::WeekHours(HourKind::Straight),
    Field::WeekHours(HourKind::Overtime),
    Field::BaseRate,
    Field::GrossProject,
];

#[test]
fn merged_keys_are_filled_down_and_money_never_is() {
    let merges = [1, 2].map(|c| Merge { first_row: 2, last_row: 3, first_column: c, last_column: c }).to_vec();
    let mut all = merges.clone();
    // Money merged over both lines belongs to the first.
    all.push(Merge { first_row: 2, last_row: 3, first_column: 7, last_column: 7 });
    let map = map(FLAT, RowShape::One, all);
    let (lines, out, names) = lines(
        &map,
        &[
            &["2026-01-10", "1111", "Ana Example", "Carpenter", "40", "", "41.25", "1650"],
            &["", "", "", "", "", "2", "", ""],
            &["2026-01-10", "2222", "Ben Sample", "Laborer", "38", "", "30.10", "1143.80"],
            &["", "", "", "", "3", "", "30.10", ""],
        ],
    );
    assert_eq!(lines.len(), 3);
    assert_eq!(names.text(lines[1].worker), "1111");
    assert_eq!(names.text(lines[1].classification), "Carpenter", "the block is one worker's, so its other keys hold too");
    assert_eq!(lines[1].week_ending, NaiveDate::from_ymd_opt(2026, 1, 10));
    assert_eq!(lines[1].overtime_week.known(), hours(2));
    assert!(!lines[1].gross_project.is_known() && !lines[1].base_rate.is_known());
    assert_eq!(
        out.problems.iter().map(|(row, p)| (*row, p.code)).collect::<Vec<_>>(),
        [(5, "row.no_worker")],
        "nothing is filled down without a merge"
    );
}

#[test]
fn totals_headings_and_notes_are_named_and_firms_called_total_are_read() {
    let fields = [&[Field::Contractor], FLAT].concat();
    let mut map = map(&fields, RowShape::One, Vec::new());
    map.columns = ["Contractor", "Week ending", "ID", "Name", "Classification", "ST", "OT", "Rate", "Gross"]
        .iter()
        .enumerate()
        .map(|(i, h)| plumbline::domain::run::ColumnUse { column: i as u16, row: 1, heading: (*h).to_owned(), field: None, how: "exact" })
        .collect();
    let (lines, out, names) = lines(
        &map,
        &[
            &["Total Renovations", "2026-01-10", "1111", "Ana Example", "Carpenter", "40", "", "41.25", "1650"],
            &["", "", "", "TOTALS", "", "40", "", "", "1650"],
            &["Contractor", "Week ending", "ID", "Name", "Classification", "ST", "OT", "Rate", "Gross"],
            &["Prepared by the office", "", "", "", "", "", "", "", ""],
        ],
    );
    assert_eq!(lines.len(), 1);
    assert_eq!(names.text(lines[0].contractor), "Total Renovations");
    let events: Vec<(u32, Event)> = out.events.clone();
    assert_eq!(
        events,
        [(3, Event::NotUsed(WhyNotUsed::TotalRow)), (4, Event::NotUsed(WhyNotUsed::HeadingRow)), (5, Event::NotUsed(WhyNotUsed::NoteRow))]
    );
}

#[test]
fn weekday_columns_find_their_day_from_the_week_ending_date() {
    let fields = [
        Field::WeekEnding,
        Field::WorkerId,
        Field::Classification,
        Field::DayHours(HourKind::Straight, Day::Named(chrono::Weekday::Sun)),
        Field::DayHours(HourKind::Straight, Day::Named(chrono::Weekday::Mon)),
    ];
    let map = map(&fields, RowShape::One, Vec::new());
    let (lines, _, _) = lines(&map, &[&["2024-01-07", "1", "Painter", "3", "5"], &["2024-01-06", "1", "Painter", "3", "5"]]);
    // 7 January 2024 is a Sunday: Sunday is the last day of that week, Monday the first.
    assert_eq!((lines[0].straight.given(6).known(), lines[0].straight.given(0).known()), (hours(3), hours(5)));
    assert_eq!((lines[1].straight.given(0).known(), lines[1].straight.given(1).known()), (hours(3), hours(5)));
}

#[test]
fn fringe_in_dollars_of_the_week_becomes_a_rate_that_is_never_short_by_rounding() {
    let fields = [Field::WeekEnding, Field::WorkerId, Field::Classification, Field::WeekHours(HourKind::Straight), Field::FringePlanWeek];
    let map = map(&fields, RowShape::One, Vec::new());
    // 31.55 an hour for 36.75 hours is 1159.4625, which a payroll program writes as 1159.46.
    let (lines, _, _) = lines(&map, &[&["2026-01-10", "1", "Painter", "36.75", "1159.46"]]);
    let rate = lines[0].fringe_plan.known().unwrap();
    assert!(rate >= Rate::from_micros(31_550_000) && rate < Rate::from_micros(31_551_000), "{rate}");
}
