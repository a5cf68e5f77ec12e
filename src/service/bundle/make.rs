//! Makes the bundle of a signed week.

use super::contents::{Answered, Corrected, Submitted};
use super::zipped::Bundle;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::audit::act::{Act, Action, Object};
use crate::store::{
    Id, answers, audit, corrections, examinations, organisations, project_files, rule_sets, runs, sha, signatures, uploads,
};
use serde::Serialize;
use std::fmt::Write as _;

/// The bundle of a signed week, for those who may see it. That it went out is noted.
///
/// # Errors
/// [`Fault::NotFound`] for who may not see it, and for a week that is not signed.
pub async fn of(service: &Service, actor: &Actor, submission: Id) -> Result<Vec<u8>, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (found, contract, project) = permission::may_see_submission(&mut tx, actor, submission).await?;
    let (tenant, who, object) = (Some(project.agency), Some(actor.person), Object::submission(submission));
    let version = Some(found.version);
    audit::append(&mut tx, Act { at, tenant, actor: who, action: Action::Exported, object, version, record: None }).await?;
    tx.commit().await?;

    let mut tx = service.store.snapshot().await?;
    let signature = signatures::of(&mut tx, submission).await?.ok_or(Fault::NotFound)?;
    let upload = uploads::of_submission(&mut tx, submission).await?;
    let run = match signature.run {
        Some(run) => runs::find(&mut tx, run).await?,
        None => None,
    };
    let contractor = organisations::find(&mut tx, contract.contractor).await?.map(|firm| firm.name).unwrap_or_default();
    let mut bundle = Bundle::default();
    let submitted = Submitted {
        id: submission.to_string(),
        project: format!("{} {}", project.number, project.name),
        contractor,
        week_ending: found.week_ending.to_string(),
        version: found.version,
        kind: found.kind.word().to_owned(),
        file_name: found.file_name.clone(),
        engine: run.as_ref().map(|run| run.engine.clone()),
        withdrawn_at: found.withdrawn_at.map(|at| at.to_string()),
    };
    bundle.put("submission.json", json(&submitted)?);
    bundle.put("signature.json", signature.record());
    bundle.put("statement.txt", signature.text.clone());
    if let Some(run) = run {
        bundle.put("report.json", run.report);
    }
    bundle.put("project/project.toml", project.facts.clone());
    let mut kept = Vec::new();
    for file in project_files::of_project(&mut tx, project.id).await? {
        kept.push((format!("project/{}", file.name), file.sha256));
    }
    kept.extend(found.original.iter().map(|sha256| ("original".to_owned(), sha256.clone())));
    let mut objects = vec![Object::submission(submission)];
    if let Some(upload) = &upload {
        objects.push(Object::upload(upload.id));
        put_reading(&mut tx, upload, &mut bundle).await?;
    }
    let said = answers::of_week(&mut tx, contract.id, found.week_ending).await?;
    for answer in said.values() {
        kept.extend(answer.document.iter().map(|sha256| (format!("documents/{sha256}"), sha256.clone())));
    }
    let said = said.into_iter().map(|(finding, answer)| Answered {
        finding,
        answer: answer.said.word().to_owned(),
        note: answer.note,
        document: answer.document,
        at: answer.at.to_string(),
    });
    bundle.put("answers.json", json(&said.collect::<Vec<_>>())?);
    put_log(&mut tx, &objects, &mut bundle).await?;
    drop(tx);
    for (name, sha256) in kept {
        bundle.put(name, service.originals.bytes(&sha256).await?);
    }
    bundle.bytes().map_err(|error| Fault::Ours(error.to_string()))
}

/// What was read, what was asked, what was laid over it, and the rules it was checked under.
async fn put_reading(tx: &mut crate::store::Transaction, upload: &uploads::Upload, bundle: &mut Bundle) -> Result<(), Fault> {
    let laid_over = corrections::of_upload(tx, upload.id).await?.into_iter().map(|c| Corrected {
        sheet: c.sheet,
        row: c.row,
        column: c.column,
        before: c.before,
        after: c.after,
        at: c.at.to_string(),
    });
    bundle.put("corrections.json", json(&laid_over.collect::<Vec<_>>())?);
    if let Some(mapping) = &upload.mapping {
        bundle.put("mapping.toml", mapping.clone());
    }
    let Some(examination) = upload.examination else { return Ok(()) };
    let Some(read) = examinations::find(tx, examination).await? else { return Ok(()) };
    bundle.put("request.json", read.request);
    bundle.put("examination.json", read.body);
    for (id, _, text) in rule_sets::of(tx, examination).await? {
        bundle.put(format!("rules/{id}.toml"), text);
    }
    Ok(())
}

/// The audit log from the first entry about the week to its end, and the salts of what is about the week.
async fn put_log(tx: &mut crate::store::Transaction, objects: &[Object], bundle: &mut Bundle) -> Result<(), Fault> {
    let (mut log, mut salts) = (String::new(), String::new());
    for (seq, text, hash, salt) in audit::from_first_about(tx, objects).await? {
        let _ = writeln!(log, "{hash} {text}");
        if let Some(salt) = salt {
            let _ = writeln!(salts, "{seq} {}", sha::hex(&salt));
        }
    }
    bundle.put("audit.log", log);
    bundle.put("audit.salts", salts);
    Ok(())
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec_pretty(value).map_err(|error| Fault::Ours(error.to_string()))
}
