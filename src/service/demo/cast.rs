//! Who can sign in: invented people, one for each part there is to play.

use crate::store::organisations::OrganisationKind;
use crate::store::people::Role;

/// The agency.
pub const AGENCY: &str = "City of Boston (demo)";
/// Who answers questions, on every page.
pub const CONTACT: &str = "Imani Cole, Labor Compliance, 617-555-0142, 8:30–4:30";

/// A person with a link of their own to sign in by.
pub struct Player {
    /// The last part of the link.
    pub link: &'static str,
    /// Name.
    pub name: &'static str,
    /// Whom they work for.
    pub organisation: &'static str,
    /// What that is.
    pub kind: OrganisationKind,
    /// Their roles.
    pub roles: &'static [Role],
    /// The part they play, as it is printed.
    pub part: &'static str,
    /// How they are introduced.
    pub introduced: &'static str,
}

/// Everybody with a link.
pub const PLAYERS: &[Player] = &[
    Player {
        link: "dana",
        name: "Dana Reyes",
        organisation: "Bayside Electric (demo)",
        kind: OrganisationKind::Contractor,
        roles: &[Role::ContractorClerk, Role::ContractorCertifier],
        part: "Contractor",
        introduced: "Dana Reyes, Bayside Electric",
    },
    Player {
        link: "tom",
        name: "Tom Brannigan",
        organisation: "Northline Builders (demo)",
        kind: OrganisationKind::Contractor,
        roles: &[Role::ContractorClerk, Role::ContractorCertifier],
        part: "Main contractor",
        introduced: "Tom Brannigan, Northline Builders",
    },
    Player {
        link: "imani",
        name: "Imani Cole",
        organisation: AGENCY,
        kind: OrganisationKind::Agency,
        roles: &[Role::Officer],
        part: "Officer",
        introduced: "Imani Cole, Labor Compliance",
    },
    Player {
        link: "marcus",
        name: "Marcus Bell",
        organisation: AGENCY,
        kind: OrganisationKind::Agency,
        roles: &[Role::Approver],
        part: "Approver",
        introduced: "Marcus Bell, Labor Compliance",
    },
    Player {
        link: "ruth",
        name: "Ruth Adeyemi",
        organisation: AGENCY,
        kind: OrganisationKind::Agency,
        roles: &[Role::Investigator],
        part: "Investigator",
        introduced: "Ruth Adeyemi",
    },
    Player {
        link: "lena",
        name: "Lena Ortiz",
        organisation: "Harbor Works (demo)",
        kind: OrganisationKind::Intermediary,
        roles: &[Role::Intermediary],
        part: "Hiring partner",
        introduced: "Lena Ortiz, Harbor Works",
    },
    Player {
        link: "sam",
        name: "Sam Whitaker",
        organisation: AGENCY,
        kind: OrganisationKind::Agency,
        roles: &[Role::Administrator],
        part: "Administrator",
        introduced: "Sam Whitaker",
    },
];

/// The mail address of somebody: of a domain that is nobody's.
pub fn email(name: &str, organisation: &str) -> String {
    let word = |text: &str, most: usize| -> String {
        let kept = text.split_whitespace().take(most).collect::<String>();
        kept.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    format!("{}@{}.example", word(name, 1), word(organisation, 2))
}
