//! Each rule, each settled corner.
