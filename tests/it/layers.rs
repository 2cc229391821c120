//! The layers of the program, as the crate documentation draws them: who may name whom.
//!
//! The source is parsed and every path in it looked at, in `use` items and elsewhere. Tests inside the
//! source may name what they like.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// What a module may name: other modules of the crate, and crates that not every module may name.
struct Layer {
    module: &'static str,
    modules: &'static [&'static str],
    crates: &'static [&'static str],
}

/// The layers, in the order of the crate documentation.
const LAYERS: [Layer; 16] = [
    Layer {
        module: "chat",
        modules: &[],
        crates: &["rand", "thiserror", "time"],
    },
    Layer {
        module: "hub",
        modules: &["chat"],
        crates: &["bytes", "rand", "slab"],
    },
    Layer {
        module: "session",
        modules: &["chat"],
        crates: &["hmac", "rand", "sha2"],
    },
    Layer {
        module: "circuit",
        modules: &[],
        crates: &[],
    },
    Layer {
        module: "clock",
        modules: &["chat"],
        crates: &["rand"],
    },
    Layer {
        module: "server",
        modules: &["circuit"],
        crates: &["thiserror", "tokio", "tokio_util"],
    },
    Layer {
        module: "http",
        modules: &["chat", "hub", "session", "circuit", "clock", "server"],
        crates: &[
            "askama",
            "bytes",
            "http_body_util",
            "hyper",
            "hyper_util",
            "rand",
            "serde",
            "serde_json",
            "tokio",
            "tokio_util",
        ],
    },
    Layer {
        module: "tor",
        modules: &["circuit", "clock", "server"],
        crates: &[
            "arti_client",
            "fs_mistrust",
            "futures",
            "rand",
            "safelog",
            "serde",
            "serde_ignored",
            "thiserror",
            "tokio",
            "toml",
            "tor_cell",
            "tor_hsservice",
            "tor_proto",
            "tor_rtcompat",
            "tracing",
        ],
    },
    Layer {
        module: "cli",
        modules: &["server"],
        crates: &["clap", "serde"],
    },
    Layer {
        module: "config",
        modules: &["cli", "server"],
        crates: &["serde", "thiserror", "toml"],
    },
    Layer {
        module: "keys",
        modules: &[],
        crates: &["tempfile", "thiserror"],
    },
    Layer {
        module: "report",
        modules: &["cli", "tor"],
        crates: &["indicatif", "qrcode", "serde", "serde_json"],
    },
    Layer {
        module: "exit",
        modules: &[],
        crates: &[],
    },
    Layer {
        module: "app",
        modules: &[
            "chat", "hub", "session", "circuit", "clock", "server", "http", "tor", "config",
            "keys", "report", "exit",
        ],
        crates: &["directories", "rand", "thiserror", "tokio", "tokio_util"],
    },
    Layer {
        module: "lib",
        modules: &[],
        crates: &[],
    },
    Layer {
        module: "main",
        modules: &[],
        crates: &["clap", "onionchat", "rustls", "tokio", "tracing_subscriber"],
    },
];

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

/// The paths that a file names, each as its segments, with the module that the file is in.
#[derive(Default)]
struct Paths {
    /// The module that is visited, from the root of the crate.
    here: Vec<String>,
    /// What was found.
    found: BTreeSet<Vec<String>>,
    /// The texts of all string literals.
    texts: Vec<String>,
}

impl Paths {
    /// All paths of a source text in this module.
    fn of(here: Vec<String>, source: &str) -> Self {
        let file = syn::parse_file(source).expect("the source is Rust");
        let mut paths = Self {
            here,
            ..Self::default()
        };
        paths.visit_file(&file);
        paths
    }

    /// Notes a path; one that begins with `self` or `super` from the root of the crate.
    fn note(&mut self, segments: Vec<String>) {
        let supers = segments.iter().take_while(|name| *name == "super").count();
        let resolved = if supers > 0 && supers <= self.here.len() {
            let mut from_root = vec!["crate".to_owned()];
            from_root.extend(self.here[..self.here.len() - supers].iter().cloned());
            from_root.extend(segments[supers..].iter().cloned());
            from_root
        } else {
            segments
        };
        self.found.insert(resolved);
    }

    /// Notes the paths and texts among the tokens of a macro, which are no syntax yet.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(name) if colons == 2 => path.push(name.to_string()),
                other => {
                    self.note_path(std::mem::take(&mut path));
                    match other {
                        TokenTree::Ident(name) => path.push(name.to_string()),
                        TokenTree::Group(group) => self.note_tokens(group.stream()),
                        TokenTree::Literal(literal) => {
                            if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                                self.texts.push(text.value());
                            }
                        }
                        TokenTree::Punct(_) => {}
                    }
                }
            }
            colons = 0;
        }
        self.note_path(path);
    }

    /// Notes a path that stands anywhere but in a `use`. A single name is something local: what is outside
    /// was brought in by a `use`.
    fn note_path(&mut self, segments: Vec<String>) {
        if segments.len() > 1 {
            self.note(segments);
        }
    }

    /// Notes every path of a `use` tree.
    fn note_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.note(with(&name.ident)),
            syn::UseTree::Rename(rename) => self.note(with(&rename.ident)),
            syn::UseTree::Glob(_) => self.note(before.to_vec()),
            syn::UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|tree| self.note_tree(before, tree));
            }
        }
    }
}

/// Whether an item is compiled for tests only.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|name| name == "test")
    })
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.here.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.here.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string());
        self.note_path(names.collect());
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.texts.push(text.value());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        // Documentation is text about code, and no code.
        if attribute.path().is_ident("doc") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.note_tokens(list.tokens.clone());
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.note_tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }
}

/// Every source file with its module, but for files that hold tests only.
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
            if path.is_dir() {
                walk(&path, &inner, found);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && inner.last().is_some_and(|name| name != "tests")
            {
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
