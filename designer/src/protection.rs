//! Protection of a project by a password, asked for when the Designer opens it. It keeps people from changing by
//! mistake what is not theirs; the file itself stays readable.

use keyholder_shared::edit::{Edit, Setting};
use keyholder_shared::model::{Definitions, Security};
use keyholder_shared::password::{self, Cost, HashError, Verified};

/// True if the project asks for a password.
#[must_use]
pub fn is_protected(definitions: &Definitions) -> bool {
    !definitions.security.protection_hash.is_empty()
}

/// Whether `password` opens the project. Takes its time: not for the thread that draws.
///
/// # Errors
/// If the stored hash is none that can be computed.
pub fn opens(definitions: &Definitions, password: &str) -> Result<bool, HashError> {
    if !is_protected(definitions) {
        return Ok(true);
    }
    let verified = password::verify(password, &definitions.security.protection_hash)?;
    Ok(matches!(verified, Verified::Right { .. }))
}

/// The edit that protects the project with `password`. Takes its time.
///
/// # Errors
/// If the password cannot be hashed: it is too long.
pub fn protect(security: &Security, password: &str, salt: &[u8; 16], cost: Cost) -> Result<Edit, HashError> {
    let protection_hash = password::hash(password, salt, cost)?;
    Ok(Edit::Set(Setting::Security(Security { protection_hash, ..security.clone() })))
}

/// The edit that takes the protection away.
#[must_use]
pub fn unprotect(security: &Security) -> Edit {
    Edit::Set(Setting::Security(Security { protection_hash: keyholder_shared::Str::default(), ..security.clone() }))
}

#[cfg(test)]
mod tests {
    use keyholder_shared::edit::Draft;
    use keyholder_shared::xml;

    use super::*;

    #[test]
    fn a_protected_project_opens_with_its_password_alone() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample-projects/minimal/UserManagementConfig.xml");
        let mut draft = Draft::new(xml::read_project(&std::fs::read(path).unwrap()).document.unwrap());
        assert_eq!(opens(draft.definitions(), "anything"), Ok(true));
        let security = draft.definitions().security.clone();
        let protect = protect(&security, "Straße 1", &[7; 16], Cost::cheap_for_tests()).unwrap();
        draft.apply(protect).unwrap();
        let reread = xml::read_project(&xml::write_project(&draft.to_project())).document.unwrap();
        assert!(is_protected(&reread.definitions));
        assert_eq!(opens(&reread.definitions, "Straße 1"), Ok(true));
        assert_eq!(opens(&reread.definitions, "Strasse 1"), Ok(false));
        assert_eq!(opens(&reread.definitions, ""), Ok(false));
        draft.apply(unprotect(&draft.definitions().security.clone())).unwrap();
        assert_eq!(draft.definitions().security, security);
    }

    #[test]
    fn a_hash_that_nobody_can_compute_opens_nothing() {
        let mut definitions = Definitions::default();
        definitions.security.protection_hash = "$argon2id$v=19$m=999999999,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA".into();
        assert_ne!(opens(&definitions, "x"), Ok(true));
    }
}
