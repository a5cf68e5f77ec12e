//! Where an upload belongs, as every page of it says in its first lines.

use super::said;
use crate::service::upload::see::{Seen, WeekSeen};

/// Project, week, file.
pub(super) struct Place {
    /// Address of the week's page.
    pub week_page: String,
    /// Address of the upload; empty before there is one.
    pub upload: String,
    /// Address of the page that takes a file for the week.
    pub file_page: String,
    /// Name of the project.
    pub project: String,
    /// The week in words.
    pub week: String,
    /// Its last day in words.
    pub ending: String,
    /// What the file is called; empty where there is none.
    pub file_name: String,
}

impl Place {
    pub(super) fn of_upload(seen: &Seen) -> Self {
        let ending = seen.upload.week_ending;
        let week_page = format!("/contracts/{}/weeks/{ending}", seen.contract.id);
        Self {
            file_page: format!("{week_page}/upload"),
            week_page,
            upload: format!("/uploads/{}", seen.upload.id),
            project: seen.project.name.clone(),
            week: said::week(ending),
            ending: said::day(ending),
            file_name: seen.upload.file_name.clone().unwrap_or_default(),
        }
    }

    pub(super) fn of_week(week: &WeekSeen) -> Self {
        let week_page = format!("/contracts/{}/weeks/{}", week.contract.id, week.week_ending);
        Self {
            file_page: format!("{week_page}/upload"),
            week_page,
            upload: String::new(),
            project: week.project.name.clone(),
            week: said::week(week.week_ending),
            ending: said::day(week.week_ending),
            file_name: String::new(),
        }
    }

    /// The pages above: the weeks, the week.
    pub(super) fn crumbs(&self) -> [(&str, &str); 2] {
        [("/weeks", "Your weeks"), (&self.week_page, &self.ending)]
    }
}
