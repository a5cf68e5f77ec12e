//! What was known on a day. A law can be dated back, and a figure published weeks after its first day; a
//! payroll certified before then is held against what could be known.

use super::policy::{Policy, StatusSpan};
use chrono::NaiveDate;

impl Policy {
    /// The policy without what became public after a day; `None` if that is the policy as it is.
    ///
    /// A figure not yet public is as if absent. A standing not yet public is too, and the one before it,
    /// which ended only because of it, goes on.
    pub fn as_known_on(&self, day: NaiveDate) -> Option<Self> {
        let later = |published: Option<NaiveDate>| published.is_some_and(|p| day < p);
        if !self.figures.iter().any(|f| later(f.published)) && !self.status.iter().any(|s| later(s.published)) {
            return None;
        }
        let mut known = self.clone();
        known.figures.retain(|f| !later(f.published));
        for clause in &mut known.clauses {
            clause.check.forget_after(day);
        }
        let mut status: Vec<StatusSpan> = Vec::with_capacity(known.status.len());
        for span in known.status {
            match status.last_mut() {
                Some(before) if later(span.published) && before.until.and_then(|u| u.succ_opt()) == span.from => before.until = span.until,
                _ if later(span.published) => {}
                _ => status.push(span),
            }
        }
        known.status = status;
        Some(known)
    }
}
