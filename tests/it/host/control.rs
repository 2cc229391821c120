//! Another shell: `status`, `say`, `stop`, and who and what is kept out of the socket.

use libtest_mimic::Trial;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;

use super::{expect, keys, order, socket};
use crate::support::process::{END, Program, Room};
use crate::support::{PATIENCE, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        another_shell_asks_and_orders,
        no_process_is_told_apart,
        garbage_on_the_socket_is_let_go,
        a_crowd_on_the_socket_is_bounded,
        another_shell_needs_no_configuration,
        a_public_room_keeps_old_guests_only,
        a_process_that_stands_still_is_told_apart,
    ]
}

/// What another shell learns of a room with one reader, and what that reader is told.
async fn another_shell_asks_and_orders() {
    let room = Room::start(&["--title", "Tea"]).await;
    let mut transcript = room.read().await;
    let said = order(&keys(&room), &["say", "we", "close at nine"]).await;
    assert_eq!(expect(&said, 0), "");
    assert_eq!(said.stderr, "Said in all rooms.\n");
    transcript
        .read_until("From the host: we close at nine")
        .await;

    let status = expect(&order(&keys(&room), &["status"]).await, 0);
    let lines: Vec<&str> = status.lines().collect();
    assert_eq!(lines[0], "Tea (room): open for this computer only");
    assert_eq!(lines[1], format!("  http://{}", room.address));
    assert_eq!(lines[4], "  1 of 100 transcripts open");

    let status = expect(
        &order(&keys(&room), &["status", "--output", "json"]).await,
        0,
    );
    let status: Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(status["event"], "status");
    let service = &status["services"][0];
    assert_eq!(service["service"], "room");
    let json = ["say", "x", "--output", "json"];
    let plain = expect(&order(&keys(&room), &json).await, 0);
    let named = order(&keys(&room), &[&json[..], &["--service", "room"]].concat()).await;
    assert_eq!(expect(&named, 0), plain);
    assert!(!plain.contains("service"), "{plain}");
    assert_eq!(service["state"], "local");
    assert_eq!(service["streams"], 1);

    let refused = order(&keys(&room), &["say", "--service", "other", "x"]).await;
    assert_eq!(expect(&refused, 65), "");
    assert!(
        refused.stderr.contains("no room of that name"),
        "{refused:?}"
    );
    room.terminate().await;
}

/// Where no process runs there is an exit code for it, and nothing is made.
async fn no_process_is_told_apart() {
    for command in [&["status"][..], &["stop"], &["say", "x"]] {
        let home = tempfile::tempdir().expect("a temporary folder");
        let exit = order(&home.path().join("keys"), command).await;
        assert_eq!(expect(&exit, 3), "");
        assert!(exit.stderr.starts_with("No onionchat runs on"), "{exit:?}");
        assert!(!home.path().join("keys").exists());
    }
    let room = Room::open().await;
    std::fs::remove_file(socket(&room)).expect("the socket is there");
    let exit = order(&keys(&room), &["status"]).await;
    expect(&exit, 70);
    assert!(exit.stderr.contains("cannot be asked"), "{exit:?}");
    room.terminate().await;
}

/// What is no order is told so and let go, however long it is; the room goes on.
async fn garbage_on_the_socket_is_let_go() {
    let room = Room::open().await;
    let long = format!("{{\"order\":\"{}\"}}\n", "x".repeat(100_000));
    for garbage in [
        "GET / HTTP/1.1\r\n\r\n",
        "{\"order\":\"stop\"\n",
        "{\"order\":\"format\"}\n",
        "\u{0}\u{0}\n",
        "[[[[[[[[[[[[[[[[\n",
        &long,
    ] {
        let mut stream = UnixStream::connect(socket(&room))
            .await
            .expect("it listens");
        // It may be let go of before all of it was read.
        let _ = stream.write_all(garbage.as_bytes()).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
        let _ = read.expect("it is let go of in time");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        // Who is let go of before all of it was read may lose the answer as well.
        let is_lost = answer.is_empty() && garbage.len() > 1_000;
        assert!(
            is_lost || answer.contains("no_order"),
            "{garbage}: {answer}"
        );
    }
    expect(&order(&keys(&room), &["status"]).await, 0);
    room.terminate().await;
}

/// Only so many are served at once; the next one waits until one of them is gone.
async fn a_crowd_on_the_socket_is_bounded() {
    let room = Room::open().await;
    let ask = async |stream: &mut UnixStream| {
        let asked = stream.write_all(b"{\"order\":\"status\"}\n").await;
        asked.expect("the socket takes an order");
        let mut line = String::new();
        BufReader::new(stream)
            .read_line(&mut line)
            .await
            .expect("an answer");
        line
    };
    let mut crowd = Vec::new();
    for _ in 0..8 {
        let mut stream = UnixStream::connect(socket(&room))
            .await
            .expect("it listens");
        assert!(ask(&mut stream).await.contains("\"status\""));
        crowd.push(stream);
    }
    let mut ninth = UnixStream::connect(socket(&room)).await.expect("it queues");
    let pause = std::time::Duration::from_millis(300);
    let early = tokio::time::timeout(pause, ask(&mut ninth)).await;
    assert!(early.is_err(), "the ninth was served: {early:?}");
    crowd.pop();
    let mut line = String::new();
    let answered = BufReader::new(&mut ninth).read_line(&mut line).await;
    assert!(answered.is_ok() && line.contains("\"status\""), "{line}");
    room.terminate().await;
}

/// The process knows its rooms; another shell does not have to name the file that they stand in. What one room is
/// asked of is told of that one, and a room that is not there is no success.
async fn another_shell_needs_no_configuration() {
    let program = Program::new(&["--output", "json", "--keys", "keys"]);
    let file = "no_tor = true\n[[service]]\nname = \"day\"\nlisten = \"127.0.0.1:0\"\n\
                [[service]]\nname = \"night\"\nlisten = \"127.0.0.1:0\"\n";
    let path = program.file("rooms.toml", file);
    let program = program.and(["--config".into(), path.into_os_string()]);
    let mut process = program.spawn();
    let day = process.event("listening").await["url"].clone();
    let night = process.event("listening").await["url"].clone();
    let keys = process.home().join("keys");
    let json = async |arguments: &[&str]| -> Vec<Value> {
        let exit = order(&keys, &[arguments, &["--output", "json"]].concat()).await;
        assert_eq!(exit.code, Some(0), "{exit:?}");
        let lines = exit.stdout.iter();
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    };
    let told = |name: &str, url: &Value| serde_json::json!({"event": "listening", "service": name, "url": url});
    assert_eq!(
        json(&["address"]).await,
        [told("day", &day), told("night", &night)]
    );
    assert_eq!(
        json(&["address", "--service", "night"]).await,
        [told("night", &night)]
    );
    for command in [
        &["address", "--service", "noon"][..],
        &["say", "--service", "noon", "x"],
        &["guests"],
    ] {
        let exit = order(&keys, command).await;
        assert_eq!(expect(&exit, 65), "", "{command:?}");
    }
    let stopped = json(&["stop"]).await;
    assert_eq!(stopped, [serde_json::json!({"event": "stopped"})]);
    assert_eq!(process.finish(END).await.code, Some(0));
}

/// While a room is public a key would promise what it does not keep; the keys from before can be looked at and taken
/// away all the same.
async fn a_public_room_keeps_old_guests_only() {
    let program = Room::offline(&["--keys", "keys", "--public"]);
    let keys = program.home().join("keys");
    let invited = Program::new(&["invite", "anna", "--keys"]).and([&keys]);
    expect(&invited.run().await, 0);
    let mut process = program.spawn();
    process.event("listening").await;
    let refused = order(&keys, &["invite", "bert"]).await;
    assert_eq!(expect(&refused, 65), "");
    assert!(
        refused.stderr.starts_with("This room is public"),
        "{refused:?}"
    );
    assert_eq!(expect(&order(&keys, &["guests"]).await, 0), "anna");
    let revoked = order(&keys, &["revoke", "anna"]).await;
    expect(&revoked, 0);
    assert!(revoked.stderr.contains("the room is public"), "{revoked:?}");
    assert_eq!(expect(&order(&keys, &["guests"]).await, 0), "");
    let refused = order(&keys, &["revoke", "anna"]).await;
    assert_eq!(expect(&refused, 65), "");
    // What the system does not let happen has the code that it has while no room runs.
    let folder = keys.join("guests/room");
    std::fs::rename(&folder, keys.join("guests/away")).expect("moved");
    std::fs::write(&folder, "").expect("written");
    assert_eq!(expect(&order(&keys, &["guests"]).await, 74), "");
    process.terminate().await;
}

/// Somebody has stopped the process: that is not the same as a room that is closed.
async fn a_process_that_stands_still_is_told_apart() {
    let room = Room::open().await;
    room.process.signal("STOP").await;
    let exit = order(&keys(&room), &["status"]).await;
    expect(&exit, 70);
    assert!(exit.stderr.contains("may have been stopped"), "{exit:?}");
    room.process.signal("CONT").await;
    expect(&order(&keys(&room), &["status"]).await, 0);
    room.terminate().await;
}
