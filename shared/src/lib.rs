//! The vocabulary of Keyholder.
