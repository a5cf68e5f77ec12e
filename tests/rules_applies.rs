//! Which policies take part, for whom, and in which version.

use chrono::NaiveDate;
use plumbline::domain::project::{Contract, Funding, Milestone, Project, WorkKind};
use plumbline::domain::quantity::Money;
use plumbline::rules::applies::{Applies, applies, applies_to_firm};
use plumbline::rules::library::Library;
use plumbline::rules::policy::Policy;
use plumbline::rules::select::{Selection, WhyLeftOut, select};
use plumbline::rules::versions::versions;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn library() -> Library {
    Library::embedded().unwrap()
}

fn policy(library: &Library, id: &str) -> Policy {
    library.get(id).unwrap().as_ref().clone()
}

/// A large Boston building project paid by city and federal money, approved in 2023.
fn boston_project() -> Project {
    Project {
        id: "P-1".into(),
        name: "Example programme".into(),
        owner: Some("City of Boston".into()),
        state: Some("MA".into()),
        city: Some("Boston".into()),
        kind: Some(WorkKind::Construction),
        public: Some(true),
        funding: vec![Funding::City, Funding::Federal],
        value: Some(Money::whole(900_000_000)),
        milestones: [(Milestone::Approved, day("2023-06-01"))].into(),
        ..Project::default()
    }
}

fn contract(firm: &str, tier: u8, dollars: Option<i32>) -> Contract {
    Contract { contractor: firm.into(), tier: Some(tier), value: dollars.map(Money::whole), ..Contract::default() }
}

fn taking(selection: &Selection) -> Vec<&str> {
    selection.taking_part.iter().map(|t| t.policy.id.as_str()).collect()
}

fn missing(answer: &Applies) -> Vec<&str> {
    match answer {
        Applies::CannotTell { missing } => missing.iter().map(|m| m.fact).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_policy_but_the_living_wage_binds_a_large_boston_building_project() {
    let selection = select(&library(), Some(&boston_project()), None);
    assert_eq!(
        taking(&selection),
        [
            "payroll/arithmetic",
            "us-ma/boston/residents-jobs-policy",
            "us-ma/boston/wage-theft-order",
            "us-ma/minimum-wage",
            "us-ma/public-construction-debarment",
            "us-ma/weekly-records",
            "us/copeland-deductions",
            "us/cwhssa-overtime",
            "us/davis-bacon",
            "us/davis-bacon-apprentices",
            "us/equal-opportunity-goals",
            "us/minimum-wage",
            "us/payroll-filing",
        ]
    );
    assert!(selection.taking_part.iter().all(|t| t.applies == Applies::Yes && t.remark().is_none()));
    let living_wage = selection.left_out.iter().find(|l| l.policy.id == "us-ma/boston/living-wage").unwrap();
    assert_eq!(
        living_wage.remark().unwrap(),
        "us-ma/boston/living-wage does not apply: it is for service and the project is construction."
    );
}

#[test]
fn the_names_in_the_project_file_count_as_asked_for_and_its_conditions_are_still_tested() {
    let mut project = boston_project();
    project.rules = Some(vec!["us/davis-bacon".into(), "us-ma/boston/living-wage".into()]);
    let selection = select(&library(), Some(&project), None);
    assert_eq!(taking(&selection), ["us/davis-bacon"]);
    let living_wage = selection.left_out.iter().find(|l| l.policy.id == "us-ma/boston/living-wage").unwrap();
    assert!(matches!(&living_wage.why, WhyLeftOut::DoesNotApply(why) if why.contains("service")));
    let arithmetic = selection.left_out.iter().find(|l| l.policy.id == "payroll/arithmetic").unwrap();
    assert_eq!((&arithmetic.why, arithmetic.remark()), (&WhyLeftOut::NotAskedFor, None));
    // Names given for the run come before those of the project file.
    let asked = ["payroll/arithmetic".to_owned()];
    assert_eq!(taking(&select(&library(), Some(&project), Some(&asked))), ["payroll/arithmetic"]);
}

#[test]
fn without_a_project_only_what_binds_every_payroll_takes_part_unless_asked_for() {
    let library = library();
    let selection = select(&library, None, None);
    assert_eq!(taking(&selection), ["payroll/arithmetic"]);
    assert!(selection.left_out.iter().all(|l| l.why == WhyLeftOut::NoProject && l.remark().is_none()));
    let asked = ["us-ma/boston/residents-jobs-policy".to_owned()];
    let selection = select(&library, None, Some(&asked));
    assert_eq!(taking(&selection), asked);
    assert_eq!(selection.taking_part[0].applies, Applies::Assumed);
    assert!(selection.taking_part[0].remark().unwrap().contains("taken as fulfilled"));
}

#[test]
fn a_misspelt_name_is_an_error_that_names_the_right_one() {
    let asked = ["us/davis-beacon".to_owned(), "ma/boston/living-wage".to_owned(), "nowhere/nothing-like-it".to_owned()];
    let unknown: Vec<String> = select(&library(), None, Some(&asked)).unknown.iter().map(ToString::to_string).collect();
    assert_eq!(
        unknown,
        [
            "there is no policy `ma/boston/living-wage`. Did you mean `us-ma/boston/living-wage`? See plumbline rules list.",
            "there is no policy `nowhere/nothing-like-it`. See plumbline rules list.",
            "there is no policy `us/davis-beacon`. Did you mean `us/davis-bacon`? See plumbline rules list.",
        ]
    );
}

#[test]
fn a_fact_that_is_not_given_is_unknown_and_never_no() {
    let library = library();
    let jobs = policy(&library, "us-ma/boston/residents-jobs-policy");
    let private = Project { public: Some(false), funding: vec![Funding::Private], ..boston_project() };
    assert_eq!(missing(&applies(&jobs, Some(&private))), ["the floor area"]);
    let no_funding = Project { funding: Vec::new(), ..boston_project() };
    assert_eq!(missing(&applies(&jobs, Some(&no_funding))), ["who pays for the project"]);
    let nothing = Project { kind: Some(WorkKind::Construction), ..Project::default() };
    assert_eq!(
        missing(&applies(&jobs, Some(&nothing))),
        [
            "the city of the project",
            "the floor area",
            "the state of the project",
            "whether the project is public",
            "who pays for the project"
        ]
    );
    // One condition known not to hold settles it, whatever else is unknown.
    let lease = Project { kind: Some(WorkKind::Lease), ..Project::default() };
    assert!(matches!(applies(&jobs, Some(&lease)), Applies::No { .. }));
}

#[test]
fn a_policy_that_may_not_apply_takes_part_only_if_asked_for_and_then_says_so() {
    let project = Project { funding: Vec::new(), ..boston_project() };
    let selection = select(&library(), Some(&project), None);
    let davis_bacon = selection.left_out.iter().find(|l| l.policy.id == "us/davis-bacon").unwrap();
    assert_eq!(
        davis_bacon.remark().unwrap(),
        "Whether us/davis-bacon applies cannot be told, and it was not checked. The project file does not give who pays for the project: \
         write funding = [\"city\"] under [project]."
    );
    let asked = ["us/davis-bacon".to_owned()];
    let selection = select(&library(), Some(&project), Some(&asked));
    assert_eq!(taking(&selection), asked);
    assert!(selection.taking_part[0].remark().unwrap().contains("is taken to apply"));
}

#[test]
fn private_building_is_covered_above_fifty_thousand_square_feet_and_not_at_it() {
    let jobs = policy(&library(), "us-ma/boston/residents-jobs-policy");
    let private = |area| Project { public: Some(false), funding: vec![Funding::Private], floor_area_sq_ft: Some(area), ..boston_project() };
    assert_eq!(applies(&jobs, Some(&private(50_001))), Applies::Yes);
    assert_eq!(
        applies(&jobs, Some(&private(50_000))),
        Applies::No {
            why: "it needs city, federal or HUD money and the project has private money, and the floor area of 50000 square feet is not over 50000".into()
        }
    );
    let public = Project { public: Some(true), ..private(80_000) };
    assert!(matches!(applies(&jobs, Some(&public)), Applies::No { .. }), "a public project of private money alone is neither");
}

#[test]
fn overtime_law_begins_over_one_hundred_thousand_dollars_of_the_prime_contract() {
    let overtime = policy(&library(), "us/cwhssa-overtime");
    let with =
        |dollars| Project { contracts: vec![contract("Prime", 0, Some(dollars)), contract("Sub", 1, Some(5_000))], ..boston_project() };
    assert_eq!(applies(&overtime, Some(&with(100_000))), Applies::No { why: "the value 100000.00 is not over 100000.00".into() });
    assert_eq!(applies(&overtime, Some(&with(100_001))), Applies::Yes);
    // The clause is passed down: a small subcontract under a large prime contract is bound.
    assert_eq!(applies_to_firm(&overtime, &with(100_001), "Sub"), Applies::Yes);
    // A prime contract without a value stands at the project's; two of them do not.
    let unsaid = Project { contracts: vec![contract("Prime", 0, None)], ..boston_project() };
    assert_eq!(applies(&overtime, Some(&unsaid)), Applies::Yes);
    let two = Project { contracts: vec![contract("One", 0, None), contract("Two", 0, None)], ..boston_project() };
    assert_eq!(missing(&applies(&overtime, Some(&two))), ["the value of the contract"]);
}

#[test]
fn the_living_wage_is_tested_for_each_contract_by_itself() {
    let living_wage = policy(&library(), "us-ma/boston/living-wage");
    let project = Project {
        owner: Some("city of  boston".into()),
        kind: Some(WorkKind::Service),
        contracts: vec![contract("Cleaners Example", 0, Some(80_000)), contract("Small Example", 1, Some(24_999))],
        ..boston_project()
    };
    assert_eq!(applies(&living_wage, Some(&project)), Applies::Yes);
    assert_eq!(applies_to_firm(&living_wage, &project, "CLEANERS EXAMPLE"), Applies::Yes);
    assert_eq!(
        applies_to_firm(&living_wage, &project, "Small Example"),
        Applies::No { why: "the value 24999.00 is under 25000.00".into() }
    );
    assert_eq!(missing(&applies_to_firm(&living_wage, &project, "Stranger")), ["the contract of the firm"]);
    let guards = Project { kind: Some(WorkKind::BuildingService), ..project };
    assert!(matches!(applies(&living_wage, Some(&guards)), Applies::No { .. }), "another section binds building services");
}

#[test]
fn the_day_of_approval_selects_the_version_of_the_jobs_policy() {
    let jobs = policy(&library(), "us-ma/boston/residents-jobs-policy");
    let chosen = |approved: &str| {
        let project = Project { milestones: [(Milestone::Approved, day(approved))].into(), ..boston_project() };
        let work = Some((day("2024-01-01"), day("2024-01-07")));
        let versions = versions(&jobs, Some(&project), work);
        // The list of required steps came with the ordinance of 2017.
        assert_eq!(
            versions.none.iter().map(|n| n.check).collect::<Vec<_>>(),
            if approved < "2017-01-25" { vec!["checklist"] } else { vec![] }
        );
        assert!(versions.chosen.iter().all(|c| c.unsure.is_none() && c.alternatives.is_empty()));
        let ids = versions.chosen.iter().map(|c| jobs.clauses[c.clause].id.clone());
        ids.filter(|id| id != "required-steps").collect::<Vec<_>>()
    };
    assert_eq!(chosen("2017-01-24"), ["standards-1983"]);
    assert_eq!(chosen("2017-01-25"), ["standards-2017"]);
    assert_eq!(chosen("2017-01-26"), ["standards-2017"]);
}

#[test]
fn without_the_day_of_approval_the_first_day_of_work_stands_in_and_the_other_version_stays_possible() {
    let jobs = policy(&library(), "us-ma/boston/residents-jobs-policy");
    let project = Project { milestones: [].into(), ..boston_project() };
    let versions = versions(&jobs, Some(&project), Some((day("2016-12-05"), day("2017-02-01"))));
    let only = &versions.chosen[0];
    assert_eq!(versions.chosen.len(), 1);
    assert_eq!(jobs.clauses[only.clause].id, "standards-1983");
    assert_eq!(only.unsure.as_deref(), Some("the day the project was approved"));
    assert_eq!(only.alternatives, [1]);
}

#[test]
fn a_version_that_does_not_reach_a_project_leaves_it_without_one_and_says_why() {
    let jobs = policy(&library(), "us-ma/boston/residents-jobs-policy");
    let project = Project {
        public: Some(false),
        funding: vec![Funding::Private],
        floor_area_sq_ft: Some(80_000),
        milestones: [(Milestone::Approved, day("2016-06-01"))].into(),
        ..boston_project()
    };
    assert_eq!(applies(&jobs, Some(&project)), Applies::Yes);
    let versions = versions(&jobs, Some(&project), None);
    assert!(versions.chosen.is_empty());
    let why = &versions.none[0].why;
    assert!(why.contains("80000 square feet is not over 100000") && why.contains("from 2017-01-25"), "{why}");
}

#[test]
fn clauses_by_work_date_are_chosen_without_a_project() {
    let library = library();
    for id in ["payroll/arithmetic", "us/davis-bacon", "us/cwhssa-overtime", "us-ma/boston/living-wage", "us/payroll-filing"] {
        let policy = policy(&library, id);
        let versions = versions(&policy, None, Some((day("2030-01-01"), day("2030-01-07"))));
        assert_eq!(versions.chosen.len(), policy.clauses.len(), "{id}");
        assert!(versions.none.is_empty() && versions.chosen.iter().all(|c| c.unsure.is_none()), "{id}");
    }
}

/// A policy with some conditions, and a wage floor.
fn with_conditions(conditions: &str) -> Policy {
    let text = format!(
        r#"schema = "plumbline.policy/1"
title = "T"
summary = "S"
reviewed_on = "2026-01-02"
[citations.law]
text = "The Law"
url = "https://example.org"
seen = "official"
seen_on = "2026-01-01"
[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "law"
[[clause]]
id = "floor"
check = "wage-floor"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["law"]
[[clause.rate]]
from = "2024-07-01"
until = "2025-06-30"
value = "18.20"
unit = "dollars per hour"
citation = "law"
seen = "official"
{conditions}"#
    );
    plumbline::rules::load::policy("page/rule", "rule.toml", &text, false).unwrap_or_else(|e| panic!("{}", e[0]))
}

fn figure(key: &str, value: &str, unit: &str) -> String {
    format!("{key} = {{ value = \"{value}\", unit = \"{unit}\", citation = \"law\", seen = \"official\" }}")
}

/// Whether a policy with one condition applies to a project: yes, no, or what is missing.
fn answer(condition: &str, project: &Project) -> String {
    match applies(&with_conditions(&format!("[applies]\ncitations = [\"law\"]\n{condition}")), Some(project)) {
        Applies::Yes | Applies::Assumed => "yes".to_owned(),
        Applies::No { why } => format!("no: {why}"),
        Applies::CannotTell { missing } => format!("open: {}", missing.iter().map(|m| m.fact).collect::<Vec<_>>().join(", ")),
    }
}

#[test]
fn each_condition_holds_up_to_its_figure_and_is_open_where_the_fact_is_missing() {
    let dollars = |n: i32| Some(Money::whole(n));
    let prime = |c: Contract| Project { contracts: vec![Contract { tier: Some(0), contractor: "A".into(), ..c }], ..Project::default() };
    let nothing = Project::default();
    let cases: [(String, Project, &str, &str); 14] = [
        (
            figure("assistance_at_least", "1000", "dollars"),
            Project { assistance: dollars(1000), ..Project::default() },
            "yes",
            "the public subsidy",
        ),
        (
            figure("assistance_over", "1000", "dollars"),
            Project { assistance: dollars(1000), ..Project::default() },
            "no: the subsidy 1000.00 is not over 1000.00",
            "the public subsidy",
        ),
        (
            figure("hud_assistance_over", "1000", "dollars"),
            Project { hud_assistance: dollars(1001), ..Project::default() },
            "yes",
            "the subsidy by HUD",
        ),
        (
            figure("value_at_most", "1000", "dollars"),
            prime(Contract { value: dollars(1000), ..Contract::default() }),
            "yes",
            "the value of the contract",
        ),
        (
            figure("rooms_at_least", "50", "rooms"),
            Project { rooms: Some(49), ..Project::default() },
            "no: 49 rooms are under 50",
            "the number of hotel rooms",
        ),
        (
            figure("units_over", "10", "units"),
            Project { housing_units: Some(11), ..Project::default() },
            "yes",
            "the number of housing units",
        ),
        (
            figure("employees_at_most", "25", "employees"),
            prime(Contract { employees_fte: Some(26), ..Contract::default() }),
            "no: the firm's 26 employees are over 25",
            "the number of employees of the firm",
        ),
        (
            figure("employees_over", "25", "employees"),
            prime(Contract { employees_fte: Some(26), ..Contract::default() }),
            "yes",
            "the number of employees of the firm",
        ),
        (figure("tier_at_most", "1", "tiers"), prime(Contract::default()), "yes", "the tier of the firm"),
        (
            figure("tier_at_least", "1", "tiers"),
            prime(Contract::default()),
            "no: the firm's tier 0 is above tier 1",
            "the tier of the firm",
        ),
        (
            "funding_none = [\"federal\"]".into(),
            Project { funding: vec![Funding::City, Funding::Federal], ..Project::default() },
            "no: the project has federal money",
            "who pays for the project",
        ),
        (
            "nonprofit = false".into(),
            prime(Contract { nonprofit: Some(true), ..Contract::default() }),
            "no: the firm is a nonprofit one",
            "whether the firm is a nonprofit one",
        ),
        (
            "health_benefits = true".into(),
            prime(Contract { health_benefits: Some(true), ..Contract::default() }),
            "yes",
            "whether the firm gives health benefits",
        ),
        (
            "union = false".into(),
            prime(Contract { union: Some("none".into()), ..Contract::default() }),
            "yes",
            "whether the firm has a collective bargaining agreement",
        ),
    ];
    for (condition, project, expected, missing) in &cases {
        assert_eq!(answer(condition, project), *expected, "{condition}");
        assert_eq!(answer(condition, &nothing), format!("open: {missing}"), "{condition}");
    }
}

#[test]
fn a_firm_known_only_not_to_be_nonprofit_may_be_a_public_entity() {
    let firm = |c: Contract| Project { contracts: vec![Contract { tier: Some(0), ..c }], ..Project::default() };
    let not_nonprofit = firm(Contract { nonprofit: Some(false), ..Contract::default() });
    assert_eq!(answer("class = [\"for-profit\"]", &not_nonprofit), "open: the class of the firm");
    assert_eq!(answer("class = [\"for-profit\", \"public-entity\"]", &not_nonprofit), "yes");
    assert_eq!(answer("class = [\"nonprofit\"]", &not_nonprofit), "no: the firm is a for-profit firm or a public entity");
    let nonprofit = firm(Contract { nonprofit: Some(true), ..Contract::default() });
    assert_eq!(answer("class = [\"nonprofit\"]", &nonprofit), "yes");
}

#[test]
fn an_exemption_takes_out_only_what_it_is_known_to_cover() {
    let exempt = "[[applies.unless]]\nkind = [\"lease\"]\npublic = false\n[[applies.unless]]\nfunding_any = [\"hud\"]\n";
    let project = |kind, public, funding: Funding| Project { kind, public, funding: vec![funding], ..Project::default() };
    let city = Funding::City;
    assert_eq!(answer(exempt, &project(Some(WorkKind::Lease), Some(true), city)), "yes");
    assert_eq!(
        answer(exempt, &project(Some(WorkKind::Lease), Some(false), city)),
        "no: it is exempt: what is bought is lease, and the project is private"
    );
    assert_eq!(answer(exempt, &project(Some(WorkKind::Lease), None, city)), "open: whether the project is public");
    // One key of the exemption known not to hold is enough.
    assert_eq!(answer(exempt, &project(None, Some(true), city)), "yes");
    assert_eq!(answer(exempt, &project(None, Some(true), Funding::Hud)), "no: it is exempt: at least part of the money is HUD");
}

#[test]
fn a_county_is_a_place_of_its_own() {
    let policy = with_conditions("[place]\nstate = \"IL\"\ncounty = \"Cook\"\n");
    let project = |county: Option<&str>| Project { state: Some("IL".into()), county: county.map(str::to_owned), ..Project::default() };
    assert_eq!(applies(&policy, Some(&project(Some("cook")))), Applies::Yes);
    assert!(matches!(applies(&policy, Some(&project(Some("Lake")))), Applies::No { .. }));
    assert_eq!(missing(&applies(&policy, Some(&project(None)))), ["the county of the project"]);
}

#[test]
fn versions_for_firms_of_another_kind_stand_beside_one_another() {
    let clause = |id: &str, class: &str, from: &str| {
        format!(
            "[[clause]]\nid = \"{id}\"\ncheck = \"classification-known\"\nforce = \"requirement\"\nseverity = \"answer\"\n\
             selected_by = \"work-date\"\nfrom = \"{from}\"\nuntil = \"open\"\ncitations = [\"law\"]\n[clause.applies]\nclass = [\"{class}\"]\n"
        )
    };
    let policy = with_conditions(&(clause("a", "nonprofit", "2020-01-01") + &clause("b", "for-profit", "2026-01-01")));
    let versions = versions(&policy, Some(&Project::default()), Some((day("2025-01-01"), day("2025-01-07"))));
    let chosen: Vec<&str> = versions.chosen.iter().map(|c| policy.clauses[c.clause].id.as_str()).collect();
    assert_eq!(chosen, ["floor", "a"]);
    assert_eq!(versions.none[0].clause, 2);
    assert_eq!(versions.none[0].why, "No version of classification-known answers: b holds from 2026-01-01.");
}

#[test]
fn a_floor_that_names_another_must_name_one_that_exists_and_leads_not_back() {
    let naming = |names: &str| {
        let mut policy = with_conditions(&format!(
            "[[clause]]\nid = \"highest\"\ncheck = \"wage-floor\"\nforce = \"requirement\"\nseverity = \"answer\"\nselected_by = \"work-date\"\n\
             from = \"open\"\nuntil = \"open\"\ncitations = [\"law\"]\nat_least_of = [\"{names}\"]\n"
        ));
        policy.id = format!("page/naming-{}", names.replace('/', "-"));
        policy
    };
    let wrong = |policy: Policy| library().with(policy).unwrap_err()[0].to_string();
    let missing = wrong(naming("us-ma/boston/living-wages"));
    assert!(missing.contains("there is no such policy") && missing.contains("Write \"us-ma/boston/living-wage\""), "{missing}");
    let other = wrong(naming("us/davis-bacon"));
    assert!(other.contains("has no wage-floor clause"), "{other}");
    let mut round = naming("page/round");
    round.id = "page/round".into();
    let back = wrong(round);
    assert!(back.contains("leads back to page/round itself"), "{back}");
    let whole = library().with(naming("us-ma/boston/living-wage")).unwrap();
    assert!(whole.get("page/naming-us-ma-boston-living-wage").is_some());
}

/// Worked example 5 as a clause: 31,200 × 1.16 ÷ 2,000 = 18.096, and the published 18.20 is not under it.
#[test]
fn a_formula_says_whether_the_published_figure_can_be_right() {
    let formula = |compare: &str| {
        with_conditions(&format!(
            "[[clause.formula]]\nfor_rate = \"2024-07-01\"\nstart = {{ value = \"31200\", unit = \"dollars\", citation = \"law\", seen = \"official\" }}\n\
             times = \"1.16\"\ndivided_by = \"2000\"\nrounding = \"none\"\ncompare = \"{compare}\"\ncitation = \"law\"\nseen = \"official\"\n"
        ))
    };
    let said = |policy: &Policy| plumbline::rules::explain::explain(policy, None).split_whitespace().collect::<Vec<_>>().join(" ");
    let words = "Formula for 2024-07-01: 31200.00 × 1.16 ÷ 2000.00 = 18.096; the published 18.20 should be";
    let least = formula("at-least");
    assert!(said(&least).contains(&format!("{words} at least that and is consistent with it.")), "{}", said(&least));
    let warnings = |policy: Policy| {
        let found = plumbline::rules::lint::lint(&Library::default().with(policy).unwrap(), None);
        found.into_iter().filter(|f| f.code == "formula").map(|f| f.message).collect::<Vec<_>>()
    };
    assert!(warnings(least).is_empty());
    assert_eq!(warnings(formula("equal")), [format!("floor: {words} exactly that and is not consistent with it.")]);
}

#[test]
fn what_a_clause_asks_beyond_its_first_sentence_is_explained() {
    let head = "force = \"requirement\"\nseverity = \"answer\"\nselected_by = \"assessment\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"law\"]\n";
    let floor = format!(
        "[[clause]]\nid = \"highest\"\ncheck = \"wage-floor\"\n{head}at_least_of = [\"us-ma/boston/living-wage\"]\nexempt_if_higher = \"wage-determination\"\n\
         counts_fringe = \"cash\"\n{}\n[[clause.applies.unless]]\nnonprofit = true\n",
        figure("minimum_hours", "2", "hours per week")
    );
    let hours = |key: &str, n: &str| figure(key, n, "hours");
    let overtime = format!(
        "[[clause]]\nid = \"days\"\ncheck = \"overtime\"\n{head}{}\n{}\n{}\n{}\nseventh_day = true\nrate_basis = \"rate-in-effect\"\n",
        hours("weekly_over", "40"),
        figure("multiple", "1.5", "times the basic rate"),
        hours("daily_over", "8"),
        hours("double_daily_over", "12")
    );
    let policy = with_conditions(&(floor + &overtime));
    let text = plumbline::rules::explain::explain(&policy, None).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "by the day of the assessment",
        "The highest of the floors of us-ma/boston/living-wage on the day governs.",
        "It gives way where the wage determination asks for more.",
        "Fringe paid in cash counts toward it.",
        "hours in the place from which on it binds: 2 hours per week",
        "It does not apply where all of these hold: - The firm is a nonprofit one.",
        "Hours over 8.00 in a day are overtime too; an hour is counted once.",
        "Hours over 12.00 in a day are paid twice the rate.",
        "The seventh day in a row of the workweek is overtime from its first hour, and over 8.00 hours twice the rate.",
        "counted on the rate of the work done in the overtime hours.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

/// Each contract by itself: an exempt firm does not take out another, and two firms do not pass together.
#[test]
fn what_is_asked_of_a_firm_must_hold_for_one_and_the_same() {
    let firm = |name: &str, nonprofit: bool, value: i32, employees: u32| Contract {
        nonprofit: Some(nonprofit),
        employees_fte: Some(employees),
        ..contract(name, 1, Some(value))
    };
    let project = |contracts: Vec<Contract>| Project { contracts, ..Project::default() };
    let exempt = "each_contract = true\n[[applies.unless]]\nnonprofit = true\n";
    assert_eq!(answer(exempt, &project(vec![firm("A", true, 1, 1), firm("B", false, 1, 1)])), "yes");
    assert_eq!(answer(exempt, &project(vec![firm("A", true, 1, 1)])), "no: it is exempt: the firm is a nonprofit one");
    let both =
        format!("each_contract = true\n{}\n{}\n", figure("value_over", "100", "dollars"), figure("employees_over", "10", "employees"));
    assert_eq!(
        answer(&both, &project(vec![firm("A", false, 200, 5), firm("B", false, 50, 20)])),
        "no: the firm's 5 employees are not over 10, and the value 50.00 is not over 100.00"
    );
    assert_eq!(answer(&both, &project(vec![firm("A", false, 200, 5), firm("B", false, 101, 11)])), "yes");
}
