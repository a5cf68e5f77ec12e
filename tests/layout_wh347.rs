//! The federal form before and since January 2025, as spreadsheets lay it out: stacked headings, the form's
//! column numbers, letters and dates over the days, two rows a worker.

mod sheet_rows;

use plumbline::intake::table::{LayoutName, RowShape};
use sheet_rows::{fields, how, sheet, table};

const OLD_HEAD: &str = "PAYROLL NO. 7||FOR WEEK ENDING||PROJECT AND LOCATION|||PROJECT OR CONTRACT NO.\n\
    ||03/15/2025||Example School, Exampletown|||C-22\n\
    NAME OF CONTRACTOR|Example Builders LLC\n\
    \n\
    (1)|(2)|(3)||(4) DAY AND DATE|||||||(5)|(6)|(7)|(8) DEDUCTIONS|||||(9)\n\
    NAME AND INDIVIDUAL IDENTIFYING NUMBER (e.g., LAST FOUR DIGITS OF SOCIAL SECURITY NUMBER) OF WORKER|NO. OF WITHHOLDING EXEMPTIONS|WORK CLASSIFICATION|OT. OR ST.|S|M|T|W|T|F|S|TOTAL HOURS|RATE OF PAY|GROSS AMOUNT EARNED|FICA|WITH-HOLDING TAX||OTHER|TOTAL DEDUCTIONS|NET WAGES PAID FOR WEEK\n\
    ||||9|10|11|12|13|14|15\n";
const OLD_FIELDS: &str = "worker_name not_used classification line_mark st_sun st_mon st_tue st_wed st_thu st_fri st_sat st_hours base_rate gross_project \
    deduction_part deduction_part - deduction_part deductions net";

#[test]
fn the_old_form_with_its_column_numbers_letters_and_dates() {
    let text = format!(
        "{OLD_HEAD}Ana Example 0417|N/A|Carpenter|O|||||||4|4|91.79|2814.76|215.33|310.00|||525.33|2289.43\n|||S||8|8|8|8|8||40|61.19"
    );
    let map = table(&sheet(&text));
    assert_eq!(map.layout, LayoutName::Wh3472008, "{}", map.why);
    assert_eq!((map.header_row, map.shape), (7, RowShape::OvertimeAboveStraight));
    assert_eq!(fields(&map), OLD_FIELDS);
    assert_eq!(map.banner.week_ending.unwrap().to_string(), "2025-03-15");
    assert_eq!(map.banner.contractor.as_deref(), Some("Example Builders LLC"));
    assert_eq!(map.banner.project.as_deref(), Some("Example School, Exampletown"));
    assert_eq!(map.banner.payroll_number.as_deref(), Some("7"));
}

#[test]
fn marks_in_the_rows_weigh_more_than_the_forms_order() {
    let text = format!("{OLD_HEAD}Ana Example|2|Carpenter|S||8|8|8|8|8||40|61.19|2814.76\n|||O|||||||4|4|91.79");
    assert_eq!(table(&sheet(&text)).shape, RowShape::StraightAboveOvertime);
}

#[test]
fn without_marks_the_forms_order_holds_and_one_row_a_worker_is_seen() {
    let unmarked = OLD_HEAD.replace("OT. OR ST.", "");
    let pairs = format!(
        "{unmarked}Ana Example|2|Carpenter||||||||4|4|91.79|2814.76\nXXX-XX-0417||||||8|8|8|8|8||40|61.19\nBen Sample|1|Laborer||||||||0|0|0|1856\n"
    );
    assert_eq!(table(&sheet(&pairs)).shape, RowShape::OvertimeAboveStraight);
    let single =
        format!("{unmarked}Ana Example|2|Carpenter|||8|8|8|8|8||40|61.19|2447.60\nBen Sample|1|Laborer|||8|8|8|8|8||40|46.40|1856");
    let map = table(&sheet(&single));
    assert_eq!((map.shape, map.layout), (RowShape::One, LayoutName::Wh3472008));
    assert!(fields(&map).contains("hours_sun hours_mon"));
}

#[test]
fn an_unnamed_column_of_marks_is_understood() {
    let unmarked = OLD_HEAD.replace("OT. OR ST.", "");
    let text = format!(
        "{unmarked}Ana Example|2|Carpenter|O|||||||4|4|91.79|2814.76\n|||S||8|8|8|8|8||40|61.19\nBen Sample|1|Laborer|O\n|||S||8|8|8|8|8||40|46.40"
    );
    let map = table(&sheet(&text));
    assert_eq!(fields(&map), OLD_FIELDS);
    assert_eq!(map.columns.iter().find(|c| c.field.as_deref() == Some("line_mark")).unwrap().how, "context");
}

#[test]
fn the_new_form_keeps_fringe_credit_and_cash_apart() {
    let text = "Week Ending Date:|03/15/2025||Certified Payroll No.:|7\n\
        Prime/Subcontractor's Business Name:|Example Builders LLC||Project Name:|Example School\n\
        \n\
        1A|1B|1C|1D|1E|2|3||4|||||||5|6A|6B|6C|7A|7B|8||||9\n\
        Worker Entry No.|Last Name|First Name|Middle Initial|Worker Identifying No.|J or RA|Labor Classification|ST/OT|Sun|Mon|Tue|Wed|Thu|Fri|Sat|Total Hours|Hourly Wage Rate Paid|Total Fringe Benefit Credit|Payment in Lieu of Fringe Benefits|Gross Amount Earned This Project|Gross Amount Earned All Work|Tax Withholdings|FICA|Other|Total Deductions|Net Payment\n\
        1|Example|Ana||0417|J|Carpenter|ST||8|8|8|8|8||40|61.19|1262|0|2447.60|2447.60|310|187.24|0|497.24|1950.36\n\
        |||||||OT|||||||4|4|91.79";
    let map = table(&sheet(text));
    assert_eq!(map.layout, LayoutName::Wh3472025, "{}", map.why);
    assert_eq!((map.header_row, map.shape), (5, RowShape::StraightAboveOvertime));
    assert_eq!(
        fields(&map),
        "not_used last_name first_name middle_name worker_id level classification line_mark st_sun st_mon st_tue st_wed st_thu st_fri st_sat \
         st_hours base_rate fringe_plan_week fringe_cash_week gross_project gross_all deduction_part deduction_part - deductions net"
            .replace("deduction_part - deductions", "deduction_part deduction_part deductions")
    );
    assert_eq!((map.banner.payroll_number.as_deref(), map.banner.project.as_deref()), (Some("7"), Some("Example School")));
    assert_eq!(map.banner.contractor.as_deref(), Some("Example Builders LLC"));
}

#[test]
fn the_new_form_with_number_and_heading_in_one_cell_or_numbers_alone() {
    let one = "Week ending: 3/15/2025\n1A Worker Entry No.|1B Last Name|1C First Name|1E Worker Identifying No.|2 J or RA|3 Labor Classification|ST/OT|S|M|T|W|T|F|S|5 Total Hours|6A Hourly Wage Rate Paid|6B Total Fringe Benefit Credit|6C Payment in Lieu of Fringe Benefits|7A Gross This Project|7B Gross All Work|9 Net Payment\n";
    let map = table(&sheet(one));
    assert_eq!(map.layout, LayoutName::Wh3472025);
    assert_eq!(
        fields(&map),
        "not_used last_name first_name worker_id level classification line_mark st_sun st_mon st_tue st_wed st_thu st_fri st_sat st_hours base_rate \
         fringe_plan_week fringe_cash_week gross_project gross_all net"
    );
    assert_eq!(how(&map, "1B Last Name"), "exact");
    let numbers = "Week ending: 3/15/2025\n1A|1B|1C|1E|2|3|ST/OT|S|M|T|W|T|F|S|5|6A|6B|6C|7A|7B|9";
    let alone = table(&sheet(numbers));
    assert_eq!((alone.layout, fields(&alone)), (LayoutName::Wh3472025, fields(&map)));
}
