//! What a file may be called that comes from somebody else.

use std::fmt;

use crate::chat::{MessageText, text::TooLong};

/// The most characters of a name: it fits into a line of a terminal.
const MAX_CHARACTERS: usize = 100;

/// The most bytes of a name: file systems take 255, and a number may be added where the name is taken.
const MAX_BYTES: usize = 200;

/// What no name has on some system that files are carried to: they part folders, name drives or match other names.
const UNFIT: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// What no name begins with: such files are hidden, are taken for an option, or mean a home folder to a shell.
const UNFIT_FIRST: [char; 4] = ['.', '-', '~', ' '];

/// What no name ends with: Windows takes it away, and then the name is another one.
const UNFIT_LAST: [char; 2] = ['.', ' '];

/// What Windows takes for a device, whatever follows after a dot; COM and LPT have a digit behind them.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// A name under which a file lies directly in whatever folder it is put into, and that looks as what it is. `Debug`
/// hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct FileName(Box<str>);

/// Something that no file can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no file that goes to somebody else can be called so")]
pub struct NoFileName;

impl FileName {
    /// Reads a name that somebody else gave.
    ///
    /// # Errors
    /// Where it is not exactly what such a name may be: nothing is mended in what was signed.
    pub fn parse(raw: &str) -> Result<Self, NoFileName> {
        let fits = raw.len() <= MAX_BYTES && raw.chars().count() <= MAX_CHARACTERS;
        let is_unfit = raw.contains(is_unfit)
            || raw.starts_with(UNFIT_FIRST)
            || raw.ends_with(UNFIT_LAST)
            || is_device(raw);
        if !fits || is_unfit || clean(raw).as_deref() != Some(raw) {
            return Err(NoFileName);
        }
        Ok(Self(raw.into()))
    }

    /// The name under which an own file is offered: as much of what it is called here as others can take.
    #[must_use]
    pub fn of_own(called: &str) -> Self {
        let fit = |c: char| if is_unfit(c) { '_' } else { c };
        let mapped: String = called.chars().map(fit).collect();
        let mut name = clean(&mapped).unwrap_or_default();
        if name.starts_with(UNFIT_FIRST) || is_device(&name) {
            name.insert(0, '_');
        }
        let ending = split(&name).1.to_owned();
        let mut stem = name[..name.len() - ending.len()].to_owned();
        let is_long = |stem: &str| {
            let characters = stem.chars().count() + ending.chars().count();
            stem.len() + ending.len() > MAX_BYTES || characters > MAX_CHARACTERS
        };
        while is_long(&stem) && stem.pop().is_some() {}
        let shortened = format!("{}{ending}", stem.trim_end());
        Self::parse(&shortened)
            .or_else(|_| Self::parse(shortened.trim_end_matches(UNFIT_LAST)))
            .unwrap_or_else(|_| Self("file".into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name with a number, where there is another file of that name already.
    #[must_use]
    pub fn numbered(&self, number: usize) -> String {
        let (stem, ending) = split(&self.0);
        format!("{stem} ({number}){ending}")
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileName([scrubbed])")
    }
}

/// The name and what tells its sort, with the dot before that.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 => name.split_at(at),
        Some(_) | None => (name, ""),
    }
}

/// The name without what nobody sees or what turns others around, as in messages.
fn clean(name: &str) -> Option<String> {
    let text = MessageText::parse(name, TooLong::Cut).ok().flatten()?;
    Some(text.as_str().to_owned())
}

/// Whether no name has this character. Of blanks there is one, since others look like it; the marks that messages may
/// have to give a direction would move the ending of a name to where it is not seen.
fn is_unfit(c: char) -> bool {
    UNFIT.contains(&c)
        || c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2800}')
}

/// Whether Windows takes the name for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_uppercase();
    let numbered = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    let is_digit = |rest: &str| {
        let mut rest = rest.chars();
        let digit = rest.next();
        digit.is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c)) && rest.next().is_none()
    };
    DEVICES.contains(&stem.as_str()) || numbered.is_some_and(is_digit)
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    /// Names that must never become a file of somebody else's choice.
    const NASTY: [&str; 58] = [
        "",
        ".",
        "..",
        "...",
        "/",
        "\\",
        "/etc/passwd",
        "../x",
        "..\\x",
        "a/b",
        "a\\b",
        "a/../b",
        "./a",
        "a/",
        "~",
        "~root",
        "~/.ssh/authorized_keys",
        "C:\\x",
        "C:x",
        "x:stream",
        "nul",
        "NUL.txt",
        "con",
        "Con .txt",
        "aux.tar.gz",
        "PRN",
        "com1",
        "COM9.log",
        "lpt1",
        "LPT¹.txt",
        "conin$",
        ".bashrc",
        ".desktop",
        "-rf",
        "--help",
        " a",
        "a ",
        "a.",
        "a..",
        "a. .",
        "a\0b",
        "a\nb",
        "a\tb",
        "a\rb",
        "a\u{1b}[31mb",
        "a\u{7f}",
        "a\u{85}b",
        "cod\u{202e}gpj.exe",
        "a\u{2066}b\u{2069}",
        "a\u{200e}b",
        "a\u{200f}gpj.exe",
        "a\u{200b}b",
        "a\u{feff}b",
        "\u{3164}",
        "a\u{a0}b",
        "a\u{2028}b",
        "what?.txt",
        "*",
    ];

    /// None of them is a name, and what stands for an own file that is called so is one.
    #[test]
    fn nasty_names_are_refused() {
        for raw in NASTY {
            assert_eq!(FileName::parse(raw), Err(NoFileName), "{raw:?}");
            let own = FileName::of_own(raw);
            assert_eq!(FileName::parse(own.as_str()), Ok(own.clone()), "{raw:?}");
        }
        for long in ["x".repeat(101), "é".repeat(101), "界".repeat(67)] {
            assert_eq!(FileName::parse(&long), Err(NoFileName));
        }
    }

    /// What people call their files is left as it is.
    #[test]
    fn ordinary_names_are_taken() {
        for name in [
            "report.pdf",
            "a",
            "archive.tar.gz",
            "Bericht für März (2).odt",
            "写真.jpg",
            "גיבוי.zip",
            "می\u{200c}خواهم.txt",
            "a..b",
            "x -rf",
            "$(reboot).txt",
            "console.log",
            "com10.txt",
            "%2e%2e%2f",
        ] {
            assert_eq!(FileName::parse(name).unwrap().as_str(), name);
            assert_eq!(FileName::of_own(name).as_str(), name);
        }
        for length in [100, 66] {
            let name = if length == 100 { "x" } else { "界" }.repeat(length);
            assert!(FileName::parse(&name).is_ok(), "{length}");
        }
    }

    /// An own file keeps as much of its name as others can take, and its ending.
    #[test]
    fn own_names_are_mended() {
        for (called, offered) in [
            (".bashrc", "_.bashrc"),
            ("a:b?.txt", "a_b_.txt"),
            ("-rf", "_-rf"),
            ("nul.txt", "_nul.txt"),
            ("a\nb.txt", "a_b.txt"),
            ("", "file"),
            ("name.", "name"),
        ] {
            assert_eq!(FileName::of_own(called).as_str(), offered);
        }
        let long = format!("{}.tar", "界".repeat(100));
        let offered = FileName::of_own(&long);
        let ending = offered.as_str().strip_prefix(&"界".repeat(65));
        assert_eq!(ending, Some(".tar"));
    }

    /// A file whose name is taken gets a number before its ending.
    #[test]
    fn numbers_stand_before_the_ending() {
        for (name, numbered) in [
            ("a.txt", "a (1).txt"),
            ("a", "a (1)"),
            ("a.tar.gz", "a.tar (1).gz"),
        ] {
            assert_eq!(FileName::parse(name).unwrap().numbered(1), numbered);
        }
    }

    /// A name leads to where it says: directly into the folder.
    fn stays_in(folder: &Path, name: &str) -> bool {
        let joined = folder.join(name);
        let mut parts = Path::new(name).components();
        let one = matches!(parts.next(), Some(Component::Normal(part)) if part == name);
        one && parts.next().is_none()
            && joined.parent() == Some(folder)
            && joined.file_name() == Some(name.as_ref())
    }

    proptest! {
        /// Whatever is taken as a name stays in the folder, with and without a number; and every own file has one.
        #[test]
        fn names_stay_in_the_folder(raw in prop_oneof![any::<String>(), "[./\\\\a-c~ -]{0,12}", "\\PC{0,120}"]) {
            let folder = Path::new("/home/anna/incoming");
            let own = FileName::of_own(&raw);
            prop_assert_eq!(FileName::parse(own.as_str()), Ok(own.clone()));
            for name in [Ok(own), FileName::parse(&raw)].into_iter().flatten() {
                prop_assert!(stays_in(folder, name.as_str()));
                prop_assert!(stays_in(folder, &name.numbered(7)));
                prop_assert!(name.numbered(999).len() <= 255);
            }
        }
    }
}
