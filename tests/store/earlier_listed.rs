//! What the project's list of people says of a week is kept with the week, and counts in the weeks after it.

use super::earlier::{BY_TRADE, FIRST, SECOND, checked, people, project, residents, to_date};
use super::engines::{Engine, on_each};
use super::programme::{Programme, certified, programme, week};
use plumbline::domain::outcome::Outcome;
use plumbline::domain::people::People;
use plumbline::domain::project::Project;
use plumbline::service::examine::{ExamineRequest, examine};
use plumbline::store::lines::Line;
use std::fmt::Write as _;

const HEAD: &str = "week_ending,contractor,worker_id,trade,level,st_hours,resident\n";
/// What the list says in the first week, which runs from Sunday, March 2 to Saturday, March 8.
const LIST: &str = "W1,resident,yes,2025-03-01,\nW2,resident,yes,2025-01-01,2025-03-04\nW2,resident,no,2025-03-05,\nW4,resident,no,,\nW5,gender,Woman,2025-01-01,\n";

/// The first week: what its payroll says, what the list says, and what is known.
///
/// | worker | hours | payroll | list | known |
/// |---|---|---|---|---|
/// | W1 | 40 | no | yes from the day before the week | yes |
/// | W2 | 30 | yes | moves away on its Wednesday | unknown |
/// | W3 | 20 | yes | silent | yes |
/// | W4 | 10 | blank | no | no |
fn first_week() -> String {
    let rows = [("W1", 40, "N"), ("W2", 30, "Y"), ("W3", 20, "Y"), ("W4", 10, "")];
    rows.iter().fold(HEAD.to_owned(), |mut text, (worker, hours, resident)| {
        writeln!(text, "{FIRST},Harbor Builders,{worker},Carpenter,J,{hours},{resident}").unwrap();
        text
    })
}

fn second_week() -> String {
    format!("{HEAD}{SECOND},Harbor Builders,W5,Carpenter,J,20,N\n")
}

/// The first week's lines, read under a list of people as the service reads them.
fn read_under(list: &str) -> Vec<Line> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    write("people.csv", &format!("worker_id,fact,value,from,until\n{list}"));
    let project = write("project.toml", "[project]\nid = \"P-104\"\n[[people]]\nfile = \"people.csv\"\n");
    let (file, file_name, contractor) = (write("week.csv", &first_week()), "week.csv".to_owned(), "Harbor Builders".to_owned());
    let week_ending = FIRST.parse().ok();
    let request = ExamineRequest { file, file_name, contractor, week_ending, project_file: Some(project), ..ExamineRequest::default() };
    let seen = examine(&request).unwrap();
    assert_eq!(seen.problems.len(), 0, "{:?}", seen.problems);
    seen.lines.iter().map(Line::from).collect()
}

async fn keep(engine: &Engine, made: &Programme, list: &str) {
    certified(&engine.store, made, week(made, FIRST, &read_under(list), None)).await.unwrap();
}

fn under(list: People) -> Project {
    Project { people: list, ..project() }
}

/// 60 hours of residents, 10 of others, 30 unknown; then 20 hours of others: 60 to 90 of 120.
#[test]
fn the_lists_word_of_a_week_is_kept_with_it() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        keep(&engine, &made, LIST).await;
        let earlier = to_date(&engine, &made).await;
        let library = residents("open", BY_TRADE);
        let figures = |files: &[String], list: &str, earlier| {
            let run = checked(files, &library, under(people(list)), earlier);
            let [finding] = &run.findings[..] else { panic!("{:#?}", run.findings) };
            (finding.outcome, finding.interval.clone())
        };
        let by_hand = (Outcome::CannotTell, Some(("0.50".to_owned(), "0.75".to_owned())));
        assert_eq!(figures(&[second_week()], LIST, earlier.clone()), by_hand);
        // The weeks read together under the list say the same.
        assert_eq!(figures(&[first_week(), second_week()], LIST, None), by_hand);
        // A later list that says otherwise of the first week changes the week in hand alone: W5 is a resident, and W1 was
        // one then. 80 to 110 of 120.
        let later = "W1,resident,no,2025-01-01,\nW2,resident,no,2025-01-01,\nW5,resident,yes,2025-01-01,\n";
        let both = (Outcome::Met, Some(("0.6666".to_owned(), "0.9166".to_owned())));
        assert_eq!(figures(&[second_week()], later, earlier), both);
    });
}

/// The same payroll without a list: 50 hours of residents and 40 of others, 10 unknown.
#[test]
fn without_a_list_the_payroll_alone_is_kept() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        keep(&engine, &made, "W9,resident,yes,,\n").await;
        let earlier = to_date(&engine, &made).await;
        let mut known: Vec<_> = earlier.unwrap().parts.into_iter().map(|part| (part.hours.to_string(), part.known)).collect();
        known.sort();
        let holds = |holds: bool| vec![(plumbline::domain::attribute::Attribute::Resident, holds)];
        assert_eq!(known, [("10.00".to_owned(), vec![]), ("40.00".to_owned(), holds(false)), ("50.00".to_owned(), holds(true))]);
    });
}
