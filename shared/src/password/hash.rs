//! Hashes of passwords: Argon2id in PHC form (`security.md`).
//!
//! A password is brought into Unicode's normal form C before it is hashed, so that it is the same from every
//! keyboard; otherwise it stays as it is, never trimmed, cut or folded.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, CustomizedPasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;

use crate::Str;
use crate::model::Password;

/// Computes what is stored of a password: the PHC text of its Argon2id hash. `salt` is 16 random bytes,
/// which the caller brings. Takes the time and the memory of `cost`.
///
/// # Errors
/// The password is longer than [`LONGEST`], or the memory is not there.
pub fn hash(password: &str, salt: &[u8; 16], cost: Cost) -> Result<Str, HashError> {
    let password = normal(password).ok_or(HashError::TooLong)?;
    let phc = compute(&password, salt, cost)?;
    Ok(phc.to_string().into())
}

/// Holds a password against what is stored, in constant time once the hash is computed. What a stored hash
/// asks for is looked at before it is computed, so that no file keeps a machine busy.
///
/// # Errors
/// The stored text is no Argon2 hash, asks for more than the bounds allow, or the memory is not there.
pub fn verify(password: &str, phc: &str) -> Result<Verified, HashError> {
    let stored = PasswordHash::new(phc).map_err(|_| HashError::NotAHash)?;
    let rehash = is_weak(&stored)?;
    // Longer than any password that was ever taken.
    let Some(password) = normal(password) else { return Ok(Verified::Wrong) };
    match Argon2::default().verify_password(password.as_bytes(), &stored) {
        Ok(()) => Ok(Verified::Right { rehash }),
        Err(password_hash::Error::PasswordInvalid) => Ok(Verified::Wrong),
        Err(password_hash::Error::OutOfMemory) => Err(HashError::OutOfMemory),
        Err(_) => Err(HashError::NotAHash),
    }
}

/// Costs the same as a [`verify`] of a hash of this cost, and is always wrong: for names that nobody has.
///
/// # Errors
/// The memory is not there.
pub fn decoy(password: &str, cost: Cost) -> Result<Verified, HashError> {
    let Some(password) = normal(password) else { return Ok(Verified::Wrong) };
    std::hint::black_box(compute(&password, b"the name is free", cost)?);
    Ok(Verified::Wrong)
}

/// True if the password is one of the first `count` of these: the present one and those before it, the
/// latest first (design section 5, `History`). Each that is compared costs a computation. What cannot be
/// read or computed is passed over.
pub fn in_history<'p>(password: &str, passwords: impl IntoIterator<Item = &'p Password>, count: u32) -> bool {
    let latest = passwords.into_iter().take(count as usize);
    latest.into_iter().any(|stored| matches!(verify(password, &stored.hash), Ok(Verified::Right { .. })))
}

/// A password has at most so many characters, in normal form C.
pub const LONGEST: usize = 256;
/// No password of [`LONGEST`] characters has more bytes in any form: four code points of four bytes a character.
const LONGEST_INPUT: usize = 16 * LONGEST;

/// What a hash may ask for at most: memory in KiB, passes, lanes.
const BOUNDS: (u32, u32, u32) = (1024 * 1024, 10, 16);

/// What a hash costs: memory, passes and lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// What every stored password is hashed with: 19 MiB, two passes, one lane.
    pub const STANDARD: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };

    /// A cost that protects nothing and takes no time, for tests of what is built on hashes.
    #[must_use]
    pub const fn cheap_for_tests() -> Self {
        Self { memory_kib: 8, passes: 1, lanes: 1 }
    }
}

impl Default for Cost {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// What came of holding a password against a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// It is the password.
    Right {
        /// The stored hash is weaker than [`Cost::STANDARD`]: hash the password anew and store that.
        rehash: bool,
    },
    /// It is another.
    Wrong,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashError {
    /// The password is longer than [`LONGEST`].
    TooLong,
    /// What is stored is no hash that we know.
    NotAHash,
    /// What is stored asks for more than the bounds.
    TooCostly,
    /// The system has not the memory now.
    OutOfMemory,
}

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "The password has more than 256 characters. Choose a shorter one.",
            Self::NotAHash => "The stored password is no Argon2 hash in PHC form. Set a new password for this user.",
            Self::TooCostly => {
                "The stored password asks for more than 1 GiB of memory, 10 passes or 16 lanes. Set a new password for this user."
            }
            Self::OutOfMemory => "There is not enough memory to check the password now. Try again in a moment.",
        })
    }
}

impl std::error::Error for HashError {}

/// The password in normal form C; `None` if it is too long.
fn normal(password: &str) -> Option<String> {
    if password.len() > LONGEST_INPUT {
        return None;
    }
    let normal: String = password.nfc().collect();
    (crate::name::length(&normal) <= LONGEST).then_some(normal)
}

fn compute(password: &str, salt: &[u8; 16], cost: Cost) -> Result<PasswordHash, HashError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(Params::DEFAULT_OUTPUT_LEN))
        .map_err(|_| HashError::TooCostly)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_customized(password.as_bytes(), salt, None, None, params)
        .map_err(|_| HashError::OutOfMemory)
}

/// True if the hash is weaker than what we store. An error if it is none, or beyond the bounds.
fn is_weak(stored: &PasswordHash) -> Result<bool, HashError> {
    let algorithm = Algorithm::new(stored.algorithm.as_str()).map_err(|_| HashError::NotAHash)?;
    let (Some(salt), Some(output)) = (&stored.salt, &stored.hash) else { return Err(HashError::NotAHash) };
    let params = Params::try_from(stored).map_err(|_| HashError::NotAHash)?;
    let (memory, passes, lanes) = BOUNDS;
    if params.m_cost() > memory || params.t_cost() > passes || params.p_cost() > lanes {
        return Err(HashError::TooCostly);
    }
    let standard = Cost::STANDARD;
    Ok(algorithm != Algorithm::Argon2id
        || stored.version != Some(Version::V0x13.into())
        || params.m_cost() < standard.memory_kib
        || params.t_cost() < standard.passes
        || params.p_cost() < standard.lanes
        || salt.as_ref().len() < 16
        || output.len() < Params::DEFAULT_OUTPUT_LEN)
}
