//! The form of a project file as a JSON Schema, so that an editor completes keys and shows what they mean.
//!
//! The keys of each table and the words of the field are asked of the types that read the file
//! ([`raw`](super::raw)); what stands here is the form of each and a sentence on it.

use super::events::RawEvent;
use super::history::RawRecord;
use super::programs::{RawApprenticeship, RawFringe};
use super::raw::{Raw, RawContract, RawDeduction, RawDetermination, RawFringePlan, RawPeople, RawProject, RawWaiver};
use crate::domain::deduction;
use crate::domain::event::EventKind;
use crate::domain::project::{FirmClass, Funding, WorkKind};
use crate::domain::vendor_record::RecordKind;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde_json::{Map, Value, json};
use std::fmt;

/// The schema of a project file.
pub fn project() -> Value {
    let mut schema = table::<Raw>("", &["project"]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("Plumbline project");
    schema["description"] = json!("What is bought, where, for how much and when: it decides which promises apply.");
    schema
}

/// A table with the keys of a type and no other.
fn table<T: for<'de> Deserialize<'de>>(name: &str, needed: &[&str]) -> Value {
    let properties: Map<String, Value> = names::<T>()
        .iter()
        .map(|key| {
            let (about, mut form) = key_of(name, key);
            form["description"] = json!(about);
            ((*key).to_owned(), form)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}

fn tables<T: for<'de> Deserialize<'de>>(name: &str, needed: &[&str]) -> Value {
    json!({ "type": "array", "items": table::<T>(name, needed) })
}

fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn dollars() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,6})?$" })
}

fn day() -> Value {
    json!({ "type": "string", "pattern": "^(199[0-9]|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn yes_no() -> Value {
    json!({ "type": "boolean" })
}

fn word(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn spelt<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

/// What a key of a table is, and its form. A key that has none is a mistake that the tests name.
fn key_of(table: &str, key: &str) -> (&'static str, Value) {
    match table {
        "" => of_file(key),
        "project" => of_project(key),
        "contract" => of_contract(key),
        "event" => of_event(key),
        "history" => of_history(key),
        "apprenticeship" => of_apprenticeship(key),
        _ => of_the_rest(table, key),
    }
}

fn of_file(key: &str) -> (&'static str, Value) {
    match key {
        "project" => ("What is bought, where, for how much and when.", table::<RawProject>("project", &["id"])),
        "contract" => ("One firm and its contract, as payrolls name it.", tables::<RawContract>("contract", &["contractor"])),
        "wage_determination" => {
            ("A wage determination in a file beside this one.", tables::<RawDetermination>("wage_determination", &["id", "file"]))
        }
        "people" => ("Dated facts about workers, in a file beside this one.", tables::<RawPeople>("people", &["file"])),
        "waiver" => {
            let needed = ["policy", "from", "until", "granted_by", "evidence"];
            ("A waiver: findings of this rule in these days are shown as waived.", tables::<RawWaiver>("waiver", &needed))
        }
        "fringe_plan" => ("What a fringe plan costs.", tables::<RawFringePlan>("fringe_plan", &["contractor", "plan"])),
        "deduction" => ("What is taken from pay.", tables::<RawDeduction>("deduction", &["contractor", "kind"])),
        "event" => ("What happened that no payroll shows.", tables::<RawEvent>("event", &["what", "on"])),
        "apprenticeship" => {
            ("What an apprenticeship programme allows and pays.", tables::<RawApprenticeship>("apprenticeship", &["program", "trade"]))
        }
        "history" => ("A record of a firm kept elsewhere.", tables::<RawRecord>("history", &["contractor", "kind", "on"])),
        _ => ("", Value::Bool(true)),
    }
}

fn of_project(key: &str) -> (&'static str, Value) {
    match key {
        "id" => ("The number of the project.", text()),
        "name" => ("The name of the project.", text()),
        "owner" => ("The awarding authority.", json!({ "type": "string" })),
        "state" => ("The state, as two capital letters.", json!({ "type": "string", "pattern": "^[A-Z]{2}$" })),
        "city" => ("The city the work is done in.", json!({ "type": "string" })),
        "county" => ("The county, without the word County.", text()),
        "area" => ("The area of the wage determination the work is done in.", text()),
        "kind" => ("What is bought.", word(names::<WorkKind>())),
        "public" => ("Whether the project is public.", yes_no()),
        "funding" => ("Who pays for it.", json!({ "type": "array", "items": word(names::<Funding>()) })),
        "value" => ("The value of the project in dollars.", dollars()),
        "floor_area_sq_ft" => ("The floor area in square feet.", count()),
        "assistance" => ("The public subsidy of any kind, in dollars.", dollars()),
        "hud_assistance" => ("The part of the subsidy that HUD gives, in dollars.", dollars()),
        "rooms" => ("Rooms of a hotel.", count()),
        "housing_units" => ("Housing units.", count()),
        "labor_cost" => ("Labor cost of the whole project, direct and indirect, in dollars.", dollars()),
        "accept_secondary" => ("Lets figures decide that were seen in a secondary source only.", yes_no()),
        "advertised_on" => ("The day bids were advertised.", day()),
        "solicited_on" => ("The day bids were solicited.", day()),
        "bids_opened_on" => ("The day bids were opened.", day()),
        "executed_on" => ("The day the contract was executed.", day()),
        "approved_on" => ("The day the project was approved.", day()),
        "started_on" => ("The day work started.", day()),
        "completed_on" => ("The day work was completed.", day()),
        "rules" => {
            ("The policies to check; left out, every one whose place and conditions fit.", json!({ "type": "array", "items": text() }))
        }
        "parameters" => {
            let figures = json!({ "type": "object", "additionalProperties": { "type": "string" } });
            let about = "Figures the law leaves to the bid document or the agreement, by policy.";
            (about, json!({ "type": "object", "additionalProperties": figures }))
        }
        _ => ("", Value::Bool(true)),
    }
}

fn of_contract(key: &str) -> (&'static str, Value) {
    match key {
        "contractor" => ("The firm, as payrolls name it.", text()),
        "tier" => {
            ("0 for the prime contractor, 1 for its subcontractors, and so on.", json!({ "type": "integer", "minimum": 0, "maximum": 255 }))
        }
        "value" => ("The value of the contract in dollars.", dollars()),
        "employees_fte" => ("Employees of the firm, in full-time equivalents.", count()),
        "nonprofit" => ("Whether the firm is a nonprofit one.", yes_no()),
        "class" => ("The class of the firm.", word(names::<FirmClass>())),
        "labor_cost" => ("Labor cost of this contract in dollars.", dollars()),
        "health_benefits" => ("Whether the firm gives health benefits as the law asks for them.", yes_no()),
        "union" => ("The name of the collective bargaining agreement, or \"none\".", text()),
        "awarded_on" => ("The day of the award.", day()),
        "labor_cost_by_year" => {
            let years = json!({ "pattern": "^(199[0-9]|20[0-9]{2}|2100)$" });
            (
                "Labor cost of the firm by calendar year, in dollars.",
                json!({ "type": "object", "propertyNames": years, "additionalProperties": dollars() }),
            )
        }
        _ => ("", Value::Bool(true)),
    }
}

fn of_event(key: &str) -> (&'static str, Value) {
    match key {
        "what" => ("What happened.", word(&spelt(EventKind::WORDS))),
        "on" => ("The day.", day()),
        "until" => ("The last day, of a posting or a span.", day()),
        "contractor" => ("The firm; left out, the project as a whole.", text()),
        "job_order" => ("The job order it is about.", text()),
        "worker" => ("The worker's identifying number.", text()),
        "count" => ("How many.", count()),
        "week_ending" => ("The last day of the work week it is about.", day()),
        "payroll_number" => ("The number of the payroll it is about.", text()),
        "evidence" => ("What shows it.", text()),
        _ => ("", Value::Bool(true)),
    }
}

fn of_history(key: &str) -> (&'static str, Value) {
    match key {
        "contractor" => ("The firm, as payrolls name it.", text()),
        "kind" => ("What kind of record it is.", word(&spelt(RecordKind::WORDS))),
        "on" => ("The day of the record.", day()),
        "until" => ("The last day, of a debarment.", day()),
        "final" => ("Whether no appeal is open; left out, not known.", yes_no()),
        "wilful" => ("Whether the breach was wilful; left out, not known.", yes_no()),
        "law" => ("The law that was broken.", text()),
        "amount" => ("The amount in dollars.", dollars()),
        "source" => ("Where the record stands.", text()),
        "match" => (
            "How alike record and firm are, as a part of one.",
            json!({ "type": "string", "pattern": "^(0+(\\.[0-9]{1,6})?|0*1(\\.0{1,6})?)$" }),
        ),
        "confirmed" => ("Whether a person confirmed that the record is the firm's; left out, nobody looked.", yes_no()),
        _ => ("", Value::Bool(true)),
    }
}

fn of_apprenticeship(key: &str) -> (&'static str, Value) {
    match key {
        "program" => ("The name of the programme.", text()),
        "trade" => ("The trade, as payrolls name it.", text()),
        "ratio" => ("Apprentices to journeyworkers, in whole numbers.", json!({ "type": "string", "pattern": "^\\s*[0-9]+:[0-9]+\\s*$" })),
        "steps" => {
            let step = json!({ "type": "string", "pattern": "^(0+(\\.[0-9]{1,6})?|0*1(\\.0{1,6})?)$" });
            ("Part of the journeyworker's base, period by period.", json!({ "type": "array", "items": step }))
        }
        "fringe" => ("Whether apprentices get the full fringe, or what the programme says.", word(names::<RawFringe>())),
        _ => ("", Value::Bool(true)),
    }
}

fn of_the_rest(table: &str, key: &str) -> (&'static str, Value) {
    match (table, key) {
        (_, "from") => ("The first day.", day()),
        (_, "until") => ("The last day.", day()),
        (_, "contractor") => ("The firm, as payrolls name it.", text()),
        ("wage_determination", "id") => ("The number of the determination.", text()),
        ("wage_determination", "modification") => ("The number of its modification.", count()),
        ("wage_determination" | "people", "file") => ("The file, looked for beside the project file.", text()),
        ("wage_determination", "published_on") => ("The day it was published.", day()),
        ("wage_determination", "for_project") => ("It was issued for this project alone.", yes_no()),
        ("waiver", "policy") => ("The policy that is waived.", text()),
        ("waiver", "clause") => ("The clause that is waived; left out, every clause.", text()),
        ("waiver", "granted_by") => ("Who granted the waiver.", text()),
        ("waiver", "evidence") => ("What proves it.", text()),
        ("fringe_plan", "plan") => ("The name of the plan.", text()),
        ("fringe_plan", "hourly_credit") => ("Dollars an hour, of a plan paid by the hour.", dollars()),
        ("fringe_plan", "annual_cost") => ("What the plan costs in a year, in dollars.", dollars()),
        ("fringe_plan", "hours_all") => ("All hours of the year, on covered and on private work.", dollars()),
        ("deduction", "worker") => ("The worker's identifying number; left out, every worker of the firm.", text()),
        ("deduction", "kind") => {
            let kinds: Vec<&str> = deduction::KINDS.iter().map(|k| k.word).collect();
            ("What kind of deduction it is.", word(&kinds))
        }
        ("deduction", "amount") => ("Dollars a week; left out where not known.", dollars()),
        ("deduction", "consent") => ("The worker's written consent, or the agreement that stands for it.", text()),
        ("deduction", "approved") => ("Whether the Secretary of Labor approved it, for kinds that need it.", yes_no()),
        _ => ("", Value::Bool(true)),
    }
}

/// The keys a type reads, or the words of an enumeration, as its reader names them.
fn names<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    match T::deserialize(Asked) {
        Err(Names(names)) => names,
        Ok(_) => &[],
    }
}

/// Gives nothing to read and answers with the names it was asked for.
struct Asked;

#[derive(Debug)]
struct Names(&'static [&'static str]);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl std::error::Error for Names {}

impl de::Error for Names {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for Asked {
    type Error = Names;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Names> {
        Err(Names(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Names> {
        Err(Names(fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, variants: &'static [&'static str], _: V) -> Result<V::Value, Names> {
        Err(Names(variants))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}
