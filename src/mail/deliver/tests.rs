//! Delivery to whoever may be at the other end.

use std::sync::Mutex;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use super::*;
use crate::{
    clock::Clock,
    onion::tests::Key,
    peer::{Admission, Content, MessageId, State},
};

/// The mailbox of somebody, which takes messages of everybody.
fn mailbox(seed: u8) -> Arc<Mail> {
    let key = Arc::new(Key::new(seed));
    let clock = Clock::start(&mut rand::rng());
    Mail::open(key, Admission::Anyone, clock, None).unwrap()
}

/// What somebody at the other end does with a stream.
type Behaviour = Arc<dyn Fn(DuplexStream) + Send + Sync>;

/// Leads to somebody who behaves so, or nowhere.
#[derive(Clone)]
struct Leads(Result<Behaviour, DialError>);

impl Dial for Leads {
    type Stream = DuplexStream;

    async fn dial(&self, to: &Destination) -> Result<DuplexStream, DialError> {
        assert!(matches!(to, Destination::Onion(_, PORT)));
        let behave = self.0.clone()?;
        let (ours, theirs) = tokio::io::duplex(16 * 1024);
        behave(theirs);
        Ok(ours)
    }
}

/// Somebody who answers every request with these bytes, and then holds the line.
fn says(answer: impl Into<String>) -> Leads {
    let answer = answer.into();
    Leads(Ok(Arc::new(move |mut stream: DuplexStream| {
        let answer = answer.clone();
        tokio::spawn(async move {
            let _ = stream.read(&mut [0; 8192]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            std::future::pending::<()>().await;
        });
    })))
}

/// An answer of this program with a status and a body.
fn answer(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nserver: onionchat\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// What becomes of a message to somebody there, at the first attempt.
async fn sent(dial: Leads) -> State {
    let (mail, to) = (mailbox(1), mailbox(2).own());
    let id = mail.send(&to, Content::text("hi").unwrap()).unwrap();
    let delivering = tokio::spawn(deliver(Arc::clone(&mail), dial));
    let state = mail.tried(id, Duration::from_mins(5)).await.unwrap();
    delivering.abort();
    state
}

/// Whatever is at the other end, the host is told in words what became of the message, in bounded time; and it is
/// tried again where that can help.
#[tokio::test(start_paused = true)]
async fn whoever_is_there_is_borne() {
    let err = |error: &str| format!(r#"{{"cmd":"ERR","error":"{error}","msg":"\u001b[2J"}}"#);
    let endless = "x".repeat(100_000);
    for (dial, waits, words) in [
        (Leads(Err(DialError::NotFound)), true, "nobody is there"),
        (Leads(Err(DialError::KeyMissing)), false, "private"),
        (says(answer("404 No", "")), true, "closed"),
        (says(answer("403 No", &err("unknown"))), true, "let you in"),
        (says(answer("429 No", &err("full"))), true, "full"),
        (says(answer("409 No", &err("clock"))), false, "clocks"),
        (
            says(answer("200 OK", &err("rm -rf"))),
            false,
            "something else",
        ),
        (says(answer("200 OK", "<html>")), false, "something else"),
        (says(answer("200 OK", &endless)), true, "more than it may"),
        (
            says("HTTP/1.1 200 OK\r\nserver: nginx\r\n\r\n"),
            false,
            "something else",
        ),
        (says("220 smtp.example ESMTP\r\n"), true, "something else"),
        (says(""), true, "does not answer"),
    ] {
        let state = sent(dial).await;
        let (is_waiting, reason) = match state {
            State::Waiting { reason, .. } => (true, reason.unwrap()),
            State::Refused { reason, .. } => (false, reason),
            other => panic!("{other:?}"),
        };
        assert!(is_waiting == waits && reason.contains(words), "{reason}");
        assert!(!reason.contains('\u{1b}'));
    }
    let taken = says(answer("200 OK", r#"{"cmd":"END"}"#));
    assert_eq!(sent(taken).await, State::Delivered);
    let again = says(answer("409 No", &err("replayed")));
    assert_eq!(sent(again).await, State::Delivered);
}

/// A mailbox that names another start each time does not make anybody try for ever at once.
#[tokio::test(start_paused = true)]
async fn a_mailbox_that_lies_about_its_start_is_left() {
    let count = Arc::new(Mutex::new(0_u32));
    let counted = Arc::clone(&count);
    let liar = Leads(Ok(Arc::new(move |mut stream: DuplexStream| {
        let number = {
            let mut count = counted.lock().unwrap();
            *count += 1;
            *count
        };
        tokio::spawn(async move {
            let _ = stream.read(&mut [0; 8192]).await;
            let body = format!(r#"{{"cmd":"ERR","error":"other_start","start":"{number:032x}"}}"#);
            let _ = stream.write_all(answer("409 No", &body).as_bytes()).await;
        });
    })));
    let (mail, to) = (mailbox(1), mailbox(2).own());
    mail.send(&to, Content::text("hi").unwrap()).unwrap();
    let delivering = tokio::spawn(deliver(Arc::clone(&mail), liar));
    sleep(Duration::from_mins(1)).await;
    delivering.abort();
    let tries = *count.lock().unwrap();
    assert!(tries < 10, "{tries}");
}

/// Many messages to many who do not answer are under way a few at a time, and those who answer get theirs.
#[tokio::test(start_paused = true)]
async fn the_silent_do_not_hold_up_the_others() {
    let mail = mailbox(1);
    let friend = mailbox(2).own();
    let text = |number: usize| Content::text(&number.to_string()).unwrap();
    for number in 0..20 {
        let silent = mailbox(100 + u8::try_from(number).unwrap()).own();
        mail.send(&silent, text(number)).unwrap();
    }
    let ids: Vec<MessageId> = (0..20)
        .map(|number| mail.send(&friend, text(number)).unwrap())
        .collect();
    let dial = SilentBut(friend);
    let delivering = tokio::spawn(deliver(Arc::clone(&mail), dial));
    for id in ids {
        let mut changes = mail.changes.subscribe();
        while mail.state(id) != Some(State::Delivered) {
            changes.changed().await.unwrap();
        }
    }
    delivering.abort();
}

/// Leads to one who answers, and to others who do not.
#[derive(Clone)]
struct SilentBut(OnionAddress);

impl Dial for SilentBut {
    type Stream = DuplexStream;

    async fn dial(&self, to: &Destination) -> Result<DuplexStream, DialError> {
        let Destination::Onion(address, _) = to else {
            panic!("an onion service");
        };
        let answer = if *address == self.0 {
            answer("200 OK", r#"{"cmd":"END"}"#)
        } else {
            String::new()
        };
        says(answer).dial(to).await
    }
}
