//! A payroll for one week: rows of other weeks are named, never dropped unsaid.

use super::{Upload, codes, day};
use plumbline::service::examine::OutcomeWord;

const TWO: &str = "Week Ending,Worker ID,Classification,ST Hours,Base Rate\n\
                   2025-03-15,W1,Laborer,40,46.40\n\
                   2025-03-22,W1,Laborer,32,46.40\n\
                   2025-03-15,W2,Laborer,24,46.40\n\
                   2025-03-22,W2,Laborer,16,46.40\n\
                   2025-03-15,W2,Laborer,8x,46.40\n";

#[test]
fn only_rows_of_the_week_are_lines_and_the_others_are_listed() {
    let mut upload = Upload::of("march.csv", TWO);
    upload.request.week_ending = day("2025-03-15");
    let seen = upload.examine();
    assert_eq!(seen.outcome, OutcomeWord::Examined);
    assert_eq!(seen.lines.iter().map(|l| l.file_row).collect::<Vec<_>>(), [2, 4]);
    let not_used: Vec<(u32, &str)> = seen.rows.not_used.iter().map(|n| (n.row, n.why.as_str())).collect();
    assert_eq!(not_used, [(3, "other-week"), (5, "other-week"), (6, "problem")]);
    assert_eq!((seen.rows.read, seen.rows.used), (5, 2));
    let other = seen.problems.iter().find(|p| p.code == "week.other").unwrap();
    assert_eq!((other.cell.as_deref(), other.read.as_str(), other.blocks), (Some("A3"), "2025-03-22", false));
    assert_eq!(
        other.fix,
        "Rows 3, 5 say 2025-03-22. This payroll is for the week ending 2025-03-15. Move these rows to the payroll of the week ending 2025-03-22."
    );
    assert!(seen.report.contains("\"why\": \"other-week\"") && seen.report.contains("week.other"));
    // Without a week every row is a line.
    upload.request.week_ending = None;
    assert_eq!(upload.examine().lines.len(), 4);
}

#[test]
fn a_file_of_another_week_cannot_be_signed() {
    let mut upload = Upload::of("march.csv", "Week Ending,Worker ID,Classification,ST Hours\n2025-03-22,W1,Laborer,40\n");
    upload.request.week_ending = day("2025-03-15");
    let seen = upload.examine();
    assert_eq!(codes(&seen), ["week.other", "week.none"]);
    assert!(seen.lines.is_empty() && seen.findings.is_empty() && !seen.can_sign());
    upload.request.week_ending = day("2025-03-22");
    let seen = upload.examine();
    assert!(codes(&seen).is_empty() && seen.can_sign());
}

#[test]
fn rows_of_other_weeks_are_not_judged() {
    // Row 3 is of another week and does not add up; row 2 does.
    let text = "Week Ending,Worker ID,Classification,ST Hours,Base Rate,Gross,Deductions,Net\n\
                2025-03-15,W1,Laborer,40,10.00,400.00,100.00,300.00\n\
                2025-03-22,W1,Laborer,40,10.00,400.00,100.00,250.00\n";
    let mut upload = Upload::of("march.csv", text);
    assert!(upload.examine().open().count() > 0);
    upload.request.week_ending = day("2025-03-15");
    assert_eq!(upload.examine().open().count(), 0);
}
