//! The mailboxes of the rooms: opened, with what was kept in them, and connected to Tor.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, IsTerminal as _, Read as _},
    path::Path,
    sync::Arc,
};

use age::secrecy::SecretString;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::{StartError, room::Room};
use crate::{
    config::{Config, PassphraseFrom, Service},
    keys::KeysFolder,
    mail::{Book, Keep, Mail, News, is_kept},
    onion::Sign,
    report::say,
    service::ServiceName,
    tor::{Network, Onion},
};

/// The most bytes that are read of a file for the passphrase in its first line.
const MAX_PASSPHRASE: u64 = 4096;

/// News of mailboxes that wait to be told, which takes microseconds; a few may come at once.
const NEWS: usize = 16;

/// The mailboxes of the rooms, and what comes into them.
pub(super) struct Mails {
    /// One for each room; none without Tor.
    pub(super) all: Vec<Arc<Mail>>,
    /// What has come, and into which room's.
    news: mpsc::Receiver<(ServiceName, News)>,
    /// Held, so that there always may be news.
    sender: mpsc::Sender<(ServiceName, News)>,
}

impl Mails {
    /// The next news.
    pub(super) async fn news(&mut self) -> Option<(ServiceName, News)> {
        self.news.recv().await
    }

    /// No mailboxes.
    pub(super) fn none() -> Self {
        let (sender, news) = mpsc::channel(NEWS);
        Self {
            all: Vec::new(),
            news,
            sender,
        }
    }
}

/// Opens the mailboxes of the rooms, which deliver what waits as soon as that may be.
pub(super) fn open(
    config: &Config,
    (network, folder): (&Network, &KeysFolder),
    (rooms, onions): (&mut [Room], &[Onion]),
    may_send: &CancellationToken,
) -> Result<Mails, StartError> {
    let passphrase = match &config.keep_outbox {
        Some(from) => Some(passphrase(from, folder.path(), &config.services)?),
        None => None,
    };
    let mut mails = Mails::none();
    let sender = mails.sender.clone();
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
        room.connect(&mail, network.dialler(), may_send.clone());
        room.tend(pass_on(
            Arc::clone(&mail),
            service.name.clone(),
            sender.clone(),
        ));
        Ok(mail)
    };
    mails.all = services.map(mail).collect::<Result<_, StartError>>()?;
    Ok(mails)
}

/// Passes on what has come into a mailbox, for ever.
async fn pass_on(mail: Arc<Mail>, service: ServiceName, news: mpsc::Sender<(ServiceName, News)>) {
    let mut told = News::default();
    loop {
        mail.news(&mut told).await;
        if news.send((service.clone(), told)).await.is_err() {
            return;
        }
    }
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
