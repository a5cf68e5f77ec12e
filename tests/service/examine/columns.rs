//! Headings nobody could match: a person says what the columns hold, and the shape is known next week.

use super::{Upload, codes, text_at};
use plumbline::service::examine::shape::{columns_at, fingerprint, mapping_from};
use plumbline::service::examine::{Examination, OutcomeWord};

const ODD: &str = "Some firm, week of work\n\
                   Ends,Ref,Wot,Std,Pct\n\
                   2025-03-15,W1,Laborer,40,46.40\n\
                   2025-03-15,W2,Laborer,,46.40\n";

fn choose(seen: &Examination, words: &[(&str, &str)]) -> Vec<(u16, String, Option<String>)> {
    let word = |heading: &str| words.iter().find(|(h, _)| *h == heading).map(|(_, word)| (*word).to_owned());
    seen.columns.iter().map(|c| (c.column, c.heading.clone(), word(&c.heading))).collect()
}

#[test]
fn a_shape_nobody_knows_is_mapped_by_its_own_rows() {
    let mut upload = Upload::of("odd.csv", ODD.replacen("Some firm, week of work", "Some firm; week of work,,,,", 1));
    let seen = upload.examine();
    assert_eq!((seen.outcome, codes(&seen)), (OutcomeWord::Columns, vec!["header.not_found"]));
    assert_eq!((seen.input.sheet.as_deref(), seen.input.header_row), (Some("odd"), Some(2)));
    let headings: Vec<&str> = seen.columns.iter().map(|c| c.heading.as_str()).collect();
    assert_eq!(headings, ["Ends", "Ref", "Wot", "Std", "Pct"]);
    assert_eq!((seen.columns[3].readable, seen.columns[3].blank), (1, 1));
    assert_eq!(seen.columns[1].first_values, ["W1", "W2"]);
    assert_eq!(text_at(&seen, 1, 0), Some("Some firm; week of work"));
    assert!(seen.lines.is_empty() && !seen.can_sign());
    assert_eq!(columns_at(&seen, "odd", 2), seen.columns);

    let words = [("Ends", "week_ending"), ("Ref", "worker_id"), ("Wot", "classification"), ("Std", "st_hours"), ("Pct", "base_rate")];
    upload.request.mapping = Some(mapping_from(&choose(&seen, &words), Some(2), Some("odd")).unwrap());
    let mapped = upload.examine();
    assert_eq!((mapped.outcome, mapped.lines.len(), mapped.input.layout.as_deref()), (OutcomeWord::Examined, 2, Some("mapped")));
    assert_eq!(mapped.lines[0].rates[0].as_deref(), Some("46.40"));
    // The shape is that of the file, mapped or not, so the mapping is found again next week.
    assert_eq!(seen.shape, mapped.shape);
    assert_eq!(seen.shape, Some(fingerprint(["Ends", "Ref", "Wot", "Std", "Pct"])));
}

#[test]
fn what_was_understood_stays_where_one_column_is_missing_or_doubled() {
    let missing = "Week Ending,Worker ID,Mon,Tue,Wed,Base Rate,Gross,Net\n2025-03-15,W1,8,8,8,46.40,1113.60,900.00\n";
    let mut upload = Upload::of("week.csv", missing);
    let seen = upload.examine();
    assert_eq!((seen.outcome, codes(&seen)), (OutcomeWord::Columns, vec!["header.missing"]));
    assert_eq!(seen.columns[1].field.as_deref(), Some("worker_id"));
    assert_eq!(seen.problems[0].sheet.as_deref(), Some("week"));

    let doubled = "Week Ending,Worker ID,Classification,ST Hours,Rate,Rate\n2025-03-15,W1,Laborer,40,46.40,69.60\n";
    upload = Upload::of("week.csv", doubled);
    let seen = upload.examine();
    assert_eq!((seen.outcome, codes(&seen)), (OutcomeWord::Columns, vec!["header.duplicate"]));
    let columns: Vec<_> = seen.columns.iter().map(|c| (c.column, c.heading.clone(), c.field.clone())).collect();
    let faults = mapping_from(&columns, None, None).unwrap_err();
    assert_eq!((faults[0].code, faults[0].columns.as_slice()), ("column-doubled", [4, 5].as_slice()));
    let mut columns = columns;
    columns[5].2 = Some("overtime_rate".to_owned());
    upload.request.mapping = Some(mapping_from(&columns, None, None).unwrap());
    let mapped = upload.examine();
    assert_eq!((mapped.outcome, mapped.shape == seen.shape), (OutcomeWord::Examined, true));
    assert_eq!([&mapped.lines[0].rates[0], &mapped.lines[0].rates[1]], [&Some("46.40".to_owned()), &Some("69.60".to_owned())]);
}

#[test]
fn a_mapping_that_cannot_be_read_is_chosen_anew() {
    let mut upload = super::harbor();
    let plain = upload.examine();
    for mapping in ["[columns]\n\"Emp\" = \"shoe_size\"\n", "not toml [", "[columns]\n\"Nobody has this\" = \"worker_id\"\n"] {
        upload.request.mapping = Some(mapping.to_owned());
        let seen = upload.examine();
        assert_eq!((seen.outcome, codes(&seen)), (OutcomeWord::Columns, vec!["map.not_understood"]), "{mapping}");
        assert_eq!((seen.columns.len(), &seen.shape), (24, &plain.shape));
        assert!(seen.lines.is_empty());
    }
}

#[test]
fn a_close_spelling_is_proposed_and_not_used() {
    let text = "Week Ending,Worker ID,Clasification,ST Hours,Base Rate\n2025-03-15,W1,Laborer,40,46.40\n";
    let seen = Upload::of("week.csv", text).examine();
    assert_eq!(seen.outcome, OutcomeWord::Columns);
    assert_eq!((seen.columns[2].field.as_deref(), seen.columns[2].proposed.as_deref()), (None, Some("classification")));
}
