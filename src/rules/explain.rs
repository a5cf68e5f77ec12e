//! A policy in plain words: what it asks, of whom, since when, on which sources.

use super::asks::{CheckRule, LockedBy, Reported, Unregistered};
use super::asks_words::further;
use super::condition_words::{grouped, words};
use super::events_words;
use super::policy::{Clause, Condition, DateBasis, Figure, Policy};
use super::share_words::{self, figure_name};
use super::versions::day_of;
use crate::domain::outcome::Severity;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::fmt::Write;

const WIDTH: usize = 96;

/// The heading over what a policy asks; the paragraphs under it that are set in least begin a clause each.
pub const ASKS: &str = "What it asks";

/// A part of the page of a policy, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The heading of a section.
    Heading(&'static str),
    /// A paragraph, set in by some spaces; `[2]` in it is the number of a source.
    Line {
        /// Spaces it is set in by.
        indent: usize,
        /// The words.
        words: String,
    },
    /// A source.
    Source {
        /// Its number, from 1.
        number: usize,
        /// What it is, and how it was seen.
        words: String,
        /// Address.
        url: String,
    },
}

/// The page of a policy; with a day, figures and status of that day alone.
pub fn page(policy: &Policy, on: Option<NaiveDate>) -> Vec<Part> {
    let mut page = Page { policy, on, parts: Vec::new() };
    page.applies();
    page.status();
    page.asks();
    page.groups();
    page.unsettled();
    page.sources();
    page.parts
}

/// Explains a policy in text; with a day, figures and status of that day alone.
pub fn explain(policy: &Policy, on: Option<NaiveDate>) -> String {
    let own = if policy.overlay { ", from an own rules folder" } else { "" };
    let mut text = format!("{}\n{}\nreviewed {}{own}\n{}\n", policy.title, policy.id, policy.reviewed_on, policy.digest);
    if let Some(day) = on {
        let _ = writeln!(text, "as it stands on {day}");
    }
    text.push('\n');
    wrap(&mut text, 0, &policy.summary);
    for part in page(policy, on) {
        match part {
            Part::Heading(words) => _ = writeln!(text, "\n{words}"),
            Part::Line { indent, words } => wrap(&mut text, indent, &words),
            Part::Source { number, words, url } => {
                wrap(&mut text, 2, &format!("[{number}] {words}"));
                wrap(&mut text, 6, &url);
            }
        }
    }
    text
}

/// A paragraph, wrapped; following lines stand under the first.
fn wrap(text: &mut String, indent: usize, words: &str) {
    let hanging = if indent == 0 { 0 } else { indent + 2 };
    let mut column = 0;
    for word in words.split_whitespace() {
        if column == 0 {
            let _ = write!(text, "{:indent$}{word}", "");
            column = indent + word.chars().count();
        } else if column + 1 + word.chars().count() > WIDTH {
            let _ = write!(text, "\n{:hanging$}{word}", "");
            column = hanging + word.chars().count();
        } else {
            let _ = write!(text, " {word}");
            column += 1 + word.chars().count();
        }
    }
    text.push('\n');
}

struct Page<'a> {
    policy: &'a Policy,
    on: Option<NaiveDate>,
    parts: Vec<Part>,
}

impl Page<'_> {
    fn heading(&mut self, words: &'static str) {
        self.parts.push(Part::Heading(words));
    }

    fn line(&mut self, indent: usize, words: &str) {
        self.parts.push(Part::Line { indent, words: words.to_owned() });
    }

    /// `[2]`: the number of a citation in the list of sources.
    fn mark(&self, key: &str) -> String {
        self.policy.citations.keys().position(|k| k == key).map_or(String::new(), |i| format!("[{}]", i + 1))
    }

    fn marks(&self, keys: &[String]) -> String {
        keys.iter().map(|k| self.mark(k)).collect::<Vec<_>>().join(" ")
    }

    fn applies(&mut self) {
        let policy = self.policy;
        self.heading("When it applies");
        let place = &policy.place;
        let county = place.county.as_ref().map(|c| format!("{c} County"));
        let parts: Vec<&str> = [&place.city, &county, &place.state].into_iter().flatten().map(String::as_str).collect();
        match parts.as_slice() {
            [] => self.line(2, "Everywhere."),
            parts => self.line(2, &format!("In {}.", parts.join(", "))),
        }
        if policy.applies.is_empty() {
            self.line(2, "To every payroll.");
            return;
        }
        for condition in &policy.applies {
            self.condition(2, condition);
        }
        let marks = self.marks(&policy.applies_citations);
        self.line(2, &format!("Sources {marks}"));
    }

    fn condition(&mut self, indent: usize, condition: &Condition) {
        let (head, parts) = match condition {
            Condition::Any(ways) => ("One of these holds:", ways),
            Condition::All(parts) => ("All of these hold:", parts),
            Condition::Unless(parts) => ("It does not apply where all of these hold:", parts),
            one => {
                self.line(indent, &format!("- {}.", capital(&words(one, self.contract()))));
                return;
            }
        };
        self.line(indent, head);
        parts.iter().for_each(|part| self.condition(indent + 2, part));
    }

    fn contract(&self) -> &'static str {
        if self.policy.each_contract { "the contract or subcontract, each by itself," } else { "the prime contract" }
    }

    fn status(&mut self) {
        let policy = self.policy;
        self.heading("Legal status");
        let shown: Vec<_> = match self.on {
            Some(day) => policy.status_on(day).into_iter().collect(),
            None => policy.status.iter().collect(),
        };
        if let (Some(day), true) = (self.on, shown.is_empty()) {
            self.line(2, &format!("On {day}: not yet in force."));
        }
        for span in shown {
            let note = span.note.as_deref().map_or(String::new(), |n| format!(": {n}"));
            let public = public_since(span.published);
            let words = format!("{}, {}{public}{note} {}", span.status.word(), days(span.from, span.until), self.mark(&span.citation));
            self.line(2, &words);
        }
    }

    fn asks(&mut self) {
        self.heading(ASKS);
        let holds = |c: &&Clause| self.on.is_none_or(|day| c.from.is_none_or(|f| f <= day) && c.until.is_none_or(|u| day <= u));
        let clauses: Vec<&Clause> = self.policy.clauses.iter().filter(holds).collect();
        if clauses.is_empty() {
            self.line(2, "Nothing on that day.");
        }
        clauses.into_iter().for_each(|clause| self.clause(clause));
    }

    fn clause(&mut self, clause: &Clause) {
        let by = match clause.basis {
            DateBasis::WorkDate => "the day of the work".to_owned(),
            DateBasis::Milestone(milestone) => day_of(milestone).to_owned(),
        };
        let head = format!("{} ({}, {}): {}", clause.id, clause.check.name(), clause.force.word(), purpose(&clause.check));
        self.line(2, &head);
        self.line(
            4,
            &format!("Holds {}, by {by}. {} {}", days(clause.from, clause.until), wanted(clause.severity), self.marks(&clause.citations)),
        );
        if let Some(reason) = &clause.severity_reason {
            self.line(4, &format!("Severity {}: {reason}", clause.severity.word()));
        }
        for words in further(&clause.check) {
            self.line(4, &words);
        }
        for condition in &clause.applies {
            self.condition(4, condition);
        }
        let figures: Vec<&Figure> = self.policy.figures.iter().filter(|f| f.clause.as_deref() == Some(&clause.id)).collect();
        let mut rows: Vec<(Option<NaiveDate>, String)> = Vec::new();
        for figure in figures {
            let Some(name) = figure_name(&clause.check, &figure.name).or_else(|| said(&figure.name).map(str::to_owned)) else { continue };
            if self.on.is_some_and(|day| figure.from.is_some_and(|f| day < f) || figure.until.is_some_and(|u| u < day)) {
                continue;
            }
            let span = if figure.from.is_some() { format!("{}: ", days(figure.from, figure.until)) } else { String::new() };
            let seen = match figure.seen {
                Some(seen) => seen.word(),
                None => "chosen here",
            };
            let note = figure.note.as_deref().map_or(String::new(), |n| format!(" {n}"));
            let public = public_since(figure.published);
            let words = format!(
                "- {name}: {span}{} ({seen}{public}) {}{note}",
                amount(figure, share_words::unit(&clause.check)),
                self.mark(&figure.citation)
            );
            rows.push((figure.from, words));
        }
        for gap in &clause.not_held {
            let covers = |day: NaiveDate| gap.from.is_none_or(|f| f <= day) && gap.until.is_none_or(|u| day <= u);
            if self.on.is_none_or(covers) {
                rows.push((gap.from, format!("- {}: not held. {}", days(gap.from, gap.until), gap.why)));
            }
        }
        rows.sort_by_key(|(from, _)| *from);
        rows.iter().for_each(|(_, words)| self.line(4, words));
        for (words, cited) in
            events_words::details(clause, &self.policy.figures).into_iter().chain(share_words::details(&clause.check, &self.policy.groups))
        {
            self.cited(4, &words, cited);
        }
    }

    fn cited(&mut self, indent: usize, words: &str, cited: Option<String>) {
        let mark = cited.map_or(String::new(), |key| format!(" {}", self.mark(&key)));
        self.line(indent, &format!("- {words}{mark}"));
    }

    fn groups(&mut self) {
        let all = share_words::groups(self.policy);
        if !all.is_empty() {
            self.heading("Groups and lists");
            all.into_iter().for_each(|(words, cited)| self.cited(2, &words, cited));
        }
    }

    fn unsettled(&mut self) {
        let policy = self.policy;
        if !policy.conflicts.is_empty() {
            self.heading("Sources that disagree");
            for conflict in &policy.conflicts {
                for (says, key) in &conflict.says {
                    let words = format!("- {says} {}", self.mark(key));
                    self.line(2, &words);
                }
                self.line(4, &format!("Read here as: {}", conflict.reading));
            }
        }
        if !policy.open_questions.is_empty() {
            self.heading("Open questions");
            for open in &policy.open_questions {
                self.line(2, &format!("- {}", open.question));
                self.line(4, &format!("Read here as: {}", open.reading));
            }
        }
    }

    fn sources(&mut self) {
        self.heading("Sources");
        for (index, (key, citation)) in self.policy.citations.iter().enumerate() {
            let seen = self.policy.sources.get(key).map_or(String::new(), |s| format!(" ({}, seen {})", s.seen.word(), s.seen_on));
            let words = format!("{}{seen}", citation.text);
            self.parts.push(Part::Source { number: index + 1, words, url: citation.url.clone() });
        }
    }
}

fn days(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    match (from, until) {
        (None, None) => "on every day".to_owned(),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("{from} to {until}"),
    }
}

fn public_since(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!(", public since {day}"))
}

fn wanted(severity: Severity) -> &'static str {
    match severity {
        Severity::Answer => "To be answered before signing.",
        Severity::Look => "To be looked at.",
        Severity::Inform => "For information.",
        Severity::Block => "Blocks signing.",
    }
}

fn purpose(check: &CheckRule) -> String {
    match check {
        CheckRule::WageFloor(_) => "the hourly rate paid is at least the floor of the day.".to_owned(),
        CheckRule::PrevailingRate(rule) => {
            let held = match rule.unregistered {
                Unregistered::AsMarked => "",
                Unregistered::JourneyRateIfKnown => " Apprentices known not to be registered get the journeyworker's rate.",
                Unregistered::JourneyRate => " Apprentices not registered get the journeyworker's rate.",
            };
            format!("basic rate and fringe together reach the wage determination's, by classification and level.{held}")
        }
        CheckRule::Overtime(o) => format!(
            "hours over {} in a week are paid at {} times the basic rate or more.",
            plain(&o.weekly_over.to_string()),
            plain(&Decimal::new(i64::from(o.multiple_millionths), 6).to_string())
        ),
        CheckRule::Fringe(_) => {
            "the credit for fringe plans is no more than they cost for each of all hours worked, on covered and on private work.".to_owned()
        }
        CheckRule::DeductionAllowed(_) => "what is taken from pay is of a kind that may be taken.".to_owned(),
        CheckRule::WorkforceShare(_) | CheckRule::NewHireShare(_) => share_words::purpose(check),
        CheckRule::ClassificationKnown => "the classification is on the wage determination.".to_owned(),
        CheckRule::DeterminationStale(stale) => match stale.locked_by {
            LockedBy::Solicited => "the wage determination is the one that bids locked the contract to.".to_owned(),
            LockedBy::WorkDate => "the wage determination is the last one published by the day of the work.".to_owned(),
        },
        CheckRule::GrossAddsUp(_) => "gross pay is hours times rates.".to_owned(),
        CheckRule::NetAddsUp(_) => "net pay is gross pay less deductions.".to_owned(),
        CheckRule::HoursPossible => "no day over 24 hours, none below zero, none outside the week.".to_owned(),
        CheckRule::LineRepeated => "a line repeated letter by letter is set aside and named.".to_owned(),
        CheckRule::PayrollFiled(filed) => format!("the payroll is filed within {} calendar days of the pay date.", filed.within_days),
        CheckRule::HiresReported(rule) => format!(
            "{} on a payroll are in the hiring log, and a hire reported shows on a payroll within {} calendar days.",
            match rule.reported {
                Reported::NewWorkers => "workers new",
                Reported::NewHires => "new hires",
            },
            rule.work_within_days
        ),
        other => events_words::purpose(other).to_owned(),
    }
}

/// What a figure of a clause is, in words; `None` for the threshold of a condition.
fn said(name: &str) -> Option<&str> {
    Some(match name {
        "rate" => "floor",
        "weekly_over" => "hours a week before overtime",
        "multiple" => "overtime rate",
        "daily_over" => "hours a day before overtime",
        "double_daily_over" => "hours a day before double time",
        "minimum_hours" => "hours in the place from which on it binds",
        "damages_per_day" => "liquidated damages",
        "tolerance" => "difference let pass",
        "within" => "time to file",
        "before_bids" => "a modification governs if published before bid opening by",
        "award_within" => "the lock holds where the award follows bid opening within",
        "project_holds" => "a determination issued for one project holds",
        "per_dollars" => "dollars for each hire",
        other => return events_words::figure(other),
    })
}

fn amount(figure: &Figure, shared: &str) -> String {
    match (figure.unit, figure.value.parse::<Decimal>()) {
        ("share", Ok(share)) => format!("{} percent of the {shared}", (share * Decimal::ONE_HUNDRED).normalize()),
        (unit, _) => format!("{} {unit}", grouped(&figure.value)),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn plain(figure: &str) -> &str {
    if figure.contains('.') { figure.trim_end_matches('0').trim_end_matches('.') } else { figure }
}
