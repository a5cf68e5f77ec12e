//! What comes over the line that no browser sends (W12): heads that never end, two lengths for one body, paths that climb.

use crate::house::{House, on_each};
use plumbline::web::listen;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Serves a house for as long as the test asks.
async fn served(house: &House) -> (String, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (end, told) = oneshot::channel();
    let app = house.app.clone();
    tokio::spawn(async move { listen::serve(app, listener, async { told.await.unwrap_or_default() }).await });
    (address, end)
}

/// Sends bytes and gives everything that comes back until the other side hangs up, or two seconds.
async fn says(address: &str, bytes: &[u8]) -> String {
    let mut line = TcpStream::connect(address).await.expect("a line");
    // The other side may hang up before it has read all of it.
    let _ = line.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(2), line.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of the answers on one line.
fn statuses(answer: &str) -> Vec<&str> {
    answer.match_indices("HTTP/1.1 ").filter_map(|(at, begin)| answer.get(at + begin.len()..at + begin.len() + 3)).collect()
}

#[test]
fn a_head_that_never_ends_is_cut_off_and_keeps_nobody_waiting() {
    on_each(|mut house| async move {
        house.app.service.patience = Duration::from_millis(300);
        let (address, _end) = served(&house).await;
        let began = Instant::now();
        let slow = says(&address, b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow:");
        let quick = says(&address, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let (slow, quick) = tokio::join!(slow, quick);
        assert!(began.elapsed() < Duration::from_millis(1_500), "{:?}", began.elapsed());
        assert!(!slow.contains("200"), "{slow}");
        assert_eq!(statuses(&quick), ["200"]);
        // And one that is too long is not read to its end.
        let long = format!("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: {}\r\n\r\n", "a".repeat(200 * 1024));
        assert!(matches!(statuses(&says(&address, long.as_bytes()).await).as_slice(), [] | ["431"]));
    });
}

#[test]
fn two_lengths_for_one_body_smuggle_nothing() {
    on_each(|mut house| async move {
        house.app.service.patience = Duration::from_millis(500);
        let (address, _end) = served(&house).await;
        // By the length the second request is a body; by the parts it is a request of its own.
        let inside = "GET /nothing-is-here HTTP/1.1\r\nHost: a\r\n\r\n";
        let length = format!("Content-Length: {}\r\n", 5 + inside.len());
        for head in [format!("{length}Transfer-Encoding: chunked\r\n"), format!("Transfer-Encoding: chunked\r\n{length}")] {
            let answer = says(&address, format!("POST /sign-in HTTP/1.1\r\nHost: a\r\n{head}\r\n0\r\n\r\n{inside}").as_bytes()).await;
            // It is read by its parts and the line is closed behind it (RFC 9112, 6.3): what follows is no request of its own.
            assert_eq!(statuses(&answer), ["403"], "{answer}");
        }
        for head in ["Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: +5\r\n", "Transfer-Encoding: chunked, identity\r\n"] {
            let answer = says(&address, format!("POST /sign-in HTTP/1.1\r\nHost: a\r\n{head}\r\nabcde").as_bytes()).await;
            assert_eq!(statuses(&answer), ["400"], "{head}: {answer}");
        }
    });
}

#[test]
fn paths_that_climb_and_queries_without_end_are_answered_as_any_other() {
    on_each(|house| async move {
        let officer = house.actor(house.programme.officer).await;
        for path in
            ["/assets/%2e%2e/Cargo.toml", "/assets/..%2fCargo.toml", "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd"]
        {
            let answer = house.get(Some(&officer), path).await;
            assert!(answer.status.as_u16() == 404 && !answer.text().contains("root:") && !answer.text().contains("[package]"), "{path}");
        }
        let pairs = (0..10_000).map(|n| format!("{n}=")).collect::<Vec<_>>().join("&");
        let began = Instant::now();
        for path in ["/desk", "/sign-in", "/weeks.csv"] {
            let status = house.get(Some(&officer), &format!("{path}?{pairs}")).await.status;
            assert!(!status.is_server_error(), "{path}: {status}");
        }
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    });
}
