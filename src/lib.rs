//! `onionchat`: an anonymous chat room at its own `.onion` address, in one file.
//!
//! This page is the map of the program. It is written for whoever opens the code for the first
//! time; what the program is for stands in the README.
//!
//! # From above
//!
//! One process is the whole appliance: Arti (Tor in Rust) runs in it, launches an onion service (or
//! several, which share nothing that shows) and yields a byte stream for everything that a visitor's
//! browser opens. On each stream hyper speaks HTTP/1.1. A visitor's page is made of frames; one of
//! them is the *transcript*, an HTML document that never ends, to which every message is added as it
//! is said. No script runs anywhere. Nothing is written to disk but the rooms' identities, the public
//! halves of guests' keys and Tor's own state. No socket of the network listens unless the host asks
//! for one on loopback; the host's orders come over a Unix socket in the keys folder.
//!
//! ```text
//!   onion stream ─ tor::Door ┐
//!                            ├─ server::run ─ http::serve_connection ─ hub::Hub ─ chat::State
//!   loopback ─── Loopback ───┘     permits       routes, forms, pages     one lock    pure
//! ```
//!
//! # A message, from an onion stream to all readers
//!
//! 1. [`tor`]: a rendezvous request is one visitor's circuit. It is met in a task of its own, gets a
//!    [`circuit::Circuit`], and its streams to port 80 go through the [`tor::Door`].
//! 2. [`server`]: a permit, then a stream, then a task. It knows neither Tor nor HTTP.
//! 3. [`http`]: a head of bounded size in bounded time; [`http::route`] says what it is for and in which
//!    room, [`http::form`] reads the message, [`http::visitor`] who sends it, [`session`] whether that is
//!    proven.
//! 4. [`chat::command`]: what was typed is a text or a command; a passphrase in it is hashed now, before
//!    any lock.
//! 5. [`hub`]: the lock is taken. [`chat`] decides: a refusal with its reason, or effects: who is told
//!    which event, whose transcript ends, what is let go of. An event is rendered once and put into
//!    a ring that all who hear it share. The lock is released, and they are woken.
//! 6. [`http::transcript`]: each reader is a cursor into the rings of its room. Woken, it takes
//!    everything pending as one frame; hyper writes and flushes it, Arti packs it into cells.
//!
//! Leaving is the same backwards: the browser closes its stream, hyper drops the transcript,
//! dropping it gives the seat away. A browser that vanished without a word is found out by the
//! heartbeat, which is a write like any other.
//!
//! # Rooms
//!
//! The lobby is always there; other rooms are found by a code ([`chat::place`]) and live while a member
//! reads in them, or did a moment ago. Whoever has a session and reads, types or asks for something in a
//! room is on its list of members. A room keeps four sorts of lines for its readers, because they end
//! differently: *messages*, which whoever comes later sees as well, the newest 200; *notices*, which
//! concern only those who read at the moment, so that comings and goings push no message out; *erasures*,
//! of which a reader may miss none; and what is for *one member alone* (whispers and answers), which only
//! that member's transcripts ever get to see.
//!
//! A member proves a session; someone without one may read and speak where no passphrase is asked, as in
//! the seed, and do nothing else.
//!
//! # An invitation, from another shell to the onion service
//!
//! 1. [`cli`] reads `onionchat invite anna`; `main` makes it a [`manage::Task`], which is a [`host::Order`] too, and [`control`] connects to
//!    the socket in the keys folder. Where no process runs there, [`manage`] does the same on the folder itself,
//!    under its lock.
//! 2. On the other side [`control`] asks the kernel whose process it is, reads one bounded line, and hands the
//!    order to [`host::Host`], as [`console`] does with what is typed at the terminal.
//! 3. [`host`] finds the service, and what belongs to the chat goes to its [`hub`] as the host's act. Guests it
//!    leaves to [`app`], which writes the public half of the key ([`guests`]) and tells [`tor::Control`] who is to
//!    find the service.
//! 4. The service's supervisor sees the change: new guests are announced; after `revoke` the service is launched
//!    anew with other introduction points, so that what somebody knows of the old ones leads nowhere.
//! 5. The [`host::Answer`] goes back the same way, and [`report`] tells it to people or to programs. The private
//!    half of the key is nowhere any more.
//!
//! # A message to another appliance
//!
//! 1. `onionchat peer send bert TEXT` is a [`host::PeerOrder`] on the control socket, or a client of TORchat says `SEND` there.
//!    [`host`] finds whom the host means and what may be said, and gives it to the service's [`mail::Mail`].
//! 2. [`peer::Mailbox`], pure, puts it into the outbox. [`mail::deliver()`] is woken: what is due is signed with the
//!    key of the service's address ([`onion::Sign`]), and brought to the other side over what [`dial`]s, as `POST /peer`.
//! 3. There it comes in like everything else: [`http::peers`] reads a bounded body, and the mailbox says what it thinks of it:
//!    is it signed, for this opening of this mailbox, of this hour, new, from somebody who may write, and is there room?
//! 4. What it says goes back as a [`mail::Reply`]. It was delivered; or is tried again later, less and less often; or never.
//!    When the other side writes, it is there: what waits for it is tried at once.
//! 5. Nothing of it is written anywhere, unless the host has asked to keep what waits ([`mail::Keep`]).
//!
//! # A visitor in a terminal
//!
//! 1. [`cli`] reads `onionchat join ADDRESS`, which is a [`client::RoomAddress`] or a sentence about what is wrong with it.
//! 2. [`join`] makes the way: an Arti of its own, in folders that have nothing to do with those of a room; for an
//!    address on this computer, sockets on loopback. Either is a [`dial::Dial`].
//! 3. [`client::link`] opens the room's stream, as any program may, and reads it line by line; what was typed goes
//!    out on streams of its own. A lost stream is opened again, later each time, by the same session.
//! 4. [`client::line`] makes each line a value of bounded size in which no string can hold what a terminal obeys
//!    ([`client::text`]): whoever runs the room may be hostile.
//! 5. [`client::model`] is what is known of the room by now. What a room tells again after a loss is merged by its
//!    numbers: nothing twice, gaps told, and what was taken back meanwhile gone.
//! 6. [`mod@client::full`] draws that, or [`mod@client::plain`] writes what is new in it.
//! 7. Where an appliance runs on the same computer, [`join`] asks it through [`control`] what its mailbox has, and
//!    [`client::desk`] is that beside the room.
//!
//! # A file, from one appliance to another
//!
//! 1. `onionchat peer offer` is an order like others. [`transfer`] opens the file, reads it once for its SHA-256, and
//!    gives [`mail`] the offer, a message: name, length, hash, and a token that nobody else learns.
//! 2. On the other side the message is read, and nothing else happens until `onionchat peer accept` names a folder.
//! 3. [`transfer`] there goes out through [`dial`] to the sender's own address, and asks for the path with the token.
//!    [`http::files`] answers with the file, a piece at a time, from where it is asked; to everybody else there is no
//!    such path. Both sides have a few places for this, which go round where more want one.
//! 4. What comes is written to a draft, at most as much as was offered; where the file system can do that, it has no
//!    name. When all of it is there and has the hash, the draft gets its name, or one with a number where that is taken;
//!    otherwise it is gone.
//! 5. The command that waits asks the process twice a second how far it is ([`control::follow()`]).
//!
//! # Windows
//!
//! A page that somebody has loaded is a *window* ([`hub::windows`]). Its frames know each other by the
//! [`http::ticket`] in their addresses: the session, how the reader likes to see the room, and the window's
//! number. So nothing needs cookies, and the frames still belong together when the process was started
//! anew. What makes the page quiet and lets it heal, measured in the browsers that Tor Browser is made from:
//!
//! - The frame of the transcript holds a *keeper*, one of two small pages (in the calm mode three) that lead
//!   to each other a second (there a quarter of a minute) after what they show has ended, for whatever
//!   reason. The browser has all of them, so it goes from one to the other without the network; the
//!   transcript is asked for again until somebody answers.
//! - Until the form was served and the transcript asked for once, the transcript ends at once
//!   ([`http::reading`]). So the browser finishes loading the page, and what begins after that
//!   makes no tab busy, and no stop button ends it.
//! - What has to vanish from browsers, such as a message that was taken back, vanishes because transcripts
//!   end and begin anew without it.
//! - Who shall not come back by themselves gets a page that says why, and does not end for long
//!   ([`http::body`]).
//! - Every post leads back to the one address of the form, by a redirection; what was refused waits in the
//!   window. A form has a number and is done once.
//!
//! # The modules, in reading order, and what each may name
//!
//! | module | what it is | of the crate it names |
//! |---|---|---|
//! | [`chat`] | rooms, who may say what, what was said; pure: time and randomness are arguments | nothing |
//! | [`lang`] | what people read in the chat, in each language: the one catalogue | `chat` |
//! | [`hub`] | the one place where tasks meet the chat: a mutex, rings, cursors | `chat`, `lang` |
//! | [`session`] | unforgeable tokens, their key made at start and stored nowhere | `chat` |
//! | [`circuit`] | what one rendezvous circuit may take | `chat` |
//! | [`timer`] | when the host wants the rooms to open and close; pure | nothing |
//! | [`clock`] | the one place where the time is read | `chat`, `timer` |
//! | [`server`] | accept loop, permits, deadlines, over any source of byte streams | `circuit` |
//! | [`http`] | HTTP over any byte stream; the only HTML | `chat`, `lang`, `hub`, `session`, `circuit`, `clock`, `server`, `mail`, `peer`, `transfer` |
//! | [`service`] | what tells the host's services apart, and who finds them | nothing |
//! | [`onion`] | onion addresses | nothing |
//! | [`files`] | files that only this user can use, and that outlive a loss of power | nothing |
//! | [`guests`] | who holds a key to a private room | `files`, `keys`, `service` |
//! | [`peer`] | messages between appliances, pure: who may write, what waits, what was said | `chat`, `onion`, `service` |
//! | [`dial`] | streams to other onion services, and HTTP on them | `onion` |
//! | [`transfer`] | files between appliances: what is offered, sent and fetched | `dial`, `files`, `onion`, `peer` |
//! | [`mail`] | a mailbox as tasks share it, and what delivers what waits in it | `clock`, `dial`, `files`, `onion`, `peer`, `service`, `transfer` |
//! | [`tor`] | the only module that names Arti | `circuit`, `clock`, `server`, `service`, `onion`, `files`, `guests`, `dial` |
//! | [`keys`] | the keys folder, one process at a time | `files` |
//! | [`client`] | a room at somebody else's address, in a terminal | `chat`, `dial`, `exit`, `guests`, `onion`, `report`, `session` |
//! | [`cli`] | what was typed | `client`, `guests`, `peer`, `server`, `service` |
//! | [`config`] | what it means | `chat`, `cli`, `peer`, `server`, `service`, `timer`, `tor` |
//! | [`host`] | what the host orders of the running process, and who carries it out | `chat`, `clock`, `guests`, `hub`, `lang`, `mail`, `onion`, `peer`, `service`, `timer`, `transfer` |
//! | [`journal`] | lines on stderr where it is a journal | nothing |
//! | [`report`] | what the host and programs are told | `chat`, `cli`, `exit`, `guests`, `host`, `journal`, `mail`, `onion`, `service`, `timer`, `tor`, `transfer` |
//! | [`notify`] | what a service manager is told | `service`, `tor` |
//! | [`manual`] | completions and manual pages | `cli` |
//! | [`console`] | the host's line on the terminal | `guests`, `host`, `report`, `service` |
//! | [`control`] | orders from another shell, over a socket in the keys folder | `clock`, `dial`, `host`, `keys`, `peer`, `service` |
//! | [`exit`] | how the program ends, for programs | `control`, `guests`, `host`, `keys`, `tor` |
//! | [`folders`] | the folders of a process, and what Tor is told of them | `config`, `control`, `keys`, `tor` |
//! | [`app`] | who starts what in which order, and how it ends | all but `cli`, `client`, `files`, `join`, `journal`, `lang`, `manage`, `manual`, `peer` and `transfer` |
//! | [`join`] | the way to somebody else's room, and the client on it, and the person's own mailbox beside it | `cli`, `client`, `clock`, `config`, `control`, `dial`, `exit`, `folders`, `guests`, `host`, `onion`, `peer`, `report`, `service`, `tor` |
//! | [`manage`] | addresses and guests while no process runs | `config`, `exit`, `folders`, `guests`, `host`, `keys`, `onion`, `report`, `service`, `tor` |
//!
//! `tests/it/layers.rs` reads the source and holds this table true. Stated as absences: nothing in
//! `chat` can fail for a reason outside it; nothing outside `tor` names Arti, and nothing
//! but `app`, `config`, `exit`, `folders`, `join`, `manage`, `notify` and `report` names `tor`; nothing
//! outside `http` renders HTML; nothing outside `hub` holds the state lock, and nothing awaits
//! while holding it; only `clock` reads the time that visitors see.
//!
//! # Rules that hold everywhere
//!
//! - **Bounds.** Every queue, table and buffer that an outsider can grow has a named constant with
//!   the reason for its number beside it.
//! - **Refusals** ([`chat::Refusal`]) are a normal "no": shown with their reason, never logged.
//!   Errors are for the host: each says what was being done and what can be done about it.
//! - **Secrets.** No text, nick, session, key or onion address reaches a log: their types hide
//!   themselves from `Debug`.
//! - **Headers.** Every answer leaves through [`http::headers::seal`]; the answers that hyper gives
//!   of its own accord are completed by [`http::wire`].
//! - **Time.** A reader who takes nothing for [`server::deadline::WRITE_STALL`] is let go; one who is
//!   merely slow is shown how much it missed, and begins anew where it missed that something was erased.
//! - **The seed's contract.** Paths, texts, limits and JSON of the first onionchat are kept for its
//!   clients; where it had a fault, the contract stays and the fault goes. `tests/it/seed.rs` has
//!   both.
//!
//! # What people install
//!
//! `packaging/build` makes it all in one command: the static file, the Debian package with the unit of the
//! service, the container image, the list of what is in them. Two builds give the same bytes
//! (`packaging/reproducible`), and `packaging/smoke` tries them. Completions and manual pages come from the
//! program itself ([`manual`]).
//!
//! # What is not there yet
//!
//! Fuzz targets for addresses and the configuration (those for what people type, and for what browsers, peers and rooms
//! send, are in `tests/fuzz`); benchmarks of a room under load (`cargo bench` measures how it starts, and messages between
//! appliances).

/// Hides types from a log that hold what must not be in one.
macro_rules! scrubbed {
    ($($name:ident),+ $(,)?) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([scrubbed])"))
            }
        })+
    };
}

pub mod chat;
pub mod lang;

pub mod hub;
pub mod session;

pub mod circuit;
pub mod clock;
pub mod server;
pub mod timer;

pub mod http;

pub mod dial;
pub mod files;
pub mod guests;
pub mod mail;
pub mod onion;
pub mod peer;
pub mod service;
pub mod tor;
pub mod transfer;

pub mod cli;
pub mod config;
pub mod exit;
pub mod journal;
pub mod keys;
pub mod manual;
pub mod notify;
pub mod report;

pub mod client;
pub mod console;
pub mod control;
pub mod host;

pub mod app;
pub mod folders;
pub mod join;
pub mod manage;
