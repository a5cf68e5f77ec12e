//! Whose a row is: which project it names.

use super::merge::Merge;
use crate::domain::names::Sym;
use crate::domain::project::Project;
use crate::domain::wage_determination::classification_key;

impl Merge<'_> {
    /// How the rows name the project, and how many other projects they name.
    pub(super) fn projects_named(&self, project: &Project) -> (Vec<String>, usize) {
        let keys = [classification_key(&project.id), classification_key(&project.name)];
        let seen = self.projects_seen.iter().enumerate().skip(1).filter(|(_, seen)| **seen);
        let names = seen.map(|(index, _)| self.names.text(Sym::at(index)));
        let (named, others): (Vec<&str>, Vec<&str>) = names.partition(|n| keys.contains(&classification_key(n)));
        (named.into_iter().map(str::to_owned).collect(), others.len())
    }

    pub(super) fn outside(&mut self, project: Sym) -> bool {
        if self.projects_seen.len() <= project.index() {
            self.projects_seen.resize(project.index() + 1, false);
        }
        self.projects_seen[project.index()] = true;
        let Some(belongs) = &self.belongs else { return false };
        if project.is_none() {
            return false;
        }
        let index = project.index();
        if self.belongs_known.len() <= index {
            self.belongs_known.resize(index + 1, None);
        }
        !*self.belongs_known[index].get_or_insert_with(|| belongs(self.names.text(project)))
    }
}
