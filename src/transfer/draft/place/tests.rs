//! Drafts with and without a name, and what is left of them.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::fs::{PermissionsExt as _, symlink},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

use nix::{sys::stat::Mode, unistd::mkfifo};
use tempfile::TempDir;

use super::*;

/// Tells the process that is killed where its draft goes.
const FOLDER: &str = "ONIONCHAT_TEST_DRAFT_FOLDER";

/// Tells it that the draft has a name.
const IS_NAMED: &str = "ONIONCHAT_TEST_DRAFT_IS_NAMED";

/// What it says when it has begun.
const READY: &str = "the draft is begun";

/// Held where a process is begun, and where a lock has to be let go of at once: until a new process has its program, it
/// holds all that this one does.
static ALONE: Mutex<()> = Mutex::new(());

/// Waits until nobody else begins a process.
fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder where files need no name.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if nameless(folder.path()).is_ok() {
        return folder;
    }
    // In some containers the usual place is on a file system that has no such files.
    tempfile::tempdir_in("/dev/shm").unwrap()
}

/// What is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A name as drafts have them.
fn draft_name(letter: char) -> String {
    format!("{PREFIX}{}{SUFFIX}", letter.to_string().repeat(RANDOM))
}

/// Begins a draft of either sort.
fn begin(folder: &Path, is_named: bool) -> Place {
    let place = if is_named {
        Place::begin_named(folder)
    } else {
        Place::begin(folder)
    };
    let place = place.unwrap();
    assert_eq!(matches!(place, Place::Named(_)), is_named);
    place
}

/// Either sort of draft gets its name whole, this user's alone, and in the place of nothing; one that has no name
/// cannot be seen before.
#[test]
fn drafts_get_their_names_in_the_place_of_nothing() {
    for is_named in [false, true] {
        let base = folder();
        let folder = base.path().join("to");
        fs::create_dir(&folder).unwrap();
        let elsewhere = base.path().join("elsewhere");
        let mut place = begin(&folder, is_named);
        place.file().write_all(b"all of it").unwrap();
        assert_eq!(names(&folder).len(), usize::from(is_named));

        fs::write(folder.join("taken"), "as it was").unwrap();
        symlink(&elsewhere, folder.join("link")).unwrap();
        fs::create_dir(folder.join("folder")).unwrap();
        for name in ["taken", "link", "folder"] {
            let back = place.give(&folder.join(name)).unwrap();
            place = back.unwrap_or_else(|| panic!("{name} was overwritten"));
        }
        assert!(place.give(&folder.join("new")).unwrap().is_none());
        assert_eq!(names(&folder), ["folder", "link", "new", "taken"]);
        assert_eq!(fs::read(folder.join("taken")).unwrap(), b"as it was");
        assert!(!elsewhere.exists(), "the link was followed");
        let new = folder.join("new");
        assert_eq!(fs::read(&new).unwrap(), b"all of it");
        let mode = fs::metadata(&new).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o600);

        drop(begin(&folder, is_named));
        assert_eq!(names(&folder).len(), 4, "no draft is left");
        let gone = begin(&folder, is_named).give(&base.path().join("no/folder"));
        assert!(gone.is_err());
        assert_eq!(names(&folder).len(), 4, "no draft is left");
    }
}

/// Where nothing can be written, neither sort of draft begins.
#[test]
fn a_folder_that_is_none_is_said() {
    let base = folder();
    fs::write(base.path().join("file"), "").unwrap();
    for (name, kind) in [
        ("missing", io::ErrorKind::NotFound),
        ("file", io::ErrorKind::NotADirectory),
    ] {
        let error = Place::begin(&base.path().join(name)).unwrap_err();
        assert_eq!(error.kind(), kind);
    }
}

/// Drafts that were left are removed when another one is begun; nothing else is, whatever it is called.
#[test]
fn only_drafts_that_were_left_are_removed() {
    let _alone = alone();
    let base = folder();
    let folder = base.path();
    let (file, left) = named(folder).unwrap().keep().unwrap();
    let held = begin(folder, true);
    assert!(left.exists(), "it is still written to");
    let also_held = begin(folder, true);
    drop(file);

    let secret = folder.join("secret");
    fs::write(&secret, "mine").unwrap();
    symlink(&secret, folder.join(draft_name('a'))).unwrap();
    fs::hard_link(&secret, folder.join(draft_name('b'))).unwrap();
    fs::create_dir(folder.join(draft_name('c'))).unwrap();
    mkfifo(&folder.join(draft_name('d')), Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    let alike = [
        ".onionchat-notes".to_owned(),
        ".onionchat-abc.draft".to_owned(),
        draft_name('e')[1..].to_owned(),
        draft_name('-'),
        draft_name('f') + "~",
    ];
    for name in &alike {
        fs::write(folder.join(name), "mine").unwrap();
    }
    let before = names(folder);
    assert_eq!(before.len(), 3 + 5 + alike.len());
    let last = begin(folder, true);
    assert!(!left.exists());
    assert_eq!(names(folder).len(), before.len(), "one came, and one went");
    assert_eq!(fs::read(&secret).unwrap(), b"mine");
    drop((held, also_held, last));
    assert_eq!(names(folder).len(), before.len() - 3);
}

/// A draft of somebody else's is not touched.
#[test]
fn drafts_of_others_stay() {
    let _alone = alone();
    let folder = folder();
    let (file, left) = named(folder.path()).unwrap().keep().unwrap();
    let owner = file.metadata().unwrap().uid();
    drop(file);
    remove_left(&left, owner + 1).unwrap();
    assert!(left.exists());
    remove_left(&left, owner).unwrap();
    assert!(!left.exists());
}

/// A process that has begun a draft in the folder.
fn somebody(folder: &Path, is_named: bool) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "--nocapture"])
        .arg(
            concat!(module_path!(), "::begins_a_draft")
                .split_once("::")
                .unwrap()
                .1,
        )
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    if is_named {
        command.env(IS_NAMED, "yes");
    }
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().ends_with(READY)));
    child
}

/// What the process does that [`nothing_is_left_where_a_process_is_killed`] kills.
#[test]
#[ignore = "another test runs it, and kills it"]
fn begins_a_draft() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let mut place = begin(Path::new(&folder), std::env::var_os(IS_NAMED).is_some());
    place.file().write_all(&vec![7; 100_000]).unwrap();
    place.file().sync_all().unwrap();
    let mut out = io::stdout();
    writeln!(out, "{READY}").unwrap();
    out.flush().unwrap();
    // It ends here only where the other test has ended before.
    let _ = io::stdin().read(&mut [0]);
}

/// Of a process that is killed nothing is left where drafts need no name; where they do, the next draft removes it, and
/// not before.
#[test]
fn nothing_is_left_where_a_process_is_killed() {
    let _alone = alone();
    for is_named in [false, true] {
        let folder = folder();
        let names = || names(folder.path()).len();
        let mut child = somebody(folder.path(), is_named);
        assert_eq!(names(), usize::from(is_named));
        drop(begin(folder.path(), true));
        assert_eq!(names(), usize::from(is_named), "it is still written to");
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(names(), usize::from(is_named));
        drop(begin(folder.path(), true));
        assert_eq!(names(), 0);
    }
}
