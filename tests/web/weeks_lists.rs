//! Weeks, desk and filing: what stands there, for whom, and what does not.

use crate::examined::{Of, WORKER, clean, finding, with_findings};
use crate::house::{House, on_each};
use crate::programme::day;
use crate::weeks_signing::sign;
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::permission::{Actor, OrganisationKind, Role};
use plumbline::store::audit::act::Object;
use plumbline::store::audit::by_object;
use plumbline::store::projects;

/// A certifier of the sub, and its organisation.
pub async fn sub_certifier(house: &House) -> Actor {
    let mut tx = house.app.service.store.snapshot().await.unwrap();
    let sub = projects::contract(&mut tx, house.programme.sub).await.unwrap().expect("there");
    drop(tx);
    house.person(Some(sub.contractor), OrganisationKind::Contractor, Role::ContractorCertifier, "sign@tide.example").await
}

/// A week of the sub, signed, with a finding of 120 dollars.
pub async fn sub_week(house: &House, who: &Actor, ending: &str) -> Id {
    let of = Of { contract: house.programme.sub, ending, amends: None, reason: None, by: who.person };
    let upload = house.examined_of(of, &with_findings(vec![finding("f-1", "look", Some("120.00"))]), &[]).await;
    let answer = sign(house, who, upload).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    Id::parse(answer.goes_to().rsplit('/').next().unwrap()).unwrap()
}

#[test]
fn a_firm_sees_what_to_do_and_its_calendar() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        // The prime began on January 6; today is June 30: 26 Saturdays from January 11 to July 5.
        let last = house.examined("2025-06-07", &clean()).await;
        sign(&house, &who, last).await;
        house.no_work("2025-06-21").await;
        let page = house.get(Some(&who), "/weeks").await.text();
        for text in [
            "Library renovation",
            "Week ending June 7, 2025: Filed",
            "Week ending June 14, 2025: To send, 3 days late",
            "Week ending May 31, 2025: Missing, 17 days late; a later week is on file",
            "Send the payroll, week ending June 14, 2025, Library renovation",
            "Due June 27, 2025, 3 days late",
            "Ready to sign, week ending June 21, 2025",
            "Due July 4, 2025, 4 days left",
        ] {
            assert!(page.contains(text), "{text} is not in:\n{page}");
        }
        let csv = house.get(Some(&who), "/weeks.csv").await;
        assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(csv.text().lines().count(), 27);
        let json: serde_json::Value = serde_json::from_slice(&house.get(Some(&who), "/weeks.json").await.bytes).unwrap();
        assert_eq!(json["items"].as_array().map(Vec::len), Some(26));
        assert_eq!(json["items"][0]["week_ending"], "2025-01-11");
        // A pay day of 0 days after the week makes June 21 due on June 28, and says so.
        let contract = format!("/contracts/{}", house.programme.prime);
        let set = house.post(Some(&who), &format!("{contract}/terms"), &[("week_ends", "Saturday"), ("pay_day_after", "0")]).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER);
        let page = house.get(Some(&who), &contract).await.text();
        assert!(
            page.contains("due 7 days after the week ends") && page.contains("Week ending June 21, 2025: To send, 2 days late"),
            "{page}"
        );
        for (ends, pay) in [("Someday", ""), ("Friday", "32"), ("Friday", "x")] {
            let answer = house.post(Some(&who), &format!("{contract}/terms"), &[("week_ends", ends), ("pay_day_after", pay)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{ends} {pay}");
        }
    });
}

#[test]
fn a_firm_without_a_first_day_is_told_who_sets_it() {
    on_each(|house| async move {
        let sub = sub_certifier(&house).await;
        let prime = house.actor(house.programme.certifier).await;
        let page = house.get(Some(&sub), "/weeks").await.text();
        assert!(
            page.contains("until the main contractor or the city sets your start date")
                && page.contains("main contractor: Harbor Builders"),
            "{page}"
        );
        let days = format!("/contracts/{}/days", house.programme.sub);
        assert_eq!(house.post(Some(&sub), &days, &[("first", "2025-06-09")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            house.post(Some(&prime), &days, &[("first", "2025-06-09"), ("last", "2025-06-01"), ("back", "filing")]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let set = house.post(Some(&prime), &days, &[("first", "2025-06-09"), ("back", "filing")]).await;
        assert_eq!(set.goes_to(), format!("/projects/{}/filing", house.programme.project));
        assert!(house.get(Some(&sub), "/weeks").await.text().contains("Week ending June 14, 2025: To send, 3 days late"));
    });
}

#[test]
fn the_main_contractor_sees_status_hours_and_money_and_no_worker() {
    on_each(|house| async move {
        let sub = sub_certifier(&house).await;
        let prime = house.actor(house.programme.certifier).await;
        let submission = sub_week(&house, &sub, "2025-06-14").await;
        let filing = format!("/projects/{}/filing", house.programme.project);
        for suffix in ["", ".csv", ".json"] {
            let text = house.get(Some(&prime), &format!("{filing}{suffix}")).await.text();
            assert!(text.contains("Tide Electric") && text.contains("120.00") && text.contains("72.00"), "{text}");
            assert!(!text.contains(WORKER), "{text}");
        }
        // What the sub filed itself is not theirs to open.
        for path in ["", "/original", "/lines.csv", "/amend", "/move", "/withdraw"] {
            let answer = house.get(Some(&prime), &format!("/submissions/{submission}{path}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(house.get(Some(&prime), &format!("/contracts/{}", house.programme.sub)).await.status, StatusCode::NOT_FOUND);
        // The sub has nobody below it: it sees no filing of others.
        assert_eq!(house.get(Some(&sub), &filing).await.status, StatusCode::NOT_FOUND);
        let officer = house.actor(house.programme.officer).await;
        assert!(house.get(Some(&officer), &filing).await.text().contains("Harbor Builders"));
    });
}

#[test]
fn a_quarter_of_weeks_is_a_page_and_earlier_ones_are_a_link_away() {
    on_each(|house| async move {
        let prime = house.actor(house.programme.certifier).await;
        let days = format!("/contracts/{}/days", house.programme.sub);
        // Today is 30 June 2025: 44 weeks, the first one ends on 7 September.
        let set = house.post(Some(&prime), &days, &[("first", "2024-09-01"), ("back", "filing")]).await;
        let page = house.get(Some(&prime), set.goes_to()).await.text();
        assert!(page.contains("Weeks ending 2025-04-12 to 2025-07-05") && !page.contains("Later weeks"), "{page}");
        let link = |day: &str, words: &str| format!("<a href=\"{}?until={day}\">{words}</a>", set.goes_to());
        assert!(page.contains(&link("2025-04-05", "Earlier weeks")), "{page}");
        let of = async |day: &str| house.get(Some(&prime), &format!("{}?until={day}", set.goes_to())).await.text();
        let before = of("2025-04-05").await;
        assert!(before.contains("Weeks ending 2025-01-11 to 2025-04-05"), "{before}");
        assert!(before.contains(&link("2025-01-04", "Earlier weeks")) && before.contains(&link("2025-07-05", "Later weeks")), "{before}");
        let first = of("2024-10-05").await;
        assert!(first.contains("Weeks ending 2024-09-07 to 2024-10-05") && !first.contains("Earlier weeks"), "{first}");
        assert!(first.contains(&link("2025-01-04", "Later weeks")), "{first}");
        // How late the firms are does not hang on the page.
        assert!([&page, &before].iter().all(|page| page.contains("2 firms are late (64 weeks)")), "{before}");
        assert_eq!(house.get(Some(&prime), &format!("{}?until=soon", set.goes_to())).await.status, StatusCode::NOT_FOUND);
        let all = house.get(Some(&prime), &format!("{}.csv", set.goes_to())).await.text();
        assert!(all.contains("2024-09-07") && all.contains("2025-07-05"), "{all}");
    });
}

#[test]
fn the_main_contractor_approves_where_the_project_wants_it() {
    on_each(|house| async move {
        let sub = sub_certifier(&house).await;
        let prime = house.actor(house.programme.certifier).await;
        let clerk = house.actor(house.programme.clerk).await;
        let officer = house.actor(house.programme.officer).await;
        let submission = sub_week(&house, &sub, "2025-06-14").await;
        let approve = format!("/submissions/{submission}/approve");
        assert_eq!(house.get(Some(&prime), &approve).await.status, StatusCode::NOT_FOUND, "nobody asks for it");
        let setting = format!("/projects/{}/filing/approval", house.programme.project);
        assert_eq!(house.post(Some(&sub), &setting, &[("approves", "yes")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.post(Some(&prime), &setting, &[("approves", "yes")]).await.status, StatusCode::SEE_OTHER);
        let page = house.get(Some(&prime), &approve).await.text();
        assert!(page.contains("72.00") && page.contains("$120.00") && page.contains("1 not met") && !page.contains(WORKER), "{page}");
        assert!(house.get(Some(&prime), "/weeks").await.text().contains("Approve the payroll of Tide Electric"));
        assert!(house.get(Some(&officer), "/desk").await.text().contains("Waiting for the main contractor"));
        assert!(house.get(Some(&sub), &format!("/submissions/{submission}")).await.text().contains("Waiting for the main contractor"));
        assert_eq!(house.post(Some(&clerk), &approve, &[]).await.status, StatusCode::FORBIDDEN);
        for nobody in [&sub, &officer] {
            assert_eq!(house.post(Some(nobody), &approve, &[]).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(house.post(Some(&prime), &approve, &[("note", "hours agree")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(house.post(Some(&prime), &approve, &[]).await.status, StatusCode::CONFLICT);
        let page = house.get(Some(&sub), &format!("/submissions/{submission}")).await.text();
        assert!(page.contains("Approved for the main contractor") && page.contains("hours agree"), "{page}");
        assert!(!house.get(Some(&officer), "/desk").await.text().contains("Waiting for the main contractor"));
    });
}

#[test]
fn the_officer_sees_signed_weeks_newest_first_page_by_page_and_every_look_is_noted() {
    on_each(|house| async move {
        let prime = house.actor(house.programme.certifier).await;
        let sub = sub_certifier(&house).await;
        for ending in ["2025-06-07", "2025-06-14"] {
            let upload = house.examined(ending, &clean()).await;
            sign(&house, &prime, upload).await;
            house.app.service.clock.move_by(60);
        }
        // The sessions are old by now for the second factor: it is shown again.
        let mut sub = sub;
        sub.stepped_up_at = Some(house.now());
        let with_finding = sub_week(&house, &sub, "2025-06-14").await;
        let officer = house.actor(house.programme.officer).await;
        let investigator =
            house.person(Some(house.programme.agency), OrganisationKind::Agency, Role::Investigator, "look@dol.example").await;
        let json: serde_json::Value = serde_json::from_slice(&house.get(Some(&officer), "/desk.json?limit=2").await.bytes).unwrap();
        let weeks = |json: &serde_json::Value| -> Vec<String> {
            let items = json["items"].as_array().cloned().unwrap_or_default();
            items.iter().map(|item| format!("{} {}", item["contractor"].as_str().unwrap(), item["week_ending"].as_str().unwrap())).collect()
        };
        assert_eq!(weeks(&json), ["Tide Electric 2025-06-14", "Harbor Builders 2025-06-14"]);
        let next = json["next"].as_str().expect("a further page").to_owned();
        let json: serde_json::Value = serde_json::from_slice(&house.get(Some(&officer), &next).await.bytes).unwrap();
        assert_eq!((weeks(&json), json["next"].as_str()), (vec!["Harbor Builders 2025-06-07".to_owned()], None));
        let filtered = |query: String| {
            let (house, officer) = (&house, &officer);
            async move { house.get(Some(officer), &format!("/desk.csv?{query}")).await.text().lines().count() - 1 }
        };
        assert_eq!(filtered("open=yes".to_owned()).await, 1);
        assert_eq!(filtered(format!("project={}", house.programme.project)).await, 3);
        assert_eq!(filtered(format!("contractor={}", prime.organisation)).await, 2);
        assert_eq!(house.get(Some(&officer), "/desk?before=nonsense").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = format!("/submissions/{with_finding}");
        for who in [&officer, &investigator] {
            let text = house.get(Some(who), &page).await.text();
            assert!(text.contains(WORKER) && text.contains("Full rate due is not reached") && !text.contains("Change it"), "{text}");
        }
        assert_eq!(house.get(Some(&officer), &format!("{page}/lines.csv")).await.text().lines().count(), 3);
        let original = house.get(Some(&officer), &format!("{page}/original")).await;
        assert_eq!(
            (original.headers["content-type"].to_str().unwrap(), original.headers["content-security-policy"].to_str().unwrap()),
            ("application/octet-stream", "sandbox")
        );
        let mut tx = house.app.service.store.snapshot().await.unwrap();
        let entries = by_object::entries_of(&mut tx, &Object::submission(with_finding)).await.unwrap();
        let looked: Vec<(&str, Option<&str>)> = entries
            .iter()
            .filter(|e| e.action == "viewed" || e.action == "exported")
            .map(|e| (e.action.as_str(), e.actor.as_deref()))
            .collect();
        let (officer, investigator) = (officer.person.to_string(), investigator.person.to_string());
        assert_eq!(
            looked,
            [
                ("viewed", Some(officer.as_str())),
                ("viewed", Some(&investigator)),
                ("exported", Some(&officer)),
                ("exported", Some(&officer))
            ]
        );
    });
}

#[test]
fn a_subcontractor_is_added_once_and_its_first_person_invited() {
    on_each(|house| async move {
        let prime = house.actor(house.programme.clerk).await;
        let path = format!("/projects/{}/subcontractors", house.programme.project);
        let above = house.programme.sub.to_string();
        let add = |firm: &'static str, email: &'static str| {
            vec![("firm", firm), ("above", above.as_str()), ("person", "L. Example"), ("email", email), ("first", "2025-06-16")]
        };
        assert!(house.get(Some(&prime), &path).await.text().contains("Tide Electric"));
        assert_eq!(house.post(Some(&prime), &path, &add("", "l@lark.example")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.post(Some(&prime), &path, &add("Lark Drywall", "nonsense")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.post(Some(&prime), &path, &add("Lark Drywall", "l@lark.example")).await.status, StatusCode::SEE_OTHER);
        let again = house.post(Some(&prime), &path, &add("lark drywall", "other@lark.example")).await;
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text().contains("on this project already"), "{}", again.text());
        let mut tx = house.app.service.store.snapshot().await.unwrap();
        let contracts = projects::contracts(&mut tx, house.programme.project).await.unwrap();
        let new = contracts.iter().find(|contract| contract.tier == 2).expect("a second tier");
        assert_eq!((new.parent, new.started_on), (Some(house.programme.sub), Some(day("2025-06-16"))));
        drop(tx);
        let mut tx = house.app.service.store.begin().await.unwrap();
        let mail = plumbline::store::outbox::take(&mut tx, house.now(), 60).await.unwrap().expect("a mail");
        assert!(mail.recipient == "l@lark.example" && mail.body.contains("/invitation/"), "{}", mail.body);
        drop(tx);
        let page = house.get(Some(&prime), &format!("/projects/{}/filing", house.programme.project)).await.text();
        assert!(page.contains("Tier 2") && page.contains("Lark Drywall"), "{page}");
        // The sub between sees what is below it, and cannot add firms.
        let sub = sub_certifier(&house).await;
        let page = house.get(Some(&sub), &format!("/projects/{}/filing", house.programme.project)).await.text();
        assert!(page.contains("Lark Drywall") && !page.contains("Harbor Builders"), "{page}");
        assert_eq!(house.post(Some(&sub), &path, &add("Fourth", "f@fourth.example")).await.status, StatusCode::FORBIDDEN);
    });
}
