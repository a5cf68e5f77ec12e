//! What keeping costs: `cargo bench --bench store [-- LINES]`.
//!
//! Checking week 250 of a project against checking week 2, on both engines: hours to date read, the file evaluated, draft,
//! run and signature kept. Then pages of a project with so many lines (a million, if nothing is said) on SQLite.

#[path = "store/fill.rs"]
mod fill;
#[path = "store/pages.rs"]
mod pages;
#[allow(dead_code)]
#[path = "../tests/store/postgres.rs"]
mod postgres;
#[path = "store/web.rs"]
mod web;
#[path = "store/week.rs"]
mod week;

use plumbline::store::Store;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    runtime.block_on(async {
        let file = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
        for address in [Some(file("weeks.db")), postgres::database()].into_iter().flatten() {
            let store = Store::open(&address).await?;
            store.migrate().await?;
            println!("{}", store.engine_name().await?);
            week::measure(&store).await?;
            store.close().await;
        }
        let store = Store::open(&file("pages.db")).await?;
        store.migrate().await?;
        pages::measure(&store, given.unwrap_or(1_000_000)).await?;
        store.close().await;
        Ok(())
    })
}

/// Times of one thing, sorted.
struct Times(Vec<Duration>);

impl Times {
    async fn of<E>(times: usize, mut work: impl AsyncFnMut(usize) -> Result<(), E>) -> Result<Self, E> {
        let mut taken = Vec::with_capacity(times);
        for at in 0..times {
            let begin = Instant::now();
            work(at).await?;
            taken.push(begin.elapsed());
        }
        Ok(Self::sorted(taken))
    }

    fn sorted(mut taken: Vec<Duration>) -> Self {
        taken.sort_unstable();
        Self(taken)
    }

    /// Of a hundred, the one that so many do not pass.
    fn percentile(&self, of_hundred: usize) -> Duration {
        self.0[(self.0.len() * of_hundred).div_ceil(100).clamp(1, self.0.len()) - 1]
    }
}
