//! The address: kept, forgotten, used by one process at a time.

use libtest_mimic::Trial;

use super::{Folders, OnionRoom, SharedNetwork, address_of, tor_trials};
use crate::support::client::{Ask, Line};
use crate::support::process::{DEAD_NETWORK, Program};

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        the_address_survives_sigkill,
        an_ephemeral_address_is_forgotten,
        a_second_process_is_told,
        a_room_that_becomes_private_forgets_where_it_was_met,
        the_address_needs_no_network,
        the_address_moves_with_the_folder_and_goes_with_it,
    ]
}

/// A room that was killed comes back at the same address without a manual step, and is reachable again.
async fn the_address_survives_sigkill(network: SharedNetwork) {
    let folders = Folders::new();
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let room = folders.open(network.get(), &[]).await;
        let way = room.another_way();
        Line::to(&way)
            .await
            .ask(Ask::get("/clock"))
            .await
            .expect(200);
        addresses.push(room.address.clone());
        room.process.signal("KILL").await;
        let killed = room.process.finish(super::REACHABLE).await;
        assert_eq!(killed.code, None, "killed, and not ended by itself");
    }
    assert_eq!(addresses[0], addresses[1]);
    assert_eq!(addresses[0], addresses[2]);
}

/// `--ephemeral`: another address each time, and no file of it when the room has closed; what a killed one
/// had to leave is deleted by the next.
async fn an_ephemeral_address_is_forgotten(network: SharedNetwork) {
    let network = network.get();
    let runtime = tempfile::tempdir().expect("a folder");
    let left = || std::fs::read_dir(runtime.path()).expect("a folder").count();
    let start = || async {
        let program = Program::new(&["--ephemeral", "--output", "json"]);
        let config = program.file("room.toml", network.tor_table());
        let program = program
            .and(["--config".into(), config.into_os_string()])
            .env("XDG_RUNTIME_DIR", runtime.path());
        OnionRoom::start(program, network).await
    };
    let first = start().await;
    let first_address = first.address.clone();
    assert_eq!(left(), 1);
    first.process.signal("KILL").await;
    let killed = first.process.finish(super::REACHABLE).await;
    assert_eq!((killed.code, left()), (None, 1));

    let second = start().await;
    assert_ne!(second.address, first_address);
    assert_eq!(left(), 1, "what the killed one left is gone");
    let home = second.process.home().to_owned();
    let written = || {
        let entries = std::fs::read_dir(&home).expect("a folder");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(written(), ["room.toml", "stderr.txt"], "no keys, no cache");
    second.process.signal("INT").await;
    let mut second = second.process;
    while second.line().await.is_some() {}
    assert_eq!(left(), 0);
}

/// Whoever found a room while it was public knows introduction points of it, which it must not have as a private one.
async fn a_room_that_becomes_private_forgets_where_it_was_met(_: SharedNetwork) {
    let folders = Folders::new();
    let met = folders.keys().join("tor/hss/room/met");
    let run = async |arguments: &[&str]| {
        let mut process = folders.program(DEAD_NETWORK, arguments).spawn();
        // By then it is known who finds the room.
        process.event("bootstrap").await;
        let is_kept = met.exists();
        process.terminate().await;
        is_kept
    };
    run(&[]).await;
    std::fs::create_dir_all(met.parent().expect("a folder")).expect("made");
    for (arguments, is_kept) in [
        (&[][..], true),
        (&["--private"], false),
        (&[], true),
        (&["--public"], true),
        (&["--private"], false),
    ] {
        std::fs::write(&met, "").expect("written");
        assert_eq!(run(arguments).await, is_kept, "{arguments:?}");
        std::fs::create_dir_all(met.parent().expect("a folder")).expect("made");
    }
}

/// Two processes with one identity would take each other's visitors. The second one ends at once and says
/// why; the first goes on.
async fn a_second_process_is_told(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let exit = folders.program(network.get().tor_table(), &[]).run().await;
    assert_eq!(exit.code, Some(75), "{}", exit.stderr);
    assert!(
        exit.stderr.contains("Another onionchat already runs"),
        "{}",
        exit.stderr
    );
    assert_eq!((exit.stderr.lines().count(), exit.stdout.len()), (1, 1));
    assert!(exit.stdout[0].starts_with(r#"{"event":"failed","code":75,"#));
    Line::to(&room)
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
}

/// The address is known at once, without a network, and is the same in a network later.
async fn the_address_needs_no_network(network: SharedNetwork) {
    let folders = Folders::new();
    let mut offline = folders.program(DEAD_NETWORK, &[]).spawn();
    let address = address_of(&mut offline).await;
    assert_eq!(offline.terminate().await.code, Some(0));
    let room = folders.open(network.get(), &[]).await;
    assert_eq!(room.address, address);
}

/// What the README says of moving and forgetting: a copy of the keys folder has the address; without `tor`
/// and `lock` there is a new one.
async fn the_address_moves_with_the_folder_and_goes_with_it(_: SharedNetwork) {
    let (old, new) = (Folders::new(), Folders::new());
    let address = async |folders: &Folders| {
        let mut process = folders.program(DEAD_NETWORK, &[]).spawn();
        let address = address_of(&mut process).await;
        assert_eq!(process.terminate().await.code, Some(0));
        address
    };
    let first = address(&old).await;
    let copied = tokio::process::Command::new("cp")
        .arg("-a")
        .args([old.keys(), new.keys()])
        .status()
        .await;
    assert!(copied.expect("cp is there").success());
    assert_eq!(address(&new).await, first, "moved");
    std::fs::remove_dir_all(new.keys().join("tor")).expect("deleted");
    std::fs::remove_file(new.keys().join("lock")).expect("deleted");
    assert_ne!(address(&new).await, first, "forgotten");
    assert_eq!(address(&old).await, first, "the original is as it was");
}
