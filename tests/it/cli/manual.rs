//! Completions and manual pages say what the help says: all of it, and in a form that shells and readers of
//! manuals take.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use libtest_mimic::Trial;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::support::process::Program;
use crate::support::{names, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        completions_know_every_command_and_option,
        shells_take_the_completions,
        bash_completes,
        every_command_has_a_page,
        pages_render_without_warnings,
        pages_hold_what_the_help_holds,
        a_manual_needs_a_folder,
    ]
}

/// The shells for which there are completions.
const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

/// What a command of the program prints, which must go well.
async fn printed(arguments: &[&str]) -> String {
    let exit = Program::new(arguments).run().await;
    assert_eq!(
        (exit.code, exit.stderr.as_str()),
        (Some(0), ""),
        "{arguments:?}: {exit:?}"
    );
    exit.stdout.join("\n")
}

/// The commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let lines = list.lines().take_while(|line| !line.is_empty());
    // The lines of a command that needs several are set in further than its name.
    let names = lines.filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The options that a help lists.
fn options(help: &str) -> BTreeSet<String> {
    let lines = help
        .lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'));
    let words = lines
        .flat_map(str::split_whitespace)
        .map(|word| word.trim_end_matches(','));
    let long = words.filter(|word| word.starts_with("--"));
    long.map(|word| {
        word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .to_owned()
    })
    .collect()
}

/// Every command with its help, the program itself being the first.
async fn helps() -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![Vec::new()];
    while let Some(command) = waiting.pop() {
        let mut line: Vec<&str> = command.iter().map(String::as_str).collect();
        line.push("--help");
        let help = printed(&line).await;
        waiting.extend(
            commands(&help)
                .into_iter()
                .map(|inner| [command.clone(), vec![inner]].concat()),
        );
        found.push((command, help));
    }
    assert!(found.len() > 4, "{found:?}");
    assert!(options(&found[0].1).contains("--keys"), "{found:?}");
    found
}

/// Nothing is missing in any shell.
async fn completions_know_every_command_and_option() {
    let helps = helps().await;
    for shell in SHELLS {
        let script = printed(&["completions", shell]).await;
        for (command, help) in &helps {
            for name in command {
                assert!(script.contains(name), "{shell} lacks {name}");
            }
            for option in options(help) {
                // Fish writes them without their dashes.
                let option = if shell == "fish" {
                    option.trim_start_matches('-')
                } else {
                    &option
                };
                assert!(
                    script.contains(option),
                    "{shell} lacks {option} of {command:?}"
                );
            }
        }
    }
}

/// What a program makes of a text: whether it is content, and all that it says.
async fn content(program: &str, arguments: &[&str], text: &str) -> (bool, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut stdin = child.stdin.take().expect("a pipe");
    let text = text.to_owned();
    let writing = tokio::spawn(async move { stdin.write_all(text.as_bytes()).await });
    let output = child.wait_with_output().await.expect("it ends");
    writing.await.expect("no panic").expect("it reads all");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// The shells that are there read the scripts without executing them.
async fn shells_take_the_completions() {
    for (shell, option) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let script = printed(&["completions", shell]).await;
        assert_eq!(
            content(shell, &[option], &script).await,
            (true, String::new()),
            "{shell}"
        );
        let broken = format!("{script}\nif (");
        assert!(
            !content(shell, &[option], &broken).await.0,
            "{shell} takes anything"
        );
    }
}

/// What is offered behind `onionchat --m`, in a shell that has read the script.
async fn bash_completes() {
    let script = printed(&["completions", "bash"]).await;
    let ask = "COMP_WORDS=(onionchat --max) COMP_CWORD=1; _onionchat onionchat --max onionchat; echo ${COMPREPLY[@]}";
    let answer = content("bash", &["--norc"], &format!("{script}\n{ask}\n")).await;
    assert_eq!(answer, (true, "--max-streams\n".to_owned()));
}

/// The manual, in a folder of its own.
async fn manual() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    printed(&["man", folder.path().to_str().expect("UTF-8")]).await;
    folder
}

/// The name of a command's page.
fn page(command: &[String]) -> String {
    let name = [&["onionchat".to_owned()], command].concat().join("-");
    format!("{name}.1")
}

/// A page for each, and no others.
async fn every_command_has_a_page() {
    let folder = manual().await;
    let pages = names(folder.path());
    let expected = helps()
        .await
        .into_iter()
        .map(|(command, _)| page(&command))
        .collect();
    assert_eq!(pages, expected);
}

/// A page as people see it, on lines so long that no word is parted.
async fn rendered(page: &Path) -> (bool, String) {
    let text = std::fs::read_to_string(page).expect("a page");
    content(
        "groff",
        &["-man", "-ww", "-Tascii", "-P-cbou", "-rLL=400n"],
        &text,
    )
    .await
}

/// Those who render manuals have nothing to object to.
async fn pages_render_without_warnings() {
    let folder = manual().await;
    for entry in std::fs::read_dir(folder.path()).expect("a folder") {
        let page = entry.expect("an entry").path();
        let (went_well, text) = rendered(&page).await;
        assert!(
            went_well && text.contains("NAME"),
            "{}: {text}",
            page.display()
        );
        assert!(!text.contains("warning:"), "{}: {text}", page.display());
    }
    let broken = folder.path().join("broken.1");
    std::fs::write(&broken, ".TH x 1\n.nonsense\n").expect("a file");
    assert!(
        rendered(&broken).await.1.contains("warning:"),
        "warnings are seen"
    );
}

/// Every option with every word that the help has about it, and every example.
async fn pages_hold_what_the_help_holds() {
    let folder = manual().await;
    for (command, help) in helps().await {
        let text = rendered(&folder.path().join(page(&command))).await.1;
        for option in options(&help) {
            assert!(
                text.contains(&option),
                "{command:?} lacks {option}:\n{text}"
            );
        }
        for name in commands(&help) {
            let full = [&command[..], &[name]].concat();
            let full = page(&full).replace(".1", "(1)");
            assert!(text.contains(&full), "{command:?} lacks {full}:\n{text}");
        }
        let Some((_, examples)) = help.split_once("Examples:\n") else {
            continue;
        };
        for line in examples.lines().take_while(|line| !line.is_empty()) {
            assert!(
                text.contains(line.trim()),
                "{command:?} lacks {line}:\n{text}"
            );
        }
        assert!(text.contains("EXAMPLES"), "{text}");
    }
}

/// A folder that is not there is not made up.
async fn a_manual_needs_a_folder() {
    let exit = Program::new(&["man", "/nonexistent/folder"]).run().await;
    assert_eq!(exit.code, Some(74), "{exit:?}");
    assert!(exit.stderr.contains("/nonexistent/folder"), "{exit:?}");
}
