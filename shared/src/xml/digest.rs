//! The digest of a file: SHA-256 of its bytes without the attribute that holds it (design section 2).

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use sha2::Digest as _;

/// A SHA-256 digest, written `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

/// The bytes of a file that its digest leaves out: the attribute `Digest` and the one space before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestGap(pub Range<usize>);

impl DigestGap {
    /// Where the value's text lies in the file, between the quotes.
    #[must_use]
    pub fn value(&self) -> Range<usize> {
        (self.0.start + b" Digest=\"".len()).min(self.0.end)..self.0.end.saturating_sub(1)
    }
}

impl Digest {
    /// What a hash that was fed from outside came to.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Computes the digest of a file's bytes, leaving the gap out if there is one.
    #[must_use]
    pub fn of(bytes: &[u8], gap: Option<&DigestGap>) -> Self {
        let mut hash = sha2::Sha256::new();
        match gap {
            Some(DigestGap(gap)) => {
                hash.update(bytes.get(..gap.start).unwrap_or(bytes));
                hash.update(bytes.get(gap.end..).unwrap_or_default());
            }
            None => hash.update(bytes),
        }
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no digest of the form `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADigest;

impl fmt::Display for NotADigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a digest of the form sha256: and 64 hexadecimal digits")
    }
}

impl std::error::Error for NotADigest {}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let hex = text.strip_prefix("sha256:").ok_or(NotADigest)?.as_bytes();
        if hex.len() != 64 {
            return Err(NotADigest);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16).ok_or(NotADigest)?;
                *byte = (*byte << 4) | u8::try_from(value).map_err(|_| NotADigest)?;
            }
        }
        Ok(Self(bytes))
    }
}

/// Finds the attribute `Digest` of a file's root element: its value and the gap. `None` if the file has
/// none, or is too broken for one to be found. Looks at the root's start tag alone.
#[must_use]
pub fn declared_digest(bytes: &[u8]) -> Option<(String, DigestGap)> {
    let (_, value, gap) = super::head::root_attributes(bytes)?.into_iter().find(|(name, _, _)| name == "Digest")?;
    Some((value, DigestGap(gap)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_leaves_out_the_attribute_and_one_space() {
        let with = br#"<?xml version="1.0"?><UserManagementConfig A="1"  Digest="sha256:00" B="2"/>"#;
        let without = br#"<?xml version="1.0"?><UserManagementConfig A="1"  B="2"/>"#;
        let (value, gap) = declared_digest(with).unwrap();
        assert_eq!(value, "sha256:00");
        assert_eq!(&with[gap.value()], b"sha256:00");
        // Two spaces stood before it; one goes.
        assert_eq!(Digest::of(with, Some(&gap)), Digest::of(without, None));
        assert!(declared_digest(without).is_none());
    }

    #[test]
    fn text_and_value_belong_together() {
        // FIPS 180-2, appendix B.1.
        let digest = Digest::of(b"abc", None);
        let text = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest.to_string(), text);
        assert_eq!(text.parse(), Ok(digest));
        assert_eq!("sha256:ba".parse::<Digest>(), Err(NotADigest));
        assert_eq!(text.replace('b', "g").parse::<Digest>(), Err(NotADigest));
    }
}
