//! Payrolls that come in.

use crate::web::Entry;
pub(super) fn routes() -> Vec<Entry> {
    Vec::new()
}
