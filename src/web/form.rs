//! Forms as handlers take them. Each says what it asks for; what comes besides is gathered by [`Unasked`] and noted.

use super::same_site::CheckedByForm;
use super::unasked::Unasked;
use super::{App, CsrfToken, Stop, asked_fields};
use crate::service::upload::receive::{BrokenOff, Parts};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, RawForm, Request};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::time::Duration;

/// A form of fields. The token was checked before; a field that is not asked for is not looked at, and is noted.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let asked = asked_fields::of::<T>();
        let bytes = fields(request, app, |name| asked.contains(&name)).await?;
        serde_urlencoded::from_bytes(&bytes).map(Self).map_err(|_| Stop::BadForm)
    }
}

/// A form of fields whose names carry numbers: `column-12`.
pub trait Numbered {
    /// Whether a field is one of it.
    fn asks_for(name: &str) -> bool;
}

/// A form whose fields carry numbers, as names and what was typed.
pub struct NumberedForm<N>(pub Vec<(String, String)>, pub PhantomData<N>);

impl<N: Numbered> FromRequest<App> for NumberedForm<N> {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let bytes = fields(request, app, N::asks_for).await?;
        Ok(Self(serde_urlencoded::from_bytes(&bytes).map_err(|_| Stop::BadForm)?, PhantomData))
    }
}

/// Whether a name is one of these words with a number behind it, as `row-3`.
pub fn with_number(name: &str, words: &[&str]) -> bool {
    name.rsplit_once('-').is_some_and(|(word, number)| words.contains(&word) && number.parse::<usize>().is_ok())
}

/// The bytes of a form of fields. What was not asked for is noted before anything is done.
async fn fields(request: Request, app: &App, asked: impl Fn(&str) -> bool) -> Result<axum::body::Bytes, Stop> {
    let unasked = request.extensions().get::<Unasked>().cloned().unwrap_or_default();
    let RawForm(bytes) = RawForm::from_request(request, app).await.map_err(|_| Stop::BadForm)?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes).map_err(|_| Stop::BadForm)?;
    unasked.taken(pairs.iter().map(|(name, _)| name.as_str()), asked);
    unasked.note(app).await?;
    Ok(bytes)
}

/// A body of JSON for a program's request, or why it cannot be read.
pub struct JsonForm<T>(pub Result<T, String>);

impl<T: DeserializeOwned> FromRequest<App> for JsonForm<T> {
    type Rejection = super::api::ApiStop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Self::Rejection> {
        let unasked = request.extensions().get::<Unasked>().cloned().unwrap_or_default();
        let bytes = axum::body::Bytes::from_request(request, app).await.map_err(|_| Stop::BadForm)?;
        if let Ok(serde_json::Value::Object(given)) = serde_json::from_slice(&bytes) {
            let asked = asked_fields::of::<T>();
            unasked.taken(given.keys().map(String::as_str), |name| asked.contains(&name));
            unasked.note(app).await?;
        }
        Ok(Self(serde_json::from_slice(&bytes).map_err(|error| error.to_string())))
    }
}

/// A form with a file. Its first field must be the token; it is checked before anything else is read.
pub struct FileForm {
    fields: Multipart,
    unasked: Unasked,
}

impl FromRequest<App> for FileForm {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let pending = request.extensions().get::<CheckedByForm>().is_some();
        let token = request.extensions().get::<CsrfToken>().cloned();
        let unasked = request.extensions().get::<Unasked>().cloned().unwrap_or_default();
        let mut fields = Multipart::from_request(request, app).await.map_err(|_| Stop::BadForm)?;
        if pending {
            let first = fields.next_field().await.map_err(|_| Stop::BadForm)?.ok_or(Stop::OtherSite)?;
            let named = first.name() == Some("csrf");
            let given = if named { text(first, LONGEST_TOKEN).await? } else { String::new() };
            if !token.is_some_and(|token| token.is(&given)) {
                return Err(Stop::OtherSite);
            }
        }
        Ok(Self { fields, unasked })
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
    pub async fn next(&mut self, asked: impl Fn(&str) -> bool) -> Result<Option<Field<'_>>, Stop> {
        let field = self.fields.next_field().await.map_err(|_| Stop::BadForm)?;
        if let Some(field) = &field {
            self.unasked.taken(std::iter::once(field.name().unwrap_or_default()), asked);
        }
        Ok(field)
    }
}
