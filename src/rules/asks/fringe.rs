//! `fringe` and `deduction-allowed`, which hold no figures of their own: what plans cost is in the project
//! file, what is due is the wage determination's, and the kinds of deductions are those of federal law.

/// Figures of `fringe`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fringe {}

/// Figures of `deduction-allowed`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeductionAllowed {}
