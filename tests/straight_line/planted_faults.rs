//! A payroll with known faults planted in it: the counts and the back wages are worked out here, by
//! decimals and by hand-written arithmetic that shares nothing with the checks.

use super::work::{check, file, request};
use plumbline::domain::outcome::Outcome;
use plumbline::domain::run::Run;
use plumbline::intake::project_file;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

const TRADES: [(&str, &str, &str); 3] = [("Carpenter", "61.19", "31.55"), ("Laborer", "46.40", "28.85"), ("Tile Setter", "59.20", "35.44")];

const PROJECT: &str = r#"
[project]
id = "P-1"
name = "Test project"
owner = "City of Boston"
state = "MA"
city = "Boston"
kind = "construction"
public = true
funding = ["city", "federal"]
value = "900000.00"
approved_on = 2023-06-01
rules = ["us/davis-bacon", "us/cwhssa-overtime", "us-ma/boston/residents-jobs-policy", "payroll/arithmetic"]

[[wage_determination]]
id = "TEST0001"
modification = 0
file = "wage_determination.csv"
from = 2024-01-01
"#;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// To the cent, half away from zero.
fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// A small generator of repeatable numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len() as u64) as usize]
    }
}

#[derive(Default)]
struct Expected {
    counts: BTreeMap<&'static str, u64>,
    owed: Decimal,
    /// By project, trade and level: all hours, residents', unknown.
    residents: BTreeMap<(String, String, String), [Decimal; 3]>,
}

/// Lines, and what must be found in them.
fn payroll(lines: usize) -> (String, Expected) {
    let mut dice = Dice(20_261_123);
    let mut expected = Expected::default();
    let mut text = "week_ending,project,contractor,worker_id,boston_resident,race,gender,trade,classification,level,\
        st_sun,st_mon,st_tue,st_wed,st_thu,st_fri,st_sat,ot_sat,base_rate,fringe_plan,fringe_cash,gross_project,gross_all,deductions,net\n"
        .to_owned();
    let mut previous: Option<String> = None;
    let count = |expected: &mut Expected, what| *expected.counts.entry(what).or_default() += 1;
    for n in 0..lines {
        if let Some(line) = previous.take().filter(|_| dice.roll(60) == 0) {
            count(&mut expected, "repeated");
            text.push_str(&line);
            continue;
        }
        let (trade, base, fringe) = TRADES[dice.roll(3) as usize];
        let apprentice = dice.roll(5) == 0;
        let base = if apprentice { cents(d(base) * d("0.60")) } else { d(base) };
        let fringe = d(fringe);
        let mut straight: Vec<Decimal> =
            (0..7).map(|i| if i == 0 || i == 6 { d("0") } else { d(dice.one_of(&["8", "8", "7.5", "6.25", "0"])) }).collect();
        let overtime = d(dice.one_of(&["0", "0", "0", "4", "6.5"]));
        let mut paid = base;
        match dice.roll(20) {
            0 => paid = base - d(dice.one_of(&["0.01", "0.50", "1.75"])),
            1 => straight = ["0", "9", "9", "9", "9", "8.25", "0"].map(d).to_vec(),
            2 => straight[3] = d("25"),
            _ => {}
        }
        let cash = if dice.roll(4) == 0 { cents(fringe * d("0.25")) } else { d("0") };
        let plan = fringe - cash;
        let st: Decimal = straight.iter().sum();
        let mut gross = cents(st * paid + overtime * paid * d("1.5") + (st + overtime) * cash);
        let deductions = cents(gross * d("0.2365"));
        let mut net = gross - deductions;
        match dice.roll(40) {
            0 => {
                gross += d("10.00");
                net += d("10.00");
                count(&mut expected, "gross");
            }
            1 => {
                net -= d("5.00");
                count(&mut expected, "net");
            }
            _ => {}
        }
        if paid < base {
            count(&mut expected, "rate");
        }
        if st > d("40") {
            count(&mut expected, "overtime");
        }
        if straight.iter().enumerate().any(|(i, h)| *h + if i == 6 { overtime } else { d("0") } > d("24")) {
            count(&mut expected, "hours");
        }
        // A base rate short by x owes x for each straight hour and 1.5 x for each hour of overtime; hours
        // over 40 that were paid as straight time owe half the rate paid.
        let short = (base - paid) * (st + overtime * d("1.5"));
        let premium = (st - d("40")).max(d("0")) * paid / d("2");
        expected.owed += cents(short + premium);
        let resident = dice.one_of(&["Y", "N", "Y", "N", "Y", "N", "N", ""]);
        let project = format!("Project {}", dice.roll(3));
        let level = if apprentice { "apprentice" } else { "journeyworker" };
        let group = expected.residents.entry((project.clone(), trade.to_owned(), level.to_owned())).or_default();
        group[0] += st + overtime;
        match resident {
            "Y" => group[1] += st + overtime,
            "" => group[2] += st + overtime,
            _ => {}
        }
        let hours: Vec<String> = straight.iter().map(Decimal::to_string).collect();
        let week = chrono::NaiveDate::from_ymd_opt(2024, 1, 7).unwrap() + chrono::Days::new(7 * (n as u64 / 50));
        let line = format!(
            "{week},{project},Example Builders LLC,W{:04},{resident},White,Man,{trade},{trade},{},{},{overtime},{paid},{plan},{cash},{gross},{gross},{deductions},{net}\n",
            n % 50,
            if apprentice { "RA" } else { "J" },
            hours.join(",")
        );
        text.push_str(&line);
        previous = Some(line);
    }
    (text, expected)
}

fn evaluated(text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let rates: String = TRADES.iter().map(|(t, b, f)| format!("{t},J,{b},{f}\n{t},RA,{},{f}\n", cents(d(b) * d("0.60")))).collect();
    file(&folder, "wage_determination.csv", &format!("classification,level,base_rate,fringe\n{rates}"));
    let path = file(&folder, "project.toml", PROJECT);
    check(text, &request(Some(project_file::load(&path).unwrap()), None, 0))
}

#[test]
fn the_counts_are_those_that_were_planted() {
    let (text, expected) = payroll(3_000);
    let run = evaluated(&text);
    assert!(run.problems.is_empty(), "{:?}", run.problems.first());
    for (what, check) in [
        ("rate", "prevailing-rate"),
        ("overtime", "overtime"),
        ("gross", "gross-adds-up"),
        ("net", "net-adds-up"),
        ("hours", "hours-possible"),
        ("repeated", "line-repeated"),
    ] {
        let found = run.counts.iter().filter(|c| c.check == check).map(|c| c.counts.not_met).sum::<u64>();
        assert_eq!(found, expected.counts[what], "{check}");
        let listed = run.findings.iter().filter(|f| f.check == check && f.outcome == Outcome::NotMet).count() as u64;
        assert_eq!(listed, found, "{check}: every one is listed");
        assert!(found > 10, "{check}: too few were planted to prove anything");
    }
}

#[test]
fn the_back_wages_are_exact_to_the_cent() {
    let (text, expected) = payroll(3_000);
    let run = evaluated(&text);
    assert_eq!(run.owed_total.to_decimal(), expected.owed.normalize());
    let by_worker: Decimal = run.owed.iter().map(|w| w.owed.to_decimal()).sum();
    assert_eq!(by_worker.normalize(), expected.owed.normalize());
    let by_finding: Decimal = run.findings.iter().filter_map(|f| f.owed).map(|o| o.to_decimal()).sum();
    // Each rule's parts of a week are rounded on their own: at most a cent a week from the total.
    assert!((by_finding - expected.owed).abs() <= Decimal::from(run.owed.iter().map(|w| w.weeks).sum::<u32>()) / d("100"));
}

#[test]
fn the_shares_are_exact_in_every_group() {
    let (text, expected) = payroll(3_000);
    let run = evaluated(&text);
    let mut seen = 0;
    for finding in run.findings.iter().filter(|f| f.check == "workforce-share" && f.subject.group == Some("resident")) {
        let level = finding.subject.level.unwrap().word().to_owned();
        let key = (run.names.text(finding.subject.project).to_owned(), run.names.text(finding.subject.trade).to_owned(), level);
        let [all, yes, unknown] = expected.residents[&key];
        let outcome = if yes * d("100") >= d("51") * all {
            Outcome::Met
        } else if (yes + unknown) * d("100") < d("51") * all {
            Outcome::NotMet
        } else {
            Outcome::CannotTell
        };
        assert_eq!(finding.outcome, outcome, "{key:?}: {yes} + {unknown} of {all}");
        assert_eq!(finding.difference.as_deref().map(d), Some((yes - all * d("0.51")).normalize()), "{key:?}");
        seen += 1;
    }
    assert_eq!(seen, expected.residents.len());
}
