//! Keyholder on the machine.
