//! A week checked with the hours of earlier weeks at hand says what the weeks' files say when they are checked together.

use super::engines::{Engine, block, on_each};
use super::programme::{Programme, at, certified, day, programme, week};
use plumbline::domain::attribute::Attribute;
use plumbline::domain::finding::Finding;
use plumbline::domain::hours_to_date::HoursToDate;
use plumbline::domain::outcome::Outcome;
use plumbline::domain::payroll::Level;
use plumbline::domain::people::People;
use plumbline::domain::project::Project;
use plumbline::domain::quantity::{Given, Hours};
use plumbline::domain::run::Run;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::project_file;
use plumbline::rules::library::Library;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use plumbline::service::files::{FileArg, ReadOptions};
use plumbline::store::cube;
use plumbline::store::lines::Line;
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::submissions::NewSubmission;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRng, TestRunner};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

pub(super) const FIRST: &str = "2025-03-08";
pub(super) const SECOND: &str = "2025-03-15";

/// One row of a payroll, as far as shares are asked about it.
#[derive(Clone, Debug)]
struct Row {
    sub: bool,
    trade: &'static str,
    level: Option<Level>,
    straight: Option<i32>,
    overtime: Option<i32>,
    facts: [Option<bool>; 3],
}

const FACTS: [(Attribute, &str); 3] =
    [(Attribute::Resident, "resident"), (Attribute::Disadvantaged, "disadvantaged"), (Attribute::HardToEmploy, "hard_to_employ")];

/// As a file.
fn csv(ending: &str, rows: &[Row]) -> String {
    let mut text = "week_ending,contractor,worker_id,trade,level,st_hours,ot_hours,resident,disadvantaged,hard_to_employ\n".to_owned();
    for (n, row) in rows.iter().enumerate() {
        let level = row.level.map_or("", |level| if level == Level::Journeyworker { "J" } else { "RA" });
        let figure = |hours: Option<i32>| hours.map_or(String::new(), |hours| hours.to_string());
        let facts = row.facts.map(|fact| fact.map_or("", |holds| if holds { "Y" } else { "N" })).join(",");
        let firm = if row.sub { "Tide Electric" } else { "Harbor Builders" };
        let (trade, straight, overtime) = (row.trade, figure(row.straight), figure(row.overtime));
        writeln!(text, "{ending},{firm},W{n},{trade},{level},{straight},{overtime},{facts}").unwrap();
    }
    text
}

/// As the store keeps it.
fn line(row: &Row) -> Line {
    let hours = |hours: Option<i32>| Given::from(hours.map(Hours::whole));
    let all = row.straight.or(row.overtime).map(|_| row.straight.unwrap_or(0) + row.overtime.unwrap_or(0));
    Line {
        file_row: 2,
        worker: Some("W".to_owned()),
        trade: (!row.trade.is_empty()).then(|| row.trade.to_owned()),
        level: row.level,
        hours: [hours(row.straight), hours(row.overtime), Given::ABSENT, hours(all)],
        known: FACTS.iter().zip(row.facts).filter_map(|((what, _), holds)| Some((*what, holds?))).collect(),
        ..Line::default()
    }
}

/// A policy of one page whose clauses these are.
fn library(clauses: &str) -> Arc<Library> {
    let text = format!(
        "schema = \"plumbline.policy/1\"\ntitle = \"T\"\nsummary = \"S\"\nreviewed_on = \"2026-01-02\"\n[citations.law]\ntext = \"The Law\"\n\
         url = \"https://example.org\"\nseen = \"official\"\nseen_on = \"2026-01-01\"\n[[status]]\nstatus = \"in-force\"\nfrom = \"open\"\n\
         until = \"open\"\ncitation = \"law\"\n{clauses}"
    );
    Arc::new(Library::from_texts([("rule.toml".to_owned(), "page/rule".to_owned(), text)]).unwrap())
}

fn clause(id: &str, from: &str, rest: &str) -> String {
    format!(
        "[[clause]]\nid = \"{id}\"\ncheck = \"workforce-share\"\nforce = \"goal\"\nseverity = \"look\"\nselected_by = \"work-date\"\n\
         from = \"{from}\"\nuntil = \"open\"\ncitations = [\"law\"]\n{rest}"
    )
}

fn target(group: &str, share: &str, rest: &str) -> String {
    format!("[[clause.target]]\ngroup = \"{group}\"\nshare = \"{share}\"\nseen = \"official\"\ncitation = \"law\"\n{rest}")
}

pub(super) fn checked(files: &[String], library: &Arc<Library>, project: Project, earlier: Option<HoursToDate>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let paths = files.iter().enumerate().map(|(n, text)| {
        let path = folder.path().join(format!("week-{n}.csv"));
        std::fs::write(&path, text).unwrap();
        FileArg::Path(path)
    });
    let request = EvaluateRequest {
        read: ReadOptions { limits: Limits::of(Profile::Local), layout: None, mapping: None, threads: 1 },
        project: Some(Arc::new(project)),
        library: Arc::clone(library),
        rules: Some(vec!["page/rule".to_owned()]),
        as_of: None,
        accept_secondary: false,
        list_all: true,
        hours_to_date: earlier.map(Arc::new),
    };
    let run = evaluate(&paths.collect::<Vec<_>>(), &request).unwrap();
    assert_eq!(run.problems, []);
    run
}

pub(super) fn project() -> Project {
    project_file::read("[project]\nid = \"P-104\"\n", "project.toml", Path::new("")).unwrap()
}

/// Keeps the first week: the prime's rows and the sub's.
async fn keep(engine: &Engine, made: &Programme, rows: &[Row]) {
    for (contract, sub) in [(made.prime, false), (made.sub, true)] {
        let lines: Vec<Line> = rows.iter().filter(|row| row.sub == sub).map(line).collect();
        if !lines.is_empty() {
            certified(&engine.store, made, NewSubmission { contract, ..week(made, FIRST, &lines, None) }).await.unwrap();
        }
    }
}

pub(super) async fn to_date(engine: &Engine, made: &Programme) -> Option<HoursToDate> {
    cube::to_date(&mut engine.store.snapshot().await.unwrap(), made.prime, day(SECOND)).await.unwrap()
}

/// Another project of the same firms.
async fn next_project(engine: &Engine, made: &Programme) -> Programme {
    let mut tx = engine.store.begin().await.unwrap();
    let number = format!("P-{}", projects::of_agency(&mut tx, made.agency).await.unwrap().len());
    let new = NewProject { agency: made.agency, number: &number, name: "Next", facts: "" };
    let project = projects::add(&mut tx, new, at(5)).await.unwrap();
    let firms = projects::contracts(&mut tx, made.project).await.unwrap();
    let prime = projects::add_prime(&mut tx, project, firms[0].contractor, Terms::default(), at(5)).await.unwrap();
    let sub = projects::add_sub(&mut tx, prime, firms[1].contractor, Terms::default(), at(5)).await.unwrap();
    tx.commit().await.unwrap();
    Programme { project, prime, sub, ..*made }
}

/// Whom a finding is about, and everything it figures.
fn said(run: &Run, finding: &Finding) -> (Vec<String>, Vec<String>) {
    let subject = &finding.subject;
    let name = |sym| run.names.text(sym).to_owned();
    let level = subject.level.map_or("", Level::word).to_owned();
    let about = vec![name(subject.contractor), name(subject.trade), level, subject.group.unwrap_or_default().to_owned()];
    let mut figures = vec![finding.outcome.word().to_owned(), finding.title.to_string()];
    figures.push(format!("{:?} {:?} {:?} {:?}", finding.read, finding.interval, finding.expected, finding.difference));
    for missing in &finding.missing {
        // Facts are named in the order in which the lines that lack them come.
        let (facts, rest) = missing.fact.split_once(" of ").unwrap_or((&missing.fact, ""));
        let mut facts: Vec<&str> = facts.split(" and ").collect();
        facts.sort_unstable();
        figures.push(format!("{} of {rest} {}", facts.join(" and "), missing.hangs_on));
    }
    (about, figures)
}

fn row() -> impl Strategy<Value = Row> {
    let fact = || proptest::option::weighted(0.8, any::<bool>());
    let trade = prop_oneof![4 => Just("Carpenter"), 2 => Just("Electrician"), 1 => Just("Laborer")];
    let level = proptest::option::weighted(0.9, prop_oneof![3 => Just(Level::Journeyworker), 1 => Just(Level::Apprentice)]);
    let hours = || proptest::option::weighted(0.95, 1..50_i32);
    (any::<bool>(), trade, level, hours(), proptest::option::weighted(0.3, 1..10_i32), [fact(), fact(), fact()])
        .prop_map(|(sub, trade, level, straight, overtime, facts)| Row { sub, trade, level, straight, overtime, facts })
}

/// Every form a target can take, over what the store's sums hold.
fn every_form() -> Arc<Library> {
    let plain = clause("plain", "open", "of = \"hours\"\nby = [\"project\", \"trade\", \"level\"]\n") + &target("resident", "0.51", "");
    let groups = clause(
        "groups",
        "open",
        "of = \"hours\"\nby = [\"project\", \"trade\"]\noutside_trades = \"apart\"\n[clause.counted]\ngroups_not = [\"hard-to-employ\"]\nhours_kind = \"straight\"\n",
    ) + &target("both", "0.15", "")
        + &target("either", "0.60", "");
    let nested = clause("nested", "open", "of = \"hours\"\nby = [\"project\"]\n")
        + &target("resident", "0.40", "")
        + &target("disadvantaged", "0.30", "of_required = \"resident\"\n")
        + &target("both", "0.35", "of_target = \"resident\"\nlevel = [\"journeyworker\"]\n");
    let credit = clause("credit", "open", "of = \"hours\"\nby = [\"project\"]\n")
        + &target(
            "resident",
            "0.50",
            "[[clause.target.credit]]\nkind = \"double\"\ngroup = \"hard-to-employ\"\ncap = { share = \"0.15\", of_group = \"resident\" }\n",
        );
    let firms = clause("firms", "open", "of = \"hours\"\nby = [\"project\", \"contractor\", \"trade\"]\nwindow = \"calendar-year\"\n")
        + &target("resident", "0.45", "");
    let lists = "[[list]]\nid = \"apart\"\nkind = \"trade\"\n[[list.version]]\nfrom = \"2023-01-01\"\nuntil = \"2025-12-31\"\nvalues = [\"laborer\"]\ncitation = \"law\"\nseen = \"official\"\n[group.both]\nwords = \"Both\"\nall_of = [\"resident\", \"disadvantaged\"]\n[group.either]\nwords = \"Either\"\nany_of = [\"resident\", \"disadvantaged\"]\n";
    library(&[lists, &plain, &groups, &nested, &credit, &firms].concat())
}

#[test]
fn two_weeks_together_and_the_second_after_the_first_say_the_same() {
    on_each(|engine| async move {
        let library = every_form();
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(Default::default()));
        let (mut compared, made) = ([0; 3], programme(&engine.store).await);
        for _ in 0..12 {
            let mut drawn = |least: usize| proptest::collection::vec(row(), least..14).new_tree(&mut runner).expect("rows").current();
            let (first, mut second) = (drawn(1), drawn(1));
            second.iter_mut().for_each(|row| row.sub = false);
            let made = next_project(&engine, &made).await;
            keep(&engine, &made, &first).await;
            let files = [csv(FIRST, &first), csv(SECOND, &second)];
            let together = checked(&files, &library, project(), None);
            let after = checked(&files[1..], &library, project(), to_date(&engine, &made).await);
            let all: Vec<_> = together.findings.iter().map(|f| (f.rule, said(&together, f))).collect();
            assert!(!after.findings.is_empty());
            for finding in &after.findings {
                let (about, figures) = said(&after, finding);
                let same = all.iter().filter(|(_, (a, _))| *a == about).any(|(_, (_, f))| *f == figures);
                assert!(same, "{about:?} {figures:#?}\ntogether:\n{all:#?}\n{}\n{}", files[0], files[1]);
                compared[finding.outcome as usize % 3] += 1;
            }
            // Nothing is said of another firm, and nothing of a trade that has no row in hand.
            assert!(after.findings.iter().all(|f| after.names.text(f.subject.contractor) != "Tide Electric" && !f.cells.is_empty()));
        }
        assert!(compared.iter().all(|seen| *seen > 20), "too few of an outcome to show anything: {compared:?}");
    });
}

fn carpenter(straight: i32, resident: Option<bool>) -> Row {
    Row {
        sub: false,
        trade: "Carpenter",
        level: Some(Level::Journeyworker),
        straight: Some(straight),
        overtime: None,
        facts: [resident, None, None],
    }
}

pub(super) fn residents(from: &str, head: &str) -> Arc<Library> {
    library(&(clause("share", from, head) + &target("resident", "0.51", "")))
}

pub(super) const BY_TRADE: &str = "of = \"hours\"\nby = [\"project\", \"trade\"]\n";

/// Week 1: 480 h of residents, 400 h of others. Week 2: 120 h of others. 480 of 1,000 are 48 %, 30 hours short of 51 %.
#[test]
fn a_share_to_date_by_hand() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        keep(&engine, &made, &[carpenter(480, Some(true)), carpenter(400, Some(false))]).await;
        let second = csv(SECOND, &[carpenter(120, Some(false))]);
        let run = checked(std::slice::from_ref(&second), &residents("open", BY_TRADE), project(), to_date(&engine, &made).await);
        let [finding] = &run.findings[..] else { panic!("{:#?}", run.findings) };
        assert_eq!(
            (finding.outcome, finding.read.as_deref(), finding.difference.as_deref()),
            (Outcome::NotMet, Some("0.48"), Some("-30.00"))
        );
        let steps: Vec<_> = finding.steps.iter().map(|s| (s.label.as_ref(), s.value.as_ref())).collect();
        for step in [
            ("all hours", "1000.00"),
            ("hours of residents", "480.00"),
            ("hours counted in earlier weeks, 1 payroll to 2025-03-08", "880.00"),
            ("hours toward it in earlier weeks, 1 payroll to 2025-03-08", "480.00"),
        ] {
            assert!(steps.contains(&step), "{step:?} in {steps:#?}");
        }
        // Its cells are those of the file in hand; without the earlier weeks, or by week, it stands alone.
        assert_eq!(finding.cells.len(), 1);
        let alone = checked(std::slice::from_ref(&second), &residents("open", BY_TRADE), project(), None);
        assert_eq!(alone.findings[0].read.as_deref(), Some("0.00"));
        let by_week = residents("open", "of = \"hours\"\nby = [\"project\", \"trade\"]\nwindow = \"week\"\n");
        let by_week = checked(&[second], &by_week, project(), to_date(&engine, &made).await);
        assert_eq!((by_week.findings[0].read.as_deref(), by_week.findings[0].steps.len()), (Some("0.00"), alone.findings[0].steps.len()));
    });
}

fn earlier(parts: &[(&[(Attribute, bool)], i32)]) -> Option<HoursToDate> {
    let part = |(known, hours): &(&[(Attribute, bool)], i32)| plumbline::domain::hours_to_date::PartToDate {
        own: true,
        contractor: "Harbor Builders".to_owned(),
        trade: "Carpenter".to_owned(),
        level: Some(Level::Journeyworker),
        years: (2025, 2025),
        known: known.to_vec(),
        lines: 1,
        without_hours: 0,
        hours: Hours::whole(*hours),
        straight: Hours::whole(*hours),
    };
    let parts = parts.iter().map(part).collect();
    Some(HoursToDate { payrolls: 9, first_week: day("2025-01-04"), last_week: day(FIRST), parts })
}

const LIVES_HERE: &[(Attribute, bool)] = &[(Attribute::Resident, true)];
const LIVES_ELSEWHERE: &[(Attribute, bool)] = &[(Attribute::Resident, false)];

/// What the sums do not hold widens the interval, and never becomes a figure.
#[test]
fn what_the_sums_do_not_hold_stays_unknown() {
    block(async {
        let second = [csv(SECOND, &[carpenter(100, Some(true))])];
        let parts = earlier(&[(LIVES_HERE, 60), (LIVES_ELSEWHERE, 140)]);
        let figures = |library: &Arc<Library>, project: Project| {
            let run = checked(&second, library, project, parts.clone());
            let [finding] = &run.findings[..] else { panic!("{:#?}", run.findings) };
            let missing = finding.missing.iter().map(|m| m.fact.clone()).collect::<Vec<_>>().join("; ");
            (finding.outcome, finding.read.clone(), finding.interval.clone(), missing)
        };
        let both = |low: &str, high: &str| Some((low.to_owned(), high.to_owned()));
        // 160 of 300.
        let all = figures(&residents("open", BY_TRADE), project());
        assert_eq!((all.0, all.1.as_deref(), &all.2), (Outcome::Met, Some("0.5333"), &None));
        // The version begins among the earlier weeks: 100 of 100 where none of them belongs; 160 of 300 where all do, and
        // 100 of 240 where only the hours of others do.
        let some = figures(&residents("2025-02-01", BY_TRADE), project());
        assert_eq!((some.0, &some.2), (Outcome::CannotTell, &both("0.4166", "1.00")), "{some:?}");
        assert!(some.3.contains("which of 200.00 hours of earlier weeks belong here"), "{}", some.3);
        // It begins after them: they are none of its weeks.
        let none = figures(&residents("2025-03-10", BY_TRADE), project());
        assert_eq!((none.0, none.1.as_deref(), none.2), (Outcome::Met, Some("1.00"), None));
        // It began before them: all of them are.
        assert_eq!(figures(&residents("2024-01-01", BY_TRADE), project()).1.as_deref(), Some("0.5333"));
        // A list that dates residence now says nothing of those weeks: what was known of them was kept with them.
        let mut listed = project();
        listed.people = people("W7,resident,Y,2025-01-01,\n");
        assert_eq!(figures(&residents("open", BY_TRADE), listed), all);
        // Heads are not in hours.
        let heads = figures(&residents("open", "of = \"workers\"\nby = [\"project\"]\n"), project());
        assert_eq!(heads.0, Outcome::CannotTell);
        assert!(heads.3.contains("the workers of earlier weeks, 9 payrolls to 2025-03-08: their hours alone are kept"), "{}", heads.3);
        // No ZIP code is kept: 100 of 300 at least, all of them at most.
        let zips = "[[list]]\nid = \"zips\"\nkind = \"zip\"\n[[list.version]]\nfrom = \"2023-01-01\"\nuntil = \"2025-12-31\"\nvalues = [\"02119\"]\ncitation = \"law\"\nseen = \"official\"\n[group.near]\nwords = \"Neighbours\"\nlives_in = \"zips\"\n";
        let near = library(&(zips.to_owned() + &clause("share", "open", BY_TRADE) + &target("near", "0.51", "")));
        let file = "week_ending,contractor,worker_id,trade,level,st_hours,zip\n2025-03-15,Harbor Builders,W1,Carpenter,J,100,02119\n";
        let run = checked(&[file.to_owned()], &near, project(), parts.clone());
        assert_eq!((run.findings[0].outcome, run.findings[0].interval.clone()), (Outcome::CannotTell, both("0.3333", "1.00")));
    });
}

/// A list of people with these rows.
pub(super) fn people(rows: &str) -> People {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("people.csv"), "worker_id,fact,value,from,until\n".to_owned() + rows).unwrap();
    let text = "[project]\nid = \"P-104\"\n[[people]]\nfile = \"people.csv\"\n";
    project_file::read(text, "project.toml", folder.path()).unwrap().people
}
