//! The sockets that a process has open, as the kernel tells it.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddrV4};

/// The state of a listening socket in `/proc/net/tcp`.
pub const LISTEN: &str = "0A";

/// The sockets of a process, by inode.
pub fn sockets_of(pid: u32) -> Vec<String> {
    try_sockets_of(pid).expect("the process lives")
}

/// The same of a process that may have ended.
fn try_sockets_of(pid: u32) -> std::io::Result<Vec<String>> {
    let folder = std::fs::read_dir(format!("/proc/{pid}/fd"))?;
    let links = folder.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    let names = links.filter_map(|link| {
        Some(
            link.to_str()?
                .strip_prefix("socket:[")?
                .strip_suffix(']')?
                .to_owned(),
        )
    });
    Ok(names.collect())
}

/// The rows of a table of sockets that belong to these inodes: the local address and the state.
pub fn rows(table: &str, inodes: &[String]) -> Vec<(String, String)> {
    rows_at(table, inodes, LOCAL)
}

/// The column of the address on this side, and of the other one.
const LOCAL: usize = 1;
const REMOTE: usize = 2;

/// The same with the address in this column.
fn rows_at(table: &str, inodes: &[String], column: usize) -> Vec<(String, String)> {
    // A machine without IPv6 has no table of it.
    let table = std::fs::read_to_string(format!("/proc/net/{table}")).unwrap_or_default();
    let fields = table
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    let own = fields.filter(|fields| {
        fields
            .get(9)
            .is_some_and(|inode| inodes.iter().any(|own| own == inode))
    });
    own.map(|fields| (fields[column].to_owned(), fields[3].to_owned()))
        .collect()
}

/// Whom a process is connected to over IPv4, or is about to be; nobody once it has ended.
pub fn peers(pid: u32) -> BTreeSet<SocketAddrV4> {
    let inodes = try_sockets_of(pid).unwrap_or_default();
    let remote = rows_at("tcp", &inodes, REMOTE);
    let connected = remote.into_iter().filter(|(_, state)| state != LISTEN);
    connected
        .map(|(address, _)| {
            let (host, port) = address.split_once(':').expect("an address and a port");
            // The kernel prints the address as a number of this machine.
            let host = u32::from_str_radix(host, 16).expect("an address");
            let port = u16::from_str_radix(port, 16).expect("a port");
            SocketAddrV4::new(Ipv4Addr::from(host.to_ne_bytes()), port)
        })
        .collect()
}

/// The addresses on which a process listens.
pub fn listening(pid: u32) -> Vec<String> {
    listening_with(&sockets_of(pid))
}

/// Whether a process listens anywhere; not before it does, and not once it has ended.
pub fn listens(pid: u32) -> bool {
    let inodes = try_sockets_of(pid).unwrap_or_default();
    !listening_with(&inodes).is_empty()
}

/// The addresses on which these sockets listen.
fn listening_with(inodes: &[String]) -> Vec<String> {
    let rows = ["tcp", "tcp6"]
        .into_iter()
        .flat_map(|table| rows(table, inodes));
    rows.filter(|(_, state)| state == LISTEN)
        .map(|(address, _)| address)
        .collect()
}
