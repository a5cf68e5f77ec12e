//! Families of delimited text that programs and people really produce, each with its verdict.

use super::work::{codes, read_upload};
use plumbline::domain::problem::NotChecked;
use plumbline::domain::run::WhyNotUsed;

const HEAD: &str =
    "Week Ending,Worker ID,Worker Name,Classification,Mon,Tue,Wed,Thu,Fri,Sat,Sun,ST Hours,OT Hours,ST Rate,OT Rate,Fringe,Gross,Net";
const ANA: &str = "2026-01-10,1111,Ana Example,Carpenter,8,8,8,8,8,0,0,40,0,41.25,61.88,12.5,1650,1320.55";

fn text(lines: &[&str], end: &str) -> String {
    lines.iter().map(|l| format!("{l}{end}")).collect()
}

/// Read whole, with nothing held.
fn reads(name: &str, bytes: &[u8], used: u64) {
    let run = read_upload(name, bytes);
    assert_eq!(codes(&run), Vec::<&str>::new(), "{name}");
    assert_eq!(run.sheets[0].rows_used, used, "{name}");
}

/// Refused with one of the codes; nothing of it is used.
fn refused(name: &str, bytes: &[u8], code: &str) {
    let run = read_upload(name, bytes);
    assert!(codes(&run).contains(&code), "{name}: {:?}", codes(&run));
    assert!(run.problems.iter().all(|p| p.not_checked == NotChecked::File), "{name}");
}

#[test]
fn line_ends_and_marks_of_every_system() {
    reads("crlf.csv", text(&[HEAD, ANA], "\r\n").as_bytes(), 1);
    reads("lf.csv", text(&[HEAD, ANA], "\n").as_bytes(), 1);
    reads("cr.csv", text(&[HEAD, ANA], "\r").as_bytes(), 1);
    reads("bom.csv", format!("\u{feff}{}", text(&[HEAD, ANA], "\r\n")).as_bytes(), 1);
    reads("no-last-end.csv", text(&[HEAD, ANA], "\n").trim_end().as_bytes(), 1);
    reads("semicolon.csv", text(&[HEAD, ANA], "\n").replace(',', ";").as_bytes(), 1);
    reads("tab.tsv", text(&[HEAD, ANA], "\n").replace(',', "\t").as_bytes(), 1);
}

#[test]
fn utf16_in_both_orders() {
    let body = text(&[HEAD, &ANA.replace("Ana Example", "José Núñez")], "\r\n");
    let mut little = vec![0xFF, 0xFE];
    little.extend(body.encode_utf16().flat_map(u16::to_le_bytes));
    reads("le.csv", &little, 1);
    let mut big = vec![0xFE, 0xFF];
    big.extend(body.encode_utf16().flat_map(u16::to_be_bytes));
    reads("be.csv", &big, 1);
}

#[test]
fn a_western_text_is_a_guess_to_confirm_and_damage_is_refused() {
    let body = text(&[HEAD, ANA], "\n");
    let latin: Vec<u8> = body.replace("Ana Example", "Jos# N##ez").bytes().map(|b| if b == b'#' { 0xE9 } else { b }).collect();
    let run = read_upload("latin.csv", &latin);
    assert_eq!(codes(&run), ["csv.encoding_guess"]);
    assert_eq!(run.problems[0].read, "José Nééez");
    assert!(run.problems[0].fix.contains("C2"), "{}", run.problems[0].fix);
    assert_eq!(run.sheets[0].rows_used, 1);

    let damaged: Vec<u8> = body.bytes().map(|b| if b == b'x' { 0xFF } else { b }).collect();
    refused("damaged.csv", &damaged, "csv.encoding");
}

#[test]
fn lines_with_other_columns_are_all_named() {
    let short = "2026-01-10,1111,Ana Example,Carpenter,8,8,8,8,8,0,0,40,0,41.25,61.88,12.5";
    let long = format!("{ANA},extra");
    let run = read_upload("ragged.csv", text(&[HEAD, ANA, short, &long], "\n").as_bytes());
    assert_eq!(codes(&run), ["csv.columns", "csv.columns"]);
    assert!(run.problems[0].read.contains("line 3, 4"), "{}", run.problems[0].read);
    // A trailing delimiter adds a field with nothing in it: no harm.
    reads("trailing.csv", text(&[HEAD, &format!("{ANA},")], "\n").as_bytes(), 1);
}

#[test]
fn quotation_marks_line_ends_inside_and_never_closed() {
    let inside = ANA.replace("Ana Example", "\"Ana\r\nExample\"");
    let run = read_upload(
        "inside.csv",
        text(&[HEAD, &inside, &ANA.replace("1111", "2222").replace(",8,8,8,8,8,", ",8,OFF,8,8,8,")], "\r\n").as_bytes(),
    );
    assert_eq!(codes(&run), ["hours-not-a-number"]);
    // The physical line, as an editor shows it: the first record takes lines 2 and 3.
    assert!(run.problems[0].fix.contains("F4"), "{}", run.problems[0].fix);
    refused("open.csv", text(&[HEAD, &ANA.replace("Ana", "\"Ana")], "\n").as_bytes(), "csv.quote");
}

#[test]
fn empty_and_hostile_texts() {
    refused("header-only.csv", text(&[HEAD], "\n").as_bytes(), "sheet.empty");
    refused("nul.csv", text(&[HEAD, &ANA.replace("Ana", "A\0na")], "\n").as_bytes(), "csv.control_character");
    refused("wide.csv", format!("{}\n", "a,".repeat(100_000)).as_bytes(), "sheet.extent");
    refused("one-line.csv", format!("{HEAD}\n{}", "9".repeat(2 << 20)).as_bytes(), "csv.line_too_long");
    let many: String =
        std::iter::once(format!("{HEAD}\n")).chain((0..20_001).map(|i| format!("{}\n", ANA.replace("1111", &i.to_string())))).collect();
    refused("many.csv", many.as_bytes(), "sheet.too_many_rows");
}

#[test]
fn a_second_table_is_named_and_not_read() {
    let second = ["", "agency,project,outcome,note", "OED,Pier 4,late,none", "OED,Pier 5,on time,none"];
    let lines: Vec<&str> = [HEAD, ANA].into_iter().chain(second).collect();
    let run = read_upload("two.csv", text(&lines, "\n").as_bytes());
    assert_eq!(codes(&run), Vec::<&str>::new());
    assert!(run.notes.iter().any(|n| n.code == "csv.second_table" && n.read.contains("row 4")));
    let rows: Vec<(u32, WhyNotUsed)> = run.sheets[0].not_used.iter().map(|n| (n.row, n.why)).collect();
    assert_eq!(rows, [(3, WhyNotUsed::BlankRow), (4, WhyNotUsed::SecondTable), (5, WhyNotUsed::SecondTable), (6, WhyNotUsed::SecondTable)]);
    assert_eq!((run.sheets[0].rows_read, run.sheets[0].rows_used), (5, 1));
}

#[test]
fn full_social_security_numbers_refuse_the_file_wherever_they_stand() {
    for (what, line) in
        [("in the name", ANA.replace("Ana Example", "Ana Example 000-12-3456")), ("as the number", ANA.replace("1111", "000-12-3456"))]
    {
        let run = read_upload("ssn.csv", text(&[HEAD, &line], "\n").as_bytes());
        assert_eq!(codes(&run), ["pii.full_ssn"], "{what}");
        assert!(!format!("{run:?}").contains("3456"), "{what}: the number is repeated");
    }
    let head = format!("{HEAD},SSN");
    refused("nine.csv", text(&[&head, &format!("{ANA},123456789")], "\n").as_bytes(), "pii.full_ssn");
    reads("four.csv", text(&[&head, &format!("{ANA},***-**-0007")], "\n").as_bytes(), 1);
    refused("address.csv", text(&[&format!("{HEAD},Home Address"), &format!("{ANA},1 Example Way")], "\n").as_bytes(), "pii.address");
    reads("no-address.csv", text(&[&format!("{HEAD},Home Address"), &format!("{ANA},")], "\n").as_bytes(), 1);
}

#[test]
fn impossible_figures_are_held_in_an_upload_at_their_cell() {
    for (from, to, code, cell) in [
        ("8,8,8,8,8,0,0,40", "25,8,8,8,8,0,0,40", "hours.over_24", "E2"),
        ("8,8,8,8,8,0,0,40", "-8,8,8,8,8,0,0,40", "hours.negative", "E2"),
        (",41.25,", ",-41.25,", "rate.negative", "N2"),
        ("1320.55", "-1320.55", "net.negative", "R2"),
        (",41.25,", ",\"41,25\",", "cell.ambiguous_number", "N2"),
        ("1650,", "1650.005,", "money.precision", "Q2"),
        ("2026-01-10", "13/45/2026", "date.not_a_date", "A2"),
        ("2026-01-10", "1026-01-10", "date.out_of_range", "A2"),
        (",0,0,40,0,", ",0,0,41,0,", "totals.differ", "L2"),
    ] {
        let run = read_upload("held.csv", text(&[HEAD, &ANA.replace(from, to)], "\n").as_bytes());
        assert_eq!(codes(&run), [code], "{to}");
        assert!(run.problems[0].fix.contains(cell), "{to}: {}", run.problems[0].fix);
    }
}

#[test]
fn a_totals_row_is_held_against_its_rows() {
    let ben = "2026-01-10,2222,Ben Sample,Laborer,8,8,8,8,8,4,0,40,4,30.1,45.15,9.75,1384.6,1101.02";
    let total = |st, ot| format!(",,TOTALS,,16,16,16,16,16,4,0,{st},{ot},,,,,");
    let right = read_upload("right.csv", text(&[HEAD, ANA, ben, &total(80, 4)], "\n").as_bytes());
    assert_eq!((right.notes.len(), right.sheets[0].rows_used), (0, 2));
    let wrong = read_upload("wrong.csv", text(&[HEAD, ANA, ben, &total(88, 4)], "\n").as_bytes());
    let said: Vec<&str> = wrong.notes.iter().map(|n| n.code).collect();
    assert_eq!(said, ["totals.row_differs"]);
    assert_eq!(wrong.notes[0].read, "the totals row says 92.00 hours, its rows add up to 84.00");
    assert!(wrong.problems.is_empty());
}
