//! What must not change anything does not: forms of other sites, forms without our token, and looking.

use crate::house::{House, TOKEN, on_each};
use crate::matrix::{ask, cast, things};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::web::{Entry, Who, routes};
use sqlx::{AssertSqlSafe, Connection as _};
use std::collections::BTreeSet;

/// Everything in a SQLite file but the audit log and when sessions were last seen, and but one table; none for another engine.
async fn dump(house: &House, but: &str) -> Option<String> {
    let file = house.folder.join("store.db");
    if !file.is_file() {
        return None;
    }
    let mut raw = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.expect("a connection");
    let named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut tables: Vec<String> = sqlx::query_scalar(named).fetch_all(&mut raw).await.expect("names");
    tables.retain(|table| table != but);
    let mut dump = String::new();
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1) WHERE name <> 'seen_at'")
            .bind(&table)
            .fetch_all(&mut raw)
            .await
            .expect("columns");
        let row: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let sql = format!("SELECT {} FROM \"{table}\" ORDER BY 1", row.join(" || ' ' || "));
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut raw).await.expect("rows");
        dump += &format!("{table}\n{}\n", rows.join("\n"));
    }
    Some(dump)
}

/// Lines that are in one dump and not in the other.
fn changed(before: Option<String>, after: Option<String>) -> Vec<String> {
    let lines = |dump: Option<String>| dump.unwrap_or_default().lines().map(str::to_owned).collect::<BTreeSet<String>>();
    let (before, after) = (lines(before), lines(after));
    before.symmetric_difference(&after).map(|line| line.chars().take(200).collect()).collect()
}

#[test]
fn no_other_site_and_no_form_without_our_token_changes_anything() {
    on_each(|house| async move {
        let cast = cast(&house).await;
        let things = things(&house, &cast).await;
        let before = dump(&house, "").await;
        let form = |token: Option<&str>| token.map_or_else(String::new, |token| format!("csrf={token}"));
        let cases: [(&str, Option<&str>, &str, &str); 5] = [
            ("no token", None, "", ""),
            ("another session's token", Some("fedcba9876543210"), "", ""),
            ("another origin", Some(TOKEN), "origin", "https://evil.example"),
            ("another site", Some(TOKEN), "sec-fetch-site", "cross-site"),
            ("a site beside ours", Some(TOKEN), "sec-fetch-site", "same-site"),
        ];
        let mut wrong = Vec::new();
        for entry in routes::all().iter().filter(|entry| entry.method != "GET" && entry.who != Who::Token) {
            for who in [&cast[1], &cast[4], &cast[6]] {
                for (case, token, name, value) in &cases {
                    let mut request =
                        Request::post(things.address(entry.path)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                    if !name.is_empty() {
                        request = request.header(*name, *value);
                    }
                    let answer = house.ask(Some(who), request.body(Body::from(form(*token))).expect("a request")).await;
                    if answer.status != StatusCode::FORBIDDEN || !answer.text().contains("This form is too old") {
                        wrong.push(format!("{} {}: {case} gets {}", entry.method, entry.path, answer.status));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
        assert_eq!(changed(before, dump(&house, "").await), [""; 0]);
    });
}

#[test]
fn looking_changes_nothing() {
    on_each(|mut house| async move {
        house.without_limits();
        let cast = cast(&house).await;
        let things = things(&house, &cast).await;
        // How many files somebody took is counted there.
        let counts = "sign_in_misses";
        let before = dump(&house, counts).await;
        let looks = |entry: &&Entry| entry.method == "GET";
        for entry in routes::all().iter().filter(looks) {
            for who in [&cast[0], &cast[1], &cast[4], &cast[6], &cast[7]] {
                for _ in 0..2 {
                    ask(&house, Some(who), entry, &things).await;
                }
            }
        }
        assert_eq!(changed(before, dump(&house, counts).await), [""; 0]);
    });
}
