//! The layers of the program, as the crate documentation draws them: who may name whom.
//!
//! The source is parsed and every path in it looked at, in `use` items and elsewhere. Tests inside the
//! source may name what they like.

mod paths; // what a source text names
mod table; // what it may name

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

use paths::Paths;
use table::{LAYERS, Layer};

/// What the pure layer must not touch of the standard library: the world outside it.
const IMPURE: [&str; 8] = ["env", "fs", "io", "net", "os", "process", "thread", "path"];

/// The tests of this module. They are quick and need no runtime.
pub fn trials() -> Vec<Trial> {
    let test = |name: &str, test: fn() -> Vec<String>| {
        Trial::test(format!("layers::{name}"), move || match &test()[..] {
            [] => Ok(()),
            faults => Err(Failed::from(faults.join("\n"))),
        })
    };
    vec![
        test("every_module_names_only_what_it_may", names),
        test("the_pure_layer_touches_nothing_outside", impurities),
        test("html_is_made_in_http_only", html_elsewhere),
        test("the_map_is_the_same", map),
        test("a_planted_fault_is_found", planted),
    ]
}

/// Every source file with its module, but for files that hold tests only: those named `tests.rs`, and all in
/// folders named `tests`.
fn sources() -> Vec<(Vec<String>, PathBuf)> {
    fn walk(folder: &Path, module: &[String], found: &mut Vec<(Vec<String>, PathBuf)>) {
        for entry in std::fs::read_dir(folder).expect("the source is there") {
            let path = entry.expect("an entry").path();
            let stem = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let inner = [module, &[stem]].concat();
            if inner.last().is_some_and(|name| name == "tests") {
                continue;
            }
            if path.is_dir() {
                walk(&path, &inner, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((inner, path));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &[],
        &mut found,
    );
    assert!(found.len() > 30, "the source was not found");
    found
}

/// The crates that the manifest names, as paths name them.
fn dependencies() -> BTreeSet<String> {
    let manifest = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let table = manifest["dependencies"].as_table().expect("dependencies");
    table
        .keys()
        .map(|name| name.replace('-', "_"))
        .chain(["onionchat".to_owned()])
        .collect()
}

/// What a file names that its layer may not.
fn faults(module: &[String], paths: &Paths, dependencies: &BTreeSet<String>) -> Vec<String> {
    let layers: BTreeMap<_, _> = LAYERS.iter().map(|layer| (layer.module, layer)).collect();
    let Some(layer) = layers.get(module[0].as_str()) else {
        return vec![format!(
            "{} is in no layer: add it to the table",
            module.join("::")
        )];
    };
    let wrong = |path: &&Vec<String>| match (path[0].as_str(), path.get(1)) {
        ("crate", Some(other)) => {
            layers.contains_key(other.as_str())
                && other != layer.module
                && !layer.modules.contains(&other.as_str())
        }
        (name, _) => dependencies.contains(name) && !layer.crates.contains(&name),
    };
    let found = paths.found.iter().filter(wrong);
    found
        .map(|path| format!("{} names {}", module.join("::"), path.join("::")))
        .collect()
}

/// What any file names that its layer may not.
fn names() -> Vec<String> {
    let dependencies = dependencies();
    let check = |(module, path): (Vec<String>, PathBuf)| {
        let source = std::fs::read_to_string(path).expect("a source file");
        faults(&module, &Paths::of(module.clone(), &source), &dependencies)
    };
    sources().into_iter().flat_map(check).collect()
}

/// What the pure layer names of the world outside it.
fn impurities() -> Vec<String> {
    let chat = sources()
        .into_iter()
        .filter(|(module, _)| module[0] == "chat");
    let check = |(module, path): (Vec<String>, PathBuf)| {
        let source = std::fs::read_to_string(path).expect("a source file");
        let paths = Paths::of(module.clone(), &source).found;
        let outside = |path: &&Vec<String>| {
            let of_std =
                path[0] == "std" && path.get(1).is_some_and(|name| IMPURE.contains(&&**name));
            of_std
                || path
                    .iter()
                    .any(|name| name == "Instant" || name == "SystemTime")
        };
        let found: Vec<String> = paths
            .iter()
            .filter(outside)
            .map(|path| format!("{} names {}", module.join("::"), path.join("::")))
            .collect();
        found
    };
    chat.flat_map(check).collect()
}

/// Whether a text looks like the beginning of an element.
fn is_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        text[at + 1..].starts_with(|next: char| next.is_ascii_lowercase() || next == '!')
    })
}

/// Texts outside `http` that look like the beginning of an element.
fn html_elsewhere() -> Vec<String> {
    let outside = sources()
        .into_iter()
        .filter(|(module, _)| module[0] != "http");
    let check = |(module, path): (Vec<String>, PathBuf)| {
        let source = std::fs::read_to_string(path).expect("a source file");
        let texts = Paths::of(module.clone(), &source).texts;
        let found: Vec<String> = texts
            .into_iter()
            .filter(|text| is_html(text))
            .map(|text| format!("{} holds HTML: {text}", module.join("::")))
            .collect();
        found
    };
    outside.flat_map(check).collect()
}

/// Where the table in the crate documentation says something else than the one here.
fn map() -> Vec<String> {
    let documentation = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs"));
    let quoted = |text: &str| -> BTreeSet<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(|name| name.trim_matches(['[', ']']).to_owned())
            .collect()
    };
    let mut drawn = BTreeMap::new();
    for line in documentation
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`"))
    {
        let columns: Vec<&str> = line.split('|').collect();
        let module = columns[0].split('`').next().unwrap_or_default();
        drawn.insert(module.to_owned(), columns[2].trim().to_owned());
    }
    let all: BTreeSet<String> = drawn.keys().cloned().collect();
    let differs = |layer: &&Layer| {
        let names = drawn
            .get(layer.module)
            .map(|text| match text.strip_prefix("all but ") {
                None => quoted(text),
                Some(rest) => {
                    let mut without = quoted(rest);
                    without.insert(layer.module.to_owned());
                    all.difference(&without).cloned().collect()
                }
            });
        let here: BTreeSet<String> = layer
            .modules
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        names.as_ref() != Some(&here)
    };
    let binary = |layer: &&Layer| matches!(layer.module, "lib" | "main");
    let faults = LAYERS.iter().filter(|layer| !binary(layer)).filter(differs);
    faults
        .map(|layer| format!("the map and the test differ about {}", layer.module))
        .collect()
}

/// The check itself can fail: what is planted in the pure layer is found, however it is written.
fn planted() -> Vec<String> {
    let module = vec!["chat".to_owned(), "state".to_owned()];
    let dependencies = dependencies();
    let found = |source: &str| {
        !faults(&module, &Paths::of(module.clone(), source), &dependencies).is_empty()
    };
    let bad = [
        "use tokio::time;",
        "use crate::{chat::Nick, http};",
        "use super::super::http::page;",
        "fn f() { crate::hub::Hub::new(1); }",
        "fn f(s: tokio::net::TcpStream) {}",
        "mod inner { use super::super::super::tor; }",
        "fn f() { select! { () = tokio::time::sleep(now) => {} } }",
        "#[error(\"{}\", crate::tor::name())] struct Planted;",
    ];
    let good = [
        "use rand::Rng;",
        "use super::name::Nick;",
        "#[cfg(test)] mod tests { use tokio::io; }",
    ];
    let missed = bad
        .iter()
        .filter(|source| !found(source))
        .map(|s| format!("not found: {s}"));
    let alarms = good
        .iter()
        .filter(|source| found(source))
        .map(|s| format!("false alarm: {s}"));
    let html = [
        "fn f() { format!(\"<b>{x}</b>\") }",
        "const X: &str = \"<p>\";",
    ];
    let unseen = html
        .iter()
        .filter(|source| {
            !Paths::of(module.clone(), source)
                .texts
                .iter()
                .any(|text| is_html(text))
        })
        .map(|s| format!("HTML not found: {s}"));
    missed.chain(alarms).chain(unseen).collect()
}
