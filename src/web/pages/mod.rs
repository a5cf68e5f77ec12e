//! One file for each page, named for what it shows.

mod about;
mod account;
mod approve;
mod cell_links;
mod changes;
mod colleagues;
mod contract;
mod demo;
pub(in crate::web) mod desk;
mod evidence;
mod filing;
mod finding_block;
mod help;
mod home;
mod outside;
mod password;
mod people;
mod project_facts;
mod projects;
mod sign;
mod sign_in;
mod step_up;
mod submission;
mod tokens;
mod upload;
pub(in crate::web) mod week;
pub(in crate::web) mod weeks;

use super::{Entry, Stop};
use crate::service::fault::Fault;

/// The routes of all pages.
pub(super) fn routes() -> Vec<Entry> {
    let pages = [
        about::routes(),
        account::routes(),
        approve::routes(),
        changes::routes(),
        contract::routes(),
        demo::routes(),
        desk::routes(),
        filing::routes(),
        evidence::routes(),
        help::routes(),
        home::routes(),
        outside::routes(),
        password::routes(),
        colleagues::routes(),
        people::routes(),
        project_facts::routes(),
        projects::routes(),
        sign::routes(),
        sign_in::routes(),
        submission::routes(),
        tokens::routes(),
        upload::routes(),
        week::routes(),
        weeks::routes(),
    ];
    pages.into_iter().flatten().collect()
}

/// What is not there.
pub(super) async fn nothing_here() -> Stop {
    Stop::Fault(Fault::NotFound)
}

/// Where to go after a sign-in: a page of ours, whatever the address says.
fn next_page(wanted: &str) -> &str {
    let ours = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(['\\', '\r', '\n']) && wanted.is_ascii();
    if ours { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::next_page;

    #[test]
    fn a_sign_in_leads_to_pages_of_ours_alone() {
        assert_eq!(next_page("/weeks"), "/weeks");
        for elsewhere in ["", "https://evil.example", "//evil.example", "/\\evil.example", "weeks"] {
            assert_eq!(next_page(elsewhere), "/", "{elsewhere}");
        }
    }
}
