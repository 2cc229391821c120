//! The programs that speak the transports of bridges.

use std::{
    env,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use super::line::is_name;

/// The programs that speak a transport, the better ones first, by their names on Debian.
const PROGRAMS: [(&str, &[&str]); 4] = [
    ("obfs4", &["lyrebird", "obfs4proxy"]),
    ("meek_lite", &["lyrebird", "obfs4proxy"]),
    ("webtunnel", &["lyrebird", "webtunnel-client"]),
    ("snowflake", &["snowflake-client"]),
];

/// Where Debian puts these programs, looked at when they are not on the `PATH`.
const DEBIAN: &str = "/usr/bin";

/// The program of a transport, if it can be one.
pub(super) fn check(name: &str, path: &Path) -> Result<PathBuf, String> {
    if !is_name(name) {
        return Err("a transport's name has letters, digits and _ only".into());
    }
    let path = std::path::absolute(path).map_err(|error| error.to_string())?;
    if is_program(&path) {
        Ok(path)
    } else {
        Err(format!(
            "{} is no program that this user can start",
            path.display()
        ))
    }
}

/// Whether a file can be executed by somebody.
fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

/// The program for a transport, where it is installed.
pub(super) fn find(transport: &str) -> Option<PathBuf> {
    let (_, programs) = PROGRAMS.iter().find(|(name, _)| *name == transport)?;
    let folders: Vec<PathBuf> = env::var_os("PATH")
        .iter()
        .flat_map(|path| env::split_paths(path).collect::<Vec<_>>())
        .filter(|folder| folder.is_absolute())
        .chain([DEBIAN.into()])
        .collect();
    programs
        .iter()
        .flat_map(|program| folders.iter().map(move |folder| folder.join(program)))
        .find(|path| is_program(path))
}

/// The error for a transport without a program.
pub(super) fn missing(number: usize, name: &str) -> String {
    let known = PROGRAMS.iter().find(|(known, _)| *known == name);
    let install = known.map_or_else(String::new, |(_, programs)| {
        format!("Install {}, or name it", programs.join(" or "))
    });
    let advice = if install.is_empty() {
        "Name one"
    } else {
        &install
    };
    format!(
        "Bridge line {number} needs a program for the transport {name}, and none was found. \
         {advice}: --transport {name}=/path/to/program"
    )
}
