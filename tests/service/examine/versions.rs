//! What changed: from version to version by cell, from week to week by worker.

use super::{Upload, harbor};
use plumbline::service::examine::Examination;
use plumbline::service::examine::compare::{versions, weeks};

const FIRST: &str = "Week Ending,Worker ID,Classification,ST Hours,Base Rate\n\
                     2025-03-15,W1,Laborer,40,46.40\n\
                     2025-03-15,W2,Laborer,4O,46.40\n\
                     2025-03-15,W3,Carpenter,38,61.19\n";

fn of(name: &str, text: &str) -> Examination {
    Upload::of(name, text).examine()
}

#[test]
fn a_new_file_is_held_against_the_old_one_cell_by_cell() {
    // Sorted otherwise, a column moved, one cell mended, one worker more, one gone.
    let second = "Worker ID,Week Ending,Base Rate,Classification,ST Hours\n\
                  W4,2025-03-15,46.40,Laborer,8\n\
                  W2,2025-03-15,46.40,Laborer,40\n\
                  W1,2025-03-15,46.40,Laborer,40\n";
    let changes = versions(&of("first.csv", FIRST), &of("corrected.csv", second));
    let cells: Vec<_> =
        changes.cells.iter().map(|c| (c.row_before, c.row, c.column, c.heading.as_str(), c.before.as_str(), c.after.as_str())).collect();
    assert_eq!(cells, [(3, 3, 4, "ST Hours", "4O", "40")]);
    assert_eq!(changes.rows_added.iter().map(|r| r.row).collect::<Vec<_>>(), [2]);
    assert_eq!(changes.rows_removed.iter().map(|r| r.row).collect::<Vec<_>>(), [4]);
    assert!(changes.columns_added.is_empty() && changes.columns_removed.is_empty());
}

#[test]
fn a_corrected_name_is_a_change_and_no_new_row() {
    let changes = versions(&of("a.csv", FIRST), &of("b.csv", &FIRST.replace("W2", "W02").replace("4O", "40")));
    let cells: Vec<_> = changes.cells.iter().map(|c| (c.row, c.before.as_str(), c.after.as_str())).collect();
    assert_eq!(cells, [(3, "W2", "W02"), (3, "4O", "40")]);
    assert!(changes.rows_added.is_empty() && changes.rows_removed.is_empty());
}

#[test]
fn a_new_column_is_named_once() {
    let wider: String =
        FIRST.lines().enumerate().map(|(n, line)| format!("{line},{}\n", if n == 0 { "Fringe" } else { "28.85" })).collect();
    let changes = versions(&of("a.csv", FIRST), &of("b.csv", &wider));
    assert_eq!((changes.columns_added, changes.cells.len()), (vec!["Fringe".to_owned()], 0));
}

#[test]
fn the_same_file_has_no_changes() {
    let changes = versions(&harbor().examine(), &harbor().examine());
    assert_eq!(changes, Default::default());
}

#[test]
fn a_week_is_held_against_the_week_before() {
    let last = of("w1.csv", FIRST.replace("4O", "40").as_str()).lines;
    let this = "Week Ending,Worker ID,Classification,ST Hours,Base Rate\n\
                2025-03-22,W1,Laborer,40,47.00\n\
                2025-03-22,W3,Carpenter,20,61.19\n\
                2025-03-22,W3,Laborer,12,46.40\n\
                2025-03-22,W5,Laborer,40,46.40\n";
    let this = of("w2.csv", this).lines;
    let changes = weeks(&last, &this);
    assert_eq!(changes.new.iter().map(|w| w.worker.as_str()).collect::<Vec<_>>(), ["W5"]);
    assert_eq!(changes.gone.iter().map(|w| w.worker.as_str()).collect::<Vec<_>>(), ["W2"]);
    let rates: Vec<_> = changes.rates.iter().map(|r| (r.worker.as_str(), r.rate, r.before.as_deref(), r.after.as_deref())).collect();
    assert_eq!(rates, [("W1", "base_rate", Some("46.40"), Some("47.00"))]);
    let hours: Vec<_> = changes.hours.iter().map(|w| (w.worker.as_str(), w.before.hours.as_deref(), w.after.hours.as_deref())).collect();
    assert_eq!(hours, [("W3", Some("38.00"), Some("32.00"))]);
    assert_eq!(changes.work.iter().map(|w| w.after.work.clone()).collect::<Vec<_>>(), [["Carpenter", "Laborer"]]);
    assert!(weeks(&last, &last).is_empty());
}
