//! The people and organisations of the programme, as they act.

use super::cast::{self, AGENCY, PLAYERS};
use super::programme::Programme;
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::organisations::{self, OrganisationKind};
use crate::store::people::{self, Role};
use crate::store::{Id, Transaction};
use std::collections::BTreeMap;

/// Everybody who acts, by name of the organisation and of the person.
pub(super) struct Office {
    people: BTreeMap<(String, String), Actor>,
}

const PAYROLL: &[Role] = &[Role::ContractorClerk, Role::ContractorCertifier];

impl Office {
    /// Takes everybody on.
    pub(super) async fn open(service: &Service, programme: &Programme) -> Result<Self, Fault> {
        let at = service.clock.now();
        let mut tx = service.store.begin().await?;
        let mut office = Self { people: BTreeMap::new() };
        let mut organisations = BTreeMap::new();
        let players = PLAYERS.iter().map(|p| (p.organisation, p.kind, p.name, p.roles));
        let signers = programme.filers.iter().map(|f| (f.firm, OrganisationKind::Contractor, f.signer.0, PAYROLL));
        for (organisation, kind, name, roles) in players.chain(signers) {
            let id = match organisations.get(organisation) {
                Some(id) => *id,
                None => {
                    let id = organisations::add(&mut tx, kind, organisation, at).await?;
                    organisations.insert(organisation, id);
                    id
                }
            };
            office.take_on(&mut tx, (organisation, kind, id), name, roles, at).await?;
        }
        tx.commit().await?;
        Ok(office)
    }

    async fn take_on(
        &mut self,
        tx: &mut Transaction,
        (organisation, kind, id): (&str, OrganisationKind, Id),
        name: &str,
        roles: &[Role],
        at: Moment,
    ) -> Result<(), Fault> {
        let key = (organisation.to_owned(), name.to_owned());
        if self.people.contains_key(&key) {
            return Ok(());
        }
        let person = people::add(tx, id, &cast::email(name, organisation), name, at).await?;
        for role in roles {
            people::grant(tx, person, *role, None, at).await?;
        }
        let actor = Actor {
            person,
            name: name.to_owned(),
            organisation: id,
            organisation_name: organisation.to_owned(),
            kind,
            roles: roles.to_vec(),
            session: None,
            stepped_up_at: None,
        };
        self.people.insert(key, actor);
        Ok(())
    }

    /// Somebody, who has just shown their second factor.
    pub(super) fn actor(&self, organisation: &str, name: &str, now: Moment) -> Result<Actor, Fault> {
        let found = self.people.get(&(organisation.to_owned(), name.to_owned()));
        let found = found.ok_or_else(|| Fault::Ours(format!("{name} of {organisation} is not in the programme")))?;
        Ok(Actor { stepped_up_at: Some(now), ..found.clone() })
    }

    /// The officer.
    pub(super) fn officer(&self, now: Moment) -> Result<Actor, Fault> {
        self.actor(AGENCY, "Imani Cole", now)
    }
}
