//! The flat payroll table: headings in any order, with titles above, stacked, doubled or missing.

mod sheet_rows;

use plumbline::domain::field::Field;
use plumbline::domain::problem::Site;
use plumbline::intake::book::{Merge, SheetExtras};
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::table::{Found, LayoutName, RowShape, Wish, find};
use proptest::prelude::*;
use sheet_rows::{delimited, fields, forced, found, how, refused, sheet, table};

const SHORT: &str =
    "Week Ending,Worker ID,Worker Name,Classification,Mon,Tue,Wed,Thu,Fri,Sat,Sun,ST Hours,OT Hours,ST Rate,OT Rate,Fringe,Gross,Net";
const SHORT_FIELDS: &str = "week_ending worker_id worker_name classification hours_mon hours_tue hours_wed hours_thu hours_fri hours_sat hours_sun \
                            st_hours ot_hours base_rate overtime_rate fringe_plan gross_project net";
const LONG: &str = "week_ending,project,contractor,tier,worker_id,last_name,first_name,zip,boston_resident,race,gender,trade,classification,level,\
                    st_sun,st_mon,st_tue,st_wed,st_thu,st_fri,st_sat,ot_sun,ot_mon,ot_tue,ot_wed,ot_thu,ot_fri,ot_sat,\
                    base_rate,fringe_plan,fringe_cash,gross_project,gross_all,deductions,net";

#[test]
fn the_short_headings_of_payroll_clerks() {
    let text = format!("{SHORT}\n2026-01-10,1111,Ana Example,Carpenter,8,8,8,8,8,0,0,40,0,41.25,61.88,12.5,1650,1320.55\n");
    let map = table(&delimited(&text));
    assert_eq!(map.layout, LayoutName::FlatPayroll);
    assert_eq!((map.header_row, map.header_fields, map.shape), (1, 18, RowShape::One));
    assert_eq!(fields(&map), SHORT_FIELDS);
    assert_eq!((how(&map, "Fringe"), how(&map, "Mon")), ("exact", "alias"));
    assert!(map.notes.is_empty());
    assert!(map.why.starts_with("18 of 18 headings are known"), "{}", map.why);
}

#[test]
fn the_long_headings_hold_the_fields_they_are_named_for() {
    let map = table(&delimited(LONG));
    assert_eq!(map.layout, LayoutName::FlatPayroll);
    assert_eq!(fields(&map).replace("resident", "boston_resident").replace(' ', ","), LONG);
}

#[test]
fn titles_above_the_table_are_read_and_not_taken_for_headings() {
    let map = table(&sheet(&format!(
        "Certified payroll no. 7\nExample Builders LLC\n\n{}\n@46032|1111|Ana Example|Carpenter|8|8|8|8|8|0|0|40|0|41.25|61.88|12.5|1650|1320.55",
        SHORT.replace(',', "|")
    )));
    assert_eq!((map.header_row, fields(&map).as_str()), (4, SHORT_FIELDS));
    assert_eq!(map.banner.payroll_number.as_deref(), Some("7"));
    assert_eq!(map.banner.contractor, None, "a line without a label is not guessed at");
}

#[test]
fn a_table_may_begin_in_any_column_and_row() {
    let text = "||FOR WEEK ENDING: 03/15/2025\n||Contractor:|Example Builders LLC||Project Name|Example School\n\n||Employee Name|Work Classification|Total Hours|Rate of Pay\n||Ana Example|Carpenter|40|61.19";
    let map = table(&sheet(text));
    assert_eq!(map.header_row, 4);
    assert_eq!(fields(&map), "- - worker_name classification total_hours base_rate");
    assert_eq!(map.banner.week_ending.unwrap().to_string(), "2025-03-15");
    assert_eq!(map.banner.contractor.as_deref(), Some("Example Builders LLC"));
    assert_eq!(map.banner.project.as_deref(), Some("Example School"));
}

#[test]
fn stacked_headings_are_read_together() {
    let text = "|||Straight Time|||||||Overtime|||||||Rate||Gross\n\
                Week Ending|Worker ID|Classification|Sun|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mon|Tue|Wed|Thu|Fri|Sat|ST|OT|This Project|All Work\n\
                @46032|1111|Carpenter|0|8|8|8|8|8|0|0|0|0|0|0|0|4|61.19|91.79|2814.76|2814.76";
    let map = table(&sheet(text));
    assert_eq!(map.header_row, 2);
    assert_eq!(
        fields(&map),
        "week_ending worker_id classification st_sun st_mon st_tue st_wed st_thu st_fri st_sat ot_sun ot_mon ot_tue ot_wed ot_thu ot_fri ot_sat \
         base_rate overtime_rate gross_project gross_all"
    );
    assert_eq!(how(&map, "Straight Time / Mon"), "context");
}

#[test]
fn merged_groups_reach_as_far_as_they_are_merged() {
    let text = "Name|Class|Hours||Total Hours\n||Straight Time|Overtime|\nAna Example|Carpenter|40|4|44";
    let mut extras = SheetExtras::default();
    extras.merges.push(Merge { first_row: 1, last_row: 1, first_column: 2, last_column: 3 });
    let batch = sheet(&format!("Week ending 3/15/2025\n{text}"));
    extras.merges[0].first_row = 2;
    extras.merges[0].last_row = 2;
    let Found::Table(map) = find(&batch, &extras, &Wish::default(), &Limits::of(Profile::Local)) else { panic!() };
    assert_eq!(fields(&map), "worker_name classification st_hours ot_hours total_hours");
    assert_eq!(map.banner.week_ending.unwrap().to_string(), "2025-03-15");
}

#[test]
fn a_row_of_letters_and_a_row_of_dates_are_days() {
    let text = "For week ending|3/15/2025\n\nName|Class|S|M|T|W|T|F|S|Total Hours|Rate\n||9|10|11|12|13|14|15||\nAna Example|Carpenter|0|8|8|8|8|8|0|40|61.19";
    let map = table(&sheet(text));
    assert_eq!(map.header_row, 4);
    assert_eq!(
        fields(&map),
        "worker_name classification hours_sun hours_mon hours_tue hours_wed hours_thu hours_fri hours_sat total_hours base_rate"
    );
}

#[test]
fn date_headings_must_lie_in_the_week_of_the_form() {
    let head = "Name|Class|3/9|3/10|3/11|3/12|3/13|3/14|3/15|Total Hours\nAna Example|Carpenter|0|8|8|8|8|8|0|40";
    let map = table(&sheet(&format!("Week ending: 3/15/2025\n{head}")));
    assert_eq!(
        fields(&map),
        "worker_name classification hours_sun hours_mon hours_tue hours_wed hours_thu hours_fri hours_sat total_hours"
    );
    let other = table(&sheet(&format!("Week ending: 3/22/2025\n{head}")));
    assert_eq!(fields(&other), "worker_name classification - - - - - - - total_hours");
    let none = table(&sheet(&head.replace("Name|", "Week Ending|Name|").replace("Ana", "@46032|Ana")));
    assert_eq!(
        fields(&none),
        "week_ending worker_name classification hours_day1 hours_day2 hours_day3 hours_day4 hours_day5 hours_day6 hours_day7 total_hours"
    );
    let full = table(&sheet("Week Ending|Name|Class|2025-03-10|2025-03-11|Wed 3/12\n@45731|Ana Example|Carpenter|8|8|8"));
    assert_eq!(fields(&full), "week_ending worker_name classification hours_mon hours_tue hours_wed");
}

#[test]
fn a_doubled_heading_names_both_columns() {
    let problem = refused(&delimited(&SHORT.replace("OT Hours", "ST Hours")));
    assert_eq!(problem.code, "header.duplicate");
    assert_eq!(problem.read, "\"ST Hours\" in L and M");
    assert_eq!(problem.site, Site::Named { sheet: String::new(), a1: "M1".into() });
}

#[test]
fn two_headings_for_one_field_are_not_chosen_between() {
    let problem = refused(&delimited(&SHORT.replace("OT Hours", "Regular Hours")));
    assert_eq!(problem.code, "header.ambiguous");
    assert_eq!(problem.read, "\"ST Hours\" in L, \"Regular Hours\" in M");
}

#[test]
fn a_missing_column_is_named_in_plain_words() {
    let problem = refused(&delimited(&SHORT.replace("Classification,", "")));
    assert_eq!(problem.code, "header.missing");
    assert!(problem.expected.contains("the work classification"), "{}", problem.expected);
    let near = refused(&delimited(&SHORT.replace("Classification", "Clasification")));
    assert_eq!(near.code, "header.missing", "a close spelling is not used");
    assert!(near.fix.contains("column D (\"Clasification\") is classification"), "{}", near.fix);
}

#[test]
fn a_projects_name_gives_way_to_its_number() {
    let map = table(&delimited(&format!("Project Name,Project Number,{SHORT}")));
    assert_eq!(map.fields[0..2], [None, Some(Field::Project)]);
    let alone = table(&delimited(&format!("Project Name,{SHORT}")));
    assert_eq!(alone.fields[0], Some(Field::Project));
}

#[test]
fn personal_columns_are_known_for_what_they_are() {
    let map = table(&delimited(&format!("{SHORT},SSN,Home Address,Phone,Email,Shoe size")));
    assert!(fields(&map).ends_with("ssn_last4 home_address contact contact -"));
    assert_eq!((map.notes.len(), map.notes[0].code), (1, "row.column_meaning"));
    assert_eq!(map.notes[0].read, "W \"Shoe size\"");
}

#[test]
fn social_security_beside_other_withholdings_is_a_tax() {
    let map = table(&delimited(&format!("{SHORT},Social Security,Medicare")));
    assert!(fields(&map).ends_with("deduction_part deduction_part"));
    let alone = table(&delimited(&format!("{SHORT},Social Security")));
    assert!(fields(&alone).ends_with("ssn_last4"));
}

#[test]
fn a_hidden_column_is_read_and_named() {
    let batch = delimited(SHORT);
    let extras = SheetExtras { hidden_columns: vec![(13, 13), (30, 16_383)], ..SheetExtras::default() };
    let Found::Table(map) = find(&batch, &extras, &Wish::default(), &Limits::of(Profile::Upload)) else { panic!() };
    assert_eq!(map.notes.iter().map(|n| (n.code, n.read.as_str())).collect::<Vec<_>>(), [("sheet.hidden_column", "\"ST Rate\"")]);
}

#[test]
fn a_sheet_that_is_no_payroll_has_no_table() {
    for text in ["", "Notes\nCall Ana on Monday", "Classification|Base Rate|Fringe\nCarpenter|61.19|31.55", "1|2|3\n4|5|6"] {
        assert!(matches!(found(&sheet(text)), Found::Nothing), "{text}");
    }
}

#[test]
fn a_layout_asked_for_is_the_only_one_tried() {
    let boston = "agency,compliance_project_name,trade,period_ending,gender,race,worker_hours_this_period";
    let Found::Unusable(problem, _) = forced(&delimited(boston), LayoutName::FlatPayroll) else { panic!() };
    assert_eq!(problem.code, "header.missing");
    assert!(problem.expected.contains("the worker"));
}

proptest! {
    #[test]
    fn the_order_of_the_columns_does_not_change_what_they_are(order in Just((0..35_usize).collect::<Vec<_>>()).prop_shuffle(), short in any::<bool>()) {
        let headings: Vec<&str> = if short { SHORT } else { LONG }.split(',').collect();
        let straight = table(&delimited(&headings.join(",")));
        let order: Vec<usize> = order.into_iter().filter(|i| *i < headings.len()).collect();
        let shuffled: Vec<&str> = order.iter().map(|i| headings[*i]).collect();
        let map = table(&delimited(&shuffled.join(",")));
        for (at, from) in order.iter().enumerate() {
            prop_assert_eq!(map.fields[at], straight.fields[*from]);
        }
    }
}
