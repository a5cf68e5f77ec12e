//! A page from its template.

use super::Stop;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

/// A page.
///
/// # Errors
/// [`Stop::Ours`] where the template cannot be rendered.
pub fn page(template: &impl Template) -> Result<Response, Stop> {
    with_status(StatusCode::OK, template)
}

/// A page of a form that could not be taken: 422, with everything that was typed.
///
/// # Errors
/// [`Stop::Ours`] where the template cannot be rendered.
pub fn form_again(template: &impl Template) -> Result<Response, Stop> {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a status of its own.
///
/// # Errors
/// [`Stop::Ours`] where the template cannot be rendered.
pub fn with_status(status: StatusCode, template: &impl Template) -> Result<Response, Stop> {
    let text = template.render().map_err(|error| Stop::ours(format!("a template: {error}")))?;
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    Ok((status, kind, text).into_response())
}

/// After a change: see the other page.
pub fn see(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// A file to keep: never shown in the page, whatever it holds.
pub fn attachment(name: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    let value = HeaderValue::from_str(&disposition(name)).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_DISPOSITION, value);
    response
}

/// `Content-Disposition` for a name a stranger chose: an ASCII name, and the whole one as RFC 8187 writes it.
fn disposition(name: &str) -> String {
    let kept: String = name.chars().filter(|c| !c.is_control() && !matches!(c, '/' | '\\')).take(80).collect();
    let kept = if kept.trim().is_empty() { "upload.xlsx".to_owned() } else { kept };
    let ascii: String = kept.chars().map(|c| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' }).collect();
    let encoded: String = kept
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"-._".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_stays_a_name() {
        assert_eq!(
            disposition("a\r\nSet-Cookie: x=1\"b.xlsx"),
            "attachment; filename=\"aSet-Cookie_ x_1_b.xlsx\"; filename*=UTF-8''aSet-Cookie%3A%20x%3D1%22b.xlsx"
        );
        assert_eq!(disposition("../../etc/passwd"), "attachment; filename=\"....etcpasswd\"; filename*=UTF-8''....etcpasswd");
        assert!(disposition("").contains("upload.xlsx"));
        assert_eq!(disposition("José.csv"), "attachment; filename=\"Jos_.csv\"; filename*=UTF-8''Jos%C3%A9.csv");
    }
}
