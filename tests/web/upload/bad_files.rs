//! Files nobody should send: each gets its verdict, and the program lives.

use super::{contract, contract_on, files_below, read_all, send};
use crate::house::{House, on_each};
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::examine::Examination;
use plumbline::service::permission::Actor;
use plumbline::store::examinations;
use plumbline::store::uploads::{self, UploadState};
use std::path::PathBuf;

/// Sends a file and reads it: the state it comes to, and the codes that were said.
async fn verdict(house: &House, clerk: &Actor, contracts: [Id; 2], name: &str, bytes: &[u8]) -> (Option<UploadState>, Vec<String>) {
    let mut sent = send(house, clerk, contracts[0], name, bytes, name).await;
    // Some files are others under another name: the same bytes count once a week and contract.
    if sent.status == StatusCode::CONFLICT {
        sent = send(house, clerk, contracts[1], name, bytes, name).await;
    }
    if sent.status == StatusCode::PAYLOAD_TOO_LARGE {
        return (None, vec!["upload.too_large".to_owned()]);
    }
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{name}: {}", sent.text());
    read_all(house).await;
    let id = Id::parse(sent.goes_to().trim_start_matches("/uploads/")).expect("an upload");
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    let upload = uploads::find(&mut tx, id).await.expect("it is read").expect("it is there");
    let kept = examinations::find(&mut tx, upload.examination.expect("a reading")).await.expect("it is read").expect("it is there");
    let examination: Examination = serde_json::from_slice(&kept.body).expect("an examination");
    let codes = examination.problems.iter().map(|p| p.code.clone()).chain(examination.notes.iter().map(|n| n.code.clone()));
    let codes = codes.collect();
    drop(tx);
    assert_eq!(house.get(None, "/readyz").await.status, StatusCode::OK, "{name}");
    (Some(upload.state), codes)
}

#[test]
fn small_bad_files_are_refused_with_their_code_and_not_kept() {
    on_each(|house| async move {
        let contracts = [contract(&house).await, contract_on(&house, "P-106").await];
        let clerk = house.actor(house.programme.clerk).await;
        let before = files_below(&house.folder.join("originals")).len();
        let files: [(&str, &[u8], &str); 5] = [
            ("nothing.csv", b"", "upload.empty"),
            ("page.xlsx", b"%PDF-1.7\n1 0 obj\n", "type."),
            ("page.xls", b"<html><body><table><tr><td>40</td></tr></table></body></html>", "type."),
            ("cut.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0", "upload.truncated"),
            (
                "ssn.csv",
                b"week_ending,worker_id,ssn,classification,st_hours,base_rate\n2025-03-15,W1,123-45-6789,Carpenter,40,61.19\n",
                "pii.",
            ),
        ];
        for (name, bytes, code) in files {
            let (state, codes) = verdict(&house, &clerk, contracts, name, bytes).await;
            assert_eq!(state, Some(UploadState::Refused), "{name}: {codes:?}");
            assert!(codes.iter().any(|said| said.starts_with(code)), "{name}: {codes:?}");
        }
        assert_eq!(files_below(&house.folder.join("originals")).len(), before, "nothing of them is kept");
        let log = super::actions(&house).await;
        assert_eq!(log.iter().filter(|action| *action == "upload-refused").count(), 5, "{log:?}");
    });
}

#[test]
fn every_bad_file_of_the_collection_gets_its_verdict() {
    let Some(shared) = std::env::var_os("PLUMBLINE_SHARED").map(PathBuf::from) else { return };
    let folder = shared.join("badfiles");
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).expect("a manifest")).expect("JSON");
    on_each(|house| {
        let (folder, manifest) = (folder.clone(), manifest.clone());
        async move {
            let contracts = [contract(&house).await, contract_on(&house, "P-106").await];
            let clerk = house.actor(house.programme.clerk).await;
            let mut wrong = Vec::new();
            for entry in manifest.as_array().expect("a list") {
                let name = entry["file"].as_str().expect("a name");
                let expected = entry["verdict"].as_str().expect("a verdict");
                let codes: Vec<&str> = entry["codes"].as_array().expect("codes").iter().filter_map(|c| c.as_str()).collect();
                // No more than sixty an hour.
                house.app.service.clock.move_by(120);
                let bytes = std::fs::read(folder.join(name)).expect("the file");
                let (state, said) = verdict(&house, &clerk, contracts, name, &bytes).await;
                let refused = matches!(state, None | Some(UploadState::Refused));
                let shared_code = codes.is_empty() || codes.iter().any(|code| said.iter().any(|s| s == code));
                // A heading nobody understands is for a person to choose: that refuses nothing.
                let chosen = state == Some(UploadState::Columns) && codes.iter().any(|code| code.starts_with("header."));
                if (refused != (expected == "REJECT") && !chosen) || !shared_code {
                    wrong.push(format!("{name}: {state:?} {said:?}, expected {expected} {codes:?}"));
                }
            }
            assert!(wrong.is_empty(), "{wrong:#?}");
        }
    });
}
