//! Rows of hiring files into records, exactly, or Problems that name the cell.

use super::sheet_rows::{delimited, fields, forced, refused, sheet, table};
use super::work::{codes, read_upload};
use chrono::NaiveDate;
use plumbline::domain::hiring::{Happened, HiringRecord, HowFilled, JobOrder, Record, Referral};
use plumbline::domain::names::{Names, Sym};
use plumbline::domain::payroll::{Fact, Gender, Level};
use plumbline::domain::place::SheetId;
use plumbline::domain::quantity::{Given, Rate};
use plumbline::domain::run::WhyNotUsed;
use plumbline::intake::batch::RowBatch;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::lines::{LineBatch, LineReader};
use plumbline::intake::table::{Found, LayoutName};

fn records_of(batch: &RowBatch) -> (Vec<Record>, LineBatch, Names) {
    let (map, limits, mut names) = (table(batch), Limits::of(Profile::Local), Names::default());
    let mut out = LineBatch::default();
    LineReader::new(&map, SheetId(0), "Log", &limits).read(batch, &mut names, &mut out);
    (std::mem::take(&mut out.records), out, names)
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn hires(text: &str) -> (Vec<HiringRecord>, LineBatch, Names) {
    let (records, out, names) = records_of(&delimited(text));
    (records.into_iter().map(|r| if let Record::Hire(h) = r { h } else { panic!("{r:?}") }).collect(), out, names)
}

fn referrals(text: &str) -> (Vec<Referral>, LineBatch) {
    let (records, out, _) = records_of(&delimited(text));
    (records.into_iter().map(|r| if let Record::Referral(h) = r { h } else { panic!("{r:?}") }).collect(), out)
}

const HIRES: &str = "Contractor,Worker ID,Last Name,First Name,SSN,Job Title,Level,Hire Date,Start Date,How Filled,Wage Offered,ZIP,City,City Resident,Race,Gender,Referred By,Referral Date,First Source Posted,End Date,End Reason,Job Order,Project\n";

#[test]
fn every_reading_of_a_hire_is_kept_as_it_stands() {
    let row = "Example Builders,W0417,Example,Ana,0123,Carpenter,RA,3/9/2026,2026-03-10,New Hire,$41.50,2121,Boston,Y,Black,Woman,Example Board,March 4 2026,2026-03-02,2026-06-30,Left the trade,JO-12,P-104\n";
    let (hires, out, names) = hires(&format!("{HIRES}{row}"));
    assert!(out.problems.is_empty(), "{:?}", out.problems);
    let [hire] = hires.try_into().unwrap();
    let text = |sym| names.text(sym);
    assert_eq!((text(hire.person.number), text(hire.person.name)), ("W0417", "Example, Ana (0123)"));
    assert_eq!((text(hire.contractor), text(hire.project), text(hire.classification)), ("Example Builders", "P-104", "Carpenter"));
    assert_eq!((text(hire.job_order), text(hire.referred_by), text(hire.end_reason)), ("JO-12", "Example Board", "Left the trade"));
    assert_eq!((text(hire.zip), text(hire.city), text(hire.race)), ("02121", "Boston", "Black"));
    assert_eq!((hire.hired_on, hire.started_on, hire.ended_on), (day("2026-03-09"), day("2026-03-10"), day("2026-06-30")));
    assert_eq!((hire.referred_on, hire.posted_on), (day("2026-03-04"), day("2026-03-02")));
    assert_eq!((hire.level, hire.how_filled), (Some(Level::Apprentice), Some(HowFilled::NewHire)));
    assert_eq!((hire.resident, hire.person_of_color, hire.gender), (Fact::Yes, Fact::Yes, Gender::Woman));
    assert_eq!(hire.wage, Given::of(Rate::from_micros(41_500_000)));
    assert_eq!(hire.trade, Sym::NONE, "a trade that is not given is not taken from the title");
}

#[test]
fn a_blank_is_unknown_and_never_no() {
    let (hires, out, _) = hires(&format!("{HIRES},W1,,,,,,TBD,-,,,,,,,,,n/a,,still employed,,,\n"));
    assert!(out.problems.is_empty(), "{:?}", out.problems);
    let hire = hires[0];
    let unknown = HiringRecord { at: hire.at, digest: hire.digest, person: hire.person, ..HiringRecord::default() };
    assert_eq!(hire, unknown);
}

#[test]
fn the_ways_an_opening_is_filled() {
    for (word, how) in [
        ("new hire", HowFilled::NewHire),
        ("External", HowFilled::NewHire),
        ("Transfer", HowFilled::Transfer),
        ("Promoted", HowFilled::Promotion),
        ("Re-hire", HowFilled::Rehire),
        ("recalled from layoff", HowFilled::Recalled),
    ] {
        let (hires, out, _) = hires(&format!("Worker ID,Hire Date,How Filled\nW1,2026-03-09,{word}\n"));
        assert_eq!((hires[0].how_filled, out.problems.len()), (Some(how), 0), "{word}");
    }
}

#[test]
fn a_cell_that_cannot_be_read_is_named_and_its_row_stays() {
    let head = "Worker ID,Hire Date,How Filled,Wage Offered,City Resident,Level";
    for (row, code, column) in [
        ("W1,soon,,,,", "date.not_a_date", 1),
        ("W1,31/12/2026,,,,", "date.not_a_date", 1),
        ("W1,1/2/1890,,,,", "date.out_of_range", 1),
        ("W1,2026-03-09,moved,,,", "hiring.how_filled_not_known", 2),
        ("W1,2026-03-09,,52000,,", "hiring.wage_not_hourly", 3),
        ("W1,2026-03-09,,-4,,", "rate.negative", 3),
        ("W1,2026-03-09,,41.1234567,,", "rate.precision", 3),
        ("W1,2026-03-09,,forty,,", "cell.malformed_number", 3),
        ("W1,2026-03-09,,,perhaps,", "yes-no-not-known", 4),
        ("W1,2026-03-09,,,,Foreman", "level-not-known", 5),
    ] {
        let (hires, out, _) = hires(&format!("{head}\n{row}\n"));
        assert_eq!(out.problems.len(), 1, "{row}: {:?}", out.problems);
        let (at, problem) = &out.problems[0];
        assert_eq!((problem.code, *at, hires.len()), (code, 2, 1), "{row}");
        let letters = ["A", "B", "C", "D", "E", "F"][column];
        assert!(problem.fix.starts_with(&format!("Log!{letters}2: ")), "{row}: {}", problem.fix);
        assert!(!problem.expected.is_empty() && !problem.read.is_empty(), "{row}");
    }
}

#[test]
fn a_row_about_nobody_is_held() {
    let (hires, out, _) = hires("Worker Name,Hire Date,How Filled\n,2026-03-09,new hire\nAna Example,2026-03-09,\n");
    assert_eq!((hires.len(), out.problems[0].1.code, out.problems[0].0), (1, "hiring.no_person", 2));
    assert!(out.problems[0].1.fix.starts_with("Log!A2: "), "{}", out.problems[0].1.fix);
    let (records, out, _) =
        records_of(&delimited("Job Order,Job Title,First Source Posted,Openings\n,,2026-03-02,2\n,Carpenter,2026-03-02,2\n"));
    assert_eq!((records.len(), out.problems[0].1.code), (1, "hiring.no_opening"));
}

#[test]
fn job_orders_keep_the_two_days_of_notice_apart() {
    let text = "Requisition No,Employer,Position,Number of Positions,Date posted with First Source,Date Advertised,Closing Date,Date Filled\n\
                1012,Example Builders,Carpenter,2,2026-03-02,2026-03-16,,2026-03-20\n";
    let (records, out, names) = records_of(&delimited(text));
    assert!(out.problems.is_empty(), "{:?}", out.problems);
    let [Record::JobOrder(order)]: [Record; 1] = records.try_into().unwrap() else { panic!() };
    let expected = JobOrder {
        at: order.at,
        digest: order.digest,
        id: names.find("1012").unwrap(),
        contractor: names.find("Example Builders").unwrap(),
        classification: names.find("Carpenter").unwrap(),
        openings: Some(2),
        posted_on: day("2026-03-02"),
        advertised_on: day("2026-03-16"),
        filled_on: day("2026-03-20"),
        ..JobOrder::default()
    };
    assert_eq!(order, expected);
    for bad in ["0", "-1", "1.5", "two", "100001"] {
        let (records, out, _) = records_of(&delimited(&format!("Job Order,Job Title,Openings\nJO-1,Carpenter,{bad}\n")));
        assert_eq!((records.len(), out.problems[0].1.code), (1, "hiring.openings_not_a_number"), "{bad}");
    }
}

#[test]
fn a_sheet_holds_numbers_and_days_as_numbers() {
    let (records, out, names) = records_of(&sheet("Job Order|Job Title|Openings|First Source Posted\n1012.0|Carpenter|2|@46083"));
    assert!(out.problems.is_empty(), "{:?}", out.problems);
    let [Record::JobOrder(order)]: [Record; 1] = records.try_into().unwrap() else { panic!() };
    assert_eq!((names.text(order.id), order.openings, order.posted_on), ("1012", Some(2), day("2026-03-02")));
    let (records, _, _) = records_of(&sheet("Worker ID|Referral Date|Hired|Interviewed\nW1|@46085|@46090|1"));
    let [Record::Referral(referral)]: [Record; 1] = records.try_into().unwrap() else { panic!() };
    assert_eq!(referral.hired, Happened { fact: Fact::Yes, on: day("2026-03-09") });
    assert_eq!(referral.interviewed, Happened { fact: Fact::Yes, on: None });
}

#[test]
fn a_result_is_yes_no_a_day_or_both_in_two_columns() {
    let yes = |on: &str| Happened { fact: Fact::Yes, on: (!on.is_empty()).then(|| on.parse().unwrap()) };
    let no = Happened { fact: Fact::No, on: None };
    for (cells, hired, problem) in [
        ("Y,2026-03-09", yes("2026-03-09"), None),
        (",2026-03-09", yes("2026-03-09"), None),
        ("Hired,", yes(""), None),
        ("2026-03-09,2026-03-09", yes("2026-03-09"), None),
        ("N,", no, None),
        ("not hired,n/a", no, None),
        (",", Happened::default(), None),
        ("pending,", Happened::default(), None),
        ("N,2026-03-09", Happened::default(), Some("hiring.result_contradicts")),
        ("2026-03-08,2026-03-09", Happened::default(), Some("hiring.result_contradicts")),
        ("maybe,", Happened::default(), Some("hiring.result_not_known")),
        ("2026-13-09,", Happened::default(), Some("date.not_a_date")),
    ] {
        let (referrals, out) = referrals(&format!("Candidate Name,Date Referred,Hired,Hire Date\nAna Example,2026-03-03,{cells}\n"));
        assert_eq!(referrals[0].hired, hired, "{cells}");
        assert_eq!(out.problems.first().map(|(_, p)| p.code), problem, "{cells}");
    }
}

#[test]
fn headings_as_reports_and_logs_write_them() {
    for (layout, headings, understood) in [
        (
            LayoutName::HiringLog,
            "Name,Job Title,Date of Hire,City of Residence,Referral Source",
            "worker_name classification hire_date residence_city referred_by",
        ),
        (
            LayoutName::HiringLog,
            "Employee ID,Employee last name,Employee first name,Job title,Gender,Race,Date Hired,Starting Wage,Termination Date,Reason for Leaving",
            "worker_id last_name first_name classification gender race hire_date wage_offered end_date end_reason",
        ),
        (
            LayoutName::JobOrders,
            "Requisition No,Employer,Position,Number of Positions,Workforce1 Notice Date,Public Notice Date,Closing Date,Posted Date,Job No.",
            "job_order contractor classification openings posted_on advertised_on closed_on - not_used",
        ),
        (
            LayoutName::Referrals,
            "Candidate Name,Referring Agency,Referred On,Interviewed,Interview Date,Offer Made,Hired,Date Hired,Reason for Non-Hire,Participant ID",
            "worker_name referred_by referred_on interviewed interviewed offered hired hired reason_not_hired -",
        ),
        (
            LayoutName::Referrals,
            "Job Order,Worker ID,Referred By,Referral Date,Interviewed,Hire Date",
            "job_order worker_id referred_by referred_on interviewed hired",
        ),
    ] {
        let map = table(&delimited(&format!("{headings}\n")));
        assert_eq!((map.layout, fields(&map).as_str()), (layout, understood), "{headings}: {}", map.why);
    }
}

#[test]
fn a_payroll_with_a_hire_date_stays_a_payroll() {
    let map = table(&delimited("Week Ending,Employee ID,Hire Date,Classification,ST Hours,ST Rate,Referred By\n"));
    assert_eq!(map.layout, LayoutName::FlatPayroll);
    assert_eq!(fields(&map), "week_ending worker_id - classification st_hours base_rate -");
}

#[test]
fn a_log_asked_for_by_name_says_what_it_lacks() {
    let batch = delimited("Worker ID,How Filled,Job Order,Referred By\nW1,new hire,JO-1,Board\n");
    let Found::Unusable(problem, _) = forced(&batch, LayoutName::HiringLog) else { panic!() };
    assert_eq!(problem.code, "header.missing");
    assert!(problem.expected.contains("the day of the hire (for example Hire Date or Start Date)"), "{}", problem.expected);
    let twice = refused(&delimited("Worker ID,Hire Date,Date Hired,How Filled\nW1,2026-03-09,2026-03-09,\n"));
    assert_eq!(twice.code, "header.ambiguous");
}

#[test]
fn a_hiring_file_is_guarded_like_a_payroll() {
    let upload = |text: &str| read_upload("hiring.csv", text.as_bytes());
    assert_eq!(codes(&upload("Worker ID,Hire Date,SSN\nW1,2026-03-09,000-12-3456\n")), ["pii.full_ssn"]);
    assert_eq!(codes(&upload("Worker ID,Hire Date,Referred By\nW1,2026-03-09,Ana 000-12-3456\n")), ["pii.full_ssn"]);
    assert_eq!(codes(&upload("Worker ID,Hire Date,Home Address\nW1,2026-03-09,1 Example Street\n")), ["pii.address"]);
    assert_eq!(codes(&upload("Candidate Name,Date Referred,Phone\nAna Example,2026-03-03,617-555-0100\n")), ["pii.contact"]);
    let too_many: String = (0..20_001).map(|n| format!("W{n},2026-03-09,Carpenter\n")).collect();
    assert_eq!(codes(&upload(&format!("Worker ID,Hire Date,Job Title\n{too_many}"))), ["sheet.too_many_rows"]);
}

#[test]
fn every_row_is_in_the_ledger() {
    let text = "Worker ID,Hire Date,How Filled,Job Title\nW1,2026-03-09,new hire,Carpenter\nW1,2026-03-09,new hire,Carpenter\n\
                ,,,\nWorker ID,Hire Date,How Filled,Job Title\n,2026-03-09,new hire,Carpenter\nTotal,,,\nW2,2026-03-09,transfer,Carpenter\n";
    let run = read_upload("hiring.csv", text.as_bytes());
    let sheet = &run.sheets[0];
    assert_eq!((sheet.layout, sheet.rows_read, sheet.rows_used), ("hiring-log", 7, 2));
    let not_used: Vec<(u32, &str)> = sheet.not_used.iter().map(|n| (n.row, n.why.word())).collect();
    assert_eq!(not_used, [(3, "repeated"), (4, "blank-row"), (5, "heading-row"), (6, "problem"), (7, "total-row")]);
    assert!(sheet.not_used.iter().any(|n| n.why == WhyNotUsed::Repeated));
}
