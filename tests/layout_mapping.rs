//! Mapping files: written from a table, corrected by a person, read back, and used.

mod sheet_rows;

use plumbline::domain::field::Field;
use plumbline::domain::problem::{Problem, Site};
use plumbline::intake::batch::RowBatch;
use plumbline::intake::book::SheetExtras;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::mapping::{Mapping, read, write};
use plumbline::intake::table::{Found, LayoutName, RowShape, TableMap, Wish, find};
use sheet_rows::{delimited, fields, sheet, table};

fn mapped(batch: &RowBatch, mapping: &Mapping) -> Found {
    find(batch, &SheetExtras::default(), &Wish { layout: None, mapping: Some(mapping.clone()) }, &Limits::of(Profile::Local))
}

fn mapped_table(batch: &RowBatch, mapping: &Mapping) -> TableMap {
    match mapped(batch, mapping) {
        Found::Table(map) => *map,
        other => panic!("{other:?}"),
    }
}

fn refused(batch: &RowBatch, mapping: &Mapping) -> Problem {
    match mapped(batch, mapping) {
        Found::Unusable(problem, _) => *problem,
        other => panic!("{other:?}"),
    }
}

fn line_of(text: &str) -> (u64, String) {
    let problem = read(text).unwrap_err();
    assert_eq!(problem.code, "map.not_understood");
    let Site::Line(line) = problem.site else { panic!("{problem:?}") };
    (line, format!("{} {}", problem.read, problem.fix))
}

#[test]
fn a_written_mapping_reads_the_table_as_before() {
    let wh347 = "Week ending: 3/15/2025\n1A Worker Entry No.|1B Last Name|1C First Name|1E Worker Identifying No.|2 J or RA|3 Labor Classification|ST/OT|S|M|T|W|T|F|S|5 Total Hours|6A Hourly Wage Rate Paid|6B Total Fringe Benefit Credit|9 Net Payment|Shoe size\n\
                 1|Example|Ana|0417|J|Carpenter|ST||8|8|8|8|8||40|61.19|1262|1950.36";
    let stacked = "|||Straight Time||Overtime||\n\
                   Week Ending|Worker ID|Class \"A\"\\nClassification|Sat|Sun|Sat|Sun|Base Rate\n@46032|1111|Carpenter|0|8|8|8|61.19";
    let unnamed =
        "payroll_number,project_code,week_end_date,check_num,,,ssn,employee_ID,class_code,st_hrs_date1,st_hrs_date2,pay_rate,address1";
    for batch in [sheet(wh347), sheet(&stacked.replace("Class \"A\"\\n", "")), delimited(unnamed)] {
        let before = table(&batch);
        let text = write(&before, "Harbor's \"weekly\"");
        let mapping = read(&text).unwrap_or_else(|p| panic!("{p:?}\n{text}"));
        assert_eq!((mapping.name.as_str(), mapping.shape, mapping.based_on), ("Harbor's \"weekly\"", before.shape, Some(before.layout)));
        let after = mapped_table(&batch, &mapping);
        let plain = |map: &TableMap| fields(map).replace("not_used", "-").trim_end_matches([' ', '-']).to_owned();
        assert_eq!(plain(&after), plain(&before), "{text}");
        assert_eq!((after.layout, after.header_row, after.shape), (LayoutName::Mapped, before.header_row, before.shape));
        assert_eq!(after.banner, before.banner);
    }
}

#[test]
fn what_is_not_used_is_a_comment_with_a_suggestion_if_one_is_near() {
    let text = write(&table(&delimited("Week Ending,Worker ID,Classification,Trad,Hours,Shoe size,Owner\"s note")), "x");
    assert!(text.contains("\n\"Worker ID\" = \"worker_id\"\n"), "{text}");
    assert!(text.contains("\n# \"Trad\" = \"trade\"   # a close spelling"), "{text}");
    assert!(text.contains("\n# \"Shoe size\" = \"\""), "{text}");
    assert!(text.contains("\n#   base_rate                base hourly rate"), "{text}");
}

#[test]
fn a_person_maps_what_no_heading_tells() {
    let mapping = read("name = \"Bayside\"\n[columns]\n\"Dt\" = \"week_ending\"\n\"Who\" = \"worker_name\"\n\"Kind of work\" = \"classification\"\nD = \"st_hours\"\n\"column F\" = \"base_rate\"\n").unwrap();
    let batch = sheet("Bayside report\n\nDt|Who|Kind of work|Rate|Phone|Rate\n@46032|Ana Example|Carpenter|40|555-0100|61.19");
    let map = mapped_table(&batch, &mapping);
    assert_eq!(map.header_row, 3);
    assert_eq!(
        fields(&map),
        "week_ending worker_name classification st_hours contact base_rate",
        "a telephone number stays known for what it is"
    );
    assert_eq!(map.columns.iter().filter(|c| c.how == "mapping").count(), 5);
    assert_eq!(map.why, "5 columns are mapped by \"Bayside\"");
}

#[test]
fn one_of_two_equal_headings_is_named_by_its_letters() {
    let batch = sheet("Dt|Who|Kind|Rate|Rate|Hrs");
    let head = "[columns]\nDt = \"week_ending\"\nWho = \"worker_name\"\nKind = \"classification\"\nHrs = \"total_hours\"\n";
    let problem = refused(&batch, &read(&format!("{head}Rate = \"base_rate\"\n")).unwrap());
    assert_eq!((problem.code, problem.read.as_str()), ("header.duplicate", "\"Rate\" in D and E"));
    let map = mapped_table(&batch, &read(&format!("{head}\"column D\" = \"base_rate\"\n\"column E\" = \"overtime_rate\"\n")).unwrap());
    assert_eq!(fields(&map), "week_ending worker_name classification base_rate overtime_rate total_hours");
}

#[test]
fn a_fixed_heading_row_is_taken_as_it_is() {
    let batch = sheet("A|B|C|D\nDt|Who|Kind|Hrs\n@46032|Ana Example|Carpenter|40");
    let text = "header_row = 2\n[columns]\n\"column A\" = \"week_ending\"\n\"column B\" = \"worker_name\"\n\"column C\" = \"trade\"\n\"column D\" = \"total_hours\"\n";
    assert_eq!(mapped_table(&batch, &read(text).unwrap()).header_row, 2);
    assert_eq!(refused(&batch, &read(&text.replace("= 2", "= 9")).unwrap()).code, "map.not_understood");
}

#[test]
fn a_heading_that_is_not_there_is_named_and_what_is_needed_is_still_needed() {
    let text = "[columns]\nDt = \"week_ending\"\nWho = \"worker_name\"\nKind = \"classification\"\nHrs = \"total_hours\"\nPay = \"gross_project\"\n";
    let mapping = read(text).unwrap();
    let map = mapped_table(&sheet("Dt|Who|Kind|Hrs"), &mapping);
    assert_eq!((map.notes[0].code, map.notes[0].read.as_str()), ("map.heading_not_there", "\"Pay\""));
    assert_eq!(refused(&sheet("Dt|Who|Kind|Pay"), &mapping).code, "header.missing");
    assert_eq!(refused(&sheet("Name|Address"), &mapping).code, "map.not_understood");
    let register =
        read(&text.replace("Kind = \"classification\"\n", "").replace("[columns]", "based_on = \"register\"\n[columns]")).unwrap();
    assert!(matches!(mapped(&sheet("Dt|Who|Hrs|Pay"), &register), Found::Table(_)));
}

#[test]
fn errors_name_their_line() {
    let (line, said) = line_of("name = \"x\"\n[columns]\nDt = \"week_ending\"\nWho = \"worker_nam\"\n");
    assert_eq!(line, 4);
    assert!(said.contains("`worker_nam` is no field.") && said.contains("Did you mean `worker_name`?"), "{said}");
    let (line, said) = line_of("nme = \"x\"\n[columns]\nDt = \"week_ending\"\n");
    assert!(line == 1 && said.contains("Did you mean `name`?"), "{said}");
    let (line, said) = line_of("rows = \"two\"\n[columns]\nDt = \"week_ending\"\n");
    assert!(line == 1 && said.contains("overtime-above-straight"), "{said}");
    let (line, said) = line_of("[columns]\nDt = \"net\"\nHrs = \"st_hours\"\nPaid = \"net\"\n");
    assert!(line == 4 && said.contains("`net` is mapped twice: in lines 2 and 4"), "{said}");
    assert_eq!(line_of("[columns]\n\"--\" = \"net\"\n").0, 2);
    assert_eq!(line_of("[columns]\nDt = \"net\nx = 1\n").0, 2);
    assert_eq!(read("[columns]\n").unwrap_err().code, "map.not_understood");
    let added = read("[columns]\nPension = \"fringe_plan\"\nHealth = \"fringe_plan\"\n").unwrap();
    assert_eq!(added.columns.iter().filter(|(_, f)| *f == Field::FringePlan).count(), 2);
    assert_eq!(added.shape, RowShape::One);
}
