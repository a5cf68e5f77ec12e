//! Which of a project's wage determinations bind on a day.

use crate::domain::wage_determination::WageDetermination;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The number under which a determination began: a decision that supersedes another carries it on.
pub fn series<'d>(determinations: &'d [WageDetermination], of: &'d WageDetermination) -> &'d str {
    let mut id = of.id.as_str();
    // A chain has at most as many links as there are determinations; a ring ends there.
    for _ in determinations {
        let earlier = determinations
            .iter()
            .filter(|d| d.id == id)
            .find_map(|d| d.text.as_ref()?.supersedes.as_deref())
            .filter(|earlier| determinations.iter().any(|d| d.id == *earlier));
        match earlier {
            Some(earlier) => id = earlier,
            None => break,
        }
    }
    id
}

/// The determinations that bind on a day: of each series the one that began last, for a modification
/// replaces what it modifies from its first day on.
pub fn governing(determinations: &[WageDetermination], day: NaiveDate) -> Vec<usize> {
    let mut latest: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, d) in determinations.iter().enumerate().filter(|(_, d)| holds(day, d.from, d.until)) {
        let kept = latest.entry(series(determinations, d)).or_insert(index);
        let begins = |i: usize| determinations.get(i).map(|d| (d.from, d.published_on, d.modification));
        if begins(index) > begins(*kept) {
            *kept = index;
        }
    }
    latest.into_values().collect()
}

/// True on the days from `from` to `until`.
pub fn holds(day: NaiveDate, from: Option<NaiveDate>, until: Option<NaiveDate>) -> bool {
    from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::wage_determination::PublishedText;

    fn text(id: &str, supersedes: &str, from: &str) -> WageDetermination {
        let supersedes = (!supersedes.is_empty()).then(|| supersedes.to_owned());
        WageDetermination {
            id: id.to_owned(),
            from: Some(from.parse().unwrap()),
            text: Some(PublishedText { supersedes, ..PublishedText::default() }),
            ..WageDetermination::default()
        }
    }

    #[test]
    fn the_next_years_number_takes_the_place_of_the_one_it_supersedes() {
        let list = [text("ZZ20230001", "ZZ20220001", "2023-01-06"), text("ZZ20240001", "ZZ20230001", "2024-01-05")];
        assert_eq!(governing(&list, "2024-01-04".parse().unwrap()), [0]);
        assert_eq!(governing(&list, "2024-01-05".parse().unwrap()), [1]);
        let ring = [text("A", "B", "2024-01-01"), text("B", "A", "2024-01-01")];
        assert_eq!(governing(&ring, "2024-01-05".parse().unwrap()).len(), 2);
    }
}
