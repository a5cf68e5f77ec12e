//! The closed vocabularies of rule files.

use super::policy::DateBasis;
use crate::domain::outcome::{Force, Seen, Severity, Status};
use crate::domain::project::{FirmClass, Funding, Milestone, WorkKind};

/// A word and what it means.
pub(super) type Words<T> = &'static [(&'static str, T)];

pub(super) const FORCES: Words<Force> = &[
    ("requirement", Force::Requirement),
    ("goal", Force::Goal),
    ("safe-harbor", Force::SafeHarbor),
    ("incentive", Force::Incentive),
    ("disclosure", Force::Disclosure),
];

pub(super) const SEVERITIES: Words<Severity> =
    &[("answer", Severity::Answer), ("look", Severity::Look), ("inform", Severity::Inform), ("block", Severity::Block)];

pub(super) const STATUSES: Words<Status> = &[
    ("in-force", Status::InForce),
    ("not-yet", Status::NotYet),
    ("suspended", Status::Suspended),
    ("preempted", Status::Preempted),
    ("enjoined", Status::Enjoined),
    ("revoked", Status::Revoked),
    ("disputed", Status::Disputed),
    ("expired", Status::Expired),
];

pub(super) const SELECTED_BY: Words<DateBasis> = &[
    ("work-date", DateBasis::WorkDate),
    ("advertised", DateBasis::Milestone(Milestone::Advertised)),
    ("solicited", DateBasis::Milestone(Milestone::Solicited)),
    ("executed", DateBasis::Milestone(Milestone::Executed)),
    ("approved", DateBasis::Milestone(Milestone::Approved)),
    ("started", DateBasis::Milestone(Milestone::Started)),
    ("completed", DateBasis::Milestone(Milestone::Completed)),
    ("assessment", DateBasis::Milestone(Milestone::Assessed)),
];

pub(super) const SEEN: Words<Seen> = &[("official", Seen::Official), ("secondary", Seen::Secondary)];

/// For figures that no law gives.
pub(super) const SEEN_OR_CHOSEN: Words<Option<Seen>> =
    &[("official", Some(Seen::Official)), ("secondary", Some(Seen::Secondary)), ("chosen", None)];

pub(super) const KINDS: Words<WorkKind> = &[
    ("construction", WorkKind::Construction),
    ("service", WorkKind::Service),
    ("building-service", WorkKind::BuildingService),
    ("lease", WorkKind::Lease),
    ("license", WorkKind::License),
];

pub(super) const FUNDING: Words<Funding> = &[
    ("city", Funding::City),
    ("state", Funding::State),
    ("federal", Funding::Federal),
    ("hud", Funding::Hud),
    ("pace", Funding::Pace),
    ("private", Funding::Private),
];

pub(super) const CLASSES: Words<FirmClass> =
    &[("for-profit", FirmClass::ForProfit), ("nonprofit", FirmClass::Nonprofit), ("public-entity", FirmClass::PublicEntity)];

/// A class of firms in prose.
pub(super) fn class_word(class: FirmClass) -> &'static str {
    match class {
        FirmClass::ForProfit => "a for-profit firm",
        FirmClass::Nonprofit => "a nonprofit firm",
        FirmClass::PublicEntity => "a public entity",
    }
}

/// A kind of work in prose.
pub(super) fn kind_word(kind: WorkKind) -> &'static str {
    word_of(KINDS, kind)
}

/// A source of money in prose.
pub(super) fn funding_word(funding: Funding) -> &'static str {
    match funding {
        Funding::Hud => "HUD",
        Funding::Pace => "PACE",
        other => word_of(FUNDING, other),
    }
}

fn word_of<T: PartialEq + Copy>(words: Words<T>, value: T) -> &'static str {
    words.iter().find(|(_, v)| *v == value).map_or("", |(w, _)| w)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_domain_can_be_written() {
        assert!(Force::ALL.iter().all(|f| FORCES.iter().any(|(w, v)| v == f && *w == f.word())));
        assert!(Severity::ALL.iter().all(|s| SEVERITIES.iter().any(|(w, v)| v == s && *w == s.word())));
        assert!(Status::ALL.iter().all(|s| STATUSES.iter().any(|(w, v)| v == s && *w == s.word())));
        assert!(Seen::ALL.iter().all(|s| SEEN.iter().any(|(w, v)| v == s && *w == s.word())));
    }
}
