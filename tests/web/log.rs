//! What the program writes into its log holds nothing of a named worker, and nothing that somebody typed (W13).

use crate::house::{TOKEN, on_each};
use crate::upload::{contract, mended, post_form, sent_and_read};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::service::post;
use plumbline::service::settings::Settings;
use plumbline::web::routes;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("a lock")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A worker's name with four last digits, a rate no time that something took can look like, and what a person may type anywhere.
const CANARIES: [&str; 6] = ["ZZCANARYNAME7", "E7-9137", "8361.07", "8,361.07", "ZZTYPED", "zztyped"];

#[test]
fn nothing_of_a_named_worker_and_nothing_typed_is_logged() {
    on_each(|mut house| async move {
        // All the program has to say, and not only what an installation keeps.
        let log = Log::default();
        let all = tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
        let _guard = tracing::subscriber::set_default(all);
        // With one listener alone, what other tests say first on threads of theirs would be taken for what nobody listens to.
        let _second = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let file = String::from_utf8_lossy(&mended()).replace("W0418", "ZZCANARYNAME7-9137").replace("59.44", "8361.07").into_bytes();
        assert!(String::from_utf8_lossy(&file).contains("ZZCANARYNAME7-9137"));
        let (upload, next) = sent_and_read(&house, &clerk, contract, "ZZTYPED.csv", &file, "ZZTYPED").await;
        let page = house.get(Some(&clerk), &next).await.text();
        assert!(page.contains("ZZCANARYNAME7") && page.contains("8361.07"), "{page}");
        // Files that cannot be read, a file that is no file, a reading that fails of itself.
        let broken = [b"PK\x03\x04ZZTYPED".as_slice(), b"ZZCANARYNAME7,\0\xff"];
        for (n, bytes) in broken.into_iter().enumerate() {
            sent_and_read(&house, &clerk, contract, "ZZTYPED.xlsx", bytes, &format!("ZZTYPED{n}")).await;
        }
        // Every route with something typed in its address, its query and its form.
        for entry in routes::all() {
            let address: Vec<&str> = entry.path.split('/').map(|part| if part.starts_with('{') { "ZZTYPED" } else { part }).collect();
            let of_upload = entry.path.replace("/uploads/{upload}", &upload);
            for address in [format!("{}?to=ZZTYPED&project=ZZTYPED", address.join("/")), format!("{of_upload}?rows=ZZTYPED")] {
                let address = address.replace(['{', '}', '*'], "");
                if entry.method == "GET" {
                    house.get(Some(&clerk), &address).await;
                } else {
                    let typed = [("email", "ZZTYPED@a.example"), ("password", "ZZTYPED"), ("code", "ZZTYPED"), ("role", "ZZTYPED")];
                    house.post(None, &address, &typed).await;
                    house.post(Some(&clerk), &address, &[("text-1", "ZZCANARYNAME7"), ("note", "ZZTYPED"), ("ZZTYPED", "8361.07")]).await;
                    post_form(&house, &clerk, &address, &[("ZZTYPED", None, b"ZZTYPED"), ("file", Some("ZZTYPED"), b"ZZTYPED")]).await;
                }
            }
        }
        let request = Request::post("/sign-in")
            .header(header::AUTHORIZATION, "Bearer ZZTYPED")
            .header(header::COOKIE, "__Host-s=ZZTYPED")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("csrf={TOKEN}&email=ZZTYPED&password=ZZTYPED")));
        assert_ne!(house.ask(None, request.expect("a request")).await.status, StatusCode::OK);
        // A mail that is not taken: its recipient and its words stay with it.
        let settings = Settings { smtp: Some("smtp://127.0.0.1:1".to_owned()), ..(*house.app.service.settings).clone() };
        house.app.service.settings = Arc::new(settings);
        let mut tx = house.app.service.store.begin().await.expect("a transaction");
        let new =
            plumbline::store::outbox::NewMail { once_key: "k", recipient: "zztyped@a.example", subject: "ZZTYPED", body: "ZZCANARYNAME7" };
        plumbline::store::outbox::write(&mut tx, new, house.now()).await.expect("written");
        tx.commit().await.expect("kept");
        assert!(post::send_one(&house.app.service).await.expect("it is tried"));

        let text = log.text();
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("\"request\"")).collect();
        assert!(
            lines.len() > 100 && text.contains("/uploads/{upload}/findings") && text.contains("a mail was not taken"),
            "{}",
            lines.len()
        );
        let found: Vec<&str> = text.lines().filter(|line| CANARIES.iter().any(|canary| line.contains(canary))).take(5).collect();
        assert!(found.is_empty(), "{found:#?}");
    });
}
