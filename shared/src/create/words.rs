//! What the built-in things of a new project are called, in the languages that we speak.

/// The languages of the words below, in their order.
pub(super) const LANGUAGES: [&str; 4] = ["en", "de", "fr", "pl"];

/// Something said in each of [`LANGUAGES`].
pub(super) type Words = [&'static str; LANGUAGES.len()];

/// The right group System.
pub(super) const SYSTEM: Words = ["System", "System", "Système", "System"];

/// The rights of the right group System, in the order of [`crate::model::SYSTEM_RIGHTS`].
pub(super) const RIGHTS: [Words; 8] = [
    ["Create users", "Benutzer anlegen", "Créer des utilisateurs", "Tworzenie użytkowników"],
    ["Change users", "Benutzer ändern", "Modifier des utilisateurs", "Zmiana użytkowników"],
    ["Delete users", "Benutzer löschen", "Supprimer des utilisateurs", "Usuwanie użytkowników"],
    [
        "Change other users' passwords",
        "Passwörter anderer ändern",
        "Changer les mots de passe des autres",
        "Zmiana haseł innych użytkowników",
    ],
    [
        "Assign users to groups",
        "Benutzer Gruppen zuordnen",
        "Affecter des utilisateurs aux groupes",
        "Przypisywanie użytkowników do grup",
    ],
    ["Unlock users", "Benutzer entsperren", "Déverrouiller des utilisateurs", "Odblokowywanie użytkowników"],
    ["Read the audit trail", "Audit-Trail lesen", "Lire la piste d'audit", "Odczyt dziennika zdarzeń"],
    ["Exit the visualisation", "Visualisierung beenden", "Quitter la visualisation", "Zamykanie wizualizacji"],
];

/// The group Administrators.
pub(super) const ADMINISTRATORS: Words = ["Administrators", "Administratoren", "Administrateurs", "Administratorzy"];

/// What the group Administrators is for.
pub(super) const ADMINISTRATORS_MAY: Words = [
    "Manage users and always have the system's own rights.",
    "Verwalten Benutzer und haben immer die Rechte des Systems.",
    "Gèrent les utilisateurs et ont toujours les droits du système.",
    "Zarządzają użytkownikami i zawsze mają prawa systemowe.",
];
