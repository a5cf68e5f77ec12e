//! Reminders: one mail a person and day at most, with every missing week in it, and none when nothing is missing.
//!
//! The day before a week is due its firm is told; from the day after, the main contractor is told as well; then once in
//! seven days. A reminder that was asked for counts like one of these. No worker and no amount stands in a mail.

use super::{FirmFiling, Shown, of_project};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::calendar::Week;
use crate::service::clock::day_of;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor, OrganisationKind, Role};
use crate::store::outbox::{self, NewMail};
use crate::store::projects::{self, Project};
use crate::store::reminders::{self, Recipient};
use crate::store::{Id, Transaction, organisations};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Days between reminders of a week that stays late.
const EVERY: i64 = 7;
/// Who of a firm is written to.
const ROLES: &[Role] = &[Role::ContractorClerk, Role::ContractorCertifier];

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Mails.
    pub mails: usize,
    /// Firms.
    pub firms: usize,
}

/// A mail to one person, as it grows.
struct Digest {
    to: Recipient,
    /// What to send, project by project.
    own: String,
    /// Firms below that are late.
    below: String,
    weeks: usize,
    latest: Option<(NaiveDate, String, i64)>,
}

type Digests = BTreeMap<Id, Digest>;

/// Writes the reminders of this day into the outbox. Twice on one day is once.
///
/// # Errors
/// [`Fault::Store`].
pub async fn remind_today(service: &Service) -> Result<Reminded, Fault> {
    let (now, today) = (service.clock.now(), service.clock.today());
    // Looked at beside those who write; written only where there is something to write.
    let mut tx = service.store.snapshot().await?;
    let (mut digests, mut firms) = (Digests::new(), Vec::new());
    for agency in organisations::of_kind(&mut tx, OrganisationKind::Agency).await? {
        for project in projects::of_agency(&mut tx, agency.id).await? {
            let found = of_project(&mut tx, &project, today, Shown::None).await?;
            let due: Vec<&FirmFiling> = found.iter().filter(|firm| is_due(firm, today)).collect();
            for firm in due {
                let weeks = add(&mut tx, &mut digests, &project, &found, firm, today).await?;
                firms.push((firm.contract.id, weeks));
            }
        }
    }
    drop(tx);
    if digests.is_empty() {
        return Ok(Reminded::default());
    }
    let mut tx = service.store.begin().await?;
    let written = write(&mut tx, service, digests, "digest", now).await?;
    // Written once: where every mail of the day was there already, nothing is noted a second time.
    if written > 0 {
        for (contract, weeks) in &firms {
            reminders::note(&mut tx, *contract, *weeks, None, now).await?;
        }
    }
    tx.commit().await?;
    Ok(Reminded { mails: written, firms: if written > 0 { firms.len() } else { 0 } })
}

/// Reminds the late firms of a project now, each of its own weeks.
///
/// # Errors
/// As [`permission::may_direct`]; [`Fault::Refused`] where no firm is late, or each was reminded today.
pub async fn remind_late(service: &Service, actor: &Actor, project: Id) -> Result<Reminded, Fault> {
    let (now, today) = (service.clock.now(), service.clock.today());
    let mut tx = service.store.begin().await?;
    let project = permission::may_direct(&mut tx, actor, project).await?;
    let found = of_project(&mut tx, &project, today, Shown::None).await?;
    let late: Vec<&FirmFiling> = found.iter().filter(|firm| firm.late().next().is_some()).collect();
    if late.is_empty() {
        return Err(Fault::refused("remind.none", "No firm is late on this project. There is nothing to remind anybody of."));
    }
    let not_yet = |firm: &&&FirmFiling| firm.reminded.is_none_or(|at| day_of(at) < today);
    let (mut digests, mut firms) = (Digests::new(), Vec::new());
    for firm in late.iter().filter(not_yet) {
        let weeks = add_own(&mut tx, &mut digests, &project, firm, today).await?;
        firms.push((firm.contract.id, weeks));
    }
    if firms.is_empty() {
        return Err(Fault::refused("remind.today", "Every late firm was reminded today already. Try again tomorrow, or call them."));
    }
    let mails = write(&mut tx, service, digests, &format!("remind:{}", project.id), now).await?;
    for (contract, weeks) in &firms {
        reminders::note(&mut tx, *contract, *weeks, Some(actor.person), now).await?;
    }
    tx.commit().await?;
    Ok(Reminded { mails, firms: firms.len() })
}

/// Whether a firm is to be reminded on a day.
fn is_due(firm: &FirmFiling, today: NaiveDate) -> bool {
    let tomorrow = today.checked_add_days(Days::new(1));
    let last = firm.reminded.map(day_of);
    if last == Some(today) {
        return false;
    }
    firm.weeks.iter().map(|cell| cell.week).any(|week| {
        let ahead = week.is_owed() && Some(week.due) == tomorrow;
        // It became late since the last reminder, or that is a week ago.
        let late = week.is_overdue() && last.is_none_or(|last| last <= week.due || (today - last).num_days() >= EVERY);
        ahead || late
    })
}

/// The weeks a reminder names: past due, or due tomorrow.
fn named(firm: &FirmFiling, today: NaiveDate) -> Vec<Week> {
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    firm.weeks.iter().map(|cell| cell.week).filter(|week| week.is_owed() && week.due <= tomorrow).collect()
}

/// Adds a firm to the mails of its people and, where it is late, to those of the main contractor.
async fn add(
    tx: &mut Transaction,
    digests: &mut Digests,
    project: &Project,
    all: &[FirmFiling],
    firm: &FirmFiling,
    today: NaiveDate,
) -> Result<u32, Fault> {
    let weeks = add_own(tx, digests, project, firm, today).await?;
    let prime = all.iter().find(|other| other.contract.tier == 0).map(|prime| prime.contract.contractor);
    let Some(prime) = prime.filter(|_| firm.contract.tier > 0 && firm.late().next().is_some()) else { return Ok(weeks) };
    for to in reminders::recipients(tx, prime, ROLES).await? {
        let digest = digest(digests, to);
        let _ = writeln!(digest.below, "{}, {}", firm.firm, project.name);
        for week in named(firm, today).iter().filter(|week| week.is_overdue()) {
            let _ = writeln!(digest.below, "  Week ending {}, due {}: {}", long(week.ending), long(week.due), week.says(today));
            digest.tell(week, project, today);
        }
    }
    Ok(weeks)
}

async fn add_own(
    tx: &mut Transaction,
    digests: &mut Digests,
    project: &Project,
    firm: &FirmFiling,
    today: NaiveDate,
) -> Result<u32, Fault> {
    let weeks = named(firm, today);
    for to in reminders::recipients(tx, firm.contract.contractor, ROLES).await? {
        let digest = digest(digests, to);
        let _ = writeln!(digest.own, "{}, {}", project.name, project.number);
        for week in &weeks {
            let _ = writeln!(digest.own, "  Week ending {}, due {}: {}", long(week.ending), long(week.due), week.says(today));
            digest.tell(week, project, today);
        }
    }
    Ok(u32::try_from(weeks.len()).unwrap_or(u32::MAX))
}

fn digest(digests: &mut Digests, to: Recipient) -> &mut Digest {
    digests.entry(to.person).or_insert_with(|| Digest { to, own: String::new(), below: String::new(), weeks: 0, latest: None })
}

impl Digest {
    fn tell(&mut self, week: &Week, project: &Project, today: NaiveDate) {
        self.weeks += 1;
        let late = week.days_late(today);
        if self.latest.as_ref().is_none_or(|(_, _, most)| late > *most) {
            self.latest = Some((week.ending, project.name.clone(), late));
        }
    }

    /// The subject is the fact.
    fn subject(&self) -> String {
        match &self.latest {
            Some((ending, project, 0)) if self.weeks == 1 => {
                format!("Payroll for week ending {} is due tomorrow — {project}", long(*ending))
            }
            Some((ending, project, late)) if self.weeks == 1 => {
                let days = if *late == 1 { "1 day".to_owned() } else { format!("{late} days") };
                format!("Payroll for week ending {} is {days} late — {project}", long(*ending))
            }
            Some((_, project, _)) => format!("{} payrolls are missing — {project}", self.weeks),
            None => "Payrolls to send".to_owned(),
        }
    }
}

async fn write(tx: &mut Transaction, service: &Service, digests: Digests, kind: &str, now: Moment) -> Result<usize, Fault> {
    let (base, today) = (&service.settings.base_url, service.clock.today());
    let mut written = 0;
    for (person, digest) in digests {
        let mut body = String::new();
        if !digest.own.is_empty() {
            let _ =
                write!(body, "Your firm has payrolls to send:\n\n{}\nSend them, or report that nobody worked: {base}/weeks\n", digest.own);
        }
        if !digest.below.is_empty() {
            let gap = if body.is_empty() { "" } else { "\n" };
            let _ = write!(body, "{gap}Firms below you are late:\n\n{}\nThey were told as well: {base}/weeks\n", digest.below);
        }
        if let Some(contact) = &service.settings.contact {
            let _ = write!(body, "\nQuestions: {contact}\n");
        }
        body += "\nYou get this because you prepare or sign payrolls for your firm. It stops when the weeks are on file, or when the last payroll is.\n";
        let key = format!("{kind}:{person}:{today}");
        let subject = digest.subject();
        let mail = NewMail { once_key: &key, recipient: &digest.to.email, subject: &subject, body: &body };
        written += usize::from(outbox::write(tx, mail, now).await?);
    }
    Ok(written)
}

fn long(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}
