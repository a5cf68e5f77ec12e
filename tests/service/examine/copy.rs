//! One's own file back, with notes in the cells.

use super::{Upload, harbor};
use plumbline::service::examine::{Examination, notes_copy};
use std::io::{Cursor, Read as _};

/// The parts of a workbook whose names contain a word, as text.
fn parts(workbook: &[u8], word: &str) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).filter(|name| name.contains(word)).collect();
    let mut texts = Vec::new();
    for name in names {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        texts.push(text);
    }
    texts
}

fn again(name: &str, copy: &[u8]) -> Examination {
    Upload::of(name, copy).examine()
}

#[test]
fn notes_stand_at_their_cells_and_on_a_sheet_of_their_own() {
    let mut upload = harbor();
    upload.request.project_file = Some(super::examples().join("library-renovation.toml"));
    let seen = upload.examine();
    let original = std::fs::read(&upload.request.file).unwrap();
    let copy = notes_copy(&original, &seen).unwrap();
    assert_eq!(copy, notes_copy(&original, &seen).unwrap());
    let comments = parts(&copy, "comments").concat();
    assert!(comments.contains("ref=\"L5\"") && comments.contains("We read: 8,5") && comments.contains("Owed: $80.50"), "{comments}");
    assert!(parts(&copy, "workbook.xml").concat().contains("name=\"Problems\""));
    let listed = parts(&copy, "sharedStrings").concat();
    assert!(listed.contains("harbor-week!L5") && listed.contains("Hours cannot be read"));
    // What is read of the copy is what was read of the original.
    let copied = again("copy.xlsx", &copy);
    assert_eq!(copied.lines, seen.lines);
    assert_eq!((copied.problems[0].code.as_str(), copied.problems[0].cell.as_deref()), ("hours-not-a-number", Some("L5")));
}

#[test]
fn a_workbook_comes_back_and_nothing_in_it_acts() {
    let text = "Week Ending,Worker ID,Classification,ST Hours,Base Rate\n\
                2025-03-15,=HYPERLINK(\"http://x\"),Laborer,40,46.40\n\
                2025-03-15,@SUM(A1),+Laborer,4O,46.40\n";
    let upload = Upload::of("week: [1].csv", text);
    let seen = upload.examine();
    let copy = notes_copy(text.as_bytes(), &seen).unwrap();
    for sheet in parts(&copy, "worksheets/sheet") {
        assert!(!sheet.contains("<f"), "{sheet}");
    }
    let strings = parts(&copy, "sharedStrings").concat();
    assert!(strings.contains("=HYPERLINK") && strings.contains("@SUM(A1)"));
    // A workbook as the original: the copy of the copy holds the same.
    let first = again("copy.xlsx", &copy);
    let twice = notes_copy(&copy, &first).unwrap();
    let second = again("copy.xlsx", &twice);
    assert_eq!((&second.lines, &second.sheet_rows), (&first.lines, &first.sheet_rows));
    assert!(parts(&twice, "workbook.xml").concat().contains("name=\"Problems 2\""));
}

#[test]
fn what_cannot_be_read_has_no_copy() {
    let seen = Upload::of("week.xlsx", "no workbook").examine();
    assert!(notes_copy(b"no workbook", &seen).is_err());
}
