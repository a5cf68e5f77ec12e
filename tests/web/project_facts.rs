//! Changing the facts of a project: later readings use them, signed weeks stay.

use crate::house::{House, on_each};
use crate::upload::{actions, contract, mended, read_all, sent_and_read};
use crate::weeks_signing::sign;
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::bundle::Bundle;
use plumbline::service::bundle::replay::{Replayed, replay};
use plumbline::service::bundle::verify::verify;
use plumbline::service::upload::see;
use plumbline::store::{project_facts, project_files, projects, uploads};
use std::io::Cursor;

/// The project of the example, and its facts.
async fn of_example(house: &House, contract: Id) -> (Id, String) {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    let project = projects::contract(&mut tx, contract).await.expect("read").expect("there").project;
    (project, projects::find(&mut tx, project).await.expect("read").expect("there").facts)
}

/// Sheets: the example's, and one that asks ten dollars more of a carpenter.
const RATES: &str = include_str!("../../examples/wage-determination.csv");

#[test]
fn a_change_has_a_reason_and_stands_in_the_history() {
    on_each(|house| async move {
        let officer = house.actor(house.programme.officer).await;
        let (project, facts) = of_example(&house, contract(&house).await).await;
        let address = format!("/projects/{project}/facts");
        let page = house.get(Some(&officer), &address).await.text();
        assert!(page.contains("name=\"seen\" value=\"1\"") && page.contains("[project]"), "{page}");
        let other = facts.replacen("[project]\n", "[project]\nrooms = 40\n", 1);
        // Without a reason nothing is kept, and what was typed stays.
        let typed = other.replace('\n', "\r\n");
        let none = house.post_files(Some(&officer), &address, &[("seen", "1"), ("facts", &typed), ("reason", " ")], &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.text().contains("why the facts change") && none.text().contains("rooms = 40"), "{}", none.text());
        let refused = |fields: Vec<(&'static str, String)>, files: Vec<(&'static str, &'static str, &'static [u8])>| {
            let (house, officer, address) = (&house, &officer, &address);
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let answer = house.post_files(Some(officer), address, &fields, &files).await;
                (answer.status.as_u16(), answer.text())
            }
        };
        let fields = |facts: &str| vec![("seen", "1".to_owned()), ("facts", facts.to_owned()), ("reason", "Change order 3".to_owned())];
        for (facts, files, says) in [
            (facts.clone(), vec![], "Nothing is different"),
            (facts.replacen("rooms", "[", 1) + "\n[[", vec![], "There is a problem"),
            (other.replacen("id = \"", "id = \"X-", 1), vec![], "Number and name stay"),
            (other.clone(), vec![("files", "people.csv", &b"worker_id,fact,value\n"[..])], "does not name people.csv"),
            (other.replacen("wage-determination.csv", "other.csv", 1), vec![], "other.csv"),
        ] {
            let (status, text) = refused(fields(&facts), files).await;
            assert!(status == 422 && text.contains(says), "{says}: {status} {text}");
        }
        assert_eq!(of_example_again(&house, project).await, (1, facts.clone()));

        let kept = house.post_files(Some(&officer), &address, &[("seen", "1"), ("facts", &typed), ("reason", "Change order 3")], &[]).await;
        assert_eq!(
            (kept.status, kept.goes_to()),
            (StatusCode::SEE_OTHER, format!("/projects/{project}#history").as_str()),
            "{}",
            kept.text()
        );
        // Letter by letter, with the ends of lines a project file has.
        assert_eq!(of_example_again(&house, project).await, (2, other.clone()));
        let page = house.get(Some(&officer), &format!("/projects/{project}")).await.text();
        for text in ["Change order 3", officer.name.as_str(), "<span class=\"sr\">New: </span>rooms = 40", "Set up."] {
            assert!(page.contains(text), "{text} is not in:\n{page}");
        }
        assert!(!page.contains("Gone: "), "one line is new, and none is gone");
        assert_eq!(actions(&house).await.iter().filter(|action| *action == "facts-changed").count(), 1);
        // Who looked at the facts before that change saves nothing over it.
        let late = house.post_files(Some(&officer), &address, &[("seen", "1"), ("facts", &facts), ("reason", "Back")], &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(of_example_again(&house, project).await.0, 2);
    });
}

/// The version and the text of the facts, and their files stay the one they were.
async fn of_example_again(house: &House, project: Id) -> (u64, String) {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    let files = project_files::of_project(&mut tx, project).await.expect("read");
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["wage-determination.csv"]);
    let facts = projects::find(&mut tx, project).await.expect("read").expect("there").facts;
    (project_facts::newest(&mut tx, project).await.expect("read"), facts)
}

/// By hand: worker W0418 of the example is owed 80.50 under its sheet, at 1.75 an hour. A sheet that asks 10.00 more an hour of a
/// carpenter makes it 11.75 × 40 + 17.625 × 4, the overtime at one and a half: 470.00 + 70.50 = 540.50.
#[test]
fn a_signed_week_keeps_its_facts_and_a_week_under_way_is_read_under_the_new_ones() {
    on_each(|house| async move {
        let (officer, certifier) = (house.actor(house.programme.officer).await, house.actor(house.programme.certifier).await);
        let contract = contract(&house).await;
        let (project, facts) = of_example(&house, contract).await;
        let (upload, _) = sent_and_read(&house, &certifier, contract, "harbor-week.csv", &mended(), "k1").await;
        let owed = || async {
            let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
            let id = Id::parse(upload.rsplit('/').next().expect("an end")).expect("an identifier");
            let upload = uploads::find(&mut tx, id).await.expect("read").expect("there");
            drop(tx);
            let reading = see::reading(&house.app.service, &upload).await.expect("read")?;
            let of = |worker: &&plumbline::service::examine::OwedTo| worker.worker == "W0418";
            reading.examination.owed_by_worker.iter().find(of).map(|one| one.owed.clone())
        };
        let before = owed().await;
        assert_eq!(before.as_deref(), Some("80.50"));
        let more = RATES.replace("Carpenter,J,61.19", "Carpenter,J,71.19");
        assert_ne!(more, RATES);
        let address = format!("/projects/{project}/facts");
        let change = |seen: &'static str, sheet: String, reason: &'static str| {
            let (house, officer, address, facts) = (&house, &officer, &address, &facts);
            async move {
                let fields = [("seen", seen), ("facts", facts.as_str()), ("reason", reason)];
                let files = [("files", "wage-determination.csv", sheet.as_bytes())];
                let kept = house.post_files(Some(officer), address, &fields, &files).await;
                assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
            }
        };
        change("1", more, "Modification 2 of the sheet").await;
        // It waits for a further reading, and nobody signs what was checked under the old facts.
        let waiting = house.get(Some(&certifier), &format!("{upload}/sign")).await;
        assert!(!waiting.text().contains("Sign and send"), "{}", waiting.text());
        read_all(&house).await;
        assert_eq!(owed().await.as_deref(), Some("540.50"));
        let page = house.get(Some(&officer), &format!("/projects/{project}")).await.text();
        assert!(page.contains("<code>wage-determination.csv</code>: another file"), "{page}");

        // Signed, and the facts change back: the week keeps the sheet it was checked against.
        let page = house.get(Some(&certifier), &format!("{upload}/findings")).await.text();
        let ids = page.split("name=\"note-").skip(1).filter_map(|rest| rest.split('"').next());
        let fields: Vec<(String, &[u8])> =
            ids.flat_map(|id| [(format!("answer-{id}"), &b"disagree"[..]), (format!("note-{id}"), b"Our records differ")]).collect();
        let fields: Vec<crate::upload::Field<'_>> = fields.iter().map(|(name, value)| (name.as_str(), None, *value)).collect();
        assert_eq!(crate::upload::post_form(&house, &certifier, &format!("{upload}/answers"), &fields).await.status, 303);
        let signed = sign(&house, &certifier, Id::parse(upload.rsplit('/').next().expect("an end")).expect("an identifier")).await;
        assert_eq!(signed.status, 303, "{}", signed.text());
        change("2", RATES.to_owned(), "The modification is of another project").await;
        read_all(&house).await;
        let bundle = house.get(Some(&officer), &format!("{}/bundle.zip", signed.goes_to())).await.bytes;
        let bundle = Bundle::read(Cursor::new(bundle)).expect("a bundle");
        assert_eq!(verify(&bundle, &[]).faults, Vec::<String>::new());
        assert!(matches!(replay(&bundle), Ok(Replayed::Same { .. })));
        let page = house.get(Some(&officer), signed.goes_to()).await.text();
        assert!(page.contains("$540.50 to worker W0418"), "{page}");
    });
}
