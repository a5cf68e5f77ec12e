//! Which policies take part in a run, which do not, and why.

use super::applies::{Applies, MissingFact, applies, binds_everything};
use super::library::Library;
use super::policy::Policy;
use crate::domain::project::Project;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The policies of one run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Those that take part, by path.
    pub taking_part: Vec<Taking>,
    /// Those that do not, by path.
    pub left_out: Vec<LeftOut>,
    /// Names asked for that no policy has. Any is an error of use.
    pub unknown: Vec<UnknownPolicy>,
}

/// A policy that takes part.
#[derive(Clone, Debug)]
pub struct Taking {
    /// The policy.
    pub policy: Arc<Policy>,
    /// `Yes`; or, for a policy asked for by name, `Assumed` or `CannotTell`. Never `No`.
    pub applies: Applies,
}

/// A policy that does not take part.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The policy.
    pub policy: Arc<Policy>,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why a policy does not take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// Others were asked for by name.
    NotAskedFor,
    /// A condition does not hold.
    DoesNotApply(String),
    /// Whether it applies is open; these facts would settle it.
    CannotTell(Vec<MissingFact>),
    /// There is no project to test it against.
    NoProject,
}

/// A name that no policy has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPolicy {
    /// As asked for.
    pub asked: String,
    /// The policy most likely meant.
    pub closest: Option<String>,
}

impl std::fmt::Display for UnknownPolicy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no policy `{}`.", self.asked)?;
        if let Some(near) = &self.closest {
            write!(f, " Did you mean `{near}`?")?;
        }
        f.write_str(" See plumbline rules list.")
    }
}

impl Taking {
    /// What the reader of the result must know: conditions taken as fulfilled. `None` if all were tested.
    pub fn remark(&self) -> Option<String> {
        let id = &self.policy.id;
        match &self.applies {
            Applies::Yes | Applies::No { .. } => None,
            Applies::Assumed => Some(format!(
                "{id} was asked for by name and no project file was given: its conditions are taken as fulfilled. Give --project to test them."
            )),
            Applies::CannotTell { missing } => Some(format!(
                "{id} was asked for by name and is taken to apply. The project file does not give {}: write {}.",
                facts(missing),
                writes(missing)
            )),
        }
    }
}

impl LeftOut {
    /// One sentence on why; `None` where nothing needs saying.
    pub fn remark(&self) -> Option<String> {
        let id = &self.policy.id;
        match &self.why {
            WhyLeftOut::NotAskedFor | WhyLeftOut::NoProject => None,
            WhyLeftOut::DoesNotApply(why) => Some(format!("{id} does not apply: {why}.")),
            WhyLeftOut::CannotTell(missing) => Some(format!(
                "Whether {id} applies cannot be told, and it was not checked. The project file does not give {}: write {}.",
                facts(missing),
                writes(missing)
            )),
        }
    }
}

fn facts(missing: &[MissingFact]) -> String {
    missing.iter().map(|m| m.fact).collect::<Vec<_>>().join(", ")
}

fn writes(missing: &[MissingFact]) -> String {
    missing.iter().map(|m| m.write).collect::<Vec<_>>().join("; ")
}

/// Chooses the policies of a run. `asked` are the names given for this run; without them those of the
/// project file count as asked for, and without those every policy that applies takes part.
///
/// Being asked for does not make a policy apply: a condition known not to hold leaves it out. Where a
/// fact is missing, a policy asked for takes part with a remark and another one does not.
pub fn select(library: &Library, project: Option<&Project>, asked: Option<&[String]>) -> Selection {
    let asked = asked.or_else(|| project.and_then(|p| p.rules.as_deref()));
    let names: Option<BTreeSet<&str>> = asked.map(|ids| ids.iter().map(|id| id.trim()).collect());
    let mut selection = Selection::default();
    for name in names.iter().flatten() {
        if library.get(name).is_none() {
            let closest = library.closest(name).map(str::to_owned);
            selection.unknown.push(UnknownPolicy { asked: (*name).to_owned(), closest });
        }
    }
    for policy in library.list() {
        let by_name = names.as_ref().map(|names| names.contains(policy.id.as_str()));
        match decide(policy, project, by_name) {
            Ok(applies) => selection.taking_part.push(Taking { policy: Arc::clone(policy), applies }),
            Err(why) => selection.left_out.push(LeftOut { policy: Arc::clone(policy), why }),
        }
    }
    selection
}

/// `by_name` is whether it was asked for, if any were.
fn decide(policy: &Policy, project: Option<&Project>, by_name: Option<bool>) -> Result<Applies, WhyLeftOut> {
    if by_name == Some(false) {
        return Err(WhyLeftOut::NotAskedFor);
    }
    if project.is_none() && by_name.is_none() && !binds_everything(policy) {
        return Err(WhyLeftOut::NoProject);
    }
    match applies(policy, project) {
        Applies::No { why } => Err(WhyLeftOut::DoesNotApply(why)),
        Applies::CannotTell { missing } if by_name.is_none() => Err(WhyLeftOut::CannotTell(missing)),
        answer => Ok(answer),
    }
}
