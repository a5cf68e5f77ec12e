//! A green 0 is never given over unread rows, and each other code has one meaning.

use super::terminal::{GROSS_WRONG, HONEST, NO_RATE, Terminal, UNREADABLE};

const CHECK: &[&str] = &["check", "payroll.csv"];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    CHECK.iter().chain(more).copied().collect()
}

#[test]
fn zero_where_everything_was_read_and_nothing_found() {
    let terminal = Terminal::with(&[HONEST]);
    assert_eq!(terminal.code(CHECK), 0);
    assert_eq!(terminal.code(&["read", "payroll.csv"]), 0);
}

#[test]
fn one_where_something_is_not_met() {
    let terminal = Terminal::with(&[HONEST, GROSS_WRONG]);
    assert_eq!(terminal.code(CHECK), 1);
    assert_eq!(terminal.code(&with(&["--fail-on", "never"])), 0);
    assert_eq!(terminal.code(&with(&["--fail-on", "cannot-tell"])), 1);
    // `read` knows no rule.
    assert_eq!(terminal.code(&["read", "payroll.csv"]), 0);
    // Readers of SARIF take anything but 0 for a tool that broke.
    assert_eq!(terminal.code(&with(&["--format", "sarif"])), 0);
}

#[test]
fn a_finding_weighs_more_than_an_unread_row() {
    let terminal = Terminal::with(&[GROSS_WRONG, UNREADABLE]);
    assert_eq!(terminal.code(CHECK), 1);
    assert_eq!(terminal.code(&with(&["--fail-on", "never"])), 4);
    assert_eq!(terminal.code(&with(&["--fail-on", "never", "--allow-incomplete"])), 0);
}

#[test]
fn two_for_wrong_usage() {
    let terminal = Terminal::with(&[HONEST]);
    terminal.write("broken.toml", "[project\nid = 1\n");
    for args in [
        &["check"][..],
        &[],
        &with(&["--no-such-flag"]),
        &with(&["--layout", "no-such-layout"]),
        &with(&["--rules", "us/no-such-policy"]),
        &with(&["--project", "not-there.toml"]),
        &with(&["--project", "broken.toml"]),
        &with(&["--map", "not-there.toml"]),
        &with(&["--rules-dir", "not-there"]),
        &with(&["--threads", "0"]),
        &with(&["--format", "html"]),
        &["check", "-", "-"],
        &["explain", "no-such-code"],
        &["rules", "show", "no-such-policy"],
        &["template", "no-such-kind"],
    ] {
        let said = terminal.run(args);
        assert_eq!(said.code, 2, "{args:?}: {}{}", said.out, said.err);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{args:?}: usage is explained on standard error, got {}", said.out);
    }
}

#[test]
fn three_where_the_file_cannot_be_read_at_all() {
    let terminal = Terminal::new();
    terminal.write("empty.csv", "");
    terminal.write("other.csv", "a,b\n1,2\n");
    terminal.write("numbers.csv", "week_ending,ssn,classification,st_hours,base_rate\n2025-03-15,000-12-3456,Carpenter,40,61.19\n");
    for file in ["not-there.csv", "empty.csv", "other.csv", "numbers.csv", "."] {
        for command in ["check", "read"] {
            // Leaving rows unread may be allowed; leaving everything unread may not.
            assert_eq!(terminal.code(&[command, file, "--allow-incomplete"]), 3, "{command} {file}");
        }
    }
}

#[test]
fn four_where_rows_or_checks_were_left_open() {
    let unread = Terminal::with(&[HONEST, UNREADABLE]);
    assert_eq!(unread.code(CHECK), 4);
    assert_eq!(unread.code(&with(&["--allow-incomplete"])), 0);
    assert_eq!(unread.code(&["read", "payroll.csv"]), 4);
    assert_eq!(unread.code(&["read", "payroll.csv", "--allow-incomplete"]), 0);
    let open = Terminal::with(&[HONEST, NO_RATE]);
    assert_eq!(open.code(CHECK), 4);
    assert_eq!(open.code(&with(&["--allow-incomplete"])), 0);
    assert_eq!(open.code(&with(&["--fail-on", "cannot-tell"])), 1);
    assert_eq!(open.code(&["read", "payroll.csv"]), 0);
}
