//! `[[event]]`: what happened that no payroll shows.

use super::ProjectError;
use super::scalar::{Day, Given};
use crate::domain::event::{Event, EventKind};
use crate::intake::toml_words::{line_at, spelling};
use crate::intake::value::text::holds_full_ssn;
use serde::Deserialize;
use toml::Spanned;

/// One `[[event]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEvent {
    what: Spanned<String>,
    on: Spanned<Day>,
    until: Option<Spanned<Day>>,
    contractor: Option<Given>,
    job_order: Option<Given>,
    worker: Option<Given>,
    count: Option<u32>,
    week_ending: Option<Day>,
    payroll_number: Option<Given>,
    evidence: Option<Given>,
}

/// All events, by day, as they stand in the file where the day is the same.
pub(super) fn load(raw: Vec<RawEvent>, text: &str, project: &str) -> Result<Vec<Event>, ProjectError> {
    let mut events = raw.into_iter().map(|e| event(e, text, project)).collect::<Result<Vec<_>, _>>()?;
    events.sort_by_key(|e| e.on);
    Ok(events)
}

fn event(raw: RawEvent, text: &str, project: &str) -> Result<Event, ProjectError> {
    let at = |start: usize, message: String| ProjectError::new(project, Some(line_at(text.as_bytes(), start)), message);
    let what = word(&raw.what, EventKind::WORDS, "event").map_err(|(message, help)| at(raw.what.span().start, message).help(help))?;
    let on = raw.on.get_ref().0;
    let until = raw.until.as_ref().map(|d| d.get_ref().0);
    if let (Some(day), Some(span)) = (until, &raw.until)
        && day < on
    {
        return Err(at(span.span().start, "`until` comes before `on`.".to_owned()));
    }
    let needs_week = matches!(what, EventKind::PayrollFiled | EventKind::Payday);
    if needs_week && raw.week_ending.is_none() && (what == EventKind::Payday || raw.payroll_number.is_none()) {
        let message = format!("`{}` does not say of which week.", what.word());
        return Err(at(raw.what.span().start, message).help("Add week_ending = 2026-03-01, the last day of the work week."));
    }
    let given = |text: Option<Given>| text.map(|g| g.0);
    let worker = given(raw.worker);
    if worker.as_deref().is_some_and(holds_full_ssn) {
        let message = "a full Social Security number stands in the event.".to_owned();
        return Err(at(raw.what.span().start, message).help("Use the identifying number of the payroll instead."));
    }
    Ok(Event {
        what,
        on,
        until,
        contractor: given(raw.contractor),
        job_order: given(raw.job_order),
        worker,
        count: raw.count,
        week_ending: raw.week_ending.map(|d| d.0),
        payroll_number: given(raw.payroll_number),
        evidence: given(raw.evidence),
    })
}

/// A word of a closed list; the error is what is wrong and the right spelling.
pub(super) fn word<T: Copy>(text: &Spanned<String>, words: &[(&str, T)], what: &str) -> Result<T, (String, String)> {
    let written = text.get_ref().trim();
    match words.iter().find(|(w, _)| *w == written) {
        Some((_, value)) => Ok(*value),
        None => {
            let known: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
            Err((format!("`{written}` is no {what} that is known here."), spelling(written, &known)))
        }
    }
}
