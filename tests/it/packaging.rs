//! What people install: the unit of the service, always; and what `packaging/build` has made, where the environment
//! names its folder (`packaging/smoke` does).

pub mod calls; //  the system calls that the program makes, and that the unit allows
mod dist; //   what was built, unpacked and run
pub mod empty; // a root folder that holds a program and nothing else
mod unit; //   the unit of the service, as systemd judges it

use std::path::PathBuf;
use std::process::Stdio;

use libtest_mimic::Trial;
use tokio::process::Command;

use crate::tor::SharedNetwork;

/// The tests of this part.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let unit = [unit::trials(), calls::trials()];
    let built = dist::trials().into_iter().chain(empty::trials(network));
    // Without a build there is nothing that they could be about.
    let built = built.map(|trial| trial.with_ignored_flag(dist_folder().is_none()));
    unit.into_iter().flatten().chain(built).collect()
}

/// The folder of what was built, if the environment names one.
fn dist_folder() -> Option<PathBuf> {
    std::env::var_os("ONIONCHAT_DIST").map(PathBuf::from)
}

/// The one file in that folder whose name ends like this.
pub fn built(ending: &str) -> PathBuf {
    let folder = dist_folder().expect("ONIONCHAT_DIST names the folder");
    let folder = folder.canonicalize().expect("the folder of what was built");
    let entries = std::fs::read_dir(&folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    assert_eq!(
        found.len(),
        1,
        "*{ending} in {}: {found:?}",
        folder.display()
    );
    found.remove(0)
}

/// Runs a command, which must go well; gives what it printed.
async fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await;
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    let said = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (said(&output.stdout), said(&output.stderr));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}\n{stdout}{stderr}",
        output.status
    );
    stdout
}
