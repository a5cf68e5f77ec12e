//! Uploads that were read and checked, made by hand: what a signature begins from.

use crate::house::House;
use crate::programme::{day, line};
use plumbline::service::Id;
use plumbline::service::bundle::ReadUnder;
use plumbline::service::examine::{
    CellText, ColumnSeen, Examination, ExamineRequest, FindingSeen, KeptLine, NoteSeen, OutcomeWord, ProblemSeen, RowSeen, RowsSeen,
    RuleSeen,
};
use plumbline::store::examinations::{self, NewExamination};
use plumbline::store::submissions::SubmissionKind;
use plumbline::store::uploads::{self, NewUpload, UploadState};
use plumbline::store::{answers, originals, submissions};
use std::collections::BTreeMap;

/// A worker whose name must not come to other firms.
pub const WORKER: &str = "ZZWORKER7";

/// A reading of two lines, without a finding.
pub fn clean() -> Examination {
    let lines = [line(WORKER, "Carpenter", Some(40), Some(true)), line("W2", "Carpenter", Some(32), None)];
    Examination {
        outcome: OutcomeWord::Examined,
        rows: RowsSeen { read: 3, used: 2, outside: 0, not_used: Vec::new() },
        lines: lines.iter().map(KeptLine::from).collect(),
        report: "{\"schema\":\"plumbline.check/1\"}\n".to_owned(),
        owed_total: "0.00".to_owned(),
        ..Examination::default()
    }
}

/// A finding that is not met, with what the agency wants done about it.
pub fn finding(fingerprint: &str, severity: &str, owed: Option<&str>) -> FindingSeen {
    FindingSeen {
        fingerprint: fingerprint.to_owned(),
        rule: "us/davis-bacon".to_owned(),
        rule_title: "Davis-Bacon".to_owned(),
        check: "prevailing-rate".to_owned(),
        outcome: "not-met".to_owned(),
        force: "requirement".to_owned(),
        status: "in-force".to_owned(),
        severity: severity.to_owned(),
        title: "Full rate due is not reached".to_owned(),
        owed: owed.map(str::to_owned),
        text: format!("not met: full rate due is not reached for {WORKER}"),
        ..FindingSeen::default()
    }
}

/// A reading with findings.
pub fn with_findings(findings: Vec<FindingSeen>) -> Examination {
    Examination { findings, ..clean() }
}

/// A reading with a cell that could not be read.
pub fn with_problem() -> Examination {
    let problem = ProblemSeen { code: "hours-not-a-number".to_owned(), blocks: true, ..ProblemSeen::default() };
    Examination { problems: vec![problem], ..clean() }
}

/// A reading of a file with a hidden row.
pub fn with_hidden_row() -> Examination {
    let note = NoteSeen {
        code: "sheet.hidden_row".to_owned(),
        r#where: "Payroll!7".to_owned(),
        text: "A row is hidden".to_owned(),
        ..NoteSeen::default()
    };
    Examination { notes: vec![note], ..clean() }
}

/// A reading under a rule text that is not this program's.
pub fn under_other_rules() -> Examination {
    let rule = RuleSeen { id: "us/davis-bacon".to_owned(), title: String::new(), digest: "sha256:00".to_owned() };
    Examination { rules: vec![rule], ..clean() }
}

/// What an upload is of.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    pub contract: Id,
    pub ending: &'a str,
    pub amends: Option<Id>,
    pub reason: Option<&'a str>,
    pub by: Id,
}

/// The same reading with a sheet: in column A whose row it is, in column F what is given.
pub fn with_cells(examination: &Examination, cells: &[(u32, &str)]) -> Examination {
    let column = |column: u16, letter: &str, heading: &str, field: &str| ColumnSeen {
        sheet: "Payroll".to_owned(),
        column,
        letter: letter.to_owned(),
        heading: heading.to_owned(),
        field: Some(field.to_owned()),
        how: "exact".to_owned(),
        ..ColumnSeen::default()
    };
    let row = |row: u32, text: &str| RowSeen {
        sheet: "Payroll".to_owned(),
        row,
        cells: vec![CellText { column: 0, text: format!("W{row}") }, CellText { column: 5, text: text.to_owned() }],
        why_not_used: None,
    };
    Examination {
        columns: vec![column(0, "A", "Worker", "worker_id"), column(5, "F", "Monday", "hours_mon")],
        sheet_rows: cells.iter().map(|(at, text)| row(*at, text)).collect(),
        ..examination.clone()
    }
}

impl House {
    /// An upload of the prime's clerk that was read and checked.
    pub async fn examined(&self, ending: &str, examination: &Examination) -> Id {
        let of = Of { contract: self.programme.prime, ending, amends: None, reason: None, by: self.programme.clerk };
        self.examined_of(of, examination, &[]).await
    }

    /// An upload that was read and checked, with cells of its sheet.
    pub async fn examined_of(&self, of: Of<'_>, examination: &Examination, cells: &[(u32, &str)]) -> Id {
        let bytes = format!("worker,hours\r\n{WORKER},{:?}\r\n", cells).into_bytes();
        let kept = self.app.service.originals.keep(bytes).await.expect("kept");
        let mut tx = self.app.service.store.begin().await.expect("a transaction");
        let at = self.now();
        originals::register(&mut tx, &kept, at).await.expect("registered");
        let new = NewUpload {
            contract: of.contract,
            week_ending: day(of.ending),
            kind: SubmissionKind::Payroll,
            last: false,
            amends: of.amends,
            reason: of.reason,
            original: Some(&kept.sha256),
            file_name: Some("week.csv"),
            mapping: None,
            by: of.by,
        };
        let upload = uploads::add(&mut tx, new, at).await.expect("added");
        let number = uploads::ask_for_reading(&mut tx, upload, at).await.expect("asked");
        let body = with_cells(examination, cells).canonical().expect("JSON");
        let asked = ReadUnder { request: ExamineRequest::default(), project: String::new(), project_files: BTreeMap::new() };
        let asked = serde_json::to_string(&asked).expect("JSON");
        let new = NewExamination {
            upload,
            number,
            request: &asked,
            body: &body,
            outcome: "examined",
            problems: examination.blocking().count(),
            findings: examination.open().count(),
        };
        let reading = examinations::keep(&mut tx, new, at).await.expect("kept");
        uploads::set_state(&mut tx, upload, UploadState::Examined, Some(reading), at).await.expect("set");
        tx.commit().await.expect("committed");
        upload
    }

    /// A week without work, ready to be signed.
    pub async fn no_work(&self, ending: &str) -> Id {
        let mut tx = self.app.service.store.begin().await.expect("a transaction");
        let at = self.now();
        let new = NewUpload {
            contract: self.programme.prime,
            week_ending: day(ending),
            kind: SubmissionKind::NoWork,
            last: false,
            amends: None,
            reason: None,
            original: None,
            file_name: None,
            mapping: None,
            by: self.programme.clerk,
        };
        let upload = uploads::add(&mut tx, new, at).await.expect("added");
        uploads::set_state(&mut tx, upload, UploadState::Examined, None, at).await.expect("set");
        tx.commit().await.expect("committed");
        upload
    }

    /// The firm's answer to a finding of the prime's week.
    pub async fn answered(&self, ending: &str, fingerprint: &str) {
        let mut tx = self.app.service.store.begin().await.expect("a transaction");
        let answer = answers::Answer {
            said: answers::Said::WillPay,
            note: "by Friday".to_owned(),
            document: None,
            by: self.programme.clerk,
            at: self.now(),
        };
        answers::keep(&mut tx, self.programme.prime, day(ending), fingerprint, &answer).await.expect("kept");
        tx.commit().await.expect("committed");
    }

    /// Every version of a week.
    pub async fn versions(&self, contract: Id, ending: &str) -> Vec<submissions::Submission> {
        let mut tx = self.app.service.store.snapshot().await.expect("a snapshot");
        submissions::of_week(&mut tx, contract, day(ending)).await.expect("read")
    }

    pub async fn upload_state(&self, upload: Id) -> UploadState {
        let mut tx = self.app.service.store.snapshot().await.expect("a snapshot");
        uploads::find(&mut tx, upload).await.expect("read").expect("there").state
    }
}

/// The value of a hidden field of a page.
pub fn field(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no field {name} in:\n{page}"));
    let rest = &page[at + name.len() + 15..];
    rest[..rest.find('"').expect("a closing quote")].to_owned()
}
