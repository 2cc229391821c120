//! Whom the host knows, as a file in the keys folder: a line for each, its name and its address.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use crate::{
    files,
    onion::OnionAddress,
    peer::{Contacts, MOST_CONTACTS, PeerName},
    service::{MAX_NAME, ServiceName},
};

/// The folder of all services' contacts in the keys folder.
const FOLDER: &str = "peers";

/// The most bytes of the file: a line of the longest name for each, and as much again for what somebody writes beside.
const MAX_FILE: u64 = (MOST_CONTACTS * (MAX_NAME + 64) * 2) as u64;

/// The contacts of one service, as a file.
#[derive(Debug, Clone)]
pub struct Book {
    /// The folder that it is in.
    folder: PathBuf,
    /// What it is called there.
    name: String,
}

/// Why the contacts cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The system does not let it be.
    #[error("The list of peers {} cannot be {doing}: {error}. Make it yours and free some space", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// "read" or "written".
        doing: &'static str,
        /// What the system says.
        error: io::Error,
    },
    /// It does not say what it should.
    #[error(
        "Line {line} of the list of peers {} is no name and no onion address after it: {why}. Correct it or take it \
         away", path.display()
    )]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Which line.
        line: usize,
        /// What is wrong.
        why: String,
    },
}

impl Book {
    /// The contacts of a service; `folder` is the keys folder.
    #[must_use]
    pub fn of(folder: &Path, service: &ServiceName) -> Self {
        Self {
            folder: folder.join(FOLDER),
            name: service.as_str().to_owned(),
        }
    }

    /// The file.
    fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// The error for what the system does not let happen.
    fn io(&self, doing: &'static str, error: io::Error) -> BookError {
        let path = self.path();
        BookError::Io { path, doing, error }
    }

    /// Reads it; where there is none, nobody is known.
    ///
    /// # Errors
    /// Where it cannot be read, or does not say what it should.
    pub fn read(&self) -> Result<Contacts, BookError> {
        let text = match File::open(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Contacts::default()),
            Err(error) => return Err(self.io("read", error)),
            Ok(file) => io::read_to_string(file.take(MAX_FILE)),
        };
        let text = text.map_err(|error| self.io("read", error))?;
        let mut contacts = Contacts::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            add(&mut contacts, line).map_err(|why| BookError::Wrong {
                path: self.path(),
                line: number + 1,
                why,
            })?;
        }
        Ok(contacts)
    }

    /// Writes it anew: wholly or not at all.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn write(&self, contacts: &Contacts) -> Result<(), BookError> {
        let lines = contacts
            .iter()
            .map(|(name, address)| format!("{name} {}\n", address.reveal()));
        let text: String = lines.collect();
        files::make_folder(&self.folder)
            .and_then(|()| files::replace(&self.folder, &self.name, text.as_bytes()))
            .map_err(|error| self.io("written", error))
    }
}

/// Adds the contact of a line.
fn add(contacts: &mut Contacts, line: &str) -> Result<(), String> {
    let (name, address) = line
        .split_once(char::is_whitespace)
        .ok_or("there is only one word")?;
    let name: PeerName = name.parse().map_err(|error| format!("{error}"))?;
    let address: OnionAddress = address.trim().parse().map_err(|error| format!("{error}"))?;
    let added = contacts.add(name, address);
    added.map_err(|_| "it is there twice, or there are too many".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two addresses.
    fn addresses() -> [OnionAddress; 2] {
        [1, 2].map(|byte| OnionAddress::of([byte; 32]))
    }

    /// What was written reads back, and only this user can read it.
    #[test]
    fn contacts_read_back() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let book = Book::of(folder.path(), &ServiceName::default());
        assert_eq!(book.read().unwrap(), Contacts::default());
        let mut contacts = Contacts::default();
        for (name, address) in ["anna", "bert"].into_iter().zip(addresses()) {
            contacts.add(name.parse().unwrap(), address).unwrap();
            book.write(&contacts).unwrap();
            assert_eq!(book.read().unwrap(), contacts);
        }
        let mode = book.path().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    /// What is wrong in the file is named by its line, and nothing of it is taken.
    #[test]
    fn faults_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::of(folder.path(), &ServiceName::default());
        std::fs::create_dir(&book.folder).unwrap();
        let [one, two] = addresses();
        let good = format!("# friends\n\nanna {}\n", one.reveal());
        for (bad, why) in [
            ("bert\n".to_owned(), "one word"),
            (format!("Bert {}\n", two.reveal()), "name"),
            ("bert example.com\n".to_owned(), "56"),
            (format!("anna {}\n", two.reveal()), "twice"),
        ] {
            std::fs::write(book.path(), format!("{good}{bad}")).unwrap();
            let error = book.read().unwrap_err().to_string();
            assert!(error.contains("Line 4") && error.contains(why), "{error}");
        }
        std::fs::write(book.path(), good).unwrap();
        assert_eq!(book.read().unwrap().iter().count(), 1);
    }
}
