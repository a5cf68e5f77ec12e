//! What each field of a mapping means, in the words of a payroll.

/// The fields and their meanings, as they stand at the end of a written mapping. Day fields are listed by
/// their first and last.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("week_ending", "last day of the work week"),
    ("period_start", "first day of the pay period"),
    ("payroll_number", "number of the payroll on the project"),
    ("project", "project name or number"),
    ("contractor", "contractor the worker works for"),
    ("subcontractor", "subcontractor; wins over the contractor where both are given"),
    ("tier", "0 for the prime contractor, 1 for its subcontractors, and so on"),
    ("worker_id", "identifying number of the worker, never a full Social Security number"),
    ("ssn_last4", "last four digits of the Social Security number, no more"),
    ("worker_name", "full name"),
    ("last_name", "last name"),
    ("first_name", "first name"),
    ("middle_name", "middle name or initial"),
    ("classification", "work classification, as on the wage determination"),
    ("trade", "trade, as local-hire rules count it"),
    ("level", "J for journeyworker, RA for registered apprentice"),
    ("apprentice_id", "apprentice number; a filled cell marks an apprentice"),
    ("race", "race or ethnicity as the worker gave it"),
    ("ethnicity", "ethnicity, where race has a column of its own"),
    ("person_of_color", "person of color, yes or no"),
    ("gender", "gender as the worker gave it"),
    ("resident", "resident of the awarding city, yes or no"),
    ("zip", "ZIP code of residence"),
    ("state_resident", "resident of the state, yes or no"),
    ("project_area_resident", "resident of the area around the project that the rule names, yes or no"),
    ("disadvantaged", "disadvantaged worker, as certified, yes or no"),
    ("low_income", "low income, as certified, yes or no"),
    ("hard_to_employ", "faces a barrier to employment that the rule lists, yes or no"),
    ("rpp_certified", "certified under a residents preference program, yes or no"),
    ("section_3", "Section 3 worker, yes or no"),
    ("targeted_section_3", "targeted Section 3 worker, yes or no"),
    ("priority_zip_tier_1", "lives in a ZIP code of the first tier, yes or no"),
    ("priority_zip_tier_2", "lives in a ZIP code of the second tier, yes or no"),
    ("public_assistance", "receives public assistance, yes or no"),
    ("veteran", "veteran, yes or no"),
    ("apprentice_registered", "registered in an apprenticeship program, yes or no"),
    ("pre_apprentice_graduate", "graduate of a pre-apprenticeship program, yes or no"),
    ("core_employee", "core employee of the firm, yes or no"),
    ("new_hire", "hired new for this work, yes or no"),
    ("professional", "the work is professional service, yes or no"),
    ("supervisor", "supervisor, yes or no"),
    ("owner_operator", "owner-operator, yes or no"),
    ("st_sun … st_sat", "straight-time hours of a weekday"),
    ("st_day1 … st_day7", "straight-time hours of a day of the week; day 7 is the week ending"),
    ("ot_sun … ot_sat", "overtime hours of a weekday"),
    ("ot_day1 … ot_day7", "overtime hours of a day of the week"),
    ("dt_sun … dt_sat", "double-time hours of a weekday"),
    ("dt_day1 … dt_day7", "double-time hours of a day of the week"),
    ("hours_sun … hours_sat", "all hours of a weekday, not split"),
    ("hours_day1 … hours_day7", "all hours of a day of the week, not split"),
    ("st_hours", "straight-time hours of the week"),
    ("ot_hours", "overtime hours of the week"),
    ("dt_hours", "double-time hours of the week"),
    ("total_hours", "all hours of the week on this project"),
    ("hours_all_jobs", "all hours of the week on all jobs"),
    ("base_rate", "base hourly rate for straight time"),
    ("overtime_rate", "hourly rate for overtime"),
    ("double_rate", "hourly rate for double time"),
    ("fringe_plan", "fringe benefits paid to plans, dollars per hour; several columns add up"),
    ("fringe_cash", "fringe benefits paid in cash, dollars per hour"),
    ("fringe_plan_week", "fringe benefits paid to plans, dollars of the week; several columns add up"),
    ("fringe_cash_week", "fringe benefits paid in cash, dollars of the week"),
    ("gross_project", "gross pay of this project"),
    ("gross_all", "gross pay of all work of the week"),
    ("deductions", "total deductions"),
    ("deduction_part", "one kind of deduction; several columns add up where no total is given"),
    ("net", "net pay of the week"),
    ("paid_on", "day the wages were paid"),
    ("line_mark", "ST or OT, S or O: which of a worker's two rows this is"),
    ("home_address", "home address: not read, and refused in an upload"),
    ("contact", "telephone or e-mail: not read, and refused in an upload"),
    ("job_order", "hiring files: number of the job order (opening, requisition)"),
    ("hire_date", "hiring log: day of the hire"),
    ("how_filled", "hiring log: new hire, transfer, promotion, rehire or recalled"),
    ("wage_offered", "hiring log: hourly wage offered"),
    ("residence_city", "hiring files: city of residence"),
    ("referred_by", "hiring log, referrals: who referred the person"),
    ("referred_on", "hiring log, referrals: day of the referral"),
    ("posted_on", "hiring log, job orders: day the opening was posted with the first-source agency"),
    ("start_date", "hiring log: first day of work"),
    ("end_date", "hiring log: last day of work"),
    ("end_reason", "hiring log: why the work ended"),
    ("openings", "job orders: how many people are asked for"),
    ("advertised_on", "job orders: day the opening was advertised to the public"),
    ("closed_on", "job orders: day the order was closed"),
    ("filled_on", "job orders: day the last opening was filled"),
    ("interviewed", "referrals: yes, no or the day; a second column may hold the day"),
    ("offered", "referrals: yes, no or the day"),
    ("hired", "referrals: yes, no or the day"),
    ("reason_not_hired", "referrals: why the person was not hired"),
    ("not_used", "known, and not needed for any check"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Field;

    #[test]
    fn every_field_is_listed() {
        for field in Field::every() {
            let name = field.name();
            let listed = FIELDS.iter().any(|(names, _)| match names.split_once(" … ") {
                Some((first, last)) => {
                    let prefix = |n: &str| {
                        n.trim_end_matches(|c: char| c.is_ascii_digit()).rsplit_once('_').map(|(p, d)| (p.to_owned(), d == "day"))
                    };
                    prefix(first) == prefix(&name) || (prefix(last) == prefix(&name))
                }
                None => *names == name,
            });
            assert!(listed, "{name}");
        }
    }
}
