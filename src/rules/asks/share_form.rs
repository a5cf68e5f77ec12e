//! Reading what shares have in common.

use super::share::{AskedShare, Counted, Credit, CreditCap, CreditKind, DEEPEST, GroupBy, Scope, ShareBase, ShareTarget, Shares, Window};
use crate::domain::lasting::lasting;
use crate::domain::outcome::Seen;
use crate::domain::payroll::Level;
use crate::domain::share::Share;
use crate::rules::clause_form::is_name;
use crate::rules::figure_form::Home;
use crate::rules::group_form::{group_of, list_of};
use crate::rules::groups::{Group, ListKind};
use crate::rules::keys::{Keys, Text};
use crate::rules::source_text::closest;
use crate::rules::words::Words;

pub(in crate::rules) const GROUP_BY: Words<GroupBy> =
    &[("project", GroupBy::Project), ("contractor", GroupBy::Contractor), ("trade", GroupBy::Trade), ("level", GroupBy::Level)];
pub(in crate::rules) const WINDOWS: Words<Window> =
    &[("to-date", Window::ToDate), ("week", Window::Week), ("calendar-year", Window::CalendarYear), ("completion", Window::Completion)];
pub(in crate::rules) const SCOPES: Words<Scope> =
    &[("cumulative", Scope::Cumulative), ("each-employer", Scope::EachEmployer), ("elected", Scope::Elected)];
pub(in crate::rules) const LEVELS: Words<Level> = &[("journeyworker", Level::Journeyworker), ("apprentice", Level::Apprentice)];
/// What a credit is capped by, where that is no group.
pub(in crate::rules) const CAP_OF: Words<()> = &[("required", ())];
pub(in crate::rules) const HOURS_KINDS: Words<bool> = &[("all", false), ("straight", true)];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Kind {
    Double,
    Elsewhere,
    CarryOver,
}

pub(in crate::rules) const CREDITS: Words<Kind> =
    &[("double", Kind::Double), ("elsewhere", Kind::Elsewhere), ("carry-over", Kind::CarryOver)];

/// What any share says. A target (or an order of preference) must be there if `needed`.
pub(super) fn shares(home: Home<'_>, keys: &Keys<'_>, needed: bool) -> Option<Shares> {
    let by = by(keys);
    let preference = preference(home, keys);
    let shares = Shares {
        by: by.clone().unwrap_or_default(),
        window: optional(keys, "window", WINDOWS),
        scope: optional(keys, "scope", SCOPES),
        outside_trades: list_of(keys, "outside_trades", &home.provenance.groups.lists, ListKind::Trade),
        counted: counted(home, keys).unwrap_or_default(),
        targets: targets(home, keys, needed && preference.is_empty()),
        preference,
    };
    by.map(|_| shares)
}

/// What is counted apart; it must be said.
fn by(keys: &Keys<'_>) -> Option<Vec<GroupBy>> {
    let by = keys.words("by", GROUP_BY);
    if by.is_none() && !keys.has("by") {
        keys.source.error(&keys.span, "A share says not what is counted apart", "Write by = [\"project\", \"trade\"]");
    }
    by
}

/// A word that may be left out.
pub(super) fn optional<T: Copy + Default>(keys: &Keys<'_>, key: &str, words: Words<T>) -> T {
    if keys.has(key) { keys.word(key, words).unwrap_or_default() } else { T::default() }
}

fn counted(home: Home<'_>, keys: &Keys<'_>) -> Option<Counted> {
    let table = keys.table("counted", "[clause.counted] with level, trades, trades_not, groups, groups_not or hours_kind")?;
    let lower = |key: &str| {
        let texts = table.texts(key, &format!("{key} = [\"Carpenter\"]")).unwrap_or_default();
        texts.into_iter().map(|t| t.text.to_lowercase()).collect()
    };
    let groups = |key: &str| {
        let texts = table.texts(key, &format!("{key} = [\"resident\"]")).unwrap_or_default();
        texts.iter().filter_map(|t| group_of(&table, key, t, &home.provenance.groups)).collect::<Vec<Group>>()
    };
    let counted = Counted {
        levels: levels(&table),
        trades: lower("trades"),
        trades_not: lower("trades_not"),
        groups: groups("groups"),
        groups_not: groups("groups_not"),
        straight_only: optional(&table, "hours_kind", HOURS_KINDS),
    };
    table.finish();
    Some(counted)
}

fn levels(keys: &Keys<'_>) -> Vec<Level> {
    keys.words("level", LEVELS).unwrap_or_default()
}

/// Who is counted, where a table names it.
fn group(home: Home<'_>, keys: &Keys<'_>) -> Option<Group> {
    let name = keys.text("group", "group = \"resident\", an attribute or a [group.…] of the file")?;
    group_of(keys, "group", &name, &home.provenance.groups)
}

/// `[[clause.preference]]`: groups in the order in which they are preferred.
fn preference(home: Home<'_>, keys: &Keys<'_>) -> Vec<Group> {
    let mut order: Vec<Group> = Vec::new();
    for row in keys.tables("preference", "[[clause.preference]] tables with group, the most preferred first") {
        order.extend(group(home, &row));
        if row.has("citation") {
            home.citation(&row, "citation");
        }
        row.finish();
    }
    order
}

/// A target and the name of the one it stands on, not yet looked up.
struct Read {
    target: ShareTarget,
    stands_on: Option<(bool, Text)>,
}

/// `[[clause.target]]`; one at least, unless the clause is about something else too.
fn targets(home: Home<'_>, keys: &Keys<'_>, needed: bool) -> Vec<ShareTarget> {
    let rows = keys.tables("target", "[[clause.target]] tables with group, share, citation and seen");
    if rows.is_empty() && !keys.has("target") && needed {
        keys.source.error(&keys.span, "A share has no [[clause.target]]", "Add [[clause.target]] with group, share, citation and seen");
    }
    let mut read: Vec<Read> = Vec::new();
    for row in rows {
        if let Some(one) = target(home, &row) {
            if read.iter().any(|r| r.target.id == one.target.id) {
                let place = row.at(if row.has("id") { "id" } else { "group" });
                let write = "Keep one, or give each a name of its own: id = \"journey-residents\"";
                row.source.error(&place, format!("`{}` has two targets", one.target.id), write);
            } else {
                read.push(one);
            }
        }
        row.finish();
    }
    linked(keys, read)
}

fn target(home: Home<'_>, row: &Keys<'_>) -> Option<Read> {
    let group = group(home, row);
    let id = row.optional_text("id", "id = \"zip\", a short name within the clause");
    if let Some(id) = id.as_ref().filter(|t| !is_name(&t.text)) {
        let write = "Write lower-case letters, digits and hyphens: id = \"apprentice-zip\"";
        row.source.error(&id.span, format!("`id` is \"{}\"", id.text), write);
    }
    let id = lasting(&id.map_or_else(|| group.as_ref().map_or(String::new(), |g| g.word().to_owned()), |t| t.text));
    let asked = asked(home, row, id);
    let levels = levels(row);
    let counted = counted(home, row);
    let base = |key: &str| row.optional_text(key, &format!("{key} = the id of another target"));
    let (required, toward) = (base("of_required"), base("of_target"));
    if let (Some(_), Some(second)) = (&required, &toward) {
        row.source.error(&second.span, "A target is a share of two things", "Keep `of_required` or `of_target`");
    }
    let (cited, seen) = asked.as_ref().map_or(("", None), |(_, citation, seen)| (citation.as_str(), *seen));
    let credits = credits(home, row, id, cited, seen);
    let options = |key: &str, usual: bool| row.yes_no(key).unwrap_or(usual);
    let (numerator_outside, per_trade, equal_or_more) =
        (options("numerator_outside", false), options("per_trade", true), options("equal_or_more", true));
    let (share, citation, seen) = asked?;
    let target = ShareTarget {
        id,
        group: group?,
        share,
        citation,
        secondary: seen == Some(Seen::Secondary),
        levels,
        counted,
        numerator_outside,
        base: ShareBase::Counted,
        per_trade,
        equal_or_more,
        credits,
    };
    Some(Read { target, stands_on: required.map(|t| (true, t)).or(toward.map(|t| (false, t))) })
}

/// `share`, or `share_parameter`, each with its citation.
fn asked(home: Home<'_>, row: &Keys<'_>, id: &str) -> Option<(AskedShare, String, Option<Seen>)> {
    if !row.has("share_parameter") {
        let read = home.number(row, &format!("target {id}"), "share", "share", false)?;
        return Some((AskedShare::Given(part(row, "share", read.micros)?), read.citation, read.seen));
    }
    let name = row.text("share_parameter", "share_parameter = \"journey_share\", a name under [project.parameters]");
    if row.has("share") {
        row.source.error(&row.at("share"), "A target has a share and a parameter for it", "Keep `share` or `share_parameter`");
    }
    let citation = home.citation(row, "citation")?;
    // Where the share stands is seen in the law; the share itself is in the bid document.
    let page = home.provenance.known.get(&citation).copied().flatten();
    let seen = if row.has("seen") { row.word("seen", crate::rules::words::SEEN) } else { page };
    Some((AskedShare::Parameter(name?.text), citation, seen))
}

fn part(keys: &Keys<'_>, key: &str, micros: i64) -> Option<Share> {
    let share = u32::try_from(micros).ok().and_then(Share::from_millionths);
    if share.is_none() {
        keys.source.error(&keys.at(key), format!("`{key}` is more than one whole"), "Write 51 percent as share = \"0.51\"");
    }
    share
}

fn credits(home: Home<'_>, row: &Keys<'_>, id: &str, citation: &str, seen: Option<Seen>) -> Vec<Credit> {
    let mut credits = Vec::new();
    for keys in row.tables("credit", "[[clause.target.credit]] tables with kind, and group or parameter") {
        let kind = keys.word("kind", CREDITS);
        let parameter = |example: &str| keys.text("parameter", example).map(|t| t.text);
        let what = match kind {
            Some(Kind::Double) => group(home, &keys).map(CreditKind::Double),
            Some(Kind::Elsewhere) => parameter("parameter = \"hours_elsewhere\"").map(CreditKind::Elsewhere),
            Some(Kind::CarryOver) => parameter("parameter = \"carried_over_hours\"").map(CreditKind::CarryOver),
            None => {
                let _ = (keys.has("group"), keys.has("parameter"));
                None
            }
        };
        let cap = keys.table("cap", "cap = { share = \"0.50\", of = \"required\" }");
        let written = cap.is_some();
        let cap = cap.and_then(|table| {
            let cap = credit_cap(home, &table, &format!("credit cap of {id}"), citation, seen);
            table.finish();
            cap
        });
        if let Some(kind) = what
            && (cap.is_some() || !written)
        {
            credits.push(Credit { kind, cap });
        }
        keys.finish();
    }
    credits
}

fn credit_cap(home: Home<'_>, keys: &Keys<'_>, name: &str, citation: &str, seen: Option<Seen>) -> Option<CreditCap> {
    let read = if keys.has("citation") {
        home.number(keys, name, "share", "share", false)?.micros
    } else {
        home.share_beside(keys, name, citation, seen)?
    };
    let share = part(keys, "share", read)?;
    let named = keys.optional_text("of_group", "of_group = \"resident\"");
    if let Some(named) = named {
        return Some(CreditCap { share, of: Some(group_of(keys, "of_group", &named, &home.provenance.groups)?) });
    }
    let of = keys.word("of", CAP_OF);
    of.map(|()| CreditCap { share, of: None })
}

/// Looks up the target each one stands on.
fn linked(keys: &Keys<'_>, read: Vec<Read>) -> Vec<ShareTarget> {
    let ids: Vec<&'static str> = read.iter().map(|r| r.target.id).collect();
    let mut places = Vec::new();
    let mut targets: Vec<ShareTarget> = Vec::new();
    for Read { mut target, stands_on } in read {
        places.push(stands_on.as_ref().map_or(keys.span.clone(), |(_, t)| t.span.clone()));
        if let Some((required, name)) = stands_on {
            match ids.iter().position(|id| *id == name.text) {
                Some(at) if required => target.base = ShareBase::RequiredBy(at),
                Some(at) => target.base = ShareBase::CountingToward(at),
                None => {
                    let write = match closest(&name.text, ids.iter().copied()) {
                        Some(near) => format!("Write \"{near}\""),
                        None => format!("Write the id of a target of this clause: {}", ids.join(", ")),
                    };
                    keys.source.error(&name.span, format!("There is no target \"{}\" in this clause", name.text), write);
                }
            }
        }
        targets.push(target);
    }
    for (at, place) in places.iter().enumerate() {
        if depth(&targets, at) > DEEPEST {
            let write = format!("Let a target stand on at most {} others, and never on itself", DEEPEST - 1);
            keys.source.error(place, format!("The target \"{}\" stands on too many others, or on itself", ids[at]), write);
        }
    }
    targets
}

fn depth(targets: &[ShareTarget], from: usize) -> usize {
    let (mut at, mut depth) = (from, 1);
    while let Some(ShareBase::RequiredBy(next) | ShareBase::CountingToward(next)) = targets.get(at).map(|t| t.base)
        && depth <= DEEPEST
    {
        (at, depth) = (next, depth + 1);
    }
    depth
}
