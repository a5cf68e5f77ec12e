//! From a line and the dated facts about its worker to a signature, day by day where something changes
//! inside the week.

use super::signature::{Question, Questions, Signature};
use crate::domain::attribute::{Attribute, Attributes};
use crate::domain::hours_to_date::{HoursToDate, PartToDate};
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Seen;
use crate::domain::payroll::{Fact, Gender, PayrollLine};
use crate::domain::people::{DatedFact, FactKind, gender_on, held, known_on};
use crate::domain::project::Project;
use crate::rules::groups::DatedList;
use crate::rules::policy::Policy;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a line says of its worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Week {
    /// The same on every day.
    Same(Signature),
    /// Something changes inside the week.
    ByDay([Signature; 7]),
}

/// What of a line decides its signature, where no dated fact is held about the worker.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stated {
    resident: Fact,
    person_of_color: Fact,
    gender: Gender,
    attributes: Attributes,
    zip: Sym,
    trade: Sym,
    week_ending: Option<NaiveDate>,
}

/// Residence, race and gender as stated: three by three by four.
const USUAL: usize = 36;

/// Answers the questions of a clause.
pub struct Facts {
    questions: Vec<Question>,
    policy: Arc<Policy>,
    project: Arc<Project>,
    lists: bool,
    /// Nothing is asked but residence, race and gender.
    usual_alone: bool,
    usual: [Option<Signature>; USUAL],
    /// By worker: where the worker's facts stand among the project's, and how many; `None` until looked up.
    known: Vec<Option<(u32, u32)>>,
    last: Option<(Stated, Signature)>,
    /// By list: the first and last day on which it was needed and not held.
    pub not_held: NotHeld,
}

impl Facts {
    /// Over the questions of a clause.
    pub fn new(questions: &Questions, policy: Arc<Policy>, project: Arc<Project>) -> Self {
        let questions = questions.0.clone();
        let lists = questions.iter().any(|q| !matches!(q, Question::Has(_)));
        let usual_alone = questions.iter().all(|q| matches!(q, Question::Has(attribute) if attribute.has_own_reading()));
        let (usual, known, not_held) = ([None; USUAL], Vec::new(), BTreeMap::new());
        Self { questions, policy, project, lists, usual_alone, usual, known, last: None, not_held }
    }

    /// The signature of a line, day by day where it changes.
    #[inline]
    pub fn of(&mut self, line: &PayrollLine, names: &Names) -> Week {
        if !self.project.people.facts.is_empty() {
            let (start, count) = self.facts_about(line.worker, names);
            if count > 0 {
                return self.dated(line, names, start as usize..(start + count) as usize);
            }
        }
        if self.usual_alone {
            // Most rules ask for residence, race and gender alone: so few answers stand in a table.
            let at = line.resident as usize * 12 + line.person_of_color as usize * 4 + line.gender as usize;
            if let Some(Some(signature)) = self.usual.get(at) {
                return Week::Same(*signature);
            }
            let signature = self.signature(line, line.week_ending, &[], names);
            if let Some(slot) = self.usual.get_mut(at) {
                *slot = Some(signature);
            }
            return Week::Same(signature);
        }
        let stated = Stated {
            resident: line.resident,
            person_of_color: line.person_of_color,
            gender: line.gender,
            attributes: line.attributes,
            zip: if self.lists { line.zip } else { Sym::NONE },
            trade: if self.lists { line.trade } else { Sym::NONE },
            week_ending: if self.lists { line.week_ending } else { None },
        };
        if let Some((last, signature)) = self.last
            && last == stated
        {
            return Week::Same(signature);
        }
        if self.lists {
            return self.dated(line, names, 0..0);
        }
        let signature = self.signature(line, line.week_ending, &[], names);
        self.last = Some((stated, signature));
        Week::Same(signature)
    }

    /// The signature on one day, known or not.
    pub fn on_day(&mut self, line: &PayrollLine, day: Option<NaiveDate>, names: &Names) -> Signature {
        let (start, count) = self.facts_about(line.worker, names);
        let project = Arc::clone(&self.project);
        let facts = project.people.facts.get(start as usize..(start + count) as usize).unwrap_or_default();
        self.signature(line, day, facts, names)
    }

    /// What is known of the workers of earlier weeks, as far as it holds throughout: no ZIP code is kept. What the
    /// project's list of people said of each of those weeks was kept with that week, and stands.
    pub fn of_earlier(&mut self, part: &PartToDate, of: &HoursToDate) -> Signature {
        let mut signature = Signature::default();
        let accept_secondary = self.project.accept_secondary;
        let first = of.first_week.checked_sub_days(Days::new(6)).unwrap_or(of.first_week);
        for (number, question) in self.questions.iter().enumerate() {
            let fact = match *question {
                Question::Has(attribute) => {
                    let known = part.known.iter().find(|(known, _)| *known == attribute);
                    known.map_or(Fact::Unknown, |(_, holds)| if *holds { Fact::Yes } else { Fact::No })
                }
                Question::LivesIn(_) => Fact::Unknown,
                Question::TradeIn(list) => {
                    let lists = &self.policy.groups.lists;
                    let version = |day| lists.get(list).and_then(|dated| dated.on(day));
                    let trade = part.trade.to_lowercase();
                    if version(first) == version(of.last_week) {
                        in_list(lists, list, &trade, Some(of.last_week), accept_secondary, &mut self.not_held)
                    } else {
                        Fact::Unknown
                    }
                }
            };
            signature.answer(number, fact);
        }
        signature
    }

    /// Where the facts about a worker stand.
    fn facts_about(&mut self, worker: Sym, names: &Names) -> (u32, u32) {
        let index = worker.index();
        if let Some(Some(known)) = self.known.get(index) {
            return *known;
        }
        let range = if worker.is_none() { 0..0 } else { self.project.people.range_about(names.text(worker)) };
        let known = (range.start as u32, range.len() as u32);
        if self.known.len() <= index {
            self.known.resize(index + 1, None);
        }
        self.known[index] = Some(known);
        known
    }

    fn dated(&mut self, line: &PayrollLine, names: &Names, range: std::ops::Range<usize>) -> Week {
        let project = Arc::clone(&self.project);
        let facts = project.people.facts.get(range).unwrap_or_default();
        let Some(last) = line.week_ending else { return Week::Same(self.signature(line, None, facts, names)) };
        let first = last.checked_sub_days(Days::new(6)).unwrap_or(last);
        if !self.changes(first, last, facts) {
            return Week::Same(self.signature(line, Some(last), facts, names));
        }
        let mut days = [Signature::default(); 7];
        let mut day = first;
        for slot in &mut days {
            *slot = self.signature(line, Some(day), facts, names);
            day = day.succ_opt().unwrap_or(day);
        }
        if days.iter().all(|d| *d == days[0]) { Week::Same(days[0]) } else { Week::ByDay(days) }
    }

    /// Whether a fact or a list begins or ends inside a week.
    fn changes(&self, first: NaiveDate, last: NaiveDate, facts: &[DatedFact]) -> bool {
        let inside = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
            from.is_some_and(|f| first < f && f <= last) || until.is_some_and(|u| first <= u && u < last)
        };
        let lists = self.questions.iter().filter_map(|q| match q {
            Question::LivesIn(list) | Question::TradeIn(list) => self.policy.groups.lists.get(*list),
            Question::Has(_) => None,
        });
        facts.iter().any(|f| inside(f.from, f.until)) || lists.flat_map(|l| &l.versions).any(|v| inside(Some(v.from), v.until))
    }

    fn signature(&mut self, line: &PayrollLine, day: Option<NaiveDate>, facts: &[DatedFact], names: &Names) -> Signature {
        let mut signature = Signature::default();
        let accept_secondary = self.project.accept_secondary;
        for (number, question) in self.questions.iter().enumerate() {
            let fact = match *question {
                Question::Has(attribute) => {
                    if attribute == Attribute::Woman && gender_on(line, facts, day) == Gender::NonBinary {
                        signature.set_unaddressed();
                    }
                    known_on(line, attribute, facts, day)
                }
                Question::LivesIn(list) => {
                    let zip = held(facts, FactKind::ResidenceZip, day).map_or_else(|| names.text(line.zip), |f| f.value.as_str());
                    in_list(&self.policy.groups.lists, list, zip.get(..5).unwrap_or(zip), day, accept_secondary, &mut self.not_held)
                }
                Question::TradeIn(list) => in_list(
                    &self.policy.groups.lists,
                    list,
                    &names.text(line.trade).to_lowercase(),
                    day,
                    accept_secondary,
                    &mut self.not_held,
                ),
            };
            signature.answer(number, fact);
        }
        signature
    }
}

/// By list: the first and last day on which it was needed and not held.
pub type NotHeld = BTreeMap<usize, (NaiveDate, NaiveDate)>;

fn in_list(lists: &[DatedList], list: usize, value: &str, day: Option<NaiveDate>, accept_secondary: bool, not_held: &mut NotHeld) -> Fact {
    let (Some(dated), Some(day)) = (lists.get(list), day) else { return Fact::Unknown };
    let version = dated.on(day).and_then(|v| dated.versions.get(v));
    // A list seen in a secondary source only decides nothing, unless such figures are accepted.
    let Some(version) = version.filter(|v| accept_secondary || v.seen == Seen::Official) else {
        let days = not_held.entry(list).or_insert((day, day));
        *days = (days.0.min(day), days.1.max(day));
        return Fact::Unknown;
    };
    if value.is_empty() {
        Fact::Unknown
    } else if version.values.contains(value) {
        Fact::Yes
    } else {
        Fact::No
    }
}
