//! Page, transcript, posts and the end, through Tor.

use std::process::Stdio;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use super::{Folders, SharedNetwork, address_of, isolation, through_tor, tor_trials};
use crate::support::client::{Ask, Dial as _, Line};
use crate::support::files;
use crate::support::process::END;
use crate::support::sockets::listening;
use crate::support::text::texts;
use crate::support::transcript::Transcript;
use crate::support::visitor::Visitor;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_conversation_through_tor,
        chunks_arrive_one_by_one,
        an_arti_visitor_reads_along,
        the_end_is_told_through_tor,
        the_bootstrap_is_shown,
        a_person_sees_the_address_and_when_it_is_reachable,
        nothing_said_is_on_disk_or_in_any_log,
        nothing_listens,
        only_port_80_answers,
        a_closed_window_frees_its_place,
    ]
}

/// How long a message may take from one visitor to another, through twelve relays on a busy machine.
const DELIVERY: Duration = Duration::from_secs(10);

/// Two visitors with browsers, each on circuits of their own, talk.
async fn a_conversation_through_tor(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders
        .open(network.get(), &["--title", "Night shift"])
        .await;
    let other_way = room.another_way();
    let mut fox = Visitor::new(&room);
    let page = fox.get("/").await.expect(200);
    assert!(page.body.contains("<title>Night shift</title>"));
    let mut owl = Visitor::returning(&other_way).await;
    let mut fox_reads = fox.read().await;
    let mut owl_reads = owl.read().await;

    fox.compose_taken("hello from fox").await;
    owl_reads
        .read_until_within("hello from fox", DELIVERY)
        .await;
    fox_reads
        .read_until_within("hello from fox", DELIVERY)
        .await;
    owl.say("hello from owl").await;
    fox_reads
        .read_until_within("hello from owl", DELIVERY)
        .await;
    assert_eq!(texts(&fox_reads.seen), ["hello from fox", "hello from owl"]);
    assert!(fox_reads.seen.contains(&fox.nick()) && fox_reads.seen.contains(&owl.nick()));
    let status = fox.get("/api/status").await.expect(200).json();
    assert_eq!(
        (&status["streams"], &status["messages"]),
        (&2.into(), &2.into())
    );
}

/// A transcript is a stream: each message comes when it is said, and not when a buffer is full.
async fn chunks_arrive_one_by_one(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let mut reader = Transcript::open(Line::to(&room).await, Ask::get("/messages")).await;
    reader.read_until_within("</template>", DELIVERY).await;
    for number in 0..5 {
        let text = format!("number {number}");
        let ask = Ask::form("/send", &[("msg", &text)]).nick(&format!("Fox-000{number}"));
        Line::to(&room).await.ask(ask).await.expect_see_other("/");
        let chunk = reader.next_chunk(DELIVERY).await.expect("a chunk");
        let chunk = std::str::from_utf8(&chunk).expect("UTF-8");
        assert_eq!(texts(chunk), [text.as_str()], "one chunk holds one message");
    }
}

/// A visitor whose Tor is Arti, in another process, fetches the page, says something, reads what others say,
/// and is told the end.
async fn an_arti_visitor_reads_along(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let config = folders.0.path().join("visitor.toml");
    std::fs::write(&config, network.get().tor_table()).expect("a file");
    let visitor_folder = folders.0.path().join("visitor");
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_onionchat"))
        .with_file_name("examples")
        .join("arti-visitor");
    let mut visitor = Command::new(binary)
        .arg(&config)
        .arg(&visitor_folder)
        .arg(&room.address)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("`cargo test` builds the example arti-visitor");
    let mut lines = BufReader::new(visitor.stdout.take().expect("a pipe")).lines();
    let mut until = async |needle: &str| {
        let read = timeout(super::REACHABLE, async {
            while let Ok(Some(line)) = lines.next_line().await {
                if line.contains(needle) {
                    return;
                }
            }
            panic!("the visitor's transcript ended without {needle:?}");
        });
        read.await
            .unwrap_or_else(|_| panic!("the visitor did not read {needle:?}"));
    };
    until("<title>onionchat</title>").await;
    until("HTTP/1.1 303 See Other").await;
    until("</template>").await;
    for text in ["one", "two"] {
        let ask = Ask::form("/send", &[("msg", text)]).nick(&format!("{text}-0000"));
        Line::to(&room).await.ask(ask).await.expect_see_other("/");
        until(text).await;
    }
    let said = Line::to(&room)
        .await
        .ask(Ask::get("/api/messages"))
        .await
        .expect(200);
    assert!(said.body.contains("hello from arti"), "{}", said.body);
    let exit = room.terminate().await;
    assert_eq!(exit.code, Some(0), "{}", exit.stderr);
    until("the room has closed").await;
    let status = timeout(super::DIAL, visitor.wait()).await.expect("it ends");
    assert!(status.expect("it can be awaited").success());
}

/// SIGTERM: every reader has the last words and the end of the document through Tor before the process is
/// gone, within five seconds.
async fn the_end_is_told_through_tor(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let mut readers = Vec::new();
    for _ in 0..5 {
        let line = Line::to(&room.another_way()).await;
        let mut reader = Transcript::open(line, Ask::get("/messages")).await;
        reader.read_until_within("</template>", DELIVERY).await;
        readers.push(reader);
    }
    let exit = room.terminate().await;
    assert_eq!(exit.code, Some(0), "{}", exit.stderr);
    assert!(exit.took < END);
    assert_eq!(
        exit.stdout.last().map(String::as_str),
        Some(r#"{"event":"stopped"}"#)
    );
    for reader in &mut readers {
        reader.read_to_end().await;
        assert!(
            reader.seen.contains("the room has closed"),
            "{}",
            reader.seen
        );
        assert!(reader.seen.trim_end().ends_with("</html>"));
    }
}

/// The address comes first, before any network; then the bootstrap's progress, which rises to 100, then
/// that the room is reachable, and when.
async fn the_bootstrap_is_shown(network: SharedNetwork) {
    let folders = Folders::new();
    let mut process = folders.program(network.get().tor_table(), &[]).spawn();
    address_of(&mut process).await;
    let mut percents = Vec::new();
    let seconds = loop {
        let line = process.line().await.expect("more lines");
        let event: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        match event["event"].as_str() {
            Some("bootstrap") => {
                assert!(!event["phase"].as_str().expect("a phase").is_empty());
                assert!(event["blocked"].is_null(), "{line}");
                percents.push(event["percent"].as_u64().expect("a number"));
            }
            Some("reachable") => break event["seconds"].as_f64().expect("seconds"),
            _ => panic!("{line}"),
        }
    };
    assert!(
        percents.is_sorted() && percents.last() == Some(&100),
        "{percents:?}"
    );
    assert!(seconds > 0.0 && seconds < super::REACHABLE.as_secs_f64());
}

/// With Tor and without `--listen`, no socket of the process listens, on any address.
async fn nothing_listens(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    assert_eq!(listening(room.process.pid()), Vec::<String>::new());
}

/// Another port is refused as C tor refuses it, by destroying the circuit, and the room goes on.
async fn only_port_80_answers(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    for port in [81, 443, 22] {
        let dialled = through_tor(room.socks, &room.address, port, &isolation()).await;
        assert!(dialled.is_err(), "port {port} answered");
    }
    let mut line = Line::to(&room).await;
    line.ask(Ask::get("/clock")).await.expect(200);
}

/// A fault of many: a reader who is gone keeps a place for ever.
async fn a_closed_window_frees_its_place(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &["--max-streams", "1"]).await;
    let mut stream = room.dial().await.expect("a stream");
    let request = format!("GET /messages HTTP/1.1\r\nhost: {}\r\n\r\n", room.address);
    tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes())
        .await
        .expect("sent");
    assert!(stream.read_u8().await.is_ok());
    let way = room.another_way();
    let full = Line::to(&way)
        .await
        .ask(Ask::get("/messages"))
        .await
        .expect(200);
    assert!(full.body.contains("Chat full"));
    drop(stream);
    crate::support::within(DELIVERY, "the place is free", async || {
        let status = Line::to(&way)
            .await
            .ask(Ask::get("/api/status"))
            .await
            .json();
        status["streams"] == 0
    })
    .await;
}

/// What a host sees who types nothing more: the address alone on stdout, the rest on stderr, and at the end
/// that the room is closed.
async fn a_person_sees_the_address_and_when_it_is_reachable(network: SharedNetwork) {
    let folders = Folders::new();
    let program = folders.program(network.get().tor_table(), &["--output", "human"]);
    let mut process = program.spawn();
    let address = process.line().await.expect("the address");
    let onion = address
        .strip_prefix("http://")
        .and_then(|rest| rest.strip_suffix(".onion"));
    assert_eq!(onion.map(str::len), Some(56), "{address}");
    crate::support::within(
        super::REACHABLE,
        "it says that it is reachable",
        async || {
            process
                .stderr()
                .contains("The room is reachable through Tor, after ")
        },
    )
    .await;
    let exit = process.terminate().await;
    assert_eq!(exit.stdout, [address]);
    let lines: Vec<&str> = exit.stderr.lines().collect();
    assert!(
        lines[0].starts_with("Connecting to Tor: "),
        "{}",
        exit.stderr
    );
    assert_eq!(lines.last(), Some(&"The room is closed."));
}

/// The promise on which all others rest, with Tor in the process, which has folders and a log of its own:
/// what is said, by whom, and the address are in no file and, asked to say everything, in no line of the log.
async fn nothing_said_is_on_disk_or_in_any_log(network: SharedNetwork) {
    const CANARY: &str = "canary-5f4dcc3b5aa765d6";
    let folders = Folders::new();
    let room = folders.open(network.get(), &["-v", "-v"]).await;
    let mut visitor = Visitor::returning(&room).await;
    let mut reader = visitor.read().await;
    visitor.say(CANARY).await;
    visitor.compose(CANARY).await.expect(429);
    reader.read_until_within(CANARY, DELIVERY).await;
    let session = visitor.cookie("session").expect("a session").to_owned();
    let address = room.address.clone();
    let home = room.process.home().to_owned();
    let secrets = [CANARY.to_owned(), visitor.nick(), session, address];
    let search = || {
        for path in files(folders.0.path()).into_iter().chain(files(&home)) {
            let content = std::fs::read(&path).unwrap_or_default();
            let found = secrets.iter().find(|secret| {
                content
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes())
            });
            assert_eq!(found, None, "in {}", path.display());
        }
    };
    search();
    room.process.signal("TERM").await;
    reader.read_to_end().await;
    search();
    let exit = room.process.finish(END).await;
    assert!(
        !secrets.iter().any(|secret| exit.stderr.contains(secret)),
        "{}",
        exit.stderr
    );
}
