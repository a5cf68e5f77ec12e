//! What a contractor says to findings: it is kept by the finding's fingerprint, so that it survives a corrected file.

use super::see;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::Id;
use crate::store::answers::{self, Answer};
use crate::store::originals::{self, Kept};
use chrono::NaiveDate;

pub use crate::store::answers::Said;

/// The longest note, in letters.
pub const LONGEST_NOTE: usize = 2_000;

/// An answer to a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The finding.
    pub fingerprint: String,
    /// The word of [`Said`]; none where nothing was chosen.
    pub said: String,
    /// By when it will be paid.
    pub pay_by: String,
    /// In words.
    pub note: String,
    /// A document that was received with it.
    pub document: Option<Kept>,
}

/// Why an answer cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// The finding.
    pub fingerprint: String,
    /// What we need.
    pub sentence: String,
}

/// How a note begins that says by when will be paid.
const BY: &str = "Pay by ";

/// The day by which will be paid, and the words beside it.
pub fn parts(note: &str) -> (Option<NaiveDate>, &str) {
    let day = note.strip_prefix(BY).and_then(|rest| rest.split_at_checked(10));
    match day.and_then(|(day, rest)| Some((day.parse().ok()?, rest))) {
        Some((day, rest)) => (Some(day), rest.strip_prefix('.').unwrap_or(rest).trim_start()),
        None => (None, note),
    }
}

/// Keeps the answers that differ from those that count. Says which cannot be taken; then none is kept.
///
/// # Errors
/// [`Fault::NotFound`] where a finding is not one of this upload; [`Fault::Refused`] where a document was not received.
pub async fn keep(service: &Service, actor: &Actor, upload: Id, given: &[Given]) -> Result<Vec<NotTaken>, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (found, ..) = permission::may_prepare_upload(&mut tx, actor, upload).await?;
    let examination = found.examination.ok_or(Fault::NotFound)?;
    let reading = see::of(&mut tx, examination).await?.ok_or(Fault::NotFound)?;
    let counted = answers::of_week(&mut tx, found.contract, found.week_ending).await?;
    let (mut new, mut wrong) = (Vec::new(), Vec::new());
    for one in given.iter().filter(|one| !one.said.is_empty() || !one.note.trim().is_empty() || one.document.is_some()) {
        if !reading.examination.open().any(|finding| finding.fingerprint == one.fingerprint) {
            return Err(Fault::NotFound);
        }
        match understood(one) {
            Err(sentence) => wrong.push(NotTaken { fingerprint: one.fingerprint.clone(), sentence: sentence.to_owned() }),
            Ok((said, note)) => {
                let before = counted.get(&one.fingerprint);
                let document = one.document.as_ref().map(|d| d.sha256.clone());
                // A document that was sent before stays with the answer.
                let document = document.or_else(|| before.and_then(|b| b.document.clone()));
                if before.is_none_or(|b| b.said != said || b.note != note || b.document != document) {
                    new.push((one, Answer { said, note, document, by: actor.person, at }));
                }
            }
        }
    }
    if !wrong.is_empty() {
        return Ok(wrong);
    }
    for (one, answer) in new {
        if let Some(kept) = &one.document {
            originals::register(&mut tx, kept, at).await?;
        }
        answers::keep(&mut tx, found.contract, found.week_ending, &one.fingerprint, &answer).await?;
    }
    tx.commit().await?;
    Ok(Vec::new())
}

/// What was said and the note as it is kept, or what is missing.
fn understood(given: &Given) -> Result<(Said, String), &'static str> {
    let said = Said::ALL.iter().copied().find(|said| said.word() == given.said);
    let said = said.ok_or("Choose an answer: you corrected it, you will pay, or you disagree.")?;
    let note = given.note.trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err("The note is too long. Say it in at most 2,000 letters, or attach a file.");
    }
    match said {
        Said::Corrected => Ok((said, note.to_owned())),
        Said::Disagree if note.is_empty() => Err("You disagree, and no reason is given. Say why in your own words."),
        Said::Disagree => Ok((said, note.to_owned())),
        Said::WillPay => {
            let day: NaiveDate = given.pay_by.trim().parse().map_err(|_| "Say by which day you will pay, for example 2025-03-28.")?;
            Ok((said, format!("{BY}{day}. {note}").trim_end().to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(said: &str, pay_by: &str, note: &str) -> Given {
        Given { said: said.to_owned(), pay_by: pay_by.to_owned(), note: note.to_owned(), ..Given::default() }
    }

    #[test]
    fn a_day_to_pay_by_stands_in_the_note_and_is_read_back() {
        let (said, note) = understood(&given("will-pay", "2025-03-28", " check 5512 ")).unwrap();
        assert_eq!((said, note.as_str()), (Said::WillPay, "Pay by 2025-03-28. check 5512"));
        assert_eq!(parts(&note), ("2025-03-28".parse().ok(), "check 5512"));
        let (_, bare) = understood(&given("will-pay", "2025-03-28", "")).unwrap();
        assert_eq!(parts(&bare), ("2025-03-28".parse().ok(), ""));
        assert_eq!(parts("Pay by cheque. ä"), (None, "Pay by cheque. ä"));
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(understood(&given("will-pay", "soon", "")).is_err());
        assert!(understood(&given("disagree", "", " ")).is_err());
        assert!(understood(&given("", "", "words")).is_err());
        assert!(understood(&given("corrected", "", "")).is_ok());
    }
}
