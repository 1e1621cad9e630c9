//! Keyholder's Designer.

pub mod service;
