//! Keyholder's Designer.

pub mod compare;
pub mod csv;
pub mod facts;
pub mod fields;
pub mod machine;
pub mod service;
