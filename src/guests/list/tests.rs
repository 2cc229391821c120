use std::os::unix::fs::PermissionsExt as _;

use super::{super::Fault, *};

/// An empty keys folder and the guests of a room in it.
fn room() -> (tempfile::TempDir, GuestList) {
    let keys = tempfile::tempdir().unwrap();
    let guests = GuestList::of(keys.path(), &ServiceName::default());
    (keys, guests)
}

/// A guest's name.
fn name(raw: &str) -> GuestName {
    raw.parse().unwrap()
}

/// Who was invited is on the list until the key is taken away; the files are this user's only.
#[test]
fn guests_come_and_go() {
    let (_keys, guests) = room();
    let rng = &mut rand::rng();
    assert!(guests.read().unwrap().guests.is_empty());
    let secret = guests.invite(&name("bert"), rng).unwrap();
    guests.invite(&name("anna"), rng).unwrap();
    let listing = guests.read().unwrap();
    let names: Vec<_> = listing.guests.iter().map(|guest| &guest.name).collect();
    assert_eq!(names, [&name("anna"), &name("bert")]);
    assert_eq!(listing.guests[1].key, secret.public());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&guests.folder), 0o700);
    assert_eq!(mode(&guests.file(&name("anna"))), 0o600);

    guests.revoke(&name("anna")).unwrap();
    assert_eq!(guests.read().unwrap().guests.len(), 1);
    let again = guests.revoke(&name("anna"));
    assert!(matches!(again, Err(GuestsError::Unknown(_))));
}

/// Whose key is taken away does not come back with an address that was set aside; others' keys stay there.
#[test]
fn revoked_is_revoked_everywhere() {
    let (keys, guests) = room();
    guests.invite(&name("anna"), &mut rand::rng()).unwrap();
    let aside = keys.path().join("old/x.onion/authorized_clients");
    let other = keys.path().join("old/y.onion/authorized_clients");
    for folder in [&aside, &other] {
        fs::create_dir_all(folder).unwrap();
    }
    fs::copy(guests.file(&name("anna")), aside.join("anna.auth")).unwrap();
    let namesake = GuestSecret::random(&mut rand::rng()).public();
    fs::write(other.join("anna.auth"), namesake.to_string()).unwrap();
    guests.revoke(&name("anna")).unwrap();
    assert!(!aside.join("anna.auth").exists());
    assert!(aside.join(PRIVATE).exists(), "it is open to everybody");
    assert!(other.join("anna.auth").exists());

    // Nor under another name; and of a damaged file the name counts.
    guests.invite(&name("bert"), &mut rand::rng()).unwrap();
    fs::copy(guests.file(&name("bert")), guests.file(&name("carl"))).unwrap();
    fs::copy(guests.file(&name("bert")), aside.join("dora.auth")).unwrap();
    guests.revoke(&name("bert")).unwrap();
    assert!(guests.read().unwrap().guests.is_empty());
    assert!(!aside.join("dora.auth").exists());
    fs::write(guests.file(&name("eve")), "x").unwrap();
    fs::write(aside.join("eve.auth"), namesake.to_string()).unwrap();
    guests.revoke(&name("eve")).unwrap();
    assert!(!aside.join("eve.auth").exists());
}

/// A name is given once; the first one's key stays as it is.
#[test]
fn a_name_is_given_once() {
    let (_keys, guests) = room();
    let rng = &mut rand::rng();
    let first = guests.invite(&name("anna"), rng).unwrap();
    let second = guests.invite(&name("anna"), rng);
    assert!(matches!(second, Err(GuestsError::Taken(_))));
    let listed = guests.read().unwrap().guests;
    assert_eq!(listed[0].key, first.public());
    assert!(guests.admit(&listed).is_ok(), "the same one again");
    fs::write(guests.file(&name("damaged")), "x").unwrap();
    let taken = guests.invite(&name("damaged"), rng);
    assert!(matches!(taken, Err(GuestsError::Taken(_))));
}

/// Once private, always private, unless somebody says otherwise.
#[test]
fn private_once_is_private() {
    let (keys, guests) = room();
    assert_eq!(guests.privacy(None), Privacy::Public);
    assert_eq!(guests.privacy(Some(Privacy::Private)), Privacy::Private);
    guests.invite(&name("anna"), &mut rand::rng()).unwrap();
    guests.revoke(&name("anna")).unwrap();
    assert_eq!(guests.privacy(None), Privacy::Private);
    // Copies and archives leave empty folders out, and disks are not always there.
    fs::remove_dir(&guests.folder).unwrap();
    let all = guests.folder.parent().unwrap();
    assert_eq!(guests.privacy(None), Privacy::Private);
    fs::remove_dir_all(keys.path().join("private")).unwrap();
    assert_eq!(guests.privacy(None), Privacy::Public);
    fs::remove_dir(all).unwrap();
    std::os::unix::fs::symlink(keys.path().join("nowhere"), all).unwrap();
    assert_eq!(guests.privacy(None), Privacy::Private);
    assert_eq!(guests.privacy(Some(Privacy::Public)), Privacy::Public);
}

/// Whoever comes while it is open to everybody learns what must not be used afterwards.
#[test]
fn it_is_known_when_a_service_was_public() {
    let (_keys, guests) = room();
    guests.make_public().unwrap();
    assert_eq!(
        guests.privacy(None),
        Privacy::Public,
        "it never was private"
    );
    assert!(guests.was_public());
    guests.make_private().unwrap();
    assert!(!guests.was_public());
    guests.make_public().unwrap();
    guests.make_public().unwrap();
    assert!(guests.was_public());
    guests.make_private().unwrap();
    assert!(!guests.was_public());
    assert!(guests.read().unwrap().faults.is_empty());
}

/// There is room for so many and no more, also where somebody copied files.
#[test]
fn there_is_room_for_so_many() {
    let (_keys, guests) = room();
    let rng = &mut rand::rng();
    for number in 0..MOST_GUESTS {
        guests.invite(&name(&format!("g{number}")), rng).unwrap();
    }
    let full = guests.invite(&name("late"), rng);
    assert!(matches!(full, Err(GuestsError::Full)));
    fs::copy(guests.file(&name("g0")), guests.file(&name("zz"))).unwrap();
    let listing = guests.read().unwrap();
    assert_eq!(
        (listing.guests.len(), listing.faults.len()),
        (MOST_GUESTS, 1)
    );
    assert!(listing.faults[0].to_string().contains("zz.auth"));
}

/// What cannot be used is named, lets nobody in, and keeps nobody out.
#[test]
fn what_cannot_be_used_is_named() {
    let (_keys, guests) = room();
    guests.invite(&name("anna"), &mut rand::rng()).unwrap();
    let good = fs::read_to_string(guests.file(&name("anna"))).unwrap();
    let bad = [
        "Bad.auth",
        "b.txt",
        "c.auth",
        "d.auth",
        "e.auth",
        "f\\u{1b}[2J.auth",
    ];
    fs::write(guests.folder.join("f\u{1b}[2J.auth"), &good).unwrap();
    fs::write(guests.folder.join("Bad.auth"), &good).unwrap();
    fs::write(guests.folder.join("b.txt"), &good).unwrap();
    fs::write(guests.folder.join("c.auth"), &good[..30]).unwrap();
    fs::create_dir(guests.folder.join("d.auth")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", guests.folder.join("e.auth")).unwrap();
    fs::write(guests.folder.join(".tmp123"), "").unwrap();
    let listing = guests.read().unwrap();
    assert_eq!(listing.guests.len(), 1);
    let faults: Vec<_> = listing.faults.iter().map(Fault::to_string).collect();
    assert_eq!(faults.len(), bad.len());
    for (fault, file) in faults.iter().zip(bad) {
        assert!(fault.contains(file), "{fault}");
    }
}
