//! A part as a window that moves forward: blocks come from the inflater, on a thread of its own where the
//! part is large, and only what is not yet read is kept.

use super::utf8::Utf8;
use crate::domain::problem::Problem;
use crate::intake::container::inflate::PartReader;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 256 * 1024;
/// Room before a block for what the block before it left unread, so that blocks are not copied together.
const HEADROOM: usize = 16 * 1024;
/// Blocks under way between the two threads.
const UNDER_WAY: usize = 3;

type Block = Result<Vec<u8>, Box<Problem>>;

/// A window over the inflated bytes of one part, all of them UTF-8.
pub(crate) struct Feed {
    name: String,
    buffer: Vec<u8>,
    spare: Vec<u8>,
    at: usize,
    passed: u64,
    source: Source,
}

enum Source {
    Here(Box<Checked>),
    Thread { blocks: Receiver<Block>, empties: Sender<Vec<u8>>, worker: Option<JoinHandle<()>> },
    Ended,
}

/// A part whose blocks are checked to be UTF-8.
struct Checked {
    part: PartReader,
    utf8: Utf8,
    block: usize,
}

impl Checked {
    /// The next block behind its headroom; an empty one at the end.
    fn next(&mut self, mut buffer: Vec<u8>) -> Block {
        buffer.resize(HEADROOM + self.block, 0);
        let room = buffer.get_mut(HEADROOM..).unwrap_or_default();
        let filled = self.part.fill(room)?;
        let fresh = room.get(..filled).unwrap_or_default();
        self.utf8.check(fresh, filled < self.block, self.part.name())?;
        buffer.truncate(HEADROOM + filled);
        Ok(buffer)
    }
}

impl Feed {
    /// Inflates on the calling thread, `block` bytes at a time.
    pub(crate) fn here(part: PartReader, block: usize) -> Self {
        let name = part.name().to_owned();
        let checked = Checked { part, utf8: Utf8::default(), block: block.max(1) };
        Self::from(name, Source::Here(Box::new(checked)))
    }

    /// Inflates on a thread of its own; on the calling one where the system gives no thread.
    pub(crate) fn on_a_thread(make: impl Fn() -> PartReader) -> Self {
        let (send, blocks) = sync_channel::<Block>(UNDER_WAY);
        let (empties, returned) = channel();
        let part = make();
        let name = part.name().to_owned();
        let mut checked = Checked { part, utf8: Utf8::default(), block: BLOCK };
        let work = move || produce(&mut checked, &send, &returned);
        match std::thread::Builder::new().name("inflate".to_owned()).spawn(work) {
            Ok(worker) => Self::from(name, Source::Thread { blocks, empties, worker: Some(worker) }),
            Err(_) => Self::here(make(), BLOCK),
        }
    }

    fn from(name: String, source: Source) -> Self {
        Self { name, buffer: Vec::new(), spare: Vec::new(), at: 0, passed: 0, source }
    }

    /// Name of the part.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes of the part lie before the window.
    pub(crate) fn passed(&self) -> u64 {
        self.passed
    }

    /// What is at hand and not yet read.
    pub(crate) fn window(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Gives up the first bytes of the window.
    pub(crate) fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
        self.passed += count as u64;
    }

    /// Makes the window longer; `false` at the end of the part.
    pub(crate) fn more(&mut self) -> Result<bool, Box<Problem>> {
        let Some(mut fresh) = self.next_block()? else {
            return Ok(false);
        };
        let left = self.buffer.len() - self.at;
        if left <= HEADROOM {
            let start = HEADROOM - left;
            if let (Some(to), Some(from)) = (fresh.get_mut(start..HEADROOM), self.buffer.get(self.at..)) {
                to.copy_from_slice(from);
            }
            let old = std::mem::replace(&mut self.buffer, fresh);
            self.at = start;
            self.give_back(old);
        } else {
            self.buffer.drain(..self.at);
            self.at = 0;
            self.buffer.extend_from_slice(fresh.get(HEADROOM..).unwrap_or_default());
            self.give_back(fresh);
        }
        Ok(true)
    }

    fn next_block(&mut self) -> Result<Option<Vec<u8>>, Box<Problem>> {
        let block = match &mut self.source {
            Source::Here(checked) => checked.next(std::mem::take(&mut self.spare)),
            Source::Thread { blocks, .. } => blocks.recv().unwrap_or_else(|_| Ok(Vec::new())),
            Source::Ended => return Ok(None),
        };
        match block {
            Ok(block) if block.len() > HEADROOM => Ok(Some(block)),
            Ok(_) => {
                self.source = Source::Ended;
                Ok(None)
            }
            Err(problem) => {
                self.source = Source::Ended;
                Err(problem)
            }
        }
    }

    fn give_back(&mut self, buffer: Vec<u8>) {
        match &self.source {
            // The thread may be done already; then nobody wants the buffer.
            Source::Thread { empties, .. } => drop(empties.send(buffer)),
            _ => self.spare = buffer,
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        if let Source::Thread { worker, .. } = &mut self.source {
            let worker = worker.take();
            // Closing the channel ends the thread at its next block.
            self.source = Source::Ended;
            if let Some(worker) = worker {
                let _ = worker.join();
            }
        }
    }
}

fn produce(checked: &mut Checked, send: &SyncSender<Block>, returned: &Receiver<Vec<u8>>) {
    loop {
        let block = checked.next(returned.try_recv().unwrap_or_default());
        let last = !matches!(&block, Ok(bytes) if bytes.len() > HEADROOM);
        if send.send(block).is_err() || last {
            return;
        }
    }
}
