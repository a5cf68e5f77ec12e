//! Makes the programme in an empty database, through the use cases a firm and an agency go through themselves.

use super::course::{self, What};
use super::office::Office;
use super::programme::{self, PROJECTS, Programme};
use crate::domain::moment::Moment;
use crate::domain::outcome::Outcome;
use crate::service::Service;
use crate::service::certify::{self, Fringe, Signing};
use crate::service::clock::Clock;
use crate::service::fault::Fault;
use crate::service::filing;
use crate::service::permission::Actor;
use crate::service::project_setup::{self, NamedFile};
use crate::service::upload::answer::{self, Given};
use crate::service::upload::begin::{self, Begun, NewFile};
use crate::service::upload::{no_work, reading, see};
use crate::service::weeks::{self, Days};
use crate::store::determinations::{self, Decision};
use crate::store::projects::{self, Terms};
use crate::store::{Id, organisations, runs, submissions, uploads};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Projects.
    pub projects: usize,
    /// Firms that work on them.
    pub firms: usize,
    /// Signed payrolls; weeks without work are not among them.
    pub payrolls: usize,
    /// Rate sheets.
    pub sheets: usize,
}

/// The moment everybody is taken on.
const BEGINNING: &str = "2024-06-03T13:00:00.000000Z";

/// Makes the programme. The service gives its database and originals; the clock is moved from day to day here.
///
/// # Errors
/// As the use cases; nothing the data holds causes any.
pub async fn make(service: &Service) -> Result<Made, Fault> {
    let programme = programme::read()?;
    let clock = Clock::standing_at(Moment::parse(BEGINNING).unwrap_or(Moment::EPOCH));
    let service = Service { clock: clock.clone(), ..service.clone() };
    let office = Office::open(&service, &programme).await?;
    let mut year = Year { service, programme, office, projects: BTreeMap::new(), contracts: BTreeMap::new(), payrolls: 0 };
    for act in course::of(&year.programme) {
        let ahead = act.at.micros() - clock.now().micros();
        clock.move_by(ahead / 1_000_000);
        year.act(act.what).await?;
    }
    let sheets = PROJECTS.iter().flat_map(|project| project.beside).filter(|(name, _)| name.starts_with("DEMO-")).count();
    Ok(Made { projects: PROJECTS.len(), firms: year.programme.filers.len(), payrolls: year.payrolls, sheets })
}

/// The year as it goes on.
struct Year {
    service: Service,
    programme: Programme,
    office: Office,
    projects: BTreeMap<&'static str, Id>,
    contracts: BTreeMap<&'static str, Id>,
    payrolls: usize,
}

impl Year {
    async fn act(&mut self, what: What) -> Result<(), Fault> {
        match what {
            What::SetUp(project) => self.set_up(project).await,
            What::File { filer, week, amended } => self.file(filer, week, amended).await,
            What::NoWork { filer, week } => {
                let (actor, contract) = self.signer(filer)?;
                let upload = no_work::report(&self.service, &actor, contract, week, false, None, &week.to_string()).await?;
                self.sign(filer, &actor, upload).await
            }
            What::Approve { filer, week } => {
                let tom = self.office.actor("Northline Builders (demo)", "Tom Brannigan", self.now())?;
                let submission = self.counts(filer, week).await?;
                filing::approve(&self.service, &tom, submission, "").await.map(drop)
            }
            What::ClosePaid { filer, week } => self.close_paid(filer, week).await,
            What::Remind(project) => {
                let officer = self.office.officer(self.now())?;
                let project = self.projects.get(PROJECTS[project].number).copied().ok_or(Fault::NotFound)?;
                filing::remind_late(&self.service, &officer, project).await.map(drop)
            }
        }
    }

    fn now(&self) -> Moment {
        self.service.clock.now()
    }

    /// Who signs for a firm, and its contract.
    fn signer(&self, filer: usize) -> Result<(Actor, Id), Fault> {
        let filer = self.programme.filers.get(filer).ok_or(Fault::NotFound)?;
        let contract = self.contracts.get(filer.firm).copied().ok_or(Fault::NotFound)?;
        Ok((self.office.actor(filer.firm, filer.signer.0, self.now())?, contract))
    }

    async fn set_up(&mut self, number: usize) -> Result<(), Fault> {
        let files = &PROJECTS[number];
        let officer = self.office.officer(self.now())?;
        let beside: Vec<NamedFile> =
            files.beside.iter().map(|(name, text)| NamedFile { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() }).collect();
        let project = project_setup::create(&self.service, &officer, files.facts, &beside).await?;
        self.projects.insert(files.number, project);
        let at = self.now();
        let mut tx = self.service.store.begin().await?;
        let contracts = projects::contracts(&mut tx, project).await?;
        for filer in self.programme.filers.iter().filter(|filer| filer.project == files.number) {
            let known = organisations::of_kind(&mut tx, organisations::OrganisationKind::Contractor).await?;
            let firm = known.iter().find(|firm| firm.name == filer.firm).ok_or(Fault::NotFound)?;
            let contract = match contracts.iter().find(|contract| contract.contractor == firm.id) {
                Some(contract) => contract.id,
                // Whom a firm of the second tier works for stands in no project file.
                None => {
                    let above = self.contracts.get(filer.above).copied().ok_or(Fault::NotFound)?;
                    projects::add_sub(&mut tx, above, firm.id, Terms::default(), at).await?
                }
            };
            self.contracts.insert(filer.firm, contract);
        }
        tx.commit().await?;
        for filer in self.programme.filers.iter().filter(|filer| filer.project == files.number && filer.started_on.is_some()) {
            let contract = self.contracts.get(filer.firm).copied().ok_or(Fault::NotFound)?;
            weeks::set_days(&self.service, &officer, contract, Days { first: filer.started_on, last: None }).await?;
        }
        if files.number == "TBL" {
            filing::set_prime_approves(&self.service, &officer, project, true).await?;
        }
        Ok(())
    }

    async fn file(&mut self, number: usize, week: NaiveDate, amended: bool) -> Result<(), Fault> {
        let (actor, contract) = self.signer(number)?;
        let file = course::file(&self.programme, number, week, amended)?;
        let kept = self.service.originals.keep(file.bytes).await?;
        let filer = self.programme.filers.get(number).ok_or(Fault::NotFound)?;
        let last = filer.finished && filer.weeks.is_some_and(|(_, last)| last == week);
        let key = format!("{week} {amended}");
        let reason = amended.then_some("Worker 0422 was entered at 57.00. The rate is 58.00, and the difference was paid on May 16.");
        let new = NewFile { contract, week_ending: week, last, reason, file_name: &file.name, key: &key, mapping: None };
        let Begun::Upload(upload) = begin::with_original(&self.service, &actor, new, &kept, true).await? else {
            return Err(Fault::Ours("a payroll of the demonstration is on file already".to_owned()));
        };
        reading::once_here(&self.service).await?;
        self.answer(&actor, upload, week).await?;
        self.sign(number, &actor, upload).await?;
        self.payrolls += 1;
        Ok(())
    }

    /// Answers what a rule wants answered.
    async fn answer(&self, actor: &Actor, upload: Id, week: NaiveDate) -> Result<(), Fault> {
        let mut tx = self.service.store.snapshot().await?;
        let found = uploads::find(&mut tx, upload).await?.ok_or(Fault::NotFound)?;
        let reading = see::of(&mut tx, found.examination.ok_or(Fault::NotFound)?).await?.ok_or(Fault::NotFound)?;
        drop(tx);
        let pay_by = week.checked_add_days(chrono::Days::new(13)).unwrap_or(week).to_string();
        let open = reading.examination.findings.iter().filter(|f| f.outcome == Outcome::NotMet.word() && f.severity == "answer");
        let given: Vec<Given> = open
            .map(|finding| {
                let (said, note) = match finding.subject.worker.as_deref() {
                    Some("0421") => ("disagree", "The registration was sent to the state in February."),
                    Some("0204") => ("disagree", "0204 swept and carried that week. We ask for a rate for helpers."),
                    Some(_) if finding.owed.is_some() => ("will-pay", ""),
                    _ => ("corrected", "A slip in our program. The next payroll shows it right."),
                };
                let pay_by = if said == "will-pay" { pay_by.clone() } else { String::new() };
                let (said, note) = (said.to_owned(), note.to_owned());
                Given { fingerprint: finding.fingerprint.clone(), said, pay_by, note, document: None }
            })
            .collect();
        let not_taken = answer::keep(&self.service, actor, upload, &given).await?;
        if not_taken.is_empty() { Ok(()) } else { Err(Fault::Ours("an answer of the demonstration was not taken".to_owned())) }
    }

    async fn sign(&self, number: usize, actor: &Actor, upload: Id) -> Result<(), Fault> {
        let filer = self.programme.filers.get(number).ok_or(Fault::NotFound)?;
        let review = certify::review(&self.service, actor, upload).await?;
        let plans = filer.project != "CHA";
        let signing = Signing {
            key: format!("sign {upload}"),
            seen: review.seen,
            statement: review.statement_sha256,
            signed_as: filer.signer.1.to_owned(),
            true_for_this: true,
            as_signature: true,
            hidden_seen: false,
            fringe: Fringe { plans, cash: !plans, exceptions: String::new() },
            last: review.upload.last,
        };
        certify::sign(&self.service, actor, upload, &signing).await.map(drop)
    }

    /// The version of a week that counts.
    async fn counts(&self, filer: usize, week: NaiveDate) -> Result<Id, Fault> {
        let (_, contract) = self.signer(filer)?;
        let versions = submissions::of_week(&mut self.service.store.snapshot().await?, contract, week).await?;
        versions.last().map(|version| version.id).ok_or(Fault::NotFound)
    }

    async fn close_paid(&self, filer: usize, week: NaiveDate) -> Result<(), Fault> {
        let officer = self.office.officer(self.now())?;
        let submission = self.counts(filer, week).await?;
        let mut tx = self.service.store.begin().await?;
        let run = runs::newest(&mut tx, submission).await?.ok_or(Fault::NotFound)?;
        for (finding, ordinal) in runs::findings(&mut tx, run.id).await?.iter().zip(0_u32..) {
            if matches!(finding.worker.as_deref(), Some("0417" | "0419")) && finding.outcome == Outcome::NotMet {
                let reason = "Paid on March 28, check 5512. Proof seen.";
                determinations::decide(&mut tx, (run.id, ordinal), Decision::Corrected, reason, None, officer.person, self.now()).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
