//! Pages of lists.

use serde::Deserialize;
use std::num::NonZeroU32;
use utoipa::IntoParams;

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Things on a page; 50 where it is left out, 200 at most.
    #[param(value_type = Option<u64>, minimum = 1)]
    pub limit: Option<NonZeroU32>,
    /// Where the page begins, as the page before gave it.
    pub cursor: Option<String>,
}

impl Which {
    /// Things on a page. More than 200 is cut down, not refused.
    pub fn most(&self) -> usize {
        self.limit.map_or(50, |limit| usize::try_from(limit.get()).unwrap_or(200).min(200))
    }
}

/// A page of things in order, each with the key its cursor is.
pub(super) fn cut<T>(sorted: Vec<(String, T)>, which: &Which) -> super::wire::Page<T> {
    let after = which.cursor.as_deref().unwrap_or_default();
    let mut left = sorted.into_iter().filter(|(key, _)| key.as_str() > after).peekable();
    let mut items = Vec::new();
    let mut last = String::new();
    while items.len() < which.most() {
        let Some((key, item)) = left.next() else { break };
        last = key;
        items.push(item);
    }
    super::wire::Page { items, next: left.peek().is_some().then_some(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_one_another_and_the_last_has_no_next() {
        let all = || ["a", "b", "c"].map(|k| (k.to_owned(), k)).to_vec();
        let first = cut(all(), &Which { limit: NonZeroU32::new(2), cursor: None });
        assert_eq!((first.items, first.next.as_deref()), (vec!["a", "b"], Some("b")));
        let last = cut(all(), &Which { limit: NonZeroU32::new(2), cursor: Some("b".to_owned()) });
        assert_eq!((last.items, last.next), (vec!["c"], None));
        assert_eq!(Which { limit: NonZeroU32::new(9_999), cursor: None }.most(), 200);
    }
}
