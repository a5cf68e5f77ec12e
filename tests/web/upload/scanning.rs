//! The virus scanner before the reader (W10): what it finds is refused, and without its word nothing passes.

use super::clamd::{Clamd, Says};
use super::{actions, contract, files_below, mended, post_form, read_all, send};
use crate::house::{House, on_each};
use axum::http::{StatusCode, header};
use plumbline::service::Id;
use plumbline::service::permission::Actor;
use plumbline::service::settings::{Scanner, Settings};
use plumbline::store::uploads::UploadState;
use std::sync::Arc;
use std::time::Duration;

/// Sets the scanner of a house.
fn scanned_by(house: &mut House, address: &str) {
    let scanner = Scanner { patience: Duration::from_millis(400), ..Scanner::at(address.parse().expect("an address")) };
    house.app.service.settings = Arc::new(Settings { scan: Some(scanner), ..(*house.app.service.settings).clone() });
}

/// The example with other hours: another file that can be read.
fn other_hours() -> Vec<u8> {
    String::from_utf8_lossy(&mended()).replacen("8.5", "7.5", 1).into_bytes()
}

/// Sends the example: its address and its identifier.
async fn sent(house: &House, clerk: &Actor, contract: Id, bytes: &[u8], key: &str) -> (String, Id) {
    let answer = send(house, clerk, contract, "w.csv", bytes, key).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let at = answer.goes_to().to_owned();
    let id = Id::parse(at.rsplit('/').next().expect("a part")).expect("an identifier");
    (at, id)
}

#[test]
fn what_the_scanner_finds_is_refused_and_not_kept() {
    on_each(|mut house| async move {
        let clamd = Clamd::listen(Says::Clean).await;
        scanned_by(&mut house, &clamd.address);
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (_, clean) = sent(&house, &clerk, contract, &mended(), "k1").await;
        read_all(&house).await;
        assert_eq!(house.upload_state(clean).await, UploadState::Examined);
        assert_eq!(clamd.seen(), [mended()], "it is given the whole file, byte for byte");

        clamd.say(Says::Found);
        let before = files_below(&house.folder.join("originals")).len();
        let bytes = [mended(), b"# other\n".to_vec()].concat();
        let (at, found) = sent(&house, &clerk, contract, &bytes, "k2").await;
        read_all(&house).await;
        assert_eq!(house.upload_state(found).await, UploadState::Refused);
        let page = house.get(Some(&clerk), &at).await.text();
        for text in ["The virus scanner refused the file", "Eicar-Signature", "/help/file.infected", "We did not keep w.csv"] {
            assert!(page.contains(text), "{text} is not in:\n{page}");
        }
        assert_eq!(house.get(Some(&clerk), "/help/file.infected").await.status, StatusCode::OK);
        assert_eq!(files_below(&house.folder.join("originals")).len(), before);
        assert_eq!(actions(&house).await.last().map(String::as_str), Some("upload-refused"));
        // The one before it still stands, and is scanned again when it is read again.
        assert_eq!(house.upload_state(clean).await, UploadState::Examined);
    });
}

#[test]
fn without_the_scanners_word_a_file_waits_for_as_long_as_it_takes() {
    on_each(|mut house| async move {
        let clamd = Clamd::listen(Says::Nothing).await;
        // A port where nobody listens any more.
        let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address").to_string();
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        scanned_by(&mut house, &nobody);
        let (at, id) = sent(&house, &clerk, contract, &mended(), "k").await;
        // More often than a job is tried that fails: down, silent, cut off in the file and in the answer, an error.
        let says = [None, None, Some(Says::Nothing), Some(Says::HangsUp), Some(Says::HalfAnswer), Some(Says::TooLarge), None];
        for (n, says) in says.into_iter().enumerate() {
            match says {
                Some(says) => {
                    clamd.say(says);
                    scanned_by(&mut house, &clamd.address);
                }
                None => scanned_by(&mut house, &nobody),
            }
            read_all(&house).await;
            assert_eq!(house.upload_state(id).await, UploadState::Reading, "{n}: {says:?}");
            let page = house.get(Some(&clerk), &at).await.text();
            assert!(page.contains("waits: the virus scanner of this site does not answer"), "{n}: {page}");
            house.app.service.clock.move_by(30);
        }
        assert_eq!(house.get(Some(&clerk), &format!("{at}/findings")).await.goes_to(), at, "nothing of it is shown");
        clamd.say(Says::Clean);
        scanned_by(&mut house, &clamd.address);
        read_all(&house).await;
        assert_eq!(house.upload_state(id).await, UploadState::Examined);
        // Not at once: half a minute lies between two tries.
        scanned_by(&mut house, &nobody);
        let (_, second) = sent(&house, &clerk, contract, &other_hours(), "k2").await;
        read_all(&house).await;
        scanned_by(&mut house, &clamd.address);
        house.app.service.clock.move_by(29);
        read_all(&house).await;
        assert_eq!(house.upload_state(second).await, UploadState::Reading);
        house.app.service.clock.move_by(1);
        read_all(&house).await;
        assert_eq!(house.upload_state(second).await, UploadState::Examined);
    });
}

#[test]
fn a_document_passes_by_the_scanners_word_alone() {
    on_each(|mut house| async move {
        let socket = house.folder.join("clamd.ctl");
        let clamd = Clamd::listen_at(&socket, Says::Clean).await;
        scanned_by(&mut house, &clamd.address);
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (upload, next) = super::sent_and_read(&house, &clerk, contract, "w.csv", &mended(), "k").await;
        let page = house.get(Some(&clerk), &next).await.text();
        let finding = page.split_once("<article class=\"finding not-met\" id=\"").expect("a finding").1.split('"').next().expect("an end");
        let (answer, document) = (format!("answer-{finding}"), format!("document-{finding}"));
        let pdf: &[u8] = b"%PDF-1.7\n1 0 obj\n";
        let form = [(answer.as_str(), None, &b"corrected"[..]), (&document, Some("proof.pdf"), pdf)];
        let path = format!("{upload}/answers");
        let kept = files_below(&house.folder.join("originals")).len();

        clamd.say(Says::Found);
        let refused = post_form(&house, &clerk, &path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("it found Eicar-Signature"), "{}", refused.text());
        clamd.say(Says::HalfAnswer);
        let waits = post_form(&house, &clerk, &path, &form).await;
        assert_eq!((waits.status, &waits.headers[header::RETRY_AFTER]), (StatusCode::SERVICE_UNAVAILABLE, &"60".parse().expect("text")));
        assert!(waits.text().contains("Send it again in a minute."), "{}", waits.text());
        assert_eq!(files_below(&house.folder.join("originals")).len(), kept);
        clamd.say(Says::Clean);
        assert_eq!(post_form(&house, &clerk, &path, &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(clamd.seen().last().map(Vec::as_slice), Some(pdf));

        // The rate sheet of a project is a file from outside too.
        let officer = house.actor(house.programme.officer).await;
        let fields = [("number", "P-900"), ("name", "Pier"), ("kind", "construction"), ("state", "MA"), ("city", "Boston")];
        let sheet: &[u8] = include_bytes!("../../../examples/wage-determination.csv");
        for (says, status) in [(Says::Found, 422), (Says::TooLarge, 503), (Says::Clean, 303)] {
            clamd.say(says);
            let made = house.post_files(Some(&officer), "/projects/new", &fields, &[("rate_sheet", "r.csv", sheet)]).await;
            assert_eq!(made.status.as_u16(), status, "{says:?}: {}", made.text());
        }
    });
}
