//! Pages of lists.

use serde::Deserialize;
use utoipa::IntoParams;

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Things on a page; 50 where it is left out, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// Where the page begins, as the page before gave it.
    pub cursor: Option<String>,
}

impl Which {
    /// Things on a page. More than 200 is cut down, not refused.
    pub fn most(&self) -> usize {
        usize::try_from(self.limit.unwrap_or(50).clamp(1, 200)).unwrap_or(50)
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
        let first = cut(all(), &Which { limit: Some(2), cursor: None });
        assert_eq!((first.items, first.next.as_deref()), (vec!["a", "b"], Some("b")));
        let last = cut(all(), &Which { limit: Some(2), cursor: Some("b".to_owned()) });
        assert_eq!((last.items, last.next), (vec!["c"], None));
        assert_eq!(Which { limit: Some(9_999), cursor: None }.most(), 200);
    }
}
