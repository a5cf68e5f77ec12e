//! The bundle of a signed week: whole, it verifies and gives the same bytes again; changed anywhere, it is found.

use crate::house::{House, on_each};
use crate::upload::{EXAMPLE, contract, hidden, post_form, read_all, send};
use crate::weeks_signing::sign;
use plumbline::service::Id;
use plumbline::service::bundle::replay::{Replayed, replay};
use plumbline::service::bundle::verify::verify;
use plumbline::service::bundle::{Bundle, BundleFault};
use plumbline::service::upkeep::Checkpoint;
use plumbline::store::{audit, project_files, projects};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::process::Command;

/// Members of a bundle, its manifest among them.
type Members = BTreeMap<String, Vec<u8>>;

/// The example week with a cell corrected on the page and a finding answered with a document, signed.
async fn signed(house: &House) -> Id {
    let contract = contract(house).await;
    let certifier = house.actor(house.programme.certifier).await;
    let upload = send(house, &certifier, contract, "harbor-week.csv", EXAMPLE, "k1").await.goes_to().to_owned();
    read_all(house).await;
    let page = house.get(Some(&certifier), &format!("{upload}/problems")).await.text();
    let mut cell = ["sheet-1", "row-1", "column-1"].map(|name| (name, hidden(&page, name))).to_vec();
    cell.push(("text-1", "8.5".to_owned()));
    let cell: Vec<(&str, &str)> = cell.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(Some(&certifier), &format!("{upload}/corrections"), &cell).await;
    read_all(house).await;
    let page = house.get(Some(&certifier), &format!("{upload}/findings")).await.text();
    for (nth, id) in fingerprints(&page).into_iter().enumerate() {
        let (answer, note, document) = (format!("answer-{id}"), format!("note-{id}"), format!("document-{id}"));
        let mut fields = vec![(answer.as_str(), None, &b"disagree"[..]), (&note, None, b"Our records differ")];
        if nth == 0 {
            fields.push((&document, Some("proof.pdf"), b"%PDF-1.4\n%%EOF\n"));
        }
        let kept = post_form(house, &certifier, &format!("{upload}/answers"), &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
    }
    let id = Id::parse(upload.rsplit('/').next().expect("an end")).expect("an identifier");
    let answer = sign(house, &certifier, id).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    Id::parse(answer.goes_to().rsplit('/').next().expect("an end")).expect("an identifier")
}

/// The findings of a page that ask for an answer.
fn fingerprints(page: &str) -> Vec<String> {
    let mut found: Vec<String> = page.split("name=\"note-").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    found.dedup();
    found
}

async fn bundle_of(house: &House, submission: Id) -> Vec<u8> {
    let officer = house.actor(house.programme.officer).await;
    let answer = house.get(Some(&officer), &format!("/submissions/{submission}/bundle.zip")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.bytes
}

fn read(bytes: &[u8]) -> Result<Bundle, BundleFault> {
    Bundle::read(Cursor::new(bytes))
}

fn members(bytes: &[u8]) -> Members {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut members = Members::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).expect("a member");
        let (name, mut bytes) = (member.name().expect("a name").into_owned(), Vec::new());
        member.read_to_end(&mut bytes).expect("it is read");
        members.insert(name, bytes);
    }
    members
}

fn packed(members: &Members) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members {
        writer.start_file(name.as_str(), options).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// Packs members with a manifest that names them all: what somebody does who covers their tracks.
fn with_manifest(mut members: Members) -> Vec<u8> {
    members.remove("manifest.json");
    let named: BTreeMap<&String, String> = members.iter().map(|(name, bytes)| (name, plumbline::store::sha::of(bytes))).collect();
    let manifest = serde_json::json!({ "schema": "plumbline.bundle/1", "members": named });
    members.insert("manifest.json".to_owned(), serde_json::to_vec_pretty(&manifest).expect("JSON"));
    packed(&members)
}

/// Faults of a bundle that can be read.
fn faults(bytes: &[u8]) -> Vec<String> {
    verify(&read(bytes).expect("its manifest fits"), &[]).faults
}

#[test]
fn a_signed_week_verifies_anywhere_and_gives_the_same_bytes_again() {
    on_each(|house| async move {
        let submission = signed(&house).await;
        let before = bundle_of(&house, submission).await;
        // What changes after the signature changes nothing of what was signed: not the project, nor its files.
        let service = &house.app.service;
        let other = service.originals.keep(b"another file".to_vec()).await.expect("kept");
        let mut tx = service.store.begin().await.expect("a transaction");
        plumbline::store::originals::register(&mut tx, &other, house.now()).await.expect("registered");
        let contract = plumbline::store::submissions::find(&mut tx, submission).await.expect("read").expect("there").contract;
        let project = projects::contract(&mut tx, contract).await.expect("read").expect("there").project;
        project_files::put(&mut tx, project, "wage-determination.csv", &other.sha256, house.now()).await.expect("put");
        let checkpoint = audit::take_checkpoint(&mut tx, house.now()).await.expect("taken");
        tx.commit().await.expect("kept");
        let bytes = bundle_of(&house, submission).await;

        let (then, now) = (members(&before), members(&bytes));
        let differ: Vec<&String> = now.keys().filter(|name| then.get(*name) != now.get(*name)).collect();
        assert_eq!(differ, ["audit.log", "manifest.json"], "only the log goes on");
        for name in ["original", "corrections.json", "examination.json", "project/wage-determination.csv", "rules/us/davis-bacon.toml"] {
            assert!(now.contains_key(name), "{name}: {:?}", now.keys());
        }
        assert_eq!(now["original"], EXAMPLE);
        assert!(now.keys().any(|name| name.starts_with("documents/")), "{:?}", now.keys());

        let bundle = read(&bytes).expect("a bundle");
        let seen = verify(&bundle, std::slice::from_ref(&checkpoint));
        assert_eq!(seen.faults, Vec::<String>::new());
        assert!(seen.holds.iter().any(|holds| holds == &format!("the checkpoint of {} entries matches", checkpoint.entries)));
        assert!(seen.signed.contains("Payroll for the week from March 9, 2025 to March 15, 2025. Signed by sign@harbor.example"));
        let Replayed::Same { bytes: length } = replay(&bundle).expect("it runs") else { panic!("another report") };
        assert_eq!(length, now["report.json"].len());

        // A checkpoint of another history.
        let other = Checkpoint { head: "0".repeat(64), ..checkpoint };
        assert_eq!(verify(&bundle, &[other]).faults.len(), 1);
        on_the_command_line(&house, &bytes);
    });
}

/// `plumbline verify` and `plumbline replay`, on the bundle and on one whose report was changed.
fn on_the_command_line(house: &House, bytes: &[u8]) {
    let run = |command: &str, bytes: &[u8]| {
        let path = house.folder.join("bundle.zip");
        std::fs::write(&path, bytes).expect("written");
        let out = Command::new(env!("CARGO_BIN_EXE_plumbline")).arg(command).arg(&path).output().expect("it runs");
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let (code, words) = run("verify", bytes);
    assert!(code == Some(0) && words.starts_with("OK: Project P-105, Library renovation."), "{code:?} {words}");
    let (code, words) = run("replay", bytes);
    assert!(code == Some(0) && words.starts_with("the same "), "{code:?} {words}");

    let mut changed = members(bytes);
    let report = String::from_utf8(changed["report.json"].clone()).expect("text");
    // W0418 is owed 80.50; the report says less.
    let less = report.replace("80.50", "10.50");
    assert_ne!(less, report);
    changed.insert("report.json".to_owned(), less.into_bytes());
    let (code, words) = run("verify", &packed(&changed));
    assert!(code == Some(5) && words.contains("report.json is not the file that was put in"), "{code:?} {words}");
    let covered = with_manifest(changed);
    let (code, words) = run("verify", &covered);
    assert!(code == Some(5) && words.contains("does not hold: the report is the one that was signed for"), "{code:?} {words}");
    let (code, words) = run("replay", &covered);
    assert!(code == Some(5) && words.contains("changed: f-") && words.contains("Nothing was changed."), "{code:?} {words}");
    let (code, _) = run("verify", b"PK no bundle");
    assert_eq!(code, Some(3));
}

#[test]
fn a_byte_changed_in_any_member_is_found_with_and_without_its_manifest() {
    on_each(|house| async move {
        let submission = signed(&house).await;
        let whole = members(&bundle_of(&house, submission).await);
        assert!(faults(&with_manifest(whole.clone())).is_empty(), "packed anew it is the same bundle");
        // The rules are many and alike: those of one state stand for all.
        let looked_at = |name: &str| name != "manifest.json" && (!name.starts_with("rules/") || name.starts_with("rules/us-ma/"));
        for (name, bytes) in whole.iter().filter(|(name, _)| looked_at(name)) {
            for at in places(bytes.len()) {
                let mut changed = whole.clone();
                changed.get_mut(name).expect("a member")[at] ^= 1;
                let found = read(&packed(&changed));
                assert!(matches!(&found, Err(BundleFault::Changed(which)) if which == name), "{name}, byte {at}: {found:?}");
                assert!(!faults(&with_manifest(changed)).is_empty(), "{name}, byte {at}: covered by a manifest, it is not found");
            }
        }
        // The manifest itself: another digest, another name, another form.
        let manifest = String::from_utf8(whole["manifest.json"].clone()).expect("text");
        for (from, to) in
            [("\"original\": \"", "\"original\": \"0"), ("\"original\"", "\"orihinal\""), ("plumbline.bundle/1", "plumbline.bundle/2")]
        {
            let mut changed = whole.clone();
            changed.insert("manifest.json".to_owned(), manifest.replacen(from, to, 1).into_bytes());
            assert!(read(&packed(&changed)).is_err(), "{to}");
        }
    });
}

/// First, last and some bytes between.
fn places(length: usize) -> Vec<usize> {
    let mut places: Vec<usize> = [0, length / 2, length.saturating_sub(1)].into();
    places.retain(|at| *at < length);
    places.dedup();
    places
}

#[test]
fn a_member_left_out_or_put_in_is_found() {
    on_each(|house| async move {
        let submission = signed(&house).await;
        let whole = members(&bundle_of(&house, submission).await);
        let looked_at = |name: &str| name != "manifest.json" && (!name.starts_with("rules/") || name.starts_with("rules/us-ma/"));
        for name in whole.keys().filter(|name| looked_at(name)) {
            let mut less = whole.clone();
            less.remove(name);
            assert!(matches!(read(&packed(&less)), Err(BundleFault::Members(_))), "{name}");
            assert!(!faults(&with_manifest(less)).is_empty(), "{name} left out and covered by a manifest");
        }
        for name in ["notes.txt", "project/extra.csv", "documents/00", "rules/us/another.toml"] {
            let mut more = whole.clone();
            more.insert(name.to_owned(), b"more".to_vec());
            assert!(matches!(read(&packed(&more)), Err(BundleFault::Members(_))), "{name}");
            assert!(!faults(&with_manifest(more)).is_empty(), "{name} put in and covered by a manifest");
        }
        let mut without = whole;
        without.remove("manifest.json");
        assert!(read(&packed(&without)).is_err());
    });
}

#[test]
fn a_week_without_work_has_a_bundle_too_and_a_week_taken_back_says_so() {
    on_each(|house| async move {
        let certifier = house.actor(house.programme.certifier).await;
        let upload = house.no_work("2025-06-14").await;
        let page = house.get(Some(&certifier), &format!("/uploads/{upload}/sign")).await.text();
        let fields = ["key", "seen", "statement"].map(|name| (name, hidden(&page, name)));
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.extend([("title", "Owner"), ("true", "yes"), ("signature", "yes"), ("last", "no")]);
        let answer = house.post(Some(&certifier), &format!("/uploads/{upload}/sign"), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let submission = Id::parse(answer.goes_to().rsplit('/').next().expect("an end")).expect("an identifier");
        let bytes = bundle_of(&house, submission).await;
        assert_eq!(faults(&bytes), Vec::<String>::new());
        assert_eq!(replay(&read(&bytes).expect("a bundle")), Ok(Replayed::Nothing));

        let mut tx = house.app.service.store.begin().await.expect("a transaction");
        let by = house.programme.certifier;
        plumbline::store::submissions::withdraw(&mut tx, submission, "The wrong week", by, house.now()).await.expect("taken back");
        tx.commit().await.expect("kept");
        let bytes = bundle_of(&house, submission).await;
        let seen = verify(&read(&bytes).expect("a bundle"), &[]);
        assert_eq!(seen.faults, Vec::<String>::new());
        assert!(seen.holds.iter().any(|holds| holds.starts_with("it was taken back, 2025-06-30")), "{:?}", seen.holds);
        // Told as if it had not been.
        let mut changed = members(&bytes);
        let text = String::from_utf8(changed["submission.json"].clone()).expect("text");
        let at = text.find("\"withdrawn_at\"").expect("its moment");
        changed.insert("submission.json".to_owned(), format!("{}\"withdrawn_at\": null\n}}", &text[..at]).into_bytes());
        assert_eq!(faults(&with_manifest(changed)), ["does not hold: it was not taken back"]);
    });
}

#[test]
fn a_receipt_verifies_by_itself_and_a_changed_one_does_not() {
    on_each(|house| async move {
        let submission = signed(&house).await;
        let certifier = house.actor(house.programme.certifier).await;
        let answer = house.get(Some(&certifier), &format!("/submissions/{submission}/receipt.json")).await;
        assert_eq!(answer.status, 200);
        let text = answer.text();
        let path = house.folder.join("receipt.json");
        let run = |text: &str| {
            std::fs::write(&path, text).expect("written");
            let out = Command::new(env!("CARGO_BIN_EXE_plumbline")).arg("verify").arg(&path).output().expect("it runs");
            (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
        };
        let (code, words) = run(&text);
        assert!(code == Some(0) && words.starts_with("OK: signed by sign@harbor.example, Payroll Manager"), "{code:?} {words}");
        for (from, to) in [("Payroll Manager", "Payroll Clerk"), ("certified", "withdrawn"), ("March 15, 2025", "March 22, 2025")] {
            assert!(text.contains(from), "{from} is not in {text}");
            let (code, words) = run(&text.replace(from, to));
            assert_eq!(code, Some(5), "{to}: {words}");
        }
        let stranger = house
            .person(
                None,
                plumbline::service::permission::OrganisationKind::Contractor,
                plumbline::service::permission::Role::ContractorClerk,
                "x@other.example",
            )
            .await;
        for name in ["receipt.json", "bundle.zip"] {
            assert_eq!(house.get(Some(&stranger), &format!("/submissions/{submission}/{name}")).await.status, 404, "{name}");
        }
    });
}
