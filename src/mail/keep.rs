//! Messages that wait, kept over a restart where the host wants it: encrypted.
//!
//! A passphrase is dear to try, and messages come and go; so the passphrase opens a key, once, and the key the
//! messages. Both files are in the format of age (age-encryption.org/v1).

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use age::{
    scrypt,
    secrecy::{ExposeSecret as _, SecretString},
    x25519,
};

use zeroize::Zeroizing;

use crate::{files, peer::Kept, service::ServiceName};

/// The folder of all services' kept messages in the keys folder.
const FOLDER: &str = "outbox";

/// The ending of the file with the key.
const KEY: &str = "key.age";

/// The ending of the file with the messages.
const MESSAGES: &str = "messages.age";

/// The most bytes of a file: as many messages as may wait, each as long as can be.
const MAX_FILE: u64 = 8 * 1024 * 1024;

/// Where messages that wait are kept.
pub struct Keep {
    /// The folder of its files.
    folder: PathBuf,
    /// What they are called, but for the ending.
    name: String,
    /// What the messages are encrypted with.
    key: x25519::Identity,
}

impl std::fmt::Debug for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keep")
    }
}

/// Why messages cannot be kept, or those that were kept not read.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It is another passphrase.
    #[error(
        "The passphrase does not open the messages that are kept in {}. Try another one; or delete that folder, and the \
         messages in it are lost", folder.display()
    )]
    Passphrase {
        /// Where they are.
        folder: PathBuf,
    },
    /// A file is damaged.
    #[error("{} is damaged. Take it from a copy, or delete it, and the messages in it are lost", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The system does not let it be.
    #[error("{} cannot be {doing}: {error}. Make it yours and free some space", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// "read" or "written".
        doing: &'static str,
        /// What the system says.
        error: io::Error,
    },
}

/// Whether messages of a service are kept; `folder` is the keys folder.
#[must_use]
pub fn is_kept(folder: &Path, service: &ServiceName) -> bool {
    folder
        .join(FOLDER)
        .join(format!("{service}.{MESSAGES}"))
        .exists()
}

impl Keep {
    /// Opens what is kept of a service, or begins to; `folder` is the keys folder. It takes about a second.
    ///
    /// # Errors
    /// Where the passphrase is another one, or a file cannot be read or written.
    pub fn open(
        folder: &Path,
        service: &ServiceName,
        passphrase: &SecretString,
    ) -> Result<Self, KeepError> {
        let folder = folder.join(FOLDER);
        let name = service.as_str().to_owned();
        let path = folder.join(format!("{name}.{KEY}"));
        let key = if let Some(sealed) = read(&path)? {
            unseal(&sealed, passphrase, &folder, path)?
        } else {
            let key = x25519::Identity::generate();
            let secret = key.to_string();
            let recipient = scrypt::Recipient::new(passphrase.clone());
            let sealed = age::encrypt(&recipient, secret.expose_secret().as_bytes());
            write(&folder, &format!("{name}.{KEY}"), sealed)?;
            key
        };
        Ok(Self { folder, name, key })
    }

    /// What the file with the messages is called.
    fn file(&self) -> String {
        format!("{}.{MESSAGES}", self.name)
    }

    /// The messages that were kept.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn read(&self) -> Result<Vec<Kept>, KeepError> {
        let path = self.folder.join(self.file());
        let Some(sealed) = read(&path)? else {
            return Ok(Vec::new());
        };
        let opened = age::decrypt(&self.key, &sealed).ok();
        let kept = opened.and_then(|opened| serde_json::from_slice(&opened).ok());
        kept.ok_or(KeepError::Damaged { path })
    }

    /// Keeps these messages, and no others.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&self, kept: &[Kept]) -> Result<(), KeepError> {
        // Writing to memory fails only for maps with keys that are no strings, and there are none.
        let json = serde_json::to_vec(kept).unwrap_or_default();
        let sealed = age::encrypt(&self.key.to_public(), &json);
        write(&self.folder, &self.file(), sealed)
    }
}

/// Opens the key with its passphrase.
fn unseal(
    sealed: &[u8],
    passphrase: &SecretString,
    folder: &Path,
    path: PathBuf,
) -> Result<x25519::Identity, KeepError> {
    let opened = match age::decrypt(&scrypt::Identity::new(passphrase.clone()), sealed) {
        Ok(opened) => Zeroizing::new(opened),
        Err(age::DecryptError::DecryptionFailed | age::DecryptError::NoMatchingKeys) => {
            let folder = folder.to_owned();
            return Err(KeepError::Passphrase { folder });
        }
        Err(_) => return Err(KeepError::Damaged { path }),
    };
    let key = std::str::from_utf8(&opened).ok();
    key.and_then(|key| key.parse().ok())
        .ok_or(KeepError::Damaged { path })
}

/// Reads a file, if it is there.
fn read(path: &Path) -> Result<Option<Vec<u8>>, KeepError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_FILE).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeepError::Io {
            path: path.to_owned(),
            doing: "read",
            error,
        }),
    }
}

/// Writes a file anew, wholly or not at all.
fn write(
    folder: &Path,
    name: &str,
    sealed: Result<Vec<u8>, age::EncryptError>,
) -> Result<(), KeepError> {
    let sealed = sealed.map_err(io::Error::other);
    sealed
        .and_then(|sealed| {
            files::make_folder(folder)?;
            files::replace(folder, name, &sealed)
        })
        .map_err(|error| KeepError::Io {
            path: folder.join(name),
            doing: "written",
            error,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept reads back with its passphrase and with no other, and stands nowhere in the files.
    #[test]
    fn kept_messages_need_the_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let service = ServiceName::default();
        let open = |passphrase: &str| {
            Keep::open(
                folder.path(),
                &service,
                &SecretString::from(passphrase.to_owned()),
            )
        };
        let json = r#"[{"to":"x.onion","nonce":"00","kind":"text","msg":"meet me","name":"","expires":1}]"#;
        let kept: Vec<Kept> = serde_json::from_str(json).unwrap();
        let first = open("right").unwrap();
        assert!(first.read().unwrap().is_empty() && !is_kept(folder.path(), &service));
        first.write(&kept).unwrap();
        assert!(is_kept(folder.path(), &service));
        assert_eq!(open("right").unwrap().read().unwrap(), kept);
        assert!(matches!(open("wrong"), Err(KeepError::Passphrase { .. })));
        for file in std::fs::read_dir(folder.path().join(FOLDER)).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(7).any(|window| window == b"meet me"));
        }
        std::fs::write(first.folder.join(first.file()), b"x").unwrap();
        assert!(matches!(first.read(), Err(KeepError::Damaged { .. })));
    }
}
