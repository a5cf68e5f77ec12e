//! Shares, groups and lists in plain words.

use super::applies::listed;
use super::asks::share::{AskedShare, Counted, CreditKind, GroupBy, Scope, ShareBase, ShareTarget, Shares, Window};
use super::asks::{CheckRule, HiresOf, ShareOf};
use super::groups::{Groups, ListKind, Membership};
use super::policy::Policy;
use crate::domain::hiring::HowFilled;
use crate::domain::payroll::Level;

/// A sentence, and the key of the citation it rests on, if one of its own.
pub(super) type Said = (String, Option<String>);

/// What a share says beside its figures; nothing for other checks.
pub(super) fn details(check: &CheckRule, groups: &Groups) -> Vec<Said> {
    match check {
        CheckRule::WorkforceShare(rule) => of_shares(&rule.shares, groups),
        CheckRule::NewHireShare(rule) => {
            let mut all = of_shares(&rule.shares, groups);
            let ways: Vec<&str> = rule.counts_as_hire.iter().map(|w| w.word()).collect();
            if rule.counts_as_hire != [HowFilled::NewHire] {
                all.push((format!("Counted as hires: {}.", ways.join(", ")), None));
            }
            if let Some(per) = &rule.per_dollars {
                all.push((
                    format!("One hire of {} is due for every ${} of the contract.", per.group.words().to_lowercase(), per.each),
                    None,
                ));
            }
            all
        }
        _ => Vec::new(),
    }
}

/// What a share asks, in a few words.
pub(super) fn purpose(check: &CheckRule) -> String {
    let (of, by) = match check {
        CheckRule::WorkforceShare(rule) if matches!(rule.of, ShareOf::Hours) => ("hours worked", &rule.by),
        CheckRule::WorkforceShare(rule) => (unit(check), &rule.by),
        CheckRule::NewHireShare(rule) => (unit(check), &rule.by),
        _ => return String::new(),
    };
    let by: Vec<&str> = by.iter().map(|b| group_by(*b)).collect();
    format!("shares of {of}, counted apart by {}.", by.join(", "))
}

const fn group_by(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Project => "project",
        GroupBy::Contractor => "employer",
        GroupBy::Trade => "trade",
        GroupBy::Level => "level (journeyworkers and apprentices)",
    }
}

/// What a share is a share of.
pub(super) const fn unit(check: &CheckRule) -> &'static str {
    match check {
        CheckRule::WorkforceShare(rule) if matches!(rule.of, ShareOf::Workers) => "workers",
        CheckRule::NewHireShare(rule) if matches!(rule.of, HiresOf::Openings) => "openings",
        CheckRule::NewHireShare(_) => "new hires",
        _ => "hours",
    }
}

/// What the figure of a target or of the cap of a credit is.
pub(super) fn figure_name(check: &CheckRule, name: &str) -> Option<String> {
    let targets = match check {
        CheckRule::WorkforceShare(rule) => &rule.targets,
        CheckRule::NewHireShare(rule) => &rule.targets,
        _ => return None,
    };
    let find = |id: &str| targets.iter().find(|t| t.id == id);
    let called = |t: &ShareTarget| {
        let words = t.group.words();
        let words = if words.starts_with("People") || t.id == t.group.word() {
            words.to_lowercase()
        } else {
            format!("{} ({})", words.to_lowercase(), t.id)
        };
        match t.levels.as_slice() {
            [level] => format!("{words}, {}s", level.word()),
            _ => words,
        }
    };
    if let Some(id) = name.strip_prefix("credit cap of ") {
        return find(id).map(|t| format!("cap of the credit of {}", called(t)));
    }
    name.strip_prefix("target ").and_then(find).map(called)
}

fn of_shares(shares: &Shares, groups: &Groups) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut say = |words: String, cited: Option<String>| all.push((words, cited));
    match shares.window {
        Window::ToDate => {}
        Window::Week => say("Each week is counted by itself.".to_owned(), None),
        Window::CalendarYear => say("Each calendar year is counted by itself.".to_owned(), None),
        Window::Completion => {
            say("Nothing is found before the project is completed; until then it shows how much is needed.".to_owned(), None)
        }
    }
    match shares.scope {
        Scope::Cumulative => {}
        Scope::EachEmployer => say("Each employer is counted alone.".to_owned(), None),
        Scope::Elected => {
            say("All employers together or each alone, as the contractor elected: the project's parameter `scope`.".to_owned(), None);
        }
    }
    if let Some(list) = shares.outside_trades.and_then(|l| groups.lists.get(l)) {
        say(format!("Trades on the list {} are not counted.", list.id), None);
    }
    let counted = counted(&shares.counted);
    if !counted.is_empty() {
        say(format!("Counted: {counted}."), None);
    }
    for target in &shares.targets {
        target_words(target, &shares.targets, &mut say);
    }
    if !shares.preference.is_empty() {
        let order: Vec<String> = shares.preference.iter().map(|g| g.words().to_lowercase()).collect();
        say(format!("Shown in order of preference and not judged: {}.", order.join("; ")), None);
    }
    all
}

fn target_words(target: &ShareTarget, all: &[ShareTarget], say: &mut dyn FnMut(String, Option<String>)) {
    let other = |at: usize| all.get(at).map_or("", |t| t.id);
    let mut parts: Vec<String> = Vec::new();
    match target.base {
        ShareBase::Counted => {}
        ShareBase::RequiredBy(at) => parts.push(format!("a share of the amount that {} requires", other(at))),
        ShareBase::CountingToward(at) => parts.push(format!("a share of what counts toward {}", other(at))),
    }
    if !target.levels.is_empty() {
        parts.push(format!("{} alone", levels(&target.levels)));
    }
    if let Some(own) = &target.counted {
        parts.push(format!("out of {}", counted(own)));
    }
    if target.numerator_outside {
        parts.push("their hours count even outside what is counted".to_owned());
    }
    if !target.per_trade {
        parts.push("over all trades together".to_owned());
    }
    if !target.equal_or_more {
        parts.push("more than that, not just as much".to_owned());
    }
    for credit in &target.credits {
        let what = match &credit.kind {
            CreditKind::Double(group) => format!("hours of {} count twice", group.words().to_lowercase()),
            CreditKind::Elsewhere(name) => format!("hours on other projects are credited (parameter `{name}`)"),
            CreditKind::CarryOver(name) => format!("hours carried over are credited (parameter `{name}`)"),
        };
        let cap = credit.cap.as_ref().map_or(String::new(), |cap| {
            let of = cap.of.as_ref().map_or("what is required".to_owned(), |g| format!("the hours of {}", g.words().to_lowercase()));
            format!(", up to {} percent of {of}", cap.share.percent())
        });
        parts.push(format!("{what}{cap}"));
    }
    let cited = match &target.share {
        AskedShare::Given(_) => None,
        AskedShare::Parameter(name) => {
            parts.insert(0, format!("the share is the project's parameter `{name}`"));
            Some(target.citation.clone())
        }
    };
    if !parts.is_empty() {
        say(format!("{}: {}.", target.id, parts.join("; ")), cited);
    }
}

fn levels(levels: &[Level]) -> String {
    listed(levels.iter().map(|l| if *l == Level::Apprentice { "apprentices" } else { "journeyworkers" }), "and")
}

fn counted(counted: &Counted) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !counted.levels.is_empty() {
        parts.push(levels(&counted.levels));
    }
    if !counted.trades.is_empty() {
        parts.push(format!("the trades {}", counted.trades.join(", ")));
    }
    if !counted.trades_not.is_empty() {
        parts.push(format!("no hours of {}", counted.trades_not.join(", ")));
    }
    parts.extend(counted.groups.iter().map(|g| g.words().to_lowercase()));
    parts.extend(counted.groups_not.iter().map(|g| format!("no {}", g.words().to_lowercase())));
    if counted.straight_only {
        parts.push("straight time".to_owned());
    }
    parts.join("; ")
}

/// Each group of a policy's own, and each version of each list.
pub(super) fn groups(policy: &Policy) -> Vec<Said> {
    let groups = &policy.groups;
    let own = groups.own.values().map(|g| (format!("{} ({}): {}.", g.words(), g.word(), membership(&g.membership, groups)), None));
    let lists = groups.lists.iter().flat_map(|list| {
        let what = if list.kind == ListKind::Zip { "ZIP codes" } else { "trades" };
        list.versions.iter().map(move |v| {
            let until = v.until.map_or("open".to_owned(), |u| u.to_string());
            let values: Vec<&str> = v.values.iter().map(String::as_str).collect();
            let words =
                format!("List {}, {} to {until} ({}), {} {what}: {}.", list.id, v.from, v.seen.word(), values.len(), values.join(", "));
            (words, Some(v.citation.clone()))
        })
    });
    own.chain(lists).collect()
}

fn membership(membership: &Membership, groups: &Groups) -> String {
    let list = |at: usize| groups.lists.get(at).map_or("", |l| l.id.as_str());
    let all = |parts: &[Membership], word: &str| {
        let parts: Vec<String> = parts.iter().map(|p| self::membership(p, groups)).collect();
        if parts.len() > 1 { format!("({})", parts.join(word)) } else { parts.concat() }
    };
    match membership {
        Membership::Has(attribute) => attribute.word().to_owned(),
        Membership::LivesIn(at) => format!("lives in the list {}", list(*at)),
        Membership::TradeIn(at) => format!("works in the list {}", list(*at)),
        Membership::All(parts) if parts.is_empty() => "everybody".to_owned(),
        Membership::All(parts) => all(parts, " and "),
        Membership::Any(parts) => all(parts, " or "),
    }
}
