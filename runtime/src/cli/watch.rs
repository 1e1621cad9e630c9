//! `watch`
use keyholder_runtime::update::Machine;
use std::io;
use std::path::Path;
use std::time::Duration;
pub fn watch(_machine: &Machine, _project: &Path, _debounce: Duration, _poll: Duration, _json: bool) -> io::Result<u8> {
    Ok(0)
}
