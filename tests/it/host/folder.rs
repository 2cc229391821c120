//! The keys folder of a room that runs, with the socket in it: whose it is, and who is kept out.

use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Stdio;

use libtest_mimic::Trial;

use super::{expect, keys, order, socket};
use crate::join::{Seat, WIDE};
use crate::support::process::{END, Program, Room};
use crate::support::{eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        stop_ends_when_the_folder_is_free,
        the_socket_is_the_hosts_alone,
        a_killed_process_leaves_nothing_in_the_way,
        what_is_no_socket_is_left_alone,
        a_long_path_is_no_hindrance,
        a_lock_that_somebody_deleted_is_no_leave,
    ]
    .into_iter()
    .chain(strangers())
    .collect()
}

/// What only the administrator can try, who can be somebody else and open all doors for them; told as ignored
/// where somebody else runs the tests.
fn strangers() -> impl Iterator<Item = Trial> {
    let own = std::fs::metadata("/proc/self").expect("this process").uid();
    let trials: Vec<Trial> = trials![strangers_are_not_heard, strangers_are_not_believed];
    trials
        .into_iter()
        .map(move |trial| trial.with_ignored_flag(own != 0))
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

/// In a folder that others can write, another user's process may stand where this user's would: whoever sits in a room
/// is not shown its lies.
async fn strangers_are_not_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(folder.path(), all).expect("the owner sets the mode");
    let socket = folder.path().join("control");
    let script = "my $s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 9) or die; \
                  while (my $c = $s->accept) { <$c>; print $c $ARGV[1], \"\\n\" }";
    let lie = r#"{"event":"peers","peers":[],"more":0,"closed":false}"#;
    let mut liar = tokio::process::Command::new("setpriv")
        .args(["--reuid", "65534", "--clear-groups", "perl"])
        .args(["-MIO::Socket::UNIX", "-e", script])
        .arg(&socket)
        .arg(lie)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("setpriv and perl are installed");
    eventually("the liar listens", async || socket.exists()).await;
    let room = Room::open().await;
    let keys = folder.path().to_str().expect("UTF-8");
    let seat = Seat::start(WIDE, &room.address.to_string(), &["--keys", keys]).await;
    seat.terminal.shows("connected |").await;
    seat.tries("/peer").await;
    seat.terminal.shows("is another user's").await;
    liar.kill().await.expect("it ends");
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
