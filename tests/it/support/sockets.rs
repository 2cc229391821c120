//! The sockets that a process has open, as the kernel tells it.

/// The state of a listening socket in `/proc/net/tcp`.
pub const LISTEN: &str = "0A";

/// The sockets of a process, by inode.
pub fn sockets_of(pid: u32) -> Vec<String> {
    let folder = std::fs::read_dir(format!("/proc/{pid}/fd")).expect("the process lives");
    let links = folder.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    let names = links.filter_map(|link| {
        Some(
            link.to_str()?
                .strip_prefix("socket:[")?
                .strip_suffix(']')?
                .to_owned(),
        )
    });
    names.collect()
}

/// The rows of a table of sockets that belong to these inodes: the local address and the state.
pub fn rows(table: &str, inodes: &[String]) -> Vec<(String, String)> {
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
    own.map(|fields| (fields[1].to_owned(), fields[3].to_owned()))
        .collect()
}

/// The addresses on which a process listens.
pub fn listening(pid: u32) -> Vec<String> {
    let inodes = sockets_of(pid);
    let rows = ["tcp", "tcp6"]
        .into_iter()
        .flat_map(|table| rows(table, &inodes));
    rows.filter(|(_, state)| state == LISTEN)
        .map(|(address, _)| address)
        .collect()
}
