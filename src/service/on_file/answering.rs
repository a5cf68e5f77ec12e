//! Answering findings of a signed week. An answer is added, never changed: the last one counts, those before stay.

use super::{Answer, Said};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::{Id, answers, runs, signatures};

/// An answer as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering<'a> {
    /// The finding, by the name that survives a corrected file.
    pub fingerprint: &'a str,
    /// `corrected`, `will-pay` or `disagree`.
    pub said: &'a str,
    /// In words.
    pub note: &'a str,
}

/// Keeps an answer to a finding of a signed week.
///
/// # Errors
/// [`Fault::NotFound`] for strangers and for a finding that is not there, [`Fault::NotAllowed`] for who may only look;
/// [`Fault::Refused`] where nothing was chosen, or no word is given to *disagree*.
pub async fn answer(service: &Service, actor: &Actor, submission: Id, answering: &Answering<'_>) -> Result<(), Fault> {
    let mut tx = service.store.begin().await?;
    let (submission, contract, _) = permission::may_go_on_with(&mut tx, actor, submission).await?;
    let run = signatures::of(&mut tx, submission.id).await?.and_then(|signature| signature.run).ok_or(Fault::NotFound)?;
    let known = runs::findings(&mut tx, run).await?.into_iter().any(|finding| finding.fingerprint == answering.fingerprint);
    if !known {
        return Err(Fault::NotFound);
    }
    let said = Said::ALL.iter().copied().find(|said| said.word() == answering.said);
    let said = said.ok_or_else(|| Fault::refused("answer.none", "No answer is chosen. Choose corrected, will pay or disagree."))?;
    let note = answering.note.trim();
    if said == Said::Disagree && note.is_empty() {
        return Err(Fault::refused(
            "answer.why",
            "You disagree and give no reason. Write in your own words why, so that the city can look at it.",
        ));
    }
    let answer = Answer { said, note: note.to_owned(), document: None, by: actor.person, at: service.clock.now() };
    answers::keep(&mut tx, contract.id, submission.week_ending, answering.fingerprint, &answer).await?;
    tx.commit().await?;
    Ok(())
}
