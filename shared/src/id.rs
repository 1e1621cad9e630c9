//! The identity of a user, group, right, area or notification group (design section 2).

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// A UUID that an object gets once, when it is created or copied, and keeps through renames and undo.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Uuid);

impl Id {
    /// An id made of 16 random bytes (RFC 9562, version 4). The caller brings the randomness.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The id with this number, as tests and generators use it.
    #[must_use]
    pub const fn from_u128(number: u128) -> Self {
        Self(Uuid::from_u128(number))
    }

    /// The 128 bits as one number.
    #[must_use]
    pub const fn as_u128(self) -> u128 {
        self.0.as_u128()
    }

    /// Writes the id as the files have it, lower case with hyphens, into `buffer`.
    #[must_use]
    pub fn encode(self, buffer: &mut [u8; 36]) -> &str {
        self.0.hyphenated().encode_lower(buffer)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no UUID of the form `6f1c2d3e-0000-4000-8000-000000000000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a UUID of the form 6f1c2d3e-0000-4000-8000-000000000000")
    }
}

impl std::error::Error for NotAnId {}

impl FromStr for Id {
    type Err = NotAnId;

    /// Reads the hyphenated form, in either case of letters; other spellings of a UUID (braces, URN, no
    /// hyphens) are refused, because other tools compare the text.
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != 36 {
            return Err(NotAnId);
        }
        Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_hyphenated_form_only() {
        let id: Id = "6F1C2D3E-0000-4000-8000-00000000000A".parse().unwrap();
        assert_eq!(id.to_string(), "6f1c2d3e-0000-4000-8000-00000000000a");
        assert_eq!(id.encode(&mut [0; 36]), id.to_string());
        for wrong in ["", "6f1c2d3e00004000800000000000000a", "{6f1c2d3e-0000-4000-8000-00000000000a}"] {
            assert_eq!(wrong.parse::<Id>(), Err(NotAnId), "{wrong}");
        }
    }

    #[test]
    fn random_bytes_become_version_4() {
        let id = Id::from_random([0xff; 16]);
        assert_eq!(id.to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
