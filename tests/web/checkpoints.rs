//! The checkpoint of each day goes outside by itself (E2, E3): into a folder, into a mail, once, signed or not.

use crate::house::{House, on_each};
use plumbline::service::Service;
use plumbline::service::checkpoints::{self, Checkpoint, Made, PublicKey};
use plumbline::service::settings::{Checkpoints, Key, Settings};
use plumbline::store::audit::act::{Act, Action, Object};
use plumbline::store::{audit, outbox, verify};
use std::path::Path;
use std::sync::Arc;

const TO: &str = "clerk@archive.example";

/// Sets where checkpoints go.
fn goes(house: &mut House, folder: Option<&Path>, mail: Option<&str>, key: Option<Key>) {
    let checkpoints = Checkpoints { folder: folder.map(Path::to_owned), mail: mail.map(str::to_owned), key };
    house.app.service.settings = Arc::new(Settings { checkpoints, ..(*house.app.service.settings).clone() });
}

/// Something is done, so that the log goes on.
async fn act(house: &House) {
    let mut tx = house.app.service.store.begin().await.expect("a transaction");
    let (actor, object) = (Some(house.programme.clerk), Object::person(house.programme.clerk));
    let act = Act { at: house.now(), tenant: None, actor, action: Action::SignedIn, object, version: None, record: None };
    audit::append(&mut tx, act).await.expect("an entry");
    tx.commit().await.expect("kept");
}

async fn made(service: &Service) -> (bool, bool) {
    let Made { file, mail } = checkpoints::today(service).await.expect("it is made");
    (file, mail)
}

/// The mails to the archive, oldest first, and the line of each that is a checkpoint.
async fn mailed(house: &House) -> Vec<String> {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    let all = outbox::waiting(&mut tx, 1_000).await.expect("read");
    let ours = all.into_iter().rev().filter(|mail| mail.recipient == TO);
    ours.map(|mail| mail.body.lines().find(|line| line.starts_with('{')).expect("a line of JSON").to_owned()).collect()
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_checkpoint_a_day_goes_into_folder_and_mail_once_however_often_it_is_looked() {
    on_each(|mut house| async move {
        let folder = house.folder.join("outside");
        std::fs::create_dir(&folder).expect("made");
        goes(&mut house, None, None, None);
        act(&house).await;
        assert_eq!(made(&house.app.service).await, (false, false), "nobody asked for one");
        goes(&mut house, Some(&folder), Some(TO), None);
        assert_eq!(made(&house.app.service).await, (true, true));
        act(&house).await;
        // Again on the same day, by this program and by another that was started anew.
        let old = &house.app.service;
        let again = Service::new(old.store.clone(), old.originals.clone(), old.clock.clone(), old.library.clone(), (*old.settings).clone());
        for service in [&house.app.service, &again] {
            assert_eq!(made(service).await, (false, false));
        }
        assert_eq!(files(&folder), ["plumbline-checkpoint-2025-06-30.json"]);
        let text = std::fs::read_to_string(folder.join("plumbline-checkpoint-2025-06-30.json")).expect("read");
        assert_eq!(mailed(&house).await, [text.trim_end()]);
        let first = Checkpoint::read(&text).expect("a checkpoint");
        assert_eq!(text, format!("{}\n", first.text()), "as `plumbline audit checkpoint` writes it");

        // Where one of the two was lost, it is made again of the same checkpoint.
        std::fs::remove_file(folder.join("plumbline-checkpoint-2025-06-30.json")).expect("removed");
        assert_eq!(made(&house.app.service).await, (true, false));
        assert_eq!(std::fs::read_to_string(folder.join("plumbline-checkpoint-2025-06-30.json")).expect("read"), text);

        // What stands there already is nobody's to write over.
        std::fs::write(folder.join("plumbline-checkpoint-2025-07-01.json"), "another's").expect("written");
        house.app.service.clock.move_by(86_400);
        act(&house).await;
        assert_eq!(made(&house.app.service).await, (false, true));
        assert_eq!(std::fs::read_to_string(folder.join("plumbline-checkpoint-2025-07-01.json")).expect("read"), "another's");
        let second = Checkpoint::read(&mailed(&house).await[1]).expect("a checkpoint");
        assert!(second.entries == first.entries + 2 && second.head != first.head, "{second:?}");
        let seen = verify::verify(&house.app.service.store, None, vec![first, second.clone()]).await.expect("verified");
        assert_eq!(seen.faults, Vec::<String>::new());
        // A log that was written anew, or cut off, does not agree.
        let other = Checkpoint { head: "0".repeat(64), ..second.clone() };
        let longer = Checkpoint { entries: second.entries + 1, ..second };
        for against in [other, longer] {
            assert_eq!(verify::verify(&house.app.service.store, None, vec![against]).await.expect("verified").faults.len(), 1);
        }
    });
}

#[test]
fn a_folder_that_cannot_be_written_keeps_no_mail_back_and_is_tried_again() {
    on_each(|mut house| async move {
        let folder = house.folder.join("not-there-yet");
        goes(&mut house, Some(&folder), Some(TO), None);
        act(&house).await;
        assert!(checkpoints::today(&house.app.service).await.is_err());
        assert_eq!(mailed(&house).await.len(), 1);
        assert!(checkpoints::today(&house.app.service).await.is_err());
        checkpoints::folder_can_be_written(&folder).expect("it is made");
        assert_eq!(made(&house.app.service).await, (true, false));
        assert_eq!(
            std::fs::read_to_string(folder.join("plumbline-checkpoint-2025-06-30.json")).expect("read").trim_end(),
            mailed(&house).await[0]
        );
        assert_eq!(files(&folder).len(), 1, "nothing is left beside it");
    });
}

#[test]
fn a_signed_checkpoint_is_checked_by_another_library_and_by_its_line_alone() {
    on_each(|mut house| async move {
        let secret = [0x5a; 32];
        goes(&mut house, None, Some(TO), Some(Key::of(secret)));
        act(&house).await;
        assert_eq!(made(&house.app.service).await, (false, true));
        let line = mailed(&house).await.remove(0);
        let json: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let digits = |name: &str| {
            let text = json[name].as_str().expect("a text");
            (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("digits")).collect::<Vec<u8>>()
        };
        // What was signed is the line without its key and its signature.
        let mut bare = json.clone();
        for name in ["key", "signature"] {
            bare.as_object_mut().expect("an object").remove(name);
        }
        let bare = bare.to_string();
        let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, digits("key"));
        key.verify(bare.as_bytes(), &digits("signature")).expect("the signature fits");
        let by = PublicKey::read(json["key"].as_str().expect("a text")).expect("a key");
        assert_eq!(checkpoints::public_key(&Key::of(secret)), by);
        assert_eq!(checkpoints::check(&line, &by).expect("it fits").text(), bare);
        assert_eq!(Checkpoint::read(&line).expect("a checkpoint").text(), bare);
    });
}
