//! What is doubtful in rule files that load: gaps, overlaps, unused sources, stale reviews.

use super::asks::CheckRule;
use super::asks_words::inconsistent;
use super::library::Library;
use super::policy::{Clause, Condition, DateBasis, Policy};
use super::schedule::Schedule;
use crate::domain::outcome::{Force, Seen, Severity};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// After this many days a person should hold a policy against its sources again. Most figures change
/// yearly; a month's grace covers late notices.
pub const STALE_AFTER_DAYS: u64 = 400;

/// How much a lint finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintLevel {
    /// Answers may be wrong.
    Warning,
    /// A person should know it.
    Note,
}

/// Something doubtful in a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LintFinding {
    /// Path of the policy.
    pub policy: String,
    /// How much it matters.
    pub level: LintLevel,
    /// Short stable name.
    pub code: &'static str,
    /// Line of the file, where one is known.
    pub line: Option<u32>,
    /// What was seen and what to do.
    pub message: String,
}

impl fmt::Display for LintFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            LintLevel::Warning => "warning",
            LintLevel::Note => "note",
        };
        write!(f, "{}", self.policy)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {level}[{}]: {}", self.code, self.message)
    }
}

/// Looks through every policy. `as_of` is the day reviews and figures are held against; without it
/// nothing is called stale.
pub fn lint(library: &Library, as_of: Option<NaiveDate>) -> Vec<LintFinding> {
    let mut findings = Vec::new();
    for policy in library.list() {
        Linter { policy, findings: &mut findings }.all(as_of);
    }
    findings.sort();
    findings
}

struct Linter<'a> {
    policy: &'a Policy,
    findings: &'a mut Vec<LintFinding>,
}

/// First and last day; `None` is open.
type Days2 = (Option<NaiveDate>, Option<NaiveDate>);

impl Linter<'_> {
    fn say(&mut self, level: LintLevel, code: &'static str, line: Option<u32>, message: String) {
        self.findings.push(LintFinding { policy: self.policy.id.clone(), level, code, line, message });
    }

    fn warn(&mut self, code: &'static str, message: String) {
        self.say(LintLevel::Warning, code, None, message);
    }

    fn all(&mut self, as_of: Option<NaiveDate>) {
        let policy = self.policy;
        self.figures();
        self.lists(as_of);
        self.sources();
        self.place();
        self.review(as_of);
        let statuses: Vec<Days2> = policy.status.iter().map(|s| (s.from, s.until)).collect();
        self.unbroken("status", "The legal status", &statuses);
        self.versions();
        for clause in &policy.clauses {
            self.severity(clause);
            match &clause.check {
                CheckRule::WageFloor(floor) => {
                    self.schedule(clause, "rate", &floor.rates, as_of);
                    for words in inconsistent(floor) {
                        self.warn("formula", format!("{}: {words}", clause.id));
                    }
                }
                CheckRule::Overtime(overtime) => self.schedule(clause, "damages_per_day", &overtime.damages_per_day, as_of),
                _ => {}
            }
        }
    }

    fn figures(&mut self) {
        let policy = self.policy;
        for figure in &policy.figures {
            let name = &figure.name;
            let of = figure.clause.as_deref().map_or(String::new(), |c| format!(" of {c}"));
            if !policy.citations.get(&figure.citation).is_some_and(|c| c.url.starts_with("http")) {
                self.say(LintLevel::Warning, "uncited", Some(figure.line), format!("{name}{of} has no citation with an address"));
            }
            if let (Some(published), Some(from)) = (figure.published, figure.from)
                && from < published
            {
                let message =
                    format!("{name}{of}, {}, holds from {from} and became public on {published}, after its first day", figure.value);
                self.say(LintLevel::Note, "dated-back", Some(figure.line), message);
            }
            if figure.seen == Some(Seen::Secondary) {
                let message = format!("{name}{of}, {}, was seen in a secondary source only: find the official text", figure.value);
                self.say(LintLevel::Note, "secondary", Some(figure.line), message);
            }
        }
    }

    /// Lists without a version on a day, and groups and lists nobody asks for.
    fn lists(&mut self, as_of: Option<NaiveDate>) {
        let policy = self.policy;
        for list in &policy.groups.lists {
            let spans: Vec<Days2> = list.versions.iter().map(|v| (Some(v.from), v.until)).collect();
            self.unbroken("gap", &format!("The list {}", list.id), &spans);
            if let Some(day) = as_of.filter(|day| list.on(*day).is_none()) {
                let message = format!("The list {} is not held on {day}: shares that ask for it cannot be told", list.id);
                self.say(LintLevel::Note, "not-held", None, message);
            }
            for version in list.versions.iter().filter(|v| v.seen == Seen::Secondary) {
                let message =
                    format!("The list {}, from {}, was seen in a secondary source only: find the official text", list.id, version.from);
                self.say(LintLevel::Note, "secondary", None, message);
            }
        }
    }

    fn sources(&mut self) {
        let policy = self.policy;
        let mut used: BTreeSet<&str> = policy.figures.iter().map(|f| f.citation.as_str()).collect();
        used.extend(policy.status.iter().map(|s| s.citation.as_str()));
        used.extend(policy.applies_citations.iter().map(String::as_str));
        used.extend(policy.clauses.iter().flat_map(|c| &c.citations).map(String::as_str));
        used.extend(policy.groups.lists.iter().flat_map(|l| &l.versions).map(|v| v.citation.as_str()));
        used.extend(policy.clauses.iter().flat_map(|c| c.check.targets()).map(|t| t.citation.as_str()));
        used.extend(policy.clauses.iter().flat_map(|c| &c.consequences).map(|c| c.citation.as_str()));
        for clause in &policy.clauses {
            match &clause.check {
                CheckRule::EventClock(clock) => used.extend(clock.steps.iter().map(|s| s.citation.as_str())),
                CheckRule::Checklist(list) => used.extend(list.items.iter().map(|i| i.citation.as_str())),
                _ => {}
            }
        }
        used.extend(policy.conflicts.iter().flat_map(|c| &c.says).map(|(_, key)| key.as_str()));
        for key in policy.citations.keys().filter(|k| !used.contains(k.as_str())) {
            self.warn("unused-citation", format!("Nothing rests on the citation {key}: cite it where it is used, or take it out"));
        }
        for (key, source) in policy.sources.iter().filter(|(_, s)| s.seen_on > policy.reviewed_on) {
            let message = format!("The citation {key} was seen on {}, after the review of {}", source.seen_on, policy.reviewed_on);
            self.warn("review-before-source", message);
        }
    }

    /// The path says where a policy holds: `us-ma/boston/…`.
    fn place(&mut self) {
        let policy = self.policy;
        let folders: Vec<&str> = policy.id.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        let state = folders.first().and_then(|f| f.strip_prefix("us-")).map(str::to_uppercase);
        if state != policy.place.state {
            let given = policy.place.state.as_deref().unwrap_or("none");
            self.warn("place", format!("The path stands for the state {}, the file says {given}", state.as_deref().unwrap_or("none")));
        }
        let folder = |name: &Option<String>| name.as_deref().map(|n| n.to_lowercase().replace([' ', '.'], "-").replace("--", "-"));
        // A county's folder may say that it is one: `cook` or `cook-county`.
        let stands = |name: &str| folders.iter().skip(1).any(|f| *f == name || f.strip_suffix("-county") == Some(name));
        for name in [folder(&policy.place.city), folder(&policy.place.county).filter(|_| policy.place.city.is_none())].into_iter().flatten()
        {
            if !stands(&name) {
                self.warn("place", format!("The file holds in {name} and does not stand in a folder of that name"));
            }
        }
    }

    fn review(&mut self, as_of: Option<NaiveDate>) {
        let reviewed = self.policy.reviewed_on;
        let Some(as_of) = as_of else { return };
        if reviewed.checked_add_days(Days::new(STALE_AFTER_DAYS)).is_some_and(|due| due < as_of) {
            self.warn(
                "stale",
                format!("Last reviewed on {reviewed}, more than {STALE_AFTER_DAYS} days before {as_of}: hold it against its sources"),
            );
        }
    }

    fn severity(&mut self, clause: &Clause) {
        let usual = match clause.force {
            Force::Requirement => Severity::Answer,
            Force::Goal | Force::SafeHarbor => Severity::Look,
            Force::Incentive | Force::Disclosure => Severity::Inform,
        };
        if clause.severity != usual && clause.severity_reason.is_none() {
            let (found, force) = (clause.severity.word(), clause.force.word());
            let message = format!("{} is a {force} with severity {found}, usually {}: write severity_reason", clause.id, usual.word());
            self.warn("severity", message);
        }
    }

    fn versions(&mut self) {
        let mut families: BTreeMap<&str, Vec<&Clause>> = BTreeMap::new();
        for clause in &self.policy.clauses {
            families.entry(clause.check.name()).or_default().push(clause);
        }
        for (check, mut family) in families {
            if family.len() < 2 {
                continue;
            }
            if family.iter().any(|c| c.basis != family[0].basis) {
                self.warn("versions", format!("The versions of {check} are selected by different days"));
            } else if family[0].basis == DateBasis::WorkDate && !each_for_its_own(&family) {
                let message = format!(
                    "{check} has versions by work date; a week across the change is checked under both. Use dated figures in one clause"
                );
                self.warn("versions", message);
            }
            family.sort_by_key(|c| c.from);
            // Clauses under different conditions may hold side by side, each for its own firms.
            let mut days: Vec<(Days2, &[Condition])> = Vec::new();
            for clause in family {
                let span = (clause.from, clause.until);
                match days.last() {
                    Some((last, conditions)) if overlap(*last, span) && *conditions != clause.applies => {}
                    _ => days.push((span, &clause.applies)),
                }
            }
            self.unbroken("versions", check, &days.into_iter().map(|(span, _)| span).collect::<Vec<_>>());
        }
    }

    /// Spans in order of their first day, each beginning the day after the one before ends.
    fn unbroken(&mut self, code: &'static str, what: &str, spans: &[Days2]) {
        for pair in spans.windows(2) {
            let [(_, last), (first, _)] = pair else { continue };
            match (last, first) {
                (Some(last), Some(first)) if last.succ_opt() == Some(*first) => {}
                (Some(last), Some(first)) if last < first => {
                    self.warn(code, format!("{what}: nothing is said between {last} and {first}"));
                }
                (_, first) => {
                    let day = first.map_or("the earliest days".to_owned(), |d| d.to_string());
                    self.warn(code, format!("{what}: two versions hold on {day}"));
                }
            }
        }
    }

    /// Every day is either held or said not to be.
    fn schedule<T>(&mut self, clause: &Clause, name: &str, schedule: &Schedule<T>, as_of: Option<NaiveDate>) {
        let Some(first) = schedule.0.first() else { return };
        let what = format!("{name} of {}", clause.id);
        let line = |from: NaiveDate| {
            let found = |f: &&super::policy::Figure| f.clause.as_deref() == Some(&clause.id) && f.name == name && f.from == Some(from);
            self.policy.figures.iter().find(found).map(|f| f.line)
        };
        let open: Vec<_> = schedule.0.iter().filter(|d| d.until.is_none()).map(|d| (d.from, line(d.from))).collect();
        for (from, line) in open {
            let message = format!("{what}, from {from}, has no last day: if it changes yearly, write the day before the next change");
            self.say(LintLevel::Note, "no-end", line, message);
        }
        let mut uncovered: Vec<NaiveDate> = first.from.pred_opt().into_iter().collect();
        uncovered.extend(schedule.0.iter().filter_map(|d| d.until?.succ_opt()).filter(|day| schedule.on(*day).is_none()));
        // On a day before its clause or after it no figure is asked for.
        uncovered.retain(|day| clause.from.is_none_or(|first| first <= *day) && clause.until.is_none_or(|last| *day <= last));
        for day in uncovered.into_iter().filter(|day| clause.why_not_held(*day).is_none()) {
            self.warn("gap", format!("{what}: no figure on {day}. Add it, or say why in [[clause.not_held]]"));
        }
        for row in &schedule.0 {
            let said = |day: Option<NaiveDate>| day.is_some_and(|d| clause.why_not_held(d).is_some());
            let inside = clause
                .not_held
                .iter()
                .any(|n| n.from.is_some_and(|f| f > row.from) && row.until.is_none_or(|u| n.from.is_some_and(|f| f <= u)));
            if said(Some(row.from)) || said(row.until) || inside {
                self.warn("held-and-not", format!("{what}, from {}, is there and said not to be held", row.from));
            }
        }
        if let Some(day) = as_of.filter(|day| schedule.on(*day).is_none()) {
            let why = clause.why_not_held(day).unwrap_or("no reason is given");
            self.say(LintLevel::Note, "not-held", None, format!("{what} is not held on {day}: {why}"));
        }
    }
}

/// No two of them under the same conditions: they are classes, not versions of one another.
fn each_for_its_own(family: &[&Clause]) -> bool {
    family.iter().enumerate().all(|(i, a)| family.iter().skip(i + 1).all(|b| a.applies != b.applies))
}

/// The later span begins before the earlier one ends.
fn overlap(earlier: Days2, later: Days2) -> bool {
    earlier.1.is_none_or(|last| later.0.is_none_or(|first| first <= last))
}
