//! What is wrong or unwise in the project, counted beside the window.

/// The findings of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What the Runtime would refuse.
    pub errors: usize,
    /// What is unwise.
    pub advice: usize,
}
