//! Where a rate of a wage determination holds: the counties its heading names, and where the county or
//! a place in it is not known, that it may hold.

use super::wage_determination::classification_key;

/// Words that cut a part out of a county or draw a line through it: such an area is for a person to read.
const LIMITS: &[&str] = &[
    "except",
    "excluding",
    "excludes",
    "remainder",
    "remaining",
    "portion",
    "portions",
    "part",
    "parts",
    "north",
    "northern",
    "south",
    "southern",
    "east",
    "eastern",
    "west",
    "western",
    "miles",
    "radius",
    "within",
];

/// Whether a rate holds at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// It does not.
    No,
    /// A fact is missing to say.
    Maybe,
    /// It does.
    Yes,
    /// It does, and the area names the place itself, not only its county.
    Named,
}

/// One county an area names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct County {
    /// Its name as [`classification_key`] gives it.
    key: String,
    /// Towns, where the heading names only some: `SUFFOLK COUNTY (Boston, Chelsea)`.
    towns: Vec<String>,
    /// Marked with a star, which a note explains.
    starred: bool,
}

/// An area as a wage determination names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WageArea {
    /// As published, on one line.
    pub text: String,
    counties: Vec<County>,
    /// Names that are not said to be counties: towns, chapters, zones.
    places: Vec<String>,
    /// A part is cut out.
    limited: bool,
    everywhere: bool,
}

impl WageArea {
    /// Reads a heading such as `NORFOLK COUNTY (Milton, Quincy); SUFFOLK AND ESSEX COUNTIES`.
    pub fn read(text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = text.to_lowercase();
        let limited = lower.split(|c: char| !c.is_alphanumeric()).any(|word| LIMITS.contains(&word));
        let everywhere = ["statewide", "entire state", "all counties"].iter().any(|w| lower.starts_with(w)) && !limited;
        let mut area = Self { text, limited, everywhere, ..Self::default() };
        let mut named: Vec<County> = Vec::new();
        let mut all_counties = false;
        for item in items(&area.text) {
            let (mut name, inside) = without_brackets(&item);
            if let Some(at) = find_words(&name, &["counties of ", "county of "]) {
                name = name.split_off(at);
                all_counties = true;
            }
            let (name, is_county) = without_county(&name);
            let key = classification_key(&name);
            let towns: Vec<String> = items(&inside).iter().map(|t| classification_key(t)).filter(|k| !k.is_empty()).collect();
            if !key.is_empty() {
                named.push(County { key, towns: Vec::new(), starred: name.contains('*') });
            }
            if is_county || all_counties {
                area.counties.append(&mut named);
            }
            let last = if named.is_empty() { area.counties.last_mut() } else { named.last_mut() };
            if let Some(last) = last {
                last.towns.extend(towns);
            }
        }
        for county in named {
            area.places.push(county.key);
            area.places.extend(county.towns);
        }
        area
    }

    /// The only county named, whole, if there is one.
    pub fn only_county(&self) -> Option<&str> {
        match self.counties.as_slice() {
            [county] if self.places.is_empty() && !self.limited && county.towns.is_empty() => Some(&county.key),
            _ => None,
        }
    }

    /// Whether the area holds in a county, at a place of it, as far as either is known.
    pub fn holds(&self, county: Option<&str>, place: Option<&str>) -> Holds {
        let place = place.map(classification_key);
        if self.everywhere {
            return Holds::Yes;
        }
        if self.limited {
            return Holds::Maybe;
        }
        if place.as_ref().is_some_and(|p| self.places.contains(p) || *p == classification_key(&self.text)) {
            return Holds::Named;
        }
        let Some(county) = county else { return Holds::Maybe };
        let key = classification_key(&without_county(county).0);
        let Some(found) = self.counties.iter().find(|c| c.key == key) else {
            return if self.places.is_empty() && !self.counties.is_empty() { Holds::No } else { Holds::Maybe };
        };
        match place {
            Some(place) if found.towns.contains(&place) => Holds::Named,
            _ if found.starred || !found.towns.is_empty() => Holds::Maybe,
            _ => Holds::Yes,
        }
    }
}

/// The parts of a list, commas in brackets left alone.
fn items(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(c, ',' | ';') {
            items.push(String::new());
        } else if let Some(last) = items.last_mut() {
            last.push(c);
        }
    }
    items.iter().flat_map(|item| split_and(item)).filter(|i| !i.trim().is_empty()).collect()
}

/// Splits at the words `and` and `&` that stand outside brackets.
fn split_and(item: &str) -> Vec<String> {
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    let mut depth = 0_i32;
    for word in item.split_whitespace() {
        if depth <= 0 && (word.eq_ignore_ascii_case("and") || word == "&") {
            parts.push(Vec::new());
            continue;
        }
        depth += word.matches('(').count() as i32 - word.matches(')').count() as i32;
        if let Some(last) = parts.last_mut() {
            last.push(word);
        }
    }
    parts.into_iter().map(|words| words.join(" ")).collect()
}

/// What stands outside brackets, and what inside.
fn without_brackets(item: &str) -> (String, String) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0_u32);
    for c in item.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => inside.push(c),
        }
    }
    (outside, inside)
}

/// A name without the word `County` or `Counties` and what follows it (`in Massachusetts`), and whether
/// the word was there.
fn without_county(name: &str) -> (String, bool) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let at = words.iter().position(|w| matches!(bare(w).as_str(), "county" | "counties"));
    match at {
        Some(at) if words.get(at + 1).is_none_or(|w| bare(w) == "in" || bare(w).is_empty()) => {
            (words.get(..at).unwrap_or_default().join(" "), true)
        }
        _ => (words.join(" "), false),
    }
}

/// Where the text after one of some phrases begins.
fn find_words(text: &str, phrases: &[&str]) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    phrases.iter().find_map(|p| lower.find(p).map(|at| at + p.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, county: &str, place: &str) -> Holds {
        let given = |t: &'static str| (!t.is_empty()).then_some(t);
        let (county, place): (&'static str, &'static str) = (county.to_owned().leak(), place.to_owned().leak());
        WageArea::read(text).holds(given(county), given(place))
    }

    #[test]
    fn a_list_of_counties_holds_in_each_and_in_no_other() {
        let text = "BARNSTABLE, BRISTOL, DUKES & NANTUCKET COUNTIES; SUFFOLK COUNTY";
        for county in ["Barnstable", "Nantucket County", "SUFFOLK"] {
            assert_eq!(holds(text, county, ""), Holds::Yes, "{county}");
        }
        assert_eq!(holds(text, "Essex", ""), Holds::No);
        assert_eq!(holds(text, "", ""), Holds::Maybe);
        assert_eq!(holds("Suffolk and Norfolk Counties in Massachusetts.", "Norfolk", ""), Holds::Yes);
        assert_eq!(holds("Virginia Counties of Gloucester, Mathews and York", "Mathews", ""), Holds::Yes);
    }

    #[test]
    fn towns_in_brackets_need_the_place() {
        let text = "SUFFOLK COUNTY (Boston, Chelsea, Deer & Nut Islands); NORFOLK COUNTY (Milton)";
        assert_eq!(holds(text, "Suffolk", "boston"), Holds::Named);
        assert_eq!(holds(text, "Suffolk", ""), Holds::Maybe);
        assert_eq!(holds(text, "Norfolk", "Boston"), Holds::Maybe);
        assert_eq!(holds(text, "Essex", "Boston"), Holds::No);
    }

    #[test]
    fn what_is_cut_starred_or_not_said_to_be_a_county_may_hold() {
        assert_eq!(holds("SUFFOLK COUNTY (East of the river)", "Suffolk", ""), Holds::Maybe);
        assert_eq!(holds("Remainder of Norfolk County", "Suffolk", ""), Holds::Maybe);
        assert_eq!(holds("SUFFOLK*, ESSEX COUNTIES", "Suffolk", ""), Holds::Maybe);
        assert_eq!(holds("SUFFOLK*, ESSEX COUNTIES", "Essex", ""), Holds::Yes);
        assert_eq!(holds("BOSTON CHAPTER", "Suffolk", ""), Holds::Maybe);
        assert_eq!(holds("BELMONT, BOSTON, BRAINTREE", "Suffolk", "Boston"), Holds::Named);
        assert_eq!(holds("STATEWIDE", "", ""), Holds::Yes);
    }

    #[test]
    fn one_county_alone_is_known_without_being_asked() {
        assert_eq!(WageArea::read("Harris County in Texas.").only_county(), Some("harris"));
        assert_eq!(WageArea::read("Harris and Waller Counties in Texas.").only_county(), None);
    }
}
