//! `prevailing-rate`.

/// Figures of `prevailing-rate`. The rates themselves are the wage determination's.
#[derive(Clone, Debug, Default)]
pub struct PrevailingRate {}
