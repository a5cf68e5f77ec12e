//! Headings that mean the same in every layout, as public forms, exporters and clerks write them.
//!
//! A layout's own headings win over these. A heading that could mean two things (`Pension`: per hour, or
//! dollars of the week?) is left out: the column is named as not used, and can be mapped by hand.

use crate::domain::attribute::Attribute;
use crate::domain::field::{Field, HourKind};

const STRAIGHT: Field = Field::WeekHours(HourKind::Straight);
const OVERTIME: Field = Field::WeekHours(HourKind::Overtime);
const DOUBLE: Field = Field::WeekHours(HourKind::Double);
const TOTAL: Field = Field::WeekHours(HourKind::Unsplit);

/// Field by field, the headings it goes by, apart by `;`.
pub const ALIASES: &[(Field, &str)] = &[
    (
        Field::WeekEnding,
        "week ending date; for week ending; week end; week end date; weekending date; w/e; w/e date; we date; end of week; \
         end of week date; period ending; period ending date; period end; period end date; pay period ending; \
         pay period end; pay period end date; payroll end date; payroll week ending; work week ending",
    ),
    (
        Field::PeriodStart,
        "period start date; pay period start; pay period start date; payroll start date; week start; week beginning; \
         pay period begin",
    ),
    (Field::PayrollNumber, "payroll no; payroll #; certified payroll no; certified payroll number; payroll num; cpr no; cpr number; cpr #"),
    (
        Field::Project,
        "project no; project number; project #; project id; project code; job no; job number; job #; job; job code; \
         job cost#; project or contract no",
    ),
    (
        Field::Contractor,
        "contractor name; name of contractor; name of contractor or subcontractor; employer; employer name; company; \
         company name; firm; business name; general contractor; prime contractor; prime vendor; gc",
    ),
    (Field::Subcontractor, "sub contractor; subcontractor name; sub contractor name; sub; sub vendor; name of subcontractor"),
    (Field::Tier, "subcontractor tier; sub tier; contractor tier"),
    (
        Field::WorkerId,
        "employee id; emp id; empid; employee no; employee number; employee #; employee code; emp no; emp #; worker no; \
         worker number; worker #; badge; badge no; badge number; file #; file no; clock no; clock #; worker identifying no; \
         worker identifying number",
    ),
    (
        Field::SsnLast4,
        "ssn; ss#; ss no; social security; social security no; social security number; soc sec no; last 4 ssn; ssn last 4; \
         ssn last four; last four ssn; last four of ssn; last 4 of ssn; ssn4; ssn (last 4); tax id; taxid; tax id no; \
         individual identifying number; individual identifying no; id no (last 4 ssn)",
    ),
    (
        Field::WorkerName,
        "name; full name; employee; employee name; worker; employees name; name of worker; name of employee; laborer name; \
         name and individual identifying number; name and individual identifying number of worker",
    ),
    (Field::LastName, "lastname; surname; family name; employee last name; worker last name; last"),
    (Field::FirstName, "firstname; given name; employee first name; worker first name; first"),
    (Field::MiddleName, "middle name; middle initial; mi; m.i.; middle; mid name"),
    (
        Field::Classification,
        "work classification; labor classification; labour classification; job classification; work class; class; \
         class code; work category; job class; worker classification; wage classification; union class; occupation; \
         job title",
    ),
    (Field::Trade, "craft; craft id; trade name; trade/craft; craft/trade; trade or craft"),
    (
        Field::Level,
        "j/ra; j or ra; journey/apprentice; journeyworker/apprentice; journeyman/apprentice; journey or apprentice; \
         journeyworker or apprentice; skill level; worker level; j/a",
    ),
    (
        Field::ApprenticeId,
        "apprentice no; apprentice number; apprentice #; apprentice registration no; apprentice registration number; \
         apprentice registration",
    ),
    (Field::Race, "race description; race desc; race/ethnicity; race or ethnicity; race and ethnicity; ethnicity/race; ethnic group"),
    (Field::Ethnicity, "hispanic; hispanic or latino"),
    (Field::PersonOfColor, "poc; minority; people of color"),
    (Field::Gender, "sex; gender identity; m/f"),
    (Field::Resident, "city resident; boston resident; local resident; residency; is resident"),
    (Field::Attribute(Attribute::StateResident), "resident of state; in state resident"),
    (Field::Attribute(Attribute::ProjectAreaResident), "resident of project area; lives in project area"),
    (Field::Attribute(Attribute::Disadvantaged), "disadvantaged worker"),
    (Field::Attribute(Attribute::LowIncome), "low income worker; low income resident"),
    (Field::Attribute(Attribute::HardToEmploy), "hard to employ worker"),
    (Field::Attribute(Attribute::RppCertified), "rpp; rpp worker; rpp certificate; residents preference program"),
    (Field::Attribute(Attribute::Section3), "sec 3; section 3 worker"),
    (Field::Attribute(Attribute::TargetedSection3), "targeted sec 3; targeted section 3 worker"),
    (Field::Attribute(Attribute::PriorityZipTier1), "tier 1 zip; priority zip 1"),
    (Field::Attribute(Attribute::PriorityZipTier2), "tier 2 zip; priority zip 2"),
    (Field::Attribute(Attribute::ApprenticeRegistered), "registered apprentice"),
    (Field::Attribute(Attribute::PreApprenticeGraduate), "pre-apprentice; pre-apprenticeship graduate"),
    (Field::Zip, "zip code; zipcode; postal code; home zip; worker zip; employee zip"),
    (
        STRAIGHT,
        "st hrs; st total; total st; total st hours; st total hours; straight hours; straight time hours; straight time; \
         straight time total; total straight time; total hours st; reg hours; reg hrs; regular hours; regular hrs; \
         regular pay hours; total regular hours; standard time hours; hours st; hours straight time",
    ),
    (
        OVERTIME,
        "ot hrs; ot total; total ot; total ot hours; ot total hours; overtime; overtime hours; overtime hrs; \
         over time hours; overtime total; total overtime; total overtime hours; total hours ot; hours ot; hours overtime",
    ),
    (
        DOUBLE,
        "dt hrs; dt total; double time; double time hours; doubletime hours; double hours; total dt hours; \
         total double time; hours dt; total hours dt",
    ),
    (
        TOTAL,
        "hours; hrs; total hrs; hours worked; total hours worked; weekly hours; hours this project; project hours; \
         total project hours; total hours this project",
    ),
    (Field::AllJobsHours, "total hours all projects; total hours all jobs; hours all projects; all hours; hours all work"),
    (
        Field::BaseRate,
        "rate; rate of pay; pay rate; hourly rate; base hourly rate; basic hourly rate; basic rate; base pay rate; \
         base wage; hourly base wage; hourly wage; hourly wage rate; wage rate; rate st; hourly rate st; \
         hourly wage rate st; rate of pay st; straight time rate; straight rate; st hourly rate; st pay rate; reg rate; \
         regular rate; regular hourly rate; rate straight time",
    ),
    (
        Field::OvertimeRate,
        "overtime rate; overtime hourly rate; ot hourly rate; ot pay rate; rate ot; hourly rate ot; hourly wage rate ot; \
         rate of pay ot; rate overtime",
    ),
    (Field::DoubleRate, "double time rate; doubletime rate; double rate; dt hourly rate; rate dt; 2ot rate"),
    (
        Field::FringePlan,
        "fringes; fringe rate; fringe rate plan; fringe per hour; fringes per hour; fringe benefits; fringe benefit rate; \
         fringe benefit; fringe benefit cost/hour; fringe benefits per hour; fringe hourly; hourly fringe; fringe to plans; \
         fringe paid to plans; fringes paid to plans; fringe plan rate; plan fringe; total fringe cost/hour",
    ),
    (
        Field::FringeCash,
        "fringe in cash; cash fringe; cash fringe rate; fringe cash rate; fringe rate cash; fringe paid in cash; \
         fringes paid in cash; cash in lieu; cash in lieu of fringe; cash in lieu of fringes; in lieu payment rate",
    ),
    (
        Field::GrossProject,
        "gross this project; gross project; this project; project gross; gross amount earned; \
         gross amount earned this project; gross earned this project; gross wages this project; gross pay this project; \
         gross earned",
    ),
    (
        Field::GrossAll,
        "gross all work; gross all projects; all work; all projects; gross amount earned all work; gross wages all work; \
         gross pay all work; gross pay all projects; gross pay; gross earnings; gross wages; total gross; total gross pay; \
         gross all jobs",
    ),
    (
        Field::Deductions,
        "total deductions; deductions total; total deducted; total ded; total withholdings; \
         total deductions and withholdings",
    ),
    (
        Field::DeductionPart,
        "fica; medicare; medicare tax; federal income tax; federal tax; fed tax; fed income tax; federal withholding; \
         fed withholding; withholding tax; tax withholdings; withholding; state tax; state income tax; state withholding; \
         local tax; sdi; social security tax; union dues; dues; other deductions; other deduction; employee deductions; \
         garnishment; savings; 401k; deductions fica; deductions withholding tax; deductions other; \
         deductions tax withholdings",
    ),
    (
        Field::Net,
        "net pay; net wages; net wages paid; net wages paid for week; net payment; net paid; net amount; net check; \
         net wages for week; net wage",
    ),
    (Field::PaidOn, "payment date; pay date; date paid; check date; paid date"),
    (Field::LineMark, "ot or st; ot/st; st/ot; o/s; s/o; st or ot; s or o; o or s; time type"),
    (
        Field::HomeAddress,
        "address; street; street address; home address; mailing address; residence address; address 1; address 2; \
         address line 1; address line 2; employee address; worker address; home street",
    ),
    (
        Field::Contact,
        "phone; phone no; phone number; telephone; telephone no; tel; home phone; cell; cell phone; mobile; mobile phone; \
         email; e-mail; email address; employee phone; employee email; worker phone; worker email",
    ),
    (
        Field::Ignored,
        "project address; project location; job address; jobsite address; business address; company address; \
         contractor address; contract no; contract number; contract id; check no; check number; check num; check #; \
         no of withholding exemptions; withholding exemptions; exemptions; no of exemptions; notes; remarks; comments; \
         city; state; worker entry no; entry no; entry number",
    ),
];

/// Headings that give way where another column holds the same field under a heading of [`ALIASES`] or of the
/// layout: a project's name beside its number.
pub const GIVES_WAY: &[(Field, &str)] = &[
    (Field::Project, "project name; job name; project description; project and location; project title"),
    (Field::Contractor, "prime contractor name; general contractor name"),
];

/// The headings of one entry.
pub fn headings(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(';').map(str::trim)
}
