//! Boston utilization rows, with the headings of the current and of the older copies of the dataset.

mod sheet_rows;

use plumbline::intake::table::LayoutName;
use sheet_rows::{delimited, fields, refused, table};

#[test]
fn the_current_headings() {
    let map = table(&delimited(
        "agency,compliance_project_name,project_address,neighborhood,developer,general_contractor_name,subcontractor,trade,period_ending,gender,\
         person_of_color,race,boston_resident,worker_hours_this_period\n\
         OED,Example Tower,1 Example Way,Roxbury,Example Partners,Example Builders,Example Piping,Plumber,2024-09-22,Woman,f,Caucasian,t,40",
    ));
    assert_eq!(map.layout, LayoutName::BostonUtilization);
    assert_eq!(map.header_row, 1);
    assert_eq!(
        fields(&map),
        "not_used project not_used not_used not_used contractor subcontractor trade week_ending gender person_of_color race resident total_hours"
    );
    assert!(map.notes.is_empty(), "every column is known");
    assert!(map.columns.iter().any(|c| c.heading == "agency" && c.field.is_none() && c.how == "not-used"));
}

#[test]
fn the_older_headings() {
    let map = table(&delimited(
        "Agency,ProjectName,ProjectAddress_1,ProjectNeighborhood,Developer,GeneralContractor,SubContractor,SubContractorAddress_1,\
         SubContractorAddress_2,Trade,DateEntered,SEX,MINOR,Race_Desc,RESIDENT,TotalHours",
    ));
    assert_eq!(map.layout, LayoutName::BostonUtilization);
    assert_eq!(
        fields(&map),
        "not_used project not_used not_used not_used contractor subcontractor not_used not_used trade week_ending gender person_of_color race \
         resident total_hours"
    );
}

#[test]
fn hours_are_needed() {
    let problem = refused(&delimited(
        "agency,compliance_project_name,general_contractor_name,subcontractor,trade,period_ending,worker_hours_this_period_x",
    ));
    assert_eq!(problem.code, "header.missing");
}

#[test]
fn rows_that_name_a_worker_are_another_layout() {
    let map = table(&delimited("agency,project,trade,period_ending,gender,race,boston_resident,worker_id,hours"));
    assert_eq!(map.layout, LayoutName::FlatPayroll);
}
