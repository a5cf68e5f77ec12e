//! A project file from what a person types into a form.

use std::fmt::Write as _;

/// The facts of a project as a person types them: each a text, and empty where it is not said.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Number of the project.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Kind of contract.
    pub kind: String,
    /// State, two letters.
    pub state: String,
    /// City.
    pub city: String,
    /// Who pays, with commas between.
    pub funding: String,
    /// Value in dollars.
    pub value: String,
    /// Day it was advertised.
    pub advertised_on: String,
    /// Day the contract was signed.
    pub executed_on: String,
    /// Day work began.
    pub started_on: String,
    /// The main contractor.
    pub prime: String,
    /// Number of the rate sheet.
    pub determination: String,
    /// Further parts of the project file.
    pub more: String,
}

impl Typed {
    /// The field of a name; none where there is no such field.
    pub fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "number" => &mut self.number,
            "name" => &mut self.name,
            "kind" => &mut self.kind,
            "state" => &mut self.state,
            "city" => &mut self.city,
            "funding" => &mut self.funding,
            "value" => &mut self.value,
            "advertised_on" => &mut self.advertised_on,
            "executed_on" => &mut self.executed_on,
            "started_on" => &mut self.started_on,
            "prime" => &mut self.prime,
            "determination" => &mut self.determination,
            "more" => &mut self.more,
            _ => return None,
        })
    }

    /// The project file these fields make.
    pub fn facts(&self, rate_sheet: Option<&str>) -> String {
        let mut text = String::from("[project]\n");
        let quoted = [("id", &self.number), ("name", &self.name), ("kind", &self.kind), ("state", &self.state), ("city", &self.city)];
        for (key, value) in quoted.into_iter().chain([("value", &self.value)]) {
            if !value.trim().is_empty() {
                let _ = writeln!(text, "{key} = {}", toml::Value::String(value.trim().to_owned()));
            }
        }
        let funding: Vec<toml::Value> = self.funding.split(',').map(str::trim).filter(|f| !f.is_empty()).map(toml::Value::from).collect();
        if !funding.is_empty() {
            let _ = writeln!(text, "funding = {}", toml::Value::Array(funding));
        }
        text.push_str("public = true\n");
        let days = [("advertised_on", &self.advertised_on), ("executed_on", &self.executed_on), ("started_on", &self.started_on)];
        for (key, day) in days.into_iter().filter(|(_, day)| !day.trim().is_empty()) {
            let _ = writeln!(text, "{key} = {}", toml::Value::String(day.trim().to_owned()));
        }
        if !self.prime.trim().is_empty() {
            let _ = writeln!(text, "\n[[contract]]\ncontractor = {}\ntier = 0", toml::Value::String(self.prime.trim().to_owned()));
        }
        if let Some(file) = rate_sheet {
            let id = if self.determination.trim().is_empty() { "rate sheet" } else { self.determination.trim() };
            let _ = writeln!(text, "\n[[wage_determination]]\nid = {}\nfile = {}", toml::Value::from(id), toml::Value::from(file));
        }
        if !self.more.trim().is_empty() {
            let _ = write!(text, "\n{}\n", self.more.trim());
        }
        text
    }
}
