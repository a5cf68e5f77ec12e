//! A list as a file: the same rows as the page shows, as CSV or as JSON.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// A list: headings, and rows of as many texts.
pub(super) struct Listing {
    /// One word for each column.
    pub headings: &'static [&'static str],
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Where the next page is, if there is one.
    pub next: Option<String>,
}

impl Listing {
    /// As CSV: every text quoted, and one that a spreadsheet would take for a formula led by an apostrophe.
    pub(super) fn csv(&self, name: &str) -> Response {
        let mut text = String::new();
        for row in std::iter::once(self.headings.iter().map(ToString::to_string).collect()).chain(self.rows.iter().cloned()) {
            for (at, cell) in row.iter().enumerate() {
                let formula = cell.starts_with(['=', '+', '@', '\t', '\r'])
                    || cell.starts_with('-') && cell.parse::<rust_decimal::Decimal>().is_err();
                let lead = if formula && cell.as_str() != "–" { "'" } else { "" };
                let _ = write!(text, "{}\"{lead}{}\"", if at == 0 { "" } else { "," }, cell.replace('"', "\"\""));
            }
            text.push_str("\r\n");
        }
        let mut response = text.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        self.with_link(response)
    }

    /// As JSON: `{"items": […], "next": …}`, every value a text.
    pub(super) fn json(&self) -> Response {
        let items: Vec<serde_json::Value> = self
            .rows
            .iter()
            .map(|row| {
                self.headings
                    .iter()
                    .zip(row)
                    .map(|(key, value)| ((*key).to_owned(), value.clone().into()))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            })
            .collect();
        let mut body = serde_json::json!({ "items": items });
        if let Some(next) = &self.next {
            body["next"] = next.clone().into();
        }
        let mut response = body.to_string().into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.with_link(response)
    }

    fn with_link(&self, mut response: Response) -> Response {
        if let Some(value) = self.next.as_ref().and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
            response.headers_mut().insert(header::LINK, value);
        }
        response
    }
}
