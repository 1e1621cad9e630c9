//! Keyholder's Designer.
