//! Cells corrected on the page are laid over the file, which stays as it came.

use super::{Upload, codes, harbor, text_at};
use plumbline::service::examine::{Correction, OutcomeWord};
use proptest::prelude::*;

fn typed(row: u32, column: u16, text: &str) -> Correction {
    Correction { sheet: "harbor-week".into(), row, column, text: text.into() }
}

#[test]
fn a_corrected_cell_changes_exactly_its_line() {
    let mut upload = harbor();
    let original = std::fs::read(&upload.request.file).unwrap();
    let before = upload.examine();
    upload.request.corrections = vec![typed(5, 11, "8.5")];
    let after = upload.examine();
    assert_eq!(after.lines.iter().map(|l| l.file_row).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    // Monday to Friday: 8, 8.5, 8, 8 and 7.5.
    assert_eq!(after.lines[3].hours[3].as_deref(), Some("40.00"));
    let others: Vec<_> = after.lines.iter().filter(|l| l.file_row != 5).cloned().collect();
    assert_eq!(others, before.lines);
    assert!(codes(&after).is_empty() && after.can_sign());
    assert_eq!((text_at(&after, 5, 11), text_at(&before, 5, 11)), (Some("8.5"), Some("8,5")));
    assert_eq!((&after.input.sha256, std::fs::read(&upload.request.file).unwrap()), (&before.input.sha256, original));

    // Of two for one cell the last counts, and nothing empties it.
    upload.request.corrections = vec![typed(5, 11, "8.5"), typed(5, 11, "")];
    let emptied = upload.examine();
    assert_eq!((emptied.lines[3].hours[3].as_deref(), text_at(&emptied, 5, 11)), (Some("31.50"), None));
}

#[test]
fn a_correction_is_read_like_any_cell() {
    let mut upload = harbor();
    upload.request.corrections = vec![typed(5, 11, "85")];
    assert_eq!(codes(&upload.examine()), ["hours.over_24"]);
    upload.request.corrections = vec![typed(5, 11, "=1+1")];
    assert_eq!(codes(&upload.examine()), ["hours-not-a-number"]);
    // A row made the same as another counts once, as in a file that was typed so.
    let text = "Week Ending,Worker ID,Classification,ST Hours\n2025-03-15,W1,Laborer,40\n2025-03-15,W1,Laborer,4O\n";
    let mut upload = Upload::of("w.csv", text);
    upload.request.corrections = vec![Correction { sheet: "w".into(), row: 3, column: 3, text: "40".into() }];
    let seen = upload.examine();
    assert_eq!((seen.lines.len(), seen.rows.not_used[0].why.as_str()), (1, "repeated"));
}

#[test]
fn a_cell_that_is_not_there_is_refused() {
    let elsewhere = Correction { sheet: "Payroll".into(), ..typed(5, 11, "8.5") };
    for correction in [elsewhere, typed(7, 0, "x"), typed(99, 0, "x"), typed(5, 24, "x"), typed(5, 16_000, "x"), typed(0, 0, "x")] {
        let mut upload = harbor();
        upload.request.corrections = vec![typed(5, 11, "8.5"), correction.clone()];
        let seen = upload.examine();
        assert_eq!((seen.outcome, codes(&seen)), (OutcomeWord::Refused, vec!["correction.no_cell"]), "{correction:?}");
        assert!(seen.lines.is_empty());
    }
    let mut upload = harbor();
    upload.request.corrections = vec![typed(5, 11, "8\n5")];
    assert_eq!(codes(&upload.examine()), ["correction.not_a_cell_text"]);
}

#[test]
fn a_blank_cell_and_a_heading_can_be_corrected() {
    let mut upload = harbor();
    // Row 6 does not say whether the worker is a resident.
    upload.request.corrections = vec![typed(6, 4, "Y")];
    let seen = upload.examine();
    assert!(seen.lines.last().unwrap().known.contains(&("resident".to_owned(), true)));
    let mut upload = Upload::of("w.csv", "Week Ending,Worker ID,Job,ST Hours\n2025-03-15,W1,Laborer,40\n");
    assert_eq!(upload.examine().outcome, OutcomeWord::Columns);
    upload.request.corrections = vec![Correction { sheet: "w".into(), row: 1, column: 2, text: "Classification".into() }];
    assert_eq!(upload.examine().lines.len(), 1);
}

/// Texts a person might type.
const TYPED: &[&str] = &["", "8.5", "8,5", "0", "-3", "40", "NaN", "1e9", "=1+1", "#REF!", "2025-03-22", "Total", "Y", "000123456"];

/// Those, and texts nobody should type.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![prop::sample::select(TYPED).prop_map(str::to_owned), "[ -~]{0,12}", "\\PC{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed into cells below the headings: an answer comes, the same each time, and no line of a row that
    /// was left alone is another.
    #[test]
    fn rows_left_alone_stay_as_they_were(cells in prop::collection::vec((2_u32..8, 0_u16..26, text()), 1..4)) {
        let mut upload = harbor();
        let before = upload.examine();
        upload.request.corrections = cells.iter().map(|(row, column, text)| typed(*row, *column, text)).collect();
        let after = upload.examine();
        prop_assert_eq!(&after, &upload.examine());
        match after.outcome {
            OutcomeWord::Refused => prop_assert!(after.lines.is_empty() && after.problems.iter().any(|p| p.blocks)),
            _ => {
                let alone = |row: u32| !cells.iter().any(|(corrected, _, _)| *corrected == row);
                let of = |lines: &[plumbline::service::examine::KeptLine]| -> Vec<_> {
                    lines.iter().filter(|l| alone(l.file_row)).cloned().collect()
                };
                prop_assert_eq!(of(&after.lines), of(&before.lines));
            }
        }
    }
}
