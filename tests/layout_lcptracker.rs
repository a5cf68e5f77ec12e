//! The LCPtracker upload: its 104 headings, two of them empty, and the copies that drift from it.

mod sheet_rows;

use plumbline::domain::field::{Day, Field, HourKind};
use plumbline::intake::table::{LayoutName, TableMap};
use sheet_rows::{delimited, table};

const UPLOAD: &str = "payroll_number,project_code,contract_id,work_order,week_end_date,check_num,,,ssn,employee_ID,class_code,gross_employee_pay,\
all_projects,wages_paid_in_lieu_of_fringes,total_paid,st_hrs_date1,st_hrs_date2,st_hrs_date3,st_hrs_date4,st_hrs_date5,st_hrs_date6,st_hrs_date7,\
ov_hrs_date1,ov_hrs_date2,ov_hrs_date3,ov_hrs_date4,ov_hrs_date5,ov_hrs_date6,ov_hrs_date7,ov_hrsx2_date1,ov_hrsx2_date2,ov_hrsx2_date3,\
ov_hrsx2_date4,ov_hrsx2_date5,ov_hrsx2_date6,ov_hrsx2_date7,Total_Hours_All_Projects,ep_haw,ep_pension,ep_vac_hol,ep_train,ep_all_other,\
vol_cont_pension,vol_emp_pay_med,dts_fed_tax,dts_fica,dts_medicare,dts_state_tax,dts_sdi,dts_dues,dts_savings,dts_other,dts_total,trav_subs,\
pay_rate,OT_rate,2OT_rate,prnotes,Payment_date,first_name,last_name,address1,address2,city,state,ZIP,phone,gender,ethnicity,apprentice_id,craft_id,\
vac_hol_dues_rate,emp_ep_haw,emp_ep_pension,emp_ep_other,training_rate,vol_cont_pension_rate,vol_cont_medical_rate,in_lieu_payment_rate,vac_chk_box,\
fringe_paid_chk_box,date_hired,emp_status,work_county,IsForeman,IsDisadvantaged,VeteranStatus,OtherDeductionNotes,num_exempt,DriversLicense,\
DriversLicenseState,Owner_Operator,I9Verified,Geographic_Ward,Geographic_Area,Congressional_District,State_Senate_District,OD_Category,OD_Type,\
OD_Amount,FringesProvidedByEmployer,LocalUnionNumber,YTD_SickPayTime,Email";

fn field(map: &TableMap, heading: &str) -> Option<Field> {
    let column = map.columns.iter().find(|c| c.heading == heading).unwrap_or_else(|| panic!("no {heading}")).column;
    map.fields[usize::from(column)]
}

/// The copy without some headings, and with a value under every heading given.
fn without(dropped: &[&str]) -> String {
    UPLOAD.split(',').filter(|h| !dropped.contains(h)).collect::<Vec<_>>().join(",")
}

#[test]
fn all_headings_are_known() {
    let map = table(&delimited(UPLOAD));
    assert_eq!(map.layout, LayoutName::Lcptracker);
    assert_eq!((map.header_row, map.header_fields), (1, 104));
    assert!(map.fields.iter().all(Option::is_some));
    assert!(map.notes.is_empty());
    for (heading, wanted) in [
        ("st_hrs_date1", Field::DayHours(HourKind::Straight, Day::Nth(0))),
        ("ov_hrs_date7", Field::DayHours(HourKind::Overtime, Day::Nth(6))),
        ("ov_hrsx2_date7", Field::DayHours(HourKind::Double, Day::Nth(6))),
        ("Total_Hours_All_Projects", Field::AllJobsHours),
        ("all_projects", Field::GrossAll),
        ("gross_employee_pay", Field::GrossProject),
        ("total_paid", Field::Net),
        ("wages_paid_in_lieu_of_fringes", Field::FringeCashWeek),
        ("in_lieu_payment_rate", Field::Ignored),
        ("ep_haw", Field::FringePlanWeek),
        ("emp_ep_haw", Field::Ignored),
        ("2OT_rate", Field::DoubleRate),
        ("ssn", Field::SsnLast4),
        ("address1", Field::HomeAddress),
        ("phone", Field::Contact),
        ("Email", Field::Contact),
        ("ethnicity", Field::Race),
        ("apprentice_id", Field::ApprenticeId),
        ("ZIP", Field::Zip),
    ] {
        assert_eq!(field(&map, heading), Some(wanted), "{heading}");
    }
}

#[test]
fn named_columns_hold_the_names_unless_they_are_empty() {
    let named = table(&delimited(UPLOAD));
    assert_eq!(named.fields[6..8], [Some(Field::Ignored), Some(Field::Ignored)]);
    assert_eq!(field(&named, "last_name"), Some(Field::LastName));
    let mut row = vec![""; 104];
    row[6] = "Example";
    row[7] = "Ana";
    let unnamed = table(&delimited(&format!("{UPLOAD}\n{}", row.join(","))));
    assert_eq!(unnamed.fields[6..8], [Some(Field::LastName), Some(Field::FirstName)]);
    assert_eq!(field(&unnamed, "last_name"), Some(Field::Ignored));
    let without = table(&delimited(&without(&["first_name", "last_name"])));
    assert_eq!(without.fields[6..8], [Some(Field::LastName), Some(Field::FirstName)]);
    assert_eq!(without.columns.iter().find(|c| c.column == 6).unwrap().how, "position");
}

#[test]
fn a_copy_without_the_empty_headings_or_the_hours_of_all_jobs() {
    let map = table(&delimited(&without(&["", "Total_Hours_All_Projects"])));
    assert_eq!(map.layout, LayoutName::Lcptracker);
    assert_eq!((field(&map, "ep_haw"), field(&map, "first_name")), (Some(Field::FringePlanWeek), Some(Field::FirstName)));
    assert!(!map.fields.contains(&Some(Field::AllJobsHours)));
}

#[test]
fn a_copy_with_other_fringe_names_and_a_small_zip() {
    let text = UPLOAD
        .replace("ep_vac_hol,", "ep_vacation,")
        .replace("ep_train,", "ep_training,")
        .replace("ep_all_other", "ep_other")
        .replace(",ZIP,", ",zip,");
    let map = table(&delimited(&text));
    for heading in ["ep_vacation", "ep_training", "ep_other"] {
        assert_eq!(field(&map, heading), Some(Field::FringePlanWeek));
    }
    assert_eq!(field(&map, "zip"), Some(Field::Zip));
}

#[test]
fn a_copy_without_overtime() {
    let dropped: Vec<&str> = UPLOAD.split(',').filter(|h| h.starts_with("ov_") || h.ends_with("OT_rate")).collect();
    assert_eq!(dropped.len(), 16);
    let map = table(&delimited(&without(&dropped)));
    assert_eq!((map.layout, map.fields.len()), (LayoutName::Lcptracker, 88));
    assert_eq!(field(&map, "pay_rate"), Some(Field::BaseRate));
}

#[test]
fn cash_in_lieu_per_hour_counts_where_the_week_is_not_given() {
    let map = table(&delimited(&without(&["wages_paid_in_lieu_of_fringes"])));
    assert_eq!(field(&map, "in_lieu_payment_rate"), Some(Field::FringeCash));
}
