//! What a person sees of an upload is what the command line says of the file.

use super::{Upload, codes, day, examples, harbor, text_at};
use plumbline::service::examine::{Examination, OutcomeWord};
use std::process::Command;

fn command_line(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_plumbline")).args(args).env("NO_COLOR", "1").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_report_is_the_bytes_of_the_command_line() {
    let (payroll, project) = (examples().join("harbor-week.csv"), examples().join("library-renovation.toml"));
    let (payroll, project) = (payroll.to_str().unwrap(), project.to_str().unwrap());
    for (project, as_of) in [(Some(project), None), (Some(project), Some("2025-03-20")), (None, None)] {
        let mut upload = harbor();
        upload.request.project_file = project.map(Into::into);
        upload.request.as_of = as_of.and_then(day);
        upload.request.week_ending = day("2025-03-15");
        let seen = upload.examine();
        let mut args = vec!["check", payroll];
        args.extend(project.iter().flat_map(|project| ["--project", project]));
        args.extend(as_of.iter().flat_map(|day| ["--as-of", day]));
        let text = command_line(&args);
        args.extend(["--format", "json"]);
        assert_eq!(seen.report, command_line(&args));
        // Shares of one project are printed as a table there; each is a block of its own here.
        for finding in seen.findings.iter().filter(|f| f.subject.group.is_none()) {
            assert!(!finding.text.is_empty() && text.contains(&finding.text), "{}\nis not in\n{text}", finding.text);
        }
        assert_eq!(project.is_some(), !seen.findings.is_empty());
    }
}

#[test]
fn everything_a_person_needs_is_there() {
    let mut upload = harbor();
    upload.request.project_file = Some(examples().join("library-renovation.toml"));
    upload.request.week_ending = day("2025-03-15");
    let seen = upload.examine();
    assert_eq!(seen.outcome, OutcomeWord::Examined);
    assert_eq!((seen.input.sheet.as_deref(), seen.input.header_row, seen.input.sha256.len()), (Some("harbor-week"), Some(1), 64));

    let [problem] = seen.problems.as_slice() else { panic!("{:?}", seen.problems) };
    assert_eq!(
        (problem.sheet.as_deref(), problem.row, problem.column, problem.cell.as_deref()),
        (Some("harbor-week"), Some(5), Some(11), Some("L5"))
    );
    assert_eq!((problem.read.as_str(), problem.not_checked.as_str(), problem.blocks), ("8,5", "row", true));
    assert!(!seen.can_sign());

    // Row 3 is paid 59.44 + 31.55 where 92.74 is due: 1.75 for 40 hours and 2.625 for 4.
    let carpenter = seen.findings.iter().find(|f| f.subject.worker.as_deref() == Some("W0418") && f.owed.is_some()).unwrap();
    assert_eq!(carpenter.owed.as_deref(), Some("80.50"));
    assert!(carpenter.cells.iter().any(|c| c.sheet == "harbor-week" && c.row == 3), "{:?}", carpenter.cells);
    assert!(carpenter.is_open() && !carpenter.citations.is_empty() && !carpenter.steps.is_empty());
    let rule = seen.rules.iter().find(|r| r.id == carpenter.rule).unwrap();
    assert_eq!((&carpenter.rule_digest, &carpenter.rule_title), (&rule.digest, &rule.title));
    assert!(seen.owed_by_worker.iter().any(|w| w.worker == "W0418"));

    assert_eq!((seen.rows.read, seen.rows.used, seen.rows.outside), (5, 4, 0));
    assert_eq!((seen.rows.not_used[0].row, seen.rows.not_used[0].why.as_str()), (5, "problem"));
    assert_eq!(seen.lines.iter().map(|l| l.file_row).collect::<Vec<_>>(), [2, 3, 4, 6]);
    assert_eq!(seen.lines[1].hours, [Some("40.00"), Some("4.00"), None, Some("44.00")].map(|h| h.map(str::to_owned)));
    let tuesday = seen.columns.iter().find(|c| c.letter == "L").unwrap();
    assert_eq!((tuesday.field.as_deref(), tuesday.readable, tuesday.blank, tuesday.unreadable), (Some("st_tue"), 4, 0, 1));
    assert_eq!(tuesday.first_values, ["8", "8", "9"]);
    let resident = seen.columns.iter().find(|c| c.heading == "boston_resident").unwrap();
    assert_eq!((resident.readable, resident.blank, resident.unreadable), (4, 1, 0));
    assert_eq!((text_at(&seen, 5, 11), text_at(&seen, 3, 17)), (Some("8,5"), Some("59.44")));
    assert_eq!(seen.sheet_rows[3].why_not_used.as_deref(), Some("problem"));
}

#[test]
fn the_same_request_gives_the_same_bytes_and_they_read_back() {
    let mut upload = harbor();
    upload.request.project_file = Some(examples().join("library-renovation.toml"));
    let bytes = upload.examine().canonical().unwrap();
    assert_eq!(bytes, upload.examine().canonical().unwrap());
    let back: Examination = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(back.canonical().unwrap(), bytes);
}

#[test]
fn nothing_that_is_not_used_is_kept() {
    let text = "Week Ending,Worker ID,Classification,ST Hours,Base Rate,Favourite colour,Payroll No\n\
                2025-03-15,000123456,Laborer,40,46.40,mauve,7\n\
                2025-03-15,W2,Laborer,40,46.40,puce,7\n";
    let seen = Upload::of("../../etc/week.csv", text).examine();
    let kept = serde_json::to_string(&seen).unwrap();
    assert_eq!(seen.input.name, "week.csv");
    assert!(!kept.contains("mauve") && !kept.contains("puce"));
    assert_eq!(text_at(&seen, 2, 1), Some("•••••••56"));
    let colour = seen.columns.iter().find(|c| c.letter == "F").unwrap();
    assert_eq!((colour.field.as_deref(), colour.how.as_str(), colour.first_values.len()), (None, "not-used", 0));
    let long = format!("Week Ending,Worker ID,Classification,ST Hours\n2025-03-15,W1,{},40\n", "x".repeat(300));
    let seen = Upload::of("week.csv", long).examine();
    assert_eq!(text_at(&seen, 2, 2).unwrap().chars().count(), 200);
}

#[test]
fn a_file_that_is_no_payroll_is_refused_with_its_reason() {
    let cases: [(&str, &[u8], &str); 4] = [
        ("week.csv", b"", "upload.empty"),
        ("week.xlsx", b"%PDF-1.7 not a workbook at all, whatever it is called", "type.mismatch"),
        ("week.csv", b"Week Ending,Worker ID,Classification,ST Hours\n2025-03-15,000-12-3456,Laborer,40\n", "pii.full_ssn"),
        ("week.csv", b"Week Ending,Worker ID,Classification,ST Hours\n", "sheet.empty"),
    ];
    for (name, bytes, code) in cases {
        let seen = Upload::of(name, bytes).examine();
        assert_eq!((seen.outcome, codes(&seen)), (OutcomeWord::Refused, vec![code]));
        assert!(seen.problems[0].blocks && !seen.problems[0].text.is_empty() && !seen.can_sign());
        assert!(seen.sheet_rows.is_empty() && seen.lines.is_empty());
        assert!(!serde_json::to_string(&seen).unwrap().contains("000-12-3456"));
    }
}

#[test]
fn what_surrounds_the_file_is_no_fault_of_the_file() {
    let mut upload = harbor();
    upload.request.project_file = Some(upload.folder().join("nowhere.toml"));
    assert!(plumbline::service::examine::examine(&upload.request).unwrap_err().0.contains("nowhere.toml"));
    upload.request.project_file = None;
    upload.request.layout = Some("shoe-sizes".to_owned());
    assert!(plumbline::service::examine::examine(&upload.request).unwrap_err().0.contains("shoe-sizes"));
}

#[test]
fn rows_of_another_contractor_are_remarked() {
    let mut upload = harbor();
    upload.request.contractor = "EXAMPLE BUILDERS, LLC".into();
    assert!(!upload.examine().remarks.iter().any(|r| r.contains("contractor")));
    upload.request.contractor = "Harbor Electric".into();
    let said = "Rows name the contractor Example Builders LLC. This payroll is for Harbor Electric.";
    assert!(upload.examine().remarks.iter().any(|r| r == said));
}
