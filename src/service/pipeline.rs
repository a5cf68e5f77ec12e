//! One table through the threads: one reads, some turn rows into checked lines, the caller puts them
//! back in order.
//!
//! Each working thread keeps its own table of names and sends new names along with the lines that use
//! them first, so that names are shared without a lock and their order does not depend on which thread
//! was faster.

use super::quotes::quote_problems;
use super::tables::{OpenTable, refuse};
use crate::checks::gap::Gap;
use crate::checks::{LineCheck, LineFinding, LineWorker, Verdict};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::problem::{Problem, Site};
use crate::domain::quoted::QuotedRow;
use crate::intake::batch::RowBatch;
use crate::intake::book::Chunk;
use crate::intake::limits::Limits;
use crate::intake::lines::{LineBatch, LineReader};
use crate::intake::table::TableMap;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// A stretch of rows, read and checked.
#[derive(Default)]
pub(super) struct Stretch {
    pub(super) lines: LineBatch,
    /// Names this thread met for the first time.
    pub(super) new_names: Vec<Box<str>>,
    /// Which thread's table of names the lines use.
    pub(super) thread: usize,
    /// The answers of every line check, line by line.
    pub(super) outcomes: Vec<Outcome>,
    /// What was said: line, check, finding.
    pub(super) said: Vec<(u32, u16, Box<LineFinding>)>,
    /// What lines lacked that is said once for all of them: line, check, gap.
    pub(super) gaps: Vec<(u32, u16, Gap)>,
    /// Rows of Problems, as they stand in the file.
    pub(super) quoted: Vec<QuotedRow>,
}

impl Stretch {
    /// An empty stretch of a thread; one that is done with lends its buffers.
    fn begin(thread: usize, done: &Done) -> Self {
        let mut stretch = done.lock().ok().and_then(|mut done| done.pop()).unwrap_or_default();
        stretch.thread = thread;
        stretch.lines.clear();
        stretch.new_names.clear();
        stretch.outcomes.clear();
        stretch.said.clear();
        stretch.gaps.clear();
        stretch.quoted.clear();
        stretch
    }
}

/// Stretches that were taken, for their buffers: to give memory back and ask for it again costs more than
/// all checks of a stretch.
type Done = Mutex<Vec<Stretch>>;

/// Rows split, read and checked together, while they are in a core's own cache.
const ROWS_TOGETHER: usize = 64;

/// Stretches under way at once, per working thread.
const UNDER_WAY: usize = 3;

type Numbered = (u64, Result<Chunk, Box<Problem>>);
type Checked = (u64, Result<Stretch, Box<Problem>>);

/// Runs a table. `take` gets every stretch in order and may stop the run by returning false. The result
/// is what the stream knows at its end.
pub(super) fn run(
    table: &mut OpenTable,
    limits: &Limits,
    threads: usize,
    checks: &[Box<dyn LineCheck>],
    mut take: impl FnMut(&mut Stretch) -> bool,
) -> Result<Option<String>, Box<Problem>> {
    let threads = if LineReader::needs_order(&table.map) { 1 } else { threads };
    let head = std::mem::take(&mut table.head);
    let (map, id, name) = (&table.map, table.id, table.name.as_str());
    let stream = &mut table.stream;
    let (to_work, work) = sync_channel::<Numbered>(threads * UNDER_WAY);
    let work = &Mutex::new(work);
    let stopped = &AtomicBool::new(false);
    let done = &Done::default();
    std::thread::scope(|scope| {
        let (to_merge, merge) = sync_channel::<Checked>(threads * UNDER_WAY);
        let (give_back, given_back) = channel::<String>();
        let mut working = 0;
        for thread in 0..threads {
            let ends = Ends { work, to_merge: to_merge.clone(), give_back: give_back.clone(), done };
            let reader = LineReader::new(map, id, name, limits);
            working += usize::from(spawn(scope, move || work_through(thread, map, reader, checks, &ends)));
        }
        let reading = move || {
            let mut chunks = head.into_iter().map(Chunk::Rows);
            let mut number = 0;
            loop {
                let next = match chunks.next() {
                    Some(chunk) => Ok(Some(chunk)),
                    None => {
                        given_back.try_iter().for_each(|text| stream.reuse(text));
                        stream.next()
                    }
                };
                let (item, last) = match next {
                    Ok(Some(chunk)) => (Ok(chunk), false),
                    Ok(None) => return,
                    Err(problem) => (Err(problem), true),
                };
                if stopped.load(Ordering::Relaxed) || to_work.send((number, item)).is_err() || last {
                    return;
                }
                number += 1;
            }
        };
        // Where the system gives no thread the file takes more than there is.
        if working == 0 || !spawn(scope, reading) {
            return Err(refuse("parse.resources", Site::File, String::new(), "a thread to read it on"));
        }
        drop((to_merge, give_back));
        let result = in_order(&merge, done, &mut take);
        stopped.store(true, Ordering::Relaxed);
        result
    })?;
    Ok(table.stream.sha256())
}

/// Starts a thread; `false` where the system gives none, and then what it was to do is let go.
fn spawn<'scope>(scope: &'scope std::thread::Scope<'scope, '_>, work: impl FnOnce() + Send + 'scope) -> bool {
    std::thread::Builder::new().spawn_scoped(scope, work).is_ok()
}

/// Where a working thread takes from and gives to.
struct Ends<'a> {
    work: &'a Mutex<Receiver<Numbered>>,
    to_merge: SyncSender<Checked>,
    /// Text that was read, back to the reading thread.
    give_back: Sender<String>,
    done: &'a Done,
}

/// One working thread.
fn work_through(thread: usize, map: &TableMap, mut reader: LineReader<'_>, checks: &[Box<dyn LineCheck>], ends: &Ends<'_>) {
    let Ends { work, to_merge, give_back, done } = ends;
    let mut names = Names::default();
    let mut workers: Vec<Box<dyn LineWorker + '_>> = checks.iter().map(|c| c.on_thread()).collect();
    let mut batch = RowBatch::default();
    let mut shipped = names.len();
    let mut last = None;
    loop {
        let next = match work.lock() {
            Ok(receiver) => receiver.recv(),
            Err(_) => return,
        };
        let Ok((number, chunk)) = next else { break };
        last = Some(number);
        let mut stretch = Stretch::begin(thread, done);
        let read = chunk.and_then(|chunk| match chunk {
            Chunk::Text(block) => {
                // Nobody may be there to take it back: then it is let go.
                let _ = give_back.send(std::mem::take(&mut batch.text));
                let mut pieces = block.pieces(&mut batch);
                while pieces.next(&mut batch, ROWS_TOGETHER)? {
                    reader.read(&batch, &mut names, &mut stretch.lines);
                    check(&mut stretch, &mut workers, &names);
                    quote_problems(&mut stretch, &batch, map);
                }
                Ok(())
            }
            Chunk::Rows(rows) => {
                reader.read(&rows, &mut names, &mut stretch.lines);
                check(&mut stretch, &mut workers, &names);
                quote_problems(&mut stretch, &rows, map);
                Ok(())
            }
        });
        let checked = read.map(|()| {
            stretch.new_names.extend(names.since(shipped).map(Box::from));
            shipped = names.len();
            stretch
        });
        if to_merge.send((number, checked)).is_err() {
            // Nobody listens any more: empty the channel, so that the reading thread is not left waiting.
            while work.lock().is_ok_and(|receiver| receiver.recv().is_ok()) {}
            return;
        }
    }
    // A reader that works in order may still hold the upper row of a last worker.
    let mut stretch = Stretch::begin(thread, done);
    reader.end(&mut names, &mut stretch.lines);
    if !stretch.lines.lines.is_empty() || !stretch.lines.problems.is_empty() || !stretch.lines.events.is_empty() {
        check(&mut stretch, &mut workers, &names);
        stretch.new_names.extend(names.since(shipped).map(Box::from));
        let _ = to_merge.send((last.map_or(0, |n| n + 1), Ok(stretch)));
    }
}

/// Checks the lines of a stretch that are not checked yet.
fn check(stretch: &mut Stretch, workers: &mut [Box<dyn LineWorker + '_>], names: &Names) {
    let Some(checked) = stretch.outcomes.len().checked_div(workers.len()) else { return };
    for (i, line) in stretch.lines.lines.iter().enumerate().skip(checked) {
        for (c, worker) in workers.iter_mut().enumerate() {
            let verdict = worker.check(line, names);
            stretch.outcomes.push(verdict.outcome());
            match verdict {
                Verdict::Quiet(_) => {}
                Verdict::Said(said) => stretch.said.push((i as u32, c as u16, said)),
                Verdict::SaidOnce(gap) => stretch.gaps.push((i as u32, c as u16, gap)),
            }
        }
    }
}

/// Puts the stretches back in order.
fn in_order(merge: &Receiver<Checked>, done: &Done, take: &mut impl FnMut(&mut Stretch) -> bool) -> Result<(), Box<Problem>> {
    let mut early: BTreeMap<u64, Result<Stretch, Box<Problem>>> = BTreeMap::new();
    let mut next = 0;
    while let Ok((number, checked)) = merge.recv() {
        early.insert(number, checked);
        while let Some(checked) = early.remove(&next) {
            next += 1;
            let mut stretch = checked?;
            if !take(&mut stretch) {
                return Ok(());
            }
            if let Ok(mut done) = done.lock() {
                done.push(stretch);
            }
        }
    }
    Ok(())
}
