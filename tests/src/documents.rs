//! Documents in memory, held against the XML Schemas.

use std::io;

use crate::schema::{self, Refusal};

/// Holds documents of either kind against their schemas. Returns those that were refused.
///
/// # Errors
/// The documents could not be written to a temporary folder, where `xmllint` finds them.
///
/// # Panics
/// If `xmllint` is not installed.
pub fn refused(documents: &[Vec<u8>]) -> io::Result<Vec<Refusal>> {
    let mut refused = Vec::new();
    // So many paths fit on a command line.
    for some in documents.chunks(300) {
        let folder = tempfile::tempdir()?;
        let mut files = Vec::with_capacity(some.len());
        for (number, document) in some.iter().enumerate() {
            let file = folder.path().join(format!("{number}.xml"));
            std::fs::write(&file, document)?;
            files.push(file);
        }
        refused.extend(schema::validate(&files));
    }
    Ok(refused)
}
