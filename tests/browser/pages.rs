//! Every other page, in each of its states, looked at closely.

use crate::chrome::{Browser, Scripts, in_browser};
use crate::house::{ADMINISTRATOR, CERTIFIER, CLERK, House, OFFICER};
use crate::journey::file;
use std::sync::Arc;

/// Opens a page and looks.
async fn at(page: &Browser, path: &str, name: &str) {
    page.open(path).await;
    page.look(name).await;
}

/// Sends the form of a page as it stands, past what the browser itself would stop.
async fn send(page: &Browser, button: &str) {
    page.client
        .execute("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })", Vec::new())
        .await
        .expect("it is done");
    page.press(button).await;
    assert!(page.title().await.starts_with("Error: "), "{} is no page of an error: {}", page.path().await, page.text().await);
}

async fn signing_in(page: Browser, _: Arc<House>) {
    at(&page, "/nothing/of/the/kind", "nothing-here").await;
    page.open("/sign-in").await;
    page.fill("email", CERTIFIER).await;
    page.fill("password", "not the password").await;
    send(&page, "Sign in").await;
    page.look("sign-in-error").await;
    assert_eq!(
        page.client.active_element().await.expect("one").attr("id").await.expect("it").as_deref(),
        Some("errors"),
        "what is wrong has the focus"
    );
    page.fill("email", CERTIFIER).await;
    page.fill("password", crate::house::PASSWORD).await;
    page.press("Sign in").await;
    page.look("code").await;
    page.fill("code", "123456").await;
    send(&page, "Sign in").await;
    page.look("code-error").await;
    at(&page, "/accessibility", "accessibility").await;
    at(&page, "/privacy", "privacy").await;
    at(&page, "/forgot", "forgot").await;
    page.fill("email", "nobody@harbor.example").await;
    page.press("Send the link").await;
    page.look("forgot-sent").await;
}

async fn contractor(page: Browser, house: Arc<House>) {
    let week = format!("/contracts/{}/weeks/2025-06-21", house.contract);
    page.sign_in(&house, CLERK).await;
    for (path, name) in [
        ("/account", "account"),
        ("/account/second-factor", "second-factor"),
        ("/account/tokens", "tokens"),
        ("/help", "help"),
        ("/help/hours-not-a-number", "help-code"),
        ("/help/us/davis-bacon", "help-rule"),
    ] {
        at(&page, path, name).await;
    }
    at(&page, &format!("/contracts/{}", house.contract), "contract").await;
    at(&page, &week, "week").await;
    at(&page, &format!("/projects/{}/filing", house.project), "filing").await;

    // A file that cannot be read at all.
    page.open(&format!("{week}/upload")).await;
    send(&page, "Upload and check").await;
    page.look("file-error").await;
    page.open(&format!("{week}/upload")).await;
    page.attach("#file", &file(&house, "picture.csv", "\u{89}PNG\r\n\u{1a}\n\0\0\0")).await;
    page.press("Upload and check").await;
    page.wait_past("We are reading").await;
    page.look("refused").await;

    at(&page, &format!("{week}/no-work"), "no-work").await;
    send(&page, "Continue to sign").await;
    page.look("no-work-error").await;
    at(&page, &format!("{week}/key-in"), "key-in").await;
    page.press("Check this payroll").await;
    page.look("key-in-error").await;

    page.open(&format!("{week}/no-work")).await;
    page.tick("#worked-no").await;
    page.tick("#last-no").await;
    page.press("Continue to sign").await;
    page.look("sign-as-clerk").await;
    at(&page, "/weeks", "weeks-underway").await;
    at(&page, &week, "week-underway").await;
}

async fn certifier(page: Browser, house: Arc<House>) {
    page.sign_in(&house, CERTIFIER).await;
    let week = format!("/contracts/{}/weeks/2025-06-21", house.contract);
    page.open(&format!("{week}/no-work")).await;
    page.tick("#worked-no").await;
    page.tick("#last-no").await;
    page.press("Continue to sign").await;
    page.look("sign-no-work").await;
    page.fill("title", "Payroll Manager").await;
    page.tick("#true").await;
    page.tick("#signature").await;
    if page.count("[name='code']").await > 0 {
        page.fill("code", &house.code(CERTIFIER)).await;
    }
    page.press("Sign and send").await;
    let signed = page.path().await;
    page.look("receipt-no-work").await;
    for change in ["amend", "move", "withdraw"] {
        at(&page, &format!("{signed}/{change}"), change).await;
    }
    send(&page, "Take it back").await;
    page.look("withdraw-error").await;
    at(&page, &week, "week-signed").await;
    at(&page, "/firm", "firm").await;
    send(&page, "Invite").await;
    page.look("firm-error").await;
}

async fn agency(page: Browser, house: Arc<House>) {
    page.sign_in(&house, OFFICER).await;
    let project = format!("/projects/{}", house.project);
    for (path, name) in [
        ("/desk", "desk-empty"),
        ("/projects", "projects"),
        ("/projects/new", "project-new"),
        (project.as_str(), "project"),
        (&format!("{project}/filing"), "filing-agency"),
        (&format!("{project}/subcontractors"), "subcontractor"),
        (&format!("/contracts/{}", house.contract), "contract-agency"),
    ] {
        at(&page, path, name).await;
    }
    page.open("/projects/new").await;
    send(&page, "Set up the project").await;
    page.look("project-new-error").await;
    at(&page, &format!("{project}/facts"), "project-facts").await;
    send(&page, "Change the facts").await;
    page.look("project-facts-error").await;
    page.find("#facts").await.send_keys("# The value was agreed anew.").await.expect("it is typed");
    page.fill("reason", "Change order 3").await;
    page.press("Change the facts").await;
    page.look("project-changed").await;
    page.sign_in(&house, ADMINISTRATOR).await;
    at(&page, "/people", "people").await;
    send(&page, "Invite").await;
    page.look("people-error").await;
    at(&page, "/outbox", "outbox").await;
}

#[test]
fn signing_in_is_open_to_everybody_in_each_of_its_states() {
    in_browser(Scripts::On, signing_in);
}

#[test]
fn the_pages_of_a_firm_are_open_to_everybody_in_each_of_their_states() {
    in_browser(Scripts::On, contractor);
}

#[test]
fn the_pages_of_who_signs_are_open_to_everybody_in_each_of_their_states() {
    in_browser(Scripts::On, certifier);
}

#[test]
fn the_pages_of_the_city_are_open_to_everybody_in_each_of_their_states() {
    in_browser(Scripts::On, agency);
}
