//! The receipt by mail: to who signed, and to the main contractor. No worker and no amount is in it.

use super::wording::{long, receipt_number};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::Role;
use crate::service::weeks::main_contractor;
use crate::store::outbox::{self, NewMail};
use crate::store::projects::{Contract, Project};
use crate::store::submissions::{Submission, SubmissionKind};
use crate::store::{Transaction, people, reminders};

/// Writes the mails of a signed version into the outbox.
pub(super) async fn write(
    tx: &mut Transaction,
    service: &Service,
    submission: &Submission,
    contract: &Contract,
    project: &Project,
    firm: &str,
    signed_by: crate::store::Id,
) -> Result<(), Fault> {
    let at = service.clock.now();
    let number = receipt_number(&project.number, submission.week_ending, firm, submission.version);
    let what = if submission.kind == SubmissionKind::NoWork { "No-work week" } else { "Payroll" };
    let subject = format!("{what} for week ending {} was signed — {}", long(submission.week_ending), project.name);
    let link = format!("{}/submissions/{}", service.settings.base_url, submission.id);
    let mut to = Vec::new();
    if let Some(signer) = people::find(tx, signed_by).await? {
        to.push((signer.email, format!("Open the receipt: {link}\n")));
    }
    if contract.tier > 0
        && let Some((prime, _)) = main_contractor(tx, project.id).await?
    {
        let grid = format!("{}/projects/{}/filing", service.settings.base_url, project.id);
        for person in reminders::recipients(tx, prime, &[Role::ContractorCertifier, Role::ContractorClerk]).await? {
            to.push((person.email, format!("See who has filed: {grid}\nYou get this because your firm is the main contractor.\n")));
        }
    }
    for (address, ending) in to {
        let body = format!(
            "{firm} signed version {} of its {} for the week ending {}.\nProject: {}, {}\nReceipt: {number}\n\n{ending}",
            submission.version,
            what.to_lowercase(),
            long(submission.week_ending),
            project.number,
            project.name,
        );
        let key = format!("receipt:{}:{address}", submission.id);
        outbox::write(tx, NewMail { once_key: &key, recipient: &address, subject: &subject, body: &body }, at).await?;
    }
    Ok(())
}
