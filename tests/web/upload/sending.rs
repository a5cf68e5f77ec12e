//! Sending a file: names, limits, pace, the same one twice, the sender that goes away.

use super::{EXAMPLE, WEEK, actions, contract, files_below, mended, multipart, post_form, read_all, send};
use crate::house::{House, TOKEN, on_each};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::service::Id;
use plumbline::service::permission::Actor;
use plumbline::service::settings::{Hourly, Settings};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Uploads of the week of the example.
async fn uploads(house: &House, contract: Id) -> Vec<plumbline::store::uploads::Upload> {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    plumbline::store::uploads::of_week(&mut tx, contract, crate::programme::day(WEEK)).await.expect("they are read")
}

/// A request whose body arrives as told.
fn streamed(contract: Id, length: Option<usize>, body: Body) -> Request<Body> {
    let mut request = Request::post(format!("/contracts/{contract}/weeks/{WEEK}/upload"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xxBOUNDxx");
    if let Some(length) = length {
        request = request.header(header::CONTENT_LENGTH, length);
    }
    request.body(body).expect("a request")
}

/// The beginning of a form with a file, up to the file's first byte.
fn beginning() -> Vec<u8> {
    let mut body = multipart(&[("csrf", None, TOKEN.as_bytes()), ("key", None, b"slow"), ("file", Some("w.csv"), b"")]);
    body.truncate(body.len() - b"\r\n--xxBOUNDxx--\r\n".len());
    body
}

/// A body of these parts, with a pause before each, that then breaks off or hangs.
fn parts(first: Vec<u8>, pause: Duration, breaks_off: bool) -> Body {
    let stream = async_stream(first, pause, breaks_off);
    Body::new(stream)
}

/// A body without a crate for streams: a channel's end.
fn async_stream(first: Vec<u8>, pause: Duration, breaks_off: bool) -> Slow {
    Slow { first: Some(first), pause, wait: None, breaks_off }
}

struct Slow {
    first: Option<Vec<u8>>,
    pause: Duration,
    wait: Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
    breaks_off: bool,
}

impl axum::body::HttpBody for Slow {
    type Data = axum::body::Bytes;
    type Error = std::io::Error;
    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        use std::future::Future as _;
        use std::task::Poll;
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(hyper::body::Frame::data(first.into()))));
        }
        let pause = self.pause;
        let wait = self.wait.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
        if wait.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.wait = None;
        let next = if self.breaks_off { Err(std::io::Error::other("gone")) } else { Ok(hyper::body::Frame::data(vec![b'a'].into())) };
        Poll::Ready(Some(next))
    }
}

#[test]
fn a_hostile_name_is_shown_as_text_and_names_nothing_on_the_disk() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let long = format!("{}.csv", "a".repeat(300));
        let names = [
            ("../../../../etc/passwd", "passwd"),
            ("<script>alert(1)</script>.csv", "script&#62;.csv"),
            ("C:\\Windows\\win.ini", "win.ini"),
            ("con.csv", "con.csv"),
            (long.as_str(), "aaa.csv"),
            ("   ", "upload.xlsx"),
        ];
        for (n, (name, shown)) in names.into_iter().enumerate() {
            // Each file is another, or the second would be the first.
            let bytes = [EXAMPLE, format!("# {n}\n").as_bytes()].concat();
            let sent = send(&house, &clerk, contract, name, &bytes, &format!("key {n}")).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{name}: {}", sent.text());
            let page = house.get(Some(&clerk), sent.goes_to()).await.text();
            assert!(page.contains(shown) && !page.contains("<script>alert"), "{name}: {page}");
        }
        for upload in uploads(&house, contract).await {
            let name = upload.file_name.expect("a name");
            assert!(name.chars().count() <= 120 && !name.contains(['/', '\\']), "{name}");
        }
        let stray: Vec<String> = files_below(&house.folder).into_iter().filter(|f| f.contains("passwd") || f.contains("win.ini")).collect();
        assert!(stray.is_empty(), "{stray:?}");
    });
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read_and_while_it_is() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        // It says how long it is: nothing of its body is asked for.
        let never = Body::new(Slow { first: None, pause: Duration::from_secs(600), wait: None, breaks_off: false });
        let began = Instant::now();
        let said = house.ask(Some(&clerk), streamed(contract, Some(14 << 20), never)).await;
        assert_eq!(said.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(said.text().contains("The file is 14 MB. The limit is 10 MB."), "{}", said.text());
        assert!(began.elapsed() < Duration::from_secs(2));
        // It does not say: it is cut while it comes.
        let long = send(&house, &clerk, contract, "w.csv", &vec![b'x'; (10 << 20) + 1], "key").await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", long.text());
        assert!(long.text().contains("The limit is 10 MB"), "{}", long.text());
        assert!(uploads(&house, contract).await.is_empty());
    });
}

#[test]
fn an_installation_may_take_larger_files() {
    on_each(|mut house| async move {
        let settings = Settings { upload_bytes: 12 << 20, ..(*house.app.service.settings).clone() };
        house.app.service.settings = Arc::new(settings);
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let page = house.get(Some(&clerk), &format!("/contracts/{contract}/weeks/{WEEK}/upload")).await;
        assert!(page.text().contains("up to 12 MB"), "{}", page.text());
        // Few lines, long notes.
        let mut file = b"week_ending,worker_id,classification,level,st_mon,base_rate,fringe_plan,notes\n".to_vec();
        for n in 0..370 {
            file.extend(format!("{WEEK},W{n},Carpenter,J,8,61.19,31.55,{}\n", "x".repeat(30_000)).into_bytes());
        }
        assert!(file.len() > 10 << 20);
        let sent = send(&house, &clerk, contract, "w.csv", &file, "key").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        read_all(&house).await;
        let read = house.get(Some(&clerk), sent.goes_to()).await;
        assert!(read.goes_to().ends_with("/findings"), "{} {}", read.goes_to(), read.text());
    });
}

#[test]
fn an_upload_that_breaks_off_leaves_a_line_in_the_log_and_nothing_else() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let before = files_below(&house.folder.join("originals")).len();
        let mut first = beginning();
        first.extend(vec![b'a'; 600_000]);
        for length in [Some(1_000_000), None] {
            let request = streamed(contract, length, parts(first.clone(), Duration::from_millis(1), true));
            let said = house.ask(Some(&clerk), request).await;
            assert!(said.status.is_client_error(), "{}", said.text());
        }
        // A handler whose client is gone is dropped in the middle.
        let request = streamed(contract, None, parts(first.clone(), Duration::from_secs(600), true));
        let dropped = tokio::time::timeout(Duration::from_millis(300), house.ask(Some(&clerk), request)).await;
        assert!(dropped.is_err());
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(files_below(&house.folder.join("originals")).len(), before);
        assert!(uploads(&house, contract).await.is_empty());
        let aborted = actions(&house).await.iter().filter(|action| *action == "upload-aborted").count();
        assert_eq!(aborted, 3);
        // The places are free again.
        assert_eq!(house.app.service.receiving.available_permits(), 8);
    });
}

#[test]
fn slow_senders_are_cut_and_keep_nobody_from_an_answer() {
    on_each(|mut house| async move {
        house.app.service.patience = Duration::from_millis(900);
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let slow = || house.ask(Some(&clerk), streamed(contract, None, parts(beginning(), Duration::from_millis(100), false)));
        let others = async {
            tokio::time::sleep(Duration::from_millis(400)).await;
            let began = Instant::now();
            let ninth = send(&house, &clerk, contract, "w.csv", EXAMPLE, "ninth").await;
            assert_eq!(ninth.status, StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(ninth.headers[header::RETRY_AFTER], "5");
            assert!(began.elapsed() < Duration::from_millis(100), "{:?}", began.elapsed());
            assert_eq!(house.get(None, "/healthz").await.status, StatusCode::OK);
        };
        let eight = [(); 8].map(|()| slow());
        let [a, b, c, d, e, f, g, h] = eight;
        let (a, b, c, d, e, f, g, h, ()) = tokio::join!(a, b, c, d, e, f, g, h, others);
        for cut in [a, b, c, d, e, f, g, h] {
            assert_eq!(cut.status, StatusCode::REQUEST_TIMEOUT, "{}", cut.text());
        }
        assert_eq!(send(&house, &clerk, contract, "w.csv", EXAMPLE, "ninth").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn the_same_form_twenty_times_is_one_draft() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        async fn until_taken(house: &House, clerk: &Actor, contract: Id) -> String {
            loop {
                let sent = send(house, clerk, contract, "w.csv", EXAMPLE, "one key").await;
                if sent.status != StatusCode::SERVICE_UNAVAILABLE {
                    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
                    return sent.goes_to().to_owned();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        let mut tasks = tokio::task::JoinSet::new();
        let (house, clerk) = (std::sync::Arc::new(house), std::sync::Arc::new(clerk));
        for _ in 0..20 {
            let (house, clerk) = (house.clone(), clerk.clone());
            tasks.spawn(async move { until_taken(&house, &clerk, contract).await });
        }
        let answers: BTreeSet<String> = tasks.join_all().await.into_iter().collect();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(uploads(&house, contract).await.len(), 1);
        let first = answers.into_iter().next().expect("one");

        // The same bytes under another key: the first is named, and no second draft is there.
        let second = send(&house, &clerk, contract, "other name.csv", EXAMPLE, "another key").await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        let page = second.text();
        assert!(page.contains(&first) && page.contains("You sent this same file on June 30, 2025"), "{page}");
        assert_eq!(uploads(&house, contract).await.len(), 1);
        // Unless it is meant.
        let week = format!("/contracts/{contract}/weeks/{WEEK}");
        let id = first.trim_start_matches("/uploads/");
        let again = house.post(Some(&clerk), &format!("{week}/again"), &[("upload", id), ("key", "meant")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
        assert_eq!(uploads(&house, contract).await.len(), 2);

        // Other bytes under the same key.
        let other = send(&house, &clerk, contract, "w.csv", &mended(), "one key").await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert!(other.text().contains("with another file"), "{}", other.text());
        assert_eq!(uploads(&house, contract).await.len(), 2);
    });
}

#[test]
fn the_sixty_first_upload_in_an_hour_waits() {
    on_each(|mut house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        for n in 0..60 {
            let bytes = [EXAMPLE, format!("# {n}\n").as_bytes()].concat();
            assert_eq!(send(&house, &clerk, contract, "w.csv", &bytes, &format!("k{n}")).await.status, StatusCode::SEE_OTHER, "{n}");
        }
        let one_more = send(&house, &clerk, contract, "w.csv", b"worker\n", "k60").await;
        assert_eq!(one_more.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(one_more.headers[header::RETRY_AFTER], "3601");
        assert!(one_more.text().contains("You sent 60 payrolls within an hour."), "{}", one_more.text());
        // What all of a firm send is counted too, and after an hour nobody is held up.
        let firm = |organisation| Hourly { person: 60, organisation };
        let before = (*house.app.service.settings).clone();
        house.app.service.settings = Arc::new(Settings { uploads: firm(60), ..before.clone() });
        let certifier = house.actor(house.programme.certifier).await;
        let of_firm = send(&house, &certifier, contract, "w.csv", b"worker\n", "k61").await;
        assert_eq!(
            (of_firm.status, &of_firm.headers[header::RETRY_AFTER]),
            (StatusCode::TOO_MANY_REQUESTS, &"3601".parse().expect("text"))
        );
        assert!(of_firm.text().contains("Your organization sent 60 payrolls within an hour."), "{}", of_firm.text());
        house.app.service.settings = Arc::new(Settings { uploads: firm(61), ..before });
        assert_eq!(send(&house, &certifier, contract, "w.csv", b"worker\n", "k61").await.status, StatusCode::SEE_OTHER);
        house.app.service.clock.move_by(3_601);
        assert_eq!(send(&house, &clerk, contract, "w.csv", b"worker id\n", "k62").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_form_without_its_token_or_without_a_file_is_not_taken() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let path = format!("/contracts/{contract}/weeks/{WEEK}/upload");
        let stranger = multipart(&[("csrf", None, b"another"), ("key", None, b"k"), ("file", Some("w.csv"), EXAMPLE)]);
        let request =
            Request::post(&path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=xxBOUNDxx").body(Body::from(stranger));
        assert_eq!(house.ask(Some(&clerk), request.expect("a request")).await.status, StatusCode::FORBIDDEN);
        let none = post_form(&house, &clerk, &path, &[("key", None, b"k"), ("file", Some(""), b"")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.text().contains("No file was chosen"), "{}", none.text());
        let early = post_form(&house, &clerk, "/contracts/nothing/weeks/2025-03-15/upload", &[]).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND);
        for week in ["2024-06-01", "2099-01-03", "soon"] {
            let page = house.get(Some(&clerk), &format!("/contracts/{contract}/weeks/{week}/upload")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{week}");
        }
    });
}
