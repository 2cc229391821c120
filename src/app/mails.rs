//! The mailboxes of the rooms: opened, with what was kept in them, and connected to Tor.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, IsTerminal as _, Read as _},
    path::Path,
    sync::Arc,
};

use age::secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::{StartError, room::Room};
use crate::{
    config::{Config, PassphraseFrom, Service},
    keys::KeysFolder,
    mail::{Book, Keep, Mail, is_kept},
    onion::Sign,
    report::say,
    tor::{Network, Onion},
};

/// The most bytes that are read of a file for the passphrase in its first line.
const MAX_PASSPHRASE: u64 = 4096;

/// Opens the mailboxes of the rooms, which deliver what waits as soon as Tor works.
pub(super) fn open(
    config: &Config,
    (network, folder): (&Network, &KeysFolder),
    (rooms, onions): (&mut [Room], &[Onion]),
    tor_works: &CancellationToken,
) -> Result<Vec<Arc<Mail>>, StartError> {
    let passphrase = match &config.keep_outbox {
        Some(from) => Some(passphrase(from, folder.path(), &config.services)?),
        None => None,
    };
    let services = config.services.iter().zip(onions).zip(rooms);
    let mail = |((service, onion), room): ((&Service, &Onion), &mut Room)| {
        let book = Book::of(folder.path(), &service.name);
        let key = Arc::clone(&onion.key) as Arc<dyn Sign>;
        let mail = Mail::open(key, service.peers, room.clock(), Some(book))?;
        if let Some(passphrase) = &passphrase {
            let keep = Keep::open(folder.path(), &service.name, passphrase)?;
            room.tend(mail.keep(keep)?);
        } else if is_kept(folder.path(), &service.name) {
            say(
                "Messages to peers were kept when the room was last open. To have them delivered, open it with \
                 --keep-outbox.",
            );
        }
        // What services do must not show that they are one host's.
        room.connect(&mail, network.dialler(), tor_works.clone());
        Ok(mail)
    };
    services.map(mail).collect()
}

/// The passphrase for what is kept.
fn passphrase(
    from: &PassphraseFrom,
    folder: &Path,
    services: &[Service],
) -> Result<SecretString, StartError> {
    let read = match from {
        PassphraseFrom::File(path) => {
            first_line(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
        }
        PassphraseFrom::Terminal if !io::stdin().is_terminal() => {
            Err("nobody sits at a terminal".to_owned())
        }
        PassphraseFrom::Terminal => {
            let is_new = !services
                .iter()
                .any(|service| is_kept(folder, &service.name));
            ask(is_new)
        }
    };
    match read {
        Err(why) => Err(StartError::NoPassphrase(why)),
        Ok(passphrase) if passphrase.is_empty() => {
            Err(StartError::NoPassphrase("it is empty".to_owned()))
        }
        Ok(passphrase) => Ok(SecretString::from(passphrase.to_string())),
    }
}

/// The first line of a file.
fn first_line(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    BufReader::new(File::open(path)?.take(MAX_PASSPHRASE)).read_line(&mut line)?;
    Ok(Zeroizing::new(
        line.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

/// Asks whoever sits at the terminal; twice where a passphrase is new, since a slip would lose what is kept.
fn ask(is_new: bool) -> Result<Zeroizing<String>, String> {
    let prompt = |text: &str| {
        let typed = rpassword::prompt_password(text).map(Zeroizing::new);
        typed.map_err(|error| format!("the terminal does not take it: {error}"))
    };
    if !is_new {
        return prompt("Passphrase for the messages that are kept: ");
    }
    let first = prompt("A passphrase for the messages that will be kept: ")?;
    if *first == *prompt("The same again: ")? {
        Ok(first)
    } else {
        Err("the two are different".to_owned())
    }
}
