//! What `packaging/build` has made, unpacked as those who install it do, and run.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use super::{built, run};
use crate::support::process::Room;
use crate::support::{names, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        the_sums_are_right,
        the_program_needs_nothing_and_says_what_it_is_made_of,
        the_program_serves_users_who_are_in_no_file,
        the_bill_names_what_is_in_it,
        the_terms_of_all_libraries_go_with_it,
        the_package_holds_what_it_should,
        the_image_is_the_program_and_its_terms,
    ]
}

/// The static file.
pub fn program() -> PathBuf {
    built("-linux")
}

/// A path as an argument.
fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// All files and folders below a folder, by their paths in it.
fn tree(folder: &Path) -> BTreeSet<String> {
    let files = crate::support::files(folder);
    files
        .iter()
        .map(|path| text(path.strip_prefix(folder).expect("below it")).to_owned())
        .collect()
}

/// What people check after a download.
async fn the_sums_are_right() {
    let sums = built("SHA256SUMS");
    let script = r#"cd "$(dirname "$1")" && sha256sum --check --strict SHA256SUMS"#;
    let checked = run("sh", &["-c", script, "sh", text(&sums)]).await;
    assert_eq!(
        checked
            .lines()
            .filter(|line| line.ends_with(": OK"))
            .count(),
        5,
        "{checked}"
    );
}

/// One file, for any Linux of this kind of processor.
async fn the_program_needs_nothing_and_says_what_it_is_made_of() {
    let program = program();
    let version = run(text(&program), &["--version"]).await;
    assert_eq!(
        version.trim(),
        concat!("onionchat ", env!("CARGO_PKG_VERSION"))
    );
    let content = std::fs::read(&program).expect("the program");
    let holds = |needle: &[u8]| content.windows(needle.len()).any(|window| window == needle);
    let headers = run("readelf", &["--program-headers", text(&program)]).await;
    assert!(
        headers.contains("LOAD") && !headers.contains("INTERP"),
        "it asks for a loader"
    );
    assert!(
        holds(b".dep-v0"),
        "the list of what it is built from is not in it"
    );
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    assert!(!holds(here.as_bytes()), "it tells where it was built");
}

/// A user whom `/etc/passwd` does not know, as a service manager's dynamic ones, and who has no home: everything
/// asks who that is. A C library that looked further than that file would load modules of another one, and crash.
async fn the_program_serves_users_who_are_in_no_file() {
    let trace = "opened.txt";
    let stranger = ["unshare", "--map-user=64321", "--map-group=64321"].map(Into::into);
    // As a grandchild, so that the process is the program.
    let watched = ["env", "-u", "HOME", "strace", "-D", "-f", "-e", "openat"].map(Into::into);
    let written = ["-o", trace].map(Into::into);
    let command = stranger.into_iter().chain(watched).chain(written);
    let command: Vec<OsString> = command.chain([program().into_os_string()]).collect();
    let room = Room::run(Room::offline(&["--keys", "keys"]).started_as(command)).await;
    room.get("/").await.expect(200);
    let opened = std::fs::read_to_string(room.process.home().join(trace)).expect("a trace");
    assert!(
        opened.contains("\"/etc/passwd\""),
        "nobody asked:\n{opened}"
    );
    for other in ["nsswitch.conf", "libnss", "libc.so"] {
        assert!(!opened.contains(other), "{other}:\n{opened}");
    }
    let exit = room.process.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
}

/// Whoever looks for a faulty library finds it there, and not where it was built.
async fn the_bill_names_what_is_in_it() {
    let bill = std::fs::read_to_string(built(".cdx.json")).expect("text");
    assert!(
        !bill.contains(env!("CARGO_MANIFEST_DIR")),
        "it tells where it was made"
    );
    let bill: Value = serde_json::from_str(&bill).expect("JSON");
    assert_eq!(
        (&bill["bomFormat"], &bill["metadata"]["component"]["name"]),
        (&"CycloneDX".into(), &"onionchat".into())
    );
    let parts = bill["components"].as_array().expect("components");
    for name in ["arti-client", "ring", "libsqlite3-sys"] {
        assert!(parts.iter().any(|part| part["name"] == name), "no {name}");
    }
    assert!(
        !parts.iter().any(|part| part["name"] == "libtest-mimic"),
        "it holds what only tests need"
    );
}

/// Nearly all libraries ask that their terms go with them, the C library too.
async fn the_terms_of_all_libraries_go_with_it() {
    let terms = std::fs::read_to_string(built("-third-party.txt")).expect("text");
    assert!(
        !terms.contains(env!("CARGO_MANIFEST_DIR")),
        "it tells where it was made"
    );
    // Another program finds more in the lockfile than is built; what is built is about nine tenths of that.
    let bill = std::fs::read_to_string(built(".cdx.json")).expect("text");
    let bill: Value = serde_json::from_str(&bill).expect("JSON");
    let parts = bill["components"].as_array().expect("components");
    let is_named = |part: &&Value| {
        let field = |name: &str| part[name].as_str().expect("text").to_owned();
        terms.contains(&format!("\n{} {} (", field("name"), field("version")))
    };
    let named = parts.iter().filter(is_named).count();
    assert!(named > parts.len() * 8 / 10, "{named} of {}", parts.len());
    for library in ["arti-client", "ring", "libsqlite3-sys", "zstd-sys", "tokio"] {
        assert!(terms.contains(&format!("\n{library} ")), "no {library}");
    }
    for text in [
        "Apache License",
        "Mozilla Public License Version 2.0",
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "Permission is hereby granted, free of charge",
        "The Rust Standard Library",
        // What a library in C brings, in a folder of its own.
        "For Zstandard software",
    ] {
        assert!(terms.contains(text), "no {text}");
    }
}

/// A package, unpacked. Its program is the static file, and what it says of itself is what lies beside it.
async fn the_package_holds_what_it_should() {
    let folder = TempDir::new().expect("a temporary folder");
    let package = built(".deb");
    run(
        "dpkg-deb",
        &["--extract", text(&package), text(folder.path())],
    )
    .await;
    let tree = tree(folder.path());
    for path in [
        "etc/onionchat/onionchat.toml",
        "usr/bin/onionchat",
        "usr/lib/systemd/system/onionchat.service",
        "usr/share/bash-completion/completions/onionchat",
        "usr/share/doc/onionchat/changelog.Debian.gz",
        "usr/share/doc/onionchat/copyright",
        "usr/share/doc/onionchat/third-party.txt.gz",
        "usr/share/fish/vendor_completions.d/onionchat.fish",
        "usr/share/man/man1/onionchat.1.gz",
        "usr/share/man/man1/onionchat-serve.1.gz",
        "usr/share/zsh/vendor-completions/_onionchat",
    ] {
        assert!(tree.contains(path), "no {path} in {tree:#?}");
    }
    let read = |path: &str| std::fs::read(folder.path().join(path)).expect("a file");
    assert!(
        read("usr/bin/onionchat") == std::fs::read(program()).expect("a file"),
        "another program"
    );
    let unit = String::from_utf8(read("usr/lib/systemd/system/onionchat.service")).expect("UTF-8");
    assert_eq!(unit, super::unit::UNIT);
    let example = run(text(&folder.path().join("usr/bin/onionchat")), &["config"]).await;
    assert_eq!(read("etc/onionchat/onionchat.toml"), example.as_bytes());
    // The configuration may hold bridges, which are nobody else's business, and outlives an update.
    let listed = run("dpkg-deb", &["--contents", text(&package)]).await;
    let line = listed
        .lines()
        .find(|line| line.ends_with("etc/onionchat/onionchat.toml"));
    assert!(
        line.expect("it is there").starts_with("-rw------- 0/0"),
        "{line:?}"
    );
    let control = run("dpkg-deb", &["--ctrl-tarfile", text(&package)]).await;
    assert!(
        control.contains("/etc/onionchat/onionchat.toml\n"),
        "it is no conffile"
    );
    // A room whose program is taken away is closed, and one whose program is new is started anew.
    for act in ["disable --now onionchat", "try-restart onionchat"] {
        assert!(control.contains(act), "no {act}");
    }
    let depends = run("dpkg-deb", &["--field", text(&package), "Depends"]).await;
    assert_eq!(depends.trim(), "", "a static program needs nothing");
}

/// A container image, unpacked by another program than the one that made it, which checks every hash.
pub async fn image() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let (from, to) = (
        format!("oci-archive:{}", text(&built(".oci.tar"))),
        folder.path().join("image"),
    );
    run(
        "skopeo",
        &[
            "--insecure-policy",
            "copy",
            "--quiet",
            &from,
            &format!("dir:{}", text(&to)),
        ],
    )
    .await;
    let manifest = std::fs::read(to.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    let layers = manifest["layers"].as_array().expect("layers");
    assert_eq!(layers.len(), 1);
    let layer = layers[0]["digest"]
        .as_str()
        .expect("a digest")
        .trim_start_matches("sha256:");
    let root = folder.path().join("root");
    std::fs::create_dir(&root).expect("a folder");
    run(
        "tar",
        &[
            "-xzf",
            text(&to.join(layer)),
            "-C",
            text(&root),
            "--no-same-owner",
        ],
    )
    .await;
    folder
}

/// Nothing else is in it: no shell, no library, no user.
async fn the_image_is_the_program_and_its_terms() {
    let folder = image().await;
    let root = folder.path().join("root");
    assert_eq!(
        names(&root),
        BTreeSet::from(
            ["LICENSE", "data", "onionchat", "third-party.txt", "tmp"].map(str::to_owned)
        )
    );
    assert_eq!(
        tree(&root),
        BTreeSet::from(["LICENSE", "onionchat", "third-party.txt"].map(str::to_owned))
    );
    let content = |path: &Path| std::fs::read(path).expect("a file");
    assert!(
        content(&root.join("onionchat")) == content(&program()),
        "another program"
    );
    assert!(
        content(&root.join("third-party.txt")) == content(&built("-third-party.txt")),
        "other terms"
    );
    let image = format!("oci-archive:{}", text(&built(".oci.tar")));
    let config: Value =
        serde_json::from_str(&run("skopeo", &["inspect", "--config", &image]).await).expect("JSON");
    let config = &config["config"];
    assert_eq!(config["User"], "65532:65532", "root runs it");
    assert!(config["Volumes"]["/data"].is_object(), "{config}");
}
