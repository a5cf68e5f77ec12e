//! Every route against everybody: a table of who reaches what, and a route that is not in it fails. What is foreign and
//! what is not there give the same answer.

use crate::examined::{clean, finding, with_findings};
use crate::house::{Answer, House, on_each};
use crate::weeks_lists::{sub_certifier, sub_week};
use crate::weeks_signing::sign;
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::permission::{Actor, OrganisationKind, Role};
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::{filing_terms, organisations};
use plumbline::web::{Entry, Who, routes};
use std::collections::BTreeSet;

/// Who may reach a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// Everybody, signed in or not.
    Open,
    /// Who is signed in, for what is their own alone.
    Own,
    /// A program with a token.
    Token,
    /// By the cast, one letter each: `o` reaches it, `3` sees it and may not, `4` finds nothing.
    Cast(&'static str),
}

/// The cast, in the order of the letters: the clerk and the certifier of the firm whose things are asked for, a
/// certifier of its sub, a certifier of another firm of the city, the four roles of the city's agency, an officer and a
/// contractor of another city, a hiring partner.
const CAST: usize = 11;
const FIRM: Row = Row::Cast("oo444444444");
const FIRM_SIGNS: Row = Row::Cast("3o444444444");
const FIRM_AND_CITY: Row = Row::Cast("oo44oooo444");
const FIRM_CITY_LOOKS: Row = Row::Cast("oo443333444");
const CITY: Row = Row::Cast("4444ooooo44");
const DIRECTS: Row = Row::Cast("oo44o3o3444");

const TABLE: &[(&str, &str, Row)] = &[
    ("GET", "/healthz", Row::Open),
    ("GET", "/readyz", Row::Open),
    ("GET", "/assets/{name}", Row::Open),
    ("GET", "/help", Row::Open),
    ("GET", "/accessibility", Row::Open),
    ("GET", "/privacy", Row::Open),
    ("GET", "/sign-in/oidc", Row::Open),
    ("GET", "/sign-in/oidc/callback", Row::Open),
    ("GET", "/help/{*code}", Row::Open),
    ("GET", "/template.xlsx", Row::Open),
    ("GET", "/demo", Row::Open),
    ("GET", "/demo/{link}", Row::Open),
    ("GET", "/sign-in", Row::Open),
    ("POST", "/sign-in", Row::Open),
    ("GET", "/forgot", Row::Open),
    ("POST", "/forgot", Row::Open),
    ("GET", "/reset/{link}", Row::Open),
    ("POST", "/reset/{link}", Row::Open),
    ("GET", "/invitation/{link}", Row::Open),
    ("POST", "/invitation/{link}", Row::Open),
    ("GET", "/", Row::Own),
    ("GET", "/sign-in/code", Row::Own),
    ("POST", "/sign-in/code", Row::Own),
    ("POST", "/sign-out", Row::Own),
    ("GET", "/account", Row::Own),
    ("POST", "/account/password", Row::Own),
    ("GET", "/account/second-factor", Row::Own),
    ("POST", "/account/second-factor", Row::Own),
    ("POST", "/account/second-factor/remove", Row::Own),
    ("POST", "/account/sessions/end", Row::Own),
    ("POST", "/account/sessions/end-others", Row::Own),
    ("POST", "/account/second-factor/codes", Row::Own),
    ("POST", "/account/outside/untie", Row::Own),
    ("GET", "/account/tokens", Row::Own),
    ("POST", "/account/tokens", Row::Own),
    ("POST", "/account/tokens/end", Row::Own),
    ("GET", "/people", Row::Cast("444444o4444")),
    // A certifier invites from the firm's own page.
    ("POST", "/people", Row::Cast("444444o4444")),
    ("POST", "/people/close", Row::Cast("444444o4444")),
    ("POST", "/people/open", Row::Cast("444444o4444")),
    ("POST", "/people/role", Row::Cast("444444o4444")),
    ("POST", "/people/link", Row::Cast("444444o4444")),
    // It is the clerk's own account that is asked for, and an own one may be untied.
    ("POST", "/people/untie", Row::Cast("o44444o4444")),
    ("GET", "/firm", Row::Cast("4ooo44444o4")),
    // It is the clerk's firm that is asked for.
    ("POST", "/firm", Row::Cast("4o444444444")),
    ("GET", "/outbox", Row::Cast("444444o4444")),
    ("GET", "/projects", CITY),
    ("GET", "/projects/new", Row::Cast("4444o3o3o44")),
    ("POST", "/projects/new", Row::Cast("4444o3o3o44")),
    ("GET", "/projects/{project}", Row::Cast("4444oooo444")),
    ("GET", "/projects/{project}/facts", Row::Cast("4444o3o3444")),
    ("POST", "/projects/{project}/facts", Row::Cast("4444o3o3444")),
    ("GET", "/projects/{project}/filing", FIRM_AND_CITY),
    ("GET", "/projects/{project}/filing.csv", FIRM_AND_CITY),
    ("GET", "/projects/{project}/filing.json", FIRM_AND_CITY),
    ("POST", "/projects/{project}/filing/remind", DIRECTS),
    ("POST", "/projects/{project}/filing/approval", DIRECTS),
    ("GET", "/projects/{project}/subcontractors", DIRECTS),
    ("POST", "/projects/{project}/subcontractors", DIRECTS),
    ("GET", "/weeks", Row::Cast("oooo44444o4")),
    ("GET", "/weeks.csv", Row::Cast("oooo44444o4")),
    ("GET", "/weeks.json", Row::Cast("oooo44444o4")),
    ("GET", "/contracts/{contract}", FIRM_AND_CITY),
    ("POST", "/contracts/{contract}/days", Row::Cast("3344o3o3444")),
    ("POST", "/contracts/{contract}/terms", FIRM_CITY_LOOKS),
    ("GET", "/contracts/{contract}/weeks/{week}", FIRM_AND_CITY),
    ("GET", "/contracts/{contract}/weeks/{week}/upload", FIRM_CITY_LOOKS),
    ("POST", "/contracts/{contract}/weeks/{week}/upload", FIRM_CITY_LOOKS),
    ("POST", "/contracts/{contract}/weeks/{week}/again", FIRM),
    ("GET", "/contracts/{contract}/weeks/{week}/no-work", FIRM_CITY_LOOKS),
    ("POST", "/contracts/{contract}/weeks/{week}/no-work", FIRM_CITY_LOOKS),
    ("GET", "/contracts/{contract}/weeks/{week}/key-in", FIRM_CITY_LOOKS),
    ("POST", "/contracts/{contract}/weeks/{week}/key-in", FIRM_CITY_LOOKS),
    ("GET", "/uploads/{upload}", FIRM),
    ("GET", "/uploads/{upload}/columns", FIRM),
    ("POST", "/uploads/{upload}/columns", FIRM),
    ("GET", "/uploads/{upload}/problems", FIRM),
    ("POST", "/uploads/{upload}/corrections", FIRM),
    ("POST", "/uploads/{upload}/corrections/undo", Row::Cast("44444444444")),
    ("POST", "/uploads/{upload}/check-again", FIRM),
    ("GET", "/uploads/{upload}/findings", FIRM),
    ("POST", "/uploads/{upload}/answers", FIRM),
    ("GET", "/uploads/{upload}/documents/{sha256}", Row::Cast("44444444444")),
    ("GET", "/uploads/{upload}/worksheet.csv", FIRM),
    ("GET", "/uploads/{upload}/notes.xlsx", FIRM),
    ("GET", "/uploads/{upload}/sign", FIRM),
    ("POST", "/uploads/{upload}/sign", FIRM_SIGNS),
    ("POST", "/uploads/{upload}/drop", FIRM),
    ("GET", "/submissions/{submission}", FIRM_AND_CITY),
    ("GET", "/submissions/{submission}/original", FIRM_AND_CITY),
    ("GET", "/submissions/{submission}/lines.csv", FIRM_AND_CITY),
    ("GET", "/submissions/{submission}/bundle.zip", FIRM_AND_CITY),
    ("GET", "/submissions/{submission}/receipt.json", FIRM_AND_CITY),
    ("POST", "/submissions/{submission}/answers", FIRM_CITY_LOOKS),
    ("GET", "/submissions/{submission}/amend", FIRM_CITY_LOOKS),
    ("POST", "/submissions/{submission}/amend", FIRM_CITY_LOOKS),
    ("GET", "/submissions/{submission}/move", FIRM_CITY_LOOKS),
    ("POST", "/submissions/{submission}/move", FIRM_CITY_LOOKS),
    ("GET", "/submissions/{submission}/withdraw", Row::Cast("3o443333444")),
    ("POST", "/submissions/{submission}/withdraw", Row::Cast("3o443333444")),
    ("GET", "/submissions/{submission}/approve", Row::Cast("3o444444444")),
    ("POST", "/submissions/{submission}/approve", Row::Cast("3o444444444")),
    ("GET", "/desk", CITY),
    ("GET", "/desk.csv", CITY),
    ("GET", "/desk.json", CITY),
];

/// The row of a route. Of the interface for programs the way in alone is held here: it asks for a token.
fn row_of(entry: &Entry) -> Row {
    if entry.path.starts_with("/api/") {
        return if entry.who == Who::Token { Row::Token } else { Row::Open };
    }
    let row = TABLE.iter().find(|(method, path, _)| (*method, *path) == (entry.method, entry.path));
    row.unwrap_or_else(|| panic!("{} {} has no row: say who may reach it", entry.method, entry.path)).2
}

/// What is asked for.
pub struct Things {
    contract: String,
    project: String,
    pub upload: String,
    pub submission: String,
    of_sub: String,
    finding: String,
    firm: String,
    clerk: String,
}

impl Things {
    /// The address of a route.
    pub fn address(&self, path: &str) -> String {
        let submission = if path.ends_with("/approve") { &self.of_sub } else { &self.submission };
        path.replace("{contract}", &self.contract)
            .replace("{project}", &self.project)
            .replace("{upload}", &self.upload)
            .replace("{submission}", submission)
            .replace("{week}", "2025-05-31")
            .replace("{name}", "plumbline.css")
            .replace("{*code}", "hours-not-a-number")
            .replace("{link}", "nothing")
            .replace("{sha256}", &"0".repeat(64))
    }

    /// The fields its form needs to be read at all.
    fn fields(&self, path: &str) -> Vec<(&str, &str)> {
        match path {
            p if p.ends_with("/again") => vec![("upload", &self.upload), ("key", "k")],
            p if p.ends_with("/undo") => vec![("correction", &self.contract)],
            p if p.ends_with("/answers") && p.starts_with("/submissions") => vec![("finding", &self.finding)],
            p if p.ends_with("/move") => vec![("contract", &self.contract), ("ending", "2025-05-31")],
            p if p.ends_with("/subcontractors") => vec![("above", &self.contract)],
            "/people" | "/firm" => vec![("organisation", &self.firm)],
            "/people/role" => vec![("person", &self.clerk), ("role", "contractor-clerk"), ("held", "yes")],
            "/people/untie" => vec![("person", &self.clerk), ("issuer", "https://id.example"), ("subject", "1")],
            "/people/close" | "/people/open" | "/people/link" => vec![("person", &self.clerk)],
            _ => Vec::new(),
        }
    }
}

/// Another city, with a project, an officer and a contractor of its own.
async fn other_city(house: &House) -> (Actor, Actor) {
    let mut tx = house.app.service.store.begin().await.expect("a transaction");
    let at = house.now();
    let agency = organisations::add(&mut tx, OrganisationKind::Agency, "City of Elsewhere", at).await.expect("added");
    let firm = organisations::add(&mut tx, OrganisationKind::Contractor, "Elsewhere Builders", at).await.expect("added");
    let new = NewProject { agency, number: "E-1", name: "Elsewhere", facts: "[project]\nid = \"E-1\"\n" };
    let project = projects::add(&mut tx, new, at).await.expect("added");
    projects::add_prime(&mut tx, project, firm, Terms::default(), at).await.expect("added");
    tx.commit().await.expect("kept");
    let officer = house.person(Some(agency), OrganisationKind::Agency, Role::Officer, "officer@elsewhere.example").await;
    let contractor = house.person(Some(firm), OrganisationKind::Contractor, Role::ContractorCertifier, "sign@elsewhere.example").await;
    (officer, contractor)
}

/// A firm of the same city on another project.
async fn sibling(house: &House) -> Actor {
    let who = house.person(None, OrganisationKind::Contractor, Role::ContractorCertifier, "sign@sibling.example").await;
    let mut tx = house.app.service.store.begin().await.expect("a transaction");
    let new = NewProject { agency: house.programme.agency, number: "P-300", name: "Pier", facts: "[project]\nid = \"P-300\"\n" };
    let project = projects::add(&mut tx, new, house.now()).await.expect("added");
    projects::add_prime(&mut tx, project, who.organisation, Terms::default(), house.now()).await.expect("added");
    tx.commit().await.expect("kept");
    who
}

pub async fn cast(house: &House) -> Vec<Actor> {
    let (agency, city) = (Some(house.programme.agency), OrganisationKind::Agency);
    let sub = sub_certifier(house).await;
    let (other_officer, other_contractor) = other_city(house).await;
    vec![
        house.actor(house.programme.clerk).await,
        house.actor(house.programme.certifier).await,
        sub,
        sibling(house).await,
        house.actor(house.programme.officer).await,
        house.person(agency, city, Role::Approver, "approve@city.example").await,
        house.person(agency, city, Role::Administrator, "admin@city.example").await,
        house.person(agency, city, Role::Investigator, "look@dol.example").await,
        other_officer,
        other_contractor,
        house.person(None, OrganisationKind::Intermediary, Role::Intermediary, "refer@partner.example").await,
    ]
}

pub async fn things(house: &House, cast: &[Actor]) -> Things {
    let signed = house.examined("2025-06-14", &with_findings(vec![finding("f-1", "look", None)])).await;
    let submission = sign(house, &cast[1], signed).await.goes_to().trim_start_matches("/submissions/").to_owned();
    let of_sub = sub_week(house, &cast[2], "2025-06-14").await;
    let upload = house.examined("2025-06-07", &clean()).await;
    let mut tx = house.app.service.store.begin().await.expect("a transaction");
    filing_terms::set_prime_approves(&mut tx, house.programme.project, true, cast[1].person, house.now()).await.expect("set");
    tx.commit().await.expect("kept");
    Things {
        contract: house.programme.prime.to_string(),
        project: house.programme.project.to_string(),
        upload: upload.to_string(),
        submission,
        of_sub: of_sub.to_string(),
        finding: "f-1".to_owned(),
        firm: cast[1].organisation.to_string(),
        clerk: cast[0].person.to_string(),
    }
}

pub async fn ask(house: &House, who: Option<&Actor>, entry: &Entry, things: &Things) -> Answer {
    let address = things.address(entry.path);
    if entry.method == "GET" {
        return house.get(who, &address).await;
    }
    let files = ["/contracts/{contract}/weeks/{week}/upload", "/uploads/{upload}/answers", "/projects/new", "/projects/{project}/facts"];
    if files.contains(&entry.path) {
        return house.post_files(who, &address, &[], &[]).await;
    }
    house.post(who, &address, &things.fields(entry.path)).await
}

fn says(answer: &Answer) -> char {
    match answer.status {
        StatusCode::NOT_FOUND => '4',
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => '3',
        status if status.is_server_error() => '5',
        _ => 'o',
    }
}

#[test]
fn every_route_is_reached_by_those_of_its_row_and_by_nobody_else() {
    on_each(|mut house| async move {
        house.without_limits();
        let cast = cast(&house).await;
        assert_eq!(cast.len(), CAST);
        let things = things(&house, &cast).await;
        let missing_id = Id::new(house.now()).expect("an identifier").to_string();
        let none = Things {
            contract: missing_id.clone(),
            project: missing_id.clone(),
            upload: missing_id.clone(),
            submission: missing_id.clone(),
            of_sub: missing_id.clone(),
            finding: "f-1".to_owned(),
            firm: missing_id.clone(),
            clerk: missing_id,
        };
        let mut wrong = Vec::new();
        // What lets an upload go or closes an account comes last: the others need them.
        let mut entries = routes::all();
        entries
            .sort_by_key(|entry| (entry.path.ends_with("/drop") || entry.path.ends_with("/close"), entry.path.ends_with("/check-again")));
        for entry in &entries {
            let name = format!("{} {}", entry.method, entry.path);
            let out = ask(&house, None, entry, &things).await;
            match row_of(entry) {
                Row::Open => {
                    if !matches!(says(&out), 'o' | '4') {
                        wrong.push(format!("{name}: signed out {}", out.status));
                    }
                }
                Row::Token => {
                    if out.status != StatusCode::UNAUTHORIZED {
                        wrong.push(format!("{name}: without a token {}", out.status));
                    }
                }
                Row::Own => signed_out(&name, &out, &mut wrong),
                Row::Cast(letters) => {
                    signed_out(&name, &out, &mut wrong);
                    // Those who find nothing ask first, so that nothing has changed yet.
                    let order = |letter: char| (0..CAST).filter(move |at| letters.as_bytes()[*at] == letter as u8);
                    let mut seen = ['.'; CAST];
                    for at in order('4').chain(order('3')).chain(order('o')) {
                        let answer = ask(&house, Some(&cast[at]), entry, &things).await;
                        seen[at] = says(&answer);
                        if entry.path.contains("{contract}")
                            || entry.path.contains("{project}")
                            || entry.path.contains("{upload}")
                            || entry.path.contains("{submission}")
                        {
                            let nothing = ask(&house, Some(&cast[at]), entry, &none).await;
                            if says(&nothing) != '4' {
                                wrong.push(format!("{name}: number {at} asks for nothing and gets {}", nothing.status));
                            }
                            if seen[at] == '4' && nothing.text() != answer.text() {
                                wrong.push(format!("{name}: number {at} can tell what is foreign from what is not there"));
                            }
                        }
                    }
                    let seen: String = seen.iter().collect();
                    if seen != letters {
                        wrong.push(format!("{name}: the table says {letters}, and it is {seen}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    });
}

fn signed_out(name: &str, answer: &Answer, wrong: &mut Vec<String>) {
    if !answer.goes_to().starts_with("/sign-in") {
        wrong.push(format!("{name}: signed out {} to {:?}", answer.status, answer.goes_to()));
    }
}

#[test]
fn every_row_is_of_a_route() {
    let known: BTreeSet<(&str, &str)> = routes::all().iter().map(|entry| (entry.method, entry.path)).collect();
    let rows = TABLE.iter().map(|(method, path, _)| (*method, *path));
    let stale: Vec<_> = rows.filter(|row| !known.contains(row)).collect();
    assert!(stale.is_empty(), "{stale:?}");
}
