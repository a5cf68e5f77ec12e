//! One contractor's browser, as far as sending a file goes: it writes and listens at once.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What the server said.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub retry_after: Option<u64>,
    pub body: String,
    /// Until the head of the answer was there.
    pub after: Duration,
}

/// A browser that is signed in.
pub struct Browser {
    address: SocketAddr,
    cookie: String,
    path: String,
    number: usize,
    csrf: String,
    upload: Mutex<String>,
}

impl Browser {
    pub async fn new(address: SocketAddr, cookie: String, path: String, number: usize) -> Result<Self, Box<dyn std::error::Error>> {
        let page = get(address, &path, &cookie).await?;
        let csrf = field(&page.body, "csrf").ok_or_else(|| format!("no form: {} {}", page.status, page.location))?;
        Ok(Self { address, cookie, path, number, csrf, upload: Mutex::default() })
    }

    /// Some milliseconds of its own, so that not everybody comes again at once.
    pub fn jitter(&self) -> Duration {
        Duration::from_millis((self.number as u64 * 37) % 2_000)
    }

    /// Sends a file of so many bytes.
    pub async fn send(&self, bytes: usize) -> Result<Answer, std::io::Error> {
        let file = self.file(bytes);
        let begin = format!(
            "--xxBOUNDxx\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--xxBOUNDxx\r\nContent-Disposition: form-data; \
             name=\"key\"\r\n\r\nkey-{}-{bytes}\r\n--xxBOUNDxx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"week.csv\"\r\n\r\n",
            self.csrf, self.number
        );
        let end = "\r\n--xxBOUNDxx--\r\n";
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=xxBOUNDxx\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{begin}",
            self.path,
            self.address,
            self.cookie,
            begin.len() + bytes + end.len()
        );
        let began = Instant::now();
        let (mut from, mut to) = TcpStream::connect(self.address).await?.into_split();
        let writing = tokio::spawn(async move {
            // A server that answers early may shut the line: the answer says why.
            let _ = to.write_all(head.as_bytes()).await;
            let mut sent = 0;
            while sent < bytes {
                let part = file.part(sent, bytes);
                sent += part.len();
                if to.write_all(part).await.is_err() {
                    return;
                }
            }
            let _ = to.write_all(end.as_bytes()).await;
            // Dropped, it would shut the line in one direction, which a server takes for a sender that went away.
            to.forget();
        });
        let answer = listen(&mut from, began).await;
        writing.abort();
        let answer = answer?;
        if answer.status == 303
            && let Ok(mut upload) = self.upload.lock()
        {
            upload.clone_from(&answer.location);
        }
        Ok(answer)
    }

    /// Whether the file was read: its page sends the browser on.
    pub async fn was_read(&self) -> bool {
        let upload = self.upload.lock().map(|upload| upload.clone()).unwrap_or_default();
        get(self.address, &upload, &self.cookie).await.is_ok_and(|answer| answer.status == 303)
    }

    /// A payroll of long notes: few lines, many bytes, another for each client.
    fn file(&self, bytes: usize) -> File {
        let head = "week_ending,worker_id,classification,level,st_mon,base_rate,fringe_plan,notes\n";
        let mut line = format!("2025-03-15,W{},Carpenter,J,8,61.19,31.55,", self.number);
        line.push_str(&"x".repeat(30_000 - line.len()));
        line.push('\n');
        let mut repeated = head.to_owned();
        while repeated.len() < 1 << 20 {
            repeated.push_str(&line);
        }
        File { head: head.len(), repeated: repeated.into_bytes(), _bytes: bytes }
    }
}

/// A file that is made as it is sent.
struct File {
    head: usize,
    repeated: Vec<u8>,
    _bytes: usize,
}

impl File {
    /// The part from a place on; lines are repeated without the headings.
    fn part(&self, sent: usize, bytes: usize) -> &[u8] {
        let lines = self.repeated.len() - self.head;
        let from = if sent < self.repeated.len() { sent } else { self.head + (sent - self.head) % lines };
        let upto = self.repeated.len().min(from + 64 * 1024).min(from + bytes - sent);
        &self.repeated[from..upto]
    }
}

/// Asks for a page.
pub async fn get(address: SocketAddr, path: &str, cookie: &str) -> Result<Answer, std::io::Error> {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).await?;
    let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{cookie}Connection: close\r\n\r\n").as_bytes()).await?;
    listen(&mut stream, began).await
}

/// Reads an answer: its head, and what follows until the line is shut.
async fn listen(from: &mut (impl tokio::io::AsyncRead + Unpin), began: Instant) -> Result<Answer, std::io::Error> {
    let (mut text, mut part) = (Vec::new(), vec![0; 16 * 1024]);
    let mut after = None;
    loop {
        let read = match from.read(&mut part).await {
            Ok(read) => read,
            // What was said before the line broke counts.
            Err(_) if after.is_some() => 0,
            Err(error) => return Err(error),
        };
        text.extend_from_slice(&part[..read]);
        let whole = text.windows(4).position(|four| four == b"\r\n\r\n");
        if whole.is_some() && after.is_none() {
            after = Some(began.elapsed());
        }
        // An answer that is no page is known by its head.
        let early = whole.is_some() && !text.starts_with(b"HTTP/1.1 200");
        if read == 0 || early {
            break;
        }
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let header = |name: &str| {
        head.lines().find_map(|line| line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name))).map(|(_, v)| v.to_owned())
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other("no answer"))?;
    Ok(Answer {
        status,
        location: header("location").unwrap_or_default(),
        retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
        body: body.to_owned(),
        after: after.unwrap_or_default(),
    })
}

fn field(page: &str, name: &str) -> Option<String> {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    after.split('"').next().map(str::to_owned)
}
