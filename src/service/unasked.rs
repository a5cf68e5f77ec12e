//! Fields of a form nobody asked for (`role`, `tenant_id`, `status`): they do nothing, and that they came is noted.
//!
//! Of a field its name alone is noted, where it is plain: a name of letters, with two digits at most, is no number that tells
//! a person. What it held is read by nobody. Who is not signed in is noted nowhere: a stranger could fill the log.

use super::Service;
use super::fault::Fault;
use super::hourly;
use super::permission::{Actor, OrganisationKind};
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use std::collections::BTreeSet;

/// Fields of one request that are noted.
const MOST: usize = 8;
/// Requests of one person within an hour whose fields are noted.
const AN_HOUR: u32 = 60;
/// The longest name that is noted.
const LONGEST: usize = 40;
/// What stands for a name that is not plain.
const UNNAMED: &str = "unnamed";

/// Names that say what somebody is or what counts: noted before all others.
const TELLING: &[&str] = &[
    "role",
    "roles",
    "tenant",
    "tenant_id",
    "agency",
    "agency_id",
    "organisation",
    "organisation_id",
    "organization_id",
    "person",
    "person_id",
    "user_id",
    "status",
    "state",
    "certified",
    "certified_at",
    "signed_by",
    "admin",
    "is_admin",
];

/// Notes the fields of a request that its form does not have, each once.
///
/// # Errors
/// [`Fault::Store`]: what cannot be noted is not done.
pub async fn note(service: &Service, actor: &Actor, route: &str, names: &[String]) -> Result<(), Fault> {
    let named = worth_noting(names);
    if named.is_empty() {
        return Ok(());
    }
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    if hourly::counted(&mut tx, &format!("fields {}", actor.person), at).await?.count > u64::from(AN_HOUR) {
        tracing::warn!(route, "fields nobody asked for, more than are noted within an hour");
        return Ok(());
    }
    let tenant = (actor.kind == OrganisationKind::Agency).then_some(actor.organisation);
    for name in named {
        let object = Object::field(route, &name);
        let act = Act { at, tenant, actor: Some(actor.person), action: Action::FieldIgnored, object, version: None, record: None };
        audit::append(&mut tx, act).await?;
    }
    Ok(tx.commit().await?)
}

/// The names that are noted of those that came: telling ones first, then in the order of the alphabet.
fn worth_noting(names: &[String]) -> Vec<String> {
    let plain: BTreeSet<String> = names.iter().map(|name| plain(name)).collect();
    let (telling, others): (Vec<_>, Vec<_>) = plain.into_iter().partition(|name| TELLING.contains(&name.as_str()));
    telling.into_iter().chain(others).take(MOST).collect()
}

/// A name as it is noted: `user[Role]` is `user.role`.
fn plain(name: &str) -> String {
    let name: String = name.to_ascii_lowercase().replace('[', ".").replace(']', "");
    let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let begins = name.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if letters && begins && digits <= 2 && name.len() <= LONGEST { name } else { UNNAMED.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_noted_where_it_is_plain_and_no_number() {
        assert_eq!(plain("tenant_id"), "tenant_id");
        assert_eq!(plain("Worker[Role]"), "worker.role");
        assert_eq!(plain("line2"), "line2");
        let long = "a".repeat(41);
        for not in ["", "123-45-6789", "ssn-123456789", "Jane Doe", "name=José", "x\ny", "\u{1b}[31m", "_", long.as_str()] {
            assert_eq!(plain(not), UNNAMED, "{not:?}");
        }
    }

    #[test]
    fn telling_names_come_first_and_there_is_an_end_to_them() {
        let came: Vec<String> =
            ["z", "a", "b", "c", "d", "e", "f", "g", "h", "status", "a", "ROLE"].into_iter().map(str::to_owned).collect();
        assert_eq!(worth_noting(&came), ["role", "status", "a", "b", "c", "d", "e", "f"]);
        assert!(worth_noting(&[]).is_empty());
    }
}
