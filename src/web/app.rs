//! What every handler is given.

use crate::service::Service;

/// What every handler is given. A clone is the same house.
#[derive(Clone)]
pub struct App {
    /// The use cases stand on it.
    pub service: Service,
}
