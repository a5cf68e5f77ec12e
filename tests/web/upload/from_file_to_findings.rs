//! The example week: one cell to correct, then findings, answers, and a second file that keeps them.

use super::{EXAMPLE, WEEK, actions, contract, files_below, hidden, mended, post_form, read_all, send, sent_and_read};
use crate::house::on_each;
use axum::http::StatusCode;

#[test]
fn a_broken_cell_is_corrected_on_the_page_and_the_file_stays_as_it_came() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let page = house.get(Some(&clerk), &format!("/contracts/{contract}/weeks/{WEEK}/upload")).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(text.contains("Sunday March 9 to Saturday March 15, 2025") && text.contains("up to 10 MB and 20,000 rows"), "{text}");
        let key = hidden(&text, "key");

        let sent = send(&house, &clerk, contract, "harbor-week.csv", EXAMPLE, &key).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let upload = sent.goes_to().to_owned();
        let waiting = house.get(Some(&clerk), &upload).await.text();
        assert!(waiting.contains("http-equiv=\"refresh\"") && waiting.contains("You can leave it"), "{waiting}");
        read_all(&house).await;
        let next = house.get(Some(&clerk), &upload).await;
        assert_eq!(next.goes_to(), format!("{upload}/problems"), "{}", next.text());

        let problems = house.get(Some(&clerk), &format!("{upload}/problems")).await.text();
        // Row 5 of the file, column L: Tuesday of W0420.
        assert!(problems.contains("8,5") && problems.contains("stops signing"), "{problems}");
        let cell = "cell-harbor-week-L5";
        assert!(problems.contains(&format!("id=\"{cell}\"")) && problems.contains(&format!("href=\"#{cell}\"")), "{problems}");
        assert!(problems.contains("id=\"p1\"") && problems.contains("href=\"#p1\""), "{problems}");

        let fields = [
            ("sheet-1", hidden(&problems, "sheet-1")),
            ("row-1", hidden(&problems, "row-1")),
            ("column-1", hidden(&problems, "column-1")),
            ("text-1", "8.5".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let saved = house.post(Some(&clerk), &format!("{upload}/corrections"), &fields).await;
        assert_eq!(saved.goes_to(), upload, "{}", saved.text());
        read_all(&house).await;
        assert_eq!(house.get(Some(&clerk), &upload).await.goes_to(), format!("{upload}/findings"));

        // W0418: 92.74 asked, 90.99 paid; 1.75 x 40 + 2.625 x 4 = 80.50.
        let findings = house.get(Some(&clerk), &format!("{upload}/findings")).await.text();
        assert!(findings.contains("80.50") && findings.contains("W0418"), "{findings}");
        assert!(findings.contains("Why is this not a verdict?"), "{findings}");
        assert!(!findings.to_lowercase().contains("violation"));
        let sheet = house.get(Some(&clerk), &format!("{upload}/problems?rows=all")).await.text();
        assert!(sheet.contains("8,5 → 8.5"), "{sheet}");

        // The file itself is as it came.
        let kept = files_below(&house.folder.join("originals"));
        assert!(kept.iter().any(|file| std::fs::read(file).expect("a file") == EXAMPLE), "{kept:?}");
        let log = actions(&house).await;
        assert!(log.iter().any(|a| a == "upload-kept") && log.iter().any(|a| a == "cell-corrected"), "{log:?}");
    });
}

#[test]
fn a_correction_is_taken_back_and_the_cell_stops_the_signing_again() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (upload, _) = sent_and_read(&house, &clerk, contract, "w.csv", EXAMPLE, "k1").await;
        let page = house.get(Some(&clerk), &format!("{upload}/problems")).await.text();
        let cell = [("sheet-1", hidden(&page, "sheet-1")), ("row-1", hidden(&page, "row-1")), ("column-1", hidden(&page, "column-1"))];
        let typed = |text: &'static str| {
            let mut fields: Vec<(&str, &str)> = cell.iter().map(|(name, value)| (*name, value.as_str())).collect();
            fields.push(("text-1", text));
            fields
        };
        let too_many_digits = house.post(Some(&clerk), &format!("{upload}/corrections"), &typed("123-45-6789")).await;
        assert_eq!(too_many_digits.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(too_many_digits.text().contains("full Social Security number"));
        house.post(Some(&clerk), &format!("{upload}/corrections"), &typed("8.5")).await;
        read_all(&house).await;
        let page = house.get(Some(&clerk), &format!("{upload}/problems")).await.text();
        let correction = hidden(&page, "correction");
        let undone = house.post(Some(&clerk), &format!("{upload}/corrections/undo"), &[("correction", &correction)]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
        read_all(&house).await;
        assert_eq!(house.get(Some(&clerk), &upload).await.goes_to(), format!("{upload}/problems"));
    });
}

#[test]
fn answers_survive_a_second_file_and_what_changed_is_shown() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (first, next) = sent_and_read(&house, &clerk, contract, "w.csv", &mended(), "k1").await;
        assert_eq!(next, format!("{first}/findings"));
        let page = house.get(Some(&clerk), &next).await.text();
        let at = page.find("W0418").expect("the finding of W0418");
        let finding = page[..at].rsplit_once("id=\"f-").expect("its fingerprint").1.split('"').next().expect("an end");
        let finding = format!("f-{finding}");
        let (answer, by, note) = (format!("answer-{finding}"), format!("by-{finding}"), format!("note-{finding}"));

        let without_day =
            post_form(&house, &clerk, &format!("{first}/answers"), &[(&answer, None, b"will-pay"), (&note, None, b"typed before")]).await;
        assert_eq!(without_day.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(without_day.text().contains("Say by which day you will pay") && without_day.text().contains("typed before"));

        let fields = [(answer.as_str(), None, &b"will-pay"[..]), (&by, None, b"2025-07-11"), (&note, None, b"With the next cheque")];
        let saved = post_form(&house, &clerk, &format!("{first}/answers"), &fields).await;
        assert_eq!(saved.goes_to(), format!("{first}/findings?saved=yes"), "{}", saved.text());

        house.app.service.clock.move_by(60);
        // W0417's plan payment changes in the second file; W0418 stays short.
        let second = String::from_utf8_lossy(&mended()).replace("J,8,8,8,8,8,0,0,61.19,31.55", "J,8,8,8,8,8,0,0,61.19,32.00").into_bytes();
        let (upload, next) = sent_and_read(&house, &clerk, contract, "w2.csv", &second, "k2").await;
        let page = house.get(Some(&clerk), &next).await.text();
        assert!(page.contains("With the next cheque") && page.contains("value=\"2025-07-11\""), "{page}");
        assert!(page.contains("31.55 → 32.00"), "{page}");
        assert_eq!(house.get(Some(&clerk), &first).await.status, StatusCode::OK, "the first stands as replaced");
        assert!(house.get(Some(&clerk), &first).await.text().contains("took the place of"));
        let worksheet = house.get(Some(&clerk), &format!("{upload}/worksheet.csv")).await;
        assert!(worksheet.text().contains("\"80.50\"") && worksheet.text().contains("W0418"), "{}", worksheet.text());
    });
}

#[test]
fn a_week_without_work_goes_straight_to_the_signature() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let path = format!("/contracts/{contract}/weeks/{WEEK}/no-work");
        let form = house.get(Some(&clerk), &path).await.text();
        let key = hidden(&form, "key");
        let unsaid = house.post(Some(&clerk), &path, &[("key", &key)]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("key", key.as_str()), ("worked", "no"), ("last", "no")];
        let sent = house.post(Some(&clerk), &path, &fields).await;
        assert!(sent.goes_to().starts_with("/uploads/") && sent.goes_to().ends_with("/sign"), "{}", sent.text());
        let again = house.post(Some(&clerk), &path, &fields).await;
        assert_eq!(again.goes_to(), sent.goes_to(), "the same form twice is one week");
    });
}

#[test]
fn every_code_has_a_page_of_help_and_the_template_is_a_workbook() {
    on_each(|house| async move {
        let index = house.get(None, "/help").await.text();
        assert!(index.contains("hours-not-a-number") && index.contains("idempotency.mismatch"), "{index}");
        assert!(house.get(None, "/help/upload.too_large").await.text().contains("Remove pictures and extra sheets"));
        let mut links = index.split("href=\"/help/").skip(1).filter_map(|rest| rest.split('"').next());
        let policy = links.find(|code| code.contains('/')).expect("a policy").to_owned();
        assert_eq!(house.get(None, &format!("/help/{policy}")).await.status, StatusCode::OK, "{policy}");
        assert_eq!(house.get(None, "/help/nothing-like-it").await.status, StatusCode::NOT_FOUND);
        let template = house.get(None, "/template.xlsx").await;
        assert!(
            template.bytes.starts_with(b"PK\x03\x04")
                && template.headers["content-disposition"].to_str().expect("text").contains("attachment")
        );
    });
}
