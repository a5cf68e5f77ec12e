//! From a file to findings, as a browser goes.

mod bad_files;
mod clamd;
mod columns;
mod documents;
mod from_file_to_findings;
mod readings;
mod scanning;
mod sending;
mod typed_in;
mod who;

use crate::house::{Answer, House, TOKEN};
use crate::programme::day;
use axum::body::Body;
use axum::http::{Request, header};
use plumbline::service::Id;
use plumbline::service::permission::Actor;
use plumbline::service::upload::reading;
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::{audit, originals, project_files};

pub const WEEK: &str = "2025-03-15";
pub const EXAMPLE: &[u8] = include_bytes!("../../../examples/harbor-week.csv");
const PROJECT: &str = include_str!("../../../examples/library-renovation.toml");
const RATES: &[u8] = include_bytes!("../../../examples/wage-determination.csv");

/// The example with its broken cell mended.
pub fn mended() -> Vec<u8> {
    String::from_utf8_lossy(EXAMPLE).replace("\"8,5\"", "8.5").into_bytes()
}

/// The example's project for the firm of the house: its contract.
pub async fn contract(house: &House) -> Id {
    contract_on(house, "P-105").await
}

/// The same on a project of another number.
pub async fn contract_on(house: &House, number: &str) -> Id {
    let service = &house.app.service;
    let kept = service.originals.keep(RATES.to_vec()).await.expect("it is kept");
    let mut tx = service.store.begin().await.expect("a transaction");
    let at = house.now();
    originals::register(&mut tx, &kept, at).await.expect("it is registered");
    let new = NewProject { agency: house.programme.agency, number, name: "Library renovation", facts: PROJECT };
    let project = projects::add(&mut tx, new, at).await.expect("a project");
    project_files::put(&mut tx, project, "wage-determination.csv", &kept.sha256, at).await.expect("its file");
    let firm = projects::contract(&mut tx, house.programme.prime).await.expect("it is read").expect("it is there").contractor;
    let terms = Terms { value: None, started_on: Some(day("2025-01-06")), ended_on: None };
    let contract = projects::add_prime(&mut tx, project, firm, terms, at).await.expect("a contract");
    tx.commit().await.expect("it is kept");
    contract
}

/// A field of a form with a file: name, file name where it is one, bytes.
pub type Field<'a> = (&'a str, Option<&'a str>, &'a [u8]);

/// A form with a file, as a browser writes it.
pub fn multipart(fields: &[Field<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in fields {
        let called = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(format!("--xxBOUNDxx\r\nContent-Disposition: form-data; name=\"{name}\"{called}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--xxBOUNDxx--\r\n");
    body
}

pub async fn post_form(house: &House, who: &Actor, path: &str, fields: &[Field<'_>]) -> Answer {
    let mut all: Vec<Field<'_>> = vec![("csrf", None, TOKEN.as_bytes())];
    all.extend_from_slice(fields);
    let body = multipart(&all);
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xxBOUNDxx")
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body));
    house.ask(Some(who), request.expect("a request")).await
}

/// Sends a file for the week of the example.
pub async fn send(house: &House, who: &Actor, contract: Id, name: &str, bytes: &[u8], key: &str) -> Answer {
    let path = format!("/contracts/{contract}/weeks/{WEEK}/upload");
    post_form(house, who, &path, &[("key", None, key.as_bytes()), ("file", Some(name), bytes)]).await
}

/// Does every reading that waits.
pub async fn read_all(house: &House) {
    while reading::once(&house.app.service).await.expect("it is read") {}
}

/// Sends a file and has it read: the address of the upload, and of its next step.
pub async fn sent_and_read(house: &House, who: &Actor, contract: Id, name: &str, bytes: &[u8], key: &str) -> (String, String) {
    let answer = send(house, who, contract, name, bytes, key).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let upload = answer.goes_to().to_owned();
    read_all(house).await;
    let next = house.get(Some(who), &upload).await;
    (upload, next.goes_to().to_owned())
}

/// The actions of the audit log, in order.
pub async fn actions(house: &House) -> Vec<String> {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    let mut actions = Vec::new();
    let written = audit::export::write(&mut tx, |line| {
        let entry = line.split_once(' ').and_then(|(_, entry)| serde_json::from_str::<serde_json::Value>(entry).ok());
        actions.extend(entry.and_then(|entry| Some(entry.get("action")?.as_str()?.to_owned())));
        Ok(())
    });
    written.await.expect("it is read").expect("it is written");
    actions
}

/// What lies in a folder and below it, files alone.
pub fn files_below(folder: &std::path::Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.file_name().is_some_and(|name| name != "gate") {
            found.push(path.display().to_string());
        }
    }
    found
}

/// The hidden value of a form.
pub fn hidden(page: &str, name: &str) -> String {
    let begin = format!("name=\"{name}\" value=\"");
    let after = page.split_once(&begin).unwrap_or_else(|| panic!("no field {name} in {page}")).1;
    after.split('"').next().unwrap_or_default().to_owned()
}
