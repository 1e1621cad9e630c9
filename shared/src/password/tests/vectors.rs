//! Hashes made by argon2-cffi 25.1, the reference implementation under Python.

/// Passwords in normal form C with their hashes. `tests/tests/argon2_elsewhere.rs` asks it again,
/// where Python has the module.
#[rustfmt::skip]
pub(super) const MADE_ELSEWHERE: [(&str, &str); 10] = [
    ("correct horse battery staple", "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0"),
    ("café", "$argon2id$v=19$m=19456,t=2,p=1$ZmVkY2JhOTg3NjU0MzIxMA$clFfuhDHQ+xQItQOel2YatCDP78Qw+PhAwmNgUzU2V0"),
    (" two spaces  ", "$argon2id$v=19$m=64,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$4uZgNZJ3wzzK/jRK+NFtDiPQSln2/u5Ky3UXUcei48A"),
    ("日本語のパスワード😀", "$argon2id$v=19$m=64,t=3,p=4$EBESExQVFhcYGRobHB0eHw$YLHTj3KFRN313u4wxE6uDdFAc3oXGvrGxftojZ3yP2k"),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "$argon2id$v=19$m=65536,t=3,p=4$/////////////////////w$H0e9K/cFJPmHXkBDNrUCPrkjU6XLPYVlhTdZNmxhDnc"),
    ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$3Y9YKd3TASdHrVThPuIBrCdYgRoBvjfelVdS1xDBE7c"),
    ("short salt", "$argon2id$v=19$m=64,t=2,p=1$OGJ5dGVzISE$nJ0PRYbj58MdcNEwB1fGAg"),
    ("argon2i", "$argon2i$v=19$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$lOA675LbaJl5zXg0HowHf4JGIqA/ilR5iIgbr1f5oBc"),
    ("argon2d", "$argon2d$v=19$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$VfntGKAqh7+smr6xNRnQhBZkJ8N/7uyR+UbQiCetc9U"),
    ("old version", "$argon2id$v=16$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$spP+3wfICV431rOY1OSzc/79aoV2osmCr9GzgPsDC24"),
];
