//! The interface for programs, asked as its own description says: every operation without a token, with a token that may
//! not, for what is not there, and for what is; every answer held against the schema that is promised for it.

use crate::house::{Answer, House, on_each};
use axum::body::Body;
use axum::http::{Request, header};
use plumbline::service::permission::Actor;
use plumbline::service::tokens::{self, Scope};
use serde_json::{Value, json};

async fn ask(house: &House, token: Option<&str>, method: &str, path: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    house.ask(None, request.body(Body::empty()).expect("a request")).await
}

async fn token(house: &House, actor: &Actor, scopes: &[Scope]) -> String {
    tokens::make(&house.app.service, actor, "payroll program", scopes).await.expect("a token")
}

fn description(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.bytes).expect("the description is JSON")
}

/// Holds an answer against what the description promises for its status.
fn keeps_its_promise(description: &Value, operation: &Value, what: &str, answer: &Answer) {
    let status = answer.status.as_str();
    let promised = &operation["responses"][status];
    assert!(!promised.is_null(), "{what}: {status} is not in the description: {}", answer.text());
    let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if answer.status.is_client_error() {
        assert_eq!(kind, "application/problem+json", "{what}");
    }
    let Some(schema) = promised["content"].as_object().and_then(|kinds| kinds.get("application/json")) else { return };
    let mut schema = schema["schema"].clone();
    schema["components"] = description["components"].clone();
    let body: Value = serde_json::from_slice(&answer.bytes).unwrap_or_else(|error| panic!("{what}: {error}: {}", answer.text()));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let faults: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{what}: {faults:?} in {body}");
}

/// Every operation: path, method, what it says of itself.
fn operations(description: &Value) -> Vec<(String, String, Value)> {
    let paths = description["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().expect("methods").iter().map(|(method, operation)| (path.clone(), method.to_uppercase(), operation.clone()))
    });
    all.collect()
}

#[test]
fn every_operation_keeps_what_the_description_promises() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let may = token(&house, &clerk, &[Scope::Read, Scope::Submit]).await;
        let may_not = token(&house, &clerk, &[Scope::Submit]).await;
        let description = description(&ask(&house, None, "GET", "/api/v1/openapi.json").await);
        assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        let nothing = "01977420-dc00-7000-8000-000000000000";
        let project = house.programme.project.to_string();
        let contract = house.programme.prime.to_string();
        let mut asked = 0;
        for (path, method, operation) in operations(&description) {
            let what = format!("{method} {path}");
            let open = operation["security"] == json!([{}]) || operation["security"] == json!([]);
            let missing = path
                .replace("{project}", nothing)
                .replace("{contract}", nothing)
                .replace("{run}", nothing)
                .replace("{submission}", nothing);
            let held = path.replace("{project}", &project).replace("{contract}", &contract);
            let answer = ask(&house, None, &method, &missing).await;
            if open {
                assert_eq!(answer.status, 200, "{what}");
                keeps_its_promise(&description, &operation, &what, &answer);
                asked += 1;
                continue;
            }
            assert_eq!(answer.status, 401, "{what}: without a token");
            assert_eq!(ask(&house, Some("pl_unknown"), &method, &missing).await.status, 401, "{what}: with a token nobody made");
            if method == "GET" {
                assert_eq!(ask(&house, Some(&may_not), &method, &held).await.status, 403, "{what}: without the scope");
                if missing != path {
                    let answer = ask(&house, Some(&may), &method, &missing).await;
                    assert_eq!(answer.status, 404, "{what}: of what is not there");
                    keeps_its_promise(&description, &operation, &what, &answer);
                }
                if !held.contains('{') {
                    let answer = ask(&house, Some(&may), &method, &held).await;
                    assert_eq!(answer.status, 200, "{what}: {}", answer.text());
                    keeps_its_promise(&description, &operation, &what, &answer);
                }
            }
            asked += 1;
        }
        assert!(asked >= 9, "{asked} operations were asked");
    });
}

#[test]
fn every_route_of_the_interface_is_described() {
    on_each(|house| async move {
        let description = description(&ask(&house, None, "GET", "/api/v1/openapi.json").await);
        let described: Vec<(String, String)> = operations(&description).into_iter().map(|(path, method, _)| (method, path)).collect();
        for entry in plumbline::web::routes::all() {
            if entry.path.starts_with("/api/") && entry.path != "/api/v1/openapi.json" {
                assert!(
                    described.contains(&(entry.method.to_owned(), entry.path.to_owned())),
                    "{} {} is not described",
                    entry.method,
                    entry.path
                );
            }
        }
    });
}

#[test]
fn a_token_that_was_ended_opens_nothing_and_is_kept_as_a_digest_alone() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let made = token(&house, &clerk, &[Scope::Read]).await;
        assert_eq!(ask(&house, Some(&made), "GET", "/api/v1/projects").await.status, 200);
        let kept = tokens::list(&house.app.service, &clerk).await.expect("a list");
        assert_eq!(kept.len(), 1);
        assert!(!format!("{kept:?}").contains(&made[3..]));
        tokens::revoke(&house.app.service, &clerk, kept[0].id).await.expect("it is ended");
        assert_eq!(ask(&house, Some(&made), "GET", "/api/v1/projects").await.status, 401);
    });
}

#[test]
fn a_token_ends_after_a_year() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let made = token(&house, &clerk, &[Scope::Read]).await;
        house.app.service.clock.move_by(tokens::LASTS_DAYS * 86_400 - 1);
        assert_eq!(ask(&house, Some(&made), "GET", "/api/v1/projects").await.status, 200);
        house.app.service.clock.move_by(1);
        assert_eq!(ask(&house, Some(&made), "GET", "/api/v1/projects").await.status, 401);
    });
}

#[test]
fn a_firm_sees_its_own_projects_and_a_stranger_none() {
    on_each(|house| async move {
        use plumbline::service::permission::{OrganisationKind, Role};
        let clerk = house.actor(house.programme.clerk).await;
        let stranger = house.person(None, OrganisationKind::Contractor, Role::ContractorClerk, "else@where.example").await;
        let own = token(&house, &clerk, &[Scope::Read]).await;
        let other = token(&house, &stranger, &[Scope::Read]).await;
        let list =
            |answer: Answer| serde_json::from_slice::<Value>(&answer.bytes).expect("JSON")["items"].as_array().expect("a list").len();
        assert_eq!(list(ask(&house, Some(&own), "GET", "/api/v1/projects").await), 1);
        assert_eq!(list(ask(&house, Some(&other), "GET", "/api/v1/projects").await), 0);
        let one = format!("/api/v1/projects/{}", house.programme.project);
        let foreign = ask(&house, Some(&other), "GET", &one).await;
        let missing = ask(&house, Some(&other), "GET", "/api/v1/projects/01977420-dc00-7000-8000-000000000000").await;
        let without_number = |answer: &Answer| {
            let mut body: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
            body["instance"] = Value::Null;
            (answer.status, body)
        };
        assert_eq!(without_number(&foreign), without_number(&missing));
    });
}

/// Sends a file by a token, under a key.
async fn send(house: &House, token: &str, key: Option<&str>, week: &str, bytes: &[u8]) -> Answer {
    let contract = house.programme.prime.to_string();
    let (kind, body) = crate::house::multipart(&[("contract", contract.as_str()), ("week_ending", week)], &[("file", "week.csv", bytes)]);
    let mut request =
        Request::post("/api/v1/uploads").header(header::AUTHORIZATION, format!("Bearer {token}")).header(header::CONTENT_TYPE, kind);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    house.ask(None, request.body(Body::from(body)).expect("a request")).await
}

const WEEK: &[u8] = b"worker_id,classification,level,week_ending,st_hours,base_rate\nW1,Carpenter,journeyworker,2025-06-14,40,59.44\n";

#[test]
fn a_program_sends_a_payroll_once_however_often_it_asks_and_reads_what_came_of_it() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let may = token(&house, &clerk, &[Scope::Read, Scope::Submit]).await;
        let only_reads = token(&house, &clerk, &[Scope::Read]).await;
        assert_eq!(send(&house, &may, None, "2025-06-14", WEEK).await.status, 422, "a key is asked for");
        assert_eq!(send(&house, &only_reads, Some("k1"), "2025-06-14", WEEK).await.status, 403);
        let first = send(&house, &may, Some("k1"), "2025-06-14", WEEK).await;
        assert_eq!(first.status, 202, "{}", first.text());
        let again = send(&house, &may, Some("k1"), "2025-06-14", WEEK).await;
        assert_eq!((again.status.as_u16(), &again.bytes), (202, &first.bytes));
        let other = send(&house, &may, Some("k1"), "2025-06-14", b"worker_id\nW2\n").await;
        assert_eq!(other.status, 409, "{}", other.text());
        let same_bytes = send(&house, &may, Some("k2"), "2025-06-14", WEEK).await;
        assert_eq!(same_bytes.status, 200, "the same bytes were sent before: {}", same_bytes.text());
        let description = description(&ask(&house, None, "GET", "/api/v1/openapi.json").await);
        keeps_its_promise(&description, &description["paths"]["/api/v1/uploads"]["post"].clone(), "POST /api/v1/uploads", &first);

        let place = first.goes_to().to_owned();
        let reading: Value = serde_json::from_slice(&ask(&house, Some(&may), "GET", &place).await.bytes).expect("JSON");
        assert_eq!((&reading["state"], &reading["can_sign"]), (&json!("reading"), &json!(false)));
        plumbline::service::upload::reading::once(&house.app.service).await.expect("it is read");
        let answer = ask(&house, Some(&may), "GET", &place).await;
        keeps_its_promise(&description, &description["paths"]["/api/v1/runs/{run}"]["get"].clone(), "GET /api/v1/runs/{run}", &answer);
        let run: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
        assert!(["checked", "columns"].contains(&run["state"].as_str().expect("a state")), "{run}");
        assert_eq!(run["week_ending"], json!("2025-06-14"));
        let stranger = house
            .person(
                None,
                plumbline::service::permission::OrganisationKind::Contractor,
                plumbline::service::permission::Role::ContractorClerk,
                "x@y.example",
            )
            .await;
        let foreign = token(&house, &stranger, &[Scope::Read, Scope::Submit]).await;
        assert_eq!(ask(&house, Some(&foreign), "GET", &place).await.status, 404);
        assert_eq!(send(&house, &foreign, Some("k3"), "2025-06-14", WEEK).await.status, 404);
    });
}

#[test]
fn a_program_is_told_what_stops_the_signature() {
    use crate::examined::{finding, with_findings};
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let may = token(&house, &clerk, &[Scope::Read]).await;
        let run = async |upload: plumbline::service::Id| {
            let answer = ask(&house, Some(&may), "GET", &format!("/api/v1/runs/{upload}")).await;
            serde_json::from_slice::<Value>(&answer.bytes).expect("JSON")
        };
        let open = run(house.examined("2025-06-14", &with_findings(vec![finding("f-1", "answer", None)])).await).await;
        let why = json!(["1 finding needs an answer first. Answer each one, then sign."]);
        assert_eq!((&open["state"], &open["can_sign"], &open["why_not"]), (&json!("checked"), &json!(false), &why));
        let looked_at = run(house.examined("2025-06-07", &with_findings(vec![finding("f-2", "look", None)])).await).await;
        assert_eq!((&looked_at["can_sign"], &looked_at["why_not"]), (&json!(true), &json!([])));
    });
}
