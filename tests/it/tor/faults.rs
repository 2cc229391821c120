//! What can be wrong at the start: no network, a wrong clock, damaged and foreign folders, a full disk.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::process::Command;
use tokio::time::timeout;

use super::{Folders, OnionRoom, SharedNetwork, address_of, tor_trials};
use crate::support::client::{Ask, Line};
use crate::support::faketime::faketime;
use crate::support::files;
use crate::support::process::{DEAD_NETWORK, Process, Program};

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        without_a_network_the_reason_is_said,
        a_wrong_clock_is_named,
        a_clock_off_by_hours_does_no_harm,
        a_damaged_cache_is_made_anew,
        one_rooms_fault_leaves_the_others_cache_alone,
        what_is_no_usable_folder_is_named,
        a_foreign_folder_is_refused_with_the_command_that_mends_it,
        a_damaged_identity_is_never_replaced,
        a_full_disk_is_named,
        no_network_is_told,
        wrong_arti_settings_are_named,
    ]
}

/// How long the program may take to say what is in its way: it waits 20 seconds before it says so.
const DIAGNOSIS: Duration = Duration::from_mins(1);

/// Waits for a bootstrap event that says what is in its way.
pub(super) async fn what_blocks(process: &mut Process) -> String {
    loop {
        let event = process.event_within("bootstrap", DIAGNOSIS).await;
        if let Some(why) = event["blocked"].as_str() {
            return why.to_owned();
        }
    }
}

/// Arti's own bootstrap retries for ever and says nothing for a minute or more; the program says what is in
/// its way, and still ends at once when told to.
async fn without_a_network_the_reason_is_said(_: SharedNetwork) {
    let folders = Folders::new();
    let mut process = folders.program(DEAD_NETWORK, &[]).spawn();
    address_of(&mut process).await;
    let why = what_blocks(&mut process).await;
    assert!(why.contains("network"), "{why}");
    let exit = process.terminate().await;
    assert_eq!(exit.code, Some(0), "{}", exit.stderr);
    assert!(exit.stderr.contains("waiting: "), "{}", exit.stderr);
}

/// The command line of a room whose clock is off by this much.
fn with_clock(folders: &Folders, network: &SharedNetwork, shift: &str) -> Program {
    let program = folders.program(network.get().tor_table(), &[]);
    program.env("LD_PRELOAD", faketime()).env("FAKETIME", shift)
}

/// A clock that is off by more than a day keeps Tor from connecting; the host is told that it may be the
/// clock, and what it shows.
async fn a_wrong_clock_is_named(network: SharedNetwork) {
    let folders = Folders::new();
    let mut process = with_clock(&folders, &network, "-30h").spawn();
    let why = what_blocks(&mut process).await;
    assert!(
        why.contains("clock") && why.contains(" UTC, set it"),
        "{why}"
    );
    assert_eq!(process.terminate().await.code, Some(0));
}

/// Tor forgives a clock that is off by hours, and visitors with a right one get in.
async fn a_clock_off_by_hours_does_no_harm(network: SharedNetwork) {
    for shift in ["-4h", "+4h"] {
        let folders = Folders::new();
        let program = with_clock(&folders, &network, shift);
        let room = OnionRoom::start(program, network.get()).await;
        Line::to(&room)
            .await
            .ask(Ask::get("/clock"))
            .await
            .expect(200);
        assert_eq!(room.terminate().await.code, Some(0), "{shift}");
    }
}

/// The directory cache holds nothing of the room's: a damaged one is fetched anew by itself.
async fn a_damaged_cache_is_made_anew(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let address = room.address.clone();
    room.terminate().await;
    for (name, damage) in [
        ("dir.sqlite3", &b"not a database at all"[..]),
        ("dir.sqlite3", b""),
    ] {
        let file = folders.cache().join(name);
        assert!(
            file.exists(),
            "{} is where Arti keeps its directory",
            file.display()
        );
        fs::write(&file, damage).expect("damaged");
        let room = folders.open(network.get(), &[]).await;
        assert_eq!(room.address, address);
        room.terminate().await;
    }
}

/// Two rooms may share the directory cache. What is wrong with one room's own folders is no reason to touch
/// the cache, which the other is using.
async fn one_rooms_fault_leaves_the_others_cache_alone(network: SharedNetwork) {
    let (folders, other) = (Folders::new(), Folders::new());
    let room = folders.open(network.get(), &[]).await;
    let directory = folders.cache().join("dir.sqlite3");
    let shared = folders.cache().display().to_string();
    let mut process = other
        .program(DEAD_NETWORK, &["--listen", "127.0.0.1:0"])
        .spawn();
    address_of(&mut process).await;
    assert_eq!(process.terminate().await.code, Some(0));
    let keystore = other.keys().join("tor/keystore");
    fs::set_permissions(&keystore, fs::Permissions::from_mode(0o777)).expect("a mode");
    let program = Program::new(&["--output", "json", "--cache", &shared]);
    let config = program.file("room.toml", DEAD_NETWORK);
    let arguments = [
        "--keys".into(),
        other.keys().into_os_string(),
        "--config".into(),
    ];
    let exit = program
        .and(arguments)
        .and([config.into_os_string()])
        .run()
        .await;
    assert_eq!(exit.code, Some(77), "{}", exit.stderr);
    assert!(exit.stderr.contains("Run: chmod"), "{}", exit.stderr);
    assert!(directory.exists(), "the other room's directory was deleted");
    Line::to(&room)
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
}

/// A file where a folder should be, and a folder that this user may not enter, are named.
async fn what_is_no_usable_folder_is_named(_: SharedNetwork) {
    let folders = Folders::new();
    fs::write(folders.keys(), "a file").expect("a file");
    let exit = folders.program(DEAD_NETWORK, &[]).run().await;
    assert_eq!(exit.code, Some(74), "{}", exit.stderr);
    assert!(exit.stderr.contains("no folder"), "{}", exit.stderr);
    let folders = Folders::new();
    fs::write(folders.cache(), "a file").expect("a file");
    let exit = folders.program(DEAD_NETWORK, &[]).run().await;
    assert_eq!(exit.code, Some(74), "{}", exit.stderr);
    assert!(exit.stderr.contains("--cache DIR"), "{}", exit.stderr);
}

/// A folder that others can write to is refused in plain words, with the command that mends it; after that
/// command the room opens.
async fn a_foreign_folder_is_refused_with_the_command_that_mends_it(_: SharedNetwork) {
    let folders = Folders::new();
    fs::create_dir_all(folders.keys()).expect("a folder");
    // Writable for everybody, for all but the group, and for the group, as a clone under umask 002 may be.
    for mode in [0o777, 0o757, 0o775] {
        fs::set_permissions(folders.keys(), fs::Permissions::from_mode(mode)).expect("a mode");
        let exit = folders.program(DEAD_NETWORK, &[]).run().await;
        assert_eq!(exit.code, Some(77), "{}", exit.stderr);
        assert_eq!(exit.stderr.lines().count(), 1, "{}", exit.stderr);
        let (_, command) = exit.stderr.trim().rsplit_once("Run: ").expect("a command");
        let mended = Command::new("sh")
            .args(["-c", command])
            .status()
            .await
            .expect("sh is there");
        assert!(mended.success(), "{command}");
    }
    let mut process = folders.program(DEAD_NETWORK, &[]).spawn();
    address_of(&mut process).await;
    assert_eq!(process.terminate().await.code, Some(0));
}

/// A damaged identity key is an error that says so. Making a new one in its place would lose the address
/// for good without anybody having been asked.
async fn a_damaged_identity_is_never_replaced(_: SharedNetwork) {
    let folders = Folders::new();
    let mut process = folders.program(DEAD_NETWORK, &[]).spawn();
    let address = address_of(&mut process).await;
    process.terminate().await;
    let identity = files(&folders.keys())
        .into_iter()
        .find(|file| file.to_string_lossy().contains("ks_hs_id"))
        .expect("an identity key");
    let good = fs::read(&identity).expect("the key");
    for damage in [&good[..good.len() / 2], b"", b"garbage"] {
        fs::write(&identity, damage).expect("damaged");
        let exit = folders.program(DEAD_NETWORK, &[]).run().await;
        assert_eq!(exit.code, Some(74), "{}", exit.stderr);
        assert!(
            exit.stderr.contains("identity cannot be read"),
            "{}",
            exit.stderr
        );
        assert_eq!(fs::read(&identity).expect("still there"), damage);
        // No address was told.
        let is_failure = |line: &String| line.starts_with(r#"{"event":"failed""#);
        assert!(exit.stdout.iter().all(is_failure), "{:?}", exit.stdout);
    }
    fs::write(&identity, &good).expect("restored");
    let mut process = folders.program(DEAD_NETWORK, &[]).spawn();
    assert_eq!(address_of(&mut process).await, address);
}

/// A disk that is full at the start: one sentence that says so. A small file system of its own is the disk.
async fn a_full_disk_is_named(_: SharedNetwork) {
    let folders = Folders::new();
    let disk = folders.0.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let script = r#"
        mount -t tmpfs -o size=16k,mode=700 disk "$1" &&
        { head -c 1M /dev/zero > "$1/filler" || true; } 2>/dev/null &&
        exec "$2" --keys "$1/keys" --cache "$1/cache" --output json"#;
    // Many systems let only root have file systems of its own.
    let root = Command::new("id")
        .arg("-u")
        .output()
        .await
        .expect("id is there")
        .stdout
        == b"0\n";
    let mut unshare = Command::new(if root { "unshare" } else { "sudo" });
    if !root {
        unshare.args(["-n", "unshare"]);
    }
    let ran = unshare
        .args(["--mount", "sh", "-c", script, "sh"])
        .arg(&disk)
        .arg(env!("CARGO_BIN_EXE_onionchat"))
        .output();
    let ran = timeout(DIAGNOSIS, ran)
        .await
        .expect("it ends by itself")
        .expect("unshare is there");
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(74), "{stderr}");
    assert!(
        stderr.contains("disk is full") || stderr.contains("free some space"),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

/// On a computer without any network that is said, and not that the network lets nothing through; when it comes it is
/// seen.
async fn no_network_is_told(_: SharedNetwork) {
    let folders = Folders::new();
    // Who is no administrator has to be one in there.
    let is_root = fs::metadata("/proc/self").expect("this process").uid() == 0;
    let (alone, into): (&[&str], &[&str]) = if is_root {
        (&["unshare", "--net"], &["--net", "--target"])
    } else {
        (
            &["unshare", "--user", "--map-root-user", "--net"],
            &["--preserve-credentials", "--user", "--net", "--target"],
        )
    };
    let command = alone.iter().copied();
    let command = command.chain([env!("CARGO_BIN_EXE_onionchat")]);
    let mut process = folders.program("", &[]).started_as(command).spawn();
    let why = what_blocks(&mut process).await;
    assert!(why.contains("has no network connection"), "{why}");

    // A way out that leads nowhere is one: nobody outside is asked anything.
    let script = "ip link set lo up && ip route add default dev lo";
    let joined = Command::new("nsenter")
        .args(into)
        .arg(process.pid().to_string())
        .args(["sh", "-c", script])
        .output()
        .await
        .expect("nsenter is there");
    assert!(joined.status.success(), "{joined:?}");
    let next = process.event_within("bootstrap", DIAGNOSIS).await;
    assert!(next["blocked"].is_null(), "{next}");
    assert_eq!(process.terminate().await.code, Some(0));
}

/// Keys that Arti does not know, and values that it does not take, are named.
async fn wrong_arti_settings_are_named(network: SharedNetwork) {
    let folders = Folders::new();
    for (table, named) in [
        ("[tor]\nno_such_key = 1", "tor.no_such_key"),
        ("[tor.vanguards]\nmode = 'most'", "[tor]"),
        (
            "[onion_service]\nnum_intro_points = 100",
            "num_intro_points",
        ),
        ("[onion_service]\nenabled = false", "enabled"),
        ("[onion_service]\nnickname = 'x'", "nickname"),
        ("[tor.storage]\nstate_dir = 'x'", "storage.state_dir"),
    ] {
        let exit = folders.program(table, &[]).run().await;
        assert_eq!(exit.code, Some(78), "{}", exit.stderr);
        assert!(exit.stderr.contains(named), "{}", exit.stderr);
    }
    let table = format!(
        "{}\n[onion_service]\nnum_intro_points = 4",
        network.get().tor_table()
    );
    let room = OnionRoom::start(folders.program(&table, &[]), network.get()).await;
    Line::to(&room)
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
}
