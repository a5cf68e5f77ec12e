//! Forms as handlers take them.

use super::same_site::CheckedByForm;
use super::{App, CsrfToken, Stop};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use serde::de::DeserializeOwned;

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
            let given = if named { first.text().await.map_err(|_| Stop::BadForm)? } else { String::new() };
            if !token.is_some_and(|token| token.is(&given)) {
                return Err(Stop::OtherSite);
            }
        }
        Ok(Self(form))
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
