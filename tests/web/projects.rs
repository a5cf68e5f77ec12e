//! Setting a project up.

use crate::house::on_each;
use axum::http::StatusCode;

const RATES: &[u8] = b"classification,level,base_rate,fringe\nCarpenter,journeyworker,59.44,33.30\n";

#[test]
fn an_officer_sets_a_project_up_and_sees_which_rules_apply() {
    on_each(|house| async move {
        let officer = house.actor(house.programme.officer).await;
        let fields = [
            ("number", "P-200"),
            ("name", "Branch \"Tide\" library"),
            ("kind", "construction"),
            ("state", "MA"),
            ("city", "Boston"),
            ("funding", "city, federal"),
            ("value", "4200000.00"),
            ("advertised_on", "2024-01-15"),
            ("executed_on", "2024-03-01"),
            ("prime", "harbor builders"),
            ("determination", "DEMO-1"),
        ];
        let made = house.post_files(Some(&officer), "/projects/new", &fields, &[("rate_sheet", "sheet.csv", RATES)]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        let page = house.get(Some(&officer), made.goes_to()).await.text();
        assert!(page.contains("us/davis-bacon") && page.contains("us-ma/boston/residents-jobs-policy"), "{page}");
        // The firm was known, whatever the letters.
        assert!(page.contains("Harbor Builders") && page.contains("main contractor"), "{page}");
        assert!(page.contains("Branch &#34;Tide&#34; library"), "{page}");
        let again = house.post_files(Some(&officer), "/projects/new", &fields, &[("rate_sheet", "sheet.csv", RATES)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains("Give this one another number") && again.text().contains("4200000.00"), "what was typed stays");
    });
}

#[test]
fn a_fact_that_cannot_be_read_is_named_and_nothing_is_kept() {
    on_each(|house| async move {
        let officer = house.actor(house.programme.officer).await;
        let fields = [("number", "P-201"), ("kind", "construction"), ("value", "4.2 million")];
        let answer = house.post_files(Some(&officer), "/projects/new", &fields, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("There is a problem") && answer.text().contains("value"), "{}", answer.text());
        assert!(!house.get(Some(&officer), "/projects").await.text().contains("P-201"));
    });
}

#[test]
fn a_contractor_sees_no_projects_of_the_agency_and_sets_none_up() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        for path in ["/projects", "/projects/new"] {
            assert_eq!(house.get(Some(&clerk), path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let answer = house.post_files(Some(&clerk), "/projects/new", &[("number", "P-202")], &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let signed_out = house.get(None, "/projects").await;
        assert_eq!((signed_out.status, signed_out.goes_to()), (StatusCode::SEE_OTHER, "/sign-in?next=/projects"));
    });
}

#[test]
fn a_token_is_shown_once() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let made = house.post(Some(&clerk), "/account/tokens", &[("name", "weekly program"), ("read", "on")]).await;
        assert!(made.text().contains("pl_"), "{}", made.text());
        let list = house.get(Some(&clerk), "/account/tokens").await.text();
        assert!(list.contains("weekly program") && !list.contains("pl_"));
        let nothing = house.post(Some(&clerk), "/account/tokens", &[("name", "x")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}
