//! Forms as handlers take them.

use super::same_site::CheckedByForm;
use super::{App, CsrfToken, Stop};
use crate::service::upload::receive::{BrokenOff, Parts};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// A form of fields. The token was checked before; a field that is not asked for is not looked at.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let axum::extract::Form(fields) = axum::extract::Form::from_request(request, app).await.map_err(|_| Stop::BadForm)?;
        Ok(Self(fields))
    }
}

/// A form with a file. Its first field must be the token; it is checked before anything else is read.
pub struct FileForm(Multipart);

impl FromRequest<App> for FileForm {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let pending = request.extensions().get::<CheckedByForm>().is_some();
        let token = request.extensions().get::<CsrfToken>().cloned();
        let mut form = Multipart::from_request(request, app).await.map_err(|_| Stop::BadForm)?;
        if pending {
            let first = form.next_field().await.map_err(|_| Stop::BadForm)?.ok_or(Stop::OtherSite)?;
            let named = first.name() == Some("csrf");
            let given = if named { text(first, LONGEST_TOKEN).await? } else { String::new() };
            if !token.is_some_and(|token| token.is(&given)) {
                return Err(Stop::OtherSite);
            }
        }
        Ok(Self(form))
    }
}

/// The longest token, in bytes.
const LONGEST_TOKEN: usize = 200;
/// How long a field that is no file may take.
const FIELD: Duration = Duration::from_secs(30);

/// The text of a field that is no file, of at most so many bytes.
///
/// # Errors
/// [`Stop::TooLong`]; [`Stop::BadForm`] where it breaks off, is no text, or takes too long.
pub async fn text(mut field: Field<'_>, most: usize) -> Result<String, Stop> {
    let read = async {
        let mut bytes = Vec::new();
        while let Some(part) = field.chunk().await.map_err(|_| Stop::BadForm)? {
            if bytes.len() + part.len() > most {
                return Err(Stop::TooLong);
            }
            bytes.extend_from_slice(&part);
        }
        String::from_utf8(bytes).map_err(|_| Stop::BadForm)
    };
    tokio::time::timeout(FIELD, read).await.unwrap_or(Err(Stop::BadForm))
}

/// The file of a form, part by part.
pub struct FilePart<'f>(pub Field<'f>);

impl Parts for FilePart<'_> {
    type Part = axum::body::Bytes;
    async fn next(&mut self) -> Result<Option<Self::Part>, BrokenOff> {
        self.0.chunk().await.map_err(|_| BrokenOff)
    }
}

impl FileForm {
    /// The next field.
    ///
    /// # Errors
    /// [`Stop::BadForm`] where the form breaks off.
    pub async fn next(&mut self) -> Result<Option<Field<'_>>, Stop> {
        self.0.next_field().await.map_err(|_| Stop::BadForm)
    }
}
