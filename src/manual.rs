//! Completions for shells, and manual pages: the same definition that `--help` shows, in other words.

use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
};

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::{
    Man,
    roff::{Roff, roman},
};

use crate::cli::Cli;

/// What the program is called wherever it is installed.
const NAME: &str = "onionchat";

/// What a section of the help is called in a manual, where it has a name of its own there.
const SECTIONS: [(&str, &str); 2] = [("Examples", "EXAMPLES"), ("Exit codes", "EXIT STATUS")];

/// What a shell needs to complete the program's command lines.
#[must_use]
pub fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Writes the manual into a folder that is there: a page for the program, and one for each command.
pub fn pages(folder: &Path) -> io::Result<()> {
    let mut program = Cli::command().disable_help_subcommand(true);
    // Gives every command its full name and the options that all commands take.
    program.build();
    page(&program, folder)
}

/// Writes a command's page, and those of its own commands.
fn page(command: &Command, folder: &Path) -> io::Result<()> {
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        page(inner, folder)?;
    }
    let man = Man::new(command.clone()).manual("User Commands");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.get_subcommands().any(|inner| !inner.is_hide_set()) {
        man.render_subcommands_section(&mut text)?;
    }
    if let Some(help) = command.get_after_help() {
        sections(&help.to_string()).to_writer(&mut text)?;
    }
    File::create(folder.join(man.get_filename()))?.write_all(&text)
}

/// What stands below the options in the help, as sections of a manual. Its lines stay as they are, because they
/// are tables and commands.
fn sections(help: &str) -> Roff {
    let mut roff = Roff::new();
    for section in help.split("\n\n") {
        let (title, lines) = section.split_once(":\n").unwrap_or(("Notes", section));
        let named = SECTIONS.iter().find(|(help, _)| *help == title);
        let heading =
            named.map_or_else(|| title.to_uppercase(), |(_, manual)| (*manual).to_owned());
        roff.control("SH", [heading.as_str()]).control("nf", []);
        for line in lines.lines() {
            roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
        }
        roff.control("fi", []);
    }
    roff
}
