//! Another shell: `status`, `say`, `stop`, and who and what is kept out of the socket.

use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use libtest_mimic::Trial;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;

use super::order;
use crate::support::process::{END, Exit, Program, Room};
use crate::support::{PATIENCE, eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        another_shell_asks_and_orders,
        stop_ends_when_the_folder_is_free,
        no_process_is_told_apart,
        the_socket_is_the_hosts_alone,
        garbage_on_the_socket_is_let_go,
        a_crowd_on_the_socket_is_bounded,
        a_killed_process_leaves_nothing_in_the_way,
        what_is_no_socket_is_left_alone,
        a_long_path_is_no_hindrance,
        another_shell_needs_no_configuration,
        a_public_room_keeps_old_guests_only,
        a_lock_that_somebody_deleted_is_no_leave,
        a_process_that_stands_still_is_told_apart,
    ]
    .into_iter()
    .chain(strangers())
    .collect()
}

/// What only the administrator can try, who can be somebody else and open all doors for them; told as ignored
/// where somebody else runs the tests.
fn strangers() -> impl Iterator<Item = Trial> {
    let own = std::fs::metadata("/proc/self").expect("this process").uid();
    let trials: Vec<Trial> = trials![strangers_are_not_heard];
    trials
        .into_iter()
        .map(move |trial| trial.with_ignored_flag(own != 0))
}

/// The keys folder of a room.
fn keys(room: &Room) -> PathBuf {
    room.process.home().join("keys")
}

/// The socket in it.
fn socket(room: &Room) -> PathBuf {
    keys(room).join("control")
}

/// Fails unless a command ended so; gives what it said on stdout.
#[track_caller]
fn expect(exit: &Exit, code: i32) -> String {
    assert_eq!(exit.code, Some(code), "{exit:?}");
    exit.stdout.join("\n")
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

/// When `stop` has ended, the next process gets the folder.
async fn stop_ends_when_the_folder_is_free() {
    let room = Room::open().await;
    let mut transcript = room.read().await;
    let keys = keys(&room);
    let stop = order(&keys, &["stop"]).await;
    expect(&stop, 0);
    assert_eq!(stop.stderr, "The room is closed.\n");
    assert!(stop.took < END, "{stop:?}");
    let lock = std::fs::File::open(keys.join("lock")).expect("the lock is there");
    assert!(lock.try_lock().is_ok(), "somebody still holds the folder");
    assert!(!keys.join("control").exists());
    transcript.read_to_end().await;
    assert!(transcript.seen.contains("the room has closed"));
    assert_eq!(room.process.finish(END).await.code, Some(0));
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

/// Nobody else can even connect, and a second process on the folder does not take the socket away.
async fn the_socket_is_the_hosts_alone() {
    let room = Room::open().await;
    let found = std::fs::symlink_metadata(socket(&room)).expect("the socket is there");
    assert!(found.file_type().is_socket());
    assert_eq!(found.permissions().mode() & 0o777, 0o600);
    let folder = std::fs::metadata(keys(&room)).expect("the folder is there");
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);

    let second = Program::new(&["--no-tor", "--listen", "127.0.0.1:0"]);
    let second = second.and(["--keys".into(), keys(&room).into_os_string()]);
    let exit = second.run().await;
    assert_eq!(exit.code, Some(75), "{exit:?}");
    expect(&order(&keys(&room), &["status"]).await, 0);
    let home = room.process.home().to_owned();
    room.process.signal("TERM").await;
    eventually("the socket is gone", async || {
        !home.join("keys/control").exists()
    })
    .await;
}

/// Whoever is another user is not heard, even where they get at the socket.
async fn strangers_are_not_heard() {
    let room = Room::open().await;
    let open = |path: &Path| {
        let all = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(path, all).expect("the owner sets the mode");
    };
    for path in [room.process.home(), &keys(&room), &socket(&room)] {
        open(path);
    }
    // Perl is a part of every Debian that each user may run.
    let script = "$SIG{PIPE} = 'IGNORE'; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die; \
                  syswrite $s, qq({\"order\":\"status\"}\\n); print sysread($s, my $answer, 9) || 0";
    let ask = async |user: &str| {
        let output = tokio::process::Command::new("setpriv")
            .args([
                "--reuid",
                user,
                "--clear-groups",
                "perl",
                "-MIO::Socket::UNIX",
                "-e",
                script,
            ])
            .arg(socket(&room))
            .stdin(Stdio::null())
            .output()
            .await
            .expect("setpriv and perl are installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!(ask("0").await, "9");
    assert_eq!(ask("65534").await, "0");
    room.terminate().await;
}

/// What is no order is told so and let go, however long it is; the room goes on.
async fn garbage_on_the_socket_is_let_go() {
    let room = Room::open().await;
    let long = format!("{{\"order\":\"{}\"}}\n", "x".repeat(100_000));
    for garbage in [
        "\n",
        "GET / HTTP/1.1\r\n\r\n",
        "{\"order\":\"stop\"\n",
        "{\"order\":\"stop\"}",
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

/// The socket's file of a process that was killed is replaced.
async fn a_killed_process_leaves_nothing_in_the_way() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let keys = home.path().join("keys");
    let start = || {
        let listen = ["--no-tor", "--listen", "127.0.0.1:0", "--output", "json"];
        Program::new(&listen).and(["--keys".into(), keys.clone().into_os_string()])
    };
    let first = Room::run(start()).await;
    first.process.signal("KILL").await;
    assert_eq!(first.process.finish(END).await.code, None);
    assert!(keys.join("control").exists(), "the test needs what is left");
    expect(&order(&keys, &["status"]).await, 3);
    let next = Room::run(start()).await;
    expect(&order(&keys, &["status"]).await, 0);
    next.terminate().await;
}

/// Something else of the socket's name is somebody's, and the room goes on without a socket.
async fn what_is_no_socket_is_left_alone() {
    let program = Room::program(&[]);
    let keys = program.home().join("keys");
    std::fs::create_dir(&keys).expect("a folder");
    std::fs::write(keys.join("control"), "precious").expect("a file");
    let room = Room::run(program).await;
    assert!(
        room.process
            .stderr()
            .contains("cannot be controlled from another shell")
    );
    room.get("/").await.expect(200);
    assert_eq!(
        std::fs::read(keys.join("control")).expect("the file"),
        b"precious"
    );
    room.terminate().await;
}

/// The address of a socket holds a hundred bytes; the path of a folder may be longer.
async fn a_long_path_is_no_hindrance() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let keys = home.path().join("k".repeat(120)).join("k".repeat(120));
    let listen = ["--no-tor", "--listen", "127.0.0.1:0", "--output", "json"];
    let program = Program::new(&listen).and(["--keys".into(), keys.clone().into_os_string()]);
    let room = Room::run(program).await;
    expect(&order(&keys, &["status"]).await, 0);
    expect(&order(&keys, &["stop"]).await, 0);
    assert!(!keys.join("control").exists());
    assert_eq!(room.process.finish(END).await.code, Some(0));
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

/// Who takes the lock away for a stale one does not get the folder of a room that runs.
async fn a_lock_that_somebody_deleted_is_no_leave() {
    let room = Room::open().await;
    let keys = keys(&room);
    std::fs::remove_file(keys.join("lock")).expect("a lock");
    let second = Program::new(&["--no-tor", "--listen", "127.0.0.1:0", "--keys"]).and([&keys]);
    expect(&second.run().await, 75);
    expect(&order(&keys, &["keys", "new"]).await, 75);
    expect(&order(&keys, &["status"]).await, 0);
    room.terminate().await;
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
