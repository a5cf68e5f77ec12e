//! Standard input, standard output, files, colours.

use super::terminal::{GROSS_WRONG, HONEST, Terminal, UNREADABLE, payroll};

#[test]
fn standard_input_is_checked_like_a_file() {
    let lines = [HONEST, GROSS_WRONG];
    let piped = Terminal::new().pipe(&["check", "-"], &payroll(&lines));
    let from_file = Terminal::with(&lines).run(&["check", "payroll.csv"]);
    assert_eq!(piped.code, 1);
    assert_eq!(piped.out.replace("standard input", "payroll"), from_file.out.replace("payroll.csv", "payroll"));
}

#[test]
fn out_writes_the_same_bytes_to_a_file_and_nothing_to_the_terminal() {
    let terminal = Terminal::with(&[HONEST, GROSS_WRONG, UNREADABLE]);
    for format in ["text", "json", "sarif", "csv"] {
        let shown = terminal.run(&["check", "payroll.csv", "--format", format]);
        let kept = terminal.run(&["check", "payroll.csv", "--format", format, "--out", "report"]);
        assert_eq!((kept.code, kept.out.as_str(), kept.err.as_str()), (shown.code, "", ""), "{format}");
        assert_eq!(std::fs::read_to_string(terminal.path("report")).unwrap(), shown.out, "{format}");
    }
    let left: Vec<_> = terminal.path(".").read_dir().unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "only the payroll and the report: {left:?}");
}

#[test]
fn a_place_that_cannot_be_written_to_is_named() {
    let terminal = Terminal::with(&[HONEST]);
    let said = terminal.run(&["check", "payroll.csv", "--out", "no-such-folder/report"]);
    assert_eq!(said.code, 2);
    assert_eq!(said.err, "plumbline: the output cannot be written: its folder is not there. Choose another place with --out.\n");
}

#[test]
fn no_colours_where_nobody_looks_or_they_are_not_wanted() {
    let terminal = Terminal::with(&[GROSS_WRONG]);
    let plain = terminal.run(&["check", "payroll.csv"]);
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    let unwanted = terminal.command(&["check", "payroll.csv"]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert_eq!(unwanted.stdout, plain.out.as_bytes());
    assert!(plain.err.is_empty(), "no progress bar where there is no terminal: {}", plain.err);
}

#[test]
fn a_reader_who_goes_away_is_no_fault() {
    let many: Vec<String> = (0..3_000).map(|n| GROSS_WRONG.replace("W0418", &format!("W{n:05}"))).collect();
    let lines: Vec<&str> = many.iter().map(String::as_str).collect();
    let terminal = Terminal::with(&lines);
    let mut child = terminal.command(&["check", "payroll.csv", "--all"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
