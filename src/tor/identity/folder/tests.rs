//! Folders as C tor keeps them.

use std::os::unix::fs::PermissionsExt as _;

use rand::RngExt as _;

use super::*;
use crate::guests::CLIENTS;

/// A service with a random identity and a guest.
fn service() -> HiddenServiceDir {
    let mut secret: [u8; 64] = rand::rng().random();
    secret[0] &= 0xf8;
    secret[31] = secret[31] & 0x3f | 0x40;
    let file = [&b"== ed25519v1-secret: type0 ==\0\0\0"[..], &secret].concat();
    let key = guests::GuestSecret::random(&mut rand::rng()).public();
    HiddenServiceDir {
        key: IdentityKey::from_secret_file(&file).unwrap(),
        is_private: true,
        guests: vec![Guest {
            name: "anna".parse().unwrap(),
            key,
        }],
    }
}

/// What was written is read again, and nobody else can get at it.
#[test]
fn a_folder_is_written_and_read() {
    let base = tempfile::tempdir().unwrap();
    let folder = base.path().join("new/hs");
    let written = service();
    written.write(&folder).unwrap();
    let read = HiddenServiceDir::read(&folder).unwrap();
    assert_eq!(read.key.to_secret_file(), written.key.to_secret_file());
    assert_eq!(read.guests, written.guests);
    let mode = |name: &str| {
        let found = fs::metadata(folder.join(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    assert_eq!((mode(""), mode(CLIENTS)), (0o700, 0o700));
    for file in [SECRET, PUBLIC, HOSTNAME, "authorized_clients/anna.auth"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
    let beside = fs::read_dir(folder.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "no draft is left");
}

/// Nothing that is there is overwritten; an empty folder is nothing.
#[test]
fn nothing_is_overwritten() {
    let base = tempfile::tempdir().unwrap();
    let folder = base.path().join("hs");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("precious"), "x").unwrap();
    let refused = service().write(&folder);
    assert!(
        matches!(refused, Err(IdentityError::Exists { .. })),
        "{refused:?}"
    );
    let left: Vec<_> = fs::read_dir(base.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no draft is left");
    fs::remove_file(folder.join("precious")).unwrap();
    service().write(&folder).unwrap();
    let file = base.path().join("file");
    fs::write(&file, "x").unwrap();
    let refused = service().write(&file);
    assert!(
        matches!(refused, Err(IdentityError::Exists { .. })),
        "{refused:?}"
    );
    let below = service().write(&file.join("below"));
    assert!(below.is_err());
}

/// Files that do not fit together are named; the public half and the address may be missing.
#[test]
fn files_must_fit_together() {
    let base = tempfile::tempdir().unwrap();
    let (folder, other) = (base.path().join("hs"), base.path().join("other"));
    service().write(&folder).unwrap();
    service().write(&other).unwrap();
    for name in [PUBLIC, HOSTNAME] {
        let good = fs::read(folder.join(name)).unwrap();
        fs::copy(other.join(name), folder.join(name)).unwrap();
        let refused = HiddenServiceDir::read(&folder).unwrap_err();
        assert!(refused.to_string().contains(name), "{refused}");
        fs::write(folder.join(name), good).unwrap();
    }
    for name in [PUBLIC, HOSTNAME] {
        fs::remove_file(folder.join(name)).unwrap();
        HiddenServiceDir::read(&folder).unwrap();
    }
    fs::write(folder.join(CLIENTS).join("bad.auth"), "x").unwrap();
    let refused = HiddenServiceDir::read(&folder).unwrap_err();
    assert!(refused.to_string().contains("bad.auth"), "{refused}");
    fs::write(folder.join(SECRET), "x").unwrap();
    let refused = HiddenServiceDir::read(&folder);
    assert!(matches!(refused, Err(IdentityError::Damaged { .. })));
    fs::remove_file(folder.join(SECRET)).unwrap();
    let refused = HiddenServiceDir::read(&folder);
    assert!(matches!(refused, Err(IdentityError::NoService { .. })));
}
