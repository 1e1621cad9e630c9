//! Passwords: what is stored of them, what they must be, and how they are thought of. The Designer and the
//! machine use this same code (design section 5).

pub mod aging;
mod generate;
mod hash;
pub mod rules;
mod strength;
#[cfg(test)]
mod tests;

pub use generate::generate;
pub use hash::{Cost, HashError, LONGEST, Verified, decoy, hash, in_history, verify};
pub use strength::{Strength, strength};

/// Who and what a password belongs to: names that it must not be made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The name with which the user logs in.
    pub user_name: &'a str,
    /// The user's name for people.
    pub full_name: &'a str,
    /// The project's name.
    pub project_name: &'a str,
}

/// The product's own name is no password either.
const PRODUCT: &str = "Keyholder";

impl<'a> About<'a> {
    /// Each name with whose it is, the product's among them.
    fn names(&self) -> [(rules::Whose, &'a str); 4] {
        [
            (rules::Whose::User, self.user_name),
            (rules::Whose::FullName, self.full_name),
            (rules::Whose::Project, self.project_name),
            (rules::Whose::Product, PRODUCT),
        ]
    }
}
