//! What is being typed into a field, as it is typed: the project keeps names trimmed, and a space at the end
//! must not vanish under the fingers.

use keyholder_shared::name;

/// The text of the field that was typed into last; `F` tells which field of which object.
#[derive(Clone, Debug)]
pub struct Typing<F> {
    typed: Option<(F, String)>,
}

impl<F> Default for Typing<F> {
    fn default() -> Self {
        Self { typed: None }
    }
}

impl<F: PartialEq> Typing<F> {
    /// Notes what stands in the field now.
    pub fn note(&mut self, field: F, text: &str) {
        self.typed = Some((field, text.to_owned()));
    }

    /// What the field shows where the project says `stored`: what was typed, as long as both mean the same.
    pub fn shown<'a>(&'a self, field: &F, stored: &'a str) -> &'a str {
        match &self.typed {
            Some((typed_into, typed)) if typed_into == field && name::tidy(typed) == name::tidy(stored) => typed,
            _ => stored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_at_the_end_stays_while_it_is_typed() {
        let mut typing = Typing::default();
        typing.note("name", "Anna ");
        assert_eq!(typing.shown(&"name", "Anna"), "Anna ");
        assert_eq!(typing.shown(&"name", "Berta"), "Berta", "undone, or refused");
        assert_eq!(typing.shown(&"other", "Anna"), "Anna");
    }
}
