//! A name for a finding that survives a corrected upload.
//!
//! It is made of what the finding is about, never of the row it stands in, so that a file sorted
//! otherwise or sent again opens nothing new.

use crate::domain::finding::Finding;
use crate::domain::run::Run;
use hashbrown::HashMap;
use sha2::{Digest, Sha256};

/// Gives the findings of a run their names, in order.
pub struct Identities {
    seen: HashMap<u64, u32, foldhash::fast::FixedState>,
}

impl Default for Identities {
    fn default() -> Self {
        Self { seen: HashMap::with_hasher(foldhash::fast::FixedState::with_seed(0)) }
    }
}

impl Identities {
    /// The 64-bit name of the next finding of the run. Where several findings are about the same
    /// thing, the second and later ones are told apart by their order.
    pub fn next(&mut self, run: &Run, finding: &Finding) -> u64 {
        let base = digest(run, finding, 0);
        let count = self.seen.entry(base).or_insert(0);
        let ordinal = *count;
        *count += 1;
        if ordinal == 0 { base } else { digest(run, finding, ordinal) }
    }
}

/// The names of all findings of a run, in order.
pub fn of_all(run: &Run) -> Vec<u64> {
    let mut names = Identities::default();
    run.findings.iter().map(|finding| names.next(run, finding)).collect()
}

/// `f-` and sixteen hexadecimal digits.
pub fn shown(name: u64) -> String {
    format!("f-{name:016x}")
}

fn digest(run: &Run, finding: &Finding, ordinal: u32) -> u64 {
    let mut hash = Sha256::new();
    let mut field = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    let subject = &finding.subject;
    field(finding.check);
    field(run.rules.get(usize::from(finding.rule)).map_or("", |r| r.id.as_str()));
    for sym in [subject.project, subject.contractor] {
        field(run.names.text(sym));
    }
    field(&subject.week_ending.map_or_else(String::new, |d| d.to_string()));
    for sym in [subject.worker, subject.trade] {
        field(run.names.text(sym));
    }
    field(subject.level.map_or("", |l| l.word()));
    field(subject.group.unwrap_or(""));
    field(&subject.day.map_or_else(String::new, |d| d.to_string()));
    if ordinal > 0 {
        field(&ordinal.to_string());
    }
    let bytes = hash.finalize();
    bytes.iter().take(8).fold(0, |name, byte| (name << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::{CellRange, SheetId};
    use crate::report::sample;

    #[test]
    fn the_row_does_not_matter_and_the_week_does() {
        let run = sample::run();
        let finding = run.findings[0].clone();
        let first = Identities::default().next(&run, &finding);
        let mut moved = finding.clone();
        moved.cells = vec![CellRange::cell(SheetId(0), 3, 999)];
        assert_eq!(Identities::default().next(&run, &moved), first);
        let mut later = finding;
        later.subject.week_ending = later.subject.week_ending.and_then(|d| d.succ_opt());
        assert_ne!(Identities::default().next(&run, &later), first);
    }

    #[test]
    fn repeats_are_told_apart_by_their_order() {
        let run = sample::run();
        let mut names = Identities::default();
        let first = names.next(&run, &run.findings[0]);
        let second = names.next(&run, &run.findings[0]);
        assert_ne!(first, second);
        assert_eq!(shown(0x2c9a), "f-0000000000002c9a");
    }
}
