//! Identities in a keys folder of Arti's.

use std::time::Duration;

use super::*;

/// An empty keys folder, and its settings.
fn folder() -> (tempfile::TempDir, Settings) {
    let base = tempfile::tempdir().unwrap();
    let settings = Settings {
        state: base.path().join("tor"),
        cache: base.path().join("cache"),
        route: crate::tor::Route::default(),
        keys: crate::tor::Keys::OnDisk,
        tor: toml::Table::new(),
        check_every: Duration::from_mins(10),
        onions: Vec::new(),
    };
    (base, settings)
}

/// A service's name.
fn name(raw: &str) -> ServiceName {
    raw.parse().unwrap()
}

/// An address is made once, and stays; services have different ones.
#[tokio::test]
async fn addresses_stay() {
    let (_base, settings) = folder();
    let identities = Identities::open(&settings).unwrap();
    assert!(identities.address(&name("room")).unwrap().is_none());
    let made = identities.get_or_make(&name("room")).unwrap();
    assert!(identities.get_or_make(&name("other")).unwrap() != made);
    drop(identities);
    let again = Identities::open(&settings).unwrap();
    assert!(again.address(&name("room")).unwrap() == Some(made.clone()));
    assert!(again.get_or_make(&name("room")).unwrap() == made);
}

/// An identity goes to another folder with its address; it replaces none.
#[tokio::test]
async fn an_identity_moves() {
    let (_here, here) = folder();
    let (_there, there) = folder();
    let (here, there) = (
        Identities::open(&here).unwrap(),
        Identities::open(&there).unwrap(),
    );
    let address = here.get_or_make(&name("room")).unwrap();
    let taken = || here.key(&name("room")).unwrap().unwrap();
    assert!(there.import(&name("room"), taken()).unwrap() == address);
    let moved = there.key(&name("room")).unwrap().unwrap();
    assert_eq!(moved.to_secret_file(), taken().to_secret_file());
    let other = there.get_or_make(&name("other")).unwrap();
    let refused = there.import(&name("other"), taken());
    assert!(matches!(refused, Err(IdentityError::Taken)));
    assert!(there.address(&name("other")).unwrap() == Some(other));
}

/// Nothing of an identity that was forgotten is left, and another service's is untouched.
#[tokio::test]
async fn what_is_forgotten_is_gone() {
    let (_base, settings) = folder();
    let identities = Identities::open(&settings).unwrap();
    let address = identities.get_or_make(&name("room")).unwrap();
    let other = identities.get_or_make(&name("other")).unwrap();
    let keys = settings.state.join(KEYSTORE).join(SERVICES).join("room");
    let state = settings.state.join(SERVICES).join("room");
    for folder in [&keys.join("ipts"), &state] {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("ipts.json"), "x").unwrap();
    }
    fs::write(keys.join("ks_hs_blind_id+1.ed25519"), "x").unwrap();
    identities.forget(&name("room")).unwrap();
    assert!(identities.address(&name("room")).unwrap().is_none());
    assert_eq!(fs::read_dir(&keys).unwrap().count(), 0);
    assert!(!state.exists());
    assert!(identities.address(&name("other")).unwrap() == Some(other));
    assert!(identities.get_or_make(&name("room")).unwrap() != address);
    identities.forget(&name("nobody")).unwrap();
}
