//! Looks at the server while it works: memory, files on their way, how fast small pages answer.

use crate::browser::get;
use crate::server::Server;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What was seen.
#[derive(Debug, Default)]
pub struct Measured {
    pub memory_mib: u64,
    pub passing_mib: u64,
    pub health_99: Duration,
    pub health_worst: Duration,
    pub page_99: Duration,
    asked: usize,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "memory of the server: {} MiB at most; files on their way: {} MiB at most", self.memory_mib, self.passing_mib)?;
        write!(
            f,
            "/healthz, asked {} times: 99 of 100 within {:.1?}, the slowest {:.1?}; /sign-in: 99 of 100 within {:.1?}",
            self.asked, self.health_99, self.health_worst, self.page_99
        )
    }
}

/// Those who look.
pub struct Watch {
    end: watch::Sender<bool>,
    sizes: JoinHandle<(u64, u64)>,
    health: JoinHandle<Vec<Duration>>,
    page: JoinHandle<Vec<Duration>>,
}

impl Watch {
    pub fn begin(server: &Server) -> Self {
        let (end, told) = watch::channel(false);
        let (status, passing) = (PathBuf::from(format!("/proc/{}/status", server.pid())), server.passing());
        let until = told.clone();
        let sizes = tokio::spawn(async move {
            let (mut memory, mut bytes) = (0, 0);
            while !*until.borrow() {
                memory = memory.max(resident_kib(&status));
                bytes = bytes.max(bytes_in(&passing));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            (memory / 1024, bytes >> 20)
        });
        let (health, page) = (times(server, "/healthz", 20, told.clone()), times(server, "/sign-in", 200, told));
        Self { end, sizes, health, page }
    }

    pub async fn end(self) -> Measured {
        let _ = self.end.send(true);
        let (memory_mib, passing_mib) = self.sizes.await.unwrap_or_default();
        let (health, page) = (self.health.await.unwrap_or_default(), self.page.await.unwrap_or_default());
        Measured {
            memory_mib,
            passing_mib,
            health_99: of_hundred(&health),
            health_worst: health.last().copied().unwrap_or(Duration::MAX),
            page_99: of_hundred(&page),
            asked: health.len(),
        }
    }
}

/// How long a page took, time after time, in order; a page that does not answer counts as never.
fn times(server: &Server, path: &'static str, every_ms: u64, told: watch::Receiver<bool>) -> JoinHandle<Vec<Duration>> {
    let address = server.address;
    tokio::spawn(async move {
        let mut times = Vec::new();
        while !*told.borrow() {
            let took = get(address, path, "").await.ok().filter(|answer| answer.status == 200).map(|answer| answer.after);
            times.push(took.unwrap_or(Duration::MAX));
            tokio::time::sleep(Duration::from_millis(every_ms)).await;
        }
        times.sort_unstable();
        times
    })
}

fn of_hundred(sorted: &[Duration]) -> Duration {
    sorted.get(sorted.len().saturating_sub(1) * 99 / 100).copied().unwrap_or(Duration::MAX)
}

fn resident_kib(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse().ok()).unwrap_or(0)
}

fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.filter_map(|entry| entry.ok()?.metadata().ok()).map(|file| file.len()).sum()
}
