//! `workforce-share`.

use crate::domain::share::Share;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// What a share is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Each project apart.
    Project,
    /// Each trade apart.
    Trade,
    /// Journeyworkers and apprentices apart.
    Level,
}

/// Figures of `workforce-share`.
#[derive(Clone, Debug)]
pub struct WorkforceShare {
    /// What is counted apart. Always by project.
    pub by: Vec<GroupBy>,
    /// One target per group of people.
    pub targets: Vec<ShareTarget>,
}

/// A group of people a share is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeopleGroup {
    /// Residents of the awarding city.
    Resident,
    /// People of color.
    PersonOfColor,
    /// Women.
    Woman,
}

impl PeopleGroup {
    /// The word used in files and output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::PersonOfColor => "person-of-color",
            Self::Woman => "woman",
        }
    }
}

/// One target share.
#[derive(Clone, Debug)]
pub struct ShareTarget {
    /// Who is counted.
    pub group: PeopleGroup,
    /// The share asked for.
    pub share: Share,
    /// Key of its citation.
    pub citation: String,
}

const GROUPS: Words<PeopleGroup> =
    &[("resident", PeopleGroup::Resident), ("person-of-color", PeopleGroup::PersonOfColor), ("woman", PeopleGroup::Woman)];

const GROUP_BY: Words<GroupBy> = &[("project", GroupBy::Project), ("trade", GroupBy::Trade), ("level", GroupBy::Level)];

/// What a share is a share of. Heads, new hires and openings will be words of their own.
const SHARE_OF: Words<()> = &[("hours", ())];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<WorkforceShare> {
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
