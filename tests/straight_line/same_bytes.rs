//! The same file gives the same bytes, whatever the number of threads.

use super::work::{check, json, request};

fn payroll() -> String {
    let mut text = "week_ending,project,contractor,worker_id,last_name,boston_resident,race,gender,trade,classification,level,st_hours,ot_hours,base_rate,fringe_plan,fringe_cash,gross_project,deductions,net\n".to_owned();
    for n in 0..30_000_u32 {
        let week = chrono::NaiveDate::from_ymd_opt(2024, 1, 7).unwrap() + chrono::Days::new(u64::from(7 * (n / 600)));
        let name = if n % 997 == 0 { "Li\u{200b}u" } else { "Sample" };
        let hours = if n % 501 == 0 { "8,5".replace(',', ";") } else { format!("{}", 30 + n % 17) };
        let trade = ["Carpenter", "Painter", "Glazier"][(n % 3) as usize];
        text.push_str(&format!(
            "{week},Project {},Example Builders LLC,W{:05},{name},{},White,Woman,{trade},{trade},J,{hours},0,40.00,10.00,0,1200.00,200.00,1000.00\n",
            n % 5,
            n % 600,
            ["Y", "N", ""][(n % 7 % 3) as usize],
        ));
    }
    text
}

#[test]
fn one_thread_and_many_give_the_same_bytes() {
    let text = payroll();
    let rules: &[&str] = &["us-ma/boston/residents-jobs-policy", "payroll/arithmetic", "us/cwhssa-overtime"];
    let one = json(&check(&text, &request(None, Some(rules), 1)));
    for threads in [2, 3, 8] {
        assert!(one == json(&check(&text, &request(None, Some(rules), threads))), "{threads} threads");
    }
    assert!(one.contains("hours-not-a-number") && one.contains("text.invisible") && one.contains("\"not-met\""));
}
