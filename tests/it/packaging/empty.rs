//! The static file in a root folder where nothing else is: no library, no shell, no user, no time zones, no
//! certificates, no device. On the private network, it becomes a room that people reach.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use tempfile::TempDir;

use super::dist::{image, program};
use crate::support::process::Program;
use crate::support::visitor::Visitor;
use crate::tor::{OnionRoom, SharedNetwork, named};

/// The tests of this part.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let name = |name: &str| format!("packaging::empty::{name}");
    vec![
        named(
            network,
            name("the_file_is_reached"),
            the_file_is_reached,
            || (),
        ),
        named(
            network,
            name("the_image_is_reached"),
            the_image_is_reached,
            || (),
        ),
    ]
}

/// A user without rights, whom no system knows.
const NOBODY: u32 = 65532;

/// The program in a root folder, as that user, without anything of the environment but these variables.
fn enclosed(
    root: &Path,
    workdir: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Program {
    let mut command: Vec<OsString> = vec!["unshare".into()];
    command.push(format!("--map-user={NOBODY}").into());
    command.push(format!("--map-group={NOBODY}").into());
    command.push(format!("--root={}", root.display()).into());
    command.push(format!("--wd={workdir}").into());
    command.push("/onionchat".into());
    let program = Program::new(arguments).started_as(command);
    environment
        .iter()
        .fold(program, |program, (name, value)| program.env(name, *value))
}

/// Everything in a root folder, beside what is the program's to write.
fn beside_data(root: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = crate::support::files(root);
    entries.retain(|path| !path.starts_with(root.join("data")));
    entries.sort();
    entries
}

/// One file, copied to where there is nothing, with a time zone that is nowhere described.
async fn the_file_is_reached(network: SharedNetwork) {
    let root = TempDir::new().expect("a temporary folder");
    std::fs::copy(program(), root.path().join("onionchat")).expect("a copy");
    let table = format!("check_every = 5\n{}", network.get().tor_table());
    std::fs::write(root.path().join("room.toml"), table).expect("a file");
    let arguments = [
        "--config",
        "/room.toml",
        "--keys",
        "/data/keys",
        "--cache",
        "/data/cache",
        "--output",
        "json",
    ];
    let before = beside_data(root.path());
    let program = enclosed(root.path(), "/", &arguments, &[("TZ", "Asia/Tokyo")]);
    let opened = OnionRoom::start(program, network.get()).await;
    let mut visitor = Visitor::returning(&opened).await;
    visitor.say("hello").await;
    drop(visitor);
    let exit = opened.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    let course = ["Connecting to Tor: ", "The room is "];
    let complaint = exit
        .stderr
        .lines()
        .find(|line| !course.iter().any(|known| line.starts_with(known)));
    assert_eq!(complaint, None, "{exit:?}");
    assert_eq!(
        beside_data(root.path()),
        before,
        "it wrote beside its folders"
    );
}

/// The container image as a container engine would start it, with the variables that it names.
async fn the_image_is_reached(network: SharedNetwork) {
    let folder = image().await;
    let root = folder.path().join("root");
    let table = format!("check_every = 5\n{}", network.get().tor_table());
    std::fs::write(root.join("room.toml"), table).expect("a file");
    let environment = [
        ("ONIONCHAT_KEYS", "/data/keys"),
        ("ONIONCHAT_CACHE", "/data/cache"),
    ];
    let arguments = ["--config", "/room.toml", "--output", "json"];
    let before = beside_data(&root);
    let opened = OnionRoom::start(
        enclosed(&root, "/data", &arguments, &environment),
        network.get(),
    )
    .await;
    Visitor::new(&opened).get("/").await.expect(200);
    let exit = opened.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert_eq!(beside_data(&root), before, "it wrote beside its folders");
}
