//! Whose rows they are: rows of another project are set aside and counted.

use super::work::{check, request};
use plumbline::domain::project::Project;
use plumbline::domain::run::WhyNotUsed;

const HEAD: &str = "week_ending,project,contractor,worker_id,classification,st_hours,base_rate,gross_project\n";

fn project() -> Project {
    Project { id: "P-104".to_owned(), name: "Library renovation".to_owned(), ..Project::default() }
}

fn rows(projects: &[&str]) -> String {
    let line = |(n, p): (usize, &&str)| format!("2026-01-10,{p},Example Builders LLC,W{n},Carpenter,40,40.00,1600.00\n");
    HEAD.to_owned() + &projects.iter().enumerate().map(line).collect::<String>()
}

#[test]
fn rows_of_another_project_are_set_aside_where_some_name_this_one() {
    let run =
        check(&rows(&["Library Renovation", "Pier 4", "p 104", "Pier 4", ""]), &request(Some(project()), Some(&["payroll/arithmetic"]), 0));
    let sheet = &run.sheets[0];
    assert_eq!((sheet.rows_read, sheet.rows_used, sheet.rows_outside), (5, 3, 2));
    let outside: Vec<u32> = sheet.not_used.iter().filter(|n| n.why == WhyNotUsed::OutsideProject).map(|n| n.row).collect();
    assert_eq!(outside, [3, 5]);
}

#[test]
fn where_no_row_names_the_project_all_are_checked_and_it_is_said() {
    let run = check(&rows(&["Pier 4", "Pier 5"]), &request(Some(project()), Some(&["payroll/arithmetic"]), 0));
    assert_eq!((run.sheets[0].rows_used, run.sheets[0].rows_outside), (2, 0));
    assert!(run.remarks.iter().any(|r| r.contains("No row names project P-104") && r.contains("2 other projects")), "{:?}", run.remarks);
}
