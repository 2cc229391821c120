//! Two appliances that write to each other, each with its own Tor.

use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::time::Instant;

use super::private::command;
use super::{Folders, OnionRoom, SharedNetwork, tor_trials};
use crate::support::client::{Ask, Line, Reply};
use crate::support::{PATIENCE, within};

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        peers_write_to_each_other,
        who_is_away_gets_it_later,
        clients_of_torchat_work,
        peers_are_invited_to_a_room,
        what_waits_is_kept_where_the_host_wants_it,
        a_mailbox_believes_nobody,
    ]
}

/// How long a message may wait for somebody who was away: pauses grow from a quarter of a minute, and Tor may have
/// to find out that they are back.
pub const DELIVERED: Duration = Duration::from_secs(150);

/// An appliance.
pub struct Appliance {
    pub folders: Folders,
    pub room: OnionRoom,
}

impl Appliance {
    /// One that takes messages of those.
    pub async fn open(network: &SharedNetwork, peers: &str) -> Self {
        let folders = Folders::new();
        let room = folders.open(network.get(), &["--peers", peers]).await;
        Self { folders, room }
    }

    /// Does something with messages, and gives what came of it.
    pub async fn peer(&self, arguments: &[&str]) -> Value {
        let arguments = [&["peer"], arguments].concat();
        command(&self.folders, &arguments).await
    }

    /// What was not read.
    pub async fn inbox(&self) -> Vec<String> {
        let told = self.peer(&["inbox"]).await;
        texts(&told)
    }

    /// Waits until a message is delivered.
    async fn delivered(&self, text: &str) {
        within(DELIVERED, "the message is delivered", async || {
            let told = self.peer(&["outbox"]).await;
            let mut messages = told["messages"].as_array().expect("messages").iter();
            messages.any(|message| message["text"] == text && message["state"] == "delivered")
        })
        .await;
    }
}

/// The texts of lines.
fn texts(told: &Value) -> Vec<String> {
    let lines = told["lines"].as_array().expect("lines").iter();
    lines
        .map(|line| line["text"].as_str().expect("a text").to_owned())
        .collect()
}

/// Who is not known asks first; once let in, both write to each other, and read what was said.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn peers_write_to_each_other(network: SharedNetwork) {
    let [one, mut two] = [
        Appliance::open(&network, "known").await,
        Appliance::open(&network, "known").await,
    ];
    let added = one.peer(&["add", "two", &two.room.address]).await;
    assert_eq!(
        added,
        json!({"event": "peer_added", "name": "two", "closed": false})
    );
    let start = Instant::now();
    let sent = one.peer(&["send", "two", "hello", "there"]).await;
    println!("the first word was there after {:.1?}", start.elapsed());
    assert_eq!(sent["state"], "waiting");
    let reason = sent["reason"].as_str().expect("a reason");
    assert!(reason.contains("let you in"), "{reason}");
    assert!(two.inbox().await.is_empty());
    let news = two.room.process.event("mail").await;
    assert_eq!((&news["unread"], &news["asking"]), (&0.into(), &1.into()));

    let listed = two.peer(&["list"]).await;
    let [asking] = &listed["peers"].as_array().expect("peers")[..] else {
        panic!("{listed}");
    };
    assert_eq!(asking["onion"], one.room.address);
    assert_eq!(asking["asks"], true);
    two.peer(&["add", "one", &one.room.address]).await;
    let start = Instant::now();
    one.delivered("hello there").await;
    println!(
        "after being let in it was there after {:.1?}",
        start.elapsed()
    );
    let news = two.room.process.event("mail").await;
    assert_eq!((&news["unread"], &news["asking"]), (&1.into(), &0.into()));
    assert_eq!(two.inbox().await, ["hello there"]);
    assert!(two.inbox().await.is_empty());

    for (from, to, name) in [(&two, &one, "one"), (&one, &two, "two")] {
        let start = Instant::now();
        let sent = from.peer(&["send", name, "grüß", "dich"]).await;
        assert_eq!(sent["state"], "delivered");
        println!("an answer was there after {:.1?}", start.elapsed());
        assert_eq!(to.inbox().await, ["grüß dich"]);
    }
    let history = one.peer(&["history", "two"]).await;
    assert_eq!(texts(&history), ["hello there", "grüß dich", "grüß dich"]);
    let shortened = one.peer(&["history", "two", "1"]).await;
    assert_eq!(texts(&shortened).len(), 1);
    // What was said is in no file.
    let kept = std::fs::read_to_string(one.folders.keys().join("peers/room")).expect("the list");
    assert_eq!(kept, format!("two {}\n", two.room.address));
}

/// A message to somebody who is away waits, and is delivered when they are back: in order, and once.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn who_is_away_gets_it_later(network: SharedNetwork) {
    let [one, two] = [
        Appliance::open(&network, "known").await,
        Appliance::open(&network, "known").await,
    ];
    two.peer(&["add", "one", &one.room.address]).await;
    one.peer(&["add", "two", &two.room.address]).await;
    let sent = one.peer(&["send", "two", "before"]).await;
    assert_eq!(sent["state"], "delivered");
    assert_eq!(two.inbox().await, ["before"]);
    let (folders, address) = (two.folders, two.room.address.clone());
    two.room.process.terminate().await;

    for text in ["first", "second"] {
        let sent = one.peer(&["send", "two", text]).await;
        assert_eq!(sent["state"], "waiting", "{sent}");
    }
    let room = folders.open(network.get(), &["--peers", "known"]).await;
    assert_eq!(room.address, address);
    let two = Appliance { folders, room };
    let start = Instant::now();
    one.delivered("second").await;
    println!("what waited was there after {:.1?}", start.elapsed());
    assert_eq!(two.inbox().await, ["first", "second"]);
}

/// A client that speaks to the control socket as those of `TORchat` do: a connection for each command.
async fn torchat(appliance: &Appliance, request: &str) -> String {
    let path = appliance.folders.keys().join("control");
    let mut stream = UnixStream::connect(path).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.expect("taken");
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.expect("an answer");
    String::from_utf8(answer[..read].to_vec()).expect("text")
}

/// The seed's style of client works, in both framings: it sends, is told who has written, reads and looks back.
async fn clients_of_torchat_work(network: SharedNetwork) {
    let [one, two] = [
        Appliance::open(&network, "anyone").await,
        Appliance::open(&network, "anyone").await,
    ];
    let ask = async |appliance: &Appliance, request: Value| -> Value {
        let answer = torchat(appliance, &request.to_string()).await;
        serde_json::from_str(&answer).expect("JSON")
    };
    let (here, there) = (&one.room.address, &two.room.address);
    let host = ask(
        &one,
        json!({"cmd": "HOST", "id": "", "portno": 0, "msg": ""}),
    )
    .await;
    assert_eq!([&host["cmd"], &host["msg"]], ["HOST", here]);
    let words = json!({"cmd": "SEND", "id": there, "portno": 80, "msg": "Alice says hi"});
    let sent = ask(&one, words).await;
    assert_eq!((&sent["cmd"], &sent["msg"]), (&"END".into(), &"".into()));
    let peers = ask(&two, json!({"cmd": "GET_PEERS"})).await;
    assert_eq!(peers["msg"], *here);
    let update = json!({"cmd": "UPDATE", "id": there, "msg": here}).to_string();
    let prefixed = torchat(&two, &format!("{:04}{update}", update.len())).await;
    let (length, json) = prefixed.split_at(4);
    assert_eq!(length.parse(), Ok(json.len()));
    let read: Value = serde_json::from_str(json).expect("JSON");
    let known = [&read["cmd"], &read["id"], &read["msg"]];
    assert_eq!(known, ["UPDATE", here, "Alice says hi"]);
    assert_eq!(
        ask(&two, json!({"cmd": "UPDATE", "id": here})).await["cmd"],
        "END"
    );
    assert_eq!(ask(&two, json!({"cmd": "GET_PEERS"})).await["msg"], "");
    let history = ask(&two, json!({"cmd": "HISTORY", "id": here, "msg": "5"})).await;
    let said = history["msg"].as_str().expect("lines");
    assert!(said.ends_with("peer: Alice says hi"), "{said}");
    let nobody = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";
    let own = json!({"cmd": "SEND", "id": here, "msg": "hi"});
    assert_eq!(ask(&one, own).await["cmd"], "ERR");
    let lost = ask(&one, json!({"cmd": "SEND", "id": nobody, "msg": "hi"})).await;
    assert_eq!(
        (&lost["cmd"], &lost["msg"]),
        (&"END".into(), &"waiting".into())
    );
    assert_eq!(lost["error"], "Host unreachable");
    torchat(&one, r#"{"cmd":"EXIT"}"#).await;
    assert_eq!(one.room.process.finish(PATIENCE).await.code, Some(0));
}

/// A group: the room is opened and its way in told to peers, signed, in one step; it is there before anybody comes, and
/// gone when it is ended.
async fn peers_are_invited_to_a_room(network: SharedNetwork) {
    let [one, two] = [
        Appliance::open(&network, "known").await,
        Appliance::open(&network, "anyone").await,
    ];
    one.peer(&["add", "two", &two.room.address]).await;
    let group = one.peer(&["group", "plans", "two"]).await;
    assert_eq!(group["event"], "peer_group");
    let (code, url) = (&group["code"], &group["url"]);
    let invitation = "invites to the room plans: onionchat join ";
    let expected = format!("{invitation}{}", url.as_str().expect("a URL"));
    one.delivered(&expected).await;
    assert_eq!(two.inbox().await, [expected]);
    let path = format!("/r/{}", code.as_str().expect("a code"));
    Line::to(&one.room)
        .await
        .ask(Ask::get(&path))
        .await
        .expect(200);
    one.peer(&["disband", code.as_str().expect("a code")]).await;
    Line::to(&one.room)
        .await
        .ask(Ask::get(&path))
        .await
        .expect(404);
}

/// What waits for somebody who is away outlives a restart where the host has asked for that, and stands nowhere in the
/// files. Without the passphrase the room does not open.
async fn what_waits_is_kept_where_the_host_wants_it(network: SharedNetwork) {
    let two = Appliance::open(&network, "anyone").await;
    let (folders, address) = (two.folders, two.room.address.clone());
    two.room.process.terminate().await;

    let own = Folders::new();
    let passphrases = tempfile::tempdir().expect("a folder");
    let [right, wrong] = ["right", "wrong"].map(|word| {
        let path = passphrases.path().join(word);
        std::fs::write(&path, format!("{word} horse\n")).expect("a file");
        path.into_os_string().into_string().expect("a path")
    });
    let keeping = |file| ["--keep-outbox", "--outbox-passphrase-file", file];
    let room = own.open(network.get(), &keeping(&right)).await;
    let sent = command(&own, &["peer", "send", &address, "kept", "word"]).await;
    assert_eq!(sent["state"], "waiting");
    room.process.terminate().await;
    for file in std::fs::read_dir(own.keys().join("outbox")).expect("a folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("readable");
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("age-encryption.org/v1\n"), "{text}");
        assert!(!text.contains("kept word") && !text.contains(&address[..20]));
    }
    let table = network.get().tor_table();
    let refused = own.program(table, &keeping(&wrong)).run().await;
    assert_eq!(refused.code, Some(65), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("does not open"),
        "{}",
        refused.stderr
    );

    let one = Appliance {
        room: own.open(network.get(), &keeping(&right)).await,
        folders: own,
    };
    let room = folders.open(network.get(), &["--peers", "anyone"]).await;
    let two = Appliance { folders, room };
    one.delivered("kept word").await;
    assert_eq!(two.inbox().await, ["kept word"]);
}

/// Sends something to a mailbox through Tor, as somebody who has no key.
async fn post(room: &OnionRoom, body: &str) -> Reply {
    let ask = Ask::post("/peer", body.to_owned()).header("content-type", "application/json");
    Line::to(room).await.ask(ask).await
}

/// A closed mailbox is not there. An open one takes no commands but messages, and no message without a signature of
/// the address that it names.
async fn a_mailbox_believes_nobody(network: SharedNetwork) {
    let folders = Folders::new();
    let closed = folders.open(network.get(), &[]).await;
    post(&closed, "{}").await.expect_empty(404);

    let open = Appliance::open(&network, "anyone").await;
    for command in ["EXIT", "UPDATE", "GET_PEERS", "SEND", "HISTORY"] {
        let body = json!({"cmd": command, "id": closed.address, "portno": 80, "msg": "1"});
        let refused = post(&open.room, &body.to_string()).await.expect(400).json();
        assert_eq!(refused["cmd"], "ERR");
        assert_eq!(refused["error"], "malformed");
    }
    let forged = json!({
        "cmd": "RECV", "id": closed.address, "to": open.room.address, "start": "00".repeat(16),
        "minute": 1, "nonce": "00".repeat(16), "kind": "text", "msg": "hi", "signature": "00".repeat(64),
    });
    let refused = post(&open.room, &forged.to_string())
        .await
        .expect(403)
        .json();
    assert_eq!(refused["error"], "forged");
    let listed = open.peer(&["list"]).await;
    assert_eq!(listed["peers"], json!([]));
    // The closed one can write all the same, and is told that nobody can answer.
    let told = command(&folders, &["peer", "send", &open.room.address, "hi"]).await;
    assert_eq!(
        (&told["state"], &told["closed"]),
        (&"delivered".into(), &true.into())
    );
    assert_eq!(open.inbox().await, ["hi"]);
}
