//! The same file gives the same bytes in every time zone and language, and with any number of threads.

use super::terminal::Terminal;

const PROJECT: &str = r#"
[project]
id = "P-1"
name = "Example programme"
owner = "City of Boston"
state = "MA"
city = "Boston"
kind = "construction"
public = true
funding = ["city", "federal"]
value = "4200000.00"
approved_on = 2024-01-15

[[wage_determination]]
id = "EXAMPLE0001"
modification = 0
file = "wage-determination.csv"
from = 2024-01-01
"#;

const DETERMINATION: &str = "classification,level,base_rate,fringe\nCarpenter,J,40.00,10.00\nPainter,J,41.25,9.50\n";

/// Some 400 kB, so that the text comes in several blocks. Names with i, ı, I and İ, which Turkish folds
/// in its own way; hours that cannot be read; lines that repeat.
fn payroll() -> String {
    let mut text = "week_ending,project,contractor,worker_id,last_name,boston_resident,race,gender,trade,classification,level,st_hours,ot_hours,base_rate,fringe_plan,fringe_cash,gross_project,gross_all,deductions,net\n".to_owned();
    for n in 0..3_000_u32 {
        let week = chrono::NaiveDate::from_ymd_opt(2024, 1, 7).unwrap() + chrono::Days::new(u64::from(7 * (n / 250)));
        let trade = ["Carpenter", "PAINTER", "Tile Setter", "TİLE SETTER"][(n % 4) as usize];
        let hours = if n % 501 == 0 { "\"8,5\"".to_owned() } else { (30 + n % 17).to_string() };
        let line = format!(
            "{week},Işık Project {},Example Builders LLC,W{:05},Iıİi,{},{},{},{trade},{trade},J,{hours},0,40.00,10.00,0,1200.00,1200.00,200.00,1000.00",
            n % 5,
            n % 250,
            ["Y", "N", ""][(n % 7 % 3) as usize],
            ["White", "ASIAN", ""][(n % 3) as usize],
            ["Woman", "MAN", ""][(n % 11 % 3) as usize],
        );
        let times = if n % 640 == 1 { 2 } else { 1 };
        for _ in 0..times {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[test]
fn time_zone_language_and_threads_do_not_show() {
    let terminal = Terminal::new();
    terminal.write("project.toml", PROJECT);
    terminal.write("wage-determination.csv", DETERMINATION);
    terminal.write("payroll.csv", &payroll());
    for format in ["text", "json", "sarif", "csv"] {
        let args = ["check", "payroll.csv", "--project", "project.toml", "--format", format, "--threads"];
        let with = |threads: &str, zone: &str, language: &str| {
            let args: Vec<&str> = args.iter().copied().chain([threads]).collect();
            let mut command = terminal.command(&args);
            command.env("TZ", zone).env("LANG", language).env("LC_ALL", language);
            command.output().unwrap()
        };
        let plain = with("1", "UTC", "C");
        let text = String::from_utf8_lossy(&plain.stdout);
        for word in ["hours-not-a-number", "not-met", "cannot-tell", "prevailing-rate", "line-repeated"] {
            assert!(text.contains(word) || format == "csv", "{format} lacks {word}: {}", String::from_utf8_lossy(&plain.stderr));
        }
        for (threads, zone, language) in [("1", "Asia/Kathmandu", "tr_TR.UTF-8"), ("3", "Asia/Kathmandu", "tr_TR.UTF-8")] {
            let other = with(threads, zone, language);
            assert_eq!(other.status.code(), plain.status.code());
            assert!(other.stdout == plain.stdout, "{format} differs under {threads} threads, TZ={zone} LANG={language}");
        }
    }
}
