//! Whoever is at the other end may send anything: the terminal stays as it is, memory is bounded, and a sentence says
//! what was wrong.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::{SMALL, Seat, WIDE, joining};
use crate::support::process::Process;
use crate::support::{eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        no_escape_sequence_reaches_a_terminal,
        what_is_no_onionchat_is_told,
        an_endless_line_takes_no_memory,
        a_flood_takes_no_memory,
        what_is_broken_later_is_tried_again,
    ]
}

/// What a room answers to a request for its stream.
const HEAD: &str = "HTTP/1.1 200 OK\r\nserver: onionchat\r\ncontent-type: application/x-ndjson\r\n\
                    connection: close\r\n\r\n";

/// The most memory that a client may take, in KiB: with nothing to do it takes some 30 MiB, in a debug build.
const MOST: u64 = 120 * 1024;

/// Somebody who answers like a room.
struct Hostile {
    address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Hostile {
    /// Somebody who answers each request with these bytes, and then with more of these for as long as they are taken.
    async fn start(once: impl Into<Vec<u8>>, again: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let (once, again) = (Arc::new(once.into()), Arc::new(again.into()));
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut answers = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                answers.spawn(answer(stream, Arc::clone(&once), Arc::clone(&again)));
            }
        });
        Self {
            address,
            _tasks: tasks,
        }
    }
}

/// Answers one request.
async fn answer(mut stream: TcpStream, once: Arc<Vec<u8>>, again: Arc<Vec<u8>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else {
            return;
        };
        head.push(byte);
    }
    if stream.write_all(&once).await.is_err() {
        return;
    }
    while !again.is_empty() {
        if stream.write_all(&again).await.is_err() {
            return;
        }
    }
    // Until the client goes.
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

/// The first line of a stream, and a list of members.
fn welcome(nick: &str, title: &str) -> String {
    let welcome = json!({ "event": "welcome", "nick": nick, "title": title, "run": "1" });
    let members = json!({
        "event": "members", "topic": title, "locked": false, "more": 0, "nameless": 0,
        "members": [{ "nick": nick, "here": true, "operator": false, "muted": false }],
    });
    format!("{HEAD}{welcome}\n{members}\n")
}

/// A message.
fn said(seq: u64, nick: &str, text: &str) -> String {
    let time = "2026-03-30T15:23Z";
    let said = json!({ "event": "said", "seq": seq, "time": time, "nick": nick, "text": text });
    format!("{said}\n")
}

/// What terminals have been made to do by what they were sent.
const SEQUENCES: [&str; 24] = [
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[?1049l",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]2;owned\u{1b}\\",
    "\u{1b}kowned\u{1b}\\",
    "\u{1b}]52;c;b3duZWQ=\u{7}",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{1b}[6n\u{1b}[c\u{1b}[>c",
    "\u{1b}[?1000h\u{1b}[?2004l",
    "\u{1b}[21t",
    "\u{1b}[8;5;5t",
    "\u{1b}c",
    "\u{1b}(0",
    "\u{1b}#8",
    "\u{9b}2J",
    "\u{9d}0;owned\u{9c}",
    "\u{90}q\u{9c}",
    "\u{7}\u{7}\u{7}",
    "\u{8}\u{8}\u{8}\u{7f}",
    "\u{e}\u{f}\u{5}\u{0}",
    "\rowned",
    "\u{202e}\u{2067}owned",
    "\u{200b}\u{2060}\u{feff}\u{34f}",
    "\n15:24 Eve: owned",
];

/// In texts, nicks, topics, titles, reasons and answers alike, nothing reaches the terminal that it obeys; lines look
/// like nobody else's.
async fn no_escape_sequence_reaches_a_terminal() {
    let mut stream = welcome("Ad\u{1b}[2Ja", "ti\u{1b}]0;owned\u{7}tle\u{7}");
    for (seq, sequence) in (0..).zip(SEQUENCES) {
        let text = format!("<{sequence}>");
        stream += &said(seq, &format!("B{sequence}o"), &text);
        for line in [
            json!({ "event": "answer", "time": text, "text": text }),
            json!({ "event": "announced", "text": text }),
            json!({ "event": "whispered", "time": "", "from": text, "to": text, "text": text }),
            json!({ "event": "kicked", "nick": text, "by": text, "reason": text }),
            json!({ "event": "renamed", "from": text, "to": text }),
            json!({ "event": "topic", "nick": text, "text": text }),
            json!({ "event": text }),
        ] {
            stream += &line.to_string();
            stream.push('\n');
        }
    }
    let wide = "茶".repeat(600) + &"x".repeat(3000) + &"e\u{301}\u{301}\u{301}".repeat(300);
    stream += &said(90, "Bo", &wide);
    stream += &said(91, &"N".repeat(5000), "a long name");
    stream += &said(92, "Bo", "the last one");
    let hostile = Hostile::start(stream, "").await;
    for size in [WIDE, SMALL] {
        let seat = Seat::start(size, &hostile.address.to_string(), &[]).await;
        let title = seat.terminal.format("#{pane_title} #{window_name}").await;
        seat.terminal.shows("Bo: the last one").await;
        for _ in 0..60 {
            seat.terminal.press(&["PPage"]).await;
        }
        seat.terminal.shows("Esc: newest").await;
        let screen = seat.terminal.screen().await;
        let lines: Vec<_> = screen.lines().collect();
        assert_eq!(lines.len(), usize::from(size.1), "{screen}");
        assert!(lines[0].starts_with(" ti]0;ownedtle: ti]0;o"), "{screen}");
        assert_eq!(lines[lines.len() - 1], ">", "{screen}");
        assert!(
            lines[lines.len() - 2].contains("connected | Ad[2Ja"),
            "{screen}"
        );
        assert!(
            !screen.contains("\n15:24"),
            "a line of somebody else's:\n{screen}"
        );
        let state = "#{pane_title} #{window_name}";
        assert_eq!(seat.terminal.format(state).await, title);
        let flags =
            "#{window_bell_flag} #{mouse_any_flag} #{alternate_on} #{pane_width}x#{pane_height}";
        let expected = format!("0 0 1 {}x{}", size.0, size.1);
        assert_eq!(seat.terminal.format(flags).await, expected);
        let recording = seat.terminal.recording();
        for sequence in [
            "\u{1b}]",
            "\u{1b}P",
            "\u{1b}k",
            "\u{7}",
            "\u{9b}",
            "\u{1b}c",
            "\u{202e}",
            "\u{200b}",
            "\u{1b}[6n",
        ] {
            assert!(!recording.contains(sequence), "{sequence:?}");
        }
        seat.terminal.press(&["Escape", "C-c"]).await;
        seat.ends(0).await;
    }
    // And so it is where it is piped on.
    let mut client = joining(&hostile.address.to_string(), &[]).spawn();
    loop {
        let line = client.line().await.expect("a line");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        if line.contains("the last one") {
            break;
        }
    }
    let stderr = client.stderr();
    assert!(
        !stderr.contains('\u{1b}') && !stderr.contains('\u{7}'),
        "{stderr:?}"
    );
}

/// Whatever else answers, one sentence says so.
async fn what_is_no_onionchat_is_told() {
    let answer = |head: &str, body: &str| {
        format!(
            "HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    for once in [
        answer("200 OK", "<html>hello"),
        answer("404 Not Found\r\nserver: nginx", ""),
        answer("404 Not Found\r\nserver: onionchat", "<html>"),
        answer(
            "200 OK\r\nserver: onionchat\r\ncontent-type: text/html",
            "<html>",
        ),
        format!("{HEAD}<html>\n"),
        format!("{HEAD}[1,2]\n"),
        format!("{HEAD}{{\"event\":\"said\"}}\n"),
        "SSH-2.0-OpenSSH_9.2\r\n".to_owned(),
        "\u{1b}[2J".repeat(5000),
    ] {
        let hostile = Hostile::start(once.clone(), "").await;
        let exit = joining(&hostile.address.to_string(), &[]).run().await;
        assert_eq!(exit.code, Some(68), "{once:.60}: {exit:?}");
        let told = [
            "no onionchat",
            "no room says",
            "something else is at the other end",
        ];
        assert!(
            told.iter().any(|words| exit.stderr.contains(words)),
            "{once:.60}: {exit:?}"
        );
        assert!(!exit.stderr.contains('\u{1b}'), "{exit:?}");
    }
    let hostile = Hostile::start(answer("200 OK", "hello"), "").await;
    let seat = Seat::start(WIDE, &hostile.address.to_string(), &[]).await;
    seat.ends(68).await;
    seat.terminal.shows("no onionchat").await;
}

/// The most memory that a process has had, in KiB.
fn peak(process: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.pid()));
    let status = status.expect("the process lives");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    number
        .and_then(|number| number.trim().parse().ok())
        .expect("a number")
}

/// A line that does not end is given up, and what it was said to is not held.
async fn an_endless_line_takes_no_memory() {
    let hostile = Hostile::start(
        welcome("Ada", "tea") + "{\"event\":\"",
        vec![b'x'; 64 * 1024],
    )
    .await;
    let client = joining(&hostile.address.to_string(), &[]).spawn();
    eventually("it is tried again", async || {
        client.stderr().matches("a line that does not end").count() >= 2
    })
    .await;
    assert!(peak(&client) < MOST, "{} KiB", peak(&client));
    let hostile = Hostile::start(HEAD, vec![b'x'; 64 * 1024]).await;
    let exit = joining(&hostile.address.to_string(), &[]).run().await;
    assert_eq!(exit.code, Some(68), "{exit:?}");
    assert!(exit.stderr.contains("a line that does not end"), "{exit:?}");
}

/// However much is said, only the newest is kept; keys work meanwhile.
async fn a_flood_takes_no_memory() {
    let messages: String = (0..1000)
        .map(|seq| said(seq, "Bo", &"tea ".repeat(100)))
        .collect();
    let hostile = Hostile::start(welcome("Ada", "tea"), messages).await;
    let mut client = joining(&hostile.address.to_string(), &[]).spawn();
    for _ in 0..50_000 {
        client.line().await.expect("a line");
    }
    assert!(peak(&client) < MOST, "{} KiB", peak(&client));
    let seat = Seat::start(WIDE, &hostile.address.to_string(), &[]).await;
    seat.terminal.shows("tea tea").await;
    seat.terminal.type_text("/quit").await;
    seat.terminal.shows("> /quit").await;
    seat.terminal.press(&["Enter"]).await;
    seat.ends(0).await;
}

/// What turns into nonsense after a while is a lost connection.
async fn what_is_broken_later_is_tried_again() {
    let once = welcome("Ada", "tea") + &said(1, "Bo", "hello") + "nonsense\n";
    let hostile = Hostile::start(once, "").await;
    let seat = Seat::start(WIDE, &hostile.address.to_string(), &[]).await;
    seat.terminal.shows("something that no room says").await;
    seat.terminal.shows("Bo: hello").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(seat.times("Bo: hello").await, 1);
}
