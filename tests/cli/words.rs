//! What a person is told: the nearest name, the place, the way on.

use super::terminal::{GROSS_WRONG, HONEST, Terminal, UNREADABLE};
use plumbline::rules::library::Library;
use plumbline::service::explanation::every;

fn complaint(args: &[&str]) -> String {
    let said = Terminal::with(&[HONEST]).run(args);
    assert_eq!(said.code, 2, "{}", said.out);
    said.err
}

#[test]
fn a_misspelt_policy_is_answered_with_the_nearest() {
    let words = "plumbline: there is no policy `us/davis-bacn`. Did you mean `us/davis-bacon`? See plumbline rules list.\n";
    assert_eq!(complaint(&["check", "payroll.csv", "--rules", "us/davis-bacn"]), words);
    assert_eq!(complaint(&["rules", "show", "us/davis-bacn"]), words);
}

#[test]
fn an_unknown_layout_is_answered_with_all_of_them() {
    let words = complaint(&["check", "payroll.csv", "--layout", "wh347"]);
    for layout in ["`wh347`", "flat-payroll", "wh347-2008", "wh347-2025", "lcptracker", "register", "boston-utilization", "mapped"] {
        assert!(words.contains(layout), "{layout}: {words}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let words = complaint(&["check", "payroll.csv", "--project", "project.toml"]);
    assert_eq!(words, "plumbline: project.toml: the file cannot be read: there is no such file.\n");
    let words = complaint(&["check", "payroll.csv", "--map", "shape.map.toml"]);
    assert_eq!(words, "plumbline: the mapping shape.map.toml cannot be read: there is no such file.\n");
    let said = Terminal::new().run(&["check", "march.csv"]);
    assert!(said.out.contains("--> march.csv") && said.out.contains("there is no such file"), "{}", said.out);
    assert!(said.out.contains("Nothing was checked.") && !said.out.contains("met 0"), "{}", said.out);
}

#[test]
fn a_day_is_asked_for_as_it_is_written() {
    for day in ["03/15/2025", "2025-02-30"] {
        let words = complaint(&["check", "payroll.csv", "--as-of", day]);
        assert!(words.contains("for example 2025-03-15"), "{words}");
    }
}

#[test]
fn a_problem_names_its_cell_what_stands_there_and_what_to_do() {
    let said = Terminal::with(&[HONEST, UNREADABLE]).run(&["check", "payroll.csv"]);
    for words in ["problem[hours-not-a-number]", "--> payroll!G3", "38,5", "to do: ", "not used 1: problem 3", "plumbline explain CODE"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}

/// The cells spoken of stand among their neighbours under their headings, and who the worker is does not.
#[test]
fn cells_are_shown_with_their_neighbours() {
    let terminal = Terminal::with(&[GROSS_WRONG, UNREADABLE]);
    let said = terminal.run(&["check", "payroll.csv"]);
    let after = |words: &str| -> Vec<&str> { said.out.lines().skip_while(|l| !l.starts_with(words)).skip(2).take(3).collect() };
    assert_eq!(
        after("problem[hours-not-a-number]"),
        [
            "   |      trade  classification  st_hours  ot_hours  base_rate  fringe_plan",
            "   |  Carpenter       Carpenter      38,5         0      61.19        31.55",
            "   |                                 ^^^^ text; we need hours of one week",
        ]
    );
    let quoted = after("not-met[gross-adds-up]");
    let pairs: Vec<(&str, &str)> = quoted[0].split_whitespace().zip(quoted[1].split_whitespace()).collect();
    for (heading, cell) in [("gross_project", "2457.60"), ("base_rate", "61.19"), ("st_hours", "40.00")] {
        assert!(pairs.contains(&(heading, cell)), "{heading}: {pairs:?}");
    }
    for line in said.out.lines().filter(|l| l.starts_with("   |")) {
        assert!(!line.contains("W0418") && !line.contains("worker_id") && !line.contains("level"), "{line}");
    }
}

#[test]
fn every_code_is_explained() {
    // One process a code would take long; the list names them all and each page is looked at in the library.
    let library = Library::embedded().unwrap();
    let terminal = Terminal::new();
    let list = terminal.run(&["explain"]);
    for code in every(&library) {
        assert!(list.out.contains(code), "{code}");
        let page = plumbline::service::explanation::page(&library, code).unwrap();
        assert!(page.lines().count() > 1 && page.ends_with('\n'), "{code}: {page}");
    }
    for code in ["hours-not-a-number", "overtime", "us/davis-bacon", "cannot-tell"] {
        let said = terminal.run(&["explain", code]);
        assert_eq!((said.code, said.out), (0, plumbline::service::explanation::page(&library, code).unwrap()), "{code}");
    }
    let near = terminal.run(&["explain", "overtimes"]);
    assert_eq!(near.err, "plumbline: nothing is named `overtimes`. Did you mean `overtime`? plumbline explain lists every code.\n");
}

#[test]
fn completions_name_every_command() {
    let said = Terminal::new().run(&["completions", "bash"]);
    assert_eq!(said.code, 0);
    for command in ["check", "read", "map", "template", "explain", "rules", "completions"] {
        assert!(said.out.contains(&format!("plumbline,{command})")), "{command}");
    }
}

#[test]
fn help_names_the_exit_codes() {
    let said = Terminal::new().run(&["check", "--help"]);
    assert_eq!(said.code, 0);
    for words in ["Exit codes: 0 ", "; 1 ", "3 a file could not be read", "70 our own fault"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}
