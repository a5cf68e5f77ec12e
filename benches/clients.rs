//! Two hundred contractors at once: `cargo bench --bench clients`.
//!
//! The released server runs as a process of its own, with its database and its folder in a temporary place. Each client
//! sends 20 MiB through the page that takes a file, of an installation that takes 25, comes again when it is told to wait,
//! and asks until its file was read. Then each sends 40 MiB, which is over the limit. Meanwhile the server's memory, its files on their way, and the time of
//! `/healthz` and of the sign-in page are looked at. The bench fails where a file is lost or memory runs away; times
//! that are longer than asked are said, and fail nothing: a busy machine is no regression.

#[path = "clients/browser.rs"]
mod browser;
#[path = "clients/server.rs"]
mod server;
#[path = "clients/watch.rs"]
mod watch;

use browser::{Answer, Browser};
use server::Server;
use std::sync::Arc;
use std::time::{Duration, Instant};
use watch::Watch;

const CLIENTS: usize = 200;
/// Bytes of a file within the limit, and of one over it.
const FITS: usize = 20 << 20;
const TOO_LARGE: usize = 40 << 20;

/// What the clients saw.
#[derive(Default)]
struct Seen {
    taken: usize,
    told_to_wait: usize,
    /// Until a client that must wait was told so.
    waits: Vec<Duration>,
    read: usize,
    other: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let server = Server::start(CLIENTS).await?;
        let browsers: Vec<Arc<Browser>> = server.browsers().await?.into_iter().map(Arc::new).collect();
        let watch = Watch::begin(&server);

        let began = Instant::now();
        let mut seen = all(&browsers, FITS, true).await;
        let sending = began.elapsed();
        for said in seen.other.iter().take(5) {
            println!("unexpected: {said}");
        }
        let still = if seen.taken == CLIENTS { read(&browsers).await } else { CLIENTS };
        let reading = began.elapsed();
        let too_large = all(&browsers, TOO_LARGE, false).await;
        seen.read = CLIENTS - still;
        let measured = watch.end().await;

        seen.waits.sort_unstable();
        let slowest = seen.waits.last().copied().unwrap_or_default();
        let refused = too_large.other.iter().filter(|said| said.starts_with("413")).count();
        println!(
            "{CLIENTS} clients, {FITS} bytes each: taken {}, told to wait {} times, the slowest told after {slowest:.0?}",
            seen.taken, seen.told_to_wait
        );
        println!("all taken after {sending:.1?}, all read after {reading:.1?}: {} read to the end", seen.read);
        println!("{CLIENTS} clients, {TOO_LARGE} bytes each: {refused} answered 413");
        println!("{measured}");
        let mut amiss = Vec::new();
        let mut ask = |what: &str, holds: bool| {
            if !holds {
                amiss.push(what.to_owned())
            }
        };
        ask("every file was taken in the end", seen.taken == CLIENTS && seen.other.is_empty());
        ask("every file was read", seen.read == CLIENTS);
        ask("some had to wait", seen.told_to_wait > 0);
        ask("every file over the limit was answered 413", refused == CLIENTS);
        ask("memory stays under 300 MiB", measured.memory_mib < 300);
        ask("files on their way take no more than their places", measured.passing_mib <= 8 * 25);
        for said in too_large.other.iter().filter(|said| !said.starts_with("413")).take(5) {
            println!("unexpected: {said}");
        }
        drop(server);
        let times = [
            ("those who must wait are told within a second", slowest < Duration::from_secs(1)),
            ("/healthz answers within 250 ms, ninety-nine times of a hundred", measured.health_99 < Duration::from_millis(250)),
            ("/sign-in answers within a second, ninety-nine times of a hundred", measured.page_99 < Duration::from_secs(1)),
        ];
        for (what, holds) in times {
            println!("{}: {what}", if holds { "holds" } else { "does not hold here and now" });
        }
        if amiss.is_empty() { Ok(()) } else { Err(format!("does not hold: {}", amiss.join("; ")).into()) }
    })
}

/// Every client sends its file at once; who is told to wait comes again where that is wanted.
async fn all(browsers: &[Arc<Browser>], bytes: usize, comes_again: bool) -> Seen {
    let mut tasks = tokio::task::JoinSet::new();
    for browser in browsers {
        let browser = Arc::clone(browser);
        tasks.spawn(async move {
            let mut waits = Vec::new();
            loop {
                match browser.send(bytes).await {
                    Ok(Answer { status: 503, after, retry_after, .. }) => {
                        waits.push(after);
                        tokio::time::sleep(Duration::from_secs(retry_after.unwrap_or(5)) + browser.jitter()).await;
                    }
                    Ok(answer) if answer.status == 303 => return (waits, Ok(())),
                    Ok(answer) => return (waits, Err(format!("{} {}", answer.status, answer.location))),
                    Err(error) if !comes_again => return (waits, Err(error.to_string())),
                    Err(error) => return (waits, Err(format!("a connection broke: {error}"))),
                }
            }
        });
    }
    let mut seen = Seen::default();
    while let Some(Ok((waits, end))) = tasks.join_next().await {
        seen.told_to_wait += waits.len();
        seen.waits.extend(waits);
        match end {
            Ok(()) => seen.taken += 1,
            Err(said) => seen.other.push(said),
        }
    }
    seen
}

/// Asks until every file was read, for at most ten minutes. How many were not.
async fn read(browsers: &[Arc<Browser>]) -> usize {
    let began = Instant::now();
    let mut left: Vec<&Arc<Browser>> = browsers.iter().collect();
    while !left.is_empty() && began.elapsed() < Duration::from_secs(600) {
        let mut still = Vec::new();
        for browser in left {
            if !browser.was_read().await {
                still.push(browser);
            }
        }
        left = still;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    left.len()
}
