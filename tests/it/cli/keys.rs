//! Addresses and guests at the command line, while no room runs: without any network.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::process::{Exit, Program, Room, binary};
use crate::support::{files, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        an_address_is_kept_and_moves,
        a_new_address_keeps_the_old_one,
        nothing_is_overwritten,
        guests_are_invited_listed_and_revoked,
        programs_learn_why_something_failed,
        private_for_nobody_travels,
        what_was_not_written_is_not_done,
        guests_that_are_elsewhere_do_not_open_the_room,
        what_a_guest_needs_is_alone_on_stdout,
        a_running_room_is_in_the_way,
        which_room_must_be_said,
    ]
}

/// A keys folder that outlives the commands on it.
struct Keys(TempDir);

impl Keys {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A path in the same place.
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn program(&self, arguments: &[&str]) -> Program {
        let keys = self.path("keys");
        Program::new(arguments).and(["--keys".as_ref(), keys.as_os_str()])
    }

    async fn run(&self, arguments: &[&str]) -> Exit {
        self.program(arguments).run().await
    }

    /// Runs a command that must succeed, and gives its events.
    async fn events(&self, arguments: &[&str]) -> Vec<Value> {
        let exit = self.run(&[arguments, &["--output", "json"]].concat()).await;
        assert_eq!(exit.code, Some(0), "{arguments:?}: {}", exit.stderr);
        let event = |line: &String| serde_json::from_str(line).expect("JSON");
        exit.stdout.iter().map(event).collect()
    }

    async fn address(&self) -> String {
        text(&self.events(&["address"]).await[0], "onion")
    }

    /// Runs a command that must be refused, saying this.
    async fn refused(&self, arguments: &[&str], code: i32, why: &str) {
        let exit = self.run(arguments).await;
        assert_eq!(exit.code, Some(code), "{arguments:?}: {}", exit.stderr);
        assert!(exit.stderr.contains(why), "{arguments:?}: {}", exit.stderr);
        assert!(exit.stdout.is_empty());
    }
}

/// A field of an event.
fn text(event: &Value, name: &str) -> String {
    event[name].as_str().expect("a text").to_owned()
}

/// A path as an argument.
fn arg(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The address is made once and stays; exported and imported elsewhere it is the same one.
async fn an_address_is_kept_and_moves() {
    let (here, there) = (Keys::new(), Keys::new());
    let address = here.address().await;
    assert_eq!(here.address().await, address);
    let folder = here.path("hs");
    let exported = here.events(&["keys", "export", arg(&folder)]).await;
    assert_eq!(text(&exported[0], "onion"), address);
    let hostname = std::fs::read_to_string(folder.join("hostname")).expect("a file");
    assert_eq!(hostname, format!("{address}\n"));
    let imported = there.events(&["keys", "import", arg(&folder)]).await;
    assert_eq!(text(&imported[0], "onion"), address);
    assert_eq!(there.address().await, address);
}

/// `keys new` makes another address, keeps the one before where `keys import` finds it, and leaves nothing of it in
/// Tor's folders.
async fn a_new_address_keeps_the_old_one() {
    let keys = Keys::new();
    let first = keys.address().await;
    keys.events(&["invite", "anna"]).await;
    let events = keys.events(&["keys", "new"]).await;
    assert_eq!(text(&events[0], "event"), "set_aside");
    let (second, old) = (text(&events[1], "onion"), text(&events[0], "folder"));
    assert_ne!(second, first);
    assert_eq!(keys.address().await, second);
    assert_eq!(text(&keys.events(&["guests"]).await[0], "name"), "anna");

    keys.refused(&["keys", "import", &old], 65, "already").await;
    let back = keys.events(&["keys", "import", "--set-aside", &old]).await;
    assert_eq!(
        (text(&back[0], "onion"), text(&back[1], "onion")),
        (second, first.clone())
    );
    assert_eq!(keys.address().await, first);
    let identity = |path: &PathBuf| arg(path).contains("ks_hs_id");
    let left = files(&keys.path("keys/tor")).into_iter().filter(identity);
    assert_eq!(left.count(), 1);
}

/// What is there is never overwritten, and what is damaged is not taken over.
async fn nothing_is_overwritten() {
    let keys = Keys::new();
    let folder = keys.path("hs");
    for command in [
        &["keys", "export", arg(&folder)][..],
        &["guests"],
        &["revoke", "anna"],
    ] {
        keys.refused(command, 65, "There is no keys folder").await;
        assert!(!keys.path("keys").exists(), "{command:?}");
    }
    keys.refused(
        &["keys", "import", arg(&folder)],
        65,
        "hs_ed25519_secret_key",
    )
    .await;
    keys.refused(&["keys", "export", arg(&folder)], 65, "no address yet")
        .await;
    let address = keys.address().await;
    keys.events(&["keys", "export", arg(&folder)]).await;
    let secret = folder.join("hs_ed25519_secret_key");
    let written = std::fs::read(&secret).expect("a file");
    keys.refused(&["keys", "export", arg(&folder)], 65, "is there already")
        .await;
    assert_eq!(std::fs::read(&secret).expect("a file"), written);
    std::fs::write(&secret, &written[..90]).expect("damaged");
    let other = Keys::new();
    other
        .refused(&["keys", "import", arg(&folder)], 65, "is damaged")
        .await;
    assert_eq!(keys.address().await, address);
}

/// Guests come and go by name; a name is given once.
async fn guests_are_invited_listed_and_revoked() {
    let keys = Keys::new();
    keys.address().await;
    assert!(keys.events(&["guests"]).await.is_empty());
    let anna = keys.events(&["invite", "anna"]).await;
    keys.events(&["invite", "bert"]).await;
    let (onion, key) = (text(&anna[0], "onion"), text(&anna[0], "private_key"));
    assert_eq!((onion.clone(), key.len()), (keys.address().await, 52));
    let line = format!(
        "{}:descriptor:x25519:{key}",
        onion.trim_end_matches(".onion")
    );
    assert_eq!(text(&anna[0], "auth_private"), line);
    for path in files(&keys.path("keys")) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(
            !String::from_utf8_lossy(&bytes).contains(&key),
            "{}",
            path.display()
        );
    }
    let names = async || {
        let events = keys.events(&["guests"]).await;
        events
            .iter()
            .map(|event| text(event, "name"))
            .collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["anna", "bert"]);
    keys.refused(&["invite", "anna"], 65, "called anna already")
        .await;
    keys.refused(&["invite", "Anna"], 2, "small letters").await;
    keys.refused(&["revoke", "carl"], 65, "no guest called carl")
        .await;
    keys.events(&["revoke", "anna"]).await;
    assert_eq!(names().await, ["bert"]);
    let fault = keys.path("keys/guests/room/c.auth");
    std::fs::write(&fault, "x").expect("written");
    let events = keys.events(&["guests"]).await;
    assert_eq!(events[1]["event"], "fault");
    assert!(text(&events[1], "reason").contains("c.auth"));
}

/// Programs learn on stdout as well why something was not done.
async fn programs_learn_why_something_failed() {
    let keys = Keys::new();
    keys.address().await;
    for (command, code) in [(&["revoke", "carl"][..], 65), (&["status"], 3)] {
        let exit = keys.run(&[command, &["--output", "json"]].concat()).await;
        assert_eq!(exit.code, Some(code), "{exit:?}");
        let event: Value = serde_json::from_str(&exit.stdout[0]).expect("JSON");
        assert_eq!(
            (text(&event, "event").as_str(), &event["code"]),
            ("failed", &code.into())
        );
        assert_eq!(format!("{}\n", text(&event, "reason")), exit.stderr);
    }
}

/// A person gets the address, the key and the line for C tor on stdout, and what they are on stderr.
async fn what_a_guest_needs_is_alone_on_stdout() {
    let keys = Keys::new();
    let exit = keys.run(&["invite", "anna"]).await;
    let [url, key, line] = &exit.stdout[..] else {
        panic!("not three lines: {:?}", exit.stdout);
    };
    assert!(url.starts_with("http://") && line.ends_with(&**key));
    assert!(!exit.stderr.contains(&**key));
    assert!(exit.stderr.contains("Tor Browser") && exit.stderr.contains("anna.auth_private"));
    let exit = keys.run(&["revoke", "anna"]).await;
    assert!(exit.stdout.is_empty(), "{:?}", exit.stdout);
    for honest in ["stays in", "still knows the address", "keys new"] {
        let said = exit.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(honest), "{said}");
    }
}

/// A process that runs on the folder has it for itself.
async fn a_running_room_is_in_the_way() {
    let keys = Keys::new();
    let mut room = Room::offline(&[])
        .and(["--keys".as_ref(), keys.path("keys").as_os_str()])
        .spawn();
    room.event("address").await;
    keys.refused(&["keys", "new"], 75, "already runs").await;
    room.terminate().await;
    keys.events(&["keys", "new"]).await;
}

/// With several rooms, the one that is meant is named.
async fn which_room_must_be_said() {
    let keys = Keys::new();
    let config = keys.path("room.toml");
    std::fs::write(
        &config,
        "[[service]]\nname = \"day\"\n[[service]]\nname = \"night\"\n",
    )
    .expect("a file");
    let with = |arguments: &[&str]| {
        let all = [arguments, &["--config", arg(&config)]].concat();
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let refs = |all: &[String]| all.iter().map(String::clone).collect::<Vec<_>>();
    for (arguments, why) in [
        (with(&["address"]), "--service NAME"),
        (
            with(&["address", "--service", "noon"]),
            "no room called noon",
        ),
    ] {
        let all = refs(&arguments);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        keys.refused(&all, 65, why).await;
    }
    let of = async |name: &str| {
        let all = with(&["address", "--service", name]);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        text(&keys.events(&all).await[0], "onion")
    };
    let day = of("day").await;
    assert_ne!(day, of("night").await);
    assert_eq!(day, of("day").await);
}

/// A room that is private and has no guests stays so when its address goes elsewhere, though C tor cannot say that.
async fn private_for_nobody_travels() {
    let keys = Keys::new();
    keys.events(&["invite", "anna"]).await;
    keys.events(&["revoke", "anna"]).await;
    let folder = keys.path("hs");
    keys.events(&["keys", "export", arg(&folder)]).await;
    let there = Keys::new();
    there.events(&["keys", "import", arg(&folder)]).await;
    assert!(there.path("keys/private/room").exists());
    assert!(there.events(&["guests"]).await.is_empty());
}

/// What nobody could read was not told: a guest's key is shown only once.
async fn what_was_not_written_is_not_done() {
    let keys = Keys::new();
    let full = ["sh", "-c", "exec \"$@\" > /dev/full", "sh"];
    for command in [&["invite", "anna"][..], &["address"], &["config"]] {
        let words = full.into_iter().map(Into::into);
        let words = words.chain([binary().into_os_string()]);
        let exit = keys.program(command).started_as(words).run().await;
        assert_eq!(exit.code, Some(74), "{command:?}: {exit:?}");
        assert!(exit.stderr.contains("is lost"), "{exit:?}");
    }
}

/// The folder of all guests may be on a disk that is not there: then the room does not open, and least of all to
/// everybody.
async fn guests_that_are_elsewhere_do_not_open_the_room() {
    let program = Room::offline(&["--keys", "keys"]);
    let keys = program.home().join("keys");
    let invited = Program::new(&["invite", "anna", "--keys"]).and([&keys]);
    assert_eq!(invited.run().await.code, Some(0));
    std::fs::remove_dir_all(keys.join("private")).expect("a mark");
    std::fs::rename(keys.join("guests"), keys.join("disk")).expect("moved");
    std::os::unix::fs::symlink("nowhere", keys.join("guests")).expect("a link");
    let exit = program.run().await;
    assert_eq!(exit.code, Some(74), "{exit:?}");
    assert!(exit.stderr.contains("guests"), "{exit:?}");
}
