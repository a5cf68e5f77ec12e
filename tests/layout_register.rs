//! Payroll registers: totals of the week only, as payroll programs export them.

mod sheet_rows;

use plumbline::intake::table::LayoutName;
use sheet_rows::{delimited, fields, refused, sheet, table};

#[test]
fn gusto() {
    let map = table(&delimited(
        "Employee last name,Employee first name,Regular hours,Overtime hours,Gross earnings,Federal income tax,Social Security tax,Employee deductions,\
         Net pay,Job title,Employee ID",
    ));
    assert_eq!(map.layout, LayoutName::Register, "{}", map.why);
    assert_eq!(
        fields(&map),
        "last_name first_name st_hours ot_hours gross_all deduction_part deduction_part deduction_part net classification worker_id"
    );
}

#[test]
fn quickbooks_or_adp_weekly() {
    let map = table(&delimited(
        "Full Name,Regular Pay Hours,Overtime Hours,Regular Rate,Overtime Rate,Gross Pay,Federal Income Tax,Social Security,Medicare,Other Deductions,\
         Net Pay,Job Title,Tax ID",
    ));
    assert_eq!(map.layout, LayoutName::Register);
    assert_eq!(
        fields(&map),
        "worker_name st_hours ot_hours base_rate overtime_rate gross_all deduction_part deduction_part deduction_part deduction_part net \
         classification ssn_last4"
    );
}

#[test]
fn adp_export_with_repeated_hours_codes() {
    let map = table(&delimited(
        "Co Code,Batch ID,File #,Employee Name,Temp Dept,Reg Hours,O/T Hours,Hours 3 Code,Hours 3 Amount,Hours 3 Code,Hours 3 Amount,Earnings 3 Code,\
         Earnings 3 Amount,Rate Code,Temp Rate,Job Cost#",
    ));
    assert_eq!(map.layout, LayoutName::Register);
    assert_eq!(fields(&map), "not_used not_used worker_id worker_name not_used st_hours ot_hours - - - - - - not_used base_rate project");
    assert_eq!(map.notes[0].code, "row.column_meaning");
    assert!(map.notes[0].read.contains("Hours 3 Amount"), "other hours are named as not read");
}

#[test]
fn a_rate_chosen_by_a_code_is_not_taken_for_the_rate_paid() {
    let head = "Co Code,File #,First Name,Last Name,Home Dept,Rate 1,Rate 2,SSN,Reg Hours,Reg Earnings,O/T Hours,O/T Earnings";
    assert_eq!(
        fields(&table(&delimited(head))),
        "not_used worker_id first_name last_name not_used base_rate - ssn_last4 st_hours not_used ot_hours not_used"
    );
    assert!(!fields(&table(&delimited(&format!("{head},Rate Code")))).contains("base_rate"));
}

#[test]
fn lines_of_the_firm_above_give_the_week() {
    let map = table(&sheet(
        "Example Builders LLC\n1 Example Way\nPay period: 03/09/2025 - 03/15/2025\n\nEmployee Name|Regular hours|Overtime hours|Gross earnings|Net pay\nAna Example|40|4|2814.76|2289.43",
    ));
    assert_eq!((map.layout, map.header_row), (LayoutName::Register, 5));
    assert_eq!(map.banner.week_ending.unwrap().to_string(), "2025-03-15");
}

#[test]
fn two_weeks_in_one_line_are_not_taken_for_one() {
    let map = table(&sheet("Pay period: 03/02/2025 - 03/15/2025\nEmployee Name|Regular hours|Overtime hours|Gross earnings|Net pay"));
    assert_eq!(map.banner.week_ending, None);
}

#[test]
fn a_register_names_a_worker() {
    let problem = refused(&delimited("Regular hours,Overtime hours,Gross earnings,Federal income tax,Net pay,Job title"));
    assert_eq!(problem.code, "header.missing");
    assert!(problem.expected.contains("the worker"));
}

#[test]
fn with_day_columns_it_is_no_register() {
    let map =
        table(&delimited("Week Ending,Employee Name,Job Title,Sun,Mon,Tue,Wed,Thu,Fri,Sat,Regular Hours,Overtime Hours,Gross Pay,Net Pay"));
    assert_eq!(map.layout, LayoutName::FlatPayroll);
}
