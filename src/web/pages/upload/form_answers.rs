//! The form of answers: what was chosen, written and attached for each finding.

use crate::service::Id;
use crate::service::permission::Actor;
use crate::service::upload::answer::Given;
use crate::service::upload::document;
use crate::web::form::{FileForm, FilePart, text};
use crate::web::{App, Stop};

/// Fields of a form at most: four for a finding, of a page of findings.
const MOST: usize = 1_000;

/// The answers of a form: `answer-f-…`, `by-f-…`, `note-f-…`, `document-f-…`; and where to go then.
pub(super) struct Sent {
    pub given: Vec<Given>,
    pub then: String,
}

/// Fields of one finding: each has its fingerprint behind it.
const OF_FINDING: [&str; 4] = ["answer", "by", "note", "document"];

fn asks_for(name: &str) -> bool {
    name == "then" || name.split_once('-').is_some_and(|(what, _)| OF_FINDING.contains(&what))
}

/// Reads the form. A document is received on the way.
pub(super) async fn read(app: &App, actor: &Actor, contract: Id, mut form: FileForm) -> Result<Sent, Stop> {
    let mut sent = Sent { given: Vec::new(), then: String::new() };
    let mut fields = 0;
    while let Some(field) = form.next(asks_for).await? {
        fields += 1;
        if fields > MOST {
            return Err(Stop::TooLong);
        }
        let name = field.name().unwrap_or_default().to_owned();
        let Some((what, fingerprint)) = name.split_once('-') else {
            if name == "then" {
                sent.then = text(field, 20).await?;
            }
            continue;
        };
        let place = sent.given.iter().position(|given| given.fingerprint == fingerprint).unwrap_or_else(|| {
            sent.given.push(Given { fingerprint: fingerprint.to_owned(), ..Given::default() });
            sent.given.len() - 1
        });
        let Some(given) = sent.given.get_mut(place) else { continue };
        match what {
            "answer" => given.said = text(field, 40).await?,
            "by" => given.pay_by = text(field, 40).await?,
            "note" => given.note = text(field, 16_000).await?,
            // A field for a file that was left empty names none.
            "document" if !field.file_name().unwrap_or_default().is_empty() => {
                given.document = document::take(&app.service, actor, contract, FilePart(field)).await?;
            }
            _ => {}
        }
    }
    Ok(sent)
}
