//! As much of the protocol of S3 as originals use, in memory: put, parts, get, head. Signatures are seen, not checked.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri, header};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Held {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<u32, Vec<u8>>,
    seen: Vec<String>,
}

type Shared = Arc<Mutex<Held>>;

/// A server for the length of the test program.
pub struct Server {
    pub address: String,
    held: Shared,
}

impl Server {
    /// What was written, in order.
    pub fn seen(&self) -> Vec<String> {
        self.held.lock().expect("a lock").seen.clone()
    }
}

pub fn start() -> Server {
    let held = Shared::default();
    let (say, hear) = std::sync::mpsc::channel();
    let router = Router::new().fallback(answer).layer(DefaultBodyLimit::disable()).with_state(Arc::clone(&held));
    std::thread::spawn(move || {
        super::engines::block(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            say.send(listener.local_addr().expect("an address")).expect("heard");
            let service = hyper_util::service::TowerToHyperService::new(router);
            loop {
                let (stream, _) = listener.accept().await.expect("a client");
                let stream = hyper_util::rt::TokioIo::new(stream);
                tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(stream, service.clone()));
            }
        });
    });
    Server { address: format!("http://{}", hear.recv().expect("it started")), held }
}

async fn answer(State(held): State<Shared>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let mut held = held.lock().expect("a lock");
    let (path, query) = (uri.path().to_owned(), uri.query().unwrap_or_default().to_owned());
    let signed = headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"AWS4-HMAC-SHA256 Credential=key/"));
    let mut note = |what: &str| held.seen.push(format!("{what} {path} {}", if signed { "signed" } else { "NOT SIGNED" }));
    let reply = |status: StatusCode, text: String| Response::builder().status(status).header(header::ETAG, "\"tag\"").body(text.into());
    let number = query.split('&').find_map(|pair| pair.strip_prefix("partNumber=")).and_then(|n| n.parse().ok());
    let done = match (&method, number) {
        (&Method::PUT, Some(number)) => {
            note("part");
            held.parts.insert(number, body.to_vec());
            reply(StatusCode::OK, String::new())
        }
        (&Method::PUT, None) => {
            note("put");
            held.objects.insert(path, body.to_vec());
            reply(StatusCode::OK, String::new())
        }
        (&Method::POST, _) if query.starts_with("uploads") => {
            note("begin");
            let said = "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
            reply(StatusCode::OK, said.to_owned())
        }
        (&Method::POST, _) => {
            note("complete");
            let whole = std::mem::take(&mut held.parts).into_values().flatten().collect();
            held.objects.insert(path, whole);
            let said = "<CompleteMultipartUploadResult><ETag>\"tag\"</ETag></CompleteMultipartUploadResult>";
            reply(StatusCode::OK, said.to_owned())
        }
        _ => match held.objects.get(&path) {
            None => reply(StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>".to_owned()),
            Some(object) => Ok(give(object, &method, &headers)),
        },
    };
    done.expect("an answer")
}

fn give(object: &[u8], method: &Method, headers: &HeaderMap) -> Response<Body> {
    let all = object.len();
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-'));
    let range = asked.map(|(from, to)| (from.parse().expect("a number"), to.parse::<usize>().expect("a number").min(all - 1)));
    let (from, to) = range.unwrap_or((0, all.saturating_sub(1)));
    let part = if *method == Method::HEAD || all == 0 { &[][..] } else { &object[from..=to] };
    let length = if *method == Method::HEAD { all } else { part.len() };
    let mut reply = Response::builder()
        .status(if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK })
        .header(header::ETAG, "\"tag\"")
        .header(header::LAST_MODIFIED, "Mon, 30 Jun 2025 12:00:00 GMT")
        .header(header::CONTENT_LENGTH, length);
    if range.is_some() {
        reply = reply.header(header::CONTENT_RANGE, format!("bytes {from}-{to}/{all}"));
    }
    reply.body(Body::from(part.to_vec())).expect("an answer")
}
