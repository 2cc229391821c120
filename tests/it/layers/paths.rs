//! What a source text names: the paths in `use` items, in code and among the tokens of macros, and the texts.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The paths that a file names, each as its segments, with the module that the file is in.
#[derive(Default)]
pub struct Paths {
    /// The module that is visited, from the root of the crate.
    here: Vec<String>,
    /// What was found.
    pub found: BTreeSet<Vec<String>>,
    /// The texts of all string literals.
    pub texts: Vec<String>,
}

impl Paths {
    /// All paths of a source text in this module.
    pub fn of(here: Vec<String>, source: &str) -> Self {
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
