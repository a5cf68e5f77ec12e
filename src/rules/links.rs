//! Policies that name other policies: a wage floor that is the highest of several.

use super::asks::CheckRule;
use super::error::RuleError;
use super::policy::Policy;
use super::source_text::closest;
use std::collections::BTreeMap;
use std::sync::Arc;

type Policies = BTreeMap<String, Arc<Policy>>;

/// The policies a policy's floors name, each with the line.
fn named(policy: &Policy) -> impl Iterator<Item = &(String, u32)> {
    policy.clauses.iter().flat_map(|c| match &c.check {
        CheckRule::WageFloor(floor) => floor.at_least_of.as_slice(),
        _ => &[],
    })
}

/// Fills in the policies that floors name, those they name in turn included. Gives what is wrong.
pub(super) fn link(policies: &mut Policies) -> Vec<RuleError> {
    let mut errors = Vec::new();
    let naming: Vec<String> = policies.values().filter(|p| named(p).next().is_some()).map(|p| p.id.clone()).collect();
    let mut linked = Vec::new();
    for id in naming {
        let Some(policy) = policies.get(&id) else { continue };
        let mut whole = Policy::clone(policy);
        for clause in &mut whole.clauses {
            let CheckRule::WageFloor(floor) = &mut clause.check else { continue };
            let mut beside: Vec<Arc<Policy>> = Vec::new();
            for (name, line) in &floor.at_least_of {
                if let Err(error) = gather(policies, policy, name, *line, &mut beside) {
                    errors.push(error);
                }
            }
            floor.beside = beside;
        }
        linked.push(whole);
    }
    // Only now: a policy gathered above is used for its own figures alone.
    for policy in linked {
        policies.insert(policy.id.clone(), Arc::new(policy));
    }
    errors
}

/// A policy and what it names, each once; the policy that began is no candidate beside itself.
fn gather(policies: &Policies, first: &Policy, name: &str, line: u32, into: &mut Vec<Arc<Policy>>) -> Result<(), RuleError> {
    let error =
        |found: String, write: String| RuleError { line, column: 1, ..RuleError::of_file(format!("{}.toml", first.id), found, write) };
    let Some(policy) = policies.get(name) else {
        let write = match closest(name, policies.keys().map(String::as_str)) {
            Some(near) => format!("Write \"{near}\""),
            None => "Write the path of a policy; plumbline rules list shows every one".to_owned(),
        };
        return Err(error(format!("`at_least_of` names \"{name}\", and there is no such policy"), write));
    };
    if policy.id == first.id {
        let write = "Name only the floors this one is at least as high as; the other file then names this one no more".to_owned();
        return Err(error(format!("`at_least_of` leads back to {name} itself"), write));
    }
    if !policy.clauses.iter().any(|c| matches!(c.check, CheckRule::WageFloor(_))) {
        return Err(error(format!("`at_least_of` names {name}, which has no wage-floor clause"), "Name a policy that has one".to_owned()));
    }
    if into.iter().any(|p| p.id == policy.id) {
        return Ok(());
    }
    into.push(Arc::clone(policy));
    named(policy).try_for_each(|(next, _)| gather(policies, first, next, line, into))
}
