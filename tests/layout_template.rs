//! The templates: empty each says so, filled in each reads back clean.

use plumbline::domain::field::Field;
use plumbline::domain::run::Run;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::template::{Column, HIRING, JOB_ORDERS, PAYROLL, REFERRALS, TemplateError, TemplateKind, write};
use plumbline::service::files::{FileArg, ReadOptions};
use plumbline::service::read::read;
use std::io::{Cursor, Read, Write};

fn template_of(kind: TemplateKind) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(kind, &mut bytes).unwrap();
    bytes
}

fn template() -> Vec<u8> {
    template_of(TemplateKind::Payroll)
}

fn reading(bytes: Vec<u8>, profile: Profile) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payroll.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let options = ReadOptions { limits: Limits::of(profile), layout: None, mapping: None, threads: 1 };
    read(&[FileArg::Path(path)], &options)
}

/// A part of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The template with rows typed under its headings, in the formats of its columns.
fn filled(rows: &[&[(&str, &str)]]) -> Vec<u8> {
    filled_of(TemplateKind::Payroll, PAYROLL, rows)
}

fn filled_of(kind: TemplateKind, columns: &[Column], rows: &[&[(&str, &str)]]) -> Vec<u8> {
    let bytes = template_of(kind);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let mut typed = String::new();
    for (index, row) in rows.iter().enumerate() {
        let number = index + 2;
        typed.push_str(&format!("<row r=\"{number}\">"));
        for (at, column) in columns.iter().enumerate() {
            let Some((_, text)) = row.iter().find(|(heading, _)| *heading == column.heading) else { continue };
            let letters = plumbline::domain::place::column_letters(at as u16);
            let style = style_of(&sheet, at + 1);
            if text.parse::<f64>().is_ok() && style_is_number(column.field) {
                typed.push_str(&format!("<c r=\"{letters}{number}\" s=\"{style}\"><v>{text}</v></c>"));
            } else {
                typed.push_str(&format!("<c r=\"{letters}{number}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
            }
        }
        typed.push_str("</row>");
    }
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut package = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..package.len() {
        let mut entry = package.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            content = String::from_utf8(content).unwrap().replace("</sheetData>", &format!("{typed}</sheetData>")).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn style_is_number(field: Field) -> bool {
    !matches!(field, Field::WorkerId | Field::Zip | Field::PayrollNumber | Field::Project | Field::Contractor)
}

/// The style a spreadsheet program gives a cell typed into a column.
fn style_of(sheet: &str, column: usize) -> String {
    let value = |tag: &str, name: &str| tag.split(&format!("{name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap_or("").to_owned());
    let columns = sheet.split("<col ").skip(1).map(|tag| tag.split("/>").next().unwrap());
    let mut covering = columns.filter(|tag| {
        let at = |name| value(tag, name).unwrap().parse::<usize>().unwrap();
        (at("min")..=at("max")).contains(&column)
    });
    covering.next().and_then(|tag| value(tag, "style")).unwrap_or_else(|| panic!("no style for column {column}"))
}

const ANA: &[(&str, &str)] = &[
    ("Week Ending", "46095"),
    ("Payroll No.", "7"),
    ("Project", "P-104"),
    ("Contractor", "Example Builders LLC"),
    ("Tier", "0"),
    ("Worker ID", "0417"),
    ("Last Name", "Example"),
    ("First Name", "Ana"),
    ("ZIP", "02121"),
    ("City Resident", "Y"),
    ("Classification", "Carpenter"),
    ("Level", "J"),
    ("Mon ST", "8"),
    ("Tue ST", "8"),
    ("Wed ST", "7.5"),
    ("Sat OT", "4"),
    ("Base Rate", "61.19"),
    ("OT Rate", "91.785"),
    ("Fringe Plan", "31.55"),
    ("Gross Project", "1805.11"),
    ("Gross All", "1805.11"),
    ("Deductions", "400.11"),
    ("Net", "1405.00"),
];

#[test]
fn an_empty_template_is_no_payroll() {
    for profile in [Profile::Local, Profile::Upload] {
        let run = reading(template(), profile);
        assert_eq!(run.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["sheet.empty"], "{:?}", run.problems);
    }
}

#[test]
fn a_filled_in_template_reads_back_clean() {
    let run = reading(filled(&[ANA, ANA]), Profile::Upload);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let sheet = &run.sheets[0];
    assert_eq!((sheet.sheet.as_str(), sheet.layout, sheet.header_row, sheet.rows_read), ("Payroll", "flat-payroll", 1, 2));
    assert_eq!(sheet.rows_used, 1, "the second row repeats the first letter by letter");
    let notes: Vec<&str> = run.notes.iter().map(|n| n.code).filter(|c| *c != "row.column_meaning").collect();
    assert!(notes.iter().all(|c| c.starts_with("book.") || c.starts_with("sheet.")), "{:?}", run.notes);
    assert_eq!(run.sheets.len(), 1, "the explanations are not taken for a payroll");
}

#[test]
fn every_heading_of_the_template_holds_the_field_it_is_written_for() {
    let run = reading(filled(&[ANA]), Profile::Local);
    let understood: Vec<(String, Option<String>)> = run.sheets[0].columns.iter().map(|c| (c.heading.clone(), c.field.clone())).collect();
    let meant: Vec<(String, Option<String>)> = PAYROLL.iter().map(|c| (c.heading.to_owned(), Some(c.field.name()))).collect();
    assert_eq!(understood, meant);
}

#[test]
fn the_workbook_helps_whoever_fills_it_in() {
    let bytes = template();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for list in ["\"J,RA\"", "\"Y,N\""] {
        assert!(sheet.contains(&list.replace('"', "&quot;")) || sheet.contains(list), "{list}");
    }
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("type=\"date\""));
    assert!(part(&bytes, "xl/comments1.xml").contains("Never a full Social Security number."));
    assert_eq!(bytes, template(), "the same template is the same bytes");
}

#[test]
fn a_kind_without_a_template_says_so() {
    let kind = TemplateKind::BidLabour;
    assert!(matches!(write(kind, &mut Vec::new()), Err(TemplateError::NotYet(k)) if k == kind));
    assert!(TemplateKind::ALL.iter().all(|k| TemplateKind::from_word(k.word()) == Some(*k)));
}

/// A row of each hiring template, and the cells a spreadsheet program stores for it: days as serial numbers.
type Filled = (TemplateKind, &'static [Column], &'static str, &'static str, &'static [(&'static str, &'static str)]);
const HIRING_ROWS: [Filled; 3] = [
    (
        TemplateKind::Hiring,
        HIRING,
        "Hires",
        "hiring-log",
        &[
            ("Project", "P-104"),
            ("Contractor", "Example Builders LLC"),
            ("Worker ID", "0417"),
            ("Last Name", "Example"),
            ("First Name", "Ana"),
            ("Job Order", "JO-12"),
            ("Job Title", "Carpenter"),
            ("Level", "J"),
            ("Hire Date", "46090"),
            ("Start Date", "46091"),
            ("How Filled", "new hire"),
            ("Wage Offered", "61.19"),
            ("ZIP", "02121"),
            ("City", "Boston"),
            ("City Resident", "Y"),
            ("Referred By", "Example Workforce Board"),
            ("Referral Date", "46085"),
            ("First Source Posted", "46083"),
        ],
    ),
    (
        TemplateKind::JobOrders,
        JOB_ORDERS,
        "Job Orders",
        "job-orders",
        &[
            ("Job Order", "JO-12"),
            ("Contractor", "Example Builders LLC"),
            ("Job Title", "Carpenter"),
            ("Openings", "2"),
            ("First Source Posted", "46083"),
            ("Advertised", "46097"),
        ],
    ),
    (
        TemplateKind::Referrals,
        REFERRALS,
        "Referrals",
        "referrals",
        &[
            ("Job Order", "JO-12"),
            ("Worker ID", "0417"),
            ("Last Name", "Example"),
            ("First Name", "Ana"),
            ("Referred By", "Example Workforce Board"),
            ("Referral Date", "46085"),
            ("Interviewed", "46087"),
            ("Offered", "Y"),
            ("Hired", "46090"),
        ],
    ),
];

#[test]
fn the_hiring_templates_read_back_clean() {
    for (kind, columns, sheet, layout, row) in HIRING_ROWS {
        for profile in [Profile::Local, Profile::Upload] {
            let run = reading(template_of(kind), profile);
            assert_eq!(run.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["sheet.empty"], "{layout}: {:?}", run.problems);
            let run = reading(filled_of(kind, columns, &[row]), profile);
            assert!(run.problems.is_empty(), "{layout}: {:?}", run.problems);
            assert_eq!(run.sheets.len(), 1, "{layout}: the explanations are not taken for a table");
            let read = &run.sheets[0];
            assert_eq!((read.sheet.as_str(), read.layout, read.rows_read, read.rows_used), (sheet, layout, 1, 1));
            let notes: Vec<&str> = run.notes.iter().map(|n| n.code).filter(|c| *c != "row.column_meaning").collect();
            assert!(notes.iter().all(|c| c.starts_with("book.") || c.starts_with("sheet.")), "{layout}: {:?}", run.notes);
            let understood: Vec<(String, Option<String>)> = read.columns.iter().map(|c| (c.heading.clone(), c.field.clone())).collect();
            let meant: Vec<(String, Option<String>)> = columns.iter().map(|c| (c.heading.to_owned(), Some(c.field.name()))).collect();
            assert_eq!(understood, meant);
        }
        assert_eq!(template_of(kind), template_of(kind), "the same template is the same bytes");
    }
}
