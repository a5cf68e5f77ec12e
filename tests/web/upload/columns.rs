//! A file of an unknown shape: its columns are chosen once, and remembered.

use super::{EXAMPLE, WEEK, contract, read_all, send, sent_and_read};
use crate::house::on_each;
use axum::http::StatusCode;

/// The example under headings nobody knows.
fn unknown() -> Vec<u8> {
    let text = String::from_utf8_lossy(EXAMPLE).replace("\"8,5\"", "8.5");
    let (_, rows) = text.split_once('\n').expect("a heading row");
    let fields = EXAMPLE_FIELDS.iter().enumerate().map(|(n, _)| format!("Zq{}", ["one", "two", "three", "four"][n % 4].repeat(n / 4 + 1)));
    format!("{}\n{rows}", fields.collect::<Vec<_>>().join(",")).into_bytes()
}

/// What the columns of the example hold; an empty word is a column that is not used.
const EXAMPLE_FIELDS: [&str; 24] = [
    "week_ending",
    "",
    "contractor",
    "worker_id",
    "resident",
    "",
    "",
    "trade",
    "classification",
    "level",
    "st_mon",
    "st_tue",
    "st_wed",
    "st_thu",
    "st_fri",
    "st_sat",
    "ot_sat",
    "base_rate",
    "fringe_plan",
    "fringe_cash",
    "gross_project",
    "gross_all",
    "deductions",
    "net",
];

fn choice() -> Vec<(String, String)> {
    let columns = EXAMPLE_FIELDS.iter().enumerate().map(|(n, field)| (format!("column-{n}"), (*field).to_owned()));
    columns.chain([("header_row".to_owned(), "1".to_owned()), ("remember".to_owned(), "yes".to_owned())]).collect()
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_choice_of_columns_is_checked_used_and_remembered_for_the_next_file() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (upload, next) = sent_and_read(&house, &clerk, contract, "ours.csv", &unknown(), "k1").await;
        assert_eq!(next, format!("{upload}/columns"));
        let page = house.get(Some(&clerk), &next).await.text();
        assert!(page.contains("W0417 · W0418 · W0419") && page.contains("Regular hours, Monday"), "{page}");

        // Two columns of one meaning: both are named, and the choice stays on the page.
        let mut doubled = choice();
        doubled[19].1 = "base_rate".to_owned();
        let said = house.post(Some(&clerk), &next, &borrowed(&doubled)).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(said.text().contains("are both set to Base rate"), "{}", said.text());
        assert!(said.text().contains("href=\"#column-17\""), "{}", said.text());
        // Nothing chosen.
        let none = house.post(Some(&clerk), &next, &[("header_row", "1")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);

        let chosen = house.post(Some(&clerk), &next, &borrowed(&choice())).await;
        assert_eq!(chosen.goes_to(), upload, "{}", chosen.text());
        read_all(&house).await;
        assert_eq!(house.get(Some(&clerk), &upload).await.goes_to(), format!("{upload}/findings"));
        let findings = house.get(Some(&clerk), &format!("{upload}/findings")).await.text();
        assert!(findings.contains("80.50") && findings.contains("W0418"), "{findings}");

        // Next week's file of that shape asks nothing, and says since when.
        house.app.service.clock.move_by(86_400 * 7);
        let text = String::from_utf8_lossy(&unknown()).replace(WEEK, "2025-03-22");
        let path = format!("/contracts/{contract}/weeks/2025-03-22/upload");
        let fields = [("key", None, &b"k2"[..]), ("file", Some("ours.csv"), text.as_bytes())];
        let upload = super::post_form(&house, &clerk, &path, &fields).await.goes_to().to_owned();
        read_all(&house).await;
        let next = house.get(Some(&clerk), &upload).await.goes_to().to_owned();
        assert_eq!(next, format!("{upload}/findings"));
        let page = house.get(Some(&clerk), &next).await.text();
        assert!(page.contains("Columns matched as on June 30, 2025"), "{page}");
    });
}

#[test]
fn a_second_file_waits_for_its_reading_before_it_takes_the_place_of_the_first() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (first, next) = sent_and_read(&house, &clerk, contract, "w.csv", EXAMPLE, "k1").await;
        // A file that is refused takes nobody's place.
        let refused = send(&house, &clerk, contract, "w.xlsx", b"%PDF-1.7 not a payroll", "k2").await.goes_to().to_owned();
        read_all(&house).await;
        assert!(house.get(Some(&clerk), &refused).await.text().contains("We could not use this file"));
        assert_eq!(house.get(Some(&clerk), &first).await.goes_to(), next);
    });
}
