//! Reading a clause: which check it asks for, how strongly, from when, with which figures.

use super::condition_form::{conditions, whole};
use super::figure_form::{Home, Provenance};
use super::keys::Keys;
use super::policy::{
    AddsUp, CheckRule, Clause, DeterminationStale, LockedBy, NotHeld, Overtime, PayrollFiled, PrevailingRate, ShareTarget, WageFloor,
    WorkforceShare,
};
use super::words::{CHECKS, FORCES, GROUP_BY, GROUPS, LOCKED_BY, SELECTED_BY, SEVERITIES, SHARE_OF};
use crate::domain::quantity::{Hours, Money};
use crate::domain::share::Share;

/// One `[[clause]]`. `None` if it does not load; the source then holds why.
pub(super) fn clause(provenance: &Provenance, keys: Keys<'_>) -> Option<Clause> {
    let id = keys.text("id", "id = \"standards-2017\", a short name within the policy");
    if let Some(id) = &id
        && !is_name(&id.text)
    {
        keys.source.error(
            &id.span,
            format!("`id` is \"{}\"", id.text),
            "Write lower-case letters, digits and hyphens: id = \"standards-2017\"",
        );
    }
    let name = id.map(|t| t.text);
    let home = Home { provenance, clause: Some(name.as_deref().unwrap_or("")) };
    let check = keys.word("check", CHECKS);
    let force = keys.word("force", FORCES);
    let severity = keys.word("severity", SEVERITIES);
    let severity_reason = keys.optional_text("severity_reason", "severity_reason = \"why\"").map(|t| t.text);
    let basis = keys.word("selected_by", SELECTED_BY);
    let days = keys.span_of_days();
    let citations = home.citations(&keys);
    let applies = match keys.table("applies", "[clause.applies] with conditions") {
        Some(table) => {
            let conditions = conditions(home, &table);
            table.finish();
            conditions
        }
        None => Vec::new(),
    };
    let not_held = not_held(&keys);
    let rule = check.and_then(|check| figures(check, home, &keys));
    // With an unknown check its figures are not known either; one error is enough.
    if let Some(check) = check {
        keys.named(format!("A [[clause]] with check = \"{check}\"")).finish();
    }
    let (from, until) = days?;
    Some(Clause {
        id: name?,
        force: force?,
        severity: severity?,
        basis: basis?,
        from,
        until,
        applies,
        citations,
        not_held,
        severity_reason,
        check: rule?,
    })
}

fn figures(check: &str, home: Home<'_>, keys: &Keys<'_>) -> Option<CheckRule> {
    Some(match check {
        "wage-floor" => CheckRule::WageFloor(WageFloor { rates: home.schedule(keys, "rate", "dollars per hour", true) }),
        "prevailing-rate" => CheckRule::PrevailingRate(PrevailingRate {}),
        "overtime" => {
            let weekly_over = home.figure(keys, "weekly_over", "hours", true);
            let multiple = home.figure(keys, "multiple", "times the basic rate", true);
            let damages_per_day = home.schedule(keys, "damages_per_day", "dollars per worker and day", false);
            CheckRule::Overtime(Overtime {
                weekly_over: Hours::from_micros(weekly_over?.micros),
                multiple_millionths: u32::try_from(multiple?.micros).ok()?,
                damages_per_day,
            })
        }
        "workforce-share" => CheckRule::WorkforceShare(shares(home, keys)?),
        "classification-known" => CheckRule::ClassificationKnown,
        "determination-stale" => CheckRule::DeterminationStale(lock(home, keys)?),
        "gross-adds-up" => CheckRule::GrossAddsUp(tolerance(home, keys)?),
        "net-adds-up" => CheckRule::NetAddsUp(tolerance(home, keys)?),
        "hours-possible" => CheckRule::HoursPossible,
        "line-repeated" => CheckRule::LineRepeated,
        "payroll-filed" => {
            home.needs(keys, "within", "calendar days");
            CheckRule::PayrollFiled(PayrollFiled { within_days: whole(home, keys, "within", "calendar days")? })
        }
        _ => return None,
    })
}

fn lock(home: Home<'_>, keys: &Keys<'_>) -> Option<DeterminationStale> {
    let locked_by = keys.word("locked_by", LOCKED_BY)?;
    if locked_by == LockedBy::WorkDate {
        return Some(DeterminationStale { locked_by, before_bids: 0, award_within: 0, project_holds: 0 });
    }
    let days = |key: &str| {
        home.needs(keys, key, "calendar days");
        whole(home, keys, key, "calendar days")
    };
    let (before_bids, award_within, project_holds) = (days("before_bids"), days("award_within"), days("project_holds"));
    Some(DeterminationStale { locked_by, before_bids: before_bids?, award_within: award_within?, project_holds: project_holds? })
}

fn tolerance(home: Home<'_>, keys: &Keys<'_>) -> Option<AddsUp> {
    let read = home.figure(keys, "tolerance", "dollars", true)?;
    Some(AddsUp { tolerance: Money::from_micros(read.micros) })
}

fn shares(home: Home<'_>, keys: &Keys<'_>) -> Option<WorkforceShare> {
    let by = keys.words("by", GROUP_BY);
    if by.is_none() && !keys.has("by") {
        keys.source.error(&keys.span, "A share says not what is counted apart", "Write by = [\"project\", \"trade\"]");
    }
    keys.word("of", SHARE_OF);
    let rows = keys.tables("target", "[[clause.target]] tables with group, share, citation and seen");
    if rows.is_empty() && !keys.has("target") {
        keys.source.error(&keys.span, "A share has no [[clause.target]]", "Add [[clause.target]] with group, share, citation and seen");
    }
    let mut targets: Vec<ShareTarget> = Vec::new();
    for row in rows {
        let group = row.word("group", GROUPS);
        let name = format!("target {}", group.map_or("", |g| g.word()));
        let read = home.number(&row, &name, "share", "share", false);
        if let (Some(group), Some(read)) = (group, read) {
            let share = u32::try_from(read.micros).ok().and_then(Share::from_millionths);
            match share {
                None => row.source.error(&row.at("share"), "`share` is more than one whole", "Write 51 percent as share = \"0.51\""),
                Some(_) if targets.iter().any(|t| t.group == group) => {
                    row.source.error(&row.at("group"), format!("`{}` has two targets", group.word()), "Keep one, or write a second clause");
                }
                Some(share) => targets.push(ShareTarget { group, share, citation: read.citation }),
            }
        }
        row.finish();
    }
    Some(WorkforceShare { by: by?, targets })
}

fn not_held(keys: &Keys<'_>) -> Vec<NotHeld> {
    let mut all = Vec::new();
    for row in keys.tables("not_held", "[[clause.not_held]] tables with from, until and why") {
        let days = row.span_of_days();
        let why = row.text("why", "why = \"the notice of that year was not seen\"");
        if let (Some((from, until)), Some(why)) = (days, why) {
            all.push(NotHeld { from, until, why: why.text });
        }
        row.finish();
    }
    all.sort_by_key(|n| n.from);
    all
}

/// Lower-case letters, digits and hyphens.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
