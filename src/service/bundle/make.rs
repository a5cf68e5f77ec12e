//! Makes the bundle of a signed week.

use super::contents::{Answered, Corrected, ReadUnder, Submitted};
use super::pins::{self, written};
use super::zipped::Bundle;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::audit::act::{Act, Action, Object};
use crate::store::submissions::SubmissionKind;
use crate::store::uploads::Upload;
use crate::store::{Id, Transaction, answers, audit, corrections, examinations, rule_sets, runs, sha, signatures, uploads};
use serde::Serialize;
use std::fmt::Write as _;

/// Files of a bundle that lie with the originals: the name in the bundle, the SHA-256.
type Kept = Vec<(String, String)>;

/// The bundle of a signed week, for those who may see it. That it went out is noted.
///
/// # Errors
/// [`Fault::NotFound`] for who may not see it, and for a week that is not signed.
pub async fn of(service: &Service, actor: &Actor, submission: Id) -> Result<Vec<u8>, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (found, contract, project) = permission::may_see_submission(&mut tx, actor, submission).await?;
    let signature = signatures::of(&mut tx, submission).await?.ok_or(Fault::NotFound)?;
    let (tenant, who, object) = (Some(project.agency), Some(actor.person), Object::submission(submission));
    let version = Some(found.version);
    audit::append(&mut tx, Act { at, tenant, actor: who, action: Action::Exported, object, version, record: None }).await?;
    tx.commit().await?;

    let mut tx = service.store.snapshot().await?;
    let payroll = found.kind == SubmissionKind::Payroll;
    let upload = uploads::of_submission(&mut tx, submission).await?.filter(|_| payroll);
    let mut bundle = Bundle::default();
    let submitted = Submitted {
        id: submission.to_string(),
        contract: (!payroll).then(|| contract.id.to_string()),
        upload: upload.as_ref().map(|upload| upload.id.to_string()),
        week_ending: found.week_ending.to_string(),
        version: found.version,
        kind: found.kind.word().to_owned(),
        withdrawn_at: found.withdrawn_at.map(|at| at.to_string()),
    };
    bundle.put("submission.json", json(&submitted)?);
    bundle.put("signature.json", signature.record());
    bundle.put("statement.txt", signature.text.clone());
    let mut kept = Kept::new();
    if let Some(run) = signature.run {
        let run = runs::find(&mut tx, run).await?.ok_or(Fault::NotFound)?;
        bundle.put("run.txt", runs::record(&mut tx, &run).await?);
        bundle.put("report.json", run.report);
    }
    kept.extend(found.original.iter().map(|sha256| ("original".to_owned(), sha256.clone())));
    if let Some(upload) = &upload {
        put_reading(&mut tx, upload, &mut bundle, &mut kept).await?;
    }
    let signed_by_then = answers::of_week(&mut tx, contract.id, found.week_ending).await?;
    let mut said = Vec::new();
    for (finding, answer) in signed_by_then {
        kept.extend(answer.document.iter().map(|sha256| (format!("documents/{sha256}"), sha256.clone())));
        let (word, at) = (answer.said.word().to_owned(), answer.at.to_string());
        said.push(Answered { finding, answer: word, note: answer.note, document: answer.document, at });
    }
    bundle.put("answers.json", json(&said)?);
    put_log(&mut tx, &submitted, &mut bundle).await?;
    drop(tx);
    for (name, sha256) in kept {
        bundle.put(name, service.originals.bytes(&sha256).await?);
    }
    bundle.bytes().map_err(|error| Fault::Ours(error.to_string()))
}

/// What was read, what was asked and against which project, what was laid over it, and the rules it was checked under.
async fn put_reading(tx: &mut Transaction, upload: &Upload, bundle: &mut Bundle, kept: &mut Kept) -> Result<(), Fault> {
    let laid_over = corrections::of_upload(tx, upload.id).await?.into_iter().map(|c| Corrected {
        sheet: c.sheet,
        row: c.row,
        column: c.column,
        before: c.before,
        after: c.after,
        at: c.at.to_string(),
    });
    bundle.put("corrections.json", json(&laid_over.collect::<Vec<_>>())?);
    let Some(examination) = upload.examination else { return Ok(()) };
    let Some(read) = examinations::find(tx, examination).await? else { return Ok(()) };
    let under: ReadUnder =
        serde_json::from_str(&read.request).map_err(|error| Fault::Ours(format!("what a reading was asked: {error}")))?;
    if let Some(mapping) = under.request.mapping {
        bundle.put("mapping.toml", mapping);
    }
    bundle.put("project/project.toml", under.project);
    kept.extend(under.project_files.into_iter().map(|(name, sha256)| (format!("project/{name}"), sha256)));
    bundle.put("request.json", read.request);
    bundle.put("examination.json", read.body);
    for (id, _, text) in rule_sets::of(tx, examination).await? {
        bundle.put(format!("rules/{id}.toml"), text);
    }
    Ok(())
}

/// The audit log from the first entry about the week to its end, and the salts of the records that are in the bundle.
async fn put_log(tx: &mut Transaction, submitted: &Submitted, bundle: &mut Bundle) -> Result<(), Fault> {
    let pins = pins::of(bundle);
    let oldest = pins.iter().filter_map(|pin| pin.at.as_deref()).min();
    let objects = [Some(format!("submission:{}", submitted.id)), submitted.upload.as_ref().map(|id| format!("upload:{id}"))];
    // An answer may be older than the file that was signed: it was given to the file before.
    let first = |entry: &audit::entry::Entry| {
        objects.iter().flatten().any(|object| *object == entry.object) || (entry.action == "answered" && oldest == Some(&*entry.at))
    };
    let (mut log, mut salts) = (String::new(), String::new());
    for told in audit::from_first(tx, first).await? {
        let _ = writeln!(log, "{} {}", told.hash, told.text);
        if let Some(salt) = told.salt.filter(|salt| pins.iter().any(|pin| pin.is_of(&told.entry, salt))) {
            let _ = writeln!(salts, "{} {}", told.entry.seq, sha::hex(&salt));
        }
    }
    bundle.put("audit.log", log);
    bundle.put("audit.salts", salts);
    Ok(())
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    written(value).map_err(|error| Fault::Ours(error.to_string()))
}
