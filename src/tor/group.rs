//! The group of one's own that many systems give each user, whose files count as the user's own.
//!
//! Arti would ask the system's library for it. In a static file that library may load parts of the computer's
//! library, which is another one, for users that are in no file (as systemd's dynamic ones), and crash. So the
//! files are read here, and nothing else is asked.

use std::os::unix::fs::MetadataExt as _;

/// The number of the group that has the name of this user and that the process is in.
pub(super) fn own() -> Option<u32> {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let user = std::fs::metadata("/proc/self").ok()?.uid();
    let group = named_as(user, &read("/etc/passwd")?, &read("/etc/group")?)?;
    is_in(group, &read("/proc/self/status")?).then_some(group)
}

/// The number of the group that has the name of a user.
fn named_as(user: u32, users: &str, groups: &str) -> Option<u32> {
    let number = |line: &str| line.split(':').nth(2)?.parse::<u32>().ok();
    let name = users.lines().find(|line| number(line) == Some(user))?;
    let name = name.split(':').next()?;
    let group = groups
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    number(group)
}

/// Whether a process with this status is in a group: as Arti sees it, which looks at the supplementary ones.
fn is_in(group: u32, status: &str) -> bool {
    let lists = status
        .lines()
        .filter_map(|line| line.strip_prefix("Groups:"));
    lists
        .flat_map(str::split_whitespace)
        .any(|number| number.parse() == Ok(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By name, and not by number.
    #[test]
    fn the_group_has_the_name_of_the_user() {
        let users = "root:x:0:0::/root:/bin/sh\nfox:x:1000:100::/home/fox:/bin/sh\n";
        let groups = "root:x:0:\nusers:x:100:\nfox:x:1007:\n";
        assert_eq!(named_as(1000, users, groups), Some(1007));
        assert_eq!(named_as(1001, users, groups), None);
        assert_eq!(named_as(1000, users, "users:x:100:\n"), None);
    }

    /// A group that the user has left is nobody's own.
    #[test]
    fn the_process_is_in_the_group() {
        let status = "Name:\tx\nUid:\t7\t7\t7\t7\nGid:\t100\t100\t100\t100\nGroups:\t4 1007 \n";
        assert!(is_in(4, status) && is_in(1007, status));
        assert!(!is_in(100, status) && !is_in(7, status) && !is_in(10, status));
    }
}
