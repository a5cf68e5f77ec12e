//! What stands around every page.

/// What stands around every page: `templates/frame.html`.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Title of the page, the first heading too.
    pub title: String,
    /// Language of the page.
    pub lang: &'static str,
    /// Name of the agency.
    pub agency: Option<String>,
    /// Who is signed in.
    pub person: Option<String>,
    /// Whom they work for.
    pub organisation: Option<String>,
    /// Where they can go.
    pub nav: Vec<NavItem>,
    /// Pages above this one: address, label.
    pub crumbs: Vec<(String, String)>,
    /// The token every form carries.
    pub csrf: String,
    /// What a demonstration says of itself.
    pub demo: Option<String>,
    /// Who answers questions.
    pub contact: Option<String>,
    /// The page tells of something to mend: its title begins with *Error*.
    pub error: bool,
    /// Seconds after which the page asks again by itself.
    pub refresh: Option<u32>,
    /// Version of the program.
    pub version: &'static str,
}

/// A place to go.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Its address.
    pub href: &'static str,
    /// Its label.
    pub label: &'static str,
    /// Whether the page is there.
    pub current: bool,
}

impl Frame {
    /// The frame with pages above this one.
    pub fn under(mut self, crumbs: &[(&str, &str)]) -> Self {
        self.crumbs = crumbs.iter().map(|(href, label)| ((*href).to_owned(), (*label).to_owned())).collect();
        self
    }

    /// The frame of a page that tells of something to mend.
    pub fn with_error(mut self, error: bool) -> Self {
        self.error = error;
        self
    }
}
